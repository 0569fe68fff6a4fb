"""Numbers in prose with what stands beside them: unit, comparator, limits of normal, a multiple of the limit."""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from myotome.knowledge.store import Knowledge
from myotome.text.tokens.fold import Token, fold

NUMBER = re.compile(r"^\d+(?:[.,]\d+)*$")
COMPARATORS = {"<": "<", ">": ">", "≤": "<=", "≥": ">="}
LEFT = frozenset("<≤")
RIGHT = frozenset(">≥")
BRACKETS = {"(": ")", "[": "]"}
TITRE_MARKS = frozenset("/:")
LONGEST_UNIT = 6  # tokens
TIMES_REACH = 7  # tokens of "fois la limite supérieure de la normale"
BRACKET_REACH = 12  # tokens in brackets that may give limits
LIMIT_REACH = 4  # tokens between a value and the word that announces its limits
ENDS = frozenset(";.")
APOSTROPHES = frozenset("'’")
THOUSAND, HUNDRED, SCORE, FOUR = 1000, 100, 20, 4  # of which numbers in words are built
THOUSANDS = re.compile(r"\d{3}")


class NumberWords(msgspec.Struct, eq=False, frozen=True):
    """``words/numbers.yaml`` of one language, folded."""

    decimal: str
    limit: frozenset[str]
    normal: frozenset[str]
    times: frozenset[str]
    below: frozenset[str]
    above: frozenset[str]
    never: frozenset[str]
    between: frozenset[str]
    then: frozenset[str]
    later: frozenset[str]
    postures: frozenset[str]
    when: frozenset[str]
    not_after: frozenset[str]
    counted: frozenset[str]
    fractions: frozenset[str]
    flags: frozenset[str]
    links: frozenset[str]
    doses: frozenset[str]
    words: dict[str, float]


@lru_cache(maxsize=4)
def number_words(knowledge: Knowledge, language: str) -> NumberWords:
    """The words beside numbers of one language."""
    raw = knowledge.words["numbers"][language]
    return NumberWords(decimal=raw["decimal"], words={fold(w): float(n) for w, n in raw["words"].items()}, **{
        name: frozenset(fold(w) for w in words) for name, words in raw.items() if name not in ("decimal", "words")
    })


def number(raw: str, *, whole: bool = True, decimal: str = ".") -> float:
    """A number with decimal comma or point; with ``whole``, or a point for decimals, "22,297" is a number of thousands.

    whole: of a quantity that has no decimals ("CPK 22.297 UI/L").

    >>> number("5,7"), number("22,297"), number("12.5"), number("2,145", whole=False, decimal=",")
    (5.7, 22297.0, 12.5, 2.145)
    """
    marks = ",." if whole and decimal == "," else "," if whole or decimal == "." else ""
    if marks and re.fullmatch(rf"\d{{1,3}}(?:[{marks}]\d{{3}})+", raw) and not raw.startswith("0"):
        return float(re.sub("[.,]", "", raw))
    parts = raw.replace(",", ".").split(".")
    return float("".join(parts)) if len(parts) > 2 else float(".".join(parts))


def grouped(tokens: list[Token], at: int, last: int) -> tuple[str, int]:
    """The digits of a number with its thousands ("12 000", Swiss "12'000"), and where it ends."""
    text, close = tokens[at].raw, at + 1
    if close + 1 < last and tokens[close].raw in APOSTROPHES and THOUSANDS.fullmatch(tokens[close + 1].raw) and tokens[at].end == tokens[close].start == tokens[close + 1].start - 1:
        return text + tokens[close + 1].raw, close + 2
    while (
        close < last and len(text) and re.fullmatch(r"\d{1,3}(?:\d{3})*", text) and THOUSANDS.fullmatch(tokens[close].raw)
        and tokens[close].start - tokens[close - 1].end == 1
    ):
        text += tokens[close].raw
        close += 1
    return text, close


def spelled(tokens: list[Token], at: int, last: int, words: NumberWords) -> tuple[float, int]:
    """A number in words ("quatre-vingt-onze", "deux cent quarante"), and where it ends; ``at`` when there is none."""
    total, part, close, k = 0.0, 0.0, at, at
    while k < last:
        value = words.words.get(tokens[k].stem)
        if value is None:
            if not (close > at and tokens[k].stem in words.links and k == close):
                break
        else:
            if value >= THOUSAND:
                total, part = total + max(part, 1.0) * value, 0.0
            elif value == HUNDRED or value == SCORE and part == FOUR:
                part = max(part, 1.0) * value
            else:
                part += value
            close = k + 1
        k += 1
    return total + part, close


