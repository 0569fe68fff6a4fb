"""A finding is read there or not there however it is said: in full, short, dictated, telegraphic or lay."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from myotome.terms import Presence
from myotome.text import read

TABLE, VOCABULARY, ACTS, ENGLISH, ENGLISH_ACTS = (
    yaml.safe_load(Path(__file__).with_name(name).read_text(encoding="utf-8")) for name in ("wordings.yaml", "vocabulary.yaml", "acts.yaml", "vocabulary_en.yaml", "acts_en.yaml")
)


def read_as(sentence: str, concept: str, language: str, knowledge) -> set[str]:
    """How a sentence speaks of a concept or a narrower one: "present", "absent"."""
    return {
        "absent" if f.presence is Presence.ABSENT else "present"
        for patient in read(f"{sentence}.", knowledge, language).patients for f in patient.findings
        if knowledge.is_a(f.concept, concept)
    }


@pytest.mark.parametrize(("table", "language"), [(TABLE, "fr"), (TABLE, "en"), (VOCABULARY, "fr"), (ACTS, "fr"), (ENGLISH, "en"), (ENGLISH_ACTS, "en")], ids=["fr", "en", "vocabulary-fr", "acts-fr", "vocabulary-en", "acts-en"])
def test_each_wording_says_that_its_finding_is_there_or_not(knowledge, table, language):
    wrong = [
        f"{concept}: {sentence!r} is not read as {expected}"
        for concept, languages in table.items() for expected, sentences in languages.get(language, {}).items()
        for sentence in sentences if read_as(sentence, concept, language, knowledge) != {expected}
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("sentence", "language", "concepts"), [
    ("Elle se sent bien.", "fr", ["sensory_loss"]),
    ("Il ne boit pas.", "fr", ["limp"]),
    ("Il boit du vin à midi.", "fr", ["gait_disorder"]),
    ("Les ongles sont normaux.", "fr", ["raynaud_phenomenon"]),
    ("Globe oculaire normal.", "fr", ["urinary_retention"]),
    ("Facteur VII normal.", "fr", ["facial_weakness"]),
    ("Hypertonie oculaire traitée.", "fr", ["spasticity"]),
    ("Angine de poitrine en 2012.", "fr", ["respiratory_infection_preceding", "odynophagia"]),
    ("Rhume des foins.", "fr", ["recent_infection", "respiratory_infection_preceding"]),
    ("Pas d'urines depuis hier.", "fr", ["sphincter_disorder!"]),
    ("Traitement inchangé.", "fr", ["stable_course"]),
    ("Gastro-entérologue consulté.", "fr", ["gastroenteritis_preceding"]),
    ("Takes a blood thinner.", "en", ["muscle_atrophy"]),
    ("Fine crackles at both bases.", "en", ["crackles!", "weakness!"]),
    ("Fine tremor of the hands; coordination not tested.", "en", ["cerebellar_ataxia!"]),
    ("He is fit and well.", "en", ["seizure"]),
    ("Prescribed hypertonic saline.", "en", ["spasticity"]),
    ("Body temperature normal.", "en", ["thermoalgesic_loss!"]),
    ("He is feeling good.", "en", ["sensory_loss!"]),
    ("The PR interval is normal.", "en", ["anal_tone_reduced!"]),
])
def test_words_that_look_alike_say_nothing_of_it(knowledge, sentence, language, concepts):
    """"!" behind a concept: it is not said to be absent; else nothing is said of it."""
    for concept in concepts:
        said = read_as(sentence, concept.rstrip("!"), language, knowledge)
        assert ("absent" not in said) if concept.endswith("!") else not said


@pytest.mark.parametrize(("sentence", "language", "concept"), [
    ("Pas de statines.", "fr", "statin_exposure"),
    ("Jamais de corticoïdes.", "fr", "corticosteroid_exposure"),
    ("No statins.", "en", "statin_exposure"),
    ("Without steroids so far.", "en", "corticosteroid_exposure"),
])
def test_a_drug_denied_outright_is_an_exposure_denied(knowledge, sentence, language, concept):
    assert read_as(sentence, concept, language, knowledge) == {"absent"}


def test_a_response_denied_does_not_deny_the_drug(knowledge):
    assert "absent" not in read_as("Pas de réponse aux corticoïdes.", "corticosteroid_exposure", "fr", knowledge)


def test_a_grade_with_a_plus_is_no_sign_of_a_normal_test(knowledge):
    assert "absent" not in read_as("Neck flexion 4+", "neck_flexor_weakness", "en", knowledge)


@pytest.mark.parametrize("sentence", ["Aucune infiltration des muscles", "Gène CACNA1S en cours"])
def test_a_procedure_or_a_course_of_things_is_no_denied_drug_or_gait(knowledge, sentence):
    assert not read_as(sentence, "corticosteroid_exposure", "fr", knowledge)
    assert not read_as(sentence, "gait_disorder", "fr", knowledge)


@pytest.mark.parametrize(("sentence", "language", "concept", "expected"), [
    ("La bouche était sèche.", "fr", "dry_mouth", {"present"}),
    ("Les omoplates sont décollées.", "fr", "scapular_winging", {"present"}),
    ("The tongue was wasted.", "en", "tongue_atrophy", {"present"}),
    ("La langue n'est pas atrophiée.", "fr", "tongue_atrophy", {"absent"}),
    ("Scapula non décollée.", "fr", "scapular_winging", {"absent"}),
    ("The tongue is not wasted.", "en", "tongue_atrophy", {"absent"}),
    ("Toux non productive.", "fr", "cough", {"present"}),
])
def test_to_be_and_a_negation_may_stand_inside_a_wording(knowledge, sentence, language, concept, expected):
    assert read_as(sentence, concept, language, knowledge) == expected
