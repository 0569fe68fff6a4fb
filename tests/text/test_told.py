"""What goes on with the story behind a denial, what an exception keeps, and findings that one wording holds together."""

from __future__ import annotations

import pytest

from myotome.terms import Side
from myotome.text import read


def presences(text: str, language: str, knowledge) -> dict[str, set[str]]:
    """Concept -> presences that the reader found."""
    said: dict[str, set[str]] = {}
    for patient in read(text, knowledge, language).patients:
        for f in patient.findings:
            said.setdefault(f.concept, set()).add(f.presence.value)
    return said


@pytest.mark.parametrize(
    ("text", "language", "concept", "presence"),
    [
        ("No sensory loss, forearm pain at onset.", "en", "limb_pain", "present"),
        ("No sensory loss, forearm pain at onset.", "en", "sensory_loss", "absent"),
        ("No weakness, neck pain since March.", "en", "neck_pain", "present"),
        ("Without ptosis, diplopia for two weeks.", "en", "diplopia", "present"),
        ("No rash, fever, arthralgia since June.", "en", "arthralgia", "absent"),
        ("No fever, weight loss or night sweats since June.", "en", "weight_loss", "absent"),
        ("No fever, weight loss or night sweats since June.", "en", "night_sweats", "absent"),
        ("Pas de trouble sensitif, douleur de l'avant-bras au début.", "fr", "limb_pain", "present"),
        ("Sans ptosis, douleurs des mollets depuis un mois.", "fr", "calf_pain", "present"),
        ("Absence de diplopie, dysphagie initialement.", "fr", "dysphagia", "present"),
        ("Pas de fièvre, de frissons depuis trois jours.", "fr", "chills", "absent"),
        ("Pas de ptosis, diplopie et dysphagie depuis un an.", "fr", "diplopia", "absent"),
    ],
)
def test_a_member_of_a_denied_list_with_a_time_of_its_own_is_told(knowledge, text, language, concept, presence):
    assert presences(text, language, knowledge)[concept] == {presence}


@pytest.mark.parametrize(
    ("text", "language", "concept", "presence"),
    [
        ("Steppage sans lombalgie ni sciatique, d'aggravation progressive.", "fr", "progressive_course", "present"),
        ("Faiblesse des mains sans douleur, d'installation insidieuse.", "fr", "chronic_onset", "present"),
        ("Dysarthrie sans ptosis, lentement progressive.", "fr", "slowly_progressive_course", "present"),
        ("Pas de chute, d'aggravation.", "fr", "progressive_course", "absent"),
        ("Hand weakness without pain or numbness, slowly progressive.", "en", "slowly_progressive_course", "present"),
        ("Dysarthria with no ptosis, insidious onset.", "en", "chronic_onset", "present"),
        ("Foot drop, no back pain, steadily progressive.", "en", "progressive_course", "present"),
        ("Without pain, ptosis or worsening.", "en", "progressive_course", "absent"),
    ],
)
def test_a_course_behind_denied_findings_is_told(knowledge, text, language, concept, presence):
    assert presences(text, language, knowledge)[concept] == {presence}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("EMG normal hors fasciculations.", "fr"),
        ("Pas d'anomalie à l'EMG hors fasciculations du mollet.", "fr"),
        ("Examen sans déficit hors fasciculations.", "fr"),
        ("EMG normal except fasciculations.", "en"),
        ("EMG without abnormality apart from fasciculations.", "en"),
        ("No deficit other than fasciculations in the calf.", "en"),
    ],
)
def test_what_an_exception_names_is_there(knowledge, text, language):
    assert presences(text, language, knowledge)["fasciculation"] == {"present"}


@pytest.mark.parametrize(
    ("text", "language", "concept", "side"),
    [
        ("Painless left foot drop.", "en", "foot_drop", Side.LEFT),
        ("Painless foot drop on the right.", "en", "foot_drop", Side.RIGHT),
        ("Painless right wrist drop.", "en", "wrist_drop", Side.RIGHT),
        ("Pied tombant gauche indolore.", "fr", "foot_drop", Side.LEFT),
        ("Pied tombant indolore à droite.", "fr", "foot_drop", Side.RIGHT),
        ("Main tombante gauche indolore.", "fr", "wrist_drop", Side.LEFT),
    ],
)
def test_a_painless_drop_is_a_drop_and_painless(knowledge, text, language, concept, side):
    found = {f.concept: f for f in read(text, knowledge, language).patients[0].findings}
    assert found[concept].present
    assert found[concept].side is side
    assert found["painless_weakness"].side is side
