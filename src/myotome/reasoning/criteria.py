"""Check every published set of criteria, item by item, in three values.

A level counts as met only on what is stated; "cannot be said" names what would decide it.
"""

from __future__ import annotations

from functools import lru_cache
from math import exp
from typing import NamedTuple

from myotome.answer.criteria import ItemResult, Verdict
from myotome.case import Case
from myotome.knowledge import Knowledge
from myotome.knowledge.expression import Expression
from myotome.knowledge.model import CriteriaSet, Item, Outcome
from myotome.logic import CaseView, Judgement, evaluate
from myotome.logic.judgement import all_of, negate
from myotome.terms import Truth

DEFAULT_COLUMN = "default"
UNREAD = "memory"
Points = tuple[int, int]


def check_criteria(case: Case, knowledge: Knowledge) -> tuple[Verdict, ...]:
    """One verdict a set, in the order of ids; ``case`` should have passed ``logic.derive``.

    >>> from myotome.knowledge import load
    >>> {v.truth.value for v in check_criteria(Case(), load())}
    {'unknown'}
    """
    view = CaseView(case, knowledge)
    return tuple(check_set(knowledge.criteria[name], view) for name in sorted(knowledge.criteria))


def check_set(criteria: CriteriaSet, view: CaseView) -> Verdict:
    """The verdict of one set.

    A level is met only by what somebody read: what holds when the items and rules from memory are
    trusted too is ``held``, and the answer stays open.
    """
    shipped = view.knowledge.criteria.get(criteria.id) is criteria
    facts = _facts(criteria.id, view.knowledge) if shipped else _facts_of(criteria)
    judged = _judge(criteria, view)
    column = _settling_column(criteria, view, judged)
    points = points_of(criteria.items, judged, column) if facts.scored else (0, 0)
    levels = read = _levels(criteria, view, judged, column)
    unread = facts.unread
    if unread and any(o.id not in unread for o in criteria.outcomes):
        read = _levels(criteria, view, _left_open(facts, view, judged), column)
    met = next((o for o, j in read.items() if j.truth is Truth.YES and o not in unread), "")
    held = next((o for o, j in levels.items() if j.truth is Truth.YES), "")
    best = next((o for o, j in levels.items() if j.truth is not Truth.NO), "")
    open_or_no = Truth.UNKNOWN if best else Truth.NO
    return Verdict(
        criteria=criteria.id,
        truth=Truth.YES if met else open_or_no,
        level=met,
        held=held if held != met else "",
        best=best,
        subtype=_subtype(criteria, view, judged, met),
        items=tuple(_result(i, judged[i.id]) for i in criteria.items),
        points=(points[0] / criteria.scale, points[1] / criteria.scale) if facts.scored else None,
        probability=_probability(criteria, points, column) if facts.scored else None,
        missing=levels[best].missing if best else (),
        unverified=facts.unverified,
    )


class _Facts(NamedTuple):
    """What of a set no case changes. unread: ids of items and levels that somebody remembers and nobody
    read. again: items to judge again when the unread ones are left open."""

    criteria: CriteriaSet
    scored: bool
    unread: frozenset[str]
    again: tuple[Item, ...]
    unverified: bool


@lru_cache(maxsize=512)
def _facts(name: str, knowledge: Knowledge) -> _Facts:
    return _facts_of(knowledge.criteria[name])


def _facts_of(criteria: CriteriaSet) -> _Facts:
    unread = frozenset(p.id for p in (*criteria.items, *criteria.outcomes) if p.source == UNREAD)
    rules = [i.rule for i in criteria.items] + [o.when for o in criteria.outcomes]
    return _Facts(
        criteria, any(i.points is not None or i.points_with for i in criteria.items), unread,
        tuple(i for i in criteria.items if i.id not in unread and _names_item(i.rule)),
        bool(unread) or criteria.incomplete is not None or any(_has_unset(r) for r in rules),
    )


def _judge(criteria: CriteriaSet, view: CaseView) -> dict[str, Judgement]:
    """Each item, in order: later ones may name earlier ones."""
    judged: dict[str, Judgement] = {}
    for item in criteria.items:
        truth = evaluate(item.rule, view, judged)
        judged[item.id] = Judgement(
            truth.truth, truth.findings, broadest(truth.missing, view.knowledge)
        )
    return judged


def _left_open(facts: _Facts, view: CaseView, judged: dict[str, Judgement]) -> dict[str, Judgement]:
    """The items again, as if nothing could be said about the unread ones."""
    again = judged | {i.id: Judgement(Truth.UNKNOWN) for i in facts.criteria.items if i.id in facts.unread}
    for item in facts.again:
        again[item.id] = evaluate(item.rule, view, again)
    return again


def _names_item(node: Expression) -> bool:
    return node.op == "item" or any(_names_item(part) for part in node.parts)


