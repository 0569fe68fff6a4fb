"""Marks of many compound potentials at once: onset, negative peak, crossing, end, and what follows.

Conventions (fact sheet "electrodiagnosis", 1.1): negative is up; amplitude is baseline to negative
peak; area is that of the negative part; duration is both onset to first crossing and onset to the
end of the last negative phase. Nothing is marked where there is no response: its noise is told.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from myotome.electrodiagnosis.traces.baseline import Ready, make_ready, settle
from myotome.electrodiagnosis.traces.onset import onsets
from myotome.electrodiagnosis.traces.phases import Phases, negative_phases
from myotome.electrodiagnosis.traces.settings import MOTOR, TraceSettings, trace_settings
from myotome.knowledge import Knowledge

Floats = NDArray[np.floating]
Flags = NDArray[np.bool_]
CHUNK = 256  # traces worked on at a time: they stay in the processor's cache


class Marks(NamedTuple):
    """One entry a trace; times in ms after the stimulus, NaN where there is no response.

    present: a response was found. crossing_ms: end of the first negative phase. end_ms: of the last.
    trough_ms: deepest positive point behind the negative peak, NaN when it is not deep enough to tell.
    amplitude_mv: baseline to negative peak. peak_to_peak_mv. area_mvms: all negative phases;
    first_area_mvms: the first. noise_uv: standard deviation of the baseline.
    Flags: reversed (drawn positive up; measured the right way round), saturated, not_a_number (not
    measured), no_baseline (no quiet stretch before the stimulus), cut_off (the trace ends within
    the response), unexplained (no response, and yet a deflection far above the noise).
    """

    present: Flags
    onset_ms: Floats
    peak_ms: Floats
    crossing_ms: Floats
    end_ms: Floats
    trough_ms: Floats
    amplitude_mv: Floats
    peak_to_peak_mv: Floats
    area_mvms: Floats
    first_area_mvms: Floats
    noise_uv: Floats
    reversed: Flags
    saturated: Flags
    not_a_number: Flags
    no_baseline: Flags
    cut_off: Flags
    unexplained: Flags

    @property
    def duration_ms(self) -> Floats:
        """Onset to the end of the last negative phase."""
        return self.end_ms - self.onset_ms

    @property
    def first_duration_ms(self) -> Floats:
        """Onset to the end of the first negative phase."""
        return self.crossing_ms - self.onset_ms


def mark(
    traces: Floats, rate_hz: float, stimulus: int, knowledge: Knowledge, study: NDArray[np.integer] | None = None,
    kind: str = MOTOR,
) -> Marks:
    """Mark traces (traces, samples) in mV, negative up, all with the stimulus at the same sample.

    stimulus: sample number; below 0 for traces that begin after it. study: number of the study of
    each trace, from 0 on: the traces of one study share their polarity (default: each its own).
    kind: "motor", or "sensory" for nerve potentials.
    Raises ValueError for a shape, a rate or a stimulus that cannot be.

    >>> from myotome.knowledge import load
    >>> wave = np.concatenate([np.zeros(200), 5 * np.sin(np.linspace(0, np.pi, 101)), -2 * np.sin(np.linspace(0, np.pi, 101)), np.zeros(600)])
    >>> marks = mark(wave[None], 20_000, 100, load())
    >>> [round(float(x[0]), 1) for x in (marks.onset_ms, marks.amplitude_mv, marks.area_mvms, marks.duration_ms)]
    [4.9, 5.0, 15.9, 5.1]
    """
    traces = np.asarray(traces)
    if traces.ndim != 2 or traces.shape[1] < 8 or not rate_hz > 0 or stimulus >= traces.shape[1]:
        raise ValueError("traces must be (traces, samples), with a sampling rate and the stimulus within them")
    settings = trace_settings(knowledge, kind)
    study = np.arange(len(traces)) if study is None else np.asarray(study)
    if not len(traces):
        return Marks(*(np.zeros(0, bool if name in FLAGS else float) for name in Marks._fields))
    parts = [
        _mark(traces[a:b], rate_hz, stimulus, study[a:b], settings)
        for a, b in _chunks(study)
    ]
    return Marks(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


FLAGS = ("present", "reversed", "saturated", "not_a_number", "no_baseline", "cut_off", "unexplained")


def _chunks(study: NDArray[np.integer]) -> list[tuple[int, int]]:
    """Pieces of about CHUNK traces that part no study (of successive traces)."""
    ends, start = [], 0
    bounds = np.append(np.flatnonzero(np.diff(study)) + 1, len(study))
    for bound in bounds:
        if bound - start >= CHUNK:
            ends.append((start, int(bound)))
            start = int(bound)
    return ends if start == len(study) else [*ends, (start, len(study))]


def _mark(
    traces: Floats, rate_hz: float, stimulus: int, study: NDArray[np.integer], settings: TraceSettings,
) -> Marks:
    broken = ~np.isfinite(traces.sum(axis=1))
    own = traces.astype(np.float32 if traces.dtype == np.float32 else float)
    own[broken] = 0
    ready = make_ready(own, rate_hz, stimulus, settings)
    turned = _turned(ready, study, settings)
    ready.level[turned] *= -1
    ready.smooth[turned] *= -1
    phases = negative_phases(ready.smooth, ready.smooth_noise, ready.first, rate_hz, settings)
    if settle(ready, phases.row, _first_tops(ready, phases), rate_hz, settings):
        phases = negative_phases(ready.smooth, ready.smooth_noise, ready.first, rate_hz, settings)
    count = len(traces)
    times = np.full((5, count), np.nan)
    sizes = np.full((4, count), np.nan)
    row = phases.row
    if len(row):
        onset = onsets(ready, phases, rate_hz, settings)
        trough, depth = _trough(ready, phases, settings)
        marks = (
            onset, _top(ready, phases), _crossing(ready, phases, phases.fall), _crossing(ready, phases, phases.end),
            trough,
        )
        times[:, row] = (np.array(marks) - stimulus) / rate_hz * 1000
        sizes[:, row] = _sizes(ready, phases, onset, depth, 1000 / rate_hz)
    present = np.zeros(count, bool)
    present[row] = True
    cut = np.zeros(count, bool)
    cut[row] = phases.end >= traces.shape[1] - 1
    return Marks(
        present, *times, *sizes, np.where(broken, np.nan, ready.noise * 1000), turned & present,
        _saturated(own, ready.noise, settings), broken, np.full(count, not ready.has_baseline), cut,
        _unexplained(ready, present, settings),
    )


def _first_tops(ready: Ready, phases: Phases) -> NDArray[np.intp]:
    """Highest sample of the first negative phase."""
    found = phases.peak.copy()
    for n in np.flatnonzero(phases.peak >= phases.fall):
        found[n] = phases.rise[n] + np.argmax(ready.smooth[phases.row[n], phases.rise[n] : phases.fall[n]])
    return found


def _unexplained(ready: Ready, present: Flags, settings: TraceSettings) -> Flags:
    odd = np.zeros(len(present), bool)
    missing = np.flatnonzero(~present)
    if len(missing):
        largest = np.abs(ready.level[missing, ready.first :]).max(axis=1)
        odd[missing] = largest > settings.unexplained_noise * ready.noise[missing]
    return odd


def _turned(ready: Ready, study: NDArray[np.integer], settings: TraceSettings) -> Flags:
    """Traces of the studies whose first large phase goes down, weighed by the size of the response."""
    thin = ready.smooth[:, :: max(ready.smooth.shape[1] // 400, 1)]
    size = np.abs(thin)
    largest = size.max(axis=1)
    at = np.argmax(size >= settings.polarity_share * largest[:, None], axis=1)
    vote = thin[np.arange(len(thin)), at]
    names, place = np.unique(study, return_inverse=True)
    total = np.zeros(len(names))
    np.add.at(total, place, np.where(largest > settings.presence.noise * ready.smooth_noise, vote, 0))
    return (total < 0)[place]


def _top(ready: Ready, phases: Phases) -> Floats:
    """The negative peak between samples, by the parabola through three of them."""
    at = np.clip(phases.peak, 1, ready.smooth.shape[1] - 2)
    a, b, c = (ready.smooth[phases.row, at + d] for d in (-1, 0, 1))
    bend = a - 2 * b + c
    return at + np.where(bend < 0, np.clip((a - c) / np.where(bend < 0, 2 * bend, 1), -1, 1), 0)


def _crossing(ready: Ready, phases: Phases, at: NDArray[np.intp]) -> Floats:
    """Where the line from the last sample above the baseline to the first one under it meets it."""
    high, low = ready.smooth[phases.row, at - 1], ready.smooth[phases.row, at]
    return at - 1 + np.where(low < 0, high / np.where(low < 0, high - low, 1), 1)


def _trough(ready: Ready, phases: Phases, settings: TraceSettings) -> tuple[Floats, Floats]:
    """Sample of the deepest positive point behind the negative peak (NaN when shallow), and its depth."""
    behind = ready.smooth[phases.row]
    behind[np.arange(behind.shape[1]) <= phases.peak[:, None]] = 0
    at = np.argmin(behind, axis=1)
    depth = -behind[np.arange(len(behind)), at]
    least = np.maximum(settings.hidden.least_depth * phases.height, settings.phases.noise * ready.smooth_noise[phases.row])
    return np.where(depth > least, at, np.nan), depth


def _sizes(ready: Ready, phases: Phases, onset: Floats, depth: Floats, step_ms: float) -> tuple[Floats, ...]:
    """Amplitude, peak to peak, area of all negative phases, area of the first."""
    rows, rises, falls = phases.spread
    place = np.searchsorted(phases.row, rows)
    begin = np.minimum(np.maximum(rises, np.floor(onset).astype(int)[place]), falls - 1)
    spans = (rows * ready.level.shape[1])[:, None] + np.stack([begin, falls], axis=1)
    areas = np.maximum(np.add.reduceat(ready.level.ravel(), spans.ravel())[::2].astype(float), 0) * step_ms
    whole = np.bincount(place, weights=areas, minlength=len(phases.row))
    first = areas[np.searchsorted(place, np.arange(len(phases.row)))]
    return phases.height, phases.height + depth, whole, first


def _saturated(traces: Floats, noise: Floats, settings: TraceSettings) -> Flags:
    """Does the trace stay at its largest or smallest value for several samples on end, and leave it by a jump?

    A rounded peak of coarse steps stays there, too, but leaves it by one step.
    """
    limits = settings.saturation
    flat = np.zeros(len(traces), bool)
    for extreme in (traces.max(axis=1), traces.min(axis=1)):
        at = traces == extreme[:, None]
        often = np.flatnonzero(at.sum(axis=1) >= limits.run)
        for n in often[np.abs(extreme[often] - np.median(traces[often], axis=1)) > limits.least_noise * noise[often]]:
            edges = np.flatnonzero(np.diff(np.concatenate([[False], at[n], [False]])))
            steps = np.abs(np.diff(traces[n]))
            least = limits.least_jump * steps[steps > 0].min() if steps.any() else 0
            for a, b in zip(edges[::2], edges[1::2], strict=True):
                jumps = [abs(float(traces[n, i] - extreme[n])) for i in (a - 1, b) if 0 <= i < traces.shape[1]]
                flat[n] |= b - a >= limits.run and max(jumps, default=0) > least
    return flat
