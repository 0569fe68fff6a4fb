"""Steroid schemes: what the source states stays, nothing ever rises, limits are met on their day."""

from __future__ import annotations

from fractions import Fraction

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from myotome.care.doses import Body, taper
from myotome.care.doses.steroids import converted, steroid_settings
from myotome.care.doses.taper import _alerts
from myotome.errors import MyotomeError
from myotome.knowledge import load

KNOWLEDGE = load()
SETTINGS = steroid_settings(KNOWLEDGE)
STEROIDS = [s.id for s in SETTINGS.equivalents]


def levels(name: str, **how):
    body = Body(weight_kg=how.pop("kg", None), age=how.pop("age", 50))
    return [(x.first_day, x.last_day, x.dose_mg) for x in taper(name, body, KNOWLEDGE, **how).levels]


def refused(code: str, call) -> None:
    with pytest.raises(MyotomeError) as caught:
        call()
    assert [p.code for p in caught.value.problems] == [code]


def test_document_1_keeps_its_two_steps_and_marks_ours():
    done = taper("neurogenic_focal_myositis", Body(age=57), KNOWLEDGE)
    assert [(x.first_day, x.last_day, x.dose_mg, x.stated) for x in done.levels] == [
        (1, 15, 32, True), (16, 30, 24, False), (31, 45, 16, False), (46, 60, 8, False), (61, 90, 4, True),
    ]
    assert done.source == "doc1"
    assert done.total_mg == 1650  # by hand: (32 + 24 + 16 + 8) x 15 x 5/4 + 4 x 30 x 5/4


def test_document_1_in_prednisone_is_40_30_20_10_5():
    done = taper("myosite focale sur radiculopathie", Body(age=57), KNOWLEDGE, steroid="prednisone")
    assert [x.dose_mg for x in done.levels] == [40, 30, 20, 10, 5] and done.converted == "methylprednisolone"


def test_inflammatory_myopathy_by_hand():
    first = levels("dm", kg=72)
    assert first[:7] == [(1, 28, 60), (29, 42, 50), (43, 56, 40), (57, 70, 30), (71, 84, 20), (85, 112, 15), (113, 140, 10)]
    assert [dose for _, _, dose in first[7:]] == [9, 8, 7, 6, 5, 4, 3, 2, 1]
    assert all(last - start == 29 for start, last, _ in first[7:])
    assert levels("dm", kg=55.9)[:5] == [(1, 28, 55), (29, 42, 45), (43, 56, 35), (57, 70, 25), (71, 84, 20)]


def test_cidp_lasts_6_to_8_months():
    days = levels("cidp")[-1][1]
    assert {last - first + 1 for first, last, _ in levels("cidp")[1:]} == {18}
    assert levels("cidp")[0] == (1, 28, 60) and 6 * 30 <= days - 28 <= 8 * 31


@pytest.mark.parametrize(("steroid", "mg"), [
    ("hydrocortisone", "20"), ("cortisone", "25"), ("prednisone", "5"), ("prednisolone", "5"), ("methylprednisolone", "4"),
    ("triamcinolone", "4"), ("deflazacort", "6"), ("dexamethasone", "0.75"), ("betamethasone", "0.75"),
])
def test_equivalents_of_the_sheet(steroid, mg):
    assert converted(Fraction(5), SETTINGS.steroid("prednisone"), SETTINGS.steroid(steroid)) == Fraction(mg)


@given(st.sampled_from(["dm", "cidp", "neurogenic_focal_myositis"]), st.sampled_from(STEROIDS), st.integers(300, 2500))
def test_a_taper_never_rises_and_never_exceeds(name, steroid, tenths):
    done = taper(name, Body(weight_kg=tenths / 10, age=50), KNOWLEDGE, steroid=steroid)
    doses = [x.dose_mg for x in done.levels]
    assert doses == sorted(doses, reverse=True) and min(doses) > 0
    assert done.levels[0].first_day == 1
    assert all(b.first_day == a.last_day + 1 for a, b in zip(done.levels, done.levels[1:], strict=False))
    assert all(Fraction(d).limit_denominator(1000) % Fraction(done.step_mg).limit_denominator(1000) == 0 for d in doses)
    if steroid in ("prednisone", "prednisolone"):
        assert doses[0] <= 60


