"""Criteria as checklists: what is met, what is not, what nobody said; verdict words by purpose."""

from __future__ import annotations

from typing import NamedTuple

from myotome.answer import Assessment, ItemResult, Verdict
from myotome.knowledge.model import CriteriaSet, Item
from myotome.report.context import Cite, Context, FindingRef
from myotome.report.numbers import decimal, percent
from myotome.report.wording import Wording
from myotome.terms import Truth

CLASSIFICATION = "classification"
MOST_EVIDENCE = 3
UNREAD = "unset"  # what a rule that could not be read lacks: no finding to look for
ORDER = (Truth.YES, Truth.UNKNOWN, Truth.NO)


class Line(NamedTuple):
    """One item. truth: "yes", "no" or "unknown". ask: what would settle it."""

    text: str
    truth: str
    mark: str
    evidence: tuple[FindingRef, ...]
    missing: tuple[str, ...]
    ask: str
    points: str
    cite: Cite


class Checklist(NamedTuple):
    """verdict: words; state: "yes", "no", "unknown". missing: what the best level still lacks."""

    name: str
    diseases: str
    verdict: str
    state: str
    points: str
    probability: str
    missing: tuple[str, ...]
    lines: tuple[Line, ...]
    tally: str
    classification: bool
    unverified: bool
    incomplete: str
    note: str
    cite: Cite


class Criteria(NamedTuple):
    """shown: sets for the candidates shown; others: sets with a met item, folded, met items only."""

    shown: tuple[Checklist, ...]
    others: tuple[Checklist, ...]


def criteria(assessment: Assessment, candidates: set[str], context: Context) -> Criteria:
    """Sets for ``candidates`` and stated diagnoses; of the others those with a met item."""
    wanted = candidates | {d.disease for d in assessment.case.diagnoses}
    known = context.words.knowledge.criteria
    shown, others = [], []
    for verdict in assessment.criteria:
        entry = known.get(verdict.criteria)
        if entry is None:
            continue
        if wanted & set(entry.diseases):
            shown.append((_rank(verdict, entry, assessment), checklist(verdict, entry, context)))
        elif any(i.truth is Truth.YES for i in verdict.items):
            others.append((_rank(verdict, entry, assessment), checklist(verdict, entry, context, met_only=True)))
    return Criteria(*(tuple(c for _, c in sorted(part, key=lambda p: p[0])) for part in (shown, others)))


def _rank(verdict: Verdict, entry: CriteriaSet, assessment: Assessment) -> tuple[float, int, int, str]:
    """Sets of the likeliest disease first; among these the met ones, then those with most items met."""
    chance = {c.disease: c.probability for c in assessment.differential.candidates}
    likely = max((chance.get(d, 0.0) for d in entry.diseases), default=0.0)
    met = sum(1 for i in verdict.items if i.truth is Truth.YES)
    return (-likely, ORDER.index(verdict.truth), -met, verdict.criteria)


def checklist(
    verdict: Verdict, entry: CriteriaSet, context: Context, *, met_only: bool = False
) -> Checklist:
    """One set, item by item; ``met_only`` leaves out the items that are not met."""
    words = context.words
    items = {i.id: i for i in entry.items}
    lines = tuple(
        _line(r, items[r.item], entry, context) for r in verdict.items if r.item in items and (not met_only or r.truth is Truth.YES)
    )
    tally = {t: sum(1 for r in verdict.items if r.truth is t) for t in ORDER}
    return Checklist(
        name=words.upper(words.text(entry.names)),
        diseases=words.all_of(words.disease(d) for d in entry.diseases),
        verdict=verdict_words(verdict, entry, words), state=verdict.truth.value,
        points=_points(verdict, words), probability=_probability(verdict, words),
        missing=tuple(words.concept(m) for m in verdict.missing if m != UNREAD),
        lines=lines,
        tally=", ".join(words(f"tally_{t.value}", n=n) for t, n in tally.items()),
        classification=entry.purpose == CLASSIFICATION, unverified=verdict.unverified,
        incomplete=words.text(entry.incomplete), note=words.text(entry.note),
        cite=context.cite(entry.paper),
    )


def verdict_words(verdict: Verdict, entry: CriteriaSet, words: Wording) -> str:
    """"Met: definite", "cannot be said (at best: definite)"; classification sets speak of fulfilment."""
    names = {o.id: words.text(o.names) for o in entry.outcomes}
    kind = "class" if entry.purpose == CLASSIFICATION else "diag"
    held = words("verdict_held", level=names[verdict.held]) if verdict.held else ""
    if verdict.truth is Truth.YES:
        kinds = {o.id: words.text(o.names) for o in entry.subtypes}
        level = ", ".join(filter(None, (names[verdict.level], kinds.get(verdict.subtype))))
        return words("semicolon").join(filter(None, (words(f"verdict_{kind}_yes", level=level), held)))
    if held:
        return held
    if verdict.truth is Truth.NO:
        return words(f"verdict_{kind}_no")
    if verdict.best:
        return words("verdict_unknown_best", level=names.get(verdict.best, verdict.best))
    return words("verdict_unknown")


def _points(verdict: Verdict, words: Wording) -> str:
    if verdict.points is None:
        return ""
    low, high = (decimal(p, words) for p in verdict.points)
    return words.count("points", verdict.points[0], shown=low) if low == high else words("points_range", low=low, high=high)


def _probability(verdict: Verdict, words: Wording) -> str:
    if verdict.probability is None:
        return ""
    low, high = (percent(p, words) for p in verdict.probability)
    return words("score_share", share=low) if low == high else words("score_shares", low=low, high=high)


def _line(result: ItemResult, item: Item, entry: CriteriaSet, context: Context) -> Line:
    words = context.words
    open_question = result.truth is Truth.UNKNOWN
    points = item.points / entry.scale if item.points is not None else None
    return Line(
        text=words.text(item.text), truth=result.truth.value, mark=words(f"item_{result.truth.value}"),
        evidence=tuple(
            r._replace(quotes=r.quotes[:1]) for r in context.refs(result.findings, MOST_EVIDENCE)
        ),
        missing=tuple(words.concept(m) for m in result.missing if m != UNREAD) if open_question else (),
        ask=words.text(item.ask) if open_question else "",
        points=words.count("points", points, shown=decimal(points, words)) if points is not None else "",
        cite=context.cite(result.reference),
    )
