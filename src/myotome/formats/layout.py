"""Reading order of a page: pieces of text with positions become lines, columns and table rows."""

from __future__ import annotations

import re
from collections import Counter
from statistics import median
from typing import NamedTuple

GUTTER_LINES = 6  # so many lines on each side make columns of prose
COLUMN_WIDTH = 0.25  # ... whose pieces are this wide, as a share of the page's text
COLUMN_WORDS = 4  # ... and hold so many words
TABLE_CELLS = 3  # a line with so many pieces may head a table
RUNNING_PAGES = 2  # a head or foot runs through so many pages at least
RUNNING_LINES = 3  # ... and is one of so many outermost lines
DIGITS = re.compile(r"\d+")
PARAGRAPH_GAP = 1.9  # of the type size, between base lines


class Piece(NamedTuple):
    """Text between x0 and x1 on the base line y (points, upwards)."""

    text: str
    x0: float
    x1: float
    y: float
    size: float


Line = list[Piece]


def page_text(pieces: list[Piece]) -> str:
    """Text of a page, column by column where prose stands in columns, row by row in tables."""
    if not pieces:
        return ""
    return "\n".join(_blocks(_lines(pieces)))


def pages_text(pages: list[str]) -> str:
    """Pages as one text: heads and feet that run through them once, a sentence that a page's end breaks off in one piece.

    >>> pages_text(["CHU\\nDéficit des\\n1/2", "CHU\\nreleveurs.\\n2/2"])
    'CHU\\nDéficit des\\nreleveurs.\\n\\n1/2'
    """
    lines = [page.split("\n") for page in pages if page.strip()]
    heads, feet = _running(lines, 1), _running(lines, -1)
    text, last = "", ""
    kept: list[str] = []
    for number, page in enumerate(lines):
        top = 0
        while top < len(page) and (not page[top].strip() or number and _shape(page[top]) in heads):
            top += 1
        end = len(page)
        while end > top and (not page[end - 1].strip() or _shape(page[end - 1]) in feet):
            kept += [page[end - 1]] if page[end - 1].strip() and not number else []
            end -= 1
        body = "\n".join(page[top:end])
        broken = last[-1:] not in ("", ".", "!", "?", ":") and body[:1].islower()
        text += ("\n" if broken else "\n\n") * bool(text and body) + body
        last = body.rstrip() or last
    return "\n\n".join(filter(None, [text, "\n".join(reversed(kept))]))


def _shape(line: str) -> str:
    return DIGITS.sub("0", line.strip())


def _running(pages: list[list[str]], step: int) -> set[str]:
    """Shapes of the outermost lines (step 1: from the top, -1: from the bottom) that most pages share."""
    if len(pages) < RUNNING_PAGES:
        return set()
    outer = Counter(_shape(line) for page in pages for line in [x for x in page[::step] if x.strip()][:RUNNING_LINES])
    return {shape for shape, times in outer.items() if 2 * times > len(pages) and times >= RUNNING_PAGES}


def _lines(pieces: list[Piece]) -> list[Line]:
    """Pieces of one base line together, top first, left first."""
    lines: list[Line] = []
    for piece in sorted(pieces, key=lambda p: (-p.y, p.x0)):
        if lines and lines[-1][0].y == piece.y:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return lines


def _blocks(lines: list[Line]) -> list[str]:
    """Stretches between lines that span the gutter are read column after column."""
    gutter = _gutter(lines)
    if gutter is None:
        return _rows(lines)
    done: list[str] = []
    stretch: list[Line] = []
    for line in [*lines, None]:
        if line is not None and not any(p.x0 < gutter < p.x1 for p in line):
            stretch.append(line)
            continue
        left = [[p for p in row if p.x1 <= gutter] for row in stretch]
        right = [[p for p in row if p.x0 >= gutter] for row in stretch]
        for column in (left, right):
            rows = [row for row in column if row]
            done += _blocks(rows) if rows else []
        stretch = []
        done += _rows([line]) if line is not None else []
    return done


def _gutter(lines: list[Line]) -> float | None:
    """x of a gap that parts two columns of prose over most lines; None without one."""
    start = min(p.x0 for line in lines for p in line)
    width = max(p.x1 for line in lines for p in line) - start
    best: tuple[int, float] | None = None
    for x in sorted({round(p.x0) - 1.0 for line in lines for p in line[-2:]}):
        clear = [line for line in lines if not any(p.x0 < x < p.x1 for p in line)]
        left = [p for line in clear for p in line if p.x1 <= x]
        right = [p for line in clear for p in line if p.x0 >= x]
        if _prose(left, width) and _prose(right, width) and 2 * len(clear) >= len(lines):
            rank = (len(clear), x)
            best = rank if best is None or rank > best else best
    return None if best is None else best[1]


def _prose(pieces: list[Piece], width: float) -> bool:
    if len(pieces) < GUTTER_LINES:
        return False
    return (
        median(p.x1 - p.x0 for p in pieces) >= COLUMN_WIDTH * width
        and median(len(p.text.split()) for p in pieces) >= COLUMN_WORDS
    )


def _rows(lines: list[Line]) -> list[str]:
    """One text line a line; a table's lines have a cell for each of its columns."""
    done: list[str] = []
    last: Piece | None = None
    index = 0
    while index < len(lines):
        end = index + 1
        if len(lines[index]) >= TABLE_CELLS:
            while end < len(lines) and len(lines[end]) > 1:
                end += 1
        table = lines[index:end]
        if last is not None and last.y - table[0][0].y > PARAGRAPH_GAP * last.size:
            done.append("")
        done += _table(table) if len(table) > 1 else ["\t".join(p.text for p in table[0])]
        last = table[-1][0]
        index = end
    return done


def _table(lines: list[Line]) -> list[str]:
    """Cells under the pieces of the fullest line; a column without a piece stays empty."""
    columns = max(lines, key=len)
    done = []
    for line in lines:
        cells = [""] * len(columns)
        for piece in line:
            at = min(range(len(columns)), key=lambda n: _distance(piece, columns[n]))
            cells[at] = f"{cells[at]} {piece.text}".strip()
        done.append("\t".join(cells).rstrip("\t"))
    return done


def _distance(piece: Piece, column: Piece) -> float:
    """Between the spans, 0 or less where they overlap; then between left edges or centres."""
    gap = max(piece.x0 - column.x1, column.x0 - piece.x1)
    centre = abs((piece.x0 + piece.x1) - (column.x0 + column.x1)) / 2
    edge = min(abs(piece.x0 - column.x0), abs(piece.x1 - column.x1), centre)
    return (max(gap, 0.0) + edge) if gap > 0 else edge / 1000
