"""``myotome taper``: day by day, with a calendar, in both languages."""

from __future__ import annotations

import json

import pytest

SCHEME = "neurogenic_focal_myositis"


@pytest.mark.parametrize(("language", "said"), [("fr", "interpolé par Myotome"), ("en", "interpolated by Myotome")])
def test_what_is_ours_is_marked(myotome, language, said):
    done = myotome("taper", SCHEME, "--age", 57, "--language", language)
    assert done.code == 0 and done.out.count(said) == 3


def test_one_line_a_day(myotome):
    lines = myotome("taper", SCHEME, "--age", 57, "--daily", "--start", "2026-01-05").out.splitlines()
    assert len(lines) == 90
    assert lines[0].split("\t") == ["1", "2026-01-05", "32 mg", "donné par la source"]
    assert lines[89].split("\t")[:3] == ["90", "2026-04-04", "4 mg"]


def test_calendar_has_a_level_each_and_the_end(myotome, tmp_path):
    path = tmp_path / "taper.ics"
    assert myotome("taper", SCHEME, "--start", "2026-01-05", "--ics", path).code == 0
    text = path.read_text(encoding="utf-8")
    assert text.count("BEGIN:VEVENT") == 6
    assert "DTSTART;VALUE=DATE:20260105" in text and "DTEND;VALUE=DATE:20260405" in text
    assert myotome("taper", SCHEME, "--ics", path).code == 2


def test_json_and_refusals(myotome):
    assert json.loads(myotome("taper", "dm", "--weight", 72, "--json").out)["levels"][0]["formula"] == "min(1 mg/kg × 72 kg; 60 mg) ↓ 1 mg"
    done = myotome("taper", "dm", "--weight", 72, "--age", 12)
    assert done.code == 2 and "[taper.adults_only]" in done.err
