"""Findings of the localisation sheet become a case; every rule that was applied says so."""

from __future__ import annotations

import pytest

from myotome.formats.localise_input import read_findings
from myotome.formats.localise_settings import input_settings
from myotome.terms import Level, Presence, Side


@pytest.fixture
def told(knowledge):
    """``told(muscles=[...])`` gives what was read of these findings."""
    return lambda sides_unknown=False, **findings: read_findings(
        {"id": "x", "findings": findings}, knowledge, sides_unknown=sides_unknown)


def said(read):
    return [(f.concept, f.presence.value, f.site, f.side.value) for f in read.case.findings]


def codes(read):
    return [p.code for p in read.problems]


def test_a_grade_of_five_is_normal_and_a_lower_one_is_weakness(told):
    read = told(muscles=[
        {"muscle": "tibialis_anterior", "side": "L", "mrc": "5"}, {"muscle": "soleus", "side": "R", "mrc": "4-"},
        {"muscle": "deltoid", "side": "R", "mrc": "weak"},
    ])
    assert said(read) == [
        ("weakness", "absent", "tibialis_anterior", "left"), ("weakness", "present", "soleus", "right"),
        ("weakness", "present", "deltoid", "right"),
    ]
    assert read.case.findings[1].grade.low == pytest.approx(3.67)
    assert codes(read) == []


@pytest.mark.parametrize(("entry", "concepts"), [
    ({"emg": "active_denervation"}, [("active_denervation", "present")]),
    ({"emg": "normal"}, [("neurogenic_emg", "absent")]),
    ({"emg": "myopathic"}, [("myopathic_emg", "present"), ("neurogenic_emg", "absent")]),
    ({"emg": "mixed"}, [("chronic_neurogenic_emg", "present"), ("myopathic_emg", "present")]),
    ({"mri": ["oedema", "fat"]}, [("muscle_oedema_mri", "present"), ("muscle_fat_mri", "present")]),
    ({"mri": "normal"}, [("muscle_mri_abnormal", "absent")]),
    ({"atrophy": True, "fasciculation": False}, [("muscle_atrophy", "present"), ("fasciculation", "absent")]),
    ({"weak": False}, [("weakness", "absent")]),
])
def test_each_field_of_a_muscle(told, entry, concepts):
    read = told(muscles=[{"muscle": "soleus", "side": "L", **entry}])
    assert [(c, p) for c, p, _, _ in said(read)] == concepts
    assert codes(read) == []


@pytest.mark.parametrize(("entry", "expected"), [
    ({"study": "cmap.ulnar_adm", "state": "conduction_block", "detail": "forearm"}, [("conduction_block", "present", "ulnar.forearm")]),
    ({"study": "cmap.ulnar_adm", "state": "conduction_block", "detail": "ulnar.elbow"}, [("conduction_block", "present", "ulnar.elbow")]),
    ({"study": "cmap.ulnar_adm", "state": "conduction_block", "detail": "outside_entrapment_site"}, [("conduction_block_outside_entrapment", "present", "ulnar")]),
    ({"study": "cmap.median_apb", "state": "slow", "detail": "distal_latency"}, [("prolonged_distal_latency", "present", "median.carpal_tunnel")]),
    ({"study": "cmap.fibular_edb", "state": "slow", "detail": "fibular_head 31 m/s"}, [("slow_motor_conduction", "present", "common_fibular.fibular_head")]),
    ({"study": "cmap.tibial_ah", "state": "low_amplitude", "detail": "1.2"}, [("low_cmap", "present", "abductor_hallucis")]),
    ({"study": "cmap.tibial_ah", "state": "normal"}, [("low_cmap", "absent", "abductor_hallucis")]),
    ({"study": "cmap.fibular_edb", "state": "normal", "detail": "fibular_head"}, [
        ("low_cmap", "absent", "extensor_digitorum_brevis"), ("conduction_block", "absent", "common_fibular.fibular_head"),
        ("slow_motor_conduction", "absent", "common_fibular.fibular_head")]),
    ({"study": "snap.sural", "state": "absent"}, [("sensory_conduction_abnormal", "present", "lateral_foot_sural")]),
    ({"study": "snap.median_d3", "state": "normal"}, [("sensory_conduction_abnormal", "absent", "median_palmar_digits_1_3")]),
    ({"study": "h_reflex.soleus", "state": "absent"}, [("reflex_loss", "present", "achilles")]),
    ({"study": "rns.nasalis", "state": "decrement"}, [("decrement", "present", "nasalis")]),
])
def test_conduction_at_its_place(told, entry, expected):
    read = told(ncs=[{"side": "R", **entry}])
    assert [(c, p, s) for c, p, s, _ in said(read)] == expected
    assert codes(read) == []


def test_every_study_of_the_sheet_names_known_places(knowledge):
    for study in input_settings(knowledge).studies:
        assert study.nerve in knowledge.nerves
        assert not study.muscle or study.muscle in knowledge.muscles
        assert not study.territory or study.territory in knowledge.territories
        assert not study.distal or study.distal in knowledge.segments
        assert set(study.places) <= set(knowledge.segments)


def test_every_concept_said_is_known(knowledge):
    settings = input_settings(knowledge)
    tables = [*settings.muscle.values(), *settings.reflexes.values(), *settings.sensory.values(), *settings.conduction.values()]
    assert {s.concept for table in tables for says in table.values() for s in says} <= set(knowledge.concepts)


def test_the_h_reflex_yields_to_the_reflex_itself(told):
    read = told(
        reflexes=[{"reflex": "achilles", "side": "L", "state": "normal"}],
        ncs=[{"study": "h_reflex.soleus", "side": "L", "state": "absent"}],
    )
    assert said(read) == [("reflex_loss", "absent", "achilles", "left")]


