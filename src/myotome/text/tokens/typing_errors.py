"""One-letter typing errors in long words ("faibelsse", "diplpoie"), and words that are cut short ("dysarth", "paraspin").

A word that the vocabulary knows is never changed, so "adduction" cannot become "abduction"; the first letters, which tell
hypo- from hyper- and ab- from ad-, must be right; and a slip that is a letter away from two known words is left as it is. A cut word
ends in a consonant, as French is cut, and is the begin of one known word and its derivations only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from os.path import commonprefix
from string import ascii_lowercase

from myotome.text.tokens.fold import Token

LEAST = 7  # letters of a stem that is mended
LEAST_CHANGED = 9  # letters where one was changed for another
LEAST_CUT = 5  # letters of a word that was cut short
SAFE_HEAD = 3  # letters at the head that must be right
REMEMBERED = 50_000


class Mender:
    """Finds the one known long stem that an unknown one is a letter away from.

    >>> mend = Mender(["faibless", "dysphagi", "abduction", "adduction"])
    >>> mend.stem("faibelss"), mend.stem("dysphagei"), mend.stem("adduction"), mend.stem("tout")
    ('faibless', 'dysphagi', 'adduction', 'tout')
    """

    def __init__(
        self, known: Iterable[str], meant: Iterable[str] | None = None, forms: Mapping[str, str] | None = None, cut_ends: str = "",
    ) -> None:
        """known: stems that are never changed. meant: those that a mistyped word may be (all, when None). forms: stem of a form of
        a verb -> the stem that it is read as. cut_ends: letters in which a word ends
        that was cut short (none, when empty)."""
        self.known = frozenset(known)
        self._meant = self.known if meant is None else frozenset(meant)
        self._by_head: dict[str, list[str]] = {}
        for stem in self.known | self._meant:
            if len(stem) >= LEAST and stem.isalpha():
                self._by_head.setdefault(stem[:SAFE_HEAD], []).append(stem)
        self.forms = dict(forms or {})
        self._cut_ends = frozenset(cut_ends)
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

    def whole(self, stem: str) -> str:
        """The one known long word that a word cut short begins, as its derivations do; else the stem.

        >>> Mender(["dysarthri", "dysarthriqu", "contractur", "contraction"], cut_ends="ht").whole("dysarth")
        'dysarthri'
        """
        if len(stem) < LEAST_CUT or stem[-1] not in self._cut_ends or stem in self.known:
            return stem
        begun = [other for other in self._by_head.get(stem[:SAFE_HEAD], ()) if other.startswith(stem)]
        if len(stem) + 1 < LEAST:
            begun += [stem + letter for letter in ascii_lowercase if stem + letter in self.known]
        shortest = min(begun, key=len, default=stem)
        return shortest if shortest in self._meant and all(other.startswith(shortest) for other in begun) else stem

    def _mend(self, stem: str) -> str:
        if not stem.isalpha():
            return stem
        near = [other for other in self._by_head.get(stem[:SAFE_HEAD], ()) if _near(stem, other)]
        if len(near) != 1:
            return stem
        other = near[0]
        short_change = len(other) == len(stem) < LEAST_CHANGED and sorted(other) != sorted(stem)
        return stem if short_change or other not in self._meant else other

    def tokens(self, tokens: list[Token]) -> list[Token]:
        """The tokens with the stems of mistyped words mended."""
        mended: dict[str, str] = {}
        sound = self._sound
        unknown = [k for k, token in enumerate(tokens) if token.stem not in sound]
        for k in unknown:
            token = tokens[k]
            stem = token.stem
            right = self.stem(stem)
            if right == stem and self._cut_ends:
                right = self.whole(stem) if token.plain else stem
                if right != stem and len(token.raw) > len(stem):
                    continue  # "centres" is no word cut short
            if right != stem:
                mended[stem] = right
            elif len(sound) < REMEMBERED:
                sound.add(stem)
        if not mended:
            return tokens
        done = list(tokens)
        for k in unknown:
            token = tokens[k]
            if token.stem in mended:
                done[k] = Token(mended[token.stem], token.start, token.end, token.raw, token.plain)
        return done


def _near(a: str, b: str) -> bool:
    """Are two stems apart by one letter more or less, one changed letter that is not the last, or two neighbours changed over?"""
    longer, shorter = (a, b) if len(a) >= len(b) else (b, a)
    if len(longer) - len(shorter) > 1:
        return False
    k = len(commonprefix((longer, shorter)))
    if len(longer) > len(shorter):
        return longer[k + 1 :] == shorter[k:]
    if longer[k + 1 :] == shorter[k + 1 :]:
        return k < len(longer) - 1
    return longer[k + 2 :] == shorter[k + 2 :] and longer[k] == shorter[k + 1] and longer[k + 1] == shorter[k]
