"""Traces made ready: level and drift taken off, the tail of the stimulus artefact too, smoothed.

All functions take many traces at once: arrays of (traces, samples) in mV, one sampling rate.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from myotome.electrodiagnosis.traces.settings import TraceSettings

Floats = NDArray[np.floating]


class Ready(NamedTuple):
    """level: traces without level, drift and artefact tail. smooth: the same, smoothed, nil before
    ``first``, the first sample looked at. noise, smooth_noise: standard deviations in mV, a trace
    each. has_baseline: was there a quiet stretch?"""

    level: Floats
    smooth: Floats
    first: int
    noise: Floats
    smooth_noise: Floats
    has_baseline: bool


def samples_of(milliseconds: float, rate_hz: float) -> int:
    return round(milliseconds * rate_hz / 1000)


def make_ready(traces: Floats, rate_hz: float, stimulus: int, settings: TraceSettings) -> Ready:
    """stimulus: sample of the stimulus; below 0 when the trace begins after it. No NaN in ``traces``."""
    level, noise, has_baseline = _levelled(traces, rate_hz, stimulus, settings)
    first = min(max(stimulus + samples_of(settings.artefact.blank_ms, rate_hz), 1), traces.shape[1] - 2)
    if stimulus >= 0:
        _take_off_artefact(level, rate_hz, stimulus, noise, settings)
        blank = first - samples_of(settings.artefact.blank_ms - settings.artefact.second_ms[0], rate_hz)
        level[:, max(stimulus - samples_of(settings.baseline.guard_ms, rate_hz), 0) : blank] = 0  # no lobes of it when smoothed
    smooth, gain = smoothed(level, rate_hz, settings)
    before = stimulus - samples_of(settings.baseline.guard_ms, rate_hz) - samples_of(settings.smoothing_ms[1], rate_hz) // 2
    smooth_noise = gain * noise
    if before >= max(samples_of(settings.baseline.least_ms, rate_hz), 3):
        smooth_noise = np.maximum(smooth_noise, smooth[:, :before].std(axis=1))
    smooth[:, :first] = 0
    return Ready(level, smooth, first, noise, smooth_noise, has_baseline)


def settle(ready: Ready, rows: NDArray[np.intp], tops: NDArray[np.intp], rate_hz: float, settings: TraceSettings) -> bool:
    """Take off, in place, what level is left between artefact and response; was there any?

    rows: traces; tops: sample of the first peak of each. The stretch looked at ends a little before
    the response reaches a tenth of that peak.
    """
    limits, moved = settings.baseline, False
    margin = samples_of(limits.before_rise_ms, rate_hz)
    height = ready.smooth[rows, tops]
    head = ready.smooth[rows, ready.first : ready.first + max(margin // 2, 1)].mean(axis=1)
    most = np.maximum(limits.settle_noise * ready.smooth_noise[rows], limits.settle_share * height)
    away = np.abs(head) > most
    for row, top, limit in zip(rows[away], tops[away], most[away], strict=True):
        part = ready.smooth[row, ready.first : top + 1]
        low = part.min()
        rise = int(np.flatnonzero(part <= low + limits.rise_share * (part[-1] - low))[-1])
        quiet = part[: rise - margin] if rise > 2 * margin else part[: rise // 2]
        if len(quiet) < max(margin // 2, 3):
            continue
        level, half = float(np.median(quiet)), len(quiet) // 2
        steady = abs(quiet[:half].mean() - quiet[half:].mean()) < limits.settle_steady * abs(level)  # what fades is no level
        if steady and limit < abs(level) < limits.settle_most * part[-1]:
            ready.level[row, ready.first :] -= level
            ready.smooth[row, ready.first :] -= level
            moved = True
    return moved


def _levelled(
    traces: Floats, rate_hz: float, stimulus: int, settings: TraceSettings,
) -> tuple[Floats, Floats, bool]:
    """A line through the stretch before the stimulus and the end of the trace, where that is quiet; one
    level where the two do not differ by more than chance."""
    limits, count = settings.baseline, traces.shape[1]
    before = min(stimulus, count) - samples_of(limits.guard_ms, rate_hz)
    width = max(round(limits.tail_share * count), 2)
    tail_mean, tail_noise = _level(traces[:, count - width :])
    if before < max(samples_of(limits.least_ms, rate_hz), 3):
        return traces - tail_mean[:, None], tail_noise, False
    mean, noise = _level(traces[:, :before])
    reach = traces.max(axis=1) - traces.min(axis=1)
    quiet = tail_noise <= limits.quiet_factor * noise + limits.quiet_share * reach
    middle, end = (before - 1) / 2, count - (width + 1) / 2
    drifts = np.abs(tail_mean - mean) > limits.drift_noise * noise * np.sqrt(1 / before + 1 / width)
    both = (before * mean + width * tail_mean) / (before + width)
    mean = np.where(quiet & ~drifts, both, mean)
    slope = np.where(quiet & drifts, (tail_mean - mean) / (end - middle), 0)
    line = np.multiply.outer(slope, np.arange(count, dtype=traces.dtype) - middle)
    line += mean[:, None]
    return np.subtract(traces, line, out=line), noise, True


def _level(part: Floats) -> tuple[Floats, Floats]:
    """Mean, and standard deviation about the stretch's own line."""
    mean = part.mean(axis=1)
    time = np.arange(part.shape[1], dtype=part.dtype) - (part.shape[1] - 1) / 2
    power = float(time @ time)
    slope = part @ time / power if power else np.zeros_like(mean)
    spread = (part * part).mean(axis=1) - mean**2 - slope**2 * power / part.shape[1]
    return mean, np.sqrt(np.maximum(spread, 0))


