"""Grades written in words, as one dictates them: "biceps quatre, triceps quatre moins", "coté à trois sur cinq"."""

from __future__ import annotations

from myotome.text.scope.item import Item
from myotome.text.scope.mrc import MRC_WORDS, GradeWords
from myotome.text.tokens.fold import Token

BEHIND = frozenset({"site", "side"})
LEADS = frozenset(":,")


def spelled(tokens: list[Token], items: list[Item], last: int, words: GradeWords) -> list[int]:
    """Turn the numerals behind a muscle or its side, in a sentence that ends before ``last``, into figures; returns their positions.

    The figures stand at the words' own offsets, a "moins" or "plus" behind one becomes its sign.
    """
    found: list[int] = []
    for item in items:
        if item.kind not in BEHIND:
            continue
        k = item.last + 1
        while k < last and (tokens[k].stem in words.leads or tokens[k].stem in words.cues or tokens[k].raw in LEADS):
            k += 1
        if k >= last or tokens[k].stem not in words.numerals and tokens[k].raw not in MRC_WORDS:
            continue
        found.append(k)
        if tokens[k].raw in MRC_WORDS:
            continue  # in figures, or a sentence that was read before
        tokens[k] = _figure(tokens[k], words.numerals[tokens[k].stem])
        k += 1
        if k < last and tokens[k].stem in words.signs:
            sign = tokens[k]
            tokens[k - 1] = Token(tokens[k - 1].stem, tokens[k - 1].start, sign.start, tokens[k - 1].raw)  # the sign touches its figure
            tokens[k] = _figure(sign, words.signs[sign.stem])
            k += 1
        if k + 1 < last and tokens[k].stem in words.of_five and tokens[k + 1].stem in words.numerals:
            tokens[k + 1] = _figure(tokens[k + 1], words.numerals[tokens[k + 1].stem])
    return found


def _figure(token: Token, raw: str) -> Token:
    return Token(raw, token.start, token.end, raw)
