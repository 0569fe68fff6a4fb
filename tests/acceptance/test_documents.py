"""The five documents of the shared folder: what must be found in them, and what must be concluded.

One behaviour a test; every test skips when the folder is missing. ``test_examples.py`` asks the
same of the cases re-told in ``examples/``.
"""

from __future__ import annotations

import json
import re
from functools import cache
from html import unescape
from pathlib import Path

import pytest
from click.testing import CliRunner

from myotome.answer import Result, TaperStep
from myotome.assess import assess
from myotome.cli.main import cli
from myotome.formats import open_document
from myotome.intake import take_in
from myotome.knowledge import load
from myotome.report import html_report
from myotome.terms import Certainty, Experiencer, Sex, Side, Truth

from ..conftest import document
from .texts import Answer, answer, answers, taken_in, until, without

LEFT, RIGHT, BOTH = Side.LEFT, Side.RIGHT, Side.BOTH
YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN


def story_only(given: Answer, text: str, *parts: tuple[str, str]) -> list[str]:
    """Words of findings that lie outside the parts of the text that tell the patient's story."""
    inside = [(text.index(first), text.index(last)) for first, last in parts]
    return [
        e.text for f in given.assessment.case.findings for e in f.evidence
        if e.start is not None and not any(a <= e.start < b for a, b in inside)
    ]


# 1: focal myositis on radiculopathy ------------------------------------------------------------


@pytest.fixture(scope="module")
def calf(shared: Path) -> Answer:
    return answer(document(shared, 1))


def test_1_patient(calf: Answer) -> None:
    assert (calf.patient.age, calf.patient.sex) == (57, Sex.MALE)


def test_1_lumbosciatica_at_both_roots(calf: Answer) -> None:
    sites = {f.site for f in calf.findings("radicular_pain", narrower=True)}
    assert {"root.L5", "root.S1"} <= sites


def test_1_pain_alternates_left_more_than_right(calf: Answer) -> None:
    pains = calf.findings("alternating_sciatica")
    assert pains
    assert {(p.side, p.worse) for p in pains} == {(Side.ALTERNATING, LEFT)}


def test_1_narrow_canal_at_its_level(calf: Answer) -> None:
    assert calf.has("lumbar_canal_stenosis", "spine_l4_l5")


def test_1_weak_right_triceps_surae(calf: Answer) -> None:
    assert calf.has("weakness", "triceps_surae", RIGHT)
    assert not calf.has("weakness", "triceps_surae", LEFT)


def test_1_wasted_right_calf_and_limp(calf: Answer) -> None:
    assert calf.has("calf_atrophy", side=RIGHT)
    assert not calf.has("calf_atrophy", side=LEFT)
    assert calf.has("limp")


@pytest.mark.parametrize("root", ["root.L5", "root.S1"])
def test_1_emg_of_both_sides_worse_on_the_right(calf: Answer, root: str) -> None:
    (seen,) = calf.findings("radicular_emg", root)
    assert (seen.side, seen.worse) == (BOTH, RIGHT)


def test_1_emg_shows_no_activity(calf: Answer) -> None:
    assert calf.lacks("active_denervation")
    assert not calf.has("active_denervation")


@pytest.mark.parametrize("concept", ["muscle_oedema_mri", "muscle_fat_mri"])
@pytest.mark.parametrize("muscle", ["soleus", "gastrocnemii"])
def test_1_oedema_and_fat_of_the_right_calf(calf: Answer, concept: str, muscle: str) -> None:
    assert calf.has(concept, muscle, RIGHT)


def test_1_slighter_oedema_of_the_left_gastrocnemii(calf: Answer) -> None:
    assert calf.has("muscle_oedema_mri", "gastrocnemii", LEFT)
    assert not calf.has("muscle_oedema_mri", "soleus", LEFT)


def test_1_the_figure_names_the_medial_head(calf: Answer) -> None:
    assert calf.findings("muscle_oedema_mri", "gastrocnemius_medial", LEFT)


def test_1_the_difference_between_text_and_figure_is_named(calf: Answer) -> None:
    """The narrower muscle is taken, and the report says that the text named the broader one."""
    notes = [value for note, value in calf.assessment.limits.assumed if note == "narrower_site"]
    assert any("gastrocnemius_medial" in v and "gastrocnemii" in v for v in notes)


