"""Members listed under one noun: "pas de trouble moteur, sensitif ou sphinctérien", "trouble de la marche ou de la parole", "examen sensitif
et cérébelleux normal"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from myotome.text.scope.item import FIRST, Item
from myotome.text.scope.scope_words import single
from myotome.text.tokens.fold import Token, fold
from myotome.text.tokens.layout import Sentence

SEPARATORS = frozenset({",", "/", "-"})
APOSTROPHES = frozenset("'’")
COVERING = frozenset({"concept", "absent", "disease"})


class DomainWords(msgspec.Struct, eq=False, frozen=True):
    """disorders: stem of a noun ("trouble") -> stem of an adjective -> concept, "" when it is none of ours. examinations: the same for nouns of examination -> numbers of
    tests. tested: number of a test that may be a member ("trouble de la marche, de la parole") -> concept. before: do the adjectives stand before it? joins: stems between two members ("et", "ni"). loose: stems between the noun and its first member ("signes fonctionnels bulbaires"). small: stems before a member ("de")."""

    disorders: dict[str, dict[str, str]]
    examinations: dict[str, dict[str, tuple[str, ...]]]
    tested: dict[str, str]
    heads: frozenset[str]
    before: bool
    joins: frozenset[str]
    loose: frozenset[str]
    small: frozenset[str]

    def listed(self, tokens: list[Token], sentence: Sentence, items: list[Item]) -> list[Item]:
        """The items with those of the members that no wording of their own covers."""
        named = {k: i.last for i in items if i.kind in COVERING for k in range(i.first, i.last + 1)}
        tests = {i.first: i for i in items if i.kind == "test"}
        added: list[Item] = []
        heads = self.heads
        for at in [sentence.first + k for k, stem in enumerate(sentence.stems) if stem in heads]:
            stem = tokens[at].stem
            if stem in self.disorders:
                added += [
                    Item("concept", value, n, last) for n, last, value in self._found(tokens, at, sentence, self.disorders[stem], named, tests)
                    if value and n not in named and not (n in tests and self._examined(tokens, n))
                ]
            elif stem in self.examinations:
                for n, _, values in self._found(tokens, at, sentence, self.examinations[stem], {}, {}):
                    added += [Item("test", value, n, n) for value in values if not any(i.first <= n <= i.last for i in tests.values())]
        if not added:
            return items
        members = {k for i in added for k in range(i.first, i.last + 1)}
        if self.before:  # "facial or ocular weakness": the noun alone says no more
            items = [i for i in items if i.kind != "concept" or i.first != i.last or tokens[i.first].stem not in self.disorders or i.first - 1 not in members]
        said = {i.first for i in added if i.kind == "concept"}  # "pas de déficit moteur, réflexe ou sensitif": no test of reflexes
        kept = [i for i in items if i.first not in members or not (i.ambiguous or i.kind == "test" and i.first in said)]
        return sorted((*kept, *added), key=FIRST)

    def _examined(self, tokens: list[Token], at: int) -> bool:
        """Is a word that names a test no member of the list ("déficit du deltoïde, réflexe aboli"; not "déficit moteur, réflexe ou sensitif")?"""
        follows = tokens[at + 1] if at + 1 < len(tokens) else tokens[at]
        return not (tokens[at - 1].stem in self.joins or follows.raw in SEPARATORS or follows.stem in self.joins)

    def _found(
        self, tokens: list[Token], at: int, sentence: Sentence, table: Mapping[str, Any], named: Mapping[int, int], tests: Mapping[int, Item],
    ) -> list[tuple[int, int, Any]]:
        """First and last positions of the members listed with the noun at ``at``, with what each says; a list of one is none. named: where a wording holds
        the noun and its first member -> its end. tests: by position, examined functions ("de la marche, de la parole")."""
        step, end = (-1, sentence.first - 1) if self.before else (1, sentence.last)
        found: list[tuple[int, int, Any]] = []
        k = at + step
        while k != end and (tokens[k].stem in self.loose and tokens[k].stem not in table or self._led(tokens, k, end, table)):
            k += step
        if not self.before and named.get(at, at) > at:
            found, k = [(at, at, "")], self._next(tokens, min(named[at] + 1, end), step, end)
        while k != end:
            past = self._past_small(tokens, k, end)
            test = tests.get(past)
            if past < len(tokens) and tokens[past].stem in table:
                found.append((past, past, table[tokens[past].stem]))
                k = past + step
            elif found and test is not None and test.value in self.tested:
                found.append((k, test.last, self.tested[test.value]))
                k = test.last + 1
            elif found and k in named and not self.before:
                k = named[k] + 1
            elif not found and not self.before and tokens[k].raw.isalpha():
                found, k = [(at, at, "")], self._past_small(tokens, k, end) + 1  # a member that names nothing of ours: "de la vue"
            else:
                break
            joined = k
            k = self._next(tokens, joined, step, end)
            if k == joined or (k - end) * step > 0:
                break
        return found if len(found) > 1 else []

    def _led(self, tokens: list[Token], k: int, end: int, table: Mapping[str, Any]) -> bool:
        """Does "ni" stand before the first member ("sans atteinte ni oculaire ni bulbaire")?"""
        return not self.before and tokens[k].stem in self.joins and k + 1 < end and tokens[k + 1].stem in table

    def _next(self, tokens: list[Token], k: int, step: int, end: int) -> int:
        """Where the next member begins; ``k`` where nothing joins one."""
        while k != end and k < len(tokens) and (tokens[k].raw in SEPARATORS or tokens[k].stem in self.joins):
            k += step
        return k

    def _past_small(self, tokens: list[Token], k: int, end: int) -> int:
        """The position behind the articles at ``k`` ("de l'équilibre")."""
        while not self.before and k < end and (tokens[k].stem in self.small or tokens[k].raw in APOSTROPHES):
            k += 1
        return k


def domain_words(cues: Mapping[str, Any], entries: Sequence[Mapping[str, Any]], language: str) -> DomainWords:
    """From the cues of a language and the entries of tests and results."""
    words = cues["domains"]
    shared = {fold(a): concept for concept, adjectives in words["shared"].items() for a in adjectives}
    own = {fold(noun): {fold(a): c for c, adjectives in table.items() for a in adjectives} for noun, table in words["own"].items()}
    disorders = {**own, **{fold(noun): {**shared, **own.get(fold(noun), {})} for noun in words["disorders"]}}
    shared_lists = frozenset(words["tested"])
    tested = {str(n): e["concept"] for n, e in enumerate(entries) if e.get("uses") in shared_lists and e.get("concept")}
    examinations: dict[str, dict[str, tuple[str, ...]]] = {noun: {} for noun in map(fold, words["examination"])}
    for n, entry in enumerate(entries):
        for wording in entry.get("test", {}).get(language, ()):
            parts = [fold(part) for part in wording.split()]
            noun = next((part for part in parts if part in examinations), "")
            if len(parts) == 2 and noun:
                adjective, tests = parts[parts[0] == noun], examinations[noun]
                tests[adjective] = (*tests.get(adjective, ()), str(n))
    return DomainWords(
        disorders, examinations, tested, frozenset((*disorders, *examinations)), words["before"], single(words["joins"]), single(words["loose"]), single((*cues["partitives"], *cues["articles"], *words["verbal"])),
    )
