"""Published sets on worked examples: levels, points, what is missing, and what is never assumed."""

import pytest
from msgspec.structs import replace

from myotome.case import Case, Finding, Measure, Patient
from myotome.knowledge import load
from myotome.logic import derive
from myotome.reasoning.criteria import broadest, check_criteria
from myotome.terms import Method, Presence, Sex, Side, Truth

LEFT, RIGHT, BOTH = Side.LEFT, Side.RIGHT, Side.BOTH


def has(concept, site=None, side=Side.UNSAID, **more):
    return Finding(concept=concept, site=site, side=side, **more)


def not_has(*concepts):
    return tuple(Finding(concept=c, presence=Presence.ABSENT) for c in concepts)


def verdict(name, *findings, patient=None, **case):
    derived = derive(Case(findings=findings, patient=patient or Patient(), **case), load())
    return next(v for v in check_criteria(derived, load()) if v.criteria == name)


def items(found, truth=Truth.YES):
    return {i.item for i in found.items if i.truth is truth}


def test_an_empty_case_meets_nothing_and_excludes_nothing():
    for found in check_criteria(Case(), load()):
        assert (found.truth, found.level) == (Truth.UNKNOWN, "")
        assert found.missing


def test_one_question_instead_of_five():
    asked = ("babinski_sign", "upper_motor_neuron_sign", "age")
    assert broadest(asked, load()) == ("upper_motor_neuron_sign", "age")


# Multifocal motor neuropathy -------------------------------------------------------------------

FARMER = Patient(age=56, sex=Sex.MALE, onset_age=40, duration_months=192)
CLINIC = (
    has("weakness", "infraspinatus", LEFT),
    has("plegia", "ankle_dorsiflexors", LEFT),
    has("muscle_atrophy", "calf", RIGHT),
    has("muscle_atrophy", "hand_intrinsics", BOTH),
    has("weakness", "deltoid", BOTH),
    has("weakness", "biceps_brachii", BOTH),
    has("progressive_course"),
    *not_has("sensory_loss", "reflex_loss"),
)
ULNAR = has("conduction_block_outside_entrapment", "ulnar", LEFT, method=Method.ENMG)
MEDIAN = has("conduction_block_outside_entrapment", "median", BOTH, method=Method.ENMG)
NORMAL = not_has(
    "sensory_conduction_abnormal", "upper_motor_neuron_sign", "bulbar_symptom",
    "cmap_duration_increased_over_block",
)
SETS = ("mmn_aaem_2003", "mmn_efns_pns_2010")


@pytest.mark.parametrize("name", SETS)
def test_mmn_cannot_be_said_and_names_what_is_not_stated(name):
    found = verdict(name, *CLINIC, ULNAR, MEDIAN, patient=FARMER)
    assert (found.truth, found.level, found.best) == (Truth.UNKNOWN, "", "definite")
    assert {"sensory_conduction_abnormal_over_block", "upper_motor_neuron_sign",
            "cmap_duration_increased_over_block"} <= set(found.missing)


def test_mmn_names_the_rest_by_set():
    old = verdict("mmn_aaem_2003", *CLINIC, ULNAR, MEDIAN, patient=FARMER)
    assert "sensory_conduction_abnormal" in old.missing
    assert {"two_nerves", "no_sensory_loss", "not_symmetric", "definite_block_two"} <= items(old)
    new = verdict("mmn_efns_pns_2010", *CLINIC, ULNAR, MEDIAN, patient=FARMER)
    assert "bulbar_symptom" in new.missing
    assert {"c1_two_nerves", "c1_course", "c1_duration", "c2_no_sensory_loss", "e1_definite_block"} <= items(new)


@pytest.mark.parametrize("name", SETS)
def test_mmn_definite_when_all_is_stated_normal(name):
    found = verdict(name, *CLINIC, ULNAR, MEDIAN, *NORMAL, patient=FARMER)
    assert (found.truth, found.level) == (Truth.YES, "definite")


