"""What is concluded: types only. Fields, never sentences: ``report/`` makes the words."""

from myotome.answer.assessment import Assessment, Limits, Overview, Result
from myotome.answer.criteria import ItemResult, Verdict
from myotome.answer.electrodiagnosis import BlockVerdict, SegmentStudy
from myotome.answer.lesion import Lesion, Localisation, SiteEvidence
from myotome.answer.plan import Plan, PlanStep, Taper, TaperStep
from myotome.answer.ranking import Candidate, Differential, Influence, NotToMiss
from myotome.answer.steps import NextTest, RedFlag, TimelineEvent

__all__ = [
    "Assessment", "BlockVerdict", "Candidate", "Differential", "Influence", "ItemResult", "Lesion",
    "Limits", "Localisation", "NextTest", "NotToMiss", "Overview", "Plan", "PlanStep", "RedFlag",
    "Result", "SegmentStudy", "SiteEvidence", "Taper", "TaperStep", "TimelineEvent", "Verdict",
]
