"""``myotome wearoff``: the answer, the drawing, the refusals."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET

import pytest

from .conftest import EXAMPLES

YEAR = EXAMPLES / "care" / "grip-year.yaml"


@pytest.mark.parametrize(("language", "said"), [("fr", "Règle d'arrêt"), ("en", "Stop rule")])
def test_answer_in_both_languages(myotome, language, said):
    done = myotome("wearoff", YEAR, "--language", language)
    assert (done.code, done.err) == (0, "") and said in done.out and "8 kPa" in done.out
    assert "recommand" not in done.out.casefold() and "recommend" not in done.out.casefold()


def test_drawing_is_well_formed_and_holds_every_measurement(myotome, tmp_path):
    path = tmp_path / "w.svg"
    assert myotome("wearoff", YEAR, "--svg", path).code == 0
    root = ET.parse(path).getroot()
    names = [e.tag.rsplit("}", 1)[-1] for e in root.iter()]
    assert names.count("circle") == 17 and names.count("polygon") == 1 and "script" not in names


def test_json(myotome):
    found = json.loads(myotome("wearoff", YEAR, "--json").out)
    assert found["cycles"] == 12 and found["refused"] == "" and found["present"]["weeks"] == 4


def test_too_few_cycles_give_exit_code_1_and_dates(myotome, tmp_path):
    path = tmp_path / "short.yaml"
    path.write_text("measure: grip_kpa\nmeasurements: [{date: 2026-01-15, value: 50}]\ninfusions: [{date: 2026-01-01, grams: 70}, {date: 2026-01-29, grams: 70}]\n", encoding="utf-8")
    done = myotome("wearoff", path)
    assert done.code == 1 and "Refus" in done.out and "2026-02-12, 2026-02-26, 2026-03-12, 2026-03-26" in done.out
    assert "1 mesure, 2 perfusions, " in done.out


def test_raw_irods_needs_the_table(myotome, tmp_path):
    path = tmp_path / "raw.yaml"
    path.write_text("measure: irods\nmeasurements: [{date: 2026-01-15, value: 30}]\ninfusions: [{date: 2026-01-01, grams: 70}, {date: 2026-01-29, grams: 70}]\n", encoding="utf-8")
    done = myotome("wearoff", path, "--svg", tmp_path / "raw.svg")
    assert done.code == 1 and "--table" in done.out and (tmp_path / "raw.svg").exists()


@pytest.mark.parametrize(("text", "code"), [
    ("measure: grip_kpa\n", "wearoff.empty"), ("measure: x\n", "wearoff.measure"),
    ("measure: grip_kpa\nmeasurements: [{date: 2026-02-01, value: 5}, {date: 2025-01-01, value: 5}]\ninfusions: [{date: 2026-01-01, grams: 5}]", "wearoff.dates"),
])
def test_bad_files_get_one_line(myotome, tmp_path, text, code):
    path = tmp_path / "f.yaml"
    path.write_text(text, encoding="utf-8")
    done = myotome("wearoff", path)
    assert done.code == 2 and f"[{code}]" in done.err and done.err.count("\n") == 1
