"""PDF: the text layer by position, so that an empty cell of a table stays empty.

The order of text inside a PDF drops empty cells (a velocity lands in the duration column) and mixes
columns. Here characters become pieces of lines by their base line and gaps; pieces become columns
of prose where a gutter parts them, rows of a table (cells part by tabs) elsewhere.
"""

from __future__ import annotations

import ctypes
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from myotome.errors import Problem
from myotome.formats.dates import document_date
from myotome.formats.document import Document
from myotome.formats.enmg.documents import with_tables
from myotome.formats.enmg.grid import Line, page_lines
from myotome.formats.layout import Piece, page_text, pages_text
from myotome.formats.trouble import refuse, trouble
from myotome.terms import Level

SPACE_GAP = 0.18  # of the type size: a gap that parts words
CELL_GAP = 1.0  # ... that parts pieces (cells or columns)
SAME_LINE = 0.4  # ... by which base lines of one line may differ
BLANK = 32
PASSWORD = pdfium.FPDF_ERR_PASSWORD


class Glyph(NamedTuple):
    """x0, x1, y (base line, upwards) and size in points."""

    text: str
    x0: float
    x1: float
    y: float
    size: float


def read_pdf(data: bytes, name: str) -> Document:
    """Text of a PDF. Raises MyotomeError for a damaged or locked file, or one without a text layer."""
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = pdfium.FPDF_GetLastError() == PASSWORD or "password" in str(error).lower()
        raise refuse("format.locked" if locked else "format.damaged", name, "PDF") from error
    problems: list[Problem] = []
    pages = []
    lines: list[Line] = []
    try:
        for number in range(len(pdf)):
            pieces = _page(pdf, number)
            text = page_text(pieces)
            lines += page_lines([(p.text, p.x0, p.x1, p.y) for p in pieces], number + 1)
            if not text.strip():
                problems.append(
                    trouble("format.page_without_text", f"{name}, page {number + 1}", level=Level.WARNING)
                )
            pages.append(text)
    except pypdfium2.PdfiumError as error:
        raise refuse("format.damaged", name, "PDF") from error
    finally:
        pdf.close()
    text = pages_text(pages)
    if not text:
        raise refuse("format.scanned", name)
    document = Document(
        name=name, kind="pdf", text=text + "\n", date=document_date(name, text), problems=problems,
    )
    return with_tables(document, lines)


def _page(pdf: pypdfium2.PdfDocument, number: int) -> list[Piece]:
    page = pdf[number]
    textpage = page.get_textpage()
    try:
        return _pieces(_glyphs(textpage))
    finally:
        textpage.close()
        page.close()


def _glyphs(textpage: pypdfium2.PdfTextPage) -> list[Glyph]:
    """Characters that stand on the page; blanks that pdfium invents are left out."""
    found = []
    left, right, low, top = (ctypes.c_double() for _ in range(4))
    x, y = ctypes.c_double(), ctypes.c_double()
    for index in range(textpage.count_chars()):
        code = pdfium.FPDFText_GetUnicode(textpage, index)
        if pdfium.FPDFText_IsHyphen(textpage, index) == 1:
            code = ord("-")  # at a line's end pdfium gives a control character
        invented = pdfium.FPDFText_IsGenerated(textpage, index) == 1
        if invented or code <= BLANK or 0xD800 <= code < 0xE000 or not chr(code).strip():
            continue
        pdfium.FPDFText_GetLooseCharBox(textpage, index, box := pdfium.FS_RECTF())
        pdfium.FPDFText_GetCharBox(textpage, index, left, right, low, top)
        pdfium.FPDFText_GetCharOrigin(textpage, index, x, y)
        size = max(abs(box.top - box.bottom), 1.0)
        found.append(Glyph(chr(code), min(box.left, left.value), max(box.right, right.value), y.value, size))
    return found


def _pieces(glyphs: list[Glyph]) -> list[Piece]:
    """Runs of characters on one base line without a wide gap."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: -g.y):
        if lines and abs(lines[-1][0].y - glyph.y) <= SAME_LINE * min(glyph.size, lines[-1][0].size):
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    pieces = []
    for line in lines:
        run: list[Glyph] = []
        y = line[0].y
        for glyph in sorted(line, key=lambda g: (g.x0, g.x1)):
            if run and glyph.x0 - run[-1].x1 > CELL_GAP * glyph.size:
                pieces.append(_piece(run, y))
                run = []
            run.append(glyph)
        pieces.append(_piece(run, y))
    return pieces


def _piece(run: list[Glyph], y: float) -> Piece:
    text = run[0].text
    for before, glyph in zip(run, run[1:], strict=False):
        text += (" " if glyph.x0 - before.x1 > SPACE_GAP * glyph.size else "") + glyph.text
    return Piece(text, run[0].x0, run[-1].x1, y, max(g.size for g in run))
