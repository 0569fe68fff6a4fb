"""Patterns over nerves and roots: one nerve or several, one root, spared bulk, sensory fibres over
a block. Which concepts they read and yield stands in ``settings/derive.yaml``."""

from __future__ import annotations

import msgspec

from myotome.logic.places import keys, nerve_at, number
from myotome.logic.sides import Deduced, GradeGap, SideRule, compare
from myotome.logic.view import CaseView
from myotome.terms import Method, Side


class NerveRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """of: concepts whose sites are counted. one: yielded when all lie in one nerve of one side.
    several: yielded at ``least`` named nerves, unless a concept of ``unless`` is present or the
    places are the same on both sides. excluded: narrower concepts left out."""

    of: tuple[str, ...]
    least: int
    one: str = ""
    several: str = ""
    unless: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()


class SparedRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``present`` at a place where ``absent`` is stated absent yields ``yields``."""

    present: str
    absent: str
    yields: str


class RootRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All muscles of ``of`` share a root of one of the ``weights``, and are at least ``least``."""

    of: str
    yields: str
    least: int
    weights: tuple[str, ...]


class BesideRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """State of ``reads`` in the nerves in which ``at`` stands, as a finding of ``yields``."""

    at: str
    reads: str
    yields: str


def nerves(view: CaseView, rule: NerveRule, gap: GradeGap, known: set[str]) -> list[Deduced]:
    """Does the deficit lie in one named nerve, or in several? known: concepts just deduced."""
    indices = [
        i for i in sorted({i for c in rule.of for i in view.present(c)})
        if view.site(i) is not None
        and view.case.findings[i].method is not Method.DERIVED
        and not view.broader(view.case.findings[i].concept) & set(rule.excluded)
    ]
    clear = {i: keys(view, i, "side_nerve") for i in indices}
    found = set().union(*clear.values()) if clear else set()
    names = {name for name, _ in found}
    if rule.several and len(names) >= rule.least:
        blocked = any(c in known or view.present(c) for c in rule.unless)
        if blocked or _even(view, rule, gap):
            return []
        return [Deduced(rule.several, tuple(i for i in indices if clear[i]))]
    if rule.one and len(names) == 1 and number(found) == 1 and all(clear.values()):
        name, side = next((k for k in found if k[1] is not Side.UNSAID), next(iter(found)))
        return [Deduced(rule.one, tuple(indices), side=side, site=name)]
    return []


def _even(view: CaseView, rule: NerveRule, gap: GradeGap) -> bool:
    """Are the places the same on both sides, for every concept that has sides at all?"""
    verdicts = [
        d.concept
        for c in rule.of
        for d in compare(view, SideRule(of=c, excluded=rule.excluded, asymmetric="-", symmetric="="), gap)
    ]
    return bool(verdicts) and set(verdicts) == {"="}


def spared(view: CaseView, rule: SparedRule) -> list[Deduced]:
    """A place with the one finding and stated without the other."""
    for index in view.present(rule.present):
        site = view.site(index)
        if site is None:
            continue
        finding = view.case.findings[index]
        side = finding.side.value if len(finding.side.lateral) == 1 else ""
        denied = view.denied(rule.absent, (site,), side)
        if denied and not any(view.site(i) == site for i in view.present(rule.absent)):
            return [Deduced(rule.yields, (index, *denied), side=finding.side, site=site)]
    return []


def one_root(view: CaseView, rule: RootRule) -> list[Deduced]:
    """Do all muscles concerned share a root? A wider place said beside a narrower one is left out."""
    places = {i: view.site(i) for i in view.present(rule.of)}
    places = {
        i: site
        for i, site in places.items()
        if site is not None
        and view.knowledge.muscles_of(site)
        and view.case.findings[i].method is not Method.DERIVED
    }
    said = set(places.values())
    used = [
        i for i, site in places.items()
        if not any(o != site and view.knowledge.within(o, site) for o in said)
    ]
    muscles = {m for i in used for m in view.knowledge.muscles_of(places[i])}
    if len(muscles) < rule.least:
        return []
    shared = set.intersection(*(
        {r for r, w in view.knowledge.muscles[m].roots.items() if w in rule.weights} for m in muscles
    ))
    sides = {s for i in used for s in view.case.findings[i].side.lateral}
    side = sides.pop() if len(sides) == 1 else Side.BOTH if sides else Side.UNSAID
    return [Deduced(rule.yields, tuple(used), side=side)] if shared else []


def beside(view: CaseView, rule: BesideRule) -> list[Deduced]:
    """``reads`` over the nerves with ``at``: present in one of them, or stated absent in all."""
    at = view.present(rule.at)
    places = {key for i in at for key in keys(view, i, "side_nerve")}
    if not places or any(not keys(view, i, "side_nerve") for i in at):
        return []
    for index in view.present(rule.reads):
        nerve = nerve_at(view.knowledge, view.site(index))
        sides = view.case.findings[index].side.lateral
        if any(nerve == name and (side in sides or not sides) for name, side in places):
            return [Deduced(rule.yields, (index,), site=nerve)]
    used: list[int] = []
    for name, side in sorted(places):
        denied = view.denied(rule.reads, (name,), side.value if side is not Side.UNSAID else "")
        if not denied:
            return []
        used.extend(denied)
    return [Deduced(rule.yields, tuple(dict.fromkeys(used)), present=False)]
