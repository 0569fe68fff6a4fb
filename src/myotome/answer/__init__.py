"""What is concluded: types only. Fields, never sentences: ``report/`` makes the words."""

from myotome.answer.assessment import Assessment, Limits, Overview, Result
from myotome.answer.criteria import ItemResult, Verdict
from myotome.answer.dose import Counted, Dose, Due, Infusion, Line, RateStep, Stop
from myotome.answer.electrodiagnosis import (
    BlockVerdict,
    Electrodiagnosis,
    MuscleJudgement,
    NerveJudgement,
    Reason,
    SegmentStudy,
    StudyValue,
    TestJudgement,
)
from myotome.answer.enmg import EnmgResult
from myotome.answer.followup import (
    Alarm,
    DueTest,
    FollowUp,
    Judged,
    Series,
    TimelinePoint,
)
from myotome.answer.lesion import Lesion, Localisation, SiteEvidence
from myotome.answer.plan import (
    Ask,
    Exclusion,
    Label,
    Plan,
    PlanCaution,
    PlanStep,
    Taper,
    TaperStep,
    Update,
)
from myotome.answer.portrait import Contrast, Explanation, Feature, Portrait, Reply
from myotome.answer.ranking import (
    Candidate,
    Differential,
    Family,
    Hereditary,
    HereditaryCandidate,
    Influence,
    NotToMiss,
    Together,
)
from myotome.answer.score import (
    ItemPoints,
    MeasureChange,
    ResponseValue,
    ScoreChange,
    ScoreValue,
)
from myotome.answer.steps import NextTest, RedFlag, TimelineEvent
from myotome.answer.taper import TaperAlert, Tapering, TaperLevel
from myotome.answer.trials import TrialCriterion, TrialMatch
from myotome.answer.wear_off import Curve, Regime, Span, WearOff

__all__ = [
    "Alarm", "Ask", "Assessment", "BlockVerdict", "Candidate", "Contrast", "Counted", "Curve",
    "Differential", "Dose", "Due", "DueTest", "Electrodiagnosis", "EnmgResult", "Exclusion",
    "Explanation", "Family", "Feature", "FollowUp", "Hereditary", "HereditaryCandidate",
    "Influence", "Infusion", "ItemPoints", "ItemResult", "Judged", "Label", "Lesion", "Limits",
    "Line", "Localisation", "MeasureChange", "MuscleJudgement", "NerveJudgement", "NextTest",
    "NotToMiss", "Overview", "Plan", "PlanCaution", "PlanStep", "Portrait", "RateStep", "Reason",
    "RedFlag", "Regime", "Reply", "ResponseValue", "Result", "ScoreChange", "ScoreValue",
    "SegmentStudy", "Series", "SiteEvidence", "Span", "Stop", "StudyValue", "Taper", "TaperAlert",
    "TaperLevel", "TaperStep", "Tapering", "TestJudgement", "TimelineEvent", "TimelinePoint",
    "Together", "TrialCriterion", "TrialMatch", "Update", "Verdict", "WearOff",
]
