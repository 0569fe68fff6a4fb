"""Exports of trial registries: ClinicalTrials.gov JSON (API version 2), WHO ICTRP and CTIS CSV.

ClinicalTrials.gov: an object with ``studies``, a list of studies, or one study; fields of its
``protocolSection``. CSV: by the names of columns in ``knowledge/words/trials.yaml``; a column that
is missing leaves its field empty. Nothing is fetched: the user gives the file.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from myotome.errors import MyotomeError, Problem
from myotome.formats.plain import decode
from myotome.formats.trouble import refuse, trouble
from myotome.knowledge.names import plain
from myotome.knowledge.store import Knowledge
from myotome.terms import Level

AGE = re.compile(r"(\d{1,3})\s*([a-z]*)")
PER_YEAR = {"y": 1, "m": 12, "w": 52, "d": 365}
BULLET = re.compile(r"^\s*(?:[-*•–·o]\s+|\(?\d{1,2}[.)]\s+|\(?[a-z][.)]\s+)")


class TrialRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One trial as registered. Ages in years (``age_max`` inclusive). Dates as the registry writes
    them. place: where in the file, for messages."""

    id: str
    title: str
    registry: str
    status: str = ""
    conditions: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    phases: str = ""
    sex: str = ""
    age_min: float | None = None
    age_max: float | None = None
    inclusion: tuple[str, ...] = ()
    exclusion: tuple[str, ...] = ()
    updated: str = ""
    exported: str = ""
    url: str = ""
    place: str = ""


def read_registry(
    data: bytes, name: str, knowledge: Knowledge
) -> tuple[list[TrialRecord], list[Problem]]:
    """The trials of an export, and what could not be used.

    Raises MyotomeError when the file is no such export or holds no trial.
    """
    text, problems = decode(data, name)
    words = knowledge.words["trials"]
    start = text.lstrip("\ufeff \t\r\n")[:1]
    if not start:
        raise refuse("format.empty", name)
    found = _json(text, name, words) if start in "{[" else _csv(text, name, words)
    records = []
    for record in found:
        if isinstance(record, Problem):
            problems.append(record)
        else:
            records.append(record)
    if not records:
        raise MyotomeError(*problems, trouble("registry.none", name, level=Level.FATAL))
    return records, problems


def lines_of(text: str) -> tuple[str, ...]:
    """The criteria of a block, one each, without their bullets.

    >>> lines_of("* Age 18 or over\\n* Able to walk\\n\\n  10 metres")
    ('Age 18 or over', 'Able to walk 10 metres')
    """
    found: list[str] = []
    for raw in re.split(r"\n|<br\s*/?>|(?<=[.;])\s+(?=\d{1,2}[.)]\s)", text):
        line = raw.strip()
        if not line:
            continue
        bare = BULLET.sub("", line, count=1).strip()
        bulleted = bare != line
        if found and not bulleted and raw[:1] in " \t" and not found[-1].endswith((".", ";", ":")):
            found[-1] = f"{found[-1]} {line}"
        elif bare:
            found.append(bare)
    return tuple(found)


