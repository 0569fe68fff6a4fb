"""A meaningful piece of a sentence."""

from __future__ import annotations

from operator import attrgetter

import msgspec

from myotome.case import Grade

FIRST = attrgetter("first")


class Item(msgspec.Struct, eq=False, gc=False):
    """kind: see ``lexicon.Lexeme``, or "root", "grade", "mark" (punctuation). values: readings."""

    kind: str
    value: str
    first: int
    last: int
    ambiguous: bool = False
    grade: Grade | None = None


Held = dict[str, list[Item]]


def by_kind(items: list[Item]) -> Held:
    """The items of a sentence by their kind. Most sentences hold a few of some forty kinds: a rule is entered only where a kind that wakes
    it is held, and goes through the items of that kind alone."""
    held: Held = {}
    for item in items:
        alike = held.get(item.kind)
        if alike is None:
            held[item.kind] = [item]
        else:
            alike.append(item)
    return held
