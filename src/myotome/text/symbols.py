"""Results written as signs behind a test: "Hoffmann -/-", "ROT bicip D 0, G +", "Lasègue D 40°, G 0", "Babinski +/-".

Two signs with a stroke are right and left; when they agree the result holds for both sides, and "+/-"
is a doubtful result.
"""

from __future__ import annotations

from myotome.terms import Certainty, Side
from myotome.text.fold import Token
from myotome.text.items import Item

PLUS, MINUS, DOUBT = "symbol:plus", "symbol:minus", "symbol:doubt"
VALUES = {"+": PLUS, "++": PLUS, "+++": PLUS, "-": MINUS, "–": MINUS, "−": MINUS, "0": MINUS, "±": DOUBT}
STROKES = frozenset("/|")
REACH = 5  # tokens between a test, or the result before, and a sign
DEGREES = "°"


def symbol_results(tokens: list[Token], tests: list[Item], items: list[Item]) -> list[Item]:
    """Results in signs that follow the tests of a sentence; ``value`` is PLUS, MINUS or DOUBT."""
    found: list[Item] = []
    between = {k for i in items if i.kind in ("side", "mark") for k in range(i.first, i.last + 1)}
    ends = sorted({test.last for test in tests})
    for n, end in enumerate(ends):
        until = ends[n + 1] if n + 1 < len(ends) else len(tokens)
        at, gap = end + 1, 0
        while at < until and gap <= REACH:
            value, close = _symbol(tokens, at, until)
            if value:
                found.append(Item("result", value, at, close))
                at, gap = close + 1, 0
            elif at in between or tokens[at].raw == DEGREES:
                at, gap = at + 1, gap + 1
            else:
                break
    return found


def _symbol(tokens: list[Token], at: int, until: int) -> tuple[str, int]:
    """What the sign at a position says, and where it ends; "" when there is none."""
    raw = tokens[at].raw
    if raw.isdecimal() and at + 1 < until and tokens[at + 1].raw == DEGREES:
        return (PLUS if raw != "0" else MINUS), at + 1  # an angle at which it is positive
    value = VALUES.get(raw, "")
    while value == PLUS and at + 1 < until and tokens[at + 1].raw == "+":
        at += 1
    if not value:
        return "", at
    if at + 2 < until and tokens[at + 1].raw in STROKES and tokens[at + 2].raw in VALUES:
        other = VALUES[tokens[at + 2].raw]
        return (value if other == value else DOUBT), at + 2
    alone = at + 1 >= until or not tokens[at + 1].raw.isalnum() or tokens[at + 1].start > tokens[at].end
    spaced = tokens[at - 1].end < tokens[at].start
    return (value, at) if alone and spaced else ("", at)


def paired(result: Item, tokens: list[Token]) -> bool:
    """Is a result two signs with a stroke, one for each side?"""
    return result.value.startswith("symbol:") and any(
        tokens[k].raw in STROKES for k in range(result.first, result.last + 1)
    )


def side_and_doubt(result: Item, tokens: list[Token]) -> tuple[Side, Certainty]:
    """The side that a sign holds for, when it is a pair, and whether it leaves doubt."""
    doubt = Certainty.POSSIBLE if result.value == DOUBT else Certainty.CERTAIN
    return (Side.BOTH if paired(result, tokens) else Side.UNSAID), doubt
