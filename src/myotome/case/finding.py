"""A coded finding and the place in a source that it came from."""

from __future__ import annotations

import msgspec

from myotome.terms import (
    Certainty,
    Course,
    Experiencer,
    Method,
    Presence,
    Side,
    Tempo,
    When,
)

SECOND_READER = "second reader"  # rule of an evidence whose concept a language model named; its words stand in the note


class Evidence(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where a finding was read.

    source: id of a :class:`~myotome.case.patient.Source`. start, end: character offsets into that
    source's text (``end`` exclusive). cell: "row 3, column amplitude_mv" of a table. field: path in
    a structured case. text: the exact words. rule: what derived it, for derived findings.
    """

    source: str
    start: int | None = None
    end: int | None = None
    cell: str = ""
    field: str = ""
    text: str = ""
    rule: str = ""


class Grade(msgspec.Struct, frozen=True, kw_only=True):
    """A graded result. ``low`` and ``high`` are equal unless a range was written ("M3-4").

    scale: "mrc" (0..5; 4- is 3.67, 4+ is 4.33), "reflex" (0..4), "mercuri" ... text: as written.
    """

    scale: str
    low: float
    high: float
    text: str = ""


class Measure(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A measured value: unit as in ``units.py``; comparator one of "", "<", "<=", ">", ">=", "~".

    lower, upper: limits of normal that the source gives. times_upper: value given as a multiple of
    the upper limit ("12N").
    """

    value: float | None = None
    unit: str = ""
    comparator: str = ""
    lower: float | None = None
    upper: float | None = None
    times_upper: float | None = None


class Finding(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One abnormality, present or stated absent, with its evidence.

    concept: id in ``knowledge/concepts``. site: id of a muscle, muscle group, nerve, segment, root,
    region, territory or reflex in ``knowledge/anatomy``. worse: the worse side of a bilateral one.
    tempo: speed of onset, when the words say it. visit: index into ``Case.visits``.
    date: ISO date or year if the source dates it. age: patient's age at it in years, if said.

    >>> Finding(concept="weakness", site="deltoid", side=Side.BOTH).presence.value
    'present'
    """

    concept: str
    presence: Presence = Presence.PRESENT
    certainty: Certainty = Certainty.CERTAIN
    site: str | None = None
    side: Side = Side.UNSAID
    worse: Side | None = None
    grade: Grade | None = None
    measure: Measure | None = None
    experiencer: Experiencer = Experiencer.PATIENT
    when: When = When.AT_VISIT
    tempo: Tempo | None = None
    course: Course | None = None
    method: Method = Method.UNSAID
    visit: int | None = None
    date: str | None = None
    age: float | None = None
    evidence: tuple[Evidence, ...] = ()

    @property
    def present(self) -> bool:
        return self.presence is Presence.PRESENT

    @property
    def counts(self) -> bool:
        """May the finding be used for the patient: theirs, and not merely asked for?"""
        return self.experiencer is Experiencer.PATIENT and self.certainty not in (
            Certainty.TO_BE_EXCLUDED,
            Certainty.PENDING,
        )
