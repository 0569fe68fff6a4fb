"""Findings denied by a word that stands for them: "sa mère a des pieds creux ; elle-même n'en a pas", "lui n'a ni l'un ni l'autre"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from myotome.text.scope.item import FIRST, Item
from myotome.text.scope.scope_words import single
from myotome.text.tokens.fold import Token

EN_REACH = 3  # tokens between "n" and "en" ("il n'y en a plus")
VERB = 5  # tokens between the pronoun and its negation ("n'en a lui-même jamais")
SUBJECTS = frozenset({"kin", "patient_words"})
PAIR = 2  # findings that "ni l'un ni l'autre" stands for


class AnaphorWords(msgspec.Struct, eq=False, frozen=True):
    """pronouns: "en" of "n'en a pas", as written; particles: "n" before it. follows: stems of what may stand behind the denial ("eu")."""

    pronouns: frozenset[str]
    particles: frozenset[str]
    follows: frozenset[str]


def anaphor_words(cues: Mapping[str, Any]) -> AnaphorWords:
    """From the cues of a language."""
    words = cues["anaphor_words"]
    return AnaphorWords(frozenset(words["pronouns"]), frozenset(cues["negation_particles"]), single(words["follows"]))


def named_again(tokens: list[Token], items: list[Item], last: int, before: str, words: AnaphorWords) -> list[Item]:
    """The items with the findings named where a pronoun denies them. last: end of the sentence. before: the concept said last in the sentence before."""
    added: list[Item] = []
    before = before if any(i.kind in SUBJECTS for i in items) else ""  # not "je ne retiens ni l'un ni l'autre"
    for n, item in enumerate(items):
        if item.kind == "anaphor":
            added += [Item("negation_before", "negation_before", item.first, item.first), *_meant(items[:n], item, before, PAIR)]
        elif item.kind == "negation_before" and _of_it(tokens, item, last, words):
            added += _meant(items[:n], item, before, 1)
    if not added:
        return items
    named = {i.value for i in added}
    bare = {i.first for i in items if i.kind == "concept" and i.value in named and i.last + 1 < last and tokens[i.last + 1].raw == ":"}  # "fasciculations : je n'en ai pas vu"
    return sorted((*(i for i in items if i.first not in bare), *added), key=FIRST)


def _of_it(tokens: list[Token], item: Item, last: int, words: AnaphorWords) -> bool:
    """Is a denial that of "en" ("n'en a pas", "n'en a jamais eu"; not "n'en a pas parlé")?"""
    at = next((k for k in range(item.last, max(0, item.last - VERB), -1) if tokens[k].raw in words.pronouns), None)
    if at is None or at == item.last or not any(t.raw in words.particles for t in tokens[max(0, at - EN_REACH) : at]):
        return False
    follows = tokens[item.last + 1] if item.last + 1 < last else None
    return follows is None or not follows.raw.isalpha() or follows.stem in words.follows


def _meant(items: list[Item], anaphor: Item, before: str, count: int) -> list[Item]:
    """The findings that were named last before the anaphor, under its position; that of the sentence before when there is none."""
    named = list(dict.fromkeys(i.value for i in items if i.kind == "concept" and i.last < anaphor.first))[-count:]
    return [Item("concept", value, anaphor.first, anaphor.last) for value in named or ([before] if before else [])]
