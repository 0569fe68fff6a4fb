"""Follow-up: alarms at their limits, responses by definition, tests due from the drugs' calendars."""

from __future__ import annotations

from fractions import Fraction

import pytest

from myotome.care.followup import follow_up, followup_settings, read_record
from myotome.errors import MyotomeError
from myotome.knowledge import load

KNOWLEDGE = load()
SETTINGS = followup_settings(KNOWLEDGE)


def followed(today: str = "2026-06-01", table=None, **parts):
    record, problems = read_record(parts, "f", KNOWLEDGE)
    assert problems == []
    return follow_up(record, today, KNOWLEDGE, SETTINGS, table)


def totals(score: str, *values, **items):
    return [{"score": score, "date": f"2026-0{n}-01", "total": v} for n, v in enumerate(values, 1)]


def alarms(score: str, *values, table=None) -> list[str]:
    return [a.rule for a in followed(scores=totals(score, *values), table=table).alarms]


@pytest.mark.parametrize(("score", "best", "quiet", "loud"), [
    ("incat", 3, 3, 4), ("grip_kpa", 50, 42.1, 42), ("gbs_disability", 2, 2, 3), ("mg_adl", 4, 5, 6), ("qmg", 8, 10, 11), ("mrc_sum", 58, 57, 56),
])
def test_alarms_at_their_limits(score, best, quiet, loud):
    assert alarms(score, best, quiet) == []
    assert len(alarms(score, best, loud)) == 1
    assert alarms(score, loud, best) == []  # better is no alarm


def test_the_best_value_before_counts_not_the_first():
    assert alarms("incat", 5, 2, 3) == ["incat_relapse"]
    found = followed(scores=totals("grip_kpa", 38, 58, 49)).alarms[0]
    assert (found.best, found.best_date, found.last) == (58, "2026-02-01", 49)


def test_raw_irods_raises_an_alarm_only_with_the_table():
    assert alarms("irods", 30, 20) == []
    table = {n: Fraction(2 * n) for n in range(49)}
    assert alarms("irods", 30, 28, table=table) == ["irods_relapse"]
    assert alarms("irods", 30, 29, table=table) == []


def test_hands_and_devices_are_apart():
    def grip(day: str, hand: str, value: float) -> dict:
        return {"score": "grip_kpa", "date": day, "items": {"hand": hand, "attempts": [value]}}

    found = followed(scores=[grip("2026-01-01", "left", 60), grip("2026-02-01", "right", 40), grip("2026-03-01", "left", 59)])
    assert found.alarms == () and [(s.label, len(s.values)) for s in found.series] == [("left", 2), ("right", 1)]


def rows(*values, upper=200, name="CK"):
    return [{"date": f"2026-0{n}-01", "name": name, "value": v, "upper": upper} for n, v in enumerate(values, 1)]


@pytest.mark.parametrize(("values", "loud"), [((150, 300), True), ((151, 301), False), ((100, 200), False), ((99, 201), True), ((500, 400), False), ((400, 150, 300), True)])
def test_an_enzyme_that_doubles_above_its_limit(values, loud):
    assert bool(followed(laboratory=rows(*values)).alarms) is loud


def test_other_results_and_unknown_limits_raise_nothing():
    assert followed(laboratory=rows(10, 100, name="ferritine")).alarms == ()
    assert followed(laboratory=rows(100, 900, upper=None)).alarms == ()


def test_responses_by_definition():
    found = followed(scores=[*totals("incat", 5, 4), *totals("grip_kpa", 40, 48), *totals("irods", 20, 30)])
    assert {j.definition: j.change.verdict for j in found.judged} == {"incat_response": "improved", "grip_response": "within", "irods_response": "no_table"}


def test_core_sets_are_judged_by_every_definition():
    first = {"physician_global": 10, "patient_global": 10, "haq": 3, "extramuscular": 10, "mmt": 0, "mmt_maximum": 150, "ck": 50}
    second = first | {"physician_global": 4, "patient_global": 4, "haq": 1, "extramuscular": 4}
    forms = [{"score": "imacs_core", "date": f"2026-0{n}-01", "items": items} for n, items in ((1, first), (2, second))]
    found = {r.response: r.outcome for r in followed(scores=forms).responses}
    assert found == {"tis": "major", "imacs_2003": "improved"}


def due(today: str, laboratory=(), **treatment):
    given = {"drug": "methotrexate", "start": "2026-01-05"} | treatment
    return [(d.date, d.state) for d in followed(today, treatments=[given], laboratory=list(laboratory)).due]


