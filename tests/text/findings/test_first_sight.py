"""Wordings that a clinician or a patient uses for a finding, and the forms that verbs take in them."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from myotome.terms import Presence
from myotome.text import read
from myotome.text.tokens.fold import fold
from myotome.text.tokens.vocabulary import lexicon_for, verb_forms

TABLE = yaml.safe_load(Path(__file__).with_name("first_sight.yaml").read_text(encoding="utf-8"))


def presences(sentence: str, concept: str, language: str, knowledge) -> set[Presence]:
    """How a sentence speaks of a concept or of a narrower one."""
    reading = read(sentence, knowledge, language)
    return {f.presence for p in reading.patients for f in p.findings if knowledge.is_a(f.concept, concept)}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_wording_is_read_as_its_finding(knowledge, language):
    wrong = [
        f"{concept}: {words!r}" for concept, languages in TABLE.items() for words in languages.get(language, ())
        if presences(f"{words[0].upper()}{words[1:]}.", concept, language, knowledge) != {Presence.PRESENT}
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("sentence", "concept", "language"), [
    ("Elle lâchait les objets.", "hand_clumsiness", "fr"),
    ("Il raconte lâcher les objets.", "hand_clumsiness", "fr"),
    ("Elles lâchent les objets.", "hand_clumsiness", "fr"),
    ("Il accrochait les tapis.", "foot_drop", "fr"),
    ("Elle ne pouvait plus monter les escaliers.", "difficulty_climbing_stairs", "fr"),
    ("Il n'arrivait plus à ouvrir les bocaux.", "hand_weakness", "fr"),
    ("Elle avalait de travers.", "dysphagia", "fr"),
    ("Il voyait double.", "diplopia", "fr"),
    ("She dropped things.", "hand_clumsiness", "en"),
    ("She was dropping things.", "hand_clumsiness", "en"),
    ("He choked on liquids.", "aspiration", "en"),
])
def test_a_verb_is_known_in_all_its_forms(knowledge, sentence, concept, language):
    assert presences(sentence, concept, language, knowledge) == {Presence.PRESENT}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_form_of_a_verb_is_left_in_the_vocabulary(knowledge, language):
    """Else the same words would be read in a wording and not in a note."""
    forms = verb_forms(knowledge.words["verbs"][language])
    assert forms.keys().isdisjoint(lexicon_for(knowledge, language).root.children)
    assert forms.keys().isdisjoint(forms.values())


def test_general_statements_keep_their_verbs(knowledge):
    forms = verb_forms(knowledge.words["verbs"]["fr"])
    assert not {fold(w) for w in ("peuvent", "doivent", "écarter", "pu")} & forms.keys()
