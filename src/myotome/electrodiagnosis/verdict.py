"""One segment judged by one published definition. Exact fractions: 50 % is 50 %."""

from __future__ import annotations

from fractions import Fraction

from myotome.answer import BlockVerdict
from myotome.electrodiagnosis.segments import Segment
from myotome.electrodiagnosis.settings import BlockSettings, Definition, Floor, Rule
from myotome.units import exact

LEVELS = ("none", "probable", "definite")
YES, NO, OPEN = "yes", "no", "not_documented"


def judge(
    definition: Definition, segment: Segment, settings: BlockSettings,
    checklist: dict[str, str],
) -> BlockVerdict:
    """The verdict with its checklist; conditional when it hangs on a duration that is unknown.

    checklist: item -> status, without the distal floor, which is each definition's own.
    "not_assessable": no limit published for this nerve and segment, a value missing, a distal
    response under the floor, a stimulus stated submaximal, or fibres shown to cross over.
    """
    floor = floor_status(definition.floor, segment)
    items = {"supramaximal": checklist["supramaximal"], "distal_floor": floor, **checklist}
    cap = ""
    if segment.kind in settings.proximal.classes and checklist["supramaximal"] != YES:
        cap = settings.proximal.at_most
    unusable = (
        floor == NO
        or (definition.floor is not None and segment.distal.row.amplitude_mv is None)
        or checklist["supramaximal"] == NO
        or checklist.get("martin_gruber_excluded") == NO
    )
    conditions = () if unusable else _conditions(definition, segment, cap)
    if not conditions:
        level = "not_assessable"
    else:
        level = conditions[0][1] if len(conditions) == 1 else "conditional"
    return BlockVerdict(
        definition=definition.id, level=level, at_most=cap, checklist=tuple(items.items()),
        conditions=conditions if level == "conditional" else (), reference=definition.reference,
    )


def _conditions(
    definition: Definition, segment: Segment, cap: str,
) -> tuple[tuple[float | None, str], ...]:
    """(duration limit, level) pairs; one pair when the duration is known or plays no part; none
    when it cannot be judged."""
    rules = definition.rules_for(segment.nerve, segment.kind)
    truths = [(rule, _met(rule, definition, segment)) for rule in rules]
    met = [rule for rule, truth in truths if truth]
    if not rules or (not met and any(truth is None for _, truth in truths)):
        return ()
    if segment.vanished:
        return ((None, _capped(max((r.level for r in met), key=LEVELS.index, default=LEVELS[0]), cap)),)
    if segment.duration is not None:
        return ((None, _level(met, segment.duration, cap)),)
    bounds = sorted({r.duration.bound for r in met if r.duration is not None})
    pieces: list[tuple[float | None, str]] = []
    for low, high in zip([None, *bounds], [*bounds, None], strict=True):
        level = _level(met, _inside(low, high), cap)
        if pieces and pieces[-1][1] == level:
            pieces.pop()
        pieces.append((high, level))
    return tuple(pieces)


def _inside(low: float | None, high: float | None) -> Fraction:
    """A duration change between two limits."""
    if high is None:
        return exact(low or 0) + 1
    return (exact(high) + exact(low)) / 2 if low is not None else exact(high) - 1


def _level(met: list[Rule], duration: Fraction, cap: str) -> str:
    fit = [r.level for r in met if r.duration is None or r.duration.holds(duration)]
    return _capped(max(fit, key=LEVELS.index, default=LEVELS[0]), cap)


def _capped(level: str, cap: str) -> str:
    return min(level, cap, key=LEVELS.index) if cap else level


def _met(rule: Rule, definition: Definition, segment: Segment) -> bool | None:
    """Are the rule's drops reached, its duration apart? None when a needed value is unknown."""
    if rule.length and rule.length != _length(definition, segment):
        return False
    parts = [
        limit.holds(value)
        for limit, value in (
            (rule.amplitude, _of_kind(segment.amplitude, definition.amplitude_kind, segment, "amplitude_kind")),
            (rule.area, _of_kind(segment.area, definition.area_kind, segment, "area_kind")),
        )
        if limit is not None
    ]
    if definition.join == "any":
        return True if True in parts else (None if None in parts else False)
    return False if False in parts else (None if None in parts else True)


def _of_kind(value: Fraction | None, asked: str, segment: Segment, field: str) -> Fraction | None:
    """The drop, unless it was measured in another way than the definition asks."""
    given = getattr(segment.distal.row, field) or getattr(segment.proximal.row, field)
    return value if segment.vanished or not asked or not given or given == asked else None


def _length(definition: Definition, segment: Segment) -> str:
    """Long or short: by the measured distance where the definition names one, else by its place."""
    distance = segment.proximal.row.distance_mm
    if definition.short_mm is not None and distance is not None:
        return "short" if definition.short_mm.holds(exact(distance)) else "long"
    return segment.length


def floor_status(floor: Floor | None, segment: Segment) -> str:
    """Is the distal response large enough? "not_documented" when amplitude or limit is not given."""
    row = segment.distal.row
    if row.amplitude_mv is None:
        return OPEN
    amplitude = exact(row.amplitude_mv)
    parts: list[bool | None] = []
    if floor is not None and floor.mv is not None:
        parts.append(floor.mv.holds(amplitude))
    if floor is not None and floor.lln_percent is not None:
        limit = segment.amplitude_limit
        share = 100 * amplitude / exact(limit) if limit else None
        parts.append(floor.lln_percent.holds(share))
    if False in parts:
        return NO
    return OPEN if None in parts or not parts else YES
