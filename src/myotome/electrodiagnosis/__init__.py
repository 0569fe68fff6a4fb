"""Tables of nerve conduction, needle EMG and further tests become judged studies and findings."""

from myotome.electrodiagnosis.judge import judge_segments
from myotome.electrodiagnosis.study import Studied, judge_study

__all__ = ["Studied", "judge_segments", "judge_study"]
