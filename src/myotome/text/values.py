"""Laboratory values in prose: "CPK à 12 000 UI/L (N < 190)", "CRP 75 mg/L", "LDH 6 N"."""

from __future__ import annotations

import re
from collections.abc import Mapping

from myotome.case import LaboratoryRow
from myotome.terms import Experiencer
from myotome.text.fold import Token
from myotome.text.items import Item
from myotome.text.scope import Scope

REACH = 9
NUMBER = re.compile(r"^\d+(?:[.,]\d+)*$")
COMPARATORS = {"<", ">", "≤", "≥"}
TIMES = re.compile(r"^[NnxX]$")
UNIT_END = {"(", ",", ";", ")", "."}


def number(raw: str) -> float:
    """A number with decimal comma or point; "5,277" with three digits after is a thousand.

    >>> number("5,7"), number("22,297"), number("12.5")
    (5.7, 22297.0, 12.5)
    """
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+", raw) and not raw.startswith("0"):
        return float(raw.replace(",", ""))
    parts = raw.replace(",", ".").split(".")
    if len(parts) > 2:
        return float("".join(parts))
    return float(".".join(parts))


def laboratory_rows(
    tokens: list[Token], items: list[Item], reach: Mapping[int, Scope], last: int, source: str,
) -> list[LaboratoryRow]:
    """A row for each measure of the patient that a number follows closely. Spans are offsets in the text.

    reach: scopes by first token position; the values of kin ("mother's CK 600", "CPK du frère à 1200") are left out.
    """
    rows = []
    measures = [i for i in items if i.kind == "measure"]
    for n, item in enumerate(measures):
        if n and measures[n - 1].first == item.first:
            continue
        end = min(measures[n + 1].first if n + 1 < len(measures) else last, item.last + REACH, last)
        row = _value_after(tokens, item, end, last, source)
        if row is not None and not _of_kin(tokens, item, items, reach, row):
            rows.append(row)
    return rows


def _of_kin(
    tokens: list[Token], item: Item, items: list[Item], reach: Mapping[int, Scope], row: LaboratoryRow,
) -> bool:
    """Is the value of a relative, named before the measure, or between it and its number?"""
    scope = reach.get(item.first)
    if scope is not None and scope.experiencer is not Experiencer.PATIENT:
        return True
    return any(i.kind == "kin" and i.first > item.last and tokens[i.first].start < (row.end or 0) for i in items)


def _value_after(tokens: list[Token], item: Item, end: int, last: int, source: str) -> LaboratoryRow | None:
    comparator = ""
    at = item.last + 1
    while at < end:
        raw = tokens[at].raw
        if raw in COMPARATORS:
            comparator = {"≤": "<=", "≥": ">="}.get(raw, raw)
        elif NUMBER.match(raw):
            break
        elif raw in ";." :
            return None
        at += 1
    if at >= end:
        return None
    value_text = tokens[at].raw
    close = at + 1
    while close < last and re.fullmatch(r"\d{3}", tokens[close].raw) and re.fullmatch(r"\d{1,3}", value_text) and tokens[close].start - tokens[close - 1].end == 1:
        value_text += tokens[close].raw
        close += 1
    value = number(value_text)
    times = None
    unit = ""
    if close < last and TIMES.match(tokens[close].raw):
        times = value
        close += 1
    else:
        start = close
        while close < last and close - start < 5 and tokens[close].raw not in UNIT_END and (
            tokens[close].raw == "/" or tokens[close].raw == "%" or tokens[close].raw == "°"
            or (tokens[close].raw[0].isalpha() and (close == start or tokens[close - 1].raw in "/°"))
            or (tokens[close].raw.isdecimal() and tokens[close - 1].raw.lower() in ("mm", "g", "cm"))
        ):
            close += 1
        unit = "".join(t.raw for t in tokens[start:close])
    lower, upper, close = stated_range(tokens, close, last)
    if times is None and close < last and tokens[close].raw == "(" and close + 2 < last and NUMBER.match(tokens[close + 1].raw) and TIMES.match(tokens[close + 2].raw):
        times = number(tokens[close + 1].raw)
        close += 3
    return LaboratoryRow(
        test=item.value, value=None if times is not None and not unit else value, unit=unit, comparator=comparator,
        lower=lower, upper=upper, times_upper=times, source=source,
        start=tokens[item.first].start, end=tokens[close - 1].end,
    )


def stated_range(tokens: list[Token], at: int, last: int) -> tuple[float | None, float | None, int]:
    """Limits in brackets behind a value: "(N < 190)", "(1.10-1.80)", "(23,2–95,4)"."""
    if at >= last or tokens[at].raw != "(":
        return None, None, at
    close = at
    while close < last and tokens[close].raw != ")" and close - at < 10:
        close += 1
    inner = tokens[at + 1 : close]
    numbers = [number(t.raw) for t in inner if NUMBER.match(t.raw)]
    raws = {t.raw for t in inner}
    if len(numbers) == 2 and raws & {"-", "–", "à"}:
        return min(numbers), max(numbers), close + 1
    if len(numbers) == 1 and raws & {"<", "≤"}:
        return None, numbers[0], close + 1
    if len(numbers) == 1 and raws & {">", "≥"}:
        return numbers[0], None, close + 1
    return None, None, at
