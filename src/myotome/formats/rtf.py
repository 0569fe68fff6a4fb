"""RTF: paragraphs, text boxes and table rows as they stand; cells part by tabs. Headers, footers and hidden text are left out.

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
    "colortbl", "stylesheet", "listtable", "listoverridetable", "info", "pict", "object", "themedata", "datastore",
    "latentstyles", "generator", "rsidtbl", "xmlnstbl", "fldinst", "header", "headerl", "headerr", "headerf", "footer",
    "footerl", "footerr", "footerf", "filetbl", "revtbl", "template", "bkmkstart", "bkmkend", "annotation", "atnid", "atnauthor", "shprslt",
})
CHARACTERS = {
    "par": "\n", "line": "\n", "sect": "\n", "page": "\n", "row": "\n", "nestrow": "\n", "cell": "\t", "nestcell": "\t",
    "tab": "\t", "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "emspace": " ", "enspace": " ", "~": "\xa0", "_": "-", "{": "{", "}": "}", "\\": "\\", "\n": "\n",
    "\r": "\n",
}
CODE_PAGES = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850", "ansi": "cp1252"}
FONT_PAGES = {  # of \\fcharset; any other: the file's own
    77: "mac_roman", 128: "cp932", 129: "cp949", 134: "cp936", 136: "cp950", 161: "cp1253", 162: "cp1254", 163: "cp1258",
    177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250", 254: "cp437",
}
DELETED = frozenset({"v", "deleted"})


class Group(NamedTuple):
    """State inside braces. skip: characters that replace a \\u for readers without Unicode. font: number in the font table."""

    shown: bool = True
    skip: int = 1
    font: int = -1


class Characters:
    """What is shown. Coded bytes wait until the run of them ends, since one character may take two."""

    def __init__(self) -> None:
        self.page = CODE_PAGES["ansi"]
        self.fonts: dict[int, str] = {}
        self._out: list[str] = []
        self._bytes = bytearray()
        self._font = -1

    def coded(self, data: bytes, font: int) -> None:
        if font != self._font:
            self.flush()
            self._font = font
        self._bytes += data

    def write(self, text: str) -> None:
        self.flush()
        self._out.append(text)

    def flush(self) -> None:
        if self._bytes:
            self._out.append(self._bytes.decode(self.fonts.get(self._font, self.page), errors="replace"))
            self._bytes.clear()

    def text(self) -> str:
        self.flush()
        return "".join(self._out).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


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
    groups: list[Group] = []
    group, out = Group(), Characters()
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
            if group.shown:
                out.write(chr(int(number) % 0x10000))
        elif code or plain:
            raw = bytes.fromhex(code) if code else plain.encode("latin-1")
            passed = min(skipped, len(raw))
            skipped -= passed
            if group.shown:
                out.coded(raw[passed:], group.font)
        elif (word or symbol) in CHARACTERS:
            if skipped == 0 and group.shown:
                out.write(CHARACTERS[word or symbol])
            skipped = max(skipped - 1, 0)
        else:
            group = _state(word or symbol or "", number, group, groups, out)
    return out.text()


def _state(word: str, number: str | None, group: Group, groups: list[Group], out: Characters) -> Group:
    """What holds after a control word that writes nothing."""
    if word == "uc":
        return group._replace(skip=int(number or 1))
    if word in CODE_PAGES or word == "ansicpg":
        out.page = CODE_PAGES.get(word) or _known(f"cp{number}", out.page)
    elif word in ("f", "fcharset", "fonttbl"):
        return _font(word, int(number or 0), group, out)
    elif word in UNSHOWN or word == "*" or (word in DELETED and number != "0"):
        return group._replace(shown=False)
    elif word == "plain" or (word in DELETED and number == "0"):
        return group._replace(shown=not groups or groups[-1].shown)
    elif word == "shptxt":
        return group._replace(shown=True)  # the box hides among settings that are not shown
    return group


def _font(word: str, number: int, group: Group, out: Characters) -> Group:
    """Inside the font table: the code page of a font; elsewhere the font that follows."""
    if word == "fonttbl":
        return group._replace(shown=False)
    if word == "fcharset":
        if number in FONT_PAGES:
            out.fonts[group.font] = FONT_PAGES[number]
        return group
    return group._replace(font=number)


def _known(page: str, otherwise: str) -> str:
    try:
        return codecs.lookup(page).name
    except LookupError:
        return otherwise
