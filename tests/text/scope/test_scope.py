"""Hard cases of the fact sheet (reading.md, section 2), by kind."""

from __future__ import annotations

import pytest

from myotome.terms import Certainty, Experiencer, Presence, Side
from myotome.text import read


def found(text: str, knowledge, language: str = "fr") -> dict[str, list]:
    table: dict[str, list] = {}
    for patient in read(text, knowledge, language).patients:
        for f in patient.findings:
            table.setdefault(f.concept, []).append(f)
    return table


def presence(text: str, knowledge, concept: str, language: str = "fr") -> set[str]:
    return {f.presence.value for f in found(text, knowledge, language).get(concept, [])}


@pytest.mark.parametrize(
    ("text", "language", "absent", "present"),
    [
        ("Pas de ptosis, de diplopie, de dysphagie.", "fr", {"ptosis", "diplopia", "dysphagia"}, set()),
        ("Absence de ptosis, diplopie et dysphagie.", "fr", {"ptosis", "diplopia", "dysphagia"}, set()),
        ("Ni ptosis ni diplopie.", "fr", {"ptosis", "diplopia"}, set()),
        ("Pas de ptosis mais une diplopie.", "fr", {"ptosis"}, {"diplopia"}),
        ("Sans ptosis, il présente une dysphagie.", "fr", {"ptosis"}, {"dysphagia"}),
        ("Sans ptosis, une dysphagie.", "fr", {"ptosis"}, {"dysphagia"}),
        ("Ptosis absent, dysphagie.", "fr", {"ptosis"}, {"dysphagia"}),
        ("Ptosis. Pas de dyspnée.", "fr", {"dyspnoea"}, {"ptosis"}),
        ("No ptosis, diplopia or dysphagia.", "en", {"ptosis", "diplopia", "dysphagia"}, set()),
        ("She denies diplopia but has ptosis.", "en", {"diplopia"}, {"ptosis"}),
        ("Neither ptosis nor diplopia was seen.", "en", {"ptosis", "diplopia"}, set()),
        ("Apyrétique.", "fr", {"fever"}, set()),
    ],
)
def test_negation_over_lists_and_where_it_stops(knowledge, text, language, absent, present):
    table = found(text, knowledge, language)
    for concept in absent:
        assert {f.presence for f in table[concept]} == {Presence.ABSENT}, concept
    for concept in present:
        assert {f.presence for f in table[concept]} == {Presence.PRESENT}, concept


@pytest.mark.parametrize("text", ["Sans aucun doute un ptosis.", "Pas seulement un ptosis."])
def test_words_that_look_like_negation_and_are_not(knowledge, text):
    assert presence(text, knowledge, "ptosis") == {"present"}


def test_doubt_is_kept_apart_from_presence(knowledge):
    (finding,) = found("Possible ptosis.", knowledge)["ptosis"]
    assert finding.certainty is Certainty.POSSIBLE
    assert finding.presence is Presence.PRESENT


def test_kin_is_not_the_patient(knowledge):
    table = found("Mère : ptosis. Le patient a une dysphagie.", knowledge)
    assert table["ptosis"][0].experiencer is Experiencer.MOTHER
    assert table["dysphagia"][0].experiencer is Experiencer.PATIENT


@pytest.mark.parametrize(
    ("text", "language", "sides"),
    [
        ("Amyotrophie du sous-épineux gauche, du deltoïde droit.", "fr", {"infraspinatus": Side.LEFT, "deltoid": Side.RIGHT}),
        ("Faiblesse : deltoïde et biceps brachial bilat.", "fr", {"deltoid": Side.BOTH, "biceps_brachii": Side.BOTH}),
        ("Faiblesse du deltoïde et du biceps brachial à gauche.", "fr", {"deltoid": Side.LEFT, "biceps_brachii": Side.LEFT}),
        ("Faiblesse des deltoïdes.", "fr", {"deltoid": Side.BOTH}),
        ("Faiblesse des releveurs.", "fr", {"ankle_dorsiflexors": Side.UNSAID}),
        ("Faiblesse du droit antérieur gauche.", "fr", {"rectus_femoris": Side.LEFT}),
        ("Weakness of the left deltoid and right biceps brachii.", "en", {"deltoid": Side.LEFT, "biceps_brachii": Side.RIGHT}),
    ],
)
def test_sides_follow_the_noun_they_belong_to(knowledge, text, language, sides):
    seen = {f.site: f.side for fs in found(text, knowledge, language).values() for f in fs if f.site}
    for site, side in sides.items():
        assert seen[site] is side


def test_a_grade_makes_a_graded_muscle_weak_and_five_makes_it_strong(knowledge):
    table = found("Deltoïde droit coté 3/5, biceps brachial droit coté 5/5.", knowledge)
    by_site = {f.site: f for f in table["weakness"]}
    assert by_site["deltoid"].present and by_site["deltoid"].grade.low == 3
    assert not by_site["biceps_brachii"].present


def test_range_and_signed_grades(knowledge):
    table = found("Parésie M3–4 du deltoïde gauche. Faiblesse 4-/5 du psoas droit.", knowledge)
    grades = {f.site: f.grade for f in table["weakness"] if f.grade}
    assert (grades["deltoid"].low, grades["deltoid"].high) == (3, 4)
    assert any(g.low == pytest.approx(11 / 3) for g in grades.values())


def test_every_finding_shows_its_own_words(knowledge):
    text = "Homme de 60 ans. Amyotrophie du mollet droit, fasciculations du deltoïde gauche ; pas de ptosis."
    for patient in read(text, knowledge).patients:
        assert patient.findings
        for finding in patient.findings:
            for evidence in finding.evidence:
                assert text[evidence.start : evidence.end] == evidence.text


