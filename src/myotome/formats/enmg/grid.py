"""Lines of cells with the place of each cell, from text, delimited text, pages and sheets.

A cell keeps where it stands (characters, points, or its number in the row), so that an empty cell
shifts nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

GAP = re.compile(r"\S+(?: \S+)*")
RULE = re.compile(r"[\s|+:=_\u2500-\u257f-]+")


class Cell(NamedTuple):
    """Text between x0 and x1; in delimited rows both are the number of the column."""

    text: str
    x0: float
    x1: float

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2


class Line(NamedTuple):
    """number: as a reader counts (line of a text, row of a sheet). place: "row 3", "page 2, line 7".
    exact: do positions count columns?"""

    cells: tuple[Cell, ...]
    number: int
    place: str
    exact: bool

    @property
    def text(self) -> str:
        return " ".join(c.text for c in self.cells)


def text_lines(text: str) -> list[Line]:
    """Lines of plain text: cells part by two spaces, tabs or bars."""
    found = []
    for number, raw in enumerate(text.split("\n"), 1):
        if "\t" in raw or raw.count("|") >= 2:
            mark = "\t" if "\t" in raw else "|"
            if RULE.fullmatch(raw):
                continue
            parts = raw.strip().strip("|").split("|") if mark == "|" else raw.split("\t")
            found.append(row_line(parts, number, f"line {number}"))
            continue
        cells = tuple(Cell(m[0], m.start(), m.end()) for m in GAP.finditer(raw.expandtabs()))
        if cells and not RULE.fullmatch(raw):
            found.append(Line(cells, number, f"line {number}", False))
    return found


def row_line(values: Sequence[object], number: int, place: str) -> Line:
    """A row whose cells are counted: of a CSV file, a sheet, a table of a document."""
    cells = tuple(
        Cell(" ".join(str(value).split()), n, n) for n, value in enumerate(values)
        if value is not None and str(value).strip()
    )
    return Line(cells, number, place, True)


def page_lines(pieces: Iterable[tuple[str, float, float, float]], page: int) -> list[Line]:
    """Pieces (text, x0, x1, base line) of one page; the same base line makes a line."""
    rows: dict[float, list[Cell]] = {}
    for text, x0, x1, y in pieces:
        rows.setdefault(y, []).append(Cell(text, x0, x1))
    ordered = sorted(rows.items(), key=lambda item: -item[0])
    return [
        Line(tuple(sorted(cells, key=lambda c: c.x0)), number, f"page {page}, line {number}", False)
        for number, (_, cells) in enumerate(ordered, 1)
    ]


def distance(cell: Cell, other: Cell) -> float:
    """How far apart two cells stand: nought or less where they overlap, then by their edges."""
    gap = max(cell.x0 - other.x1, other.x0 - cell.x1)
    edge = min(abs(cell.x0 - other.x0), abs(cell.x1 - other.x1), abs(cell.centre - other.centre))
    return gap + edge if gap > 0 else edge / 1000
