"""What every format gives."""

from __future__ import annotations

import msgspec

from myotome.case import Case, ConductionRow, LaboratoryRow, NeedleRow, TrainRow, ValueRow
from myotome.errors import Problem


class Document(msgspec.Struct, kw_only=True):
    """One file read: text, or table rows, or a structured case, and what could not be read.

    name: the file's name without folders, or "-". date: ISO, if the file states it. text: as in
    the file, so that offsets point into it (for PDF and DOCX: into the extracted text).
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
    problems: list[Problem] = []
