"""What a header says: the role of each column, its unit, side, place, and kind of measure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from myotome.formats.enmg.grid import Cell, Line, distance
from myotome.formats.enmg.settings import (
    TableSettings,
    longest,
    muscle_of,
    nerve_of,
    station_of,
    table_settings,
    undotted,
    without_side,
)
from myotome.knowledge.names import plain

BRACKET = re.compile(r"[(\[]([^)\]]*)[)\]]")
NUMBER = re.compile(r"\d")
LABEL, IGNORED, F_WAVE = "label", "ignored", "f_wave"


class Column(NamedTuple):
    """role: a label, a value ("amplitude" in mV or µV) or "limit_low", "limit_high", "limit" of
    ``of``. factor: to the unit of ``measure``; None when no unit is written. side, station, end:
    said by the header. at: where it stands."""

    role: str
    at: Cell
    measure: str = ""
    unit: str = ""
    factor: float | None = None
    side: str = ""
    station: str = ""
    end: str = ""
    kinds: tuple[tuple[str, str], ...] = ()
    of: str = ""


class Header(NamedTuple):
    """kind: "conduction", "needle" or "train". cells: what was read, to join with a line below."""

    kind: str
    columns: tuple[Column, ...]
    cells: tuple[Cell, ...]
    exact: bool


def unit_of(text: str) -> tuple[str, str, float] | None:
    """Measure, unit and factor of a unit as written.

    >>> unit_of("µV"), unit_of("mV.ms"), unit_of("APB")
    (('amplitude', 'µV', 0.001), ('area', 'mV.ms', 1.0), None)
    """
    bare = re.sub(r"[\s.*·×]", "", text.casefold().replace("μ", "µ").replace("\u00b5", "µ"))
    for measure, units in table_settings().units.items():
        for unit, factor in units.items():
            if bare == unit.replace("\u03bc", "µ").replace(".", ""):
                return measure, text.strip(), factor
    return None


def header_of(line: Line, above: Line | None, study: str) -> Header | None:
    """The header that a line is, or None. above: the line before it, whose side and place words
    reach down. study: of the section, "" when none is said."""
    settings = table_settings()
    first = without_side(line.cells[0].text) if line.cells else ""
    if not first or muscle_of(first) or nerve_of(first):
        return None
    kinds = ("needle",) if study == "needle" else ("train",) if study == "train" else ("conduction", "needle", "train")
    best: Header | None = None
    best_count = 0
    for kind in kinds:
        columns = tuple(column_of(_over(cell, above, line.exact), settings, kind) or Column("", cell) for cell in line.cells)
        values = [c for c in columns if is_value(c, settings)]
        labels = [c for c in columns if c.role in settings.labels]
        if _numbers(line.cells):
            return None
        count = len(values) + len(labels)
        needed = any(c.role in settings.needed[kind] for c in values)
        enough = len(values) >= settings.least_values or (study == F_WAVE and len(values) == 1 and bool(labels))
        if needed and enough and count > best_count:
            best, best_count = Header(kind, columns, line.cells, line.exact), count
    if best is not None and best_count * 2 < len(line.cells):
        return None
    return best


def is_value(column: Column, settings: TableSettings) -> bool:
    return column.role in settings.values or column.role in settings.needle or column.role in settings.train


def _numbers(cells: Sequence[Cell]) -> bool:
    """Do plain numbers stand in the line, so that it is data?"""
    return any(re.fullmatch(r"[<>\u2264\u2265~]?\s*[-+]?\d+(?:[.,]\d+)?\s*\D{0,6}", c.text) and not c.text[0].isalpha() for c in cells)


def _over(cell: Cell, above: Line | None, exact: bool) -> Cell:
    """The cell with the side, place or end that the line above says of its columns.

    In counted rows a word reaches to the right until the next one."""
    if above is None:
        return cell
    if exact:
        before = [c for c in above.cells if c.x0 <= cell.x0]
        over = before[-1] if before else None
    else:
        near = min(above.cells, key=lambda c: distance(c, cell), default=None)
        over = near if near is not None and near.x0 <= cell.x1 and cell.x0 <= near.x1 else None
    return cell if over is None else cell._replace(text=f"{cell.text} {over.text}")


def column_of(cell: Cell, settings: TableSettings, kind: str) -> Column | None:
    """The column under one header cell; None when nothing of it is understood."""
    text = undotted(cell.text)
    unit = None
    for inside in BRACKET.findall(text):
        unit = unit or unit_of(inside)
    bare = BRACKET.sub(" ", text) if unit else text
    parts = bare.split()
    if unit is None and len(parts) > 1:
        unit = unit_of(parts[-1])
        bare = " ".join(parts[:-1]) if unit else bare
    folded = plain(bare)
    limited = longest(folded, dict.fromkeys(map(plain, settings.limit_words), "limit"))
    found = longest(folded, settings.columns[kind]) or (longest(folded, settings.folded["weak_values"]) if kind == "conduction" else None)
    if found is None:
        return None
    phrase, role = found
    rest = plain(folded.replace(phrase, " ", 1))
    if limited and limited[0] != phrase and role in settings.values:
        return Column(_limit_role(folded, settings), cell, of=role, unit=unit[1] if unit else "", factor=unit[2] if unit else None)
    side = _side(rest, bare)
    end = longest(rest, settings.folded["ends"])
    station = station_of(rest) if rest and role in settings.values and not end and not side else None
    role = _by_unit(role, unit, kind)
    return Column(
        role, cell, unit[0] if unit else "", unit[1] if unit else "", unit[2] if unit else None, side,
        station or "", end[1] if end else "", _kinds(role, folded, settings),
    )


def _limit_role(folded: str, settings: TableSettings) -> str:
    for role, words in (("limit_low", settings.low_limit_words), ("limit_high", settings.high_limit_words)):
        if longest(folded, dict.fromkeys(map(plain, words), role)):
            return role
    return "limit"


def _by_unit(role: str, unit: tuple[str, str, float] | None, kind: str) -> str:
    """"Dist" with m/s is no distance; "dur" in mV is an amplitude: the unit decides."""
    if unit is None or kind != "conduction":
        return role
    by_measure = {"amplitude": "amplitude", "area": "area_mvms", "velocity": "velocity_ms", "distance": "distance_mm"}
    expected = table_settings().measure_of.get(role)
    return by_measure.get(unit[0], IGNORED) if expected and expected != unit[0] else role


def _side(rest: str, bare: str) -> str:
    settings = table_settings()
    found = longest(rest, settings.folded["side_words"])
    if found:
        return found[1]
    words = bare.split()
    return next((side for side, letters in settings.side_letters.items() if len(words) > 1 and words[-1] in letters), "")


def _kinds(role: str, folded: str, settings: TableSettings) -> tuple[tuple[str, str], ...]:
    """How an amplitude, area or duration was measured, where the header says it."""
    names = {"amplitude": "amplitude_kind", "area_mvms": "area_kind", "duration_ms": "duration_kind"}
    if role not in names:
        return ()
    found = longest(folded, settings.folded[f"kind {names[role]}"])
    return ((names[role], found[1]),) if found else ()


def joined(header: Header, line: Line, study: str) -> Header | None:
    """The header with a second line of it: units or more words; None when the line is no header."""
    if _numbers(line.cells) or len(line.cells) > len(header.cells) + 2 or nerve_of(line.text):
        return None
    cells = list(header.cells)
    used = 0
    for cell in line.cells:
        at = _nearest(cell, cells, header.exact)
        if at is None:
            continue
        if unit_of(cell.text.strip("()[]")) or longest(plain(cell.text), table_settings().columns[header.kind]):
            used += 1
        inside = cell.text if cell.text.startswith(("(", "[")) else f"({cell.text})" if unit_of(cell.text) else cell.text
        cells[at] = cells[at]._replace(text=f"{cells[at].text} {inside}", x0=min(cells[at].x0, cell.x0), x1=max(cells[at].x1, cell.x1))
    if 2 * used < len(line.cells) or not used:
        return None
    return header_of(Line(tuple(cells), line.number, line.place, header.exact), None, study or header.kind)


def _nearest(cell: Cell, cells: Sequence[Cell], exact: bool) -> int | None:
    if exact:
        return next((n for n, c in enumerate(cells) if c.x0 == cell.x0), None)
    return min(range(len(cells)), key=lambda n: distance(cell, cells[n]))


def assign(line: Line, header: Header) -> list[tuple[Column, Cell]]:
    """Each cell of a data line with its column; cells left of every column are labels."""
    found: list[tuple[Column, Cell]] = []
    for cell in line.cells if header.exact or len(line.cells) == 1 else [part for c in line.cells for part in _parted(c, header)]:
        if header.exact:
            column = next((c for c in header.columns if c.at.x0 == cell.x0), None)
            found.append((column or Column(LABEL if cell.x0 < min(c.at.x0 for c in header.columns) else "", cell), cell))
            continue
        nearest = min(header.columns, key=lambda c: distance(cell, c.at))
        left = min(header.columns, key=lambda c: c.at.x0)
        before = cell.x1 < left.at.x0 and not NUMBER.search(cell.text)
        found.append((Column(LABEL, cell) if before else nearest, cell))
    return found


def _parted(cell: Cell, header: Header) -> list[Cell]:
    """A cell of plain text, parted where a column starts behind a single space ("Deltoid muscle N")."""
    if cell.x1 - cell.x0 != len(cell.text):
        return [cell]  # positions are no characters: a page
    for column in sorted(header.columns, key=lambda c: -c.at.x0):
        at = int(column.at.x0 - cell.x0)
        if 0 < at < len(cell.text) and cell.text[at - 1] == " ":
            left = cell.text[:at].rstrip()
            before = Cell(left, cell.x0, cell.x0 + len(left))
            return [*_parted(before, header), Cell(cell.text[at:], cell.x0 + at, cell.x1)]
    return [cell]
