"""Grades of strength and the muscles that they are of: "quadriceps 3/5 à droite, 4-/5 à gauche", "4/5 aux psoas".

A grade belongs to the muscles named since the grade before it; a grade with a side of its own and no
new muscle is the other side's. In a list of graded muscles a side once said goes on until another is.
"""

from __future__ import annotations

from typing import NamedTuple

from myotome.knowledge.store import Knowledge
from myotome.terms import Certainty, Experiencer, Presence, Side
from myotome.text.fold import Token
from myotome.text.items import MRC_MAX, Item
from myotome.text.mention import FOREIGN, Mention, takes
from myotome.text.scope import Scope
from myotome.text.sides import Mark, Placed, side_marks

GRADE_REACH = 8  # tokens between a muscle and the grade that follows it
BEHIND = 3  # tokens between a grade and the muscle or side that follows it ("4/5 aux deltoïdes", "3/5 à droite")
NEAR = 14  # tokens between a word of weakness and its grade


class _Graded(NamedTuple):
    """A grade with the places that it is of."""

    item: Item
    places: list[Placed]


def attach_grades(
    tokens: list[Token], items: list[Item], mentions: list[Mention], loose: list[list[Placed]],
    runs: list[list[Placed]], weakness: str, prepositions: frozenset[str], knowledge: Knowledge,
) -> list[Mention]:
    """Give each grade its muscles, or the weakness beside it. Returns the mentions that grades make.

    loose: runs that no mention took; those that a grade takes are removed. prepositions: words that
    lead from a grade to the muscle behind it.
    """
    grades = [i for i in items if i.kind == "grade"]
    if not grades:
        return []
    made: list[Mention] = []
    marks = side_marks(items)
    runs = [fit for run in runs if (fit := [p for p in run if takes(weakness, p.site, knowledge)])]
    walls = [i.first for i in items if i.kind == "mark" and i.value == ";"]
    graded: list[_Graded] = []
    for n, item in enumerate(grades):
        before = grades[n - 1].last if n else -1
        until = grades[n + 1].first if n + 1 < len(grades) else len(tokens)
        free = [run for run in runs if not graded or run[0].first != graded[-1].places[0].first]
        run = _run_of(tokens, item, before, until, free, prepositions, walls)
        own = _own_side(tokens, item, before, until, marks, runs)
        if run is not None:
            places = list(run)
        elif graded and own is not None and not any(before < w < item.first for w in walls):
            places = graded[-1].places
        else:
            _grade_weakness(item, [m for m in mentions if _gradable(m.concept, knowledge)], before)
            continue
        graded.append(_Graded(item, _sided(places, own, graded)))
    taken = {p.first for g in graded for p in g.places}
    owners = [m for m in mentions if m.places and any(p.first in taken for p in m.places)]
    for g in graded:
        made.append(_mention(g, owners, weakness))
    for mention in owners:
        mention.grade = mention.grade or next(g.item.grade for g in graded if any(p.first in {q.first for q in g.places} for p in mention.places))
        if mention.concept == weakness:  # its graded places speak for themselves
            mention.places = [p for p in mention.places if p.first not in taken]
            if not mention.places:
                mentions.remove(mention)
    loose[:] = [run for run in loose if not any(p.first in taken for p in run)]
    return made


def _run_of(
    tokens: list[Token], item: Item, before: int, until: int, runs: list[list[Placed]], prepositions: frozenset[str],
    walls: list[int],
) -> list[Placed] | None:
    """The run of muscles that a grade is of: the one just before it, or the one it is led to."""
    behind = next((
        run for run in runs
        if item.last < run[0].first < until and run[0].first - item.last <= BEHIND
        and any(t.stem in prepositions for t in tokens[item.last + 1 : run[0].first])
    ), None)
    ahead = next((
        run for run in reversed(runs)
        if before < run[0].first and run[-1].first < item.first and item.first - run[-1].last <= GRADE_REACH
        and not any(run[-1].last < w < item.first for w in walls)
    ), None)
    if ahead is None or behind is None:
        return ahead or behind
    return ahead if item.first - ahead[-1].last <= BEHIND else behind


def _own_side(
    tokens: list[Token], item: Item, before: int, until: int, marks: list[Mark], runs: list[list[Placed]],
) -> tuple[Side, Side | None] | None:
    """The side said right behind a grade, or right before it with no muscle between ("G 5")."""
    starts = {run[0].first for run in runs}
    for first, last, side, worse in marks:
        if item.last < first < until and first - item.last <= BEHIND and not any(
            k in starts or tokens[k].raw == "," for k in range(item.last + 1, first)
        ):
            after = tokens[last + 1 : last + 3]
            if not (after and any(t.raw == ":" for t in after[:1])):
                return side, worse
    for first, last, side, worse in reversed(marks):
        if before < first and 0 < item.first - last <= BEHIND and not any(k in starts for k in range(first, item.first)):
            return side, worse
    return None


def _sided(
    places: list[Placed], own: tuple[Side, Side | None] | None, graded: list[_Graded],
) -> list[Placed]:
    """Places with the grade's own side, else their own, else the side of the graded muscle before them."""
    if own is not None:
        return [p._replace(side=own[0], worse=own[1]) for p in places]
    known = next((p.side for p in graded[-1].places if p.side is not Side.UNSAID), Side.UNSAID) if graded else Side.UNSAID
    carried = known if len(known.lateral) == 1 else Side.UNSAID
    return [p._replace(side=carried) if p.side is Side.UNSAID else p for p in places]


def _mention(graded: _Graded, owners: list[Mention], weakness: str) -> Mention:
    """A weakness at the graded places, in the scope of the weakness that named them, if one did."""
    item, places = graded
    assert item.grade is not None
    first = {p.first for p in places}
    owner = next((m for m in owners if m.concept == weakness and any(p.first in first for p in m.places)), None)
    scope = owner.scope if owner else Scope()
    normal = item.grade.low >= MRC_MAX
    scope = scope._replace(presence=Presence.ABSENT if normal else Presence.PRESENT)
    if owner is None:
        scope = Scope(scope.presence, Certainty.CERTAIN, Experiencer.PATIENT)
    begin = min(places[0].first, item.first)
    return Mention(
        weakness, begin, max(item.last, places[-1].last if places[0].first > item.first else item.last), scope, places,
        grade=item.grade, rule="graded muscle",
    )


def _gradable(concept: str, knowledge: Knowledge) -> bool:
    entry = knowledge.concepts.get(concept)
    return concept == FOREIGN or entry is not None and entry.kind == "strength"


def _grade_weakness(item: Item, mentions: list[Mention], before: int) -> None:
    """The grade of a weakness that names its own muscles ("paraparésie cotée à 3/5")."""
    near = [m for m in mentions if abs(m.first - item.first) < NEAR and m.last > before]
    if not near:
        return
    target = min(near, key=lambda m: (m.first > item.first, abs(m.first - item.first)))
    target.grade = item.grade
    if item.grade is not None and item.grade.low >= MRC_MAX:
        target.scope = target.scope._replace(presence=Presence.ABSENT)
