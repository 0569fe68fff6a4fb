"""Compound muscle action potentials with a known truth: a sum of motor-unit potentials.

Each axon has its velocity, its unit its amplitude, length and terminal delay; a lesion between two
sites of stimulation removes units (block), delays each a little (uniform dispersion) or some of them
much (split). Recipe: fact sheet "electrodiagnosis", section 9. Real recordings with known truth
hardly exist; this is the yardstick of ``benchmarks/cmap_grid.py`` and the source of teaching plots.
"""

from __future__ import annotations

from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from myotome.knowledge import Knowledge
from myotome.simulate.cmap_settings import CmapSettings, MotorNerve, cmap_settings

HALF_SINE, SKEWED, BELL = "half_sine", "skewed", "bell"
Floats = NDArray[np.float64]


class Lesion(NamedTuple):
    """What lies between the first and the second site of stimulation, and axon loss at all sites.

    block: share of the units that do not pass. dispersion_ms: each unit is delayed by U(0, this).
    split: share of the units that are delayed by N(split_delay_ms, settings). axon_loss: share.
    """

    block: float = 0.0
    dispersion_ms: float = 0.0
    split: float = 0.0
    split_delay_ms: float = 0.0
    axon_loss: float = 0.0


class Noise(NamedTuple):
    """White noise (RMS), 50 Hz hum (peak), stimulus artefact (peak, decays), linear drift over the trace."""

    white_uv: float = 0.0
    hum_uv: float = 0.0
    artefact_mv: float = 0.0
    drift_mv: float = 0.0


class Truth(NamedTuple):
    """Of the traces without noise, one entry a site, distal first. passed: share of the *amplitude* of
    the units that reach the muscle. duration_ms: onset to the end of the last negative phase."""

    onset_ms: Floats
    amplitude_mv: Floats
    area_mvms: Floats
    duration_ms: Floats
    passed: Floats


class CmapStudy(NamedTuple):
    """traces: (sites, samples) in mV, negative up. stimulus: sample of the stimulus. clean: no noise."""

    traces: Floats
    clean: Floats
    rate_hz: float
    stimulus: int
    distances_mm: tuple[float, ...]
    truth: Truth


INTACT, SILENT = Lesion(), Noise()


def cmap_study(
    knowledge: Knowledge, lesion: Lesion = INTACT, noise: Noise = SILENT, *,
    seed: int = 0, shape: str = HALF_SINE, units: int | None = None,
) -> CmapStudy:
    """One motor study stimulated at each distance of the settings.

    shape: ``half_sine``, ``skewed`` (quick rise, slow fall) or ``bell`` (no edge at its onset).
    Every draw comes from ``seed``: the same units whatever the noise. Raises KeyError for another
    shape, ValueError for shares outside 0..1.

    >>> from myotome.knowledge import load
    >>> study = cmap_study(load(), Lesion(block=0.5), seed=1)
    >>> study.traces.shape, bool(abs(study.truth.passed[1] - 0.5) < 0.1)
    ((3, 1400), True)
    """
    settings = cmap_settings(knowledge)
    if not all(0 <= share <= 1 for share in (lesion.block, lesion.split, lesion.axon_loss)):
        raise ValueError("a share of units lies between 0 and 1")
    nerve = settings.nerve if units is None else msgspec.structs.replace(settings.nerve, units=units)
    draw = np.random.default_rng(seed)
    velocity, amplitude, length, terminal = _units(nerve, draw)
    delay, passes = _lesion(lesion, amplitude, settings, draw)
    alive = _kept(1 - lesion.axon_loss, amplitude, draw)
    rate, before = settings.recording.rate_hz, settings.recording.before_ms
    count = round((before + settings.recording.after_ms) * rate / 1000)
    times = np.arange(count) / rate * 1000 - before
    clean, passed = [], []
    for site, distance in enumerate(nerve.distances_mm):
        here = alive & (passes if site else True)
        arrival = distance / velocity + terminal + (delay if site else 0.0)
        clean.append(_summed(times, arrival[here], amplitude[here], length[here], shape, settings))
        passed.append(amplitude[here].sum() / amplitude[alive].sum() if alive.any() else 0.0)
    responses = np.array(clean)
    stimulus = round(before * rate / 1000)
    traces = responses + _noise(noise, times, responses.shape, settings, draw)
    return CmapStudy(
        traces, responses, rate, stimulus, nerve.distances_mm,
        truth_of(responses, times, settings, np.array(passed)),
    )


