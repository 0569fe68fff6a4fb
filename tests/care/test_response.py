"""Total Improvement Score against the table of the fact sheet; IMACS 2003."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myotome.care.scores import read_form, respond
from myotome.errors import MyotomeError
from myotome.knowledge import load

KNOWLEDGE = load()
ADULT = {"physician_global": 10, "patient_global": 10, "haq": 3, "extramuscular": 10, "mmt": 0, "mmt_maximum": 150, "ck": 50}
BEST = {"physician_global": 0, "patient_global": 0, "haq": 0, "extramuscular": 0, "mmt": 150, "mmt_maximum": 150, "ck": 0}
CHILD = {"physician_global": 10, "parent_global": 10, "chaq": 3, "extramuscular": 10, "cmas": 0, "ck": 50}
CHILD_BEST = {"physician_global": 0, "parent_global": 0, "chaq": 0, "extramuscular": 0, "cmas": 52, "ck": 0}


def response(name: str, before: dict, after: dict, **dates):
    found = KNOWLEDGE.responses[name]
    forms = []
    for items, date in ((before, dates.get("first", "")), (after, dates.get("second", ""))):
        filled, problems = read_form({"items": items, "date": date}, KNOWLEDGE.scores[found.form], "f")
        assert problems == []
        forms.append(filled)
    return respond(found, *forms)


def points(name: str, measure: str, before: dict, after: dict) -> float:
    return next(m.low for m in response(name, before, after).measures if m.measure == measure)


@pytest.mark.parametrize(("name", "worst", "best"), [("tis", ADULT, BEST), ("tis_juvenile", CHILD, CHILD_BEST)])
def test_all_best_is_100_and_all_none_is_0(name, worst, best):
    assert (response(name, worst, best).low, response(name, worst, best).outcome) == (100, "major")
    assert (response(name, worst, worst).high, response(name, worst, worst).outcome) == (0, "none")
    assert response(name, best, worst).high == 0


# change in per cent -> points, by the table; the limits belong to the band below
VAS = {"physician_global": [0, 7.5, 15, 17.5, 20], "patient_global": [0, 2.5, 5, 7.5, 10], "extramuscular": [0, 7.5, 12.5, 15, 20]}
STEPS = [(5, 0), (5.1, 1), (15, 1), (15.1, 2), (25, 2), (25.1, 3), (40, 3), (40.1, 4), (100, 4)]


@pytest.mark.parametrize("measure", sorted(VAS))
@pytest.mark.parametrize(("percent", "band"), [(p, b) for p, b in STEPS if p * 10 % 10 == 0])
def test_visual_scales(measure, percent, band):
    assert points("tis", measure, ADULT, ADULT | {measure: round(10 - percent / 10, 3)}) == VAS[measure][band]


@pytest.mark.parametrize("measure", sorted(VAS))
@pytest.mark.parametrize(("drop", "band"), [(0.6, 1), (1.6, 2), (2.6, 3), (4.1, 4)])
def test_visual_scales_just_above_a_limit(measure, drop, band):
    assert points("tis", measure, ADULT, ADULT | {measure: round(10 - drop, 3)}) == VAS[measure][band]


@pytest.mark.parametrize(("haq", "expected"), [(2.85, 0), (2.849, 5), (2.55, 5), (2.549, 7.5), (2.25, 7.5), (1.8, 7.5), (1.799, 10)])
def test_haq(haq, expected):
    assert points("tis", "haq", ADULT, ADULT | {"haq": haq}) == expected
    assert points("tis_juvenile", "chaq", CHILD, CHILD | {"chaq": haq}) == expected


@pytest.mark.parametrize(("enzyme", "scale"), [("ck", 15), ("aldolase", 6), ("ldh", 3), ("ast", 3), ("alt", 3)])
@pytest.mark.parametrize(("percent", "expected"), [(5, 0), (6, 2.5), (15, 2.5), (16, 5), (25, 5), (26, 7.5), (40, 7.5), (41, 7.5)])
def test_enzymes_by_their_ranges(enzyme, scale, percent, expected):
    base = {k: v for k, v in ADULT.items() if k != "ck"}
    first, second = base | {enzyme: 60}, base | {enzyme: round(60 - scale * percent / 100, 4)}
    assert points("tis", "enzyme", first, second) == expected


@pytest.mark.parametrize(("maximum", "steps"), [
    (150, {3: 0, 4: 10, 15: 10, 16: 20, 30: 20, 31: 27.5, 45: 27.5, 46: 32.5}),  # 2, 10, 20, 30 % of 150
    (80, {1: 0, 2: 10, 8: 10, 9: 20, 16: 20, 17: 27.5, 24: 27.5, 25: 32.5}),  # of 80: 1.6, 8, 16, 24
])
def test_strength_by_the_version_used(maximum, steps):
    base = ADULT | {"mmt_maximum": maximum}
    for gain, expected in steps.items():
        assert points("tis", "strength", base, base | {"mmt": gain}) == expected, gain


def test_cmas_and_das():
    for gain, expected in {1: 0, 2: 10, 5: 10, 6: 20, 10: 20, 11: 27.5, 15: 27.5, 16: 32.5}.items():  # of 52
        assert points("tis_juvenile", "strength", CHILD, CHILD | {"cmas": gain}) == expected, gain
    base = {k: v for k, v in CHILD.items() if k != "extramuscular"} | {"das": 20}
    assert points("tis_juvenile", "extramuscular", base, base | {"das": 19}) == 0  # 5 %
    assert points("tis_juvenile", "extramuscular", base, base | {"das": 18}) == 7.5


def test_the_juvenile_table_gives_the_same_points():
    adult, child = (KNOWLEDGE.responses[n].measures for n in ("tis", "tis_juvenile"))
    assert [(m.bands, m.above_points, m.most_abnormal, m.strength) for m in adult] == [(m.bands, m.above_points, m.most_abnormal, m.strength) for m in child]
    ranges = {item: value for m in child for item, value in m.range.items()}
    assert ranges == {"physician_global": 10, "parent_global": 10, "chaq": 3, "ck": 15, "aldolase": 6, "ldh": 3, "ast": 3, "alt": 3, "extramuscular": 10, "das": 20, "cmas": 52}
    assert [m.range_by for m in child if m.range_by] == [{"mmt": "mmt_maximum"}]


def test_every_number_of_the_table():
    table = {m.id: ([p for _, p in m.bands], m.above_points) for m in KNOWLEDGE.responses["tis"].measures}
    assert table == {
        "physician_global": ([0, 7.5, 15, 17.5], 20), "patient_global": ([0, 2.5, 5, 7.5], 10), "haq": ([0, 5, 7.5, 7.5], 10),
        "enzyme": ([0, 2.5, 5, 7.5], 7.5), "extramuscular": ([0, 7.5, 12.5, 15], 20), "strength": ([0, 10, 20, 27.5], 32.5),
    }
    for m in KNOWLEDGE.responses["tis"].measures:
        assert [limit for limit, _ in m.bands] == ([2, 10, 20, 30] if m.strength else [5, 15, 25, 40])


@pytest.mark.parametrize(("name", "limits"), [("tis", {20: "minimal", 40: "moderate", 60: "major"}), ("tis_juvenile", {30: "minimal", 45: "moderate", 70: "major"})])
def test_outcomes_include_their_limit(name, limits):
    outcomes = KNOWLEDGE.responses[name].outcomes
    assert {o.from_: o.id for o in outcomes if o.from_} == limits


def test_thresholds_reached_exactly_by_hand():
    # physician 60 % -> 20: minimal; with extramuscular 60 % -> 40: moderate; with patient and haq -> 60: major
    twenty = ADULT | {"physician_global": 4}
    assert (response("tis", ADULT, twenty).low, response("tis", ADULT, twenty).outcome) == (20, "minimal")
    forty = twenty | {"extramuscular": 4}
    assert (response("tis", ADULT, forty).low, response("tis", ADULT, forty).outcome) == (40, "moderate")
    sixty = forty | {"patient_global": 4, "haq": 1}
    assert (response("tis", ADULT, sixty).low, response("tis", ADULT, sixty).outcome) == (60, "major")
    below = ADULT | {"physician_global": 6.1}  # 39 % -> 17.5
    assert response("tis", ADULT, below).outcome == "none"


def test_a_missing_measure_gives_a_range():
    second = {k: v for k, v in (ADULT | {"physician_global": 4}).items() if k != "extramuscular"}
    value = response("tis", ADULT, second)
    assert (value.low, value.high, value.outcome, value.missing) == (20, 40, "", ("extramuscular",))
    lost = {k: v for k, v in BEST.items() if k != "patient_global"}
    assert response("tis", ADULT, lost).outcome == "major"  # 90 to 100


def test_the_enzyme_most_abnormal_at_first_is_followed():
    first = ADULT | {"ck": 4, "ldh": 6}
    value = response("tis", first, first | {"ck": 0, "ldh": 6})
    assert next(m for m in value.measures if m.measure == "enzyme").item == "ldh"
    gone = response("tis", first, {k: v for k, v in first.items() if k != "ldh"})
    assert gone.missing == ("enzyme",)
    same = ADULT | {"ck": 6, "ldh": 6}
    assert next(m for m in response("tis", same, same).measures if m.measure == "enzyme").item == "ck"


def refused(code: str, before: dict, after: dict, **dates) -> None:
    with pytest.raises(MyotomeError) as caught:
        response("tis", before, after, **dates)
    assert [p.code for p in caught.value.problems] == [code]


def test_two_versions_are_refused():
    refused("score.version_differs", ADULT, ADULT | {"mmt_maximum": 80})
    refused("score.version_differs", ADULT | {"mmt_maximum": 80}, ADULT | {"mmt_maximum": 80, "mmt": 81})
    refused("score.version_missing", ADULT, {k: v for k, v in ADULT.items() if k != "mmt_maximum"})
    refused("score.dates", ADULT, BEST, first="2026-02-01", second="2026-01-01")
    assert response("tis", ADULT | {"mmt_maximum": 80}, ADULT | {"mmt_maximum": 80, "mmt": 80}, first="2026-01-01", second="2026-01-01").low == 32.5


@given(st.lists(st.integers(0, 100), min_size=4, max_size=4), st.integers(0, 150))
def test_the_score_lies_between_0_and_100_and_better_never_scores_less(tenths, mmt):
    second = ADULT | dict(zip(("physician_global", "patient_global", "extramuscular", "haq"), [t / 10 for t in tenths[:3]] + [tenths[3] * 3 / 100], strict=True)) | {"mmt": mmt}
    value = response("tis", ADULT, second)
    assert 0 <= value.low == value.high <= 100
    better = second | {"mmt": min(150, mmt + 10), "physician_global": round(max(0, second["physician_global"] - 1), 1)}
    assert response("tis", ADULT, better).low >= value.low


# --- IMACS 2003 ------------------------------------------------------------------------------------

FIRST = {"physician_global": 5, "patient_global": 5, "haq": 2, "extramuscular": 5, "mmt": 100, "mmt_maximum": 150, "ck": 10}


def outcome(**second) -> str:
    return response("imacs_2003", FIRST, FIRST | second).outcome


def test_three_of_six_by_20_per_cent():
    assert outcome(physician_global=4, patient_global=4, haq=1.6) == "improved"  # exactly 20 %
    assert outcome(physician_global=4, patient_global=4, haq=1.61) == "not_improved"
    assert outcome(physician_global=4, patient_global=4, mmt=120) == "improved"


def test_worsening_of_25_per_cent_in_more_than_two_or_of_strength():
    better = {"physician_global": 4, "patient_global": 4, "haq": 1.6}
    assert outcome(**better, extramuscular=6.2, ck=12.4) == "improved"
    assert outcome(**better, extramuscular=6.3, ck=12.5) == "improved"  # two worsened: 26 % and exactly 25 %
    assert outcome(physician_global=4, patient_global=4, mmt=120, haq=2.5, extramuscular=6.3, ck=12.5) == "not_improved"  # three worsened
    assert outcome(**better, mmt=75) == "not_improved"  # strength by 25 %
    assert outcome(**better, mmt=76) == "improved"
    found = response("imacs_2003", FIRST, FIRST | better | {"extramuscular": 6.3, "ck": 12.5})
    assert (found.improved, found.worsened) == (3, 2)
    fewer = {k: v for k, v in FIRST.items() if k not in ("haq", "extramuscular", "ck")}
    assert response("imacs_2003", FIRST, fewer | {"physician_global": 4}).outcome == ""  # depends on the three that are missing


def test_from_nothing_any_worsening_counts():
    first = FIRST | {"extramuscular": 0}
    found = response("imacs_2003", first, first | {"extramuscular": 0.1})
    assert found.worsened == 1
    assert response("imacs_2003", first, first).worsened == 0
