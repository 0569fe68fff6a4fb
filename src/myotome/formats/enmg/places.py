"""What a row's own labels say: side, nerve, place of stimulation, segment, recording."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from myotome.formats.enmg.settings import (
    muscle_of,
    nerve_of,
    shortened,
    station_of,
    table_settings,
)
from myotome.knowledge import load
from myotome.knowledge.names import plain

NUMBERED = re.compile(r"^\s*\d+\s*[.)]\s*")


class Place(NamedTuple):
    """station: of the stimulation, proximal end of a segment; "" when it is no station. segment:
    (distal, proximal) when two stations are named. words: as written. recording: named behind."""

    station: str = ""
    segment: tuple[str, ...] = ()
    recording: str = ""
    words: str = ""


def order_of(nerve: str) -> tuple[str, ...]:
    """Stations of a nerve, distal first; of no known nerve: all."""
    sites = load().settings["conduction_sites"]
    path = sites["nerves"].get(sites["same_nerve"].get(nerve, nerve))
    return tuple(path["stations"]) if path else tuple(s["id"] for s in sites["stations"])


def place_in(text: str, nerve: str) -> Place:
    """The place of stimulation in a label.

    >>> place_in("1. Poignet", "median").station, place_in("Coude - poignet", "median").segment
    ('wrist', ('wrist', 'elbow'))
    """
    text = NUMBERED.sub("", text).strip()
    if not text:
        return Place()
    whole = _exact(text)
    if whole:
        return Place(station=whole, words=text)
    halves = [(one, _station(one, nerve), two, _station(two, nerve)) for one, two in _halves(text)]
    order = order_of(nerve)
    for exact in (True, False):
        for one, first, two, second in halves:
            whole = _exact(one) and _exact(two)
            if first in order and second in order and first != second and (whole or not exact):
                ends = tuple(sorted((first, second), key=order.index))
                return Place(station=ends[1], segment=ends, words=text)
    for one, first, two, second in halves:
        if bool(first) != bool(second):
            return Place(station=first or second, recording=two if first else one, words=text)
    return Place(station=_station(text, nerve), words=text)


def _exact(text: str) -> str:
    """A station whose name is the whole text: "sous-coude" is no segment."""
    folded = plain(text)
    known = table_settings().folded["station_words"].get(folded)
    if known:
        return known
    found = station_of(text)
    if found is None:
        return ""
    names = next(s for s in load().settings["conduction_sites"]["stations"] if s["id"] == found)
    spoken = {plain(found), *(plain(n) for n in names["names"].values()), *(plain(w) for ws in (names.get("words") or {}).values() for w in ws)}
    return found if folded in spoken else ""


@lru_cache(maxsize=1)
def _between() -> re.Pattern[str]:
    """What may stand between the two ends of a segment: a dash, an arrow, one of ``between_words``."""
    words = "|".join(map(re.escape, table_settings().between_words))
    return re.compile(rf"\s*[–—→>/]\s*|\s+-\s+|-|\s+(?:{words})\s+")


def _halves(text: str) -> list[tuple[str, str]]:
    """The text parted in two at each dash; a dash between spaces first."""
    marks = sorted(_between().finditer(text), key=lambda m: not m[0].startswith(" "))
    return [(text[: m.start()].strip(), text[m.end() :].strip()) for m in marks if m.start() and m.end() < len(text)]


def _station(text: str, nerve: str) -> str:
    exact = _exact(text)
    if exact:
        return exact
    if muscle_of(text):
        return ""
    found = station_of(text) or shortened(text, "stimulation") or ""
    return found if not found or found in order_of(nerve) or not nerve else ""


def nerve_in(text: str) -> tuple[str, str]:
    """Nerve id in a label, and what is left of the label without it ("" for none)."""
    nerve = nerve_of(text)
    if nerve is None:
        short = shortened(text, "nerve")
        return (short, "") if short else ("", text)
    tokens = text.split()
    for length in range(len(tokens), 0, -1):
        for start in range(len(tokens) - length + 1):
            if nerve_of(" ".join(tokens[start : start + length])) == nerve and length <= _least(tokens, start, nerve):
                rest = tokens[:start] + tokens[start + length :]
                return nerve, " ".join(rest)
    return nerve, ""


def _least(tokens: list[str], start: int, nerve: str) -> int:
    """The fewest tokens from ``start`` that still name the nerve."""
    for length in range(1, len(tokens) - start + 1):
        if nerve_of(" ".join(tokens[start : start + length])) == nerve:
            return length
    return 0
