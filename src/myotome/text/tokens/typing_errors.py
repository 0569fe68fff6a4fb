"""One-letter typing errors in long words: "faibelsse", "Amyothrophie", "diplpoie".

A word that the vocabulary knows is never changed, so "adduction" cannot become "abduction"; the first letters, which tell
hypo- from hyper- and ab- from ad-, must be right; and a slip that is a letter away from two known words is left as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from myotome.text.tokens.fold import Token

LEAST = 7  # letters of a stem that is mended
LEAST_CHANGED = 9  # letters where one was changed for another
SAFE_HEAD = 3  # letters at the head that must be right
REMEMBERED = 50_000


class Mender:
    """Finds the one known long stem that an unknown one is a letter away from.

    >>> mend = Mender(["faibless", "dysphagi", "abduction", "adduction"])
    >>> mend.stem("faibelss"), mend.stem("dysphagei"), mend.stem("adduction"), mend.stem("tout")
    ('faibless', 'dysphagi', 'adduction', 'tout')
    """

    def __init__(
        self, known: Iterable[str], meant: Iterable[str] | None = None, forms: Mapping[str, str] | None = None,
    ) -> None:
        """known: stems that are never changed. meant: those that a mistyped word may be (all, when None). forms: stem of a form of
        a verb -> the stem that it is read as."""
        self.known = frozenset(known)
        self._meant = self.known if meant is None else frozenset(meant)
        self._shorter: dict[str, list[str]] = {}
        for stem in self.known | self._meant:
            if len(stem) >= LEAST and stem.isalpha():
                for short in _deletions(stem):
                    self._shorter.setdefault(short, []).append(stem)
        self.forms = dict(forms or {})
        self._memory: dict[str, str] = {}
        self._sound = set(self.known)  # stems that stay as they are

    def stem(self, stem: str) -> str:
        """The stem, or the known one that was surely meant."""
        if stem in self.forms:
            return self.forms[stem]
        if len(stem) < LEAST or stem in self.known:
            return stem
        mended = self._memory.get(stem)
        if mended is None:
            mended = self._mend(stem)
            if len(self._memory) < REMEMBERED:
                self._memory[stem] = mended
        return mended

    def _mend(self, stem: str) -> str:
        if not stem.isalpha():
            return stem
        near: set[str] = set(self._shorter.get(stem, ()))  # a letter is missing
        for short in _deletions(stem):
            if short in self.known and len(short) >= LEAST:
                near.add(short)  # a letter too many
            near.update(other for other in self._shorter.get(short, ()) if _one_step(stem, other))
        near = {other for other in near if other[:SAFE_HEAD] == stem[:SAFE_HEAD]}
        if len(near) != 1:
            return stem
        (other,) = near
        short_change = len(other) == len(stem) < LEAST_CHANGED and sorted(other) != sorted(stem)
        return stem if short_change or other not in self._meant else other

    def tokens(self, tokens: list[Token]) -> list[Token]:
        """The tokens with the stems of mistyped words mended."""
        mended: dict[str, str] = {}
        for stem in {token.stem for token in tokens} - self._sound:
            right = self.stem(stem)
            if right != stem:
                mended[stem] = right
            elif len(self._sound) < REMEMBERED:
                self._sound.add(stem)
        if not mended:
            return tokens
        return [
            Token(mended[token.stem], token.start, token.end, token.raw, token.plain) if token.stem in mended else token for token in tokens
        ]


def _deletions(stem: str) -> Iterator[str]:
    """The stem without one of its letters behind the head."""
    return (stem[:k] + stem[k + 1 :] for k in range(SAFE_HEAD, len(stem)))


def _one_step(a: str, b: str) -> bool:
    """Are two stems of one length apart by one changed letter, or two neighbours changed over?"""
    if len(a) != len(b):
        return False
    apart = [k for k in range(len(a)) if a[k] != b[k]]
    if len(apart) == 1:
        return apart[0] < len(a) - 1
    return len(apart) == 2 and apart[1] == apart[0] + 1 and a[apart[0]] == b[apart[1]] and a[apart[1]] == b[apart[0]]
