"""French or English, by the share of each language's function words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from myotome.knowledge.store import Knowledge
from myotome.terms import LANGUAGES
from myotome.text.tokens.fold import Token, fold

SAMPLE = 800  # tokens


def detect(tokens: Sequence[Token], knowledge: Knowledge, default: str = "fr") -> str:
    """Language of a text by its tokens; ``default`` when nothing speaks for either.

    >>> from myotome.knowledge import load
    >>> from myotome.text.tokens.fold import tokenise
    >>> detect(tokenise("Pain in both legs for two years."), load())
    'en'
    """
    stems = [token.stem for token in tokens[:SAMPLE]]
    counts = {language: sum(map(words.__contains__, stems)) for language, words in _function_words(knowledge).items()}
    best = max(LANGUAGES, key=lambda name: (counts[name], name == default))
    return best if counts[best] else default


@lru_cache(maxsize=4)
def _function_words(knowledge: Knowledge) -> dict[str, frozenset[str]]:
    return {
        language: frozenset(map(fold, knowledge.words[f"cues_{language}"]["function_words"])) for language in LANGUAGES
    }
