"""Grades of a weakness that names no muscle beside it: "paraparésie cotée à 3/5", "paraparésie cotée 3 à droite, 2 à gauche"."""

from __future__ import annotations

from myotome.knowledge.store import Knowledge
from myotome.terms import Presence, Side
from myotome.text.scope.item import Item
from myotome.text.scope.mention import FOREIGN, Mention
from myotome.text.scope.mrc import MRC_MAX
from myotome.text.scope.sides import Mark

NEAR = 14  # tokens between a word of weakness and its grade
OPPOSITE = {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT}


def gradable(concept: str, knowledge: Knowledge) -> bool:
    """Has a finding grades of strength?"""
    entry = knowledge.concepts.get(concept)
    return concept == FOREIGN or entry is not None and entry.kind == "strength"


def leave_graded(mentions: list[Mention], grades: list[Item], knowledge: Knowledge) -> None:
    """Take from the tests of strength the places before them that have a grade of their own ("deltoïdes 4, reste du testing 5")."""
    for mention in mentions:
        if mention.reach is not None and mention.places and gradable(mention.concept, knowledge):
            mention.places = [p for p in mention.places if not any(p.last < g.first and g.last < mention.first for g in grades)]


def grade_concept(
    item: Item, mentions: list[Mention], last: Mention | None, before: int, own: Mark | None, knowledge: Knowledge,
) -> tuple[Mention | None, Mention | None]:
    """Give a grade to the weakness near it, with the side said behind it; returns that weakness, and what the grade says of its other side.

    last: the weakness that was graded last. before: the end of the grade before. own: the side of the grade.
    """
    other = _of_other_side(item, last, own)
    if other is not None:
        return last, other
    near = [m for m in mentions if abs(m.first - item.first) < NEAR and m.last > before and gradable(m.concept, knowledge)]
    if not near:
        return None, None
    target = min(near, key=lambda m: (m.first > item.first, abs(m.first - item.first)))
    target.grade = item.grade
    if item.grade is not None and item.grade.low >= MRC_MAX:
        target.scope = target.scope._replace(presence=Presence.ABSENT)
    if own is not None and own[0] > item.last and len(own[2].lateral) == 1:
        target.side, target.worse = own[2], None
        target.places = [p._replace(side=own[2], worse=None) for p in target.places]
    return target, None


def _of_other_side(item: Item, base: Mention | None, own: Mark | None) -> Mention | None:
    """The weakness at the other side, where a second grade tells it ("..., 2 à gauche"). base: the weakness graded last."""
    if base is None or own is None or base.grade is None or item.grade is None or own[0] < item.last or OPPOSITE.get(own[2]) is not base.side:
        return None
    presence = Presence.ABSENT if item.grade.low >= MRC_MAX else Presence.PRESENT
    return base._replace(
        first=item.first, last=own[1], scope=base.scope._replace(presence=presence), side=own[2], worse=None, grade=item.grade,
        places=[p._replace(side=own[2], worse=None, first=item.first, last=own[1]) for p in base.places], rule="grade of the other side", reach=None,
    )
