"""Follow-up of one patient: one time line, responses, alarms, tests due."""

from __future__ import annotations

import msgspec

from myotome.answer.score import ResponseValue, ScoreChange, ScoreValue


class TimelinePoint(msgspec.Struct, frozen=True, kw_only=True):
    """kind: "score", "laboratory", "image", "treatment_start", "treatment_end". name: id or as written.
    text: value or result as written."""

    date: str
    kind: str
    name: str
    text: str = ""


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """A response definition by change of a score, first to last value of one series."""

    definition: str
    change: ScoreChange


class Alarm(msgspec.Struct, frozen=True, kw_only=True):
    """id of the rule; best: value and date before; last: value and date now."""

    rule: str
    name: str
    best: float
    best_date: str
    last: float
    last_date: str


class DueTest(msgspec.Struct, frozen=True, kw_only=True):
    """state: "past" (its day has gone by, nothing near it in the record), "done" (a laboratory result
    is near), "next"."""

    date: str
    drug: str
    text: dict[str, str]
    state: str
    source: str


class Series(msgspec.Struct, frozen=True, kw_only=True):
    """Values of one score (one hand, one device) in order of time."""

    score: str
    label: str
    values: tuple[ScoreValue, ...]


class FollowUp(msgspec.Struct, frozen=True, kw_only=True):
    today: str
    timeline: tuple[TimelinePoint, ...]
    series: tuple[Series, ...]
    judged: tuple[Judged, ...]
    responses: tuple[ResponseValue, ...]
    alarms: tuple[Alarm, ...]
    due: tuple[DueTest, ...]
