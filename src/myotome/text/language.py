"""French or English, by the share of each language's function words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from myotome.terms import LANGUAGES

SAMPLE = 4000
WORD = re.compile(r"[^\W\d_]+")


def detect(text: str, words: Mapping[str, Any], default: str = "fr") -> str:
    """Language of a text; ``default`` when nothing speaks for either.

    words: ``Knowledge.words``, which holds each language's function words.
    """
    tokens = Counter(WORD.findall(text[:SAMPLE].lower()))
    counts = {
        language: sum(tokens.get(word, 0) for word in words[f"cues_{language}"]["function_words"]) for language in LANGUAGES
    }
    best = max(LANGUAGES, key=lambda name: (counts[name], name == default))
    return best if counts[best] else default
