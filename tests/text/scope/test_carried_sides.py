"""Sides that hold for what follows, that a short form holds, that a plural means."""

from __future__ import annotations

import pytest

from myotome.text import read


@pytest.fixture
def said(knowledge):
    def call(text: str, language: str = "fr") -> set[str]:
        """Each finding as "concept side", and as "site side" where it has a site."""
        found = [f for p in read(text, knowledge, language).patients for f in p.findings]
        return {f"{what} {f.side.value}" for f in found for what in (f.concept, f.site) if what}

    return call


@pytest.mark.parametrize(("text", "wanted"), [
    ("À droite, déficit du quadriceps, et abolition du réflexe rotulien.", "quadriceps right, reflex_reduced_patellar right"),
    ("Du côté droit, on note un déficit du triceps et une hypoesthésie du majeur.", "triceps_brachii right, sensory_loss right"),
    ("On retrouve à gauche une amyotrophie du mollet et un déficit du triceps sural.", "calf left, triceps_surae left"),
    ("Au membre supérieur droit, déficit du deltoïde, réflexe bicipital aboli.", "deltoid right, reflex_reduced_biceps right"),
    ("Côté gauche : steppage, hypoesthésie du dos du pied.", "steppage_gait left, sensory_loss left"),
    ("À droite, psoas 4/5 ; à gauche, quadriceps 3/5, rotulien aboli.", "psoas_major right, quadriceps left, reflex_reduced_patellar left"),
])
def test_a_side_that_leads_holds_for_what_follows(said, text, wanted):
    assert set(wanted.split(", ")) <= said(text)


@pytest.mark.parametrize(("text", "wanted"), [
    ("Right leg: hip flexion 4/5, ankle jerk absent.", "hip_flexors right, reflex_reduced_achilles right"),
    ("On the left, weakness of finger extension and absent triceps jerk.", "finger_extensors left, reflex_reduced_triceps left"),
    ("Left arm: wasting of the biceps, absent biceps jerk.", "biceps_brachii left, reflex_reduced_biceps left"),
])
def test_a_leading_side_in_english(said, text, wanted):
    assert set(wanted.split(", ")) <= said(text, "en")


@pytest.mark.parametrize(("text", "wanted"), [
    ("Membre inférieur droit : amyotrophie de la cuisse. Quadriceps 3/5, achilléen aboli.", "quadriceps right, achilles right"),
    ("MI gauche : psoas 4/5. Rotulien aboli.\nMI droit : psoas 5/5.", "psoas_major left, patellar left, psoas_major right"),
    ("Déficit moteur de la jambe gauche. Quadriceps 3/5, psoas 4/5.", "quadriceps left, psoas_major left"),
    ("Douleur de l'épaule droite. Deltoïde à 3/5. Biceps à 4/5.", "deltoid right, biceps_brachii right"),
])
def test_a_side_is_carried_over_the_line_and_to_the_next_grades(said, text, wanted):
    assert set(wanted.split(", ")) <= said(text)


@pytest.mark.parametrize(("text", "unsaid"), [
    ("Membre inférieur droit : psoas 3/5. Pas de ptosis.", "ptosis"),  # not of the lower limb
    ("Babinski à droite. Deltoïde 4/5.", "deltoid"),  # another limb
    ("Hypoesthésie de la jambe gauche. Psoas 5/5.", "psoas_major"),  # normal: the rest
    ("Main droite : Froment positif.\nDeltoïde 4/5.", "deltoid"),  # another line
    ("À gauche, déficit du deltoïde, CPK élevées, sans fièvre.", "ck_elevated"),
])
def test_a_side_is_not_carried_further(said, text, unsaid):
    assert f"{unsaid} unsaid" in said(text)


@pytest.mark.parametrize(("text", "wanted"), [
    ("MS 5/5, MI 4/5.", "upper_limb_muscles both, lower_limb_muscles both"), ("ROT abolis aux MI.", "reflex_loss both"),
    ("Force au MSD 4/5, au MIG 3/5.", "upper_limb_muscles right, lower_limb_muscles left"), ("Force 4/5 au MI.", "lower_limb_muscles unsaid"),
    ("Force du MI droit à 4/5.", "lower_limb_muscles right"), ("Déficit distal des quatre membres.", "four_limbs both"),
    ("Faiblesse proximale des membres inférieurs.", "proximal_lower_limb_weakness both"), ("Aréflexie achilléenne.", "achilles both"),
    ("Abolition du réflexe achilléen.", "achilles unsaid"), ("Déficit des interosseux.", "interossei_hand unsaid"),
])
def test_short_forms_and_plurals(said, text, wanted):
    assert set(wanted.split(", ")) <= said(text)


@pytest.mark.parametrize(("text", "wanted"), [
    ("Ankle jerks absent.", "achilles both"), ("The ankle jerk is absent.", "achilles unsaid"), ("Cold feet and hands, pes cavus of both feet.", "pes_cavus both"),
])
def test_short_forms_and_plurals_in_english(said, text, wanted):
    assert set(wanted.split(", ")) <= said(text, "en")


def test_the_other_side_of_both_sides_is_none(knowledge):
    """A carried "both" once stopped the reader."""
    text = "Paresthésies des deux mains. Crampes du mollet controlatéral."
    assert {f.side.value for p in read(text, knowledge, "fr").patients for f in p.findings if f.concept == "muscle_cramp"} == {"unsaid"}
