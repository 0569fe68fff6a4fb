"""Values against their own limits and the fallback, results in words, rows that cannot be used."""

from __future__ import annotations

from typing import Any

import pytest

from myotome.case import Finding, LaboratoryRow
from myotome.knowledge import Knowledge
from myotome.laboratory import judge
from myotome.terms import Level, Presence, Sex


def found(knowledge: Knowledge, sex: Sex = Sex.UNKNOWN, **row: Any) -> dict[str, bool]:
    """Concept -> present."""
    findings, problems = judge([LaboratoryRow(**row)], knowledge, sex)
    assert [p for p in problems if p.level is not Level.NOTE] == []
    return {f.concept: f.present for f in findings}


@pytest.mark.parametrize(("row", "expected"), [
    ({"value": 840.0, "upper": 190.0}, {"ck_elevated": True, "ck_markedly_elevated": False}),
    ({"value": 1900.0, "upper": 190.0}, {"ck_elevated": True, "ck_markedly_elevated": True}),
    ({"value": 190.0, "upper": 190.0}, {"ck_elevated": False}),
    ({"times_upper": 12.0}, {"ck_elevated": True, "ck_markedly_elevated": True}),
    ({"value": 300.0, "upper": 190.0, "comparator": "<"}, {}),
    ({"value": 100.0, "upper": 190.0, "comparator": "<"}, {"ck_elevated": False}),
    ({"value": 1000.0, "upper": 190.0, "comparator": ">"}, {"ck_elevated": True}),
    ({"value": 100.0, "upper": 190.0, "comparator": ">"}, {}),
    ({"text": "normal"}, {"ck_elevated": False}),
    ({"text": "en cours"}, {}),
    ({}, {}),
])
def test_creatine_kinase(knowledge: Knowledge, row: dict, expected: dict) -> None:
    assert found(knowledge, test="CK", unit="U/L" if "value" in row else "", **row) == expected


@pytest.mark.parametrize("name", ["CK", "CPK", "créatine kinase", "Creatine Kinase"])
def test_a_measure_by_any_of_its_names(knowledge: Knowledge, name: str) -> None:
    assert found(knowledge, test=name, value=5000.0, unit="UI/L")["ck_elevated"]


def test_units_become_one(knowledge: Knowledge) -> None:
    assert found(knowledge, test="CRP", value=7.5, unit="mg/dL", upper=0.5) == {"crp_elevated": True}
    assert found(knowledge, test="CRP", value=0.3, unit="mg/dL", upper=0.5) == {"crp_elevated": False}


def one(knowledge: Knowledge, **row: Any) -> Finding:
    (finding,), _ = judge([LaboratoryRow(**row)], knowledge)
    return finding


def test_a_fallback_limit_says_so(knowledge: Knowledge) -> None:
    fallback = one(knowledge, test="CRP", value=75.0, unit="mg/L", source="s1", row=3)
    assert fallback.evidence[0].rule.startswith("fallback limit")
    assert (fallback.evidence[0].source, fallback.evidence[0].cell) == ("s1", "row 3")
    assert one(knowledge, test="CRP", value=75.0, unit="mg/L", upper=5.0).evidence[0].rule == ""


def test_both_limits(knowledge: Knowledge) -> None:
    row = {"test": "potassium", "unit": "mmol/L", "lower": 3.5, "upper": 5.0}
    assert found(knowledge, value=2.9, **row) == {"hyperkalaemia": False, "hypokalaemia": True}
    assert found(knowledge, value=4.0, **row) == {"hyperkalaemia": False, "hypokalaemia": False}
    assert found(knowledge, value=5.1, **row) == {"hyperkalaemia": True, "hypokalaemia": False}


@pytest.mark.parametrize(("text", "presence"), [
    ("positif", True), ("Positive", True), ("++", True), ("négatif", False), ("not detected", False), ("en cours", None),
])
def test_antibodies_by_words(knowledge: Knowledge, text: str, presence: bool | None) -> None:
    expected = {} if presence is None else {"anti_gm1": presence}
    assert found(knowledge, test="anti-GM1", text=text) == expected


def test_an_antibody_with_a_titre(knowledge: Knowledge) -> None:
    assert found(knowledge, test="anti-HMGCR", value=80.0, upper=20.0) == {"anti_hmgcr": True}
    assert found(knowledge, test="anti-HMGCR", value=8.0, upper=20.0) == {"anti_hmgcr": False}
    assert found(knowledge, test="anti-HMGCR", value=80.0) == {}


def test_rows_that_cannot_be_used(knowledge: Knowledge) -> None:
    rows = [
        LaboratoryRow(test="phlogiston", value=3.0, source="s1", row=2),
        LaboratoryRow(test="CK", value=3.0, unit="furlong", source="s1", row=3),
        LaboratoryRow(test="CK", value=3000.0, unit="U/L", upper=190.0, source="s1", row=4),
    ]
    findings, problems = judge(rows, knowledge)
    assert [(p.code, p.place) for p in problems] == [
        ("laboratory.unknown_test", "s1, row 2"), ("laboratory.unknown_unit", "s1, row 3"),
    ]
    assert "U/L" in problems[1].mend
    assert [f.presence for f in findings if f.concept == "ck_elevated"] == [Presence.PRESENT]


def test_words_that_are_no_result_are_named(knowledge: Knowledge) -> None:
    for row, level in ((3, Level.WARNING), (None, Level.NOTE)):
        found, problems = judge([LaboratoryRow(test="CRP", text="many", row=row)], knowledge)
        assert found == []
        assert [(p.code, p.level) for p in problems] == [("value.not_understood", level)]