@pytest.mark.parametrize("name", SETS)
def test_mmn_without_the_durations_is_not_definite(name):
    found = verdict(name, *CLINIC, ULNAR, MEDIAN, *NORMAL[:-1], patient=FARMER)
    assert (found.truth, found.held, found.best) == (Truth.UNKNOWN, "probable", "definite")
    assert found.missing == ("cmap_duration_increased_over_block",)


def test_one_blocked_nerve_parts_the_two_sets():
    one = (*CLINIC, ULNAR, *NORMAL)
    assert verdict("mmn_efns_pns_2010", *one, patient=FARMER).level == "definite"
    old = verdict("mmn_aaem_2003", *one, patient=FARMER)
    assert (old.truth, old.level, old.best) == (Truth.NO, "", "")


def test_blocks_on_two_sides_of_one_named_nerve_are_two_nerves():
    found = verdict("mmn_aaem_2003", *CLINIC, MEDIAN, *NORMAL, patient=FARMER)
    assert found.level == "definite"


def test_probable_blocks_are_not_definite():
    weaker = [has("conduction_block_probable", b.site, b.side) for b in (ULNAR, MEDIAN)]
    found = verdict("mmn_aaem_2003", *CLINIC, ULNAR, MEDIAN, *weaker, *NORMAL, patient=FARMER)
    assert (found.level, found.held) == ("", "probable")


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize(
    "sign", ["stocking_sensory_loss", "babinski_sign", "low_snap"]
)
def test_a_contrary_sign_excludes(name, sign):
    known = [f for f in (*CLINIC, ULNAR, MEDIAN, *NORMAL) if not load().is_a(sign, f.concept)]
    found = verdict(name, *known, has(sign), has("sensory_conduction_abnormal", "median", LEFT), patient=FARMER)
    assert found.truth is Truth.NO


def test_a_symmetric_case_is_excluded():
    even = (has("weakness", "deltoid", BOTH), has("weakness", "quadriceps", BOTH), *NORMAL, MEDIAN, ULNAR)
    assert verdict("mmn_efns_pns_2010", *even, patient=FARMER).truth is Truth.NO


def test_the_denied_block_excludes_2003_only_by_what_is_said():
    found = verdict("mmn_aaem_2003", *CLINIC, *not_has("conduction_block"), patient=FARMER)
    assert found.truth is Truth.NO


# Inflammatory myopathy ---------------------------------------------------------------------------

ADULT = Patient(age=45, onset_age=44, sex=Sex.FEMALE)
YOUNG = Patient(age=30, onset_age=29)


@pytest.mark.parametrize(
    ("patient", "concepts", "points", "level"),
    [
        (YOUNG, ("gottron_sign", "dysphagia"), 5.3, "possible"),
        (ADULT, ("gottron_papules", "ck_elevated"), 5.5, "probable"),
        (ADULT, ("gottron_papules", "gottron_sign"), 7.5, "definite"),
        (ADULT, ("anti_jo1", "ck_elevated"), 7.3, "probable"),
        (Patient(age=9, onset_age=8), ("heliotrope_rash", "gottron_sign", "ck_elevated"), 7.7, "definite"),
        (ADULT, ("ck_elevated", "neck_flexors_weaker_than_extensors"), 5.3, "possible"),
        (ADULT, ("ck_elevated",), 3.4, ""),
    ],
)
def test_iim_points_and_cut_offs_without_biopsy(patient, concepts, points, level):
    found = verdict("iim_eular_acr_2017", *(has(c) for c in concepts), patient=patient)
    assert found.points[0] == points
    assert found.level == level


def test_iim_symmetric_proximal_weakness():
    even = has("weakness", "deltoid", BOTH), has("weakness", "iliopsoas", BOTH)
    assert {"proximal_upper", "proximal_lower"} <= items(verdict("iim_eular_acr_2017", *even))
    assert not {"proximal_upper"} & items(verdict("iim_eular_acr_2017", has("weakness", "deltoid", LEFT)))


