"""What goes on with the story behind a denial, what an exception keeps, and findings that one wording holds together."""

from __future__ import annotations

import pytest

from myotome.terms import Experiencer, Side
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
    told = presences(text, language, knowledge)
    assert told.get("fasciculation", told.get("fasciculation_potentials")) == {"present"}


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


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Gêne à la marche depuis 6 mois progressive.", "fr"),
        ("Faiblesse du pied droit depuis 6 mois progressive.", "fr"),
        ("Difficulté à la marche depuis dix mois, progressive.", "fr"),
        ("Weakness of both hands for 6 months, progressive.", "en"),
        ("Trouble walking for 6 months, progressive.", "en"),
        ("Foot drop for 6 months, worsening.", "en"),
    ],
)
def test_a_duration_between_a_complaint_and_its_course_keeps_both(knowledge, text, language):
    (patient,) = read(text, knowledge, language).patients
    said = {f.concept for f in patient.findings}
    assert patient.patient.duration_months in (6, 10)
    assert "progressive_course" in said
    assert "delayed_motor_milestones" not in said


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Normal sensation and normal sensory potentials.", "en"),
        ("Sensory potentials normal, normal sensation.", "en"),
        ("Normal sensation. Sensory potentials normal.", "en"),
        ("Sensibilité normale et potentiels sensitifs normaux.", "fr"),
        ("Sensibilité et potentiels sensitifs normaux.", "fr"),
        ("Potentiels sensitifs normaux, sensibilité normale.", "fr"),
    ],
)
def test_normal_potentials_beside_normal_sensation_are_both_normal(knowledge, text, language):
    said = presences(text, language, knowledge)
    assert said["sensory_loss"] == {"absent"}
    assert said["sensory_conduction_abnormal"] == {"absent"}


@pytest.mark.parametrize(
    ("text", "language", "site", "side"),
    [
        ("Left thigh pain then weakness of quadriceps.", "en", "quadriceps", Side.UNSAID),
        ("Weakness of the biceps.", "en", "biceps_brachii", Side.UNSAID),
        ("Weakness of both biceps.", "en", "biceps_brachii", Side.BOTH),
        ("Weak deltoids and biceps.", "en", "biceps_brachii", Side.BOTH),
        ("Douleur de la cuisse gauche puis faiblesse du quadriceps.", "fr", "quadriceps", Side.LEFT),
        ("Faiblesse du quadriceps.", "fr", "quadriceps", Side.UNSAID),
        ("Faiblesse des quadriceps.", "fr", "quadriceps", Side.BOTH),
    ],
)
def test_a_muscle_whose_name_has_one_form_is_two_only_when_told(knowledge, text, language, site, side):
    findings = read(text, knowledge, language).patients[0].findings
    assert {f.side for f in findings if f.site == site} == {side}


@pytest.mark.parametrize(
    ("text", "language", "values"),
    [
        ("Mère : CPK à 600.", "fr", []),
        ("CPK du frère à 1200 UI/L.", "fr", []),
        ("CPK à 1200 UI/L chez la mère.", "fr", []),
        ("Mère : CPK à 600. Patient : CPK à 250 UI/L.", "fr", [250]),
        ("Mother's CK 600.", "en", []),
        ("His brother has a CK of 900 U/L.", "en", []),
        ("CK 600 IU/L in his mother.", "en", []),
        ("The patient's mother had a CK of 500; his own CK was 900.", "en", [900]),
    ],
)
def test_values_of_kin_are_not_the_patients(knowledge, text, language, values):
    rows = [row for patient in read(text, knowledge, language).patients for row in patient.laboratory]
    assert [row.value for row in rows if row.experiencer is Experiencer.PATIENT] == values
    assert len(rows) == len(values) + 1


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Normal strength, tone and reflexes.", "en"),
        ("Normal power and reflexes; sensory loss in the feet.", "en"),
        ("Examination: normal strength and reflexes.", "en"),
        ("Force et réflexes normaux.", "fr"),
        ("Sensibilité, force et réflexes normaux.", "fr"),
        ("Force, tonus et réflexes normaux.", "fr"),
    ],
)
def test_a_result_before_or_behind_a_list_of_tests_is_for_all_of_it(knowledge, text, language):
    said = presences(text, language, knowledge)
    assert said["weakness"] == {"absent"}
    assert said["reflex_loss"] == {"absent"}


@pytest.mark.parametrize(
    ("text", "language", "absent", "present"),
    [
        ("Normal strength, sensation reduced in the feet.", "en", "weakness", "sensory_loss"),
        ("Normal strength and reflexes absent.", "en", "weakness", "reflex_loss"),
        ("Normal sensation, strength and reflexes reduced.", "en", "sensory_loss", "weakness"),
        ("Force normale, sensibilité et réflexes diminués.", "fr", "weakness", "sensory_loss"),
        ("Force normale, réflexes abolis.", "fr", "weakness", "reflex_loss"),
        ("Sensibilité normale, force diminuée.", "fr", "sensory_loss", "weakness"),
    ],
)
def test_a_list_with_a_result_before_and_another_behind_is_two(knowledge, text, language, absent, present):
    said = presences(text, language, knowledge)
    assert said[absent] == {"absent"}
    assert said[present] == {"present"}
