"""What must not be missed: posterior x harm of missing it x treatability, each with its finding."""

from __future__ import annotations

import numpy as np

from myotome.answer import Influence, NotToMiss
from myotome.knowledge.store import Knowledge
from myotome.reasoning.explanation import explained
from myotome.reasoning.weigh import Weighed


def not_to_miss(weighed: Weighed, knowledge: Knowledge) -> tuple[NotToMiss, ...]:
    """At most ``most`` entries, the greatest expected loss first; empty is legal.

    A disease stands here for a finding that speaks for it and that others seldom show (a raised CRP
    alone puts none on the list), or for findings that together speak strongly for it.
    """
    limits = knowledge.settings["ranking"]["not_to_miss"]
    table = weighed.table
    weight = np.array([
        knowledge.diseases[d].harm.value * knowledge.diseases[d].treatability.value for d in table.diseases
    ])
    score = weighed.posterior[:-1] * weight
    evidence = weighed.ratios.values.sum(axis=1)
    wanted = (weight >= limits["least_weight"]) & (score >= limits["least_score"]) & (evidence >= limits["least_log_evidence"])
    found: list[NotToMiss] = []
    for row in sorted(np.flatnonzero(wanted), key=lambda r: (-score[r], r)):
        if len(found) == limits["most"]:
            break
        disease = knowledge.diseases[table.diseases[row]]
        because = _because(explained(row, weighed, knowledge).evidence_for, float(evidence[row]), weighed, limits)
        if because is not None:
            found.append(NotToMiss(
                disease=disease.id, probability=float(weighed.posterior[row]), harm=disease.harm.value,
                treatability=disease.treatability.value, score=float(score[row]), because=because,
            ))
    return tuple(found)


def _because(
    reasons: tuple[Influence, ...], evidence: float, weighed: Weighed, limits: dict,
) -> Influence | None:
    """The finding that puts a disease on the list: one that is there and seldom in others, else the
    strongest when all together are strong."""
    there = [i for i in reasons if i.finding is not None and weighed.known[i.concept].present]
    telling = next((i for i in there if (i.background or 0.0) <= limits["most_background"]), None)
    if telling is None and evidence >= limits["strong_log_evidence"]:
        return next(iter(there), None)
    return telling
