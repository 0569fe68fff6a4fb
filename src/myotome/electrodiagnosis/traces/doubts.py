"""What is wrong with a trace, told and never mended in silence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from myotome.electrodiagnosis.traces.marking import Marks
from myotome.electrodiagnosis.traces.settings import SENSORY, TraceSettings
from myotome.errors import Problem
from myotome.formats.trace import Trace
from myotome.terms import Level

USELESS = {"not_a_number", "unlabelled", "implausible", "unexplained"}  # with one of these a trace gives no row
ONSET_ROOM_MS = 0.15  # an onset so near to the first sample looked at is that of the window, not of the response


class Doubt(NamedTuple):
    """What is wrong with a trace. flag: its id; the problem's code is ``traces.`` and the flag."""

    flag: str
    message: str = ""
    level: Level = Level.WARNING


def doubt(flag: str, message: str = "", level: Level = Level.WARNING) -> Doubt:
    return Doubt(flag, message, level)


def doubts(trace: Trace, marks: Marks, settings: TraceSettings) -> tuple[list[str], list[Problem]]:
    """Flags of a trace, each with its problem. "left_out": it gives no row."""
    if marks.not_a_number[0]:
        found = [doubt("not_a_number", str(int((~np.isfinite(trace.samples)).sum())))]
    else:
        found = [*_of_recording(trace, marks), *_of_response(trace, marks, settings)]
    flags = [d.flag for d in found]
    if USELESS & set(flags):
        flags.append("left_out")
    return flags, [Problem(level=d.level, code=f"traces.{d.flag}", message=d.message, place=trace.place) for d in found]


def _of_recording(trace: Trace, marks: Marks) -> list[Doubt]:
    found = []
    if trace.labels.nerve is None or trace.labels.side is None:
        found.append(doubt("unlabelled"))
    if trace.stimulus is None:
        found.append(doubt("no_stimulus"))
    elif not 0 <= trace.stimulus < len(trace.samples):
        found.append(doubt("stimulus_off", f"{trace.stimulus / trace.rate_hz * 1000:.1f}"))
    if marks.reversed[0]:
        found.append(doubt("reversed", level=Level.NOTE))
    if marks.saturated[0] or _at_rails(trace):
        found.append(doubt("saturated"))
    if marks.cut_off[0]:
        found.append(doubt("cut_off"))
    return found


def _of_response(trace: Trace, marks: Marks, settings: TraceSettings) -> list[Doubt]:
    """The first thing that is odd about the response, or its absence."""
    odd = _implausible(trace, marks, settings)
    if odd:
        return [doubt("implausible", odd)]
    if marks.unexplained[0]:
        return [doubt("unexplained")]
    if not marks.present[0]:
        return [doubt("absent", f"{marks.noise_uv[0]:.1f}", Level.NOTE)]
    if trace.stimulus is not None and marks.onset_ms[0] <= settings.artefact.blank_ms + ONSET_ROOM_MS:
        return [doubt("onset_unsure")]
    if _splits(marks, settings):
        return [doubt("split", f"{marks.first_area_mvms[0]:.2f} / {marks.area_mvms[0]:.2f} mV·ms", Level.NOTE)]
    return []


def _at_rails(trace: Trace) -> bool:
    if trace.rails is None:
        return False
    step = (trace.rails[1] - trace.rails[0]) / 2**16
    return bool((trace.samples.max() >= trace.rails[1] - step) or (trace.samples.min() <= trace.rails[0] + step))


def _splits(marks: Marks, settings: TraceSettings) -> bool:
    whole, first = marks.area_mvms[0], marks.first_area_mvms[0]
    return bool(whole > 0 and 100 * (1 - first / whole) > settings.phases.disagree_percent)


def _implausible(trace: Trace, marks: Marks, settings: TraceSettings) -> str:
    """The value that no response has, as words: "latency 0.1 ms"; empty when all can be."""
    sweep = len(trace.samples) / trace.rate_hz * 1000
    if not settings.plausible.sweep_ms[0] <= sweep <= settings.plausible.sweep_ms[1]:
        return f"sweep {sweep:.4g} ms"
    if not marks.present[0]:
        return ""
    known = {"amplitude_mv": marks.amplitude_mv[0], "duration_ms": marks.duration_ms[0], "latency_ms": marks.onset_ms[0]}
    if trace.stimulus is None or trace.stimulus >= len(trace.samples):
        del known["latency_ms"]
    for name, value in known.items():
        low, high = getattr(settings.plausible, name)
        if not low <= value <= high:
            what, unit = name.split("_")
            return f"{what} {value:.4g} {unit.replace('mv', 'mV')}"
    return ""


def study_of(trace: Trace) -> tuple:
    """Traces with the same key are one study."""
    labels = trace.labels
    return labels.side, labels.nerve, labels.study, labels.recording, labels.date


def hidden(traces: Sequence[Trace], marked: list[Marks], settings: TraceSettings) -> set[int]:
    """Traces whose deepest positive point has moved away more than their negative phases tell, against
    the earliest response of the study: a late volley may hide in the positive phase. A fall of the area
    beyond what such cancellation explains needs no duration to be believed."""
    first: dict[tuple, Marks] = {}
    for trace, marks in zip(traces, marked, strict=True):
        known = first.get(study_of(trace))
        if marks.present[0] and (known is None or marks.onset_ms[0] < known.onset_ms[0]):
            first[study_of(trace)] = marks
    found = set()
    for n, (trace, marks) in enumerate(zip(traces, marked, strict=True)):
        near = first.get(study_of(trace))
        if near is None or near is marks or trace.labels.study == SENSORY:
            continue
        moved = (marks.trough_ms[0] - marks.onset_ms[0]) / (near.trough_ms[0] - near.onset_ms[0])
        fall = 100 * (1 - marks.area_mvms[0] / near.area_mvms[0])
        if fall <= settings.hidden.cancelled_percent and 100 * (moved - marks.duration_ms[0] / near.duration_ms[0]) > settings.hidden.points:
            found.add(n)
    return found
