from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myotome.errors import MyotomeError
from myotome.formats.dates import document_date
from myotome.formats.plain import decode, read_plain

NOTE = "Déficit moteur à l'œil, « bilatéral ».\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_with_and_without_mark(encoding: str) -> None:
    assert decode(NOTE.encode(encoding), "n") == (NOTE, [])


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_eight_bit_text_with_a_warning(encoding: str) -> None:
    note = NOTE if encoding == "cp1252" else "Déficit moteur à droite"
    text, problems = decode(note.encode(encoding), "n.txt")
    assert text == note
    assert [p.code for p in problems] == ["format.encoding_assumed"]


@pytest.mark.parametrize(("encoding", "name"), [("mac_roman", "Mac OS Roman"), ("cp850", "DOS 850"), ("cp1252", "Windows-1252")])
def test_old_encodings_are_told_by_their_accents_and_said(encoding: str, name: str) -> None:
    note = "Déficit sévère à droite, régressé ; pas d'œdème.".replace("œ", "oe")
    text, (problem,) = decode(note.encode(encoding), "n.txt")
    assert (text, problem.message) == (note, name)


def test_two_encodings_in_one_file() -> None:
    text, problems = decode("Déficit à gauche.\n".encode() + "Réflexe aboli à droite.".encode("cp1252"), "n.txt")
    assert text == "Déficit à gauche.\nRéflexe aboli à droite."
    assert [p.code for p in problems] == ["format.encodings_mixed"]


def test_accents_encoded_twice_are_put_right() -> None:
    text, problems = decode(NOTE.encode().decode("latin-1").encode(), "n.txt")
    assert (text, [p.code for p in problems]) == (NOTE, ["format.encoding_twice"])
    assert decode("DÃ©ficit : un seul.".encode(), "n.txt")[1] == []


def test_line_ends_and_composed_letters() -> None:
    text, _ = decode(unicodedata.normalize("NFD", "é\r\nà\rù").encode(), "n")
    assert text == "é\nà\nù"


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_a_problem(data: bytes) -> None:
    try:
        assert read_plain(data, "n.txt").text.strip()
    except MyotomeError as error:
        assert error.problems[0].code in ("format.empty", "format.wrong_encoding")


@pytest.mark.parametrize(("name", "text", "date"), [
    ("2021-03-05-enmg.txt", "", "2021-03-05"),
    ("n.txt", "Consultation du 12/03/2021\nDéficit", "2021-03-12"),
    ("n.txt", "Lausanne, le 3 août 2019\n", "2019-08-03"),
    ("n.txt", "Date : 2020-01-31", "2020-01-31"),
    ("n.txt", "Né le 12/03/1960. Déficit.", ""),
    ("n.txt", "Date de naissance : 12/03/1960", ""),
    ("n.txt", "Le déficit date du 12/03/2001", ""),
    ("n.txt", "Date : 31/02/2020", ""),
])
def test_a_document_states_its_date(name: str, text: str, date: str) -> None:
    assert document_date(name, text) == date
