"""Excel workbooks (.xlsx): every sheet read as a table; a merged cell counts for each cell under it."""

from __future__ import annotations

import io
import zipfile
import zlib
from datetime import date, datetime
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from myotome.formats.document import Document
from myotome.formats.enmg.numbers import UNCLEAR
from myotome.formats.settings import settings
from myotome.formats.tables import Rows, document_of
from myotome.formats.trouble import refuse

DAMAGED = (
    InvalidFileException, zipfile.BadZipFile, zlib.error, KeyError, ValueError, OSError, EOFError, ParseError,
    NotImplementedError, RuntimeError, AttributeError, TypeError, IndexError,
)


def read_sheet(data: bytes, name: str) -> Document:
    """The tables of a workbook. Raises MyotomeError for a damaged file, or one without a known table."""
    try:
        unpacked = sum(part.file_size for part in zipfile.ZipFile(io.BytesIO(data)).infolist())
        limit = next(k.limit_bytes for k in settings().kinds if k.id == "sheet")
        if unpacked > limit * settings().unpacked_factor:
            raise refuse("format.too_large", name, f"xlsx > {limit * settings().unpacked_factor}")
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
        sheets = [(sheet.title, _rows(sheet)) for sheet in book.worksheets]
    except DAMAGED as error:
        raise refuse("format.damaged", name, "XLSX") from error
    rows: Rows = []
    for title, found in sheets:
        place = f"sheet {title}, " if len(sheets) > 1 else ""
        rows += [(number, f"{place}row {number}", cells) for number, cells in found]
    return document_of(rows, name)


def _rows(sheet: Worksheet) -> list[tuple[int, list[str]]]:
    filled = {}
    for merged in sheet.merged_cells.ranges:
        value = sheet.cell(merged.min_row, merged.min_col).value
        filled |= {(r, c): value for r in range(merged.min_row, merged.max_row + 1) for c in range(merged.min_col, merged.max_col + 1)}
    found = []
    for row in sheet.iter_rows():
        cells = [_text(filled.get((c.row, c.column), c.value)) for c in row]
        if any(cells):
            found.append((row[0].row, cells))
    return found


def _text(value: object) -> str:
    """A cell as text; a number of three decimals gets a fourth: its point is no mark of thousands."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, float):
        text = f"{value:.10g}"
        return f"{text}0" if UNCLEAR.fullmatch(text) else text
    return str(value).strip()
