"""PDF and DOCX: order, columns, empty cells, pages without text."""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
import pytest

from myotome.errors import MyotomeError
from myotome.formats.pdf import read_pdf
from myotome.formats.word import read_docx

Make = Callable[..., bytes]
HEADER = [(50, 780, "Nerf"), (150, 780, "Latence"), (250, 780, "Amplitude"), (350, 780, "Durée"), (450, 780, "Vitesse")]


def test_an_empty_cell_stays_empty(make_pdf: Make) -> None:
    page = [*HEADER, (50, 765, "Médian poignet"), (150, 765, "3,2"), (250, 765, "5,7"),
            (50, 750, "Médian coude"), (150, 750, "7,0"), (250, 750, "1,2"), (450, 750, "55")]
    lines = read_pdf(make_pdf(page), "e.pdf").text.splitlines()
    assert lines[1] == "Médian poignet\t3,2\t5,7"
    assert lines[2].split("\t") == ["Médian coude", "7,0", "1,2", "", "55"]


def test_columns_of_prose_are_read_one_after_the_other(make_pdf: Make) -> None:
    left = [(50, 780 - 14 * n, f"Faiblesse indolore du pied gauche, ligne {n}") for n in range(8)]
    right = [(320, 780 - 14 * n, f"La sensibilité reste normale partout, ligne {n}") for n in range(8)]
    title = [(50, 800, "Un titre qui traverse toute la largeur de la page imprimée, au-dessus des colonnes")]
    lines = read_pdf(make_pdf(title + left + right), "p.pdf").text.splitlines()
    assert lines[0].startswith("Un titre")
    assert [line[:9] for line in lines[1:]] == ["Faiblesse"] * 8 + ["La sensib"] * 8


def test_words_and_paragraphs(make_pdf: Make) -> None:
    text = read_pdf(make_pdf([(50, 800, "Déficit moteur"), (50, 788, "à droite."), (50, 740, "Conclusion")]), "p.pdf").text
    assert text == "Déficit moteur\nà droite.\n\nConclusion\n"


def test_pages_without_text(make_pdf: Make) -> None:
    document = read_pdf(make_pdf([(50, 800, "Note")], []), "p.pdf")
    assert [(p.code, p.place) for p in document.problems] == [("format.page_without_text", "p.pdf, page 2")]
    with pytest.raises(MyotomeError, match="format.scanned"):
        read_pdf(make_pdf([], []), "scan.pdf")


def word(*parts: str | list[list[str]]) -> bytes:
    document = docx.Document()
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
            continue
        table = document.add_table(rows=0, cols=len(part[0]))
        for row in part:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_word_paragraphs_and_tables_in_order() -> None:
    data = word("Avant", [["Nerf", "Latence", "Durée"], ["Médian", "", "5"]], "Après")
    assert read_docx(data, "a.docx").text == "Avant\nNerf\tLatence\tDurée\nMédian\t\t5\n\nAprès\n"


def test_word_merged_cells_count_once() -> None:
    document = docx.Document()
    table = document.add_table(rows=1, cols=3)
    table.rows[0].cells[0].merge(table.rows[0].cells[1]).text = "Médian"
    table.rows[0].cells[2].text = "5"
    out = io.BytesIO()
    document.save(out)
    assert read_docx(out.getvalue(), "m.docx").text.splitlines()[0] == "Médian\t5"


def test_word_without_text() -> None:
    with pytest.raises(MyotomeError, match="format.no_text"):
        read_docx(word(""), "a.docx")
