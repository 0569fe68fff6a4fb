"""Typed form of ``settings/followup.yaml``."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from myotome.knowledge.model import Names
from myotome.knowledge.store import Knowledge


class Shape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Unknown fields of the settings file are refused."""


class Definition(Shape, frozen=True):
    id: str
    names: Names
    score: str
    source: str


class AlarmRule(Shape, frozen=True):
    """from_: so much worse than the best value before, or more."""

    id: str
    names: Names
    score: str
    source: str
    from_: float = msgspec.field(name="from")


class RisingEnzyme(Shape, frozen=True):
    """At least ``factor`` times the lowest value before, and above ``above_upper`` upper limits."""

    enzymes: tuple[str, ...]
    factor: float
    above_upper: float
    source: str
    names: Names


class FollowUpSettings(Shape, frozen=True):
    """``settings/followup.yaml``."""

    responses: tuple[Definition, ...]
    alarms: tuple[AlarmRule, ...]
    rising_enzyme: RisingEnzyme
    due_within_days: int
    confirm_within_days: int
    source: str


@lru_cache(maxsize=4)
def followup_settings(knowledge: Knowledge) -> FollowUpSettings:
    """The settings, checked for shape. Raises msgspec.ValidationError."""
    return msgspec.convert(knowledge.settings["followup"], FollowUpSettings)
