"""What is planned, offered, refused or forbidden was not done: a treatment, an aid, an operation or a test that a plan only names.

"CAT : HBPM", "rituximab à discuter", "éviter les aminosides", "hip replacement recommended". What goes on or was stopped in the same words
("poursuite de la prednisone", "stop statine") was had.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import msgspec

from myotome.knowledge.store import Knowledge
from myotome.terms import Presence
from myotome.text.findings.asked import NAMED
from myotome.text.results.numbers import COMPARATORS
from myotome.text.results.values import MEASURE
from myotome.text.scope.item import Held, Item
from myotome.text.scope.scope import Scope
from myotome.text.scope.scope_words import single
from myotome.text.tokens.fold import Token
from myotome.text.tokens.layout import Sentence

AHEAD = 7  # tokens behind a treatment within which it is said to be planned ("corticothérapie, d'emblée, à débuter")
BACK = 12  # tokens before it over which a plan's list goes on
WALLS = frozenset(".;()")
COMMAS = frozenset(",+/:")
FEARED = Scope(feared=True)


class PlanWords(msgspec.Struct, frozen=True):
    """before, behind: stems that plan what follows, and what stands before them; planning: all of these. had: stems of what
    goes on or was done."""

    before: frozenset[str]
    behind: frozenset[str]
    had: frozenset[str]
    planning: frozenset[str]


def plan_words(cues: Mapping[str, Any]) -> PlanWords:
    """From the cues of a language."""
    words = cues["plan"]
    before, behind = single(words["before"]), single(words["behind"])
    return PlanWords(before, behind, single(words["had"]), before | behind)


def planned(
    tokens: list[Token], sentence: Sentence, held: Held, reach: Mapping[int, Scope], entitled: bool, words: PlanWords, doable: Collection[str], knowledge: Knowledge,
) -> list[Item]:
    """The treatments, aids, operations and tests of a sentence that it only plans, and the measures whose limit they wait for ("VNI quand CV < 50"). entitled: does it stand
    under a plan's title? doable: ids of concepts that are named like what is done."""
    if not entitled and words.planning.isdisjoint(sentence.stem_set):
        return []
    named = held.get("act", [])
    if "concept" in held:
        named = [*named, *(
            i for i in held["concept"]
            if i.value in doable or knowledge.concepts[i.value].kind in NAMED and (scope := reach.get(i.first)) is not None and scope.presence is Presence.PRESENT
        )]
    found = [i for i in named if _only_planned(tokens, sentence, i, words, entitled, pending=i.kind == "concept" and i.value not in doable)]
    return found + [i for i in held.get(MEASURE, ()) if i.first > found[0].last and _limited(tokens, i)] if found else []


def waited(tokens: list[Token], measures: list[Item], found: Mapping[int, Scope]) -> frozenset[int]:
    """Positions of the measures that are said to be no value but a limit ("intubation si CV < 1 L")."""
    return frozenset([i.first for i in measures if i.first in found and found[i.first].feared and _limited(tokens, i)])


def _limited(tokens: list[Token], item: Item) -> bool:
    return item.last + 1 < len(tokens) and tokens[item.last + 1].raw in COMPARATORS


def _only_planned(tokens: list[Token], sentence: Sentence, item: Item, words: PlanWords, entitled: bool, *, pending: bool) -> bool:
    """One right behind it decides; else the nearest word before it, of those in its own clause; else the title. pending: a test that is said behind its name to be
    asked for has a result to come."""
    for k in range(item.last + 1, min(item.last + 1 + AHEAD, sentence.last)):
        token = tokens[k]
        if token.raw in WALLS or token.raw in COMMAS:
            break
        if token.stem in words.had:
            return False
        if token.stem in words.behind:
            return not pending
    for k in range(item.first - 1, max(item.first - 1 - BACK, sentence.first - 1), -1):
        token = tokens[k]
        if token.raw in WALLS:
            break
        if token.stem in words.had:
            return False
        if token.stem in words.before:
            return True
    return entitled
