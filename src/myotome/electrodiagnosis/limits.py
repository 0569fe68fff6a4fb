"""Values against the laboratory's own limits, row by row; without a limit nothing is said.

What ``limit_low`` and ``limit_high`` are limits of, by kind of row (docs/case-format.md):

- motor, most distal stimulation: amplitude (mV) and distal latency (ms);
- motor, further stimulation: velocity of the segment that ends there (m/s; low only);
- F wave (``f_min_ms`` or ``f_persistence`` without ``latency_ms``): persistence (%), minimal latency (ms);
- sensory: amplitude (µV) and latency (ms).
"""

from __future__ import annotations

from myotome.case import ConductionRow, Evidence, Finding, Measure
from myotome.electrodiagnosis.segments import MOTOR, SENSORY, Response, Segment
from myotome.electrodiagnosis.settings import BlockSettings, SiteSettings
from myotome.terms import Method, Presence, Side
from myotome.units import METRE_PER_SECOND, MICROVOLT, MILLISECOND, MILLIVOLT, PERCENT, exact


def too_low(value: float | None, limit: float | None) -> bool | None:
    """Is the value under its lower limit? None when either is not given."""
    return None if value is None or limit is None else exact(value) < exact(limit)


def too_high(value: float | None, limit: float | None) -> bool | None:
    return None if value is None or limit is None else exact(value) > exact(limit)


def _finding(
    concept: str, response: Response, column: str, measure: Measure | None, *, present: bool,
) -> Finding:
    row = response.row
    return Finding(
        concept=concept, presence=Presence.PRESENT if present else Presence.ABSENT,
        site=response.nerve, side=Side(row.side), measure=measure, method=Method.ENMG, date=row.date,
        evidence=(Evidence(
            source=row.source,
            cell=f"row {row.row}, column {column}" if row.row is not None else "",
            rule=_whose(row, measure),
        ),),
    )


def _whose(row: ConductionRow, measure: Measure | None) -> str:
    """Whose limit the measure was held against, unless the row itself brings it."""
    if measure is None:
        return ""
    return (row.low_from if measure.lower is not None else row.high_from if measure.upper is not None else None) or ""


def _narrower(concept: str, nerve: str, entrapments: set[str], settings: BlockSettings) -> str:
    for entry in settings.narrower:
        if entry.of == concept and (entry.nerve == nerve or entry.entrapment in entrapments):
            return entry.becomes
    return concept


def motor_findings(study: list[Response], settings: BlockSettings, *, cold: bool = False) -> list[Finding]:
    """Amplitude and latency of the most distal response; a nerve that answers nowhere.

    cold: the limb is colder than the latency asks for: a long one cannot be assessed."""
    if not study:
        return []
    ids, first = settings.findings, study[0]
    row = first.row
    if all(r.absent for r in study):
        return [_finding(ids.inexcitable, first, "response", None, present=True)]
    found = []
    low = too_low(row.amplitude_mv, row.limit_low)
    if low is not None:
        measure = Measure(value=row.amplitude_mv, unit=MILLIVOLT, lower=row.limit_low)
        found.append(_finding(ids.low, first, "amplitude_mv", measure, present=low))
    late = too_high(row.latency_ms, row.limit_high)
    if late is not None and not (late and cold):
        concept = _narrower(ids.late, first.nerve, set(), settings)
        measure = Measure(value=row.latency_ms, unit=MILLISECOND, upper=row.limit_high)
        found.append(_finding(concept, first, "latency_ms", measure, present=late))
    return found


def velocity_findings(segment: Segment, settings: BlockSettings) -> list[Finding]:
    """Velocity of a segment against the limit in its proximal row."""
    row = segment.proximal.row
    slow = too_low(segment.velocity_ms, row.limit_low)
    if slow is None:
        return []
    crossed = {e.id for e in segment.entrapments if e.counts}
    concept = _narrower(settings.findings.slow, segment.nerve, crossed, settings)
    measure = Measure(value=segment.velocity_ms, unit=METRE_PER_SECOND, lower=row.limit_low)
    return [_finding(concept, segment.proximal, "latency_ms", measure, present=slow)]


