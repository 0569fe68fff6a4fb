"""French or English, by the share of each language's function words."""

from __future__ import annotations

from functools import lru_cache

from myotome.knowledge.store import Knowledge
from myotome.terms import LANGUAGES
from myotome.text.tokens.fold import Token, fold

SAMPLE = 800  # tokens


def detect(tokens: list[Token], knowledge: Knowledge, default: str = "fr") -> str:
    """Language of a text by its tokens; ``default`` when nothing speaks for either.

    >>> from myotome.knowledge import load
    >>> from myotome.text.tokens.fold import tokenise
    >>> detect(tokenise("Pain in both legs for two years."), load())
    'en'
    """
    words, of_any = _function_words(knowledge)
    told = [token.stem for token in tokens[:SAMPLE] if token.stem in of_any]
    counts = {language: len([stem for stem in told if stem in own]) for language, own in words.items()}
    best = max(LANGUAGES, key=lambda name: (counts[name], name == default))
    return best if counts[best] else default


@lru_cache(maxsize=4)
def _function_words(knowledge: Knowledge) -> tuple[dict[str, frozenset[str]], frozenset[str]]:
    """Those of each language, and those of any."""
    words = {
        language: frozenset(map(fold, knowledge.words[f"cues_{language}"]["function_words"])) for language in LANGUAGES
    }
    return words, frozenset[str]().union(*words.values())
