"""Typed form of ``settings/simulate_cmap.yaml``."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from myotome.knowledge.store import Knowledge


class Shape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Unknown fields of the settings file are refused."""


class MotorNerve(Shape, frozen=True):
    """Axons and the potentials of their motor units. Velocities in m/s, the rest as named."""

    units: int
    velocity_ms: float
    velocity_sd: float
    velocity_cut: tuple[float, float]
    unit_amplitude_uv: float
    amplitude_ln_sd: float
    scatter_ms: float
    residual_ms: float
    unit_length_ms: float
    unit_length_sd: float
    distances_mm: tuple[float, ...]


class UnitPotential(Shape, frozen=True):
    positive_length: float
    positive_share: float


class PulseShape(Shape, frozen=True):
    early_peak: float


class Sampling(Shape, frozen=True):
    rate_hz: float
    before_ms: float
    after_ms: float
    artefact_decay_ms: float
    hum_hz: float
    source: str


class CmapSettings(Shape, frozen=True):
    """``settings/simulate_cmap.yaml``."""

    source: str
    nerve: MotorNerve
    unit: UnitPotential
    shapes: dict[str, PulseShape | str]
    split_sd_ms: float
    recording: Sampling
    onset_share: float
    onset_source: str
    phase_share: float
    phase_source: str


@lru_cache(maxsize=4)
def cmap_settings(knowledge: Knowledge) -> CmapSettings:
    """Raises msgspec.ValidationError for a malformed settings file."""
    return msgspec.convert(knowledge.settings["simulate_cmap"], CmapSettings)
