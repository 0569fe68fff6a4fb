"""Lists of cue phrases, looked for in the stems of sentences in one pass."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, chain, compress, count, pairwise

from myotome.text.tokens.fold import fold, tokenise


class Phrases:
    """Named lists of phrases, by their only stem or their first two.

    >>> Phrases({"better": ["a disparu"], "worse": ["aggravation"]}).said(["tout", "a", "disparu"])
    {'better'}
    """

    def __init__(self, lists: Mapping[str, Iterable[str]]) -> None:
        self.folded = {name: [folded(p) for p in phrases] for name, phrases in lists.items()}
        self._single: dict[str, set[str]] = {}
        self._by_two: dict[tuple[str, str], list[tuple[tuple[str, ...], str]]] = {}
        for name, phrases in self.folded.items():
            for first, *rest in phrases:
                if rest:
                    self._by_two.setdefault((first, rest[0]), []).append((tuple(rest[1:]), name))
                else:
                    self._single.setdefault(first, set()).add(name)

    def said(self, stems: Sequence[str]) -> set[str]:
        """Names of the lists of which a phrase stands in ``stems``."""
        return self.said_each([stems])[0]

    def said_each(self, texts: Sequence[Sequence[str]]) -> list[set[str]]:
        """The same for each of several, looked through as one: few of their words begin a phrase."""
        every = list(chain.from_iterable(texts))
        found: list[set[str]] = [set() for _ in texts]
        single, by_two = self._single, self._by_two
        ends = list(accumulate(map(len, texts)))
        for at in compress(count(), map(single.__contains__, every)):
            found[bisect_right(ends, at)] |= single[every[at]]
        for at in compress(count(), map(by_two.__contains__, pairwise(every))):
            n = bisect_right(ends, at)
            for rest, name in by_two[every[at], every[at + 1]]:
                end = at + 2 + len(rest)
                if end <= ends[n] and tuple(every[at + 2 : end]) == rest:
                    found[n].add(name)
        return found


def folded(phrase: str) -> tuple[str, ...]:
    """Stems of a phrase, with straight apostrophes."""
    return tuple(t.stem for t in tokenise(phrase)) or (fold(phrase),)
