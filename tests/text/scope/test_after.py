"""Denials and doubts that follow, names taken back, what has gone, change denied, what was only asked for (own sentences)."""

from __future__ import annotations

import pytest

from myotome.text import read


def presences(text: str, knowledge, concept: str, language: str = "fr") -> set[str]:
    return {
        f.presence.value for p in read(text, knowledge, language).patients for f in p.findings if f.concept == concept
    }


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("Thymome écarté.", "thymoma"),
        ("Hypothyroïdie infirmée par le dosage.", "hypothyroidism"),
        ("Une compression médullaire est formellement éliminée.", "spinal_cord_compression"),
        ("Consanguinité niée.", "consanguinity"),
        ("Dysphagie 0.", "dysphagia"),
        ("La douleur est étiquetée à tort sciatique.", "sciatica"),
        ("Le diagnostic de sciatique a été redressé.", "sciatica"),
        ("N'a plus de paresthésies.", "paraesthesia"),
        ("Depuis lors, plus de diplopie.", "diplopia"),
        ("Les fasciculations ne sont plus retrouvées.", "fasciculation"),
        ("La dysphagie a totalement régressé.", "dysphagia"),
        ("Pas de déficit.", "weakness"),
        ("Pas de déficit permanent.", "weakness"),
        ("Le déficit moteur est nul.", "weakness"),
    ],
)
def test_absent(knowledge, text, concept):
    assert presences(text, knowledge, concept) == {"absent"}


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("Pas d'aggravation du déficit des releveurs.", "weakness"),
        ("Pas de récupération de l'amyotrophie du mollet.", "calf_atrophy"),
        ("Pas de majoration de la spasticité.", "spasticity"),
        ("Le steppage n'a pas disparu.", "steppage_gait"),
        ("Les paresthésies ne se sont pas aggravées.", "paraesthesia"),
        ("L'érythème des paupières a disparu en mai puis récidivé.", "heliotrope_rash"),
        ("Plus de trois crampes par jour.", "muscle_cramp"),
    ],
)
def test_still_there(knowledge, text, concept):
    assert presences(text, knowledge, concept) == {"present"}


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("Je complète par un dosage des anti-GM1.", "anti_gm1"),
        ("En cas de fausses routes, rappeler.", "aspiration"),
        ("La maladie peut entraîner un ptosis.", "ptosis"),
        ("Pas de déficit sensitif.", "weakness"),
        ("Pas de déficit en vitamine.", "weakness"),
    ],
)
def test_said_of_nobody(knowledge, text, concept):
    assert presences(text, knowledge, concept) == set()


def test_a_side_and_a_daughter(knowledge):
    (patient,) = read("Sa fille de vingt ans a une myotonie. Ptosis bilatéral à bascule.", knowledge, "fr").patients
    assert {f.experiencer.value for f in patient.findings if f.concept == "myotonia"} == {"child"}
    assert {f.side.value for f in patient.findings if f.concept == "ptosis"} == {"alternating"}


@pytest.mark.parametrize(("text", "concept"), [
    ("Anti-gangliosides en cours.", "anti_ganglioside"), ("Anticorps anti-GM1 en attente.", "anti_gm1"),
    ("Anti-MuSK demandés.", "anti_musk"), ("Anti-Hu à faire.", "anti_hu"),
])
def test_antibody_without_a_result_is_pending(text: str, concept: str, knowledge) -> None:
    finding = next(f for f in read(text, knowledge, "fr").patients[0].findings if f.concept == concept)
    assert (finding.certainty.value, finding.counts) == ("pending", False)


@pytest.mark.parametrize(("text", "late"), [
    ("Marche à 13 mois.", False), ("Marche acquise à 22 mois.", True), ("A marché à 19 mois.", True), ("Premiers pas à 12 mois.", False),
])
def test_age_at_first_steps(text: str, late: bool, knowledge) -> None:
    found = {f.concept: f.present for f in read(text, knowledge, "fr").patients[0].findings}
    assert found["delayed_motor_milestones"] is late


@pytest.mark.parametrize(("text", "concept"), [
    ("Calcification discale en cours de résorption.", "disc_calcification"), ("Ptosis en cours d'aggravation.", "ptosis"),
])
def test_what_is_under_way_is_there(knowledge, text, concept):
    assert {(f.presence.value, f.certainty.value) for f in read(text, knowledge, "fr").patients[0].findings if f.concept == concept} == {("present", "certain")}


@pytest.mark.parametrize(("text", "concept", "presence"), [
    ("Tête ballante non.", "dropped_head", "absent"), ("Dysphagie : non.", "dysphagia", "absent"), ("Ptosis non, diplopie oui.", "ptosis", "absent"),
    ("Diplopie non ; dysphagie.", "dysphagia", "present"), ("Douleur non systématisée.", "pain", "present"),
])
def test_no_at_the_end_of_a_clause_denies(knowledge, text, concept, presence):
    assert presences(text, knowledge, concept) == {presence}
