"""Lists of cue phrases, looked for in a sentence's stems in one pass."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, pairwise

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
        """The same for each of several: most hold none of the phrases that stand in any."""
        every = list(chain.from_iterable(texts))
        single, by_two = self._single.keys() & every, self._by_two.keys() & pairwise(every)
        return [self._said(stems, single, by_two) for stems in texts]

    def _said(self, stems: Sequence[str], single: set[str], by_two: set[tuple[str, str]]) -> set[str]:
        """Names of lists, by the stems and pairs of stems that can be there."""
        found: set[str] = set()
        for stem in single.intersection(stems):
            found |= self._single[stem]
        pairs = list(pairwise(stems)) if by_two else []
        for pair in by_two.intersection(pairs):
            ends = [i for i, here in enumerate(pairs, 2) if here == pair]
            for rest, name in self._by_two[pair]:
                if not rest or any(tuple(stems[end : end + len(rest)]) == rest for end in ends):
                    found.add(name)
        return found


def folded(phrase: str) -> tuple[str, ...]:
    """Stems of a phrase, with straight apostrophes."""
    return tuple(t.stem for t in tokenise(phrase)) or (fold(phrase),)
