"""What is known of a patient: types only. Nothing here concludes anything."""

from myotome.case.finding import (
    SECOND_READER,
    Cue,
    Evidence,
    Finding,
    Grade,
    Measure,
    Time,
    begin_of,
)
from myotome.case.patient import Case, Diagnosis, Patient, Source, Treatment, Visit
from myotome.case.study import (
    ConductionRow,
    LaboratoryRow,
    NeedleRow,
    NormalLimit,
    TrainRow,
    ValueRow,
)
from myotome.case.trace import MarkedTrace

__all__ = [
    "SECOND_READER",
    "Case",
    "ConductionRow",
    "Cue",
    "Diagnosis",
    "Evidence",
    "Finding",
    "Grade",
    "LaboratoryRow",
    "MarkedTrace",
    "Measure",
    "NeedleRow",
    "NormalLimit",
    "Patient",
    "Source",
    "Time",
    "TrainRow",
    "Treatment",
    "ValueRow",
    "Visit",
    "begin_of",
]
