"""``myotome read``: findings with the words that they came from."""

from __future__ import annotations

import json

from .conftest import EXAMPLES, NOTE


def test_every_finding_points_into_the_note(myotome, note):
    done = myotome("read", note)
    header, *rows = (line.split("\t") for line in done.out.splitlines())
    assert (done.code, done.err) == (0, "")
    found = [dict(zip(header, row, strict=True)) for row in rows]
    assert {"foot_drop", "sensory_loss"} <= {f["concept"] for f in found}
    for finding in found:
        if finding["start"]:
            assert NOTE[int(finding["start"]) : int(finding["end"])] == finding["text"]
    (back,) = [f for f in found if f["concept"] == "back_pain"]
    assert back["presence"] == "absent"


def test_json_holds_a_list_for_each_patient(myotome):
    done = myotome("read", EXAMPLES / "4-deux-rachis.txt", "--json")
    assert [bool(findings) for findings in json.loads(done.out)] == [True, True]
    done = myotome("read", EXAMPLES / "5-article-sans-patient.txt", "--json")
    assert (done.code, json.loads(done.out)) == (1, [])


def test_the_language_of_the_names(myotome, note):
    assert "pied tombant" in myotome("read", note).out
    assert "foot drop" in myotome("read", note, "--language", "en").out


def test_standard_input_and_a_text_without_a_patient(myotome):
    assert "foot_drop" in myotome("read", "-", stdin=NOTE.encode()).out
    done = myotome("read", EXAMPLES / "5-article-sans-patient.txt")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("5-article-sans-patient.txt")
    assert "[read.no_patient]" in done.err


def test_the_marked_text_without_and_as_a_page(myotome, note, tmp_path):
    page = tmp_path / "read.html"
    done = myotome("read", note, "--show", "--html", page)
    assert done.code == 0
    assert "[+Pied tombant] droit" in done.out and "[-lombalgie]" in done.out
    plain = done.out
    for mark in ("[+", "[-", "[?", "[~", "[=", "[*", "]"):
        plain = plain.replace(mark, "")
    assert NOTE.strip() in plain
    written = page.read_text(encoding="utf-8")
    assert written.startswith("<!doctype html>") and '<mark class="present"' in written and "http" not in written.split("<body>")[1]


def test_tsv_is_what_is_printed_without_a_choice(myotome, note):
    assert myotome("read", note, "--tsv").out == myotome("read", note).out


def test_a_second_reader_is_off_until_an_address_is_given(myotome, note, monkeypatch):
    alone = myotome("read", note)
    done = myotome("read", note, "--second-reader", "http://127.0.0.1:9", "--second-reader-seconds", "2")
    assert (done.code, done.out) == (1, alone.out)
    assert "[second_reader.unreachable]" in done.err
    monkeypatch.setenv("MYOTOME_SECOND_READER", "not an address")
    assert (myotome("read", note).code, myotome("assess", note).code) == (2, 2)


def test_what_a_relative_has_is_marked_as_a_relative_s(myotome, tmp_path):
    path = tmp_path / "kin.txt"
    path.write_text("Homme de 34 ans, crampes. Sa mère avait un ptosis.", encoding="utf-8")
    assert "[+crampes]. Sa mère avait un [~ptosis]." in myotome("read", path, "--show").out