def _units(nerve: MotorNerve, draw: np.random.Generator) -> tuple[Floats, Floats, Floats, Floats]:
    low, high = nerve.velocity_cut
    deviation = draw.standard_normal(8 * nerve.units + 64)
    deviation = deviation[(deviation > low) & (deviation < high)][: nerve.units]
    velocity = nerve.velocity_ms + nerve.velocity_sd * deviation
    spread = nerve.amplitude_ln_sd
    amplitude = nerve.unit_amplitude_uv / 1000 * np.exp(spread * draw.standard_normal(nerve.units) - spread**2 / 2)
    length = nerve.unit_length_ms + nerve.unit_length_sd * draw.standard_normal(nerve.units)
    terminal = nerve.residual_ms + nerve.scatter_ms * draw.standard_normal(nerve.units)
    return velocity, amplitude, np.maximum(length, nerve.unit_length_ms / 3), np.maximum(terminal, 0.0)


def _kept(share: float, amplitude: Floats, draw: np.random.Generator) -> NDArray[np.bool_]:
    kept = np.zeros(len(amplitude), bool)
    kept[draw.permutation(len(amplitude))[: round(share * len(amplitude))]] = True
    return kept


def _lesion(
    lesion: Lesion, amplitude: Floats, settings: CmapSettings, draw: np.random.Generator,
) -> tuple[Floats, NDArray[np.bool_]]:
    """Extra delay of each unit, and whether it passes."""
    count = len(amplitude)
    passes = _kept(1 - lesion.block, amplitude, draw)
    delay = lesion.dispersion_ms * draw.random(count)
    late = _kept(lesion.split, amplitude, draw)
    more = lesion.split_delay_ms + settings.split_sd_ms * draw.standard_normal(count)
    return delay + np.where(late, np.maximum(more, 0.0), 0.0), passes


def _summed(
    times: Floats, arrival: Floats, amplitude: Floats, length: Floats, shape: str, settings: CmapSettings,
) -> Floats:
    since = times[None, :] - arrival[:, None]
    negative = length[:, None] / 2
    positive = settings.unit.positive_length * length[:, None]
    wave = _phase(since / negative, shape, settings)
    wave -= settings.unit.positive_share * _phase((since - negative) / positive, shape, settings)
    return amplitude @ wave


def _phase(part: Floats, shape: str, settings: CmapSettings) -> Floats:
    """A phase of height 1 over 0..1, nil outside."""
    inside = np.clip(part, 0.0, 1.0)
    bend = settings.shapes[shape].early_peak
    wave = np.sin(np.pi * (inside if bend == 1 else inside**bend))
    return wave**2 if shape == BELL else wave


def _noise(
    noise: Noise, times: Floats, shape: tuple[int, ...], settings: CmapSettings, draw: np.random.Generator,
) -> Floats:
    sampling = settings.recording
    made = noise.white_uv / 1000 * draw.standard_normal(shape)
    phase = draw.random((shape[0], 1)) * 2 * np.pi
    made += noise.hum_uv / 1000 * np.sin(2 * np.pi * sampling.hum_hz * times / 1000 + phase)
    made += noise.artefact_mv * np.where(times >= 0, np.exp(-np.maximum(times, 0) / sampling.artefact_decay_ms), 0.0)
    return made + noise.drift_mv * (times - times[0]) / (times[-1] - times[0])


def truth_of(clean: Floats, times: Floats, settings: CmapSettings, passed: Floats) -> Truth:
    """What a perfect reader would measure on traces without noise; NaN where there is no response."""
    onset, amplitude, area, duration = (np.full(len(clean), np.nan) for _ in range(4))
    step = times[1] - times[0]
    for n, trace in enumerate(clean):
        peak = trace.max()
        if peak <= 0:
            continue
        start = int(np.argmax(trace > settings.onset_share * peak))
        last = int(np.flatnonzero(trace > settings.phase_share * peak)[-1])
        after = np.flatnonzero(trace[last:] <= 0)
        end = last + int(after[0]) if len(after) else len(trace) - 1
        onset[n], amplitude[n], duration[n] = times[start], peak, times[end] - times[start]
        area[n] = np.maximum(trace[start:end], 0).sum() * step
    return Truth(onset, amplitude, area, duration, passed)
