"""Boxes of a form: "☒ ptosis ☐ diplopie" says of the second that it is not there; of "☐ oui ☒ non" only the ticked answer is read.

An empty box denies what it names where another of the same list is ticked; a list with no tick was not filled in, and says nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from myotome.text.tokens.fold import Token, fold
from myotome.text.tokens.layout import Sentence
from myotome.text.tokens.lexicon import Lexicon

SIGNS = "☒☑☐□❏❑▢"
BOX = re.compile(rf"[{SIGNS}]|\[ ?[xX]? ?\]")
TICKED = re.compile(r"[☒☑xX]")
DOTS = frozenset("._…")
LEADER = 4  # dots that lead to something
NAMES = frozenset({"concept", "absent"})
APART = 2  # lines without a box that end a list


def answered(tokens: list[Token], answers: frozenset[str]) -> list[Token]:
    """The tokens, with the mark of a question that is answered at once as a colon ("Avez-vous des crampes ? Non")."""
    asked = [k for k, t in enumerate(tokens) if t.raw == "?"]
    done = tokens
    for k in asked:
        closed = k + 2 >= len(tokens) or tokens[k + 2].raw in ".,;\n"
        if k + 1 < len(tokens) and tokens[k + 1].stem in answers and len(tokens[k + 1].raw) > 1 and closed:
            done = done if done is not tokens else list(tokens)
            done[k] = Token(":", tokens[k].start, tokens[k].end, ":")
    return done


def led(tokens: list[Token]) -> list[Token]:
    """The tokens, with a row of dots that leads to a value as a colon ("CRP ........ 3")."""
    done: list[Token] = []
    k = 0
    while k < len(tokens):
        end = k
        while end < len(tokens) and tokens[end].raw in DOTS and (end == k or tokens[end].start == tokens[end - 1].end):
            end += 1
        if end - k >= LEADER:
            done.append(Token(":", tokens[k].start, tokens[end - 1].end, ":"))
        else:
            end = max(end, k + 1)
            done += tokens[k:end]
        k = end
    return done


class _Box(NamedTuple):
    """A box at tokens first..last (exclusive), and where what it names ends."""

    first: int
    last: int
    end: int
    ticked: bool


def ticked(text: str, tokens: list[Token], denial: str, lexicon: Lexicon) -> list[Token]:
    """The tokens, with boxes read. denial: the word put in place of an empty box ("pas")."""
    if "[" not in text and not any(map(text.__contains__, SIGNS)):
        return tokens
    marks = [(m.start(), m.end(), TICKED.search(m[0]) is not None) for m in BOX.finditer(text)]
    if not marks:
        return tokens
    ends = [*(i for i, t in enumerate(tokens) if t.raw == "\n"), len(tokens)]
    done: list[Token] = []
    for block in _blocks(tokens, ends, marks):
        filled = any(box.ticked for _, _, boxes in block for box in boxes)
        for first, end, boxes in block:
            done += _line(tokens, first, end, boxes, denial, lexicon, filled=filled) if boxes else tokens[first:end]
            done += tokens[end : end + 1]
    return done


def _blocks(tokens: list[Token], ends: list[int], marks: list[tuple[int, int, bool]]) -> list[list[tuple[int, int, list[_Box]]]]:
    """The lines with their boxes, those of one list together."""
    blocks: list[list[tuple[int, int, list[_Box]]]] = [[]]
    starts = [t.start for t in tokens]
    first, plain = 0, APART
    for end in ends:
        boxes = _boxes(starts, tokens, first, end, marks)
        if boxes and plain >= APART:
            blocks.append([])
        plain = 0 if boxes else plain + 1
        blocks[-1].append((first, end, boxes))
        first = end + 1
    return blocks


def _boxes(starts: list[int], tokens: list[Token], first: int, end: int, marks: list[tuple[int, int, bool]]) -> list[_Box]:
    """The boxes of the line first..end. starts: offsets of all tokens, in which a box is looked for by halves."""
    if first >= end:
        return []
    own = marks[bisect_left(marks, (starts[first],)) : bisect_left(marks, (tokens[end - 1].end,))]
    places = [(bisect_left(starts, a, first, end), b, tick) for a, b, tick in own]
    return [
        _Box(k, bisect_left(starts, b, k, end), places[n + 1][0] if n + 1 < len(places) else end, tick)
        for n, (k, b, tick) in enumerate(places)
    ]


def _line(tokens: list[Token], first: int, end: int, boxes: list[_Box], denial: str, lexicon: Lexicon, *, filled: bool) -> list[Token]:
    """One line: a list of names, or a label with the answers that it offers."""
    label = tokens[first : boxes[0].first]
    worded = any(t.raw.isalpha() for t in label)
    done: list[Token] = [] if worded else label
    told = False
    for box in boxes:
        names = tokens[box.last : box.end]
        named = bool(names) and _named(tokens, box, lexicon)
        if not names or not box.ticked and (not filled or worded and not named):
            continue
        start = tokens[box.first].start
        if worded and not named:
            done += [*label, *names]
        else:
            done += [Token("", start, start, "\n"), Token("•", start, start, "•")]
            done += [] if box.ticked else [Token(fold(denial), start, tokens[box.last - 1].end, denial)]
            done += names
        told = True
    return done if told else []


def _named(tokens: list[Token], box: _Box, lexicon: Lexicon) -> bool:
    """Does a box name a finding by itself ("ptosis"; not "oui", "aboli")?"""
    part = tokens[box.last : box.end]
    sentence = Sentence(box.last, box.end, tuple(t.stem for t in part), (), part[0].start, part[-1].end)
    return any(x.kind in NAMES for m in lexicon.matches(tokens, sentence) for x in m.lexemes)