@pytest.mark.parametrize(
    ("concepts", "points", "level"),
    [
        (("rimmed_vacuoles", "ck_elevated"), 6.7, "probable"),
        (("perifascicular_atrophy", "gottron_sign", "perimysial_infiltrate"), 9.0, "definite"),
        (("endomysial_infiltrate", "ck_elevated", "perimysial_infiltrate"), 6.5, "possible"),
    ],
)
def test_iim_column_with_biopsy(concepts, points, level):
    found = verdict("iim_eular_acr_2017", *(has(c) for c in concepts), patient=ADULT)
    assert (found.points[0], found.level) == (points, level)


@pytest.mark.parametrize(
    ("concepts", "low"), [(("gottron_papules", "ck_elevated"), 0.542), (("gottron_papules", "gottron_sign"), 0.898)]
)
def test_iim_probability(concepts, low):
    found = verdict("iim_eular_acr_2017", *(has(c) for c in concepts), patient=ADULT)
    assert found.probability[0] == pytest.approx(low, abs=0.001)
    assert found.probability[0] < found.probability[1]


def test_iim_interval_closes_when_all_is_stated():
    signs = (
        "weakness", "heliotrope_rash", "gottron_papules", "gottron_sign", "dysphagia", "anti_jo1",
        "ck_elevated", "muscle_enzymes_elevated", "biopsy_finding",
    )
    found = verdict("iim_eular_acr_2017", *not_has(*signs), patient=ADULT)
    assert found.points == (2.2, 2.2)
    assert found.truth is Truth.NO


def test_bohan_and_peter():
    base = has("weakness", "deltoid", BOTH), has("weakness", "iliopsoas", BOTH), has("ck_elevated")
    assert verdict("bohan_peter_1975", *base).level == "pm_possible"
    assert verdict("bohan_peter_1975", *base, has("heliotrope_rash")).level == "dm_probable"
    assert verdict("bohan_peter_1975", *base, has("heliotrope_rash"), has("myopathic_emg")).level == "dm_definite"


def test_necrotising_myopathy_needs_no_biopsy_with_an_antibody():
    base = has("weakness", "iliopsoas", BOTH), has("ck_elevated")
    assert verdict("imnm_enmc_2016", *base, has("anti_hmgcr")).held == "hmgcr_myopathy"
    assert verdict("imnm_enmc_2016", *base, has("anti_srp")).held == "srp_myopathy"
    assert verdict("imnm_enmc_2016", *base, has("necrotising_biopsy")).truth is Truth.UNKNOWN
    seronegative = *base, has("necrotising_biopsy"), *not_has("myositis_specific_antibody")
    assert verdict("imnm_enmc_2016", *seronegative).held == "seronegative"


def test_inclusion_body_myositis():
    elder = Patient(age=66, onset_age=60)
    ck = has("ck_elevated", measure=Measure(value=600, unit="U/L", upper=200))
    weak = has("finger_flexor_weakness"), has("quadriceps_weakness"), has("rimmed_vacuoles")
    assert verdict("ibm_enmc_2011", ck, *weak, patient=elder).level == "clinical"
    assert verdict("ibm_enmc_2011", *weak, patient=elder).truth is Truth.UNKNOWN
    high = replace(ck, measure=Measure(value=6000, unit="U/L", upper=200))
    assert verdict("ibm_enmc_2011", high, *weak, patient=elder).truth is Truth.NO
    assert verdict("ibm_enmc_2011", ck, *weak, patient=Patient(age=35, onset_age=30)).truth is Truth.NO


@pytest.mark.parametrize("name", ["asys_acr_eular_2025", "ibm_enmc_2024"])
def test_an_unread_weight_never_yields_met(name):
    every = {c for i in load().criteria[name].items for c in _concepts(i.rule)}
    found = verdict(name, *(has(c) for c in every), patient=Patient(age=66, onset_age=50))
    assert found.truth is Truth.UNKNOWN
    assert found.unverified


def _concepts(node):
    return {node.name} if node.op == "finding" else {c for p in node.parts for c in _concepts(p)}


