"""Beside single diseases: families that signs cannot tell apart, two diseases at once, the rare hereditary ones."""

from __future__ import annotations

from myotome.answer import Differential, Hereditary
from myotome.report.numbers import percent, ratio
from myotome.report.wording import Wording

FAMILIES, NAMED = 3, 3
LEAST_FAMILY, LEAST_TAIL = 0.1, 0.02  # what is less probable than this is not worth a line


def beyond_lines(differential: Differential, words: Wording) -> list[str]:
    """One line each: the likeliest families, pairs of diseases, the hereditary tail."""
    lines = []
    likely = [f for f in differential.families if f.probability >= LEAST_FAMILY][:FAMILIES]
    if likely:
        named = words.knowledge.settings["families"]["families"]
        text = ", ".join(f"{words.typeset(named[f.family]['names'][words.language])} {percent(f.probability, words)}" for f in likely)
        lines.append(words("line_families", text=text))
    for pair in differential.together:
        first, second = (words.disease(d) for d in pair.diseases)
        lines.append(words("line_together", first=first, second=second, ratio=ratio(pair.gain, words)))
    if differential.hereditary is not None:
        lines += _tail(differential.hereditary, words)
    return lines


def _tail(tail: Hereditary, words: Wording) -> list[str]:
    """The families of the tail, with the release that they come from."""
    named = words.knowledge.settings["hereditary"]["families"]
    likely = [(f, p) for f, p in tail.families[:NAMED] if p >= LEAST_TAIL]
    if not likely:
        return []
    text = ", ".join(f"{words.typeset(named[f]['names'][words.language])} {percent(p, words)}" for f, p in likely)
    return [words("line_hereditary", text=text, source=tail.attribution)]
