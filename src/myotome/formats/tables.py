"""CSV tables of laboratory values, nerve conduction or other studies, told apart by their header; read and written.

Separator: comma, semicolon or tab; decimal point or comma. Rows are counted as a spreadsheet shows
them: the header is row 1.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from myotome.case import ConductionRow, LaboratoryRow
from myotome.errors import MyotomeError, Problem
from myotome.formats.document import Document
from myotome.formats.enmg.documents import with_tables
from myotome.formats.enmg.grid import row_line
from myotome.formats.enmg.numbers import Marks, marks_of, number_of
from myotome.formats.plain import decode
from myotome.formats.rows import conduction_row, laboratory_row
from myotome.formats.settings import settings
from myotome.formats.trouble import refuse, trouble
from myotome.formats.value_rows import value_row
from myotome.knowledge.names import plain
from myotome.terms import Experiencer, Level

# number, place in the file, cells
Rows = list[tuple[int, str, list[str]]]
SEPARATORS = ",;\t"
DECIMAL_COMMA_SEPARATOR = ";"
COMMA_NUMBER = re.compile(r"([^\d,.]*\d+),(\d+[^\d,.]*)")
ROW_READERS: dict[str, Callable[..., tuple[Any, list[Problem]]]] = {
    "laboratory": laboratory_row, "conduction": conduction_row, "values": value_row,
}


def _columns(kind: str, header: Sequence[str]) -> list[str | None]:
    """Column id of each header cell; None for an unknown or repeated one."""
    names = {plain(n): c for c, ns in settings().tables[kind].columns.items() for n in (c, *ns)}
    found: list[str | None] = []
    for cell in header:
        column = names.get(plain(cell))
        found.append(None if column in found else column)
    return found


def _known(kind: str, header: Sequence[str]) -> int:
    return sum(1 for c in _columns(kind, header) if c)


def _recognise(line: str) -> tuple[str, str, int]:
    """Kind of table, separator, and how many of its columns are known."""
    best = ("laboratory", ",", 0)
    for separator in SEPARATORS:
        header = next(csv.reader([line], delimiter=separator), [])
        for kind in settings().tables:
            known = _known(kind, header)
            if known > best[2]:
                best = (kind, separator, known)
    return best


def is_table_header(line: str) -> bool:
    """Does a line hold the columns that one of the tables needs?"""
    kind, separator, _ = _recognise(line)
    columns = _columns(kind, next(csv.reader([line], delimiter=separator), []))
    return set(settings().tables[kind].required) <= set(columns)


def read_table(data: bytes, name: str) -> Document:
    """Rows of one table. Raises MyotomeError for an unknown header or a table without rows.

    A table of nerve conduction or needle EMG in another layout than the canonical one is read by
    ``formats/enmg``.
    """
    text, problems = decode(data, name)
    lines = [line for line in text.split("\n") if line.strip()]
    if not lines:
        raise refuse("format.empty", name)
    separator = max(SEPARATORS, key=lambda s: (_recognise(lines[0])[1] == s, lines[0].count(s)))
    if not _canonical(lines[0]):
        separator = max(SEPARATORS, key=lambda s: sum(line.count(s) for line in lines) * (2 if s == ";" else 1))
    rows: Rows = []
    reader = csv.reader(io.StringIO(text), delimiter=separator)
    try:
        for cells in reader:
            if any(c.strip() for c in cells):
                rows.append((reader.line_num, f"row {reader.line_num}", cells))
    except csv.Error as error:
        problems.append(trouble("table.damaged", f"{name}, row {reader.line_num}", str(error)))
    return document_of(rows, name, problems, separator)


def document_of(
    rows: Rows, name: str, problems: list[Problem] | None = None, separator: str = ",",
) -> Document:
    """The tables in rows of cells, told by their header; raises MyotomeError when none is known.

    rows: (number, place in the file, cells) of each row that is not empty.
    """
    problems = list(problems or [])
    header = rows[0][2] if rows else []
    kind, known = max(((k, _known(k, header)) for k in settings().tables), key=lambda pair: pair[1])
    whole = set(settings().tables[kind].required) <= set(_columns(kind, header))
    if not whole or known < settings().least_known_columns:
        lines = [row_line(cells, number, place) for number, place, cells in rows]
        document = with_tables(Document(name=name, kind="table", problems=problems), lines)
        if document.conduction or document.needle or document.trains:
            return document
    return _strict(rows, kind, known, name, problems, separator)


def _strict(rows: Rows, kind: str, known: int, name: str, problems: list[Problem], separator: str) -> Document:
    """The canonical tables: their header is the first row."""
    header = rows[0][2] if rows else []
    if known < settings().least_known_columns:
        expected = " / ".join(",".join(columns) for columns in settings().written.values())
        raise refuse("table.unknown_header", f"{name}, row 1", ",".join(header)[:80], expected)
    columns = _header(kind, header, name, problems)
    marks = marks_of(c for _, _, cells in rows[1:] for c in cells)
    found: list[Any] = []
    for number, place, cells in rows[1:]:
        where = f"{name}, {place}"
        if kind == "conduction":
            cells = [_decided(c, marks, where, problems) for c in cells]  # noqa: PLW2901
        if separator == DECIMAL_COMMA_SEPARATOR:
            cells = [_with_point(c) for c in cells]  # noqa: PLW2901
        row, more = _row(kind, columns, cells, where, number)
        problems += more
        found += [row] if row is not None else []
    if not found and not problems:
        raise refuse("table.no_rows", name)
    if not found:
        raise MyotomeError(*problems, trouble("table.no_rows", name, level=Level.FATAL))
    return Document(name=name, kind="table", problems=problems, **{kind: tuple(found)})


def _decided(cell: str, marks: Marks, place: str, problems: list[Problem]) -> str:
    """"5,700" by the other numbers of the file, and said; as written where these do not decide."""
    number = number_of(cell, marks)
    if number is None or not number.decided:
        return cell
    problems.append(trouble("enmg.mark_decided", place, f"{cell} = {number.candidates[0]:g}", level=Level.NOTE))
    return f"{number.candidates[0]:g}"


def _canonical(line: str) -> bool:
    kind, separator, known = _recognise(line)
    header = next(csv.reader([line], delimiter=separator), [])
    return known >= settings().least_known_columns and set(settings().tables[kind].required) <= set(_columns(kind, header))


def _header(
    kind: str, cells: Sequence[str], name: str, problems: list[Problem],
) -> list[str | None]:
    columns = _columns(kind, cells)
    missing = [c for c in settings().tables[kind].required if c not in columns]
    if missing:
        expected = ",".join(settings().written[kind])
        raise refuse("table.missing_column", f"{name}, row 1", ", ".join(missing), expected)
    for column, cell in zip(columns, cells, strict=True):
        if column is None and cell.strip():
            problems.append(trouble(
                "table.unknown_column", f"{name}, row 1", cell.strip(),
                ", ".join(settings().tables[kind].columns), Level.WARNING,
            ))
    return columns


def _with_point(cell: str) -> str:
    """Where semicolons part the cells, a comma between digits is a decimal one: "12,125" is 12.125."""
    found = COMMA_NUMBER.fullmatch(cell)
    return f"{found[1]}.{found[2]}" if found else cell


def _row(
    kind: str, columns: list[str | None], cells: list[str], place: str, number: int,
) -> tuple[Any, list[Problem]]:
    if any(c.strip() for c in cells[len(columns) :]):
        return None, [trouble("table.too_many_cells", place, f"{len(cells)} > {len(columns)}")]
    given = {c: v for c, v in zip(columns, cells, strict=False) if c}
    return ROW_READERS[kind](given, lambda column: f"{place}, column {column}", number)


def write_laboratory(rows: Iterable[LaboratoryRow]) -> str:
    """The canonical table of the patient's own values; a multiple of the upper limit is written "12N"."""
    return _write("laboratory", [_laboratory_cells(row) for row in rows if row.experiencer is Experiencer.PATIENT])


