"""Treatments that the patient had, and whether the text says that they helped."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from myotome.case import Treatment
from myotome.terms import Certainty, Experiencer, Presence
from myotome.text.findings.cue_words import Words
from myotome.text.scope.item import Item
from myotome.text.scope.scope import Scope
from myotome.text.tokens.fold import Token
from myotome.text.tokens.layout import Sentence

OPENING = 4  # tokens at the head of a sentence in which "cependant" opens it
REFUSED = 6  # tokens between a denial and the act, where they are words of taking ("nie toute prise de")
DIRECT = 2  # tokens between a denial and the act that it denies, "de" passed over
SHORT_FAILURE = 12  # tokens of a sentence such as "Échec : la faiblesse s'aggrave"


def given(items: list[Item], reach: dict[int, Scope]) -> list[Item]:
    """The acts that the patient had: not denied, not planned, not somebody else's."""
    return [
        i for i in items
        if i.kind == "act" and (scope := reach.get(i.first)) is not None
        and scope.presence is Presence.PRESENT and scope.experiencer is Experiencer.PATIENT
        and scope.certainty not in (Certainty.PENDING, Certainty.TO_BE_EXCLUDED)
    ]


def tried(items: list[Item], reach: dict[int, Scope], without: list[Item]) -> list[Item]:
    """The acts whose outcome may be told: the patient's, neither planned nor refused; a denied outcome may deny their name ("pas
    d'amélioration sous immunoglobulines"). without: those refused."""
    return [
        i for i in items
        if i.kind == "act" and i not in without and (scope := reach.get(i.first)) is not None and scope.experiencer is Experiencer.PATIENT
        and scope.certainty not in (Certainty.PENDING, Certainty.TO_BE_EXCLUDED)
    ]


def refused(tokens: list[Token], items: list[Item], reach: dict[int, Scope], taking: frozenset[str]) -> list[Item]:
    """The acts that stand right behind their denial ("pas de statines", "nie toute prise de statine ou de colchicine"): the patient is without
    them; and those with the answer no ("statines : non"). taking: stems that may stand between, small ones among them."""
    ends = [i.last for i in items if i.kind == "negation_before"]
    found: list[Item] = []
    for item in items:
        if item.kind != "act" or (scope := reach.get(item.first)) is None or scope.presence is not Presence.ABSENT or scope.experiencer is not Experiencer.PATIENT:
            continue
        if any(attribute == "presence" and first > item.last for attribute, first, _ in scope.cues):
            found.append(item)
            continue
        last = max((e for e in ends if e < item.first), default=-1)
        between = tokens[last + 1 : item.first] if last >= 0 else tokens
        if len(between) < DIRECT or len(between) <= REFUSED and all(t.stem in taking or not t.raw.isalnum() for t in between):
            found.append(item)
            ends.append(item.last)
    return found


def response(stems: Sequence[str], words: Words) -> str:
    """What the words of a sentence say of a treatment's effect: "better", "none", "worse" or "".

    "No improvement" goes before "improvement", as the file lists it later.
    """
    said = words.responses.said([stem for stem in stems if stem])
    return next((name for name in reversed(words.responses.folded) if name in said), "") if said else ""


def failed(sentence: Sentence, items: list[Item], effect: str, words: Words) -> bool:
    """Does this sentence say that what came before did not help ("cependant ... s'aggrave", "échec")? effect: what it says of a treatment's."""
    opening = response(sentence.stems[:OPENING], words)
    contrast = any(i.kind == "contrast" and i.first - sentence.first <= OPENING for i in items)
    short = sentence.last - sentence.first <= SHORT_FAILURE
    return "none" in (effect, opening) or effect == "worse" and (contrast or short)


def without_effect(treatments: list[Treatment], pending: list[Treatment]) -> list[Treatment]:
    """The treatments, with those of ``pending`` that have no stated effect marked as without effect."""
    return [
        msgspec.structs.replace(t, response="none") if t in pending and not t.response else t for t in treatments
    ]
