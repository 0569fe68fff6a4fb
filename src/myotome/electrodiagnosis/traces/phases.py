"""Negative phases of many responses at once: which stretches above the baseline belong to the response."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from myotome.electrodiagnosis.traces.settings import TraceSettings

Floats = NDArray[np.floating]
Counts = NDArray[np.intp]


class Phases(NamedTuple):
    """One entry a trace with a response, else none. row: its traces. rise, fall of the first phase;
    start, end of the last one; peak: highest sample. All as sample numbers; ``fall`` and ``end`` are
    the first samples at or under the baseline. height: mV. spread: of one trace's phases, flat:
    (row, rise, fall) of each phase."""

    row: Counts
    rise: Counts
    fall: Counts
    end: Counts
    peak: Counts
    height: Floats
    spread: tuple[Counts, Counts, Counts]


def negative_phases(
    smooth: Floats, noise: Floats, first: int, rate_hz: float, settings: TraceSettings,
) -> Phases:
    """smooth: (traces, samples), nil before ``first``. noise: of ``smooth``, a trace each."""
    count = smooth.shape[1]
    above = smooth > 0
    above[:, 0] = above[:, -1] = False  # no stretch runs over from one trace into the next
    flat = above.ravel()
    edges = np.flatnonzero(flat[1:] != flat[:-1]) + 1
    rises, falls = edges[0::2], edges[1::2]
    if not len(rises):
        return _none(smooth.dtype)
    tops = np.maximum.reduceat(smooth.ravel(), rises)
    rows = rises // count
    keep = (rises % count > first) | _rises_later(smooth, rises, tops, first, settings, rate_hz)
    keep &= falls - rises >= settings.presence.least_width_ms * rate_hz / 1000
    keep &= tops > settings.phases.noise * noise[rows]
    rises, falls, tops, rows = rises[keep], falls[keep], tops[keep], rows[keep]
    height = np.zeros(len(smooth), smooth.dtype)
    np.maximum.at(height, rows, tops)
    there = height > np.maximum(settings.presence.noise * noise, settings.presence.least_mv)
    keep = there[rows] & (tops >= settings.phases.share * height[rows])
    rises, falls, tops, rows = rises[keep], falls[keep], tops[keep], rows[keep]
    keep = _near_the_highest(rises, falls, tops, rows, height, settings.phases.longest_gap_ms * rate_hz / 1000)
    rises, falls, rows = rises[keep] % count, falls[keep] % count, rows[keep]
    if not len(rows):
        return _none(smooth.dtype)
    found, begin = np.unique(rows, return_index=True)
    last = np.append(begin[1:], len(rows)) - 1
    return Phases(
        found, rises[begin], falls[begin], falls[last], np.argmax(smooth[found], axis=1), height[found],
        (rows, rises, falls),
    )


def _none(kind: np.dtype) -> Phases:
    no = np.zeros(0, np.intp)
    return Phases(no, no, no, no, no, np.zeros(0, kind), (no, no, no))


def _rises_later(
    smooth: Floats, rises: Counts, tops: Floats, first: int, settings: TraceSettings, rate_hz: float,
) -> NDArray[np.bool_]:
    """A stretch above the baseline from the first sample on: an artefact's tail, unless it climbs again."""
    count = smooth.shape[1]
    later = np.zeros(len(rises), bool)
    for n in np.flatnonzero(rises % count <= first):
        row = smooth[rises[n] // count]
        later[n] = tops[n] > 2 * row[first] and np.argmax(row) > first + settings.presence.least_width_ms * rate_hz / 1000
    return later


def _near_the_highest(
    rises: Counts, falls: Counts, tops: Floats, rows: Counts, height: Floats, longest_gap: float,
) -> NDArray[np.bool_]:
    """Phases joined to the highest one without a long gap between them."""
    if not len(rises):
        return np.zeros(0, bool)
    apart = np.append(True, (rows[1:] != rows[:-1]) | (rises[1:] - falls[:-1] > longest_gap))
    group = np.cumsum(apart) - 1
    highest = np.zeros(group[-1] + 1, bool)
    highest[group[tops == height[rows]]] = True
    return highest[group]
