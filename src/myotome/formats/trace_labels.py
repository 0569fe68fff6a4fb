"""What a file says of a trace, in any format: names and values become typed labels.

Names are the columns of the conduction table (docs/case-format.md) and those of ``traces.columns`` in
``settings/formats.yaml``, in either language. Text (an EDF+ annotation, a WFDB note) says them as
"name=value" with semicolons between: ``stim; side=right; nerve=median; stimulation=wrist``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from myotome.errors import Problem
from myotome.formats.cells import Unusable, boolean, day, fixed, is_empty, number, says_nothing
from myotome.formats.rows import bad_cell
from myotome.formats.settings import settings
from myotome.formats.trace import TraceLabels
from myotome.formats.trouble import trouble
from myotome.knowledge import load
from myotome.knowledge.names import find_within, plain
from myotome.terms import Level

FREE = ("nerve", "recording", "stimulation", "unit", "channel")


class Said(NamedTuple):
    """labels: of the trace. The rest is how to read it: unit as written, polarity "negative_up" or
    "negative_down" (empty: not said), rate, stimulus from the start, sweep, channel."""

    labels: TraceLabels
    unit: str = ""
    polarity: str = ""
    rate_hz: float | None = None
    stimulus_ms: float | None = None
    sweep_ms: float | None = None
    before_ms: float | None = None
    channel: str = ""

    @property
    def sign(self) -> int:
        """What the samples are multiplied by, so that negative is up."""
        return -1 if self.polarity == "negative_down" else 1


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    known = {**settings().tables["conduction"].columns, **settings().traces.columns}
    return {plain(name): column for column, names in known.items() for name in (column, *names)}


def column_of(name: str) -> str | None:
    """The id of a name ("côté" -> "side"), None for an unknown one."""
    return _names().get(plain(name))


def said(given: Mapping[str, Any], where: Callable[[str], str]) -> tuple[Said, list[Problem]]:
    """Typed labels of ``given`` (column id -> value as written); what is not understood is told.

    >>> said({"side": "D", "nerve": "médian", "stimulation": "poignet", "distance_mm": "70"}, str)[0].labels.stimulation
    'wrist'
    """
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for column, raw in given.items():
        if is_empty(raw) or (column not in FREE and says_nothing(raw)):
            continue
        try:
            values[column] = _value(column, raw)
        except Unusable as error:
            problems.append(bad_cell(column, raw, error, where(column)))
    for column in ("nerve", "stimulation"):
        if column in values:
            values[column] = find_within(load(), column, values[column]) or values[column]
    labels = {name: values.pop(name) for name in TraceLabels.__struct_fields__ if name in values}
    reading = {name: values[name] for name in Said._fields if name in values}
    return Said(TraceLabels(**labels), **reading), problems


def _value(column: str, raw: Any) -> Any:
    if column in FREE:
        return str(raw).strip()
    if column == "date":
        return day(raw)
    if column == "supramaximal":
        return boolean(raw)
    if column == "side":
        found = fixed(raw, column)
        if found not in ("left", "right"):
            raise Unusable("left, right")
        return found
    if column in settings().values:
        return fixed(raw, column)
    return number(raw, column)


def parts_of(text: str) -> tuple[dict[str, str], bool]:
    """Names with their values in a marker's text, and whether it marks a stimulus.

    >>> parts_of("Stim; nerf=médian; site=poignet")
    ({'nerve': 'médian', 'stimulation': 'poignet'}, True)
    >>> parts_of("Recording starts")
    ({}, False)
    """
    found: dict[str, str] = {}
    words = {plain(w) for w in settings().traces.stimulus_words}
    stimulus = False
    for piece in text.replace("\n", ";").split(";"):
        name, mark, value = piece.partition("=")
        column = column_of(name) if mark else None
        if column is not None and value.strip():
            found[column] = value.strip()
        elif not mark and plain(name).split(" ")[0].rstrip("0123456789") in words:
            stimulus = True
    return found, stimulus or "stimulation" in found


def millivolts(unit: str) -> float | None:
    """Millivolts in one unit; None for an unit that is none of voltage. Case tells M from m.

    >>> millivolts("uV"), millivolts("mV"), millivolts("MV"), millivolts("")
    (0.001, 1.0, None, None)
    """
    return settings().traces.units.get(unit.strip())


def unknown_unit(unit: str, place: str) -> Problem:
    """The problem of a channel whose unit is missing or none of voltage: its size is never guessed."""
    return trouble("traces.unknown_unit", place, unit or "-", ", ".join(settings().traces.units), Level.ERROR)
