"""Align what the reader found in a note with what an annotator marked, by the guide's rule (section 8).

A finding matches a mention of the same sentence with equal presence, equal owner (the patient or kin) and the same
concept, a direct parent or child of it, or a refinement of it by site (``knowledge/concepts/refinements.yaml``). Sentences are
cut here by punctuation and line shape alone, without the reader.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from reading_notes import Mention, Note

from myotome.assess import complete
from myotome.case import Finding
from myotome.formats.kinds import read_bytes
from myotome.formats.settings import limits
from myotome.intake import take_in
from myotome.knowledge.store import Knowledge
from myotome.terms import Certainty, Experiencer, Method, Presence, Side

END = re.compile(r"[.!?;](?=\s)|\n(?=\s*\n)|(?<!-)\n(?=\s*(?:[-*•]|[A-ZÀ-Ý0-9]))")
CLOSE_GRADE = 0.05
RESULTS = {"normal_test", "number"}


class Found(NamedTuple):
    """A finding or a mention, as far as it is compared."""

    spans: tuple[tuple[int, int], ...]
    concept: str
    presence: Presence
    certainty: Certainty
    side: Side
    grade: tuple[str, float, float] | None
    who: Experiencer


class Match(NamedTuple):
    """Indices of a mention and a finding; exact: same concept, at the same words."""

    mention: int
    found: int
    exact: bool


class Alignment(NamedTuple):
    """matches: one finding a mention. aside: findings that count on neither side (the guide, section 8)."""

    matches: list[Match]
    aside: set[int]


class Concepts:
    """Which concepts are one step apart, and which lie on one line of descent."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._up: dict[str, set[str]] = defaultdict(set)
        for concept in knowledge.concepts.values():
            self._up[concept.id].update(concept.parents)
        for refinement in knowledge.refinements:
            self._up[refinement.becomes].add(refinement.concept)
        self.above = cache(self._above)

    def _above(self, concept: str) -> frozenset[str]:
        seen, queue = {concept}, [concept]
        while queue:
            for parent in self._up[queue.pop()] - seen:
                seen.add(parent)
                queue.append(parent)
        return frozenset(seen)

    def near(self, a: str, b: str) -> bool:
        return a == b or a in self._up[b] or b in self._up[a]

    def unmarked(self, concept: str) -> bool:
        """The course of the illness, the family as a whole and the trade are marked only where they matter (guide, section 8)."""
        return bool({"course", "family_history_neuromuscular", "manual_work"} & self.above(concept))

    def in_line(self, a: str, b: str) -> bool:
        return a in self.above(b) or b in self.above(a)


def read_note(text: str, language: str, knowledge: Knowledge) -> list[Found]:
    """What ``myotome read`` finds in the text; findings derived from other findings are left out."""
    intake = take_in([read_bytes(text.encode(), "note.txt", limits())], knowledge, language)
    findings = [f for case in intake.cases for f in complete(case, knowledge)[0].findings]
    return [as_found(f) for f in findings if f.method is not Method.DERIVED and _spans(f)]


def _spans(finding: Finding) -> tuple[tuple[int, int], ...]:
    return tuple((e.start, e.end) for e in finding.evidence if e.start is not None and e.end is not None)


def as_found(finding: Finding) -> Found:
    grade = finding.grade and (finding.grade.scale, finding.grade.low, finding.grade.high)
    return Found(
        _spans(finding), finding.concept, finding.presence, finding.certainty, finding.side, grade or None,
        finding.experiencer,
    )


def as_mentioned(mention: Mention) -> Found:
    return Found(
        ((mention.start, mention.end),), mention.concept, mention.presence, mention.certainty, mention.side,
        mention.grade, mention.who,
    )


def same_grade(a: tuple[str, float, float] | None, b: tuple[str, float, float] | None) -> bool:
    if a is None or b is None:
        return a is b
    return a[0] == b[0] and all(abs(x - y) < CLOSE_GRADE for x, y in zip(a[1:], b[1:], strict=True))


def align(note: Note, found: list[Found], concepts: Concepts) -> Alignment:
    """One-to-one within a sentence, best pairs first; a finding of several sentences may serve one mention in each."""
    cuts = [m.end() for m in END.finditer(note.text)]
    wanted = [as_mentioned(m) for m in note.mentions]
    homes = [_sentences(w, cuts) for w in wanted]
    pairs = []
    for i, want in enumerate(wanted):
        for j, have in enumerate(found):
            if not concepts.near(want.concept, have.concept) or not _says_the_same(want, have):
                continue
            for sentence in homes[i] & _sentences(have, cuts):
                pairs.append((_closeness(want, have), -i, -j, sentence))
    matches, taken, used = [], set(), set()
    for _, i, j, sentence in sorted(pairs, reverse=True):
        if -i not in taken and (-j, sentence) not in used:
            taken.add(-i)
            used.add((-j, sentence))
            exact = wanted[-i].concept == found[-j].concept and _overlap(wanted[-i], found[-j])
            matches.append(Match(-i, -j, exact))
    right = {match.found for match in matches}
    return Alignment(matches, {
        j for j, have in enumerate(found) if j not in right
        and (concepts.unmarked(have.concept) or _repeats(have, note, wanted, taken, concepts))
    })


def _repeats(have: Found, note: Note, wanted: list[Found], taken: set[int], concepts: Concepts) -> bool:
    """A matched or optional mention said again at another grain, or one more thing that a normal result excludes."""
    at = [i for i, want in enumerate(wanted) if _overlap(want, have)]
    in_line = [i for i in at if concepts.in_line(wanted[i].concept, have.concept)]
    if any(note.mentions[i].optional or (i in taken and _says_the_same(wanted[i], have)) for i in in_line):
        return True
    excluded = have.presence is Presence.ABSENT and all(wanted[i].presence is Presence.ABSENT for i in in_line)
    return excluded and any(RESULTS & set(note.mentions[i].kinds) for i in at)


def _sentences(found: Found, cuts: list[int]) -> set[int]:
    return {sum(cut <= start for cut in cuts) for start, _ in found.spans}


def _says_the_same(want: Found, have: Found) -> bool:
    kin = want.who is not Experiencer.PATIENT, have.who is not Experiencer.PATIENT
    return want.presence is have.presence and kin[0] == kin[1]


def _overlap(a: Found, b: Found) -> bool:
    return any(s < y and x < e for s, e in a.spans for x, y in b.spans)


def _closeness(want: Found, have: Found) -> tuple[bool, int, int]:
    """Overlap first, then as many equal attributes as can be had, then nearness of the words."""
    (start, _), = want.spans
    equal = (want.concept == have.concept) + (want.side is have.side) + same_grade(want.grade, have.grade)
    return _overlap(want, have), equal, -min(abs(start - s) for s, _ in have.spans)


def overlapping(start: int, end: int, found: Iterable[Found]) -> bool:
    """Does a finding that counts for the patient touch the place?"""
    return any(
        s < end and start < e for have in found for s, e in have.spans if have.who is Experiencer.PATIENT
    )
