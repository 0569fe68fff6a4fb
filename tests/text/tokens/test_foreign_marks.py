"""Signs as word processors set them, and names with numbers in lists (own sentences)."""

from __future__ import annotations

import pytest

from myotome.text import read


def graded(text: str, knowledge, language: str) -> set[tuple[str, float]]:
    (patient,) = read(text, knowledge, language).patients
    return {(f.site, round(f.grade.low, 2)) for f in patient.findings if f.concept == "weakness" and f.grade}


@pytest.mark.parametrize(("text", "language", "expected"), [
    ("Deltoids were 2+/5.", "en", {("deltoid", 2.33)}),
    ("Glutei 3\u2212/5; hamstrings, 4/5.", "en", {("gluteal_muscles", 2.67), ("hamstrings", 4)}),
    ("Quadriceps and iliopsoas, 4+/5; wrist extensors, 5\u2212/5.", "en", {("quadriceps", 4.33), ("iliopsoas", 4.33), ("wrist_extensors", 4.67)}),
    ("Quadriceps 4\u2212/5.", "fr", {("quadriceps", 3.67)}),
])
def test_signs_of_grades(knowledge, text, language, expected):
    assert graded(text, knowledge, language) == expected


@pytest.mark.parametrize(("text", "language"), [
    ("The panel (anti-Jo1, anti-PL-7, anti-MDA-5 and anti-HMGCR) was negative.", "en"),
    ("Anti-Jo-1, anti-PL-7, anti-PL-12, anti-Mi-2 et anti-HMGCR négatifs.", "fr"),
])
def test_antibodies_with_numbers_share_their_result(knowledge, text, language):
    (patient,) = read(text, knowledge, language).patients
    found = {f.concept: f.present for f in patient.findings}
    assert found["anti_jo1"] is False and found["anti_synthetase"] is False and found["anti_hmgcr"] is False


def test_normal_before_a_limit_is_no_result(knowledge):
    (patient,) = read("CK was mildly elevated at 300 IU/L (normal, <200 IU/L).", knowledge, "en").patients
    assert {f.present for f in patient.findings if f.concept == "ck_elevated"} == {True}
