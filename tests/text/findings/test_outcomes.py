"""What is said to have come of a treatment, and what only stands beside its name."""

from __future__ import annotations

import pytest

from myotome.text import read


def outcomes(sentence: str, knowledge) -> set[str]:
    """Concepts of outcomes that a sentence states, with a minus those that it denies."""
    told = {"improvement_after_steroid", "no_response_to_steroid", "worsening_after_steroid", "improvement_after_ivig", "no_response_to_ivig",
            "improvement_with_cholinesterase_inhibitor", "conservative_treatment_failed", "improvement_with_rehabilitation"}
    found = [f for p in read(sentence, knowledge, "fr").patients for f in p.findings if f.concept in told]
    return {f.concept if f.presence.value == "present" else f"-{f.concept}" for f in found}


@pytest.mark.parametrize(("sentence", "said"), [
    ("La prednisone, prise six mois, sans aucun bénéfice.", {"no_response_to_steroid"}),
    ("Corticoïdes inefficaces, IgIV efficaces.", {"no_response_to_steroid", "improvement_after_ivig"}),
    ("Pas d'amélioration sous Ig IV.", {"no_response_to_ivig"}),
    ("Nette amélioration de la force sous prednisone.", {"improvement_after_steroid"}),
    ("Mestinon sans effet.", {"-improvement_with_cholinesterase_inhibitor"}),
    ("Répond bien à la pyridostigmine.", {"improvement_with_cholinesterase_inhibitor"}),
    ("Aggravation nette sous corticoïdes.", {"worsening_after_steroid"}),
    ("Tramadol et kinésithérapie sans bénéfice.", {"conservative_treatment_failed"}),
    ("Corticoïdes débutés devant l'aggravation du déficit.", set()),
    ("Prednisone 60 mg, puis IgIV efficaces.", {"improvement_after_ivig"}),
    ("Prévoir des IgIV si pas d'amélioration.", set()),
])
def test_an_outcome_is_of_the_treatment_that_it_stands_beside(knowledge, sentence, said):
    assert outcomes(sentence, knowledge) == said
