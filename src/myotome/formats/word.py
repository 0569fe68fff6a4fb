"""DOCX: paragraphs and tables in the order of the document; cells of a table row part by tabs.

Read are also text boxes (behind the paragraph that holds them), inserted text, content controls, and foot- and endnotes (at the
end). Deleted and hidden text and comments are not shown, so not read; headers and footers name people: that they hold text is said.
Our own walk over the XML, because python-docx, which opens the file, passes over boxes, insertions, controls and notes.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

import docx
from docx.document import Document as WordDocument
from docx.opc.exceptions import OpcError
from lxml.etree import LxmlError, _Element, fromstring

from myotome.errors import Problem
from myotome.formats.dates import document_date
from myotome.formats.document import Document
from myotome.formats.settings import settings
from myotome.formats.trouble import refuse, trouble
from myotome.terms import Level

DAMAGED = (
    OpcError, LxmlError, zipfile.BadZipFile, zlib.error, KeyError, ValueError, OSError, EOFError,
    NotImplementedError,  # a way of packing that zipfile does not know
    RuntimeError,  # an encrypted part
    AttributeError, TypeError,  # python-docx on XML that lacks an obligatory element
)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
UNSHOWN = frozenset({f"{W}{name}" for name in ("del", "moveFrom", "delText", "instrText", "pPr", "rPr", "sdtPr")} | {FALLBACK})
CHARACTERS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
BOX, PARAGRAPH, TABLE, ROW, CELL, TEXT = (f"{W}{name}" for name in ("txbxContent", "p", "tbl", "tr", "tc", "t"))
NOTES = ("footnotes", "endnotes")
MARGINS = ("header", "footer")


def read_docx(data: bytes, name: str) -> Document:
    """Text of a DOCX. Raises MyotomeError for a damaged file, or one without text."""
    try:
        unpacked = sum(part.file_size for part in zipfile.ZipFile(io.BytesIO(data)).infolist())
        limit = next(k.limit_bytes for k in settings().kinds if k.id == "docx")
        if unpacked > limit * settings().unpacked_factor:
            raise refuse("format.too_large", name, f"docx > {limit * settings().unpacked_factor}")
        word = docx.Document(io.BytesIO(data))
        lines = [*_lines(word.element.body), *_notes(word)]
        problems = _left(word, name)
    except DAMAGED as error:
        raise refuse("format.damaged", name, "DOCX") from error
    text = "\n".join(lines).strip("\n")
    if not text.strip():
        raise refuse("format.no_text", name)
    return Document(name=name, kind="docx", text=text + "\n", date=document_date(name, text), problems=problems)


def _lines(block: _Element) -> Iterator[str]:
    """A line for each paragraph or table row under ``block``, at any depth that holds neither."""
    for part in block:
        if part.tag == PARAGRAPH:
            yield from _paragraph(part)
        elif part.tag == TABLE:
            yield from _rows(part)
            yield ""
        elif part.tag not in UNSHOWN:
            yield from _lines(part)


def _paragraph(paragraph: _Element) -> Iterator[str]:
    """The paragraph's own text, then that of the boxes that hang on it."""
    boxes: list[_Element] = []
    yield "".join(_text(paragraph, boxes))
    for box in boxes:
        yield from _lines(box)


def _text(part: _Element, boxes: list[_Element]) -> Iterator[str]:
    for child in part:
        if child.tag == TEXT:
            yield child.text or ""
        elif child.tag in CHARACTERS:
            yield CHARACTERS[child.tag]
        elif child.tag == BOX:
            boxes.append(child)
        elif child.tag == f"{W}r" and _is_hidden(child):
            continue
        elif child.tag not in UNSHOWN:
            yield from _text(child, boxes)


def _is_hidden(run: _Element) -> bool:
    mark = run.find(f"{W}rPr/{W}vanish")
    return mark is not None and mark.get(f"{W}val") not in ("0", "false")


def _rows(table: _Element) -> Iterator[str]:
    """A line a row; a cell merged over columns counts once, one merged over rows in each of them."""
    above: dict[int, str] = {}
    for row in table.iter(ROW):
        if next(row.iterancestors(TABLE)) is not table:
            continue
        cells: dict[int, str] = {}
        column = 0
        for cell in row.iter(CELL):
            if next(cell.iterancestors(ROW)) is not row:
                continue
            merged = cell.find(f"{W}tcPr/{W}vMerge")
            if merged is not None and merged.get(f"{W}val") != "restart":
                cells[column] = above.get(column, "")
            else:
                cells[column] = " ".join(line.strip() for line in _lines(cell) if line.strip())
            span = cell.find(f"{W}tcPr/{W}gridSpan")
            column += int(span.get(f"{W}val", "1")) if span is not None else 1
        above = cells
        yield "\t".join(cells.values())


def _notes(word: WordDocument) -> Iterator[str]:
    for kind in NOTES:
        for root in _parts(word, kind):
            yield from (line for line in _lines(root) if line.strip())


def _left(word: WordDocument, name: str) -> list[Problem]:
    """That headers or footers hold text, which is not read."""
    held = any("".join(_text(root, [])).strip() for kind in MARGINS for root in _parts(word, kind))
    return [trouble("format.margin_left", name, level=Level.NOTE)] if held else []


def _parts(word: WordDocument, kind: str) -> Iterator[_Element]:
    """Roots of the parts that the document is related to as ``kind``."""
    for relation in word.part.rels.values():
        if relation.reltype.endswith(f"/{kind}") and not relation.is_external:
            yield fromstring(relation.target_part.blob)
