"""RTF: paragraphs and table rows as they stand; cells part by tabs. Headers, footers and hidden text are left out.

Source of the control words: Microsoft, Rich Text Format Specification 1.9.1 [memory]. Our own reader, because the
small libraries of the kind match groups by regular expressions whose time grows with the square of the file, and
write a cell's end as a character that texts hold too.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from myotome.formats.dates import document_date
from myotome.formats.document import Document
from myotome.formats.trouble import refuse

MARK = b"{\\rtf"
TOKEN = re.compile(
    r"\\([a-zA-Z]{1,32})(-?\d{1,9})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\"
)
UNSHOWN = frozenset({
    "fonttbl", "colortbl", "stylesheet", "listtable", "listoverridetable", "info", "pict", "object", "themedata", "datastore",
    "latentstyles", "generator", "rsidtbl", "xmlnstbl", "fldinst", "header", "headerl", "headerr", "headerf", "footer",
    "footerl", "footerr", "footerf", "filetbl", "revtbl", "template", "bkmkstart", "bkmkend", "annotation", "atnid", "atnauthor",
})
CHARACTERS = {
    "par": "\n", "line": "\n", "sect": "\n", "page": "\n", "row": "\n", "nestrow": "\n", "cell": "\t", "nestcell": "\t",
    "tab": "\t", "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "emspace": " ", "enspace": " ", "~": "\xa0", "_": "-", "{": "{", "}": "}", "\\": "\\", "\n": "\n",
    "\r": "\n",
}
CODE_PAGES = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850", "ansi": "cp1252"}
DELETED = frozenset({"v", "deleted"})


class Group(NamedTuple):
    """State inside braces. skip: characters that replace a \\u for readers without Unicode."""

    shown: bool = True
    skip: int = 1


def read_rtf(data: bytes, name: str) -> Document:
    """Text of an RTF file. Raises MyotomeError for one that is none, or without text."""
    if not data.lstrip().startswith(MARK):
        raise refuse("format.damaged", name, "RTF")
    lines = (line.rstrip() for line in rtf_text(data).split("\n"))
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
    if not text.strip():
        raise refuse("format.no_text", name)
    return Document(name=name, kind="rtf", text=text + "\n", date=document_date(name, text))


def rtf_text(data: bytes) -> str:
    """Characters that are shown, in order.

    >>> rtf_text(rb"{\\rtf1\\ansi{\\fonttbl Arial;}D\\'e9ficit \\u233?\\par fin}")
    'Déficit é\\nfin'
    """
    source = data.decode("latin-1")
    page, groups, group = "cp1252", [], Group()
    out: list[str] = []
    skipped = 0  # replacement characters still to pass over
    at = 0
    while match := TOKEN.match(source, at):
        at = match.end()
        word, number, code, symbol, brace, plain = match.groups()
        if brace == "{":
            groups.append(group)
            skipped = 0
        elif brace:
            group, skipped = groups.pop() if groups else Group(shown=False), 0
        elif word == "bin":
            at += max(int(number or 0), 0)
        elif word == "u" and number:
            skipped = group.skip
            out += [chr(int(number) % 0x10000)] if group.shown else []
        elif word == "uc":
            group = group._replace(skip=int(number or 1))
        elif word in CODE_PAGES or word == "ansicpg":
            page = CODE_PAGES.get(word) or _known(f"cp{number}", page)
        elif word in UNSHOWN or symbol == "*" or (word in DELETED and number != "0"):
            group = group._replace(shown=False)
        elif word == "plain" or (word in DELETED and number == "0"):
            group = group._replace(shown=not groups or groups[-1].shown)
        elif code or plain or (word or symbol) in CHARACTERS:
            text = CHARACTERS.get(word or symbol) or _decoded(code, plain, page)
            passed = min(skipped, len(text))
            skipped -= passed
            out += [text[passed:]] if group.shown else []
    return "".join(out).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _decoded(code: str | None, plain: str | None, page: str) -> str:
    """One coded byte, or a run of characters as they stand (8-bit ones in the file's code page)."""
    data = bytes.fromhex(code) if code else (plain or "").encode("latin-1")
    return data.decode(page, errors="replace")


def _known(page: str, otherwise: str) -> str:
    try:
        return codecs.lookup(page).name
    except LookupError:
        return otherwise
