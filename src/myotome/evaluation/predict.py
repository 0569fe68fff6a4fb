"""One case with a known answer, assessed: the answer in its published form, and what is measured of it."""

from __future__ import annotations

import time
from typing import Any, NamedTuple

import msgspec

from myotome.answer import Assessment
from myotome.assess import assess
from myotome.case import Finding
from myotome.evaluation.cases import GoldCase, build, from_visits
from myotome.evaluation.findings import Shares, compare, hpo_index
from myotome.knowledge.hpo_terms import hpo_term
from myotome.knowledge.store import Knowledge
from myotome.report.phrases import folded
from myotome.terms import Method

SHOWN = 30
DIGITS = 6

Ranking = list[tuple[str, float]]


class Prediction(msgspec.Struct, kw_only=True):
    """One case's answer, in the form of ``--predictions`` (docs/evaluation.md)."""

    id: str
    ranking: Ranking
    not_to_miss: list[str]
    visits: list[Ranking]
    findings: list[dict[str, Any]]
    seconds: float


class Answered(NamedTuple):
    """visits_not_to_miss: that list after each visit. shares: findings right and asked for. dangerous:
    is the right answer one that the list may hold, by harm of missing it and treatability?"""

    gold: GoldCase
    prediction: Prediction
    visits_not_to_miss: list[list[str]]
    shares: Shares
    dangerous: bool


def ranking_of(assessment: Assessment) -> Ranking:
    return [(c.disease, round(c.probability, DIGITS)) for c in assessment.differential.candidates[:SHOWN]]


def listed(assessment: Assessment) -> list[str]:
    return [n.disease for n in assessment.differential.not_to_miss]


def is_dangerous(disease: str, knowledge: Knowledge) -> bool:
    """May the disease stand among what must not be missed?"""
    known = knowledge.diseases.get(disease)
    least = knowledge.settings["ranking"]["not_to_miss"]["least_weight"]
    return known is not None and known.harm.value * known.treatability.value >= least


def published(finding: Finding, knowledge: Knowledge) -> dict[str, Any]:
    """A finding as the format has it: presence and certainty in one word, "alternating" as both."""
    polarity = folded(finding.presence, finding.certainty)
    return {
        "text": finding.evidence[0].text if finding.evidence else "", "concept": finding.concept,
        "hpo": hpo_term(finding.concept, finding.site, polarity != "absent", knowledge) or None, "site": finding.site,
        "side": "both" if finding.side.value == "alternating" else finding.side.value,
        "polarity": polarity,
    }


def predict(gold: GoldCase, knowledge: Knowledge, mode: str) -> Answered:
    """Assess one case, and each stage of its visits."""
    begin = time.perf_counter()
    assessment = assess(build(gold, knowledge, mode), knowledge)
    seconds = time.perf_counter() - begin
    stages = [assess(from_visits(gold, knowledge, n), knowledge) for n in range(len(gold.visits))]
    findings = [f for f in assessment.case.findings if f.method is not Method.DERIVED]
    return Answered(
        gold=gold,
        prediction=Prediction(
            id=gold.id, ranking=ranking_of(assessment), not_to_miss=listed(assessment),
            visits=[ranking_of(stage) for stage in stages],
            findings=[published(f, knowledge) for f in findings],
            seconds=round(seconds, 4),
        ),
        visits_not_to_miss=[listed(stage) for stage in stages],
        shares=compare(gold.findings, findings, knowledge, hpo_index(knowledge)),
        dangerous=any(is_dangerous(d, knowledge) for d in gold.accepted),
    )