def test_1_nothing_is_read_at_a_breast(calf: Answer) -> None:
    assert {f.site for f in calf.assessment.case.findings}.isdisjoint({"breast"})


def test_1_conservative_care_failed(calf: Answer) -> None:
    assert calf.has("conservative_treatment_failed")


def test_1_treatments_are_read(calf: Answer) -> None:
    assert {"analgesic", "nsaid", "epidural_injection", "corticosteroid"} <= calf.drugs


def test_1_images_unchanged_while_strength_recovers(calf: Answer) -> None:
    assert calf.has("imaging_unchanged_despite_recovery")


def test_1_the_taper_of_the_general_part_is_not_the_patients(calf: Answer) -> None:
    assert all(t.dose == "" for t in calf.assessment.case.treatments)


def test_1_lesion_of_s1_on_both_sides(calf: Answer) -> None:
    assert {("root.S1", RIGHT), ("root.S1", LEFT)} <= calf.lesion_sites()


def test_1_the_right_side_is_the_worse(calf: Answer) -> None:
    lesion = calf.localisation.lesions[0]
    severity = dict(zip(lesion.sites, lesion.severity, strict=True))
    assert calf.localisation.worse is RIGHT
    assert severity["root.S1", RIGHT] > severity["root.S1", LEFT]


def test_1_l5_cannot_be_told_apart(calf: Answer) -> None:
    assert "root.L5" in {site for site, _ in (*calf.tie_set(), *calf.lesion_sites())}


def test_1_the_side_of_the_pain_is_remarked(calf: Answer) -> None:
    assert "pain_on_the_other_side:left" in calf.localisation.notes


def test_1_neurogenic_focal_myositis_first(calf: Answer) -> None:
    assert calf.diseases[0] == "neurogenic_focal_myositis"


def test_1_ck_is_to_be_asked(calf: Answer) -> None:
    assert "ck_assay" in calf.tests[:3]


def test_1_signs_of_a_systemic_myositis_are_to_be_asked(calf: Answer) -> None:
    missing = calf.item("neurogenic_focal_myositis", "n5_systemic")
    assert missing.truth is UNKNOWN
    assert {"myositis_specific_antibody", "interstitial_lung_disease"} <= set(missing.missing)
    assert any("myosite systémique" in s.text["fr"] for s in calf.steps("neurogenic_focal_myositis", "check"))


def test_1_taper_of_the_document_with_interpolated_steps(calf: Answer) -> None:
    (taper,) = calf.plan("neurogenic_focal_myositis").tapers
    first, *between, last = taper.steps
    assert taper.drug == "methylprednisolone"
    assert first == TaperStep(first_day=1, last_day=15, dose_mg=32, stated=True)
    assert (last.dose_mg, last.stated) == (4, True)
    assert (last.first_day, last.last_day) == (61, 90)
    assert between
    assert not any(step.stated for step in between)


def test_1_taper_leaves_no_day_out_and_never_rises(calf: Answer) -> None:
    (taper,) = calf.plan("neurogenic_focal_myositis").tapers
    for before, after in zip(taper.steps, taper.steps[1:], strict=False):
        assert after.first_day == before.last_day + 1
        assert after.dose_mg < before.dose_mg


@pytest.mark.parametrize("act", [
    "rehabilitation_analytic", "rehabilitation_global", "physiotherapy_analgesic",
    "rehabilitation_proprioception", "rehabilitation_balance",
])
def test_1_rehabilitation(calf: Answer, act: str) -> None:
    assert act in calf.acts("neurogenic_focal_myositis", "rehabilitation")


def test_1_balance_on_one_and_two_feet(calf: Answer) -> None:
    texts = [s.text["fr"] for s in calf.steps("neurogenic_focal_myositis", "rehabilitation")]
    assert any("bipodal" in t and "unipodal" in t for t in texts)


def test_1_surgery_not_indicated(calf: Answer) -> None:
    assert "surgery_decompression" in calf.acts("neurogenic_focal_myositis", "not_indicated")


def test_1_images_lag_behind_strength_with_the_reason(calf: Answer) -> None:
    said = [s for s in calf.steps("neurogenic_focal_myositis", "monitor") if "IRM retarde sur la force" in s.text["fr"]]
    unchanged = calf.findings("imaging_unchanged_despite_recovery")
    findings = [calf.assessment.case.findings[i] for s in said for i in s.findings]
    assert said
    assert unchanged[0] in findings


