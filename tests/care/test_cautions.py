"""Cautions: the patient's own data speak against an act; silence is asked for, never taken for normal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myotome.care import plan_for, plausible
from myotome.care.cautions import cautions_for, earlier_use, not_excluded, updates_for
from myotome.case import Case, Diagnosis, Finding, Patient, Treatment
from myotome.logic import CaseView
from myotome.terms import Certainty, Experiencer, Presence, Sex

ABSENT = Presence.ABSENT


def plan(knowledge, disease: str, case: Case):
    return plan_for(
        knowledge.diseases[disease], case, CaseView(case, knowledge), established=True, settings=knowledge.settings["care"],
    )


def against(knowledge, disease: str, act: str, *findings: Finding, treatments: tuple[Treatment, ...] = (), **patient) -> dict[str, str]:
    """Caution id -> stop, of the first step of ``act`` that gives it."""
    case = Case(patient=Patient(**({"age": 50} | patient)), findings=findings, treatments=treatments)
    step = next(s for s in plan(knowledge, disease, case).steps if s.act == act and s.kind in ("first", "alternative"))
    return {c.id: c.stop for c in step.cautions}


@pytest.mark.parametrize(("disease", "act", "finding", "caution", "stop"), [
    ("mmn", "ivig", "iga_deficiency", "ig_iga_deficiency", "hard"),
    ("mmn", "ivig", "chronic_kidney_disease", "ig_kidney", "soft"),
    ("mmn", "ivig", "previous_venous_thrombosis", "ig_thrombosis", "soft"),
    ("mmn", "rituximab", "hepatitis_b", "immunosuppressant_hbv", "hard"),
    ("mmn", "cyclophosphamide", "pregnancy", "methotrexate_pregnancy", "hard"),
    ("jdm", "methotrexate", "breast_feeding", "methotrexate_pregnancy", "hard"),
    ("jdm", "methotrexate", "renal_failure", "methotrexate_kidney", "hard"),
    ("jdm", "corticosteroid", "quantiferon_positive", "immunosuppressant_tuberculosis", "hard"),
    ("apatite_disc", "nsaid", "renal_failure", "nsaid_kidney", "hard"),
    ("apatite_disc", "nsaid", "peptic_ulcer_bleeding", "nsaid_bleeding", "hard"),
    ("apatite_disc", "nsaid", "heart_failure", "nsaid_heart", "hard"),
    ("apatite_disc", "colchicine", "dialysis", "colchicine_kidney", "hard"),
    ("neurogenic_focal_myositis", "methylprednisolone", "blood_culture_positive", "steroid_spinal_infection", "hard"),
])
def test_what_a_finding_says_against_an_act(knowledge, disease, act, finding, caution, stop):
    assert against(knowledge, disease, act, Finding(concept=finding)).get(caution) == stop
    assert caution not in against(knowledge, disease, act, Finding(concept=finding, presence=ABSENT))
    assert caution not in against(knowledge, disease, act)


@pytest.mark.parametrize(("disease", "act", "drug", "caution"), [
    ("jdm", "methotrexate", "pneumocystis_prophylaxis", "methotrexate_trimethoprim"),
    ("apatite_disc", "colchicine", "macrolide", "colchicine_interaction"),
    ("apatite_disc", "colchicine", "statin", "colchicine_interaction"),
    ("apatite_disc", "nsaid", "anticoagulant", "nsaid_bleeding"),
    ("jdm", "ciclosporin_tacrolimus", "diltiazem", "calcineurin_cyp3a4"),
])
def test_what_another_drug_says_against_an_act(knowledge, disease, act, drug, caution):
    assert caution in against(knowledge, disease, act, treatments=(Treatment(drug=drug),))
    assert caution not in against(knowledge, disease, act, treatments=(Treatment(drug=drug, ongoing=False),))


def test_age_alone_makes_immunoglobulin_slow(knowledge):
    assert "ig_age_heart" in against(knowledge, "mmn", "ivig", age=65)
    assert "ig_age_heart" not in against(knowledge, "mmn", "ivig", age=64.9)


def test_what_nobody_said_is_asked_for_with_the_acts_that_wait(knowledge):
    silent = plan(knowledge, "mmn", Case(patient=Patient(age=50)))
    asked = {a.id: a.acts for a in silent.ask}
    assert {"ig_iga_deficiency", "ig_kidney", "weight", "immunosuppressant_hbv"} <= set(asked)
    assert asked["weight"] == ("ivig", "scig")
    told = plan(knowledge, "mmn", Case(
        patient=Patient(age=50, weight_kg=82), findings=tuple(
            Finding(concept=c, presence=ABSENT)
            for c in ("iga_deficiency", "renal_failure", "chronic_kidney_disease", "hepatitis_b")
        ),
    ))
    assert not {"ig_iga_deficiency", "ig_kidney", "weight", "immunosuppressant_hbv"} & {a.id for a in told.ask}


def test_a_harm_that_the_patient_is_taking_is_marked(knowledge):
    def corticosteroid(*treatments):
        steps = plan(knowledge, "mmn", Case(patient=Patient(age=50), treatments=treatments)).steps
        return next(s for s in steps if s.act == "corticosteroid" and s.kind == "harmful")

    assert corticosteroid(Treatment(drug="prednisone")).given  # by its class
    assert not corticosteroid(Treatment(drug="prednisone", ongoing=False)).given
    assert not corticosteroid().given


def test_what_has_failed_is_said(knowledge):
    for response in ("none", "worse", "better"):
        case = Case(patient=Patient(age=50), treatments=(Treatment(drug="ivig", ongoing=False, response=response),))
        first = next(s for s in plan(knowledge, "mmn", case).steps if s.act == "ivig" and s.kind == "first")
        assert first.tried == response
    assert earlier_use("ivig", CaseView(Case(treatments=(Treatment(drug="ivig"),)), knowledge)) == ("given", True)


def test_an_imitator_stands_first_until_it_is_excluded(knowledge):
    def imitators(*findings, **more):
        case = Case(findings=findings, **more)
        return {e.disease for e in not_excluded("apatite_disc", CaseView(case, knowledge))}

    fever, culture, crp = "fever", "blood_culture_positive", "crp_elevated"
    assert imitators() == {"spondylodiscitis"}
    assert imitators(Finding(concept=fever)) == {"spondylodiscitis"}
    assert imitators(*(Finding(concept=c, presence=ABSENT) for c in (fever, culture, crp))) == set()
    assert imitators(Finding(concept=fever, presence=ABSENT), Finding(concept=culture, presence=ABSENT)) == {"spondylodiscitis"}
    stated = Diagnosis(disease="spondylodiscitis", presence=ABSENT)
    assert imitators(diagnoses=(stated,)) == set()
    assert imitators(diagnoses=(Diagnosis(disease="spondylodiscitis", presence=ABSENT, certainty=Certainty.PROBABLE),)) == {"spondylodiscitis"}
    assert imitators(diagnoses=(Diagnosis(disease="spondylodiscitis", presence=ABSENT, experiencer=Experiencer.MOTHER),)) == {"spondylodiscitis"}


def test_als_is_not_planned_before_blocks_were_looked_for(knowledge):
    case = Case(patient=Patient(age=60))
    assert [e.disease for e in plan(knowledge, "als", case).exclude_first] == ["mmn"]
    searched = Case(patient=Patient(age=60), findings=(Finding(concept="conduction_block", presence=ABSENT),))
    assert plan(knowledge, "als", searched).exclude_first == ()


def test_every_document_has_its_newer_facts(knowledge):
    assert {u.document for u in knowledge.updates.values()} == {"doc2", "doc3", "doc5"}
    assert any("SMN1" in u.now["en"] for u in updates_for("sma4", knowledge))
    assert any("warfarin" in u.said["en"] for u in updates_for("jdm", knowledge))


def test_labels_stand_on_the_steps_that_give_the_drug(knowledge):
    steps = plan(knowledge, "mmn", Case(patient=Patient(age=50))).steps
    with_labels = {(s.act, s.kind) for s in steps if s.labels}
    assert ("ivig", "first") in with_labels
    assert ("corticosteroid", "harmful") not in with_labels
    assert all(len(line.expires_check_on) == 10 for line in knowledge.labels.values())


@pytest.mark.parametrize(("weight", "age", "kept"), [(82, 50, True), (8, 50, False), (800, 50, False), (8, 1, True), (30, 18, True), (250, 40, True), (None, 50, True)])
def test_a_weight_that_no_adult_has_is_not_used(knowledge, weight, age, kept):
    case, problems = plausible(Case(patient=Patient(age=age, weight_kg=weight)), knowledge.settings["care"])
    assert case.patient.weight_kg == (weight if kept else None)
    assert [p.code for p in problems] == ([] if kept else ["plan.weight_doubtful"])


FACTS = ("renal_failure", "iga_deficiency", "hepatitis_b", "pregnancy", "fever", "diabetes")


@given(st.lists(st.sampled_from(FACTS), max_size=6), st.lists(st.sampled_from(FACTS), max_size=6))
def test_more_known_never_hides_a_caution_nor_asks_more(knowledge, known, more):
    """A finding more can only add cautions, and answer questions."""
    def of(names):
        case = Case(patient=Patient(age=50), findings=tuple(Finding(concept=n) for n in dict.fromkeys(names)))
        made = plan(knowledge, "mmn", case)
        return {(s.act, c.id) for s in made.steps for c in s.cautions}, {a.id for a in made.ask}

    before, after = of(known), of([*known, *more])
    assert before[0] <= after[0]
    assert after[1] <= before[1]


def test_every_caution_speaks_of_an_act_that_some_plan_gives(knowledge):
    given_acts = {s.act for d in knowledge.diseases.values() if d.care for s in d.care.steps if s.kind in ("first", "alternative", "check", "not_indicated", "harmful")}
    reached = {c.id for act in given_acts for c in cautions_for(act, knowledge)}
    assert set(knowledge.cautions) == reached


def test_rehabilitation_has_goals(knowledge):
    """Document 1 names five kinds of rehabilitation; each says what it is to reach."""
    steps = plan(knowledge, "neurogenic_focal_myositis", Case(patient=Patient(age=57))).steps
    goals = {s.act: s.goal for s in steps if s.kind == "rehabilitation"}
    assert len(goals) == 5
    assert all(set(g) == {"fr", "en"} for g in goals.values())
    assert not any(s.goal for s in steps if s.kind != "rehabilitation")


def test_pregnancy_is_said_once_and_asked_only_while_nobody_said(knowledge):
    def of(*findings, sex=Sex.FEMALE):
        made = plan(knowledge, "mmn", Case(patient=Patient(age=30, sex=sex), findings=findings))
        step = next(s for s in made.steps if s.act == "cyclophosphamide")
        return [c.id for c in step.cautions], "teratogens_unknown" in {a.id for a in made.ask}

    assert of(Finding(concept="pregnancy")) == (["methotrexate_pregnancy"], False)
    assert of(Finding(concept="pregnancy", presence=ABSENT)) == ([], False)
    assert of() == ([], True)
    assert of(sex=Sex.MALE) == ([], False)
