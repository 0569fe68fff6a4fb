"""Typed form of ``settings/trace_marking.yaml``."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from myotome.knowledge.store import Knowledge

MOTOR, SENSORY = "motor", "sensory"


class Shape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Unknown fields of the settings file are refused."""


class Baseline(Shape, frozen=True):
    """guard_ms: left out before the stimulus. least_ms: shortest usable stretch before it. tail_share:
    of the trace, at its end; quiet when it scatters at most quiet_factor times the noise before the
    stimulus plus quiet_share of the trace's range. drift_noise: standard errors by which start and end
    differ before a drift is taken off. before_rise_ms, rise_share: where the quiet stretch before the response ends;
    settle_noise, settle_share, settle_most: level left there, in noise and in parts of the peak, that is taken off, if its two halves
    differ by less than the share settle_steady."""

    guard_ms: float
    least_ms: float
    tail_share: float
    quiet_factor: float
    quiet_share: float
    drift_noise: float
    before_rise_ms: float
    rise_share: float
    settle_noise: float
    settle_share: float
    settle_most: float
    settle_steady: float


class Artefact(Shape, frozen=True):
    """blank_ms: after the stimulus, not looked at. first_ms, second_ms: windows whose means give the
    decay of the artefact's tail."""

    blank_ms: float
    first_ms: tuple[float, float]
    second_ms: tuple[float, float]
    least_noise: float
    longest_decay_ms: float


class PresenceLimits(Shape, frozen=True):
    noise: float
    least_mv: float
    least_width_ms: float


class PhaseLimits(Shape, frozen=True):
    """disagree_percent: difference of the first phase's area from all phases' that is told."""

    share: float
    noise: float
    longest_gap_ms: float
    disagree_percent: float


class Onset(Shape, frozen=True):
    """direct_noise: noise of the smoothed trace times this, at most the share: the crossing is read
    directly. earliest_ms: how far before the first sure sample the foot may begin."""

    share: float
    direct_noise: float
    power: float
    window_ms: tuple[float, float]
    earliest_ms: float


class Hidden(Shape, frozen=True):
    points: float
    least_depth: float
    cancelled_percent: float
    cancelled_source: str


class Saturation(Shape, frozen=True):
    run: int
    least_noise: float
    least_jump: float


class Plausible(Shape, frozen=True):
    sweep_ms: tuple[float, float]
    latency_ms: tuple[float, float]
    duration_ms: tuple[float, float]
    amplitude_mv: tuple[float, float]
    velocity_ms: tuple[float, float]


class Digits(Shape, frozen=True):
    latency_ms: int
    duration_ms: int
    amplitude_mv: int
    area_mvms: int


class Drawn(Shape, frozen=True):
    before_ms: float
    after_ms: float
    points: int
    digits: int


class Wave(Shape, frozen=True):
    noise: float
    least_uv: float
    begin_noise: float
    longest_ms: float


class Constant(Shape, frozen=True):
    factor: float
    least_uv: float
    least_ms: float
    around_ms: float


class Late(Shape, frozen=True):
    """Windows by limb ("upper", "lower")."""

    window_ms: dict[str, tuple[float, float]]
    earliest_ms: float
    behind_ms: float
    least_sweeps: int
    smoothing_ms: float
    wave: Wave
    constant: Constant
    source: str


class Train(Shape, frozen=True):
    response: int
    high_hz: float
    source: str


class TraceSettings(Shape, frozen=True):
    """``settings/trace_marking.yaml``."""

    source: str
    baseline: Baseline
    artefact: Artefact
    smoothing_ms: tuple[float, float]
    presence: PresenceLimits
    phases: PhaseLimits
    onset: Onset
    hidden: Hidden
    polarity_share: float
    saturation: Saturation
    unexplained_noise: float
    plausible: Plausible
    digits: Digits
    drawing: Drawn
    late: Late
    train: Train


@lru_cache(maxsize=8)
def trace_settings(knowledge: Knowledge, study: str = MOTOR) -> TraceSettings:
    """Of a motor study, or of another kind with its differences. Raises msgspec.ValidationError for a
    malformed settings file."""
    given = dict(knowledge.settings["trace_marking"])
    other = given.pop(SENSORY)
    return msgspec.convert(given | (other if study == SENSORY else {}), TraceSettings)