def test_cancer_tiers_need_a_myositis():
    assert verdict("imacs_cancer_2023", has("weakness"), patient=ADULT).truth is Truth.UNKNOWN
    rash = has("heliotrope_rash"), has("ck_elevated")
    assert verdict("imacs_cancer_2023", *rash, patient=ADULT).held == "high"
    assert verdict("imacs_cancer_2023", *rash, patient=replace(ADULT, onset_age=30)).held == "moderate"
    skin_only = *rash[:1], *not_has("weakness", "ck_elevated", "muscle_enzymes_elevated")
    assert verdict("imacs_cancer_2023", *skin_only, patient=ADULT).held == "moderate"
    assert verdict("imacs_cancer_2023", has("anti_hmgcr"), patient=replace(ADULT, onset_age=30)).truth is Truth.UNKNOWN
    child = Patient(age=9, onset_age=8)
    assert verdict("imacs_cancer_2023", has("heliotrope_rash"), patient=child).truth is Truth.NO


# Crystals, calcification, spine ------------------------------------------------------------------

KNEE = has("acute_monoarthritis", "knee", LEFT)


def test_cppd_by_points():
    shown = has("chondrocalcinosis", "knee", LEFT)
    old = Patient(age=70, onset_age=69)
    found = verdict("cppd_acr_eular_2023", KNEE, shown, patient=old)
    assert found.points[0] == 4 + 12 + 9 + 16 + 16 - 1
    assert found.truth is Truth.UNKNOWN
    two = verdict("cppd_acr_eular_2023", KNEE, has("chondrocalcinosis", "knee", BOTH), patient=old)
    assert (two.points[0], two.level, two.held) == (4 + 12 + 9 + 16 + 23 - 1, "", "score")
    assert two.unverified


def test_cppd_sufficient_criterion():
    found = verdict("cppd_acr_eular_2023", KNEE, has("synovial_cpp_crystals", "knee", LEFT))
    assert found.level == "sufficient"


def test_podagra_counts_against():
    found = verdict("cppd_acr_eular_2023", has("podagra"))
    assert "c_first_mtp" in items(found)
    assert "c_other" not in items(found)


def test_calcinosis_of_a_dermatomyositis_is_likely_dystrophic_not_decided():
    known = has("fascial_calcification", "triceps_surae", BOTH), has("connective_tissue_disease_history")
    found = verdict("calcinosis_groups", *known)
    assert (found.level, found.best) == ("dystrophic_likely", "dystrophic")
    assert {"hypercalcaemia", "hyperphosphataemia", "renal_failure", "pth_elevated"} <= set(found.missing)
    nxp2 = next(i for i in found.items if i.item == "nxp2")
    assert nxp2.missing == ("anti_nxp2",)
    laboratory = not_has("hypercalcaemia", "hyperphosphataemia", "renal_failure", "pth_elevated")
    assert verdict("calcinosis_groups", *known, *laboratory).level == "dystrophic"
    assert verdict("calcinosis_groups", *known, has("hypercalcaemia")).level == "metastatic"


def test_a_tendon_calcification_is_no_calcinosis():
    found = verdict("calcinosis_groups", has("longus_colli_calcification"), has("trauma_history"))
    assert found.truth is Truth.UNKNOWN


DISC = has("back_pain"), has("disc_calcification"), has("mirror_endplate_oedema"), has("endplate_erosion")


def test_disc_apatite_asks_fever_crp_and_cultures_first():
    found = verdict("calcific_discitis_rule", *DISC)
    assert found.level == "apatite_to_confirm"
    assert {"no_fever", "crp_modest", "cultures_negative"} <= items(found, Truth.UNKNOWN)
    normal = not_has("fever", "crp_elevated", "blood_culture_positive", "collection_abscess")
    assert verdict("calcific_discitis_rule", *DISC, *normal).level == "apatite"


def test_disc_apatite_yields_to_infection():
    sick = *DISC, has("fever"), has("blood_culture_positive")
    assert verdict("calcific_discitis_rule", *sick).level == "infection_first"
    assert verdict("nvo_idsa_2015", *sick).level == "proven"
    assert verdict("nvo_idsa_2015", has("back_pain")).truth is Truth.UNKNOWN