# 2: calcinosis of juvenile dermatomyositis -----------------------------------------------------


@pytest.fixture(scope="module")
def calcium(shared: Path) -> Answer:
    return answer(document(shared, 2))


def test_2_juvenile_dermatomyositis_since_eleven_now_twenty_four(calcium: Answer) -> None:
    assert (calcium.patient.age, calcium.patient.onset_age, calcium.patient.sex) == (24, 11, Sex.MALE)
    assert calcium.stated["jdm"].established


def test_2_calcinosis_of_the_right_thenar(calcium: Answer) -> None:
    assert calcium.has("calcinosis", "thenar", RIGHT)


def test_2_thenar_was_operated(calcium: Answer) -> None:
    assert calcium.drugs & {"surgery", "surgery_excision"}


def test_2_ulnar_drift_of_the_hands(calcium: Answer) -> None:
    assert calcium.has("ulnar_drift", "hand")


@pytest.mark.parametrize("muscles", ["interossei_hand", "lumbricals_hand"])
def test_2_wasting_of_the_hands(calcium: Answer, muscles: str) -> None:
    assert calcium.has("muscle_atrophy", muscles)


def test_2_painful_calves_on_effort(calcium: Answer) -> None:
    assert calcium.has("exertional_calf_pain", "calf")


def test_2_nodules(calcium: Answer) -> None:
    assert calcium.has("soft_tissue_nodules")


def test_2_linear_subcutaneous_and_intermuscular_calcification(calcium: Answer) -> None:
    words = [e.text for f in calcium.findings("linear_subcutaneous_calcification") for e in f.evidence]
    assert any("linéaires" in w for w in words)


@pytest.mark.parametrize(("site", "side"), [
    ("triceps_surae", Side.UNSAID), ("achilles_tendon", LEFT), ("achilles_tendon", RIGHT),
])
def test_2_calcification_along_fasciae_and_both_achilles_tendons(calcium: Answer, site: str, side: Side) -> None:
    found = calcium.findings("soft_tissue_calcification", site, narrower=True)
    assert found
    assert side is Side.UNSAID or any(side is f.side or side in f.side.lateral for f in found)


def test_2_conservative_care_failed(calcium: Answer) -> None:
    assert calcium.has("conservative_treatment_failed")


def test_2_a_contracture_to_be_prevented_is_not_there(calcium: Answer) -> None:
    assert not calcium.has("contracture")


def test_2_treatments_that_were_not_chosen_say_nothing_of_drugs_or_blood_pressure(calcium: Answer) -> None:
    assert calcium.silent("drug_exposure")
    assert calcium.silent("arterial_hypotension")


def test_2_the_general_part_gives_no_finding(calcium: Answer, shared: Path) -> None:
    text = document(shared, 2)
    assert story_only(calcium, text, ("Un jeune homme", "La dermatomyosite, maladie"), ("Figure 1", "R. Collin")) == []


def test_2_juvenile_dermatomyositis_with_its_calcinosis(calcium: Answer) -> None:
    assert calcium.diseases[:2] == ["jdm", "calcinosis_dystrophic"]


def test_2_group_most_likely_but_not_decided(calcium: Answer) -> None:
    assert calcium.verdict("calcinosis_groups").level == "dystrophic_likely"


def test_2_calcium_phosphate_kidney_and_pth_to_be_asked(calcium: Answer) -> None:
    assert {"hypercalcaemia", "hyperphosphataemia", "renal_failure", "pth_elevated"} <= set(
        calcium.verdict("calcinosis_groups").missing
    )


def test_2_nxp2_to_be_asked(calcium: Answer) -> None:
    nxp2 = calcium.item("calcinosis_groups", "nxp2")
    assert (nxp2.truth, nxp2.missing) == (UNKNOWN, ("anti_nxp2",))


@pytest.mark.parametrize("test", ["calcium_phosphate_pth", "creatinine", "myositis_antibodies"])
def test_2_these_tests_are_named(calcium: Answer, test: str) -> None:
    named = {*calcium.tests, *calcium.plan("calcinosis_dystrophic").confirm}
    assert test in named


