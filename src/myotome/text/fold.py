"""Fold words and cut a text into tokens whose offsets point into the original.

Folding makes "Déficits", "deficit" and "DÉFICIT" one stem, and plural and feminine one with
singular masculine; it is applied alike to the words of ``knowledge/`` and to the note, so what it
loses it loses on both sides.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ﬁ": "fi", "ﬂ": "fl", "ß": "ss",
                           "γ": "gamma", "α": "alpha", "β": "beta", "µ": "u", "μ": "u"})
TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_][^\W_]*|\n|[^\w\s]")
HYPHEN_BREAK = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]\n[ \t]*(?=[^\W\d_])")


class Token(NamedTuple):
    """stem: folded form ("" for a line break). start, end: offsets in the original text."""

    stem: str
    start: int
    end: int
    raw: str


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Lower case, no accent, no plural or feminine ending.

    >>> fold("Atrophiées"), fold("nerveuses"), fold("normaux"), fold("L5")
    ('atrophi', 'nerveu', 'normal', 'l5')
    """
    plain = word.translate(LIGATURES)
    if not plain.isascii():
        plain = unicodedata.normalize("NFD", plain)
        plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = plain.lower()
    if len(plain) > 4 and plain.endswith("aux"):
        return plain[:-3] + "al"
    while len(plain) > 4 and plain[-1] in "sxe" and not plain.endswith("ss"):
        plain = plain[:-1]
    if len(plain) > 3:
        if plain.endswith("y"):
            return plain[:-1] + "i"
        if plain.endswith("if"):
            return plain[:-1] + "v"
    return plain


def tokenise(text: str) -> list[Token]:
    """Tokens of a text; a word broken at a line's end ("mus-\\nculature") is one token.

    >>> [t.stem for t in tokenise("mus-\\nculature, 5,7 mV")]
    ['musculatur', ',', '5,7', 'mv']
    """
    tokens: list[Token] = []
    joins = {m.start(): m.end() for m in HYPHEN_BREAK.finditer(text)}
    skip_to = -1
    for match in TOKEN.finditer(text):
        start, end = match.span()
        if start < skip_to:
            continue
        raw = match.group()
        if raw == "\n":
            tokens.append(Token("", start, end, raw))
            continue
        while end in joins and raw[-1:].isalpha():
            follow = TOKEN.match(text, joins[end])
            if follow is None or not follow.group()[0].islower():
                break
            raw += follow.group()
            end = skip_to = follow.end()
        tokens.append(Token(fold(raw) if raw[0].isalpha() else raw, start, end, raw))
    return tokens
