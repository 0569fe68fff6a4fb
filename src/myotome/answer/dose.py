"""A computed dose: every number with its formula and source; nothing here says what to give."""

from __future__ import annotations

import msgspec


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One number. label: id of its words. formula: what was computed, with its inputs ("2 g/kg × 82 kg").
    step, when rounded: to a multiple of it (in ``unit``)."""

    label: str
    formula: str
    value: float
    unit: str
    source: str
    step: float | None = None


class RateStep(msgspec.Struct, frozen=True, kw_only=True):
    """A rate, from ``minute`` of the infusion on."""

    minute: int
    mg_kg_min: float
    ml_kg_h: float
    ml_h: float


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """A risk that is present. points: 0 for one that counts by itself."""

    id: str
    points: int


class Stop(msgspec.Struct, frozen=True, kw_only=True):
    """A contraindication or caution. stop: "hard" or "soft". met: "yes" when the data given show it,
    "no" when they exclude it, else "unknown": to be asked."""

    text: dict[str, str]
    stop: str
    source: str
    met: str


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """Something to look at. days: days after the first dose, for those that have a date."""

    text: dict[str, str]
    phase: str
    source: str
    days: tuple[int, ...] = ()
    every_days: int = 0


class Infusion(msgspec.Struct, frozen=True, kw_only=True):
    """vials: (size in g, number) of each day. hours: length of the longest day, at these rates."""

    vials: tuple[tuple[tuple[float, int], ...], ...]
    rates: tuple[RateStep, ...]
    percent: float
    hours: float
    slow: bool
    points: int
    risks: tuple[Counted, ...]
    source: str


class Dose(msgspec.Struct, frozen=True, kw_only=True):
    """drug: id of ``drugs/doses``. regimen: its id, and what it is called. split: amount of each day
    (infusion, intake), in ``unit``. assumed: label ids of what was taken without being said.
    start: ISO date of the first dose, when given."""

    drug: str
    regimen: str
    unit: str
    per: str
    lines: tuple[Line, ...]
    split: tuple[float, ...]
    source: str
    infusion: Infusion | None = None
    subcutaneous: tuple[Line, ...] = ()
    stops: tuple[Stop, ...] = ()
    dues: tuple[Due, ...] = ()
    assumed: tuple[str, ...] = ()
    start: str = ""
