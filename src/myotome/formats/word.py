"""DOCX: paragraphs and tables in the order of the document; cells of a table row part by tabs."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

import docx
from docx.document import Document as WordDocument
from docx.opc.exceptions import OpcError
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from lxml.etree import LxmlError

from myotome.formats.dates import document_date
from myotome.formats.document import Document
from myotome.formats.settings import settings
from myotome.formats.trouble import refuse

DAMAGED = (
    OpcError, LxmlError, zipfile.BadZipFile, zlib.error, KeyError, ValueError, OSError, EOFError,
    NotImplementedError,  # a way of packing that zipfile does not know
    RuntimeError,  # an encrypted part
    AttributeError, TypeError,  # python-docx on XML that lacks an obligatory element
)


def read_docx(data: bytes, name: str) -> Document:
    """Text of a DOCX. Raises MyotomeError for a damaged file, or one without text."""
    try:
        unpacked = sum(part.file_size for part in zipfile.ZipFile(io.BytesIO(data)).infolist())
        limit = next(k.limit_bytes for k in settings().kinds if k.id == "docx")
        if unpacked > limit * settings().unpacked_factor:
            raise refuse("format.too_large", name, f"docx > {limit * settings().unpacked_factor}")
        lines = list(_lines(docx.Document(io.BytesIO(data))))
    except DAMAGED as error:
        raise refuse("format.damaged", name, "DOCX") from error
    text = "\n".join(lines).strip("\n")
    if not text.strip():
        raise refuse("format.no_text", name)
    return Document(name=name, kind="docx", text=text + "\n", date=document_date(name, text))


def _lines(block: WordDocument | _Cell) -> Iterator[str]:
    for part in block.iter_inner_content():
        if isinstance(part, Paragraph):
            yield part.text
        elif isinstance(part, Table):
            yield from _rows(part)
            yield ""


def _rows(table: Table) -> Iterator[str]:
    """A line a row; a merged cell counts once."""
    for row in table.rows:
        cells = []
        last = None
        for cell in row.cells:
            if cell._tc is not last:  # the same XML element stands for each merged column
                cells.append(" ".join(line.strip() for line in _lines(cell) if line.strip()))
            last = cell._tc
        yield "\t".join(cells)
