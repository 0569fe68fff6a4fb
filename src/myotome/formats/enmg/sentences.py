"""Values that a report states in a line of words, nerve by nerve:

"Nerf médian droit : latence distale 3,6 ms, amplitude 8,2 mV au poignet et 7,9 mV au coude, vitesse 55 m/s".

Only a line that names a nerve, a side and at least two values with their units is read.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from myotome.case import ConductionRow
from myotome.errors import Problem
from myotome.formats.enmg.headers import unit_of
from myotome.formats.enmg.headings import side_in
from myotome.formats.enmg.numbers import Marks, number_of
from myotome.formats.enmg.places import nerve_in, order_of, place_in
from myotome.formats.enmg.settings import longest, table_settings
from myotome.formats.rows import impossible
from myotome.formats.settings import settings
from myotome.knowledge.names import plain
from myotome.terms import Level

VALUE = re.compile(r"(?P<number>\d+(?:[.,]\d+)?)\s*(?P<unit>m/s(?:ec)?|mV[.·x ]?ms|ms|[mµμu]V|%)(?![\w/])")
LEAST = 2  # values that make a line one of a report


class Stated(NamedTuple):
    """A value with the words before and behind it, up to the neighbouring values."""

    value: float
    quantity: str
    before: str
    behind: str


def states_values(text: str) -> bool:
    """Do so many values with units stand in the line?"""
    return sum(1 for _ in VALUE.finditer(text)) >= LEAST


def sentence_rows(text: str, number: int, place: str, marks: Marks, *, study: str) -> tuple[list[ConductionRow], list[Problem]]:
    """Rows of one line; none when it is no such line. study: of the heading above, "" when unknown."""
    head = text[: VALUE.search(text).start()] if VALUE.search(text) else ""
    nerve = nerve_in(head)[0] if head else ""
    side = side_in(re.split(r"[:,;]", head)[0]) if nerve else ""
    values = _values(text, marks)
    if not nerve or not side or len(values) < LEAST:
        return [], []
    known = table_settings()
    sensory = study == "sensory" or nerve in known.sensory_only or any(v.quantity == "amplitude_uv" for v in values)
    if sensory:
        nerve = known.sensory_names.get(nerve, nerve)
    problems: list[Problem] = []
    by_site: dict[str, dict[str, Any]] = {}
    ends = known.usual_sites.get(nerve, ("", ""))
    last = ""
    for one in values:
        if not settings().ranges[one.quantity][0] <= one.value <= settings().ranges[one.quantity][1]:
            problems.append(impossible(one.value, one.quantity, f"{one.value:g}", place, Level.WARNING))
            continue
        last = _site(one, nerve, last) if one.quantity in ("amplitude_mv", "area_mvms", "duration_ms") else last
        site = "" if sensory else last or ends[0]
        if one.quantity == "velocity_ms" and not sensory:
            site = next((s for s in reversed(by_site) if s != ends[0] and s in order_of(nerve)), ends[1])
        elif one.quantity in ("latency_ms", "f_min_ms", "f_persistence") and not sensory:
            site = _site(one, nerve, "") or ends[0]
        by_site.setdefault(site, {}).setdefault(one.quantity, one.value)
    rows = [
        ConductionRow(side=side, nerve=nerve, study="sensory" if sensory else "motor", stimulation=site or None, row=number, **found)
        for site, found in by_site.items()
    ]
    return rows, problems


def _values(text: str, marks: Marks) -> list[Stated]:
    found = []
    matches = list(VALUE.finditer(text))
    for n, match in enumerate(matches):
        start = matches[n - 1].end() if n else 0
        stop = matches[n + 1].start() if n + 1 < len(matches) else len(text)
        before, behind = text[start : match.start()], text[match.end() : stop]
        number, unit = number_of(match["number"], marks), unit_of(match["unit"])
        quantity = _quantity(before, unit, match["unit"], found)
        if number is not None and quantity and len(number.candidates) == 1:
            found.append(Stated(number.candidates[0], quantity, before, re.split(r"[,;]", behind)[0]))
    return found


def _quantity(before: str, unit: tuple[str, str, float] | None, written: str, found: list[Stated]) -> str:
    """What a value is of, by the words before it and its unit."""
    measure = unit[0] if unit else ""
    if measure == "velocity":
        return "velocity_ms"
    if measure == "area":
        return "area_mvms"
    if measure == "amplitude":
        return "amplitude_mv" if written.startswith("m") else "amplitude_uv"
    spoken = longest(plain(before), table_settings().columns["conduction"])
    role = spoken[1] if spoken else ""
    wanted = {"time": ("latency_ms", "peak_latency_ms", "duration_ms", "f_min_ms", "f_mean_ms", "f_max_ms", "f_dispersion_ms"), "percent": ("f_persistence",)}
    return role if role in wanted.get(measure, ()) else ""


def _site(one: Stated, nerve: str, last: str) -> str:
    """The place named behind the value ("8,2 mV au poignet"), else just before it ("au coude : 7,9 mV")."""
    for words in (one.behind, one.before):
        station = place_in(re.sub(r"^\W*(?:et|puis|and|then)\b", "", words).strip(" :,;()-"), nerve).station
        if station and station in order_of(nerve):
            return station
    return last
