"""Which place and side belong to which of several results of one test: "ROT : MS ++, MI 0", "Tinel coude D +, G -"."""

from __future__ import annotations

from myotome.terms import Side
from myotome.text.scope.item import Item
from myotome.text.scope.mention import Mention
from myotome.text.scope.sides import Placed
from myotome.text.tokens.fold import Token

TESTED = "test and result"
LIST = 2  # results of one test that make a list
RESULT_REACH = 2  # tokens between a place and its own result


def led_by_places(mention: Mention, mentions: list[Mention], items: list[Item]) -> tuple[int, int] | None:
    """Between which tokens the place of a result stands when each of a test's results stands behind its own ("ROT : MS ++, MI 0")."""
    if mention.reach is None:
        return None
    ends = sorted({m.reach[1] for m in mentions if m.first == mention.first and m.reach is not None})
    if len(ends) < LIST:
        return None
    spans = list(zip([mention.first - 1, *ends], ends, strict=False))  # "ROT MS" is the name of a test as well
    if not all(any(i.kind in ("site", "root") and a < i.first < b for i in items) for a, b in spans):
        return None
    return next(span for span in spans if span[1] == mention.reach[1])


def result_before(mention: Mention, run: list[Placed], mentions: list[Mention], commas: list[int]) -> Mention | None:
    """Which result of a test stands right behind a place that a comma parts from the result before it."""
    if mention.reach is None:
        return None
    same = [m for m in mentions if m.first == mention.first and m.reach is not None]
    ends = {m.reach[1] for m in same if m.reach is not None}
    place, last = run[0].first, run[-1].last
    return next((
        m for m in same if m.reach is not None and 0 < m.reach[1] - last <= RESULT_REACH and m.concept == mention.concept
        and any(end < c < place for end in ends for c in commas) and not any(last < c < m.reach[1] for c in commas)
    ), None) if len(ends) > 1 else None


def parted(run: list[Placed], spans: list[tuple[int, int]]) -> list[list[Placed]]:
    """A run of places as those of each result."""
    parts = [[p for p in run if a < p.first < b] for a, b in sorted(set(spans))]
    rest = [p for p in run if not any(a < p.first < b for a, b in spans)]
    return [part for part in (*parts, rest) if part]


def turn_sides(mentions: list[Mention]) -> None:
    """"Tinel coude D +, G -": the place of a later result is on that result's side."""
    for mention in mentions:
        if mention.rule == TESTED and len(mention.side.lateral) == 1 and any(same_test(o, mention) and o.side is not mention.side for o in mentions):
            mention.places = [p._replace(side=mention.side) if len(p.side.lateral) == 1 else p for p in mention.places]


def elsewhere_said(tokens: list[Token], mentions: list[Mention], elsewhere: frozenset[str]) -> None:
    """"ROT abolis à gauche, présents ailleurs": the second result is of no place that was named."""
    for mention in mentions:
        end = mention.reach[1] + 1 if mention.reach is not None else len(tokens)
        if end < len(tokens) and tokens[end].stem in elsewhere:
            mention.places, mention.side, mention.worse = [], Side.UNSAID, None


def same_test(one: Mention, other: Mention) -> bool:
    """Are they two results of one test?"""
    return one.first == other.first and one.reach is not None and other.reach is not None
