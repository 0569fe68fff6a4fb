"""Limits of normal: the laboratory's own first, published tables as fallback, always named.

A row that brings its own limits keeps them. ``low_from`` and ``high_from`` of a filled row say whose
limits they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

import msgspec

from myotome.case import ConductionRow, NormalLimit, Patient
from myotome.knowledge.names import find
from myotome.knowledge.store import Knowledge
from myotome.terms import HowSeen, Sex

MOTOR, SENSORY = "motor", "sensory"
IN_ROW = "row"


class WeakAfter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    age: float
    nerves: tuple[str, ...]
    source: str


class LimitSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``settings/conduction_limits.yaml``."""

    limits: tuple[NormalLimit, ...]
    usual_recording: dict[str, str]
    usual_recording_source: str
    weak_after: WeakAfter


class Bound(NamedTuple):
    """A limit that fits a value: its numbers, whose they are, and: are they from memory?"""

    low: float | None
    high: float | None
    source: str
    unverified: bool


@lru_cache(maxsize=4)
def limit_settings(knowledge: Knowledge) -> LimitSettings:
    """The published limits. Raises msgspec.ValidationError for a malformed settings file."""
    return msgspec.convert(knowledge.settings["conduction_limits"], LimitSettings)


class Norms:
    """Limits for one patient. own: the laboratory's, as read from its file.

    >>> from myotome.knowledge import load
    >>> row = ConductionRow(side="left", nerve="median", study="motor")
    >>> Norms(load(), Patient(age=50)).bound(row, "median", "amplitude_mv").low
    4.2
    """

    def __init__(self, knowledge: Knowledge, patient: Patient, own: Sequence[NormalLimit] = ()) -> None:
        self.knowledge, self.patient = knowledge, patient
        self.settings = limit_settings(knowledge)
        fitting = [limit for limit in (*own, *self.settings.limits) if self._fits(limit)]
        self.by_key: dict[tuple[str, str, str], list[NormalLimit]] = {}
        for limit in fitting:
            self.by_key.setdefault((limit.nerve, limit.study, limit.quantity), []).append(limit)

    def _fits(self, limit: NormalLimit) -> bool:
        patient = self.patient
        if limit.sex and (patient.sex is Sex.UNKNOWN or patient.sex.value != limit.sex):
            return False
        if limit.at_cm is not None and patient.height_cm is None:
            return False
        return _within(patient.age, limit.age) and _within(patient.height_cm, limit.height_cm)

    def recording(self, row: ConductionRow, nerve: str) -> str:
        """Id of the muscle recorded; the usual one when the row names none; "" when not understood."""
        if not row.recording:
            return self.settings.usual_recording.get(nerve, "")
        return find(self.knowledge, "muscle", row.recording) or ""

    def bound(
        self, row: ConductionRow, nerve: str, quantity: str, segment: tuple[str, str] | None = None,
    ) -> Bound | None:
        """The limit of one quantity of a row, or None. segment: of a velocity."""
        recording = self.recording(row, nerve)
        for limit in self.by_key.get((nerve, row.study, quantity), ()):
            if limit.recording and limit.recording != recording and quantity != "velocity_ms":
                continue
            if limit.segment and limit.segment != segment:
                continue
            if limit.amplitude_kind and row.amplitude_kind not in (None, limit.amplitude_kind):
                continue
            return self._bound(limit)
        return None

    def weak(self, nerve: str) -> bool:
        """May this nerve's response be small or absent in a healthy person of the patient's age?"""
        rule = self.settings.weak_after
        return nerve in rule.nerves and self.patient.age is not None and self.patient.age > rule.age

    def unverified(self, source: str) -> bool:
        """Does a limit with this source rest on memory? The laboratory's own never do."""
        return from_memory(self.knowledge, source)

    def _bound(self, limit: NormalLimit) -> Bound:
        more = 0.0
        if limit.at_cm is not None and self.patient.height_cm is not None:
            more = limit.per_cm * (self.patient.height_cm - limit.at_cm)
        low, high = (None if v is None else round(v + more, 2) for v in (limit.low, limit.high))
        return Bound(low, high, limit.source, not limit.own and from_memory(self.knowledge, limit.source))


def from_memory(knowledge: Knowledge, source: str) -> bool:
    """Does a number with this source rest on memory?"""
    reference = knowledge.references.get(source)
    return source == HowSeen.MEMORY.value or (
        reference is not None and reference.how_seen is HowSeen.MEMORY
    )


def _within(value: float | None, span: tuple[float | None, float | None]) -> bool:
    low, high = span
    if low is None and high is None:
        return True
    return value is not None and (low is None or value >= low) and (high is None or value < high)


def fill(
    rows: Iterable[ConductionRow], nerves: Sequence[str], norms: Norms, distal: set[int],
    segments: dict[int, tuple[str, str]],
) -> list[ConductionRow]:
    """Rows with the limits that they lack. nerves: id of each row's nerve. distal: indices of the
    most distal stimulations. segments: row index -> the segment that ends there."""
    done = []
    for index, (row, nerve) in enumerate(zip(rows, nerves, strict=True)):
        low, high = quantities(row, distal=index in distal)
        values = {}
        for field, quantity in (("limit_low", low), ("limit_high", high)):
            if not quantity or getattr(row, field) is not None:
                continue
            bound = norms.bound(row, nerve, quantity, segments.get(index))
            number = None if bound is None else getattr(bound, field.removeprefix("limit_"))
            if bound is not None and number is not None:
                values |= {field: number, field.replace("limit_", "") + "_from": bound.source}
        done.append(msgspec.structs.replace(row, **values) if values else row)
    return done


def quantities(row: ConductionRow, distal: bool) -> tuple[str, str]:
    """What ``limit_low`` and ``limit_high`` of a row are limits of (docs/case-format.md)."""
    if row.study == SENSORY:
        return "amplitude_uv", "latency_ms"
    if (row.f_min_ms is not None or row.f_persistence is not None) and row.latency_ms is None:
        return "f_persistence", "f_min_ms"
    return ("amplitude_mv", "latency_ms") if distal else ("velocity_ms", "")
