"""Typed form of ``settings/conduction_block.yaml`` and ``settings/conduction_sites.yaml``."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

import msgspec

from myotome.knowledge.model import Names
from myotome.knowledge.store import Knowledge
from myotome.units import exact


class Shape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Unknown fields of a settings file are refused."""


class Limit(Shape, frozen=True):
    """A published cut-off: ``above`` x (>), ``from`` x (>=), ``up_to`` x (<=), ``below`` x (<)."""

    above: float | None = None
    from_: float | None = msgspec.field(default=None, name="from")
    up_to: float | None = None
    below: float | None = None
    source: str = ""

    def holds(self, value: Fraction | None) -> bool | None:
        """Does the value meet the limit? None for an unknown value.

        >>> Limit(above=50).holds(Fraction(50)), Limit(from_=50).holds(Fraction(50))
        (False, True)
        """
        if value is None:
            return None
        return (
            (self.above is None or value > exact(self.above))
            and (self.from_ is None or value >= exact(self.from_))
            and (self.up_to is None or value <= exact(self.up_to))
            and (self.below is None or value < exact(self.below))
        )

    @property
    def bound(self) -> float | None:
        """The upper number of a duration limit."""
        return self.up_to if self.up_to is not None else self.below


class Rule(Shape, frozen=True):
    """A grade, and the drops (percent), duration change (percent) and length it asks for."""

    level: str
    amplitude: Limit | None = None
    area: Limit | None = None
    duration: Limit | None = None
    length: str = ""


class SegmentLimits(Shape, frozen=True):
    """Rules for some nerves and classes of segment; none named: for all."""

    rules: tuple[Rule, ...]
    nerves: tuple[str, ...] = ()
    not_nerves: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()

    def fit(self, nerve: str, kind: str) -> bool:
        return (
            (not self.nerves or nerve in self.nerves)
            and nerve not in self.not_nerves
            and (not self.classes or kind in self.classes)
        )


class Floor(Shape, frozen=True):
    """Least distal amplitude: in mV, and in percent of the laboratory's lower limit of normal."""

    source: str
    mv: Limit | None = None
    lln_percent: Limit | None = None


class Definition(Shape, frozen=True):
    """One published definition of a block. join: "all" or "any" of the drops that a rule names."""

    id: str
    names: Names
    reference: str
    source: str
    limits: tuple[SegmentLimits, ...]
    join: str = "all"
    graded: bool = True
    amplitude_kind: str = ""
    area_kind: str = ""
    floor: Floor | None = None
    short_mm: Limit | None = None

    def rules_for(self, nerve: str, kind: str) -> tuple[Rule, ...]:
        """The rules of the first entry that fits; none when the set has no limit for the place."""
        return next((entry.rules for entry in self.limits if entry.fit(nerve, kind)), ())


class Proximal(Shape, frozen=True):
    classes: tuple[str, ...]
    at_most: str
    source: str


class Dispersion(Shape, frozen=True):
    above: float
    source: str
    by_nerve: dict[str, Limit] = {}
    by_nerve_source: str = "memory"

    def limit(self, nerve: str) -> Limit:
        return self.by_nerve.get(nerve) or Limit(above=self.above)


class NormalNerves(Shape, frozen=True):
    least: int
    source: str


class Narrower(Shape, frozen=True):
    """A finding ``of`` at one nerve or compression site is the narrower finding ``becomes``."""

    of: str
    becomes: str
    nerve: str = ""
    entrapment: str = ""


class FindingIds(Shape, frozen=True):
    """Concept of each thing that a table can show."""

    block: str
    definite: str
    probable: str
    outside: str
    entrapment: str
    longer: str
    dispersion: str
    slow: str
    late: str
    low: str
    inexcitable: str
    f_wave: str
    sensory: str
    sensory_low: str
    sensory_over_block: str


class BlockSettings(Shape, frozen=True):
    """``settings/conduction_block.yaml``."""

    definitions: tuple[Definition, ...]
    proximal: Proximal
    deciding: tuple[tuple[str, ...], ...]
    deciding_source: str
    definite_duration: Limit
    dispersion: Dispersion
    normal_sensory_nerves: NormalNerves
    findings: FindingIds
    narrower: tuple[Narrower, ...] = ()


class Station(Shape, frozen=True):
    id: str
    names: Names
    words: dict[str, tuple[str, ...]] = {}


class Span(Shape, frozen=True):
    """Part of a nerve between two stations, both included. kind: ``class`` of the definitions."""

    from_: str = msgspec.field(name="from")
    to: str
    kind: str = msgspec.field(default="", name="class")
    length: str = ""


class NervePath(Shape, frozen=True):
    """A motor nerve: its stations, distal first. limb: "upper", "lower", "cranial", "trunk"."""

    stations: tuple[str, ...]
    limb: str
    classes: tuple[Span, ...] = ()
    whole: Span | None = None


class Entrapment(Shape, frozen=True):
    """A compression site between two stations. counts: is a drop across it taken as compression?"""

    id: str
    names: Names
    nerve: str
    between: tuple[str, str]
    counts: bool
    source: str


class Asked(Shape, frozen=True):
    nerve: str
    at_or_above: str


class Anastomosis(Shape, frozen=True):
    """Fibres that cross over. asked: the stimulation, with the same recording, that shows it.
    small_share: response below this share of the drop's distal response counts as none."""

    nerve: str
    kind: str = msgspec.field(name="class")
    asked: Asked
    small_share: float
    source: str
    small_share_source: str


class WeakAbsence(Shape, frozen=True):
    nerves: tuple[str, ...]
    source: str


class SiteSettings(Shape, frozen=True):
    """``settings/conduction_sites.yaml``."""

    source: str
    stations: tuple[Station, ...]
    nerves: dict[str, NervePath]
    same_nerve: dict[str, str]
    nerve_words: dict[str, dict[str, tuple[str, ...]]]
    entrapments: tuple[Entrapment, ...]
    anastomosis: dict[str, Anastomosis]
    temperature_floor_c: dict[str, float | str]
    limb_of_block: dict[str, str]
    distal_compression: tuple[str, ...]
    f_absence_weak: WeakAbsence


@lru_cache(maxsize=4)
def block_settings(knowledge: Knowledge) -> BlockSettings:
    """The definitions. Raises msgspec.ValidationError for a malformed settings file."""
    return msgspec.convert(knowledge.settings["conduction_block"], BlockSettings)


@lru_cache(maxsize=4)
def site_settings(knowledge: Knowledge) -> SiteSettings:
    """Stations, orders and compression sites."""
    return msgspec.convert(knowledge.settings["conduction_sites"], SiteSettings)
