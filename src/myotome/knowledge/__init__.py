"""What medicine knows, as data that a clinician can correct: load, check, compile, ask."""

from myotome.knowledge.load import load
from myotome.knowledge.store import Knowledge

__all__ = ["Knowledge", "load"]
