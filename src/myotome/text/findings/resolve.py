"""What an ambiguous word means here: its neighbours decide, or it is reported and left out."""

from __future__ import annotations

from myotome.knowledge.store import Knowledge
from myotome.text.findings.cue_words import Words
from myotome.text.scope.item import Held, Item
from myotome.text.scope.mention import takes
from myotome.text.tokens.fold import Token

MUSCLES_OF = 4  # tokens between "muscles" and the part of the body whose own muscles are meant
DENIED_REACH = 4  # tokens between an ambiguous finding and the word that denies it
SITE_DECIDES = 7  # tokens between an ambiguous finding and the site that makes it sure


def resolve(
    tokens: list[Token], items: list[Item], held: Held, words: Words, knowledge: Knowledge,
) -> tuple[list[Item], list[Item]]:
    """Items that are sure in this sentence, and the ambiguous ones that nothing decided."""
    if "site" in held:
        items = own_muscles(tokens, items, held["site"], words, knowledge)
        items = _without_generic(items, words.generic_sites)
    if not _any_ambiguous(items):
        return items, []
    sited = any(
        i.kind in ("side", "grade", "test") and not i.ambiguous
        or i.kind == "concept" and (not i.ambiguous or _site_decides(i, items, knowledge)) for i in items
    )
    kept: list[Item] = []
    unsure: list[Item] = []
    for item in items:
        if item.ambiguous and not (item.kind == "concept" and (
            _site_decides(item, items, knowledge) or _denied_alone(tokens, item, items, words)
        )):
            sure = any(o.first == item.first and not o.ambiguous and o.kind != "result" for o in items)
            alone = sum(1 for o in items if o.first == item.first and o.ambiguous) == 1
            if sure or item.kind != "site" or not (sited or alone):
                unsure.append(item)
                continue
        kept.append(item)
    return (kept if unsure else items), unsure


def _any_ambiguous(items: list[Item]) -> bool:
    for item in items:  # noqa: SIM110 - run for every sentence
        if item.ambiguous:
            return True
    return False


def _without_generic(items: list[Item], generic: frozenset[str]) -> list[Item]:
    """The items without places that mean any place, where another is named."""
    sites = {i.value for i in items if i.kind == "site"}
    if len(sites) == 1 or sites.isdisjoint(generic) or sites <= generic:
        return items
    return [i for i in items if not (i.kind == "site" and i.value in generic)]


def _denied_alone(tokens: list[Token], item: Item, items: list[Item], words: Words) -> bool:
    """"Pas de déficit.", "déficit nul", "le déficit progresse": denied or known, and with no word that makes it another deficit."""
    if item.value not in words.denied_alone:
        return False
    before = any(i.kind == "negation_before" and 0 < item.first - i.last <= DENIED_REACH for i in items)
    after = tokens[item.last + 1] if item.last + 1 < len(tokens) else None
    closed = after is None or not after.raw.isalpha() or after.stem in words.closing
    closed = closed or any(i.kind == "side" and 0 < i.first - item.last <= DENIED_REACH for i in items)  # "pas de déficit du côté droit"
    nil = any(i.kind == "negation_after" and 0 < i.first - item.last <= DENIED_REACH for i in items)
    lead = tokens[item.first - 1].raw.lower() if item.first else ""
    verb = after is not None and (after.raw in words.scope.finite or after.raw in words.scope.particles)
    verb = verb or any(i.first == item.last + 1 and i.kind == "certainty_before" for i in items)  # "un déficit aurait existé"
    known = lead in words.definite and (closed or verb)  # "le déficit ne s'est pas étendu"
    return (before or nil) and closed or known


def own_muscles(tokens: list[Token], items: list[Item], sites: list[Item], words: Words, knowledge: Knowledge) -> list[Item]:
    """"Musculature des épaules et des mains": of a part whose muscles are named, its own muscles."""
    if not any(tokens[i.first].stem in words.muscle_words for i in sites):
        return items
    mapped: list[Item] = []
    reach = -1
    for item in items:
        region = knowledge.regions.get(item.value) if item.kind == "site" else None
        if item.kind == "site" and tokens[item.first].stem in words.muscle_words:
            reach = item.last + MUSCLES_OF
        elif region is not None and region.muscles and item.first <= reach:
            mapped.append(Item(item.kind, region.muscles[0], item.first, item.last, item.ambiguous, item.grade))
            reach = item.last + MUSCLES_OF
            continue
        mapped.append(item)
    return mapped


def _site_decides(item: Item, items: list[Item], knowledge: Knowledge) -> bool:
    """Does a site that the ambiguous finding takes stand beside it ("déficit des interosseux")?"""
    return any(
        o.kind in ("site", "root") and (not o.ambiguous or _one_reading(o, items)) and takes(item.value, o.value, knowledge)
        and min(abs(o.first - item.last), abs(item.first - o.last)) <= SITE_DECIDES
        for o in items
    )


def _one_reading(item: Item, items: list[Item]) -> bool:
    """Has an ambiguous word one reading here ("les releveurs" beside "déficit")?"""
    return sum(o.first == item.first and o.kind == item.kind for o in items) == 1
