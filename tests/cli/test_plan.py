"""``myotome plan``: what to exclude before all else, what harms, what to know, what first."""

from __future__ import annotations

import json

from tests.cli.conftest import NOTE

CASE = """schema: 1
language: fr
patient: {age: 68, sex: male}
findings: [conduction_block, foot_drop, {concept: renal_failure}]
treatments: [{drug: prednisone, ongoing: true}]
"""


def written(tmp_path, text: str = CASE, name: str = "cas.yaml"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_order_of_a_plan(myotome, tmp_path):
    out = tmp_path / "plan.json"
    done = myotome("plan", written(tmp_path), "--diagnosis", "NMM", "--json", out, "--on", "2026-12-01")
    assert done.code == 0, done.err
    titles = ["Diagnostic de travail", "Ce qui nuirait", "À savoir d'abord", "À confirmer d'abord", "En premier", "Autres possibilités", "Surveillance"]
    places = [done.out.index(title) for title in titles]
    assert places == sorted(places)
    assert "Le patient le reçoit" in done.out
    assert "Rein insuffisant" in done.out
    plan = json.loads(out.read_text(encoding="utf-8"))
    assert plan["disease"] == "mmn"
    assert plan["working"] is True


def test_a_dangerous_imitator_is_said_before_anything_else(myotome, tmp_path):
    done = myotome("plan", written(tmp_path, 'schema: 1\npatient: {age: 45}\nfindings: [back_pain, fever]\n'), "--diagnosis", "apatite_disc", "--language", "en")
    lines = done.out.splitlines()
    first = next(n for n, line in enumerate(lines) if line == "To exclude before anything else")
    assert first < next(n for n, line in enumerate(lines) if line == "What would harm")
    assert "spondylodiscitis" in lines[first + 1].casefold()


def test_established_needs_no_confirmation_and_doubt_is_said(myotome, tmp_path):
    done = myotome("plan", written(tmp_path), "--diagnosis", "mmn", "--established", "--language", "en")
    assert "Diagnosis taken as established." in done.out
    assert "To confirm first" not in done.out
    other = myotome("plan", written(tmp_path), "--diagnosis", "jdm", "--language", "en")
    assert "fit this diagnosis badly" in other.out


def test_labels_are_checked_for_a_day(myotome, tmp_path):
    path = written(tmp_path)
    assert "due since" not in myotome("plan", path, "--diagnosis", "mmn", "--language", "en", "--on", "2026-12-01").out
    assert "due since 2027-06-30" in myotome("plan", path, "--diagnosis", "mmn", "--language", "en", "--on", "2027-06-30").out


def test_a_page_with_its_reasons(myotome, tmp_path):
    page = tmp_path / "plan.html"
    assert myotome("plan", written(tmp_path), "--diagnosis", "mmn", "--html", page).code == 0
    text = page.read_text(encoding="utf-8")
    assert "Rein insuffisant" in text
    assert text.count("<h1>") == 1
    assert "http" not in text.replace("http-equiv", "")


def test_without_a_diagnosis_the_likeliest_is_planned(myotome, tmp_path):
    done = myotome("plan", written(tmp_path, NOTE, "note.txt"))
    assert done.code == 0
    assert done.out.startswith("Plan pour : ")


def test_what_cannot_be_planned(myotome, tmp_path):
    path = written(tmp_path)
    unknown = myotome("plan", path, "--diagnosis", "scléro latérale")
    assert (unknown.code, unknown.out) == (2, "")
    assert "sclérose latérale amyotrophique" in unknown.err
    empty = myotome("plan", written(tmp_path, "schema: 1\npatient: {age: 3}\n", "vide.yaml"))
    assert empty.code == 2
    assert "--diagnosis" in empty.err
    heavy = myotome("plan", written(tmp_path, "schema: 1\npatient: {age: 50, weight_kg: 8}\n", "poids.yaml"), "--diagnosis", "mmn")
    assert heavy.code == 1
    assert "8 kg" in heavy.err
