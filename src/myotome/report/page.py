"""The page as fields: one view a patient, and what closes the report."""

from __future__ import annotations

from typing import NamedTuple

from myotome.answer import Assessment, Result
from myotome.knowledge.store import Knowledge
from myotome.report.context import Citations, Context
from myotome.report.drawing import Picture, body_picture, legend, pictures
from myotome.report.marked import Note, marked_notes
from myotome.report.sections.care import Plans, care
from myotome.report.sections.closing import Cited, Closing, NoPatient, cited, closing, no_patient
from myotome.report.sections.conduction import Segment, segments
from myotome.report.sections.course import Course, course
from myotome.report.sections.criteria import Criteria, criteria
from myotome.report.sections.header import Header, header, unmarked
from myotome.report.sections.nerves import (
    Cell,
    MuscleView,
    NerveView,
    muscles,
    needle_columns,
    nerves,
)
from myotome.report.sections.nerves import tests as electric_tests
from myotome.report.sections.outcomes import bundles
from myotome.report.sections.ranking import Ranking, ranking
from myotome.report.sections.steps import Event, Flag, Test, flags, more_flags, tests, timeline
from myotome.report.sections.traces import TracesView, traces
from myotome.report.sections.where import Where, where
from myotome.report.wording import Wording


class PatientView(NamedTuple):
    """Everything shown of one patient. prefix: of its anchors; title: as in the list on top."""

    prefix: str
    title: str
    header: Header
    flags: tuple[Flag, ...]
    more_flags: tuple[str, ...]
    notes: tuple[Note, ...]
    unmarked: tuple[tuple[int, str, str], ...]
    where: Where
    drawings: tuple[Picture, ...]
    body: Picture | None
    legend: tuple[tuple[str, str], ...]
    ranking: Ranking
    criteria: Criteria
    segments: tuple[Segment, ...]
    nerves: tuple[NerveView, ...]
    traces: TracesView
    needle_columns: tuple[str, ...]
    muscles: tuple[MuscleView, ...]
    electric_tests: tuple[tuple[str, Cell], ...]
    tests: tuple[Test, ...]
    bundles: tuple[str, ...]
    care: Plans
    timeline: tuple[Event, ...]
    course: Course
    closing: Closing
    illustrations: tuple[str, ...]


class Page(NamedTuple):
    title: str
    patients: tuple[PatientView, ...]
    no_patient: NoPatient | None
    self_reports: tuple[str, ...]
    references: tuple[Cited, ...]
    version: str
    knowledge: str


def page_of(result: Result, knowledge: Knowledge) -> Page:
    """The view of a whole result."""
    words = Wording(knowledge, result.language)
    cite = Citations(words)
    patients = tuple(
        _patient(assessment, Context(words, assessment.case, cite, f"p{number}-"), number, len(result.assessments))
        for number, assessment in enumerate(result.assessments, 1)
    )
    return Page(
        title=patients[0].header.person if len(patients) == 1 else words("report_title"),
        patients=patients,
        no_patient=None if patients else no_patient(result, words),
        self_reports=result.self_reports if patients else (),
        references=cited(cite), version=result.version, knowledge=result.knowledge,
    )


def _patient(assessment: Assessment, context: Context, number: int, of: int) -> PatientView:
    ranks = ranking(assessment.differential, context)
    shown = {e.disease for e in ranks.first} | {m.entry.disease for m in ranks.not_to_miss}
    head = header(assessment, context)
    return PatientView(
        prefix=context.prefix,
        title=context.words("patient_number", n=number, person=head.person) if of > 1 else head.person,
        header=head,
        flags=flags(assessment, context), more_flags=more_flags(assessment, context.words),
        notes=marked_notes(assessment.case, context.words),
        unmarked=unmarked(context),
        where=where(assessment.localisation, context),
        drawings=pictures(assessment.case, assessment.localisation, context.words, context.prefix),
        body=body_picture(assessment.case, context.words, context.prefix),
        legend=legend(context.words),
        ranking=ranks,
        criteria=criteria(assessment, shown, context),
        segments=segments(assessment.segments, assessment.case, context),
        nerves=nerves(assessment.electrodiagnosis, assessment.case, context.words),
        traces=traces(assessment.case, assessment.segments, context.words, context.prefix),
        needle_columns=needle_columns(context.words),
        muscles=muscles(assessment.electrodiagnosis, assessment.case, context.words),
        electric_tests=electric_tests(assessment.electrodiagnosis, context.words),
        tests=tests(assessment, context), bundles=bundles(assessment.next_tests, context.words),
        care=care(assessment, context),
        timeline=timeline(assessment, context), course=course(assessment, context.words),
        closing=closing(assessment.limits, context),
        illustrations=assessment.case.illustrations,
    )
