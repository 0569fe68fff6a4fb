"""Traces become rows of the conduction table, with what is wrong with each: the same judgement follows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from myotome.case import ConductionRow, MarkedTrace, TrainRow
from myotome.electrodiagnosis.traces.doubts import doubts, hidden, study_of
from myotome.electrodiagnosis.traces.late_rows import F_WAVE, f_rows_of
from myotome.electrodiagnosis.traces.marking import Marks, mark
from myotome.electrodiagnosis.traces.settings import MOTOR, SENSORY, TraceSettings, trace_settings
from myotome.electrodiagnosis.traces.trains import train_rows_of
from myotome.errors import Problem
from myotome.formats.trace import Trace
from myotome.knowledge.store import Knowledge
from myotome.terms import Level
from myotome.units import velocity

NEGATIVE_AREA, BASE_TO_PEAK, ALL_PHASES = "negative", "base_to_peak", "all_negative_phases"


class TraceReading(NamedTuple):
    """rows: one a measured trace or series of F waves. trains: of repetitive stimulation. traces: for
    drawing, ``row`` pointing into ``rows``. problems: what was doubted, turned round or left out."""

    rows: tuple[ConductionRow, ...]
    trains: tuple[TrainRow, ...]
    traces: tuple[MarkedTrace, ...]
    problems: tuple[Problem, ...]


def measure(traces: Sequence[Trace], knowledge: Knowledge) -> TraceReading:
    """Mark motor and sensory traces and write what was measured as rows, in the order given; then a
    row for each series of F waves; trains of repetitive stimulation apart.

    A value that the trace cannot give (saturated, cut off, no marker) is left unknown and said;
    a trace of which nothing can be trusted gives no row. Never raises for a bad trace.
    """
    settings = trace_settings(knowledge)
    series = [t for t in traces if t.labels.study == F_WAVE]
    trains, problems = train_rows_of([t for t in traces if t.labels.train_hz is not None], knowledge)
    traces = [t for t in traces if t.labels.study != F_WAVE and t.labels.train_hz is None]
    rows: list[ConductionRow] = []
    shown: list[MarkedTrace] = []
    marked = _marked(traces, knowledge)
    late = hidden(traces, marked, settings)
    for number, (trace, marks) in enumerate(zip(traces, marked, strict=True), 1):
        flags, found = doubts(trace, marks, trace_settings(knowledge, trace.labels.study))
        if number - 1 in late:
            flags.append("hidden_phase")
            found.append(Problem(level=Level.WARNING, code="traces.hidden_phase", message="", place=trace.place))
        problems += found
        row = None
        if "left_out" not in flags:
            row = _row(trace, marks, flags, number, settings)
            rows.append(row)
        shown.append(_shown(trace, marks, flags, len(rows) - 1 if row else None, settings))
    problems += _speeds([r for r in rows if r.latency_ms is not None], settings)
    f_rows, found = f_rows_of(series, knowledge)
    rows += f_rows
    problems += found
    return TraceReading(tuple(rows), tuple(trains), tuple(shown), tuple(problems))


def _marked(traces: Sequence[Trace], knowledge: Knowledge) -> list[Marks]:
    """Marks of each trace (arrays of one); traces alike in rate, length and marker are marked at once."""
    alike: dict[tuple, list[int]] = {}
    for n, trace in enumerate(traces):
        stimulus = -1 if trace.stimulus is None else trace.stimulus
        if stimulus >= len(trace.samples):
            stimulus = -1
        kind = SENSORY if trace.labels.study == SENSORY else MOTOR
        alike.setdefault((trace.rate_hz, len(trace.samples), stimulus, kind), []).append(n)
    found: dict[int, Marks] = {}
    for (rate, _, stimulus, kind), members in alike.items():
        studies: dict[tuple, int] = {}
        which = [
            studies.setdefault(study_of(t), len(studies))
            for t in (traces[n] for n in members)
        ]
        order = np.argsort(which, kind="stable")
        marks = mark(
            np.array([traces[members[n]].samples for n in order]), rate, stimulus, knowledge, np.array(which)[order], kind,
        )
        for place, n in enumerate(order):
            found[members[n]] = Marks(*(column[place : place + 1] for column in marks))
    return [found[n] for n in range(len(traces))]


def _row(trace: Trace, marks: Marks, flags: list[str], number: int, settings: TraceSettings) -> ConductionRow:
    labels, digits = trace.labels, settings.digits
    present = bool(marks.present[0])
    motor = labels.study != SENSORY
    sized = present and "saturated" not in flags
    sure = "onset_unsure" not in flags
    whole = sized and sure and "cut_off" not in flags
    lasting = whole and motor and "hidden_phase" not in flags
    timed = present and sure and trace.stimulus is not None and trace.stimulus < len(trace.samples)
    amplitude = round(float(marks.amplitude_mv[0]), digits.amplitude_mv) if sized else None
    return ConductionRow(
        side=labels.side or "", nerve=labels.nerve or "", study=labels.study, recording=labels.recording,
        stimulation=labels.stimulation, distance_mm=labels.distance_mm, date=labels.date,
        latency_ms=round(float(marks.onset_ms[0]), digits.latency_ms) if timed else None,
        peak_latency_ms=round(float(marks.peak_ms[0]), digits.latency_ms) if timed and not motor else None,
        amplitude_mv=amplitude if motor else None,
        amplitude_uv=None if motor or amplitude is None else round(1000 * float(marks.amplitude_mv[0]), 1),
        area_mvms=round(float(marks.area_mvms[0]), digits.area_mvms) if whole and motor else None,
        duration_ms=round(float(marks.duration_ms[0]), digits.duration_ms) if lasting else None,
        amplitude_kind=BASE_TO_PEAK if sized else None, area_kind=NEGATIVE_AREA if whole and motor else None,
        duration_kind=ALL_PHASES if lasting else None, temperature_c=labels.temperature_c,
        lff_hz=labels.lff_hz, supramaximal=labels.supramaximal,
        response="present" if present else "absent", row=number,
    )


def _shown(
    trace: Trace, marks: Marks, flags: list[str], row: int | None, settings: TraceSettings,
) -> MarkedTrace:
    """The stretch around the stimulus, thinned: each point the mean of its samples."""
    drawn, labels = settings.drawing, trace.labels
    stimulus = trace.stimulus if trace.stimulus is not None else 0
    begin = min(max(stimulus - round(drawn.before_ms * trace.rate_hz / 1000), 0), len(trace.samples))
    end = min(max(stimulus + round(drawn.after_ms * trace.rate_hz / 1000), begin), len(trace.samples))
    part = np.nan_to_num(np.asarray(trace.samples[begin:end], float), nan=0.0, posinf=0.0, neginf=0.0)
    thin = max(len(part) // drawn.points, 1)
    part = part[: len(part) // thin * thin].reshape(-1, thin).mean(axis=1) * (-1 if marks.reversed[0] else 1)
    known = {
        name: round(float(getattr(marks, name)[0]), 2) if marks.present[0] else None
        for name in ("onset_ms", "peak_ms", "crossing_ms", "end_ms")
    }
    return MarkedTrace(
        side=labels.side or "", nerve=labels.nerve or "", study=labels.study, stimulation=labels.stimulation or "",
        recording=labels.recording or "", row=row,
        start_ms=round((begin + (thin - 1) / 2 - stimulus) / trace.rate_hz * 1000, 4),
        step_ms=thin / trace.rate_hz * 1000,
        samples=tuple(round(float(v), drawn.digits) for v in part),
        noise_uv=None if marks.not_a_number[0] else round(float(marks.noise_uv[0]), 1),
        flags=tuple(f for f in flags if f != "left_out"), **known,
    )


def _speeds(rows: list[ConductionRow], settings: TraceSettings) -> list[Problem]:
    """Successive traces of one nerve between which the impulse would be impossibly quick or slow."""
    problems = []
    low, high = settings.plausible.velocity_ms
    for distal, proximal in zip(rows, rows[1:], strict=False):
        if distal.study != MOTOR or (distal.side, distal.nerve, distal.recording, distal.study) != (
            proximal.side, proximal.nerve, proximal.recording, proximal.study,
        ):
            continue
        speed = velocity(proximal.distance_mm or 0, distal.latency_ms, proximal.latency_ms)
        if proximal.distance_mm and (speed is None or not low <= speed <= high):
            problems.append(Problem(
                level=Level.WARNING, code="traces.velocity",
                message=f"{'<= 0' if speed is None else speed} m/s",
                place=f"{distal.stimulation} - {proximal.stimulation}",
            ))
    return problems
