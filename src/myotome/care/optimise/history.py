"""A patient's record: dated measurements and infusions, read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import msgspec

from myotome.care.optimise.settings import WearOffSettings
from myotome.errors import Problem
from myotome.formats.cells import Unusable, day, is_empty, quantity
from myotome.formats.trouble import refuse, trouble
from myotome.knowledge.names import find
from myotome.knowledge.store import Knowledge
from myotome.terms import Level

KEYS = ("measure", "disease", "important_change", "measurements", "infusions", "note")
FULL_DATE = 10  # characters of a whole date


class History(msgspec.Struct, frozen=True, kw_only=True):
    """Days count from ``start`` (ISO date). measured: (day, value). infused: (day, grams).
    change: the important change, None when none is known. raw: values that decide nothing."""

    measure: str
    start: str
    measured: tuple[tuple[float, float], ...]
    infused: tuple[tuple[float, float], ...]
    change: float | None
    own_change: bool = False
    raw: bool = False
    disease: str = ""


def read_history(raw: Any, name: str, knowledge: Knowledge, settings: WearOffSettings, table: dict[int, Fraction] | None = None) -> tuple[History, list[Problem]]:
    """The record of a file. table: the site's own, from raw totals to centiles.

    Raises MyotomeError for a record that cannot be used: unknown measure, dates out of order or
    missing, an infusion that is no positive number of grams.
    """
    if not isinstance(raw, Mapping):
        raise refuse("wearoff.shape", name, type(raw).__name__, ", ".join(KEYS))
    problems = [trouble("score.unknown_key", name, str(k), ", ".join(KEYS), Level.WARNING) for k in raw if k not in KEYS]
    measure = str(raw.get("measure") or "")
    if measure not in settings.measures:
        raise refuse("wearoff.measure", f"{name}, measure", measure or "-", ", ".join(settings.measures))
    followed = settings.measures[measure]
    measured = _rows(raw.get("measurements"), f"{name}, measurements", "value", most=followed.most)
    infused = _rows(raw.get("infusions"), f"{name}, infusions", "grams", most=settings.most_grams, positive=True)
    if not measured or not infused:
        raise refuse("wearoff.empty", name, "measurements" if not measured else "infusions")
    convert = followed.raw and table is not None
    if convert:
        measured = [(d, _centile(v, table or {}, name)) for d, v in measured]
    own = _own_change(raw.get("important_change"), name, problems)
    start = min(measured[0][0], infused[0][0])
    disease = find(knowledge, "disease", str(raw["disease"])) if not is_empty(raw.get("disease")) else ""
    if disease is None:
        raise refuse("name.disease", f"{name}, disease", str(raw["disease"]), "")
    return History(
        measure=measure, start=start.isoformat(), disease=disease, raw=followed.raw and not convert,
        measured=tuple((float((d - start).days), v) for d, v in measured),
        infused=tuple((float((d - start).days), v) for d, v in infused),
        change=own if own is not None else followed.important_change, own_change=own is not None,
    ), problems


def _rows(raw: Any, place: str, field: str, *, most: float, positive: bool = False) -> list[tuple[date, float]]:
    """``- {date, value}`` in order of time; two on one day are refused for infusions."""
    if raw is None:
        return []
    if not isinstance(raw, list):
        raise refuse("wearoff.shape", place, type(raw).__name__, f"- {{date: 2026-01-31, {field}: 50}}")
    rows: list[tuple[date, float]] = []
    for number, entry in enumerate(raw, 1):
        where = f"{place}, {number}"
        if not isinstance(entry, Mapping) or is_empty(entry.get("date")) or is_empty(entry.get(field)):
            raise refuse("wearoff.shape", where, str(entry)[:40], f"{{date: 2026-01-31, {field}: 50}}")
        when = _date(entry["date"], where)
        found = quantity(entry[field])
        if found is None or found.comparator or (positive and found.value <= 0) or not 0 <= found.value <= most:
            raise refuse("wearoff.value", where, f"{field}: {entry[field]}"[:40], f"{field}: 50 (0..{most:g})")
        if rows and (when < rows[-1][0] or (positive and when == rows[-1][0])):
            raise refuse("wearoff.dates", where, f"{rows[-1][0].isoformat()} > {when.isoformat()}")
        rows.append((when, found.value))
    return rows


def _date(raw: Any, place: str) -> date:
    try:
        text = day(raw)
        if len(text) != FULL_DATE:
            raise Unusable("2026-01-31")
        return date.fromisoformat(text)
    except (Unusable, ValueError) as error:
        raise refuse("wearoff.value", place, f"date: {raw}"[:40], "date: 2026-01-31") from error


def _centile(value: float, table: dict[int, Fraction], name: str) -> float:
    if not value.is_integer() or int(value) not in table:
        raise refuse("wearoff.value", f"{name}, measurements", f"{value:g}", ", ".join(map(str, sorted(table)[:2])))
    return float(table[int(value)])


def _own_change(raw: Any, name: str, problems: list[Problem]) -> float | None:
    """The patient's own important change, when the file gives one."""
    if is_empty(raw):
        return None
    found = quantity(raw)
    if found is None or found.comparator or found.value <= 0:
        problems.append(trouble("score.value", f"{name}, important_change", str(raw)[:40], "> 0"))
        return None
    return found.value
