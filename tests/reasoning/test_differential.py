"""What the ranking must do whatever the knowledge says: properties over its own diseases and findings."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from myotome.answer import Localisation
from myotome.case import Case, Diagnosis, Finding, Patient
from myotome.knowledge import load
from myotome.knowledge.model import DiseaseFinding
from myotome.knowledge.store import Knowledge
from myotome.reasoning.differential import OTHER, rank
from myotome.reasoning.evidence import stated_diagnoses
from myotome.reasoning.frequencies import frequency
from myotome.reasoning.localise import localise
from myotome.terms import Certainty, Experiencer, Presence, Sex, Side

CONCEPTS = sorted(load().concepts)
DISEASES = sorted(load().diseases)
QUICK = settings(max_examples=30, deadline=None)

STORY = tuple(Finding(concept=c) for c in ("foot_drop", "sensory_loss")) + (Finding(concept="back_pain", presence=Presence.ABSENT),)

findings = st.builds(
    Finding, concept=st.sampled_from(CONCEPTS), presence=st.sampled_from(Presence), certainty=st.sampled_from(Certainty),
    experiencer=st.sampled_from(Experiencer),
)
stories = st.lists(findings, max_size=12).map(tuple)
patients = st.builds(
    Patient, age=st.none() | st.floats(0, 100), onset_age=st.none() | st.floats(0, 100), sex=st.sampled_from(Sex),
    duration_months=st.none() | st.floats(0, 600),
)


NOBODY = Patient()


def differential(story, patient=NOBODY):
    return rank(Case(findings=story, patient=patient), Localisation(), load())


def odds_rising(disease: str, knowledge: Knowledge) -> list[str]:
    """Findings that the disease lists more often than others show them, and so all their broader ones."""
    listed = knowledge.diseases[disease].findings
    values = knowledge.settings["ranking"]

    def more(concept: str) -> bool:
        ground = knowledge.concepts[concept].background
        return frequency(listed[concept], values, ground) > ground

    return [c for c in sorted(listed) if all(more(a) for a in knowledge.ancestors(c) if a in listed)]


@given(stories, patients)
@QUICK
def test_probabilities_sum_to_one_and_are_in_order(story, patient):
    candidates = differential(story, patient).candidates
    assert sum(c.probability for c in candidates) == pytest.approx(1)
    assert [c.probability for c in candidates] == sorted((c.probability for c in candidates), reverse=True)
    assert {c.disease for c in candidates} == {*DISEASES, OTHER}
    assert all(0 < c.probability < 1 for c in candidates)


@given(stories, patients)
@QUICK
def test_at_most_five_must_not_be_missed_each_for_a_finding_of_the_patient(story, patient):
    listed = differential(story, patient).not_to_miss
    assert len(listed) <= 5
    assert [n.score for n in listed] == sorted((n.score for n in listed), reverse=True)
    for entry in listed:
        assert entry.score == pytest.approx(entry.probability * entry.harm * entry.treatability)
        assert entry.because is not None
        assert entry.because.finding is not None
        assert entry.because.log_ratio > 0
        assert story[entry.because.finding].counts


@given(stories)
@QUICK
def test_the_same_findings_in_another_order_give_the_same_probabilities(story):
    once = {f.concept: f for f in story}.values()
    forward, backward = differential(tuple(once)), differential(tuple(reversed(once)))
    assert {c.disease: c.probability for c in forward.candidates} == pytest.approx(
        {c.disease: c.probability for c in backward.candidates}
    )


@given(stories, st.lists(st.builds(
    Finding, concept=st.sampled_from(CONCEPTS), presence=st.sampled_from(Presence),
    certainty=st.sampled_from([Certainty.PENDING, Certainty.TO_BE_EXCLUDED]),
) | st.builds(
    Finding, concept=st.sampled_from(CONCEPTS), presence=st.sampled_from(Presence),
    experiencer=st.sampled_from([e for e in Experiencer if e is not Experiencer.PATIENT]),
), max_size=6))
@QUICK
def test_what_is_awaited_or_anothers_changes_nothing(story, silent):
    assert msgspec.json.encode(differential(story)) == msgspec.json.encode(differential((*story, *silent)))


def test_no_findings_leave_the_prior(ranked, knowledge):
    """Nothing examined: every ratio is exactly 1, so only how common a disease is can order the list."""
    nobody = ranked()
    for candidate in nobody.differential.candidates:
        assert candidate.evidence_for == candidate.evidence_against == ()
    diseases = [c.disease for c in nobody.differential.candidates if c.disease != OTHER]
    common = [knowledge.diseases[d].clinic_per_1000.value for d in diseases]
    assert common == sorted(common, reverse=True)
    assert nobody.differential.not_to_miss == ()


@pytest.mark.parametrize("disease", DISEASES[::9])
def test_never_examined_has_the_ratio_one(ranked, disease):
    """A listed finding that nobody looked for is no evidence, and is named as expected."""
    candidate = ranked(*STORY).reasons(disease)
    spoken = {i.concept for i in (*candidate.evidence_for, *candidate.evidence_against)}
    assert not spoken & {concept for concept, _ in candidate.expected}


@pytest.mark.parametrize("disease", DISEASES)
def test_a_finding_that_the_disease_shows_more_than_others_raises_it(ranked, knowledge, disease):
    before = ranked(*STORY).odds(disease)
    known = {a for f in STORY for a in knowledge.ancestors(f.concept)}
    for concept in [c for c in odds_rising(disease, knowledge) if not knowledge.ancestors(c) & known][:6]:
        assert ranked(*STORY, Finding(concept=concept)).odds(disease) > before, concept


@pytest.mark.parametrize("disease", DISEASES)
def test_stated_absence_of_a_frequent_finding_lowers_it(ranked, knowledge, disease):
    values = knowledge.settings["ranking"]
    listed = knowledge.diseases[disease].findings
    known = {a for f in STORY for a in knowledge.ancestors(f.concept)}
    frequent = [
        c for c, f in listed.items()
        if not knowledge.ancestors(c) & known and frequency(f, values) > max(0.5, knowledge.concepts[c].background)
    ]
    before = ranked(*STORY).odds(disease)
    for concept in frequent[:4]:
        absent = ranked(*STORY, Finding(concept=concept, presence=Presence.ABSENT))
        assert absent.influence(disease, concept) < 0
        assert absent.odds(disease) < before, concept


@pytest.mark.parametrize("disease", DISEASES[::4])
def test_the_surer_the_finding_the_more_it_weighs(ranked, knowledge, disease):
    known = {a for f in STORY for a in knowledge.ancestors(f.concept)}
    concept = next(c for c in odds_rising(disease, knowledge) if not knowledge.ancestors(c) & known)
    possible, probable, certain = (
        ranked(Finding(concept=concept, certainty=c)).influence(disease, concept)
        for c in (Certainty.POSSIBLE, Certainty.PROBABLE, Certainty.CERTAIN)
    )
    assert 0 < possible < probable < certain


def test_a_narrower_finding_speaks_for_a_broader_one_that_is_listed(ranked, knowledge):
    disease = next(d for d in DISEASES if "weakness" in knowledge.diseases[d].findings and "foot_drop" not in knowledge.diseases[d].findings)
    done = ranked(Finding(concept="foot_drop"))
    (influence,) = [i for i in done.reasons(disease).evidence_for if i.concept == "weakness"]
    assert influence.match == "narrower"


def test_a_group_of_dependent_findings_counts_less_than_its_sum(ranked, knowledge):
    groups: dict[str, list[str]] = {}
    for concept in odds_rising("mmn", knowledge):
        groups.setdefault(knowledge.concepts[concept].latent or concept, []).append(concept)
    pair = next(g[:2] for g in groups.values() if len(g) > 1 and not knowledge.is_a(g[0], g[1]) and not knowledge.is_a(g[1], g[0]))
    alone = [ranked(Finding(concept=c)).influence("mmn", c) for c in pair]
    together = ranked(*(Finding(concept=c) for c in pair))
    both = [together.influence("mmn", c) for c in pair]
    assert max(both) == pytest.approx(max(alone), abs=1e-3)
    assert min(both) < min(alone)


def test_every_influence_names_its_finding_frequencies_and_source(ranked, knowledge):
    for candidate in ranked(*STORY).differential.candidates[:20]:
        for influence in (*candidate.evidence_for, *candidate.evidence_against):
            if influence.match == "context":
                continue
            assert influence.finding is not None
            assert 0 < (influence.background or 0) < 1
            assert influence.reference in {*knowledge.references, "memory", "choice"}


def test_a_stated_diagnosis_speaks_by_how_it_is_stated(ranked):
    def odds(**diagnosis):
        return ranked(*STORY, diagnoses=(Diagnosis(disease="als", **diagnosis),)).odds("als")

    silent = ranked(*STORY).odds("als")
    assert odds(presence=Presence.ABSENT) < silent
    assert silent < odds(certainty=Certainty.POSSIBLE) < odds(certainty=Certainty.PROBABLE) < odds()
    assert odds(experiencer=Experiencer.MOTHER) == odds(certainty=Certainty.PENDING) == silent


def test_an_exclusion_wins_over_an_earlier_label():
    said = (Diagnosis(disease="als"), Diagnosis(disease="als", presence=Presence.ABSENT), Diagnosis(disease="mmn", certainty=Certainty.POSSIBLE), Diagnosis(disease="mmn"))
    assert stated_diagnoses(Case(diagnoses=said)) == {"als": "absent", "mmn": "certain"}


def test_the_lesion_speaks_for_diseases_of_its_class(ranked):
    def odds(disease, lesion_class):
        return ranked(*STORY, where=Localisation(classes={lesion_class: 1.0})).odds(disease)

    assert odds("mmn", "nerves_multiple") > ranked(*STORY).odds("mmn") > odds("mmn", "nmj")


def test_the_waterfall_adds_up(ranked):
    done = ranked(*STORY)
    for disease in DISEASES[::7]:
        reasons = done.reasons(disease)
        bars = sum(i.log_ratio for i in (*reasons.evidence_for, *reasons.evidence_against))
        assert reasons.start + bars == pytest.approx(reasons.log_odds)


def test_expected_and_absent_is_told_apart_from_not_examined(ranked):
    reasons = ranked(Finding(concept="conduction_block", presence=Presence.ABSENT)).reasons("mmn")
    assert "conduction_block" in dict(reasons.lacking)
    assert "conduction_block" not in dict(reasons.expected)


@pytest.mark.parametrize("concept", ["fever", "foot_drop", "anti_gm1"])
def test_a_finding_as_frequent_everywhere_changes_nothing(knowledge, concept):
    """Every disease has it as often as everybody else: present or absent, it moves no probability."""
    ground = knowledge.concepts[concept].background
    same = DiseaseFinding(share=ground)
    alone = {c: msgspec.structs.replace(known, parents=()) for c, known in knowledge.concepts.items()}
    diseases = {
        d: msgspec.structs.replace(known, findings={**{c: f for c, f in known.findings.items() if c != concept}, concept: same})
        for d, known in knowledge.diseases.items()
    }
    flat = Knowledge(msgspec.structs.replace(knowledge.content, diseases=diseases, concepts=alone), "flat")
    before = rank(Case(findings=STORY[1:]), Localisation(), flat)
    for presence in Presence:
        after = rank(Case(findings=(*STORY[1:], Finding(concept=concept, presence=presence))), Localisation(), flat)
        assert {c.disease: c.probability for c in after.candidates} == pytest.approx({c.disease: c.probability for c in before.candidates})


@given(stories.filter(lambda s: len(s) > 1))
@QUICK
def test_the_mirror_of_a_patient_has_the_same_diseases(story):
    """Left and right exchanged: the same ranking, with the place of the lesion taken into account."""
    sided = tuple(msgspec.structs.replace(f, side=Side.LEFT) for f in story)
    mirrored = tuple(msgspec.structs.replace(f, side=Side.RIGHT) for f in story)
    both = []
    for findings_ in (sided, mirrored):
        case = Case(findings=findings_)
        both.append({c.disease: c.probability for c in rank(case, localise(case, load()), load()).candidates})
    assert both[0] == pytest.approx(both[1], abs=1e-9)


def test_two_diseases_at_once_where_each_explains_what_the_other_does_not(ranked):
    story = [Finding(concept=c) for c in (
        "foot_drop", "fibular_slowing_at_fibular_head", "steppage_gait", "hand_paraesthesia", "median_distal_latency_prolonged", "tinel_sign",
    )]
    pairs = ranked(*story).differential.together
    assert {"peroneal", "cts"} in [set(p.diseases) for p in pairs]
    pair = next(p for p in pairs if set(p.diseases) == {"peroneal", "cts"})
    assert pair.declared and pair.gain > 0 and pair.explains
    assert pairs == tuple(sorted(pairs, key=lambda p: -p.log_odds))


@pytest.mark.parametrize("disease", DISEASES[::12])
def test_one_disease_that_explains_all_stands_alone(ranked, knowledge, disease):
    """Its own findings alone make no second disease of which nothing is seen."""
    story = [Finding(concept=c) for c in odds_rising(disease, knowledge)[:4]]
    for pair in ranked(*story).differential.together:
        assert pair.explains and disease not in pair.diseases[:1]


def test_families_hold_the_mass_of_their_members(ranked, knowledge):
    done = ranked(*STORY).differential
    chance = {c.disease: c.probability for c in done.candidates}
    for family in done.families:
        assert family.probability == pytest.approx(sum(chance[d] for d, _ in family.members))
    members = [d for f in knowledge.settings["families"]["families"].values() for d in f["members"]]
    assert len(members) == len(set(members)) and set(members) <= set(DISEASES)
