"""The side that "du même côté", "controlatéral" and "l'autre" mean, by the side said before."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from myotome.terms import Side
from myotome.text.scope.item import Item

OPPOSITE = {"left": "right", "right": "left"}
ONE = "one"  # "l'autre": the other side's part
ONE_REACH = 2  # tokens between "l'autre" and the part or the result
LED = frozenset({"site", "concept", "result", "negation_before", "negation_after", "absent"})


def said_again(items: list[Item], side: str = "", sided: Mapping[str, Side] = MappingProxyType({})) -> list[Item]:
    """Items with "du même côté" and "controlatéral" as the side that they mean, by the side said before them.

    side: the one said before the sentence. sided: short forms that hold a side ("MID"). Where none was said they stay what they are, and say none.
    """
    done: list[Item] = []
    last = side if side in OPPOSITE else ""  # "both" has no other side
    for n, item in enumerate(items):
        if item.kind == "side" and item.value in OPPOSITE:
            last = item.value
        elif item.kind == "short" and item.value in sided:
            last = sided[item.value].value
        if item.kind == "side_again" and last and (item.value != ONE or _of_a_part(items, n)):
            last = last if item.value == "same" else OPPOSITE[last]
            done.append(Item("side", last, item.first, item.last))
        else:
            done.append(item)
    return done


def _of_a_part(items: list[Item], n: int) -> bool:
    """Does "l'autre" at ``items[n]`` lead to a part of the body, or to a result of the part said before ("l'autre est normal")?"""
    if n + 1 == len(items) or items[n + 1].kind == "mark":
        return True  # "positif à droite, négatif de l'autre"
    return any(i.kind in LED and 0 < i.first - items[n].last <= ONE_REACH for i in items[n + 1 :])
