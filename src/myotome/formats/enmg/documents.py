"""The tables of one document, whatever its format: rows beside its text."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from myotome.formats.document import Document
from myotome.formats.enmg.grid import Line, text_lines
from myotome.formats.enmg.reader import Found, read_lines

CELLS = re.compile(r"\S(?: {2,}|\t)\S.*\S(?: {2,}|\t)\S|\|.*\|.*\|")

UNITS = re.compile(r"\d\s?(?:m/s|[mµμ]V)\b")


def tables_in(text: str, name: str) -> Found:
    """Tables in running text, and lines that state values of a nerve; nothing at once where no line has
    three cells and no unit of an amplitude or velocity stands."""
    if not CELLS.search(text) and not UNITS.search(text):
        return Found()
    return read_lines(text_lines(text), name)


def with_tables(document: Document, lines: Sequence[Line] | None = None) -> Document:
    """The document with the rows of its tables. lines: cells by position, else those of its text.

    What is wrong in a table is told only where a table was read.
    """
    found = tables_in(document.text, document.name) if lines is None else read_lines(lines, document.name)
    if not found.any:
        return document
    return msgspec.structs.replace(
        document, conduction=tuple(found.conduction), needle=tuple(found.needle), trains=tuple(found.trains),
        problems=[*document.problems, *found.problems],
    )