def write_conduction(rows: Iterable[ConductionRow]) -> str:
    """The canonical table: its ten columns, then each optional one that a row fills.

    >>> print(write_conduction([ConductionRow(side="left", nerve="ulnar", study="motor", amplitude_mv=7.5)]), end="")
    side,nerve,study,recording,stimulation,distance_mm,latency_ms,amplitude_mv,area_mvms,duration_ms
    left,ulnar,motor,,,,,7.5,,
    """
    columns = settings().tables["conduction"].columns
    return _write("conduction", [{c: getattr(row, c) for c in columns} for row in rows])


def _laboratory_cells(row: LaboratoryRow) -> dict[str, Any]:
    columns = settings().tables["laboratory"].columns
    cells = {c: getattr(row, c) for c in columns}
    if row.times_upper is not None:
        cells["value"] = f"{_cell(row.times_upper)}N"
    elif row.value is None:
        cells["value"] = row.text
    return cells


def _write(kind: str, rows: list[dict[str, Any]]) -> str:
    optional = [c for c in settings().tables[kind].columns if c not in settings().written[kind]]
    used = [c for c in optional if any(row[c] is not None for row in rows)]
    columns = [*settings().written[kind], *used]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([[_cell(row[c]) for c in columns] for row in rows])
    return out.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return repr(value) if isinstance(value, float) else str(value)
