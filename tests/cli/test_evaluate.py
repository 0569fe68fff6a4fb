"""``myotome evaluate`` on two made-up cases."""

from __future__ import annotations

import json

import pytest

from .conftest import DATA

CASES = DATA / "cases.json"
SLICES = {
    "all", "thin", "not_thin", "decisive", "not_decisive", "language_fr", "language_en", "group_entrapment", "group_none",
}
SEEN = {
    "top_1", "top_3", "top_10", "mean_reciprocal_rank", "brier", "calibration_error", "calibration_slope",
    "top_weight_when_not_in_list", "not_to_miss_length", "findings_recall", "findings_polarity", "findings_side",
    "findings_site", "findings_per_listed", "visits_top_3_earliest", "visits_not_to_miss_length", "seconds",
}


@pytest.mark.parametrize("mode", ["text", "structured", "both"])
def test_every_figure_in_every_slice(myotome, mode):
    done = myotome("evaluate", CASES, "--from", mode, "--json")
    report = json.loads(done.out)
    assert done.code == 0
    assert (report["cases"], report["mode"]) == (2, mode)
    assert set(report["slices"]) == SLICES
    for figures in report["slices"].values():
        assert set(figures) >= SEEN
        assert all(set(f) == {"value", "low", "high", "n"} for f in figures.values())
    assert report["slices"]["all"]["top_3"]["value"] == 1
    assert report["slices"]["all"]["top_3"]["n"] == 1
    assert report["slices"]["all"]["top_weight_when_not_in_list"]["n"] == 1


def test_predictions_have_the_published_form(myotome, tmp_path, knowledge):
    out = tmp_path / "predictions.jsonl"
    myotome("evaluate", CASES, "--predictions", out)
    first, second = (json.loads(line) for line in out.read_text(encoding="utf-8").splitlines())
    assert list(first) == ["id", "ranking", "not_to_miss", "visits", "findings", "seconds"]
    assert (first["id"], second["id"]) == ("made-up-1", "made-up-2")
    assert first["ranking"][0][0] == "peroneal"
    known = {*knowledge.diseases, "other"}
    for ranking in (first["ranking"], second["ranking"], *first["visits"]):
        assert {disease for disease, _ in ranking} <= known
        assert 0 < sum(p for _, p in ranking) <= 1.0001
        assert [p for _, p in ranking] == sorted((p for _, p in ranking), reverse=True)
    assert len(first["visits"]) == 2
    assert second["visits"] == []
    assert set(first["not_to_miss"]) <= known
    for finding in first["findings"]:
        assert set(finding) == {"text", "concept", "hpo", "site", "side", "polarity"}
        assert finding["polarity"] in ("present", "absent", "uncertain")


def test_figures_for_people(myotome):
    done = myotome("evaluate", CASES, CASES)
    assert done.out.startswith("4 cases, read from text")
    assert "[all]" in done.out
    assert "top_1" in done.out


@pytest.mark.parametrize("content", [None, b"", b"[{]", b"[{}]", b'{"id": 3}', b'[{"id": "x", "language": "fr", "vignette": 3, "gold": {}}]'])
def test_a_file_that_holds_no_cases(myotome, tmp_path, content):
    path = tmp_path / "cases.json"
    if content is not None:
        path.write_bytes(content)
    done = myotome("evaluate", path)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("cases.json: ")
    assert "[evaluate.cases]" in done.err


def test_predictions_never_overwrite_the_cases(myotome, tmp_path):
    path = tmp_path / "cases.json"
    path.write_bytes(CASES.read_bytes())
    assert myotome("evaluate", path, "--predictions", path).code == 2
    assert path.read_bytes() == CASES.read_bytes()


def test_a_file_without_cases_is_no_evaluation(myotome, tmp_path):
    empty = tmp_path / "none.json"
    empty.write_text("[]", encoding="utf-8")
    alone = myotome("evaluate", empty)
    assert (alone.code, alone.out) == (2, "") and alone.err.startswith("none.json:") and "[evaluate.empty]" in alone.err
    beside = myotome("evaluate", CASES, empty)
    assert beside.code == 1 and beside.out.startswith("2 cases") and "none.json" in beside.err
