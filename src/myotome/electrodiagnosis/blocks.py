"""Judged segments become findings of block and dispersion, one a nerve and side.

Which definitions count stands in ``settings/conduction_block.yaml`` (``deciding``). Certainty:

- definite by a deciding definition, and the duration is known not to grow by more than the limit (or
  the proximal response is absent altogether): a definite block, certain;
- definite if the duration is short, and it is not documented: a block outside entrapment sites,
  *probable*, and neither "definite" nor "probable block" is stated, so that a criterion which asks
  for a definite block stays open and names the duration;
- probable: a probable block, certain; probable only if the duration is short: the same, *possible*.

Across a compression site only "block at an entrapment site" is stated.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from myotome.answer import BlockVerdict, SegmentStudy
from myotome.case import Evidence, Finding, Measure
from myotome.electrodiagnosis.segments import Segment
from myotome.electrodiagnosis.settings import BlockSettings, SiteSettings
from myotome.electrodiagnosis.verdict import LEVELS
from myotome.terms import Certainty, Method, Presence, Side
from myotome.units import PERCENT

NONE, POSSIBLE, PROBABLE, OPEN, DEFINITE = range(5)
CERTAINTY = {
    POSSIBLE: Certainty.POSSIBLE, PROBABLE: Certainty.CERTAIN, OPEN: Certainty.PROBABLE,
    DEFINITE: Certainty.CERTAIN,
}


class Judged(NamedTuple):
    """A segment, its verdicts, and what the deciding ones come to (None: cannot be judged)."""

    segment: Segment
    study: SegmentStudy
    strength: int | None
    decider: str


def strength(
    segment: Segment, verdicts: Iterable[BlockVerdict], settings: BlockSettings,
) -> tuple[int | None, str]:
    """The strongest verdict of the first deciding group that can be judged, and whose it is."""
    by_id = {v.definition: v for v in verdicts}
    for group in settings.deciding:
        known = [by_id[d] for d in group if by_id[d].level != "not_assessable"]
        if known:
            best = max(known, key=_strength)
            value = _strength(best)
            if value == DEFINITE and not segment.vanished:
                short = settings.definite_duration.holds(segment.duration)
                value = DEFINITE if short else OPEN if short is None else PROBABLE
            return value, best.definition
    return None, ""


def _strength(verdict: BlockVerdict) -> int:
    if verdict.level != "conditional":
        return {LEVELS[0]: NONE, LEVELS[1]: PROBABLE, LEVELS[2]: DEFINITE}[verdict.level]
    best = max((level for _, level in verdict.conditions), key=LEVELS.index)
    return {LEVELS[0]: NONE, LEVELS[1]: POSSIBLE, LEVELS[2]: OPEN}[best]


def block_findings(
    judged: list[Judged], settings: BlockSettings, sites: SiteSettings,
) -> list[Finding]:
    """Findings of each nerve, side and date."""
    nerves: dict[tuple, list[Judged]] = {}
    for one in judged:
        key = (one.segment.side, one.segment.nerve, one.segment.distal.row.date)
        nerves.setdefault(key, []).append(one)
    found: list[Finding] = []
    for members in nerves.values():
        found += _nerve_findings(members, settings, sites)
    return found


def _nerve_findings(
    members: list[Judged], settings: BlockSettings, sites: SiteSettings,
) -> list[Finding]:
    ids = settings.findings
    found = []
    blocked = [m for m in members if m.strength]
    outside = max(
        (m for m in blocked if not m.segment.at_entrapment), key=_rank, default=None,
    )
    inside = max((m for m in blocked if m.segment.at_entrapment), key=_rank, default=None)
    if outside is not None:
        grade = {DEFINITE: ids.definite, PROBABLE: ids.probable, POSSIBLE: ids.probable}
        concepts = [*filter(None, [grade.get(outside.strength)]), ids.outside]
        found += [_finding(c, outside, CERTAINTY[outside.strength]) for c in concepts]
        longer = settings.dispersion.limit(outside.segment.nerve).holds(outside.segment.duration)
        if longer is not None:
            found.append(_finding(ids.longer, outside, present=longer))
    if inside is not None:
        found.append(_finding(ids.entrapment, inside, CERTAINTY[inside.strength]))
    dispersed = [
        m for m in members
        if not m.segment.at_entrapment
        and settings.dispersion.limit(m.segment.nerve).holds(m.segment.duration)
    ]
    if dispersed and outside is None:
        found.append(_finding(ids.dispersion, dispersed[0]))
    if not blocked and _whole(members, sites):
        found.append(_finding(ids.block, members[0], present=False))
    return found


def _rank(one: Judged) -> tuple:
    drops = (one.segment.area or 0, one.segment.amplitude or 0)
    return (one.strength, *drops)


def _whole(members: list[Judged], sites: SiteSettings) -> bool:
    """Was the distal part of the nerve judged from end to end?"""
    path = sites.nerves[members[0].segment.nerve]
    if path.whole is None:
        return False
    at, end = path.stations.index(path.whole.from_), path.stations.index(path.whole.to)
    for one in sorted(members, key=lambda m: path.stations.index(m.segment.distal.station)):
        low = path.stations.index(one.segment.distal.station)
        if low <= at and one.strength is not None:
            at = max(at, path.stations.index(one.segment.proximal.station))
    return at >= end


def _finding(
    concept: str, one: Judged, certainty: Certainty = Certainty.CERTAIN, *, present: bool = True,
) -> Finding:
    segment = one.segment
    column, drop = ("area_mvms", segment.area)
    if drop is None:
        column, drop = ("amplitude_mv", segment.amplitude)
    return Finding(
        concept=concept, presence=Presence.PRESENT if present else Presence.ABSENT,
        certainty=certainty, site=segment.nerve, side=Side(segment.side), method=Method.ENMG,
        date=segment.distal.row.date,
        measure=None if drop is None else Measure(value=float(round(drop, 1)), unit=PERCENT),
        evidence=tuple(
            Evidence(
                source=r.row.source, rule=one.decider,
                cell=f"row {r.row.row}, column {column}" if r.row.row is not None else "",
            )
            for r in (segment.distal, segment.proximal)
        ),
    )
