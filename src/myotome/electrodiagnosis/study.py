"""The seam: every table of a case judged, with its limits, its reasons and its findings.

Traces that were measured come in as ``ConductionRow``, like tables.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from myotome.answer import Electrodiagnosis, NerveJudgement, Reason, SegmentStudy
from myotome.case import Case, ConductionRow, Finding, NormalLimit
from myotome.electrodiagnosis.further import judge_trains, judge_values
from myotome.electrodiagnosis.judge import Judging, judge_rows
from myotome.electrodiagnosis.measures import measured
from myotome.electrodiagnosis.needle import judge_needle
from myotome.electrodiagnosis.norms import MOTOR, SENSORY, Norms, fill
from myotome.electrodiagnosis.pattern_settings import pattern_settings
from myotome.electrodiagnosis.patterns import (
    AXONAL,
    GONE,
    UNCLASSIFIED,
    UNJUDGED,
    motor_pattern,
    sensory_pattern,
)
from myotome.electrodiagnosis.segments import UNTRIED, Response, studies, understand
from myotome.electrodiagnosis.settings import block_settings, site_settings
from myotome.electrodiagnosis.values import Scale, f_values, motor_values, sensory_values
from myotome.errors import Problem
from myotome.knowledge.names import plain
from myotome.knowledge.store import Knowledge

F_FIELDS = ("f_min_ms", "f_mean_ms", "f_max_ms", "f_persistence", "f_dispersion_ms", "f_count", "a_wave")


class Studied(NamedTuple):
    """segments: judged by each definition. judged: nerves, muscles, further tests. rows: the
    conduction table with the limits that were used."""

    segments: tuple[SegmentStudy, ...]
    judged: Electrodiagnosis
    findings: list[Finding]
    problems: list[Problem]
    rows: tuple[ConductionRow, ...]


def judge_study(case: Case, knowledge: Knowledge, own: Sequence[NormalLimit] = ()) -> Studied:
    """Judge the tables of a case. own: the laboratory's limits, used before published ones.

    Row indices in the answer point into the tables of ``case``. Never raises for bad rows: what
    cannot be used is a problem.

    >>> from myotome.knowledge import load
    >>> rows = [ConductionRow(side="right", nerve="median", study="motor", stimulation=s, amplitude_mv=a)
    ...         for s, a in (("wrist", 8.0), ("elbow", 7.6))]
    >>> judge_study(Case(conduction=tuple(rows)), load()).judged.nerves[0].pattern
    'normal'
    """
    norms = Norms(knowledge, case.patient, own)
    rows, origin = _split(case.conduction)
    rows = _filled(rows, norms, knowledge)
    judging = judge_rows(rows, knowledge)
    scale = Scale(norms, pattern_settings(knowledge), site_settings(knowledge))
    nerves = [*_motor(judging, scale, knowledge), *_sensory(judging, scale)]
    measures = measured(nerves, judging.judged, judging.responses, knowledge)
    nerves = [_at_origin(n, origin) for n in nerves]
    muscles, needle_findings = judge_needle(case.needle, knowledge)
    trains, train_findings = judge_trains(case.trains, knowledge)
    values, value_findings = judge_values(case.values, knowledge)
    used = Counter(v.limits for n in nerves for v in n.values if v.limits)
    segments = tuple(
        msgspec.structs.replace(j.study, rows=tuple(origin[i] for i in j.study.rows)) for j in judging.judged
    )
    return Studied(
        segments,
        Electrodiagnosis(
            nerves=tuple(nerves), muscles=tuple(muscles), tests=(*trains, *values),
            limits=tuple(name for name, _ in used.most_common()),
        ),
        [*judging.findings, *measures, *needle_findings, *train_findings, *value_findings], judging.problems,
        rows[: len(case.conduction)],
    )


def _split(rows: Sequence[ConductionRow]) -> tuple[list[ConductionRow], list[int]]:
    """F values beside a motor response become a row of their own; and each row's index in ``rows``."""
    kept, more = [], []
    for index, row in enumerate(rows):
        late = {f: getattr(row, f) for f in F_FIELDS if getattr(row, f) is not None}
        if row.study != MOTOR or row.latency_ms is None or not (late.keys() - {"a_wave"}):
            kept.append(row)
            continue
        kept.append(msgspec.structs.replace(row, **dict.fromkeys(late)))
        wave = ConductionRow(
            side=row.side, nerve=row.nerve, study=MOTOR, recording=row.recording, date=row.date,
            temperature_c=row.temperature_c, source=row.source, row=row.row, **late,
        )
        more.append((wave, index))
    return [*kept, *(wave for wave, _ in more)], [*range(len(rows)), *(index for _, index in more)]


