"""Typed form of ``knowledge/settings/formats.yaml``."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from myotome.knowledge import load
from myotome.knowledge.model import Names
from myotome.knowledge.names import plain


class Shape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Unknown fields of the settings file are refused."""


class Kind(Shape, frozen=True):
    """A kind of file. limit_bytes: size above which it is refused."""

    id: str
    names: Names
    suffixes: tuple[str, ...]
    limit_bytes: int


class Table(Shape, frozen=True):
    """required: columns without which the table is not read. columns: id -> names of its header."""

    required: tuple[str, ...]
    columns: dict[str, tuple[str, ...]]


class MrcForm(Shape, frozen=True):
    normal: float
    scale: str
    weak: str


class MuscleForm(Shape, frozen=True):
    """Concepts that the short form of a muscle states."""

    mrc: MrcForm
    signs: dict[str, str]


class TraceForm(Shape, frozen=True):
    """Names, units and limits of trace files."""

    columns: dict[str, tuple[str, ...]]
    time: dict[str, float]
    units: dict[str, float]
    stimulus_words: tuple[str, ...]
    label_prefixes: tuple[str, ...]
    before_ms: float
    sweep_ms: float
    head_lines: int
    most_traces: int
    most_samples: int
    uneven: float
    rate_mismatch: float


class FormatSettings(Shape, frozen=True):
    """``settings/formats.yaml``."""

    source: str
    kinds: tuple[Kind, ...]
    unpacked_factor: int
    least_text_share: float
    most_control_share: float
    deepest: int
    tables: dict[str, Table]
    least_known_columns: int
    written: dict[str, tuple[str, ...]]
    traces: TraceForm
    values: dict[str, dict[str, tuple[str, ...]]]
    absent_cells: tuple[str, ...]
    empty_cells: tuple[str, ...]
    comparators: dict[str, tuple[str, ...]]
    times_upper: tuple[str, ...]
    ranges: dict[str, tuple[float, float]]
    muscle_form: MuscleForm
    mrc_steps: dict[str, float]
    date_lines: int
    date_words: dict[str, tuple[str, ...]]
    months: dict[str, tuple[str, ...]]

    def fixed(self, name: str, written: str) -> str | None:
        """The fixed value of a field that a word means ("droite" -> "right"); None if none.

        >>> settings().fixed("side", "Droite")
        'right'
        """
        for value, words in self.values[name].items():
            if plain(written) in {plain(value), *map(plain, words)}:
                return value
        return None

    def range_text(self, name: str) -> str:
        """Least and greatest value, for a message: "0..5"."""
        low, high = self.ranges[name]
        return f"{low:g}..{high:g}"


def limits() -> dict[str, int]:
    """Bytes above which a file of a kind is refused."""
    return {kind.id: kind.limit_bytes for kind in settings().kinds}


@lru_cache(maxsize=1)
def settings() -> FormatSettings:
    """The settings that ship with the program."""
    return msgspec.convert(load().settings["formats"], FormatSettings)
