"""Muscles in a needle examination told in prose: "JA dt : fib +, tracé pauvre", "jumeau interne dt : RAS", "the vastus was normal".

A muscle that is "normal" to the needle has no abnormal recruitment; it is not said to be strong. What is seen in one muscle holds for
the findings behind it that name no muscle. The words stand in ``words/cues_*.yaml`` (``needle``).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import msgspec

from myotome.knowledge.store import Knowledge
from myotome.terms import Presence, Side
from myotome.text.results.place_results import muscle_results
from myotome.text.scope.item import Held, Item
from myotome.text.scope.mention import Mention, takes
from myotome.text.scope.scope import Scope
from myotome.text.scope.scope_words import single
from myotome.text.scope.sides import Mark, Placed
from myotome.text.tokens.fold import Token
from myotome.text.tokens.layout import Sentence

KIND = "needle_emg"
NORMAL = "N"


class NeedleWords(msgspec.Struct, eq=False, frozen=True):
    """studies: stems that say that a sentence is of a needle examination. clinical: stems that say that it is of something else.
    normal: the concept that a normal muscle denies. turned: clinical findings -> what they are to the needle. denied: of those that a normal result denies. limbs: "membres inférieurs normaux"."""

    studies: frozenset[str]
    clinical: frozenset[str]
    normal: str
    turned: dict[str, str]
    denied: dict[str, str]
    limbs: frozenset[str]


def needle_words(cues: Mapping[str, Any], reader: Mapping[str, Any]) -> NeedleWords:
    """The words of one language, from its cue file and ``words/reader.yaml``."""
    return NeedleWords(
        studies=single(cues["needle"]["studies"]), clinical=single(cues["needle"]["clinical"]),
        normal=reader["needle_normal"], turned=reader["needle_turned"], denied=reader["needle_denied"], limbs=frozenset(reader["limb_parts"]),
    )


@lru_cache(maxsize=4)
def _concepts(knowledge: Knowledge) -> frozenset[str]:
    """The findings of a needle examination."""
    return frozenset(c.id for c in knowledge.concepts.values() if c.kind == KIND)


class NeedleReader:
    """Knows, from sentence to sentence, whether the note is in a needle examination, and reads its muscles."""

    def __init__(self, tokens: list[Token], words: NeedleWords, muscular: frozenset[str], knowledge: Knowledge) -> None:
        self.tokens, self.words, self.muscular, self.knowledge = tokens, words, muscular, knowledge
        self.concepts = _concepts(knowledge)
        self._open = False

    def goes_on(self, sentence: Sentence, held: Held) -> bool:
        """Is this sentence of a needle examination: by its own words, by its heading, or going on with muscles?"""
        words = self.words
        told = False
        for item in held.get("concept", ()):
            if item.value in self.concepts:
                told = True
        own = told or not words.studies.isdisjoint(sentence.stem_set)
        graded = "grade" in held and any(i.grade is not None and "/" in i.grade.text for i in held["grade"])
        clinical = graded or not words.clinical.isdisjoint(sentence.stem_set)
        if own:
            self._open = not clinical or told
        elif not words.studies.isdisjoint(sentence.heading):
            self._open = not clinical
        else:
            self._open = self._open and not clinical and any(i.value in self.knowledge.muscles for i in held.get("site", ()))
        return self._open

    def mentions(
        self, sentence: Sentence, items: list[Item], marks: list[Mark], mentions: list[Mention], loose: list[list[Placed]],
    ) -> list[Mention]:
        """The mentions of a sentence of the examination, with those of normal muscles; ``loose`` loses the muscles read."""
        study = next((k for k in range(sentence.first, sentence.last) if self.tokens[k].stem in self.words.studies), None)
        headed = not self.words.studies.isdisjoint(sentence.heading)
        needled = [m for m in mentions if m.concept in self.concepts]
        for mention in mentions:
            if mention.concept in self.words.turned and (headed or needled or study is not None and study < mention.first):
                mention.concept = self.words.turned[mention.concept]
                needled.append(mention)
            elif mention.concept in self.words.denied and mention.scope.presence is Presence.ABSENT and not mention.derived and (headed or study is not None and study < mention.first):
                mention.concept = self.words.denied[mention.concept]
        self._marked(items, loose, mentions)
        normal = [m for m in muscle_results(self.tokens, items, marks, loose, self.words.normal, self.muscular.union(self.words.limbs) if study is not None else self.muscular) if m.scope.presence is Presence.ABSENT]
        made = sorted([*mentions, *normal], key=lambda m: m.first)
        self._carry(made, items)
        return made

    def _marked(self, items: list[Item], loose: list[list[Placed]], mentions: list[Mention]) -> None:
        """"Quadriceps : N": a capital N behind a muscle is normal."""
        for run in list(loose):
            last = run[-1].last
            ends = [k for k in range(last + 1, min(last + 3, len(self.tokens))) if self.tokens[k].raw == NORMAL]
            if ends and all(p.site in self.muscular for p in run) and not any(i.kind == "mark" and i.value in ",;" and last < i.first < ends[0] for i in items):
                mentions.append(Mention(self.words.normal, run[0].first, ends[0], Scope(Presence.ABSENT), list(run), rule="muscle and result"))
                loose.remove(run)

    def _carry(self, mentions: list[Mention], items: list[Item]) -> None:
        """Findings that name no muscle are of the muscle before them in their clause ("JA dt : fib +, tracé pauvre")."""
        walls = [i.first for i in items if i.kind == "mark" and i.value == ";"]
        before: Mention | None = None
        for mention in mentions:
            if mention.concept not in self.concepts:
                continue
            if not mention.places and before is not None and not any(before.first < w < mention.first for w in walls):
                own = mention.side
                mention.places = [
                    p if own is Side.UNSAID else p._replace(side=own, worse=mention.worse) for p in before.places
                    if p.site in self.muscular and takes(mention.concept, p.site, self.knowledge)
                ]
            before = mention if mention.places else before
