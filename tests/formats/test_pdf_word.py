"""PDF and DOCX: order, columns, empty cells, pages without text."""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
import pytest
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml

from myotome.errors import MyotomeError
from myotome.formats.pdf import read_pdf
from myotome.formats.word import read_docx
from myotome.terms import Level

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
    return saved(document)


def test_word_paragraphs_and_tables_in_order() -> None:
    data = word("Avant", [["Nerf", "Latence", "Durée"], ["Médian", "", "5"]], "Après")
    assert read_docx(data, "a.docx").text == "Avant\nNerf\tLatence\tDurée\nMédian\t\t5\n\nAprès\n"


def test_word_merged_cells_count_once() -> None:
    document = docx.Document()
    table = document.add_table(rows=1, cols=3)
    table.rows[0].cells[0].merge(table.rows[0].cells[1]).text = "Médian"
    table.rows[0].cells[2].text = "5"
    assert read_docx(saved(document), "m.docx").text.splitlines()[0] == "Médian\t5"


def test_word_without_text() -> None:
    with pytest.raises(MyotomeError, match="format.no_text"):
        read_docx(word(""), "a.docx")


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BOX = (
    f'<w:r {W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:AlternateContent><mc:Choice Requires="wps">'
    "<w:txbxContent><w:p><w:r><w:t>Ptosis droit</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback>"
    "<w:txbxContent><w:p><w:r><w:t>Ptosis droit</w:t></w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>"
)
PARTS = {
    "a text box, once": (BOX, "Avant\nPtosis droit\n"),
    "an insertion": (f"<w:ins {W}><w:r><w:t> et après</w:t></w:r></w:ins>", "Avant et après\n"),
    "no deletion": (f"<w:del {W}><w:r><w:delText> diplopie</w:delText></w:r></w:del>", "Avant\n"),
    "no hidden run": (f"<w:r {W}><w:rPr><w:vanish/></w:rPr><w:t> secret</w:t></w:r>", "Avant\n"),
    "a control": (f"<w:sdt {W}><w:sdtContent><w:r><w:t> : oui</w:t></w:r></w:sdtContent></w:sdt>", "Avant : oui\n"),
    "a link": (f"<w:hyperlink {W}><w:r><w:t> lien</w:t></w:r></w:hyperlink>", "Avant lien\n"),
}


@pytest.mark.parametrize("part", PARTS)
def test_word_reads_what_is_shown_in_a_paragraph(part: str) -> None:
    xml, text = PARTS[part]
    document = docx.Document()
    document.add_paragraph("Avant")._p.append(parse_xml(xml))
    assert read_docx(saved(document), "a.docx").text == text


def test_word_notes_stand_at_the_end_and_headers_are_named() -> None:
    document = docx.Document()
    document.add_paragraph("Déficit")
    document.sections[0].header.paragraphs[0].text = "CHU"
    notes = f"<w:footnotes {W}><w:footnote><w:p><w:r><w:t>CK normales</w:t></w:r></w:p></w:footnote></w:footnotes>"
    part = Part(PackURI("/word/footnotes.xml"), "application/xml", notes.encode(), document.part.package)
    document.part.relate_to(part, RT.FOOTNOTES)
    read = read_docx(saved(document), "a.docx")
    assert read.text == "Déficit\nCK normales\n"
    assert [(p.code, p.level) for p in read.problems] == [("format.margin_left", Level.NOTE)]


def test_word_a_cell_merged_over_rows_stands_in_each() -> None:
    document = docx.Document()
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "Médian"
    table.cell(0, 1).text, table.cell(1, 1).text = "poignet", "coude"
    assert read_docx(saved(document), "m.docx").text.splitlines()[:2] == ["Médian\tpoignet", "Médian\tcoude"]


def saved(document: WordDocument) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_heads_and_feet_stand_once_and_a_sentence_goes_on_over_the_page(make_pdf: Make) -> None:
    def page(number: int, *lines: str) -> list[tuple[float, float, str]]:
        return [(50, 820, "CHU, consultation de neurologie"), *((50, 780 - 12 * n, line) for n, line in enumerate(lines)), (280, 30, f"{number}/2")]

    text = read_pdf(make_pdf(page(1, "Pas de déficit des"), page(2, "releveurs du pied.")), "p.pdf").text
    assert text == "CHU, consultation de neurologie\n\nPas de déficit des\nreleveurs du pied.\n\n1/2\n"
