"""From files to cases: each document read by its format, its text by the reader, tables as rows.

Documents given together are of one patient, unless one document itself tells of several.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import msgspec

from myotome.case import Case, Finding, MarkedTrace, Patient, Source, Visit
from myotome.errors import Problem
from myotome.formats import Document
from myotome.knowledge.store import Knowledge
from myotome.terms import LANGUAGES, Level, Sex
from myotome.text import PatientReading, Reading, dated_by_note, read, read_self_report
from myotome.text.claims import check_claims

if TYPE_CHECKING:
    from myotome.exchange.language_model import LanguageModel

COLUMNS = re.compile(r"\s{2}|\t|\|")  # what parts the columns of a table in a text
TABLES = ("conduction", "laboratory", "needle", "trains", "values")


class Intake(msgspec.Struct, kw_only=True):
    """cases: one a patient. kind, named, self_reports: of documents without a patient."""

    cases: list[Case] = []
    kind: str = "none"
    language: str = "fr"
    named: tuple[str, ...] = ()
    self_reports: tuple[str, ...] = ()
    problems: list[Problem] = []


def merge_patient(known: Patient, new: Patient) -> Patient:
    """Fields of ``known``, completed by ``new`` where unknown."""
    fields = {
        name: getattr(known, name) if getattr(known, name) not in (None, Sex.UNKNOWN) else getattr(new, name)
        for name in Patient.__struct_fields__
    }
    return Patient(**fields)


def extend(case: Case, reading: PatientReading, source: Source, visit: int | None = None) -> Case:
    """The case with what one document says of the patient."""
    findings = reading.findings
    if visit is not None:
        findings = tuple(msgspec.structs.replace(f, visit=visit) for f in findings)
    elif source.date:
        findings = tuple(dated_by_note(f, source.date) for f in findings)
    return msgspec.structs.replace(
        case,
        patient=merge_patient(case.patient, reading.patient),
        sources=(*case.sources, source),
        findings=(*case.findings, *findings),
        diagnoses=(*case.diagnoses, *reading.diagnoses),
        treatments=(*case.treatments, *reading.treatments),
        laboratory=(*case.laboratory, *reading.laboratory),
    )


def measured(document: Document, knowledge: Knowledge) -> Document:
    """The document with the rows that are measured on its traces, after those that it holds."""
    if not document.traces:
        return document
    from myotome.electrodiagnosis.traces import measure

    reading = measure(document.traces, knowledge)
    first = len(document.conduction)
    marked = tuple(m if m.row is None else msgspec.structs.replace(m, row=m.row + first) for m in reading.traces)
    return msgspec.structs.replace(
        document, conduction=(*document.conduction, *reading.rows), trains=(*document.trains, *reading.trains), marked=marked,
        problems=[*document.problems, *reading.problems],
    )


def with_tables(case: Case, document: Document, source_id: str) -> Case:
    """The case with the rows of a document's tables, which name it as their source.

    A document that is also read as text brings its own source: then only the rows are added."""
    rows = {
        table: (*getattr(case, table), *(msgspec.structs.replace(r, source=source_id) for r in getattr(document, table)))
        for table in TABLES
    }
    first = len(case.conduction)
    marked = tuple(
        msgspec.structs.replace(m, source=source_id, row=None if m.row is None else m.row + first) for m in document.marked
    )
    sources = case.sources
    if not document.text.strip():
        sources = (*sources, Source(id=source_id, kind="table", name=document.name, date=document.date))
    return msgspec.structs.replace(case, sources=sources, traces=(*case.traces, *marked), **rows)


def tables_of(documents: Iterable[Document], knowledge: Knowledge) -> tuple[Case, list[Problem]]:
    """One case with only the tables of the documents and what their structured cases hold; problems."""
    case, problems = Case(), []
    for number, given_document in enumerate(documents, 1):
        source_id = f"s{number}"
        document = measured(given_document, knowledge)
        problems += document.problems
        if document.case is not None:
            given = apart(document.case, case, source_id, document.name)
            case = msgspec.structs.replace(
                case, patient=merge_patient(case.patient, given.patient), findings=(*case.findings, *given.findings),
                sources=(*case.sources, *given.sources),
                traces=(*case.traces, *given.traces),
                **{table: (*getattr(case, table), *getattr(given, table)) for table in TABLES},
            )
        case = with_tables(case, msgspec.structs.replace(document, text=""), source_id)
    return case, problems


def read_document(
    document: Document, source_id: str, knowledge: Knowledge, language: str | None, second: LanguageModel | None = None,
) -> tuple[Source, Reading, list[Problem]]:
    """Read one text document; ``second``, when given, is asked about it if it tells of a patient."""
    reading = read(document.text, knowledge, language, source=source_id)
    problems = list(reading.problems)
    if second is not None and reading.patients:
        claims, asked = second.claims(document.text, knowledge)
        checked = check_claims(document.text, reading, claims, knowledge, source_id)
        reading = checked.reading
        problems += [*asked, *checked.problems()]
    source = Source(
        id=source_id, kind="text", name=document.name, language=reading.language,
        text=document.text, date=document.date,
    )
    return source, reading, problems


def without_headers(reading: Reading, document: Document) -> Reading:
    """The reading without what stands in the header of a table: "Muscle   Fib   Fasc" names columns, not findings."""
    rows = {r.row for table in TABLES for r in getattr(document, table) if r.row is not None}
    if not rows:
        return reading
    lines = document.text.split("\n")
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    headers = [(starts[n - 2], starts[n - 1]) for n in rows if 1 < n <= len(lines) and n - 1 not in rows and COLUMNS.search(lines[n - 2].strip())]

    def kept(finding: Finding) -> bool:
        return not all(
            e.start is not None and e.end is not None and any(a <= e.start and e.end < b for a, b in headers)
            for e in finding.evidence
        ) or not finding.evidence

    return msgspec.structs.replace(reading, patients=tuple(
        msgspec.structs.replace(p, findings=tuple(f for f in p.findings if kept(f))) for p in reading.patients
    ))


def take_in(
    documents: Iterable[Document], knowledge: Knowledge, language: str | None = None,
    *, self_reports: bool = False, second: LanguageModel | None = None,
) -> Intake:
    """Cases from documents. self_reports: assess what a reader wrote of themselves, too. second: a
    language model to ask about each note; nothing is sent anywhere without one.

    Structured cases, tables and single-patient texts make one case; a text with several patients
    makes one case each, and then no table can be attributed: said as a problem.
    """
    intake = Intake(cases=[], problems=[])
    base = Case(language=language or "fr")
    several: list[Case] = []
    started = False
    told: set[str] = set()
    for number, given in enumerate(documents, 1):
        source_id = f"s{number}"
        if given.text.strip() and given.text in told:  # the same note twice would count its findings twice
            intake.problems.append(Problem(level=Level.WARNING, code="intake.same_text", message="", place=given.name))
            continue
        told.add(given.text)
        document = measured(given, knowledge)
        intake.problems += document.problems
        if document.case is not None:
            base, started = join(base, document.case, source_id, document.name, knowledge, language), True
        if document.marked or any(getattr(document, table) for table in TABLES):
            base, started = with_tables(base, document, source_id), True
        if not document.text.strip():
            continue
        source, reading, problems = read_document(document, source_id, knowledge, language, second)
        reading = without_headers(reading, document)
        intake.problems += [msgspec.structs.replace(p, place=document.name) for p in problems]
        intake.language = reading.language
        intake.named = tuple(dict.fromkeys((*intake.named, *reading.named)))
        intake.kind = reading.kind
        texts = [document.text[a:b] for a, b in reading.self_reports]
        intake.self_reports = (*intake.self_reports, *texts)
        strangers = tuple(document.text[a:b] for a, b in reading.illustrations)
        patients = list(reading.patients)
        if self_reports and not patients:
            patients = [p for t in texts for p in read_self_report("\n".join(t.splitlines()), knowledge, reading.language, source_id).patients]
        if not patients and any(getattr(document, table) for table in TABLES):
            base = msgspec.structs.replace(base, sources=(*base.sources, source))
        if len(patients) > 1:
            several += [
                msgspec.structs.replace(
                    extend(Case(id=f"{document.name}#{n}", language=reading.language), p, source),
                    illustrations=strangers,
                )
                for n, p in enumerate(patients, 1)
            ]
        elif patients:
            base = msgspec.structs.replace(
                extend(base, patients[0], source), language=reading.language,
                illustrations=(*base.illustrations, *strangers),
                id=base.id or document.name,
            )
            started = True
    if several and started:
        intake.problems.append(Problem(
            level=Level.WARNING, code="intake.several_patients", message="", place=several[0].sources[0].name,
        ))
    intake.cases = [*([base] if started else []), *several]
    return intake


def apart(given: Case, base: Case, source_id: str, name: str) -> Case:
    """The structured case with its visits after those of ``base``, and its sources under ids of their
    own: "s1" of an exported case is not the "s1" of this run."""
    renamed = {s.id: f"{source_id}.{s.id}" for s in given.sources if s.id != name}
    first = len(base.visits)

    def own(entry: Any) -> Any:
        evidence = tuple(msgspec.structs.replace(e, source=renamed.get(e.source, e.source)) for e in entry.evidence)
        if first and isinstance(entry, Finding) and entry.visit is not None:
            entry = msgspec.structs.replace(entry, visit=entry.visit + first)
        return msgspec.structs.replace(entry, evidence=evidence)

    def row(entry: Any) -> Any:
        return msgspec.structs.replace(entry, source=renamed.get(entry.source, entry.source))

    def trace(entry: MarkedTrace) -> MarkedTrace:
        return row(entry if entry.row is None else msgspec.structs.replace(entry, row=entry.row + len(base.conduction)))

    return msgspec.structs.replace(
        given,
        sources=tuple(msgspec.structs.replace(s, id=renamed.get(s.id, s.id)) for s in given.sources),
        **{field: tuple(map(own, getattr(given, field))) for field in ("findings", "diagnoses", "treatments")},
        traces=tuple(map(trace, given.traces)),
        **{table: tuple(map(row, getattr(given, table))) for table in TABLES},
    )


def join(
    base: Case, given: Case, source_id: str, name: str, knowledge: Knowledge, language: str | None,
) -> Case:
    """A structured case, with the texts of its visits read as notes in their order."""
    given = apart(given, base, source_id, name)
    joined = msgspec.structs.replace(
        base,
        id=given.id or base.id or name, language=given.language,
        patient=merge_patient(given.patient, base.patient),
        findings=(*base.findings, *given.findings),
        diagnoses=(*base.diagnoses, *given.diagnoses),
        treatments=(*base.treatments, *given.treatments),
        visits=(*base.visits, *given.visits),
        illustrations=(*base.illustrations, *given.illustrations),
        setting=given.setting or base.setting, dismissed=base.dismissed | given.dismissed,
        traces=(*base.traces, *given.traces),
        **{table: (*getattr(base, table), *getattr(given, table)) for table in TABLES},
        sources=(*base.sources, *(given.sources or (Source(id=source_id, kind="structured", name=name, language=given.language),))),
    )
    for number, visit in enumerate(given.visits, len(base.visits)):
        joined = read_visit(joined, visit, number, knowledge, language or given.language)
    return joined


def read_visit(case: Case, visit: Visit, number: int, knowledge: Knowledge, language: str) -> Case:
    """Add what a visit's own note says."""
    if not visit.text.strip():
        return case
    source = Source(id=f"v{number + 1}", kind="text", name=visit.when, language=language, text=visit.text, date=visit.date)
    reading = read(visit.text, knowledge, language, source=source.id)
    for patient in reading.patients[:1]:
        case = extend(case, patient, source, visit=number)
    return case


def read_remarks(case: Case, texts: Iterable[str], knowledge: Knowledge) -> tuple[Case, tuple[str, ...]]:
    """The case with what short remarks say, and the remarks that say nothing of use.

    A few words do not show their language: each is read in both, and the fuller reading is kept.
    """
    unread = []
    for number, text in enumerate(texts, 1):
        source_id = f"o{number}"
        readings = [
            (language, patient)
            for language in LANGUAGES
            for patient in read(text, knowledge, language, source=source_id).patients[:1]
        ]
        language, best = max(readings, key=lambda r: len(r[1].findings) + len(r[1].laboratory), default=("", None))
        if best is None or not (best.findings or best.laboratory):
            unread.append(text)
            continue
        source = Source(id=source_id, kind="text", name="other", language=language, text=text)
        case = extend(case, best, source)
    return case, tuple(unread)