def test_2_morphotype_with_its_reason(calcium: Answer) -> None:
    morphotype = calcium.verdict("calcinosis_morphotypes")
    assert morphotype.level in ("fascial", "mixed")
    assert calcium.item("calcinosis_morphotypes", "fascial").findings


@pytest.mark.parametrize("act", [
    "diltiazem", "bisphosphonate", "probenecid", "aluminium_hydroxide",
    "colchicine", "tnf_inhibitor", "minocycline", "ivig",
    "surgery_excision", "co2_laser", "shock_wave",
])
def test_2_three_groups_of_treatment(calcium: Answer, act: str) -> None:
    assert act in calcium.acts("calcinosis_dystrophic", "alternative")


def test_2_warfarin_is_advised_against(calcium: Answer) -> None:
    (warfarin,) = [s for s in calcium.steps("calcinosis_dystrophic", "harmful") if s.act == "warfarin"]
    assert "déconseillée aujourd'hui" in warfarin.text["fr"]


@pytest.mark.parametrize("act", ["shock_wave", "surgery_excision"])
def test_2_not_indicated_for_this_extent(calcium: Answer, act: str) -> None:
    (step,) = [s for s in calcium.steps("calcinosis_dystrophic", "not_indicated") if s.act == act]
    assert step.findings


# 3: multifocal motor neuropathy ----------------------------------------------------------------

MMN_NAMES = ("Neuropathie motrice multifocale", "NMM")


@pytest.fixture(scope="module")
def farmer(shared: Path) -> Answer:
    return answer(document(shared, 3))


@pytest.fixture(scope="module")
def before_blocks(shared: Path) -> Answer:
    """The examination at 56, before muscle MRI and the search for blocks."""
    return answer(until(document(shared, 3), "Les examens demandés au vu"))


def test_3_patient(farmer: Answer) -> None:
    assert (farmer.patient.age, farmer.patient.onset_age, farmer.patient.birth_year) == (56, 40, 1949)


def test_3_one_patient(shared: Path) -> None:
    assert len(answers(document(shared, 3))) == 1


def test_3_purely_motor(farmer: Answer) -> None:
    assert farmer.has("isolated_motor_deficit")
    assert farmer.lacks("sensory_loss")
    assert not farmer.has("sensory_loss")


def test_3_reflexes_normal(farmer: Answer) -> None:
    assert farmer.lacks("reflex_loss")
    assert farmer.lacks("brisk_reflexes")


def test_3_asymmetric_in_several_nerves(farmer: Answer) -> None:
    assert farmer.has("asymmetric_weakness")
    assert farmer.has("motor_deficit_two_nerves")


@pytest.mark.parametrize(("site", "side"), [
    ("infraspinatus", LEFT), ("hand_intrinsics", LEFT), ("hand_intrinsics", RIGHT),
    ("anterior_leg_compartment", LEFT), ("calf", RIGHT),
])
def test_3_weak_and_wasted(farmer: Answer, site: str, side: Side) -> None:
    assert farmer.has("weakness", site, side)
    assert farmer.has("muscle_atrophy", site, side)


@pytest.mark.parametrize("site", ["deltoid", "biceps_brachii"])
@pytest.mark.parametrize("side", [LEFT, RIGHT])
def test_3_weak_but_not_wasted(farmer: Answer, site: str, side: Side) -> None:
    (weak, *_) = farmer.findings("weakness", site, side)
    assert weak.grade is not None
    assert (weak.grade.low, weak.grade.high) == (3, 4)
    assert farmer.lacks("muscle_atrophy", site, side)


def test_3_nothing_is_wasted_on_the_other_side(farmer: Answer) -> None:
    assert not farmer.has("muscle_atrophy", "infraspinatus", RIGHT)
    assert not farmer.has("muscle_atrophy", "anterior_leg_compartment", RIGHT)
    assert not farmer.has("muscle_atrophy", "calf", LEFT)


def test_3_plegia_of_the_left_foot_extensors(farmer: Answer) -> None:
    assert farmer.has("plegia", "ankle_dorsiflexors", LEFT)


@pytest.mark.parametrize("concept", ["back_pain", "sciatica", "sensory_disturbance", "disc_herniation"])
def test_3_denied_at_the_first_visit(farmer: Answer, concept: str) -> None:
    assert farmer.lacks(concept)
    assert not farmer.has(concept)


