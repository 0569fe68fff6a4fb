"""What a page carries beside its text: running heads and feet, page numbers, numbered lines, the marks of a quoted mail. Their tokens are taken out.

Each other token keeps its offsets, so what is found still points into the text as it was written.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter

from myotome.text.tokens.fold import Token

QUOTE, QUOTED = ">", "\n>"  # before each line of a mail that is answered
QUOTES = frozenset({QUOTE, "\n"})
PAGE_BREAK = "\f"
PAGE_WORDS = ("page", "Page", "PAGE", "pAGE")
PAGE = re.compile(r"^[^\n]{0,60}\b[Pp](?:age|AGE)[ \t]?:?[ \t]?\d{1,3}(?:[ \t]?(?:/|sur|of|de)[ \t]?\d{1,3})?[ \t.)\-]*$", re.MULTILINE)
BARE = re.compile(r"[-–—\s]{0,6}\d{1,3}(?:[ \t]?/[ \t]?\d{1,3})?[-–—\s]{0,6}")  # a page number alone on its line
NUMBER = re.compile(r"[ \t]*(\d{1,4})(?=[ \t]|$)")
DIGITS = re.compile(r"\d+")
NEAR = 2  # lines above and below a page's end that may be its head or foot
LEAST_NUMBERED = 5
NUMBERED_SHARE = 0.8
Line = tuple[int, str]


def without_margins(text: str, tokens: list[Token]) -> list[Token]:
    """The tokens without those of running heads and feet (the first stays) and of line numbers.

    >>> from myotome.text.tokens.fold import tokenise
    >>> text = "CHU\\nFaiblesse des\\nPage 1/2\\n\\fCHU\\nreleveurs\\nPage 2/2"
    >>> " ".join(t.raw for t in without_margins(text, tokenise(text)) if t.raw != "\\n")
    'CHU Faiblesse des releveurs'
    """
    if QUOTED in text:
        tokens = [t for k, t in enumerate(tokens) if t.raw != QUOTE or k and tokens[k - 1].raw not in QUOTES]
    paged = PAGE_BREAK in text or any(word in text for word in PAGE_WORDS) and PAGE.search(text) is not None
    if not paged and not _starts_numbered(text):
        return tokens
    spans = (_running(text) if paged else []) or _numbers(text)
    if not spans:
        return tokens
    begins = [begin for begin, _ in spans]
    return [t for t in tokens if not _inside(t.start, spans, begins)]


def _inside(start: int, spans: list[tuple[int, int]], begins: list[int]) -> bool:
    at = bisect_right(begins, start) - 1
    return at >= 0 and start < spans[at][1]


def _lines(text: str) -> list[Line]:
    """Offset and words of each line that holds any."""
    lines, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            lines.append((at, line))
        at += len(line) + 1
    return lines


def _running(text: str) -> list[tuple[int, int]]:
    """Spans of page numbers, and of lines beside the end of a page that stand beside another one too."""
    lines = _lines(text)
    ends = [n for n, (_, line) in enumerate(lines) if PAGE_BREAK in line or PAGE.fullmatch(line)]
    beside = sorted({n for end in ends for n in range(end - NEAR, end + NEAR + 1) if 0 <= n < len(lines)} | set(range(min(NEAR, len(lines)))))
    shapes = {n: DIGITS.sub("0", lines[n][1].strip()) for n in beside}
    times = Counter(shapes.values())
    seen: set[str] = set()
    spans = []
    for n in beside:
        at, line = lines[n]
        again = shapes[n] in seen and times[shapes[n]] > 1
        seen.add(shapes[n])
        if PAGE.fullmatch(line) or again or (BARE.fullmatch(line) and times[shapes[n]] > 1):
            spans.append((at, at + len(line) + 1))
    return spans


def _starts_numbered(text: str) -> bool:
    """Do the first lines count?"""
    counted = 0
    for line in text[:400].split("\n"):
        if line.strip():
            if not NUMBER.match(line):
                return False
            counted += 1
            if counted == LEAST_NUMBERED:
                return True
    return False


def _numbers(text: str) -> list[tuple[int, int]]:
    """Spans of the numbers of lines, where nearly every line has the next one."""
    lines = _lines(text)
    found = [(at, match) for at, line in lines if (match := NUMBER.match(line))]
    values = [int(match[1]) for _, match in found]
    counts = sum(b - a == 1 for a, b in zip(values, values[1:], strict=False)) + 1
    if len(found) < LEAST_NUMBERED or counts < NUMBERED_SHARE * len(lines):
        return []
    return [(at, at + match.end()) for at, match in found]
