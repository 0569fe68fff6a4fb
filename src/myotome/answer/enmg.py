"""What one run of ``enmg`` gives."""

from __future__ import annotations

import msgspec

from myotome.answer.assessment import SCHEMA
from myotome.answer.criteria import Verdict
from myotome.answer.electrodiagnosis import Electrodiagnosis, SegmentStudy
from myotome.case import Case
from myotome.errors import Problem


class EnmgResult(msgspec.Struct, frozen=True, kw_only=True):
    """``case`` holds the tables that indices point into, with the findings made of them. criteria: sets
    that electrodiagnosis alone can say something of. laboratory: whose own limits were given."""

    schema: int = SCHEMA
    version: str = ""
    knowledge: str = ""
    language: str = "fr"
    case: Case = Case()
    segments: tuple[SegmentStudy, ...] = ()
    judged: Electrodiagnosis = Electrodiagnosis()
    criteria: tuple[Verdict, ...] = ()
    laboratory: str = ""
    problems: tuple[Problem, ...] = ()
