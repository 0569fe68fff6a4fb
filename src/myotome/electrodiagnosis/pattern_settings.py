"""Typed form of ``settings/nerve_pattern.yaml``."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from myotome.electrodiagnosis.settings import Limit, Shape
from myotome.knowledge.store import Knowledge


class MotorRules(Shape, frozen=True):
    """Shares of the limit of normal, in percent, from which a value speaks for demyelination."""

    velocity: Limit
    distal_latency: Limit
    f_latency: Limit
    f_latency_low_amplitude: Limit
    low_amplitude: Limit
    f_absent_least_amplitude: Limit
    dispersion_source: str


class SensoryRules(Shape, frozen=True):
    velocity: Limit
    velocity_low_amplitude: Limit
    low_amplitude: Limit


class DistalDuration(Shape, frozen=True):
    """by_filter: low-frequency filter in Hz, as text -> nerve -> ms."""

    source: str
    by_filter: dict[str, dict[str, float]]

    def prolonged(self, nerve: str, duration_ms: float, lff_hz: float | None) -> tuple[bool | None, float | None]:
        """Is it prolonged, and the limit used; (None, None) when no limit or the filter decides."""
        row = self.by_filter.get(f"{lff_hz:g}") if lff_hz is not None else None
        if row is not None:
            limit = row.get(nerve)
            return (None, None) if limit is None else (duration_ms > limit, limit)
        column = [limits[nerve] for limits in self.by_filter.values() if nerve in limits]
        if column and duration_ms > max(column):
            return True, max(column)
        return (False, min(column)) if column and duration_ms <= min(column) else (None, None)


class TerminalIndex(Shape, frozen=True):
    below: float
    moderate: Limit
    source: str


class Temperature(Shape, frozen=True):
    """Correction for each degree: velocity (m/s) by nerve, latency (ms)."""

    velocity: dict[str, float]
    latency: float
    source: str


class PatternSettings(Shape, frozen=True):
    """``settings/nerve_pattern.yaml``."""

    standard_distal: dict[str, str]
    standard_distal_source: str
    motor: MotorRules
    sensory: SensoryRules
    distal_duration: DistalDuration
    terminal_index: TerminalIndex
    temperature: Temperature


@lru_cache(maxsize=4)
def pattern_settings(knowledge: Knowledge) -> PatternSettings:
    """The rules. Raises msgspec.ValidationError for a malformed settings file."""
    return msgspec.convert(knowledge.settings["nerve_pattern"], PatternSettings)
