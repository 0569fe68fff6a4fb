"""Grades without "/5" in telegraphic lists of muscles (own sentences)."""

from __future__ import annotations

import pytest

from myotome.text import read


@pytest.mark.parametrize(("text", "language", "expected"), [
    ("Testing : interosseux 3/5 D, 4 G, APB 4 D, 5 G.", "fr",
     {("interossei_hand", "right", 3), ("interossei_hand", "left", 4), ("abductor_pollicis_brevis", "right", 4), ("abductor_pollicis_brevis", "left", 5)}),
    ("Quadriceps D 4, G 4-, psoas 5.", "fr", {("quadriceps", "right", 4), ("quadriceps", "left", 3.67)}),
    ("Deltoïde D 3, G 4+.", "fr", {("deltoid", "right", 3), ("deltoid", "left", 4.33)}),
    ("Jambier antérieur G 2-, D 4.", "fr", {("tibialis_anterior", "left", 1.67), ("tibialis_anterior", "right", 4)}),
    ("Toe extension 3 R, 4- L; wrist extension 4+ R 5 L.", "en",
     {("toe_extensors", "right", 3), ("toe_extensors", "left", 3.67), ("wrist_extensors", "right", 4.33), ("wrist_extensors", "left", 5)}),
])
def test_bare_grades(knowledge, text, language, expected):
    (patient,) = read(text, knowledge, language).patients
    found = {(f.site, f.side.value, round(f.grade.low, 2)) for f in patient.findings if f.concept == "weakness" and f.grade}
    assert expected <= found


@pytest.mark.parametrize("text", [
    "Douleur du mollet droit, 3 épisodes en un an.", "Quadriceps droit : 2 injections.", "Deltoïde gauche biopsié, 4 fragments.",
    "Biceps droit vif, 2 chutes.",
])
def test_numbers_of_other_things(knowledge, text):
    assert not any(f.grade for p in read(text, knowledge, "fr").patients for f in p.findings)


def test_a_title_of_strength_holds_for_the_lines_below(knowledge):
    note = "Testing MI :\npsoas D 4 G 4\norteils 0 ddc\nMI G normal"
    (patient,) = read(note, knowledge, "fr").patients
    found = [(f.presence.value, f.side.value, f.grade.low if f.grade else None) for f in patient.findings if f.concept == "weakness"]
    assert found[-2:] == [("present", "both", 0), ("absent", "left", None)]


def test_a_figure_of_pain_is_no_title_of_points(knowledge):
    (patient,) = read("TA 14/8 T 37 EVA 2\nreleveur G 1/5", knowledge, "fr").patients
    assert [f.grade.low for f in patient.findings if f.concept == "weakness"] == [1]


@pytest.mark.parametrize(("text", "said"), [
    ("releveurs 1 à D 2 à G", {("1", "right"), ("2", "left")}),
    ("hanches 2 genoux 3, releveurs 1", {("2", "both"), ("3", "both"), ("1", "unsaid")}),
    ("Psoas à 3, deltoïdes à 4", {("3", "both"), ("4", "both")}),
    ("A D : psoas 4+, reste ok", {("4+", "right"), ("", "right")}),
    ("interosseux G 3, hypoesthésie du Ve doigt G", {("3", "left")}),
    ("Le fléchisseur du pouce est faible (4-)", {("4-", "unsaid")}),
    ("Scapula alata à droite, deltoïde 4/5, grand dentelé 3/5", {("4/5", "right"), ("3/5", "right")}),
    ("Escarre sacrée stade 2", set()),
    ("FM: psoas 3, JA 4 MS 5", {("3", "unsaid"), ("4", "unsaid"), ("5", "both")}),
])
def test_strengths_in_shorthand(knowledge, text, said):
    (patient,) = read(text, knowledge, "fr").patients
    assert {(f.grade.text if f.grade else "", f.side.value) for f in patient.findings if f.concept == "weakness"} == said
