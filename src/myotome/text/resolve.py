"""What an ambiguous word means here: its neighbours decide, or it is reported and left out."""

from __future__ import annotations

from myotome.knowledge.store import Knowledge
from myotome.text.cue_words import Words
from myotome.text.fold import Token
from myotome.text.items import Item
from myotome.text.mention import takes

MUSCLES_OF = 4  # tokens between "muscles" and the part of the body whose own muscles are meant
SITE_DECIDES = 6  # tokens between an ambiguous finding and the site that makes it sure


def resolve(
    tokens: list[Token], items: list[Item], words: Words, knowledge: Knowledge,
) -> tuple[list[Item], list[Item]]:
    """Items that are sure in this sentence, and the ambiguous ones that nothing decided."""
    generic = words.generic_sites
    items = own_muscles(tokens, items, words, knowledge)
    if any(i.kind == "site" and i.value not in generic for i in items):
        items = [i for i in items if not (i.kind == "site" and i.value in generic)]
    sited = any(i.kind in ("concept", "side", "grade", "test") and not i.ambiguous for i in items)
    kept: list[Item] = []
    unsure: list[Item] = []
    for item in items:
        if item.ambiguous and not (item.kind == "concept" and _site_decides(item, items, knowledge)):
            sure = any(o.first == item.first and not o.ambiguous and o.kind != "result" for o in items)
            alone = sum(1 for o in items if o.first == item.first and o.ambiguous) == 1
            if sure or item.kind != "site" or not (sited or alone):
                unsure.append(item)
                continue
        kept.append(item)
    return kept, unsure


def own_muscles(tokens: list[Token], items: list[Item], words: Words, knowledge: Knowledge) -> list[Item]:
    """"Musculature des épaules et des mains": of a part whose muscles are named, its own muscles."""
    mapped: list[Item] = []
    reach = -1
    for item in items:
        region = knowledge.regions.get(item.value) if item.kind == "site" else None
        if item.kind == "site" and tokens[item.first].stem in words.muscle_words:
            reach = item.last + MUSCLES_OF
        elif region is not None and region.muscles and item.first <= reach:
            mapped.append(item._replace(value=region.muscles[0]))
            reach = item.last + MUSCLES_OF
            continue
        mapped.append(item)
    return mapped


def _site_decides(item: Item, items: list[Item], knowledge: Knowledge) -> bool:
    """Does a site that the ambiguous finding takes stand beside it ("déficit des interosseux")?"""
    return any(
        o.kind in ("site", "root") and not o.ambiguous and takes(item.value, o.value, knowledge)
        and min(abs(o.first - item.last), abs(item.first - o.last)) <= SITE_DECIDES
        for o in items
    )
