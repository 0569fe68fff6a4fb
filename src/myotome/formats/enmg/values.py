"""A cell under a value column: a number in our units, absent, not stimulable, not done, or unusable."""

from __future__ import annotations

import re
from typing import NamedTuple

from myotome.errors import Problem
from myotome.formats.enmg.headers import Column
from myotome.formats.enmg.numbers import Marks, Number, number_of
from myotome.formats.enmg.settings import table_settings
from myotome.formats.rows import impossible
from myotome.formats.settings import settings
from myotome.formats.trouble import trouble
from myotome.knowledge.names import plain
from myotome.terms import Level

ABSENT, NOT_STIMULABLE, NOT_DONE = "absent", "not_stimulable", "not_done"
BRACKETED = re.compile(r"(?P<value>[^()\[\]]*\d[^()\[\]]*)[(\[]\s*(?:N|norm\w*|LIN|LSN)?\s*:?\s*(?P<limit>[<>\u2264\u2265]?\s*\d[^()\[\]]*)[)\]]\s*", re.I)
SIGNED = ("amplitude_mv", "amplitude_uv", "area_mvms")  # a response drawn downward is negative
MICRO = 1000.0  # µV in one mV


class Read(NamedTuple):
    """value in our unit, or response; comparator as written. unit: was one
    written, in the header or the cell? limit: of normal, in brackets behind the value ("2,1 (> 8)")."""

    value: float | None = None
    response: str = ""
    comparator: str = ""
    unit: bool = False
    limit: Read | None = None


def response_in(text: str) -> str:
    """Absent, not stimulable, not done; "" for anything else. A dash is told apart by the caller."""
    known = table_settings()
    folded = plain(text)
    for response, words in ((NOT_STIMULABLE, known.not_stimulable), (ABSENT, known.absent), (NOT_DONE, known.not_done)):
        if text.strip() in words or (folded and folded in {plain(w) for w in words}):
            return response
    return ""


def read_value(
    text: str, column: Column, marks: Marks, place: str, quantity: str, *, micro: bool = False,
) -> tuple[Read | None, list[Problem]]:
    """The cell's value for ``quantity`` (a column of the canonical table), and what is wrong with it.

    micro: an amplitude without a unit is in µV.
    """
    bracketed = BRACKETED.fullmatch(text)
    if bracketed:
        limit, _ = read_value(bracketed["limit"], column, marks, place, quantity, micro=micro)
        read, problems = read_value(bracketed["value"], column, marks, place, quantity, micro=micro)
        return None if read is None else read._replace(limit=limit), problems
    response = response_in(text)
    if response:
        return Read(response=response), []
    where = f"{place}, column {quantity}"
    number = number_of(text, marks)
    expected = table_settings().measure_of.get(column.of or column.role, "")
    if number is None or (number.unit is not None and expected not in ("", number.unit[0])):
        mend = settings().range_text(quantity) if quantity in settings().ranges else "1.5"
        return None, [trouble("value.not_understood", where, f"{quantity} = {text}", mend, Level.WARNING)]
    factor = number.unit[2] if number.unit is not None else column.factor
    stated = factor is not None
    if factor is None:
        factor = 1 / MICRO if micro and expected == "amplitude" else 1.0
    if quantity == "amplitude_uv":
        factor = _times(factor, MICRO)
    value, problems = _chosen(number, factor, quantity, text, where)
    if value is not None and quantity == "distance_mm" and not stated and value < table_settings().distance_cm_below:
        value = _times(value, 10.0)
        problems.append(trouble("enmg.unit_assumed", where, f"{text} cm", level=Level.NOTE))
    return None if value is None else Read(value, "", number.comparator, stated), problems


def _chosen(number: Number, factor: float, quantity: str, text: str, where: str) -> tuple[float | None, list[Problem]]:
    """The one candidate that can be; None, and why, where none or both can."""
    scaled = [_times(c, factor) for c in number.candidates]
    fitting = [v for v in scaled if _possible(v, quantity)]
    if len(fitting) > 1:
        both = " / ".join(f"{v:g}" for v in number.candidates)
        return None, [trouble("enmg.mark_unclear", where, text, both, Level.WARNING)]
    if not fitting and scaled[0] < 0 and quantity in SIGNED:
        return None, [trouble("value.reversed", where, f"{quantity} = {text}", level=Level.WARNING)]
    if not fitting:
        return None, [impossible(scaled[0], quantity, text, where, Level.WARNING)]
    if not number.decided and len(number.candidates) == 1:
        return fitting[0], []
    return fitting[0], [trouble("enmg.mark_decided", where, f"{text} = {fitting[0] / factor:g}", level=Level.NOTE)]


def _times(value: float, factor: float) -> float:
    """The product as a person would write it: 0.0036 s is 3.6 ms."""
    return float(f"{value * factor:.10g}")


def _possible(value: float, quantity: str) -> bool:
    known = settings().ranges.get("amplitude_mv" if quantity == "amplitude" else quantity)
    return known is None or known[0] <= value <= known[1]
