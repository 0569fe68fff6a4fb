"""What next: tests, alarms, and the course in order."""

from __future__ import annotations

import msgspec

from myotome.case import Evidence
from myotome.terms import Side


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """One result of a test: the finding there or not, its chance, and the likeliest diseases then, as
    shares among the diseases ranked ("other" apart). now: share of the first of them before the test."""

    concept: str
    present: bool
    chance: float
    ranking: tuple[tuple[str, float], ...] = ()
    now: float = 0.0


class NextTest(msgspec.Struct, frozen=True, kw_only=True):
    """test: id in knowledge/tests. gain: expected fall of entropy (bits) of the ranking; loss: expected
    fall of the loss by a wrong diagnosis (harm of missing it x treatability); value: the figure that
    orders the list (loss and must-not-miss weight over burden). separates: diseases or sites that it
    tells apart. sites: where to do it. bundle: what can be done in the same go. outcomes: what its
    most telling results would do to the ranking. repeat: the rule of the test (by number) for which it
    is done again; None when it was not done."""

    test: str
    gain: float
    value: float
    loss: float = 0.0
    burden: float = 0.0
    bundle: str = ""
    outcomes: tuple[Outcome, ...] = ()
    separates: tuple[str, ...] = ()
    sites: tuple[tuple[str, Side], ...] = ()
    because: str = ""
    repeat: int | None = None


class RedFlag(msgspec.Struct, frozen=True, kw_only=True):
    """flag: id in knowledge/red_flags. findings: what raised it. urgency: "now", "today", "soon".
    shown: at most three stand before the reader at once; the others wait until one is dealt with.
    dismissed: the reader's reason for setting it aside, "" when it stands."""

    flag: str
    urgency: str
    findings: tuple[int, ...] = ()
    shown: bool = True
    dismissed: str = ""


class Milestone(msgspec.Struct, frozen=True, kw_only=True):
    """A disease new to a list ("most_likely" or "not_to_miss") at its place; because: the finding that
    brought it, "" when only age, sex, tempo or place speak; present: False when it was its absence."""

    disease: str
    list: str
    place: int
    because: str = ""
    present: bool = True


class Stage(msgspec.Struct, frozen=True, kw_only=True):
    """What could be concluded after one visit. ranking: the likeliest with their probability."""

    when: str
    ranking: tuple[tuple[str, float], ...] = ()
    milestones: tuple[Milestone, ...] = ()


class TimelineEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One dated or anchored event; months: since onset, None when unknown."""

    when: str
    months: float | None = None
    age: float | None = None
    findings: tuple[int, ...] = ()
    evidence: tuple[Evidence, ...] = ()