def test_3_fibular_study_unremarkable(farmer: Answer) -> None:
    assert farmer.lacks("nerve_conduction_abnormal", "common_fibular")


@pytest.mark.parametrize(("site", "side"), [
    ("infraspinatus", RIGHT), ("supraspinatus", RIGHT), ("anterior_leg_compartment", LEFT),
    ("posterior_leg_compartment", RIGHT),
])
def test_3_muscle_mri(farmer: Answer, site: str, side: Side) -> None:
    assert farmer.findings("muscle_mri_abnormal", site, side, narrower=True) or farmer.has("signal_abnormality", site, side)


def test_3_mri_names_no_fibular_muscle(farmer: Answer) -> None:
    """ "n. péronier" in brackets is the nerve of the compartment, not its lateral muscles."""
    assert not any(f.site == "ankle_evertors" for f in farmer.assessment.case.findings)


def test_3_the_difference_between_examination_and_mri_is_named(farmer: Answer) -> None:
    notes = [value for note, value in farmer.assessment.limits.assumed if note == "sides_differ"]
    assert any("infraspinatus" in v for v in notes)


@pytest.mark.parametrize(("nerve", "side"), [("median", LEFT), ("median", RIGHT), ("ulnar", LEFT)])
def test_3_blocks_outside_entrapment_sites(farmer: Answer, nerve: str, side: Side) -> None:
    assert farmer.has("conduction_block", nerve, side)
    assert farmer.has("conduction_block_outside_entrapment", nerve, side)


def test_3_no_other_nerve_is_blocked(farmer: Answer) -> None:
    assert {f.site for f in farmer.findings("conduction_block")} == {"median", "ulnar"}
    assert not farmer.has("conduction_block", "ulnar", RIGHT)


def test_3_general_statements_are_used_for_nothing(farmer: Answer, shared: Path) -> None:
    text = document(shared, 3)
    assert story_only(farmer, text, ("Un agriculteur", "Quintessence"), ("loge tibiale antérieure gauche", "Epicrise")) == []


def test_3_strangers_of_the_figures_give_no_finding(farmer: Answer) -> None:
    assert not farmer.has("weakness", "radial")
    assert not farmer.has("weakness", "wrist_extensors")
    assert not farmer.has("weakness", "finger_extensors")


@pytest.mark.parametrize("criteria", ["mmn_aaem_2003", "mmn_efns_pns_2010"])
def test_3_the_mmn_sets_cannot_be_said(farmer: Answer, criteria: str) -> None:
    verdict = farmer.verdict(criteria)
    assert (verdict.truth, verdict.level, verdict.best) == (UNKNOWN, "", "definite")


@pytest.mark.parametrize(("criteria", "item"), [
    ("mmn_aaem_2003", "two_nerves"), ("mmn_aaem_2003", "no_sensory_loss"),
    ("mmn_aaem_2003", "not_symmetric"), ("mmn_aaem_2003", "definite_block_two"),
    ("mmn_efns_pns_2010", "c1_two_nerves"), ("mmn_efns_pns_2010", "c1_course"),
    ("mmn_efns_pns_2010", "c1_duration"), ("mmn_efns_pns_2010", "c2_no_sensory_loss"),
    ("mmn_efns_pns_2010", "x11_not_symmetric"), ("mmn_efns_pns_2010", "e1_definite_block"),
])
def test_3_clinical_items_and_blocks_are_met(farmer: Answer, criteria: str, item: str) -> None:
    found = farmer.item(criteria, item)
    assert found.truth is YES
    assert found.findings


@pytest.mark.parametrize(("criteria", "missing"), [
    ("mmn_aaem_2003", {
        "sensory_conduction_abnormal_over_block", "sensory_conduction_abnormal",
        "upper_motor_neuron_sign", "cmap_duration_increased_over_block",
    }),
    ("mmn_efns_pns_2010", {
        "sensory_conduction_abnormal_over_block", "upper_motor_neuron_sign", "bulbar_symptom",
        "cmap_duration_increased_over_block",
    }),
])
def test_3_exactly_what_is_not_stated_is_named(farmer: Answer, criteria: str, missing: set[str]) -> None:
    assert set(farmer.verdict(criteria).missing) == missing


