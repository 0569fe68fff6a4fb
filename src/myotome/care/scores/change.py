"""Two values of one score: improved, worsened, or within what may be chance."""

from __future__ import annotations

from fractions import Fraction

from myotome.answer import ScoreChange
from myotome.care.scores.form import Filled
from myotome.care.scores.value import Table, total_of, value_of
from myotome.formats.trouble import refuse
from myotome.knowledge.model import Change, Score
from myotome.units import exact


def counts(change: Fraction, limit: Change) -> bool:
    """Is the size of the change at least ``from``, or more than ``above``?

    >>> counts(Fraction(-8), Change(above=8, source="x")), counts(Fraction(-1), Change(from_=1, source="x"))
    (False, True)
    """
    size = abs(change)
    if limit.above is not None:
        return size > exact(limit.above)
    return limit.from_ is not None and size >= exact(limit.from_)


def compare(score: Score, before: Filled, after: Filled, table: Table | None = None) -> ScoreChange:
    """The change from the first form to the second. Raises MyotomeError for dates out of order.

    Values of another side, device or version of the instrument are not compared.
    """
    in_order(before, after)
    first, second = value_of(score, before, table), value_of(score, after, table)
    differing = tuple(k for k in score.same if before.values.get(k) != after.values.get(k))
    if differing:
        return ScoreChange(before=first, after=second, verdict="not_comparable", differing=differing)
    if score.method == "stages":
        verdict = "not_computed" if not (first.stage and second.stage) else "unchanged" if first.stage == second.stage else "no_limit"
        return ScoreChange(before=first, after=second, verdict=verdict)
    old, new = total_of(score, before)[0], total_of(score, after)[0]
    if old is None or new is None:
        return ScoreChange(before=first, after=second, verdict="not_computed")
    of, change = "total", new - old
    if score.change is not None and score.change.of == "converted":
        if first.converted is None or second.converted is None:
            return ScoreChange(before=first, after=second, verdict="no_table", change=float(change))
        of, change = "converted", exact(second.converted) - exact(first.converted)
    adjusted = _adjusted(score, before, after, change)
    return ScoreChange(
        before=first, after=second, verdict=_verdict(score, change if adjusted is None else adjusted), change=float(change), of=of,
        adjusted=None if adjusted is None else float(adjusted),
    )


def in_order(before: Filled, after: Filled) -> None:
    """Raise MyotomeError when both forms have a date and the second is the earlier."""
    if before.date and after.date and after.date < before.date:
        raise refuse("score.dates", after.name, f"{before.date} > {after.date}")


def _adjusted(score: Score, before: Filled, after: Filled, change: Fraction) -> Fraction | None:
    """The change without that of an item between two grades that do not count; None if there is none."""
    rule = score.adjusted
    if rule is None:
        return None
    old, new = before.values.get(rule.item), after.values.get(rule.item)
    grades = {exact(g) for g in rule.grades}
    if isinstance(old, Fraction) and isinstance(new, Fraction) and old != new and {old, new} == grades:
        return change - (new - old)
    return None


def _verdict(score: Score, change: Fraction) -> str:
    if not change:
        return "unchanged"
    if score.change is None or score.direction == "none":
        return "no_limit"
    if not counts(change, score.change):
        return "within"
    return "improved" if (change > 0) == (score.direction == "up") else "worsened"
