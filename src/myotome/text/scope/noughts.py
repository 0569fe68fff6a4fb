"""Numbers that say a finding: a nought that denies what stands right behind it ("0 fièvre, 0 céphalée"), a weight that is lost ("-6 kg").

Behind a finding a nought is an answer instead ("ptosis 0 diplopie 0", ``answers``), and behind a muscle a grade: it denies only at the head of
a clause, behind another finding that is denied so, or behind a wording that denies by itself ("apyrétique 0 toux").
"""

from __future__ import annotations

import msgspec

from myotome.text.tokens.fold import Token

NOUGHT = "0"
NAMED = frozenset({"concept", "disease", "act"})  # kinds of items that it denies
MINUSES = frozenset("-–")
HEADS = frozenset(",;.(\n+-–>/•:")


class WeightWords(msgspec.Struct, eq=False, frozen=True):
    """units: "kg". less: "moins", before a number. least: "au", before that."""

    units: frozenset[str]
    less: frozenset[str]
    least: frozenset[str]


def denying(tokens: list[Token], noughts: list[int], first: int, named: dict[int, int], findings: set[int], denied: set[int]) -> list[int]:
    """Those of the noughts at these positions that deny.

    first: the begin of the sentence. named: where what can be denied begins -> where it ends. findings: where a finding ends. denied: where
    a wording ends that denies by itself.
    """
    found: list[int] = []
    chained: set[int] = set()
    for k in noughts:
        end = named.get(k + 1, k + 1)  # what we do not know is one word ("0 allergie 0 fièvre")
        if k == first or k - 1 in denied or k in chained or tokens[k - 1].raw in HEADS and not _told(tokens, k - 1, findings):
            chained.add(end + 1)
            if k + 1 in named:
                found.append(k)
    return found


def _told(tokens: list[Token], sign: int, findings: set[int]) -> bool:
    """Is the sign before a nought that of a number ("3/0", "2-0"), or of a finding that the nought answers ("ptosis : 0")?"""
    return sign > 0 and (tokens[sign - 1].raw[-1:].isdecimal() or tokens[sign].raw == ":" and sign - 1 in findings)


def lost_weights(tokens: list[Token], figures: tuple[int, ...], last: int, words: WeightWords) -> list[int]:
    """Positions of the weights that were lost ("-6 kg", "moins 7 kg"; not "5-7 kg", nor "au moins 7 kg"). figures: where numbers stand."""
    found: list[int] = []
    for k in figures:
        if k + 1 >= last or tokens[k + 1].stem not in words.units or not k:
            continue
        sign = tokens[k - 1]
        before = tokens[k - 2] if k > 1 else sign
        if sign.raw in MINUSES and sign.end == tokens[k].start and not (before is not sign and before.end == sign.start and before.raw.isalnum()) or sign.stem in words.less and before.stem not in words.least:
            found.append(k)
    return found
