"""Whatever the format, what is found points into the document's text, and the text holds what was written."""

from __future__ import annotations

import io
from collections.abc import Callable
from email.message import EmailMessage
from html import escape

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from myotome.formats.kinds import read_bytes
from myotome.formats.settings import limits
from myotome.knowledge import load
from myotome.text import read
from tests.formats.compound import message
from tests.formats.conftest import pdf_bytes

PIECES = [
    "Pas de ptosis.", "Faiblesse du deltoïde gauche à 3/5.", "Cœur normal, œdème.", "ROT abolis ; Hoffmann -/-", "Crampes", "(dysphagie",
    "« diplopie »", "{accolade}", "CPK à 12 000 UI/L", "A < B & C", "aréflexie\u00a0!", "\\par", "Steppage droit depuis 2 mois",
]


def _mail(lines: list[str]) -> bytes:
    mail = EmailMessage()
    mail["Subject"] = "note"
    mail.set_content("\n".join(lines) + "\n", cte="quoted-printable")
    return mail.as_bytes()


def _docx(lines: list[str]) -> bytes:
    document, out = docx.Document(), io.BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(out)
    return out.getvalue()


def _rtf(lines: list[str]) -> bytes:
    shown = "\\par ".join("".join(f"\\u{ord(c)}?" if ord(c) > 126 else f"\\{c}" if c in "\\{}" else c for c in line) for line in lines)
    return ("{\\rtf1\\ansi " + shown + "}").encode("ascii")


FORMATS: dict[str, Callable[[list[str]], bytes]] = {
    "n.txt": lambda lines: "\n".join(lines).encode(),
    "utf16.txt": lambda lines: "\n".join(lines).encode("utf-16"),
    "old.txt": lambda lines: "\r\n".join(lines).encode("cp1252"),
    "n.html": lambda lines: "".join(f"<p>{escape(line)}</p>" for line in lines).encode(),
    "n.rtf": _rtf,
    "n.docx": _docx,
    "n.eml": _mail,
    "n.msg": lambda lines: message("\r\n".join(lines)),
    "n.pdf": lambda lines: pdf_bytes([(50, 800 - 14 * n, line) for n, line in enumerate(lines)]),
}


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=8, deadline=None)
@given(lines=st.lists(st.sampled_from(PIECES), min_size=1, max_size=8))
def test_spans_point_into_the_text_of_every_format(name: str, lines: list[str]) -> None:
    text = read_bytes(FORMATS[name](lines), name, limits()).text
    plain = " ".join(text.split())
    assert all(" ".join(line.split()) in plain for line in lines)
    for patient in read(text, load(), "fr").patients:
        for finding in patient.findings:
            for span in finding.evidence:
                assert text[span.start : span.end] == span.text and span.text.strip()


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(sorted(FORMATS)), st.binary(max_size=120), st.integers(0, 400))
def test_a_damaged_file_is_read_or_refused(name: str, noise: bytes, at: int) -> None:
    from myotome.errors import MyotomeError

    whole = FORMATS[name](PIECES)
    try:
        read_bytes(whole[:at] + noise + whole[at:], name, limits())
    except MyotomeError as error:
        assert error.problems and error.problems[-1].place == name
