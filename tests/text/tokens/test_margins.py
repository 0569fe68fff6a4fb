"""Running heads and feet, page numbers, numbered lines: taken out of the way, offsets kept."""

from __future__ import annotations

import pytest

from myotome.knowledge import Knowledge
from myotome.text import read


@pytest.mark.parametrize("text", [
    "Pas de diplopie ni de\nCHU - Page 1/2\n\fCHU - Page 2/2\nptosis. Crampes.",
    "Service A\nPas de diplopie ni de\nPage 1 sur 2\nService A\nptosis. Crampes.\nPage 2 sur 2",
    "1  Homme vu ce jour.\n2  Il marche seul.\n3  Pas de diplopie ni de\n4  ptosis.\n5  Crampes.\n6  Fin.",
])
def test_a_sentence_goes_on_beyond_what_the_page_carries(knowledge: Knowledge, text: str) -> None:
    (patient,) = read(text, knowledge, "fr").patients
    found = {f.concept: f for f in patient.findings}
    assert not found["ptosis"].present and found["muscle_cramp"].present
    for finding in patient.findings:
        for span in finding.evidence:
            assert text[span.start : span.end] == span.text


@pytest.mark.parametrize("text", [
    "1 ptosis\n2 crampes",
    "3 chutes ce mois.\n4 crampes par nuit.\nPtosis.",
    "Deltoïde 3\nBiceps 4\nTriceps 5\nPtosis 1\nCrampes 2",
])
def test_numbers_that_belong_to_the_text_stay(knowledge: Knowledge, text: str) -> None:
    (patient,) = read(text, knowledge, "fr").patients
    assert {"ptosis", "muscle_cramp"} <= {f.concept for f in patient.findings}
