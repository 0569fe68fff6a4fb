"""What one language says of documents: cue phrases, headings, words on side and on patients."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from myotome.text.owners.document_settings import DocumentSettings
from myotome.text.owners.entries import EntryWords
from myotome.text.owners.families import FamilyWords
from myotome.text.owners.genre import GENERAL as GENERAL_TALK
from myotome.text.owners.genre import genre_lists
from myotome.text.owners.letters import LetterWords
from myotome.text.owners.notes import Starts
from myotome.text.owners.persons import ListWords
from myotome.text.tokens.fold import fold
from myotome.text.tokens.phrases import Phrases, folded

CUE_LISTS = (
    "general_strong", "general_weak", "first_person", "new_patient", "series_cue", "question_cue", "self_diagnosis",
    "story_headings", "teaching_headings", "article_headings", "figure_heading",
)
DOCUMENT_LISTS = ("statement", "loose_statement", "tendency", "bedside", "back", "of_all", GENERAL_TALK)
DEFINITION_REACH = 7  # words behind a disease within which it is defined: an abbreviation in brackets may stand between
NOUN_REACH = 6  # words within which a noun that opens a definition and its verb stand: "The radial nerve is a"
LONGEST_TITLE = 8  # words of a disease's name
START_LISTS = ("teaching_starts", "weak_starts", "case_starts", "story_starts")


class TraitWords:
    """Units, letters for a side and words of talk of one language (``words/documents.yaml``, ``traits``)."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        units = "|".join(map(re.escape, words["units"]))
        self.value = re.compile(rf"[0-9][.,]?[0-9]*[ \t↑↓*]{{0,8}}(?:{units})(?!\w)", re.IGNORECASE)
        # each is looked for by its first letter, and only then at the begin of a word
        self.side = re.compile("|".join(rf"{word[0]}(?<!\w{word[0]}){word[1:]}\b" for word in words["side_letters"]))
        self.talk = frozenset(map(fold, words["talk"]))


class DocumentWords:
    """Phrases of one language, folded once.

    cues: ``words/cues_*.yaml``. kinds: ``words/documents.yaml``, the language's part. titles: folded names of diseases.
    """

    def __init__(
        self, cues: Mapping[str, Any], kinds: Mapping[str, Any], settings: DocumentSettings, titles: frozenset[tuple[str, ...]],
    ) -> None:
        self.settings, self.titles = settings, titles
        self._title_heads = frozenset(title[0] for title in titles if title)
        self.small = frozenset(fold(w) for w in cues["small_words"])
        self.open_words = self.small | {
            fold(w) for w in (*cues["determiners"], *cues["coordination"]) if " " not in w
        }
        self.phrases = Phrases(
            {name: cues[name] for name in CUE_LISTS if "heading" not in name}
            | {name: kinds[name] for name in DOCUMENT_LISTS} | genre_lists(kinds)
        )
        self._defining = Phrases({name: kinds[name] for name in ("defining", "copula")})
        self.starts = Starts({name: [folded(p) for p in kinds[name]] for name in START_LISTS})
        self.lists, self.letters, self.families = ListWords(kinds), LetterWords(kinds, settings.years_apart), FamilyWords(kinds["families"])
        self.traits = TraitWords(kinds["traits"])
        kin = frozenset(fold(w) for listed in cues["kin"].values() for w in listed)
        self.entries = EntryWords(kinds, kin, settings.years_apart)
        self.disease_openers = frozenset(map(fold, kinds["disease_openers"]))
        self.mine, self.body = frozenset(map(fold, kinds["mine"])), frozenset(map(fold, kinds["body"]))
        self.headings = {name: [folded(p) for p in cues[name]] for name in CUE_LISTS if "heading" in name}
        self._bare = {name: {self._without_small(p) for p in ps} for name, ps in self.headings.items()}
        self.figures = {phrase[0] for phrase in self.headings["figure_heading"]}
        self.singular = frozenset(w.lower() for w in cues["patient_words"])
        self.nouns = frozenset(kinds["case_nouns"])
        self.persons = self.singular - frozenset(kinds["loose_persons"]) - self.nouns
        self.plural = frozenset(w.lower() for w in cues["plural_patients"])
        self.patient_stems = frozenset(map(fold, self.singular | self.plural))
        self.sides = frozenset(
            fold(w) for side in ("left", "right", "both") for w in cues["side"][side] if " " not in w and len(w) > 1
        )

    def _without_small(self, phrase: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(w for w in phrase if w not in self.small)

    def heading(self, name: str, heading: tuple[str, ...]) -> bool:
        """Is the heading, but for small words, one of the list?"""
        return self._without_small(heading) in self._bare[name]

    def told(self, sentences: Sequence[list[str]]) -> list[set[str]]:
        """Names of the lists of which a phrase stands in each sentence.

        "loose_statement" too when "in" and a disease open it; "statement" when a disease does and is defined ("La myasthénie est une ..."); "tendency" when any other noun is ("Les crampes sont des ...").
        """
        said = self.phrases.said_each(sentences)
        for stems, told in zip(sentences, said, strict=True):
            if stems and stems[0] in self.disease_openers:
                if self._disease(stems, 1):
                    told.add("loose_statement")
            elif (end := self._disease(stems, 0)) and "defining" in self._defining.said(stems[end : end + DEFINITION_REACH]):
                told.add("statement")
        return said

    def _disease(self, stems: list[str], first: int) -> int:
        """Where the name of a disease ends that stands at ``first`` but for small words ("la maladie de Pompe"); 0 if none does."""
        while first < len(stems) and stems[first] in self.open_words:
            first += 1
        if first == len(stems) or stems[first] not in self._title_heads:
            return 0
        lasts = range(first + 1, min(first + LONGEST_TITLE, len(stems)) + 1)
        return max((last for last in lasts if tuple(stems[first:last]) in self.titles), default=0)
