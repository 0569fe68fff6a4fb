"""Ranking of findings alone: no localisation, no derived findings."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from myotome.answer import Candidate, Differential, Localisation
from myotome.case import Case, Finding
from myotome.knowledge import Knowledge
from myotome.reasoning.differential import OTHER, rank


class Ranked:
    """A differential, asked by disease."""

    def __init__(self, differential: Differential) -> None:
        self.differential = differential
        self.by_id: dict[str, Candidate] = {c.disease: c for c in differential.candidates}

    def odds(self, disease: str) -> float:
        """Log odds against "none of these", whose score never moves."""
        return math.log(self.by_id[disease].probability / self.by_id[OTHER].probability)

    def influence(self, disease: str, concept: str) -> float:
        """Log ratio that ``concept`` has for ``disease``; 0 when it has none."""
        candidate = self.by_id[disease]
        found = [i for i in (*candidate.evidence_for, *candidate.evidence_against) if i.concept == concept]
        return found[0].log_ratio if found else 0.0


@pytest.fixture(scope="session")
def ranked(knowledge: Knowledge) -> Callable[..., Ranked]:
    def call(*findings: Finding, where: Localisation | None = None, **case: Any) -> Ranked:
        return Ranked(rank(Case(findings=findings, **case), where or Localisation(), knowledge))

    return call
