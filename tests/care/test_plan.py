"""Plans: what harms is always said, what is for adults is refused to a child, what we filled in is marked."""

from __future__ import annotations

import msgspec
import pytest

from myotome.answer import Candidate, Differential, Localisation, NotToMiss
from myotome.care import plans
from myotome.care.plan import ORDER, plan_for
from myotome.case import Case, Diagnosis, Finding, Patient
from myotome.knowledge.expression import parse
from myotome.knowledge.model.care import CarePlan, CareStep
from myotome.knowledge.model.words import Names
from myotome.knowledge.store import Knowledge
from myotome.logic import CaseView
from myotome.reasoning.differential import rank
from myotome.terms import Certainty, Experiencer, Presence

ADULT = Patient(age=56)
WORDS = Names(fr="faire ceci", en="do this")


def likely(**shares: float) -> Differential:
    candidates = [Candidate(disease=d, probability=p) for d, p in shares.items()]
    candidates.append(Candidate(disease="other", probability=1 - sum(shares.values())))
    return Differential(candidates=tuple(sorted(candidates, key=lambda c: -c.probability)))


def plan(knowledge: Knowledge, disease: str, *findings: Finding, age: float | None = 56, care: CarePlan | None = None, established: bool = False):
    entry = knowledge.diseases[disease]
    if care is not None:
        entry = msgspec.structs.replace(entry, care=care)
    case = Case(patient=Patient(age=age), findings=findings)
    return plan_for(entry, case, CaseView(case, knowledge), established=established, settings=knowledge.settings["care"])


def step(kind: str, when: dict | None = None) -> CareStep:
    return CareStep(kind=kind, act="ivig", text=WORDS, source="memory", when=parse(when, "test") if when else None)


def test_harm_comes_first_and_has_a_source(knowledge):
    (mmn,) = [p for p in plans(Case(patient=ADULT), likely(mmn=0.95), knowledge) if p.disease == "mmn"]
    assert [ORDER.index(s.kind) for s in mmn.steps] == sorted(ORDER.index(s.kind) for s in mmn.steps)
    harms = {s.act: s for s in mmn.steps if s.kind == "harmful"}
    assert harms["corticosteroid"].stop == "hard"
    assert harms["corticosteroid"].reference in knowledge.references
    assert all(set(s.text) == {"fr", "en"} and all(s.text.values()) for s in mmn.steps)


def test_a_working_diagnosis_is_to_be_confirmed_first(knowledge):
    for share, working in ((0.5, True), (0.95, False)):
        (first, *_) = plans(Case(patient=ADULT), likely(mmn=share), knowledge)
        assert first.working is working
        assert bool(first.confirm) is working
    known = Case(patient=ADULT, diagnoses=(Diagnosis(disease="mmn"),))
    supposed = Case(patient=ADULT, diagnoses=(Diagnosis(disease="mmn", certainty=Certainty.POSSIBLE),))
    of_kin = Case(patient=ADULT, diagnoses=(Diagnosis(disease="mmn", experiencer=Experiencer.MOTHER),))
    assert [plans(c, likely(mmn=0.5), knowledge)[0].working for c in (known, supposed, of_kin)] == [False, True, True]


def test_a_child_gets_no_plan_for_adults_but_its_harms(knowledge):
    steps = tuple(step(kind) for kind in ("first", "harmful", "check", "monitor", "alternative"))
    for_adults, for_all = (CarePlan(steps=steps, adults_only=only) for only in (True, False))
    refused = plan(knowledge, "mmn", age=9, care=for_adults)
    assert refused.refused == "child"
    assert [s.kind for s in refused.steps] == ["harmful", "check"]
    assert refused.tapers == ()
    assert plan(knowledge, "mmn", age=9, care=for_all).refused == ""
    assert plan(knowledge, "mmn", age=18, care=for_adults).refused == ""
    assert len(plan(knowledge, "mmn", age=None, care=for_adults).steps) == 5


