"""The plan for one diagnosis: as lines for a terminal, and as one page."""

from __future__ import annotations

from myotome.answer import Assessment, Plan, PlanStep
from myotome.knowledge.store import Knowledge
from myotome.report.context import Citations, Context
from myotome.report.html import environment, style
from myotome.report.marked import marked_notes
from myotome.report.numbers import percent
from myotome.report.sections.care import (
    HARMFUL,
    ORDER,
    ask_line,
    care,
    excluded_line,
    label_line,
    update_line,
)
from myotome.report.sections.closing import cited
from myotome.report.sections.header import person, unmarked
from myotome.report.sections.ranking import OTHER
from myotome.report.wording import Wording, visible

INDENT = "    "


def doubt(plan: Plan, assessment: Assessment, least: float, words: Wording) -> str:
    """A line when the case's own findings fit the diagnosis badly; empty when they do not.

    least: probability below which they do (``settings/care.yaml``).
    """
    shares = {c.disease: c.probability for c in assessment.differential.candidates}
    ranked = [c for c in assessment.differential.candidates if c.disease != OTHER]
    share = shares.get(plan.disease, 0.0)
    if not assessment.case.findings or share >= least or not ranked or ranked[0].disease == plan.disease:
        return ""
    return words("plan_doubtful", share=percent(share, words), other=words.disease(ranked[0].disease))


def plan_lines(plan: Plan, assessment: Assessment, least: float, words: Wording, on: str) -> list[str]:
    """What to exclude, what harms, what to know and confirm first, then what to do. on: ISO date."""
    lines = [words("plan_for", name=words.disease(plan.disease))]
    lines.append(words("working" if plan.working else "plan_established"))
    lines += [line for line in [doubt(plan, assessment, least, words)] if line]
    lines += _block(words("exclude_first"), [excluded_line(e, words) for e in plan.exclude_first])
    harms = [line for s in plan.steps if s.kind == HARMFUL for line in _step(s, words, on)]
    lines += _block(words("kind_harmful"), harms)
    if plan.refused:
        lines.append(words.of("refused", plan.refused))
    lines += _block(words("ask_first"), [ask_line(a, words) for a in plan.ask])
    lines += _block(words("confirm_title"), [words.upper(words.test(t)) for t in plan.confirm])
    for kind in ORDER:
        lines += _block(words(f"kind_{kind}"), [
            line for s in plan.steps if s.kind == kind for line in _step(s, words, on)
        ])
    lines += _block(words("updates"), [update_line(u, words) for u in plan.updates])
    if not plan.steps and not plan.refused:
        lines.append(words("no_plan"))
    return [visible(line) for line in [*lines, words("plan_footer")]]


def plan_page(plan: Plan, assessment: Assessment, least: float, knowledge: Knowledge, language: str) -> str:
    """The plan as one self-contained page."""
    from msgspec.structs import replace

    words = Wording(knowledge, language)
    cite = Citations(words)
    context = Context(words, assessment.case, cite, "p1-")
    view = care(replace(assessment, plans=(plan,)), context)
    template = environment().get_template("plan.html.j2")
    return visible(template.render(
        t=words, style=style(), title=words("plan_for", name=words.disease(plan.disease)),
        person=person(assessment.case, words), doubt=doubt(plan, assessment, least, words),
        p={
            "care": view, "prefix": context.prefix, "notes": marked_notes(assessment.case, words),
            "unmarked": unmarked(context), "illustrations": (),
        },
        references=cited(cite),
    ))


def _block(title: str, lines: list[str]) -> list[str]:
    return [title, *(INDENT + line for line in lines)] if lines else []


def _step(step: PlanStep, words: Wording, on: str) -> list[str]:
    """A step, then what is said against it, its labels, and earlier use."""
    marks = [words(f"stop_{step.stop}")] if step.stop else []
    marks += [words.of("status", step.status).rstrip(".")] if step.status else []
    title = words.upper(words.act(step.act)) + "".join(f" [{m}]" for m in marks)
    lines = [words("plan_step", title=title, text=words.text(step.text), source=_source(step.reference, words))]
    if step.evidence_level:
        lines.append(INDENT + words("plan_evidence", text=words.translated("evidence_levels", step.evidence_level)))
    if step.given and step.kind == HARMFUL:
        lines.append(f"{INDENT}! {words('given_now')}")
    elif step.tried and step.kind != HARMFUL:
        lines.append(INDENT + words.of("tried", step.tried))
    if step.goal:
        lines.append(INDENT + words("goal_line", text=words.text(step.goal)))
    lines += [
        f"{INDENT}! [{words(f'stop_{c.stop}')}] {words.text(c.text)} [{_source(c.reference, words)}]"
        for c in step.cautions
    ]
    lines += [INDENT + label_line(label, words, on) for label in step.labels]
    return lines


def _source(source: str, words: Wording) -> str:
    """The reference by its title, or that it is recalled."""
    reference = words.knowledge.references.get(source)
    return words.typeset(reference.title) if reference else words.of("source", source)
