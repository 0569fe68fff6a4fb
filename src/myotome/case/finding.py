"""A coded finding and the place in a source that it came from."""

from __future__ import annotations

import msgspec

from myotome.terms import (
    Certainty,
    Course,
    Experiencer,
    Method,
    Presence,
    Severity,
    Side,
    Tempo,
    TimeRelation,
    Topography,
    When,
)

SECOND_READER = "second reader"  # rule of an evidence whose concept a language model named; its words stand in the note


class Cue(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The words that decided one attribute of a finding.

    attribute: "presence", "certainty", "side", "grade", "experiencer", "when", "severity", "tempo", "course", "topography" or
    "time". start, end: character offsets in the text of the evidence's source, as in :class:`Evidence`. text: the words.
    """

    attribute: str
    start: int
    end: int
    text: str = ""


class Evidence(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """Where a finding was read.

    source: id of a :class:`~myotome.case.patient.Source`. start, end: character offsets into that
    source's text (``end`` exclusive). cell: "row 3, column amplitude_mv" of a table. field: path in
    a structured case. text: the exact words. rule: what derived it, for derived findings. section: the title that the words
    stand under, as written. cues: what decided the attributes; they may stand outside of start..end ("Pas de ptosis, diplopie").
    """

    source: str
    start: int | None = None
    end: int | None = None
    cell: str = ""
    field: str = ""
    text: str = ""
    rule: str = ""
    section: str = ""
    cues: tuple[Cue, ...] = ()


class Grade(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A graded result. ``low`` and ``high`` are equal unless a range was written ("M3-4").

    scale: "mrc" (0..5; 4- is 3.67, 4+ is 4.33), "reflex" (0..4), "mercuri" ... text: as written.
    """

    scale: str
    low: float
    high: float
    text: str = ""


class Measure(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
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


class Time(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """When, as the words say it: "seize ans après les premiers symptômes", "depuis 2017", "à J15".

    text: the words. offset: ISO 8601 duration, with a minus before the anchor ("P16Y", "-P2M"); of ``LASTING``, the length.
    anchor: what the offset counts from: "onset", "visit" (the day of the note), "birth", "previous" (the time told before), or an
    event of ``knowledge/words/times.yaml`` ("admission", "vaccination" ...); "event" for one that has no name there.
    """

    text: str
    relation: TimeRelation = TimeRelation.AT
    offset: str = ""
    anchor: str = ""


class Finding(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One abnormality, present or stated absent, with its evidence.

    concept: id in ``knowledge/concepts``. site: id of a muscle, muscle group, nerve, segment, root,
    region, territory or reflex in ``knowledge/anatomy``. worse: the worse side of a bilateral one.
    severity, tempo (speed of onset), course, topography: as the words beside it say; never derived. visit: index into ``Case.visits``.
    date: ISO 8601, as exact as the source ("2019-03-12", "2019-03", "2019"), or an interval ("2012/2015", "2017/.." since, "../2015"
    until). age: patient's age at it in years. time: the words that say when; date and age follow from them where their anchor is known.

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
    severity: Severity | None = None
    tempo: Tempo | None = None
    course: Course | None = None
    topography: tuple[Topography, ...] = ()
    method: Method = Method.UNSAID
    visit: int | None = None
    date: str | None = None
    age: float | None = None
    time: Time | None = None
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


def begin_of(date: str) -> str:
    """The first day that a date or interval names; of one with an end only, that end.

    >>> begin_of("2012/2015"), begin_of("2017/.."), begin_of("../2015"), begin_of("2019-03")
    ('2012', '2017', '2015', '2019-03')
    """
    first, _, last = date.partition("/")
    return last if first == ".." else first