def test_shipped_plans_with_doses_for_adults_are_refused_to_a_child(knowledge):
    refused = plan(knowledge, "neurogenic_focal_myositis", age=9)
    assert refused.refused == "child"
    assert refused.tapers == ()
    assert plan(knowledge, "jdm", age=9).refused == ""


@pytest.mark.parametrize(("findings", "kinds"), [
    ((Finding(concept="calcinosis"),), {"first", "harmful", "check"}),
    ((Finding(concept="calcinosis", presence=Presence.ABSENT),), set()),
    ((), {"harmful", "check"}),
])
def test_a_condition_that_is_open_holds_back_treatment_not_warnings(knowledge, findings, kinds):
    care = CarePlan(steps=tuple(step(kind, {"finding": "calcinosis"}) for kind in ("first", "harmful", "check")))
    done = plan(knowledge, "mmn", *findings, care=care)
    assert {s.kind for s in done.steps} == kinds
    if any(f.present for f in findings):
        assert all(s.findings == (0,) for s in done.steps)


def test_taper_stages_that_we_filled_in_are_marked(knowledge):
    """Document 1: 32 mg for 15 days and 4 mg in the last of three months; what lies between is ours."""
    (taper,) = plan(knowledge, "neurogenic_focal_myositis").tapers
    assert (taper.drug, taper.reference) == ("methylprednisolone", "doc1")
    first, *between, last = taper.steps
    assert (first.first_day, first.last_day, first.dose_mg, first.stated) == (1, 15, 32, True)
    assert (last.last_day, last.dose_mg, last.stated) == (90, 4, True)
    assert last.last_day - last.first_day + 1 == 30
    assert between
    assert not any(s.stated for s in between)


def test_tapers_leave_no_gap_and_only_fall(knowledge):
    for disease in knowledge.diseases.values():
        for taper in disease.care.tapers if disease.care else ():
            for one, following in zip(taper.stages, taper.stages[1:], strict=False):
                assert following.first_day == one.last_day + 1
                assert following.dose_mg < one.dose_mg


def test_what_harms_is_said_of_every_disease_that_remains_possible(knowledge):
    harm = knowledge.settings["care"]["harm_probability"]
    done = {p.disease: p for p in plans(Case(patient=ADULT), likely(als=0.6, ibm=0.3, mmn=harm), knowledge)}
    assert {s.kind for s in done["mmn"].steps} == {"harmful"}
    below = plans(Case(patient=ADULT), likely(als=0.6, ibm=0.3, mmn=harm / 2), knowledge)
    assert "mmn" not in {p.disease for p in below}
    urgent = msgspec.structs.replace(
        likely(als=0.6, ibm=0.3, mmn=harm / 2),
        not_to_miss=(NotToMiss(disease="mmn", probability=harm / 2, harm=0.8, treatability=0.9, score=0.01),),
    )
    assert "mmn" in {p.disease for p in plans(Case(patient=ADULT), urgent, knowledge)}


def test_full_plans_are_few_and_the_first_candidate_has_one(knowledge):
    shown = knowledge.settings["care"]["shown"]
    many = plans(Case(patient=ADULT), likely(als=0.3, ibm=0.25, mmn=0.2, dm=0.15), knowledge)
    full = [p for p in many if any(s.kind != "harmful" for s in p.steps)]
    assert len(full) == shown
    least = knowledge.settings["care"]["least_probability"]
    spread = Differential(candidates=(Candidate(disease="als", probability=least / 2), Candidate(disease="mmn", probability=least / 3)))
    (first, *_) = plans(Case(patient=ADULT), spread, knowledge)
    assert first.disease == "als"
    assert any(s.kind != "harmful" for s in first.steps)
    unknown = plans(Case(patient=ADULT), likely(als=0.05, mmn=0.04), knowledge)  # "none of these" leads
    assert all(s.kind == "harmful" for p in unknown for s in p.steps)


def test_nothing_is_planned_for_none_of_these(knowledge):
    assert plans(Case(), likely(), knowledge) == ()
    nobody = rank(Case(), Localisation(), knowledge)
    assert "other" not in {p.disease for p in plans(Case(), nobody, knowledge)}
