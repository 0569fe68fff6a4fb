"""The value of a score, a change between two values, a response between two visits."""

from __future__ import annotations

import msgspec

Text = dict[str, str]


class ItemPoints(msgspec.Struct, frozen=True, kw_only=True):
    """key: item, and place ("deltoid.left"). value: as filled in. points: what it adds; None if it adds none."""

    key: str
    value: str
    points: float | None = None


class ScoreValue(msgspec.Struct, frozen=True, kw_only=True):
    """total: None when it cannot be computed. exact: the total without rounding ("11/8"). missing:
    keys that are needed. left_out: groups left out by the score's own rule. typed: the total was typed
    in. stage: of a staging, with the domains lost. band: what totals like it are called. slope: points
    lost a month. converted: by the site's own table. predicted: expected value."""

    score: str
    date: str = ""
    total: float | None = None
    exact: str = ""
    typed: bool = False
    points: tuple[ItemPoints, ...] = ()
    missing: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    stage: str = ""
    lost: tuple[str, ...] = ()
    band: Text = {}
    band_source: str = ""
    slope: float | None = None
    slope_band: Text = {}
    predicted: float | None = None
    converted: float | None = None
    assumed: tuple[str, ...] = ()


class ScoreChange(msgspec.Struct, frozen=True, kw_only=True):
    """verdict: "improved", "worsened", "within" (below the change that counts), "unchanged", "no_limit"
    (no published limit), "not_comparable" (``differing`` items), "not_computed". change: after - before,
    of the total or, when ``of`` says so, of the converted one. adjusted: of the adjusted total."""

    before: ScoreValue
    after: ScoreValue
    verdict: str
    change: float | None = None
    of: str = "total"
    adjusted: float | None = None
    differing: tuple[str, ...] = ()


class MeasureChange(msgspec.Struct, frozen=True, kw_only=True):
    """item: that both visits have, "" when missing. change: in per cent, improvement positive: of the
    range for points, of the first value for a count. low, high: points it gives, or may give."""

    measure: str
    item: str = ""
    before: float | None = None
    after: float | None = None
    change: float | None = None
    low: float = 0
    high: float = 0
    improved: bool = False
    worsened: bool = False


class ResponseValue(msgspec.Struct, frozen=True, kw_only=True):
    """low, high: total points, equal when no measure is missing. outcome: id, "" when it depends on
    what is missing. improved, worsened: numbers of measures, of a count."""

    response: str
    measures: tuple[MeasureChange, ...]
    low: float = 0
    high: float = 0
    outcome: str = ""
    improved: int = 0
    worsened: int = 0
    missing: tuple[str, ...] = ()
