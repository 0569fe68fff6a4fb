"""``myotome leaflet`` and ``myotome letter``."""

from __future__ import annotations

import docx

from tests.cli.conftest import EXAMPLES, NOTE


def test_a_leaflet_on_paper_and_on_the_terminal(myotome, tmp_path):
    page = tmp_path / "feuille.html"
    done = myotome("leaflet", "NMM", "--status", "established", "--next", "Perfusion le 12 janvier.", "--html", page, "--measure")
    assert done.code == 0
    assert "Le diagnostic est établi." in done.out
    assert "Kandel-Moles" in done.out
    assert "Perfusion le 12 janvier." in page.read_text(encoding="utf-8")
    assert "Flesch-Kincaid" in myotome("leaflet", "als", "--language", "en", "--measure").out


def test_a_leaflet_on_an_unknown_disease(myotome):
    done = myotome("leaflet", "sclérose laterale amyotrofique")
    assert (done.code, done.out) == (2, "")
    assert "sclérose latérale amyotrophique" in done.err


def test_a_letter_from_a_note(myotome, tmp_path):
    note, out = tmp_path / "note.txt", tmp_path / "lettre.docx"
    note.write_text(NOTE, encoding="utf-8")
    done = myotome("letter", note, "--docx", out, "--date", "le 3 mars 2026")
    assert done.code == 0, done.err
    assert done.out.startswith("Compte rendu de consultation\n\nle 3 mars 2026")
    assert any("ied tombant" in p.text for p in docx.Document(str(out)).paragraphs)


def test_a_letter_never_overwrites_its_note(myotome, tmp_path):
    note = tmp_path / "note.docx"
    document = docx.Document()
    document.add_paragraph(NOTE)
    document.save(str(note))
    assert myotome("letter", note, "--docx", note).code == 2
    assert myotome("letter", EXAMPLES / "5-article-sans-patient.txt").code == 2
