"""A table of nerve conduction becomes judged segments and findings."""

from __future__ import annotations

from collections.abc import Iterable

from myotome.answer import SegmentStudy
from myotome.case import ConductionRow, Finding
from myotome.electrodiagnosis.blocks import Judged, block_findings, strength
from myotome.electrodiagnosis.checklist import checklist
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
    sites = site_settings(knowledge)
    settings = block_settings(knowledge)
    responses, problems = understand(tuple(rows), knowledge, sites)
    groups, more = studies(responses, sites)
    problems += more
    judged: list[Judged] = []
    findings: list[Finding] = []
    for study in groups:
        findings += motor_findings(study, settings)
        parts, more = segments(study, sites)
        problems += more
        for segment in parts:
            judged.append(_judged(segment, responses, knowledge, sites))
            findings += velocity_findings(segment, settings)
    findings += block_findings(judged, settings, sites)
    findings += f_findings(responses, settings, sites)
    blocked = [j.segment for j in judged if j.strength and not j.segment.at_entrapment]
    findings += sensory_findings(responses, blocked, settings, sites)
    return tuple(j.study for j in judged), findings, problems


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
