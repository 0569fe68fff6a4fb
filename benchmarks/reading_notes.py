"""The annotated notes of ``benchmarks/reading``: loaded, with every quote resolved to its offsets.

>>> note = load_notes(READING / "dev_fr.yaml")[0]
>>> all(note.text[m.start:m.end] for m in note.mentions)
True
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from myotome.terms import Certainty, Experiencer, Presence, Side

READING = Path(__file__).parent / "reading"
MRC_SHIFT = {"+": 1 / 3, "-": -1 / 3, "": 0.0}


class Mention(NamedTuple):
    """One marked place: offsets into the note, and what the annotator says of it (the guide's fields)."""

    start: int
    end: int
    concept: str
    presence: Presence
    certainty: Certainty
    side: Side
    grade: tuple[str, float, float] | None
    who: Experiencer
    kinds: tuple[str, ...]
    optional: bool


class Trap(NamedTuple):
    """A place where no finding of the patient should be read, and why."""

    start: int
    end: int
    kind: str


class Note(NamedTuple):
    """A note with its mentions in the order of the file."""

    id: str
    language: str
    text: str
    mentions: tuple[Mention, ...]
    traps: tuple[Trap, ...]


def load_notes(path: Path) -> list[Note]:
    """The notes of a file. ValueError, naming note and quote, when a quote is not in its note."""
    with path.open(encoding="utf-8") as stream:
        return [_note(record) for record in yaml.load(stream, Loader=yaml.CSafeLoader)]


def _note(record: dict[str, Any]) -> Note:
    text = record["text"]
    return Note(
        record["id"],
        record["language"],
        text,
        tuple(
            mention(place(text, m, record["id"]), m) for m in record["mentions"]
        ),
        tuple(Trap(*place(text, t, record["id"]), t["kind"]) for t in record.get("traps", ())),
    )


def place(text: str, marked: dict[str, Any], note: str) -> tuple[int, int]:
    """Offsets of the nth occurrence of the quote."""
    quote, at = marked["quote"], -1
    for _ in range(marked.get("nth", 1)):
        at = text.find(quote, at + 1)
        if at < 0:
            raise ValueError(f"{note}: the note does not hold {quote!r} that often")
    return at, at + len(quote)


def mention(span: tuple[int, int], marked: dict[str, Any]) -> Mention:
    return Mention(
        *span,
        concept=marked["concept"],
        presence=Presence(marked.get("presence", "present")),
        certainty=Certainty(marked.get("certainty", "certain")),
        side=Side(marked.get("side", "unsaid")),
        grade=grade(marked["grade"]) if "grade" in marked else None,
        who=Experiencer(marked.get("who", "patient")),
        kinds=tuple(marked.get("kinds", ())),
        optional=marked.get("optional", False),
    )


def grade(written: str) -> tuple[str, float, float]:
    """``"mrc 3-4"`` is a range, ``"mrc 4-"`` a third below 4.

    >>> grade("mrc 3-4")
    ('mrc', 3.0, 4.0)
    """
    scale, value = written.split()
    if both := re.fullmatch(r"(\d)-(\d)", value):
        return scale, float(both[1]), float(both[2])
    one = re.fullmatch(r"(\d)([+-]?)", value)
    if one is None:
        raise ValueError(f"no grade: {written!r}")
    number = round(int(one[1]) + MRC_SHIFT[one[2]], 2)
    return scale, number, number
