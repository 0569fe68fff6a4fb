"""Numbers of a table: "5,700" is decided by the other numbers of the file, and said."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from myotome.formats.enmg.headers import unit_of

SPACE = "[ \u00a0\u202f']"
NUMBER = re.compile(rf"(?P<sign>[<>≤≥~]?)\s*(?P<number>[-+−]?\d+(?:{SPACE}\d{{3}})*(?:[.,]\d+)*|[.,]\d+)\s*(?P<rest>.*)", re.S)
UNCLEAR = re.compile(r"[1-9]\d{0,2}([.,])\d{3}")
DECIMAL = re.compile(r"(?<![\d.,])(?:\d+([.,])(?:\d{1,2}|\d{4,})|0([.,])\d+)(?![\d.,])")
MARKS = re.compile(r"^[\s*↓↑HLhlb#()†]*$")


class Number(NamedTuple):
    """candidates: one value, or two where a mark may be decimal or part thousands (decimal first).
    decided: was such a mark decided by the file's other numbers? unit: of the cell itself."""

    candidates: tuple[float, ...]
    comparator: str
    unit: tuple[str, str, float] | None
    decided: bool = False


class Marks(NamedTuple):
    """Marks that stand as decimal sign somewhere in the file."""

    comma: bool
    point: bool


def marks_of(texts: Iterable[str]) -> Marks:
    """Which marks are decimal beyond doubt: "3,4" or "0.125", never "5,700".

    >>> marks_of(["5,700", "3.4"])
    Marks(comma=False, point=True)
    """
    seen: set[str] = set()
    for text in texts:
        for found in DECIMAL.finditer(text):
            seen.add(found[1] or found[2])
    return Marks("," in seen, "." in seen)


def number_of(text: str, marks: Marks) -> Number | None:
    """The number in a cell; None when the cell is none.

    >>> number_of("5,700", Marks(comma=False, point=True)).candidates
    (5700.0,)
    >>> number_of("41,5 ms", Marks(comma=True, point=False)).unit
    ('time', 'ms', 1.0)
    """
    found = NUMBER.fullmatch(text.strip())
    if found is None:
        return None
    rest = found["rest"].strip()
    unit = unit_of(rest.strip("*↓↑HL ")) if rest else None
    if rest and unit is None and not MARKS.match(rest):
        return None
    raw = re.sub(SPACE, "", found["number"]).replace("\u2212", "-")
    unclear = UNCLEAR.fullmatch(raw)
    comparator = found["sign"]
    if unclear is None:
        return Number((_plain(raw),), comparator, unit)
    decimal, thousand = float(raw.replace(",", ".")), float(re.sub("[.,]", "", raw))
    own, other = (marks.comma, marks.point) if unclear[1] == "," else (marks.point, marks.comma)
    if own:
        return Number((decimal,), comparator, unit, decided=True)
    if other:
        return Number((thousand,), comparator, unit, decided=True)
    return Number((decimal, thousand), comparator, unit)


def _plain(raw: str) -> float:
    last = max(raw.rfind(","), raw.rfind("."))
    if last < 0:
        return float(raw)
    same = raw.count(raw[last]) > 1
    return float(re.sub("[.,]", "", raw[:last]) + ("" if same else ".") + raw[last + 1 :])
