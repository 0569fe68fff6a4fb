"""Points of a score that stand behind the signs it counts: "MG-ADL 3 : ptosis 1, diplopie 2, mastication 0".

The points that a sign without trouble has (nought, or four in the ALSFRS-R) deny it. Others leave a sign that is named there, and make
none of what is only examined ("déglutition 3").
"""

from __future__ import annotations

from myotome.knowledge.store import Knowledge
from myotome.text.scope.item import Item
from myotome.text.scope.items import POINTS
from myotome.text.tokens.fold import Token

ENDS = frozenset({",", ";", ".", ")", "\n", "/"})  # what may stand behind the points
KINDS = frozenset({"concept", "test"})


def pointed(tokens: list[Token], items: list[Item], last: int, knowledge: Knowledge) -> list[Item]:
    """The items of a sentence that ends before ``last``, with each sign of the score as there or not."""
    none = next(i.value for i in items if i.kind == POINTS)
    made: list[Item] = []
    covered: set[int] = set()
    for item in items:
        at = item.last + 1
        at += at < last and tokens[at].raw == ":"
        if item.kind not in KINDS or at >= last or not tokens[at].raw.isdecimal() or len(tokens[at].raw) > 1:
            continue
        concept = item.value if item.kind == "concept" else knowledge.words["tests_results"][int(item.value)].get("concept", "")
        if at + 1 < last and tokens[at + 1].raw not in ENDS or item.first in covered or not concept:
            continue
        covered.update(range(item.first, at + 1))
        if tokens[at].raw == none:
            made.append(Item("absent", concept, item.first, at))
        elif item.kind == "concept":
            made.append(item)
    return sorted([*(i for i in items if i.first not in covered), *made], key=lambda i: i.first) if covered else items
