"""``enmg`` and ``assess`` on recorded traces: values, verdicts, drawing, exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from myotome.simulate.cmap import Lesion, Noise, cmap_study

SITES = ["wrist", "elbow", "arm"]


@pytest.fixture
def study(knowledge, tmp_path) -> Path:
    made = cmap_study(knowledge, Lesion(block=0.8), Noise(white_uv=8, artefact_mv=2), seed=1)
    path = tmp_path / "study.npz"
    np.savez(
        path, samples=made.traces, rate_hz=made.rate_hz, unit="mV", stimulus_ms=5.0, side="right", nerve="median",
        recording="APB", stimulation=SITES, distance_mm=["", "220", "130"],
    )
    return path


def test_enmg_marks_judges_and_draws(myotome, study, tmp_path):
    page, answer = tmp_path / "page.html", tmp_path / "answer.json"
    done = myotome("enmg", study, "--html", page, "--json", answer, "--language", "fr")
    assert done.code == 0
    assert "bloc certain" in done.out
    html = page.read_text(encoding="utf-8")
    assert html.count('class="curve"') == 3
    assert "Tracés" in html
    assert "<script" not in html
    case = json.loads(answer.read_text(encoding="utf-8"))["case"]
    assert [t["stimulation"] for t in case["traces"]] == SITES
    assert case["conduction"][case["traces"][1]["row"]]["stimulation"] == "elbow"


def test_assess_takes_traces_beside_a_note(myotome, study, tmp_path):
    note = tmp_path / "note.txt"
    note.write_text("Homme de 45 ans, faiblesse de la main droite depuis un an, sans trouble sensitif.", encoding="utf-8")
    page = tmp_path / "page.html"
    done = myotome("assess", note, study, "--html", page)
    assert done.code in (0, 1)
    assert page.read_text(encoding="utf-8").count('class="curve"') == 3


def test_a_case_with_traces_comes_back_whole(myotome, study, tmp_path):
    answer, again = tmp_path / "a.json", tmp_path / "b.json"
    assert myotome("enmg", study, "--json", answer).code == 0
    case = json.loads(answer.read_text(encoding="utf-8"))["case"]
    (tmp_path / "case.json").write_text(json.dumps({"schema": 1, **case}), encoding="utf-8")
    assert myotome("enmg", tmp_path / "case.json", "--json", again).code in (0, 1)
    assert [t["onset_ms"] for t in json.loads(again.read_text(encoding="utf-8"))["case"]["traces"]] == [t["onset_ms"] for t in case["traces"]]


def test_a_file_that_cannot_be_used_is_one_line_and_exit_2(myotome, tmp_path):
    path = tmp_path / "broken.edf"
    path.write_bytes(b"0       " + b" " * 100)
    done = myotome("enmg", path)
    assert done.code == 2
    assert "Traceback" not in done.err
    assert "broken.edf" in done.err
