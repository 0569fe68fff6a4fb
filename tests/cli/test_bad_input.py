"""The row "Bad input": one line with file, place and mend, the right exit code, no traceback."""

from __future__ import annotations

import io

import pypdfium2
import pytest

NAME = "Zébulon Quatrevingt"  # stands in every bad file, and must never reach the error stream
STORY = f"Monsieur {NAME} se plaint d'un pied tombant droit depuis hier, et de douleurs.\n"
CASE = "schema: 1\nlanguage: fr\n"


def scanned_pdf() -> bytes:
    """A page that is a picture: grey, no text."""
    document = pypdfium2.PdfDocument.new()
    page = document.new_page(200, 200)
    picture = pypdfium2.PdfImage.new(document)
    bitmap = pypdfium2.PdfBitmap.new_native(20, 20, pypdfium2.raw.FPDFBitmap_BGR)
    bitmap.fill_rect((128, 128, 128, 255), 0, 0, 20, 20)
    picture.set_bitmap(bitmap)
    picture.set_matrix(pypdfium2.PdfMatrix().scale(150, 150))
    page.insert_obj(picture)
    page.gen_content()
    document.save(into := io.BytesIO())
    return into.getvalue()


ROWS = {
    # name: (bytes, options, code of the problem, what the line must hold)
    "empty.txt": (b"", (), "format.empty", "contient du texte"),
    "blank.txt": (b" \n\n", (), "format.empty", "contient du texte"),
    "scanned.pdf": (None, (), "format.scanned", "OCR"),
    "broken.pdf": (b"%PDF-1.7\nnothing", (), "format.damaged", "enregistrer à nouveau"),
    "broken.docx": (b"PK\x03\x04nothing", (), "format.damaged", "enregistrer à nouveau"),
    "utf16.txt": (STORY.encode("utf-16-le"), (), "format.wrong_encoding", "UTF-8"),
    "letter.rtf": (STORY.encode(), (), "format.damaged", "enregistrer à nouveau"),
    "letter.wps": (STORY.encode(), (), "format.unknown", ".docx"),
    "long.txt": (STORY.encode() * 3, ("--limit", "text=100"), "format.too_large", "--limit text="),
    "note.csv": (STORY.encode(), (), "table.unknown_header", "colonnes attendues"),
    "broken.yaml": (f"schema: 1\nnotes: [{NAME}\n".encode(), (), "case.malformed", "docs/case-format.md"),
    "broken.json": (f'{{"schema": 1, "notes": "{NAME}'.encode(), (), "case.malformed", "docs/case-format.md"),
    "next.yaml": (b"schema: 2\nfindings: [foot_drop]\n", (), "case.schema", "schema: 1"),
}


@pytest.mark.parametrize("name", ROWS)
def test_nothing_can_be_done(myotome, tmp_path, name):
    data, options, code, mend = ROWS[name]
    path = tmp_path / name
    path.write_bytes(scanned_pdf() if data is None else data)
    done = myotome("assess", path, *options)
    assert done.code == 2
    assert done.out == ""
    (line,) = done.err.splitlines()
    assert line.startswith(name)
    assert f"[{code}]" in line
    assert mend in line
    assert not set(NAME.split()) & set(line.replace(",", " ").split())


@pytest.mark.parametrize("command", ["assess", "read"])
def test_a_directory_and_a_missing_file(myotome, tmp_path, command):
    folder = myotome(command, tmp_path)
    missing = myotome(command, tmp_path / "none.txt")
    assert (folder.code, missing.code) == (2, 2)
    assert folder.err.startswith(tmp_path.name)
    assert "[format.directory]" in folder.err
    assert "none.txt" in missing.err
    assert "[format.missing]" in missing.err


