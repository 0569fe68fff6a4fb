"""Wordings that stand for several: "(se lever|sortir) (du lit|du fauteuil)" says once what would take four lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

CHOICE = re.compile(r"\(([^()]*\|[^()]*)\)")  # without a bar, brackets are the wording's own ("25(OH)D")


def alternatives(wording: str) -> Iterator[str]:
    """Every wording that one with choices in brackets stands for; a choice may be nothing.

    >>> list(alternatives("latence (très|) allongée"))
    ['latence très allongée', 'latence allongée']
    """
    if "|" not in wording:
        yield wording
        return
    parts = CHOICE.split(wording)  # what stands between the choices at even places, the choices at odd ones
    for chosen in product(*(part.split("|") if n % 2 else (part,) for n, part in enumerate(parts))):
        yield " ".join("".join(chosen).split())
