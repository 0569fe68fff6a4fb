"""What is it: most likely, and must not be missed."""

from __future__ import annotations

import msgspec


class Influence(msgspec.Struct, frozen=True, kw_only=True):
    """What one finding did to one disease. finding: index into ``Case.findings`` or None for age,
    sex, tempo, localisation (then ``concept`` names it). frequency: share of patients with the
    disease who have it; background: share among others. log_ratio: natural log of the likelihood
    ratio after tempering. match: "exact", "broader", "narrower", "context". reference: source id."""

    concept: str
    finding: int | None = None
    frequency: float | None = None
    background: float | None = None
    log_ratio: float = 0.0
    match: str = "exact"
    reference: str = "memory"


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """A disease in the ranking; "other" is none of these. fit: how well the findings agree with the
    disease, 0..1, apart from how common it is. expected: (concept, frequency) not examined."""

    disease: str
    probability: float
    prior: float = 0.0
    fit: float | None = None
    evidence_for: tuple[Influence, ...] = ()
    evidence_against: tuple[Influence, ...] = ()
    expected: tuple[tuple[str, float], ...] = ()


class NotToMiss(msgspec.Struct, frozen=True, kw_only=True):
    """posterior x harm of missing x treatability. finding: what put it on the list."""

    disease: str
    probability: float
    harm: float
    treatability: float
    score: float
    because: Influence | None = None


class Differential(msgspec.Struct, frozen=True, kw_only=True):
    """candidates: best first, "other" among them; probabilities sum to 1. not_to_miss: at most 5."""

    candidates: tuple[Candidate, ...] = ()
    not_to_miss: tuple[NotToMiss, ...] = ()
