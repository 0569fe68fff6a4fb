"""A finding said once, then denied or doubted at another place without its name: "ptosis à droite, pas à gauche"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec

from myotome.knowledge.store import Knowledge
from myotome.terms import Certainty, Presence, Side
from myotome.text.scope.item import Item
from myotome.text.scope.mention import Mention, elsewhere
from myotome.text.scope.scope import Scope
from myotome.text.scope.scope_words import single
from myotome.text.tokens.fold import Token
from myotome.text.tokens.layout import Sentence

GAP = 4  # small words between the denial and the place
BASE_REACH = 20  # tokens between the finding and its second place
OPENERS = frozenset({",", ";"})
PLACES = frozenset({"side", "site", "root"})
SITES = frozenset({"site", "root"})
NAMED = frozenset({"concept", "test", "absent", "disease", "act"})
BESIDE = PLACES | {"mark", "grade", "measure", "contrast", "stop", "worse_cue", "milder_cue", "result"}  # may stand between the finding and the denial


class EllipticWords(msgspec.Struct, eq=False, frozen=True):
    """denials: "pas", "non", "rien". doubts: "douteux". small: prepositions, articles, as written. seen: stems of "retrouvé"."""

    denials: frozenset[str]
    doubts: frozenset[str]
    small: frozenset[str]
    seen: frozenset[str]


def elliptic_words(cues: Mapping[str, Any]) -> EllipticWords:
    """From the cues of a language."""
    return EllipticWords(
        denials=single(cues["elliptic_denials"]), doubts=single(cues["elliptic_doubts"]),
        small=frozenset((*cues["grade_prepositions"], *cues["articles"], "'", "’")), seen=single(cues["observed"]),
    )


class Ellipsis(NamedTuple):
    """What is said of the finding at token ``base`` at a second place. side: when a side is all that names the place."""

    base: int
    presence: Presence
    certainty: Certainty
    side: Side | None


def elliptic(
    tokens: list[Token], sentence: Sentence, items: list[Item], words: EllipticWords, knowledge: Knowledge,
) -> tuple[list[Item], dict[int, Ellipsis]]:
    """The items with the finding named again where it is denied or doubted, and what is said there, by token position."""
    said: dict[int, Ellipsis] = {}
    if words.denials.isdisjoint(sentence.stem_set) and words.doubts.isdisjoint(sentence.stem_set):
        return items, said
    last = sentence.last
    openers = [i for i in items if i.kind == "contrast" or i.kind == "mark" and i.value in OPENERS]
    for opener in openers:
        n = next((k for k, item in enumerate(items) if item is opener), None)  # an ellipsis before it may have taken it
        if n is not None:
            found = _second(tokens, last, items, n, words)
            if found is not None:
                at, until, ellipsis, sites = found
                said[at] = ellipsis
                base = next(i for i in items if i.first == ellipsis.base and i.kind == "concept")
                items = [i for i in items if not at <= i.first < until or i.kind in PLACES]
                items.append(Item("concept", elsewhere(base.value, sites, knowledge), at, at))
                items.sort(key=lambda i: i.first)
    return items, said


def _second(
    tokens: list[Token], last: int, items: list[Item], n: int, words: EllipticWords,
) -> tuple[int, int, Ellipsis, list[str]] | None:
    """Position of the denial behind ``items[n]``, the end of its words, what it says, and where; None when there is none."""
    begin = items[n].last + 1
    end = next((i.first for i in items[n + 1 :] if i.kind in ("mark", "contrast") and i.first > begin), last)
    while end > begin and not tokens[end - 1].raw.isalnum():
        end -= 1
    at = begin if _says(tokens, begin, end, words) else end - 1  # "pas à gauche", or "à gauche discutable"
    if not begin <= at < end or not _says(tokens, at, end, words):
        return None
    if tokens[at].stem in words.doubts and any(i.kind == "result" and i.first == at and "normal" in i.value for i in items):
        return None  # "talons impossible à gauche, possible à droite": a result, for other_side.py
    place = [i for i in items if begin <= i.first < end and i.kind in PLACES]
    at_places = {i.first for i in place}  # "paraspinaux" is a place and a test
    if not place or any(i.kind in NAMED and i.first not in at_places for i in items if begin <= i.first < end):
        return None
    between = tokens[at + 1 : place[0].first] if at == begin else tokens[begin : place[0].first]
    if len(between) > GAP or any(t.raw not in words.small and t.stem not in words.seen for t in between):
        return None
    base = _base(items, n)
    if base is None or begin - base.last > BASE_REACH:
        return None
    doubted = tokens[at].stem in words.doubts
    alone = place[0].kind == "side" and all(i.kind == "side" for i in place)
    return at, place[0].first if at == begin else at + 1, Ellipsis(
        base.first, Presence.PRESENT if doubted else Presence.ABSENT, Certainty.POSSIBLE if doubted else Certainty.CERTAIN,
        Side(place[0].value) if alone else None,
    ), [i.value for i in place if i.kind in SITES]


def _says(tokens: list[Token], at: int, end: int, words: EllipticWords) -> bool:
    return at < end and (tokens[at].stem in words.denials or tokens[at].stem in words.doubts)


def _base(items: list[Item], n: int) -> Item | None:
    """The finding before ``items[n]`` that is not denied, with nothing but places between."""
    base: Item | None = None
    named = {i.first for i in items[:n] if i.kind == "concept"}  # "Babinski" is a sign and a test
    for item in reversed(items[:n]):
        if base is None:
            if item.kind == "concept":
                base = item
            elif item.kind not in BESIDE and item.first not in named:
                return None
        elif item.kind in ("negation_before", "negation_after"):
            return None
        elif item.kind == "mark":
            break
    if base is not None and any(i.kind == "result" and i.first == base.first for i in items) and any(
        i.kind == "test" and i.first < base.first for i in items
    ):
        return None  # "reflexes brisk in the arms, absent in the legs": two results of a test
    return base


def placed(mentions: list[Mention], said: dict[int, Ellipsis]) -> None:
    """Give the mentions of ``said`` that have a side only the places of the finding, on that side."""
    if not said:
        return
    at = {m.first: m for m in mentions}
    for position, ellipsis in said.items():
        mention, base = at.get(position), at.get(ellipsis.base)
        if mention is not None and base is not None and ellipsis.side is not None:
            mention.side = ellipsis.side
            mention.places = [p._replace(side=ellipsis.side, worse=None, first=position, last=position) for p in base.places]


def scoped(reach: dict[int, Scope], said: dict[int, Ellipsis]) -> dict[int, Scope]:
    """The scopes with those of ``said``: the finding's own, denied or doubted."""
    if not said:
        return reach
    changed = dict(reach)
    for position, ellipsis in said.items():
        base = reach.get(ellipsis.base, Scope())
        changed[position] = base._replace(presence=ellipsis.presence, certainty=ellipsis.certainty)
    return changed