@pytest.mark.parametrize(("alert", "mg", "days"), [
    ("bone", "2.5", 90), ("bone_france", "7.5", 90), ("bone_high", "30", 1), ("pneumocystis", "20", 28), ("live_vaccine", "20", 14), ("adrenal", "5", 22),
])
def test_alerts_at_their_limits(alert, mg, days):
    def found(dose: Fraction, length: int) -> dict[str, int]:
        return {a.id: a.day for a in _alerts([dose] * length, SETTINGS)}

    assert found(Fraction(mg), days).get(alert) == days
    assert alert not in found(Fraction(mg), days - 1)
    assert alert not in found(Fraction(mg) - Fraction(1, 100), days)


def test_a_run_is_broken_by_a_lower_day():
    daily = [Fraction(20)] * 27 + [Fraction(19)] + [Fraction(20)] * 27
    assert "pneumocystis" not in {a.id for a in _alerts(daily, SETTINGS)}


def test_five_grams_in_all():
    assert "cumulative" not in {a.id for a in _alerts([Fraction(50)] * 100, SETTINGS)}
    assert {a.id: a.day for a in _alerts([Fraction(50)] * 101, SETTINGS)}["cumulative"] == 101


def test_five_grams_to_the_milligram():
    assert "cumulative" in {a.id for a in _alerts([Fraction(50)] * 100 + [Fraction(1)], SETTINGS)}
    assert SETTINGS.most_mg_a_day == 100 and SETTINGS.cumulative_alert.above_mg == 5000


def test_doses_are_multiples_of_what_is_at_hand():
    steps = {s.id: s.step for s in SETTINGS.equivalents}
    assert steps == {
        "hydrocortisone": 5, "cortisone": 5, "prednisone": 1, "prednisolone": 1, "methylprednisolone": 2, "triamcinolone": 4, "deflazacort": 6,
        "dexamethasone": 0.5, "betamethasone": 0.5,
    }
    assert levels("dm", kg=60, steroid="dexamethasone")[0] == (1, 28, 9)  # 60 x 0.75 / 5
    assert levels("dm", kg=60, steroid="hydrocortisone")[0] == (1, 28, 240)


def test_a_scheme_has_no_day_of_nothing():
    assert [levels(name, kg=60)[-1][2] for name in ("dm", "cidp")] == [1, 5]


def test_the_formula_of_a_dose_by_weight():
    done = taper("dm", Body(weight_kg=55.9, age=50), KNOWLEDGE)
    assert done.levels[0].formula == "min(1 mg/kg × 55.9 kg; 60 mg) ↓ 1 mg" and done.levels[1].formula == ""
    assert taper("cidp", Body(age=50), KNOWLEDGE).levels[0].formula == ""


def test_what_is_said_of_a_stage_stays_with_its_levels():
    done = taper("dm", Body(weight_kg=72, age=50), KNOWLEDGE)
    assert [x.said["en"].split()[0] for x in done.levels[:7]] == ["1", "10", "10", "10", "10", "5", "5"]
    assert done.assumed == () and taper("cidp", Body(), KNOWLEDGE).assumed == ("assumed_adult",)


def test_bad_input():
    refused("taper.adults_only", lambda: taper("dm", Body(weight_kg=40, age=17.9), KNOWLEDGE))
    assert levels("dm", kg=60, age=18)
    refused("dose.weight_missing", lambda: taper("dm", Body(age=50), KNOWLEDGE))
    refused("dose.weight_impossible", lambda: taper("dm", Body(weight_kg=800, age=50), KNOWLEDGE))
    refused("taper.unknown", lambda: taper("mmn", Body(age=50), KNOWLEDGE))
    refused("taper.steroid_unknown", lambda: taper("cidp", Body(age=50), KNOWLEDGE, steroid="aspirine"))


def test_a_scheme_above_any_oral_dose_is_refused():
    steroids = KNOWLEDGE.settings["steroids"] | {"most_mg_a_day": 59}
    content = msgspec.structs.replace(KNOWLEDGE.content, settings=KNOWLEDGE.settings | {"steroids": steroids})
    low = type(KNOWLEDGE)(content, "low")
    refused("taper.too_high", lambda: taper("cidp", Body(age=50), low))
    exact = type(KNOWLEDGE)(msgspec.structs.replace(content, settings=KNOWLEDGE.settings | {"steroids": steroids | {"most_mg_a_day": 60}}), "60")
    assert taper("cidp", Body(age=50), exact).levels
