"""HTML: what a browser would show, in linear time, whatever the page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myotome.errors import MyotomeError
from myotome.formats.html import html_text, read_html


def shown(page: str | bytes) -> str:
    return html_text(page if isinstance(page, bytes) else page.encode(), "p.html")[0]


def test_blocks_lists_and_inline_marks() -> None:
    page = "<h1>Examen</h1><p>Force&nbsp;: <b>4</b>/5<br>à droite</p><ul><li>ptosis\n<li>diplopie</ul>"
    assert shown(page) == "Examen\n\nForce : 4/5\nà droite\n\n- ptosis\n- diplopie\n"


def test_an_empty_cell_stays_empty() -> None:
    rows = "<table><tr><th>Nerf<th>Latence<th>Vitesse</tr>\n<tr><td>Médian<td><td>55</tr></table>"
    assert shown(rows).splitlines() == ["Nerf\tLatence\tVitesse", "Médian\t\t55"]


def test_what_is_not_shown_is_not_read() -> None:
    page = (
        "<head><title>Mme X</title><style>p{}</style></head><script>if (a<b) ptosis()</script>"
        "<div hidden>ptosis</div><p style='display: none'>diplopie</p><p>mus&shy;cle</p>"
    )
    assert shown(page) == "muscle\n"


def test_the_encoding_that_the_page_states_is_believed() -> None:
    page = '<html><head><meta charset="iso-8859-1"></head><body>Déficit à gauche</body></html>'.encode("latin-1")
    assert shown(page) == "Déficit à gauche\n"
    assert read_html("<p>Déficit".encode("cp1252"), "p.html").problems[0].code == "format.encoding_assumed"


@pytest.mark.parametrize("page", [b"<html><body></body></html>", b"<script>x</script>"])
def test_a_page_without_text_is_refused(page: bytes) -> None:
    with pytest.raises(MyotomeError, match="format.no_text"):
        read_html(page, "vide.html")


@pytest.mark.parametrize("piece", ["<div>", "<b><i hidden>", "<script>", "<table><td>", "&", "<", "</p>", "<!--"])
def test_a_hundred_thousand_unclosed_tags(piece: str) -> None:
    assert isinstance(shown("Ptosis. " + piece * 100_000), str)


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=200))
def test_any_text_is_read_without_a_crash(text: str) -> None:
    try:
        html_text(text.encode(), "t.html")
    except MyotomeError as error:
        assert error.problems[0].code == "format.wrong_encoding"
