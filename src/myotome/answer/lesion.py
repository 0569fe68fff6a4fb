"""Where: ranked sites with what each explains, contradicts and leaves untested."""

from __future__ import annotations

import msgspec

from myotome.terms import Side


class SiteEvidence(msgspec.Struct, frozen=True, kw_only=True):
    """One observed or possible finding seen from a lesion. finding: index into ``Case.findings``
    (None when untested). site, side: the muscle, reflex or territory. expected: probability of it
    under the lesion."""

    site: str
    side: Side
    finding: int | None = None
    expected: float | None = None


class Lesion(msgspec.Struct, frozen=True, kw_only=True):
    """One hypothesis. lesion_class: id of localisation.md section 1 (``root_single`` ...).
    sites: (site id, side) of the lesions; empty for diffuse classes. probability: posterior.
    severity: same length as sites, 0..1. tie_set: other sites that the evidence cannot tell apart.
    """

    lesion_class: str
    sites: tuple[tuple[str, Side], ...] = ()
    severity: tuple[float, ...] = ()
    probability: float = 0.0
    tie_set: tuple[tuple[str, Side], ...] = ()
    explained: tuple[SiteEvidence, ...] = ()
    contradicted: tuple[SiteEvidence, ...] = ()
    untested: tuple[SiteEvidence, ...] = ()


class Localisation(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to "where". classes: posterior of each lesion class, summing to 1.
    worse: the worse side of a bilateral lesion. unexplained: findings that no listed site explains.
    most: lesions looked for in each independent part of the body; at_most: share of the answer in
    which a part holds that many (more might fit). by_rate: (factor, first class, its probability)
    with the rate of lesions per nerve multiplied by the factor. level: of a central lesion, at or
    above a sign of "brain", "cervical_cord", "thoracic_cord", or a root's sensory level; else "".
    """

    lesions: tuple[Lesion, ...] = ()
    classes: dict[str, float] = {}
    worse: Side | None = None
    unexplained: tuple[int, ...] = ()
    exact: bool = True
    notes: tuple[str, ...] = ()
    most: int = 0
    at_most: float = 0.0
    by_rate: tuple[tuple[float, str, float], ...] = ()
    level: str = ""
