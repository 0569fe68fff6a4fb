"""Dates written out in a note: "le 12/03/2019", "mars 2019", "du 3 au 10 mai 2020"; and dates moved by a duration.

A date is ISO 8601, as exact as it was written ("2019-03-12", "2019-03", "2019"; "--03" for a month whose year is not said), day before
month as Europeans write. Durations are those of ISO 8601 ("P16Y", "-P2M", "PT48H").
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from myotome.text.tokens.fold import Token

DURATION = re.compile(r"(-?)P(T?)(\d+)([YMWDH])")
DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
FIRST_YEAR, LAST_YEAR = 1900, 2100
MONTHS, LAST_DAY = 12, 31
DAYS = {"D": 1.0, "W": 7.0, "H": 1 / 24}
SLASHES = frozenset("/.-")


class DateWords(NamedTuple):
    """months: folded name -> number. capital: months that are other words without their capital ("may"). ordinals: "er", "th"."""

    months: dict[str, int]
    capital: frozenset[str]
    ordinals: frozenset[str]

    def month(self, token: Token) -> int | None:
        number = self.months.get(token.stem)
        return None if number is None or token.stem in self.capital and not token.raw[0].isupper() else number


class Written(NamedTuple):
    """A date and the tokens that say it."""

    date: str
    first: int
    last: int


def year_of(raw: str) -> int | None:
    """The year that four figures may be."""
    if len(raw) == 4 and raw.isdecimal() and FIRST_YEAR <= int(raw) <= LAST_YEAR:
        return int(raw)
    return None


def whole(year: int, month: int, day: int) -> str:
    """ISO date; "" when there is no such day."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def written_at(tokens: list[Token], i: int, begin: int, end: int, words: DateWords) -> Written | None:
    """The date whose year, or whose month without a year, stands at ``i`` among tokens[begin:end]; None for none."""
    raw = tokens[i].raw
    dotted = DOTTED.fullmatch(raw)
    if dotted:
        return _checked(whole(int(dotted[3]), int(dotted[2]), int(dotted[1])), i, i)
    year = year_of(raw)
    if year is not None:
        return _with_year(tokens, i, begin, end, year, words)
    month = words.month(tokens[i])
    if month is None or _has_year(tokens, i, end, words):
        return None
    first, day = _day(tokens, i, begin, words)
    return Written(f"--{month:02}-{day:02}" if day else f"--{month:02}", first, i)


def _checked(iso: str, first: int, last: int) -> Written | None:
    return Written(iso, first, last) if iso else None


def _has_year(tokens: list[Token], i: int, end: int, words: DateWords) -> bool:
    """Does a year follow the month at ``i`` ("mars 2019", "March 12, 2019")?"""
    for k in range(i + 1, min(i + 5, end)):
        if year_of(tokens[k].raw) is not None:
            return True
        if not (tokens[k].raw in ",." or tokens[k].raw.isdecimal() or tokens[k].stem in words.ordinals):
            return False
    return False


def _with_year(tokens: list[Token], i: int, begin: int, end: int, year: int, words: DateWords) -> Written | None:
    numeric = _numeric(tokens, i, begin, year)
    if numeric is not None:
        return numeric if numeric.date else None
    if i + 4 < end and tokens[i + 1].raw == tokens[i + 3].raw == "-" and tokens[i + 1].start == tokens[i].end:
        month, day = tokens[i + 2].raw, tokens[i + 4].raw
        if month.isdecimal() and day.isdecimal():
            return _checked(whole(year, int(month), int(day)), i, i + 4)
    k = i - 1
    while k >= begin and (tokens[k].raw in ",." or tokens[k].stem in words.ordinals):
        k -= 1
    if k > begin and tokens[k].raw.isdecimal() and words.month(tokens[k - 1]):  # "March 12, 2019"
        return _checked(whole(year, words.month(tokens[k - 1]) or 0, int(tokens[k].raw)), k - 1, i)
    named = words.month(tokens[k]) if k >= begin and tokens[i - 1].raw != "," else None
    if named is None:
        return Written(str(year), i, i)
    first, number = _day(tokens, k, begin, words)
    if not number:
        return Written(f"{year}-{named:02}", k, i)
    return _checked(whole(year, named, number), first, i)


def _numeric(tokens: list[Token], i: int, begin: int, year: int) -> Written | None:
    """"12/03/2019", "03/2019" with its year at ``i``; an empty date for a day that there is not; None for another form."""
    if i - 2 < begin or tokens[i - 1].raw not in SLASHES or tokens[i - 1].start != tokens[i - 2].end or not tokens[i - 2].raw.isdecimal():
        return None
    month = int(tokens[i - 2].raw)
    if i - 4 >= begin and tokens[i - 3].raw == tokens[i - 1].raw and tokens[i - 4].raw.isdecimal() and tokens[i - 3].start == tokens[i - 4].end:
        return Written(whole(year, month, int(tokens[i - 4].raw)), i - 4, i)
    if tokens[i - 1].raw == "/" and 1 <= month <= MONTHS:
        return Written(f"{year}-{month:02}", i - 2, i)
    return None


def _day(tokens: list[Token], month: int, begin: int, words: DateWords) -> tuple[int, int]:
    """Place and number of the day before a month ("12 mars", "1er avril"); the month's own place and 0 when there is none."""
    k = month - 1
    if k >= begin and tokens[k].stem in words.ordinals:
        k -= 1
    if k >= begin and tokens[k].raw.isdecimal() and 1 <= int(tokens[k].raw) <= LAST_DAY:
        return k, int(tokens[k].raw)
    return month, 0


def shifted(day: str, offset: str) -> str:
    """``day`` moved by ``offset``, no more exact than either: months and years give a month. "" when ``day`` is too coarse
    for the offset, or the result is no date.

    >>> shifted("2019-03-12", "P6M"), shifted("2009", "P2Y"), shifted("2009", "P3W")
    ('2019-09', '2011', '')
    """
    said = DURATION.fullmatch(offset)
    if said is None or day.startswith("-"):
        return ""
    count, unit = int(said[1] + said[3]), said[4]
    parts = [int(p) for p in day.split("-")]
    if unit in DAYS:
        return _days_on(parts, round(count * DAYS[unit]))
    if unit == "M" and len(parts) == 1 and count % MONTHS:
        return ""
    year, month = divmod(parts[0] * MONTHS + (parts[1] if len(parts) > 1 else 1) - 1 + count * (MONTHS if unit == "Y" else 1), MONTHS)
    if not 1 <= year <= date.max.year:
        return ""
    return f"{year:04}" if len(parts) == 1 else f"{year:04}-{month + 1:02}"


def _days_on(parts: list[int], days: int) -> str:
    if len(parts) != len(("year", "month", "day")):
        return ""
    try:
        return (date(*parts) + timedelta(days=days)).isoformat()
    except (OverflowError, ValueError):
        return ""


def end_of(day: str) -> str:
    """The last day that a date or interval names; of an open one, the day that it begins."""
    first, mark, last = day.partition("/")
    return last if mark and last != ".." else first


def next_after(month_day: str, told: str) -> str:
    """A month or day without its year, as the first one not before ``told`` in a story told in order.

    >>> next_after("--01", "2018-11"), next_after("--03-12", "2019")
    ('2019-01', '2019-03-12')
    """
    if not told:
        return ""
    year, rest = int(told[:4]), month_day[2:]
    if len(told) > 4 and rest[:2] < told[5:7]:
        year += 1
    if len(rest) == 2:
        return f"{year}-{rest}"
    return whole(year, int(rest[:2]), int(rest[3:]))
