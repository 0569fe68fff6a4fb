"""The whole story on one page: a case goes in, an Assessment comes out.

1. derive    what follows from the findings (asymmetry, number of nerves ...)
2. where     the lesion
3. criteria  published sets, item by item
4. what      most likely, and not to be missed
5. next      the test that would settle it
6. do        plans, and what would harm
7. when      the ranking after each visit
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from myotome.answer import Assessment, Stage
from myotome.care import plans
from myotome.case import Case, Evidence, Finding, NormalLimit
from myotome.electrodiagnosis import Studied, judge_study
from myotome.errors import Problem
from myotome.knowledge.store import Knowledge
from myotome.laboratory import judge, worded
from myotome.logic import derive
from myotome.reasoning.course import course, stages
from myotome.reasoning.criteria import check_criteria
from myotome.reasoning.differential import rank
from myotome.reasoning.localise import localise
from myotome.reasoning.next_test import next_tests
from myotome.reasoning.overview import limits, overview
from myotome.reasoning.red_flags import raise_flags
from myotome.reasoning.timeline import timeline
from myotome.terms import Presence

ROW = re.compile(r"row (\d+)")


def complete(
    case: Case, knowledge: Knowledge, limits: Sequence[NormalLimit] = (),
) -> tuple[Case, Studied, list[Problem]]:
    """The case with the findings of its tables and what follows from them; nerves and muscles as
    judged; problems. limits: the laboratory's own limits of normal."""
    found, problems = judge(case.laboratory, knowledge, case.patient.sex)
    studied = judge_study(case, knowledge, limits)
    seen = [_with_words(f, case) for f in (*found, *studied.findings)]
    case = msgspec.structs.replace(case, findings=(*worded(case.findings, found), *_pregnancy(case, knowledge), *seen))
    return derive(case, knowledge), studied, [_with_file(p, case) for p in (*problems, *studied.problems)]


def _pregnancy(case: Case, knowledge: Knowledge) -> list[Finding]:
    """The field ``pregnant`` as a finding, so that every rule can ask for it."""
    if case.patient.pregnant is None:
        return []
    return [Finding(
        concept=knowledge.settings["overview"]["pregnancy"], presence=Presence.PRESENT if case.patient.pregnant else Presence.ABSENT,
        evidence=(Evidence(source="", field="patient.pregnant"),),
    )]


def _with_words(finding: Finding, case: Case) -> Finding:
    """The finding of a table that stands in a text, with the words of its row: a cell says its line."""
    texts = {s.id: s.text for s in case.sources if s.kind == "text"}
    evidence = tuple(_of_line(e, texts.get(e.source, "")) for e in finding.evidence)
    return finding if evidence == finding.evidence else msgspec.structs.replace(finding, evidence=evidence)


def _of_line(evidence: Evidence, text: str) -> Evidence:
    """The evidence with the words and offsets of the line that its cell names."""
    row = ROW.match(evidence.cell)
    if row is None or evidence.start is not None or not text:
        return evidence
    lines = text.split("\n")
    at = int(row[1]) - 1
    if not 0 <= at < len(lines):
        return evidence
    start = sum(len(line) + 1 for line in lines[:at])
    words = lines[at].strip()
    start += lines[at].index(words)
    return msgspec.structs.replace(evidence, start=start, end=start + len(words), text=words)


def _with_file(problem: Problem, case: Case) -> Problem:
    """The problem with the file's name in the place of its source's id."""
    source, mark, rest = problem.place.partition(",")
    return msgspec.structs.replace(problem, place={s.id: s.name for s in case.sources}.get(source, source) + mark + rest)


def _course(case: Case, knowledge: Knowledge) -> tuple[Stage, ...]:
    """What could be concluded after each visit, from what was known by then."""
    settings = knowledge.settings["ranking"]["course"]
    steps = []
    for when, early in stages(case):
        done = complete(early, knowledge)[0]
        steps.append((when, done, rank(done, localise(done, knowledge), knowledge)))
    return course(steps, settings["first"], settings["shown"])


def assess(case: Case, knowledge: Knowledge, problems: tuple[Problem, ...] = ()) -> Assessment:
    """Conclude everything that can be concluded of one patient.

    problems: what the doors could not use; they close the assessment.

    >>> from myotome.knowledge import load
    >>> assess(Case(id="empty"), load()).differential.candidates[0].probability < 1
    True
    """
    known = case
    case, studied, more = complete(known, knowledge)
    where = localise(case, knowledge)
    differential = rank(case, where, knowledge)
    return Assessment(
        case=case,
        overview=overview(case, knowledge),
        segments=studied.segments,
        electrodiagnosis=studied.judged,
        localisation=where,
        criteria=check_criteria(case, knowledge),
        differential=differential,
        next_tests=next_tests(case, differential, where, knowledge),
        red_flags=raise_flags(case, knowledge),
        timeline=timeline(case),
        course=_course(known, knowledge),
        plans=plans(case, differential, knowledge),
        limits=limits(case, differential, knowledge, (*problems, *more)),
    )
