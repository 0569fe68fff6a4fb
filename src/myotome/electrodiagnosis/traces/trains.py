"""Trains of repetitive nerve stimulation: the fall from the first response to the fourth."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from myotome.case import TrainRow
from myotome.electrodiagnosis.traces.marking import Marks, mark
from myotome.electrodiagnosis.traces.settings import trace_settings
from myotome.errors import Problem
from myotome.formats.trace import Trace
from myotome.knowledge.store import Knowledge
from myotome.terms import Level


def train_rows_of(traces: Sequence[Trace], knowledge: Knowledge) -> tuple[list[TrainRow], list[Problem]]:
    """One row a nerve, side, muscle, rate and condition; its traces are the responses in their order.

    A train with a response that cannot be measured gives no row: its fall would be of other responses.
    """
    groups: dict[tuple, list[Trace]] = {}
    for trace in traces:
        labels = trace.labels
        groups.setdefault((labels.side, labels.nerve, labels.recording, labels.train_hz, labels.condition, labels.date), []).append(trace)
    rows: list[TrainRow] = []
    problems: list[Problem] = []
    for members in groups.values():
        row = _row(members, knowledge)
        if row is None:
            problems.append(Problem(level=Level.WARNING, code="traces.train_unusable", message=str(len(members)), place=members[0].place))
        else:
            rows.append(row)
    return rows, problems


def _row(members: list[Trace], knowledge: Knowledge) -> TrainRow | None:
    labels, limits = members[0].labels, trace_settings(knowledge).train
    if labels.side is None or labels.nerve is None or len(members) < limits.response:
        return None
    marks = [_mark(t, knowledge) for t in members]
    if any(m is None or not m.present[0] or m.saturated[0] for m in marks):
        return None
    sizes = np.array([float(m.amplitude_mv[0]) for m in marks if m is not None])
    return TrainRow(
        side=labels.side, nerve=labels.nerve, muscle=labels.recording, rate_hz=labels.train_hz, condition=labels.condition,
        amplitude_mv=round(float(sizes[0]), 3),
        decrement_percent=round(float(100 * (1 - sizes[limits.response - 1] / sizes[0])), 1),
        increment_percent=round(float(100 * (sizes.max() / sizes[0] - 1)), 1) if (labels.train_hz or 0) >= limits.high_hz else None,
    )


def _mark(trace: Trace, knowledge: Knowledge) -> Marks | None:
    if trace.stimulus is None or not 0 <= trace.stimulus < len(trace.samples):
        return None
    return mark(np.asarray(trace.samples)[None], trace.rate_hz, trace.stimulus, knowledge)
