"""A movement told without its joint, which the place before it names: "hip flexion 4/5, extension 5/5", "shoulder: abduction 3"."""

from __future__ import annotations

from myotome.knowledge.store import Knowledge
from myotome.text.scope.item import Item
from myotome.text.scope.mrc import MRC_WORDS
from myotome.text.tokens.fold import Token

MOVEMENT = "movement"  # its value is the end of the name of a group of muscles ("flexors")
UNKNOWN = 2  # longer words that may stand between two movements of a list
SMALL = 3  # letters of a word that is not counted
GRADE_REACH = 4  # tokens between a movement and its grade
TELLING = frozenset({"coordination", "concept"})  # right before a movement: "flexion and abduction", "weak abduction"
ENDS = frozenset(",;.\n")
KNOWN = frozenset({"side", "coordination", "contrast", "stop"})


def moved(tokens: list[Token], items: list[Item], knowledge: Knowledge) -> list[Item]:
    """The items with each bare movement as the place that it is of; none where no joint was named or other words part them."""
    told: list[Item] = []
    for item in items:
        if item.kind != MOVEMENT:
            told.append(item)
            continue
        before = next((i for i in reversed(told) if i.kind == "site" and i.last < item.first), None)
        if before is None:
            continue
        group = f"{before.value.partition('_')[0].removesuffix('s')}_{item.value}"  # "fingers", "finger_flexors"
        if group in knowledge.groups and _told(tokens, item, told) and not _parted(tokens, before, item, told):
            told.append(Item("site", group, item.first, item.last))
    return told


def _told(tokens: list[Token], item: Item, before: list[Item]) -> bool:
    """Is strength told of it: does a grade follow, or is it joined to the movement before ("weakness of hip flexion and abduction")?"""
    if tokens[item.first - 1].raw == "/" or any(i.kind in TELLING and i.last == item.first - 1 for i in before):
        return True
    for token in tokens[item.last + 1 : item.last + 1 + GRADE_REACH]:
        if token.raw in MRC_WORDS:
            return True
        if token.raw in ENDS:
            return False
    return False


def _parted(tokens: list[Token], before: Item, item: Item, items: list[Item]) -> bool:
    """Do a full stop, a finding or several unknown words stand between two places?"""
    between = range(before.last + 1, item.first)
    known = {k for i in items if i.kind in KNOWN for k in range(i.first, i.last + 1)}
    unknown = [k for k in between if tokens[k].raw.isalpha() and len(tokens[k].raw) > SMALL and k not in known]
    return len(unknown) > UNKNOWN or any(tokens[k].raw in ".\n" for k in between)
