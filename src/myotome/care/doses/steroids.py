"""Typed form of ``settings/steroids.yaml``, and equivalent doses."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

import msgspec

from myotome.formats.trouble import refuse
from myotome.knowledge.model import Names
from myotome.knowledge.names import plain
from myotome.knowledge.store import Knowledge
from myotome.units import exact


class Shape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Unknown fields of the settings file are refused."""


class Steroid(Shape, frozen=True):
    """mg: equal to the others' mg. step: doses are multiples of it."""

    id: str
    names: Names
    mg: float
    step: float


class Alert(Shape, frozen=True):
    """From ``from_mg`` of prednisone a day, for ``days`` or longer, or for more than ``more_than_days``."""

    id: str
    from_mg: float
    source: str
    text: Names
    days: int | None = None
    more_than_days: int | None = None

    @property
    def least_days(self) -> int:
        return self.days if self.days is not None else (self.more_than_days or 0) + 1


class Before(Shape, frozen=True):
    source: str
    text: Names


class CumulativeAlert(Shape, frozen=True):
    above_mg: float
    source: str
    text: Names


class SteroidSettings(Shape, frozen=True):
    """``settings/steroids.yaml``."""

    source: str
    equivalents: tuple[Steroid, ...]
    step_source: str
    reference: str
    before: Before
    alerts: tuple[Alert, ...]
    cumulative_alert: CumulativeAlert
    most_mg_a_day: float
    most_source: str

    def steroid(self, name: str) -> Steroid:
        """By id or name. Raises MyotomeError with the known ones."""
        for entry in self.equivalents:
            if plain(name) in {plain(entry.id), plain(entry.names.fr), plain(entry.names.en)}:
                return entry
        raise refuse("taper.steroid_unknown", "--drug", name, ", ".join(e.id for e in self.equivalents))


@lru_cache(maxsize=4)
def steroid_settings(knowledge: Knowledge) -> SteroidSettings:
    """The settings, checked for shape. Raises msgspec.ValidationError."""
    return msgspec.convert(knowledge.settings["steroids"], SteroidSettings)


def converted(mg: Fraction, given: Steroid, wanted: Steroid) -> Fraction:
    """The equal dose of another steroid, unrounded.

    >>> from myotome.knowledge import load
    >>> s = steroid_settings(load())
    >>> converted(Fraction(32), s.steroid("methylprednisolone"), s.steroid("prednisone"))
    Fraction(40, 1)
    """
    return mg * exact(wanted.mg) / exact(given.mg)
