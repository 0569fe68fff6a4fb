"""Lists of cue phrases, looked for in the stems of sentences in one pass."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence

from myotome.text.tokens.fold import fold, tokenise


class _Held:
    """The phrases that are looked for at one stem. alone: names of the lists that hold it by itself. before, after: longer phrases by the
    stem beside it, each with the place of the stem in it and its list's name."""

    def __init__(self) -> None:
        self.alone: set[str] = set()
        self.before: dict[str, list[tuple[int, tuple[str, ...], str]]] = {}
        self.after: dict[str, list[tuple[int, tuple[str, ...], str]]] = {}


class Phrases:
    """Named lists of phrases, by the longest stem of each and the one beside it: fewer words of a text are one than begin a phrase.

    >>> Phrases({"better": ["a disparu"], "worse": ["aggravation"]}).said(["tout", "a", "disparu"])
    {'better'}
    """

    def __init__(self, lists: Mapping[str, Iterable[str]]) -> None:
        self.folded = {name: [folded(p) for p in phrases] for name, phrases in lists.items()}
        self._held: dict[str, _Held] = {}
        for name, phrases in self.folded.items():
            for phrase in phrases:
                place = max(range(len(phrase)), key=lambda k: len(phrase[k]))
                held = self._held.setdefault(phrase[place], _Held())
                if len(phrase) == 1:
                    held.alone.add(name)
                elif place:
                    held.before.setdefault(phrase[place - 1], []).append((place, phrase, name))
                else:
                    held.after.setdefault(phrase[1], []).append((place, phrase, name))

    def said(self, stems: Sequence[str]) -> set[str]:
        """Names of the lists of which a phrase stands in ``stems``."""
        return self.said_each([stems])[0]

    def said_each(self, texts: Sequence[Sequence[str]]) -> list[set[str]]:
        """The same for each of several, looked through as one: few of their words tell of a phrase."""
        every: list[str] = []
        ends: list[int] = []
        for text in texts:
            every += text
            ends.append(len(every))
        every.append("")
        found: list[set[str]] = [set() for _ in texts]
        known = self._held
        for at in [at for at, stem in enumerate(every) if stem in known]:
            held = known[every[at]]
            behind, ahead = held.before.get(every[at - 1]), held.after.get(every[at + 1])
            if not (behind or ahead or held.alone):
                continue
            n = bisect_right(ends, at)
            found[n].update(held.alone)
            for place, phrase, name in (*(behind or ()), *(ahead or ())):
                first, last = at - place, at - place + len(phrase)
                if last <= ends[n] and (not n or first >= ends[n - 1]) and tuple(every[first:last]) == phrase:
                    found[n].add(name)
        return found


def folded(phrase: str) -> tuple[str, ...]:
    """Stems of a phrase, with straight apostrophes."""
    return tuple(t.stem for t in tokenise(phrase)) or (fold(phrase),)
