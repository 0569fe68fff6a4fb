"""Tests with two results, and results written as signs (own sentences)."""

from __future__ import annotations

import pytest

from myotome.text import read


def said(text: str, knowledge, concept: str, language: str = "fr") -> set[tuple[str, str]]:
    return {
        (f.side.value, f.presence.value) for p in read(text, knowledge, language).patients for f in p.findings
        if f.concept == concept
    }


@pytest.mark.parametrize(
    ("text", "concept", "expected"),
    [
        ("Léri positif à droite, négatif à gauche.", "femoral_stretch_sign", {("right", "present"), ("left", "absent")}),
        ("Phalen négatif à D, positif à G.", "phalen_sign", {("right", "absent"), ("left", "present")}),
        ("Achilléen gauche non retrouvé, droit présent.", "reflex_reduced_achilles", {("left", "present"), ("right", "absent")}),
        ("Hoffmann -/-.", "hoffmann_sign", {("both", "absent")}),
        ("Hoffmann +/+.", "hoffmann_sign", {("both", "present")}),
        ("Lasègue G 30°, D 0.", "lasegue_sign", {("left", "present"), ("right", "absent")}),
        ("ROT bicip G 0, D +.", "reflex_reduced_biceps", {("left", "present"), ("right", "absent")}),
        ("Réflexe bicipital droit diminué, tricipital gauche aboli.", "reflex_reduced_biceps", {("right", "present")}),
    ],
)
def test_split_results(knowledge, text, concept, expected):
    assert said(text, knowledge, concept) == expected


def test_a_doubtful_sign_is_possible(knowledge):
    (patient,) = read("Babinski +/-.", knowledge, "fr").patients
    assert {(f.presence.value, f.certainty.value) for f in patient.findings if f.concept == "babinski_sign"} == {
        ("present", "possible"),
    }


@pytest.mark.parametrize(("text", "language", "named", "others"), [
    ("Achilléens abolis, les autres présents.", "fr", "reflex_reduced_achilles", "absent"),
    ("ROT : bicipital absent à D, tous les autres normaux.", "fr", "reflex_reduced_biceps", "absent"),
    ("Rotuliens abolis, les autres faibles.", "fr", "reflex_reduced_patellar", "present"),
    ("Ankle jerks absent, the others present.", "en", "reflex_reduced_achilles", "absent"),
])
def test_what_is_said_of_the_others_is_not_of_the_reflex_before(knowledge, text, language, named, others):
    found = [(f.concept, f.presence.value) for p in read(text, knowledge, language).patients for f in p.findings]
    assert (named, "present") in found and (named, "absent") not in found
    assert ("reflex_loss", others) in found


def test_others_joined_to_a_test_share_its_result(knowledge):
    found = [(f.concept, f.presence.value) for p in read("Réflexes et tous les autres tests normaux.", knowledge, "fr").patients for f in p.findings]
    assert ("reflex_loss", "absent") in found
