"""What next: tests, alarms, and the course in order."""

from __future__ import annotations

import msgspec

from myotome.case import Evidence
from myotome.terms import Side


class NextTest(msgspec.Struct, frozen=True, kw_only=True):
    """test: id in knowledge/tests. gain: expected fall of entropy (bits) of the ranking; value: the
    figure that orders the list (gain and must-not-miss weight over cost). separates: diseases or
    sites that it tells apart. sites: where to do it."""

    test: str
    gain: float
    value: float
    separates: tuple[str, ...] = ()
    sites: tuple[tuple[str, Side], ...] = ()
    because: str = ""


class RedFlag(msgspec.Struct, frozen=True, kw_only=True):
    """flag: id in knowledge/red_flags. findings: what raised it. urgency: "now", "today", "soon"."""

    flag: str
    urgency: str
    findings: tuple[int, ...] = ()


class TimelineEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One dated or anchored event; months: since onset, None when unknown."""

    when: str
    months: float | None = None
    age: float | None = None
    findings: tuple[int, ...] = ()
    evidence: tuple[Evidence, ...] = ()
