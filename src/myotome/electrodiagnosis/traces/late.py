"""F and A waves of a series of supramaximal stimuli at one site.

F waves change from sweep to sweep, an A wave is the same in each: what stands in the mean of all
sweeps and hardly scatters is taken off before F waves are looked for (fact sheet, 1.3).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from myotome.electrodiagnosis.traces.baseline import samples_of
from myotome.electrodiagnosis.traces.marking import mark
from myotome.electrodiagnosis.traces.settings import Late, trace_settings
from myotome.knowledge import Knowledge

Floats = NDArray[np.floating]
LINE_ROUNDS = 4


class LateResponses(NamedTuple):
    """latencies_ms: (sweeps,), NaN where no F wave was seen. a_wave_ms: latency, None without one."""

    latencies_ms: Floats
    a_wave_ms: float | None

    @property
    def seen(self) -> Floats:
        return self.latencies_ms[np.isfinite(self.latencies_ms)]

    @property
    def persistence(self) -> float:
        """Sweeps with an F wave, in percent."""
        return 100 * len(self.seen) / len(self.latencies_ms)


def late_responses(traces: Floats, rate_hz: float, stimulus: int, limb: str, knowledge: Knowledge) -> LateResponses:
    """F latencies of each sweep and the A wave, if any. traces: (sweeps, samples) in mV; limb: "upper" or "lower".

    Raises ValueError for fewer than two sweeps, KeyError for another limb.

    >>> from myotome.knowledge import load
    >>> sweeps = np.random.default_rng(0).normal(0, 0.005, (12, 1400))
    >>> late_responses(sweeps, 20_000, 100, "upper", load()).persistence
    0.0
    """
    traces = np.asarray(traces, float)
    if traces.ndim != 2 or len(traces) < 2:
        raise ValueError("a series has two sweeps at least")
    late = trace_settings(knowledge).late
    end = min(stimulus + samples_of(late.window_ms[limb][1], rate_hz), traces.shape[1])
    start = _after_m(traces, rate_hz, stimulus, stimulus + samples_of(late.earliest_ms, rate_hz), knowledge)
    begin = max(stimulus + samples_of(late.window_ms[limb][0], rate_hz), start)
    if end - begin < samples_of(late.wave.longest_ms, rate_hz):
        return LateResponses(np.full(len(traces), np.nan), None)
    waves = _level(traces[:, start:end], rate_hz, late)
    noise = _noise(waves[:, begin - start :])
    constant, scatter = np.median(waves, axis=0), waves.std(axis=0, ddof=1)
    stands = np.abs(constant) > np.maximum(late.constant.factor * scatter, late.constant.least_uv / 1000)
    same = _runs(stands, samples_of(late.constant.least_ms, rate_hz))
    a_wave = (start - stimulus + int(np.argmax(same))) / rate_hz * 1000 if same.any() else None
    around = _widened(same, samples_of(late.constant.around_ms, rate_hz))
    changing = (waves - np.where(around, constant, 0))[:, begin - start :]
    return LateResponses(_latencies(changing, noise, rate_hz, late) + (begin - stimulus) / rate_hz * 1000, a_wave)


def _after_m(traces: Floats, rate_hz: float, stimulus: int, earliest: int, knowledge: Knowledge) -> int:
    """First sample behind the M response and its positive phase, by the median of all sweeps."""
    settings = trace_settings(knowledge)
    middle = np.median(traces, axis=0)
    marks = mark(middle[None], rate_hz, stimulus, knowledge)
    if not marks.present[0]:
        return earliest
    middle = (middle - np.median(middle[: max(stimulus, 1)])) * (-1 if marks.reversed[0] else 1)
    least = settings.onset.share * marks.amplitude_mv[0]
    trough = marks.trough_ms[0] if np.isfinite(marks.trough_ms[0]) else marks.end_ms[0]
    after = stimulus + samples_of(trough, rate_hz)
    back = np.flatnonzero(middle[after:] > -least)
    return max(earliest, after + (int(back[0]) if len(back) else 0) + samples_of(settings.late.behind_ms, rate_hz))


def _level(traces: Floats, rate_hz: float, late: Late) -> Floats:
    """Slightly smoothed, without each sweep's own slow line; a wave, which is short, hardly moves it."""
    half = max(samples_of(late.smoothing_ms, rate_hz) // 2, 0)
    total = np.cumsum(np.pad(traces, ((0, 0), (half + 1, half)), mode="edge"), axis=1)
    smooth = (total[:, 2 * half + 1 :] - total[:, : -2 * half - 1]) / (2 * half + 1)
    time = np.linspace(-1, 1, traces.shape[1])
    weights = np.ones_like(smooth)
    for _ in range(LINE_ROUNDS):
        line = _line(smooth, time, weights)
        away = np.abs(smooth - line)
        weights = away <= 3 * 1.4826 * np.median(away, axis=1, keepdims=True) + 1e-12
    return smooth - line


def _line(values: Floats, time: Floats, weights: Floats) -> Floats:
    """Weighted least squares, a line for each sweep."""
    total, first, second = weights.sum(1), weights @ time, weights @ time**2
    level, slope = (weights * values).sum(1), (weights * values) @ time
    away = np.maximum(total * second - first**2, 1e-12)
    a, b = (second * level - first * slope) / away, (total * slope - first * level) / away
    return a[:, None] + b[:, None] * time


def _noise(waves: Floats) -> Floats:
    """Of each sweep, by the median: a wave fills a small part of the window."""
    middle = np.median(waves, axis=1, keepdims=True)
    return 1.4826 * np.median(np.abs(waves - middle), axis=1)


def _runs(flags: NDArray[np.bool_], least: int) -> NDArray[np.bool_]:
    """Flags that hold for at least so many samples on end."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(np.int8), [0]])))
    kept = np.zeros(len(flags), bool)
    for a, b in zip(edges[::2], edges[1::2], strict=True):
        kept[a:b] = b - a >= least
    return kept


def _widened(flags: NDArray[np.bool_], by: int) -> NDArray[np.bool_]:
    return np.convolve(flags, np.ones(2 * by + 1), mode="same") > 0


def _latencies(waves: Floats, noise: Floats, rate_hz: float, late: Late) -> Floats:
    """From the start of the window to where each sweep's wave leaves the noise; NaN without a wave."""
    span = samples_of(late.wave.longest_ms, rate_hz)
    found = np.full(len(waves), np.nan)
    for n, wave in enumerate(waves):
        size = np.abs(wave)
        top = int(np.argmax(size))
        near = wave[max(top - span, 0) : top + span]
        if not len(near) or near.max() - near.min() < max(late.wave.noise * noise[n], late.wave.least_uv / 1000):
            continue
        quiet = np.flatnonzero(size[: top + 1] < late.wave.begin_noise * noise[n])
        longest = samples_of(1.0, rate_hz)  # the last quiet millisecond before the wave
        ends = [q for q in quiet if (size[max(q - longest, 0) : q + 1] < late.wave.begin_noise * noise[n]).all()]
        found[n] = (ends[-1] + 1) / rate_hz * 1000 if ends else np.nan
    return found
