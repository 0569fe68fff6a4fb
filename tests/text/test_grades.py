"""Which grade belongs to which muscle and side (own sentences)."""

from __future__ import annotations

import pytest

from myotome.text import read

FR = [
    ("Releveurs D 1/5, éverseurs D 2/5, triceps sural 5/5.",
     {("ankle_dorsiflexors", "right", "1/5"), ("ankle_evertors", "right", "2/5"), ("triceps_surae", "right", "5/5")}),
    ("Quadriceps 2/5 à gauche, 4+/5 à droite.", {("quadriceps", "left", "2/5"), ("quadriceps", "right", "4+/5")}),
    ("On retient à droite : interosseux 2/5, biceps 4/5.",
     {("interossei_hand", "right", "2/5"), ("biceps_brachii", "right", "4/5")}),
    ("Déficit coté à 2/5 aux psoas et 3/5 aux deltoïdes.", {("psoas_major", "both", "2/5"), ("deltoid", "both", "3/5")}),
    ("Force : épaule D 3, G 4.", {("shoulder_girdle", "right", "3"), ("shoulder_girdle", "left", "4")}),
    ("Faiblesse du deltoïde à gauche, 3/5.", {("deltoid", "left", "3/5")}),
    ("Biceps M3-4 des deux côtés.", {("biceps_brachii", "both", "M3-4")}),
]


def graded(text: str, knowledge, language: str = "fr") -> set[tuple[str, str, str]]:
    return {
        (f.site, f.side.value, f.grade.text) for p in read(text, knowledge, language).patients for f in p.findings
        if f.concept == "weakness" and f.grade is not None
    }


@pytest.mark.parametrize(("text", "expected"), FR)
def test_grades_in_french(knowledge, text, expected):
    assert graded(text, knowledge) == expected


def test_grades_in_english(knowledge):
    assert graded("Quadriceps 3/5 on the right, 4/5 on the left.", knowledge, "en") == {
        ("quadriceps", "right", "3/5"), ("quadriceps", "left", "4/5"),
    }


def test_full_strength_is_no_weakness_and_years_are_no_sides(knowledge):
    (patient,) = read("Deltoïde 5/5. Crampes depuis deux ans.", knowledge, "fr").patients
    assert {f.presence.value for f in patient.findings if f.concept == "weakness"} == {"absent"}
    assert {f.side.value for f in patient.findings if f.concept == "muscle_cramp"} == {"unsaid"}


@pytest.mark.parametrize(
    ("text", "concept", "side"),
    [
        ("Pieds creux.", "pes_cavus", "both"),
        ("Un pied creux.", "pes_cavus", "unsaid"),
        ("Faiblesse des quadriceps.", "quadriceps_weakness", "both"),
        ("Faiblesse du quadriceps.", "quadriceps_weakness", "unsaid"),
        ("Rotuliens abolis.", "reflex_reduced_patellar", "both"),
        ("Réflexe rotulien aboli.", "reflex_reduced_patellar", "unsaid"),
    ],
)
def test_the_plural_of_a_paired_part_is_both_sides(knowledge, text, concept, side):
    (patient,) = read(text, knowledge, "fr").patients
    assert {f.side.value for f in patient.findings if f.concept == concept} == {side}
