"""Typed form of ``settings/wear_off.yaml``."""

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


class Kinetics(Shape, frozen=True):
    alpha_half_life_days: float
    beta_half_life_days: float
    beta_cv: float
    central_l_per_kg: float
    steady_l_per_kg: float
    effect_half_life_days: float
    half_saturation: tuple[float, ...]
    steepness: tuple[tuple[float, float], ...]
    steepness_source: str
    beta_grid: int
    source: str
    rule_source: str


class Prior(Shape, frozen=True):
    no_wear_off: Number
    greatest_in_changes: Number
    noise_spread: tuple[float, ...]
    noise_source: str


class Followed(Shape, frozen=True):
    """A measure. important_change: None when none is published: then a trend only. raw: decides only
    through the site's own table. most: more than that nobody has: a wrong unit or a slip."""

    most: float
    noise: float
    noise_source: str
    unit: str
    names: Names
    important_change: float | None = None
    change_source: str = ""
    raw: bool = False


class Weeks(Shape, frozen=True):
    least: int
    most: int


class Rules(Shape, frozen=True):
    least_cycles: int
    least_each_phase: int
    early: float
    late: float
    visit_after_days: int
    interval_weeks: Weeks
    margin_days: int
    dose_shares: tuple[float, ...]
    sure: float
    stated: float
    stable_weeks: dict[str, int]
    reassess_cycles: tuple[int, int]
    most_gap_days: int
    falling: float
    source: str
    choice_source: str


class Stop(Shape, frozen=True):
    source: str
    text: Names


class WearOffSettings(Shape, frozen=True):
    """``settings/wear_off.yaml``."""

    kinetics: Kinetics
    prior: Prior
    measures: dict[str, Followed]
    most_grams: float
    rules: Rules
    stop: Stop


@lru_cache(maxsize=4)
def wear_off_settings(knowledge: Knowledge) -> WearOffSettings:
    """The settings, checked for shape. Raises msgspec.ValidationError."""
    return msgspec.convert(knowledge.settings["wear_off"], WearOffSettings)
