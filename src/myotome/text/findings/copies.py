"""Sentences copied from note to note: what one says word for word again, under the same date, counts once."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import TypeVar

import msgspec

from myotome.case import Diagnosis, LaboratoryRow, Treatment
from myotome.text.tokens.layout import Sentence, at_lines

Told = TypeVar("Told", Diagnosis, Treatment)
# a date near the head of a line: "Le 12/03/2020", "2020-03-12", "Consultation du 3 mars 2020"
DATE = re.compile(
    r"[^\n\d]{0,30}+(\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2}|\d{1,2}(?:er)? [^\W\d]{3,9}\.? \d{4})(?!\d)"
)


def copied(text: str, sentences: list[Sentence]) -> list[tuple[int, int]]:
    """Spans of the sentences that stand word for word before them, under the same date or under none, in the order of the text."""
    if len({s.stems for s in sentences}) == len(sentences):
        return []
    said = [_evenly(text[s.start : s.end]) for s in sentences]
    if len(set(said)) == len(said):
        return []
    dates = [(m.start(), m[1]) for m in at_lines(DATE, text)]
    starts = [start for start, _ in dates]
    seen: set[tuple[str, str]] = set()
    spans = []
    for sentence, words in zip(sentences, said, strict=True):
        at = bisect_right(starts, sentence.start) - 1
        key = (dates[at][1] if at >= 0 else "", words)
        if key in seen:
            spans.append((sentence.start, sentence.end))
        seen.add(key)
    return sorted(spans)


def _evenly(words: str) -> str:
    """The words with single blanks between them; most have no other."""
    return words if words.isprintable() and "  " not in words else " ".join(words.split())


def rows_once(rows: Iterable[LaboratoryRow], copies: Sequence[tuple[int, int]]) -> tuple[LaboratoryRow, ...]:
    """The values without those that a copied sentence repeats."""
    kept: list[LaboratoryRow] = []
    said: set[LaboratoryRow] = set()
    for row in rows:
        value = msgspec.structs.replace(row, start=None, end=None)
        if value not in said or not _inside(row.start, copies):
            kept.append(row)
        said.add(value)
    return tuple(kept)


def gathered(found: Iterable[Told], copies: Sequence[tuple[int, int]]) -> tuple[Told, ...]:
    """Diagnoses or treatments; one that a copied sentence repeats adds its words to the first."""
    kept: list[Told] = []
    for item in found:
        first = next((n for n, known in enumerate(kept) if _same(known, item)), None)
        if first is None or not _inside(item.evidence[0].start, copies):
            kept.append(item)
        else:
            kept[first] = msgspec.structs.replace(kept[first], evidence=kept[first].evidence + item.evidence)
    return tuple(kept)


def _same(a: Told, b: Told) -> bool:
    return msgspec.structs.replace(a, evidence=()) == msgspec.structs.replace(b, evidence=())


def _inside(start: int | None, spans: Sequence[tuple[int, int]]) -> bool:
    """spans: in the order of the text, none within another."""
    if start is None:
        return False
    at = bisect_left(spans, (start + 1,)) - 1
    return at >= 0 and start < spans[at][1]
