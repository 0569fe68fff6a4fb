"""Outlook messages: body, attachments, and what cannot be read."""

from __future__ import annotations

import sys

import pytest

from myotome.errors import MyotomeError
from myotome.formats.outlook import read_outlook
from tests.formats.compound import message


def test_the_body_and_the_attachments() -> None:
    csv = b"test,value,unit\nCK,1200,UI/L\n"
    document = read_outlook(message("Pour avis :\r\n> Déficit à gauche\r\n", {"bio.csv": csv, "irm.png": b"\x89PNG"}), "m.msg")
    assert document.text == "Pour avis :\nDéficit à gauche\n"
    assert document.date == "2026-06-02"
    assert [row.test for row in document.laboratory] == ["CK"]
    assert [(p.code, p.place) for p in document.problems] == [("format.unknown", "m.msg, irm.png")]


def test_an_html_body_where_there_is_no_plain_one() -> None:
    assert read_outlook(message(None, html=b"<p>Ptosis <b>droit</b>"), "m.msg").text == "Ptosis droit\n"


@pytest.mark.parametrize(("data", "code"), [
    (message("  "), "format.no_text"), (message("Ptosis")[:700], "format.damaged"), (b"Ptosis", "format.damaged"),
])
def test_messages_without_text_and_damaged_ones_are_refused(data: bytes, code: str) -> None:
    with pytest.raises(MyotomeError, match=code):
        read_outlook(data, "m.msg")


def test_without_the_library_its_name_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "oxmsg", None)
    with pytest.raises(MyotomeError) as refused:
        read_outlook(message("Ptosis"), "m.msg")
    (problem,) = refused.value.problems
    assert (problem.code, problem.place) == ("format.needs_extra", "m.msg") and "myotome[msg]" in problem.mend
