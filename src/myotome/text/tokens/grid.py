"""Tables of strength or reflexes with one column a side ("Deltoïde   5   4-" under "Droite   Gauche")."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from myotome.terms import Side
from myotome.text.tokens.fold import Token
from myotome.text.tokens.layout import breaks

CELL = re.compile(r"M?[0-5][+-]?(?:/5)?|[0-4]\+|\+{1,4}|-|–|−|±|\+/-|\([+-]\)")
RULES = frozenset("|¦\t")
LINE = re.compile(r"[-–=_+:|¦\s]*")
MAX_HEADER_WORDS = 7
CLOSE_WORDS = 2  # words before two sides that stand with no gap before them
GAP = 2  # blanks that set a column off
TITLE_WORDS = 4


class Cell(NamedTuple):
    """A value of a row: its side, its text without blanks, token positions."""

    side: Side
    text: str
    first: int
    last: int


class Row(NamedTuple):
    """A row: tokens first..last (exclusive) of its label, its cells, and folded words of the title above its table."""

    first: int
    last: int
    cells: list[Cell]
    title: frozenset[str]


Chunk = tuple[int, int]


def rows(tokens: list[Token], sides: Mapping[str, Side], results: frozenset[str]) -> list[Row]:
    """The rows of all tables whose header names right and left.

    sides: folded word or letter -> side. results: folded words that a cell may hold instead of a grade or sign ("aboli").
    """
    found: list[Row] = []
    columns: list[Side] = []
    title: frozenset[str] = frozenset()
    above: frozenset[str] = frozenset()
    begin = 0
    stems = [t.stem for t in tokens]
    for end in [*breaks(stems), len(tokens)]:
        first, begin = begin, end + 1
        if not columns and sum(map(sides.__contains__, stems[first:end])) < 2:
            above = frozenset(stems[first:end]) if 0 < end - first <= TITLE_WORDS else above if end == first else frozenset()
            continue  # neither a header nor below one
        chunks = _chunks(tokens, first, end)
        if not columns and len(chunks) > MAX_HEADER_WORDS:
            continue  # prose
        header = _header(tokens, chunks, sides)
        row = _row(tokens, chunks, columns, results, title) if columns else None
        if header:
            columns, title = header, frozenset(t.stem for t in tokens[first:end]) | above
        elif row is not None:
            found.append(row)
        elif chunks and LINE.fullmatch("".join(t.raw for t in tokens[first:end])) is None:
            columns = []
    return found


def _chunks(tokens: list[Token], begin: int, end: int) -> list[Chunk]:
    """Runs of tokens without a blank between, as (first, last) positions; rules of a table are left out."""
    chunks: list[Chunk] = []
    for k in range(begin, end):
        if tokens[k].raw in RULES:
            continue
        if chunks and chunks[-1][1] == k - 1 and tokens[k].start == tokens[k - 1].end:
            chunks[-1] = (chunks[-1][0], k)
        else:
            chunks.append((k, k))
    return chunks


def _header(tokens: list[Token], chunks: list[Chunk], sides: Mapping[str, Side]) -> list[Side]:
    """Sides of the columns, when a line is a header."""
    if len(chunks) < 2 or len(chunks) > MAX_HEADER_WORDS:
        return []
    named = [sides.get(tokens[first].stem) if first == last else None for first, last in chunks[-2:]]
    columns: list[Side] = [side for side in named if side in (Side.LEFT, Side.RIGHT)]
    label = chunks[:-2]
    if len(set(columns)) < 2 or len(label) > CLOSE_WORDS and not _apart(tokens, label[-1], chunks[-2]):
        return []
    return columns


def _apart(tokens: list[Token], chunk: Chunk, following: Chunk) -> bool:
    """Does a gap or a rule stand between two chunks?"""
    ruled = following[0] - chunk[1] > 1
    return ruled or tokens[following[0]].start - tokens[chunk[1]].end >= GAP


def _row(tokens: list[Token], chunks: list[Chunk], columns: list[Side], results: frozenset[str], title: frozenset[str]) -> Row | None:
    """A label and one value a column; a value alone, behind a gap, is of no side."""
    values = [_value(tokens, chunk, results) for chunk in chunks]
    if len(chunks) > 2 and all(values[-2:]):
        cells = [
            Cell(side, value, first, last) for side, value, (first, last) in zip(columns, values[-2:], chunks[-2:], strict=True)
        ]
        return Row(chunks[0][0], chunks[-2][0], cells, title)
    if len(chunks) > 1 and values[-1] and _apart(tokens, chunks[-2], chunks[-1]):
        return Row(chunks[0][0], chunks[-1][0], [Cell(Side.UNSAID, values[-1], *chunks[-1])], title)
    return None


def _value(tokens: list[Token], chunk: Chunk, results: frozenset[str]) -> str:
    """The text of a cell that holds a grade, a sign or a result word; "" of any other."""
    first, last = chunk
    text = "".join(t.raw for t in tokens[first : last + 1])
    return text if CELL.fullmatch(text) or first == last and tokens[first].stem in results else ""
