"""The onset of many responses at once, as a share of a sample."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from myotome.electrodiagnosis.traces.baseline import Ready, samples_of
from myotome.electrodiagnosis.traces.phases import Phases
from myotome.electrodiagnosis.traces.settings import TraceSettings

Floats = NDArray[np.floating]


def onsets(ready: Ready, phases: Phases, rate_hz: float, settings: TraceSettings) -> Floats:
    """Sample at which each response of ``phases`` leaves the baseline.

    Where noise is small: where the smoothed trace crosses ``onset.share`` of its negative peak. Else
    the foot of a curve fitted to the beginning, and the time at which this curve crosses that share.
    """
    limits = settings.onset
    smooth, noise = ready.smooth[phases.row], ready.smooth_noise[phases.row]
    level = limits.share * phases.height
    sure = np.maximum(settings.phases.share * phases.height, settings.phases.noise * noise)
    count = smooth.shape[1]
    reach = 2 * samples_of(limits.window_ms[0], rate_hz)
    surely = _first_above(smooth, sure, phases.rise, reach)
    before = max(samples_of(limits.window_ms[0], rate_hz), 4)
    window = np.arange(-before, 1)
    part = np.take_along_axis(smooth, np.clip(surely[:, None] + window, 0, count - 1), 1)
    under = part <= level[:, None]
    last = before - np.argmax(under[:, ::-1], axis=1)
    last = np.where(under.any(axis=1), np.minimum(last, before - 1), np.argmin(part, axis=1).clip(max=before - 1))
    each = np.arange(len(part))
    low, high = part[each, last], part[each, last + 1]
    step = np.where(high > low, (level - low) / np.where(high > low, high - low, 1), 0)
    onset = surely - before + last + np.clip(step, 0, 1)
    hard = np.flatnonzero(level < limits.direct_noise * noise)
    if len(hard):
        part = ready.level[phases.row[hard]]
        part[:, : ready.first] = 0  # the stimulus is no part of the foot
        onset[hard] = surely[hard] + _foot(part, surely[hard], level[hard], rate_hz, settings)
    return np.maximum(onset, ready.first)


def _first_above(smooth: Floats, sure: Floats, rise: NDArray[np.intp], reach: int) -> NDArray[np.intp]:
    """First sample above ``sure`` from ``rise`` on; a phase that climbs slowly is looked at whole."""
    count = smooth.shape[1]
    at = np.clip(rise[:, None] + np.arange(reach), 0, count - 1)
    above = np.take_along_axis(smooth, at, 1) > sure[:, None]
    found = rise + np.argmax(above, axis=1)
    for n in np.flatnonzero(~above.any(axis=1)):
        found[n] = rise[n] + np.argmax(smooth[n, rise[n] :] > sure[n])
    return found


def _foot(
    level: Floats, surely: NDArray[np.intp], height: Floats, rate_hz: float, settings: TraceSettings,
) -> Floats:
    """Samples from ``surely`` to the onset: b + a (t - t0)^power by least squares over every t0."""
    limits = settings.onset
    before, behind = (max(samples_of(t, rate_hz), 2) for t in limits.window_ms)
    window = np.arange(-before, behind + 1)
    part = np.take_along_axis(level, np.clip(surely[:, None] + window, 0, level.shape[1] - 1), 1).astype(float)
    starts = np.arange(-samples_of(limits.earliest_ms, rate_hz), 0)
    curves = np.clip(window - starts[:, None], 0, None).astype(float) ** limits.power
    curves -= curves.mean(axis=1, keepdims=True)
    power = (curves**2).sum(axis=1)
    fit = part @ curves.T
    best = np.argmax(np.where(fit > 0, fit**2 / power, 0), axis=1)
    scale = np.maximum(fit[np.arange(len(fit)), best] / power[best], 1e-12)
    return np.minimum(starts[best] + (height / scale) ** (1 / limits.power), 0)
