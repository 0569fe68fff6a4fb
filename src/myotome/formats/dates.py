"""Dates that a file states of itself: in its name, or in a line of its head. Never a birth date."""

from __future__ import annotations

import re
from datetime import date

from myotome.formats.settings import settings
from myotome.knowledge.names import plain

ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
NUMERIC = re.compile(r"(?<!\d)(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?!\d)")
WORDED = re.compile(r"(?<!\d)(\d{1,2})(?:er|st|nd|rd|th)?\s+([^\W\d_]+)\.?,?\s+(\d{4})(?!\d)")
PARTIAL = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2]))?")


def _iso(year: str, month: int, day: str) -> str:
    try:
        return date(int(year), month, int(day)).isoformat()
    except ValueError:
        return ""


def iso_date(text: str) -> str:
    """The first date in a text as ISO, day before month as Europeans write; "" if there is none.

    >>> iso_date("le 3/11/2021"), iso_date("12 août 2020"), iso_date("31/02/2020")
    ('2021-11-03', '2020-08-12', '')
    """
    found = ISO.search(text)
    if found:
        return _iso(found[1], int(found[2]), found[3])
    found = NUMERIC.search(text)
    if found:
        return _iso(found[3], int(found[2]), found[1])
    found = WORDED.search(text)
    if found:
        for months in settings().months.values():
            names = [plain(m) for m in months]
            if plain(found[2]) in names:
                return _iso(found[3], names.index(plain(found[2])) + 1, found[1])
    return ""


def cell_date(text: str) -> str:
    """A date cell: a whole date, or a year or month as ISO; "" when it is none of these."""
    text = text.strip()
    return text if PARTIAL.fullmatch(text) else iso_date(text)


def document_date(name: str, text: str) -> str:
    """ISO date of a document, "" when it states none.

    >>> document_date("2021-03-05-note.txt", ""), document_date("note.txt", "Né le 3/4/1960")
    ('2021-03-05', '')
    """
    found = ISO.search(name)
    if found:
        return _iso(found[1], int(found[2]), found[3])
    words = {plain(w) for words in settings().date_words.values() for w in words}
    lines = [line for line in text[:4000].splitlines() if line.strip()][: settings().date_lines]
    for line in lines:
        stated = iso_date(line)
        head = plain(re.split(r"\d", line, maxsplit=1)[0])
        place, _, last = head.rpartition(" ")
        if stated and (head in words or (last in words and len(place.split()) == 1 and "," in line)):
            return stated
    return ""
