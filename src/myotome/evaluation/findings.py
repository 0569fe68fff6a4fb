"""Recall of findings, by HPO id (same term, parent or child), with polarity, side and site apart.

No precision: the lists of the cases are not exhaustive.
"""

from __future__ import annotations

from collections.abc import Sequence

from myotome.case import Finding
from myotome.evaluation.cases import GoldFinding
from myotome.knowledge.names import find_within
from myotome.knowledge.store import Knowledge
from myotome.report.phrases import folded
from myotome.terms import Side

SIDES = {"left": {Side.LEFT}, "right": {Side.RIGHT}, "both": {Side.BOTH, Side.ALTERNATING}}
PARTS = ("recall", "polarity", "side", "site")

Shares = dict[str, tuple[float, float]]


def hpo_index(knowledge: Knowledge) -> dict[str, list[str]]:
    """HPO id -> concept ids that carry it."""
    index: dict[str, list[str]] = {}
    for concept in knowledge.concepts.values():
        for term in filter(None, (concept.hpo, *concept.hpo_also)):
            index.setdefault(term, []).append(concept.id)
    return index


def matches(gold: GoldFinding, found: Sequence[Finding], index: dict[str, list[str]], knowledge: Knowledge) -> list[Finding]:
    """Findings whose concept is the gold term, broader or narrower."""
    wanted = index.get(gold.hpo or "", ())
    return [
        f for f in found
        if any(knowledge.is_a(f.concept, w) or knowledge.is_a(w, f.concept) for w in wanted)
    ]


def same_place(site: str, other: str, knowledge: Knowledge) -> bool:
    """Is one within the other, or do they share a muscle?"""
    if knowledge.within(site, other) or knowledge.within(other, site):
        return True
    return bool(set(knowledge.muscles_of(site)) & set(knowledge.muscles_of(other)))


def _sited(gold: GoldFinding, hits: Sequence[Finding], knowledge: Knowledge) -> float | None:
    """Does a hit stand at the gold site? None when the site's words name no place that we know."""
    site = find_within(knowledge, "site", gold.site or "")
    if site is None:
        return None
    places = [place for h in hits if (place := h.site or knowledge.concepts[h.concept].site)]
    return float(any(same_place(site, place, knowledge) for place in places))


def compare(
    golds: Sequence[GoldFinding], found: Sequence[Finding], knowledge: Knowledge, index: dict[str, list[str]],
) -> Shares:
    """Of one case: part -> (right, asked). recall: gold findings with an HPO id that were found; of
    those found, polarity, side and site as far as the gold finding has them.
    """
    sums = {part: [0.0, 0.0] for part in PARTS}

    def add(part: str, right: float) -> None:
        sums[part][0] += right
        sums[part][1] += 1

    for gold in golds:
        if not gold.hpo:
            continue
        hits = matches(gold, found, index, knowledge)
        add("recall", float(bool(hits)))
        if not hits:
            continue
        add("polarity", float(any(folded(h.presence, h.certainty) == gold.polarity for h in hits)))
        if gold.side in SIDES:
            add("side", float(any(h.side in SIDES[gold.side] for h in hits)))
        sited = _sited(gold, hits, knowledge)
        if sited is not None:
            add("site", sited)
    return {part: (right, asked) for part, (right, asked) in sums.items()}
