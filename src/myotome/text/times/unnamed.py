"""A person told by an article, a trade and an age: "Un maçon de 35 ans", "Il s'agit d'une caissière âgée de 41 ans"."""

from __future__ import annotations

from typing import NamedTuple

from myotome.terms import Sex
from myotome.text.times.times import TimeWords, spans
from myotome.text.tokens.fold import Token
from myotome.text.tokens.layout import Sentence

OPENING = 8  # tokens within which the article stands: "Il s'agit d'un", "Cas : un"
NOUN = 4  # letters of the shortest noun
AGE_REACH = 6  # tokens between the article and the age
BEHIND = 3  # tokens behind the age within which "d'évolution" makes it a duration


class Unnamed(NamedTuple):
    """A person introduced without a name: age in years, sex by the article, position of the article in the sentence."""

    age: float
    sex: Sex
    position: int


def unnamed(tokens: list[Token], s: Sentence, words: TimeWords) -> Unnamed | None:
    """The person whom a sentence opens with; None where the noun is a thing ("une évolution de 3 ans").

    >>> from myotome.knowledge import load
    >>> from myotome.text import read
    >>> read("Un maçon de 35 ans consulte.", load(), "fr").patients[0].patient.age
    35.0
    """
    if words.articles.keys().isdisjoint(s.stems[:OPENING]):
        return None
    for i in range(s.first, min(s.first + OPENING, s.last - 3)):
        sex = words.articles.get(tokens[i].stem)
        noun = tokens[i + 1]
        if sex is None or len(noun.raw) < NOUN or not noun.raw.isalpha() or noun.stem in words.things or noun.raw.lower().endswith(words.thing_endings):
            continue
        for span in spans(tokens, i + 2, min(i + 2 + AGE_REACH, s.last), words):
            before, behind = tokens[span.first - 1], tokens[span.last + 1 : min(span.last + 1 + BEHIND, s.last)]
            if span.unit == "year" and before.stem in words.age_links and words.things.isdisjoint(t.stem for t in behind):
                return Unnamed(span.months / 12, sex, i - s.first)
    return None
