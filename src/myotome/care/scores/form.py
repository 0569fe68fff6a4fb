"""A filled-in form becomes exact values; what cannot be used is named and counts as missing."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import msgspec

from myotome.errors import Problem
from myotome.formats.cells import Unusable, boolean, day, is_empty, quantity
from myotome.formats.trouble import refuse, trouble
from myotome.knowledge.model import Score, ScoreItem
from myotome.knowledge.names import plain
from myotome.knowledge.store import Knowledge
from myotome.terms import Level
from myotome.units import exact

Value = Fraction | bool | str
KEYS = ("score", "date", "items", "total", "note")


class Filled(msgspec.Struct, frozen=True, kw_only=True):
    """values: key ("arms", "deltoid.left") -> value. typed: a total typed in, without items."""

    score: str
    name: str = ""
    date: str = ""
    values: dict[str, Any] = {}
    typed: Fraction | None = None


def find_score(name: str, knowledge: Knowledge) -> Score | None:
    """By id, name or other word, in either language; None if none."""
    wanted = plain(name)
    for score in knowledge.scores.values():
        if wanted in {plain(n) for n in (score.id, score.names.fr, score.names.en, *score.words)}:
            return score
    return None


def keys(score: Score) -> list[tuple[str, ScoreItem]]:
    """Every value that the form asks for: (key, item), an item with places once for each.

    >>> from myotome.knowledge import load
    >>> [key for key, _ in keys(load().scores["incat"])]
    ['arms', 'legs']
    """
    return [
        (f"{item.id}.{place}" if place else item.id, item)
        for item in score.items for place in (item.places or ("",))
    ]


def read_form(raw: Any, score: Score, name: str = "") -> tuple[Filled, list[Problem]]:
    """The values of one form. raw: as read from YAML or JSON: ``score``, ``date``, ``items``, ``total``.

    Raises MyotomeError when it is no form, or another score's.
    """
    if not isinstance(raw, Mapping):
        raise refuse("score.shape", name, type(raw).__name__, "score: ..., items: {...}")
    said = raw.get("score")
    if not is_empty(said) and str(said) != score.id:
        raise refuse("score.other", name, str(said), score.id)
    problems = [trouble("score.unknown_key", name, str(k), ", ".join(KEYS), Level.WARNING) for k in raw if k not in KEYS]
    date = ""
    if not is_empty(raw.get("date")):
        try:
            date = day(raw["date"])
        except Unusable as error:
            problems.append(trouble("score.value", f"{name}, date", str(raw["date"]), error.expected))
    known = dict(keys(score))
    values: dict[str, Value] = {}
    for key, value in _flat(raw.get("items"), name, problems).items():
        if key not in known:
            near = difflib.get_close_matches(key, known, n=3) or list(known)[:6]
            problems.append(trouble("score.unknown_item", f"{name}, items", key, ", ".join(near), Level.WARNING))
        elif not is_empty(value):
            try:
                values[key] = _value(known[key], value)
            except Unusable as error:
                problems.append(trouble("score.value", f"{name}, {key}", str(value)[:40], error.expected))
    return Filled(score=score.id, name=name, date=date, values=values, typed=_typed(raw.get("total"), score, name, problems)), problems


def _flat(raw: Any, name: str, problems: list[Problem]) -> dict[str, Any]:
    """``{deltoid: {left: 4}}`` as ``{"deltoid.left": 4}``."""
    if raw is None:
        return {}
    if not isinstance(raw, Mapping):
        problems.append(trouble("score.shape", f"{name}, items", type(raw).__name__, "items: {...}"))
        return {}
    flat: dict[str, Any] = {}
    for key, value in raw.items():
        if isinstance(value, Mapping):
            flat |= {f"{key}.{place}": inner for place, inner in value.items()}
        else:
            flat[str(key)] = value
    return flat


def _typed(raw: Any, score: Score, name: str, problems: list[Problem]) -> Fraction | None:
    if is_empty(raw) or score.method == "none":
        return None
    found = quantity(raw)
    if found is None or found.comparator or not score.low <= found.value <= score.high:
        problems.append(trouble("score.value", f"{name}, total", str(raw)[:40], f"{score.low:g}..{score.high:g}"))
        return None
    return exact(found.value)


def _value(item: ScoreItem, raw: Any) -> Value:
    """One value, exact; raises Unusable with what may stand there."""
    if item.kind == "yes_no":
        return boolean(raw)
    if item.kind == "word":
        return _word(item, raw)
    if item.kind == "text":
        return str(raw)
    if item.kind == "list":
        tries = raw if isinstance(raw, list | tuple) else [raw]
        return max(_number(item, one) for one in tries if not is_empty(one))
    if item.kind == "times_upper":
        return _times_upper(item, raw)
    return _number(item, raw)


def _word(item: ScoreItem, raw: Any) -> str:
    for word, names in item.words.items():
        if plain(str(raw)) in {plain(word), plain(names.fr), plain(names.en)}:
            return word
    raise Unusable(", ".join(item.words))


def _number(item: ScoreItem, raw: Any) -> Fraction:
    found = None if isinstance(raw, bool) else quantity(raw)
    expected = f"{item.low:g}..{item.high:g} ({item.step:g})"
    if found is None or found.comparator or found.times:
        raise Unusable(expected)
    value = exact(found.value)
    if not exact(item.low) <= value <= exact(item.high) or (value - exact(item.low)) % exact(item.step):
        raise Unusable(expected, impossible=True)
    return value


def _times_upper(item: ScoreItem, raw: Any) -> Fraction:
    """``12`` (times the limit), ``12N``, or ``2400/200``."""
    expected = f"12, 2400/200 ({item.low:g}..{item.high:g})"
    value, _, limit = str(raw).partition("/")
    top = quantity(value)
    under = quantity(limit) if limit else None
    if top is None or top.comparator or (limit and (under is None or under.value <= 0)):
        raise Unusable(expected)
    times = exact(top.value) / (exact(under.value) if under else 1)
    if not exact(item.low) <= times <= exact(item.high):
        raise Unusable(expected, impossible=True)
    return times