def f_findings(
    responses: list[Response], settings: BlockSettings, sites: SiteSettings,
) -> list[Finding]:
    """F waves: latency and persistence against their limits, and absent ones where these tell."""
    found = []
    for response in responses:
        row = response.row
        f_row = row.f_min_ms is not None or row.f_persistence is not None
        if row.study != MOTOR or not f_row or row.latency_ms is not None:
            continue
        gone = row.f_persistence == 0
        late = too_high(row.f_min_ms, row.limit_high)
        rare = too_low(row.f_persistence, row.limit_low)
        if gone and response.nerve in sites.f_absence_weak.nerves or (late is None and rare is None and not gone):
            continue
        measure = Measure(value=row.f_min_ms, unit=MILLISECOND, upper=row.limit_high)
        column = "f_min_ms"
        if row.f_min_ms is None or (not late and rare):
            measure = Measure(value=row.f_persistence, unit=PERCENT, lower=row.limit_low)
            column = "f_persistence"
        present = bool(late or rare or gone)
        found.append(_finding(settings.findings.f_wave, response, column, measure, present=present))
    return found


def sensory_findings(
    responses: list[Response], blocked: list[Segment], settings: BlockSettings,
    sites: SiteSettings,
) -> list[Finding]:
    """Sensory rows: low, late or normal by their own limits; over a blocked segment; in all nerves."""
    rows = [r for r in responses if r.row.study == SENSORY and r.row.response != "not_done"]
    judged = [(r, _sensory(r, settings)) for r in rows]
    found = [f for _, f in judged if f is not None and f.present]
    abnormal = {(r.nerve, r.row.side) for r, f in judged if f is not None and f.present}
    normal = {
        (r.nerve, r.row.side): (r, f) for r, f in judged
        if f is not None and not f.present and (r.nerve, r.row.side) not in abnormal
    }
    found += [f for _, f in normal.values()]
    for segment in blocked:
        found += _over_block(segment, judged, settings, sites)
    nerves = {nerve for nerve, _ in normal}
    if not abnormal and len(nerves) >= settings.normal_sensory_nerves.least:
        evidence = tuple(e for _, f in normal.values() for e in f.evidence)
        found.append(Finding(
            concept=settings.findings.sensory, presence=Presence.ABSENT, method=Method.ENMG,
            evidence=evidence,
        ))
    return found


def _sensory(response: Response, settings: BlockSettings) -> Finding | None:
    """The row's finding: a response without limits says nothing."""
    row, ids = response.row, settings.findings
    if row.response == "absent" or row.amplitude_uv == 0:
        return _finding(ids.sensory_low, response, "response", None, present=True)
    measure = Measure(value=row.amplitude_uv, unit=MICROVOLT, lower=row.limit_low)
    low = too_low(row.amplitude_uv, row.limit_low)
    late = too_high(row.latency_ms, row.limit_high)
    if low:
        return _finding(ids.sensory_low, response, "amplitude_uv", measure, present=True)
    if late:
        measure = Measure(value=row.latency_ms, unit=MILLISECOND, upper=row.limit_high)
        return _finding(ids.sensory, response, "latency_ms", measure, present=True)
    if low is None:
        return None
    return _finding(ids.sensory, response, "amplitude_uv", measure, present=False)


def _over_block(
    segment: Segment, judged: list[tuple[Response, Finding | None]], settings: BlockSettings,
    sites: SiteSettings,
) -> list[Finding]:
    """Sensory conduction over the blocked segment: only a study whose path covers it speaks."""
    order = sites.nerves[segment.nerve].stations
    far = order.index(segment.proximal.station)
    covering = [
        (r, f) for r, f in judged
        if f is not None and r.nerve == segment.nerve and r.row.side == segment.side
        and r.station in order and order.index(r.station) >= far
    ]
    if not covering:
        return []
    response, finding = next(((r, f) for r, f in covering if f.present), covering[0])
    column = finding.evidence[0].cell.rpartition(" ")[2] or "amplitude_uv"
    return [_finding(
        settings.findings.sensory_over_block, response, column, finding.measure,
        present=finding.present,
    )]