def split_eligibility(text: str, words: Mapping[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Inclusion and exclusion lines of one block with headings; without headings all is inclusion."""
    parts: dict[str, list[str]] = {"inclusion": [], "exclusion": []}
    now = "inclusion"
    for raw in text.splitlines():
        head = plain(raw)
        heading = next((k for k in parts if head in words["headings"][k]), None)
        if heading:
            now = heading
        else:
            parts[now].append(raw)
    return lines_of("\n".join(parts["inclusion"])), lines_of("\n".join(parts["exclusion"]))


def years(text: str) -> float | None:
    """"18 Years", "6 Months", "18Y", "No limit" (none).

    >>> years("6 Months"), years("N/A")
    (0.5, None)
    """
    match = AGE.search(text.casefold())
    if not match:
        return None
    return int(match[1]) / PER_YEAR.get(match[2][:1] or "y", 1)


def _json(text: str, name: str, words: Mapping[str, Any]) -> Iterator[TrialRecord | Problem]:
    try:
        raw = json.loads(text.lstrip("\ufeff"))
    except json.JSONDecodeError as error:
        raise refuse("registry.damaged", f"{name}, line {error.lineno}", error.msg) from error
    except RecursionError as error:
        raise refuse("registry.damaged", name, "[[[[ ...") from error
    studies = raw.get("studies", [raw]) if isinstance(raw, dict) else raw
    for number, study in enumerate(studies if isinstance(studies, list) else [], 1):
        place = f"{name}, study {number}"
        section = study.get("protocolSection") if isinstance(study, dict) else None
        if not isinstance(section, dict):
            yield trouble("registry.no_protocol", place)
            continue
        yield _study(section, place, words)


def _study(section: dict[str, Any], place: str, words: Mapping[str, Any]) -> TrialRecord | Problem:
    def at(module: str, *path: str) -> Any:
        value: Any = section.get(f"{module}Module")
        for key in path:
            value = value.get(key) if isinstance(value, dict) else None
        return value

    trial = at("identification", "nctId")
    if not isinstance(trial, str):
        return trouble("registry.no_id", place)
    inclusion, exclusion = split_eligibility(str(at("eligibility", "eligibilityCriteria") or ""), words)
    locations = at("contactsLocations", "locations") or []
    countries = [spot.get("country", "") for spot in locations if isinstance(spot, dict)]
    return TrialRecord(
        id=trial, registry="ClinicalTrials.gov",
        title=str(at("identification", "briefTitle") or at("identification", "officialTitle") or trial),
        status=str(at("status", "overallStatus") or ""),
        conditions=tuple(map(str, at("conditions", "conditions") or ())),
        countries=tuple(dict.fromkeys(filter(None, countries))),
        phases=", ".join(map(str, at("design", "phases") or ())),
        sex=_sex(str(at("eligibility", "sex") or ""), words),
        age_min=years(str(at("eligibility", "minimumAge") or "")),
        age_max=years(str(at("eligibility", "maximumAge") or "")),
        inclusion=inclusion, exclusion=exclusion,
        updated=str(at("status", "lastUpdatePostDateStruct", "date") or ""),
        url=f"clinicaltrials.gov/study/{trial}", place=place,
    )


def _csv(text: str, name: str, words: Mapping[str, Any]) -> Iterator[TrialRecord | Problem]:
    try:
        dialect = csv.Sniffer().sniff(text[:4096], delimiters=",;\t")
    except csv.Error:
        dialect = csv.excel  # type: ignore[assignment]
    rows = csv.reader(io.StringIO(text.lstrip("\ufeff")), dialect)
    header = [cell.strip() for cell in next(rows, [])]
    places = {
        field: header.index(column)
        for field, columns in words["columns"].items()
        for column in reversed(columns) if column in header
    }
    if "id" not in places or "title" not in places:
        raise refuse("registry.unknown_header", name, mend=", ".join(words["columns"]["id"] + words["columns"]["title"]))
    for number, cells in enumerate(rows, 2):
        if not any(cells):
            continue
        row = {f: cells[i].strip() if i < len(cells) else "" for f, i in places.items()}
        place = f"{name}, row {number}"
        if not row["id"]:
            yield trouble("registry.no_id", place)
            continue
        yield _row(row, place, "TrialID" in header, words)


def _row(row: dict[str, str], place: str, ictrp: bool, words: Mapping[str, Any]) -> TrialRecord:
    low, high = years(row.get("age_min", "")), years(row.get("age_max", ""))
    groups = [words["age_groups"][g] for g in words["age_groups"] if g in row.get("age_group", "").casefold()]
    if groups:
        low, high = min(g[0] for g in groups), max(g[1] for g in groups) - 1
    return TrialRecord(
        id=row["id"], title=row["title"], registry=row.get("registry") or ("WHO ICTRP" if ictrp else "CTIS"),
        status=row.get("status", ""), conditions=_parts(row.get("conditions", "")),
        countries=_parts(row.get("countries", "")), phases=row.get("phases", ""),
        sex=_sex(row.get("sex", ""), words), age_min=low, age_max=high,
        inclusion=_without_heading(row.get("inclusion", ""), "inclusion", words),
        exclusion=_without_heading(row.get("exclusion", ""), "exclusion", words),
        updated=row.get("updated", ""), exported=row.get("exported", ""), url=row.get("url", ""), place=place,
    )


def _without_heading(text: str, kind: str, words: Mapping[str, Any]) -> tuple[str, ...]:
    """The lines of a cell, without a heading that stands alone or before a colon."""
    lines = list(lines_of(text))
    for number, line in enumerate(lines):
        head, mark, rest = line.partition(":")
        if plain(head) in words["headings"][kind]:
            lines[number] = rest.strip() if mark else ""
    return tuple(line for line in lines if line)


def _parts(text: str) -> tuple[str, ...]:
    return tuple(p.strip() for p in re.split(r"[;|\n]|<br\s*/?>", text) if p.strip())


def _sex(text: str, words: Mapping[str, Any]) -> str:
    """"female", "male", or empty for both and for what is not said."""
    return words["sexes"].get(text.casefold().strip(), "")
