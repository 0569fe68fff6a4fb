"""Scores against the fact sheet; examples worked by hand are marked "by hand"."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myotome.care.scores import compare, find_response, find_score, keys, read_form, value_of
from myotome.care.scores.change import counts
from myotome.errors import MyotomeError
from myotome.knowledge import load
from myotome.knowledge.model import Change

KNOWLEDGE = load()
SCORES = KNOWLEDGE.scores


def form(score: str, items: dict | None = None, **more):
    filled, problems = read_form({"items": items or {}, **more}, SCORES[score], "form.yaml")
    assert problems == []
    return filled


def total(score: str, items: dict, **more):
    return value_of(SCORES[score], form(score, items, **more)).total


def every(score: str, value) -> dict:
    return {key: value for key, item in keys(SCORES[score]) if item.scored}


def refused(code: str, call) -> None:
    with pytest.raises(MyotomeError) as caught:
        call()
    assert [p.code for p in caught.value.problems] == [code]


# --- sums ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("score", "items", "highest"), [
    ("mrc_sum", 12, 60), ("mmt8_150", 15, 150), ("mmt8_80", 8, 80), ("incat", 2, 10), ("odss", 2, 12), ("onls", 2, 12),
    ("irods", 24, 48), ("mmn_rods", 25, 50), ("gbs_disability", 1, 6), ("alsfrs_r", 12, 48), ("mg_adl", 8, 24), ("qmg", 13, 39),
    ("ibmfrs", 10, 40), ("cmas", 14, 52), ("cdasi_damage", 31, 32), ("rankin", 1, 6), ("megos_admission", 3, 9), ("megos_day7", 3, 12), ("egris", 3, 7),
])
def test_number_of_items_and_range_of_the_sheet(score, items, highest):
    entry = SCORES[score]
    assert len(every(score, 0)) == items
    assert (entry.low, entry.high) == (0, highest)


@pytest.mark.parametrize("score", ["mrc_sum", "mmt8_150", "mmt8_80", "incat", "odss", "onls", "irods", "mmn_rods", "gbs_disability", "alsfrs_r", "mg_adl", "ibmfrs", "cdasi_damage", "rankin"])
def test_all_lowest_and_all_highest_reach_the_ends(score):
    helpers = {"side": "left"} if score == "mmt8_80" else {}
    top = {key: item.high for key, item in keys(SCORES[score]) if item.scored}
    assert total(score, every(score, 0) | helpers) == 0
    assert total(score, top | helpers) == SCORES[score].high


@given(st.data())
def test_a_sum_is_the_sum_of_its_grades(data):
    score = data.draw(st.sampled_from(["mrc_sum", "alsfrs_r", "mg_adl", "irods", "ibmfrs"]))
    items = {k: data.draw(st.integers(int(i.low), int(i.high))) for k, i in keys(SCORES[score]) if i.scored}
    assert total(score, items) == sum(items.values())
    key = data.draw(st.sampled_from(sorted(items)))
    less = {k: v for k, v in items.items() if k != key}
    value = value_of(SCORES[score], form(score, less))
    assert value.total is None and value.missing == (key,)


@pytest.mark.parametrize(("grades", "text"), [(48, "no intensive-care weakness"), (47, "weakness (below 48)"), (36, "weakness (below 48)"), (35, "severe")])
def test_mrc_sum_limits(grades, text):
    items = every("mrc_sum", 4) | {"shoulder_abduction.left": 0, "shoulder_abduction.right": 0}  # 40
    spare = grades - 40
    for key in list(items)[2:]:
        step = max(-4, min(1, spare))
        items[key] += step
        spare -= step
    value = value_of(SCORES["mrc_sum"], form("mrc_sum", items))
    assert value.total == grades and value.band["en"].startswith(text)


def test_half_grades_do_not_enter_the_sum_of_60():
    _, problems = read_form({"items": {"elbow_flexion": {"left": 4.5}}}, SCORES["mrc_sum"], "f")
    assert [p.code for p in problems] == ["score.value"]


def test_mmt8_trial_entry():
    def band(total: int) -> str:
        return value_of(SCORES["mmt8_150"], form("mmt8_150", total=total)).band["en"]

    assert "above" in band(142) and "below 142" in band(141)


def test_grip_is_the_best_of_the_attempts():
    assert total("grip_kpa", {"hand": "gauche", "attempts": [52, 55.5, "54,2"]}) == 55.5
    assert total("grip_kg", {"hand": "right", "attempts": 30}) == 30


# --- Guillain-Barré --------------------------------------------------------------------------------


@pytest.mark.parametrize(("age", "mrc", "admission", "day7"), [
    (40, 51, 0, 0), (41, 51, 1, 1), (60, 51, 1, 1), (61, 51, 2, 2), (40, 50, 2, 3), (40, 41, 2, 3), (40, 40, 4, 6), (40, 31, 4, 6), (40, 30, 6, 9), (40, 0, 6, 9),
])
def test_megos(age, mrc, admission, day7):
    items = {"age": age, "diarrhoea": "non", "mrc_sum": mrc}
    assert total("megos_admission", items) == admission and total("megos_day7", items) == day7
    assert total("megos_admission", items | {"diarrhoea": "oui"}) == admission + 1


@pytest.mark.parametrize(("days", "mrc", "points"), [
    (8, 60, 0), (7, 60, 1), (4, 60, 1), (3, 60, 2), (0, 60, 2), (8, 51, 0), (8, 50, 1), (8, 41, 1), (8, 40, 2), (8, 31, 2), (8, 30, 3), (8, 21, 3), (8, 20, 4),
])
def test_egris(days, mrc, points):
    items = {"days_to_admission": days, "facial_or_bulbar": False, "mrc_sum": mrc}
    assert total("egris", items) == points and total("egris", items | {"facial_or_bulbar": True}) == points + 1


@pytest.mark.parametrize(("points", "risk"), [(0, "4 %"), (2, "4 %"), (3, "24 %"), (4, "24 %"), (5, "65 %"), (7, "65 %")])
def test_egris_risks(points, risk):
    assert value_of(SCORES["egris"], form("egris", total=points)).band["en"].endswith(risk)


# --- ALS -------------------------------------------------------------------------------------------

FULL = {key: 4 for key, item in keys(SCORES["alsfrs_r"]) if item.scored}


@pytest.mark.parametrize(("lost", "months", "slope", "text"), [(12, 12, 1, "intermediate"), (13, 12, 13 / 12, "fast"), (6, 12, 0.5, "intermediate"), (5, 12, 5 / 12, "slow")])
def test_slope_and_its_limits(lost, months, slope, text):
    items = dict(FULL)
    for key in list(items)[:4]:
        take = min(4, lost)
        items[key] -= take
        lost -= take
    value = value_of(SCORES["alsfrs_r"], form("alsfrs_r", items | {"months_since_onset": months}))
    assert value.slope == pytest.approx(slope) and value.slope_band["en"].startswith(text)


def test_no_slope_without_months():
    assert value_of(SCORES["alsfrs_r"], form("alsfrs_r", FULL)).slope is None
    assert value_of(SCORES["alsfrs_r"], form("alsfrs_r", FULL | {"months_since_onset": 0})).slope is None


def stage(score: str, **changed) -> str:
    items = {key: 4 for key, item in keys(SCORES[score]) if item.kind == "grade"}
    if score == "kings":
        items["gastrostomy"] = False
    return value_of(SCORES[score], form(score, items | changed)).stage


@pytest.mark.parametrize(("changed", "expected"), [
    ({}, "0"), ({"walking": 1}, "1"), ({"walking": 2}, "0"), ({"dressing": 1}, "1"), ({"dressing": 2}, "0"), ({"walking": 0, "dressing": 0}, "1"),
    ({"swallowing": 1}, "1"), ({"swallowing": 2}, "0"), ({"speech": 1}, "0"), ({"speech": 1, "handwriting": 1}, "1"), ({"speech": 1, "handwriting": 2}, "0"), ({"speech": 2, "handwriting": 1}, "0"),
    ({"dyspnoea": 1}, "1"), ({"dyspnoea": 2}, "0"), ({"respiratory": 2}, "1"), ({"respiratory": 3}, "0"),
    ({"walking": 0, "swallowing": 0, "speech": 0, "handwriting": 0, "dyspnoea": 0}, "4"), ({"dead": True}, "5"),
])
def test_mitos(changed, expected):
    assert stage("mitos", **changed) == expected


@pytest.mark.parametrize(("changed", "expected"), [
    ({}, "0"), ({"speech": 3}, "1"), ({"salivation": 3}, "1"), ({"swallowing": 3}, "1"), ({"handwriting": 3}, "1"), ({"cutting": 3}, "1"), ({"walking": 3}, "1"),
    ({"speech": 3, "walking": 3}, "2"), ({"speech": 3, "walking": 3, "cutting": 3}, "3"), ({"gastrostomy": True, "speech": 3}, "4A"),
    ({"dyspnoea": 0}, "4B"), ({"dyspnoea": 1}, "0"), ({"respiratory": 3}, "4B"), ({"gastrostomy": True, "respiratory": 3}, "4B"), ({"dead": True}, "5"),
])
def test_kings(changed, expected):
    assert stage("kings", **changed) == expected


def test_a_stage_that_depends_on_what_is_missing_is_not_said():
    items = {key: 4 for key, item in keys(SCORES["mitos"]) if item.kind == "grade"}
    del items["dyspnoea"]
    value = value_of(SCORES["mitos"], form("mitos", items))
    assert value.stage == "" and value.missing == ("dyspnoea",)
    assert value_of(SCORES["mitos"], form("mitos", items | {"respiratory": 0})).stage == "1"
    del items["walking"]
    assert value_of(SCORES["mitos"], form("mitos", items | {"respiratory": 0, "dressing": 1})).stage == "2"
    assert stage("kings", dyspnoea=None) == "" and stage("kings", gastrostomy=None) == ""


# --- myositis and myasthenia -----------------------------------------------------------------------


def test_haq_by_hand():
    # worst of each category: 1 0 2 0 0 0 0 0, an aid raises walking to 2: 5 / 8
    items = every("haq_di", 0) | {"q.1": 1, "q.6": 2, "aid.walking": True}
    assert total("haq_di", items) == 0.625
    assert total("haq_di", items | {"q.9": 3}) == 0.75  # 3 is above what the aid gives
    assert total("haq_di", every("haq_di", 3)) == 3


def test_haq_needs_6_categories():
    items = every("haq_di", 1)
    for key in ("q.1", "q.2", "q.3", "q.4"):
        del items[key]
    value = value_of(SCORES["haq_di"], form("haq_di", items))
    assert value.total == 1 and value.left_out == ("dressing", "arising") and value.assumed == ("assumed_no_aid",)
    for key in ("q.5", "q.6", "q.7"):
        del items[key]
    value = value_of(SCORES["haq_di"], form("haq_di", items))
    assert value.total is None and value.missing == ("dressing", "arising", "eating")


def test_cdasi_by_hand():
    assert total("cdasi_activity", every("cdasi_activity", 0) | {"gottron_ulcerated": False, "gottron_hands": 2, "erythema.scalp": 3}) == 5
    assert total("cdasi_activity", every("cdasi_activity", 0) | {"gottron_ulcerated": True, "gottron_hands": 2}) == 4
    top = {key: item.high for key, item in keys(SCORES["cdasi_activity"]) if item.scored}
    assert total("cdasi_activity", top | {"gottron_ulcerated": True}) == 99  # the sheet's items; its maximum says 100, and the form says so
    value = value_of(SCORES["cdasi_activity"], form("cdasi_activity", every("cdasi_activity", 0) | {"gottron_hands": 1}))
    assert value.missing == ("gottron_hands",) or "gottron_ulcerated" in value.missing


@pytest.mark.parametrize(("points", "text"), [(14, "mild disease"), (15, "mild by one"), (19, "mild by one"), (20, "above both")])
def test_cdasi_limits(points, text):
    assert value_of(SCORES["cdasi_activity"], form("cdasi_activity", total=points)).band["en"].startswith(text)


SECONDS_5 = {0: 0, 1: 1, 9: 1, 10: 2, 29: 2, 30: 3, 59: 3, 60: 4, 119: 4, 120: 5}


@pytest.mark.parametrize(("seconds", "points"), SECONDS_5.items())
def test_cmas_seconds(seconds, points):
    for key in ("head_lift_s", "leg_lift_s"):
        assert total("cmas", every("cmas", 0) | {key: seconds}) == points


QMG = {"sex": "female", "double_vision_s": 61, "ptosis_s": 61, "facial": 0, "swallowing": 0, "speech_count": 50, "right_arm_s": 240, "left_arm_s": 240,
       "vital_capacity": 80, "right_grip_kg": 30, "left_grip_kg": 25, "head_s": 120, "right_leg_s": 100, "left_leg_s": 100}


@pytest.mark.parametrize(("item", "steps"), [
    ("double_vision_s", {60: 1, 11: 1, 10: 2, 1: 2, 0: 3}), ("ptosis_s", {60: 1, 11: 1, 10: 2, 1: 2, 0: 3}), ("speech_count", {49: 1, 30: 1, 29: 2, 10: 2, 9: 3}),
    ("right_arm_s", {239: 1, 90: 1, 89: 2, 10: 2, 9: 3}), ("left_arm_s", {239: 1, 90: 1, 89: 2, 10: 2, 9: 3}), ("vital_capacity", {79: 1, 65: 1, 64: 2, 50: 2, 49: 3}),
    ("right_grip_kg", {29: 1, 10: 1, 9: 2, 5: 2, 4: 3}), ("left_grip_kg", {24: 1, 10: 1, 9: 2, 5: 2, 4: 3}), ("head_s", {119: 1, 30: 1, 29: 2, 1: 2, 0: 3}),
    ("right_leg_s", {99: 1, 31: 1, 30: 2, 1: 2, 0: 3}), ("left_leg_s", {99: 1, 31: 1, 30: 2, 1: 2, 0: 3}),
])
def test_qmg_of_a_woman(item, steps):
    assert total("qmg", QMG) == 0
    for measured, points in steps.items():
        assert total("qmg", QMG | {item: measured}) == points, measured


@pytest.mark.parametrize(("hand", "steps"), [("right_grip_kg", {45: 0, 44: 1, 15: 1, 14: 2, 5: 2, 4: 3}), ("left_grip_kg", {35: 0, 34: 1, 15: 1, 14: 2, 5: 2, 4: 3})])
def test_qmg_grip_of_a_man(hand, steps):
    man = QMG | {"sex": "homme", "right_grip_kg": 45, "left_grip_kg": 35}
    for kg, points in steps.items():
        assert total("qmg", man | {hand: kg}) == points


def test_qmg_without_a_sex_cannot_be_computed():
    value = value_of(SCORES["qmg"], form("qmg", {k: v for k, v in QMG.items() if k != "sex"}))
    assert value.total is None and value.missing == ("sex",)


def test_walk_by_hand():
    # a man of 60, 175 cm, 80 kg: 7.57 x 175 - 5.02 x 60 - 1.76 x 80 - 309 = 573.75
    man = {"distance": 400, "height": 175, "weight": 80, "age": 60, "sex": "male"}
    assert value_of(SCORES["six_minute_walk"], form("six_minute_walk", man)).predicted == pytest.approx(573.75)
    # a woman: 2.11 x 160 - 2.29 x 60 - 5.78 x 60 + 667 = 520.4
    woman = {"distance": 400, "height": 160, "weight": 60, "age": 60, "sex": "female"}
    assert value_of(SCORES["six_minute_walk"], form("six_minute_walk", woman)).predicted == pytest.approx(520.4)
    assert value_of(SCORES["six_minute_walk"], form("six_minute_walk", {"distance": 400})).predicted is None


# --- change ----------------------------------------------------------------------------------------


def verdict(score: str, first, second) -> str:
    def filled(value):
        return form(score, value) if isinstance(value, dict) else form(score, total=value)

    return compare(SCORES[score], filled(first), filled(second)).verdict


@pytest.mark.parametrize(("score", "first", "below", "at"), [
    ("incat", 5, None, 4), ("gbs_disability", 4, None, 3), ("haq_di", 1.0, 0.76, 0.75), ("mg_adl", 6, 5, 4), ("qmg", 12, 10, 9), ("mgc", 12, 10, 9),
    ("six_minute_walk", 300, 329, 330), ("cdasi_activity", 20, 16, 15), ("hfmse", 30, 32, 33), ("chop_intend", 30, 33, 34), ("rulm", 20, 21, 22), ("grip_kg", 20, 26.4, 26.5), ("grip_kpa", 50, 58, 58.1),
])
def test_a_change_counts_from_its_limit(score, first, below, at):
    if below is not None:
        assert verdict(score, first, below) == "within"
    assert verdict(score, first, at) == "improved"
    assert verdict(score, at, first) == "worsened"
    assert verdict(score, first, first) == "unchanged"


def test_more_than_is_not_at_least():
    assert not counts(Fraction(8), Change(above=8, source="x")) and counts(Fraction(8), Change(from_=8, source="x"))
    assert not counts(Fraction("7.9"), Change(from_=8, source="x"))


def test_a_score_without_a_limit_says_so():
    assert verdict("odss", 4, 2) == "no_limit"


def test_adjusted_incat_ignores_0_to_1_of_the_arms():
    change = compare(SCORES["incat"], form("incat", {"arms": 0, "legs": 2}), form("incat", {"arms": 1, "legs": 2}))
    assert (change.change, change.adjusted, change.verdict) == (1, 0, "unchanged")
    change = compare(SCORES["incat"], form("incat", {"arms": 1, "legs": 2}), form("incat", {"arms": 0, "legs": 1}))
    assert (change.change, change.adjusted, change.verdict) == (-2, -1, "improved")
    change = compare(SCORES["incat"], form("incat", {"arms": 1, "legs": 2}), form("incat", {"arms": 2, "legs": 2}))
    assert (change.adjusted, change.verdict) == (None, "worsened")


def test_only_the_same_hand_and_device_are_compared():
    left, right = ({"hand": hand, "attempts": [40]} for hand in ("left", "right"))
    change = compare(SCORES["grip_kpa"], form("grip_kpa", left), form("grip_kpa", right))
    assert (change.verdict, change.differing) == ("not_comparable", ("hand",))
    other = form("grip_kpa", left | {"device": "Martin"})
    assert compare(SCORES["grip_kpa"], other, form("grip_kpa", left | {"device": "Jamar"})).differing == ("device",)


def test_raw_irods_decides_only_with_the_site_table():
    first, second = form("irods", total=20), form("irods", total=22)
    assert compare(SCORES["irods"], first, second).verdict == "no_table"
    table = {n: Fraction(2 * n) for n in range(49)}
    change = compare(SCORES["irods"], first, second, table)
    assert (change.change, change.of, change.verdict) == (4, "converted", "improved")
    flat = {n: Fraction(n) for n in range(49)}
    assert compare(SCORES["irods"], first, second, flat).verdict == "within"


def test_dates_out_of_order_are_refused():
    first, second = form("incat", total=2, date="2026-03-01"), form("incat", total=1, date="2026-02-01")
    refused("score.dates", lambda: compare(SCORES["incat"], first, second))
    assert compare(SCORES["incat"], second, form("incat", total=2, date="2026-02-01")).verdict == "worsened"


def test_stages_are_not_said_to_improve():
    items = {key: 4 for key, item in keys(SCORES["mitos"]) if item.kind == "grade"}
    change = compare(SCORES["mitos"], form("mitos", items), form("mitos", items | {"walking": 0}))
    assert change.verdict == "no_limit" and change.after.stage == "1"


# --- forms -----------------------------------------------------------------------------------------


def test_a_typed_total_is_said_and_never_beats_items():
    value = value_of(SCORES["mg_adl"], form("mg_adl", total=7))
    assert value.total == 7 and value.typed
    assert value_of(SCORES["mg_adl"], form("mg_adl", {"talking": 1}, total=7)).total is None


@pytest.mark.parametrize(("raw", "code"), [
    ({"items": {"arms": 6}}, "score.value"), ({"items": {"arms": -1}}, "score.value"), ({"items": {"arms": "beaucoup"}}, "score.value"), ({"items": {"arms": 1.5}}, "score.value"),
    ({"items": {"arms": True}}, "score.value"), ({"items": {"arm": 1}}, "score.unknown_item"), ({"total": 11}, "score.value"), ({"date": "hier"}, "score.value"), ({"item": {}}, "score.unknown_key"), ({"items": [1, 2]}, "score.shape"),
])
def test_what_cannot_be_used_is_named(raw, code):
    _, problems = read_form(raw, SCORES["incat"], "f.yaml")
    assert [p.code for p in problems] == [code]


def test_forms_of_something_else_are_refused():
    refused("score.other", lambda: read_form({"score": "odss"}, SCORES["incat"], "f"))
    refused("score.shape", lambda: read_form([1], SCORES["incat"], "f"))


@pytest.mark.parametrize(("raw", "times"), [(12, 12), ("12N", 12), ("2400/200", 12), ("2 400/200", 12), ("0,5", 0.5)])
def test_multiples_of_the_upper_limit(raw, times):
    filled, _ = read_form({"items": {"ck": raw}}, SCORES["imacs_core"], "f")
    assert filled.values["ck"] == Fraction(str(times))


@pytest.mark.parametrize("raw", ["2400/0", "a/b", "2400/", "<5", -1])
def test_impossible_multiples_are_named(raw):
    filled, problems = read_form({"items": {"ck": raw}}, SCORES["imacs_core"], "f")
    assert problems or filled.values["ck"] == 2400


def test_values_at_the_limits_of_an_item_are_taken():
    filled, problems = read_form({"items": {"ck": "0/200", "ldh": 2000}}, SCORES["imacs_core"], "f")
    assert problems == [] and (filled.values["ck"], filled.values["ldh"]) == (0, 2000)
    _, problems = read_form({"items": {"ck": 2001}}, SCORES["imacs_core"], "f")
    assert [p.code for p in problems] == ["score.value"]
    for edge in (0, 10):
        assert total("incat", {}, total=edge) == edge


def test_names_in_both_languages():
    assert find_score("marche de 6 minutes", KNOWLEDGE).id == "six_minute_walk"
    assert find_score("HAQ", KNOWLEDGE).id == "haq_di" and find_score("nothing", KNOWLEDGE) is None
    assert find_response("Total Improvement Score", KNOWLEDGE).id == "tis"


def test_every_score_has_a_licence_and_every_owned_one_ships_no_wording():
    assert all(s.licence.fr and s.licence.en for s in SCORES.values())
    for owned in ("irods", "mmn_rods", "haq_di"):
        assert all(not i.anchors for i in SCORES[owned].items)


@pytest.mark.parametrize("score", ["kings", "mitos"])
def test_stages_are_made_of_items_as_the_scale_has_them(score):
    """King's and MiToS are derived from the ALSFRS-R: their items have its ranges, 0 to 4."""
    items = {i.id: i for i in find_score("alsfrs_r", load()).items}
    shared = [i for i in find_score(score, load()).items if i.id in items]
    assert len(shared) >= 3
    assert all((i.low, i.high) == (items[i.id].low, items[i.id].high) for i in shared)
    assert {(i.low, i.high) for i in shared if i.kind == "grade"} == {(0, 4)}
