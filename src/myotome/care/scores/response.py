"""Published definitions of response in myositis: points of each core measure, or a count.

Sources: ../shared/facts/scores.md E3 (Total Improvement Score, table T3 of PMC5577002; IMACS 2003).
"""

from __future__ import annotations

from fractions import Fraction

from myotome.answer import MeasureChange, ResponseValue
from myotome.care.scores.change import in_order
from myotome.care.scores.form import Filled
from myotome.formats.trouble import refuse
from myotome.knowledge.model import Measure, Response
from myotome.knowledge.names import plain
from myotome.knowledge.store import Knowledge
from myotome.units import exact


def find_response(name: str, knowledge: Knowledge) -> Response | None:
    """By id, name or other word; None if none."""
    wanted = plain(name)
    for response in knowledge.responses.values():
        if wanted in {plain(n) for n in (response.id, response.names.fr, response.names.en, *response.words)}:
            return response
    return None


def respond(response: Response, before: Filled, after: Filled) -> ResponseValue:
    """The response from the first visit to the second. A missing measure gives a range, not a value.

    Raises MyotomeError for dates out of order, or two versions of a measure.
    """
    in_order(before, after)
    measures = tuple(_measure(m, response, before, after) for m in response.measures)
    missing = tuple(m.measure for m in measures if m.change is None)
    if response.kind == "points":
        low, high = sum(exact(m.low) for m in measures), sum(exact(m.high) for m in measures)
        at_low, at_high = _outcome(response, low), _outcome(response, high)
        return ResponseValue(
            response=response.id, measures=measures, low=float(low), high=float(high),
            outcome=at_low if at_low == at_high else "", missing=missing,
        )
    return _counted(response, measures, missing)


def _outcome(response: Response, total: Fraction) -> str:
    return next(o.id for o in response.outcomes if total >= exact(o.from_))


def _measure(measure: Measure, response: Response, before: Filled, after: Filled) -> MeasureChange:
    """The change of one measure by the item that both visits have."""
    item = _item(measure, before, after)
    most = max([points for _, points in measure.bands] + [measure.above_points])
    if item is None:
        return MeasureChange(measure=measure.id, low=0, high=most)
    old, new = before.values[item], after.values[item]
    better = (old - new) if measure.direction[item] == "down" else (new - old)
    if response.kind == "points":
        change = better / _range(measure, item, before, after) * 100
        points = _points(measure, change)
        return MeasureChange(
            measure=measure.id, item=item, before=float(old), after=float(new), change=float(change), low=points, high=points,
        )
    return _relative(measure, response, item, old, new, better)


def _relative(measure: Measure, response: Response, item: str, old: Fraction, new: Fraction, better: Fraction) -> MeasureChange:
    """Change in per cent of the first value; from 0 any worsening is beyond every limit."""
    if old:
        change = better / old * 100
        improved = change >= exact(response.improved_from)
        worsened = _beyond(-change, response)
    else:
        change, improved, worsened = Fraction(0), better > 0, better < 0
    return MeasureChange(
        measure=measure.id, item=item, before=float(old), after=float(new), change=float(change), improved=improved, worsened=worsened,
    )


def _beyond(worsening: Fraction, response: Response) -> bool:
    if response.worsened_above is not None:
        return worsening > exact(response.worsened_above)
    return response.worsened_from is not None and worsening >= exact(response.worsened_from)


def _item(measure: Measure, before: Filled, after: Filled) -> str | None:
    """The item that is followed: the most abnormal at the first visit, else the first that both have."""
    first = [i for i in measure.items if isinstance(before.values.get(i), Fraction)]
    if measure.most_abnormal and first:
        first = [max(first, key=lambda i: (before.values[i], -measure.items.index(i)))]
    return next((i for i in first if isinstance(after.values.get(i), Fraction)), None)


def _range(measure: Measure, item: str, before: Filled, after: Filled) -> Fraction:
    """The range of an item: its own, or that of the version used at both visits."""
    if item in measure.range:
        return exact(measure.range[item])
    key = measure.range_by[item]
    old, new = before.values.get(key), after.values.get(key)
    if old is None or new is None:
        raise refuse("score.version_missing", after.name if old else before.name, key)
    if old != new:
        raise refuse("score.version_differs", after.name, f"{key}: {old}, {new}")
    full = Fraction(int(old))
    if max(before.values[item], after.values[item]) > full:
        raise refuse("score.version_differs", after.name, f"{item} > {key} {old}")
    return full


def _points(measure: Measure, change: Fraction) -> float:
    """Points by the first band whose upper limit is not passed."""
    for up_to, points in measure.bands:
        if change <= exact(up_to):
            return points
    return measure.above_points


def _counted(response: Response, measures: tuple[MeasureChange, ...], missing: tuple[str, ...]) -> ResponseValue:
    """Improved when enough measures are, not too many worsened, and never strength among these."""
    strength = {m.id for m in response.measures if m.strength}
    improved = sum(m.improved for m in measures)
    worsened = [m.measure for m in measures if m.worsened]
    bad = len(worsened) > response.most_worsened or bool(strength & set(worsened))
    outcome = ""
    if bad or improved + len(missing) < response.least_improved:
        outcome = "not_improved"
    elif improved >= response.least_improved and not missing:
        outcome = "improved"
    return ResponseValue(
        response=response.id, measures=measures, improved=improved, worsened=len(worsened), outcome=outcome, missing=missing,
    )
