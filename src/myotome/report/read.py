"""The answer of ``read``: the note with its findings marked, on a terminal or as a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from myotome.case import Case
from myotome.knowledge.store import Knowledge
from myotome.report.context import Citations, Context
from myotome.report.html import environment, style
from myotome.report.marked import KINDS, Note, Piece, cut, marked_notes, spans_of
from myotome.report.sections.header import person, unmarked
from myotome.report.wording import Wording, visible

# Marks of ECMA-48 "select graphic rendition": colours that stay readable on dark and on light ground.
COLOURS = {"present": "1;33", "unsure": "3;33", "absent": "36", "kin": "35", "diagnosis": "4", "treatment": "4;2"}
SIGNS = {"present": "+", "unsure": "?", "absent": "-", "kin": "~", "diagnosis": "=", "treatment": "*"}
RESET = "\x1b[0m"


class ReadPatient(NamedTuple):
    """What the page shows of one patient; the fields that ``note.html.j2`` asks for."""

    prefix: str
    title: str
    notes: tuple[Note, ...]
    unmarked: tuple[tuple[int, str, str], ...]
    illustrations: tuple[str, ...]


def read_html(cases: Sequence[Case], knowledge: Knowledge, language: str, version: str = "") -> str:
    """A self-contained page: each patient's notes with marks, and what was derived.

    >>> from myotome.knowledge import load
    >>> read_html([], load(), "fr").startswith("<!doctype html>")
    True
    """
    words = Wording(knowledge, language)
    patients = tuple(_patient(case, number, words) for number, case in enumerate(cases, 1))
    template = environment().get_template("read.html.j2")
    return visible(template.render(patients=patients, t=words, style=style(), version=version, knowledge=knowledge.version))


def _patient(case: Case, number: int, words: Wording) -> ReadPatient:
    context = Context(words, case, Citations(words), f"p{number}-")
    return ReadPatient(context.prefix, person(case, words), marked_notes(case, words), unmarked(context), case.illustrations)


def coloured_notes(cases: Sequence[Case], knowledge: Knowledge, language: str) -> str:
    """The notes with marks in colour, for a terminal, under a legend."""
    return _shown(cases, knowledge, language, lambda text, kind: f"\x1b[{COLOURS[kind]}m{text}{RESET}")


def signed_notes(cases: Sequence[Case], knowledge: Knowledge, language: str) -> str:
    """The notes with marks as signs, where there is no colour: "[+ptosis]", "[-fièvre]"."""
    return _shown(cases, knowledge, language, lambda text, kind: f"[{SIGNS[kind]}{text}]")


def _shown(cases: Sequence[Case], knowledge: Knowledge, language: str, mark) -> str:
    words = Wording(knowledge, language, plain=True)
    lines = [" ".join(mark(words(f"mark_{kind}"), kind) for kind in KINDS)]
    for number, case in enumerate(cases, 1):
        title = person(case, words)
        lines += ["", words("patient_number", n=number, person=title) if len(cases) > 1 else title]
        for source in case.sources:
            if source.text:
                pieces = cut(source.text, spans_of(case, source, words))
                lines += ["", "".join(_marked(piece, mark) for piece in pieces).strip("\n")]
    return "\n".join(lines)


def _marked(piece: Piece, mark) -> str:
    """One piece; a mark does not run over the end of a line."""
    text = visible(piece.text)
    if not piece.kinds:
        return text
    return "\n".join(mark(line, piece.kinds[0]) if line.strip() else line for line in text.split("\n"))
