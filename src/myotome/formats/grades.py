"""MRC grades as people write them: "M3-4", "4+", "4-/5"."""

from __future__ import annotations

import re
from typing import Any

from myotome.case import Grade
from myotome.formats.cells import Unusable
from myotome.formats.settings import settings

WRITTEN = re.compile(r"(?:mrc|m)?\s*(\d+)([+-])?(?:\s*[-–]\s*m?\s*(\d+)([+-])?)?(?:\s*/\s*5)?", re.IGNORECASE)


def mrc_grade(raw: Any) -> Grade:
    """The grade with its range; raises Unusable for anything else, impossible above 5.

    >>> mrc_grade("M3-4")
    Grade(scale='mrc', low=3.0, high=4.0, text='M3-4')
    """
    scale = settings().muscle_form.mrc.scale
    low, high = settings().ranges[scale]
    expected = settings().range_text(scale)
    text = f"{raw:g}" if isinstance(raw, int | float) and not isinstance(raw, bool) else str(raw).strip()
    found = WRITTEN.fullmatch(text)
    if not found:
        raise Unusable(expected, impossible=isinstance(raw, int | float) and not isinstance(raw, bool))
    first = _value(found[1], found[2])
    last = _value(found[3], found[4]) if found[3] else first
    if not (low <= first <= high and low <= last <= high):
        raise Unusable(expected, impossible=True)
    return Grade(scale=scale, low=min(first, last), high=max(first, last), text=text)


def _value(digits: str, sign: str | None) -> float:
    steps = settings().mrc_steps
    value = float(digits)
    if sign == "+":
        value += steps["plus"]
    elif sign == "-":
        value -= steps["minus"]
    return round(value, 2)
