"""What each result would do to the ranking, what is done in one go, and the ranking after each visit."""

from __future__ import annotations

import re

import msgspec
import pytest

from myotome.answer import Milestone, NextTest, Outcome, Stage
from myotome.report import html_report, short_answer
from myotome.report.sections.course import course
from myotome.report.sections.outcomes import bundles, result_rows
from myotome.report.wording import Wording

from .sample import assessment, result

BLOCK = "conduction_block_definite"
OUTCOMES = (
    Outcome(concept=BLOCK, present=True, chance=0.6, now=0.5, ranking=(("mmn", 0.82), ("als", 0.1))),
    Outcome(concept=BLOCK, present=False, chance=0.4, now=0.38, ranking=(("als", 0.7), ("mmn", 0.02))),
)
STAGES = (
    Stage(when="à 40 ans", ranking=(("als", 0.51), ("mmn", 0.2), ("radic_c5", 0.1), ("pma", 0.05))),
    Stage(when="à 56 ans", ranking=(("mmn", 0.7), ("als", 0.2)), milestones=(
        Milestone(disease="mmn", list="most_likely", place=1, because="sensory_loss", present=False),
        Milestone(disease="mmn", list="not_to_miss", place=2, because=""),
        Milestone(disease="pma", list="most_likely", place=3, because="hand_atrophy"),
    )),
)


@pytest.fixture(scope="module")
def words(knowledge):
    return Wording(knowledge, "fr", plain=True)


def drawn(language="fr", stages=STAGES):
    """The sample with results, two tests of one session and one alone, and a course."""
    whole = assessment()
    steps = (
        NextTest(test="motor_conduction_whole_nerve", gain=0.4, value=0.2, bundle="enmg_session", outcomes=OUTCOMES),
        NextTest(test="needle_emg", gain=0.3, value=0.1, bundle="enmg_session"),
        NextTest(test="anti_gm1_assay", gain=0.2, value=0.1, bundle="venepuncture"),
    )
    return msgspec.structs.replace(result(language), assessments=(msgspec.structs.replace(whole, next_tests=steps, course=stages),))


def only(answer):
    return answer.assessments[0]


def test_a_result_says_who_would_be_first_and_by_how_much(words):
    (row,) = result_rows(OUTCOMES, "mmn", words)
    assert (row.there.then, row.there.chance, row.there.turns) == ("NMM 82 % (+32 points)", "chances : 60 %", False)
    assert (row.absent.then, row.absent.turns) == ("SLA 70 % (+32 points)", True)


@pytest.mark.parametrize(("share", "said"), [(0.504, "inchangé"), (0.51, "+1 point"), (0.38, "\u221212 points")])
def test_a_change_has_its_sign_and_number(words, share, said):
    (row,) = result_rows([msgspec.structs.replace(OUTCOMES[0], ranking=(("mmn", share),))], "mmn", words)
    assert row.there.then.endswith(f"({said})") and row.absent is None


def test_a_result_that_ranks_nothing_makes_no_row(words):
    assert result_rows([Outcome(concept=BLOCK, present=True, chance=0.5)], "mmn", words) == ()


def test_only_tests_that_share_a_go_are_bundled(words):
    (line,) = bundles(only(drawn()).next_tests, words)
    assert line.startswith("En une même séance d'ENMG : ") and words.test("needle_emg") in line
    assert words.test("anti_gm1_assay") not in line


def test_each_bundle_of_the_settings_has_its_words(knowledge):
    for language in ("fr", "en"):
        wording = Wording(knowledge, language)
        assert [b for b in knowledge.settings["next_test"]["bundles"].values() if not wording.has(f"bundle_{b}")] == []


def test_the_course_shows_three_after_each_visit(words):
    view = course(only(drawn()), words)
    assert view.columns == ("1.", "2.", "3.")
    assert view.stages[0].when == "à 40 ans"
    assert [text.rsplit(" ", 2)[0] for text in view.stages[0].first][:2] == ["SLA", "NMM"]
    assert len(view.stages[0].first) == 3 and view.stages[1].first == ("NMM 70 %", "SLA 20 %")


def test_the_first_diagnosis_has_its_milestones_and_no_other(words):
    likely, missable = course(only(drawn()), words).reached
    assert "« Le plus probable » : à 56 ans, place 1" in likely
    assert words("absent", name=words.concept("sensory_loss")) in likely
    assert "« À ne pas manquer »" in missable and words("course_context") in missable


def test_a_diagnosis_that_only_tables_bring_is_said_to_be_so(words):
    (line,) = course(only(drawn(stages=STAGES[:1])), words).reached
    assert line.startswith(words.upper(words.disease("mmn"))) and "aucune des deux listes" in line


def test_one_visit_makes_no_course(words):
    view = course(assessment(), words)
    assert (view.columns, view.stages, view.reached) == ((), (), ())


@pytest.mark.parametrize(("language", "said"), [
    ("fr", ("S’il est trouvé", "SLA 70\u202f% (+32 points)", "En une même séance", "après chaque visite")),
    ("en", ("If it is found", "ALS 70% (+32 points)", "In one ENMG session", "after each visit")),
])
def test_the_page_draws_them(knowledge, language, said):
    page = html_report(drawn(language), knowledge)
    assert [part for part in said if part not in page] == []
    assert len(re.findall(r'<td class="turns">', page)) == 1
    plain = html_report(result(language), knowledge)
    assert 'class="results"' not in plain and 'class="stages"' not in plain


def test_the_words_of_a_visit_stay_text(knowledge):
    hostile = "<script>1</script>"
    page = html_report(drawn(stages=(msgspec.structs.replace(STAGES[0], when=hostile),)), knowledge)
    assert "<script" not in page and "&lt;script&gt;1" in page


def test_the_terminal_names_the_go_of_the_first_step(knowledge):
    assert "    En une même séance d'ENMG : 1 + 2\n" in short_answer(drawn(), knowledge)
    answer = drawn()
    first, second, alone = only(answer).next_tests
    steps = (first, alone, alone, second)
    answer = msgspec.structs.replace(answer, assessments=(msgspec.structs.replace(only(answer), next_tests=steps),))
    assert "séance d'ENMG : 1 + EMG à l'aiguille\n" in short_answer(answer, knowledge)
    assert "En une même" not in short_answer(result(), knowledge)
