"""French or English, by the share of each language's function words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from myotome.terms import LANGUAGES
from myotome.text.fold import fold

SAMPLE = 4000


def detect(text: str, words: Mapping[str, Any], default: str = "fr") -> str:
    """Language of a text; ``default`` when nothing speaks for either.

    words: ``Knowledge.words``, which holds each language's function words.
    """
    tokens = text[:SAMPLE].lower().split()
    counts = {}
    for language in LANGUAGES:
        known = frozenset(words[f"cues_{language}"]["function_words"])
        counts[language] = sum(token.strip(".,;:()") in known for token in tokens)
    best = max(LANGUAGES, key=lambda name: (counts[name], name == default))
    return best if counts[best] else default


def content_fold(phrases: list[str]) -> list[tuple[str, ...]]:
    """Fold cue phrases into stem tuples for comparisons outside the trie."""
    return [tuple(fold(w) for w in phrase.split()) for phrase in phrases]
