"""Laboratory values become findings: unit brought to one, judged by the limits given with them."""

from myotome.laboratory.judge import judge
from myotome.laboratory.worded import worded

__all__ = ["judge", "worded"]
