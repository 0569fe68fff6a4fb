"""What to do first: what harms before all else, then each plan in the order of its steps."""

from __future__ import annotations

from typing import NamedTuple

from myotome.answer import Assessment, Plan, PlanStep, Taper, TaperStep
from myotome.report.context import Cite, Context, FindingRef
from myotome.report.numbers import decimal
from myotome.report.wording import Wording

HARMFUL = "harmful"
ORDER = ("check", "first", "alternative", "rehabilitation", "monitor", "not_indicated")
HARD = "hard"


class Step(NamedTuple):
    """harmful steps carry the diseases that forbid them."""

    act: str
    text: str
    stop: str
    stop_state: str
    status: str
    evidence: str
    findings: tuple[FindingRef, ...]
    cite: Cite
    disease: str = ""


class Group(NamedTuple):
    kind: str
    title: str
    steps: tuple[Step, ...]


class Stage(NamedTuple):
    days: str
    dose: str
    stated: bool


class Scheme(NamedTuple):
    drug: str
    stages: tuple[Stage, ...]
    interpolated: bool
    note: str
    cite: Cite


class Care(NamedTuple):
    """One plan. confirm: tests that come first while the diagnosis is not established."""

    disease: str
    working: bool
    confirm: tuple[str, ...]
    refused: str
    groups: tuple[Group, ...]
    schemes: tuple[Scheme, ...]


class Plans(NamedTuple):
    """warnings: (what would harm, the disease that makes it so), for the first page."""

    harmful: tuple[Step, ...]
    warnings: tuple[tuple[str, str], ...]
    plans: tuple[Care, ...]


def care(assessment: Assessment, context: Context) -> Plans:
    """All plans of one patient; harms of every plan together, hard stops first."""
    words = context.words
    harms = [
        _step(step, context)._replace(disease=words.disease(plan.disease))
        for plan in assessment.plans for step in plan.steps if step.kind == HARMFUL
    ]
    harms.sort(key=lambda s: s.stop_state != HARD)
    shown = [
        p for p in assessment.plans
        if p.refused or p.tapers or any(s.kind != HARMFUL for s in p.steps) or not p.steps
    ]
    return Plans(tuple(harms), warnings(assessment, context.words), tuple(_plan(p, context) for p in shown))


def warnings(assessment: Assessment, words: Wording) -> tuple[tuple[str, str], ...]:
    """For each harmful act, hard stops first: what its first plan says, and that plan's disease.

    The act's name alone would mislead: some acts harm only before or without something else.
    """
    found: dict[str, tuple[str, str]] = {}
    steps = [(plan.disease, s) for plan in assessment.plans for s in plan.steps if s.kind == HARMFUL]
    for disease, step in sorted(steps, key=lambda pair: pair[1].stop != HARD):
        found.setdefault(step.act, (words.sentence(words.text(step.text)), words.short_disease(disease)))
    return tuple(found.values())


def _step(step: PlanStep, context: Context) -> Step:
    words = context.words
    return Step(
        act=words.upper(words.act(step.act)), text=words.text(step.text),
        stop=words(f"stop_{step.stop}") if step.stop else "", stop_state=step.stop,
        status=words.of("status", step.status) if step.status else "",
        evidence=words.sentence(step.evidence_level),
        findings=context.refs(step.findings, 3), cite=context.cite(step.reference),
    )


def _plan(plan: Plan, context: Context) -> Care:
    words = context.words
    groups = []
    for kind in ORDER:
        steps = tuple(_step(s, context) for s in plan.steps if s.kind == kind)
        if steps:
            groups.append(Group(kind, words(f"kind_{kind}"), steps))
    return Care(
        disease=words.upper(words.disease(plan.disease)), working=plan.working,
        confirm=tuple(words.test(t) for t in plan.confirm),
        refused=words.of("refused", plan.refused) if plan.refused else "",
        groups=tuple(groups), schemes=tuple(_scheme(plan.disease, t, context) for t in plan.tapers),
    )


def _scheme(disease: str, taper: Taper, context: Context) -> Scheme:
    """The scheme day by day; its note stands in the disease's file."""
    words = context.words
    entry = words.knowledge.diseases.get(disease)
    known = entry.care.tapers if entry and entry.care else ()
    note = next((t.note for t in known if t.drug == taper.drug and t.source == taper.reference), None)
    return Scheme(
        drug=words.upper(words.act(taper.drug)), stages=tuple(_stage(s, context) for s in taper.steps),
        interpolated=any(not s.stated for s in taper.steps), note=words.text(note),
        cite=context.cite(taper.reference),
    )


def _stage(step: TaperStep, context: Context) -> Stage:
    words = context.words
    days = (
        words("day_one", first=step.first_day) if step.first_day == step.last_day
        else words("day_range", first=step.first_day, last=step.last_day)
    )
    return Stage(days, words("dose_a_day", dose=decimal(step.dose_mg, words, 4)), step.stated)
