"""Tables of strength or reflexes with one column a side ("Deltoïde   5   4-" under "Droite   Gauche")."""

from __future__ import annotations

import re
from typing import NamedTuple

from myotome.case import Grade
from myotome.terms import Side
from myotome.text.fold import Token
from myotome.text.mrc import mrc_value

CELL = re.compile(r"M?([0-5])([+-]?)(?:/5)?")
RULES = frozenset("|¦\t")
MAX_HEADER_WORDS = 5


class Cell(NamedTuple):
    """A value of a row: its side, the MRC grade, token positions."""

    side: Side
    grade: Grade
    first: int
    last: int


class Row(NamedTuple):
    """A row: tokens first..last (exclusive) of its label, and its cells."""

    first: int
    last: int
    cells: list[Cell]


def rows(tokens: list[Token], sides: dict[str, Side]) -> list[Row]:
    """The rows of all tables whose header names right and left. sides: folded word or letter -> side."""
    found: list[Row] = []
    columns: list[Side] = []
    begin = 0
    for end in [i for i, t in enumerate(tokens) if t.raw == "\n"] + [len(tokens)]:
        if not columns and len([1 for t in tokens[begin:end] if t.stem in sides]) < 2:
            begin = end + 1
            continue  # neither a header nor below one
        chunks = _chunks(tokens, begin, end)
        header = _header(tokens, chunks, sides)
        row = _row(tokens, chunks, columns) if columns else None
        if header:
            columns = header
        elif row is not None:
            found.append(row)
        elif chunks:
            columns = []
        begin = end + 1
    return found


def _chunks(tokens: list[Token], begin: int, end: int) -> list[tuple[int, int]]:
    """Runs of tokens without a blank between, as (first, last) positions; rules of a table are left out."""
    chunks: list[tuple[int, int]] = []
    for k in range(begin, end):
        if tokens[k].raw in RULES:
            continue
        if chunks and chunks[-1][1] == k - 1 and tokens[k].start == tokens[k - 1].end:
            chunks[-1] = (chunks[-1][0], k)
        else:
            chunks.append((k, k))
    return chunks


def _header(tokens: list[Token], chunks: list[tuple[int, int]], sides: dict[str, Side]) -> list[Side]:
    """Sides of the columns, when a line is a header."""
    if not chunks or len(chunks) > MAX_HEADER_WORDS:
        return []
    named = [sides.get(tokens[first].stem) if first == last else None for first, last in chunks]
    columns = [side for side in named[-2:] if side in (Side.LEFT, Side.RIGHT)]
    return columns if len(set(columns)) == 2 and len(named) - 2 <= 2 else []


def _row(tokens: list[Token], chunks: list[tuple[int, int]], columns: list[Side]) -> Row | None:
    """A label and one grade a column."""
    if len(chunks) <= len(columns):
        return None
    cells: list[Cell] = []
    for (first, last), side in zip(chunks[-len(columns) :], columns, strict=True):
        text = "".join(t.raw for t in tokens[first : last + 1])
        match = CELL.fullmatch(text)
        if match is None:
            return None
        value = mrc_value(match[1], match[2])
        cells.append(Cell(side, Grade(scale="mrc", low=value, high=value, text=text), first, last))
    return Row(chunks[0][0], chunks[-len(columns)][0], cells)
