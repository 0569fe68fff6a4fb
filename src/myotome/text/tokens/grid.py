"""Lines of a note as the cells of a table: parted by bars, tabs, semicolons without blanks, or two blanks and more."""

from __future__ import annotations

import re
from typing import NamedTuple

from myotome.text.tokens.fold import Token

# each begins with its mark, and only then looks at what stands before it
SPACED = re.compile(r"  (?<=\S  ) *\S")
MARKED = re.compile(r"[\t|¦;](?:(?<=[|¦])|(?<=\S\t)\S|(?<=\S;)\S+;\S)")
MARKS = "\t|¦;"
BARS = frozenset("|¦")
RULE = re.compile(r"[-–=_+:|¦\s]*")
GAP = 2  # blanks that set a column off


class Cell(NamedTuple):
    """Tokens first..last (exclusive) of a cell. column: bars or tabs before it. x, end: characters from the line's begin."""

    first: int
    last: int
    column: int
    x: int
    end: int


class Line(NamedTuple):
    """A line: its tokens first..last (exclusive, without the line break) and cells. parts: bars, tabs and semicolons in it."""

    first: int
    last: int
    cells: list[Cell]
    parts: int


def parted(text: str, begin: int, end: int) -> bool:
    """Does anything in ``text[begin:end]`` part cells? A text where nothing does holds no table."""
    if text.find("  ", begin, end) >= 0 and SPACED.search(text, begin, end) is not None:
        return True
    return any(text.find(mark, begin, end) >= 0 for mark in MARKS) and MARKED.search(text, begin, end) is not None


def lines(text: str, tokens: list[Token]) -> list[Line]:
    """All lines of a text whose tokens stand in its order."""
    found: list[Line] = []
    first = 0
    for end in [*(i for i, t in enumerate(tokens) if t.raw == "\n"), len(tokens)]:
        found.append(_line(text, tokens, first, end))
        first = end + 1
    return found


def is_rule(text: str, tokens: list[Token], line: Line) -> bool:
    """Is the line empty, or drawn ("|---|---|")?"""
    return line.first >= line.last or RULE.fullmatch(text, tokens[line.first].start, tokens[line.last - 1].end) is not None


def _line(text: str, tokens: list[Token], first: int, last: int) -> Line:
    if first >= last:
        return Line(first, last, [], 0)
    begin = text.rfind("\n", 0, tokens[first].start) + 1
    if not parted(text, begin, tokens[last - 1].end):
        return Line(first, last, [_cell(tokens, first, last, 0, begin)], 0)
    delimited = _by_semicolons(text, tokens, first, last)
    cells: list[Cell] = []
    parts = text.count("\t", begin, tokens[first].start)
    before = parts  # those before the cell that is open
    opened = -1
    for k in range(first, last):
        token = tokens[k]
        gap = text[tokens[k - 1].end : token.start] if k > first else ""
        tabs = gap.count("\t")
        bar = token.raw in BARS or delimited and token.raw == ";"
        if opened >= 0 and (bar or tabs or len(gap) >= GAP):
            cells.append(_cell(tokens, opened, k, before, begin))
            opened = -1
        parts += tabs + bar
        if not bar and opened < 0:
            opened, before = k, parts
    if opened >= 0:
        cells.append(_cell(tokens, opened, last, before, begin))
    return Line(first, last, cells, parts)


def _by_semicolons(text: str, tokens: list[Token], first: int, last: int) -> bool:
    """Do semicolons with no blank behind part the line, as in a file of cells?"""
    marks = [k for k in range(first, last) if tokens[k].raw == ";"]
    return len(marks) > 1 and all(not text[tokens[k].end : tokens[k].end + 1].isspace() for k in marks if k + 1 < last)


def _cell(tokens: list[Token], first: int, last: int, column: int, begin: int) -> Cell:
    return Cell(first, last, column, tokens[first].start - begin, tokens[last - 1].end - begin)
