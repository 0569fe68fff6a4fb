"""What a second reader claims to have found, checked against the note before it counts.

A claim is a concept and the words that it was read from, no more. It counts when its words stand in the note, in a sentence
about a patient, and the rules read nothing else in them; presence, certainty, side, grade and owner are then the rules' own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from myotome.case import SECOND_READER, Evidence, Finding
from myotome.errors import Problem
from myotome.knowledge.store import Knowledge
from myotome.terms import Level
from myotome.text.qualify import qualify
from myotome.text.reading import PatientReading, Reading

LEAST_LETTERS = 4
LONGEST = 200


class Claim(msgspec.Struct, frozen=True):
    """concept: id in ``knowledge/concepts``. quote: words of the note, as they stand there but for blanks."""

    concept: str
    quote: str


class Checked(msgspec.Struct, frozen=True):
    """reading: with the findings that count. known: claims that the rules had read as well. refused: those that do not count."""

    reading: Reading
    known: int
    refused: int

    def problems(self) -> list[Problem]:
        """Says that claims were refused, and how many; holds none of their words."""
        if not self.refused:
            return []
        return [Problem(level=Level.NOTE, code="second_reader.refused", message=str(self.refused))]


def check_claims(text: str, reading: Reading, claims: Sequence[Claim], knowledge: Knowledge, source: str = "s1") -> Checked:
    """Add to ``reading`` (of ``text``) the claims that hold.

    >>> from myotome.knowledge import load
    >>> from myotome.text import read
    >>> note = "Patient de 50 ans. Pas de membres en coton. Il vit seul."
    >>> claims = [Claim("weakness", "membres en coton"), Claim("fever", "39 de température")]
    >>> checked = check_claims(note, read(note, load(), "fr"), claims, load())
    >>> [(f.concept, f.presence.value) for f in checked.reading.patients[0].findings], checked.refused
    ([('weakness', 'absent')], 1)
    """
    known = refused = 0
    added: dict[int, list[Finding]] = {}
    taken: set[tuple[str, int, int]] = set()
    for claim in claims:
        span = _place(text, claim, knowledge)
        patient = None if span is None else _patient(reading, span)
        if span is None or patient is None:
            refused += 1
            continue
        here = [f for f in reading.patients[patient].findings if _touches(f, span)]
        if (claim.concept, *span) in taken or any(_in_line(f.concept, claim.concept, knowledge) for f in here):
            known += 1
        elif here:
            refused += 1  # the words say another thing
        else:
            taken.add((claim.concept, *span))
            added.setdefault(patient, []).append(_finding(text, claim.concept, span, reading.language, knowledge, source))
    patients = tuple(_with(patient, added.get(n, [])) for n, patient in enumerate(reading.patients))
    return Checked(msgspec.structs.replace(reading, patients=patients), known, refused)


def _place(text: str, claim: Claim, knowledge: Knowledge) -> tuple[int, int] | None:
    """Where the words stand; None for an unknown concept, words that the note lacks, or hardly any words."""
    words = claim.quote.split()
    letters = sum(c.isalpha() for c in claim.quote)
    if claim.concept not in knowledge.concepts or letters < LEAST_LETTERS or len(claim.quote) > LONGEST:
        return None
    pattern = r"\s+".join(map(re.escape, words))
    found = re.search(rf"(?<!\w){pattern}(?!\w)", text)
    return found.span() if found else None


def _patient(reading: Reading, span: tuple[int, int]) -> int | None:
    """The patient whom the sentence around the whole span is about."""
    return next((n for start, end, n in reading.owned if start <= span[0] and span[1] <= end), None)


def _touches(finding: Finding, span: tuple[int, int]) -> bool:
    return any(e.start is not None and e.end is not None and e.start < span[1] and span[0] < e.end for e in finding.evidence)


def _in_line(a: str, b: str, knowledge: Knowledge) -> bool:
    return knowledge.is_a(a, b) or knowledge.is_a(b, a)


def _finding(
    text: str, concept: str, span: tuple[int, int], language: str, knowledge: Knowledge, source: str,
) -> Finding:
    (said,) = qualify(text, [span], language, knowledge)
    return Finding(
        concept=concept, presence=said.presence, certainty=said.certainty, side=said.side, worse=said.worse,
        grade=said.grade, experiencer=said.experiencer, when=said.when, site=knowledge.concepts[concept].site or None,
        evidence=(Evidence(source=source, start=span[0], end=span[1], text=text[span[0] : span[1]], rule=SECOND_READER),),
    )


def _with(patient: PatientReading, findings: list[Finding]) -> PatientReading:
    return msgspec.structs.replace(patient, findings=(*patient.findings, *findings)) if findings else patient
