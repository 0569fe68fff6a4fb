"""Headings that are told with each member of their list."""

from __future__ import annotations

import pytest

from myotome.text import read


@pytest.fixture
def said(knowledge):
    def call(text: str, language: str = "fr") -> set[str]:
        return {f"{'-' if f.presence.value == 'absent' else ''}{f.concept}" for p in read(text, knowledge, language).patients for f in p.findings}

    return call


@pytest.mark.parametrize("heading", ["Pas de :", "Signes négatifs :", "On ne retrouve pas de :", "Absence de :", "Il n'existe pas :", "Négatifs :"])
def test_a_denying_heading_denies_each_member(said, heading):
    assert said(f"{heading}\n- ptosis\n- diplopie\n- crampes\n") == {"-ptosis", "-diplopia", "-muscle_cramp"}


def test_members_without_bullets_end_at_a_blank_line(said):
    assert said("Pas de :\nptosis\ndiplopie\n\nCrampes nocturnes\n") == {"-ptosis", "-diplopia", "muscle_cramp"}


def test_what_stands_below_the_list_is_not_denied(said):
    assert said("Pas de :\n- ptosis\n- diplopie\nDéficit du deltoïde droit.\n") == {"-ptosis", "-diplopia", "weakness", "shoulder_weakness"}


def test_a_member_with_a_result_of_its_own_keeps_it(said):
    assert said("Signes négatifs :\n- pas de ptosis\n- Babinski : négatif\n- Hoffmann : positif à droite\n- diplopie\n") == {
        "-ptosis", "-babinski_sign", "hoffmann_sign", "-diplopia",
    }


def test_a_test_in_the_heading_is_examined_in_each_member(said):
    assert said("Réflexes :\n- présents aux membres supérieurs\n- abolis aux membres inférieurs\n") == {"-reflex_loss", "reflex_loss"}


def test_a_limb_in_the_heading_is_that_of_its_parts(said):
    assert said("- MI\n    - proximal 3/5\n    - distal 5/5\n") == {
        "weakness", "proximal_lower_limb_weakness", "-weakness", "-distal_lower_limb_weakness",
    }


def test_english_lists(said):
    assert said("Pertinent negatives:\n1. diplopia\n2. dysphagia\n", "en") == {"-diplopia", "-dysphagia"}


@pytest.mark.parametrize("text", ["Pas de :", "Pas de :\n", "Pas de :\n\n", "Pas de :\n-", "Pas de :\n1.", "\n- présents", "MI\n - distal", "Pas de :\r\n- ptosis"])
def test_lists_cut_short_are_no_fault(knowledge, text):
    read(text, knowledge, "fr")


def test_a_capital_heading_of_a_test_is_told_with_its_line(said):
    assert said("REFLEXES\nVifs aux membres supérieurs\n\nSENSIBILITE\nNormale au tact\n") >= {"brisk_reflexes", "-sensory_loss"}


def test_a_title_does_not_reach_down_a_list_without_end(knowledge):
    """Each finding's words reach from the title to the member: without an end they would grow with the square of the list."""
    (patient,) = read("Patient de 50 ans.\nRéflexes\n" + "- abolis aux MI\n" * 600, knowledge, "fr").patients
    lengths = [e.end - e.start for f in patient.findings for e in f.evidence]
    assert lengths and max(lengths) < 1700
