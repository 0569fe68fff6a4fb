"""What is it: most likely, and must not be missed."""

from __future__ import annotations

import msgspec


class Influence(msgspec.Struct, frozen=True, kw_only=True):
    """What one finding did to one disease. finding: index into ``Case.findings`` or None for age,
    sex, tempo, localisation (then ``concept`` names it). frequency: share of patients with the
    disease who have it, within ``interval`` (95 %); background: share among others. log_ratio:
    natural log of the likelihood ratio after tempering. match: "exact", "broader", "narrower",
    "foreign", "context". reference: source id."""

    concept: str
    finding: int | None = None
    frequency: float | None = None
    interval: tuple[float, float] | None = None
    background: float | None = None
    log_ratio: float = 0.0
    match: str = "exact"
    reference: str = "memory"


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """A disease in the ranking; "other" is none of these.

    A waterfall: ``start``, the log odds of the prior against "none of these", plus the log ratios of all
    influences gives ``log_odds``. fit: how well the findings agree with the disease, 0..1, apart from how
    common it is. expected: (concept, frequency) not examined; lacking: (concept, frequency) expected and
    stated absent. explained: are the reasons given? Only the first candidates carry theirs.
    """

    disease: str
    probability: float
    prior: float = 0.0
    start: float = 0.0
    log_odds: float = 0.0
    fit: float | None = None
    explained: bool = False
    evidence_for: tuple[Influence, ...] = ()
    evidence_against: tuple[Influence, ...] = ()
    expected: tuple[tuple[str, float], ...] = ()
    lacking: tuple[tuple[str, float], ...] = ()


class NotToMiss(msgspec.Struct, frozen=True, kw_only=True):
    """posterior x harm of missing x treatability. finding: what put it on the list."""

    disease: str
    probability: float
    harm: float
    treatability: float
    score: float
    because: Influence | None = None


class Family(msgspec.Struct, frozen=True, kw_only=True):
    """Diseases that signs alone cannot tell apart, ranked as one. members: the likeliest first."""

    family: str
    probability: float
    members: tuple[tuple[str, float], ...] = ()


class Together(msgspec.Struct, frozen=True, kw_only=True):
    """Two diseases at once. gain: log ratio over the better of the two alone. explains: findings that
    the second explains and the first does not. declared: the pair is known; else the first leaves much
    unexplained. reference: source of the relation."""

    diseases: tuple[str, str]
    log_odds: float
    gain: float
    explains: tuple[int, ...] = ()
    declared: bool = False
    reference: str = "choice"


class HereditaryCandidate(msgspec.Struct, frozen=True, kw_only=True):
    """A disease of the HPO annotations: its OMIM or ORPHA code, its English name there, its family.
    evidence: what speaks for or against it among the diseases of the layer, the strongest first."""

    disease: str
    name: str
    family: str
    probability: float
    evidence: tuple[Influence, ...] = ()


class Hereditary(msgspec.Struct, frozen=True, kw_only=True):
    """The tail, inside "none of these": it takes ``share`` of that mass. release and attribution are to
    be shown with it. families: (id, probability), safer to read than single diseases."""

    release: str
    attribution: str
    share: float
    candidates: tuple[HereditaryCandidate, ...] = ()
    families: tuple[tuple[str, float], ...] = ()


class Differential(msgspec.Struct, frozen=True, kw_only=True):
    """candidates: best first, "other" among them; probabilities sum to 1. not_to_miss: at most 5.
    too_little: fewer findings than a ranking needs, so its order says little more than the prior.
    hereditary: the second layer; None when it was not built on this machine."""

    candidates: tuple[Candidate, ...] = ()
    not_to_miss: tuple[NotToMiss, ...] = ()
    families: tuple[Family, ...] = ()
    together: tuple[Together, ...] = ()
    too_little: bool = False
    hereditary: Hereditary | None = None
