"""The whole answer for one patient, and for a set of documents."""

from __future__ import annotations

import msgspec

from myotome.answer.criteria import Verdict
from myotome.answer.electrodiagnosis import Electrodiagnosis, SegmentStudy
from myotome.answer.lesion import Localisation
from myotome.answer.plan import Plan
from myotome.answer.ranking import Differential
from myotome.answer.steps import NextTest, RedFlag, Stage, TimelineEvent
from myotome.case import Case
from myotome.errors import Problem

SCHEMA = 1


class Contradiction(msgspec.Struct, frozen=True, kw_only=True):
    """Two findings that cannot both be true at one place and time; the first counts, the second is kept.

    kind: "both_ways" (the same finding there and stated absent: it counts as there) or "opposite" (an
    abolished and a brisk reflex: both count). findings: indices into ``Case.findings``.
    """

    kind: str
    findings: tuple[int, int]


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What limits the use (message ids: "child", "pregnancy" ...), and the three closing blocks.
    assumed: (message id, value). contradictions: what to settle at the bedside or in the source.
    not_examined: concept ids that the first candidates expect."""

    limits: tuple[str, ...] = ()
    not_used: tuple[Problem, ...] = ()
    assumed: tuple[tuple[str, str], ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    not_examined: tuple[str, ...] = ()


class Overview(msgspec.Struct, frozen=True, kw_only=True):
    """Vital functions: each "normal", "abnormal" or "not_stated"."""

    breathing: str = "not_stated"
    swallowing: str = "not_stated"
    weakness: bool = False


class Assessment(msgspec.Struct, frozen=True, kw_only=True):
    """Everything concluded for one patient. ``case`` holds the findings that indices point into."""

    case: Case
    overview: Overview = Overview()
    segments: tuple[SegmentStudy, ...] = ()
    electrodiagnosis: Electrodiagnosis = Electrodiagnosis()
    localisation: Localisation = Localisation()
    criteria: tuple[Verdict, ...] = ()
    differential: Differential = Differential()
    next_tests: tuple[NextTest, ...] = ()
    red_flags: tuple[RedFlag, ...] = ()
    timeline: tuple[TimelineEvent, ...] = ()
    course: tuple[Stage, ...] = ()
    plans: tuple[Plan, ...] = ()
    limits: Limits = Limits()


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """What one run of ``assess`` gives. document_kind: "patient", "several_patients", "article",
    "course", "forum", "none". named: disease and drug ids that a text without patient names.
    self_reports: quoted, unverified lines that a reader wrote of themselves."""

    schema: int = SCHEMA
    version: str = ""
    knowledge: str = ""
    language: str = "fr"
    document_kind: str = "patient"
    assessments: tuple[Assessment, ...] = ()
    named: tuple[str, ...] = ()
    self_reports: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