def test_3_mmn_first_with_the_blocks(farmer: Answer) -> None:
    assert farmer.diseases[0] == "mmn"


def test_3_mmn_in_the_first_three_before_the_blocks(before_blocks: Answer) -> None:
    assert before_blocks.silent("conduction_block")
    assert "mmn" not in before_blocks.stated
    assert "mmn" in before_blocks.diseases[:3]


def test_3_first_as_well_without_its_name(shared: Path) -> None:
    text = without(
        until(document(shared, 3), "Epicrise"),
        "suggérait une NMM", "Le diagnostic de neuropathie motrice multifocale (NMM) put ainsi être confirmé",
    )
    assert answer(text).diseases[0] == "mmn"


@pytest.mark.parametrize("rival", [
    "peroneal", "radic_l5", "diabetic_polyneuropathy", "als", "sma4", "cidp_multifocal", "postpolio", "ibm",
])
def test_3_against_its_rivals(farmer: Answer, rival: str) -> None:
    assert farmer.probability(rival) < farmer.probability("mmn")
    assert farmer.candidate(rival).evidence_against


@pytest.mark.parametrize("rival", ["peroneal", "radic_l5", "als", "cidp_multifocal", "postpolio", "ibm"])
def test_3_what_tells_the_rivals_apart_is_known(rival: str, shared: Path) -> None:
    assert rival in {m.disease for m in load().diseases["mmn"].mimics}


def test_3_steroids_are_harmful(farmer: Answer) -> None:
    (steroid,) = [s for s in farmer.steps("mmn", "harmful") if s.act == "corticosteroid"]
    assert steroid.stop == "hard"


def test_3_immunoglobulin_first(farmer: Answer) -> None:
    assert "ivig" in farmer.acts("mmn", "first")


def test_3_breathing_and_swallowing_are_not_stated(farmer: Answer) -> None:
    overview = farmer.assessment.overview
    assert overview.weakness
    assert (overview.breathing, overview.swallowing) == ("not_stated", "not_stated")


# 4: apatite of disc and of longus colli --------------------------------------------------------


@pytest.fixture(scope="module")
def disc(shared: Path) -> Answer:
    return answers(document(shared, 4))[0]


@pytest.fixture(scope="module")
def neck(shared: Path) -> Answer:
    return answers(document(shared, 4))[1]


@pytest.fixture(scope="module")
def first_consultation(shared: Path) -> Answer:
    """The second patient as she was at the first consultation, before any image."""
    text = until(document(shared, 4), "Conduite à tenir")
    return answer(text[text.index("Cas compagnon"):].replace("Cas compagnon :", ""))


def test_4_two_patients_told_apart(disc: Answer, neck: Answer, shared: Path) -> None:
    assert len(answers(document(shared, 4))) == 2
    assert (disc.patient.age, disc.patient.sex) == (45, Sex.MALE)
    assert (neck.patient.age, neck.patient.sex) == (47, Sex.FEMALE)


def test_4_the_stranger_of_a_figure_is_an_illustration(disc: Answer) -> None:
    assert any("Homme 48 ans" in text for text in disc.assessment.case.illustrations)


def test_4_no_finding_goes_to_the_other_patient(disc: Answer, neck: Answer) -> None:
    assert disc.silent("neck_pain")
    assert disc.silent("longus_colli_calcification")
    assert neck.silent("disc_calcification")
    assert neck.silent("back_pain")


def test_4_torticollis_of_the_stranger_is_nobodys(neck: Answer, disc: Answer) -> None:
    words = [e.text for a in (disc, neck) for f in a.assessment.case.findings for e in f.evidence]
    assert not any("torticolis" in w for w in words)


def test_4_disc_calcification(disc: Answer) -> None:
    assert disc.has("disc_calcification")


def test_4_mirror_oedema_below_l4(disc: Answer) -> None:
    assert disc.has("mirror_endplate_oedema", "endplate_l4_lower")


@pytest.mark.parametrize("concept", ["endplate_depression", "endplate_erosion", "endplate_oedema"])
def test_4_upper_endplate_of_l5(disc: Answer, concept: str) -> None:
    assert disc.findings(concept, "endplate_l5_upper", narrower=True)


