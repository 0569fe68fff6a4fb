"""Findings that carry the number itself, so that criteria sets can ask "1.5 times the limit"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import lru_cache

import msgspec

from myotome.answer import NerveJudgement, StudyValue
from myotome.case import Evidence, Finding, Measure
from myotome.electrodiagnosis.blocks import Judged
from myotome.electrodiagnosis.norms import SENSORY
from myotome.electrodiagnosis.segments import Response
from myotome.electrodiagnosis.settings import Limit, Shape, block_settings
from myotome.electrodiagnosis.values import ABSENT, HIGH, LOW, NORMAL, UNLIMITED
from myotome.knowledge.names import plain
from myotome.knowledge.store import Knowledge
from myotome.terms import Certainty, Method, Presence, Side
from myotome.units import METRE_PER_SECOND, MILLISECOND, PERCENT, exact


class Comparison(Shape, frozen=True):
    """other: the neighbour. recordings: names of the shared recording. from: ms."""

    id: str
    other: str
    recordings: tuple[str, ...]
    source: str
    from_: float = msgspec.field(name="from")


class Whole(Shape, frozen=True):
    """least: nerves with one of the ``reasons`` (demyelinating) or an axonal pattern."""

    least: int
    demyelinating: str
    axonal: str
    reasons: tuple[str, ...]
    source: str


class MeasureSettings(Shape, frozen=True):
    """``settings/nerve_measures.yaml``."""

    amplitude_drop: Limit
    drop_not_nerves: tuple[str, ...]
    velocity_drop: Limit
    compression_drop: Limit
    sural_radial: Limit
    comparisons: tuple[Comparison, ...]
    combined_sensory_index: Limit
    whole: Whole
    findings: dict[str, str]


@lru_cache(maxsize=4)
def measure_settings(knowledge: Knowledge) -> MeasureSettings:
    return msgspec.convert(knowledge.settings["nerve_measures"], MeasureSettings)


def measured(
    nerves: Sequence[NerveJudgement], judged: Sequence[Judged], responses: Sequence[Response], knowledge: Knowledge,
) -> list[Finding]:
    """Findings of drops, F waves, durations, comparisons and the study as a whole."""
    settings = measure_settings(knowledge)
    return [
        *_drops(judged, settings, block_settings(knowledge).proximal.classes), *_compression(judged, settings), *_values(nerves, settings),
        *_comparisons(responses, settings), *_ratio(nerves, settings), *_whole(nerves, settings),
    ]


def _finding(
    concept: str, nerve: str, side: str, *, present: bool, value: float | None = None, unit: str = "",
    lower: float | None = None, upper: float | None = None, rows: Iterable[Response] = (),
) -> Finding:
    rows = list(rows)
    return Finding(
        concept=concept, presence=Presence.PRESENT if present else Presence.ABSENT, site=nerve, side=Side(side),
        method=Method.ENMG, date=rows[0].row.date if rows else None,
        measure=None if value is None else Measure(value=value, unit=unit, lower=lower, upper=upper),
        evidence=tuple(
            Evidence(source=r.row.source, cell=f"row {r.row.row}" if r.row.row is not None else "") for r in rows
        ) or (Evidence(source=""),),
    )


def _drops(judged: Sequence[Judged], settings: MeasureSettings, proximal: tuple[str, ...]) -> list[Finding]:
    """The largest drop of each nerve outside compression sites; a proximal one only with a stimulus
    documented as supramaximal."""
    largest: dict[tuple[str, str], Judged] = {}
    for one in judged:
        segment = one.segment
        unsure = segment.kind in proximal and not segment.proximal.row.supramaximal
        if segment.amplitude is None or segment.at_entrapment or unsure or segment.nerve in settings.drop_not_nerves:
            continue
        known = largest.get((segment.nerve, segment.side))
        if known is None or segment.amplitude > (known.segment.amplitude or 0):
            largest[segment.nerve, segment.side] = one
    return [
        _finding(
            settings.findings["drop"], nerve, side, present=bool(settings.amplitude_drop.holds(one.segment.amplitude)),
            value=float(round(one.segment.amplitude or 0, 1)), unit=PERCENT, rows=(one.segment.distal, one.segment.proximal),
        )
        for (nerve, side), one in largest.items()
    ]


def _compression(judged: Sequence[Judged], settings: MeasureSettings) -> list[Finding]:
    """Velocity and amplitude across a compression site, against the segment distal to it."""
    found = []
    for before, one in zip(judged, judged[1:], strict=False):
        segment, distal = one.segment, before.segment
        same = (segment.nerve, segment.side, segment.distal.index) == (distal.nerve, distal.side, distal.proximal.index)
        if not segment.at_entrapment or not same:
            continue
        rows = (segment.distal, segment.proximal)
        if segment.velocity_ms is not None and distal.velocity_ms is not None and not distal.at_entrapment:
            drop = exact(distal.velocity_ms) - exact(segment.velocity_ms)
            found.append(_finding(
                settings.findings["velocity_drop"], segment.nerve, segment.side, present=bool(settings.velocity_drop.holds(drop)),
                value=float(round(drop, 1)), unit=METRE_PER_SECOND, rows=rows,
            ))
        if segment.amplitude is not None:
            found.append(_finding(
                settings.findings["compression_drop"], segment.nerve, segment.side,
                present=bool(settings.compression_drop.holds(segment.amplitude)), value=float(round(segment.amplitude, 1)),
                unit=PERCENT, rows=rows,
            ))
    return found


def _values(nerves: Sequence[NerveJudgement], settings: MeasureSettings) -> list[Finding]:
    """Absent F waves, prolonged distal duration, slow sensory velocity."""
    found = []
    for one in nerves:
        for value in one.values:
            concept = _concept(one, value, settings)
            if concept is not None:
                finding = _finding(
                    concept, one.nerve, one.side, present=value.state not in (NORMAL,), value=value.value,
                    unit=value.unit, lower=value.low, upper=value.high,
                )
                if value.state == UNLIMITED:  # between the limits of the filters: the number stands, the word is open
                    finding = msgspec.structs.replace(finding, certainty=Certainty.POSSIBLE)
                found.append(finding)
    return found


def _concept(one: NerveJudgement, value: StudyValue, settings: MeasureSettings) -> str | None:
    if value.quantity == "f_min_ms":
        return settings.findings["f_absent"] if value.state == ABSENT else None
    if value.quantity == "duration_ms" and value.state in (HIGH, NORMAL, UNLIMITED) and value.reason != "duration_kind":
        return settings.findings["duration"]
    if value.quantity == "amplitude_uv" and value.state == ABSENT:
        return settings.findings["snap_absent"]
    if value.quantity == "velocity_ms" and one.study == SENSORY and value.state in (LOW, NORMAL):
        return settings.findings["sensory_slow"]
    return None


def _comparisons(responses: Sequence[Response], settings: MeasureSettings) -> list[Finding]:
    """Median against ulnar or radial at the same recording, and the sum when all three are known."""
    by_place: dict[tuple[str, str, str], Response] = {}
    for response in responses:
        row = response.row
        if row.study != SENSORY or (row.latency_ms or row.peak_latency_ms) is None:
            continue
        words = plain(f"{row.recording or ''} {row.stimulation or ''}")
        for rule in settings.comparisons:
            if any(f" {plain(name)} " in f" {words} " for name in rule.recordings):
                by_place.setdefault((rule.id, response.nerve, row.side), response)
    found, sums = [], {}
    for rule in settings.comparisons:
        for side in ("left", "right"):
            median, other = by_place.get((rule.id, "median", side)), by_place.get((rule.id, rule.other, side))
            difference = _difference(median, other)
            if difference is None or median is None or other is None:
                continue
            sums.setdefault(side, []).append((difference, median))
            found.append(_finding(
                settings.findings["comparison"], "median", side, present=difference >= exact(rule.from_),
                value=float(round(difference, 2)), unit=MILLISECOND, upper=rule.from_, rows=(median, other),
            ))
    for side, parts in sums.items():
        total = sum(d for d, _ in parts)
        if len(parts) == len(settings.comparisons):
            found.append(_finding(
                settings.findings["comparison"], "median", side, present=bool(settings.combined_sensory_index.holds(total)),
                value=float(round(total, 2)), unit=MILLISECOND, upper=settings.combined_sensory_index.from_, rows=(parts[0][1],),
            ))
    return found


def _difference(median: Response | None, other: Response | None) -> Fraction | None:
    """Peak against peak, or onset against onset; never one against the other."""
    if median is None or other is None:
        return None
    for field in ("peak_latency_ms", "latency_ms"):
        one, two = getattr(median.row, field), getattr(other.row, field)
        if one is not None and two is not None:
            return exact(one) - exact(two)
    return None


def _ratio(nerves: Sequence[NerveJudgement], settings: MeasureSettings) -> list[Finding]:
    found = []
    for side in ("left", "right"):
        sural, radial = (_amplitude(nerves, n, side) for n in ("sural", "superficial_radial"))
        if sural is not None and radial:
            ratio = exact(sural) / exact(radial)
            found.append(_finding(
                settings.findings["ratio"], "sural", side, present=bool(settings.sural_radial.holds(ratio)),
                value=float(round(ratio, 2)),
            ))
    return found


def _amplitude(nerves: Sequence[NerveJudgement], nerve: str, side: str) -> float | None:
    values = [
        v.value for n in nerves if (n.nerve, n.side, n.study) == (nerve, side, SENSORY)
        for v in n.values if v.quantity == "amplitude_uv" and v.value is not None
    ]
    return max(values, default=None)


def _whole(nerves: Sequence[NerveJudgement], settings: MeasureSettings) -> list[Finding]:
    """Demyelinating or axonal as a whole, once enough nerves say so."""
    rule = settings.whole
    slow = {(n.nerve, n.side) for n in nerves if any(r.code in rule.reasons for r in n.reasons)}
    lost = {(n.nerve, n.side) for n in nerves if n.pattern == "axonal"}
    concept = rule.demyelinating if len(slow) >= rule.least else rule.axonal if len(lost) >= rule.least and not slow else ""
    return [Finding(concept=concept, method=Method.ENMG, evidence=(Evidence(source=""),))] if concept else []
