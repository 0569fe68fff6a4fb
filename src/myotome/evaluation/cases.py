"""Cases with a known answer, and how each way of reading turns them into a ``Case``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec

from myotome.case import Case, Evidence, Finding, Grade, Patient, Source, Visit
from myotome.errors import MyotomeError, Problem
from myotome.intake import extend, merge_patient
from myotome.knowledge.store import Knowledge
from myotome.terms import Level, Presence, Sex, Side
from myotome.text import PatientReading, read

MODES = ("text", "structured", "both")
FIELD_NOTES = (
    "sensory", "reflexes", "umn_signs", "ncs", "emg", "mri", "imaging", "spine", "biopsy", "history",
    "skin", "joints", "lung",
)


class GoldFinding(msgspec.Struct, frozen=True, kw_only=True):
    text: str
    concept_en: str
    hpo: str | None = None
    site: str | None = None
    side: str | None = None
    polarity: str = "present"


class GoldCase(msgspec.Struct, frozen=True, kw_only=True):
    """One case; unknown keys of the file are passed over."""

    id: str
    language: str
    vignette: str
    gold: dict[str, Any]
    visits: list[dict[str, Any]] = []
    structured: dict[str, Any] = {}
    findings: list[GoldFinding] = []
    diagnosed_at_visit: int | None = None
    thin: bool = False
    seed: bool = False
    decisive_in_vignette: bool | None = None

    @property
    def accepted(self) -> frozenset[str]:
        return frozenset(self.gold.get("disease_ids") or ())

    @property
    def in_list(self) -> bool:
        return bool(self.gold.get("in_list")) and bool(self.accepted)


def load_cases(path: Path) -> list[GoldCase]:
    """Read one file; MyotomeError names the place of what is malformed."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=list[GoldCase])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, OSError) as error:
        raise MyotomeError(Problem(
            level=Level.FATAL, code="evaluate.cases", message=str(error), place=path.name,
            mend="see docs/evaluation.md for the format",
        )) from error


def _reading(text: str, knowledge: Knowledge, language: str, source: str) -> PatientReading:
    patients = read(text, knowledge, language, source=source).patients
    return patients[0] if patients else PatientReading()


def from_text(gold: GoldCase, knowledge: Knowledge) -> Case:
    """The vignette alone."""
    source = Source(id="s1", name=gold.id, language=gold.language, text=gold.vignette)
    case = Case(id=gold.id, language=gold.language)
    return extend(case, _reading(gold.vignette, knowledge, gold.language, "s1"), source)


def from_visits(gold: GoldCase, knowledge: Knowledge, until: int) -> Case:
    """Visits 0..until, each read as a note, in order."""
    visits = tuple(Visit(when=str(v.get("when") or "")) for v in gold.visits[: until + 1])
    case = Case(id=gold.id, language=gold.language, visits=visits)
    for number, visit in enumerate(gold.visits[: until + 1]):
        text = f"{visit.get('when') or ''} : {visit.get('text') or ''}"
        source = Source(id=f"v{number + 1}", name=gold.id, language=gold.language, text=text)
        case = extend(case, _reading(text, knowledge, gold.language, source.id), source, visit=number)
    return msgspec.structs.replace(case, patient=merge_patient(case.patient, stated_patient(gold)))


def stated_patient(gold: GoldCase) -> Patient:
    age, sex = gold.structured.get("age"), gold.structured.get("sex")
    return Patient(
        age=float(age) if isinstance(age, int | float) else None,
        sex={"M": Sex.MALE, "F": Sex.FEMALE}.get(sex or "", Sex.UNKNOWN),
    )


def _grade(raw: Any) -> Grade | None:
    digits = [float(c) for c in str(raw) if c in "012345"] if raw is not None else []
    return Grade(scale="mrc", low=min(digits), high=max(digits), text=str(raw)) if digits else None


