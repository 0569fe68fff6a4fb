"""The note with its findings marked: text cut at every border of a span, nothing added or lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from myotome.case import Case, Evidence, Source
from myotome.report.phrases import UNSURE, diagnosis_phrase, finding_card
from myotome.report.wording import Wording
from myotome.terms import Experiencer, Method, Presence

KINDS = ("present", "unsure", "absent", "kin", "diagnosis", "treatment")
# What a piece looks like when several spans cover it: the first of these that one of them has. A relative's sign is also the patient's family history.
FIRST = ("kin", "present", "unsure", "absent", "diagnosis", "treatment")
FOLD_FROM = 14  # this many lines without a mark are folded away
NARROW = 64  # characters that nine lines of ten do not pass
KEPT = 2  # but so many stay beside a marked line


class Span(NamedTuple):
    start: int
    end: int
    kind: str
    card: str
    finding: int | None = None


class Piece(NamedTuple):
    """A run of text. kinds: "" when unmarked. anchors: findings whose first words begin here."""

    text: str
    kinds: tuple[str, ...] = ()
    title: str = ""
    anchors: tuple[int, ...] = ()


class Block(NamedTuple):
    """Lines shown, or lines that hold nothing of the patient and are folded away."""

    pieces: tuple[Piece, ...]
    folded: bool
    lines: int


class Note(NamedTuple):
    """narrow: short lines, as a column of print gives; shown side by side where there is room."""

    name: str
    date: str
    blocks: tuple[Block, ...]
    narrow: bool


def spans_of(case: Case, source: Source, words: Wording) -> list[Span]:
    """Spans of one source: findings (derived ones repeat others' words), diagnoses, treatments."""
    found: list[Span] = []

    def add(evidence: Evidence, kind: str, card: str, finding: int | None = None) -> None:
        start, end = evidence.start, evidence.end
        if evidence.source != source.id or start is None or end is None:
            return
        start, end = max(0, start), min(end, len(source.text))
        if start < end:
            found.append(Span(start, end, kind, card, finding))

    for index, finding in enumerate(case.findings):
        if finding.method is Method.DERIVED:
            continue
        kind = "present"
        if finding.experiencer is not Experiencer.PATIENT:
            kind = "kin"
        elif finding.presence is Presence.ABSENT:
            kind = "absent"
        elif finding.certainty in UNSURE:
            kind = "unsure"
        card = finding_card(finding, words)
        for evidence in finding.evidence:
            add(evidence, kind, card, index)
    for diagnosis in case.diagnoses:
        for evidence in diagnosis.evidence:
            add(evidence, "diagnosis", diagnosis_phrase(diagnosis, words))
    for treatment in case.treatments:
        for evidence in treatment.evidence:
            add(evidence, "treatment", words("treatment_card", name=words.act(treatment.drug)))
    return found


def cut(text: str, spans: list[Span], anchored: set[int] | None = None) -> Iterator[Piece]:
    """Cut ``text`` at every border; the pieces joined are the text again.

    anchored: findings that another source has anchored already; new ones are added.

    >>> [p.text for p in cut("no pain at all", [Span(0, 7, "absent", ""), Span(3, 10, "present", "")])]
    ['no ', 'pain', ' at', ' all']
    """
    borders = sorted({0, len(text), *(b for s in spans for b in (s.start, s.end))})
    opening = {b: [s for s in spans if s.start == b] for b in borders}
    live: list[Span] = []
    anchored = set() if anchored is None else anchored
    for start, end in zip(borders, borders[1:], strict=False):
        live = [s for s in live if s.end > start] + opening[start]
        new = [s.finding for s in opening[start] if s.finding is not None and s.finding not in anchored]
        anchored.update(new)
        kinds = {s.kind for s in live}
        yield Piece(
            text=text[start:end],
            kinds=tuple(k for k in FIRST if k in kinds),
            title="\n".join(dict.fromkeys(s.card for s in live)),
            anchors=tuple(dict.fromkeys(new)),
        )


def blocks_of(pieces: list[Piece]) -> list[Block]:
    """Pieces in lines; long stretches of lines without any mark become folded blocks."""
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        for number, part in enumerate(piece.text.split("\n")):
            if number:
                lines.append([])
            anchors = piece.anchors if not number else ()
            if part or anchors:
                lines[-1].append(Piece(part, piece.kinds, piece.title, anchors))
    near = [False] * len(lines)
    for index, line in enumerate(lines):
        if any(p.kinds for p in line):
            for k in range(max(0, index - KEPT), min(len(lines), index + KEPT + 1)):
                near[k] = True
    blocks: list[Block] = []
    index = 0
    while index < len(lines):
        last = index
        while last < len(lines) and near[last] == near[index]:
            last += 1
        away = not near[index] and last - index >= FOLD_FROM and any(near)
        if blocks and not away and not blocks[-1].folded:
            known = blocks.pop()
            blocks.append(Block((*known.pieces, *_joined(lines[index:last], "\n")), away, known.lines + last - index))
        else:
            blocks.append(Block(tuple(_joined(lines[index:last])), away, last - index))
        index = last
    return blocks


def _joined(lines: list[list[Piece]], start: str = "") -> Iterator[Piece]:
    """Lines in a row, unmarked text in one piece; of several blank lines, one is shown."""
    blank, plain = True, start
    for number, line in enumerate(lines):
        now = not any(p.text.strip() or p.anchors for p in line)
        if number and not (blank and now):
            plain += "\n"
        blank = now
        for piece in () if now else line:
            if piece.kinds or piece.anchors:
                if plain:
                    yield Piece(plain)
                plain = ""
                yield piece
            else:
                plain += piece.text
    if plain:
        yield Piece(plain)


def _shown(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\f", "\n")


def _narrow(blocks: list[Block]) -> bool:
    text = "\n".join("".join(p.text for p in b.pieces) for b in blocks if not b.folded)
    lengths = sorted(len(line) for line in text.splitlines() if line.strip())
    return len(lengths) > FOLD_FROM and lengths[len(lengths) * 9 // 10] <= NARROW


def marked_notes(case: Case, words: Wording) -> tuple[Note, ...]:
    """One a source that has text."""
    notes: list[Note] = []
    anchored: set[int] = set()
    for source in case.sources:
        if not source.text:
            continue
        spans = spans_of(case, source, words)
        pieces = [
            Piece(_shown(p.text), p.kinds, p.title, p.anchors) for p in cut(source.text, spans, anchored)
        ]
        blocks = blocks_of(pieces)
        notes.append(Note(source.name, source.date, tuple(blocks), _narrow(blocks)))
    return tuple(notes)
