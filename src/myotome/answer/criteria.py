"""A criteria set checked item by item."""

from __future__ import annotations

import msgspec

from myotome.terms import Truth


class ItemResult(msgspec.Struct, frozen=True, kw_only=True):
    """One item. findings: indices of the findings that decided it. missing: concept ids (or
    "age", "sex", "duration") that would decide it. reference: its source; memory when unread."""

    item: str
    truth: Truth
    findings: tuple[int, ...] = ()
    missing: tuple[str, ...] = ()
    reference: str = "memory"


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """The result of one set. level: the highest met level id, or "". truth: YES when a level is
    met, NO when none can be met any more, else UNKNOWN ("cannot be said"). held: the highest level
    whose rule holds, but as somebody remembers it: nobody read the rule, so it is not called met.
    best: highest level still reachable. subtype: the kind into which a met level is parted. points:
    (least, most) reachable in the set's own unit, for point sets. unverified: the set rests on
    something nobody read, or on an unset weight."""

    criteria: str
    truth: Truth
    level: str = ""
    held: str = ""
    best: str = ""
    subtype: str = ""
    items: tuple[ItemResult, ...] = ()
    points: tuple[float, float] | None = None
    probability: tuple[float, float] | None = None
    missing: tuple[str, ...] = ()
    unverified: bool = False
