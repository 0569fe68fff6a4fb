"""``myotome assess``: what it prints and writes, and with which exit code."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import jsonschema
import pytest

from .conftest import EXAMPLES, NOTE, ROOT

FOOT, SPINES, ARTICLE = EXAMPLES / "6-foot-drop.txt", EXAMPLES / "4-deux-rachis.txt", EXAMPLES / "5-article-sans-patient.txt"


def loaded(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))


def test_everything_is_written_from_one_run(myotome, tmp_path):
    done = myotome("assess", FOOT, "--html", tmp_path / "a.html", "--json", tmp_path / "a.json", "--tsv", tmp_path / "a.tsv")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("Woman, 34 years")
    result = loaded(tmp_path / "a.json")
    jsonschema.validate(result, loaded(ROOT / "docs" / "schema" / "result.schema.json"))
    (assessment,) = result["assessments"]
    findings = assessment["case"]["findings"]
    rows = (tmp_path / "a.tsv").read_text(encoding="utf-8").splitlines()
    assert len(rows) == 1 + len(findings)
    assert rows[0].split("\t")[:2] == ["patient", "concept"]
    assert {row.split("\t")[1] for row in rows[1:]} == {f["concept"] for f in findings}
    assert (tmp_path / "a.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_the_same_input_gives_the_same_bytes(myotome, tmp_path):
    for name in ("a", "b"):
        myotome("assess", FOOT, "--html", tmp_path / f"{name}.html", "--json", tmp_path / f"{name}.json")
    for kind in ("html", "json"):
        assert (tmp_path / f"a.{kind}").read_bytes() == (tmp_path / f"b.{kind}").read_bytes()


def test_the_language_of_the_report(myotome, monkeypatch, tmp_path):
    assert myotome("assess", FOOT).out.startswith("Woman")
    assert myotome("assess", FOOT, "--language", "fr").out.startswith("Femme")
    table = tmp_path / "labs.csv"
    table.write_text("test,value,unit,upper\nCK,840,U/L,190\n", encoding="utf-8")
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")  # a table has no language: the locale's
    assert "Where:" in myotome("assess", table).out
    monkeypatch.setenv("LC_ALL", "fr_BE.UTF-8")
    assert "Où :" in myotome("assess", table).out
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    assert "Où :" in myotome("assess", table).out


def test_standard_input(myotome):
    done = myotome("assess", "-", stdin=NOTE.encode())
    assert done.code == 0
    assert "34 ans" in done.out
    assert myotome("assess", "-", stdin=b"").code == 2


def test_several_patients_and_one_of_them(myotome, tmp_path):
    both = myotome("assess", SPINES, "--json", tmp_path / "both.json")
    second = myotome("assess", SPINES, "--patient", "2", "--json", tmp_path / "second.json")
    nobody = myotome("assess", SPINES, "--patient", "3")
    assert len(loaded(tmp_path / "both.json")["assessments"]) == 2
    (only,) = loaded(tmp_path / "second.json")["assessments"]
    assert only["case"]["patient"]["age"] == 47
    assert "45 ans" in both.out
    assert "45 ans" not in second.out
    assert nobody.code == 2
    assert "4-deux-rachis.txt" in nobody.err
    assert "2" in nobody.err


def test_a_table_beside_two_patients_is_attributed_to_none(myotome, tmp_path):
    table = tmp_path / "labs.csv"
    table.write_text("test,value,unit,upper\nCK,840,U/L,190\n", encoding="utf-8")
    done = myotome("assess", SPINES, table, "--json", tmp_path / "out.json")
    assert done.code == 1
    assert "[intake.several_patients]" in done.err


def test_a_document_without_a_patient(myotome, tmp_path):
    done = myotome("assess", ARTICLE, "--json", tmp_path / "out.json", "--html", tmp_path / "out.html")
    result = loaded(tmp_path / "out.json")
    assert done.code == 1
    assert "ne décrit aucun patient" in done.out
    assert result["assessments"] == []
    assert result["named"]
    assert result["self_reports"]
    assert loaded(tmp_path / "out.json")["document_kind"] in ("article", "forum")
    asked = myotome("assess", ARTICLE, "--self-reports", "--json", tmp_path / "asked.json")
    assert len(loaded(tmp_path / "asked.json")["assessments"]) == 1
    assert "Où :" in asked.out


def test_tables_and_notes_of_one_patient(myotome, tmp_path):
    done = myotome(
        "assess", EXAMPLES / "3-seize-ans-de-faiblesse.txt", EXAMPLES / "3-median-droit.csv", "--json", tmp_path / "out.json",
    )
    (assessment,) = loaded(tmp_path / "out.json")["assessments"]
    assert done.code == 0
    assert assessment["segments"]
    assert {s["name"] for s in assessment["case"]["sources"]} >= {"3-seize-ans-de-faiblesse.txt", "3-median-droit.csv"}


def test_an_output_that_cannot_be_written(myotome, tmp_path):
    done = myotome("assess", FOOT, "--html", tmp_path / "none" / "a.html")
    assert done.code == 2
    assert "none/a.html" in done.err
    assert "[output.unwritable]" in done.err
    assert myotome("assess", FOOT, "--json", tmp_path).code == 2


@pytest.mark.parametrize("option", ["--html", "--json", "--tsv"])
def test_an_input_is_never_overwritten(myotome, note, option):
    before = note.read_bytes()
    done = myotome("assess", note, option, note.parent / "." / note.name)
    assert done.code == 2
    assert "[output.is_input]" in done.err
    assert note.read_bytes() == before


def test_open_shows_the_page(myotome, monkeypatch, tmp_path):
    opened = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    monkeypatch.chdir(tmp_path)
    assert myotome("assess", FOOT, "--open").code == 0
    (address,) = opened
    assert address.startswith("file://")
    assert Path(address.removeprefix("file://")).is_file()


def test_on_a_terminal_problems_are_told_once(myotome, monkeypatch, note, tmp_path):
    (tmp_path / "empty.txt").touch()
    monkeypatch.setattr(type(sys.stdout), "isatty", lambda stream: True, raising=False)
    done = myotome("assess", note, tmp_path / "empty.txt")
    assert done.code == 1
    assert done.err == ""
    assert "[format.empty]" in done.out


def test_a_red_flag_can_be_set_aside_with_a_reason(myotome, tmp_path):
    page = tmp_path / "report.html"
    note = tmp_path / "note.txt"
    note.write_text("Femme de 60 ans. Anesthésie en selle et rétention d'urine depuis hier.", encoding="utf-8")
    assert "queue de cheval" in myotome("assess", note).out
    done = myotome("assess", note, "--html", page, "--dismiss", "cauda_equina=IRM normale ce matin")
    assert "IRM lombaire en urgence" not in done.out
    assert "IRM normale ce matin" in page.read_text(encoding="utf-8")
    refused = myotome("assess", note, "--dismiss", "cauda_equina")
    assert refused.code == 2 and "cauda_equina" in refused.err


def test_the_same_text_twice_is_counted_once(myotome, tmp_path):
    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    for path in (first, second):
        path.write_text(NOTE, encoding="utf-8")
    out = tmp_path / "out.json"
    done = myotome("assess", first, second, "--json", out)
    assert done.code == 1
    assert "b.txt" in done.err
    once = tmp_path / "once.json"
    myotome("assess", first, "--json", once)
    count = [len(json.loads(p.read_text(encoding="utf-8"))["assessments"][0]["case"]["findings"]) for p in (out, once)]
    assert count[0] == count[1]


def test_a_case_file_says_where_it_is_seen_and_what_is_set_aside(myotome, tmp_path):
    path, out = tmp_path / "c.yaml", tmp_path / "r.json"
    path.write_text("schema: 1\nsetting: emergency\nfindings: [weakness]\ndismissed: {myasthenic_crisis: seen}\n", encoding="utf-8")
    assert myotome("assess", path, "--json", out).code == 0
    case = json.loads(out.read_text(encoding="utf-8"))["assessments"][0]["case"]
    assert (case["setting"], case["dismissed"]) == ("emergency", {"myasthenic_crisis": "seen"})
    assert myotome("assess", path, "--setting", "ward", "--json", out).code == 0
    assert json.loads(out.read_text(encoding="utf-8"))["assessments"][0]["case"]["setting"] == "ward"
