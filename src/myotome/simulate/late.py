"""A series of F waves with a known truth: an M response, and in some sweeps a few units that fire again."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from myotome.knowledge import Knowledge
from myotome.simulate.cmap import SILENT, CmapStudy, Noise, cmap_study

Floats = NDArray[np.float64]


class FStudy(NamedTuple):
    """traces: (sweeps, samples) in mV. latencies_ms: truth, NaN where no unit fired again."""

    traces: Floats
    rate_hz: float
    stimulus: int
    latencies_ms: Floats


def f_study(
    knowledge: Knowledge, *, earliest_ms: float = 26.0, dispersion_ms: float = 4.0, persistence: float = 0.8,
    sweeps: int = 20, size_mv: float = 0.3, a_wave_ms: float | None = None, noise: Noise = SILENT, seed: int = 0,
) -> FStudy:
    """Sweeps of the wrist response of one made nerve; each F wave has a form and a latency of its own.

    a_wave_ms: latency of a wave that is the same in every sweep. Every draw comes from ``seed``.

    >>> from myotome.knowledge import load
    >>> f_study(load(), sweeps=12, seed=1).traces.shape
    (12, 1400)
    """
    first: CmapStudy = cmap_study(knowledge, seed=seed)
    draw = np.random.default_rng(seed + 1)
    times = (np.arange(first.clean.shape[1]) - first.stimulus) / first.rate_hz * 1000
    fires = draw.permutation(sweeps) < round(persistence * sweeps)
    latencies = np.where(fires, earliest_ms + dispersion_ms * draw.random(sweeps), np.nan)
    traces = np.tile(first.clean[0], (sweeps, 1))
    for n in np.flatnonzero(fires):
        size, length, share = size_mv * (0.5 + draw.random()), 5 + 2 * draw.random(), 0.5 + 0.5 * draw.random()
        traces[n] += size * _wave(times - latencies[n], length, share)
    if a_wave_ms is not None:
        traces += size_mv * _wave(times - a_wave_ms, 4.0, 0.8)
    made = cmap_study(knowledge, noise=noise._replace(white_uv=0), seed=seed)
    extra = made.traces[0] - made.clean[0] + noise.white_uv / 1000 * draw.standard_normal(traces.shape)
    return FStudy(traces + extra, first.rate_hz, first.stimulus, latencies)


def _wave(since: Floats, length: float, share: float) -> Floats:
    half = length / 2
    return np.sin(np.pi * np.clip(since / half, 0, 1)) - share * np.sin(np.pi * np.clip((since - half) / half, 0, 1))
