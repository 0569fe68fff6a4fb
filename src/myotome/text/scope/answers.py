"""Answers behind a finding, as forms and telegraphic notes give them: "ptosis : 0", "diplopie ø", "crampes N", "dyspnée : oui / non", "toux +/-"."""

from __future__ import annotations

from enum import Enum

from myotome.text.scope.item import Item
from myotome.text.scope.scope_words import ScopeWords
from myotome.text.tokens.fold import Token

NOUGHTS = frozenset("0øØ∅")
MINUSES = frozenset("-–")
LEADS = frozenset(":=")
PLACES = frozenset({"side", "site", "root"})
REACH = 7  # tokens between a finding and the answer
NOT_NOUGHT = frozenset("/%°,.")  # "0/5", "0 %"


class Answer(Enum):
    """What a form says of a finding. DOUBT: "+/-". BLANK: neither of the two answers that it offers is marked."""

    NO = "no"
    DOUBT = "doubt"
    BLANK = "blank"


def answer(tokens: list[Token], items: list[Item], at: int, last: int, words: ScopeWords) -> tuple[Answer, int] | None:
    """The answer behind ``items[at]`` and its position; None when there is none. last: the end of the sentence, exclusive.

    Only a side, a place and a colon may stand between; behind a place the colon must.
    """
    k = items[at].last + 1
    if k >= last or tokens[k].raw in ",;.":
        return None
    placed = led = own = False  # own: does the answer speak of a place behind the colon, not of the finding?
    n = at + 1
    until = min(last, k + REACH)
    while k < until:
        raw = tokens[k].raw
        if raw in LEADS:
            led = True
        elif raw not in words.articles and tokens[k].stem not in words.prepositions:
            while n < len(items) and (items[n].last < k or items[n].kind not in PLACES and items[n].first <= k):
                n += 1
            if n < len(items) and items[n].first <= k and items[n].kind in PLACES:
                placed = placed or items[n].kind != "side"
                own = own or led and placed
                k = items[n].last
            else:
                break
        k += 1
    if k >= until:
        return None
    said = _said(tokens, k, last, words, spaced=tokens[k - 1].end < tokens[k].start)
    return said if said is not None and not own and (led or not placed or said[0] is Answer.DOUBT) else None


def may_answer(tokens: list[Token], items: list[Item], at: int, last: int, words: ScopeWords) -> bool:
    """May an answer stand behind ``items[at]``? Not where a mark or a whole word follows that neither answers nor leads to an answer, as mostly."""
    k = items[at].last + 1
    if k >= last:
        return False
    token = tokens[k]
    if token.raw in ",;.":
        return False
    if not token.plain or len(token.raw) == 1:
        return True
    for n in range(at + 1, len(items)):
        if items[n].first > k:
            break
        if items[n].kind in PLACES or items[n].first <= items[at].first:
            return True
    return token.stem in words.answers or token.stem in words.prepositions or token.raw in words.articles


def _said(tokens: list[Token], k: int, last: int, words: ScopeWords, *, spaced: bool) -> tuple[Answer, int] | None:
    """What the token at ``k`` answers."""
    token = tokens[k]
    follows = tokens[k + 1].raw if k + 1 < last else ""
    if follows == "/" and k + 2 < last and token.stem != tokens[k + 2].stem and {token.stem, tokens[k + 2].stem} <= words.answers:
        return Answer.BLANK, k
    if token.raw == "±" or token.raw == "+" and follows == "/" and k + 2 < last and tokens[k + 2].raw in MINUSES:
        return Answer.DOUBT, k
    if token.raw in NOUGHTS and (token.raw != "0" or follows not in NOT_NOUGHT or follows in ",." or tokens[k + 2 : k + 3] and (tokens[k + 2].raw == "0" or follows == "/" and tokens[k + 2].raw.isalpha())):
        return Answer.NO, k
    ended = not follows or not follows.isalnum() and follows not in "'’"
    if ended and (token.stem in words.noes and (len(token.raw) > 1 or token.raw == "N" and follows not in ("°", "/", ".")) or spaced and token.raw in MINUSES and follows in ",;.:/\n"):
        return Answer.NO, k
    return None
