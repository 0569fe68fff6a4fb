"""Left against right: is a deficit on one side, uneven, or even?

Rule of asymmetry for graded strength: EFNS/PNS 2010 (fact sheet "criteria", A2); its numbers stand
in ``settings/derive.yaml``. What is said of one side only says nothing of the other.
"""

from __future__ import annotations

from math import inf

import msgspec

from myotome.logic.places import region_of
from myotome.logic.view import CaseView
from myotome.terms import Method, Side, Topography

LATERAL = (Side.LEFT, Side.RIGHT)


class GradeGap(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Difference of grades that makes two sides uneven: ``strong`` where the weaker side is above
    ``limit``, else ``weak``. grades: concept -> grade that it implies without a number."""

    scale: str = ""
    normal: float = 0.0
    limit: float = 0.0
    strong: float = 0.0
    weak: float = 0.0
    grades: dict[str, float] = {}
    source: str = ""


class SideRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """of: concept compared. excluded: narrower concepts left out (face, bulb). asymmetric,
    symmetric, unilateral: concept ids to yield, "" for none."""

    of: str
    excluded: tuple[str, ...] = ()
    asymmetric: str = ""
    symmetric: str = ""
    unilateral: str = ""


class Sided(msgspec.Struct):
    """What is known of one place: per side the lowest and highest grade and the finding behind."""

    spans: dict[Side, tuple[float, float]] = {}
    findings: dict[Side, int] = {}
    worse: bool = False


class Deduced(msgspec.Struct, frozen=True):
    """A finding that follows: concept, side, site, and the findings it rests on."""

    concept: str
    because: tuple[int, ...]
    side: Side = Side.UNSAID
    site: str | None = None
    present: bool = True


def _grade(view: CaseView, index: int, gap: GradeGap) -> tuple[float, float]:
    """Lowest and highest grade that the finding allows."""
    finding = view.case.findings[index]
    if finding.grade is not None and finding.grade.scale == gap.scale:
        return (finding.grade.low, finding.grade.high)
    for concept, grade in gap.grades.items():
        if concept in view.broader(finding.concept):
            return (grade, grade)
    return (-inf, gap.normal)


def collect(view: CaseView, rule: SideRule, gap: GradeGap) -> tuple[dict[str, Sided], bool]:
    """Places at which the deficit has a side, latest visit first; and: is there one without?"""
    places: dict[str, Sided] = {}
    unsided: set[str] = set()
    order = sorted(view.present(rule.of), key=lambda i: -(view.case.findings[i].visit or 0))
    for index in order:
        finding = view.case.findings[index]
        site = view.site(index)
        if finding.method is Method.DERIVED:
            continue
        elsewhere = site is not None and region_of(view.knowledge, site, view.places.limbs) is None
        if elsewhere or view.broader(finding.concept) & set(rule.excluded):
            continue
        key = site or finding.concept
        sides = finding.side.lateral
        if not sides:
            if key != rule.of:
                unsided.add(key)
            continue
        place = places.setdefault(key, Sided(spans={}, findings={}))
        place.worse |= finding.worse in LATERAL
        for side in sides:
            if side not in place.spans:
                place.spans[side] = _grade(view, index, gap)
                place.findings[side] = index
    _add_normal_sides(view, rule, gap, places)
    return places, bool(unsided - set(places))


def _add_normal_sides(
    view: CaseView, rule: SideRule, gap: GradeGap, places: dict[str, Sided]
) -> None:
    for key, place in places.items():
        for side in LATERAL:
            if side in place.spans or rule.of == key:
                continue
            sites = () if key in view.knowledge.concepts else (key,)
            denied = view.denied(key if not sites else rule.of, sites, side.value)
            if denied:
                place.spans[side] = (gap.normal, inf)
                place.findings[side] = denied[0]


def uneven(place: Sided, gap: GradeGap) -> bool:
    """Do the sides differ by the rule? Two deficits without grades are not called uneven."""
    if place.worse:
        return True
    if len(place.spans) < len(LATERAL):
        return False
    (a_low, a_high), (b_low, b_high) = sorted(place.spans.values())
    if b_high == inf and a_low == -inf:
        return True
    needed = gap.strong if min(a_high, b_high) > gap.limit else gap.weak
    return b_low - a_high >= needed


def compare(view: CaseView, rule: SideRule, gap: GradeGap) -> list[Deduced]:
    """Asymmetric, symmetric or unilateral, from the places at which the deficit has a side.

    Equal or unknown grades of two sides are not called symmetric where the source calls the deficit asymmetric.
    """
    places, unsided = collect(view, rule, gap)
    if not places:
        return []
    because = tuple(sorted({i for p in places.values() for i in p.findings.values()}))
    one = [p for p in places.values() if len(p.spans) == 1]
    pairs = [p for p in places.values() if len(p.spans) == len(LATERAL)]
    different = [p for p in pairs if uneven(p, gap)]
    weak_sides = {s for p in places.values() for s, span in p.spans.items() if span[0] < gap.normal}
    found: list[Deduced] = []
    stated = any(Topography.ASYMMETRIC in view.case.findings[i].topography for i in because)
    if different or stated or (one and len(one) >= len(pairs)):
        found.append(Deduced(rule.asymmetric, because))
        if len(weak_sides) == 1 and not unsided:
            found.append(Deduced(rule.unilateral, because, side=weak_sides.pop()))
    elif pairs and not one:
        found.append(Deduced(rule.symmetric, because))
    return [d for d in found if d.concept]
