import pytest

from myotome.text import read


@pytest.mark.parametrize(
    ("text", "age", "sex", "onset", "months"),
    [
        ("Homme de 57 ans.", 57, "male", None, None),
        ("Patiente âgée de 47 ans, faiblesse depuis six mois.", 47, "female", 46.5, 6),
        ("A 42-year-old woman with weakness.", 42, "female", None, None),
        ("Agriculteur né en 1949, crampes à l'âge de 40 ans. Il avait 56 ans à l'examen.", 56, "male", 40, 192),
        ("Garçon de 8 ans dont la mère de 35 ans est myopathe.", 8, "male", None, None),
        ("A man with weakness of the legs for 18 years.", None, "male", None, 216),
    ],
)
def test_age_sex_onset_duration(knowledge, text, age, sex, onset, months):
    patient = read(text, knowledge).patients[0].patient
    assert patient.age == age
    assert patient.sex.value == sex
    assert patient.onset_age == onset
    assert patient.duration_months == months


@pytest.mark.parametrize("text", ["Je revois M. Dupont, 58 ans, pour des crampes.", "M. B., 58 ans, crampes."])
def test_the_age_behind_a_mister(text, knowledge):
    assert read(text, knowledge, "fr").patients[0].patient.age == 58
