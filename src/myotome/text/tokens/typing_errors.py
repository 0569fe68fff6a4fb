"""One-letter typing errors in long words ("faibelsse", "diplpoie").

A word that the vocabulary knows is never changed, so "adduction" cannot become "abduction"; the first letters, which tell
hypo- from hyper- and ab- from ad-, must be right; and a slip that is a letter away from two known words is left as it is. Words that
are cut short are made whole beside them (``cut_words``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from os.path import commonprefix

from myotome.text.tokens.cut_words import CutWords
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
        cuts: CutWords | None = None,
    ) -> None:
        """known: stems that are never changed. meant: those that a mistyped word may be (all, when None). forms: stem of a form of
        a verb -> the stem that it is read as. cuts: what makes words whole that were cut short."""
        self.known = frozenset(known)
        self._meant = self.known if meant is None else frozenset(meant)
        self._by_head: dict[str, list[str]] = {}
        for stem in self.known | self._meant:
            if len(stem) >= LEAST and stem.isalpha():
                self._by_head.setdefault(stem[:SAFE_HEAD], []).append(stem)
        self.forms = dict(forms or {})
        self.cuts = cuts
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
        near = [other for other in self._by_head.get(stem[:SAFE_HEAD], ()) if _near(stem, other)]
        if len(near) != 1:
            return stem
        other = near[0]
        short_change = len(other) == len(stem) < LEAST_CHANGED and sorted(other) != sorted(stem)
        return stem if short_change or other not in self._meant else other

    def tokens(self, tokens: list[Token]) -> list[Token]:
        """The tokens with the stems of mistyped words mended."""
        mended: dict[int, str] = {}
        sound, cuts = self._sound, self.cuts
        unknown = [k for k, token in enumerate(tokens) if token.stem not in sound]
        for k in unknown:
            token = tokens[k]
            stem = token.stem
            right = self.stem(stem)
            if right == stem and cuts is not None and token.plain and cuts.may_be(stem):
                if len(token.raw) == len(stem) and not _goes_on(tokens, k):  # "centres" is no word cut short
                    right = cuts.whole(stem)
                    right = cuts.behind(tokens, k) if right == stem else right
            elif right == stem and len(sound) < REMEMBERED:
                sound.add(stem)
            if right != stem:
                mended[k] = right
        if not mended:
            return tokens
        done = list(tokens)
        for k, right in mended.items():
            token = tokens[k]
            done[k] = Token(right, token.start, token.end, token.raw, token.plain)
        return done


def _goes_on(tokens: list[Token], k: int) -> bool:
    """Is the word the first part of a longer one ("myélo-neuropathie")?"""
    follow = tokens[k + 1] if k + 1 < len(tokens) else None
    return follow is not None and follow.raw == "-" and follow.start == tokens[k].end


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
