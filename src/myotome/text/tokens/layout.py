"""Cut a text into sentences and know which heading each stands under.

Wrapped prose, slides with one thought a line, bullet lists and notes in telegraphic style all
come in; a line's end is a sentence's end only when its neighbours say so.
"""

from __future__ import annotations

import re
import statistics
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple, final

from myotome.text.tokens.fold import Token

BULLETS = frozenset("·‣⁃∙\uf06c\uf0a7\uf0b7\uf0d8\uf0fc\uf076•→▪●◦–—*►➔➢✓�■")
ENDERS = frozenset(".!?")
SIDES = frozenset("DGLR")
NORMAL = "N"  # behind a shortened name ("Coord. N")
WRAP_SHARE = 0.6
FIT_SHARE = 0.85
SHORT_HEADING_WORDS = 6
MIN_WRAP = 30
NARROW = 36  # letters of the narrowest column of prose
NEAR = 3  # lines around one that show how wide its column is
MIN_LIST = 4
LIST_SHARE = 0.9
GRADES = frozenset("012345")
LONGEST = 200  # tokens of a sentence: what is longer is no sentence, and is cut
CUTS = frozenset(",;\n")
LEADING = frozenset({",", "-", "'", "’", "("})  # a line that ends so goes on
LEADING_WORDS = frozenset({"de", "d", "du", "et", "le", "la"})
RULED = frozenset("|+_=")  # of drawn lines
HYPHEN_END = "-\n"  # a word broken at a line's end is one token, that reaches into the next line


@final
class Sentence:
    """first, last: token positions, last exclusive. stems: those of its tokens; stem_set: the same, to be compared with lists of words. marked: positions of its tokens that are no plain
    words; figures: of those that begin with a digit. heading: folded words of the heading above it. start, end: offsets in the text."""

    __slots__ = ("first", "last", "stems", "stem_set", "heading", "start", "end", "is_heading", "marked", "figures")

    def __init__(
        self, first: int, last: int, stems: tuple[str, ...], heading: tuple[str, ...], start: int, end: int, is_heading: bool = False,
        marked: tuple[int, ...] = (), figures: tuple[int, ...] = (),
    ) -> None:
        self.first = first
        self.last = last
        self.stems = stems
        self.stem_set = frozenset(stems)
        self.heading = heading
        self.start = start
        self.end = end
        self.is_heading = is_heading
        self.marked = marked
        self.figures = figures


