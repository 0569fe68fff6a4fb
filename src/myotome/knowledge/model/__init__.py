"""The typed shape of every file in ``knowledge/``: unknown fields are refused at load."""

from myotome.knowledge.model.anatomy import (
    Muscle,
    MuscleGroup,
    Nerve,
    NerveSegment,
    PlexusPart,
    Reflex,
    Region,
    Root,
    Territory,
)
from myotome.knowledge.model.care import (
    Act,
    CarePlan,
    CareStep,
    Caution,
    DocumentUpdate,
    ExcludeFirst,
    LabelLine,
    TaperScheme,
    TaperStage,
)
from myotome.knowledge.model.concept import Concept, Refinement
from myotome.knowledge.model.criteria import CriteriaSet, Item, Outcome, RedFlagRule
from myotome.knowledge.model.disease import Accuracy, Disease, DiseaseFinding, Mimic
from myotome.knowledge.model.dose import (
    Check,
    DoseCaution,
    DoseSheet,
    Regimen,
    SchemeStage,
    SteroidScheme,
)
from myotome.knowledge.model.test import Test
from myotome.knowledge.model.words import Names, Reference

__all__ = [
    "Accuracy",
    "Act",
    "CarePlan",
    "CareStep",
    "Caution",
    "Check",
    "Concept",
    "CriteriaSet",
    "Disease",
    "DiseaseFinding",
    "DocumentUpdate",
    "DoseCaution",
    "DoseSheet",
    "ExcludeFirst",
    "Item",
    "LabelLine",
    "Mimic",
    "Muscle",
    "MuscleGroup",
    "Names",
    "Nerve",
    "NerveSegment",
    "Outcome",
    "PlexusPart",
    "RedFlagRule",
    "Reference",
    "Refinement",
    "Reflex",
    "Regimen",
    "Region",
    "Root",
    "SchemeStage",
    "SteroidScheme",
    "TaperScheme",
    "TaperStage",
    "Territory",
    "Test",
]
