"""Fold words and cut a text into tokens whose offsets point into the original.

Folding makes "Déficits", "deficit" and "DÉFICIT" one stem, and plural and feminine one with
singular masculine; it is applied alike to the words of ``knowledge/`` and to the note, so what it
loses it loses on both sides. A folded word may be longer or shorter than the word it came from
("œdème", "mus-\\nculature"); a token therefore keeps the offsets of its own characters.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from sys import intern

import msgspec

# characters without a width of their own: soft hyphens, marks of direction, joiners, null bytes
UNSEEN = "\x00\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi",
                           "ﬄ": "ffl", "ß": "ss", "γ": "gamma", "α": "alpha", "β": "beta", "µ": "u", "μ": "u"})
NOT_SEEN = re.compile(f"[{UNSEEN}]+")
WORD = rf"[^\W\d_][^\W_]*(?:[{UNSEEN}\u0300-\u036f]+[^\W_]*)*"
# "U&Es", "D&V" are one word
PIECE = re.compile(rf"[A-Z]&[A-Z]s?(?![^\W_])|{WORD}|[^\S\n]+|\d+(?:[.,]\d+)*|\n|[^\w\s]|.")
MINUS = "\u2212"  # as word processors set it ("3\u2212/5")
HYPHEN_BREAK = re.compile(r"[-\u00ad\u2010]\r?\n[ \t]*(?=[^\W\d_])")
HYPHENS_BREAKING = ("-\n", "-\r", "\u00ad", "\u2010")  # one of these stands in each
REMEMBERED = 32768
LONG = 100  # letters between two spaces that are not worth remembering
MAX_BREAKS = 3  # line ends that one word may be broken at
WORD_AT = re.compile(WORD)


class Token(msgspec.Struct, eq=False, gc=False):
    """stem: folded form ("" for a line break). start, end: offsets in the original text. plain: surely nothing but letters.

    Never changed, and compared by identity, as all structs with ``eq=False`` are: the compiled form makes plain classes of them
    (``compiled/reader.py``), whose fields it reads without a look-up.
    """

    stem: str
    start: int
    end: int
    raw: str
    plain: bool = False


Piece = tuple[str, int, int, str, bool]


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Lower case, no accent, no plural or feminine ending.

    Interned, as the stems of the vocabulary are: looking up a word is most of the work, and one that is met by the same object is found
    without being compared.

    >>> fold("Atrophiées"), fold("nerveuses"), fold("normaux"), fold("L5")
    ('atrophi', 'nerveu', 'normal', 'l5')
    """
    return intern(_folded(word))


def _folded(word: str) -> str:
    plain = word
    if not word.isascii():
        plain = unicodedata.normalize("NFKD", word.translate(LIGATURES))
        plain = "".join([c for c in plain if not unicodedata.combining(c)])
    plain = plain.lower()
    if len(plain) > 4 and plain.endswith("aux"):
        bare = plain[-4] in "ey" and word[-4] not in "éÉ"
        return plain[:-1] if bare else plain[:-3] + "al"  # "jumeaux" of "jumeau", "normaux" of "normal", "glutéaux" of "glutéal"
    while len(plain) > 4 and plain[-1] in "sxe" and not plain.endswith("ss"):
        plain = plain[:-1]
    if len(plain) > 3:
        if plain.endswith("y"):
            return plain[:-1] + "i"
        if plain.endswith("if"):
            return plain[:-1] + "v"
    return plain


def _stem(piece: str) -> str:
    """The stem of a piece of text; "" for a line break, a space for what is no token."""
    if piece == "\n":
        return ""
    if piece == "’":
        return "'"
    if piece[0].isalpha():
        return fold(NOT_SEEN.sub("", piece))
    return " " if piece.isspace() or piece == "_" or NOT_SEEN.fullmatch(piece) else piece


def _pieces(between: str) -> tuple[Piece, ...]:
    """Stem, start, end, visible letters of each token of what stands between two spaces; is it plain?"""
    found = []
    for m in PIECE.finditer(between):
        stem = _stem(m[0])
        if stem != " ":
            found.append((stem, m.start(), m.end(), NOT_SEEN.sub("", m[0]), stem.isalpha()))
    return tuple(found)


class _Known(dict[str, tuple[Piece, ...]]):
    """What stands between two spaces, cut into tokens once: most is met again and again."""

    def __missing__(self, between: str) -> tuple[Piece, ...]:
        pieces = _pieces(between)
        if len(between) < LONG and len(self) < REMEMBERED:
            self[between] = pieces
        return pieces


_known = _Known()


def tokenise(text: str) -> list[Token]:
    """Tokens of a text; a word broken at a line's end ("mus-\\nculature") is one token.

    >>> [t.stem for t in tokenise("mus-\\nculature, 5,7 mV")]
    ['musculatur', ',', '5,7', 'mv']
    """
    tokens: list[Token] = []
    at, known = 0, _known
    if MINUS in text:
        text = text.replace(MINUS, "-")  # one character for one: offsets stay
    for between in text.split(" "):
        for stem, start, end, raw, plain in known[between]:
            tokens.append(Token(stem, at + start, at + end, raw, plain))
        at += len(between) + 1
    broken = any(hyphen in text for hyphen in HYPHENS_BREAKING) and HYPHEN_BREAK.search(text)
    return _rejoined(text, tokens) if broken else tokens


def _rejoined(text: str, tokens: list[Token]) -> list[Token]:
    """The tokens with words that were broken at a line's end put together."""
    joins = {m.start(): m.end() for m in HYPHEN_BREAK.finditer(text)}
    done: list[Token] = []
    skip_to = -1
    for token in tokens:
        if token.start < skip_to:
            continue
        raw, end = token.raw, token.end
        for _ in range(MAX_BREAKS):
            if end not in joins or not raw[-1:].isalpha():
                break
            follow = WORD_AT.match(text, joins[end])
            if follow is None or not follow.group()[0].islower():
                break
            raw += NOT_SEEN.sub("", follow.group())
            end = skip_to = follow.end()
        done.append(token if end == token.end else Token(fold(raw), token.start, end, raw))
    return done
