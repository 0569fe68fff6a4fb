"""The characters that bytes without a byte order mark stand for: UTF-8, an old 8-bit set, or two of them mixed."""

from __future__ import annotations

import codecs

EIGHT_BIT = {"cp1252": "Windows-1252", "mac_roman": "Mac OS Roman", "cp850": "DOS 850"}  # the first one where nothing tells
ACCENTED = frozenset("éèàêçùôîïâûëœ")
TWICE = ("Ã©", "Ã¨", "Ãª", "Ã§", "Ã®", "Ã´", "Ã»", "Ã¢", "Ã\xa0", "â€™")  # é, è ... encoded twice
LEAST = 2  # of these: one may be meant
MIXED = "myotome_mixed"


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """A byte that is no UTF-8, read as Windows-1252."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.start + 1].decode("cp1252", errors="replace"), error.start + 1


codecs.register_error(MIXED, _as_windows)


def mixed(data: bytes) -> str | None:
    """Text of which part is UTF-8 and part Windows-1252; None when no letter of it is UTF-8.

    >>> mixed("déficit".encode() + " à droite".encode("cp1252"))
    'déficit à droite'
    """
    text = data.decode("utf-8", errors=MIXED)
    alone = sum(byte >= 0x80 for byte in data) - sum(ord(c) >= 0x80 for c in text)
    return text if alone > 0 else None  # a letter of UTF-8 takes more bytes than one


def eight_bit(data: bytes) -> str:
    """Name of the 8-bit encoding in which most accents stand behind a small letter.

    >>> eight_bit("déficit".encode("mac_roman")), eight_bit("déficit".encode("cp1252"))
    ('mac_roman', 'cp1252')
    """
    return max(EIGHT_BIT, key=lambda name: _accents(data.decode(name, errors="replace")))


def _accents(text: str) -> int:
    return sum(c in ACCENTED and (before.islower() or not before.isalpha()) for before, c in zip(" " + text, text, strict=False))


def once(text: str) -> str | None:
    """The text with accents that were encoded twice put right; None when there are none.

    >>> once("dÃ©ficit modÃ©rÃ©")
    'déficit modéré'
    """
    if sum(text.count(pair) for pair in TWICE) < LEAST:
        return None
    try:
        return b"".join(_byte(c) for c in text).decode("utf-8")
    except UnicodeError:
        return None


def _byte(character: str) -> bytes:
    """One character as the byte of Windows-1252, or of Latin-1 where that has none."""
    try:
        return character.encode("cp1252")
    except UnicodeEncodeError:
        return character.encode("latin-1")
