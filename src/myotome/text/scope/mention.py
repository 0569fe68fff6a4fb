"""One concept as said in a sentence, and the places that it can take."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import msgspec

from myotome.case import Grade, Measure
from myotome.knowledge.store import Knowledge
from myotome.terms import Course, Severity, Side, SiteKind, Tempo, Topography
from myotome.text.scope.scope import Scope
from myotome.text.scope.sides import Placed
from myotome.text.times.moments import Moment

VALUES = {"severity": Severity, "tempo": Tempo, "course": Course, "topography": Topography}
PATTERNS = frozenset({Course.RELAPSING, Course.STEPWISE})  # say more of a course than its direction


class Said(msgspec.Struct, eq=False, gc=False):
    """Attributes that words give to one mention, and those words: (attribute, first token, last token)."""

    severity: Severity | None = None
    tempo: Tempo | None = None
    course: Course | None = None
    topography: tuple[Topography, ...] = ()
    moment: Moment | None = None
    cues: list[tuple[str, int, int]] = []

    def take(self, attribute: str, value: str, first: int, last: int) -> None:
        """Set an attribute that nothing nearer has set; patterns over the body add up."""
        if attribute == "topography":
            pattern = Topography(value)
            if pattern in self.topography:
                return
            self.topography = (*self.topography, pattern)
        elif getattr(self, attribute) is None or attribute == "course" and value in PATTERNS and self.course not in PATTERNS:
            setattr(self, attribute, VALUES[attribute](value))
        else:
            return
        self.cues.append((attribute, first, last))


UNTOLD = Said()  # of a mention that no word says anything of; never changed


class Mention(msgspec.Struct, eq=False, gc=False):
    """One concept as said in a sentence, before it becomes findings."""

    concept: str
    first: int
    last: int
    scope: Scope
    places: list[Placed] = []
    side: Side = Side.UNSAID
    worse: Side | None = None
    grade: Grade | None = None
    measure: Measure | None = None
    rule: str = ""
    reach: tuple[int, int] | None = None  # tokens that show it, when more than first..last
    derived: bool = False  # follows from what was said ("ROT normaux": not brisk either)
    said: Said | None = None  # severity, course ... in the words beside it

    def _replace(self, **changes: Any) -> Mention:
        """The mention with some attributes changed (msgspec's ``replace`` does not know it in the compiled form)."""
        own: dict[str, Any] = {
            "concept": self.concept, "first": self.first, "last": self.last, "scope": self.scope, "places": self.places, "side": self.side,
            "worse": self.worse, "grade": self.grade, "measure": self.measure, "rule": self.rule, "reach": self.reach, "derived": self.derived, "said": self.said,
        }
        return Mention(**(own | changes))


OF_LIMBS = frozenset({"strength", "sensation"})  # kinds of concepts that no vessel has
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
    region = knowledge.regions.get(site)
    if region is not None and region.kind == "vessel" and entry.kind in OF_LIMBS:
        return False  # "examen neurologique normal, en particulier aux artères temporales"
    sited = set(entry.sited)
    if "muscle_group" in sited:
        sited.add("muscle")
    if "segment" in sited:
        sited.add("nerve")
    return bool(sited & site_kinds(site, knowledge))


def elsewhere(concept: str, sites: Sequence[str], knowledge: Knowledge) -> str:
    """The concept at sites other than the one that its own name holds ("hypoesthésie des pieds, pas des mains": sensory loss)."""
    entry = knowledge.concepts.get(concept)
    if entry is None or not entry.site or not sites or any(site == entry.site or entry.site in knowledge.site_containers(site) for site in sites):
        return concept
    parents = [p for parent in entry.parents for p in (parent, *knowledge.concepts[parent].parents)]
    return next((p for p in parents if not knowledge.concepts[p].site and all(takes(p, site, knowledge) for site in sites)), concept)
