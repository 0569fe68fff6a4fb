"""What to do first: what harms before all else, then each plan in the order of its steps."""

from __future__ import annotations

from typing import NamedTuple

from myotome.answer import (
    Ask,
    Assessment,
    Exclusion,
    Label,
    Plan,
    PlanStep,
    Taper,
    TaperStep,
    Update,
)
from myotome.report.context import Cite, Context, FindingRef
from myotome.report.numbers import decimal
from myotome.report.wording import Wording

HARMFUL = "harmful"
ORDER = ("check", "first", "alternative", "rehabilitation", "monitor", "not_indicated")
HARD = "hard"


class Warned(NamedTuple):
    """What the patient's own data say against an act."""

    stop: str
    stop_state: str
    text: str
    findings: tuple[FindingRef, ...]
    cite: Cite


class Step(NamedTuple):
    """harmful steps carry the diseases that forbid them. given: the patient has what would harm.
    labels: the authorities' status, with the day from which it must be looked up again."""

    act: str
    text: str
    stop: str
    stop_state: str
    status: str
    evidence: str
    findings: tuple[FindingRef, ...]
    cite: Cite
    disease: str = ""
    given: bool = False
    tried: str = ""
    goal: str = ""
    cautions: tuple[Warned, ...] = ()
    labels: tuple[tuple[str, Cite], ...] = ()


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
    """One plan. confirm: tests that come first while the diagnosis is not established. exclude:
    imitators not excluded. ask: what must be known first. updates: newer facts than a document's."""

    disease: str
    working: bool
    confirm: tuple[str, ...]
    refused: str
    groups: tuple[Group, ...]
    schemes: tuple[Scheme, ...]
    exclude: tuple[tuple[str, Cite], ...] = ()
    ask: tuple[str, ...] = ()
    updates: tuple[tuple[str, Cite], ...] = ()


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
        evidence=words.sentence(words.translated("evidence_levels", step.evidence_level)),
        findings=context.refs(step.findings, 3), cite=context.cite(step.reference),
        given=step.given and step.kind == HARMFUL,
        tried=words.of("tried", step.tried) if step.tried and step.kind != HARMFUL else "",
        goal=words("goal_line", text=words.text(step.goal)) if step.goal else "",
        cautions=tuple(
            Warned(
                words(f"stop_{c.stop}"), c.stop, words.text(c.text), context.refs(c.findings, 3),
                context.cite(c.reference),
            )
            for c in step.cautions
        ),
        labels=tuple((label_line(label, words), context.cite(label.reference)) for label in step.labels),
    )


def label_line(label: Label, words: Wording, on: str = "") -> str:
    """One authority's status, and when it must be looked up again; on: ISO date of today, if known."""
    expired = bool(on) and on >= label.expires_check_on
    line = words(
        "label_line", country=label.country, since=label.since, status=words.of("label", label.status),
    )
    check = words("label_expired" if expired else "label_check", date=label.expires_check_on)
    return f"{words.bracketed(line, words.text(label.note) if label.note else '')} ; {check}"


def excluded_line(exclusion: Exclusion, words: Wording) -> str:
    """An imitator that is not excluded, why it matters, and the tests that exclude it."""
    values = {"name": words.disease(exclusion.disease), "reason": words.text(exclusion.reason)}
    tests = words.all_of(words.test(t) for t in exclusion.tests)
    return words("exclude_line", tests=tests, **values) if tests else words("exclude_line_bare", **values)


def ask_line(ask: Ask, words: Wording) -> str:
    """What must be known first, with the acts that wait for it."""
    acts = ", ".join(words.act(a) for a in ask.acts)
    return words("ask_line", text=words.text(ask.text).rstrip("."), acts=acts)


def update_line(update: Update, words: Wording) -> str:
    """A document's statement beside what is known now."""
    reference = words.knowledge.references.get(update.document)
    return words(
        "update_line", document=reference.title if reference else update.document,
        said=words.text(update.said), now=words.text(update.now),
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
        exclude=tuple((excluded_line(e, words), context.cite(e.reference)) for e in plan.exclude_first),
        ask=tuple(ask_line(a, words) for a in plan.ask),
        updates=tuple((update_line(u, words), context.cite(u.reference)) for u in plan.updates),
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
