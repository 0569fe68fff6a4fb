"""``myotome explain`` and ``myotome criteria``: answers with their sources, and words for what is unknown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOTE = str(ROOT / "examples" / "3-seize-ans-de-faiblesse.txt")


def test_two_diseases_side_by_side_with_both_frequencies_and_sources(myotome):
    done = myotome("explain", "mmn", "--versus", "als", "--language", "en")
    assert done.code == 0
    assert "Not reviewed by a clinician" in done.out
    lines = done.out.splitlines()
    line = next(at for at, text in enumerate(lines) if "Upper motor neuron sign:" in text)
    assert "MMN" in lines[line] and "ALS" in lines[line]
    assert "present: ×" in lines[line + 1] and "absent: ×" in lines[line + 1]


@pytest.mark.parametrize(("language", "words"), [
    ("en", ("depth of the file: full", "from a source that was read", "sensitivity 70%, specificity 82%", "Does not apply: ", "If it is missed:")),
    ("fr", ("profondeur de la fiche : complète", "de source lue", "sensibilité 70", "Sans objet : ", "Si elle est manquée :")),
])
def test_depth_accuracy_and_gaps_of_one_disease(myotome, language, words):
    poems = myotome("explain", "poems", "--language", language).out
    cts = myotome("explain", "cts", "--language", language).out
    for word in words:
        assert word in poems + cts


def test_a_disease_is_found_by_its_name_too(myotome):
    by_name = myotome("explain", "sclérose latérale amyotrophique", "--json")
    assert json.loads(by_name.out)["portraits"][0]["disease"] == "als"


def test_the_waterfall_of_a_patient_adds_up(myotome):
    answer = json.loads(myotome("explain", "mmn", NOTE, "--versus", "als", "--json").out)
    for candidate in answer["patient"]:
        bars = candidate["evidence_for"] + candidate["evidence_against"]
        assert candidate["start"] + sum(b["log_ratio"] for b in bars) == pytest.approx(candidate["log_odds"])
    assert answer["patient"][0]["log_odds"] > answer["patient"][1]["log_odds"]


@pytest.mark.parametrize(("command", "name", "near"), [
    ("explain", "mmnn", "mmn"), ("criteria", "mmn_efns_pns", "mmn_efns_pns_2010"),
])
def test_an_unknown_name_is_answered_with_the_nearest(myotome, command, name, near):
    done = myotome(command, name)
    assert done.code == 2
    assert near in done.err


def test_criteria_item_by_item_on_a_note(myotome):
    done = myotome("criteria", "mmn_efns_pns_2010", NOTE, "--language", "fr")
    assert done.code == 0
    for mark in ("[oui]", "[non dit]", "Manque pour conclure"):
        assert mark in done.out


def test_criteria_without_a_case_leave_every_item_open(myotome):
    verdict = json.loads(myotome("criteria", "als_gold_coast_2020", "--json").out)
    assert verdict["truth"] == "unknown"
    assert {i["truth"] for i in verdict["items"]} == {"unknown"}


def test_criteria_on_a_structured_case(myotome, tmp_path):
    case = tmp_path / "case.yaml"
    case.write_text("schema: 1\npatient: {age: 60}\nfindings: [{concept: babinski_sign}]\n", encoding="utf-8")
    done = myotome("criteria", "mmn_efns_pns_2010", str(case), "--json")
    assert done.code == 0
    assert json.loads(done.out)["truth"] == "no"
