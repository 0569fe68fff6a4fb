"""A sentence copied from note to note counts once a date."""

from __future__ import annotations

import pytest

from myotome.text import read

FR = "Faiblesse du pied droit cotée 3/5. CPK à 600 UI/L. Suspicion de SLA. Traitement par riluzole."
EN = "Weakness of the right foot, grade 3/5. CK 600 IU/L. Suspected ALS. Treated with riluzole."


@pytest.mark.parametrize(("text", "language"), [(FR, "fr"), (EN, "en")])
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_copy_without_a_date_counts_once_and_shows_both_places(knowledge, text, language, between):
    (patient,) = read(text + between + text, knowledge, language).patients
    (once,) = read(text, knowledge, language).patients
    assert [f.concept for f in patient.findings] == [f.concept for f in once.findings]
    assert all(len(f.evidence) == 2 for f in patient.findings)
    assert len(patient.laboratory) == 1
    assert [len(d.evidence) for d in patient.diagnoses] == [2]
    assert [len(t.evidence) for t in patient.treatments] == [2]


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        ("Consultation du 12/03/2020", "Consultation du 12/03/2020", 1),
        ("Consultation du 12/03/2020", "Consultation du 12/05/2020", 2),
        ("Le 3 mars 2020", "Le 4 mars 2020", 2),
        ("2020-03-12", "2020-05-12", 2),
    ],
)
def test_a_copy_under_another_date_counts_again(knowledge, first, second, count):
    (patient,) = read(f"{first}\n{FR}\n\n{second}\n{FR}", knowledge, "fr").patients
    assert len(patient.laboratory) == count
    assert len(patient.diagnoses) == count


@pytest.mark.parametrize(
    ("text", "language", "values"),
    [
        ("CPK à 600 UI/L en mars. CPK à 600 UI/L en mai.", "fr", [600, 600]),
        ("CPK à 600 UI/L. CPK à 900 UI/L. CPK à 600 UI/L.", "fr", [600, 900]),
        ("CK 600 IU/L in March. CK 600 IU/L in May.", "en", [600, 600]),
    ],
)
def test_other_words_with_the_same_value_are_no_copy(knowledge, text, language, values):
    (patient,) = read(text, knowledge, language).patients
    assert [row.value for row in patient.laboratory] == values
