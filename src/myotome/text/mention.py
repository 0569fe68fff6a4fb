"""One concept as said in a sentence, and the places that it can take."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from myotome.case import Grade, Measure
from myotome.knowledge.store import Knowledge
from myotome.terms import Side, SiteKind
from myotome.text.scope import Scope
from myotome.text.sides import Placed


@dataclass(slots=True)
class Mention:
    """One concept as said in a sentence, before it becomes findings."""

    concept: str
    first: int
    last: int
    scope: Scope
    places: list[Placed] = field(default_factory=list)
    side: Side = Side.UNSAID
    worse: Side | None = None
    grade: Grade | None = None
    measure: Measure | None = None
    rule: str = ""
    reach: tuple[int, int] | None = None  # tokens that show it, when more than first..last


FOREIGN = "foreign"  # the concept of a span that somebody else found: no id of ours, at any site


@lru_cache(maxsize=8192)
def site_kinds(site: str, knowledge: Knowledge) -> frozenset[str]:
    """Kinds of anatomy that a site id is, in the words of ``Concept.sited``."""
    kinds = set()
    if site in knowledge.muscles or site in knowledge.groups:
        kinds.add(SiteKind.MUSCLE.value)
    if site in knowledge.nerves or site in knowledge.segments:
        kinds.add(SiteKind.NERVE.value)
    for table, kind in (
        (knowledge.regions, SiteKind.REGION), (knowledge.roots, SiteKind.ROOT),
        (knowledge.reflexes, SiteKind.REFLEX), (knowledge.territories, SiteKind.TERRITORY),
        (knowledge.plexus, SiteKind.PLEXUS),
    ):
        if site in table:
            kinds.add(kind.value)
    return frozenset(kinds)


@lru_cache(maxsize=65536)
def takes(concept: str, site: str, knowledge: Knowledge) -> bool:
    """Can the concept be at the site: is its kind one of those in ``Concept.sited``?"""
    if concept == FOREIGN:
        return True
    entry = knowledge.concepts.get(concept)
    if entry is None or not entry.sited:
        return False
    sited = set(entry.sited)
    if "muscle_group" in sited:
        sited.add("muscle")
    if "segment" in sited:
        sited.add("nerve")
    return bool(sited & site_kinds(site, knowledge))
