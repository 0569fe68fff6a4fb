"""How hard a plain text is to read: Kandel-Moles in French, Flesch-Kincaid in English, and a checklist.

Sources: Kandel and Moles 1958 and Kincaid et al. 1975, recalled; numbers in ``words/leaflets.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

SENTENCE = re.compile(r"[.!?:]+(?:\s|$)")
WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")


def sentences(text: str) -> list[str]:
    """The sentences of the text, without empty ones."""
    return [s.strip() for line in text.splitlines() for s in SENTENCE.split(line) if WORD.search(s)]


def syllables(word: str, formula: Mapping[str, Any]) -> int:
    """Groups of vowels, without a mute ending; at least one.

    formula: of the language, with its ``vowels`` and the pattern of its ``mute`` endings.

    >>> syllables("muscle", {"vowels": "aeiou", "mute": "[^aeiou]e$"})
    1
    """
    low = word.casefold()
    groups = len(re.findall(f"[{formula['vowels']}]+", low))
    if groups > 1 and re.search(formula["mute"], low):
        groups -= 1
    return max(1, groups)


def readability(text: str, language: str, words: Mapping[str, Any]) -> float:
    """The language's usual score: Kandel-Moles (higher is easier) or Flesch-Kincaid (school grade).

    words: ``words/leaflets.yaml``. Raises ValueError for a text without words.
    """
    formula = words["formulas"][language]
    found = WORD.findall(text)
    if not found:
        raise ValueError("no words to measure")
    by_sentence = len(found) / len(sentences(text))
    by_word = sum(syllables(w, formula) for w in found) / len(found)
    return formula["constant"] + formula["per_sentence"] * by_sentence + formula["per_word"] * by_word


def checklist(text: str, words: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What breaks the rules of a leaflet, (rule, sentence): long sentences, abbreviations, percentages.

    >>> checklist("Le risque est de 5 %.", {"longest_sentence": 20})
    [('percentage', 'Le risque est de 5 %')]
    """
    broken = []
    for sentence in sentences(text):
        if len(WORD.findall(sentence)) > words["longest_sentence"]:
            broken.append(("long", sentence))
        if any(w.isupper() and len(w) > 1 for w in WORD.findall(sentence)):
            broken.append(("abbreviation", sentence))
        if "%" in sentence:
            broken.append(("percentage", sentence))
    return broken
