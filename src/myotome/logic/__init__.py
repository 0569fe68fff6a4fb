"""Three-valued expressions over a case: criteria, red flags, contraindications, cohort rules."""

from myotome.logic.derive import derive
from myotome.logic.evaluate import evaluate
from myotome.logic.judgement import Judgement
from myotome.logic.view import CaseView

__all__ = ["CaseView", "Judgement", "derive", "evaluate"]
