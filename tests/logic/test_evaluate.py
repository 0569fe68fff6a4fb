"""Evaluation over small cases: silence, hierarchy, sites, sides, certainty, counts, numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from myotome.case import (
    Case,
    Diagnosis,
    Finding,
    Measure,
    Patient,
    Treatment,
)
from myotome.knowledge import load
from myotome.knowledge.expression import parse
from myotome.logic import CaseView, Judgement, evaluate
from myotome.terms import Certainty, Experiencer, Presence, Sex, Side, Truth

YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN
ABSENT = Presence.ABSENT


def judge(rule, *findings, **case):
    view = CaseView(Case(findings=findings, **case), load())
    return evaluate(parse(rule), view)


def truth(rule, *findings, **case):
    return judge(rule, *findings, **case).truth


def seen(concept, site=None, side=Side.UNSAID, **more):
    return Finding(concept=concept, site=site, side=side, **more)


def absent(concept, site=None, side=Side.UNSAID, **more):
    return seen(concept, site, side, presence=ABSENT, **more)


class TestFinding:
    def test_silence_is_unknown_and_named(self):
        answer = judge({"finding": "weakness"})
        assert (answer.truth, answer.missing) == (UNKNOWN, ("weakness",))
        assert truth({"not": {"finding": "weakness"}}) is UNKNOWN

    def test_narrower_speaks_for_broader(self):
        assert truth({"finding": "weakness"}, seen("foot_drop")) is YES
        assert truth({"finding": "foot_drop"}, seen("weakness")) is UNKNOWN

    def test_absence_goes_down_never_up(self):
        assert truth({"finding": "foot_drop"}, absent("weakness")) is NO
        assert truth({"finding": "weakness"}, absent("foot_drop")) is UNKNOWN

    def test_possible_is_not_enough_unless_asked(self):
        hint = seen("weakness", certainty=Certainty.POSSIBLE)
        assert truth({"finding": "weakness"}, hint) is UNKNOWN
        assert truth({"finding": {"concept": "weakness", "certainty": "possible"}}, hint) is YES
        sure = {"finding": {"concept": "weakness", "certainty": "certain"}}
        assert truth(sure, seen("weakness", certainty=Certainty.PROBABLE)) is UNKNOWN

    def test_a_possible_absence_denies_nothing(self):
        assert truth({"finding": "weakness"}, absent("weakness", certainty=Certainty.POSSIBLE)) is UNKNOWN

    @pytest.mark.parametrize("certainty", [Certainty.PENDING, Certainty.TO_BE_EXCLUDED])
    def test_what_is_only_asked_for_says_nothing(self, certainty):
        assert truth({"finding": "weakness"}, seen("weakness", certainty=certainty)) is UNKNOWN

    def test_the_mother_is_not_the_patient(self):
        assert truth({"finding": "weakness"}, seen("weakness", experiencer=Experiencer.MOTHER)) is UNKNOWN

    def test_without_leaves_the_narrower_out(self):
        rule = {"finding": {"concept": "sensory_loss", "without": "vibration_loss"}}
        assert truth(rule, seen("vibration_loss")) is UNKNOWN
        assert truth(rule, seen("vibration_loss"), seen("stocking_sensory_loss")) is YES
        assert truth({"not": rule}, seen("vibration_loss"), absent("sensory_loss")) is YES


class TestPlace:
    def test_muscle_in_group_in_limb(self):
        arm = {"finding": {"concept": "weakness", "site": "upper_limb"}}
        assert truth(arm, seen("weakness", "deltoid")) is YES
        assert truth(arm, seen("weakness", "soleus")) is UNKNOWN
        assert truth(arm, seen("weakness")) is UNKNOWN
        deltoid = {"finding": {"concept": "weakness", "site": "deltoid"}}
        assert truth(deltoid, seen("weakness", "upper_limb")) is UNKNOWN

    def test_absence_at_a_site(self):
        deltoid = {"finding": {"concept": "weakness", "site": "deltoid"}}
        assert truth(deltoid, absent("weakness", "upper_limb")) is NO
        assert truth({"finding": "weakness"}, absent("weakness", "deltoid")) is UNKNOWN
        two = {"finding": {"concept": "weakness", "site": ["deltoid", "soleus"]}}
        assert truth(two, absent("weakness", "deltoid")) is UNKNOWN
        assert truth(two, absent("weakness", "deltoid"), absent("weakness", "soleus")) is NO

    def test_sides(self):
        left = {"finding": {"concept": "weakness", "side": "left"}}
        assert truth(left, seen("weakness", side=Side.BOTH)) is YES
        assert truth(left, seen("weakness", side=Side.RIGHT)) is UNKNOWN
        assert truth(left, seen("weakness", side=Side.ONE_UNSAID)) is UNKNOWN
        assert truth(left, absent("weakness", side=Side.LEFT)) is NO
        both = {"finding": {"concept": "weakness", "side": "both"}}
        assert truth(both, seen("weakness", side=Side.LEFT)) is UNKNOWN
        assert truth(both, seen("weakness", "deltoid", Side.LEFT), seen("weakness", "deltoid", Side.RIGHT)) is YES

    def test_one_side_normal_does_not_deny_the_other(self):
        assert truth({"finding": "sensory_loss"}, absent("sensory_loss", side=Side.LEFT)) is UNKNOWN
        pair = absent("sensory_loss", side=Side.LEFT), absent("sensory_loss", side=Side.RIGHT)
        assert truth({"finding": "sensory_loss"}, *pair) is NO

    def test_a_region_that_is_no_place(self):
        assert truth({"finding": "sensory_conduction_abnormal"}, absent("sensory_conduction_abnormal", "nerve_any")) is NO

    def test_arms_and_legs_are_everywhere(self):
        arms, legs = absent("sensory_loss", "upper_limb"), absent("sensory_loss", "lower_limb")
        assert truth({"finding": "sensory_loss"}, arms) is UNKNOWN
        assert truth({"finding": "sensory_loss"}, arms, legs) is NO


class TestContradiction:
    def test_presence_wins_without_an_order(self):
        pair = seen("weakness", "deltoid", Side.LEFT), absent("weakness", "deltoid", Side.LEFT)
        assert truth({"finding": "weakness"}, *pair) is YES

    def test_the_later_visit_wins_at_one_place(self):
        before = seen("sensory_loss", visit=0)
        assert truth({"finding": "sensory_loss"}, before, absent("sensory_loss", visit=2)) is NO
        assert truth({"finding": "sensory_loss"}, absent("sensory_loss", visit=0), seen("sensory_loss", visit=2)) is YES

    def test_another_place_is_no_contradiction(self):
        pair = seen("weakness", "deltoid", Side.LEFT, visit=0), absent("weakness", "soleus", visit=1)
        assert truth({"finding": "weakness"}, *pair) is YES


class TestCount:
    two = {"count": {"concept": "weakness", "distinct": "nerve", "min": 2}}
    closed = {"count": {"concept": "conduction_block", "distinct": "side_nerve", "min": 2, "closed": True}}

    def test_muscles_of_one_nerve_are_one(self):
        assert truth(self.two, seen("weakness", "soleus"), seen("weakness", "gastrocnemius_medial")) is UNKNOWN
        assert truth(self.two, seen("weakness", "soleus"), seen("weakness", "deltoid")) is YES

    def test_a_group_counts_when_its_members_share_a_nerve(self):
        assert truth(self.two, seen("weakness", "ankle_dorsiflexors"), seen("weakness", "deltoid")) is YES
        assert truth(self.two, seen("weakness", "hand_intrinsics"), seen("weakness", "deltoid")) is UNKNOWN

    def test_sides_of_one_nerve(self):
        rule = {"count": {"concept": "weakness", "distinct": "side_nerve", "min": 2}}
        assert truth(rule, seen("weakness", "deltoid", Side.BOTH)) is YES
        assert truth(self.two, seen("weakness", "deltoid", Side.BOTH)) is UNKNOWN
        unsaid = seen("weakness", "deltoid"), seen("weakness", "deltoid", Side.LEFT)
        assert truth(rule, *unsaid) is UNKNOWN

    def test_silence_and_denial(self):
        assert truth(self.two) is UNKNOWN
        assert truth(self.two, absent("weakness")) is NO
        assert truth(self.two, absent("weakness", "deltoid")) is UNKNOWN

    def test_closed_takes_the_list_as_complete(self):
        one = seen("conduction_block", "ulnar", Side.LEFT)
        assert truth(self.closed) is UNKNOWN
        assert truth(self.closed, one) is NO
        assert truth(self.closed, one, seen("conduction_block")) is NO
        assert truth(self.closed, one, seen("conduction_block", "median", Side.BOTH)) is YES
        assert truth(self.closed, seen("conduction_block")) is UNKNOWN
        unsure = seen("conduction_block", "median", Side.LEFT, certainty=Certainty.POSSIBLE)
        assert truth(self.closed, one, unsure) is UNKNOWN

    def test_limbs(self):
        rule = {"count": {"concept": "weakness", "distinct": "limb", "min": 3}}
        assert truth(rule, seen("weakness", "deltoid", Side.BOTH), seen("weakness", "soleus", Side.LEFT)) is YES

    def test_normal_in(self):
        rule = {"normal_in": {"concept": "sensory_conduction_abnormal", "distinct": "nerve", "min": 3}}
        nerves = [absent("sensory_conduction_abnormal", n) for n in ("median", "ulnar", "sural")]
        assert truth(rule) is UNKNOWN
        assert truth(rule, *nerves[:2]) is UNKNOWN
        assert truth(rule, *nerves) is YES
        assert truth(rule, absent("sensory_conduction_abnormal")) is YES
        assert truth(rule, *nerves, seen("sensory_conduction_abnormal", "tibial")) is NO


class TestNumbers:
    def ck(self, rule, measure, presence=Presence.PRESENT):
        found = Finding(concept="ck_elevated", presence=presence, measure=measure)
        return truth({"value": {"concept": "ck_elevated", **rule}}, found)

    def test_multiples_of_the_upper_limit(self):
        rule = {"max": 15, "relative_to": "upper"}
        assert self.ck(rule, Measure(value=1200, unit="U/L", upper=200)) is YES
        assert self.ck(rule, Measure(value=4000, unit="U/L", upper=200)) is NO
        assert self.ck(rule, Measure(times_upper=12)) is YES
        assert self.ck(rule, Measure(times_upper=12, comparator=">")) is UNKNOWN
        assert self.ck(rule, Measure(value=4000, unit="U/L")) is UNKNOWN
        assert self.ck(rule, None) is UNKNOWN
        assert self.ck(rule, None, ABSENT) is YES
        assert self.ck({"min": 1, "relative_to": "upper"}, None) is YES

    def test_units_must_agree(self):
        assert self.ck({"min": 5000, "unit": "U/L"}, Measure(value=9000, unit="U/L")) is YES
        assert self.ck({"min": 5000, "unit": "U/L"}, Measure(value=9000, unit="µkat/L")) is UNKNOWN

    def test_ages(self):
        rule = {"age": {"min": 18, "max": 40}}
        assert truth(rule, patient=Patient(age=18)) is YES
        assert truth(rule, patient=Patient(age=40)) is NO
        assert judge(rule).missing == ("age",)

    def test_onset_is_no_later_than_the_age(self):
        rule = {"onset_age": {"min": 40}}
        assert truth(rule, patient=Patient(age=35)) is NO
        assert truth(rule, patient=Patient(age=60)) is UNKNOWN
        assert truth(rule, patient=Patient(age=60, duration_months=60)) is YES

    def test_duration(self):
        assert truth({"duration": {"min": 12}}, patient=Patient(age=56, onset_age=40)) is YES
        assert truth({"duration": {"min": 12}}, patient=Patient(duration_months=3)) is NO

    def test_sex(self):
        assert truth({"sex": "male"}, patient=Patient(sex=Sex.MALE)) is YES
        assert truth({"sex": "male"}, patient=Patient(sex=Sex.FEMALE)) is NO
        assert truth({"sex": "male"}) is UNKNOWN


class TestHistory:
    def test_stated_diagnosis(self):
        assert truth({"disease": "jdm"}, diagnoses=(Diagnosis(disease="jdm"),)) is YES
        assert truth({"disease": "jdm"}) is UNKNOWN
        asked = Diagnosis(disease="jdm", certainty=Certainty.TO_BE_EXCLUDED)
        assert truth({"disease": "jdm"}, diagnoses=(asked,)) is UNKNOWN
        mother = Diagnosis(disease="jdm", experiencer=Experiencer.MOTHER)
        assert truth({"disease": "jdm"}, diagnoses=(mother,)) is UNKNOWN
        assert truth({"disease": "jdm"}, diagnoses=(Diagnosis(disease="jdm", presence=ABSENT),)) is NO

    def test_treatment_and_response(self):
        better = {"treated": {"drug": "ivig", "response": "better"}}
        assert truth({"treated": "ivig"}, treatments=(Treatment(drug="ivig"),)) is YES
        assert truth(better, treatments=(Treatment(drug="ivig"),)) is UNKNOWN
        assert truth(better, treatments=(Treatment(drug="ivig", response="better"),)) is YES
        assert truth(better, treatments=(Treatment(drug="ivig", response="none"),)) is NO

    def test_unset_is_never_met(self):
        assert truth({"unset": "not read"}) is UNKNOWN
        assert truth({"not": {"unset": "not read"}}) is UNKNOWN

    def test_items(self):
        view = CaseView(Case(), load())
        given_items = {"a": Judgement(YES, (0,))}
        assert evaluate(parse({"all": ["a"]}), view, given_items).truth is YES
        with pytest.raises(KeyError):
            evaluate(parse("b"), view, given_items)


CONCEPTS = ("weakness", "plegia", "foot_drop", "sensory_loss", "fever", "conduction_block")
SITES = (None, "deltoid", "soleus", "ankle_dorsiflexors", "upper_limb", "median")
findings = st.builds(
    Finding,
    concept=st.sampled_from(CONCEPTS),
    site=st.sampled_from(SITES),
    side=st.sampled_from(Side),
    certainty=st.sampled_from(Certainty),
    presence=st.sampled_from(Presence),
)
monotone = st.recursive(
    st.one_of(
        st.sampled_from(CONCEPTS).map(lambda c: {"finding": c}),
        st.builds(
            lambda c, s: {"finding": {"concept": c, "site": s}},
            st.sampled_from(CONCEPTS), st.sampled_from(("deltoid", "upper_limb", "lower_limb")),
        ),
        st.builds(
            lambda c, d, n: {"count": {"concept": c, "distinct": d, "min": n}},
            st.sampled_from(CONCEPTS),
            st.sampled_from(("nerve", "side_nerve", "muscle", "site", "side", "limb")),
            st.integers(1, 3),
        ),
    ),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda p: {"all": p}),
        st.lists(inner, min_size=1, max_size=3).map(lambda p: {"any": p}),
        st.lists(inner, min_size=2, max_size=3).map(lambda p: {"at_least": {"n": 2, "of": p}}),
    ),
    max_leaves=5,
)


@given(monotone, st.lists(findings, max_size=5), findings)
def test_one_more_finding_never_turns_yes_into_no(rule, known, more):
    if truth(rule, *known) is YES:
        assert truth(rule, *known, more) is YES


@given(monotone)
def test_silence_satisfies_nothing_and_no_negation(rule):
    assert truth(rule) is UNKNOWN
    assert truth({"not": rule}) is UNKNOWN


@given(monotone, st.lists(findings, max_size=5))
def test_mirrored_case_answers_the_same_to_questions_without_a_side(rule, known):
    mirrored = [replace(f, side=f.side.mirrored) for f in known]
    assert truth(rule, *known) is truth(rule, *mirrored)
