"""What a patient's own data say against the acts of a plan, and what must be known before them."""

from __future__ import annotations

import msgspec

from myotome.answer import Ask, Exclusion, Label, PlanCaution, PlanStep, Update
from myotome.knowledge.model import Act, Caution, ExcludeFirst
from myotome.knowledge.store import Knowledge
from myotome.logic import CaseView, evaluate
from myotome.terms import Certainty, Experiencer, Presence, Truth

PLANNED = ("first", "alternative")  # steps that give something, so that cautions speak of them


def names_of(act: Act) -> frozenset[str]:
    """The names by which a caution may mean the act: its id and its classes."""
    return frozenset((act.id, *act.classes))


def cautions_for(act: str, knowledge: Knowledge) -> list[Caution]:
    """The cautions that speak of ``act``, in the order of their file."""
    entry = knowledge.acts.get(act)
    return [] if entry is None else [c for c in knowledge.cautions.values() if names_of(entry) & set(c.acts)]


def with_patient(step: PlanStep, disease: str, view: CaseView) -> PlanStep:
    """The step with what the patient's data say against it, the labels, and earlier use of the act.

    >>> from myotome.case import Case, Finding
    >>> from myotome.knowledge import load
    >>> view = CaseView(Case(findings=(Finding(concept="iga_deficiency"),)), load())
    >>> step = with_patient(PlanStep(act="ivig", kind="first", text={}), "mmn", view)
    >>> [(c.id, c.stop) for c in step.cautions]
    [('ig_iga_deficiency', 'hard')]
    """
    found = []
    if step.kind in PLANNED:
        for caution in cautions_for(step.act, view.knowledge):
            judged = evaluate(caution.when, view)
            if judged.truth is Truth.YES:
                found.append(PlanCaution(
                    id=caution.id, stop=caution.stop, text=_words(caution.text), reference=caution.source,
                    findings=judged.findings,
                ))
    found.sort(key=lambda c: c.stop != "hard")
    used, given = earlier_use(step.act, view)
    return msgspec.structs.replace(
        step, cautions=tuple(found), labels=_labels(step, disease, view.knowledge), tried=used, given=given,
    )


def earlier_use(act: str, view: CaseView) -> tuple[str, bool]:
    """The response stated of an earlier use of the act ("given" when none is), and: is it going on?

    A use that is not said to be over counts as going on: the safer reading of a treatment list.
    """
    used, going_on = "", False
    acts = view.knowledge.acts
    for treatment in view.case.treatments:
        entry = acts.get(treatment.drug)
        same = treatment.drug == act or (entry is not None and act in entry.classes)
        if not same:
            continue
        used = treatment.response or used or "given"
        going_on = going_on or treatment.ongoing is not False
    return used, going_on


def questions(steps: tuple[PlanStep, ...], view: CaseView, by_weight: dict) -> tuple[Ask, ...]:
    """What nobody said and a planned act depends on, each once, with the acts that wait for it."""
    asked: dict[str, tuple[dict[str, str], list[str]]] = {}
    for step in steps:
        if step.kind not in PLANNED:
            continue
        for caution in cautions_for(step.act, view.knowledge):
            if caution.ask is not None and evaluate(caution.when, view).truth is Truth.UNKNOWN:
                asked.setdefault(caution.id, (_words(caution.ask), []))[1].append(step.act)
        if step.act in by_weight["acts"] and view.case.patient.weight_kg is None:
            asked.setdefault("weight", (by_weight["ask"], []))[1].append(step.act)
    return tuple(
        Ask(id=name, text=text, acts=tuple(dict.fromkeys(acts))) for name, (text, acts) in asked.items()
    )


def not_excluded(disease: str, view: CaseView) -> tuple[Exclusion, ...]:
    """Dangerous imitators of ``disease`` that the case does not exclude."""
    return tuple(
        Exclusion(disease=rule.imitator, tests=rule.tests, reason=_words(rule.reason), reference=rule.source)
        for rule in view.knowledge.exclusions.values()
        if disease in rule.diseases and not _excluded(rule, view)
    )


def _excluded(rule: ExcludeFirst, view: CaseView) -> bool:
    for stated in view.case.diagnoses:
        if (
            stated.disease == rule.imitator and stated.presence is Presence.ABSENT
            and stated.certainty is Certainty.CERTAIN and stated.experiencer is Experiencer.PATIENT
        ):
            return True
    return rule.excluded is not None and evaluate(rule.excluded, view).truth is Truth.YES


def updates_for(disease: str, knowledge: Knowledge) -> tuple[Update, ...]:
    """Where later knowledge differs from a starting document, for the disease."""
    return tuple(
        Update(document=u.document, said=_words(u.said), now=_words(u.now), reference=u.source)
        for u in knowledge.updates.values() if disease in u.diseases
    )


def _labels(step: PlanStep, disease: str, knowledge: Knowledge) -> tuple[Label, ...]:
    if step.kind not in PLANNED:
        return ()
    return tuple(
        Label(
            country=line.country, status=line.status, since=line.since,
            expires_check_on=line.expires_check_on, reference=line.source,
            note=_words(line.note) if line.note else {},
        )
        for line in knowledge.labels.values() if line.act == step.act and disease in line.diseases
    )


def _words(names) -> dict[str, str]:
    return {"fr": names.fr, "en": names.en}
