"""Results in words: "positive" for an antibody, "normal" for a measure."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from myotome.case import Evidence, Finding, LaboratoryRow
from myotome.knowledge.names import find, plain
from myotome.knowledge.store import Knowledge
from myotome.laboratory.compare import above
from myotome.terms import Method, Presence

RESULTS = ("positive", "negative", "normal")


@lru_cache(maxsize=4)
def _words(knowledge: Knowledge) -> tuple[frozenset[str], dict[str, frozenset[str]]]:
    """Kinds of concept that a result may name, and the words of each result."""
    raw = knowledge.settings["laboratory_results"]
    words = {r: frozenset(map(_key, raw[r])) for r in RESULTS}
    return frozenset(raw["kinds"]), words


def result_of(text: str, knowledge: Knowledge) -> str:
    """ "positive", "negative", "normal", or "" for other words."""
    _, words = _words(knowledge)
    return next((result for result, known in words.items() if text and _key(text) in known), "")


def expected_results() -> str:
    """What may stand in the place of a value, for a message."""
    return ", ".join(("840", "<5", "12N", *RESULTS))


def _key(text: str) -> str:
    return plain(text) or text.strip()  # "++" has no letters


def named_concept(row: LaboratoryRow, knowledge: Knowledge) -> str | None:
    """The finding that a test is named after ("anti-GM1"), or None."""
    kinds, _ = _words(knowledge)
    concept = find(knowledge, "concept", row.test)
    return concept if concept and knowledge.concepts[concept].kind in kinds else None


def named_finding(concept: str, row: LaboratoryRow, knowledge: Knowledge) -> list[Finding]:
    """Present when positive or over the row's own limit, absent when negative, normal or under it."""
    result = result_of(row.text, knowledge)
    present = result == "positive" if result else above(row.value, row.comparator, row.upper)
    if row.times_upper is not None:
        present = above(row.times_upper, row.comparator, 1)
    if present is None:
        return []
    return [_finding(concept, Presence.PRESENT if present else Presence.ABSENT, row)]


def normal_findings(row: LaboratoryRow, entry: dict[str, Any], knowledge: Knowledge) -> list[Finding]:
    """What "normal" denies of a measure."""
    if result_of(row.text, knowledge) not in ("normal", "negative"):
        return []
    concepts = (entry.get(f"concept_{k}") for k in ("high", "low", "abnormal"))
    return [_finding(c, Presence.ABSENT, row) for c in concepts if c]


def _finding(concept: str, presence: Presence, row: LaboratoryRow) -> Finding:
    evidence = Evidence(
        source=row.source, start=row.start, end=row.end, text=row.text,
        cell=f"row {row.row}" if row.row is not None else "",
    )
    return Finding(
        concept=concept, presence=presence, method=Method.LABORATORY, date=row.date,
        evidence=(evidence,), experiencer=row.experiencer,
    )
