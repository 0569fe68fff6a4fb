"""Pairs of grades, one a side: "Force (D/G) : psoas 2/3", "deltoïdes 4/4 ; biceps 4+/4+".

A stroke before a plain 5 is the scale ("4/5" is four of five), unless the line or the heading above it says "D/G", or another pair of the
same list cannot be read so ("3/3"). The first of a pair is the right side, unless "G/D" is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from myotome.case import Grade
from myotome.terms import Side
from myotome.text.scope.mrc import MRC_WORDS, SIGNS, mrc_value
from myotome.text.tokens.fold import Token

FILLERS = frozenset(":=(à")
REACH = 2  # tokens between a muscle and its pair
STROKES = frozenset("/|-–")
ENDS = frozenset(",;.\n")
Order = tuple[Side, Side]
RIGHT_FIRST: Order = (Side.RIGHT, Side.LEFT)


class Pair(NamedTuple):
    """Two grades at tokens first..last, with the token of the second."""

    first: int
    second: int
    last: int
    grades: tuple[Grade, Grade]
    scale: bool  # may the second be the scale of the first?


def stated_order(stems: Sequence[str], sides: dict[str, Side]) -> Order | None:
    """The order in which a heading names both sides ("mrc d g"); None when it does not."""
    named = [sides[s] for s in stems if s in sides]
    return (named[0], named[1]) if set(named) == {Side.LEFT, Side.RIGHT} and len(named) == 2 else None


def order_at(tokens: list[Token], first: int, last: int, sides: dict[str, Side]) -> tuple[Order, int, int] | None:
    """The order stated in a line ("Force D/G", "Cotation (droite, gauche)"), with the positions of its two words."""
    for k in range(first, last - 2):
        bracketed = tokens[k + 1].raw == "," and k > first and tokens[k - 1].raw == "("
        if (bracketed or tokens[k + 1].raw in STROKES) and tokens[k].stem in sides and tokens[k + 2].stem in sides:
            one, other = sides[tokens[k].stem], sides[tokens[k + 2].stem]
            if one is not other:
                return (one, other), k, k + 2
    return None


def grade_pairs(tokens: list[Token], numbered: list[int], last: int, muscles: set[int], *, stated: bool) -> list[Pair]:
    """The pairs behind muscles; none where all may be grades of five and nothing says that they are pairs. Where their order is stated, a comma
    may part them, and a lone grade is of both sides.

    muscles: positions where the names of muscles end. last: the end of the sentence, exclusive.
    """
    found = [p for i in numbered if (p := _pair(tokens, i, last, "/," if stated else "/")) is not None and _behind(tokens, i, muscles)]
    if stated:
        return found + [p for i in numbered if (p := _alone(tokens, i, last)) is not None and _behind(tokens, i, muscles)]
    return found if any(not p.scale for p in found) else []


def _behind(tokens: list[Token], i: int, muscles: set[int]) -> bool:
    k = i - 1
    while i - k <= REACH and tokens[k].raw in FILLERS:
        k -= 1
    return k in muscles


def _alone(tokens: list[Token], i: int, last: int) -> Pair | None:
    """A grade that nothing but the end of its member of the list follows, as that of both sides."""
    end = _signed(tokens, i, last)
    if tokens[i].raw not in MRC_WORDS or end < last and tokens[end].raw not in ENDS:
        return None
    if end + 1 < last and tokens[end].raw == "," and tokens[end + 1].raw in MRC_WORDS:
        return None
    grade = _grade(tokens, i, end)
    return Pair(i, i, end - 1, (grade, grade), False)


def _pair(tokens: list[Token], i: int, last: int, strokes: str) -> Pair | None:
    """The pair that begins at ``i``; not a date, nor a grade beside a grade ("4/5 5/5"). strokes: what may part the two."""
    if tokens[i].raw not in MRC_WORDS or i and tokens[i - 1].raw == "/":
        return None
    stroke = _signed(tokens, i, last)
    if stroke + 1 >= last or tokens[stroke].raw not in strokes or tokens[stroke + 1].raw not in MRC_WORDS:
        return None
    if tokens[stroke + 1].end == tokens[stroke + 1].start:
        return None  # the scale that a table's reading adds
    end = _signed(tokens, stroke + 1, last)
    if end < last and (tokens[end].raw == "/" or tokens[end].raw in MRC_WORDS or tokens[end].raw == "%"):
        return None
    scale = end == stroke + 2 and tokens[stroke + 1].raw == "5"
    return Pair(i, stroke + 1, end - 1, (_grade(tokens, i, stroke), _grade(tokens, stroke + 1, end)), scale)


def _signed(tokens: list[Token], i: int, last: int) -> int:
    """The position behind a grade and its plus or minus."""
    k = i + 1
    return k + 1 if k < last and tokens[k].raw in SIGNS and tokens[k].start == tokens[k - 1].end else k


def _grade(tokens: list[Token], i: int, end: int) -> Grade:
    sign = tokens[i + 1].raw if end > i + 1 else ""
    value = mrc_value(MRC_WORDS[tokens[i].raw], sign)
    return Grade(scale="mrc", low=value, high=value, text=tokens[i].raw + sign)