def test_tests_due_from_the_calendar_of_the_drug():
    # every 2 weeks three times from 2026-01-05: 01-19, 02-02, 02-16; then every 91 days from day 133: 05-18
    assert due("2026-01-20") == [("2026-01-19", "past"), ("2026-02-02", "next"), ("2026-02-16", "next")]
    assert due("2026-01-18")[0] == ("2026-01-19", "next") and due("2026-01-19")[0] == ("2026-01-19", "past")
    near = [{"date": "2026-01-29", "name": "NFS", "value": 5}]
    assert due("2026-01-30", near)[0] == ("2026-01-19", "done")
    assert due("2026-01-31", [{"date": "2026-01-30", "name": "NFS", "value": 5}])[0] == ("2026-01-19", "past")
    assert ("2026-05-18", "next") in due("2026-03-01")
    assert due("2026-02-16")[-1] == ("2026-05-18", "next") and due("2026-02-15")[-1] == ("2026-02-16", "next")  # 91 days ahead, not 92


def test_a_drug_that_ended_or_has_no_sheet_has_nothing_due():
    assert due("2026-03-01", end="2026-02-28") == [] and due("2026-02-28", end="2026-02-28") != []
    assert due("2026-03-01", drug="tisane") == [] and due("2026-01-01") == []
    assert due("2028-01-10")[-1][1] == "next"  # goes on after the first year


def test_one_time_line_in_order():
    found = followed(
        scores=totals("incat", 3), laboratory=[{"date": "2025-12-01", "name": "CK", "value": "1 200", "unit": "U/L", "upper": 200}],
        images=[{"date": "2026-03-01", "what": "IRM", "result": "stable"}], treatments=[{"drug": "IgIV", "start": "2026-02-01", "end": "2026-04-01"}],
    )
    assert [(p.date, p.kind) for p in found.timeline] == [
        ("2025-12-01", "laboratory"), ("2026-01-01", "score"), ("2026-02-01", "treatment_start"), ("2026-03-01", "image"), ("2026-04-01", "treatment_end"),
    ]
    assert found.timeline[0].text == "1200 U/L (N < 200)"


@pytest.mark.parametrize(("parts", "code"), [
    ({"scores": [{"score": "incat", "total": 3}]}, "followup.date"), ({"scores": [{"score": "incat", "date": "2026", "total": 3}]}, "followup.date"),
    ({"scores": [{"score": "apgar", "date": "2026-01-01"}]}, "score.unknown"), ({"scores": "incat"}, "followup.shape"), ({"scores": ["incat"]}, "followup.shape"),
    ({"laboratory": [{"date": "2026-01-01", "name": "CK", "value": -1}]}, "followup.value"), ({"laboratory": [{"date": "2026-01-01", "name": "CK"}]}, "followup.value"),
    ({"laboratory": [{"date": "2026-01-01", "name": "CK", "value": 1, "upper": 0}]}, "followup.value"), ({"laboratory": [{"date": "2026-01-01", "value": 1}]}, "followup.value"),
    ({"treatments": [{"drug": "IgIV", "start": "2026-02-01", "end": "2026-01-01"}]}, "followup.dates"), ({"treatments": [{"drug": "IgIV"}]}, "followup.date"),
    ({"images": [{"what": "IRM"}]}, "followup.date"),
])
def test_what_cannot_be_used_is_named_and_the_rest_is_kept(parts, code):
    kept = {"images": [{"date": "2026-01-01", "what": "IRM"}]} if "images" not in parts else {"laboratory": rows(1)}
    record, problems = read_record(parts | kept, "f", KNOWLEDGE)
    assert [p.code for p in problems] == [code]
    assert len(record.images) + len(record.laboratory) == 1


def test_files_that_are_no_record():
    with pytest.raises(MyotomeError):
        read_record({"patients": []}, "f", KNOWLEDGE)
    _, problems = read_record({"scores": [], "autre": 1}, "f", KNOWLEDGE)
    assert [p.code for p in problems] == ["score.unknown_key", "followup.empty"]
    same_day = {"treatments": [{"drug": "IgIV", "start": "2026-02-01", "end": "2026-02-01"}]}
    assert read_record(same_day, "f", KNOWLEDGE)[1] == []


def test_one_core_set_is_no_response():
    first = {"physician_global": 10, "patient_global": 10, "haq": 3, "extramuscular": 10, "mmt": 0, "mmt_maximum": 150, "ck": 50}
    assert followed(scores=[{"score": "imacs_core", "date": "2026-01-01", "items": first}]).responses == ()


def test_a_day_is_due_once():
    assert due("2026-01-19").count(("2026-01-19", "past")) == 1 and ("2026-01-19", "next") not in due("2026-01-19")
    assert due("2026-01-05")[0] == ("2026-01-19", "next")


def test_results_of_nought_and_limits_of_one_are_values():
    record, problems = read_record({"laboratory": [{"date": "2026-01-01", "name": "anti-GM1", "value": 0, "upper": 1}]}, "f", KNOWLEDGE)
    assert problems == [] and record.laboratory[0].upper == 1
