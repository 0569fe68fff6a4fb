"""Results written as signs behind a test: "Hoffmann -/-", "ROT bicip D 0, G +", "Lasègue D 40°, G 0", "Babinski +/-".

Two signs with a stroke are right and left; when they agree the result holds for both sides, and "+/-"
is a doubtful result.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from myotome.case import Grade
from myotome.terms import Certainty, Side
from myotome.text.scope.item import Held, Item
from myotome.text.tokens.fold import Token

PLUS = "symbol:plus"
MINUS = "symbol:minus"
DOUBT = "symbol:doubt"
HIGH = "symbol:high"
VALUES = {"+": PLUS, "-": MINUS, "–": MINUS, "−": MINUS, "0": MINUS, "ø": MINUS, "Ø": MINUS, "∅": MINUS, "±": DOUBT}
NORMAL = "symbol:normal"
NORMAL_LETTER = "N"
ANGLE = "angle"
STROKES = frozenset("/|")
BETWEEN = ("side", "mark", "result", "site")  # may stand between a test, or a sign, and the next sign
REACH = 5  # tokens between a test, or the result before, and a sign
ANGLE_REACH = 2  # tokens from a plus to its angle
DEGREES = "°"
REFLEX = re.compile(r"0|[1-4]\+?|\+[1-4]")


class ReflexSigns(msgspec.Struct, eq=False, frozen=True):
    """written: figure before a plus ("1+") -> low, plus or high. brisk: so many pluses in a row are a brisk reflex.
    places: words behind "N" that lead to where it is so. there: words, as written, that are a plus ("ROT là", "les autres sont là")."""

    written: dict[str, str]
    brisk: int
    places: list[str]
    there: list[str]


def symbol_results(
    tokens: list[Token], tests: list[Item], held: Held, links: frozenset[str], reflexes: ReflexSigns,
    angled: Mapping[str, frozenset[str]], scaled: frozenset[str],
) -> list[Item]:
    """Results in signs that follow the tests of a sentence; ``value`` is PLUS, MINUS or DOUBT.

    links: small words between two of them ("Lasègue + à droite et - à gauche"). angled: test whose result may be an angle without its
    sign ("Lasègue G 60") -> these angles. scaled: tests of reflexes, whose figures may stand without a plus ("rotuliens D 3 G 2").
    """
    found: list[Item] = []
    ends = [tests[0].last] if len(tests) == 1 else sorted({test.last for test in tests})
    if "others_cue" in held:
        ends = sorted({*ends, *[i.last for i in held["others_cue"] if i.last > ends[0]]})
    for n, end in enumerate(ends):
        until = ends[n + 1] if n + 1 < len(ends) else len(tokens)
        at, gap = end + 1, 0
        while at < until and gap <= REACH:
            value, close = "", at
            if not tokens[at].plain or len(tokens[at].raw) == 1 or tokens[at].raw in reflexes.there:
                value, close = _symbol(tokens, at, until, reflexes, led=any(i.last == at - 1 for i in held.get("side", ())))
            if not value and tokens[at].raw.isdecimal() and any(t.last == end and tokens[at].raw in angled.get(t.value, ()) for t in tests):
                value, close = PLUS, at
            if not value and tokens[at].raw in reflexes.written and _alone(tokens, at, until, held) and any(t.last == end and t.value in scaled for t in tests):
                value, close = f"symbol:{reflexes.written[tokens[at].raw]}", at
            if value and found and found[-1].last >= end and value == PLUS == found[-1].value and _angle_of(tokens, found[-1].last, at):
                found[-1] = Item("result", value, found[-1].first, close)  # "Lasègue + à 45°"
                at, gap = close + 1, 0
            elif value == MINUS and at == close and _dash(tokens, at, held):
                at, gap = at + 1, gap + 1
            elif value:
                found.append(Item("result", value, at, close))
                at, gap = close + 1, 0
            elif tokens[at].stem in links or tokens[at].raw == DEGREES or _between(held, at) or at == end + 1 and _stopped(tokens, at):
                at, gap = at + 1, gap + 1
            else:
                break
    return found


def _closing(tokens: list[Token], at: int) -> bool:
    """Is it a full stop with another clause behind it ("Coord. N. Marche N."), not that of a nerve ("N. médian")?"""
    return tokens[at].raw == "." and (at + 1 >= len(tokens) or not tokens[at + 1].raw[:1].islower())


def _stopped(tokens: list[Token], at: int) -> bool:
    """Is it the full stop of a shortened name, before its result ("Coord. N")?"""
    return tokens[at].raw == "." and tokens[at].start == tokens[at - 1].end and at + 1 < len(tokens) and tokens[at + 1].raw == NORMAL_LETTER


def _alone(tokens: list[Token], at: int, until: int, held: Held) -> bool:
    """Do the end of a member of a list, or a side, follow a figure?"""
    return at + 1 >= until or tokens[at + 1].raw in ",;/)\n." or any(i.first == at + 1 for i in held.get("side", ()))


def _between(held: Held, at: int) -> bool:
    """Is a token part of what may stand before a sign?"""
    for kind in BETWEEN:
        for item in held.get(kind, ()):
            if item.first <= at <= item.last:
                return True
    return False


def _dash(tokens: list[Token], at: int, held: Held) -> bool:
    """Is it no minus but a dash that leads to the result ("tone - normal", "power - 4/5"), or an arrow ("sensi ok -> sortie")?"""
    if at + 1 < len(tokens) and tokens[at + 1].raw == ">" and tokens[at].end == tokens[at + 1].start:
        return True
    if at + 1 >= len(tokens) or tokens[at].raw.isalnum() or tokens[at].end == tokens[at + 1].start:
        return False
    return tokens[at + 1].raw[:1].isdecimal() or any(i.first == at + 1 for i in held.get("result", ()))


def _angle_of(tokens: list[Token], last: int, at: int) -> bool:
    """Is the angle at ``at`` that of the plus before it, with one small word at most between?"""
    return at - last <= ANGLE_REACH and at + 1 < len(tokens) and tokens[at + 1].raw == DEGREES


def _symbol(tokens: list[Token], at: int, until: int, reflexes: ReflexSigns, *, led: bool) -> tuple[str, int]:
    """What the sign at a position says, and where it ends; "" when there is none. led: does a side stand right before ("D+")?"""
    spaced = led or tokens[at - 1].end < tokens[at].start
    value, close = _sign(tokens, at, until, reflexes)
    if not value or value == ANGLE:
        return (PLUS, close) if value else ("", at)
    second = close + 2
    if second < until and tokens[close + 1].raw in STROKES:
        other, end = _sign(tokens, second, until, reflexes)
        if other == value:
            return value, end
        if other and {tokens[at].raw, tokens[second].raw} == {"+", "-"} and close == at and end == second:
            return DOUBT, end  # "+/-"; of others each has its side
    alone = close + 1 >= until or not tokens[close + 1].raw.isalnum() or tokens[close + 1].start > tokens[close].end
    return (value, close) if alone and (spaced or tokens[at - 1].raw in STROKES) else ("", at)


def _sign(tokens: list[Token], at: int, until: int, reflexes: ReflexSigns) -> tuple[str, int]:
    """One sign and where it ends: "-", "++", "1+", "40°"."""
    raw = tokens[at].raw
    if raw.isdecimal() and at + 1 < until and tokens[at + 1].raw == DEGREES:
        return (ANGLE if raw != "0" else MINUS), at + 1  # an angle at which it is positive
    if raw in reflexes.written and at + 1 < until and tokens[at + 1].raw == "+" and tokens[at + 1].start == tokens[at].end:
        return f"symbol:{reflexes.written[raw]}", at + 1
    if raw == NORMAL_LETTER and tokens[at - 1].end < tokens[at].start and (at + 1 >= until or tokens[at + 1].raw in ",;\n)" or _closing(tokens, at + 1) or tokens[at + 1].raw in reflexes.places or tokens[at + 1].end == tokens[at + 1].start):
        return NORMAL, at  # "tact : N"
    if raw == "+" and at + 1 < until and tokens[at + 1].raw in reflexes.written and tokens[at + 1].start == tokens[at].end:
        return f"symbol:{reflexes.written[tokens[at + 1].raw]}", at + 1  # "tricipital +1"
    value = PLUS if raw in reflexes.there else VALUES.get(raw, "")
    pluses = 1
    while value == PLUS and at + 1 < until and tokens[at + 1].raw == "+":
        at, pluses = at + 1, pluses + 1
    return (HIGH if pluses >= reflexes.brisk else value), at


def paired(result: Item, tokens: list[Token]) -> bool:
    """Is a result two signs with a stroke, one for each side?"""
    return result.value.startswith("symbol:") and any(
        tokens[k].raw in STROKES for k in range(result.first, result.last + 1)
    )


def side_and_doubt(result: Item, tokens: list[Token]) -> tuple[Side, Certainty]:
    """The side that a sign holds for, when it is a pair or one of a pair, and whether it leaves doubt."""
    doubt = Certainty.POSSIBLE if result.value == DOUBT else Certainty.CERTAIN
    if not result.value.startswith("symbol:") or result.value == DOUBT:
        return Side.UNSAID, doubt
    if paired(result, tokens):
        return Side.BOTH, doubt
    before, behind = tokens[result.first - 1 : result.first], tokens[result.last + 1 : result.last + 3]
    if before and before[0].raw in STROKES:
        return Side.LEFT, doubt
    second = len(behind) > 1 and behind[0].raw in STROKES and (behind[1].raw in VALUES or behind[1].raw.isdecimal() and behind[1].raw != "5")  # "force 0/5" is a grade
    return (Side.RIGHT if second else Side.UNSAID), doubt


def reflex_grade(result: Item, tokens: list[Token]) -> Grade | None:
    """The grade of a reflex that a sign in figures says ("0", "1+", "3+")."""
    text = "".join(t.raw for t in tokens[result.first : result.last + 1])
    if not REFLEX.fullmatch(text):
        return None
    figure = int(text.strip("+"))
    return Grade(scale="reflex", low=figure, high=figure, text=text)