def test_longus_colli():
    known = has("acute_neck_pain"), has("longus_colli_calcification"), has("prevertebral_swelling")
    found = verdict("longus_colli_tendinitis", *known)
    assert (found.level, found.best) == ("likely", "fulfilled")
    clear = not_has("rim_enhancement", "retropharyngeal_collection")
    assert verdict("longus_colli_tendinitis", *known, *clear).level == "fulfilled"


def test_focal_myositis_on_radiculopathy_asks_ck_and_systemic_signs():
    known = (
        has("muscle_oedema_mri", "soleus", RIGHT), has("muscle_oedema_mri", "gastrocnemii", RIGHT),
        has("radicular_emg"), has("lumbar_canal_stenosis"), has("calf_atrophy", side=RIGHT),
    )
    found = verdict("neurogenic_focal_myositis", *known)
    assert (found.level, found.best) == ("compatible", "likely")
    assert "ck_elevated" in found.missing
    clear = not_has("ck_elevated", "skin_sign", "interstitial_lung_disease", "myositis_specific_antibody")
    assert verdict("neurogenic_focal_myositis", *known, *clear).level == "likely"


# Motor neuron, acute neuropathy ------------------------------------------------------------------


def test_gold_coast_needs_the_work_up():
    known = (
        has("progressive_course"), has("upper_motor_neuron_sign", "lower_limb"),
        has("weakness", "hand_intrinsics", RIGHT), has("muscle_atrophy", "hand_intrinsics", RIGHT),
    )
    found = verdict("als_gold_coast_2020", *known)
    assert found.truth is Truth.UNKNOWN
    assert "conduction_block" in found.missing
    clear = not_has("conduction_block", "sensory_conduction_abnormal", "cervical_cord_compression")
    assert verdict("als_gold_coast_2020", *known, *clear).level == "als"
    assert verdict("als_gold_coast_2020", *known, *clear[1:], MEDIAN).truth is Truth.NO


def test_brighton_levels():
    known = (
        has("tetraparesis"), has("flaccid_weakness"), has("generalized_areflexia"),
        has("nadir_within_4_weeks"), *not_has("sensory_level", "upper_motor_neuron_sign"),
    )
    assert verdict("gbs_brighton_2011", *known).level == "level_3"
    fluid = has("albuminocytologic_dissociation")
    assert verdict("gbs_brighton_2011", *known, fluid).level == "level_2"
    assert verdict("gbs_brighton_2011", *known, fluid, has("sural_sparing")).level == "level_1"
    assert verdict("gbs_brighton_2011", *known, has("sural_sparing")).level == "level_2"
    cells = has("csf_pleocytosis", measure=Measure(value=120, unit="/µL"))
    assert verdict("gbs_brighton_2011", *known, has("sural_sparing"), cells).level == "level_3"


def test_hirayama():
    boy = Patient(age=21, onset_age=18, sex=Sex.MALE)
    known = (
        has("weakness", "hand_intrinsics", RIGHT), has("slowly_progressive_course"),
        *not_has("lower_limb_weakness", "sensory_loss", "upper_motor_neuron_sign"),
    )
    assert verdict("hirayama_tashiro_2006", *known, patient=boy).held == "clinical"
    assert verdict("hirayama_tashiro_2006", *known, patient=Patient(onset_age=50)).truth is Truth.NO


def test_post_polio_needs_new_weakness():
    known = has("polio_history"), has("stable_course"), has("muscle_atrophy")
    late = Patient(age=60, duration_months=30)
    assert verdict("postpolio_march_of_dimes_2000", *known, patient=late).truth is Truth.UNKNOWN
    new = has("weakness", "quadriceps", LEFT), has("progressive_course")
    assert verdict("postpolio_march_of_dimes_2000", *known, *new, patient=late).truth is Truth.UNKNOWN
    clear = not_has("conduction_block", "upper_motor_neuron_sign")
    assert verdict("postpolio_march_of_dimes_2000", *known, *new, *clear, patient=late).level == "fulfilled"
