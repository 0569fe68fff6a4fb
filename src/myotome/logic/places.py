"""Does a finding stand at the asked site and side, and what does it add to a count of distinct
places?"""

from __future__ import annotations

from myotome.knowledge import Knowledge
from myotome.knowledge.expression import Expression
from myotome.logic.view import CERTAINTY_RANK, CaseView
from myotome.terms import Certainty, Side, Truth

Key = tuple[str, Side]
NO_SIDE = Side.UNSAID
RANK_OF_WORD = {c.value: rank for c, rank in CERTAINTY_RANK.items()} | {"": CERTAINTY_RANK[Certainty.PROBABLE]}


def site_fit(knowledge: Knowledge, site: str | None, asked: tuple[str, ...]) -> Truth | None:
    """YES inside an asked site; UNKNOWN when unsaid or wider than it; None when elsewhere."""
    if not asked:
        return Truth.YES
    if site is None:
        return Truth.UNKNOWN
    if any(knowledge.within(site, a) for a in asked):
        return Truth.YES
    return Truth.UNKNOWN if any(knowledge.within(a, site) for a in asked) else None


def side_fit(side: Side, asked: str) -> Truth | None:
    """YES when the finding is on the asked side; UNKNOWN when its side is unsaid; else None."""
    if not asked or side.value == asked:
        return Truth.YES
    if side in (Side.UNSAID, Side.ONE_UNSAID):
        return Truth.UNKNOWN
    return Truth.YES if asked in {s.value for s in side.lateral} else None


def fit(view: CaseView, index: int, node: Expression, side: str) -> Truth | None:
    """How well a present finding answers ``node``: YES, UNKNOWN (unsaid or unsure), None (not)."""
    finding = view.case.findings[index]
    asked = RANK_OF_WORD[node.certainty]
    answers = (
        site_fit(view.knowledge, view.site(index), node.sites),
        side_fit(finding.side, side),
        Truth.YES if view.rank(index) >= asked else Truth.UNKNOWN,
    )
    if None in answers:
        return None
    return Truth.UNKNOWN if Truth.UNKNOWN in answers else Truth.YES


def left_out(view: CaseView, index: int, other: str) -> bool:
    """Is the finding the concept ``other``, or does ``other`` stand at its site and side?"""
    if not other:
        return False
    finding = view.case.findings[index]
    if other in view.broader(finding.concept):
        return True
    site, sides = view.site(index), set(finding.side.lateral)
    for i in view.present(other):
        place, there = view.site(i), set(view.case.findings[i].side.lateral)
        same = site and place and (view.knowledge.within(site, place) or view.knowledge.within(place, site))
        if same and (sides & there or not sides or not there):
            return True
    return False


def nerve_at(knowledge: Knowledge, site: str | None) -> str | None:
    """The one named nerve of a muscle, group, segment, nerve or skin territory."""
    if site is None:
        return None
    territory = knowledge.territories.get(site)
    if territory is not None:
        return knowledge.named_nerve(territory.nerve) if territory.nerve else None
    return knowledge.named_nerve(site)


def region_of(knowledge: Knowledge, site: str | None, regions: tuple[str, ...]) -> str | None:
    """The first of ``regions`` that holds the site."""
    return next((r for r in regions if site and knowledge.within(site, r)), None)


def keys(view: CaseView, index: int, distinct: str) -> frozenset[Key]:
    """What the finding adds to a count of distinct places; empty when its place is not clear.

    A group of muscles is one place: it says "at least one of these".
    """
    site = view.site(index)
    sides = view.case.findings[index].side.lateral
    if distinct == "side":
        return frozenset(("", s) for s in sides)
    name: str | None = site
    if distinct in ("nerve", "side_nerve"):
        name = nerve_at(view.knowledge, site)
    elif distinct == "limb":
        name = region_of(view.knowledge, site, view.places.limbs)
    elif distinct == "limb_part":
        name = region_of(view.knowledge, site, view.places.limb_parts)
    elif distinct == "muscle" and site not in view.knowledge.muscles and site not in view.knowledge.groups:
        name = None
    if name is None:
        return frozenset()
    sided = distinct in ("side_nerve", "side_site", "limb", "limb_part")
    return frozenset((name, s) for s in ((sides or (NO_SIDE,)) if sided else (NO_SIDE,)))


def number(found: set[Key]) -> int:
    """Distinct places for sure: an unsaid side counts only where no side of that place is said."""
    sided = {name for name, side in found if side is not NO_SIDE}
    return sum(1 for name, side in found if side is not NO_SIDE or name not in sided)