def at_lines(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Matches of a pattern at the begin of each line, of which it holds no break: much quicker than ``^`` looked for everywhere."""
    begin = 0
    while True:
        match = pattern.match(text, begin)
        if match is not None:
            yield match
        begin = text.find("\n", begin) + 1
        if not begin:
            return


class ShortWords(NamedTuple):
    """Folded words whose full stop ends no sentence. leading: whatever follows ("cf.", "env."). shortened: before a number or "N" ("créat. 110", "coord. N").
    joining: small words that go on with the line before, or want the next one. results: that end a line which is no heading ("Tact ok").
    cut: letters in which words end that are cut short ("Paresth. mains")."""

    leading: frozenset[str] = frozenset()
    shortened: frozenset[str] = frozenset()
    joining: frozenset[str] = frozenset()
    results: frozenset[str] = frozenset()
    cut: str = ""


SIGNED = frozenset("+±")  # results in signs, which begin no sentence
WHOLE_WORD = 6  # letters of a word whose full stop ends a sentence before a small letter too
NO_SHORT_WORDS = ShortWords()


def _line_ends(
    text: str, tokens: list[Token], marked: Sequence[int], entries: Collection[int], joining: frozenset[str],
) -> tuple[set[int], list[int]]:
    """Positions of line-break tokens that end a sentence, and of those that only wrap it; the line at an offset of ``entries``
    begins one. joining: see ``ShortWords``."""
    lines: list[tuple[int, int]] = []  # token positions of each line
    begin = 0
    for i in [i for i in marked if tokens[i].raw == "\n"]:
        lines.append((begin, i))
        begin = i + 1
    lines.append((begin, len(tokens)))
    lengths = [tokens[b - 1].end - tokens[a].start for a, b in lines if b > a]
    if HYPHEN_END in text:
        lengths = [_width(text, tokens[a].start, tokens[b - 1].end) for a, b in lines if b > a]
    width = statistics.quantiles(lengths, n=10)[8] if len(lengths) > 2 else 0
    full = [(a, b) for a, b in lines if b > a]
    capital = sum([not tokens[a].raw[:1].islower() for a, _ in full])
    listed = len(full) >= MIN_LIST and capital >= LIST_SHARE * len(full)  # one thought a line
    ends: set[int] = set()
    wraps: list[int] = []
    previous: tuple[int, int] | None = None
    for n, (a, b) in enumerate(lines):
        if b == a:
            continue
        if previous is not None:
            pa, pb = previous
            last, first = tokens[pb - 1], tokens[a]
            length = min(last.end - tokens[pa].start, last.end - text.rfind("\n", 0, last.end) - 1)  # behind a word broken at a line's end
            gap = a - pb
            fits = length + 1 + len(first.raw) <= FIT_SHARE * width  # the next word had its place on the line
            wrapped = not listed and width >= MIN_WRAP and length >= WRAP_SHARE * width and not fits and gap == 1
            bullet = first.raw in BULLETS or first.raw == "-" or (first.raw == "|" and last.raw == "|")
            entry = entries and text.rfind("\n", 0, first.start) + 1 in entries
            labelled = b - a > 1 and tokens[a + 1].raw == ":" and first.raw.isalpha() or last.raw in "+-" and tokens[pb - 2].raw.isalpha() and last.start > tokens[pb - 2].end
            if entry or bullet or labelled or last.raw in ".!?:;" and (gap > 1 or not wrapped):
                ended = True
            elif wrapped or gap == 1 and _goes_on(text, tokens, pa, pb, joining):
                ended = False
            elif first.raw[:1].isupper() or first.raw[:1].isdecimal():
                ended = True
            else:
                lower = gap == 1 and length < WRAP_SHARE * width and last.stem not in joining and first.stem not in joining
                ended = lower and (length < NARROW or length < WRAP_SHARE * _usual(tokens, lines[max(0, n - NEAR) : n + NEAR]))
            if ended:
                ends.add(pb)
            elif gap == 1 and (first.raw[:1].isalnum() or first.raw == "(") and last.raw not in RULED:
                wraps.append(pb)
        previous = (a, b)
    return ends, wraps


def _unwrapped(tokens: list[Token], ends: set[int], wraps: list[int]) -> tuple[list[Token], set[int]]:
    """The tokens without the line breaks ``wraps``, and where the ``ends`` stand among them: what stands beside a break stands side by side."""
    kept: list[Token] = []
    begin = 0
    for i in wraps:
        kept += tokens[begin:i]
        begin = i + 1
    return kept + tokens[begin:], {i - bisect_left(wraps, i) for i in ends}


def _width(text: str, start: int, end: int) -> int:
    """The longest line of ``text[start:end]``, which holds breaks inside words."""
    return max(map(len, text[start:end].split("\n")))


def _goes_on(text: str, tokens: list[Token], first: int, end: int, joining: frozenset[str]) -> bool:
    """Does the line of tokens first..end (exclusive) want the next one, which follows it: with an open bracket, or a word that leads on?"""
    last, follow = tokens[end - 1], tokens[end + 1]
    graded = last.raw == "-" and end - first > 1 and tokens[end - 2].raw.isdecimal()  # "JA 4-"
    if last.raw in LEADING and not graded or last.stem in LEADING_WORDS or last.stem in joining and follow.raw[:1].isdecimal():
        return True
    start = tokens[first].start
    return text.rfind("(", start, last.end) > text.rfind(")", start, last.end)


def _usual(tokens: list[Token], lines: list[tuple[int, int]]) -> float:
    """The middle of the lengths of some lines."""
    return statistics.median([tokens[end - 1].end - tokens[first].start for first, end in lines if end > first])


def _stop_ends(tokens: list[Token], i: int, short: ShortWords) -> bool:
    """Does the full stop at ``i`` end a sentence? Not after one letter, nor inside or behind an abbreviation."""
    if i + 1 >= len(tokens):
        return True
    nxt = tokens[i + 1]
    k = i + 1
    while k < len(tokens) and tokens[k].raw == "\n":
        k += 1
    follow = tokens[k] if k < len(tokens) else nxt
    if tokens[i].end == nxt.start and nxt.raw != "\n":
        return False
    before = tokens[i - 1] if i else tokens[i]
    if before.stem in short.leading or before.stem in short.shortened and (follow.raw[:1].isdecimal() or follow.raw == NORMAL):
        return False
    if len(before.raw) == 1 and before.raw.isalpha() and before.raw.islower() and not (i > 1 and (tokens[i - 2].raw == "/" or tokens[i - 2].raw[:1].isdecimal())):
        return False  # but "56 m/s. R ulnar", "3 h. Then"
    if len(before.raw) == 1 and before.raw.isalpha() and before.raw not in SIDES and len(follow.raw) > 2 and follow.raw.isupper():
        return False  # "M. DUPONT", "N. ULNAIRE"
    listed = i + 2 < len(tokens) and tokens[i + 2].start == nxt.end and tokens[i + 2].raw.isalpha()  # "can't move legs. +palpitations"
    signed = nxt.raw in SIGNED and before.raw.isalpha() and not listed  # "Pouls péd. +/+"
    whole = len(before.raw) >= WHOLE_WORD and before.raw.isalpha() and before.raw[-1] not in short.cut and follow is nxt  # "Langue normale. force 4/5"
    return not signed and (whole or follow.raw[:1].isupper() or follow.raw[:1].isdecimal() or follow.raw in BULLETS or not follow.raw[:1].isalnum())


def _heads(tokens: list[Token], i: int) -> bool:
    """Does a token stand at the head of a line or sentence ("? ptosis")?"""
    return i == 0 or tokens[i - 1].raw in ENDERS or tokens[i - 1].raw in BULLETS or tokens[i - 1].raw in "\n-"


def _cut(tokens: list[Token], first: int) -> int:
    """Where a sentence that is too long is cut: behind the last comma or semicolon, or the last line break."""
    for k in range(first + LONGEST, first + LONGEST // 2, -1):
        if tokens[k - 1].raw in CUTS:
            return k
    return first + LONGEST


def _listed(tokens: list[Token], first: int, last: int) -> bool:
    """Is there a comma outside brackets ("Bilan moteur (MRC, D / G)" is a heading)?"""
    depth = 0
    for k in range(first, last):
        raw = tokens[k].raw
        depth += (raw == "(") - (raw == ")")
        if raw == "," and depth <= 0:
            return True
    return False


def _ends_in_grades(tokens: list[Token], first: int, last: int) -> bool:
    """Does a line end in a grade with its scale, its sign or its pair ("Psoas 3/5", "JA 4-", "Elbow flexion 4 / 3")?"""
    k = last - 1
    signed = tokens[k].raw in "+-" and tokens[k].start == tokens[k - 1].end
    k -= signed
    if k <= first or tokens[k].raw not in GRADES:
        return False
    return signed or tokens[k - 1].raw == "/" and k - 2 >= first and (tokens[k - 2].raw in GRADES or tokens[k - 2].raw in "+-")


def sentences(
    text: str, tokens: list[Token], entries: Collection[int] = (), short: ShortWords = NO_SHORT_WORDS,
) -> tuple[list[Token], list[Sentence]]:
    """The tokens without the line breaks that only wrap a sentence, and all sentences in order; headings are sentences with ``is_heading``.

    A heading is a short line without a verb-like length, alone on its line or ending with ":".
    entries: offsets of lines that each begin with a person (``text/owners/entries.py``). short: words whose full stop ends nothing.
    """
    marked = tuple([i for i, t in enumerate(tokens) if not t.plain])
    ends, wraps = _line_ends(text, tokens, marked, entries, short.joining)
    if wraps:
        tokens, ends = _unwrapped(tokens, ends, wraps)
        marked = tuple([i for i, t in enumerate(tokens) if not t.plain])
    stems = tuple([t.stem for t in tokens])
    found: list[Sentence] = []
    heading: tuple[str, ...] = ()
    begin = 0

    def add(first: int, last: int, *, is_heading: bool = False) -> None:
        own = marked[bisect_left(marked, first) : bisect_left(marked, last)]
        figures = tuple([i for i in own if stems[i][:1].isdecimal()])
        found.append(Sentence(first, last, stems[first:last], heading, tokens[first].start, tokens[last - 1].end, is_heading, own, figures))

    def close(stop: int, by_line: bool) -> None:
        nonlocal begin, heading
        first = begin
        while first < stop and (tokens[first].raw == "\n" or tokens[first].raw in BULLETS or tokens[first].raw == "-"):
            first += 1
        begin = stop
        last = stop
        while last > first and tokens[last - 1].raw == "\n":
            last -= 1
        if last <= first:
            return
        while last - first > LONGEST:
            cut = _cut(tokens, first)
            add(first, cut)
            first = cut
        bulleted = first > 0 and tokens[first - 1].raw in BULLETS
        ending = tokens[last - 1].raw
        is_heading = False
        told = tokens[last - 1].stem in short.results or _ends_in_grades(tokens, first, last)
        if by_line and not bulleted and not told and tokens[first].raw[:1].isupper() and ending not in ".;,":
            words = [stem for stem in stems[first:last] if stem[:1].isalpha()]
            is_heading = 0 < len(words) <= SHORT_HEADING_WORDS and not _listed(tokens, first, last)
            if is_heading and first > 0 and tokens[first - 1].raw == "-" and ending != ":" and ":" in stems[first:last]:
                is_heading = False  # "- Chirurgicaux : canal carpien droit"
            if is_heading:
                heading = tuple(words)
        add(first, last, is_heading=is_heading)

    for i in [i for i in marked if tokens[i].raw in ENDERS or i in ends]:
        if i in ends:
            close(i, by_line=True)
        elif _stop_ends(tokens, i, short) and not (tokens[i].raw == "?" and _heads(tokens, i)):
            close(i + 1, by_line=i + 1 < len(tokens) and tokens[i + 1].raw == "\n" and False)
    close(len(tokens), by_line=True)
    return tokens, found
