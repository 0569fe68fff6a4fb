"""What is concluded: types only. Fields, never sentences: ``report/`` makes the words."""

from myotome.answer.assessment import Assessment, Limits, Overview, Result
from myotome.answer.criteria import ItemResult, Verdict
from myotome.answer.electrodiagnosis import BlockVerdict, SegmentStudy
from myotome.answer.lesion import Lesion, Localisation, SiteEvidence
from myotome.answer.plan import (
    Ask,
    Differential,
    Exclusion,
    Explanation,
    Family,
    Feature,
    Influence,
    Label,
    NotToMiss,
    Plan,
    PlanCaution,
    PlanStep,
    Portrait from myotome.answer.ranking import (     Candidate,
    Taper,
    TaperStep,
    TaperStep from myotome.answer.portrait import Contrast,
    Together,
    Update,
    from myotome.answer.plan import Plan,
)
from myotome.answer.ranking import Candidate, Differential, Family, Influence, NotToMiss, Together
from myotome.answer.steps import NextTest, RedFlag, TimelineEvent

__all__ = [
    "Ask", "Assessment", "BlockVerdict", "Candidate", "Differential", "Differential", "Exclusion",
    "Explanation", "Family", "Family", "Feature", "Influence", "Influence", "ItemResult", "Label", "Lesion",
    "Limits", "Localisation", "NextTest", "NotToMiss", "NotToMiss", "Overview", "Plan", "PlanCaution",
    "PlanStep", "Portrait from myotome.answer.ranking import (     Candidate", "RedFlag", "Result",
    "SegmentStudy", "SiteEvidence", "Taper", "TaperStep",
    "TaperStep from myotome.answer.portrait import Contrast", "TimelineEvent", "Together", "Together", "Update",
    "Verdict", "from myotome.answer.plan import Plan",
]
