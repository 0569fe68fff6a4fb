"""What is it: a likelihood-ratio engine with an explanation for every number.

Prior (how common, age, sex, tempo, site) plus findings in log odds. A finding that nobody examined
has ratio 1. Findings of one latent cause are discounted, and all are tempered: as if independent,
they would claim far more than they know. "None of these" has its own mass.
"""

from __future__ import annotations

import numpy as np

from myotome.answer import Candidate, Differential, Localisation
from myotome.case import Case
from myotome.knowledge.hereditary import hereditary_layer
from myotome.knowledge.store import Knowledge
from myotome.reasoning.explanation import explained
from myotome.reasoning.families import families
from myotome.reasoning.hereditary import ranked_tail
from myotome.reasoning.not_to_miss import not_to_miss
from myotome.reasoning.together import together
from myotome.reasoning.weigh import Weighed, weigh

OTHER = "other"


def rank(case: Case, where: Localisation, knowledge: Knowledge) -> Differential:
    """Both lists for a case whose derived findings are in place.

    where: the answer of ``localise``. Probabilities of the candidates and "other" sum to 1. The first
    candidates are explained; ``explain`` gives the reasons of any other.
    """
    settings = knowledge.settings["ranking"]
    weighed = weigh(case, where, knowledge)
    order = np.argsort(-weighed.posterior[:-1], kind="stable")
    candidates = [
        explained(row, weighed, knowledge) if place < settings["explained"] else _bare(row, weighed)
        for place, row in enumerate(order)
    ]
    missable = not_to_miss(weighed, knowledge)
    candidates.append(Candidate(disease=OTHER, probability=float(weighed.posterior[-1])))
    candidates.sort(key=lambda c: (-c.probability, c.disease))
    layer = hereditary_layer()
    return Differential(
        hereditary=layer and ranked_tail(layer, weighed.known, case.patient, float(weighed.posterior[-1]), knowledge),
        candidates=tuple(candidates), not_to_miss=missable, families=families(weighed, knowledge),
        together=together(weighed, knowledge), too_little=_too_little(weighed, settings),
    )


def explain(disease: str, case: Case, where: Localisation, knowledge: Knowledge) -> Candidate:
    """The reasons of one disease, whatever its rank. Raises KeyError for an unknown id."""
    weighed = weigh(case, where, knowledge)
    return explained(weighed.table.row[disease], weighed, knowledge)


def _bare(row: int, weighed: Weighed) -> Candidate:
    return Candidate(
        disease=weighed.table.diseases[row], probability=float(weighed.posterior[row]),
        start=float(weighed.start[row]), log_odds=float(weighed.odds[row]),
    )


def _too_little(weighed: Weighed, settings: dict) -> bool:
    """Do fewer findings than a ranking needs stand in the case?"""
    told = {state.finding for state in weighed.known.values()}
    return len(told) < settings["least_findings"]
