"""Cells of one table row, or of one entry of a structured case, become a typed row.

A cell that cannot be used is named and left out; the rest of its row is used.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from myotome.case import ConductionRow, LaboratoryRow
from myotome.errors import Problem
from myotome.formats.cells import (
    Unusable,
    boolean,
    day,
    fixed,
    is_empty,
    number,
    quantity,
    says_absent,
    says_nothing,
)
from myotome.formats.settings import settings
from myotome.formats.trouble import trouble
from myotome.knowledge import load
from myotome.knowledge.names import find_within, nearest
from myotome.terms import Level

# where(column) -> place of a cell, for a problem
Where = Callable[[str], str]
RESPONSE_COLUMNS = ("amplitude_mv", "amplitude_uv", "latency_ms", "area_mvms")
TEXT_COLUMNS = ("nerve", "recording", "stimulation", "response")
SIDES = ("left", "right")
SCALED = ("amplitude_mv", "latency_ms", "duration_ms", "peak_latency_ms", "f_min_ms")  # may be in a unit 1,000 times smaller
THOUSAND = 1000.0


def bad_cell(column: str, raw: Any, error: Unusable, place: str) -> Problem:
    """The problem of a cell: impossible (a number out of its range), or not understood."""
    if error.impossible and column in settings().ranges:
        found = quantity(raw)
        return impossible(found.value if found else 0.0, column, str(raw), place)
    if error.impossible:  # a field whose range goes by another name, such as a grade
        return trouble("value.impossible", place, f"{column} = {raw}", error.expected)
    return trouble("value.not_understood", place, f"{column} = {raw}", error.expected)


def impossible(value: float, column: str, raw: str, place: str, level: Level = Level.ERROR) -> Problem:
    """Why a number out of its range cannot be: a unit that it does not fit, or too far."""
    low, high = settings().ranges[column]
    shown = f"{column} = {raw}"
    if column in SCALED and low <= value / THOUSAND <= high:
        return trouble("value.unit_misfit", place, shown, f"{value / THOUSAND:g}", level)
    return trouble("value.impossible", place, shown, settings().range_text(column), level)


def conduction_row(
    cells: Mapping[str, Any], where: Where, row: int | None,
) -> tuple[ConductionRow | None, list[Problem]]:
    """A row of nerve conduction; None when side, nerve or study is missing or not understood.

    ``nerve`` and ``stimulation`` become ids where their names are known.
    """
    problems: list[Problem] = []
    values: dict[str, Any] = {}
    for column, raw in _in_own_unit(cells).items():
        if is_empty(raw) or (column not in TEXT_COLUMNS and says_nothing(raw)):
            continue
        if column in RESPONSE_COLUMNS and says_absent(raw):
            values.setdefault("response", "absent")
            continue
        try:
            values[column] = _conduction_cell(column, raw)
        except Unusable as error:
            problems.append(bad_cell(column, raw, error, where(column)))
    named = {p.place for p in problems}
    for column in settings().tables["conduction"].required:
        if column not in values:
            if where(column) not in named:
                problems.append(trouble("value.missing", where(column), column))
            return None, problems
    if values["side"] not in SIDES:
        problems.append(trouble("value.not_understood", where("side"), f"side = {cells['side']}", ", ".join(SIDES)))
        return None, problems
    nerve = find_within(load(), "nerve", values["nerve"])
    if nerve is None:
        near = ", ".join(nearest(load(), "nerve", values["nerve"]))
        problems.append(trouble("name.nerve", where("nerve"), values["nerve"], near))
        return None, problems
    values["nerve"] = nerve
    if values.get("stimulation"):
        values["stimulation"] = _station(values, where, problems)
    if values["study"] == "f_wave":
        values["study"] = "motor"
    return ConductionRow(**values, row=row), problems


def _in_own_unit(cells: Mapping[str, Any]) -> Mapping[str, Any]:
    """A motor amplitude given in µV, or a sensory one in mV, under the column of its kind."""
    study = settings().fixed("study", str(cells.get("study", "")))
    given, own, factor = {"motor": ("amplitude_uv", "amplitude_mv", 1 / THOUSAND), "sensory": ("amplitude_mv", "amplitude_uv", THOUSAND)}.get(study or "", ("", "", 1.0))
    if not given or is_empty(cells.get(given)) or not is_empty(cells.get(own)):
        return cells
    try:
        found = quantity(cells[given])
    except Unusable:
        return cells
    if found is None or found.comparator or found.times:
        return {own if k == given else k: v for k, v in cells.items()} if says_absent(cells[given]) else cells
    return {k: v for k, v in cells.items() if k != given} | {own: float(f"{found.value * factor:.10g}")}


def _station(values: dict[str, Any], where: Where, problems: list[Problem]) -> str:
    """The place's id; sensory studies use places of their own, kept as written."""
    written = values["stimulation"]
    found = find_within(load(), "stimulation", written)
    if found is None and values["study"] != "sensory":
        near = ", ".join(nearest(load(), "stimulation", written))
        problems.append(trouble("name.stimulation", where("stimulation"), written, near, Level.WARNING))
    return found or written


def _conduction_cell(column: str, raw: Any) -> Any:
    if column in ("nerve", "recording", "stimulation"):
        return str(raw).strip()
    if column == "date":
        return day(raw)
    if column in ("supramaximal", "a_wave"):
        return boolean(raw)
    if column in settings().values:
        return fixed(raw, column)
    return number(raw, column)


def laboratory_row(
    cells: Mapping[str, Any], where: Where, row: int | None,
) -> tuple[LaboratoryRow | None, list[Problem]]:
    """A laboratory value; None without a test or a value. Text results ("positif") stay text."""
    problems: list[Problem] = []
    values: dict[str, Any] = {}
    for column, raw in cells.items():
        if is_empty(raw) or (column not in ("test", "unit") and says_nothing(raw)):
            continue
        try:
            if column == "value":
                values |= _laboratory_value(raw)
            elif column == "comparator":
                values[column] = _comparator(raw)
            elif column in ("lower", "upper", "times_upper"):
                values[column] = number(raw, column)
            elif column == "date":
                values[column] = day(raw)
            else:
                values[column] = str(raw).strip()
        except Unusable as error:
            problems.append(bad_cell(column, raw, error, where(column)))
    if "test" not in values:
        return None, [*problems, trouble("value.missing", where("test"), "test")]
    if not {"value", "text", "times_upper"} & set(values):
        if not problems:
            problems.append(trouble("value.missing", where("value"), "value"))
        return None, problems
    return LaboratoryRow(**values, row=row), problems


def _laboratory_value(raw: Any) -> dict[str, Any]:
    found = quantity(raw)
    if found is None:
        return {"text": str(raw).strip()}
    given: dict[str, Any] = {"comparator": found.comparator} if found.comparator else {}
    return given | {"times_upper" if found.times else "value": found.value}


def _comparator(raw: Any) -> str:
    for sign, words in settings().comparators.items():
        if str(raw).strip() in words:
            return sign
    raise Unusable(", ".join(settings().comparators))
