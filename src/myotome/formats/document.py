"""What every format gives."""

from __future__ import annotations

import msgspec

from myotome.case import (
    Case,
    ConductionRow,
    LaboratoryRow,
    MarkedTrace,
    NeedleRow,
    TrainRow,
    ValueRow,
)
from myotome.errors import Problem
from myotome.formats.trace import Trace


class Document(msgspec.Struct, kw_only=True):
    """One file read: text, or table rows, or a structured case, and what could not be read.

    name: the file's name without folders, or "-". date: ISO, if the file states it. text: as in
    the file, so that offsets point into it (for PDF and DOCX: into the extracted text). traces: as recorded; marked: the same once measured,
    ``row`` pointing into ``conduction``.
    """

    name: str
    kind: str = "text"
    text: str = ""
    date: str = ""
    case: Case | None = None
    conduction: tuple[ConductionRow, ...] = ()
    laboratory: tuple[LaboratoryRow, ...] = ()
    needle: tuple[NeedleRow, ...] = ()
    trains: tuple[TrainRow, ...] = ()
    values: tuple[ValueRow, ...] = ()
    traces: tuple[Trace, ...] = ()
    marked: tuple[MarkedTrace, ...] = ()
    problems: list[Problem] = []