def test_4_pain_for_a_year_eased_by_nsaid(disc: Answer) -> None:
    assert disc.has("back_pain")
    assert disc.has("pain_relieved_by_nsaid")
    assert disc.patient.duration_months == 12


def test_4_fever_of_the_general_part_is_not_the_patients(disc: Answer) -> None:
    for concept in ("fever", "crp_elevated", "blood_culture_positive"):
        assert disc.silent(concept)


def test_4_apatite_first_against_infection_tumour_and_cppd(disc: Answer) -> None:
    assert disc.diseases[0] == "apatite_disc"
    mimics = {m.disease for m in load().diseases["apatite_disc"].mimics}
    assert {"spondylodiscitis", "vertebral_tumour", "cppd"} <= mimics


def test_4_spondylodiscitis_is_not_to_be_missed(disc: Answer) -> None:
    assert "spondylodiscitis" in disc.not_to_miss


def test_4_apatite_to_be_confirmed(disc: Answer) -> None:
    verdict = disc.verdict("calcific_discitis_rule")
    assert verdict.level == "apatite_to_confirm"
    assert {"fever", "crp_elevated", "blood_culture_positive"} <= set(verdict.missing)


@pytest.mark.parametrize("tests", [{"ask_fever", "bedside_temperature"}, {"crp_esr"}, {"blood_cultures"}])
def test_4_fever_crp_and_blood_cultures_to_be_asked(disc: Answer, tests: set[str]) -> None:
    assert tests & set(disc.tests)


def test_4_no_steroid_before_infection_is_excluded(disc: Answer) -> None:
    assert disc.harmful("corticosteroid")


def test_4_calcification_of_the_left_longus_colli(neck: Answer) -> None:
    assert neck.has("longus_colli_calcification", "longus_colli", LEFT)
    assert not neck.has("longus_colli_calcification", "longus_colli", RIGHT)


def test_4_crp(neck: Answer) -> None:
    (crp,) = neck.findings("crp_elevated")
    assert crp.measure is not None
    assert (crp.measure.value, crp.measure.unit) == (75, "mg/L")


@pytest.mark.parametrize("concept", ["fever", "leucocytosis", "malaria_smear_positive"])
def test_4_stated_absent(neck: Answer, concept: str) -> None:
    assert neck.lacks(concept)
    assert not neck.has(concept)


@pytest.mark.parametrize("concept", ["kernig_sign", "brudzinski_sign"])
def test_4_meningeal_signs(neck: Answer, concept: str) -> None:
    assert neck.has(concept)
    assert not neck.lacks(concept)


def test_4_lumbar_puncture_negative(neck: Answer) -> None:
    assert neck.lacks("csf_abnormal") or neck.lacks("csf_pleocytosis")


def test_4_neuralgia_with_a_question_mark_is_only_possible(neck: Answer) -> None:
    (asked,) = neck.findings("occipital_headache")
    assert asked.certainty is Certainty.POSSIBLE


def test_4_longus_colli_first(neck: Answer) -> None:
    assert neck.diseases[0] == "longus_colli"
    assert neck.verdict("longus_colli_tendinitis").level == "likely"


@pytest.mark.parametrize("rival", ["retropharyngeal_abscess", "meningitis"])
def test_4_against_abscess_and_meningitis(neck: Answer, rival: str) -> None:
    assert neck.probability(rival) < neck.probability("longus_colli")
    assert rival in {m.disease for m in load().diseases["longus_colli"].mimics}


def test_4_meningeal_signs_are_urgent(neck: Answer) -> None:
    assert "now" in neck.flags.values()


def test_4_ct_of_the_neck_at_the_first_consultation(first_consultation: Answer) -> None:
    assert first_consultation.silent("longus_colli_calcification")
    assert "ct_neck" in first_consultation.tests[:2]


def test_4_ct_beside_what_excludes_meningitis(first_consultation: Answer) -> None:
    at = first_consultation.tests.index("ct_neck")
    beside = first_consultation.tests[max(0, at - 1): at + 2]
    assert {"lumbar_puncture", "bedside_meningeal", "blood_cultures"} & set(beside)


@pytest.mark.parametrize("disease", ["meningitis", "retropharyngeal_abscess"])
def test_4_not_to_be_missed_at_the_first_consultation(first_consultation: Answer, disease: str) -> None:
    assert disease in first_consultation.not_to_miss


