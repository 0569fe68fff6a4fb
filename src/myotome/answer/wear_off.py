"""Individual wear-off of immunoglobulin, what the record supports, and what it still lacks."""

from __future__ import annotations

import msgspec


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """A number with its 90 % interval."""

    value: float
    low: float
    high: float


class Regime(msgspec.Struct, frozen=True, kw_only=True):
    """A dose every so many weeks. nadir: predicted lowest value. within: probability that the loss
    from the present peak stays within the important change. grams_a_week."""

    weeks: float
    grams: float
    nadir: Span
    within: float
    grams_a_week: float


class Curve(msgspec.Struct, frozen=True, kw_only=True):
    """Fitted course: days of the record, with middle, low and high of the value."""

    days: tuple[float, ...]
    middle: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


class WearOff(msgspec.Struct, frozen=True, kw_only=True):
    """refused: why nothing is proposed, as a label id, or "". needed: ISO dates of the visits still
    needed. change: important change used. wear_off: a cycle, at the present regimen; any: probability
    that there is some; stated: is it said? noise: of one measurement. stable_weeks: of the record,
    needed_weeks: asked for. longest: at the present dose; lowest: at the present interval; next: the
    one change that may come first. earliest_loss_day: when the loss would pass the change."""

    measure: str
    start: str
    measured: tuple[tuple[float, float], ...]
    infused: tuple[tuple[float, float], ...]
    cycles: int
    change: float | None
    refused: str = ""
    needed: tuple[str, ...] = ()
    wear_off: Span | None = None
    any: float = 0.0
    stated: bool = False
    noise: float = 0.0
    half_life: Span | None = None
    present: Regime | None = None
    longest: Regime | None = None
    lowest: Regime | None = None
    next: Regime | None = None
    next_kind: str = ""
    earliest_loss_day: float | None = None
    stable_weeks: float = 0.0
    needed_weeks: int = 0
    falling: float = 0.0
    curve: Curve | None = None
    notes: tuple[str, ...] = ()