@pytest.mark.parametrize("text", ["", "\n\n", "....", "éé\u0301 5/5 - , ; 12", "Pas de"])
def test_odd_text_gives_no_findings_and_no_error(knowledge, text):
    assert all(not p.findings for p in read(text, knowledge).patients)


@pytest.mark.parametrize(
    ("text", "absent", "present"),
    [
        ("EMG normal hors fasciculations.", {"neurogenic_emg"}, {"fasciculation_potentials"}),
        ("EMG sans anomalie, hormis de rares fasciculations.", set(), {"fasciculation_potentials"}),
        ("Examen neurologique normal en dehors d'un steppage gauche.", {"weakness"}, {"steppage_gait"}),
        ("Sensibilité normale, excepté une hypopallesthésie.", {"sensory_loss"}, {"vibration_loss"}),
        ("Pas d'antécédent en dehors d'un canal carpien opéré.", set(), {"carpal_tunnel_syndrome_history"}),
        ("Bonne force aux quatre membres.", {"weakness"}, set()),
        ("Normalité de la force et de la sensibilité.", {"weakness"}, set()),
        ("Pas de trouble sensitif, pied tombant droit.", {"sensory_disturbance"}, {"foot_drop"}),
        ("Aucun trouble sensitif, amyotrophie de la main gauche.", {"sensory_disturbance"}, {"hand_atrophy"}),
        ("Ni diplopie ni ptosis, dysphagie aux liquides.", {"diplopia", "ptosis"}, {"dysphagia"}),
        ("Absence de réponse de la dysphagie au traitement.", set(), {"dysphagia"}),
        ("La cause de cette amyotrophie n'a pas été retrouvée.", set(), {"muscle_atrophy"}),
        ("Il n'y a pas que le ptosis, il existe une dysphagie.", set(), {"ptosis", "dysphagia"}),
        ("Disparition du ptosis sous traitement.", {"ptosis"}, set()),
        ("Le ptosis a régressé partiellement.", set(), {"ptosis"}),
        ("La dysphagie, elle, a totalement régressé.", {"dysphagia"}, set()),
        ("Pas de réflexe achilléen.", set(), {"reflex_reduced_achilles"}),
        ("Aucun réflexe rotulien à droite.", set(), {"reflex_reduced_patellar"}),
        ("Pas d'élément en faveur d'un syndrome pyramidal.", {"upper_motor_neuron_sign"}, set()),
    ],
)
def test_exceptions_normal_words_and_what_is_gone(knowledge, text, absent, present):
    for concept in absent:
        assert presence(text, knowledge, concept) == {"absent"}, concept
    for concept in present:
        assert presence(text, knowledge, concept) == {"present"}, concept


@pytest.mark.parametrize(
    "text",
    [
        "Une SLA avait été évoquée par un confrère, finalement écartée.",
        "Le diagnostic de SLA, porté en 2018, a été redressé.",
        "Étiqueté à tort SLA pendant deux ans.",
        "Une SLA, évoquée sur l'EMG, a été écartée.",
        "Traité à tort pour une SLA.",
        "Rien en faveur d'une SLA.",
        "Une SLA a été suspectée puis infirmée.",
        "L'hypothèse d'une SLA, avancée ailleurs, n'a pas été retenue.",
    ],
)
def test_a_diagnosis_taken_back_is_absent(knowledge, text):
    diagnoses = [d for p in read(text, knowledge, "fr").patients for d in p.diagnoses]
    assert {(d.disease, d.presence) for d in diagnoses} == {("als", Presence.ABSENT)}


@pytest.mark.parametrize(
    ("text", "concept", "certainty"),
    [
        ("Tableau évoquant un ptosis.", "ptosis", Certainty.POSSIBLE),
        ("Il est possible qu'il existe une dysphagie.", "dysphagia", Certainty.POSSIBLE),
        ("La réalité du ptosis est discutable.", "ptosis", Certainty.POSSIBLE),
        ("Selon son épouse, il aurait un ptosis.", "ptosis", Certainty.POSSIBLE),
        ("Son médecin pensait à une sciatique.", "sciatica", Certainty.POSSIBLE),
        ("Reste à éliminer une gammapathie monoclonale.", "monoclonal_protein", Certainty.TO_BE_EXCLUDED),
        ("Dysphagie très probable.", "dysphagia", Certainty.PROBABLE),
        ("Le ptosis, d'abord suspecté, a été confirmé.", "ptosis", Certainty.CERTAIN),
        ("D'abord considérée comme une sciatique, la dysphagie était isolée.", "dysphagia", Certainty.CERTAIN),
        ("Myélite évoquée, mais ptosis depuis l'enfance.", "ptosis", Certainty.CERTAIN),
    ],
)
def test_doubt_and_where_it_ends(knowledge, text, concept, certainty):
    assert {f.certainty for f in found(text, knowledge)[concept]} == {certainty}


def test_a_vessel_has_neither_strength_nor_feeling(knowledge):
    text = "L'examen neurologique est normal, en particulier aux artères temporales."
    found = [f for p in read(text, knowledge, "fr").patients for f in p.findings]
    assert {(f.concept, f.site) for f in found if f.concept in ("weakness", "sensory_loss")} == {("weakness", None), ("sensory_loss", None)}
    assert [f.site for p in read("Douleur des artères temporales.", knowledge, "fr").patients for f in p.findings] == ["temporal_artery"]
