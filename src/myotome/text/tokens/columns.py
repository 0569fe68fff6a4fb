"""Text in two columns side by side is read column by column: its tokens are put in that order.

Each token keeps its own offsets, so what is found still points into the text as it was written.
"""

from __future__ import annotations

from myotome.text.tokens.fold import Token

GAP = 4  # blanks that part two columns
MIN_LINES = 3
SAME_COLUMN = 3  # characters by which the second column may begin earlier or later
Line = list[Token]


def in_reading_order(text: str, tokens: list[Token]) -> list[Token]:
    """The tokens, with blocks of two columns put one column after the other.

    >>> from myotome.text.tokens.fold import tokenise
    >>> text = "Bras droit      Bras gauche\\nBiceps fort     Biceps faible\\nTriceps fort    Triceps fort"
    >>> " ".join(t.raw for t in in_reading_order(text, tokenise(text)) if t.raw != "\\n")
    'Bras droit Biceps fort Triceps fort Bras gauche Biceps faible Triceps fort'
    """
    if " " * GAP not in text:
        return tokens
    done: list[Token] = []
    block: list[tuple[Line, Line]] = []
    for line in _lines(tokens):
        parts = _parted(text, line)
        if parts is not None and (not block or abs(_column(text, parts[1]) - _column(text, block[0][1])) <= SAME_COLUMN):
            block.append(parts)
            continue
        done += _block(block)
        block = [parts] if parts is not None else []
        if parts is None:
            done += line
    return done + _block(block)


def _lines(tokens: list[Token]) -> list[Line]:
    """Lines, each with its line break."""
    lines: list[Line] = [[]]
    for token in tokens:
        lines[-1].append(token)
        if token.raw == "\n":
            lines.append([])
    return [line for line in lines if line]


def _column(text: str, part: Line) -> int:
    return part[0].start - (text.rfind("\n", 0, part[0].start) + 1)


def _parted(text: str, line: Line) -> tuple[Line, Line] | None:
    """A line as two parts that both hold words; None when it is not in two columns."""
    gaps = [
        k for k in range(1, len(line)) if line[k].raw != "\n" and line[k].start - line[k - 1].end >= GAP
        and text[line[k - 1].end : line[k].start].isspace()
    ]
    if len(gaps) != 1:
        return None
    left, right = line[: gaps[0]], line[gaps[0] :]
    words = all(any(t.raw.isalpha() and len(t.raw) > 1 for t in part) for part in (left, right))
    return (left, right) if words else None


def _block(block: list[tuple[Line, Line]]) -> list[Token]:
    """Left column, then right column; a block too short to be one, or of names with their values, stays as it was."""
    valued = sum(left[-1].raw == ":" or right[0].raw[:1].isdecimal() for left, right in block)
    if len(block) < MIN_LINES or 2 * valued >= len(block):
        return [t for left, right in block for t in (*left, *right)]
    ends = [right[-1] if right[-1].raw == "\n" else None for _, right in block]
    done: list[Token] = []
    for (left, _), end in zip(block, ends, strict=True):
        done += left
        done.append(end or Token("", left[-1].end, left[-1].end, "\n"))
    for _, right in block:
        done += right
    return done