def test_reflexes_and_skin(told):
    read = told(
        reflexes=[
            {"reflex": "plantar", "side": "R", "state": "extensor"}, {"reflex": "jaw", "state": "brisk"},
            {"reflex": "patellar", "side": "L", "state": "brisk"},
        ],
        sensory=[
            {"territory": "stocking", "state": "reduced"}, {"territory": "dermatome.L5", "side": "L", "state": "reduced"},
            {"territory": "first_web_dfn", "side": "R", "state": "normal"},
        ],
    )
    assert said(read) == [
        ("babinski_sign", "present", "plantar", "right"), ("brisk_jaw_jerk", "present", "jaw", "both"),
        ("brisk_reflexes", "present", "patellar", "left"), ("reflex_loss", "absent", "patellar", "left"),
        ("stocking_sensory_loss", "present", "stocking", "both"), ("sensory_loss", "present", "dermatome.L5", "left"),
        ("sensory_loss", "absent", "first_web_dfn", "right"),
    ]
    assert codes(read) == []


def test_a_missing_side_is_refused_unless_unknown_is_allowed(told):
    muscles = [{"muscle": "deltoid", "mrc": "3"}]
    refused = told(muscles=muscles)
    assert said(refused) == []
    assert [(p.code, p.level) for p in refused.problems] == [("localise.side_missing", Level.ERROR)]
    taken = told(sides_unknown=True, muscles=muscles)
    assert [f.side for f in taken.case.findings] == [Side.UNSAID]


def test_an_unknown_muscle_is_refused_with_the_nearest_names(told):
    read = told(muscles=[{"muscle": "soleuss", "side": "L", "mrc": "3"}])
    assert said(read) == []
    [problem] = read.problems
    assert (problem.code, problem.level) == ("name.muscle", Level.ERROR)
    assert problem.mend.startswith("soleus")


def test_unknown_studies_reflexes_and_territories_are_named_not_refused(told):
    read = told(
        muscles=[{"muscle": "soleus", "side": "L", "mrc": "3"}],
        ncs=[{"study": "snap.elsewhere", "side": "L", "state": "normal"}, {"study": "snap.sural", "side": "L", "state": "odd"}],
        reflexes=[{"reflex": "elbowjerk", "side": "L", "state": "absent"}],
        sensory=[{"territory": "somewhere", "side": "L", "state": "reduced"}],
    )
    assert len(read.case.findings) == 1
    assert sorted(codes(read)) == ["localise.reflex", "localise.state", "localise.study", "localise.territory"]
    assert all(p.level is Level.WARNING for p in read.problems)


def test_of_contradictory_grades_the_worse_is_kept_and_both_are_named(told):
    read = told(muscles=[
        {"muscle": "tibialis_anterior", "side": "L", "mrc": "4"}, {"muscle": "jambier antérieur", "side": "G", "mrc": "2"},
        {"muscle": "tibialis_anterior", "side": "R", "mrc": "5"},
    ])
    assert [(f.side, f.presence, f.grade.low) for f in read.case.findings] == [
        (Side.LEFT, Presence.PRESENT, 2.0), (Side.RIGHT, Presence.ABSENT, 5.0)]
    [problem] = read.problems
    assert problem.code == "localise.contradictory"
    assert problem.message == "tibialis_anterior (left): 4, 2"


def test_of_dated_grades_the_latest_is_kept(told):
    read = told(muscles=[
        {"muscle": "soleus", "side": "L", "mrc": "2", "date": "2024-01-02"},
        {"muscle": "soleus", "side": "L", "mrc": "4", "date": "2024-06-02"},
    ])
    assert [f.grade.low for f in read.case.findings] == [4.0]
    assert codes(read) == ["localise.contradictory_dates"]


def test_the_same_thing_said_twice_counts_once(told):
    read = told(muscles=[{"muscle": "soleus", "side": "L", "mrc": "2"}] * 2)
    assert len(read.case.findings) == 1
    assert codes(read) == []


@pytest.mark.parametrize(("name", "site", "code"), [
    ("foot dorsiflexion", "ankle_dorsiflexors", "localise.group"),
    ("triceps surae", "triceps_surae", "localise.group"),
    ("muscles intrinsèques de la main", "hand_intrinsics", "localise.group"),
    ("anterior compartment of the leg", "anterior_leg_compartment", "localise.at_least_one"),
    ("leg", "leg", "localise.at_least_one"),
])
def test_movements_groups_and_compartments_are_expanded_by_a_stated_rule(told, name, site, code):
    read = told(muscles=[{"muscle": name, "side": "L", "mrc": "3"}])
    assert [s for _, _, s, _ in said(read)] == [site]
    [problem] = read.problems
    assert (problem.code, problem.level) == (code, Level.NOTE)
    assert "," in problem.mend


@pytest.mark.parametrize("mrc", ["7", "-1", "abc", "6/5"])
def test_an_impossible_grade_is_refused(told, mrc):
    read = told(muscles=[{"muscle": "soleus", "side": "L", "mrc": mrc}])
    assert said(read) == []
    assert [p.level for p in read.problems] == [Level.ERROR]


@pytest.mark.parametrize("raw", [None, 3, "x", [], {"findings": []}, {"findings": {"muscles": ["x"]}}, {"findings": {"limbs": []}}, {"id": "x"}])
def test_odd_records_are_named_not_a_traceback(knowledge, raw):
    read = read_findings(raw, knowledge)
    assert read.case.findings == ()
    assert bool(read.problems) == (raw != {"id": "x"})


def test_free_text_is_handed_on(told):
    assert told(other=["Babinski absent", "", "CK 8000"]).other == ("Babinski absent", "CK 8000")
    assert told(other="Babinski absent").other == ("Babinski absent",)
