"""Words that are cut short ("dysarth", "paraspin", "canal carp"): nobody lists them all, so they are looked up by how they begin.

Only what the vocabulary does not know is ever taken for cut, and only when its last letter is one that French words are cut at. Of five
letters or more it is the one word that is a wording by itself, its derivations apart ("vibrat": vibration); of three or more it is the one word
that goes on the wording before it ("hernie disc": discale). What begins two words that mean different things stays as it is ("contract").
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from myotome.text.tokens.fold import Token
from myotome.text.tokens.wordings import Node

LEAST_ALONE = 5  # letters of a cut word that stands by itself
LEAST_BEHIND = 3  # letters of one behind the words that it goes on
WORDS_BEFORE = 3  # of a wording that a cut word goes on
SAYING = frozenset({"concept", "absent", "test", "site", "disease", "act", "measure"})  # kinds of wordings of one word that a cut word may stand for


class CutWords:
    """Finds the word that one cut short begins.

    root: the trie of wordings. known: words that are whole. meant: those that a cut word may stand for. ends: letters in which a word ends that was
    cut short. passed: words that stand for nothing inside a wording. apart: cuts that begin one wording of ours and other words of the language.
    """

    def __init__(self, root: Node, known: Iterable[str], meant: Iterable[str], ends: str, passed: Iterable[str], apart: Iterable[str] = ()) -> None:
        self._root = root
        self._known = frozenset(known)
        self._meant = frozenset(meant)
        self._ends = frozenset(ends)
        self._passed = frozenset(passed)
        self._apart = frozenset(apart)
        self._sorted: list[str] = []

    def may_be(self, stem: str) -> bool:
        """Does the stem end as a cut word does, and begin a word?"""
        if len(stem) < LEAST_BEHIND or stem[-1] not in self._ends or stem in self._known or stem in self._apart:
            return False
        words = self._all()
        k = bisect_left(words, stem)
        return k < len(words) and words[k].startswith(stem)

    def whole(self, stem: str) -> str:
        """The word that a cut one surely begins; else the stem."""
        if len(stem) < LEAST_ALONE or not self.may_be(stem):
            return stem
        begun = self._begun(stem)
        shortest = min(begun, key=len)
        if shortest in self._meant and all(other.startswith(shortest) for other in begun):
            return shortest
        said = {other: says for other in begun if (says := self._says(other))}
        return min(said, key=len) if len(set(said.values())) == 1 else stem

    def behind(self, tokens: list[Token], k: int) -> str:
        """The word that goes on the wording before the cut word at ``k``; else its stem."""
        stem = tokens[k].stem
        before: list[str] = []
        for i in range(k - 1, max(k - 1 - 2 * WORDS_BEFORE, -1), -1):
            other = tokens[i].stem
            if other in self._passed:
                continue
            if not other.isalpha():
                break
            before.insert(0, other)
            if len(before) == WORDS_BEFORE:
                break
        for begin in range(len(before)):
            node = self._root
            for other in before[begin:]:
                child = node.children.get(other)
                if child is None:
                    break
                node = child
            else:
                begun = [other for other in node.children if other.startswith(stem)]
                ends = [other for other in begun if node.children[other].lexemes] or begun
                if ends:
                    shortest = min(ends, key=len)
                    return shortest if all(other.startswith(shortest) for other in ends) else stem
        return stem

    def _all(self) -> list[str]:
        """All whole words in order, sorted when the first cut word is met."""
        if not self._sorted:
            self._sorted = sorted(word for word in self._known if word.isalpha())
        return self._sorted

    def _begun(self, stem: str) -> list[str]:
        words = self._all()
        first = last = bisect_left(words, stem)
        while last < len(words) and words[last].startswith(stem):
            last += 1
        return words[first:last]

    def _says(self, word: str) -> str:
        """What the word says as a wording by itself."""
        node = self._root.children.get(word)
        return next((x.value for x in node.lexemes if x.kind in SAYING and not x.upper), "") if node is not None else ""
