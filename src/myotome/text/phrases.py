"""Lists of cue phrases, looked for in a sentence's stems in one pass."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from myotome.text.fold import fold, tokenise


class Phrases:
    """Named lists of phrases by their first stem; longer phrases are tried first.

    >>> Phrases({"better": ["a disparu"], "worse": ["aggravation"]}).said(["tout", "a", "disparu"])
    {'better'}
    """

    def __init__(self, lists: Mapping[str, Iterable[str]]) -> None:
        self.folded = {name: [folded(p) for p in phrases] for name, phrases in lists.items()}
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for name, phrases in self.folded.items():
            for phrase in phrases:
                self._by_first.setdefault(phrase[0], []).append((phrase[1:], name))

    def said(self, stems: Sequence[str]) -> set[str]:
        """Names of the lists of which a phrase stands in ``stems``."""
        found: set[str] = set()
        for i, stem in enumerate(stems):
            if stem in self._by_first:
                for rest, name in self._by_first[stem]:
                    if name not in found and (not rest or tuple(stems[i + 1 : i + 1 + len(rest)]) == rest):
                        found.add(name)
        return found


def folded(phrase: str) -> tuple[str, ...]:
    """Stems of a phrase, with straight apostrophes."""
    return tuple(t.stem for t in tokenise(phrase)) or (fold(phrase),)
