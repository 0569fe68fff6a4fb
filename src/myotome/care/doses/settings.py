"""Typed form of ``settings/doses.yaml``."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from myotome.knowledge.model import Names
from myotome.knowledge.store import Knowledge


class Shape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Unknown fields of the settings file are refused."""


class Number(Shape, frozen=True):
    value: float
    source: str


class Bounds(Shape, frozen=True):
    low: float
    high: float
    source: str


class Surface(Shape, frozen=True):
    divisor: float
    source: str


class IdealWeight(Shape, frozen=True):
    male_kg: float
    female_kg: float
    per_cm: float
    from_cm: float
    source: str


class AdjustedWeight(Shape, frozen=True):
    from_bmi: float
    factor: float
    source: str


class DailyLimit(Shape, frozen=True):
    usual: float
    at_risk: float
    source: str


class RiskItem(Shape, frozen=True):
    """above, from: cut-off of a derived item ("above" excludes it)."""

    id: str
    names: Names
    points: int = 0
    derived: bool = False
    above: float | None = None
    from_: float | None = msgspec.field(default=None, name="from")


class ThrombosisPoints(Shape, frozen=True):
    slow_from: int
    source: str
    items: tuple[RiskItem, ...]
    alone: tuple[RiskItem, ...]
    slow_below_egfr: Number


class MostRate(Shape, frozen=True):
    usual: float
    at_risk: float


class InfusionRates(Shape, frozen=True):
    percent: float
    steps_mg_kg_min: tuple[float, ...]
    steps_source: str
    start_mg_kg_min: float
    most_mg_kg_min: MostRate
    minutes: int
    minutes_source: str
    source: str


class Subcutaneous(Shape, frozen=True):
    weeks_in_month: float
    divisor: float
    factors: tuple[float, ...]
    recheck_weeks: tuple[int, ...]
    source: str


class CreatinineUnit(Shape, frozen=True):
    """per_mg_dl: how many of this unit are 1 mg/dL. low, high: plausible values in this unit."""

    words: tuple[str, ...]
    per_mg_dl: float
    low: float
    high: float


class Creatinine(Shape, frozen=True):
    units: dict[str, CreatinineUnit]
    source: str


class Egfr(Shape, frozen=True):
    source: str
    scale: float
    kappa: dict[str, float]
    alpha: dict[str, float]
    beyond: float
    age: float
    female: float


class DoseSettings(Shape, frozen=True):
    """``settings/doses.yaml``."""

    adult_age: Number
    weight_kg: dict[str, Bounds]
    height_cm: Bounds
    age_years: Bounds
    assumed_adult_from_kg: float
    body_surface: Surface
    ideal_weight: IdealWeight
    adjusted_weight: AdjustedWeight
    daily_limit_g_per_kg: DailyLimit
    thrombosis_points: ThrombosisPoints
    infusion: InfusionRates
    vials_g: tuple[float, ...]
    subcutaneous: Subcutaneous
    creatinine: Creatinine
    egfr: Egfr


@lru_cache(maxsize=4)
def dose_settings(knowledge: Knowledge) -> DoseSettings:
    """The settings, checked for shape. Raises msgspec.ValidationError."""
    return msgspec.convert(knowledge.settings["doses"], DoseSettings)
