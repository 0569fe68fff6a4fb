"""Short tables for tests."""

from __future__ import annotations

from typing import Any

import pytest

from myotome.answer import BlockVerdict, SegmentStudy
from myotome.case import ConductionRow, Finding
from myotome.electrodiagnosis import judge_segments
from myotome.errors import Problem
from myotome.knowledge import load


class Judged:
    """What a table gives, with the questions that tests ask."""

    def __init__(self, *rows: ConductionRow) -> None:
        self.segments: tuple[SegmentStudy, ...]
        self.findings: list[Finding]
        self.problems: list[Problem]
        self.segments, self.findings, self.problems = judge_segments(rows, load())

    def verdict(self, definition: str, segment: int = 0) -> BlockVerdict:
        return next(v for v in self.segments[segment].verdicts if v.definition == definition)

    def levels(self, segment: int = 0) -> dict[str, str]:
        return {v.definition: v.level for v in self.segments[segment].verdicts}

    def stated(self) -> dict[tuple[str, str | None], tuple[str, str]]:
        """(concept, site) -> (presence, certainty)."""
        return {(f.concept, f.site): (f.presence.value, f.certainty.value) for f in self.findings}


def motor_row(stimulation: str, **values: Any) -> ConductionRow:
    given = {"side": "right", "nerve": "median", "study": "motor", **values}
    return ConductionRow(stimulation=stimulation, **given)


def sensory_row(nerve: str, **values: Any) -> ConductionRow:
    return ConductionRow(**{"side": "right", "nerve": nerve, "study": "sensory", **values})


def pair(amplitude: float, area: float, duration: float | None = None, **values: Any) -> list[ConductionRow]:
    """Wrist and elbow: 10 mV, 100 mV·ms, 10 ms distally; the given drops and increase in percent."""
    proximal = {k: v for k, v in values.items() if k in ("supramaximal", "distance_mm", "temperature_c")}
    both = {k: v for k, v in values.items() if k not in proximal and k not in ("distal", "proximal")}
    return [
        motor_row(values.get("distal", "wrist"), amplitude_mv=10.0, area_mvms=100.0,
                  duration_ms=None if duration is None else 10.0, **both),
        motor_row(values.get("proximal", "elbow"), amplitude_mv=10.0 - amplitude / 10, area_mvms=100.0 - area,
                  duration_ms=None if duration is None else 10.0 + duration / 10, **both, **proximal),
    ]


@pytest.fixture
def judged() -> type[Judged]:
    return Judged


@pytest.fixture
def motor():  # noqa: ANN201
    return motor_row


@pytest.fixture
def sensory():  # noqa: ANN201
    return sensory_row


@pytest.fixture
def drops():  # noqa: ANN201
    return pair
