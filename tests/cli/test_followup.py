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
