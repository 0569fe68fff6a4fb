"""Scores: items, points, totals, changes that count. One list of scores a file in ``scores/``."""

from __future__ import annotations

import msgspec

from myotome.knowledge.model.words import Names


class Band(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A number from ``from`` on (or above ``above``) gives ``points`` or is called ``text``; the first
    band that holds counts. Neither bound: holds for all that is left."""

    from_: float | None = msgspec.field(default=None, name="from")
    above: float | None = None
    points: float | None = None
    text: Names | None = None
    source: str = ""


class ScoreItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """kind: "grade" (low..high by step), "yes_no", "word" (one of ``words``), "text" (free), "list"
    (several grades of which the greatest counts), "times_upper" (a multiple of the upper limit, or "value/limit").

    places: the item is asked once for each ("left", "right"). bands: points of a measured number.
    bands_by: item whose word chooses among several bands. doubled_by: yes/no item that doubles it.
    scored: its points enter the total. optional: may stay empty. anchors: what a grade means.
    """

    id: str
    names: Names
    kind: str = "grade"
    low: float = 0
    high: float = 1
    step: float = 1
    unit: str = ""
    places: tuple[str, ...] = ()
    anchors: dict[str, Names] = {}
    words: dict[str, Names] = {}
    bands: tuple[Band, ...] = ()
    bands_by: str = ""
    bands_of: dict[str, tuple[Band, ...]] = {}
    doubled_by: str = ""
    scored: bool = True
    optional: bool = False


class ItemGroup(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Items of which the greatest counts. raised_by: yes/no item that raises it to ``raised_to``."""

    id: str
    names: Names
    items: tuple[str, ...]
    raised_by: str = ""
    raised_to: float = 0


class Condition(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """An item of at most ``up_to``, below ``below``, or ``yes``."""

    item: str
    up_to: float | None = None
    below: float | None = None
    yes: bool = False


class Domain(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A region or function that is lost when any of ``any`` and all of ``all`` hold."""

    id: str
    names: Names
    any: tuple[Condition, ...] = ()
    all: tuple[Condition, ...] = ()


class StageRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A stage that holds, whatever the number of domains, when any of its conditions does."""

    stage: str
    any: tuple[Condition, ...]


class Change(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A change that counts: of at least ``from``, or more than ``above``. of: "total" or "converted"
    (by the site's own table). ignore: item whose change between two grades does not count."""

    source: str
    from_: float | None = msgspec.field(default=None, name="from")
    above: float | None = None
    of: str = "total"
    note: Names | None = None


class IgnoredChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Adjusted total: a change of ``item`` between these two grades is left out."""

    item: str
    grades: tuple[float, float]
    source: str


class Slope(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """(maximum - total) / months since onset, and what its bands are called."""

    months: str
    maximum: float
    bands: tuple[Band, ...]
    source: str


class Predicted(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A predicted value: constant + sum of coefficient x item, by the word of item ``by``."""

    by: str
    terms: dict[str, dict[str, float]]
    source: str


class Score(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """method: "sum", "greatest", "mean_of_groups" (at least ``least_groups``), "stages" (number of
    domains, unless a rule holds), "typed" (only the total is known) or "none" (a form that others read). low..high: of the total.
    direction: "up" (higher is better), "down" or "none". same: items that must be equal for two values
    to be compared. convertible: the site may give a table from raw totals to another unit.
    licence: who owns it, what is shipped. bands: what totals are called. source: of items and scoring.
    """

    id: str
    names: Names
    version: str
    source: str
    licence: Names
    direction: str
    low: float
    high: float
    method: str = "sum"
    items: tuple[ScoreItem, ...] = ()
    groups: tuple[ItemGroup, ...] = ()
    least_groups: int = 0
    domains: tuple[Domain, ...] = ()
    stage_rules: tuple[StageRule, ...] = ()
    bands: tuple[Band, ...] = ()
    change: Change | None = None
    adjusted: IgnoredChange | None = None
    slope: Slope | None = None
    predicted: Predicted | None = None
    same: tuple[str, ...] = ()
    convertible: str = ""
    unit: str = ""
    words: tuple[str, ...] = ()
    note: Names | None = None


class Measure(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One core measure of a response definition. items: the first of these that both visits have.
    range: of each, for the absolute change in per cent; range_by: the item that
    holds it. direction: "up" or "down". bands: points by
    change, the first whose ``up_to`` is not passed. most_abnormal: the item highest at the first visit
    is followed. strength: never counted among those that worsened."""

    id: str
    names: Names
    items: tuple[str, ...]
    range_source: str
    direction: dict[str, str]
    range: dict[str, float] = {}
    range_by: dict[str, str] = {}
    bands: tuple[tuple[float, float], ...] = ()
    above_points: float = 0
    most_abnormal: bool = False
    strength: bool = False


class Outcomes(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A name for totals of at least ``from``."""

    id: str
    names: Names
    from_: float = msgspec.field(name="from")


class Response(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A published definition of response between two visits. form: the score whose items are read.
    kind: "points" (sum of band points) or "count" (improved and worsened measures).
    outcomes: highest first. improved_from, least_improved, worsened_from or worsened_above,
    most_worsened: of a count, relative change in per cent."""

    id: str
    names: Names
    form: str
    kind: str
    source: str
    measures: tuple[Measure, ...]
    outcomes: tuple[Outcomes, ...] = ()
    improved_from: float = 0
    least_improved: int = 0
    worsened_from: float | None = None
    worsened_above: float | None = None
    most_worsened: int = 0
    words: tuple[str, ...] = ()
    note: Names | None = None
