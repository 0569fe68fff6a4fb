"""Documents named on the command line, as cases."""

from __future__ import annotations

from myotome.errors import MyotomeError, Problem
from myotome.terms import Level


def cases_of(files: tuple[str, ...], knowledge) -> tuple[list, list[Problem]]:
    """The cases of documents of one patient, and what could not be used of them. Raises MyotomeError
    for a document that cannot be read, and where no patient is told of."""
    from myotome.formats import open_document
    from myotome.intake import take_in

    intake = take_in([open_document(name) for name in files], knowledge)
    if not intake.cases:
        raise MyotomeError(Problem(level=Level.FATAL, code="explain.no_patient", message="", place=", ".join(files)))
    return intake.cases, [p for p in intake.problems if p.level is not Level.NOTE]
