"""Traits by which a text that introduces nobody shows whether it speaks of one patient or of everybody.

Each trait is a share of the sentences, a density (a hundred letters) or a count with a ceiling; the weights stand in
``settings/documents.yaml`` and come from ``benchmarks/fit_genre.py``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from myotome.text.owners.article import Surveyed
from myotome.text.owners.genre import GENERAL_LISTS
from myotome.text.tokens.layout import at_lines

MOST = 3  # different phrases of a list beyond which more say nothing
DENSE = 2.0  # marks in a hundred letters beyond which more say nothing
COUNTED = ("course", "review", "note_words", "forum", "own_words", "published", "letter")
TEACHING = ("course", "review", "forum", "own_words", "published", "general", "talk", "question")  # without any of these a text teaches nothing
# each begins with the set of its first signs, which is looked for quickly: "< 5", "20 %", "1/3", and "4+/5", "++"
LIMIT = re.compile(r"[<>≥≤0-9](?:(?<=[<>≥≤]) ?\d|(?<=\d) ?%|(?<!\w1)(?<=1)/\d\b)")
GRADE = re.compile(r"[0-5+](?:(?<=\+)\++|(?<!\w.)(?<=\d)[+-]?/5\b)")
LABEL = re.compile(r"[ \t•*–—-]*[A-ZÀ-Ý][^:\n]{2,30} ?:(?![ \t]*\S{1,3}[ \t]*(?:\n|$))")  # no answer of a form: "Ptosis : non"
QUESTION = re.compile(r"[^\n?]{25,160}\?|[ \t]*[A-E][).-] ")  # a whole question; "Myasthénie ?" is a doubt


def traits(seen: Surveyed) -> dict[str, float]:
    """The traits of a text, by name."""
    return _told(seen) | _form(seen)


def _told(seen: Surveyed) -> dict[str, float]:
    """Those of what it says, among them all of ``TEACHING``."""
    said, words = seen.said, seen.words
    phrases = {name for names in said for name in names if ":" in name}
    found = {kind: float(min(sum(name.startswith(f"{kind}:") for name in phrases), MOST)) for kind in COUNTED}
    return found | {
        "general": _share([not GENERAL_LISTS.isdisjoint(names) for names in said]), "bedside": _share(["bedside" in names for names in said]),
        "side": _share([not words.sides.isdisjoint(s.stem_set) for s in seen.sentences]),
        "talk": _share([not words.traits.talk.isdisjoint(s.stem_set) for s in seen.sentences]), "question": _lines(QUESTION, seen),
    }


def _form(seen: Surveyed) -> dict[str, float]:
    """Those of how it is written."""
    words, hundreds = seen.words.traits, max(len(seen.text), 1) / 100

    def density(pattern: re.Pattern[str]) -> float:
        return min(len(pattern.findall(seen.text)) / hundreds, DENSE)

    return {
        "side_letter": density(words.side), "value": density(words.value), "grade": density(GRADE), "limit": density(LIMIT),
        "label": _lines(LABEL, seen),
    }


def _lines(pattern: re.Pattern[str], seen: Surveyed) -> float:
    return min(sum(1 for _ in at_lines(pattern, seen.text)) / max(len(seen.said), 1), 1.0)


def _share(told: list[bool]) -> float:
    return sum(told) / max(len(told), 1)


def generality(seen: Surveyed, weights: Mapping[str, float]) -> float:
    """The log odds that a text is about nobody; ``weights`` holds "bias" besides the traits. Limits and labels alone are no sign of
    it: a bare line of results ("CPK 8540, CRP < 5, CVF 48 %") has both."""
    told = _told(seen)
    if not any(told[name] for name in TEACHING):
        return weights["bias"]
    return weights["bias"] + sum(weights[name] * value for name, value in (told | _form(seen)).items() if value)
