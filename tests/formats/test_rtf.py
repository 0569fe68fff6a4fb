"""RTF: characters, tables, what is left out, and files that are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myotome.errors import MyotomeError
from myotome.formats.rtf import read_rtf, rtf_text


def test_accents_by_code_page_by_unicode_and_raw() -> None:
    assert rtf_text(rb"{\rtf1\ansi\ansicpg1252 D\'e9ficit, c\u339?ur, \uc2\u8217??a" + "é".encode("cp1252") + b"}") == "Déficit, cœur, ’aé"
    assert rtf_text(rb"{\rtf1\mac D\'8eficit}") == "Déficit"
    assert rtf_text(rb"{\rtf1\ansi\u-10179?\u-8704?}") == "😀"


def test_two_bytes_a_character_and_fonts_with_a_code_page_of_their_own() -> None:
    assert rtf_text(rb"{\rtf1\ansi\ansicpg932 \'8b\'d8\'93\'f7 {\b \'94}\'5c}").startswith("筋肉 ")
    data = rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset161 Arial Greek;}}\f1 \'e1{\f0 \'e9}\'e2}"
    assert rtf_text(data) == "αéβ"
    assert rtf_text(rb"{\rtf1\ansicpg932\uc2 \u31563\'8b\'d8 fort}") == "筋 fort"


def test_a_text_box_is_read_once() -> None:
    data = rb"{\rtf1 Avant{\shp{\*\shpinst{\sp{\sn type}{\sv 202}}{\shptxt Ptosis\par}}{\shprslt{\do Ptosis}}}}"
    assert rtf_text(data) == "AvantPtosis\n"


def test_table_rows_keep_their_empty_cells() -> None:
    data = rb"{\rtf1\trowd Nerf\cell Latence\cell Vitesse\cell\row M\'e9dian\cell\cell 55\cell\row}"
    assert read_rtf(data, "t.rtf").text.splitlines() == ["Nerf\tLatence\tVitesse", "Médian\t\t55"]


def test_what_is_not_shown_is_not_read() -> None:
    data = (
        rb"{\rtf1{\fonttbl{\f0 Arial;}}{\*\generator Word;}{\info{\author Dr X}}{\header Hopital}"
        rb"Pas de ptosis.{\v secret}{\field{\*\fldinst HYPERLINK}{\fldrslt lien}} \deleted diplopie\deleted0  fin{\pict\bin4 }}}}}}"
    )
    assert rtf_text(data) == "Pas de ptosis.lien  fin"


def test_no_rtf_and_rtf_without_text() -> None:
    with pytest.raises(MyotomeError, match="format.damaged"):
        read_rtf(b"Pas de ptosis", "a.rtf")
    with pytest.raises(MyotomeError, match="format.no_text"):
        read_rtf(rb"{\rtf1{\fonttbl Arial;}\par\par}", "a.rtf")


@pytest.mark.parametrize("piece", [b"{", b"}", b"\\", b"{\\fonttbl", b"{\\field{\\*\\fldinst{", b"\\'", b"\\bin1 "])
def test_a_hundred_thousand_unclosed_groups(piece: bytes) -> None:
    assert rtf_text(b"{\\rtf1 Ptosis. " + piece * 100_000).startswith("Ptosis. ")


@given(st.binary(max_size=200))
def test_any_bytes_are_read_without_a_crash(data: bytes) -> None:
    rtf_text(b"{\\rtf1 " + data)
