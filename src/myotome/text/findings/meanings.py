"""What a short form means here: "TA" is a muscle beside muscles, a blood pressure before "110/70 mmHg".

Meanings, and the neighbours that decide between them, stand in ``words/meanings.yaml``. Where nothing decides and no meaning
is the usual one, the short form is left out and reported: never guessed.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import msgspec

from myotome.knowledge.store import Knowledge
from myotome.text.scope.item import Held, Item
from myotome.text.scope.mention import site_kinds
from myotome.text.tokens.fold import Token, tokenise
from myotome.text.tokens.layout import Sentence
from myotome.text.tokens.lexicon import CUE_KINDS, SHORT_FORM, Lexicon
from myotome.text.tokens.vocabulary import lexicon_for
from myotome.text.tokens.wordings import Lexeme

Stems = tuple[str, ...]

RIGHT_BESIDE = 3  # what a word right beside weighs
MOST_NEAR = 2  # what the other words of the sentence weigh together at most
SKIPPED = 2  # little words between a short form and the word before it
TESTED_REACH = 2  # tokens between an examined function and its result
DEFINED_REACH = 10  # tokens of a full wording before or in brackets
LONG = 5  # letters of a word that is no short form
PAST = "history"  # the kind of concept that a past illness is
SPEAKING = frozenset({"measure", "disease", "act", "grade"})


class Meaning(msgspec.Struct, eq=False, frozen=True):
    """words: the full wording, folded. lexemes: what it is read as; none when it is nothing of ours. See the file for the rest."""

    words: Stems
    lexemes: tuple[Lexeme, ...]
    before: tuple[Stems, ...] = ()
    after: tuple[Stems, ...] = ()
    near: tuple[frozenset[str], ...] = ()
    beside: frozenset[str] = frozenset()
    usual: bool = False


def _stems(phrase: str) -> Stems:
    return tuple(t.stem for t in tokenise(phrase) if t.stem)


def _meaning(entry: dict[str, Any], lexicon: Lexicon) -> Meaning:
    side = (Lexeme("side", entry["side"]),) if "side" in entry else ()
    return Meaning(
        words=lexicon.stems(entry["means"]),
        lexemes=(*(x for x in lexicon.reading(entry["means"]) if x.kind not in CUE_KINDS), *side),
        before=tuple(map(_stems, entry.get("before", ()))), after=tuple(map(_stems, entry.get("after", ()))),
        near=tuple(frozenset(_stems(phrase)) for phrase in entry.get("near", ())), beside=frozenset(entry.get("beside", ())),
        usual=entry.get("usual", False),
    )


@lru_cache(maxsize=4)
def meanings_for(knowledge: Knowledge, language: str) -> dict[str, tuple[Meaning, ...]]:
    """Short form -> its meanings in one language."""
    lexicon = lexicon_for(knowledge, language)
    return {
        short: tuple(_meaning(entry, lexicon) for entry in entries)
        for short, entries in knowledge.words["meanings"][language].items()
    }


class ShortForms:
    """Reads the short forms of one patient's story in their order; what the story itself defines holds from there on."""

    def __init__(self, tokens: list[Token], knowledge: Knowledge, language: str) -> None:
        self.tokens, self.knowledge = tokens, knowledge
        self.meanings = meanings_for(knowledge, language)
        self.small = lexicon_for(knowledge, language).small
        self.defined: dict[str, Meaning | None] = {}
        self.told: set[str] = set()

    def hear(self, held: Held) -> None:
        """Remember the diseases, past illnesses and treatments that the story names in full; a sign is said of many things."""
        for kind in ("disease", "act"):
            if kind in held:
                self.told.update([i.value for i in held[kind] if not i.ambiguous])
        for item in held.get("concept", ()):
            if not item.ambiguous and self.knowledge.concepts[item.value].kind == PAST:
                self.told.add(item.value)

    def resolved(self, sentence: Sentence, items: list[Item]) -> tuple[list[Item], list[Item]]:
        """Items with each short form read as what it means here, and the short forms that nothing decided."""
        unclear: list[Item] = []
        shorts = [i for i in items if i.kind == SHORT_FORM and self._written(i) == i.value]
        places = {(i.first, i.last) for i in shorts}
        made = [i for i in items if i.kind != SHORT_FORM and (i.first, i.last) not in places]
        for short in shorts:
            if not short.value.islower() and self._in_capitals(sentence) and not self._spoken_for(short, sentence, made):
                made += [i for i in items if (i.first, i.last) == (short.first, short.last) and i.kind != SHORT_FORM]
                continue  # "PAS DE DYSPHAGIE"
            decided, meaning = self._meant(short, sentence, made)
            if not decided:
                unclear.append(short)
            elif meaning is not None:
                made += [Item(x.kind, x.value, short.first, short.last) for x in meaning.lexemes]
        made.sort(key=lambda i: i.first)
        return made, unclear

    def _written(self, item: Item) -> str:
        """The words of an item as they stand in the note, with one space where there is any; whole words in small letters."""
        words = self.tokens[item.first : item.last + 1]
        text = "".join(" " * (k > 0 and t.start > words[k - 1].end) + t.raw for k, t in enumerate(words))
        return text.lower() if item.value.islower() and text not in self.meanings else text

    def _meant(self, short: Item, sentence: Sentence, items: list[Item]) -> tuple[bool, Meaning | None]:
        """Is it decided, and for which meaning (None: for none that we know)?"""
        meanings = self.meanings[short.value]
        if self._define(short, sentence, meanings) or short.value in self.defined:
            return True, self.defined[short.value]
        weights = [self._weight(m, short, sentence, items) for m in meanings]
        best = max(weights)
        if best and weights.count(best) == 1:
            return True, meanings[weights.index(best)]
        usual = next((m for m in meanings if m.usual), None)
        return usual is not None and (not best or weights[meanings.index(usual)] == best), usual

    def _spoken_for(self, short: Item, sentence: Sentence, items: list[Item]) -> bool:
        """Does a neighbour speak for one of the meanings?"""
        return any(self._weight(m, short, sentence, items) for m in self.meanings[short.value])

    def _define(self, short: Item, sentence: Sentence, meanings: tuple[Meaning, ...]) -> bool:
        """Does the story say here what the short form stands for: in brackets behind the full wording, or before it?"""
        raws = [t.raw for t in self.tokens[sentence.first : sentence.last]]
        at, behind = short.first - sentence.first, short.last + 1 - sentence.first
        if at and raws[at - 1] == "(":
            words = self.tokens[max(sentence.first, short.first - 1 - DEFINED_REACH) : short.first - 1]
        elif behind < len(raws) and raws[behind] == "(":
            words = self.tokens[short.last + 2 : min(sentence.last, short.last + 2 + DEFINED_REACH)]
        else:
            return False
        stems = {t.stem for t in words}
        full = next((m for m in meanings if m.words and stems.issuperset(m.words)), None)
        initials = "".join(t.raw[0] for t in words if t.raw[0].isalpha() and t.stem not in self.small).upper()
        if full is None and not (len(short.value) > 1 and short.value.upper() in initials):
            return False
        self.defined[short.value] = full
        return True

    def _weight(self, meaning: Meaning, short: Item, sentence: Sentence, items: list[Item]) -> int:
        """How much the neighbours speak for a meaning."""
        tokens = self.tokens
        stems = {*sentence.stems, *sentence.heading}
        behind = short.last + 1
        behind += behind < sentence.last and tokens[behind].raw == ":"  # "RCP : flexion"
        weight = RIGHT_BESIDE * (
            any(self._ends_before(phrase, short.first, sentence.first) for phrase in meaning.before)
            + any(_starts(tokens, phrase, behind, sentence.last) for phrase in meaning.after)
        )
        weight += min(MOST_NEAR, sum(stems.issuperset(phrase) for phrase in meaning.near))
        weight += len(meaning.beside & self._beside(short, sentence, items))
        return weight + any(x.value in self.told for x in meaning.lexemes)

    def _ends_before(self, phrase: Stems, at: int, first: int) -> bool:
        """Does the phrase stand before ``at``, with at most little words between?"""
        for end in range(at, max(first, at - SKIPPED - 1), -1):
            begin = end - len(phrase)
            if begin >= first and tuple(t.stem for t in self.tokens[begin:end]) == phrase:
                return True
            token = self.tokens[end - 1]
            if token.stem not in self.small and token.raw not in "'’:":
                return False
        return False

    def _beside(self, short: Item, sentence: Sentence, items: list[Item]) -> set[str]:
        """What else the sentence holds, in the words of ``beside``."""
        found: set[str] = set()
        for item in items:
            if item.kind == "site" and not item.ambiguous:
                found |= site_kinds(item.value, self.knowledge)
            elif item.kind in SPEAKING and not item.ambiguous:
                found.add(item.kind)
            elif item.kind == "root":
                found.add("root")
            elif item.kind == "side" and (item.first == short.last + 1 or item.last == short.first - 1):
                found.add("side")
            elif item.kind == "test" and 0 < short.first - item.last <= TESTED_REACH and not self.tokens[short.first - 1].raw[:1].isdecimal():
                found.add("tested")
        behind = self.tokens[short.last + 1 : min(sentence.last, short.last + 3)]
        if behind and (behind[0].raw[:1].isdecimal() or len(behind) > 1 and len(behind[0].stem) < 2 and behind[1].raw[:1].isdecimal()):
            found.add("number")
        return found

    def _in_capitals(self, sentence: Sentence) -> bool:
        words = [t.raw for t in self.tokens[sentence.first : sentence.last] if len(t.raw) > 1 and t.raw.isalpha()]
        return len(words) > 1 and all(w.isupper() for w in words) and any(len(w) >= LONG for w in words)


def _starts(tokens: list[Token], phrase: Stems, at: int, last: int) -> bool:
    return at + len(phrase) <= last and all(tokens[at + k].stem == stem for k, stem in enumerate(phrase))
