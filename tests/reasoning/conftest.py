"""Ranking of findings alone: no localisation, no derived findings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from myotome.answer import Candidate, Differential, Localisation
from myotome.case import Case, Finding
from myotome.knowledge import Knowledge
from myotome.reasoning.differential import rank
from myotome.reasoning.explanation import explained
from myotome.reasoning.weigh import Weighed, weigh


class Ranked:
    """A differential, asked by disease; every disease can be asked for its reasons."""

    def __init__(self, differential: Differential, weighed: Weighed, knowledge: Knowledge) -> None:
        self.differential, self.weighed, self.knowledge = differential, weighed, knowledge
        self.by_id: dict[str, Candidate] = {c.disease: c for c in differential.candidates}

    def reasons(self, disease: str) -> Candidate:
        """The candidate with its reasons, whatever its rank."""
        return explained(self.weighed.table.row[disease], self.weighed, self.knowledge)

    def odds(self, disease: str) -> float:
        """Log odds against "none of these", whose score never moves."""
        return self.by_id[disease].log_odds

    def influence(self, disease: str, concept: str) -> float:
        """Log ratio that ``concept`` has for ``disease``; 0 when it has none."""
        candidate = self.reasons(disease)
        found = [i for i in (*candidate.evidence_for, *candidate.evidence_against) if i.concept == concept]
        return found[0].log_ratio if found else 0.0


@pytest.fixture(scope="session")
def ranked(knowledge: Knowledge) -> Callable[..., Ranked]:
    def call(*findings: Finding, where: Localisation | None = None, **case: Any) -> Ranked:
        story, place = Case(findings=findings, **case), where or Localisation()
        return Ranked(rank(story, place, knowledge), weigh(story, place, knowledge), knowledge)

    return call