def from_structured(gold: GoldCase, knowledge: Knowledge) -> Case:
    """Age, sex, weak muscles, and the free-text fields read as short notes."""
    case = Case(id=gold.id, language=gold.language, patient=stated_patient(gold))
    weakness = knowledge.words["reader"]["graded_concept"]
    for number, muscle in enumerate(gold.structured.get("weak_muscles") or ()):
        case = _weak_muscle(case, muscle, number, weakness, gold, knowledge)
    notes = [(k, str(gold.structured[k])) for k in FIELD_NOTES if gold.structured.get(k)]
    labs = gold.structured.get("labs")
    if isinstance(labs, dict):
        symbols = knowledge.words["structured_fields"]["laboratory_symbols"]
        notes += [
            ("labs", f"{symbols.get(name, {}).get(gold.language, name)} {value}")
            for key, value in labs.items() for name in str(key).split("/")
        ]
    elif labs:
        notes.append(("labs", str(labs)))
    for key, text in notes:
        label = knowledge.words["structured_fields"].get(key, {}).get(gold.language, "")
        note = f"{label} {text}".strip() if label and not text.lower().startswith(label.lower()) else text
        source = Source(id=key, kind="structured", name=gold.id, language=gold.language, text=note)
        case = extend(case, _reading(note, knowledge, gold.language, key), source)
    onset = gold.structured.get("onset")
    return _with_onset(case, str(onset), gold, knowledge) if onset else case


def _with_onset(case: Case, onset: str, gold: GoldCase, knowledge: Knowledge) -> Case:
    """The field "onset": a length of time, how fast it began, and what else it tells.

    A bare "3 weeks" is no sentence: it is read behind the words of ``structured_fields.yaml``, whose own
    finding is not the patient's.
    """
    fields = knowledge.words["structured_fields"]
    source = Source(id="onset", kind="structured", name=gold.id, language=gold.language, text=onset)
    case = extend(case, _reading(onset, knowledge, gold.language, "onset"), source)
    carrier = fields["onset_carrier"][gold.language].format(onset)
    case = msgspec.structs.replace(
        case, patient=merge_patient(case.patient, _reading(carrier, knowledge, gold.language, "onset").patient),
    )
    said = set(re.findall(r"[^\W\d]+", onset.casefold()))
    evidence = (Evidence(source="onset", text=onset),)
    told = tuple(
        Finding(concept=concept, evidence=evidence)
        for concept, words in fields["onset_words"].items() if said.intersection(words[gold.language])
    )
    return msgspec.structs.replace(case, findings=(*case.findings, *told))


def _weak_muscle(
    case: Case, muscle: dict[str, Any], number: int, weakness: str, gold: GoldCase, knowledge: Knowledge,
) -> Case:
    """A weak muscle in free words: read beside the word for weakness, with its own side and grade."""
    name = str(muscle.get("muscle") or "")
    carriers = knowledge.words["structured_fields"]["weak_carriers"][gold.language]
    readings = [
        [f for f in _reading(c.format(name), knowledge, gold.language, f"m{number}").findings if f.presence is Presence.PRESENT]
        for c in carriers
    ]
    found = max(readings, key=lambda r: sum(bool(f.site) + 2 * (f.concept != weakness) for f in r))
    side = {"left": Side.LEFT, "right": Side.RIGHT, "both": Side.BOTH}.get(muscle.get("side") or "", Side.UNSAID)
    grade = _grade(muscle.get("mrc"))
    absent = grade is not None and grade.low >= 5
    evidence = Evidence(source="structured", field=f"weak_muscles[{number}]", text=name)
    findings = tuple(
        msgspec.structs.replace(
            f, side=side if f.side is Side.UNSAID else f.side, grade=grade, evidence=(evidence,),
            presence=Presence.ABSENT if absent else f.presence,
        )
        for f in found
    ) or (Finding(concept=weakness, side=side, grade=grade, evidence=(evidence,)),)
    return msgspec.structs.replace(case, findings=(*case.findings, *findings))


def build(gold: GoldCase, knowledge: Knowledge, mode: str) -> Case:
    """The case under one way of reading: "text", "structured" or "both"."""
    if mode == "text":
        return from_text(gold, knowledge)
    structured = from_structured(gold, knowledge)
    if mode == "structured":
        return structured
    text = from_text(gold, knowledge)
    return msgspec.structs.replace(
        text, patient=merge_patient(text.patient, structured.patient),
        findings=(*text.findings, *structured.findings),
        sources=(*text.sources, *structured.sources),
        diagnoses=(*text.diagnoses, *structured.diagnoses),
        treatments=(*text.treatments, *structured.treatments),
        laboratory=(*text.laboratory, *structured.laboratory),
    )
