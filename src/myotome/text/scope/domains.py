"""Adjectives listed under one noun: "pas de trouble moteur, sensitif ou sphinctérien", "examen sensitif, cérébelleux et oculomoteur normal"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from myotome.text.scope.items import FIRST, Item
from myotome.text.scope.scope_words import single
from myotome.text.tokens.fold import Token, fold
from myotome.text.tokens.layout import Sentence

SEPARATORS = frozenset({",", "/", "-"})
COVERING = frozenset({"concept", "absent", "disease"})


class DomainWords(msgspec.Struct, frozen=True):
    """disorders: stem of a noun ("trouble") -> stem of an adjective -> concept, "" when it is none of ours. examinations: the same for nouns of examination -> numbers of
    tests. joins: stems between two members ("et", "ni"). small: stems before a member ("de")."""

    disorders: dict[str, dict[str, str]]
    examinations: dict[str, dict[str, tuple[str, ...]]]
    heads: frozenset[str]
    joins: frozenset[str]
    small: frozenset[str]

    def listed(self, tokens: list[Token], sentence: Sentence, items: list[Item]) -> list[Item]:
        """The items with those of the adjectives that no wording of their own covers."""
        covered = {k for i in items if i.kind in COVERING for k in range(i.first, i.last + 1)}
        tested = {k for i in items if i.kind == "test" for k in range(i.first, i.last + 1)}
        added: list[Item] = []
        for at in range(sentence.first, sentence.last):
            stem = tokens[at].stem
            if stem in self.disorders:
                added += self._members(tokens, at + 1, sentence.last, covered, self.disorders[stem])
            elif stem in self.examinations:
                for n, values in self._found(tokens, at + 1, sentence.last, self.examinations[stem]):
                    added += [Item("test", value, n, n) for value in values if n not in tested]
        if not added:
            return items
        at_member = {i.first for i in added}
        return sorted((*(i for i in items if not (i.ambiguous and i.first in at_member)), *added), key=FIRST)

    def _members(self, tokens: list[Token], begin: int, last: int, covered: set[int], table: dict[str, str]) -> list[Item]:
        return [Item("concept", value, n, n) for n, value in self._found(tokens, begin, last, table) if value and n not in covered]

    def _found(self, tokens: list[Token], k: int, last: int, table: Mapping[str, Any]) -> list[tuple[int, Any]]:
        """Positions of the adjectives of a list that begins at ``k``, with what each says; a list of one is none."""
        found: list[tuple[int, Any]] = []
        while k < last and tokens[k].stem in table:
            found.append((k, table[tokens[k].stem]))
            k += 1
            joined = k
            while k < last and (tokens[k].raw in SEPARATORS or tokens[k].stem in self.joins or k > joined and tokens[k].stem in self.small):
                k += 1
            if k == joined:
                break
        return found if len(found) > 1 else []


def domain_words(cues: Mapping[str, Any], entries: Sequence[Mapping[str, Any]], language: str) -> DomainWords:
    """From the cues of a language and the entries of tests and results."""
    words = cues["domains"]
    shared = {fold(a): concept for concept, adjectives in words["shared"].items() for a in adjectives}
    own = {fold(noun): {fold(a): c for c, adjectives in table.items() for a in adjectives} for noun, table in words["own"].items()}
    disorders = {fold(noun): {**shared, **own.get(fold(noun), {})} for noun in words["disorders"]}
    tests: dict[str, tuple[str, ...]] = {}
    noun = words["examination"]
    for n, entry in enumerate(entries):
        for wording in entry.get("test", {}).get(language, ()):
            if noun and wording.startswith(f"{noun} ") and wording.count(" ") == 1:
                adjective = fold(wording.split()[1])
                tests[adjective] = (*tests.get(adjective, ()), str(n))
    examinations = {fold(noun): tests} if noun else {}
    return DomainWords(
        disorders, examinations, frozenset((*disorders, *examinations)), single(words["joins"]), single(cues["partitives"]),
    )
