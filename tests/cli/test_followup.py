"""``myotome followup``: lines, drawing, calendar."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET

import pytest

from .conftest import EXAMPLES

RECORD = EXAMPLES / "care" / "followup.yaml"


@pytest.mark.parametrize(("language", "said"), [("fr", "Rechute possible : INCAT"), ("en", "Possible relapse: INCAT")])
def test_alarm_first_in_both_languages(myotome, language, said):
    done = myotome("followup", RECORD, "--today", "2026-05-04", "--language", language)
    assert (done.code, done.err) == (0, "") and said in "\n".join(done.out.splitlines()[:4])


def test_drawing_and_calendar(myotome, tmp_path):
    svg, ics = tmp_path / "t.svg", tmp_path / "t.ics"
    assert myotome("followup", RECORD, "--today", "2026-05-04", "--svg", svg, "--ics", ics).code == 0
    names = [e.tag.rsplit("}", 1)[-1] for e in ET.parse(svg).getroot().iter()]
    assert names.count("polyline") == 3 and names.count("rect") == 3  # two treatments and the ground
    assert ics.read_text(encoding="utf-8").count("BEGIN:VEVENT") == 1


def test_json_and_partial(myotome, tmp_path):
    assert len(json.loads(myotome("followup", RECORD, "--today", "2026-05-04", "--json").out)["timeline"]) == 13
    path = tmp_path / "f.yaml"
    path.write_text("scores: [{score: incat, date: 2026-01-01, total: 3}, {score: incat, total: 3}]", encoding="utf-8")
    done = myotome("followup", path)
    assert done.code == 1 and "[followup.date]" in done.err
    path.write_text("patients: []", encoding="utf-8")
    assert myotome("followup", path).code == 2


@pytest.mark.parametrize("name", ["f.yaml", "f.json"])
def test_an_impossible_date_costs_one_entry(myotome, tmp_path, name):
    """The row is named with the file and what to write; the other rows are followed."""
    path = tmp_path / name
    entry = '{"score": "incat", "total": 3, "date": %s}'
    days = ("2026-01-01", "2026-02-30", "2026-03-01")
    said = ", ".join(entry % (f'"{d}"' if name.endswith("json") else d) for d in days)
    path.write_text(f'{{"scores": [{said}]}}', encoding="utf-8")
    done = myotome("followup", path, "--today", "2026-04-01")
    (line,) = done.err.splitlines()
    assert done.code == 1 and line.startswith(f"{name}, scores 2:") and "2026-02-30" in line and "2026-01-31" in line
    assert "2026-01-01" in done.out and "2026-03-01" in done.out


def test_what_is_dated_after_the_day_is_told_and_does_not_count(myotome, tmp_path):
    path = tmp_path / "f.yaml"
    path.write_text(
        "scores: [{score: incat, date: 2026-01-01, total: 3}, {score: incat, date: 2026-02-01, total: 6}]\n"
        "treatments: [{drug: rituximab, start: 2026-01-02, end: 2026-05-01}, {drug: ivig, start: 2026-03-01}]\n",
        encoding="utf-8",
    )
    done = myotome("followup", path, "--today", "2026-01-15", "--language", "en")
    assert done.code == 1 and "No alarm" in done.out and "2026-02-01" not in done.out and "rituximab" in done.out
    assert [line.split(":")[0] for line in done.err.splitlines()] == ["f.yaml, scores", "f.yaml, treatments"]
    assert "1 (2026-02-01)" in done.err and "--today 2026-03-01" in done.err
    assert myotome("followup", path, "--today", "2026-05-02").err == ""


def test_a_day_before_everything_leaves_nothing(myotome):
    done = myotome("followup", RECORD, "--today", "2001-01-01")
    assert done.code == 2 and done.out == "" and done.err.count("[followup.later]") >= 1
