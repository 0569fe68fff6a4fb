"""HTML: the text that a browser would show, a line a block, cells of a table row part by tabs.

Read as a stream of tags, without a tree: a page of any depth takes time and memory in step with its size.
"""

from __future__ import annotations

import re

from lxml import etree

from myotome.errors import Problem
from myotome.formats.dates import document_date
from myotome.formats.document import Document
from myotome.formats.plain import MARKS, decode
from myotome.formats.trouble import refuse

UNSEEN = frozenset({"head", "script", "style", "template", "noscript", "svg", "select", "textarea"})
INLINE = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd", "label", "mark",
    "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "img",
})
CELLS = frozenset({"td", "th"})
EMPTY = frozenset({"br", "hr", "img", "input", "meta", "link", "wbr", "col", "area", "base", "source", "embed"})
BREAK = frozenset({"p", "table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "article", "section", "blockquote"})
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
CHARSET = re.compile(rb"<meta[^<>]{0,200}charset", re.IGNORECASE)
HEAD = 2048
SOFT_HYPHEN = "\u00ad"


def read_html(data: bytes, name: str) -> Document:
    """Text of a page. Raises MyotomeError when it is no text or shows none."""
    text, problems = html_text(data, name)
    if not text.strip():
        raise refuse("format.no_text", name)
    return Document(name=name, kind="html", text=text, date=document_date(name, text), problems=problems)


def html_text(data: bytes, name: str) -> tuple[str, list[Problem]]:
    """The shown text, and what had to be assumed. An encoding that the page itself states is believed.

    >>> html_text(b"<p>Ptosis<p>Force&nbsp;: <b>4</b>/5<script>x()</script>", "a.html")[0]
    'Ptosis\\n\\nForce : 4/5\\n'
    """
    stated = CHARSET.search(data[:HEAD]) is not None and not data.startswith(tuple(m for m, _ in MARKS))
    problems: list[Problem] = []
    if stated:
        parser = etree.HTMLParser(target=_Page(), huge_tree=True)
        parser.feed(data)
    else:
        decoded, problems = decode(data, name)
        parser = etree.HTMLParser(target=_Page(), huge_tree=True, encoding="utf-8")
        parser.feed(decoded.encode())
    try:
        return parser.close(), problems
    except etree.XMLSyntaxError:  # nothing that the parser would call a document
        return "", problems


class _Page:
    """Takes tags and characters as they come; the text is what ``close`` returns."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._unseen: list[str] = []
        self._breaks = 0  # line ends to come before the next characters

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if self._unseen or tag in UNSEEN or self._is_hidden(attributes):
            if tag not in EMPTY:
                self._unseen.append(tag)
        elif tag in CELLS:
            self._write("\t")
        elif tag == "br":
            self._breaks += 1
        else:
            self._block(tag)
            if tag == "li":
                self._write("- ")

    def end(self, tag: str) -> None:
        if tag in self._unseen:
            while self._unseen.pop() != tag:
                pass
        elif not self._unseen and tag not in EMPTY:
            self._block(tag)

    def data(self, text: str) -> None:
        if not self._unseen:
            text = re.sub(r"\s+", " ", text.replace(SOFT_HYPHEN, ""))
            if text != " " or not self._breaks:
                self._write(text)

    def close(self) -> str:
        lines = []
        for line in "".join(self._parts).split("\n"):
            cells = "\t".join(cell.strip(" ") for cell in re.sub(" +", " ", line).split("\t"))
            lines.append(cells.removeprefix("\t").rstrip())  # the first cell of a row opens no column
        return "\n".join(lines).strip("\n") + "\n"

    def _block(self, tag: str) -> None:
        if tag not in INLINE and tag not in CELLS:
            self._breaks = max(self._breaks, 2 if tag in BREAK else 1)

    def _write(self, text: str) -> None:
        self._parts += ["\n" * min(self._breaks, 2), text]
        self._breaks = 0

    @staticmethod
    def _is_hidden(attributes: dict[str, str]) -> bool:
        return "hidden" in attributes or HIDDEN.search(attributes.get("style", "")) is not None
