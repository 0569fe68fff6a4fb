"""``myotome dose``: both languages, sources on every number, refusals in words."""

from __future__ import annotations

import json
import re

import pytest

ASKED = ("dose", "ivig", "--weight", 82, "--height", 178, "--age", 57, "--sex", "male", "--disease", "nmm")


@pytest.mark.parametrize(("language", "said"), [("fr", "dose arrondie : 160 g"), ("en", "rounded dose: 160 g")])
def test_formula_rounding_and_sources_are_printed(myotome, language, said):
    done = myotome(*ASKED, "--language", language)
    assert (done.code, done.err) == (0, "")
    assert said in done.out and "2 g/kg × 82 kg = 164 g [1]" in done.out
    assert "35 + 35 + 30 + 30 + 30 = 160 g" in done.out
    assert re.search(r"^    \[1\] .*EFNS/PNS", done.out, re.M)
    assert not re.search(r"recomm[ae]nd", done.out, re.I)


def test_no_answer_of_any_sheet_recommends(myotome, knowledge):
    for drug in knowledge.doses:
        disease = next((r.diseases[0] for r in knowledge.doses[drug].regimens if r.diseases and r.population == "adult"), None)
        done = myotome("dose", drug, "--weight", 70, "--height", 170, "--age", 40, *(("--disease", disease) if disease else ()))
        assert done.code == 0
        assert not re.search(r"recomm[ae]nd", done.out, re.I)


def test_json_holds_what_the_lines_say(myotome):
    dose = json.loads(myotome(*ASKED, "--json").out)
    assert dose["split"] == [35, 35, 30, 30, 30] and dose["lines"][-1]["step"] == 5


def test_checks_become_a_calendar(myotome, tmp_path):
    path = tmp_path / "checks.ics"
    done = myotome("dose", "MTX", "--weight", 70, "--age", 45, "--start", "2026-01-05", "--ics", path)
    assert done.code == 0 and "2026-01-19" in done.out
    text = path.read_text(encoding="utf-8")
    assert text.startswith("BEGIN:VCALENDAR\n") or text.startswith("BEGIN:VCALENDAR")
    assert "DTSTART;VALUE=DATE:20260119" in text and text.count("BEGIN:VEVENT") == text.count("END:VEVENT") == 6
    assert myotome("dose", "MTX", "--weight", 70, "--ics", path).code == 2


@pytest.mark.parametrize(("arguments", "code"), [
    (("ivig",), "dose.weight_missing"), (("ivig", "--weight", 8), "dose.age_needed"), (("ivig", "--weight", 800), "dose.weight_impossible"),
    (("ivig", "--weight", 82, "--creatinine", "85"), "dose.creatinine_unit"), (("ivig", "--weight", 82, "--creatinine", "85 mg/dL"), "dose.creatinine_range"),
    (("ivig", "--weight", 82, "--disease", "mmn", "--age", 12), "dose.adults_only"), (("unobtainium", "--weight", 82), "dose.drug_unknown"),
    (("ivig", "--weight", 82, "--disease", "nmmm"), "name.disease"),
])
def test_bad_input_gets_one_line(myotome, arguments, code):
    done = myotome("dose", *arguments)
    assert done.code == 2 and done.out == ""
    assert done.err.count("\n") == 1 and f"[{code}]" in done.err
