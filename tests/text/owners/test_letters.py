"""Letters pasted into one file: of one person or of several (own sentences)."""

from __future__ import annotations

import pytest

from myotome.knowledge import Knowledge
from myotome.text import Reading, read

FRENCH = "Cher confrère,\nMerci de m'avoir adressé {who} pour {what}.\nBien cordialement,\nDr K. Morel\n"
ENGLISH = "Dear Dr Hall,\nThank you for referring {who} with {what}.\nYours sincerely,\nDr J. Poole\n"


def concepts(reading: Reading) -> list[set[str]]:
    return [{f.concept for f in p.findings} for p in reading.patients]


@pytest.mark.parametrize(("letter", "language", "first", "second", "signs"), [
    (FRENCH, "fr", "Mme Ida Roux", "M. Paul Vidal", ("une dysphagie", "un ptosis")),
    (FRENCH, "fr", "votre patiente Rose B., 40 ans,", "votre patient Rémi C., 41 ans,", ("une dysphagie", "un ptosis")),
    (ENGLISH, "en", "Mr Alan Booth", "Mr Peter Cray", ("dysphagia", "ptosis")),
    (ENGLISH, "en", "this 34-year-old woman", "this 70-year-old woman", ("dysphagia", "ptosis")),
])
def test_letters_of_two_persons_are_two_patients(
    knowledge: Knowledge, letter: str, language: str, first: str, second: str, signs: tuple[str, str],
) -> None:
    text = letter.format(who=first, what=signs[0]) + "\n" + letter.format(who=second, what=signs[1])
    one, two = concepts(read(text, knowledge, language))
    assert "dysphagia" in one and "ptosis" not in one
    assert "ptosis" in two and "dysphagia" not in two


@pytest.mark.parametrize(("letter", "language", "first", "second", "signs"), [
    (FRENCH, "fr", "Mme Ida Roux", "Mme Roux", ("une dysphagie", "un ptosis")),
    (FRENCH, "fr", "cette patiente de 40 ans", "cette patiente de 42 ans", ("une dysphagie", "un ptosis")),
    (ENGLISH, "en", "Mr Alan Booth", "Mr Booth", ("dysphagia", "ptosis")),
    (ENGLISH, "en", "this lady", "this lady", ("dysphagia", "ptosis")),
])
def test_two_letters_of_one_person_are_one_patient(
    knowledge: Knowledge, letter: str, language: str, first: str, second: str, signs: tuple[str, str],
) -> None:
    text = letter.format(who=first, what=signs[0]) + "\n" + letter.format(who=second, what=signs[1])
    (only,) = concepts(read(text, knowledge, language))
    assert {"dysphagia", "ptosis"} <= only


def test_a_third_letter_goes_back_to_the_first_patient(knowledge: Knowledge) -> None:
    whos = [("Mme Ida Roux", "une dysphagie"), ("M. Paul Vidal", "un ptosis"), ("Mme Roux", "une diplopie")]
    one, two = concepts(read("\n".join(FRENCH.format(who=who, what=what) for who, what in whos), knowledge, "fr"))
    assert {"dysphagia", "diplopia"} <= one
    assert "ptosis" in two and "diplopia" not in two


def test_a_salutation_in_the_closing_formula_begins_no_letter(knowledge: Knowledge) -> None:
    text = "Cher confrère,\nM. Paul Vidal a un ptosis.\nVeuillez croire, cher confrère,\nà mes salutations.\nCopie : Mme Ida Roux\n"
    assert len(read(text, knowledge, "fr").patients) == 1
