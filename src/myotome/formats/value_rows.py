"""Rows of a flat table of other studies: H reflex, blink reflex, jitter, evoked potentials, MUNIX."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from myotome.case import ValueRow
from myotome.errors import Problem
from myotome.formats.cells import Unusable, day, fixed, is_empty, number, says_absent, says_nothing
from myotome.formats.rows import bad_cell
from myotome.formats.settings import settings
from myotome.formats.trouble import trouble
from myotome.knowledge import load
from myotome.knowledge.names import find, find_within

Where = Callable[[str], str]
UNITS = {"ms": "ms", "us": "µs", "mv": "mV", "uv": "µV", "percent": "%"}     # by the ending of a quantity
SMALLER = {"ms": ("us", 1000.0), "us": ("ms", 0.001), "mv": ("uv", 1000.0), "uv": ("mv", 0.001)}   # asked -> the other, and how many of it make one


def value_row(cells: Mapping[str, Any], where: Where, row: int | None) -> tuple[ValueRow | None, list[Problem]]:
    """One value in the unit of its quantity; None, with a problem, when test, quantity or value cannot be used.

    A quantity that no list knows stays as written, in the unit that its row gives.
    """
    problems: list[Problem] = []
    values: dict[str, Any] = {}
    for column, raw in cells.items():
        if is_empty(raw) or (column != "test" and says_nothing(raw)):
            continue
        try:
            values |= _read(column, raw)
        except Unusable as error:
            problems.append(bad_cell(column, raw, error, where(column)))
    named = {p.place for p in problems}
    for column in ("test", "quantity"):
        if column not in values:
            return None, problems if where(column) in named else [*problems, trouble("value.missing", where(column), column)]
    if "value" not in values and "response" not in values:
        return None, problems or [trouble("value.missing", where("value"), "value")]
    asked = values["quantity"].rpartition("_")[2]
    if asked in UNITS:
        try:
            values |= _in_unit(values, asked)
        except Unusable as error:
            return None, [*problems, bad_cell("unit", cells["unit"], error, where("unit"))]
    return (None, problems) if problems else (ValueRow(**values, row=row), [])


def _read(column: str, raw: Any) -> dict[str, Any]:
    if column == "value" and says_absent(raw):
        return {"response": "absent"}
    return {column: READERS[column](raw)}


def _site(written: str) -> str:
    """The id of a muscle or nerve; as written where its name is not known."""
    return find(load(), "muscle", written) or find_within(load(), "nerve", written) or written.strip()


READERS: dict[str, Callable[[Any], Any]] = {
    "test": lambda raw: fixed(raw, "further_test"),
    "quantity": lambda raw: settings().fixed("quantity", str(raw)) or str(raw).strip(),
    "side": lambda raw: fixed(raw, "side"),
    "site": lambda raw: _site(str(raw)),
    "value": lambda raw: number(raw, "further_value"),
    "unit": lambda raw: str(raw).strip(),
    "response": lambda raw: fixed(raw, "response"),
    "limit_low": lambda raw: number(raw, "further_value"),
    "limit_high": lambda raw: number(raw, "further_value"),
    "date": day,
}


def _in_unit(values: dict[str, Any], asked: str) -> dict[str, Any]:
    """The numbers in the unit that the quantity is kept in. Raises Unusable for a unit of another kind."""
    own, given = UNITS[asked], values.get("unit", "").replace("μ", "µ")
    other, factor = SMALLER.get(asked, ("", 1.0))
    if given in (own, "", asked):
        return {"unit": own}
    if given not in (UNITS.get(other), other):
        raise Unusable(own)
    numbers = {c: float(f"{values[c] / factor:.10g}") for c in ("value", "limit_low", "limit_high") if c in values}
    return numbers | {"unit": own}
