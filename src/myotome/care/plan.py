"""The plan for a diagnosis, and what would harm under the others that remain possible."""

from __future__ import annotations

import msgspec

from myotome.answer import Differential, Plan, PlanStep, Taper, TaperStep
from myotome.care.cautions import not_excluded, questions, updates_for, with_patient
from myotome.case import Case
from myotome.errors import Problem
from myotome.knowledge.model import CareStep, Disease
from myotome.knowledge.store import Knowledge
from myotome.logic import CaseView, evaluate
from myotome.terms import Level, Truth

ORDER = ("harmful", "check", "first", "alternative", "rehabilitation", "monitor", "not_indicated")


def _step(step: CareStep, findings: tuple[int, ...], knowledge: Knowledge) -> PlanStep:
    act = knowledge.acts.get(step.act)
    goal = act.goal if act and step.kind == "rehabilitation" else None
    return PlanStep(
        act=step.act, kind=step.kind, text={"fr": step.text.fr, "en": step.text.en}, stop=step.stop,
        status=step.status, evidence_level=step.evidence_level, reference=step.source, findings=findings,
        goal={"fr": goal.fr, "en": goal.en} if goal else {},
    )


def _steps(disease: Disease, view: CaseView, kinds: tuple[str, ...]) -> tuple[PlanStep, ...]:
    assert disease.care is not None
    chosen = []
    for step in disease.care.steps:
        if step.kind not in kinds:
            continue
        judged = evaluate(step.when, view) if step.when is not None else None
        if judged is not None and judged.truth is Truth.NO:
            continue
        if judged is not None and judged.truth is Truth.UNKNOWN and step.kind not in ("harmful", "check"):
            continue
        made = _step(step, judged.findings if judged else (), view.knowledge)
        chosen.append(with_patient(made, disease.id, view))
    return tuple(sorted(chosen, key=lambda s: ORDER.index(s.kind)))


def plan_for(
    disease: Disease, case: Case, view: CaseView, *, established: bool, settings: dict,
) -> Plan:
    """The whole plan for one disease. Under 18 a plan made for adults is refused, but not its harms.

    established: the diagnosis is; else the plan says first what would confirm it.
    """
    first = not_excluded(disease.id, view)
    updates = updates_for(disease.id, view.knowledge)
    if disease.care is None:
        return Plan(
            disease=disease.id, working=not established, confirm=disease.confirm, exclude_first=first,
            updates=updates,
        )
    age = case.patient.age
    child = age is not None and age < settings["adult_age"]
    if child and disease.care.adults_only:
        return Plan(
            disease=disease.id, working=not established, confirm=disease.confirm, refused="child",
            steps=_steps(disease, view, ("harmful", "check")), exclude_first=first, updates=updates,
        )
    tapers = tuple(
        Taper(drug=t.drug, reference=t.source, steps=tuple(
            TaperStep(first_day=s.first_day, last_day=s.last_day, dose_mg=s.dose_mg, stated=s.stated)
            for s in t.stages
        ))
        for t in disease.care.tapers
    )
    steps = _steps(disease, view, ORDER)
    return Plan(
        disease=disease.id, working=not established, confirm=() if established else disease.confirm,
        steps=steps, tapers=tapers, exclude_first=first, updates=updates,
        ask=questions(steps, view, settings["by_weight"]),
    )


def plans(case: Case, differential: Differential, knowledge: Knowledge) -> tuple[Plan, ...]:
    """Plans for the first candidates, then harms alone for the others that remain possible."""
    settings = knowledge.settings["care"]
    view = CaseView(case, knowledge)
    stated = {d.disease for d in case.diagnoses if d.established}
    chosen: list[Plan] = []
    urgent = {n.disease for n in differential.not_to_miss}
    for position, candidate in enumerate(differential.candidates):
        disease = knowledge.diseases.get(candidate.disease)
        if disease is None:
            continue
        established = disease.id in stated or candidate.probability >= settings["established_probability"]
        full = candidate.probability >= settings["least_probability"] or disease.id in stated
        if full and len([p for p in chosen if not _harm_only(p)]) < settings["shown"] or position == 0:
            chosen.append(plan_for(disease, case, view, established=established, settings=settings))
        elif disease.care and (
            disease.id in urgent or candidate.probability >= settings["harm_probability"]
        ):
            harms = _steps(disease, view, ("harmful",))
            if harms:
                chosen.append(Plan(disease=disease.id, confirm=disease.confirm, steps=harms))
    return tuple(chosen)


def _harm_only(plan: Plan) -> bool:
    return bool(plan.steps) and all(step.kind == "harmful" for step in plan.steps) and not plan.refused


def plausible(case: Case, settings: dict) -> tuple[Case, list[Problem]]:
    """The case without a weight that no grown-up has, and the problem that says so.

    settings: ``settings/care.yaml``. A child's weight is left to the dose rules.
    """
    weight, age = case.patient.weight_kg, case.patient.age
    limits = settings["adult_weight_kg"]
    if weight is None or age is None or age < settings["adult_age"] or limits["least"] <= weight <= limits["most"]:
        return case, []
    patient = msgspec.structs.replace(case.patient, weight_kg=None)
    problem = Problem(level=Level.WARNING, code="plan.weight_doubtful", message=f"{weight:g}", place="patient.weight_kg")
    return msgspec.structs.replace(case, patient=patient), [problem]