def _filled(rows: list[ConductionRow], norms: Norms, knowledge: Knowledge) -> tuple[ConductionRow, ...]:
    """Rows with the limits that the laboratory or a published table gives."""
    sites, rules = site_settings(knowledge), pattern_settings(knowledge)
    responses, _ = understand(rows, knowledge, sites)
    groups, _ = studies(responses, sites)
    nerves = [""] * len(rows)
    for response in responses:
        nerves[response.index] = response.nerve
    first = {g[0].index for g in groups if rules.standard_distal.get(g[0].nerve) == g[0].station}
    other = {g[0].index for g in groups} - first
    ends = {two.index: (one.station, two.station) for g in groups for one, two in zip(g, g[1:], strict=False)}
    fillable = [i for i in range(len(rows)) if i not in other]
    filled = list(rows)
    done = fill([rows[i] for i in fillable], [nerves[i] for i in fillable], norms,
                {n for n, i in enumerate(fillable) if i in first}, {n: ends[i] for n, i in enumerate(fillable) if i in ends})
    for index, row in zip(fillable, done, strict=True):
        filled[index] = row
    return tuple(filled)


def _motor(judging: Judging, scale: Scale, knowledge: Knowledge) -> list[NerveJudgement]:
    """One judgement a nerve, side, date and recording, with its F waves."""
    blocks = block_settings(knowledge)
    waves: dict[tuple, list[Response]] = {}
    for response in judging.responses:
        row = response.row
        if row.study == MOTOR and any(getattr(row, f) is not None for f in F_FIELDS[:-1]):
            waves.setdefault((response.nerve, row.side, row.date, row.source), []).append(response)
    found = []
    for study in judging.groups:
        if not study:
            continue
        row = study[0].row
        inside = {r.index for r in study}
        mine = [j for j in judging.judged if j.segment.distal.index in inside]
        late = waves.pop((study[0].nerve, row.side, row.date, row.source), [])
        values = [*motor_values(study, [j.segment for j in mine], scale), *f_values(late, scale)]
        pattern, reasons, unverified = motor_pattern(study[0].nerve, values, mine, scale, blocks)
        found.append(NerveJudgement(
            side=row.side, nerve=study[0].nerve, study=MOTOR, pattern=pattern, recording=row.recording or "",
            date=row.date, values=tuple(values), reasons=reasons, unverified=unverified,
            rows=tuple(r.index for r in (*study, *late)),
        ))
    for (nerve, side, date, _), late in waves.items():
        values = f_values(late, scale)
        pattern, reasons, unverified = motor_pattern(nerve, values, [], scale, blocks)
        found.append(NerveJudgement(
            side=side, nerve=nerve, study=MOTOR, pattern=pattern, date=date, values=tuple(values),
            reasons=reasons, unverified=unverified, rows=tuple(r.index for r in late),
        ))
    return [*found, *_untried(judging, found)]


def _untried(judging: Judging, found: list[NerveJudgement]) -> list[NerveJudgement]:
    """Nerves that could not be stimulated, or were not, anywhere: shown, never judged."""
    studied = {(n.nerve, n.side) for n in found}
    rows: dict[tuple[str, str], list[Response]] = {}
    for response in judging.responses:
        if response.row.study == MOTOR and response.row.response in UNTRIED and (response.nerve, response.row.side) not in studied:
            rows.setdefault((response.nerve, response.row.side), []).append(response)
    return [
        NerveJudgement(
            side=side, nerve=nerve, study=MOTOR, pattern=UNJUDGED, recording=members[0].row.recording or "",
            reasons=(Reason(code=members[0].row.response or "", reference="choice"),), rows=tuple(r.index for r in members),
        )
        for (nerve, side), members in rows.items()
    ]


def _sensory(judging: Judging, scale: Scale) -> list[NerveJudgement]:
    groups: dict[tuple, list[Response]] = {}
    for response in judging.responses:
        row = response.row
        if row.study == SENSORY and row.response != "not_done":
            groups.setdefault((response.nerve, row.side, row.date, plain(row.recording or "")), []).append(response)
    found = []
    for (nerve, side, date, _), rows in groups.items():
        values = sensory_values(rows, scale)
        if not values:
            continue
        pattern, reasons, unverified = sensory_pattern(values, scale)
        if pattern in (AXONAL, GONE) and scale.norms.weak(nerve):
            pattern, reasons = UNCLASSIFIED, (*reasons, Reason(code="weak_after", reference=scale.norms.settings.weak_after.source))
        found.append(NerveJudgement(
            side=side, nerve=nerve, study=SENSORY, pattern=pattern, recording=rows[0].row.recording or "",
            date=date, values=tuple(values), reasons=reasons, unverified=unverified,
            rows=tuple(r.index for r in rows),
        ))
    return found


def _at_origin(one: NerveJudgement, origin: list[int]) -> NerveJudgement:
    values = tuple(msgspec.structs.replace(v, row=None if v.row is None else origin[v.row]) for v in one.values)
    return msgspec.structs.replace(one, values=values, rows=tuple(dict.fromkeys(origin[i] for i in one.rows)))
