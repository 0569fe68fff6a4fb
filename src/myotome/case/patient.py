"""Patient, sources, visits and the case that holds all that is known."""

from __future__ import annotations

import msgspec

from myotome.case.finding import Evidence, Finding
from myotome.case.study import ConductionRow, LaboratoryRow, NeedleRow, TrainRow, ValueRow
from myotome.case.trace import MarkedTrace
from myotome.terms import Certainty, Experiencer, Presence, Setting, Sex

SCHEMA = 1


class Patient(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who it is about, without names. Ages in years; weight kg; height cm.

    onset_age: age at the first symptom. duration_months: time since it, when stated or computed.
    """

    age: float | None = None
    sex: Sex = Sex.UNKNOWN
    onset_age: float | None = None
    duration_months: float | None = None
    birth_year: int | None = None
    pregnant: bool | None = None
    weight_kg: float | None = None
    height_cm: float | None = None


class Source(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A document that findings point into. id: short, unique in the case ("s1").

    kind: "text", "structured", "conduction table", "laboratory table". name: file name without its
    folders, or "-". date: ISO date or empty when undated (then its order is unknown).
    """

    id: str
    kind: str = "text"
    name: str = ""
    language: str = "fr"
    text: str = ""
    date: str = ""


class Visit(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A point in the course. when: as written. age: years, if known. text: the visit's own note."""

    when: str = ""
    age: float | None = None
    date: str = ""
    text: str = ""


class Diagnosis(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A disease that the source names of the patient or of kin: somebody's conclusion, no finding.

    disease: id in ``knowledge/diseases``. established: stated as known (not asked, not revised).
    """

    disease: str
    presence: Presence = Presence.PRESENT
    certainty: Certainty = Certainty.CERTAIN
    experiencer: Experiencer = Experiencer.PATIENT
    age: float | None = None
    evidence: tuple[Evidence, ...] = ()

    @property
    def established(self) -> bool:
        return (
            self.presence is Presence.PRESENT
            and self.certainty is Certainty.CERTAIN
            and self.experiencer is Experiencer.PATIENT
        )


class Treatment(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A drug or act that the source says the patient had. response: "better", "none", "worse", ""."""

    drug: str
    ongoing: bool | None = None
    response: str = ""
    dose: str = ""
    evidence: tuple[Evidence, ...] = ()


class Case(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Everything known of one patient; the input of ``assess.assess``. setting: where the patient
    is seen, when that is said. dismissed: red flag -> the
    clinician's reason for setting it aside.

    >>> Case(id="x").findings
    ()
    """

    schema: int = SCHEMA
    id: str = ""
    language: str = "fr"
    patient: Patient = Patient()
    sources: tuple[Source, ...] = ()
    visits: tuple[Visit, ...] = ()
    findings: tuple[Finding, ...] = ()
    diagnoses: tuple[Diagnosis, ...] = ()
    treatments: tuple[Treatment, ...] = ()
    conduction: tuple[ConductionRow, ...] = ()
    laboratory: tuple[LaboratoryRow, ...] = ()
    needle: tuple[NeedleRow, ...] = ()
    trains: tuple[TrainRow, ...] = ()
    values: tuple[ValueRow, ...] = ()
    traces: tuple[MarkedTrace, ...] = ()
    illustrations: tuple[str, ...] = ()
    setting: Setting | None = None
    dismissed: dict[str, str] = {}
