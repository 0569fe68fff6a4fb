"""What kind of file some bytes are, and its reader."""

from __future__ import annotations

import importlib
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

from myotome.formats.document import Document
from myotome.formats.enmg.documents import with_tables
from myotome.formats.settings import settings
from myotome.formats.tables import is_table_header
from myotome.formats.trouble import refuse

PDF_MARK, ZIP_MARK, RTF_MARK = b"%PDF-", b"PK\x03\x04", b"{\\rtf"
HTML_MARK = re.compile(rb"\s*(<\?xml[^<>]{0,200}\?>\s*)?(<!--|<!doctype\s+html|<html[\s>])", re.IGNORECASE)
MAIL_MARK = re.compile(rb"^mime-version:", re.IGNORECASE | re.MULTILINE)
HEADER = re.compile(rb"[A-Za-z][A-Za-z-]{1,60}: ?\S")
HEAD = 1024
RUNNING = ("text", "markdown", "html", "rtf", "mail", "outlook", "docx")  # text whose tables are looked for
READERS = {
    "text": ("plain", "read_plain"), "markdown": ("plain", "read_markdown"), "html": ("html", "read_html"),
    "rtf": ("rtf", "read_rtf"), "mail": ("mail", "read_mail"), "outlook": ("outlook", "read_outlook"),
    "pdf": ("pdf", "read_pdf"), "docx": ("word", "read_docx"),
    "table": ("tables", "read_table"), "sheet": ("sheet", "read_sheet"), "case": ("structured", "read_case"),
    "edf": ("edf", "read_edf"), "wfdb": ("wfdb", "read_wfdb"), "arrays": ("trace_arrays", "read_arrays"),
    "trace_table": ("trace_table", "read_trace_table"),
}
EDF_MARKS = (b"0       ", b"\xffBIOSEMI")
ARRAYS = ".npz"  # a ZIP file by its mark
NEIGHBOURS = ("wfdb", "arrays")  # kinds of which one file needs others of its folder
# name, greatest size in bytes -> a file of the same folder; raises FileNotFoundError
Beside = Callable[[str, int], bytes]


def alone(name: str, limit: int) -> bytes:
    """The folder of a file that lies in none: an attachment, the standard input."""
    raise FileNotFoundError(name)


def read_bytes(data: bytes, shown: str, allowed: dict[str, int], beside: Beside = alone) -> Document:
    """The document that some bytes are. shown: name in messages. allowed: bytes by kind.

    Raises MyotomeError with the fatal problem when nothing of it can be used.
    """
    if not data:
        raise refuse("format.empty", shown)
    kind = kind_of(shown, data)
    if kind is None:
        suffixes = [s for k in settings().kinds for s in k.suffixes]
        raise refuse("format.unknown", shown, Path(shown).suffix, ", ".join(suffixes))
    if len(data) > allowed[kind]:
        raise refuse("format.too_large", shown, f"{kind} > {allowed[kind]}", f"--limit {kind}={len(data)}")
    if kind in NEIGHBOURS:
        return _reader(kind)(data, shown, lambda other: beside(other, allowed[kind]))
    document = _reader(kind)(data, shown)
    return with_tables(document) if kind in RUNNING else document


def kind_of(name: str, data: bytes) -> str | None:
    """The kind by the file's own mark first, by its suffix else; a file without one is looked into.

    >>> kind_of("note.txt", b"Douleur"), kind_of("x", b"%PDF-1.7"), kind_of("x.xyz", b"?")
    ('text', 'pdf', None)
    """
    if PDF_MARK in data[:HEAD]:
        return "pdf"
    if data.startswith(EDF_MARKS):
        return "edf"
    if data.startswith(ZIP_MARK) and not name.lower().endswith(ARRAYS):
        return _office_kind(data)
    if data.lstrip()[:HEAD].startswith(RTF_MARK):
        return "rtf"  # also under the name .doc, as Word writes it
    suffix = Path(name).suffix.lower()
    for kind in settings().kinds:
        if suffix in kind.suffixes:
            return "trace_table" if kind.id == "table" and _holds_time(data) else kind.id
    return _by_content(data) if not suffix else None


def _office_kind(data: bytes) -> str | None:
    """"docx" or "sheet" by the folder that the archive holds."""
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except zipfile.BadZipFile:
        return "docx"  # a damaged DOCX says more than "unknown"
    if any(n.startswith("word/") for n in names):
        return "docx"
    return "sheet" if any(n.startswith("xl/") for n in names) else None


def _holds_time(data: bytes) -> bool:
    """Does a CSV file hold traces: a column of time below its labels?"""
    from myotome.formats.trace_table import is_trace_table

    return is_trace_table(data[: HEAD * settings().traces.head_lines].decode("utf-8-sig", errors="replace"))


def _by_content(data: bytes) -> str:
    if HTML_MARK.match(data[:HEAD].removeprefix(b"\xef\xbb\xbf")):
        return "html"
    if HEADER.match(data) and MAIL_MARK.search(data.split(b"\n\n", 1)[0]):
        return "mail"
    head = data[:HEAD].decode("utf-8-sig", errors="replace").lstrip()
    if head.startswith("{") or any(line.startswith("schema:") for line in head.splitlines()):
        return "case"
    if _holds_time(data):
        return "trace_table"
    return "table" if head and is_table_header(head.splitlines()[0]) else "text"


def _reader(kind: str) -> Callable[[bytes, str], Document]:
    """The reader of a kind; a module is imported only when a file needs its library."""
    module, function = READERS[kind]
    return getattr(importlib.import_module(f"myotome.formats.{module}"), function)