def titre(tokens: list[Token], at: int, last: int) -> tuple[float, int] | None:
    """The dilution of "1/800" or "1:640", and where it ends."""
    if at + 2 < last and tokens[at].raw == "1" and tokens[at + 1].raw in TITRE_MARKS and tokens[at + 2].raw.isdecimal():
        text, close = grouped(tokens, at + 2, last)
        return float(text), close
    return None


def multiple(tokens: list[Token], close: int, last: int, words: NumberWords) -> int | None:
    """Where "N", "fois la normale", "x la limite supérieure" behind a number ends; None when there is none."""
    if close < last and (tokens[close].raw == "N" or tokens[close].stem[:1] in words.times and tokens[close].stem[1:] in words.normal):
        return close + 1  # "20xN"
    if close >= last or tokens[close].stem not in words.times:
        return None
    until = min(last, close + TIMES_REACH)
    ends = [k for k in range(close + 1, until) if tokens[k].stem in words.normal]
    barred = next((k for k in range(close + 1, until) if tokens[k].raw in "(,;.)"), until)
    ends = [k for k in ends if k < barred]
    return ends[-1] + 1 if ends else None


def stated_range(
    tokens: list[Token], at: int, last: int, words: NumberWords, *, whole: bool = True,
) -> tuple[float | None, float | None, int]:
    """Limits of normal behind a value, and where they end: "(N < 190)", "(1.10-1.80)", "pour une normale inférieure à 190"."""
    if at < last and tokens[at].raw in BRACKETS:
        close = at + 1
        while close < last and tokens[close].raw != BRACKETS[tokens[at].raw] and close - at < BRACKET_REACH:
            close += 1
        lower, upper = _limits(tokens, at + 1, close, words, whole)
        return (lower, upper, min(close + 1, last)) if (lower, upper) != (None, None) else (None, None, at)
    for k in range(at, min(last, at + LIMIT_REACH)):
        if tokens[k].raw in ENDS or NUMBER.match(tokens[k].raw):
            break
        if tokens[k].stem in words.limit and (len(tokens[k].raw) > 1 or tokens[k].raw == "N"):
            close = next((m for m in range(k + 1, min(last, k + BRACKET_REACH)) if tokens[m].raw in ",;.()"), min(last, k + BRACKET_REACH))
            lower, upper = _limits(tokens, k + 1, close, words, whole)
            if (lower, upper) != (None, None):
                return lower, upper, close
    return None, None, at


def _limits(
    tokens: list[Token], first: int, close: int, words: NumberWords, whole: bool,
) -> tuple[float | None, float | None]:
    """One limit with its comparator, or two that are joined."""
    found: list[tuple[float, int, int]] = []
    at = first
    while at < close:
        dilution = titre(tokens, at, close)
        if dilution is not None:
            found.append((dilution[0], at, dilution[1]))
            at = dilution[1]
        elif NUMBER.match(tokens[at].raw):
            text, end = grouped(tokens, at, close)
            found.append((number(text, whole=whole, decimal=words.decimal), at, end))
            at = end
        else:
            at += 1
    if len(found) == 2 and any(t.raw in words.between or t.stem in words.between for t in tokens[found[0][2] : found[1][1]]):
        return min(found[0][0], found[1][0]), max(found[0][0], found[1][0])
    if len(found) == 1:
        lead = tokens[first : found[0][1]]
        if any(t.raw in LEFT or t.stem in words.below for t in lead):
            return None, found[0][0]
        if any(t.raw in RIGHT or t.stem in words.above for t in lead):
            return found[0][0], None
    return None, None


def names_limit(tokens: list[Token], first: int, last: int) -> bool:
    """Does the word give the limit of a value ("300 IU/L (normal, < 200)", "(> 200 U/mL, normal < 20)")?"""
    if last + 2 < len(tokens) and tokens[last + 1].raw in COMPARATORS and NUMBER.match(tokens[last + 2].raw):
        return True
    if not first or tokens[first - 1].raw not in "([":
        return False
    return any(t.raw in "<>≤≥" or t.raw[:1].isdecimal() for t in tokens[last + 1 : last + 3])
