"""iCalendar (RFC 5545) files of all-day events: tapers and checks that are due."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

LONGEST = 75  # octets of a line (RFC 5545, 3.1)
BREAK = "\r\n"


class Event(NamedTuple):
    """From ``first`` to ``last``, both included. day: of the course, tells equal events apart."""

    first: date
    last: date
    title: str
    text: str = ""


def calendar(events: Iterable[Event], name: str) -> bytes:
    """The file. The same events give the same bytes: stamps are the first event's day.

    >>> event = Event(date(2026, 1, 5), date(2026, 1, 19), "32 mg")
    >>> calendar([event], "taper").decode().splitlines()[8:10]
    ['DTSTART;VALUE=DATE:20260105', 'DTEND;VALUE=DATE:20260120']
    """
    events = list(events)
    stamp = min((e.first for e in events), default=date(1970, 1, 1)).strftime("%Y%m%dT000000Z")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Myotome//Myotome//FR", "CALSCALE:GREGORIAN", f"X-WR-CALNAME:{_escaped(name)}"]
    for event in events:
        end = event.last + timedelta(days=1)  # DTEND is the first day that is no longer part of it
        key = f"{event.first.isoformat()} {end.isoformat()} {event.title} {event.text}"
        lines += [
            "BEGIN:VEVENT", f"UID:{hashlib.sha256(key.encode()).hexdigest()[:24]}@myotome", f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{event.first:%Y%m%d}", f"DTEND;VALUE=DATE:{end:%Y%m%d}",
            f"SUMMARY:{_escaped(event.title)}",
        ]
        if event.text:
            lines.append(f"DESCRIPTION:{_escaped(event.text)}")
        lines += ["TRANSP:TRANSPARENT", "END:VEVENT"]
    return BREAK.join([*map(_folded, lines), "END:VCALENDAR", ""]).encode()


def _escaped(text: str) -> str:
    for mark in "\\;,":
        text = text.replace(mark, f"\\{mark}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> str:
    """Lines of at most 75 octets, never cut within a character."""
    parts, current = [], ""
    for character in line:
        if len((current + character).encode()) > LONGEST:
            parts.append(current)
            current = " "
        current += character
    return BREAK.join([*parts, current])
