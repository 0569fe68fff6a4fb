"""Recorded traces become marks, and rows of the conduction table."""

from myotome.electrodiagnosis.traces.marking import Marks, mark
from myotome.electrodiagnosis.traces.rows import TraceReading, measure

__all__ = ["Marks", "TraceReading", "mark", "measure"]
