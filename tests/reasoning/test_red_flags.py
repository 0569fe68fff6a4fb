"""Each alarm on a case that must raise it, and on a near one that must not."""

import pytest

from myotome.case import Case, Diagnosis, Finding, Measure, Patient
from myotome.knowledge import load
from myotome.logic import derive
from myotome.reasoning.red_flags import URGENCIES, raise_flags
from myotome.terms import Certainty, Presence, Side

ADULT, CHILD = Patient(age=56, onset_age=55), Patient(age=6)


def has(*concepts):
    return tuple(Finding(concept=c) for c in concepts)


def not_has(*concepts):
    return tuple(Finding(concept=c, presence=Presence.ABSENT) for c in concepts)


def flags(*findings, patient=ADULT, **case):
    known = derive(Case(findings=findings, patient=patient, **case), load())
    return {f.flag: f for f in raise_flags(known, load())}


RAISED = {
    "cauda_equina": has("saddle_anaesthesia"),
    "respiratory_failure_threat": has("weakness", "dyspnoea", "acute_onset"),
    "respiratory_weakness_chronic": has("weakness", "dyspnoea"),
    "bulbar_weakness_rapid": has("weakness", "dysphagia", "rapidly_progressive_course"),
    "swallowing_at_risk": has("weakness", "dysphagia"),
    "cord_compression": has("sensory_level"),
    "ascending_weakness": has("tetraparesis", "generalized_areflexia", "acute_onset"),
    "descending_paralysis": has("diplopia", "dysphagia", "mydriasis", "acute_onset"),
    "myasthenic_crisis": has("fatigability", "ptosis", "dyspnoea"),
    "potassium_paralysis": has("weakness", "hypokalaemia"),
    "spinal_infection": has("back_pain", "fever"),
    "spinal_infection_with_deficit": has("back_pain", "fever", "weakness"),
    "meningeal_signs": has("kernig_sign"),
    "airway_threat": has("prevertebral_swelling", "dyspnoea"),
    "deep_neck_infection": has("fever", "neck_stiffness", "odynophagia"),
    "steroid_and_infection": has("corticosteroid_exposure", "blood_culture_positive"),
    "spinal_tumour": has("back_pain", "weight_loss"),
    "rhabdomyolysis": has("dark_urine", "ck_elevated"),
    "acute_compartment_syndrome": has("pain_on_passive_stretch", "tense_compartment"),
    "deep_vein_thrombosis": has("unilateral_limb_oedema", "calf_pain"),
    "mda5_lung": has("anti_mda5", "dyspnoea"),
    "cancer_in_dermatomyositis": has("heliotrope_rash"),
    "statin_and_ck": has("statin_exposure", "ck_elevated"),
    "checkpoint_inhibitor": has("checkpoint_inhibitor_exposure", "ptosis"),
    "vasculitic_multineuritis": has("multifocal_sensory_loss", "subacute_onset", "purpura"),
    "worse_after_steroid": has("weakness", "worsening_after_steroid"),
    "fop_no_biopsy": has("great_toe_malformation", "ossified_mass"),
    "calciphylaxis": has("skin_necrosis", "dialysis"),
    "nitrous_oxide": has("nitrous_oxide_exposure", "paraesthesia"),
}


@pytest.mark.parametrize("flag", RAISED)
def test_raised_with_the_findings_that_raise_it(flag):
    found = flags(*RAISED[flag])
    assert flag in found
    assert found[flag].findings


@pytest.mark.parametrize("flag", RAISED)
def test_not_raised_by_what_is_only_possible(flag):
    hints = (Finding(concept=f.concept, certainty=Certainty.POSSIBLE) for f in RAISED[flag])
    assert flag not in flags(*hints)


@pytest.mark.parametrize("flag", RAISED)
def test_not_raised_by_what_is_denied(flag):
    assert flag not in flags(*not_has(*(f.concept for f in RAISED[flag])))


def test_silence_raises_nothing():
    assert not raise_flags(Case(), load())


def test_every_rule_has_an_urgency_and_both_languages():
    for rule in load().red_flags.values():
        assert rule.urgency in URGENCIES
        for names in (rule.names, rule.message, rule.act):
            assert names.fr
            assert names.en


def test_most_urgent_first():
    raised = raise_flags(Case(findings=has("weakness", "dysphagia", "dyspnoea", "acute_onset", "weight_loss", "back_pain")), load())
    order = [URGENCIES.index(f.urgency) for f in raised]
    assert order == sorted(order)
    assert len(set(order)) > 1


def test_very_high_ck_by_multiple_of_normal():
    ck = Finding(concept="ck_elevated", measure=Measure(value=20000, unit="U/L", upper=200))
    assert "rhabdomyolysis" in flags(ck)
    mild = Finding(concept="ck_elevated", measure=Measure(value=900, unit="U/L", upper=200))
    assert "rhabdomyolysis" not in flags(mild)


DROP = Finding(concept="plegia", site="ankle_dorsiflexors", side=Side.LEFT)


def test_not_a_simple_radiculopathy():
    painless = not_has("back_pain", "sciatica")
    assert "not_a_simple_radiculopathy" in flags(DROP, *painless)
    assert "not_a_simple_radiculopathy" in flags(DROP, *has("progression_over_months"))
    labelled = (Diagnosis(disease="radic_l5"),)
    weak = Finding(concept="weakness", site="ankle_dorsiflexors", side=Side.LEFT)
    assert "not_a_simple_radiculopathy" in flags(weak, *painless, diagnoses=labelled)
    assert "not_a_simple_radiculopathy" not in flags(weak, *has("sciatica"), diagnoses=labelled)
    assert "not_a_simple_radiculopathy" not in flags(weak)


def test_the_child():
    acute = has("weakness", "acute_onset")
    assert {"acute_flaccid_child", "child_with_weakness"} <= set(flags(*acute, patient=CHILD))
    assert not {"acute_flaccid_child", "child_with_weakness"} & set(flags(*acute))
    assert "child_with_weakness" not in flags(*acute, patient=Patient())


def test_a_juvenile_rash_does_not_ask_for_cancer():
    assert "cancer_in_dermatomyositis" not in flags(*has("heliotrope_rash"), patient=Patient(age=24, onset_age=11))


def test_at_most_three_at_once_and_what_is_set_aside_makes_room(knowledge):
    story = tuple(Finding(concept=c) for c in (
        "weakness", "acute_onset", "dysphagia", "dyspnoea", "saddle_anaesthesia", "respiratory_failure", "rapidly_progressive_course",
    ))
    raised = raise_flags(Case(findings=story), knowledge)
    assert len(raised) > 3
    shown = [f.flag for f in raised if f.shown]
    assert shown == [f.flag for f in raised[:3]]
    then = raise_flags(Case(findings=story, dismissed={shown[0]: "seen by the surgeon"}), knowledge)
    assert {f.flag for f in then} == {f.flag for f in raised}
    assert [f.flag for f in then if f.shown] == [*shown[1:], raised[3].flag]
    assert then[-1].dismissed == "seen by the surgeon" and not then[-1].shown
