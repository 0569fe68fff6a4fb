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
    ("Psoas D 4/5 G 3/5.", {("psoas_major", "right", "4/5"), ("psoas_major", "left", "3/5")}),
    ("Psoas : 4/5 à D ; 3/5 à G.", {("psoas_major", "right", "4/5"), ("psoas_major", "left", "3/5")}),
    ("Triceps à 4 à droite et à 3 à gauche.", {("triceps_brachii", "right", "4"), ("triceps_brachii", "left", "3")}),
    ("Extenseurs des doigts à 2/5, interosseux à 3/5 à droite.",
     {("finger_extensors", "right", "2/5"), ("interossei_hand", "right", "3/5")}),
    ("Biceps 4/5, interosseux droits 3/5.", {("biceps_brachii", "unsaid", "4/5"), ("interossei_hand", "right", "3/5")}),
    ("Déficit proximal, coté à 2/5 aux psoas et 4/5 aux deltoïdes.", {("psoas_major", "both", "2/5"), ("deltoid", "both", "4/5")}),
    ("Deltoïde coté de 3 à 4.", {("deltoid", "unsaid", "3 à 4")}),
    ("Force entre 2 et 3/5 au psoas droit.", {("psoas_major", "right", "2 et 3/5")}),
    ("Le biceps gauche est coté 2 sur 5.", {("biceps_brachii", "left", "2 sur 5")}),
    ("Psoas à 4-/5 de façon symétrique.", {("psoas_major", "both", "4-/5")}),
    ("MS 5/5, ROT 0.", {("upper_limb_muscles", "both", "5/5")}),
    ("Droite : deltoïde 5, biceps 4.", {("deltoid", "right", "5"), ("biceps_brachii", "right", "4")}),
    ("Faiblesse des biceps (D 4, G 3).", {("biceps_brachii", "right", "4"), ("biceps_brachii", "left", "3")}),
    ("Biceps 4/5 D, 3/5 G, xyz 2/5 bilat.", {("biceps_brachii", "right", "4/5"), ("biceps_brachii", "left", "3/5")}),
    ("Releveurs à 2/5 à droite et 3/5 à gauche, interosseux à 4/5.",
     {("ankle_dorsiflexors", "right", "2/5"), ("ankle_dorsiflexors", "left", "3/5"), ("interossei_hand", "unsaid", "4/5")}),
]


def graded(text: str, knowledge, language: str = "fr") -> set[tuple[str, str, str]]:
    return {
        (f.site, f.side.value, f.grade.text) for p in read(text, knowledge, language).patients for f in p.findings
        if f.concept == "weakness" and f.grade is not None
    }


@pytest.mark.parametrize(("text", "expected"), FR)
def test_grades_in_french(knowledge, text, expected):
    assert graded(text, knowledge) == expected


@pytest.mark.parametrize(("words", "low", "high"), [
    ("coté de 3 à 4", 3, 4), ("entre 2 et 3/5", 2, 3), ("3 ou 4/5", 3, 4), ("M4-", 11 / 3, 11 / 3), ("M3-M4", 3, 4), ("1 sur 5", 1, 1),
])
def test_what_a_grade_is_worth(knowledge, words, low, high):
    (patient,) = read(f"Force du deltoïde {words}.", knowledge, "fr").patients
    (grade,) = {f.grade for f in patient.findings if f.concept == "weakness"}
    assert (grade.low, grade.high) == (pytest.approx(low), pytest.approx(high))


def test_grades_in_english(knowledge):
    assert graded("Legs 3/5, arms 4/5.", knowledge, "en") == {("lower_limb_muscles", "both", "3/5"), ("upper_limb_muscles", "both", "4/5")}
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


@pytest.mark.parametrize(("text", "side"), [
    ("Weakness of the tibialis anterior.", "unsaid"), ("Weakness of the infraspinatus.", "unsaid"), ("Weakness of the deltoids.", "both"),
])
def test_latin_names_are_no_plurals(knowledge, text, side):
    (patient,) = read(text, knowledge, "en").patients
    assert {f.side.value for f in patient.findings if f.concept == "weakness"} == {side}
