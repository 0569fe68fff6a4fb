"""From files on the command line to one patient: shared by the commands that speak of one."""

from __future__ import annotations

from pathlib import Path

from myotome.case import Case
from myotome.errors import MyotomeError, Problem
from myotome.formats.document import Document
from myotome.intake import Intake, take_in
from myotome.knowledge.store import Knowledge
from myotome.terms import Level


def open_all(files: tuple[str, ...], limits: dict[str, int]) -> tuple[list[Document], list[Problem]]:
    """Every document that can be read, and a problem for each that cannot."""
    from myotome.formats import open_document

    documents, problems = [], []
    for name in files:
        try:
            documents.append(open_document(name, limits=limits))
        except MyotomeError as error:
            problems += error.problems
    return documents, problems


def chosen(patient: int, cases: list[Case], files: tuple[str, ...]) -> Case:
    """The patient of that number; raises MyotomeError when there is none."""
    if patient > len(cases):
        raise MyotomeError(Problem(
            level=Level.FATAL, code="assess.no_such_patient", message=str(len(cases)), place=Path(files[0]).name,
        ))
    return cases[patient - 1]


def one_patient(
    files: tuple[str, ...], knowledge: Knowledge, patient: int | None, input_language: str | None,
) -> tuple[Case, Intake, list[Problem]]:
    """The one patient of the files, what was taken in, and what could not be used.

    Raises MyotomeError when nothing can be read, nobody is in the files, or several are and none is
    chosen.
    """
    documents, problems = open_all(files, {})
    if not documents:
        raise MyotomeError(*problems)
    intake = take_in(documents, knowledge, input_language)
    problems += intake.problems
    place = Path(files[0]).name
    if patient is None and len(intake.cases) > 1:
        raise MyotomeError(Problem(
            level=Level.FATAL, code="patient.several", message=str(len(intake.cases)), place=place,
        ))
    if not intake.cases:
        raise MyotomeError(*problems, Problem(level=Level.FATAL, code="patient.nobody", message="", place=place))
    return chosen(patient or 1, intake.cases, files), intake, problems


def disease_named(name: str, knowledge: Knowledge) -> str:
    """The id of a disease from its id, name or abbreviation in either language.

    Raises MyotomeError with the nearest names.
    """
    from myotome.knowledge.names import find, nearest

    found = name if name in knowledge.diseases else find(knowledge, "disease", name)
    if found is None:
        near = ", ".join(nearest(knowledge, "disease", name))
        raise MyotomeError(Problem(level=Level.FATAL, code="name.disease", message=name, mend=near))
    return found
