"""Stories as they are told: sides left open, arms alone, a neuropathy of one foot and one hand."""

from __future__ import annotations

import pytest

from myotome.assess import complete
from myotome.case import Case, Finding, Grade
from myotome.reasoning.localise import localise
from myotome.terms import Presence, Side

OPEN, LEFT, RIGHT, BOTH = Side.UNSAID, Side.LEFT, Side.RIGHT, Side.BOTH


def weak(site: str, side: Side, grade: float = 3) -> Finding:
    return Finding(concept="weakness", site=site, side=side, grade=Grade(scale="mrc", low=grade, high=grade))


def there(concept: str, site: str | None = None, side: Side = OPEN) -> Finding:
    return Finding(concept=concept, site=site, side=side)


def absent(concept: str, site: str | None = None, side: Side = OPEN) -> Finding:
    return Finding(concept=concept, site=site, side=side, presence=Presence.ABSENT)


HANDS = [weak("first_dorsal_interosseous_hand", BOTH), weak("abductor_pollicis_brevis", BOTH), weak("finger_extensors", BOTH)]
BLOCKS = [there("conduction_block_outside_entrapment", nerve, BOTH) for nerve in ("ulnar", "median")]
UNFELT = [absent("sensory_loss"), absent("sensory_conduction_abnormal")]
SHOULDER = [weak("infraspinatus", OPEN, 2), weak("deltoid", OPEN), weak("serratus_anterior", OPEN, 2)]
NIGHT = [there("shoulder_pain"), there("sudden_onset"), there("nocturnal_pain")]
FOOT_AND_HAND = [
    weak("tibialis_anterior", RIGHT, 1), there("sensory_loss", "lateral_leg_dorsum_foot_sfn", RIGHT),
    weak("first_dorsal_interosseous_hand", LEFT, 2), there("sensory_loss", "ulnar_palmar_digit_5", LEFT),
]
HAND_OF_A_BOY = [
    weak("first_dorsal_interosseous_hand", LEFT), there("forearm_atrophy", None, LEFT), there("hand_atrophy", None, LEFT),
    absent("reflex_loss"), *UNFELT,
]
STORIES = {
    "blocks of both arms, nothing told of the legs": (["nerves_multiple"], [*HANDS, *BLOCKS, *UNFELT]),
    "blocks of both arms, an arm reflex lost, leg reflexes normal": (
        ["nerves_multiple"], [*HANDS, *BLOCKS, *UNFELT, there("reflex_loss", "biceps", BOTH), absent("reflex_loss", "leg", BOTH)],
    ),
    "blocks, arms and legs, no reflexes": (
        ["polyradiculoneuropathy"],
        [*HANDS, *BLOCKS, weak("hip_flexors", BOTH), weak("ankle_dorsiflexors", BOTH), there("generalized_areflexia"), there("sensory_loss", "foot", BOTH)],
    ),
    "a painful shoulder whose side nobody says": (["nerves_multiple", "plexus"], [*SHOULDER, *NIGHT]),
    "the same on both sides, by name": (
        ["myopathy_proximal_symmetric", "myopathy_pattern:lgmd", "myopathy_pattern:fshd"],
        [weak("deltoid", BOTH), weak("infraspinatus", BOTH), weak("hip_flexors", BOTH), there("myopathic_emg"), there("ck_elevated")],
    ),
    "one foot, then the other hand": (["nerves_multiple"], [*FOOT_AND_HAND, there("axonal_neuropathy_enmg")]),
    "the same, called multiple mononeuropathy": (["nerves_multiple"], [*FOOT_AND_HAND, there("multiple_mononeuropathy_stated")]),
    "one foot drop on two numb feet": (
        ["mixed", "polyneuropathy_length_dependent"],
        [weak("tibialis_anterior", RIGHT, 1), there("stocking_sensory_loss", None, BOTH), there("sensory_loss", "foot", BOTH), there("reflex_loss", "achilles", BOTH)],
    ),
    "a boy's hand with a thin cord": (["anterior_horn_segmental"], [*HAND_OF_A_BOY, there("cord_atrophy")]),
    "face and winging": (
        ["myopathy_pattern:fshd"],
        [there("bilateral_facial_weakness"), there("facial_weakness", "facial_muscles", BOTH), there("scapular_winging", "scapula", BOTH), there("difficulty_raising_arms"), there("myopathic_emg")],
    ),
}


@pytest.mark.parametrize("story", STORIES)
def test_the_class_of_a_story(knowledge, story):
    accepted, findings = STORIES[story]
    case = complete(Case(findings=tuple(findings)), knowledge)[0]
    assert next(iter(localise(case, knowledge).classes)) in accepted


def test_signs_of_one_limb_whose_side_is_open_are_no_signs_of_two(knowledge):
    """The side left open, or named: a symmetric pattern is as unlikely to be told by one arm."""
    share = {}
    for side in (OPEN, LEFT, BOTH):
        findings = tuple(weak(m, side) for m in ("deltoid", "infraspinatus", "biceps_brachii"))
        share[side] = localise(Case(findings=findings), knowledge).classes.get("myopathy_proximal_symmetric", 0.0)
    assert share[LEFT] < share[OPEN] < share[BOTH] / 2


def test_what_keeps_awake_from_the_first_night_is_severe_arm_pain(knowledge):
    concepts = {f.concept for f in complete(Case(findings=tuple(NIGHT)), knowledge)[0].findings}
    assert "severe_onset_arm_pain" in concepts
    for missing in NIGHT:
        less = tuple(f for f in NIGHT if f is not missing)
        assert "severe_onset_arm_pain" not in {f.concept for f in complete(Case(findings=less), knowledge)[0].findings}
