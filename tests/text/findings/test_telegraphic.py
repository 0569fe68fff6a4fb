"""Telegraphic notes: abbreviations, bullets, broken lines, bare grades and lists of muscles."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from myotome.case import Finding
from myotome.knowledge import Knowledge
from myotome.laboratory import judge
from myotome.terms import Certainty, Experiencer, Method, Presence
from myotome.text import read

NOTES = yaml.safe_load(Path(__file__).with_name("telegraphic.yaml").read_text(encoding="utf-8"))
BEDSIDE, DAILY = (yaml.safe_load(Path(__file__).with_name(name).read_text(encoding="utf-8")) for name in ("bedside.yaml", "daily_life.yaml"))
SAID = re.compile(r"(\w+?)([+?-])([LRB]?)(\d.*)?")
SIDES = {"L": "left", "R": "right", "B": "both"}
DOUBTS = {Certainty.POSSIBLE, Certainty.PENDING, Certainty.TO_BE_EXCLUDED}


def says(finding: Finding, wanted: str, knowledge: Knowledge) -> bool:
    """Is the finding the one that is wanted ("weakness+L3-": weakness, present, left, grade 3-)?"""
    told = SAID.fullmatch(wanted)
    assert told, wanted
    concept, presence, side, grade = told.groups()
    doubtful = finding.certainty in DOUBTS
    present = finding.presence is Presence.PRESENT
    return (
        knowledge.is_a(finding.concept, concept) and presence == ("?" if doubtful else "+" if present else "-")
        and (not side or finding.side.value == SIDES[side])
        and (not grade or finding.grade is not None and finding.grade.text.removesuffix("/5").strip() == grade)
    )


@pytest.mark.parametrize("case", NOTES, ids=lambda case: case["note"].split("\n")[0][:30])
def test_a_telegraphic_note_says(knowledge, case):
    found = [f for p in read(case["note"], knowledge, "fr").patients for f in p.findings]
    assert not [wanted for wanted in case["says"] if not any(says(f, wanted, knowledge) for f in found)]


def test_a_finger_by_its_number_goes_on_with_the_muscle_before(knowledge):
    (patient,) = read("Extenseurs des doigts D 2/5 (III-IV-V), II 4/5", knowledge, "fr").patients
    assert [(f.grade.low, f.side.value) for f in patient.findings if f.concept == "weakness"] == [(2, "right"), (4, "right")]


@pytest.mark.parametrize(("text", "concept"), [
    ("Scapula non décollée.", "scapular_winging"), ("Mollets non hypertrophiés.", "calf_hypertrophy"), ("Langue pas atrophiée.", "tongue_atrophy"),
])
def test_a_denial_between_a_noun_and_its_participle(knowledge, text, concept):
    (patient,) = read(text, knowledge, "fr").patients
    assert {f.presence for f in patient.findings if f.concept == concept} == {Presence.ABSENT}


def test_an_odd_degree_is_no_fever(knowledge):
    (patient,) = read("Examen : T 36°9, TA 12/8.", knowledge, "fr").patients
    assert not [f for f in patient.findings if f.concept == "fever" and f.present]


@pytest.mark.parametrize("case", [*BEDSIDE, *DAILY], ids=lambda case: case[0][:30])
def test_a_line_from_the_bedside_says(knowledge, case):
    note, *said = case
    patients = read(note, knowledge, "fr").patients
    found = [f for p in patients for f in (*p.findings, *judge(p.laboratory, knowledge)[0]) if f.experiencer is Experiencer.PATIENT]
    stated = {f.concept for f in found if f.method is not Method.DERIVED}
    assert not [s for s in said if (s[1:] in stated if s.startswith("!") else not any(says(f, s, knowledge) for f in found))]
