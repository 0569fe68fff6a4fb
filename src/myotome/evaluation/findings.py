"""Recall of findings, by HPO id (same term, parent or child), with polarity, side and site apart."""

from __future__ import annotations

from collections.abc import Sequence

from myotome.case import Finding
from myotome.evaluation.cases import GoldFinding
from myotome.knowledge.store import Knowledge
from myotome.terms import Certainty, Presence, Side

SIDES = {"left": {Side.LEFT}, "right": {Side.RIGHT}, "both": {Side.BOTH, Side.ALTERNATING}}


def polarity(finding: Finding) -> str:
    """Presence and certainty in the one word that the format has (DESIGN.md, "At the doors")."""
    if finding.presence is Presence.ABSENT:
        return "absent"
    if finding.certainty in (Certainty.POSSIBLE, Certainty.TO_BE_EXCLUDED, Certainty.PENDING):
        return "uncertain"
    return "present"


def hpo_index(knowledge: Knowledge) -> dict[str, list[str]]:
    """HPO id -> concept ids that carry it."""
    index: dict[str, list[str]] = {}
    for concept in knowledge.concepts.values():
        if concept.hpo:
            index.setdefault(concept.hpo, []).append(concept.id)
    return index


def matches(gold: GoldFinding, found: Sequence[Finding], index: dict[str, list[str]], knowledge: Knowledge) -> list[Finding]:
    """Findings whose concept is the gold term, broader or narrower."""
    wanted = index.get(gold.hpo or "", ())
    return [
        f for f in found
        if any(knowledge.is_a(f.concept, w) or knowledge.is_a(w, f.concept) for w in wanted)
    ]


def compare(
    golds: Sequence[GoldFinding], found: Sequence[Finding], knowledge: Knowledge, index: dict[str, list[str]],
) -> list[dict[str, float | None]]:
    """One row a gold finding with an HPO id: recall 0/1, and polarity, side, site 0/1 among the found.

    None where the gold finding has no such attribute or was not found.
    """
    rows: list[dict[str, float | None]] = []
    for gold in golds:
        if not gold.hpo:
            continue
        hits = matches(gold, found, index, knowledge)
        row: dict[str, float | None] = {"recall": float(bool(hits)), "polarity": None, "side": None, "site": None}
        if hits:
            row["polarity"] = float(any(polarity(h) == gold.polarity for h in hits))
            if gold.side:
                row["side"] = float(any(h.side in SIDES.get(gold.side, set()) for h in hits))
            if gold.site:
                row["site"] = float(any(h.site for h in hits))
        rows.append(row)
    return rows
