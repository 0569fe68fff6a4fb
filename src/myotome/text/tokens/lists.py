"""Lists whose heading says something of each member: the heading's words are told with each of them.

"Pas de :" above bullets denies each; "Réflexes" above "- présents aux MS" and "- abolis aux MI" is examined in each, and so is "MI" above "- distal 5/5".
The tokens keep their own offsets, so what is found still points into the list.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

import msgspec

from myotome.text.tokens.fold import Token, fold, tokenise
from myotome.text.tokens.layout import BULLETS, Sentence
from myotome.text.tokens.lexicon import Lexicon

HEADED = re.compile(r":[ \t]*\n")
ITEM = re.compile(r"\n[ \t]*(?:[-*•–—▪●◦►➔→][ \t]*|\w[.)][ \t]+)?(?=([^\W\d_]+))")
LONGEST_HEADING = 60  # letters
LONGEST_LIST = 1500  # letters from a title to a member: what is found reaches from one to the other
LONGEST_CUE = 6  # tokens
LONGEST_TITLE = 4
LONGEST_MEMBER = 6  # tokens of a member that has no bullet
DASHES = BULLETS | {"-"}
NUMBERED = frozenset(".)")


class ListWords(msgspec.Struct, eq=False, frozen=True):
    """Folded words of one language. denials: phrases that deny what stands behind them; denying: headings that do by themselves ("signes négatifs").
    denial: the word that is put before each member. own: words of a member that says its own result. results, parts: with which a member begins
    that names no test, or no limb, of its own."""

    denials: frozenset[tuple[str, ...]]
    denying: frozenset[tuple[str, ...]]
    denial: str
    own: frozenset[str]
    results: frozenset[str]
    parts: frozenset[str]


class _Member(NamedTuple):
    """A member of a list: its tokens first..last (exclusive). bulleted: does a mark stand before it?"""

    first: int
    last: int
    bulleted: bool


def told_of_each(text: str, tokens: list[Token], words: ListWords, lexicon: Lexicon) -> list[Token]:
    """The tokens, with the words of a heading put before each member of its list."""
    added: dict[int, list[Token]] = {}
    starts: list[int] = []
    for mark in HEADED.finditer(text):
        heading = text[text.rfind("\n", 0, mark.start()) + 1 : mark.start()].strip()
        if len(heading) <= LONGEST_HEADING and _denies(heading, words):
            starts = starts or [t.start for t in tokens]
            for member in _members(tokens, bisect_left(starts, mark.end() - 1), words):
                at = tokens[member.first].start
                added[member.first] = [
                    *([] if member.bulleted else [Token("•", at, at, "•")]), Token(fold(words.denial), at, at, words.denial),
                ]
    known: dict[tuple[int, int, bool], tuple[int, int] | None] = {}
    for item in ITEM.finditer(text):
        before = text[item.start() - 1 : item.start()]
        if item[0].isspace() and before != ":" and not before.isupper():
            continue  # no bullet, and no heading above
        stem = fold(item[1])
        above = _line_above(text, item, known) if stem in words.results or stem in words.parts else None
        if above is None or item.start() - above[1] > LONGEST_LIST:
            continue
        starts = starts or [t.start for t in tokens]
        title = _title(tokens, bisect_left(starts, above[0]), bisect_left(starts, above[1]), lexicon, "test" if stem in words.results else "site")
        first = bisect_left(starts, item.end())
        if title and first < len(tokens) and first not in added:
            added[first] = title
    if not added:
        return tokens
    done: list[Token] = []
    begin = 0
    for at in sorted(added):
        done += tokens[begin:at]
        done += added[at]
        begin = at
    return done + tokens[begin:]


def _denies(line: str, words: ListWords) -> bool:
    stems = tuple([t.stem for t in tokenise(line) if t.raw not in DASHES])
    return stems in words.denying or any(stems[-n:] in words.denials for n in range(1, min(LONGEST_CUE, len(stems)) + 1))


def _members(tokens: list[Token], at: int, words: ListWords) -> list[_Member]:
    """The members of the list behind the line break at ``at`` that say no result of their own."""
    found: list[_Member] = []
    bulleted: bool | None = None
    while at < len(tokens):
        first = at + 1
        at = next((k for k in range(first, len(tokens)) if tokens[k].raw == "\n"), len(tokens))
        begin = _behind_bullet(tokens, first, at)
        if first == at and bulleted is None:
            continue  # a blank line between heading and list
        bulleted = begin > first if bulleted is None else bulleted
        if first == at or bulleted and begin == first and not tokens[first].raw[:1].islower():
            break
        if bulleted and begin == first or begin >= at:
            continue  # the second line of a member
        own = any(t.stem in words.own or t.raw == ":" for t in tokens[begin:at])
        if not bulleted and (own or at - begin > LONGEST_MEMBER):
            break
        if not own:
            found.append(_Member(begin, at, bulleted))
    return found


def _behind_bullet(tokens: list[Token], first: int, last: int) -> int:
    """Where the words of a line begin, behind its bullet or number."""
    if first < last and tokens[first].raw in DASHES:
        return first + 1
    if first + 1 < last and len(tokens[first].raw) < 3 and tokens[first].raw.isalnum() and tokens[first + 1].raw in NUMBERED:
        return first + 2
    return first


def _line_above(text: str, item: re.Match[str], known: dict[tuple[int, int, bool], tuple[int, int] | None]) -> tuple[int, int] | None:
    """Where the line begins and ends that a member stands under; None when it is none, or too long to be a title.

    known: what was found for the members before, by where the line above ends: each line of a long list is looked at once.
    """
    inset, spaced = item.end() - item.start(), item[0].isspace()
    passed: list[tuple[int, int, bool]] = []
    above: tuple[int, int] | None = None
    end = item.start()
    while end > 0:
        if (end, inset, spaced) in known:
            above = known[end, inset, spaced]
            break
        passed.append((end, inset, spaced))
        begin = text.rfind("\n", 0, end) + 1
        line = text[begin:end]
        if not line.strip():
            break
        bullet = ITEM.match(text, begin - 1) if begin else None
        if spaced and bullet is not None and bullet[0].isspace() or bullet is None or bullet.end() - bullet.start() < inset:
            above = (begin, end) if len(line) <= LONGEST_HEADING and len(line) - len(line.lstrip()) < inset else None
            break
        end = begin - 1
    known.update(dict.fromkeys(passed, above))
    return above


def _title(tokens: list[Token], first: int, last: int, lexicon: Lexicon, kind: str) -> list[Token]:
    """The words of the line first..last (exclusive), when they name a test (or a place) and nothing else."""
    first = _behind_bullet(tokens, first, last)
    while last > first and tokens[last - 1].raw in ("\n", ":"):
        last -= 1
    named = tokens[first:last]
    return named if 0 < len(named) <= LONGEST_TITLE and _only(tokens, first, named, lexicon, kind) else []


def _only(tokens: list[Token], first: int, named: list[Token], lexicon: Lexicon, kind: str) -> bool:
    sentence = Sentence(first, first + len(named), tuple(t.stem for t in named), (), named[0].start, named[-1].end)
    kinds = {x.kind for m in lexicon.matches(tokens, sentence) for x in m.lexemes}
    return kind in kinds and not kinds & {"concept", "absent", "result"}
