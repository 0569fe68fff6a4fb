"""A mapping of a structured case becomes one of the typed shapes of ``case/``, field by field."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Mapping
from datetime import date
from enum import Enum
from functools import lru_cache
from types import UnionType
from typing import Any, get_args, get_type_hints

import msgspec

from myotome.errors import Problem
from myotome.formats.cells import Unusable, boolean, day, fixed, number
from myotome.formats.rows import bad_cell
from myotome.formats.settings import settings
from myotome.formats.trouble import trouble
from myotome.knowledge import load
from myotome.knowledge.names import find, nearest
from myotome.terms import Level

Shape = type[msgspec.Struct]
Convert = Callable[[Any, str], Any]


class Reader:
    """Gathers the problems of one file. name: the file, first in every place. places: should what
    is read say where in the file it stands?"""

    def __init__(self, name: str, *, places: bool = False) -> None:
        self.name = name
        self.places = places
        self.problems: list[Problem] = []

    def place(self, path: str) -> str:
        return f"{self.name}, {path}" if self.name else path

    def tell(self, code: str, path: str, message: str, mend: str = "", level: Level = Level.ERROR) -> None:
        self.problems.append(trouble(code, self.place(path), message, mend, level))

    def known_keys(self, raw: Mapping, path: str, known: Collection[str]) -> dict[str, Any]:
        """The entries under known keys; the others are named, with the key that was likely meant."""
        kept = {}
        for key, value in raw.items():
            if key in known:
                kept[key] = value
                continue
            near = difflib.get_close_matches(str(key), sorted(known), n=1)
            where = f"{path}.{key}" if path else str(key)
            self.tell("case.unknown_key", where, str(key), ", ".join(near or sorted(known)), Level.WARNING)
        return kept

    def name_of(self, kind: str, raw: Any, path: str) -> str | None:
        """The id that a name means; None, with the nearest names proposed, for an unknown one."""
        found = find(load(), kind, str(raw))
        if found is None:
            self.tell(f"name.{kind}", path, str(raw), ", ".join(nearest(load(), kind, str(raw))))
        return found

    def mapping(self, raw: Any, path: str) -> Mapping | None:
        """The value if it is a mapping; a problem otherwise."""
        if isinstance(raw, Mapping):
            return raw
        self.tell("case.shape", path, _short(raw), "key: value")
        return None

    def entries(self, raw: Any, path: str) -> list[tuple[str, Any]]:
        """(path, entry) of a list; a problem for anything else."""
        if raw is None:
            return []
        if isinstance(raw, list | tuple):
            return [(f"{path}[{n}]", entry) for n, entry in enumerate(raw)]
        self.tell("case.shape", path, _short(raw), "- ...")
        return []

    def values(
        self, shape: Shape, raw: Mapping, path: str, *, convert: Mapping[str, Convert] | None = None,
        more: Collection[str] = (), needed: Collection[str] = (),
    ) -> dict[str, Any] | None:
        """Field -> value for ``shape``; None when one of ``needed`` was given and cannot be used.

        convert: fields read in their own way; these return None for "left out". more: further keys
        that the caller reads.
        """
        hints = _hints(shape)
        given = self.known_keys(raw, path, [*hints, *more])
        done: dict[str, Any] = {}
        for field, value in given.items():
            if value is None or field not in hints:
                continue
            where = f"{path}.{field}" if path else field
            try:
                if convert and field in convert:
                    result = convert[field](value, where)
                else:
                    result = _plain(hints[field], field, value)
            except Unusable as error:
                self.problems.append(bad_cell(field, _short(value), error, self.place(where)))
                result = None
            if result is not None:
                done[field] = result
            elif field in needed:
                return None
        return done


@lru_cache(maxsize=32)
def _hints(shape: Shape) -> dict[str, Any]:
    return get_type_hints(shape)


def _short(raw: Any) -> str:
    text = str(raw)
    return text if len(text) <= 60 else text[:57] + "..."


def _plain(hint: Any, field: str, raw: Any) -> Any:
    """A number in its range, a fixed value, a date or words; raises Unusable."""
    kinds = set(get_args(hint)) if isinstance(hint, UnionType) else {hint}
    enum = next((k for k in kinds if isinstance(k, type) and issubclass(k, Enum)), None)
    if enum is not None:
        value = _enum(enum, field, raw)
    elif float in kinds or int in kinds:
        value = _number(raw, field, whole=int in kinds)
    elif bool in kinds:
        value = boolean(raw)
    elif field == "date":
        value = day(raw)
    elif str in kinds:
        value = _words(raw)
    else:
        value = _convert(raw, hint)
    return value


def _number(raw: Any, field: str, *, whole: bool) -> float | int:
    value = number(raw, field)
    if whole and not value.is_integer():
        raise Unusable("1")
    return int(value) if whole else value


def _words(raw: Any) -> str:
    if isinstance(raw, date):
        return raw.isoformat()
    if isinstance(raw, bool | list | tuple | dict):
        raise Unusable("...")
    return str(raw)


def _enum(enum: type[Enum], field: str, raw: Any) -> Any:
    if isinstance(raw, bool):
        raw = "true" if raw else "false"
    if field in settings().values:
        return enum(fixed(raw, field))
    try:
        return enum(str(raw))
    except ValueError as error:
        raise Unusable(", ".join(e.value for e in enum)) from error


def _convert(raw: Any, hint: Any) -> Any:
    try:
        return msgspec.convert(raw, hint)
    except msgspec.ValidationError as error:
        raise Unusable(str(error)) from error
