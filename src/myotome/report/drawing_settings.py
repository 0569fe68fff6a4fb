"""Typed form of ``knowledge/settings/drawing.yaml``: order and places of what is drawn."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from myotome.knowledge.model import Names
from myotome.knowledge.store import Knowledge

Point = tuple[float, float]


class Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of the settings: unknown fields are refused."""


class Columns(Strict):
    """x of the columns of the map, and heights. A pair of lanes is the stretch in which the lines
    of a column bend. lane: step from a nerve to its branch. top: first row."""

    width: float
    root: float
    root_lanes: Point
    trunk: float
    trunk_lanes: Point
    cord: float
    cord_lanes: Point
    nerve: float
    lane: float
    strength: float
    emg: float
    mri: float
    label: float
    top: float
    row: float
    stub: float
    gap: float


class Part(Strict):
    """One part of the body figure, on one half; view: "front" or "back"."""

    id: str
    view: str
    names: Names
    muscles: tuple[str, ...]
    sign: Point
    outline: tuple[Point, ...]


class Figure(Strict):
    width: float
    height: float
    parts: tuple[Part, ...]


class DrawingSettings(Strict):
    """``settings/drawing.yaml``. nerves, roots: by block. leaves: branch ->
    segment after which it is drawn, where that is not its parent. short: site -> name for a narrow line."""

    source: str
    map: Columns
    nerves: dict[str, tuple[str, ...]]
    always: frozenset[str]
    roots: dict[str, tuple[str, ...]]
    stations: tuple[str, ...]
    leaves: dict[str, str]
    short: dict[str, Names]
    figure: Figure


@lru_cache(maxsize=4)
def drawing_settings(knowledge: Knowledge) -> DrawingSettings:
    """The settings, checked for shape. Raises msgspec.ValidationError."""
    return msgspec.convert(knowledge.settings["drawing"], DrawingSettings)
