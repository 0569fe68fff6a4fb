"""A table of nerve conduction becomes judged segments and findings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from myotome.answer import SegmentStudy
from myotome.case import ConductionRow, Finding
from myotome.electrodiagnosis.blocks import Judged, block_findings, strength
from myotome.electrodiagnosis.checklist import checklist
from myotome.electrodiagnosis.flags import check_settings, check_study, check_velocities
from myotome.electrodiagnosis.limits import (
    f_findings,
    motor_findings,
    sensory_findings,
    velocity_findings,
)
from myotome.electrodiagnosis.segments import Response, Segment, segments, studies, understand
from myotome.electrodiagnosis.settings import SiteSettings, block_settings, site_settings
from myotome.electrodiagnosis.verdict import judge
from myotome.errors import Problem
from myotome.knowledge.store import Knowledge


class Judging(NamedTuple):
    """Everything that the judging of one table needs and gives. responses: rows understood.
    groups: motor studies, distal first."""

    responses: list[Response]
    groups: list[list[Response]]
    judged: list[Judged]
    findings: list[Finding]
    problems: list[Problem]


def judge_segments(
    rows: Iterable[ConductionRow], knowledge: Knowledge,
) -> tuple[tuple[SegmentStudy, ...], list[Finding], list[Problem]]:
    """Segments with a verdict of each published definition, findings, and rows that cannot be used.

    ``SegmentStudy.rows`` are indices into ``rows`` (``Case.conduction``): distal, proximal. Drops
    are percentages, rounded to a tenth for show; the judging is exact. Never raises for bad rows.

    >>> from myotome.knowledge import load
    >>> row = dict(side="right", nerve="median", study="motor")
    >>> table = [ConductionRow(**row, stimulation="wrist", amplitude_mv=5.7, area_mvms=41.5),
    ...          ConductionRow(**row, stimulation="elbow", amplitude_mv=1.2, area_mvms=8.2)]
    >>> (segment,), _, _ = judge_segments(table, load())
    >>> round(segment.amplitude_drop), round(segment.area_drop)
    (79, 80)
    """
    judging = judge_rows(tuple(rows), knowledge)
    return tuple(j.study for j in judging.judged), judging.findings, judging.problems


def judge_rows(rows: tuple[ConductionRow, ...], knowledge: Knowledge) -> Judging:
    """As ``judge_segments``, with what it found on the way."""
    sites = site_settings(knowledge)
    settings = block_settings(knowledge)
    checked, problems = check_velocities(rows, check_settings(knowledge))
    responses, more = understand(checked, knowledge, sites)
    problems += more
    groups, more = studies(responses, sites)
    problems += more
    judged: list[Judged] = []
    findings: list[Finding] = []
    sound: list[list[Response]] = []
    for group in groups:
        study, more = check_study(group, check_settings(knowledge))
        problems += more
        sound.append(study)
        parts, more = segments(study, sites)
        problems += more
        cold = _cold(study, sites)
        findings += motor_findings(study, settings, cold=cold)
        for segment in parts:
            judged.append(_judged(segment, responses, knowledge, sites))
            if not cold:
                findings += velocity_findings(segment, settings)
    findings += block_findings(judged, settings, sites)
    findings += f_findings(responses, settings, sites)
    blocked = [j.segment for j in judged if j.strength and not j.segment.at_entrapment]
    findings += sensory_findings(responses, blocked, settings, sites)
    return Judging(responses, sound, judged, findings, problems)


def _cold(study: list[Response], sites: SiteSettings) -> bool:
    """Is the limb documented as colder than what a velocity or latency asks for?"""
    least = sites.temperature_floor_c.get(sites.nerves[study[0].nerve].limb) if study else None
    known = [r.row.temperature_c for r in study if r.row.temperature_c is not None]
    return isinstance(least, int | float) and bool(known) and min(known) < least


def _judged(
    segment: Segment, responses: list[Response], knowledge: Knowledge, sites: SiteSettings,
) -> Judged:
    settings = block_settings(knowledge)
    items = checklist(segment, responses, sites)
    verdicts = tuple(judge(d, segment, settings, items) for d in settings.definitions)
    rank, decider = strength(segment, verdicts, settings)
    study = SegmentStudy(
        side=segment.side, nerve=segment.nerve, distal=segment.distal.station,
        proximal=segment.proximal.station, amplitude_drop=_shown(segment.amplitude),
        area_drop=_shown(segment.area), duration_change=_shown(segment.duration),
        velocity_ms=segment.velocity_ms, entrapment=segment.at_entrapment, verdicts=verdicts,
        rows=(segment.distal.index, segment.proximal.index),
    )
    return Judged(segment, study, rank, decider)


def _shown(percent: object) -> float | None:
    return None if percent is None else float(round(percent, 1))
