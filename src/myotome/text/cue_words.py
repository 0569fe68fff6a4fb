"""The cue words of one language, folded once, as the walk through a sentence needs them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import msgspec

from myotome.knowledge.store import Knowledge
from myotome.terms import Side
from myotome.text.document import DocumentWords
from myotome.text.fold import fold, tokenise
from myotome.text.phrases import Phrases
from myotome.text.results import TestTable, test_table
from myotome.text.times import TimeWords


class Words(msgspec.Struct, frozen=True):
    """cues: the raw file. determiners, negators, grade_cues, muscle_words, weighting: folded single
    words. titles: folded names of diseases. tests: examined functions and their results. sides: folded word -> side."""

    cues: Mapping[str, Any]
    time: TimeWords
    determiners: frozenset[str]
    negators: frozenset[str]
    grade_cues: frozenset[str]
    tests: TestTable
    sides: dict[str, Side]
    muscle_words: frozenset[str]
    weighting: frozenset[str]
    titles: frozenset[tuple[str, ...]]
    kin_prepositions: frozenset[str]
    responses: Phrases
    document: DocumentWords


def _single(words: list[str]) -> frozenset[str]:
    return frozenset(fold(w) for w in words if " " not in w)


@lru_cache(maxsize=4)
def words_for(knowledge: Knowledge, language: str) -> Words:
    """The words of ``language``, built once a process."""
    cues = knowledge.words[f"cues_{language}"]
    return Words(
        cues=cues, time=TimeWords(cues), determiners=_single(cues["determiners"]),
        negators=_single(cues["negation_before"]), grade_cues=_single(cues["grade_cue"]),
        tests=test_table(knowledge.words["tests_results"]),
        sides={
            fold(w): Side(side) for side, ws in cues["side"].items() for w in ws if w.isalpha() and len(w) > 1
        },
        muscle_words=_single(cues["muscle_words"]), weighting=_single(cues["weighting_words"]),
        kin_prepositions=_single(cues["kin_prepositions"]),
        responses=Phrases(cues["drug_response"]), document=DocumentWords(cues),
        titles=frozenset(
            tuple(t.stem for t in tokenise(name) if t.stem.isalnum())
            for d in knowledge.diseases.values() for name in (d.names[language], *d.words.get(language, ()))
        ),
    )
