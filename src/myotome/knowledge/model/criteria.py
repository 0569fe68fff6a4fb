"""Criteria sets and red flags, declarative and three-valued."""

from __future__ import annotations

import msgspec

from myotome.knowledge.expression import Expression
from myotome.knowledge.model.words import Names


class Item(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One line of a set. rule: when it is met. points: in the set's unit (integer tenths for
    IIM), for point sets; points_with: alternative column ("biopsy"). domain: only the highest
    item of a domain counts. ask: what to ask or do when it cannot be said."""

    id: str
    text: Names
    rule: Expression
    source: str
    points: int | None = None
    points_with: dict[str, int] = {}
    domain: str = ""
    ask: Names | None = None


class Outcome(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A level of certainty, best first. when: expression over items; least: points needed. unless:
    closes the level where it holds, and need not be ruled out."""

    id: str
    names: Names
    source: str
    when: Expression | None = None
    unless: Expression | None = None
    least: int | None = None
    least_with: dict[str, int] = {}


class CriteriaSet(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """disease: ids that the set classifies. version, paper: reference id. purpose: "diagnosis" or
    "classification". precondition: expression that must not be NO. column: expression choosing the
    ``points_with`` column, keyed by its name. scale: divisor of integer points (10 for tenths).
    logistic: (slope sign is 1) midpoint of the published probability, per column, in points.
    subtypes: the kinds into which a met level of ``subtypes_from`` or better is parted, first match.
    electrodiagnostic: nerve and needle studies alone can say something of it: shown by ``enmg``."""

    id: str
    names: Names
    version: str
    paper: str
    diseases: tuple[str, ...]
    purpose: str
    items: tuple[Item, ...]
    outcomes: tuple[Outcome, ...]
    precondition: Expression | None = None
    column: dict[str, Expression] = {}
    scale: int = 1
    logistic: dict[str, float] = {}
    electrodiagnostic: bool = False
    subtypes: tuple[Outcome, ...] = ()
    subtypes_from: str = ""
    incomplete: Names | None = None
    note: Names | None = None


class RedFlagRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """urgency: now, today, soon. message: what it may mean; act: what to do. unless: keeps the flag
    down where it holds ("blocks were looked for"); silence about it does not."""

    id: str
    names: Names
    message: Names
    act: Names
    urgency: str
    when: Expression
    source: str
    unless: Expression | None = None
    diseases: tuple[str, ...] = ()
