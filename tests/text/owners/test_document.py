"""Who is each sentence about?"""

from myotome.text import read

from ...conftest import document

SLIDES = """Cas 1 : Homme de 50 ans
Lombalgies basses depuis un an
Sensible aux AINS

Généralités

Touche les patients de 40 à 70 ans
Fièvre possible

Physiopathologie

Étape calcique

Cas compagnon : Patiente de 47 ans
Cervicalgies depuis 1 semaine
Apyrétique
CRP à 75 mg/L
Pas d'hyperleucocytose
"""


def test_two_patients_on_slides_are_told_apart_from_the_teaching_between(knowledge):
    reading = read(SLIDES, knowledge, "fr")
    assert [p.patient.age for p in reading.patients] == [50, 47]
    assert not any(f.concept == "fever" and f.present for p in reading.patients for f in p.findings)


def test_a_plain_note_has_one_patient_even_with_kin_of_other_age(knowledge):
    note = "Homme de 50 ans, faiblesse des jambes. Son frère de 45 ans a une myopathie. Sa mère est décédée à 80 ans."
    reading = read(note, knowledge)
    assert reading.kind == "patient"
    assert len(reading.patients) == 1


def test_the_article_without_a_patient(knowledge, shared):
    reading = read(document(shared, 5), knowledge)
    assert reading.patients == ()
    assert len(reading.self_reports) == 1
    start, end = reading.self_reports[0]
    assert "mercredis" in document(shared, 5)[start:end]


def test_figure_stranger_of_the_slides_is_an_illustration(knowledge, shared):
    text = document(shared, 4)
    reading = read(text, knowledge)
    assert [p.patient.age for p in reading.patients] == [45, 47]
    assert any("48 ans" in text[a:b] for a, b in reading.illustrations)


def test_the_story_broken_by_a_column_is_taken_up_again(knowledge, shared):
    (patient,) = read(document(shared, 3), knowledge).patients
    words = " ".join(e.text for f in patient.findings for e in f.evidence)
    assert "tibiale antérieure gauche" in words
    assert patient.patient.age == 56
    assert patient.patient.onset_age == 40
