"""Patients of the reference pictures: findings and an answer made by hand, so that no change of the inference changes a picture."""

from __future__ import annotations

from myotome.answer import Lesion, Localisation, SiteEvidence
from myotome.case import Case, Finding, Grade
from myotome.terms import Presence, Side

L, R = Side.LEFT, Side.RIGHT
EMG, MRI, WASTED = "active_denervation", "muscle_oedema_mri", "muscle_atrophy"


def power(site: str, side: Side, low: float, high: float | None = None) -> Finding:
    """Power on the MRC scale; 5 is normal."""
    return Finding(concept="weakness", site=site, side=side, grade=Grade(scale="mrc", low=low, high=low if high is None else high))


def seen(concept: str, site: str, side: Side, *, there: bool = True) -> Finding:
    return Finding(concept=concept, site=site, side=side, presence=Presence.PRESENT if there else Presence.ABSENT)


def answer(kind: str, sites: list[tuple[str, Side]], tied: list[tuple[str, Side]], untested: list[tuple[str, Side]]) -> Localisation:
    return Localisation(lesions=(Lesion(
        lesion_class=kind, sites=tuple(sites), probability=0.9, tie_set=tuple(tied),
        untested=tuple(SiteEvidence(site=s, side=its, expected=0.8) for s, its in untested),
    ),))


FIBULAR = (
    Case(findings=(
        power("tibialis_anterior", L, 2), power("extensor_hallucis_longus", L, 1), power("fibularis_longus", L, 3, 4),
        power("tibialis_posterior", L, 5), power("gluteus_medius", L, 5), power("gastrocnemius_medial", L, 5),
        seen(EMG, "tibialis_anterior", L), seen(EMG, "extensor_digitorum_brevis", L),
        seen(EMG, "biceps_femoris_short_head", L, there=False), seen(MRI, "tibialis_anterior", L),
        seen(MRI, "tibialis_posterior", L, there=False),
    )),
    answer("nerve_focal", [("common_fibular.fibular_head", L)], [], [("fibularis_brevis", L), ("tensor_fasciae_latae", L)]),
)
MMN = (
    Case(findings=(
        power("deltoid", L, 3, 4), power("deltoid", R, 3, 4), power("biceps_brachii", L, 3), power("biceps_brachii", R, 4),
        power("first_dorsal_interosseous_hand", L, 3), power("abductor_pollicis_brevis", R, 2), seen(WASTED, "infraspinatus", L),
        power("extensor_digitorum", R, 4), seen(MRI, "infraspinatus", L), power("triceps_brachii", L, 5), power("triceps_brachii", R, 5),
        power("tibialis_anterior", L, 0), seen(MRI, "anterior_leg_compartment", L), seen(MRI, "gastrocnemius_medial", R),
        power("soleus", R, 4), power("vastus_lateralis", L, 5), power("vastus_lateralis", R, 5),
    )),
    answer(
        "nerves_multiple",
        [("suprascapular.notch", L), ("axillary.quadrangular_space", L), ("axillary.quadrangular_space", R), ("musculocutaneous.arm", L),
         ("musculocutaneous.arm", R), ("ulnar.forearm", L), ("median.forearm_distal", R), ("radial.pin_supinator", R),
         ("common_fibular.fibular_head", L), ("tibial.popliteal", R)],
        [("suprascapular.spinoglenoid", L), ("ulnar.elbow", L), ("median.arm", R)],
        [("fibularis_longus", L), ("flexor_pollicis_longus", R)],
    ),
)
S1_BOTH = (
    Case(findings=(
        power("gastrocnemius_medial", L, 4), power("gastrocnemius_medial", R, 2, 3), power("gluteus_maximus", R, 4),
        power("biceps_femoris_long_head", R, 4), seen(EMG, "soleus", L), seen(EMG, "soleus", R), seen(MRI, "soleus", R),
        power("tibialis_anterior", L, 5), power("tibialis_anterior", R, 5), seen(EMG, "tibialis_posterior", R, there=False),
        power("vastus_medialis", L, 5), power("vastus_medialis", R, 5),
    )),
    answer(
        "root_bilateral", [("root.S1", L), ("root.S1", R)], [("root.S2", L)],
        [("gluteus_maximus", L), ("biceps_femoris_long_head", L), ("abductor_hallucis", R)],
    ),
)
CASES = {"fibular": (FIBULAR, "fr"), "mmn": (MMN, "fr"), "s1-both": (S1_BOTH, "en")}
