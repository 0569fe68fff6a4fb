"""What must not be missed: posterior x harm of missing it x treatability, each with its finding."""

from __future__ import annotations

import numpy as np

from myotome.answer import Influence, NotToMiss
from myotome.knowledge.store import Knowledge
from myotome.reasoning.explanation import explained
from myotome.reasoning.weigh import Weighed


def not_to_miss(weighed: Weighed, knowledge: Knowledge) -> tuple[NotToMiss, ...]:
    """At most ``most`` entries, the greatest expected loss first; empty is legal.

    A disease stands here only for a finding that speaks for it and that others seldom show.
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
        because = next((i for i in explained(row, weighed, knowledge).evidence_for if _telling(i, limits)), None)
        if because is not None:
            found.append(NotToMiss(
                disease=disease.id, probability=float(weighed.posterior[row]), harm=disease.harm.value,
                treatability=disease.treatability.value, score=float(score[row]), because=because,
            ))
    return tuple(found)


def _telling(influence: Influence, limits: dict) -> bool:
    """Is it a finding that others seldom have? A raised CRP alone puts no disease on the list."""
    return influence.finding is not None and (influence.background or 0.0) <= limits["most_background"]
