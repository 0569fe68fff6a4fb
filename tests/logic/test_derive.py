"""Findings that follow from sides, nerves and roots."""

import pytest
from msgspec.structs import replace

from myotome.case import Case, Evidence, Finding, Grade
from myotome.knowledge import load
from myotome.logic import derive
from myotome.terms import Certainty, Method, Presence, Side, Topography

LEFT, RIGHT, BOTH = Side.LEFT, Side.RIGHT, Side.BOTH
ABSENT = Presence.ABSENT


def weak(site, side, grade=None, concept="weakness", **more):
    graded = Grade(scale="mrc", low=grade, high=grade) if grade is not None else None
    return Finding(concept=concept, site=site, side=side, grade=graded, **more)


def derived(*findings):
    """Concept -> finding, of what was added."""
    case = derive(Case(findings=findings), load())
    assert case.findings[: len(findings)] == findings
    assert all(f.method is Method.DERIVED for f in case.findings[len(findings):])
    return {f.concept: f for f in case.findings[len(findings):]}


def present(*findings):
    return {c for c, f in derived(*findings).items() if f.present}


@pytest.mark.parametrize(
    ("left", "right", "uneven"),
    [(5, 4, True), (4, 5, True), (4.33, 4, False), (4, 4, False), (3, 2, False), (3, 1, True), (4, 3, False), (5, 3, True)],
)
def test_asymmetry_rule_of_the_guideline(left, right, uneven):
    found = present(weak("deltoid", LEFT, left), weak("deltoid", RIGHT, right))
    assert ("asymmetric_weakness" in found) is uneven
    assert ("symmetric_weakness" in found) is not uneven


def test_equal_grades_of_a_deficit_called_asymmetric_are_not_symmetric():
    told = weak("hand_intrinsics", BOTH, 3, topography=(Topography.ASYMMETRIC,))
    assert "asymmetric_weakness" in present(told) and "symmetric_weakness" not in present(told)
    assert "symmetric_weakness" in present(weak("hand_intrinsics", BOTH, 3))


def test_weak_against_stated_normal():
    assert "asymmetric_weakness" in present(weak("deltoid", LEFT), weak("deltoid", RIGHT, presence=ABSENT))
    assert "asymmetric_weakness" in present(weak("deltoid", LEFT), weak("upper_limb", RIGHT, presence=ABSENT))


def test_one_side_only():
    found = derived(weak("triceps_surae", RIGHT))
    assert found["unilateral_weakness"].side is RIGHT
    assert found["asymmetric_weakness"].present
    assert not found["symmetric_weakness"].present


def test_territories_on_different_sides_are_asymmetric_not_unilateral():
    found = present(weak("infraspinatus", LEFT), weak("calf", RIGHT))
    assert "asymmetric_weakness" in found
    assert "unilateral_weakness" not in found


def test_both_sides_are_symmetric_unless_one_is_worse():
    assert "symmetric_weakness" in present(weak("quadriceps", BOTH))
    assert "asymmetric_weakness" in present(replace(weak("quadriceps", BOTH), worse=RIGHT))


def test_face_says_nothing_of_the_limbs():
    assert "asymmetric_weakness" not in present(weak("facial_muscles", LEFT, concept="facial_weakness"))


def test_the_last_visit_counts():
    first = weak("deltoid", LEFT, 3, visit=0), weak("deltoid", RIGHT, 5, visit=0, presence=ABSENT)
    assert "symmetric_weakness" in present(*first, weak("deltoid", BOTH, 4, visit=1))


def test_stated_words_win():
    stated = Finding(concept="symmetric_weakness")
    found = derived(weak("deltoid", LEFT), stated)
    assert not found["asymmetric_weakness"].present
    assert "asymmetric_weakness" not in derived(weak("deltoid", LEFT), Finding(concept="asymmetric_weakness", presence=ABSENT))


def test_one_nerve_and_two():
    one = derived(weak("tibialis_anterior", LEFT), weak("extensor_hallucis_longus", LEFT))
    assert one["motor_deficit_one_nerve"].side is LEFT
    assert one["motor_deficit_one_nerve"].site == load().named_nerve("tibialis_anterior")
    two = present(weak("tibialis_anterior", LEFT), weak("deltoid", RIGHT))
    assert "motor_deficit_two_nerves" in two
    assert "motor_deficit_one_nerve" not in two


