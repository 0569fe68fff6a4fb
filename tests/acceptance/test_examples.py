"""The cases of the documents re-told, in French (``examples/``) and in English: same conclusions.

These need no shared folder. What changes with the text is asked in ``test_variants.py``.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from myotome.cli.main import cli
from myotome.terms import Sex, Side, Truth

from .texts import EXAMPLES, Answer, answer, answers, change, example, mirrored, taken_in

LEFT, RIGHT, BOTH = Side.LEFT, Side.RIGHT, Side.BOTH

# The same facts in English, in other words than the examples' -----------------------------------

CALF = """A 57-year-old man had truncated sciatica L5-S1, switching sides, more often on the left than on the right. MRI of the lumbar spine: narrow lumbar canal at L4-L5; no indication for surgery.
Over months the right triceps surae became weak. EMG: radicular involvement of L5 and S1 on both sides, worse on the right, moderate, without active denervation.
Analgesics, NSAIDs, B vitamins, rehabilitation and an epidural injection failed. The weakness worsened, with a limp and wasting of the right calf.
MRI of the legs: oedema and fatty degeneration of the right soleus and right gastrocnemius; slighter oedema of the left medial gastrocnemius.
After three months of tapering corticosteroids, B vitamins and rehabilitation, strength returned nearly to normal. The control MRI is unchanged.
"""
CALCIUM = """A 24-year-old man has had juvenile dermatomyositis since the age of 11. Calcinosis of the right thenar eminence was removed surgically. Ulnar drift of both hands, wasting of the interossei and lumbricals; night splints.
Recently both calves became painful on exertion; they are tender, with many nodules on palpation.
Radiographs: linear subcutaneous and intermuscular calcification of both legs. Ultrasound and MRI: calcification of the fasciae behind the triceps surae and of both Achilles tendons.
Analgesics, heel lifts and eccentric training brought no improvement. The calcifications are extensive and bulky.
"""
FARMER = """A farmer, now 56, fell ill at 40 with cramps of the left leg. A year later the left foot dropped over several months: plegia of the left ankle dorsiflexors, without back pain, sciatica or sensory symptoms. CT of the lumbar spine showed no disc herniation; fibular nerve conduction was normal. He was thought to have an L5 radiculopathy.
Ten years later painless weakness of the right leg, then of the shoulders and hands, with an unsteady gait.
Examination: asymmetric weakness. Wasting of the left infraspinatus, of the intrinsic muscles of both hands, of the left anterior compartment of the leg and of the right calf. Weakness grade 3-4 without wasting of both deltoids and both biceps. Sensation normal, reflexes normal.
EMG: neurogenic process. Muscle MRI: abnormal signal of the right infraspinatus and supraspinatus, of the left anterior compartment and of the right gastrocnemius.
"""
BLOCKS = "Further motor studies: conduction blocks of both median nerves and of the left ulnar nerve outside the usual sites of compression.\n"
DISC = """A 45-year-old man with low back pain for one year, partly at night, relieved by NSAIDs. Upper cervical spine fracture in 2009.
MRI: mirror subchondral oedema of the lower endplate of L4 and of the upper endplate of L5, slight depression of the upper endplate of L5.
CT: disc calcification at L4-L5, erosions of the upper endplate of L5.
"""
NECK = """A 47-year-old woman with arterial hypertension, asthma and past malaria came back from Senegal four months ago. Headache and neck pain with muscle spasm for one week. No fever.
CRP 75 mg/L, no leucocytosis, malaria smear negative.
The next day the pain persisted; Kernig and Brudzinski signs positive. Lumbar puncture negative.
"""
NECK_CT = "CT of the neck: calcification of the left longus colli muscle.\n"


# 1 ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=["fr", "en"])
def calf(request: pytest.FixtureRequest) -> Answer:
    return answer(example(1) if request.param == "fr" else CALF)


def test_1_findings(calf: Answer) -> None:
    assert calf.patient.age == 57
    assert calf.has("lumbar_canal_stenosis", "spine_l4_l5")
    assert calf.has("weakness", "triceps_surae", RIGHT)
    assert calf.has("calf_atrophy", side=RIGHT)
    assert calf.has("limp")


def test_1_sciatica_alternates_worse_on_the_left(calf: Answer) -> None:
    assert (Side.ALTERNATING, LEFT) in {(f.side, f.worse) for f in calf.findings("alternating_sciatica")}


@pytest.mark.parametrize("root", ["root.L5", "root.S1"])
def test_1_emg(calf: Answer, root: str) -> None:
    assert (BOTH, RIGHT) in {(f.side, f.worse) for f in calf.findings("radicular_emg", root)}


def test_1_no_active_denervation(calf: Answer) -> None:
    assert calf.lacks("active_denervation")


@pytest.mark.parametrize("concept", ["muscle_oedema_mri", "muscle_fat_mri"])
@pytest.mark.parametrize("muscles", [{"soleus"}, {"gastrocnemii"}])
def test_1_oedema_and_fat_of_the_right_calf(calf: Answer, concept: str, muscles: set[str]) -> None:
    assert any(calf.has(concept, m, RIGHT) for m in muscles)


def test_1_left_medial_gastrocnemius_swollen_but_not_fat(calf: Answer) -> None:
    assert calf.has("muscle_oedema_mri", "gastrocnemius_medial", LEFT)
    assert not calf.has("muscle_fat_mri", "gastrocnemius_medial", LEFT)


def test_1_conservative_care_failed(calf: Answer) -> None:
    assert calf.has("conservative_treatment_failed")


def test_1_images_unchanged(calf: Answer) -> None:
    assert calf.has("imaging_unchanged_despite_recovery")


def test_1_strength_returned_does_not_deny_the_weakness(calf: Answer) -> None:
    assert not any(f.site is None for f in calf.findings("weakness", present=False))


def test_1_s1_worse_on_the_right_l5_not_told_apart(calf: Answer) -> None:
    seen = calf.lesion_sites() | calf.tie_set()
    assert ("root.S1", RIGHT) in calf.lesion_sites()
    assert ("root.S1", LEFT) in seen
    assert "root.L5" in {site for site, _ in seen}
    assert calf.localisation.worse is RIGHT


def test_1_ranking_and_next_step(calf: Answer) -> None:
    assert calf.diseases[0] == "neurogenic_focal_myositis"
    assert "ck_assay" in calf.tests[:3]


def test_1_plan(calf: Answer) -> None:
    assert calf.plan("neurogenic_focal_myositis").tapers
    assert "surgery_decompression" in calf.acts("neurogenic_focal_myositis", "not_indicated")


# 2 ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=["fr", "en"])
def calcium(request: pytest.FixtureRequest) -> Answer:
    return answer(example(2) if request.param == "fr" else CALCIUM)


def test_2_patient(calcium: Answer) -> None:
    assert (calcium.patient.age, calcium.patient.onset_age) == (24, 11)
    assert calcium.stated["jdm"].established


def test_2_findings(calcium: Answer) -> None:
    assert calcium.has("calcinosis", "thenar", RIGHT)
    assert calcium.has("ulnar_drift")
    assert calcium.has("muscle_atrophy", "interossei_hand")
    assert calcium.has("muscle_atrophy", "lumbricals_hand")
    assert calcium.has("exertional_calf_pain", "calf", LEFT)
    assert calcium.has("soft_tissue_nodules")


def test_2_calcification(calcium: Answer) -> None:
    assert calcium.has("linear_subcutaneous_calcification")
    assert calcium.has("fascial_calcification")
    assert calcium.findings("soft_tissue_calcification", "achilles_tendon", LEFT, narrower=True)
    assert calcium.findings("soft_tissue_calcification", "achilles_tendon", RIGHT, narrower=True)


def test_2_conservative_care_failed(calcium: Answer) -> None:
    assert calcium.has("conservative_treatment_failed")


def test_2_no_arterial_hypotension(calcium: Answer) -> None:
    assert calcium.silent("arterial_hypotension")


def test_2_ranking(calcium: Answer) -> None:
    assert calcium.diseases[:2] == ["jdm", "calcinosis_dystrophic"]


def test_2_group_open_and_what_decides_it(calcium: Answer) -> None:
    verdict = calcium.verdict("calcinosis_groups")
    assert verdict.level == "dystrophic_likely"
    assert {"hypercalcaemia", "hyperphosphataemia", "renal_failure", "pth_elevated"} <= set(verdict.missing)


def test_2_morphotype(calcium: Answer) -> None:
    assert calcium.verdict("calcinosis_morphotypes").level in ("mixed", "fascial")


def test_2_treatment(calcium: Answer) -> None:
    assert calcium.harmful("warfarin")
    not_indicated = {s.act for p in calcium.assessment.plans for s in p.steps if s.kind == "not_indicated"}
    assert {"shock_wave", "surgery_excision"} <= not_indicated


# 3 ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=["fr", "en"])
def farmer(request: pytest.FixtureRequest) -> Answer:
    return answer(example(3) if request.param == "fr" else FARMER + BLOCKS)


@pytest.fixture(scope="module", params=["fr", "en"])
def before_blocks(request: pytest.FixtureRequest) -> Answer:
    text = example(3)
    return answer(text[: text.index("IRM musculaire")] if request.param == "fr" else FARMER[: FARMER.index("Muscle MRI")])


def test_3_patient(farmer: Answer) -> None:
    assert (farmer.patient.age, farmer.patient.onset_age) == (56, 40)


@pytest.mark.parametrize(("site", "side"), [("infraspinatus", LEFT), ("calf", RIGHT)])
def test_3_wasted(farmer: Answer, site: str, side: Side) -> None:
    assert farmer.has("muscle_atrophy", site, side)


def test_3_both_hands_wasted(farmer: Answer) -> None:
    assert farmer.has("hand_atrophy", side=LEFT)
    assert farmer.has("hand_atrophy", side=RIGHT)


@pytest.mark.parametrize("site", ["deltoid", "biceps_brachii"])
@pytest.mark.parametrize("side", [LEFT, RIGHT])
def test_3_weak_but_not_wasted(farmer: Answer, site: str, side: Side) -> None:
    (weak, *_) = farmer.findings("weakness", site, side)
    assert weak.grade is not None
    assert (weak.grade.low, weak.grade.high) == (3, 4)
    assert farmer.lacks("muscle_atrophy", site, side)


@pytest.mark.parametrize("concept", ["back_pain", "sciatica", "sensory_disturbance", "disc_herniation", "sensory_loss", "reflex_loss"])
def test_3_denied(farmer: Answer, concept: str) -> None:
    assert farmer.lacks(concept)
    assert not farmer.has(concept)


def test_3_fibular_study_normal(farmer: Answer) -> None:
    assert farmer.lacks("nerve_conduction_abnormal", "common_fibular") or farmer.lacks("motor_conduction_abnormal", "common_fibular")


@pytest.mark.parametrize("muscle", ["infraspinatus", "supraspinatus"])
def test_3_mri_of_the_right_shoulder(farmer: Answer, muscle: str) -> None:
    seen = list(farmer.findings("muscle_mri_abnormal", muscle, narrower=True))
    assert [f.side for f in seen] == [RIGHT]


def test_3_weak_hands_and_shoulders_are_told(farmer: Answer) -> None:
    assert farmer.has("hand_weakness")
    assert farmer.findings("weakness", "shoulder_girdle") or farmer.has("shoulder_weakness")


@pytest.mark.parametrize(("nerve", "side"), [("median", LEFT), ("median", RIGHT), ("ulnar", LEFT)])
def test_3_blocks(farmer: Answer, nerve: str, side: Side) -> None:
    assert farmer.has("conduction_block_outside_entrapment", nerve, side)


def test_3_old_diagnosis_of_a_root_is_not_believed(farmer: Answer) -> None:
    assert not farmer.stated["radic_l5"].established
    assert farmer.diseases[0] == "mmn"


def test_3_in_the_first_three_before_the_blocks(before_blocks: Answer) -> None:
    assert before_blocks.silent("conduction_block")
    assert "mmn" in before_blocks.diseases[:3]
    assert "mmn" in before_blocks.not_to_miss


def test_3_motor_conduction_next_before_the_blocks(before_blocks: Answer) -> None:
    assert before_blocks.tests[0] == "motor_conduction_whole_nerve"


@pytest.mark.parametrize("criteria", ["mmn_aaem_2003", "mmn_efns_pns_2010"])
def test_3_sets_cannot_be_said(farmer: Answer, criteria: str) -> None:
    verdict = farmer.verdict(criteria)
    assert (verdict.truth, verdict.best) == (Truth.UNKNOWN, "definite")
    assert "upper_motor_neuron_sign" in verdict.missing


def test_3_treatment(farmer: Answer) -> None:
    assert "corticosteroid" in farmer.acts("mmn", "harmful")
    assert "ivig" in farmer.acts("mmn", "first")


# 4 ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=["fr", "en"])
def disc(request: pytest.FixtureRequest) -> Answer:
    return answers(example(4))[0] if request.param == "fr" else answer(DISC)


@pytest.fixture(scope="module", params=["fr", "en"])
def neck(request: pytest.FixtureRequest) -> Answer:
    return answers(example(4))[1] if request.param == "fr" else answer(NECK + NECK_CT)


def test_4_two_patients() -> None:
    assert [(a.patient.age, a.patient.sex) for a in answers(example(4))] == [(45, Sex.MALE), (47, Sex.FEMALE)]


def test_4_disc_findings(disc: Answer) -> None:
    assert disc.has("mirror_endplate_oedema", "endplate_l4_lower")
    assert disc.has("mirror_endplate_oedema", "endplate_l5_upper")
    assert disc.has("endplate_depression", "endplate_l5_upper")
    assert disc.has("endplate_erosion", "endplate_l5_upper")
    assert disc.has("disc_calcification")
    assert disc.has("pain_relieved_by_nsaid")


def test_4_disc_conclusion(disc: Answer) -> None:
    assert disc.diseases[0] == "apatite_disc"
    assert "spondylodiscitis" in disc.not_to_miss
    assert disc.verdict("calcific_discitis_rule").level == "apatite_to_confirm"


def test_4_disc_next_step(disc: Answer) -> None:
    assert {"blood_cultures", "crp_esr"} <= set(disc.tests)


def test_4_general_statements_are_not_his(disc: Answer) -> None:
    assert disc.silent("fever")


def test_4_neck_findings(neck: Answer) -> None:
    assert neck.has("headache")
    assert neck.has("neck_pain")
    assert neck.lacks("fever")
    assert neck.lacks("leucocytosis")
    assert neck.lacks("malaria_smear_positive")
    assert neck.has("kernig_sign")
    assert neck.has("brudzinski_sign")
    assert neck.lacks("csf_abnormal")
    assert neck.has("longus_colli_calcification", "longus_colli", LEFT)


def test_4_neck_conclusion(neck: Answer) -> None:
    assert neck.diseases[0] == "longus_colli"
    assert neck.flags["meningeal_signs"] == "now"


def test_4_english_first_consultation() -> None:
    given = answer(NECK[: NECK.index("The next day")])
    assert "ct_neck" in given.tests[:2]
    assert "meningitis" in given.not_to_miss


# 5 ----------------------------------------------------------------------------------------------


def test_5_describes_no_patient() -> None:
    assert answers(example(5)) == []
    assert {"rituximab", "methotrexate", "dm", "asys"} <= set(taken_in(example(5)).named)


def test_5_letter_is_quoted() -> None:
    (letter,) = taken_in(example(5)).self_reports
    assert "cortisone" in letter


def test_5_command_line(tmp_path: Path) -> None:
    (path,) = EXAMPLES.glob("5-*.txt")
    out = tmp_path / "out.json"
    done = CliRunner().invoke(cli, ["assess", str(path), "--json", str(out)])
    assert done.exit_code == 1
    assert json.loads(out.read_bytes())["assessments"] == []


# The whole way, once a case --------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.txt")), ids=lambda p: p.stem)
def test_every_example_gives_a_page_in_both_languages(path: Path, tmp_path: Path) -> None:
    for language in ("fr", "en"):
        page = tmp_path / f"{language}.html"
        done = CliRunner().invoke(cli, ["assess", str(path), "--html", str(page), "--language", language])
        assert done.exit_code in (0, 1)
        text = page.read_text(encoding="utf-8")
        assert "<html" in text
        assert "http://" not in text.replace("http://www.w3.org", "")


# The English texts, with one thing changed -----------------------------------------------------


def test_en_1_mirrored() -> None:
    given = answer(mirrored(CALF))
    assert given.has("weakness", "triceps_surae", LEFT)
    assert given.has("calf_atrophy", side=LEFT)
    assert not given.has("calf_atrophy", side=RIGHT)
    assert given.has("muscle_oedema_mri", "gastrocnemius_medial", RIGHT)


def test_en_1_normal_emg() -> None:
    text = change(CALF, "EMG: radicular involvement of L5 and S1 on both sides, worse on the right, moderate, without active denervation.", "EMG was normal.")
    after = answer(text)
    assert not after.has("radicular_emg")
    assert after.probability("neurogenic_focal_myositis") < answer(CALF).probability("neurogenic_focal_myositis")


def test_en_1_weakness_of_the_mother() -> None:
    after = answer(change(CALF, "Over months the right triceps surae became weak.", "His mother has weakness of the right triceps surae."))
    assert not after.has("weakness", "triceps_surae")


def test_en_2_normal_metabolism_decides_the_group() -> None:
    after = answer(CALCIUM + "Serum calcium, phosphate, creatinine and PTH are normal.\n")
    assert after.verdict("calcinosis_groups").level == "dystrophic"


def test_en_2_disease_of_the_mother() -> None:
    after = answer(change(CALCIUM, "has had juvenile dermatomyositis since the age of 11.", "is seen today. His mother has juvenile dermatomyositis."))
    assert "jdm" not in {d for d, stated in after.stated.items() if stated.established}


def test_en_3_mirrored() -> None:
    given = answer(mirrored(FARMER + BLOCKS))
    assert given.has("muscle_atrophy", "infraspinatus", RIGHT)
    assert given.has("conduction_block", "ulnar", RIGHT)
    assert given.diseases[0] == "mmn"


def test_en_3_sensory_loss_turns_to_madsam() -> None:
    before = answer(FARMER + BLOCKS)
    after = answer(change(FARMER + BLOCKS, "Sensation normal, reflexes normal.", "Sensory loss over the dorsum of the left foot and in the right hand, reflexes normal."))
    assert after.has("sensory_loss")
    assert after.probability("mmn") < before.probability("mmn")
    assert after.probability("cidp_multifocal") > before.probability("cidp_multifocal")


def test_en_3_no_block_found() -> None:
    after = answer(FARMER + "Further motor studies: no conduction block.\n")
    assert after.lacks("conduction_block")
    assert after.probability("mmn") < answer(FARMER + BLOCKS).probability("mmn")


def test_en_3_blocks_of_the_mother() -> None:
    after = answer(FARMER + "His mother has conduction blocks of both median nerves.\n")
    assert not after.has("conduction_block")


def test_en_3_pyramidal_signs_turn_to_als() -> None:
    before = answer(FARMER + BLOCKS)
    after = answer(FARMER + BLOCKS + "Bilateral Babinski sign, spasticity of the legs, tongue fasciculations.\n")
    assert after.probability("als") > before.probability("als")
    assert after.verdict("mmn_aaem_2003").truth is Truth.NO


def test_en_4_infection() -> None:
    after = answer(DISC + "Fever of 39 °C. Blood cultures grew Staphylococcus aureus.\n")
    assert after.has("blood_culture_positive")
    assert after.diseases[0] == "spondylodiscitis"
    assert after.harmful("corticosteroid")


def test_en_4_blood_cultures_negative_and_no_fever() -> None:
    before, after = answer(DISC), answer(DISC + "No fever. Blood cultures negative. CRP 4 mg/L.\n")
    assert after.probability("spondylodiscitis") < before.probability("spondylodiscitis")


def test_en_4_normal_crp() -> None:
    after = answer(change(NECK, "CRP 75 mg/L", "CRP 3 mg/L"))
    assert after.lacks("crp_elevated")


def test_en_4_no_calcification() -> None:
    before = answer(NECK + NECK_CT)
    after = answer(NECK + "CT of the neck: no calcification of the longus colli muscle.\n")
    assert not after.has("longus_colli_calcification")
    assert after.probability("longus_colli") < before.probability("longus_colli")


def test_en_4_meningeal_signs_denied() -> None:
    after = answer(change(NECK, "Kernig and Brudzinski signs positive", "Kernig and Brudzinski signs negative"))
    assert after.lacks("kernig_sign")
    assert after.lacks("brudzinski_sign")
    assert "meningeal_signs" not in after.flags
