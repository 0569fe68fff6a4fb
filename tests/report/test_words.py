"""Numbers, phrases and messages in both languages."""

from __future__ import annotations

import msgspec
import pytest

from myotome.case import Cue, Evidence, Finding, Grade, Measure, Time
from myotome.errors import Problem
from myotome.report.messages import problem_line
from myotome.report.numbers import age, change, decimal, frequency, percent, ratio, span
from myotome.report.phrases import (
    absent,
    date_text,
    finding_card,
    finding_phrase,
    grade_text,
    measure_text,
    quotes,
)
from myotome.report.wording import Wording, visible
from myotome.terms import (
    Certainty,
    Course,
    Experiencer,
    Level,
    Method,
    Presence,
    Severity,
    Side,
    Tempo,
    Topography,
    When,
)


@pytest.fixture
def fr(knowledge) -> Wording:
    return Wording(knowledge, "fr", plain=True)


@pytest.fixture
def en(knowledge) -> Wording:
    return Wording(knowledge, "en", plain=True)


@pytest.mark.parametrize(("share", "french", "english"), [
    (0.0, "< 1 %", "< 1%"), (0.0099, "< 1 %", "< 1%"), (0.01, "1 %", "1%"), (0.384, "38 %", "38%"),
    (0.99, "99 %", "99%"), (0.9951, "> 99 %", "> 99%"), (1.0, "> 99 %", "> 99%"),
])
def test_probabilities(fr, en, share, french, english):
    assert percent(share, fr) == french
    assert percent(share, en) == english


def test_frequencies_keep_the_digits_of_what_is_rare(fr):
    assert [frequency(f, fr) for f in (0.0004, 0.004, 0.17, 0.98, 0.9962)] == ["0,04 %", "0,4 %", "17 %", "98 %", "99,6 %"]


def test_other_numbers(fr, en):
    assert decimal(41.5, fr) == "41,5" and decimal(41.5, en) == "41.5"
    assert decimal(1200, fr) == "1200" and decimal(-3.25, en) == "−3.25"
    assert change(-78.9, fr) == "−78,9 %" and change(12, en) == "+12%"
    assert ratio(2.0149, fr) == "×7,5" and ratio(-1.0986, en) == "÷3"


def test_ages_and_spans(fr, en):
    assert [age(a, fr) for a in (0.5, 1.5, 2, 56.9, None)] == ["6 mois", "18 mois", "2 ans", "56 ans", "âge non dit"]
    assert [span(m, en) for m in (0.1, 0.5, 1, 18, 24)] == ["3 days", "2 weeks", "1 month", "18 months", "2 years"]


def test_french_says_no_with_elision(fr, en, knowledge):
    assert absent("ptosis", fr) == "pas de ptosis"
    assert absent("amyotrophie", fr) == "pas d'amyotrophie"
    assert absent("œdème", fr) == "pas d'œdème"
    assert absent("hypoesthésie", fr) == "pas d'hypoesthésie"
    assert absent("hernie discale", fr) == "pas de hernie discale"
    assert absent("ptosis", en) == "no ptosis"


def test_a_finding_says_where_how_badly_and_whose(fr):
    finding = Finding(
        concept="weakness", site="deltoid", side=Side.BOTH, worse=Side.LEFT, grade=Grade(scale="mrc", low=3, high=3.67),
        certainty=Certainty.PROBABLE, experiencer=Experiencer.SIBLING, when=When.RESOLVED,
    )
    assert finding_phrase(finding, fr) == (
        "faiblesse musculaire (deltoïde, des deux côtés, surtout à gauche, M 3–4-, probable, dans la fratrie, disparu)"
    )
    assert finding_phrase(finding, fr, where=False).startswith("faiblesse musculaire (M 3–4-")
    assert finding_phrase(Finding(concept="weakness", method=Method.DERIVED), fr).endswith("(déduit)")
    none = Finding(concept="sensory_loss", presence=Presence.ABSENT)
    assert finding_phrase(none, fr) == "pas de déficit sensitif"


def test_grades_and_measures(fr, en):
    assert grade_text(Grade(scale="mrc", low=4.33, high=4.33), en) == "MRC 4+"
    assert grade_text(Grade(scale="mrc", low=3, high=4, text="M3-4"), fr) == "M3-4"
    assert measure_text(Measure(value=75, unit="mg/L"), fr) == "75 mg/L"
    assert measure_text(Measure(value=5, unit="mg/L", comparator="<"), fr) == "<5 mg/L"
    assert measure_text(Measure(times_upper=12), fr) == "12 fois la limite supérieure"
    assert measure_text(Measure(unit="mg/L"), fr) == "" == measure_text(None, fr)


