"""Plain text and Markdown: bytes become characters, or are refused as no text.

Line ends become "\\n" and letters with separate accents are composed (NFC), nothing else changes:
offsets point into the text as returned.
"""

from __future__ import annotations

import codecs
import unicodedata

import msgspec

from myotome.errors import Problem
from myotome.formats.dates import document_date
from myotome.formats.document import Document
from myotome.formats.encodings import EIGHT_BIT, eight_bit, mixed, once
from myotome.formats.settings import settings
from myotome.formats.trouble import refuse, trouble
from myotome.terms import Level

MARKS = (  # UTF-32 first: its mark begins like that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)
LAYOUT = "\t\n\r\f\v\x1b\x85"
COMMON_MARKS = frozenset(".,;:!?()[]{}<>/\\|-_+=*'\"«»’‘“”–—…°%&@#€$§²³µ×±~^`•·")


def decode(data: bytes, name: str) -> tuple[str, list[Problem]]:
    """Text of UTF-8, UTF-16 or UTF-32 with a byte order mark, else of an 8-bit encoding, alone or mixed with UTF-8, with a warning.

    Raises MyotomeError for bytes that are no text.

    >>> decode("Déficit".encode(), "note.txt")
    ('Déficit', [])
    """
    encoding = next((name for mark, name in MARKS if data.startswith(mark)), "utf-8")
    problems: list[Problem] = []
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding not in ("utf-8", "utf-8-sig"):
            raise refuse("format.wrong_encoding", name) from error
        text, problem = _assumed(data, name)
        problems.append(problem)
    right = once(text)
    if right is not None:
        text = right
        problems.append(trouble("format.encoding_twice", name, level=Level.WARNING))
    controls = sum(1 for c in text if unicodedata.category(c) == "Cc" and c not in LAYOUT)
    if controls > settings().most_control_share * len(text):
        raise refuse("format.wrong_encoding", name)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text), problems


def _assumed(data: bytes, name: str) -> tuple[str, Problem]:
    """Text in the encoding that fits best, and a word about it. Raises MyotomeError when it looks like none."""
    text = mixed(data)
    if text is not None and _looks_like_text(text):
        return text.removeprefix("\ufeff"), trouble("format.encodings_mixed", name, EIGHT_BIT["cp1252"], level=Level.WARNING)
    encoding = eight_bit(data)
    text = data.decode(encoding, errors="replace")
    if not _looks_like_text(text):
        raise refuse("format.wrong_encoding", name)
    return text, trouble("format.encoding_assumed", name, EIGHT_BIT[encoding], level=Level.WARNING)


def _looks_like_text(text: str) -> bool:
    fit = sum(1 for c in text if c.isalnum() or c.isspace() or c in COMMON_MARKS)
    return fit >= settings().least_text_share * len(text)


def read_plain(data: bytes, name: str) -> Document:
    """A text file. Raises MyotomeError when it is empty or no text."""
    text, problems = decode(data, name)
    if not text.strip():
        raise refuse("format.empty", name)
    return Document(name=name, text=text, date=document_date(name, text), problems=problems)


def read_markdown(data: bytes, name: str) -> Document:
    """Markdown, kept as it is written."""
    return msgspec.structs.replace(read_plain(data, name), kind="markdown")
