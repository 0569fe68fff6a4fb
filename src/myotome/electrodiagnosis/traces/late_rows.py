"""A series of F waves becomes one row of the conduction table."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from myotome.case import ConductionRow
from myotome.electrodiagnosis.settings import site_settings
from myotome.electrodiagnosis.traces.late import late_responses
from myotome.electrodiagnosis.traces.settings import MOTOR, trace_settings
from myotome.errors import Problem
from myotome.formats.trace import Trace
from myotome.knowledge.store import Knowledge
from myotome.terms import Level

F_WAVE = "f_wave"


def f_rows_of(traces: Sequence[Trace], knowledge: Knowledge) -> tuple[list[ConductionRow], list[Problem]]:
    """One row a nerve, side, recording and site. Sweeps that cannot be used are left out and said.

    Of fewer sweeps than the settings ask the latencies are given, the persistence is not.
    """
    groups: dict[tuple, list[Trace]] = {}
    for trace in traces:
        labels = trace.labels
        groups.setdefault((labels.side, labels.nerve, labels.recording, labels.stimulation, labels.date), []).append(trace)
    rows: list[ConductionRow] = []
    problems: list[Problem] = []
    for members in groups.values():
        row, found = _row(members, knowledge)
        rows += [row] if row is not None else []
        problems += found
    return rows, problems


def _row(members: list[Trace], knowledge: Knowledge) -> tuple[ConductionRow | None, list[Problem]]:
    labels, place = members[0].labels, members[0].place
    path = site_settings(knowledge).nerves.get(labels.nerve or "")
    late = trace_settings(knowledge).late
    if path is None or path.limb not in late.window_ms or labels.side is None:
        return None, [Problem(level=Level.WARNING, code="traces.unlabelled", message="", place=place)]
    alike = [t for t in members if _usable(t, members[0])]
    problems = []
    if len(alike) < len(members):
        message = f"{len(members) - len(alike)} / {len(members)}"
        problems.append(Problem(level=Level.WARNING, code="traces.sweeps_left_out", message=message, place=place))
    if len(alike) < late.least_sweeps:
        message = f"{len(alike)} < {late.least_sweeps}"
        problems.append(Problem(level=Level.WARNING, code="traces.few_sweeps", message=message, place=place))
    if len(alike) < 2:
        return None, problems
    found = late_responses(np.array([t.samples for t in alike]), alike[0].rate_hz, alike[0].stimulus, path.limb, knowledge)
    seen, enough = found.seen, len(alike) >= late.least_sweeps

    def value(of: float) -> float | None:
        return round(float(of), 2) if len(seen) else None

    return ConductionRow(
        side=labels.side, nerve=labels.nerve or "", study=MOTOR, recording=labels.recording, stimulation=labels.stimulation,
        date=labels.date, temperature_c=labels.temperature_c, lff_hz=labels.lff_hz, supramaximal=labels.supramaximal,
        f_min_ms=value(seen.min(initial=np.inf)), f_mean_ms=value(seen.mean() if len(seen) else 0), f_max_ms=value(seen.max(initial=0)),
        f_dispersion_ms=value(np.ptp(seen) if len(seen) else 0),
        f_persistence=round(found.persistence, 1) if enough else None, f_count=len(alike), a_wave=found.a_wave_ms is not None if enough else None,
    ), problems


def _usable(trace: Trace, first: Trace) -> bool:
    """A sweep of the same rate, length and marker, of numbers only."""
    same = (trace.rate_hz, len(trace.samples), trace.stimulus) == (first.rate_hz, len(first.samples), first.stimulus)
    return same and trace.stimulus is not None and 0 <= trace.stimulus < len(trace.samples) and bool(np.isfinite(trace.samples).all())