def _levels(
    criteria: CriteriaSet, view: CaseView, judged: dict[str, Judgement], column: str
) -> dict[str, Judgement]:
    """Each level, best first."""
    by_points = any(o.least is not None for o in criteria.outcomes)
    points = points_of(criteria.items, judged, column) if by_points else (0, 0)
    start = Judgement(Truth.YES)
    if criteria.precondition is not None:
        start = evaluate(criteria.precondition, view, judged)
    if start.truth is Truth.NO:
        return {o.id: start for o in criteria.outcomes}
    return {o.id: _level(o, view, judged, points, column) for o in criteria.outcomes}


def _subtype(
    criteria: CriteriaSet, view: CaseView, judged: dict[str, Judgement], met: str
) -> str:
    """The first subtype that holds, where a level is met that is good enough to be parted."""
    order = [o.id for o in criteria.outcomes]
    if not met or not criteria.subtypes or order.index(met) > order.index(criteria.subtypes_from):
        return ""
    for kind in criteria.subtypes:
        truth = Truth.YES if kind.when is None else evaluate(kind.when, view, judged).truth
        if truth is not Truth.NO:
            return kind.id if truth is Truth.YES else ""
    return ""


def _result(item: Item, judged: Judgement) -> ItemResult:
    return ItemResult(
        item=item.id,
        truth=judged.truth,
        findings=judged.findings,
        missing=judged.missing,
        reference=item.source,
    )


@lru_cache(maxsize=8192)
def broadest(missing: tuple[str, ...], knowledge: Knowledge) -> tuple[str, ...]:
    """Without concepts that another one in the list includes: one question instead of five.

    >>> from myotome.knowledge import load
    >>> broadest(("babinski_sign", "upper_motor_neuron_sign"), load())
    ('upper_motor_neuron_sign',)
    """
    if len(missing) < 2:
        return missing
    return tuple(
        m for m in missing if not any(o != m and knowledge.is_a(m, o) for o in missing)
    )


def _column(criteria: CriteriaSet, view: CaseView, judged: dict[str, Judgement]) -> str:
    for name, rule in criteria.column.items():
        if evaluate(rule, view, judged).truth is Truth.YES:
            return name
    return DEFAULT_COLUMN


def _settling_column(criteria: CriteriaSet, view: CaseView, judged: dict[str, Judgement]) -> str:
    """The column that the case chooses, or the plain one while only that settles a level.

    Half a biopsy report would else turn a level that is met into one that cannot be said.
    """
    column = _column(criteria, view, judged)
    if column == DEFAULT_COLUMN:
        return column
    plain = _levels(criteria, view, judged, DEFAULT_COLUMN)
    settled = next((o for o, j in plain.items() if j.truth is Truth.YES), "")
    chosen = _levels(criteria, view, judged, column)
    return DEFAULT_COLUMN if settled and chosen[settled].truth is Truth.UNKNOWN else column


def _points(item: Item, column: str) -> int:
    return item.points_with.get(column, 0) if column != DEFAULT_COLUMN else item.points or 0


def points_of(items: tuple[Item, ...], judged: dict[str, Judgement], column: str) -> Points:
    """Fewest and most points that can come out, in the set's integers: open items both ways.

    Of a domain only the highest item that holds counts, so a domain with one met item is at least
    worth that.
    """
    domains: dict[str, list[Item]] = {}
    for item in items:
        domains.setdefault(item.domain or item.id, []).append(item)
    least = most = 0
    for members in domains.values():
        yes = [_points(i, column) for i in members if judged[i.id].truth is Truth.YES]
        maybe = [_points(i, column) for i in members if judged[i.id].truth is Truth.UNKNOWN]
        least += max(yes) if yes else min([0, *maybe])
        most += max([*yes, *maybe] if yes else [0, *maybe])
    return least, most


def _level(
    outcome: Outcome, view: CaseView, judged: dict[str, Judgement], points: Points, column: str
) -> Judgement:
    parts = []
    if outcome.unless is not None:
        contrary = evaluate(outcome.unless, view, judged)
        if contrary.truth is Truth.YES:
            return negate(contrary)
    if outcome.when is not None:
        parts.append(evaluate(outcome.when, view, judged))
    least = outcome.least
    if column != DEFAULT_COLUMN:
        least = outcome.least_with.get(column, least)
    if least is not None:
        open_items = (j.missing for j in judged.values() if j.truth is Truth.UNKNOWN)
        parts.append(_reach(points, least, tuple(dict.fromkeys(m for o in open_items for m in o))))
    return all_of(parts)


def _reach(points: Points, least: int, missing: tuple[str, ...]) -> Judgement:
    if points[0] >= least:
        return Judgement(Truth.YES)
    return Judgement(Truth.NO) if points[1] < least else Judgement(Truth.UNKNOWN, (), missing)


def _probability(
    criteria: CriteriaSet, points: Points, column: str
) -> tuple[float, float] | None:
    """The published logistic of the score: slope 1, the column's midpoint in points."""
    middle = criteria.logistic.get(column)
    if middle is None:
        return None
    low, high = (1 / (1 + exp(middle - p / criteria.scale)) for p in points)
    return (low, high)


def _has_unset(node: Expression | None) -> bool:
    return node is not None and (node.op == "unset" or any(_has_unset(p) for p in node.parts))