def test_a_quotation_is_one_line_of_bearable_length():
    def said(*texts: str) -> tuple[str, ...]:
        return quotes(Finding(concept="weakness", evidence=tuple(Evidence(source="s1", text=t) for t in texts)))

    assert said("sous-\népineux  gauche") == ("sous-épineux gauche",)
    assert said("a", "a", "b", "c") == ("a", "b")
    (long,) = said("mot " * 80)
    assert len(long) < 100 and "…" in long


def test_what_steers_a_terminal_is_not_shown():
    assert visible("a\x1b[2Jb\u202ec\ud800\td\n") == "a[2Jbc\td\n"


def test_an_unknown_id_stays_legible(fr):
    assert fr.concept("some_new_finding") == "some new finding"
    assert fr.site("all_muscles") == "tous les muscles"
    assert fr.of("class", "brand_new") == "brand new"


def test_a_list_reads_as_a_sentence(fr, en):
    assert fr.all_of(["a", "b", "c"]) == "a, b et c"
    assert en.all_of(["a", "b"]) == "a and b"
    assert fr.all_of([]) == ""


@pytest.fixture
def templates(knowledge):
    words = {**knowledge.words, "problems": [
        {"code": "x.one", "fr": "ligne {message} illisible", "en": "row {message} cannot be read", "mend_fr": "voir {mend}", "mend_en": "see {mend}"},
        {"code": "x.two", "fr": "dans {place} : rien", "en": "in {place}: nothing"},
    ]}
    content = msgspec.structs.replace(knowledge.content, words=words)
    return type(knowledge)(content, "test")


def test_a_problem_speaks_the_readers_language(templates):
    problem = Problem(level=Level.ERROR, code="x.one", message="{place} 3", place="t.csv", mend="docs")
    assert problem_line(problem, templates, "fr") == "t.csv: ligne {place} 3 illisible (voir docs) [x.one]"
    assert problem_line(problem, templates, "en") == "t.csv: row {place} 3 cannot be read (see docs) [x.one]"
    assert problem_line(msgspec.structs.replace(problem, mend=""), templates, "fr") == "t.csv: ligne {place} 3 illisible [x.one]"
    assert problem_line(Problem(level=Level.NOTE, code="x.two", message="", place="f"), templates, "en") == "in f: nothing [x.two]"


def test_a_problem_without_a_template_keeps_its_own_words(templates):
    problem = Problem(level=Level.ERROR, code="y.new", message="odd", place="f", mend="try")
    assert problem_line(problem, templates, "fr") == problem.line()


@pytest.mark.parametrize(("language", "date", "expected"), [
    ("fr", "2017/..", "depuis 2017"), ("fr", "../2015", "jusqu'à 2015"), ("fr", "2012/2015", "2012 \u2013 2015"),
    ("fr", "2019-03", "2019-03"), ("en", "2017/..", "since 2017"), ("en", "../2015", "until 2015"),
])
def test_dates_and_intervals(knowledge, language, date, expected):
    assert date_text(date, Wording(knowledge, language, plain=True)) == expected


def test_a_finding_says_how_bad_where_and_when(knowledge):
    fr = Wording(knowledge, "fr", plain=True)
    finding = Finding(
        concept="weakness", severity=Severity.SEVERE, topography=(Topography.DISTAL, Topography.ASYMMETRIC), tempo=Tempo.SUBACUTE,
        course=Course.WORSE, date="2019", time=Time(text="deux ans plus tard", offset="P2Y", anchor="previous"),
        evidence=(Evidence(source="s1", start=0, end=9, text="Faiblesse", section="HDM", cues=(Cue(attribute="severity", start=10, end=16, text="sévère"),)),),
    )
    assert finding_phrase(finding, fr) == "faiblesse musculaire (sévère, distal, asymétrique, début subaigu, en aggravation, 2019)"
    card = finding_card(finding, fr)
    assert "« deux ans plus tard » : 2019" in card and "sous « HDM »" in card and "d'après « sévère »" in card


def test_a_time_that_nothing_dates_is_shown_in_its_words(knowledge):
    late = Finding(concept="weakness", time=Time(text="trois semaines après la vaccination", offset="P3W", anchor="vaccination"))
    assert finding_phrase(late, Wording(knowledge, "fr", plain=True)).endswith("(« trois semaines après la vaccination »)")