def test_4_longus_colli_possible_at_the_first_consultation(first_consultation: Answer) -> None:
    assert "longus_colli" in first_consultation.diseases[:5]


# 5: an article on therapies, and a reader's letter ----------------------------------------------


def test_5_describes_no_patient(shared: Path) -> None:
    assert answers(document(shared, 5)) == []


def test_5_is_a_forum_page_or_an_article(shared: Path) -> None:
    assert taken_in(document(shared, 5)).kind in ("article", "forum")


@pytest.mark.parametrize("name", ["dm", "asys", "ibm", "scleromyositis"])
def test_5_subtypes_are_named(shared: Path, name: str) -> None:
    assert name in taken_in(document(shared, 5)).named


@pytest.mark.parametrize("name", [
    "corticosteroid", "methotrexate", "azathioprine", "mycophenolate", "rituximab", "ivig", "jak_inhibitor",
])
def test_5_therapies_are_named(shared: Path, name: str) -> None:
    assert name in taken_in(document(shared, 5)).named


def test_5_the_readers_lines_are_a_self_report(shared: Path) -> None:
    (report,) = taken_in(document(shared, 5)).self_reports
    assert "scléromyosite" in report
    assert "Cortisone" in report
    assert "tenir ma tête" in report
    assert "Rituximab" not in report


def test_5_the_self_report_is_assessed_only_on_request(shared: Path) -> None:
    (reader,) = answers(document(shared, 5), (), True)
    assert reader.stated["scleromyositis"].experiencer is Experiencer.PATIENT
    assert reader.findings("neck_extensor_weakness") or reader.findings("head_drop") or reader.findings("weakness", narrower=True)


def test_5_nothing_is_made_up(shared: Path) -> None:
    (reader,) = answers(document(shared, 5), (), True)
    assert reader.patient.age is None
    assert all(e.text in document(shared, 5) for f in reader.assessment.case.findings for e in f.evidence if e.text and not e.rule)


def test_5_command_line(shared: Path, tmp_path: Path) -> None:
    (path,) = (shared / "documents").glob("5-*.txt")
    out = tmp_path / "out.json"
    page = tmp_path / "out.html"
    done = CliRunner().invoke(cli, ["assess", str(path), "--json", str(out), "--html", str(page), "--language", "fr"])
    result = json.loads(out.read_text(encoding="utf-8"))
    assert done.exit_code == 1
    assert result["assessments"] == []
    assert result["self_reports"]
    assert "ne décrit aucun patient" in done.output
    assert "je dois lutter toute la journée" in page.read_text(encoding="utf-8").lower()


# The report ------------------------------------------------------------------------------------


@cache
def page(path: Path) -> str:
    """Plain words of the French report on a document, in lower case."""
    intake = take_in([open_document(str(path))], load())
    assessments = tuple(assess(case, load(), tuple(intake.problems)) for case in intake.cases)
    text = html_report(Result(language="fr", document_kind=intake.kind, assessments=assessments), load())
    words = re.sub(r"<(style|script|svg)\b.*?</\1>|<[^>]+>", " ", text, flags=re.S)
    return " ".join(unescape(words).split()).replace("’", "'").lower()


@pytest.mark.parametrize(("number", "words"), [
    (1, "La douleur dite prédomine de l’autre côté (à gauche) que le déficit"),
    (1, "24 mg par jour interpolé"),
    (1, "L'IRM retarde sur la force"),
    (1, "corticothérapie (amélioration)"),
    (2, "dystrophique la plus probable, non décidée"),
    (2, "morphotype de la calcinose"),
    (3, "respiration non précisée"),
    (3, "Non dit : signe pyramidal"),
    (3, "Ne pas donner de corticoïdes"),
    (4, "Homme 48 ans"),
    (4, "signes méningés"),
])
def test_the_report_says(shared: Path, number: int, words: str) -> None:
    (path,) = (shared / "documents").glob(f"{number}-*.txt")
    assert words.replace("’", "'").lower() in page(path)


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_each_finding_read_points_at_its_words(shared: Path, number: int) -> None:
    text = document(shared, number)
    for given in answers(text):
        for finding in given.assessment.case.findings:
            for place in finding.evidence:
                if place.start is not None and place.text:
                    assert text[place.start:place.end] == place.text
