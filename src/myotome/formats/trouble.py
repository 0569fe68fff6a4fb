"""Problems of files: the words stand in ``knowledge/words/problems.yaml``."""

from __future__ import annotations

from myotome.errors import MyotomeError, Problem
from myotome.terms import Level


def trouble(
    code: str, place: str, message: str = "", mend: str = "", level: Level = Level.ERROR,
) -> Problem:
    """A problem; message and mend hold only what the words of the code leave open."""
    return Problem(level=level, code=code, message=message, mend=mend, place=place)


def refuse(code: str, place: str, message: str = "", mend: str = "") -> MyotomeError:
    """The error to raise for a file of which nothing can be used."""
    return MyotomeError(trouble(code, place, message, mend, Level.FATAL))
