"""The table of bad input of the issue: a problem with file, place and mend, never a traceback."""

from __future__ import annotations

import io
import random
import sys
from pathlib import Path

import pytest

from myotome.errors import MyotomeError
from myotome.formats import open_document
from myotome.terms import Level


def write(folder: Path, name: str, data: bytes | str) -> str:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return str(path)


def refused(name: str, limits: dict[str, int] | None = None) -> list[str]:
    with pytest.raises(MyotomeError) as error:
        open_document(name, limits)
    assert error.value.problems[-1].level is Level.FATAL
    assert Path(name).name in error.value.problems[-1].place
    return [p.code for p in error.value.problems]


@pytest.mark.parametrize("data", [b"", b" \n\t\n", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("name", ["note.txt", "note.md", "labs.csv", "case.yaml", "case.json"])
def test_empty(tmp_path: Path, name: str, data: bytes) -> None:
    assert refused(write(tmp_path, name, data)) == ["format.empty"]


def test_missing_directory_unknown(tmp_path: Path) -> None:
    assert refused(str(tmp_path / "none.txt")) == ["format.missing"]
    assert refused(str(tmp_path)) == ["format.directory"]
    assert refused(write(tmp_path, "letter.doc", b"old Word")) == ["format.unknown"]
    assert refused(write(tmp_path, "x.xlsx", b"PK\x03\x04")) == ["format.damaged"]


def test_binary_garbage(tmp_path: Path) -> None:
    draw = random.Random(3)
    garbage = bytes(draw.randrange(256) for _ in range(400))
    assert refused(write(tmp_path, "note.txt", garbage)) == ["format.wrong_encoding"]
    assert refused(write(tmp_path, "utf16-without-mark.txt", "Déficit".encode("utf-16-le"))) == ["format.wrong_encoding"]
    assert refused(write(tmp_path, "bad16.txt", b"\xff\xfe\x00\xd8\x00")) == ["format.wrong_encoding"]


@pytest.mark.parametrize("name", ["a.pdf", "a.docx"])
@pytest.mark.parametrize("data", [b"plain words", b"%PDF-1.7\nbroken", b"PK\x03\x04broken"])
def test_damaged(tmp_path: Path, name: str, data: bytes) -> None:
    assert refused(write(tmp_path, name, data)) == ["format.damaged"]


def test_limits_by_kind(tmp_path: Path) -> None:
    note = write(tmp_path, "note.txt", "Déficit moteur. " * 10)
    assert refused(note, {"text": 20}) == ["format.too_large"]
    assert open_document(note, {"text": 5000, "pdf": 1}).text
    assert refused(write(tmp_path, "labs.csv", "test,value\nCK,3\n"), {"table": 4}) == ["format.too_large"]
    with pytest.raises(MyotomeError, match="format.limit_unknown"):
        open_document(note, {"texts": 20})


def test_kind_is_told_by_content_without_suffix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert open_document(write(tmp_path, "a", "Déficit moteur.")).kind == "text"
    assert open_document(write(tmp_path, "b", "test,value\nCK,3\n")).kind == "table"
    assert open_document(write(tmp_path, "c", '{"schema": 1}')).kind == "case"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"schema: 1\nfindings: [foot_drop]\n")))
    document = open_document("-")
    assert document.name == "-"
    assert document.case is not None
    assert document.case.findings[0].concept == "foot_drop"


def test_an_unreadable_name_is_a_problem() -> None:
    with pytest.raises(MyotomeError, match="format.unreadable"):
        open_document("a\0b.txt")


def test_markdown_is_kept_as_text(tmp_path: Path) -> None:
    text = "# Observation\n\n- **Déficit** moteur\n"
    document = open_document(write(tmp_path, "note.md", text))
    assert (document.kind, document.text) == ("markdown", text)
