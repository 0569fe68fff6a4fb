"""Tables of nerve conduction become judged segments and findings."""

from myotome.electrodiagnosis.judge import judge_segments

__all__ = ["judge_segments"]
