"""Grades written in words, as one dictates them: "biceps quatre, triceps quatre moins", "coté à trois sur cinq"."""

from __future__ import annotations

from myotome.text.scope.item import Item
from myotome.text.scope.mrc import MRC_WORDS, GradeWords
from myotome.text.tokens.fold import Token

BEHIND = frozenset({"site", "side"})
LEADS = frozenset(":,")


def spelled(tokens: list[Token], items: list[Item], first: int, last: int, words: GradeWords) -> list[int]:
    """Turn the numerals behind a muscle, its side or "reste", in the sentence of tokens first..last (exclusive), into figures; returns their
    positions. The figures stand at the words' own offsets, a "moins" or "plus" behind one becomes its sign.
    """
    found: list[int] = []
    starts = [i.last + 1 for i in items if i.kind in BEHIND] + [k + 1 for k in range(first, last) if tokens[k].stem in words.rest]
    for k in starts:
        while k < last and (tokens[k].stem in words.leads or tokens[k].stem in words.cues or tokens[k].raw in LEADS):
            k += 1  # noqa: PLW2901 - to the grade
        if k >= last or tokens[k].stem not in words.numerals and tokens[k].raw not in MRC_WORDS:
            continue
        found.append(k)
        told = tokens[k].raw not in MRC_WORDS  # else in figures, or in a sentence that was read before
        if told:
            tokens[k] = _figure(tokens[k], words.numerals[tokens[k].stem])
        if k + 1 < last and (told or _ends(tokens, k + 2, last, words)):
            _signed(tokens, k, last, words)
    return found


def _ends(tokens: list[Token], at: int, last: int, words: GradeWords) -> bool:
    """Does a sign before ``at`` end its grade ("4 minus left"; not "4 moins net")?"""
    return at >= last or not tokens[at].raw.isalpha() or tokens[at].stem in words.sides or tokens[at].stem in words.of_five


def _signed(tokens: list[Token], k: int, last: int, words: GradeWords) -> None:
    """Turn the words behind a figure into its sign and its scale."""
    end = k + 1
    if end < last and tokens[end].stem in words.signs:
        sign = tokens[end]
        tokens[k] = Token(tokens[k].stem, tokens[k].start, sign.start, tokens[k].raw)  # the sign touches its figure
        tokens[end] = _figure(sign, words.signs[sign.stem])
        end += 1
    if end + 1 < last and tokens[end].stem in words.of_five and tokens[end + 1].stem in words.numerals:
        tokens[end + 1] = _figure(tokens[end + 1], words.numerals[tokens[end + 1].stem])


def _figure(token: Token, raw: str) -> Token:
    return Token(raw, token.start, token.end, raw)
