"""What is typed in a cell or field becomes a number, a fixed value, a date; or is named as unusable.

Numbers take a decimal point or comma ("5,7"), spaces between thousands, and a comparator ("<5").
"""

from __future__ import annotations

import re
from datetime import date
from math import isfinite
from typing import Any, NamedTuple

from myotome.formats.dates import cell_date
from myotome.formats.settings import settings
from myotome.knowledge.names import plain

NUMBER = re.compile(r"[+-]?(?:\d+(?:[ \u00a0\u202f']\d{3})*(?:[.,]\d+)*|[.,]\d+)(?:[eE][+-]?\d+)?")

INTERVAL = re.compile(r"(\.\.|\d{4}(?:-\d\d){0,2})/(\.\.|\d{4}(?:-\d\d){0,2})")
OPEN = ".."

UNCLEAR = re.compile(r"[1-9]\d{0,2},\d{3}")


class Unusable(ValueError):
    """A cell that cannot be used. expected: what may stand there."""

    def __init__(self, expected: str, impossible: bool = False) -> None:
        super().__init__(expected)
        self.expected = expected
        self.impossible = impossible


class Quantity(NamedTuple):
    """A number with its comparator ("" when none). times: it counts upper limits ("12N")."""

    value: float
    comparator: str = ""
    times: bool = False


def _number(text: str) -> float | None:
    """
    >>> _number("5,7"), _number("12 000"), _number("1.234,5"), _number("abc")
    (5.7, 12000.0, 1234.5, None)
    """
    if not NUMBER.fullmatch(text):
        return None
    text = re.sub(r"[ \u00a0\u202f']", "", text)
    last = max(text.rfind(","), text.rfind("."))
    if last >= 0:
        whole = text[:last].replace(",", "").replace(".", "")
        same = text.count(text[last]) > 1  # "1.234.567": marks between thousands only
        text = whole + ("" if same else ".") + text[last + 1 :]
    value = float(text)
    return value if isfinite(value) else None


def quantity(raw: Any) -> Quantity | None:
    """A number, or None when the cell is none. Raises Unusable for "12,000": twelve or thousands?

    >>> quantity("< 0,5"), quantity("12N"), quantity("positif")
    (Quantity(value=0.5, comparator='<', times=False), Quantity(value=12.0, comparator='', times=True), None)
    """
    if isinstance(raw, bool):
        return None
    if isinstance(raw, int | float):
        return Quantity(float(raw)) if isfinite(raw) else None
    comparator, text = _comparator(str(raw).strip())
    bare, times = _bare(text)
    if UNCLEAR.fullmatch(bare):
        raise Unusable(f"{bare.replace(',', '')}, {bare.replace(',', '.')}")
    value = _number(bare)
    return None if value is None else Quantity(value, comparator, times)


def _comparator(text: str) -> tuple[str, str]:
    """A leading comparator ("" if none), and what follows it."""
    signs = [(word, sign) for sign, words in settings().comparators.items() for word in words]
    for word, sign in sorted(signs, key=lambda pair: -len(pair[0])):
        if text.startswith(word):
            return sign, text[len(word) :].strip()
    return "", text


def _bare(text: str) -> tuple[str, bool]:
    """The text without a mark for "times the upper limit", and whether there was one."""
    for word in sorted(settings().times_upper, key=len, reverse=True):
        if text.casefold().endswith(word):
            return text[: -len(word)].strip(), True
    return text, False


def number(raw: Any, name: str) -> float:
    """The number of field ``name`` within its range; raises Unusable otherwise."""
    known = settings().ranges.get(name)
    if known and isinstance(raw, str) and UNCLEAR.fullmatch(raw.strip()):
        found = Quantity(float(raw.replace(",", ".")))  # no measure of a range reaches thousands
    else:
        found = quantity(raw)
    expected = settings().range_text(name) if known else "0.5"
    if found is None or found.comparator or found.times:
        raise Unusable(expected)
    if known and not known[0] <= found.value <= known[1]:
        raise Unusable(expected, impossible=True)
    return found.value


def fixed(raw: Any, name: str) -> str:
    """One of the fixed values of field ``name``; raises Unusable with those that may stand there."""
    found = settings().fixed(name, str(raw))
    if found is None:
        raise Unusable(", ".join(settings().values[name]))
    return found


def boolean(raw: Any) -> bool:
    """Yes or no in either language; raises Unusable."""
    return raw if isinstance(raw, bool) else fixed(raw, "boolean") == "true"


def day(raw: Any) -> str:
    """ISO date, year or month; raises Unusable."""
    found = raw.isoformat()[:10] if isinstance(raw, date) else cell_date(str(raw))
    if not found:
        raise Unusable("2024-05-31")
    return found


def interval(raw: Any) -> str:
    """A date, or two ISO dates parted by a slash of which one may be open ("2012/2015", "2017/..", "../2015"); raises Unusable.

    >>> interval("2017/.."), interval("12/03/2019")
    ('2017/..', '2019-03-12')
    """
    bounds = INTERVAL.fullmatch(raw.strip()) if isinstance(raw, str) else None
    if bounds is None:
        return day(raw)
    ends = [end if end == OPEN else day(end) for end in bounds.groups()]
    if ends == [OPEN, OPEN] or OPEN not in ends and ends[0] > ends[1]:
        raise Unusable("2012/2015")
    return "/".join(ends)


def is_empty(raw: Any) -> bool:
    """Nothing stands there."""
    return raw is None or (isinstance(raw, str) and not raw.strip())


def says_nothing(raw: Any) -> bool:
    """A word for "not documented" in the place of a number."""
    return isinstance(raw, str) and plain(raw) in {plain(w) for w in settings().empty_cells}


def says_absent(raw: Any) -> bool:
    """A word for "looked for and absent" in the place of a number."""
    return isinstance(raw, str) and plain(raw) in {plain(w) for w in settings().absent_cells}
