"""Small YAML or JSON files that a person fills in (score forms, follow-ups), and a site's conversion table."""

from __future__ import annotations

import csv
import io
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

from myotome.formats.cells import Unusable, quantity
from myotome.formats.plain import decode
from myotome.formats.structured import NotACase, parse
from myotome.formats.trouble import refuse
from myotome.units import exact

STDIN = "-"
MOST = 1_000_000  # bytes; no form is larger


def read_text(name: str) -> tuple[str, str]:
    """Text of a small file ("-": standard input), and its name as shown. Raises MyotomeError."""
    shown = Path(name).name if name != STDIN else STDIN
    try:
        data = sys.stdin.buffer.read(MOST + 1) if name == STDIN else Path(name).read_bytes()
    except FileNotFoundError as error:
        raise refuse("format.missing", name) from error
    except IsADirectoryError as error:
        raise refuse("format.directory", shown) from error
    except (OSError, ValueError) as error:
        raise refuse("format.unreadable", shown, getattr(error, "strerror", None) or str(error)) from error
    if len(data) > MOST:
        raise refuse("format.too_large", shown, f"> {MOST}", "-")
    text, _ = decode(data, shown)
    if not text.strip():
        raise refuse("format.empty", shown)
    return text, shown


def read_fields(name: str) -> tuple[Any, str]:
    """What a YAML or JSON file holds, and its name as shown. Raises MyotomeError with the line."""
    text, shown = read_text(name)
    try:
        return parse(text, json_only=name.lower().endswith(".json")), shown
    except NotACase as error:
        raise refuse("case.malformed", shown, str(error)) from error


def read_conversion(name: str) -> dict[int, Fraction]:
    """A site's table from raw totals to another unit: rows ``raw;value`` or ``raw,value``, with or
    without a header. Raises MyotomeError for a row that is not one, or values that fall as raw rises."""
    text, shown = read_text(name)
    mark = ";" if ";" in text else "\t" if "\t" in text else ","
    table: dict[int, Fraction] = {}
    for number, row in enumerate(csv.reader(io.StringIO(text), delimiter=mark), 1):
        cells = [c.strip() for c in row if c.strip()]
        if not cells:
            continue
        try:
            found = [quantity(c) for c in cells]
        except Unusable as error:
            raise refuse("score.table", f"{shown}, {number}", ", ".join(cells)[:40], "12;34.5") from error
        if number == 1 and None in found:
            continue  # a header
        if len(found) != 2 or found[0] is None or found[1] is None or not found[0].value.is_integer():
            raise refuse("score.table", f"{shown}, {number}", ", ".join(cells)[:40], "12;34.5")
        table[int(found[0].value)] = exact(found[1].value)
    values = [table[raw] for raw in sorted(table)]
    if not values or values != sorted(values):
        raise refuse("score.table", shown, str(len(values)), "12;34.5")
    return table