def test_atrophy_counts_as_a_deficit_of_the_nerve():
    found = present(weak("infraspinatus", LEFT, concept="muscle_atrophy"), weak("calf", RIGHT, concept="muscle_atrophy"))
    assert {"motor_deficit_two_nerves", "asymmetric_atrophy"} <= found


def test_a_symmetric_girdle_deficit_is_no_multiple_neuropathy():
    found = present(weak("deltoid", BOTH), weak("quadriceps", BOTH), weak("iliopsoas", BOTH))
    assert "motor_deficit_two_nerves" not in found


def test_purely_motor_needs_the_statement():
    assert "isolated_motor_deficit" not in present(weak("deltoid", LEFT))
    assert "isolated_motor_deficit" in present(weak("deltoid", LEFT), Finding(concept="sensory_loss", presence=ABSENT))


def test_weak_but_not_wasted():
    found = derived(weak("deltoid", BOTH, 4), Finding(concept="muscle_atrophy", presence=ABSENT, site="deltoid"))
    assert found["weakness_without_atrophy"].site == "deltoid"


def mri(site, side):
    return Finding(concept="muscle_oedema_mri", site=site, side=side, method=Method.MRI)


def test_mri_of_one_root():
    found = present(mri("soleus", RIGHT), mri("gastrocnemius_medial", RIGHT), mri("soleus", LEFT))
    assert "muscle_mri_one_root_territory" in found
    assert "muscle_mri_multifocal" not in found


def test_a_wider_place_beside_a_narrower_one_is_not_another():
    found = present(mri("leg_muscles", RIGHT), mri("soleus", RIGHT), mri("gastrocnemius_medial", RIGHT))
    assert "muscle_mri_one_root_territory" in found


def test_mri_of_several_nerves():
    found = present(mri("infraspinatus", RIGHT), mri("tibialis_anterior", LEFT), mri("gastrocnemius_medial", RIGHT))
    assert "muscle_mri_multifocal" in found
    assert "muscle_mri_one_root_territory" not in found


def test_symmetric_thighs_are_not_multifocal():
    assert "muscle_mri_multifocal" not in present(mri("quadriceps", BOTH), mri("hamstrings", BOTH), mri("sartorius", BOTH))


def block(nerve, side):
    return Finding(concept="conduction_block_outside_entrapment", site=nerve, side=side, method=Method.ENMG)


def sensory(nerve, side, presence):
    return Finding(concept="sensory_conduction_abnormal", site=nerve, side=side, presence=presence, method=Method.ENMG)


def test_sensory_conduction_over_the_blocks():
    blocks = block("median", LEFT), block("ulnar", LEFT)
    over = "sensory_conduction_abnormal_over_block"
    assert over not in derived(*blocks, sensory("median", LEFT, ABSENT))
    normal = derived(*blocks, sensory("median", LEFT, ABSENT), sensory("ulnar", LEFT, ABSENT))
    assert not normal[over].present
    assert derived(*blocks, sensory("ulnar", LEFT, Presence.PRESENT))[over].present
    assert over not in derived(*blocks, sensory("ulnar", RIGHT, Presence.PRESENT))


def test_evidence_certainty_and_visit_are_handed_on():
    told = Evidence(source="s1", start=3, end=9)
    found = derived(weak("deltoid", LEFT, evidence=(told,), visit=1, certainty=Certainty.PROBABLE))
    finding = found["asymmetric_weakness"]
    assert finding.evidence == (replace(told, rule="asymmetric_weakness"),)
    assert (finding.visit, finding.certainty) == (1, Certainty.PROBABLE)


def test_deriving_twice_adds_nothing():
    case = derive(Case(findings=(weak("deltoid", LEFT), weak("calf", RIGHT))), load())
    assert derive(case, load()) == case


def test_mirrored_in_mirrored_out():
    findings = (weak("infraspinatus", LEFT, 4), weak("calf", RIGHT), weak("deltoid", BOTH, 4))
    plain = derived(*findings)
    mirrored = derived(*(replace(f, side=f.side.mirrored) for f in findings))
    assert {c: replace(f, side=f.side.mirrored) for c, f in plain.items()} == mirrored
