"""The short answer, the table of findings, and canonical JSON."""

from __future__ import annotations

import msgspec

from myotome.answer import Result
from myotome.report import findings_rows, findings_table, result_json, short_answer
from myotome.report.table import COLUMNS

from .sample import CASE, assessment, empty_handed, result


def test_the_short_answer_has_every_part_in_forty_lines(knowledge):
    text = short_answer(result("fr"), knowledge)
    assert len(text.splitlines()) <= 40
    for part in (
        "Homme de 61 ans", "6 données", "immunoglobulines intraveineuses (sans effet)", "ALARME (immédiat)", "Où : Un nerf",
        "71 %", "racine C5", "50 %", "38 %", "aucune de celles-ci", "À ne pas manquer", "Prochaine étape", "Ce qui nuirait",
        "Ne pas en donner. (NMM)", "N'a pas pu servir", "[test.nowhere]",
    ):
        assert part in text, part
    assert "\u202f" not in text and "\u00a0" not in text


def test_the_short_answer_in_english(knowledge):
    text = short_answer(result("en"), knowledge)
    assert "Where: One nerve" in text and "38%" in text and "Not to be missed:" in text


def test_two_patients_stand_apart(knowledge):
    text = short_answer(result("fr", patients=2), knowledge)
    assert "Patient 1 : Homme de 61 ans" in text and "Patient 2 : Homme de 61 ans" in text


def test_a_text_without_patient(knowledge):
    text = short_answer(empty_handed("fr"), knowledge)
    assert text.splitlines()[0] == "La page ne décrit aucun patient"
    assert "immunoglobulines intraveineuses" in text and "--self-reports" in text
    assert short_answer(Result(document_kind="none", language="en"), knowledge) == "The document describes no patient"


def test_nothing_that_steers_a_terminal_is_printed(knowledge):
    case = msgspec.structs.replace(CASE, treatments=(msgspec.structs.replace(CASE.treatments[0], dose="\x1b[2J40 mg"),))
    answer = msgspec.structs.replace(result(), assessments=(assessment(case),))
    assert "\x1b" not in short_answer(answer, knowledge)


def rows(knowledge, answer):
    header, *lines = findings_table(answer, knowledge).splitlines()
    assert tuple(header.split("\t")) == COLUMNS
    return [dict(zip(COLUMNS, line.split("\t"), strict=True)) for line in lines]


def test_the_table_has_a_row_a_finding(knowledge):
    found = rows(knowledge, result("fr", patients=2))
    assert len(found) == 2 * len(CASE.findings)
    assert {r["patient"] for r in found} == {"1", "2"}


def test_presence_certainty_and_side_fold_at_the_door(knowledge):
    found = rows(knowledge, result("fr"))
    assert [r["presence"] for r in found] == [
        "present", "absent", "absent", "uncertain", "present", "present", "present", "present",
    ]
    assert found[3]["certainty"] == "possible"
    assert found[7]["side"] == "both"  # alternating
    assert found[4]["experiencer"] == "mother"


def test_a_row_points_into_the_text(knowledge):
    first = rows(knowledge, result("fr"))[0]
    text = CASE.sources[0].text
    assert text[int(first["start"]):int(first["end"])] == first["text"] == "Deltoïde gauche coté M3-4"
    assert first["grade"] == "M3-4" and first["hpo"] == "HP:0003547" and first["source"] == "s1"
    value = rows(knowledge, result("fr"))[5]
    assert (value["value"], value["unit"], value["text"]) == ("412", "U/L", "row 3")


def test_no_cell_breaks_the_table(knowledge):
    evidence = msgspec.structs.replace(CASE.findings[0].evidence[0], text="a\tb\nc")
    case = msgspec.structs.replace(CASE, findings=(msgspec.structs.replace(CASE.findings[0], evidence=(evidence,)),))
    (row,) = findings_rows(case, knowledge, "en")
    assert row[COLUMNS.index("text") - 1] == "a b c" and len(row) == len(COLUMNS) - 1


def test_json_is_canonical_and_whole():
    one, two = result_json(result("fr")), result_json(result("fr"))
    assert one == two and one.endswith(b"}\n")
    raw = msgspec.json.decode(one)
    assert list(raw) == sorted(raw)
    assert msgspec.json.decode(one, type=Result).assessments[0].case.findings == CASE.findings


def test_json_rounds_what_machines_differ_in():
    noisy = msgspec.structs.replace(
        result(), assessments=(msgspec.structs.replace(assessment(), localisation=msgspec.structs.replace(
            assessment().localisation, classes={"nmj": 0.1 + 0.2})),),
    )
    assert b"0.3\n" in result_json(noisy).replace(b",", b"")