def _take_off_artefact(
    level: Floats, rate_hz: float, stimulus: int, noise: Floats, settings: TraceSettings,
) -> None:
    """Subtract, in place, an exponential through two windows behind the stimulus, where it decays."""
    limits = settings.artefact
    spans = [[stimulus + samples_of(t, rate_hz) for t in window] for window in (limits.first_ms, limits.second_ms)]
    if spans[1][1] >= level.shape[1] or any(a >= b for a, b in spans):
        return
    one, two = (level[:, a:b].mean(axis=1) for a, b in spans)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = one / two
        decay = (limits.second_ms[0] - limits.first_ms[0]) / np.log(ratio)
        later = spans[1][1] + (spans[1][1] - spans[0][0]) // 2
        left = two * ratio ** -((later - (spans[1][0] + spans[1][1] - 1) / 2) / (spans[1][0] - spans[0][0]))
    there = level[:, min(later, level.shape[1] - 1)]
    some = np.flatnonzero(
        (np.abs(one) > limits.least_noise * noise) & (ratio > 1) & (decay < limits.longest_decay_ms)
        & (np.abs(there - left) <= np.abs(there) + noise)  # one decay, not two: it must fit further on, too
    )
    if not len(some):
        return
    start = spans[1][0]
    last = min(start + samples_of(5 * limits.longest_decay_ms, rate_hz), level.shape[1])
    since = (np.arange(start, last) - (spans[1][0] + spans[1][1] - 1) / 2) / rate_hz * 1000
    fading = np.exp(np.multiply.outer(-1 / decay[some], since).astype(level.dtype))
    level[some, start:last] -= fading * two[some, None]


def smoothed(level: Floats, rate_hz: float, settings: TraceSettings) -> tuple[Floats, float]:
    """Two running means joined so that a parabola stays as it is; and what is left of white noise.

    The narrow mean alone would lower a peak; the wide one tells by how much.
    """
    narrow, wide = (2 * (samples_of(t, rate_hz) // 2) + 1 for t in settings.smoothing_ms)
    if narrow < 3 or wide <= narrow or wide >= level.shape[1]:
        return level.copy(), 1.0
    weight = (wide**2 - 1) / (wide**2 - narrow**2)
    half, count = wide // 2, level.shape[1]
    total = np.empty((level.shape[0], count + wide), level.dtype)  # running sums, the ends drawn out
    total[:, 0], total[:, 1 : half + 1] = 0, level[:, :1]
    total[:, half + 1 : half + 1 + count] = level
    total[:, half + 1 + count :] = level[:, -1:]
    np.cumsum(total, axis=1, out=total)
    out = total[:, wide : wide + count] - total[:, :count]
    out *= (1 - weight) / wide
    inner = half - narrow // 2
    near = total[:, inner + narrow : inner + narrow + count] - total[:, inner : inner + count]
    near *= weight / narrow
    out += near
    gain = narrow * (weight / narrow + (1 - weight) / wide) ** 2 + (wide - narrow) * ((1 - weight) / wide) ** 2
    return out, float(np.sqrt(gain))

