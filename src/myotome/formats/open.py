"""Open one file, whatever its kind: text, PDF, DOCX, table, structured case, or "-"."""

from __future__ import annotations

import importlib
import io
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

from myotome.formats.document import Document
from myotome.formats.settings import settings
from myotome.formats.tables import is_table_header
from myotome.formats.trouble import refuse

STDIN = "-"
PDF_MARK, ZIP_MARK = b"%PDF-", b"PK\x03\x04"
HEAD = 1024
READERS = {
    "text": ("plain", "read_plain"), "markdown": ("plain", "read_markdown"),
    "pdf": ("pdf", "read_pdf"), "docx": ("word", "read_docx"), "table": ("tables", "read_table"),
    "case": ("structured", "read_case"),
}


def open_document(name: str, limits: dict[str, int] | None = None) -> Document:
    """Read the file ``name`` ("-": standard input) into text, rows or a case.

    limits: kind -> bytes, over those of ``settings/formats.yaml``. Raises MyotomeError with the
    fatal problem (and those found before) when nothing of the file can be used; what can be used
    in part comes back with its problems.
    """
    allowed = {kind.id: kind.limit_bytes for kind in settings().kinds}
    for kind in limits or {}:
        if kind not in allowed:
            raise refuse("format.limit_unknown", "--limit", kind, ", ".join(allowed))
    allowed |= limits or {}
    shown = (Path(name).name or name) if name != STDIN else STDIN
    data = _read(name, shown, max(allowed.values()) + 1)
    if not data:
        raise refuse("format.empty", shown)
    kind = kind_of(shown, data)
    if kind is None:
        suffixes = [s for k in settings().kinds for s in k.suffixes]
        raise refuse("format.unknown", shown, Path(shown).suffix, ", ".join(suffixes))
    if len(data) > allowed[kind]:
        raise refuse("format.too_large", shown, f"{kind} > {allowed[kind]}", f"--limit {kind}={len(data)}")
    return _reader(kind)(data, shown)


def _read(name: str, shown: str, most: int) -> bytes:
    """At most ``most`` bytes: enough to know that a file is above every limit."""
    if name == STDIN:
        stream = getattr(sys.stdin, "buffer", None)
        return stream.read(most) if stream else sys.stdin.read(most).encode()
    path = Path(name)
    try:
        if path.is_dir():
            raise refuse("format.directory", shown)
        with path.open("rb") as stream:
            return stream.read(most)
    except FileNotFoundError as error:
        raise refuse("format.missing", name) from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise refuse("format.unreadable", shown, getattr(error, "strerror", None) or str(error)) from error


def kind_of(name: str, data: bytes) -> str | None:
    """The kind by the file's own mark first, by its suffix else; a file without one is looked into.

    >>> kind_of("note.txt", b"Douleur"), kind_of("x", b"%PDF-1.7"), kind_of("x.xyz", b"?")
    ('text', 'pdf', None)
    """
    if PDF_MARK in data[:HEAD]:
        return "pdf"
    if data.startswith(ZIP_MARK):
        return "docx" if _holds_word(data) else None
    suffix = Path(name).suffix.lower()
    for kind in settings().kinds:
        if suffix in kind.suffixes:
            return kind.id
    return _by_content(data) if not suffix else None


def _holds_word(data: bytes) -> bool:
    try:
        return any(n.startswith("word/") for n in zipfile.ZipFile(io.BytesIO(data)).namelist())
    except zipfile.BadZipFile:
        return True  # a damaged DOCX says more than "unknown"


def _by_content(data: bytes) -> str:
    head = data[:HEAD].decode("utf-8-sig", errors="replace").lstrip()
    if head.startswith("{") or any(line.startswith("schema:") for line in head.splitlines()):
        return "case"
    return "table" if head and is_table_header(head.splitlines()[0]) else "text"


def _reader(kind: str) -> Callable[[bytes, str], Document]:
    """The reader of a kind; a module is imported only when a file needs its library."""
    module, function = READERS[kind]
    return getattr(importlib.import_module(f"myotome.formats.{module}"), function)
