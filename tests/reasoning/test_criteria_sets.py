"""The sets beside the common ones on worked examples, and what holds of all sets."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from myotome.case import Case, Diagnosis, Finding, Measure, Patient
from myotome.knowledge import load
from myotome.logic import CaseView, derive
from myotome.reasoning.criteria import check_criteria, check_set
from myotome.terms import Presence, Sex, Side, Truth

LEFT, RIGHT, BOTH = Side.LEFT, Side.RIGHT, Side.BOTH


def has(concept, site=None, side=Side.UNSAID, **more):
    return Finding(concept=concept, site=site, side=side, **more)


def not_has(*concepts):
    return tuple(Finding(concept=c, presence=Presence.ABSENT) for c in concepts)


def some(*concepts):
    return tuple(map(has, concepts))


def verdict(name, *findings, patient=None, **case):
    derived = derive(Case(findings=findings, patient=patient or Patient(), **case), load())
    return check_set(load().criteria[name], CaseView(derived, load()))


# What holds of all sets ------------------------------------------------------------------------------


def unread(criteria):
    return {o.id for o in criteria.outcomes if o.source == "memory"}


def concepts_of(node):
    own = {node.name} if node.op in ("finding", "count", "value") else set()
    return own.union(*(concepts_of(p) for p in node.parts)) if node.parts else own


def everything(criteria):
    return [has(c, side=BOTH) for item in criteria.items for c in sorted(concepts_of(item.rule))]


@pytest.mark.parametrize("name", sorted(load().criteria))
def test_what_nobody_read_is_held_and_never_met(name):
    criteria = load().criteria[name]
    for patient in (Patient(age=66, onset_age=60, duration_months=60), Patient(age=9, onset_age=8)):
        found = verdict(name, *everything(criteria), patient=patient)
        assert found.level not in unread(criteria)
        if found.held:
            assert found.unverified


@pytest.mark.parametrize("name", sorted(load().criteria))
def test_each_set_has_a_version_a_paper_and_both_languages(name):
    criteria = load().criteria[name]
    assert criteria.version
    assert criteria.paper in load().references
    for part in (*criteria.items, *criteria.outcomes, *criteria.subtypes):
        names = getattr(part, "text", None) or part.names
        assert names.fr and names.en


READ_CONCEPTS = sorted({c for s in load().criteria.values() for i in s.items for c in concepts_of(i.rule)})
STATED = st.dictionaries(st.sampled_from(READ_CONCEPTS), st.booleans(), max_size=25)


@settings(max_examples=60, deadline=None)
@given(first=STATED, more=STATED)
def test_more_data_never_turns_met_into_cannot_be_said(first, more):
    """What is added agrees with what was said: a new finding is about a concept nobody spoke of."""

    def case(stated):
        findings = [Finding(concept=c, presence=Presence.PRESENT if p else Presence.ABSENT) for c, p in stated.items()]
        return Case(findings=tuple(findings), patient=Patient(age=56, onset_age=50, sex=Sex.MALE, duration_months=30))

    known = load()

    def related(a, b):
        return known.is_a(a, b) or known.is_a(b, a)

    added = {c: p for c, p in more.items() if not any(related(c, old) for old in first)}
    before = check_criteria(case(first), known)
    after = {v.criteria: v for v in check_criteria(case({**first, **added}), known)}
    for old in before:
        if old.truth is Truth.YES:
            assert after[old.criteria].truth is not Truth.UNKNOWN, old.criteria


def test_half_a_biopsy_report_leaves_the_column_without_biopsy():
    adult = Patient(age=45, onset_age=44)
    signs = some("gottron_papules", "ck_elevated")
    assert verdict("iim_eular_acr_2017", *signs, patient=adult).level == "probable"
    half = verdict("iim_eular_acr_2017", *signs, *not_has("perifascicular_atrophy"), patient=adult)
    assert (half.level, half.points[0]) == ("probable", 5.5)
    bare = verdict("iim_eular_acr_2017", *signs, *not_has("biopsy_finding", "weakness", "dysphagia", "anti_jo1", "heliotrope_rash", "gottron_sign"), patient=adult)
    assert bare.truth is Truth.NO


@pytest.mark.parametrize(("patient", "concepts", "kind"), [
    (Patient(age=9, onset_age=8), ("heliotrope_rash", "gottron_sign", "ck_elevated"), "jdm"),
    (Patient(age=45, onset_age=44), ("gottron_papules", "gottron_sign", "neck_flexors_weaker_than_extensors"), "dm"),
    (Patient(age=66, onset_age=60), ("rimmed_vacuoles", "ck_elevated"), ""),
])
def test_the_subtype_of_a_myositis_comes_with_a_met_level_only(patient, concepts, kind):
    assert verdict("iim_eular_acr_2017", *some(*concepts), patient=patient).subtype == kind


def test_an_elder_without_skin_signs_and_with_vacuoles_is_ibm():
    elder = Patient(age=66, onset_age=60)
    bare = not_has("heliotrope_rash", "gottron_papules", "gottron_sign")
    assert verdict("iim_eular_acr_2017", *some("rimmed_vacuoles", "ck_elevated"), *bare, patient=elder).subtype == "ibm"
    assert verdict("iim_eular_acr_2017", has("ck_elevated"), *bare, patient=elder).subtype == ""


# CIDP and its neighbours --------------------------------------------------------------------------


def test_motor_cidp_waits_for_the_sensory_study():
    known = *some("slowly_progressive_course", "progressive_course", "symmetric_weakness", "proximal_weakness", "distal_weakness", "reflex_loss"), *not_has("sensory_loss", "paraesthesia")
    assert verdict("cidp_motor_2021", *known).level == "clinical"
    assert verdict("cidp_motor_2021", *known, *not_has("sensory_conduction_abnormal")).level == "motor"
    assert verdict("cidp_motor_2021", *known, has("low_snap")).level == "motor_predominant"
    assert verdict("cidp_motor_2021", *known[:-1], has("paraesthesia")).truth is Truth.NO


def test_distal_cidp_is_not_an_anti_mag_neuropathy():
    known = *some("slowly_progressive_course", "progressive_course", "distal_weakness", "stocking_sensory_loss"), *not_has("proximal_weakness")
    assert verdict("cidp_distal_2021", *known).missing == ("anti_mag",)
    assert verdict("cidp_distal_2021", *known, *not_has("anti_mag")).level == "clinical"
    assert verdict("cidp_distal_2021", *known, has("anti_mag")).truth is Truth.NO


def test_acute_onset_cidp_is_suspected_after_eight_weeks():
    stated = {"diagnoses": (Diagnosis(disease="gbs_aidp"),)}
    assert verdict("cidp_acute_onset", **stated).truth is Truth.UNKNOWN
    assert verdict("cidp_acute_onset", has("progression_over_8_weeks"), **stated).level == "suspect"


def test_doubt_about_guillain_barre():
    assert verdict("gbs_doubt", has("csf_pleocytosis", measure=Measure(value=80, unit="/µL"))).level == "doubt"
    assert verdict("gbs_doubt", has("csf_pleocytosis", measure=Measure(value=20, unit="/µL"))).truth is Truth.UNKNOWN
    assert verdict("gbs_doubt", has("sensory_level")).level == "doubt"


def test_fisher_levels_are_held_from_memory():
    known = *some("ophthalmoparesis", "reflex_loss", "ataxic_gait", "acute_onset"), *not_has("weakness", "upper_motor_neuron_sign", "impaired_consciousness")
    assert verdict("gbs_mfs_brighton_2011", *known).held == "level_3"
    fluid = has("albuminocytologic_dissociation")
    assert verdict("gbs_mfs_brighton_2011", *known, fluid).held == "level_2"
    assert verdict("gbs_mfs_brighton_2011", *known, fluid, *not_has("nerve_conduction_abnormal")).held == "level_1"


# Motor neuron ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("onset", "kind"), [(0.3, "type_1"), (1.0, "type_2"), (3, "type_3"), (35, "type_4")])
def test_sma_types_by_onset(onset, kind):
    found = verdict("sma_types", has("smn1_deletion"), patient=Patient(age=40, onset_age=onset))
    assert kind in (found.held, found.level)


def test_lower_motor_neuron_disease_needs_the_block_ruled_out():
    adult = Patient(age=60, onset_age=59, sex=Sex.FEMALE)
    known = *some("diffuse_denervation", "progressive_course"), *not_has("upper_motor_neuron_sign", "rimmed_vacuoles")
    assert verdict("pma_features", *known, patient=adult).missing == ("conduction_block",)
    assert verdict("pma_features", *known, *not_has("conduction_block"), patient=adult).held == "likely"
    assert verdict("pma_features", *known, has("conduction_block"), patient=adult).truth is Truth.NO


def test_post_polio_by_two_new_problems():
    known = *some("polio_history", "stable_course", "fatigue", "cold_worsening"), *not_has("conduction_block", "upper_motor_neuron_sign")
    assert verdict("postpolio_halstead_1987", *known).level == "fulfilled"
    assert verdict("postpolio_halstead_1987", *known[:3], *known[4:]).truth is Truth.UNKNOWN


def test_el_escorial_possible_by_a_lower_sign_above_an_upper_one():
    known = *some("progressive_course", "hand_atrophy", "babinski_sign"), *not_has("hoffmann_sign")
    assert verdict("als_el_escorial_2000", *known).level == "possible"
    emg = [has(c, site) for c in ("active_denervation", "chronic_neurogenic_emg") for site in ("deltoid", "tibialis_anterior")]
    assert verdict("als_el_escorial_2000", *known, *emg).level == "probable_laboratory"


# Root, entrapment, muscle --------------------------------------------------------------------------


def test_a_painless_foot_drop_is_no_simple_radiculopathy():
    assert verdict("not_a_simple_radiculopathy", has("foot_drop", side=LEFT), *not_has("back_pain", "sciatica")).level == "alert"
    painful = *some("foot_drop", "sciatica", "back_pain", "sensory_disturbance", "disc_herniation"),
    assert verdict("not_a_simple_radiculopathy", *painful).truth is Truth.UNKNOWN


def test_l5_root_is_held_by_inversion_or_hip():
    known = has("weakness", "extensor_hallucis_longus", LEFT), has("weakness", "tibialis_anterior", LEFT), has("dermatomal_sensory_loss", "dermatome.L5", LEFT)
    assert verdict("root_pattern_l5", *known).held == "compatible"
    assert verdict("root_pattern_l5", *known, has("weakness", "gluteus_medius", LEFT)).held == "typical"


def test_root_before_the_ganglion():
    known = has("weakness", "tibialis_anterior", LEFT), has("paraspinal_denervation")
    assert verdict("root_preganglionic", *known, *not_has("low_snap")).level == "root"
    assert verdict("root_preganglionic", *known, has("low_snap")).truth is Truth.NO


@pytest.mark.parametrize("sign", ["saddle_anaesthesia", "urinary_retention", "anal_tone_reduced"])
def test_cauda_equina_is_an_emergency_by_one_sign(sign):
    assert verdict("cauda_equina_alarm", has(sign)).level == "emergency"


def test_a_painless_motor_palsy_after_useless_surgery_asks_for_a_full_study():
    known = has("finger_drop", side=RIGHT), *some("isolated_motor_deficit", "surgery_decompression_without_benefit")
    assert verdict("entrapment_or_mmn", *known).level == "mmn_study"
    assert verdict("entrapment_or_mmn", has("foot_drop"), has("fibular_slowing_at_fibular_head"), *not_has("conduction_block_outside_entrapment")).level == "entrapment"


def test_antisynthetase_by_solomon_needs_majors_and_minors():
    known = some("anti_jo1", "interstitial_lung_disease")
    assert verdict("asys_solomon_2011", *known).truth is Truth.UNKNOWN
    assert verdict("asys_solomon_2011", *known, *some("arthritis", "raynaud_phenomenon")).held == "fulfilled"
    assert verdict("asys_solomon_2011", *known, *some("weakness", "ck_elevated")).held == "fulfilled"


def test_juvenile_dermatomyositis_with_mri_in_place_of_biopsy():
    child = Patient(age=9, onset_age=8)
    known = has("heliotrope_rash"), has("weakness", "deltoid", BOTH), *some("ck_elevated", "muscle_oedema_mri")
    assert verdict("jdm_bohan_peter_mri", *known, patient=child).held == "definite"
    assert verdict("jdm_bohan_peter_mri", *known, patient=Patient(age=40, onset_age=39)).truth is Truth.NO


def test_risk_of_calcinosis_by_nxp2():
    child = Patient(age=9, onset_age=8)
    known = some("heliotrope_rash", "anti_nxp2")
    assert verdict("jdm_calcinosis_risk", *known, patient=child).level == "raised"
    assert verdict("jdm_calcinosis_risk", *known, has("calcinosis"), patient=child).level == "present"


def test_amyopathic_is_said_before_the_wider_class():
    known = *some("gottron_papules", "heliotrope_rash", "anti_mda5"), *not_has("proximal_weakness", "ck_elevated", "muscle_enzymes_elevated", "biopsy_finding")
    assert verdict("dm_enmc_2018", *known).held == "amyopathic"
    assert verdict("dm_enmc_2018", *known[:3], has("proximal_weakness")).held == "dm"


@pytest.mark.parametrize(("shape", "kind"), [("disc_calcification_dense_nucleus", "apatite_likely"), ("disc_calcification_linear_annular", "pyrophosphate_likely")])
def test_crystal_by_shape_and_place(shape, kind):
    assert verdict("spine_crystal_pattern", has(shape)).level == kind
    other = {"disc_calcification_dense_nucleus", "disc_calcification_linear_annular"} - {shape}
    assert verdict("spine_crystal_pattern", has(shape), *not_has(*other)).level == kind.removesuffix("_likely")


def test_two_entrapments_of_the_young_ask_for_pmp22():
    young = Patient(age=30, onset_age=25)
    assert verdict("hnpp_rule", has("multiple_compression_neuropathies"), patient=young).level == "test_gene"
    assert verdict("hnpp_rule", has("multiple_compression_neuropathies"), patient=Patient(age=60, onset_age=55)).truth is Truth.UNKNOWN
