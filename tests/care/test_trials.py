"""Trials: a line is judged only when it is read whole; what is read wrongly is worse than what is quoted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myotome.care.trial_criteria import read_line
from myotome.care.trials import about_disease, find_trials
from myotome.case import Case, Diagnosis, Finding, Measure, Patient, Treatment
from myotome.formats.registry import TrialRecord
from myotome.logic import CaseView, evaluate
from myotome.terms import Presence, Sex, Truth

YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN


def truth(knowledge, line: str, *findings: Finding, treatments=(), age=50, sex=Sex.FEMALE, diagnoses=()) -> Truth | None:
    """None: quoted."""
    node = read_line(line, knowledge)
    if node is None:
        return None
    case = Case(patient=Patient(age=age, sex=sex), findings=findings, treatments=treatments, diagnoses=diagnoses)
    return evaluate(node, CaseView(case, knowledge)).truth


@pytest.mark.parametrize(("line", "age", "expected"), [
    ("Age 18 to 75 years", 18, YES), ("Age 18 to 75 years", 75.9, YES), ("Age 18 to 75 years", 76, NO), ("Age 18 to 75 years", 17.9, NO),
    ("Male or female, aged ≥ 18 years", 18, YES), ("18 years or older", 17, NO), ("Adults aged between 18 and 80 years, inclusive", 80, YES),
    ("At least 18 years of age", 18, YES), ("Age < 18 years", 18, NO), ("Age > 65 years", 65, NO), ("Age > 65 years", 66, YES),
    ("Age ≥ 18 and ≤ 65 years", 66, NO), ("Age up to 12 years", 12, YES), ("Âgés de 18 à 75 ans", 30, YES),
])
def test_ages(knowledge, line, age, expected):
    assert truth(knowledge, line, age=age) is expected


def test_conditions_present_absent_and_unsaid(knowledge):
    assert truth(knowledge, "Known heart failure", Finding(concept="heart_failure")) is YES
    assert truth(knowledge, "Heart failure", Finding(concept="heart_failure", presence=Presence.ABSENT)) is NO
    assert truth(knowledge, "Heart failure") is UNKNOWN
    assert truth(knowledge, "HIV infection, hepatitis B or hepatitis C", Finding(concept="hepatitis_b")) is YES
    assert truth(knowledge, "No history of cancer", Finding(concept="cancer")) is NO
    assert truth(knowledge, "Pregnant or breast-feeding women", sex=Sex.MALE) is NO
    assert truth(knowledge, "Pregnant or breast-feeding women") is UNKNOWN
    assert truth(knowledge, "Diagnosis of dermatomyositis", diagnoses=(Diagnosis(disease="dm"),)) is YES


@pytest.mark.parametrize("line", [
    "Severe heart failure", "Active hepatitis B infection", "Any condition that may interfere with the study", "Able to give informed consent",
    "Cancer within the past 5 years", "Definite or probable dermatomyositis", "Heart failure or any other serious disease", "",
])
def test_what_degree_activity_or_time_would_change_is_quoted(knowledge, line):
    assert truth(knowledge, line) is None


def test_a_definition_can_be_denied_by_the_name_and_not_granted_by_it(knowledge):
    line = "Diagnosis of multifocal motor neuropathy according to EFNS/PNS criteria"
    assert truth(knowledge, line, diagnoses=(Diagnosis(disease="mmn"),)) is UNKNOWN
    assert truth(knowledge, line, diagnoses=(Diagnosis(disease="mmn", presence=Presence.ABSENT),)) is NO


def test_drugs_and_windows(knowledge):
    window = "Treatment with rituximab within 6 months"
    assert truth(knowledge, window, treatments=(Treatment(drug="rituximab", ongoing=True),)) is YES
    assert truth(knowledge, window, treatments=(Treatment(drug="rituximab", ongoing=False),)) is UNKNOWN
    assert truth(knowledge, window) is UNKNOWN
    assert truth(knowledge, "Previous treatment with rituximab", treatments=(Treatment(drug="rituximab", ongoing=False),)) is YES


@pytest.mark.parametrize(("line", "measure", "expected"), [
    ("CK > 5 x ULN", Measure(value=1001, unit="U/L", upper=200), YES), ("CK > 5 x ULN", Measure(value=1000, unit="U/L", upper=200), NO),
    ("CK ≥ 5 x ULN", Measure(value=1000, unit="U/L", upper=200), YES), ("CK > 1000 U/L", Measure(value=1000, unit="U/L"), NO),
    ("CK > 1000 mg/L", Measure(value=2000, unit="U/L"), None), ("CK > 5 x ULN", None, UNKNOWN),
])
def test_values(knowledge, line, measure, expected):
    findings = (Finding(concept="ck_elevated", measure=measure),) if measure else ()
    assert truth(knowledge, line, *findings) is expected


@pytest.mark.parametrize(("condition", "disease", "about"), [
    ("Multifocal Motor Neuropathy", "mmn", "mmn"), ("MMN", "mmn", "mmn"), ("Idiopathic Inflammatory Myopathies", "dm", "inflammatory_myopathy"),
    ("Dermatomyositis", "mmn", ""), ("CIDP", "cidp_distal", "cidp"), ("Motor Neuropathy", "mmn", ""), ("Spinal Muscular Atrophy", "als", ""),
])
def test_what_a_trial_is_about(knowledge, condition, disease, about):
    record = TrialRecord(id="X", title="A trial", registry="R", conditions=(condition,))
    assert about_disease(record, disease, knowledge) == about


def record(status: str, *inclusion: str, number: str = "1", age_max: float | None = None) -> TrialRecord:
    return TrialRecord(id=number, title="A trial", registry="R", conditions=("MMN",), status=status, inclusion=inclusion, age_max=age_max)


def test_the_verdict_and_the_order(knowledge):
    case = Case(patient=Patient(age=60, sex=Sex.MALE))
    found = find_trials([
        record("COMPLETED", "Age 18 to 75 years", number="closed"), record("RECRUITING", "Able to consent", number="open"),
        record("RECRUITING", "Age 18 to 75 years", "Multifocal motor neuropathy", number="met"),
        record("RECRUITING", "Age 18 to 50 years", number="barred"), record("?", number="unsaid"),
        record("RECRUITING", number="field", age_max=59),
    ], case, "mmn", knowledge)
    assert [(t.id, t.verdict, t.takes_patients) for t in found] == [
        ("met", "met", "yes"), ("open", "open", "yes"), ("barred", "barred", "yes"), ("field", "barred", "yes"),
        ("unsaid", "open", "unsaid"), ("closed", "met", "no"),
    ]


@given(st.text(max_size=80))
def test_any_line_is_read_or_quoted(knowledge, line):
    node = read_line(line, knowledge)
    if node is not None:
        assert evaluate(node, CaseView(Case(), knowledge)).truth in (YES, NO, UNKNOWN)


def test_a_comparison_names_any_laboratory_test_or_none(knowledge):
    """The search goes through every test, also one that is known by other words than its own ("BP")."""
    assert read_line("flux capacity > 3", knowledge) is None
    for test in knowledge.settings["laboratory"]:
        concept = test.get("concept_high") or test.get("concept_low")
        node = read_line(f"{test['names']['en']} > 3 {test['unit']}", knowledge)
        assert node is None or (node.op, node.name) == ("value", concept)
    assert read_line("Platelets < 100000 /mm3", knowledge) is not None
