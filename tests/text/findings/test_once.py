"""One normal result says one absence; what else it settles is worked out from that."""

from __future__ import annotations

import pytest

from myotome.assess import complete
from myotome.case import Case, Source
from myotome.intake import extend
from myotome.terms import Method, Presence
from myotome.text import read


@pytest.fixture
def said(knowledge):
    def call(text: str) -> dict[str, str]:
        """Concept -> how it was said, of what counts by itself."""
        (patient,) = read(text, knowledge, "fr").patients
        case = extend(Case(id="c", language="fr"), patient, Source(id="s1", name="c", language="fr", text=text))
        found = complete(case, knowledge)[0].findings
        return {f.concept: f.method.value for f in found if f.method is not Method.DERIVED and f.presence is Presence.ABSENT}

    return call


@pytest.mark.parametrize(("text", "counts", "follows"), [
    ("Échocardiographie normale.", {"cardiac_involvement"}, {"cardiomyopathy"}),
    ("Bilan phosphocalcique normal.", {"hypercalcaemia"}, {"hypocalcaemia"}),
    ("Ionogramme normal.", {"hypokalaemia"}, {"hyperkalaemia"}),
    ("Pas de cardiomyopathie.", {"cardiomyopathy"}, {"cardiac_involvement"}),
])
def test_a_normal_result_counts_once(said, text, counts, follows):
    assert counts <= said(text).keys()
    assert follows.isdisjoint(said(text))


def test_a_value_and_the_word_beside_it_are_one_finding(said):
    assert said("Calcémie à 2,35 mmol/L, normale.")["hypercalcaemia"] == Method.LABORATORY.value
