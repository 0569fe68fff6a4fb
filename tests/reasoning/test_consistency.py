"""What cannot be true together is named; what is too little is called too little."""

from __future__ import annotations

import pytest

from myotome.answer import Localisation
from myotome.assess import assess
from myotome.case import Case, Finding, Patient
from myotome.reasoning.consistency import contradictions
from myotome.reasoning.differential import rank
from myotome.terms import Presence, Sex, Side


def fever(presence=Presence.PRESENT, **place) -> Finding:
    return Finding(concept="fever", presence=presence, **place)


def test_the_same_finding_said_both_ways_is_named_and_counts_as_there(knowledge):
    case = Case(findings=(fever(), fever(Presence.ABSENT)))
    assert contradictions(case, knowledge) == (("said_both_ways", "fever"),)
    assert rank(case, Localisation(), knowledge).candidates[0].probability == pytest.approx(
        rank(Case(findings=(fever(),)), Localisation(), knowledge).candidates[0].probability
    )


@pytest.mark.parametrize(("one", "other"), [
    ({"visit": 0}, {"visit": 1}), ({"date": "2020-01-01"}, {"date": "2021-01-01"}), ({"side": Side.LEFT}, {"side": Side.RIGHT}), ({"site": "deltoid"}, {"site": "quadriceps"}),
])
def test_another_place_or_time_is_no_contradiction(knowledge, one, other):
    concept = "muscle_atrophy"
    case = Case(findings=(Finding(concept=concept, **one), Finding(concept=concept, presence=Presence.ABSENT, **other)))
    assert contradictions(case, knowledge) == ()


@pytest.mark.parametrize(("patient", "message"), [
    (Patient(age=40, onset_age=50), "onset_after_age"), (Patient(age=10, duration_months=200), "duration_over_age"),
    (Patient(sex=Sex.MALE, pregnant=True), "pregnant_man"),
])
def test_impossible_patients(knowledge, patient, message):
    done = assess(Case(patient=patient, findings=(fever(),)), knowledge)
    assert (message, "") in done.limits.assumed
    assert sum(c.probability for c in done.differential.candidates) == pytest.approx(1)


def test_an_empty_case_is_too_little_and_asks_questions(knowledge):
    done = assess(Case(), knowledge)
    assert done.differential.too_little
    assert ("too_little", "") in done.limits.assumed
    assert done.next_tests
    assert done.differential.not_to_miss == ()
    told = assess(Case(findings=tuple(Finding(concept=c) for c in ("foot_drop", "sensory_loss", "back_pain"))), knowledge)
    assert not told.differential.too_little


def test_a_finding_that_no_disease_describes_is_named(knowledge):
    from myotome.reasoning.frequencies import frequencies

    table = frequencies(knowledge)
    silent = [c for c, known in zip(table.concepts, table.described, strict=True) if not known]
    for concept in silent[:3]:
        case = Case(findings=(Finding(concept=concept), fever()))
        assert ("undescribed", concept) in contradictions(case, knowledge)
