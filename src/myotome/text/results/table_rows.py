"""What the rows of a table of strength or reflexes say, one finding a cell."""

from __future__ import annotations

import re
from functools import lru_cache

from myotome.case import Grade
from myotome.knowledge.store import Knowledge
from myotome.terms import Presence
from myotome.text.scope.items import Item
from myotome.text.scope.mention import Mention, takes
from myotome.text.scope.mrc import MRC_MAX, mrc_value
from myotome.text.scope.scope import Scope
from myotome.text.scope.sides import Placed
from myotome.text.tokens.fold import fold
from myotome.text.tokens.grid import Cell, Row

MRC = re.compile(r"M?([0-5])([+-]?)(?:/5)?")
PRESENT, ABSENT = Scope(Presence.PRESENT), Scope(Presence.ABSENT)


def row_mentions(row: Row, items: list[Item], knowledge: Knowledge, results: dict[str, str], reflex_words: frozenset[str]) -> list[Mention]:
    """One mention a cell of the muscle or reflex that the row's label names; none when it names neither.

    results: folded text of a cell -> "normal", "absent", "reduced" or "brisk". reflex_words: folded words of a title
    that make of a muscle's row its reflex.
    """
    sites = [i.value for i in items if i.kind == "site" and row.first <= i.first < row.last]
    reflex = next((r for s in sites if (r := reflex_of(s, knowledge, titled=not reflex_words.isdisjoint(row.title)))), None)
    if reflex is not None:
        return [m for cell in row.cells for m in _reflex(row, cell, reflex, knowledge, results)]
    weakness = knowledge.words["reader"]["graded_concept"]
    muscle = next((s for s in sites if takes(weakness, s, knowledge)), None)
    return [m for cell in row.cells if (m := _strength(row, cell, muscle, weakness, results))] if muscle else []


def reflex_of(site: str, knowledge: Knowledge, *, titled: bool) -> str | None:
    """The reflex that a site is; under a title of reflexes ("Réflexes   D   G") also the one of a muscle or joint."""
    if site in knowledge.reflexes or not titled:
        return site if site in knowledge.reflexes else None
    parts: dict[str, str] = knowledge.words["reader"]["reflex_of_part"]
    return parts.get(site) or next((r.id for r in knowledge.reflexes.values() if r.muscle == site), None)


@lru_cache(maxsize=64)
def _concept_of(reflex: str, lost: str, knowledge: Knowledge) -> str:
    """The narrowest concept of a lost reflex."""
    return next((c.id for c in knowledge.concepts.values() if c.site == reflex and knowledge.is_a(c.id, lost)), lost)


def _reflex(row: Row, cell: Cell, reflex: str, knowledge: Knowledge, results: dict[str, str]) -> list[Mention]:
    said = results.get(fold(cell.text))
    if said is None:
        return []
    reader = knowledge.words["reader"]
    place = Placed(reflex, cell.side, None, row.first, cell.last)
    digit = cell.text[0] if cell.text[0].isdecimal() else ""
    grade = Grade(scale="reflex", low=int(digit), high=int(digit), text=cell.text) if digit else None
    lost = Mention(
        _concept_of(reflex, reader["lost_reflex"], knowledge), row.first, cell.last,
        PRESENT if said in ("absent", "reduced") else ABSENT, [place], grade=grade, rule="table",
    )
    if said != "brisk":
        return [lost]
    return [lost, Mention(reader["brisk_reflex"], row.first, cell.last, PRESENT, [place], grade=grade, rule="table")]


def _strength(row: Row, cell: Cell, muscle: str, weakness: str, results: dict[str, str]) -> Mention | None:
    place = Placed(muscle, cell.side, None, row.first, cell.last)
    match = MRC.fullmatch(cell.text)
    if match is not None:
        value = mrc_value(match[1], match[2])
        grade = Grade(scale="mrc", low=value, high=value, text=cell.text)
        return Mention(weakness, row.first, cell.last, ABSENT if value >= MRC_MAX else PRESENT, [place], grade=grade, rule="table")
    said = results.get(fold(cell.text))
    if said is None:
        return None
    return Mention(weakness, row.first, cell.last, ABSENT if said == "normal" else PRESENT, [place], rule="table")
