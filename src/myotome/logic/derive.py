"""Findings that follow from others: by the concepts' own expressions, and by sides and nerves.

What the source states wins: nothing is derived that is stated, present or absent.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import chain

import msgspec

from myotome.case import Case, Finding
from myotome.knowledge import Knowledge
from myotome.knowledge.expression import Expression, parse
from myotome.logic.evaluate import evaluate
from myotome.logic.patterns import (
    BesideRule,
    NerveRule,
    RootRule,
    SparedRule,
    beside,
    nerves,
    one_root,
    spared,
)
from myotome.logic.sides import Deduced, GradeGap, SideRule, compare
from myotome.logic.view import CaseView, settings_of
from myotome.terms import Certainty, Method, Presence, Side, Truth

ROUNDS = 4  # a derived finding may feed another rule; no chain in the knowledge is longer


class DeriveSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``settings/derive.yaml``. opposites: pairs of concepts of which one excludes the other.
    expressions: concept -> YAML form of the expression that yields it."""

    grade_gap: GradeGap = GradeGap()
    sides: tuple[SideRule, ...] = ()
    nerves: tuple[NerveRule, ...] = ()
    spared: tuple[SparedRule, ...] = ()
    one_root: tuple[RootRule, ...] = ()
    beside: tuple[BesideRule, ...] = ()
    opposites: tuple[tuple[str, str], ...] = ()
    expressions: dict[str, dict] = {}

    def ruled(self) -> set[str]:
        """Concepts that a rule of this file yields."""
        found = {c for r in self.sides for c in (r.asymmetric, r.symmetric, r.unilateral)}
        found |= {c for r in self.nerves for c in (r.one, r.several)}
        found |= {r.yields for r in (*self.spared, *self.one_root, *self.beside)}
        return found | set(self.expressions)


@lru_cache(maxsize=4)
def _rules(knowledge: Knowledge) -> tuple[DeriveSettings, tuple[tuple[str, Expression], ...]]:
    """Settings, and every concept that an expression yields; a rule of the settings goes first."""
    settings: DeriveSettings = settings_of(knowledge, "derive", DeriveSettings)
    ruled = settings.ruled()
    expressions = [
        (c.id, c.derived)
        for c in knowledge.concepts.values()
        if c.derived is not None and c.id not in ruled
    ]
    expressions += [(c, parse(e, "settings/derive.yaml")) for c, e in settings.expressions.items()]
    return settings, tuple(expressions)


def derive(case: Case, knowledge: Knowledge) -> Case:
    """The case with what follows from its findings appended; indices of the others do not move.

    Derived findings have method DERIVED, the evidence of the findings they rest on (``rule`` names
    the concept), and the lowest certainty among these. Deriving twice adds nothing.
    """
    for _ in range(ROUNDS):
        view = CaseView(case, knowledge)
        added: dict[str, Finding] = {}
        for deduced in _deduce(view):
            if deduced.concept not in added and not _stated(view, deduced):
                added[deduced.concept] = _finding(case, deduced)
        if not added:
            return case
        case = msgspec.structs.replace(case, findings=(*case.findings, *added.values()))
    return case


def _stated(view: CaseView, deduced: Deduced) -> bool:
    """Is the concept stated, present or absent, or (for a presence) its opposite stated present?"""
    if view.present(deduced.concept) or view.denied(deduced.concept):
        return True
    pairs = _rules(view.knowledge)[0].opposites
    others = {a if b == deduced.concept else b for a, b in pairs if deduced.concept in (a, b)}
    return deduced.present and any(view.present(other) for other in others)


def _deduce(view: CaseView) -> list[Deduced]:
    settings, expressions = _rules(view.knowledge)
    found: list[Deduced] = []
    for rule in settings.sides:
        found += compare(view, rule, settings.grade_gap)
    for rule in settings.one_root:
        found += one_root(view, rule)
    known = {d.concept for d in found}
    for rule in settings.nerves:
        found += nerves(view, rule, settings.grade_gap, known)
    for rule in settings.spared:
        found += spared(view, rule)
    for rule in settings.beside:
        found += beside(view, rule)
    for concept, expression in expressions:
        judged = evaluate(expression, view)
        if judged.truth is Truth.YES:
            found.append(Deduced(concept, judged.findings, side=_side(view.case, judged.findings)))
    for one, other in chain(settings.opposites, ((b, a) for a, b in settings.opposites)):
        because = view.present(one)
        if because:
            found.append(Deduced(other, tuple(because), present=False))
    return found


def _side(case: Case, because: tuple[int, ...]) -> Side:
    """The side that the findings share or make up together; unsaid if one of them has none."""
    laterals = [case.findings[i].side.lateral for i in because]
    sides = {side for lateral in laterals for side in lateral}
    if not all(laterals) or not sides:
        return Side.UNSAID
    return Side.BOTH if len(sides) > 1 else sides.pop()


def _finding(case: Case, deduced: Deduced) -> Finding:
    behind = [case.findings[i] for i in deduced.because]
    certain = all(f.certainty is Certainty.CERTAIN for f in behind)
    visits = [f.visit for f in behind if f.visit is not None]
    evidence = dict.fromkeys(
        msgspec.structs.replace(e, rule=deduced.concept) for f in behind for e in f.evidence
    )
    return Finding(
        concept=deduced.concept,
        presence=Presence.PRESENT if deduced.present else Presence.ABSENT,
        certainty=Certainty.CERTAIN if certain else Certainty.PROBABLE,
        site=deduced.site,
        side=deduced.side,
        method=Method.DERIVED,
        visit=max(visits, default=None),
        evidence=tuple(evidence),
    )