CASES = {
    "muscles: [{muscle: deltoidd, side: left, mrc: 3}]": ("muscles[0].muscle", "deltoid (deltoïde", "name.muscle"),
    "muscles: [{muscle: deltoid, side: left, mrc: 7}]": ("muscles[0].mrc", "mrc = 7", "value.impossible"),
    "conduction: [{side: left, nerve: median, study: motor, stimulation: wrist, amplitude_mv: -3}]":
        ("conduction[0].amplitude_mv", "amplitude_mv = -3", "value.impossible"),
    "patient: {age: 240}": ("patient.age", "age = 240", "value.impossible"),
    "findings: [foot_dropp]": ("findings[0]", "foot_drop (", "name.concept"),
    "colour: blue": ("colour", "patient", "case.unknown_key"),
}


@pytest.mark.parametrize("text", CASES)
def test_a_structured_case_with_something_impossible(myotome, tmp_path, text):
    path = tmp_path / "case.yaml"
    path.write_text(f"{CASE}{text}\nnotes: Pied tombant droit.\n", encoding="utf-8")
    done = myotome("assess", path)
    place, part, code = CASES[text]
    (line,) = [entry for entry in done.err.splitlines() if f"[{code}]" in entry]
    assert done.code == 1
    assert line.startswith(f"case.yaml, {place}")
    assert part in line
    assert "Pied tombant" not in done.err


def test_free_text_in_the_place_of_a_name_is_not_repeated(myotome, tmp_path):
    path = tmp_path / "case.yaml"
    path.write_text(f"{CASE}findings: ['{STORY.strip().replace(chr(39), ' ')}', foot_drop]\n", encoding="utf-8")
    done = myotome("assess", path)
    assert done.code == 1
    assert "findings[0]" in done.err
    assert "Quatrevingt" not in done.err


def test_a_table_with_something_impossible_is_read_in_part(myotome, tmp_path):
    path = tmp_path / "labs.csv"
    path.write_text("date,test,value,unit,lower,upper,comparator\n2024-01-15,CK,840,U/L,,190,\n2024-01-15,CRP,many,mg/L,,5,\n", encoding="utf-8")
    done = myotome("assess", path)
    assert done.code == 1
    assert "labs.csv, row 3" in done.err
    assert "row 2" not in done.err


def test_the_other_documents_are_still_assessed(myotome, note, tmp_path):
    (tmp_path / "empty.txt").touch()
    (tmp_path / "case.yaml").write_text(f"{CASE}patient: {{age: 240, sex: female}}\n", encoding="utf-8")
    done = myotome("assess", tmp_path / "empty.txt", note, tmp_path, tmp_path / "case.yaml", "--json", tmp_path / "out.json")
    assert done.code == 1
    assert "[format.empty]" in done.err
    assert "[format.directory]" in done.err
    assert "[value.impossible]" in done.err
    assert "34 ans" in done.out
    assert "foot_drop" in (tmp_path / "out.json").read_text(encoding="utf-8")


def test_windows_1252_is_read_with_a_warning(myotome, tmp_path):
    path = tmp_path / "note.txt"
    path.write_bytes("Déficit des releveurs du pied droit coté 2/5, apparu brutalement.".encode("cp1252"))
    done = myotome("assess", path)
    assert done.code == 1
    assert "Windows-1252" in done.err
    assert "Où" in done.out


@pytest.mark.parametrize("arguments", [
    (), ("diagnose",), ("assess",), ("assess", "note.txt", "--html"), ("assess", "note.txt", "--language", "de"),
    ("assess", "note.txt", "--patient", "0"), ("assess", "note.txt", "--limit", "text"), ("assess", "note.txt", "--limit", "text=²"),
    ("assess", "note.txt", "--unknown"), ("read",), ("evaluate",), ("evaluate", "x.json", "--from", "dreams"),
    ("knowledge", "show"), ("schema", "house"),
])
def test_wrong_usage(myotome, arguments):
    done = myotome(*arguments)
    assert done.code == 2
    assert "Usage: myotome" in done.err + done.out or "[usage." in done.err
    assert "Traceback" not in done.err


def test_a_limit_for_an_unknown_kind_names_the_kinds(myotome, note):
    done = myotome("assess", note, "--limit", "papyrus=10")
    assert done.code == 2
    assert "papyrus" in done.err
    assert "docx" in done.err
