"""Stages from the items of a function scale: number of domains lost, unless a rule holds."""

from __future__ import annotations

from fractions import Fraction

from myotome.care.scores.form import Filled, keys
from myotome.knowledge.model import Condition, Domain, Score
from myotome.units import exact


def holds(condition: Condition, filled: Filled) -> bool | None:
    """Is the condition met? None when its item is missing; an unsaid yes/no is not met."""
    value = filled.values.get(condition.item)
    if condition.yes:
        return value is True
    if not isinstance(value, Fraction):
        return None
    if condition.up_to is not None:
        return value <= exact(condition.up_to)
    assert condition.below is not None
    return value < exact(condition.below)


def is_lost(domain: Domain, filled: Filled) -> bool | None:
    """Any of ``any``, or all of ``all``; None when that depends on what is missing."""
    if domain.all:
        each = [holds(c, filled) for c in domain.all]
        if False in each:
            return False
        return None if None in each else True
    each = [holds(c, filled) for c in domain.any]
    if True in each:
        return True
    return None if None in each else False


def lost_domains(score: Score, filled: Filled) -> tuple[str, ...]:
    """Ids of the domains that are lost for certain."""
    return tuple(d.id for d in score.domains if is_lost(d, filled) is True)


def stage_of(score: Score, filled: Filled) -> tuple[str, tuple[str, ...]]:
    """The stage, or "" and what it lacks. Rules are looked at in their order, the highest first.

    A rule whose items are missing leaves the stage open, even when the domains are known.
    """
    missing = tuple(
        k for k, item in keys(score)
        if not item.optional and filled.values.get(k) is None
    )
    for rule in score.stage_rules:
        each = [holds(c, filled) for c in rule.any]
        if True in each:
            return rule.stage, ()
        if None in each:
            return "", missing
    gastro = [c.item for rule in score.stage_rules for c in rule.any if c.yes and c.item in missing]
    if gastro or any(is_lost(d, filled) is None for d in score.domains):
        return "", missing
    return str(len(lost_domains(score, filled))), ()
