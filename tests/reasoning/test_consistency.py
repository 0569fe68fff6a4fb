"""What cannot be true together is named; what is too little is called too little."""

from __future__ import annotations

import msgspec
import pytest

from myotome.answer import Contradiction, Localisation, Result
from myotome.assess import assess, complete
from myotome.case import Case, Evidence, Finding, Patient, Source
from myotome.reasoning.consistency import contradictions, doubts
from myotome.reasoning.differential import rank
from myotome.report.html import html_report
from myotome.report.terminal import short_answer
from myotome.terms import Certainty, Presence, Sex, Side, When
from myotome.text import read


def fever(presence=Presence.PRESENT, **place) -> Finding:
    return Finding(concept="fever", presence=presence, **place)


def test_the_same_finding_said_both_ways_is_named_and_counts_as_there(knowledge):
    case = Case(findings=(fever(), fever(Presence.ABSENT)))
    assert contradictions(case, knowledge) == (Contradiction(kind="both_ways", findings=(0, 1)),)
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
        assert ("undescribed", concept) in doubts(case, knowledge)


def reflexes(one: dict, other: dict, names=("reflex_loss", "brisk_reflexes")) -> Case:
    return Case(findings=tuple(Finding(concept=c, **place) for c, place in zip(names, (one, other), strict=True)))


ANKLE = {"site": "achilles", "side": Side.LEFT}


@pytest.mark.parametrize(("one", "other"), [
    (ANKLE, ANKLE), (ANKLE, {"site": "achilles", "side": Side.BOTH}), (ANKLE | {"visit": 1}, ANKLE | {"visit": 1}),
    (ANKLE | {"certainty": Certainty.PROBABLE}, ANKLE),
])
def test_abolished_and_brisk_are_opposites_where_the_same_reflex_is_meant(knowledge, one, other):
    assert contradictions(reflexes(one, other), knowledge) == (Contradiction(kind="opposite", findings=(0, 1)),)


@pytest.mark.parametrize(("one", "other"), [
    (ANKLE, {"site": "achilles", "side": Side.RIGHT}), (ANKLE, {"site": "patellar", "side": Side.LEFT}), (ANKLE, {}), ({}, {}),
    (ANKLE, {"site": "achilles"}), (ANKLE | {"visit": 0}, ANKLE | {"visit": 1}), (ANKLE | {"when": When.RESOLVED}, ANKLE),
    (ANKLE, ANKLE | {"certainty": Certainty.POSSIBLE}), (ANKLE, ANKLE | {"presence": Presence.ABSENT}),
])
def test_opposites_elsewhere_unsaid_or_unsure_are_none(knowledge, one, other):
    assert contradictions(reflexes(one, other), knowledge) == ()


def test_a_concept_with_its_own_place_and_one_without_a_place(knowledge):
    own = reflexes({"side": Side.LEFT}, ANKLE, ("reflex_reduced_achilles", "brisk_reflexes"))
    assert [c.findings for c in contradictions(own, knowledge)] == [(0, 1)]
    assert [c.kind for c in contradictions(reflexes({}, {}, ("hypokalaemia", "hyperkalaemia")), knowledge)] == ["opposite"]


@pytest.mark.parametrize(("there", "absent", "told"), [
    (Side.LEFT, Side.LEFT, True), (Side.BOTH, Side.LEFT, True), (Side.LEFT, Side.BOTH, True), (Side.LEFT, Side.RIGHT, False),
    (Side.LEFT, Side.UNSAID, False), (Side.UNSAID, Side.UNSAID, True),
])
def test_weakness_said_both_ways_at_one_site(knowledge, there, absent, told):
    weak = Finding(concept="weakness", site="deltoid", side=there)
    strong = Finding(concept="weakness", site="deltoid", side=absent, presence=Presence.ABSENT)
    assert bool(contradictions(Case(findings=(strong, weak)), knowledge)) is told


@pytest.mark.parametrize(("language", "said"), [("fr", "gardés tous les deux"), ("en", "both kept")])
def test_both_evidences_stand_in_the_answer(knowledge, language, said):
    """A sentence here, another there: both are quoted in the short answer and linked in the page."""
    places = [Evidence(source="n", start=s, end=s + 10, text=t) for s, t in ((0, "achilléen gauche aboli"), (40, "achilléen gauche vif"))]
    case = reflexes(ANKLE | {"evidence": (places[0],)}, ANKLE | {"evidence": (places[1],)})
    case = msgspec.structs.replace(case, language=language, sources=(Source(id="n", name="note.txt", text=" " * 60),))
    result = Result(assessments=(assess(case, knowledge),), language=language)
    (line,) = [x for x in short_answer(result, knowledge).splitlines() if said in x]
    page = html_report(result, knowledge)
    assert said in page
    for place in places:
        assert place.text in line and place.text in page


def test_every_opposite_is_a_concept(knowledge):
    pairs = knowledge.settings["overview"]["opposites"]
    assert all(c in knowledge.concepts for pair in pairs for c in pair) and len(pairs) == len({frozenset(p) for p in pairs})


def test_two_findings_of_one_sentence_contradict_another_once(knowledge):
    weak, strong = (Evidence(source="n", start=s, end=s + 5, text=t) for s, t in ((0, "deltoïde faible"), (40, "deltoïde normal")))
    case = Case(findings=tuple(
        Finding(concept=c, site="deltoid", side=Side.LEFT, presence=p, evidence=(e,))
        for p, e in ((Presence.PRESENT, weak), (Presence.ABSENT, strong)) for c in ("weakness", "shoulder_weakness")
    ))
    assert len(contradictions(case, knowledge)) == 1


@pytest.mark.parametrize(("language", "text"), [
    ("fr", "Réflexe achilléen gauche aboli. Réflexe achilléen gauche vif."), ("en", "Left ankle jerk absent. Left ankle jerk brisk."),
    ("fr", "Réflexes rotuliens abolis. Force normale. Réflexes rotuliens vifs."), ("fr", "Deltoïde gauche à 3/5. Force normale du deltoïde gauche."),
])
def test_sentences_that_contradict_each_other_are_shown_once(knowledge, language, text):
    (patient,) = read(text, knowledge, language).patients
    case = complete(Case(findings=tuple(patient.findings)), knowledge)[0]
    (found,) = contradictions(case, knowledge)
    assert len({case.findings[i].evidence[0].start for i in found.findings}) == 2


@pytest.mark.parametrize(("language", "text"), [
    ("fr", "Réflexe achilléen gauche aboli. Réflexe achilléen droit vif."), ("fr", "Réflexes rotuliens vifs. Réflexes achilléens abolis."),
    ("en", "Biceps reflexes brisk, ankle jerks absent. Deltoids 3/5, quadriceps strength normal."), ("fr", "Force normale sauf le deltoïde gauche à 3/5."),
])
def test_sentences_that_do_not_contradict_each_other(knowledge, language, text):
    (patient,) = read(text, knowledge, language).patients
    assert contradictions(complete(Case(findings=tuple(patient.findings)), knowledge)[0], knowledge) == ()
