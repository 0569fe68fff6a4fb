"""Structured cases: short forms, what cannot be used, and exact round trips."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from myotome.case import (
    Case,
    ConductionRow,
    Cue,
    Diagnosis,
    Evidence,
    Finding,
    Grade,
    LaboratoryRow,
    Measure,
    Patient,
    Source,
    Time,
    Visit,
)
from myotome.errors import MyotomeError
from myotome.formats.structured import case_from, case_to_json, case_to_yaml, parse, read_case
from myotome.knowledge import load
from myotome.terms import (
    Certainty,
    Course,
    Experiencer,
    Method,
    Presence,
    Setting,
    Severity,
    Sex,
    Side,
    Tempo,
    TimeRelation,
    Topography,
    When,
)

GOLDEN = Case(
    id="golden", language="en",
    patient=Patient(age=56.0, sex=Sex.MALE, onset_age=40.5, birth_year=1950, pregnant=False),
    sources=(Source(id="s1", name="note.txt", text="Plegia: 0/5, no pain.\n\tÉ «x» ", date="2006-01-02"),),
    visits=(Visit(when="à 40 ans", age=40.0, text="no"), Visit(date="2006-01-02")),
    findings=(
        Finding(concept="weakness", site="deltoid", side=Side.BOTH, worse=Side.LEFT,
                grade=Grade(scale="mrc", low=3.0, high=4.0, text="M3-4"), tempo=Tempo.CHRONIC,
                course=Course.WORSE, method=Method.EXAMINATION, visit=1, date="2006", age=55.5,
                severity=Severity.SEVERE, topography=(Topography.DISTAL, Topography.ASYMMETRIC),
                time=Time(text="six months later", relation=TimeRelation.AT, offset="P6M", anchor="previous"),
                evidence=(Evidence(source="s1", start=0, end=6, text="Plegia", section="Examination",
                                   cues=(Cue(attribute="grade", start=8, end=11, text="0/5"),)),)),
        Finding(concept="sensory_loss", presence=Presence.ABSENT, certainty=Certainty.PROBABLE,
                experiencer=list(Experiencer)[1], when=list(When)[0],
                measure=Measure(value=0.1, unit="mV", comparator="<", upper=3.0)),
    ),
    diagnoses=(Diagnosis(disease="mmn", certainty=Certainty.POSSIBLE),),
    conduction=(ConductionRow(side="left", nerve="median", study="motor", stimulation="wrist", amplitude_mv=5.7, supramaximal=False, response="present", source="s1", row=2),),
    laboratory=(LaboratoryRow(test="CK", times_upper=12.0), LaboratoryRow(test="anti-GM1", text="positive", source="s1", start=3, end=5)),
    illustrations=("figure 3",),
)


def read_back(text: str) -> Case:
    case, problems = case_from(parse(text))
    assert problems == []
    return case


def test_golden_round_trips() -> None:
    assert read_back(case_to_yaml(GOLDEN)) == GOLDEN
    assert read_back(case_to_json(GOLDEN)) == GOLDEN
    assert case_to_yaml(read_back(case_to_json(GOLDEN))) == case_to_yaml(GOLDEN)


words = st.text(st.characters(codec="utf-8", exclude_characters="\r\x85\u2028\u2029", exclude_categories=("Cc", "Cs")), max_size=20)
numbers = st.none() | st.floats(0, 120)
places = st.none() | st.sampled_from(["deltoid", "soleus", "median", "root.L5"])
concepts = st.sampled_from(["weakness", "foot_drop", "sensory_loss", "conduction_block"])
found = st.builds(
    Finding, concept=concepts, presence=st.sampled_from(Presence), certainty=st.sampled_from(Certainty),
    site=places, side=st.sampled_from(Side), severity=st.none() | st.sampled_from(Severity),
    topography=st.lists(st.sampled_from(Topography), unique=True).map(tuple),
    date=st.sampled_from([None, "2019-03-12", "2019-03", "2019", "2012/2015", "2017/..", "../2015-02"]), method=st.sampled_from(Method), age=numbers,
    grade=st.none() | st.just(Grade(scale="mrc", low=3.67, high=5.0, text="4-")),
    measure=st.none() | st.builds(Measure, value=st.floats(-1e6, 1e6), unit=words),
    evidence=st.lists(st.builds(Evidence, source=words, start=st.none() | st.integers(0, 10**6), text=words), max_size=2).map(tuple),
)
cases = st.builds(
    Case, id=words, language=st.sampled_from(["fr", "en"]), findings=st.lists(found, max_size=4).map(tuple),
    patient=st.builds(Patient, age=numbers, sex=st.sampled_from(Sex), pregnant=st.none() | st.booleans()),
    visits=st.lists(st.builds(Visit, when=words, text=words), max_size=2).map(tuple),
    illustrations=st.lists(words, max_size=2).map(tuple),
)


@pytest.mark.parametrize("date", ["../..", "2015/2012", "2012/x", "2019-13/..", "/", "2012/"])
def test_an_interval_that_is_none_costs_its_field(date: str) -> None:
    case, problems = case_from({"schema": 1, "findings": [{"concept": "foot_drop", "date": date}]})
    assert case.findings[0].date is None and [p.place for p in problems] == ["findings[0].date"]


def test_a_pattern_that_is_none_is_named() -> None:
    case, problems = case_from({"schema": 1, "findings": [{"concept": "foot_drop", "topography": ["distal", "patchy"]}]})
    assert case.findings[0].topography == () and "multifocal" in problems[0].mend


@given(cases)
def test_any_case_round_trips(case: Case) -> None:
    assert read_back(case_to_yaml(case)) == case
    assert read_back(case_to_json(case)) == case


def test_short_forms() -> None:
    case, problems = case_from(yaml.safe_load("""
        schema: 1
        patient: {age: "56", sex: H}
        findings:
          - pied tombant
          - {concept: weakness, site: jambier antérieur, side: gauche, grade: 4-/5}
          - {concept: sensory_loss, presence: no}
          - {concept: ck_elevated, value: 840, upper: 190, date: 2024-01-15}
        muscles:
          - {muscle: triceps sural, side: D, mrc: M3-4, atrophy: true, fasciculation: false}
          - {muscle: deltoid, side: both, mrc: 5}
        laboratory: [{test: CRP, value: "<5", unit: mg/L}]
        conduction: [{side: G, nerve: SPE, study: moteur, stimulation: cheville, amplitude_mv: "2,1"}]
        visits: [Steppage gauche.]
        """))
    assert problems == []
    assert (case.patient.age, case.patient.sex) == (56.0, Sex.MALE)
    drop, weak, sensory, ck, calf, atrophy, fasciculation, deltoid = case.findings
    assert drop.concept == "foot_drop"
    assert (weak.site, weak.side, weak.grade.low, weak.grade.text) == ("tibialis_anterior", Side.LEFT, 3.67, "4-/5")
    assert sensory.presence is Presence.ABSENT
    assert (ck.measure.value, ck.measure.upper, ck.date) == (840.0, 190.0, "2024-01-15")
    assert (calf.side, calf.grade.low, calf.grade.high) == (Side.RIGHT, 3.0, 4.0)
    assert load().muscles_of(calf.site)
    assert (atrophy.presence, fasciculation.presence) == (Presence.PRESENT, Presence.ABSENT)
    assert (deltoid.presence, deltoid.side) == (Presence.ABSENT, Side.BOTH)
    assert (case.laboratory[0].value, case.laboratory[0].comparator) == (5.0, "<")
    assert (case.conduction[0].nerve, case.conduction[0].stimulation) == ("common_fibular", "ankle")
    assert case.visits[0].text == "Steppage gauche."


def test_bad_parts_are_named_with_their_place_and_the_rest_is_used() -> None:
    case, problems = case_from(yaml.safe_load("""
        schema: 1
        patient: {age: 240, sex: male, hight_cm: 180}
        findings:
          - {concept: sensory_los, presence: absent}
          - {concept: weakness, site: deltoidd}
          - {concept: weakness, presence: perhaps}
          - {concept: foot_drop, side: leftish}
          - {site: deltoid}
          - 7
        muscles:
          - {muscle: soleuss, mrc: 4}
          - {muscle: soleus, mrc: 7, atrophy: true}
          - {mrc: 3}
        conduction:
          - {side: left, nerve: median, study: motor, stimulation: wrist, amplitude_mv: -3, area_mvms: 12}
        visits: {when: today}
        colour: blue
        """), "cas.yaml")
    assert [(p.code, p.place) for p in problems] == [
        ("case.unknown_key", "cas.yaml, colour"),
        ("case.unknown_key", "cas.yaml, patient.hight_cm"),
        ("value.impossible", "cas.yaml, patient.age"),
        ("case.shape", "cas.yaml, visits"),
        ("name.concept", "cas.yaml, findings[0].concept"),
        ("name.site", "cas.yaml, findings[1].site"),
        ("value.not_understood", "cas.yaml, findings[2].presence"),
        ("value.not_understood", "cas.yaml, findings[3].side"),
        ("value.missing", "cas.yaml, findings[4]"),
        ("case.shape", "cas.yaml, findings[5]"),
        ("name.muscle", "cas.yaml, muscles[0].muscle"),
        ("value.impossible", "cas.yaml, muscles[1].mrc"),
        ("value.missing", "cas.yaml, muscles[2]"),
        ("value.impossible", "cas.yaml, conduction[0].amplitude_mv"),
    ]
    mends = {p.place.removeprefix("cas.yaml, "): p.mend for p in problems}
    assert mends["muscles[0].muscle"].startswith("soleus (soléaire")
    assert mends["findings[0].concept"].startswith("sensory_loss")
    assert mends["patient.hight_cm"] == "height_cm"
    assert mends["muscles[1].mrc"] == "0..5"
    assert [(f.concept, f.site, f.side) for f in case.findings] == [
        ("foot_drop", None, Side.UNSAID), ("muscle_atrophy", "soleus", Side.UNSAID),
    ]
    assert case.patient == Patient(sex=Sex.MALE)
    assert (case.conduction[0].amplitude_mv, case.conduction[0].area_mvms) == (None, 12.0)


@pytest.mark.parametrize(("text", "code"), [
    ("findings: []", "case.schema"), ("schema: 2", "case.schema"), ("schema: true", "case.schema"),
    ('schema: "1"', "case.schema"), ("schema: phenopacket", "case.schema"),
    ("[1, 2]", "case.malformed"), ("just words", "case.malformed"), ("a: [1", "case.malformed"),
    ("schema: 1\na: 2\na: 3", "case.malformed"), ("schema: 1\na: &x [1]\nb: *x", "case.malformed"),
    ("schema: 1\na: !!python/object:os.system x", "case.malformed"),
    ("schema: 1\na: " + "[" * 5000 + "]" * 5000, "case.malformed"), ("schema: 1\n? [a]\n: 1", "case.malformed"),
    ("schema: 1\n? {a: b}\n: 1", "case.malformed"), ("schema: " + "9" * 6000, "case.malformed"),
    ("{a: 1, 2: !!binary x}", "case.malformed"), ("schema: 1\n<<: 3", "case.malformed"),
])
def test_what_is_no_case(text: str, code: str) -> None:
    with pytest.raises(MyotomeError) as error:
        read_case(text.encode(), "cas.yaml")
    assert error.value.problems[0].code == code
    assert error.value.problems[0].place == "cas.yaml"


@pytest.mark.parametrize("text", ['{"schema": 1', '{"schema": 1, "schema": 1}', '{"schema": NaN}', "schema: 1", '{"schema":1,"a":' + "[" * 99999])
def test_what_is_no_json(text: str) -> None:
    with pytest.raises(MyotomeError, match="case.malformed"):
        read_case(text.encode(), "cas.json")


def test_a_file_says_where_its_findings_stand_and_gives_its_notes() -> None:
    document = read_case(b"schema: 1\nfindings: [nonsense, foot_drop]\nlaboratory: [{test: CK, value: 3}]\nnotes: Pas de douleur.\n", "cas.yaml")
    case = document.case
    assert case.findings[0].evidence == (Evidence(source="cas.yaml", field="findings[1]", text="foot_drop"),)
    assert (case.laboratory[0].source, case.laboratory[0].row) == ("cas.yaml", 1)
    assert [s.id for s in case.sources] == ["cas.yaml"]
    assert document.text == "Pas de douleur."


json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["concept", "site", "side", "muscle", "mrc", "age", "test", "value", "nerve", "study", "evidence", "grade", "measure", "x"]), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["patient", "findings", "muscles", "conduction", "laboratory", "visits", "treatments", "diagnoses", "sources", "id", "language", "illustrations", "notes"]), json_like))
def test_any_mapping_is_a_case_with_problems(raw: dict[str, Any]) -> None:
    case, _ = case_from({"schema": 1, **raw}, "cas.yaml")
    assert read_back(case_to_yaml(case)) is not None


@pytest.mark.parametrize("grade", [6, True, "M7"])
def test_a_grade_out_of_its_range_is_named_and_the_finding_kept(grade: object) -> None:
    case, problems = case_from({"schema": 1, "findings": [{"concept": "weakness", "grade": grade}]}, "cas.yaml")
    assert [f.concept for f in case.findings] == ["weakness"]
    assert len(problems) == 1
    assert "grade" in problems[0].place + problems[0].message


@pytest.mark.parametrize("day", ["2024-02-30", "2024-13-05", "2023-02-29"])
@pytest.mark.parametrize("name", ["cas.yaml", "cas.json"])
def test_an_impossible_day_costs_its_field_and_nothing_else(day: str, name: str) -> None:
    raw = {"schema": 1, "patient": {"age": 56}, "laboratory": [{"test": "CK", "value": 900, "upper": 200, "date": day}]}
    text = json.dumps(raw) if name.endswith("json") else yaml.safe_dump(raw).replace(f"'{day}'", day)
    document = read_case(text.encode(), name)
    assert document.case.patient.age == 56 and document.case.laboratory[0].value == 900
    (problem,) = document.problems
    assert (problem.place, day in problem.message, bool(problem.mend)) == (f"{name}, laboratory[0].date", True, True)


def test_the_place_where_the_patient_is_seen() -> None:
    case, problems = case_from({"schema": 1, "setting": "emergency"})
    assert case.setting is Setting.EMERGENCY and problems == []
    case, problems = case_from({"schema": 1, "setting": "garage"})
    assert case.setting is None and "emergency" in problems[0].mend
