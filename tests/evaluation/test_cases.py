"""Cases with a known answer become cases to assess, in each way of reading."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from myotome.errors import MyotomeError
from myotome.evaluation import evaluate_cases, load_cases
from myotome.evaluation.cases import GoldCase, build, from_visits
from myotome.evaluation.predict import Answered, Prediction, predict
from myotome.evaluation.run import earliness_figures, ranking_figures, slices
from myotome.terms import Presence, Sex, Side

FILE = Path(__file__).parents[1] / "data" / "cases.json"


@pytest.fixture(scope="module")
def golds() -> list[GoldCase]:
    return load_cases(FILE)


def test_text_reads_the_vignette_alone(golds, knowledge):
    case = build(golds[0], knowledge, "text")
    assert (case.patient.age, case.patient.sex) == (34, Sex.FEMALE)
    for finding in case.findings:
        for e in finding.evidence:
            if e.start is not None:
                assert golds[0].vignette[e.start : e.end] == e.text


def test_structured_reads_the_fields_alone(golds, knowledge):
    blind = msgspec.structs.replace(golds[0], vignette="")
    case = build(blind, knowledge, "structured")
    assert (case.patient.age, case.patient.sex) == (34, Sex.FEMALE)
    muscles = {f.site: f for f in case.findings if f.evidence and f.evidence[0].source == "structured"}
    weak, normal = muscles["tibialis_anterior"], muscles["tibialis_posterior"]
    assert (weak.side, weak.grade.low, weak.presence) == (Side.RIGHT, 2, Presence.PRESENT)
    assert (normal.grade.low, normal.presence) == (5, Presence.ABSENT)
    concepts = {f.concept: f.present for f in case.findings}
    assert concepts["sensory_loss"] is True
    assert concepts["reflex_loss"] is False


@pytest.mark.parametrize(("language", "fields", "concept", "present"), [
    ("fr", {"onset": "aigu"}, "acute_onset", True), ("en", {"onset": "progressive, 2 years"}, "progressive_course", True),
    ("en", {"weak_muscles": [{"muscle": "proximal", "side": "both", "mrc": None}]}, "proximal_weakness", True),
    ("en", {"labs": {"Ca": "high"}}, "hypercalcaemia", True), ("en", {"labs": {"K": "low in attacks"}}, "hypokalaemia", True),
])
def test_fields_that_are_no_sentence_are_read_too(golds, knowledge, language, fields, concept, present):
    gold = msgspec.structs.replace(golds[0], language=language, vignette="", structured=fields)
    assert {f.concept: f.present for f in build(gold, knowledge, "structured").findings}.get(concept) is present


@pytest.mark.parametrize(("language", "onset", "months"), [("fr", "2 semaines", 0.46), ("en", "3 weeks", 0.69), ("fr", "2 ans", 24)])
def test_a_bare_span_is_the_time_since_onset(golds, knowledge, language, onset, months):
    gold = msgspec.structs.replace(golds[0], language=language, vignette="", structured={"onset": onset})
    case = build(gold, knowledge, "structured")
    assert case.patient.duration_months == pytest.approx(months, abs=0.02)
    assert "weakness" not in {f.concept for f in case.findings}


def test_both_joins_them(golds, knowledge):
    one, other, both = (build(golds[0], knowledge, m) for m in ("text", "structured", "both"))
    assert len(both.findings) == len(one.findings) + len(other.findings)


def test_visits_are_read_up_to_one(golds, knowledge):
    first, second = (from_visits(golds[0], knowledge, n) for n in (0, 1))
    assert "sensory_loss" not in {f.concept for f in first.findings}
    assert "sensory_loss" in {f.concept for f in second.findings}
    assert {f.visit for f in second.findings} == {0, 1}
    assert first.patient.age == 34


def test_what_the_file_may_leave_out(knowledge, tmp_path):
    path = tmp_path / "cases.json"
    path.write_text('[{"id": "x", "language": "fr", "vignette": "", "gold": {}, "unknown": 3, "diagnosed_at_visit": null}]', encoding="utf-8")
    (gold,) = load_cases(path)
    assert not gold.in_list
    report, (prediction,) = evaluate_cases([gold], knowledge, "both")
    assert prediction.findings == []
    assert report["slices"]["all"]["top_1"].n == 0
    assert report["slices"]["all"]["top_weight_when_not_in_list"].n == 1


def test_a_malformed_file_is_named_without_its_text(tmp_path):
    path = tmp_path / "cases.json"
    path.write_text('[{"id": "x", "language": "fr", "vignette": ["Zébulon"], "gold": {}}]', encoding="utf-8")
    with pytest.raises(MyotomeError) as error:
        load_cases(path)
    (problem,) = error.value.problems
    assert problem.place == "cases.json"
    assert "vignette" in problem.message
    assert "Zébulon" not in problem.line()


def test_slices(golds, knowledge):
    found = slices(golds, knowledge)
    assert found["all"] == [0, 1]
    assert found["thin"] == [1]
    assert found["not_decisive"] == [0]
    assert found[f"group_{knowledge.diseases['peroneal'].group}"] == [0]


def answered(golds, visits, lists, ranking=(("peroneal", 0.8), ("als", 0.2)), case=0, listed=(), dangerous=False) -> Answered:
    prediction = Prediction(id="x", ranking=list(ranking), not_to_miss=list(listed), visits=visits, findings=[], seconds=0.1)
    return Answered(golds[case], prediction, lists, {}, dangerous)


def test_earliness_by_hand(golds):
    """Two visits, diagnosis at the second: right at the second in the ranking, at the first in the list."""
    early = [("als", 0.6), ("mmn", 0.2), ("ibm", 0.1), ("peroneal", 0.1)]
    late = [("als", 0.6), ("other", 0.2), ("ibm", 0.1), ("peroneal", 0.1)]
    done = earliness_figures([answered(golds, [early, late], [["peroneal", "als"], []])])
    values = {name: figure.value for name, figure in done.items()}
    assert values == {
        "visits_top_3_in_time": 1, "visits_top_3_at_first": 0, "visits_top_3_earliest": 2,
        "visits_not_to_miss_in_time": 1, "visits_not_to_miss_at_first": 1, "visits_not_to_miss_earliest": 1,
        "visits_either_in_time": 1, "visits_either_at_first": 1, "visits_either_earliest": 1,
        "visits_not_to_miss_entry_right": 0.5, "visits_not_to_miss_length": 1,
    }


def test_what_must_not_be_missed_by_hand(golds):
    """Three cases, two of them dangerous; four entries in all, one of them right."""
    lists = ((("peroneal", "als"), True), (("als", "mmn"), True), ((), False))
    done = ranking_figures([answered(golds, [], [], listed=names, dangerous=d) for names, d in lists])
    values = {name: figure.value for name, figure in done.items()}
    assert values["not_to_miss_recall"] == pytest.approx(1 / 3, abs=1e-3)
    assert values["not_to_miss_recall_dangerous"] == 0.5
    assert values["not_to_miss_entry_right"] == 0.25
    assert values["not_to_miss_length"] == pytest.approx(4 / 3, abs=1e-3)


def test_what_comes_after_the_diagnosis_is_not_early(golds):
    at_first = [msgspec.structs.replace(golds[0], diagnosed_at_visit=0)]
    done = earliness_figures([answered(at_first, [[("als", 1.0)], [("peroneal", 1.0)]], [[], ["peroneal"]])])
    assert done["visits_top_3_in_time"].value == 0
    assert done["visits_not_to_miss_in_time"].value == 0
    assert done["visits_top_3_earliest"].value is None


def test_ranking_figures_by_hand(golds):
    inside = answered(golds, [], [], [("als", 0.5), ("peroneal", 0.3), ("other", 0.2)])
    outside = answered(golds, [], [], [("other", 0.9), ("als", 0.1)], case=1)
    done = {name: figure.value for name, figure in ranking_figures([inside, outside]).items()}
    assert (done["top_1"], done["top_3"], done["mean_reciprocal_rank"]) == (0, 1, 0.5)
    assert done["brier"] == pytest.approx(0.7**2 + 0.5**2 + 0.2**2)
    assert done["calibration_error"] == 0.5
    assert done["calibration_slope"] is None
    assert done["top_weight_when_not_in_list"] == 0.1


def test_a_prediction_is_that_of_the_assessment(golds, knowledge):
    done = predict(golds[0], knowledge, "text")
    assert done.prediction.ranking[0][0] == "peroneal"
    assert done.shares["recall"] == (2, 2)
    assert done.shares["polarity"] == (2, 2)
    assert len(done.prediction.visits) == len(done.visits_not_to_miss) == 2
