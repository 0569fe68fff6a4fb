"""The record of a follow-up: dated scores, laboratory values, images, treatments."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import msgspec

from myotome.care.scores import Filled, find_score, read_form
from myotome.errors import MyotomeError, Problem
from myotome.formats.cells import Unusable, day, is_empty, quantity
from myotome.formats.trouble import refuse, trouble
from myotome.knowledge.store import Knowledge
from myotome.terms import Level
from myotome.units import exact

PARTS = ("scores", "laboratory", "images", "treatments", "note")
FULL_DATE = 10


class Laboratory(msgspec.Struct, frozen=True, kw_only=True):
    date: str
    name: str
    value: Fraction
    unit: str = ""
    upper: Fraction | None = None


class Image(msgspec.Struct, frozen=True, kw_only=True):
    date: str
    what: str
    result: str = ""


class Treatment(msgspec.Struct, frozen=True, kw_only=True):
    drug: str
    start: str
    end: str = ""
    dose: str = ""


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """Everything in order of time. scores: filled-in forms."""

    scores: tuple[Filled, ...] = ()
    laboratory: tuple[Laboratory, ...] = ()
    images: tuple[Image, ...] = ()
    treatments: tuple[Treatment, ...] = ()


def read_record(raw: Any, name: str, knowledge: Knowledge) -> tuple[Record, list[Problem]]:
    """The record of a file; an entry that cannot be used is named and left out.

    Raises MyotomeError when the file holds no record at all.
    """
    if not isinstance(raw, Mapping) or not set(raw) & set(PARTS):
        raise refuse("followup.shape", name, type(raw).__name__, ", ".join(PARTS))
    reader = _Reader(name, knowledge)
    for key in raw:
        if key not in PARTS:
            reader.tell("score.unknown_key", name, str(key), ", ".join(PARTS), Level.WARNING)
    record = Record(
        scores=tuple(sorted(reader.each(raw, "scores", reader.score), key=lambda f: f.date)),
        laboratory=tuple(sorted(reader.each(raw, "laboratory", reader.laboratory), key=lambda r: r.date)),
        images=tuple(sorted(reader.each(raw, "images", reader.image), key=lambda i: i.date)),
        treatments=tuple(sorted(reader.each(raw, "treatments", reader.treatment), key=lambda t: t.start)),
    )
    if not any((record.scores, record.laboratory, record.images, record.treatments)):
        reader.problems.append(trouble("followup.empty", name))
    return record, reader.problems


def until(record: Record, today: str, name: str) -> tuple[Record, list[Problem]]:
    """What was known on ``today`` (ISO date), and one problem for each part that holds later entries.

    A treatment that ends later is kept: it is still given. Raises MyotomeError when all is later.
    """
    dates = {"scores": "date", "laboratory": "date", "images": "date", "treatments": "start"}
    parts = {part: getattr(record, part) for part in dates}
    later = {p: [d for e in entries if (d := getattr(e, dates[p])) > today] for p, entries in parts.items()}
    problems = [
        trouble("followup.later", f"{name}, {part}", f"{len(days)} ({', '.join(dict.fromkeys(days))})", days[-1], Level.WARNING)
        for part, days in later.items() if days
    ]
    kept = {p: entries[: len(entries) - len(later[p])] for p, entries in parts.items()}
    if problems and not any(kept.values()):
        raise MyotomeError(*problems, trouble("followup.empty", name, level=Level.FATAL))
    return Record(**kept), problems


class _Reader:
    """Reads one part after the other and gathers problems."""

    def __init__(self, name: str, knowledge: Knowledge) -> None:
        self.name, self.knowledge = name, knowledge
        self.problems: list[Problem] = []

    def tell(self, code: str, place: str, message: str, mend: str = "", level: Level = Level.ERROR) -> None:
        self.problems.append(trouble(code, place, message, mend, level))

    def each(self, raw: Mapping, part: str, read: Any) -> list[Any]:
        entries = raw.get(part) or []
        if not isinstance(entries, list):
            self.tell("followup.shape", f"{self.name}, {part}", type(entries).__name__, "- {date: 2026-01-31, ...}")
            return []
        found = []
        for number, entry in enumerate(entries, 1):
            place = f"{self.name}, {part} {number}"
            if not isinstance(entry, Mapping):
                self.tell("followup.shape", place, str(entry)[:40], "{date: 2026-01-31, ...}")
                continue
            value = read(entry, place)
            if value is not None:
                found.append(value)
        return found

    def date(self, entry: Mapping, key: str, place: str) -> str | None:
        """A whole date, or None with a problem."""
        try:
            text = day(entry.get(key))
        except Unusable:
            text = ""
        if len(text) != FULL_DATE:
            self.tell("followup.date", place, f"{key}: {entry.get(key)}"[:40], "2026-01-31")
            return None
        return text

    def score(self, entry: Mapping, place: str) -> Filled | None:
        when = self.date(entry, "date", place)
        score = find_score(str(entry.get("score") or ""), self.knowledge)
        if score is None:
            self.tell("score.unknown", place, str(entry.get("score") or "-"), ", ".join(self.knowledge.scores))
        if when is None or score is None:
            return None
        filled, problems = read_form(dict(entry) | {"score": score.id}, score, place)
        self.problems += problems
        return filled

    def laboratory(self, entry: Mapping, place: str) -> Laboratory | None:
        when = self.date(entry, "date", place)
        found = None if is_empty(entry.get("value")) else quantity(entry["value"])
        upper = None if is_empty(entry.get("upper")) else quantity(entry["upper"])
        if found is None or found.value < 0 or is_empty(entry.get("name")) or (upper is not None and upper.value <= 0):
            self.tell("followup.value", place, f"{entry.get('name')}: {entry.get('value')}"[:40], "{name: CK, value: 420, upper: 200}")
            return None
        if when is None:
            return None
        return Laboratory(
            date=when, name=str(entry["name"]), value=exact(found.value), unit=str(entry.get("unit") or ""),
            upper=exact(upper.value) if upper else None,
        )

    def image(self, entry: Mapping, place: str) -> Image | None:
        when = self.date(entry, "date", place)
        return None if when is None else Image(date=when, what=str(entry.get("what") or ""), result=str(entry.get("result") or ""))

    def treatment(self, entry: Mapping, place: str) -> Treatment | None:
        start = self.date(entry, "start", place)
        end = "" if is_empty(entry.get("end")) else self.date(entry, "end", place)
        if start is None or end is None:
            return None
        if end and end < start:
            self.tell("followup.dates", place, f"{start} > {end}")
            return None
        return Treatment(drug=str(entry.get("drug") or ""), start=start, end=end, dose=str(entry.get("dose") or ""))
