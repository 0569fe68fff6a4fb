"""Evaluate an expression of ``knowledge/expression.py`` over a case."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

from myotome.knowledge.expression import Expression, concepts_in
from myotome.logic.judgement import Judgement, all_of, any_of, at_least, negate
from myotome.logic.measures import (
    judge_age,
    judge_duration,
    judge_measured,
    judge_onset_age,
    judge_value,
)
from myotome.logic.places import Key, fit, keys, left_out, number
from myotome.logic.view import CaseView
from myotome.terms import Certainty, Experiencer, Presence, Sex, Side, Truth

BOTH = Side.BOTH.value


def evaluate(
    node: Expression, view: CaseView, items: Mapping[str, Judgement] | None = None
) -> Judgement:
    """The truth of ``node`` for the case, with what decided it or what is missing.

    items: judgements of named items, for expressions that refer to them (raises KeyError for an
    unknown one; ``knowledge check`` finds it first). Leaves are judged once a view.
    """
    op = node.op
    if op == "item":
        return (items or {})[node.name]
    if op == "nerves":
        return _judge_nerves(node, view)
    if op in JOINERS:
        return JOINERS[op](node, [evaluate(part, view, items) for part in node.parts])
    known = view.judged.get(node)
    if known is None:
        known = view.judged[node] = LEAVES[node.op](node, view)
    return known


def _judge_nerves(node: Expression, view: CaseView) -> Judgement:
    """Nerves of one side for which the part holds, judged by what was found in each of them."""
    (where,) = node.parts
    concepts = concepts_in(where)
    studied = {
        key
        for concept in concepts for index in (*view.present(concept), *view.absent(concept))
        for key in keys(view, index, "side_nerve") if key[0] not in node.excluded
    }
    if not studied:
        return Judgement(Truth.UNKNOWN, (), tuple(sorted(concepts)))
    parts = [evaluate(_at(where, *key), view) for key in sorted(studied)]
    if node.closed:
        parts = [Judgement(Truth.NO, p.findings) if p.truth is Truth.UNKNOWN else p for p in parts]
    return at_least(node.n, parts)


def _at(node: Expression, nerve: str, side: Side) -> Expression:
    """The expression about one nerve of one side; what asks for another nerve cannot hold there."""
    if node.sites and nerve not in node.sites:
        return Expression(op="any")
    if node.op in ("finding", "measured"):
        return msgspec.structs.replace(node, sites=(nerve,), side=side.value if side.lateral else "")
    return msgspec.structs.replace(node, parts=tuple(_at(part, nerve, side) for part in node.parts))


def _judge_finding(node: Expression, view: CaseView) -> Judgement:
    if node.side == BOTH:
        return all_of([_one_side(node, view, s.value) for s in (Side.LEFT, Side.RIGHT)])
    return _one_side(node, view, node.side)


def _one_side(node: Expression, view: CaseView, side: str) -> Judgement:
    if not view.mentions(node.name):
        return Judgement(Truth.UNKNOWN, (), (node.name,))
    maybe = []
    yes = []
    for index in view.present(node.name):
        if left_out(view, index, node.without):
            continue
        truth = fit(view, index, node, side)
        if truth is not None:
            (yes if truth is Truth.YES else maybe).append(index)
    if yes:
        return Judgement(Truth.YES, tuple(yes))
    if not maybe:
        denied = view.denied(node.name, node.sites, side)
        if denied:
            return Judgement(Truth.NO, denied)
    return Judgement(Truth.UNKNOWN, tuple(maybe), (node.name,))


def _places(node: Expression, view: CaseView) -> tuple[set[Key], list[int], bool]:
    """Distinct places of the present findings, their indices, and: may there be one more?

    A mention without a place beside others with one is the same thing said again, not one more.
    """
    found: set[Key] = set()
    used: list[int] = []
    more = False
    for index in view.present(node.name):
        truth = fit(view, index, node, node.side)
        if truth is None:
            continue
        used.append(index)
        places = keys(view, index, node.distinct or "site")
        if truth is Truth.UNKNOWN or left_out(view, index, node.without):
            more = True
        elif places:
            found |= places
    return found, used, more or not found


def _judge_count(node: Expression, view: CaseView) -> Judgement:
    found, used, more = _places(node, view)
    n = number(found)
    least = node.low or 0
    if node.high is not None and n > node.high:
        return Judgement(Truth.NO, tuple(used))
    if not used:
        denied = view.denied(node.name, node.sites, node.side)
        if denied:
            return Judgement(Truth.NO if least > 0 else Truth.YES, denied)
        return Judgement(Truth.UNKNOWN, (), (node.name,))
    complete = node.closed and not more
    if n >= least and (node.high is None or complete):
        return Judgement(Truth.YES, tuple(used))
    if n < least and complete:
        return Judgement(Truth.NO, tuple(used))
    return Judgement(Truth.UNKNOWN, tuple(used), (node.name,))


def _judge_normal_in(node: Expression, view: CaseView) -> Judgement:
    """Present nowhere, and stated absent in general or at ``min`` distinct sites."""
    present = [i for i in view.present(node.name) if fit(view, i, node, node.side) is not None]
    if present:
        sure = any(fit(view, i, node, node.side) is Truth.YES for i in present)
        return Judgement(
            Truth.NO if sure else Truth.UNKNOWN, tuple(present), () if sure else (node.name,)
        )
    denied = view.denied(node.name, node.sites, node.side)
    if denied:
        return Judgement(Truth.YES, denied)
    normal = view.absent(node.name)
    found: set[Key] = set()
    for index in normal:
        found |= keys(view, index, node.distinct or "site")
    if normal and number(found) >= (node.low or 1):
        return Judgement(Truth.YES, tuple(normal))
    return Judgement(Truth.UNKNOWN, tuple(normal), (node.name,))


def _judge_sex(node: Expression, view: CaseView) -> Judgement:
    sex = view.case.patient.sex
    if sex is Sex.UNKNOWN:
        return Judgement(Truth.UNKNOWN, (), ("sex",))
    return Judgement(Truth.YES if sex.value == node.name else Truth.NO)


def _judge_disease(node: Expression, view: CaseView) -> Judgement:
    """Does the source state the diagnosis (or a narrower one) for the patient?"""
    answer = Judgement(Truth.UNKNOWN, (), (node.name,))
    for stated in view.case.diagnoses:
        entry = view.knowledge.diseases.get(stated.disease)
        same = stated.disease == node.name
        narrower = entry is not None and entry.parent == node.name
        if stated.experiencer is not Experiencer.PATIENT or not (same or narrower):
            continue
        if stated.established:
            return Judgement(Truth.YES)
        if same and stated.presence is Presence.ABSENT and stated.certainty is Certainty.CERTAIN:
            answer = Judgement(Truth.NO)
    return answer


def _judge_treated(node: Expression, view: CaseView) -> Judgement:
    """Had the drug (or one of its class); with ``response``: and answered so; with ``ongoing``: and
    it is not said to be over."""
    acts = view.knowledge.acts
    answer = Judgement(Truth.UNKNOWN, (), (node.name,))
    for treatment in view.case.treatments:
        act = acts.get(treatment.drug)
        if treatment.drug != node.name and (act is None or node.name not in act.classes):
            continue
        if node.ongoing and treatment.ongoing is False:
            answer = Judgement(Truth.NO)
            continue
        if not node.response or treatment.response == node.response:
            return Judgement(Truth.YES)
        if treatment.response:
            answer = Judgement(Truth.NO)
    exposure = acts[node.name].concept if node.name in acts else ""
    if answer.truth is Truth.UNKNOWN and exposure:
        exposed = _judge_finding(Expression(op="finding", name=exposure), view)
        if exposed.truth is Truth.NO or not node.response:
            return exposed if exposed.truth is not Truth.UNKNOWN else answer
    return answer


def _judge_unset(node: Expression, view: CaseView) -> Judgement:
    return Judgement(Truth.UNKNOWN, (), ("unset",))


JOINERS: dict[str, Callable[[Expression, list[Judgement]], Judgement]] = {
    "all": lambda node, parts: all_of(parts),
    "any": lambda node, parts: any_of(parts),
    "not": lambda node, parts: negate(parts[0]),
    "at_least": lambda node, parts: at_least(node.n, parts),
}
LEAVES: dict[str, Callable[[Expression, CaseView], Judgement]] = {
    "finding": _judge_finding,
    "count": _judge_count,
    "normal_in": _judge_normal_in,
    "measured": judge_measured,
    "value": judge_value,
    "age": judge_age,
    "onset_age": judge_onset_age,
    "sex": _judge_sex,
    "duration": judge_duration,
    "disease": _judge_disease,
    "treated": _judge_treated,
    "unset": _judge_unset,
}
