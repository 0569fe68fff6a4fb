"""Each value of a nerve against its limit: what was measured, whose limit, and what that makes of it."""

from __future__ import annotations

from typing import NamedTuple

from myotome.answer import StudyValue
from myotome.electrodiagnosis.limits import too_high, too_low
from myotome.electrodiagnosis.norms import IN_ROW, SENSORY, Bound, Norms, quantities
from myotome.electrodiagnosis.pattern_settings import PatternSettings
from myotome.electrodiagnosis.segments import Response, Segment
from myotome.electrodiagnosis.settings import SiteSettings
from myotome.units import METRE_PER_SECOND, MICROVOLT, MILLISECOND, MILLIVOLT, PERCENT, exact

NORMAL, LOW, HIGH, ABSENT, COLD, OPEN, UNLIMITED = (
    "normal", "low", "high", "absent", "cold", "not_assessable", "no_limit",
)
UNITS = {
    "amplitude_mv": MILLIVOLT, "amplitude_uv": MICROVOLT, "velocity_ms": METRE_PER_SECOND,
    "f_persistence": PERCENT, "area_mvms": "mV·ms", "terminal_index": "",
}


class Scale(NamedTuple):
    """What values are judged with."""

    norms: Norms
    rules: PatternSettings
    sites: SiteSettings

    def bound(self, response: Response, quantity: str, *, distal: bool, segment: tuple[str, str] | None = None) -> Bound | None:
        """The limit in the row itself, else the laboratory's or a published one."""
        row = response.row
        low_of, high_of = quantities(row, distal)
        low = row.limit_low if quantity == low_of else None
        high = row.limit_high if quantity == high_of else None
        if low is None and high is None:
            return self.norms.bound(row, response.nerve, quantity, segment)
        source = (row.low_from if low is not None else row.high_from) or IN_ROW
        return Bound(low, high, source, self.norms.unverified(source))

    def cold(self, response: Response) -> float | None:
        """Degrees under the temperature asked of the limb; None when warm enough or not documented."""
        path = self.sites.nerves.get(response.nerve)
        nerve = self.norms.knowledge.nerves.get(response.nerve)
        limb = path.limb if path else self.sites.limb_of_block.get(nerve.block, "") if nerve else ""
        least = self.sites.temperature_floor_c.get(limb)
        known = response.row.temperature_c
        if known is None or not isinstance(least, int | float) or known >= least:
            return None
        return least - known


def judged(
    response: Response, quantity: str, value: float | None, scale: Scale, *, distal: bool = False,
    segment: tuple[str, str] | None = None, kind: str = "", limited: bool = True,
) -> StudyValue | None:
    """The value with its state; None when it was not measured. limited: False where no limit holds (a
    latency from a site that is not the usual distal one).

    A slow velocity or a long latency of a cold limb is "not_assessable", reason "cold"; a normal one
    is normal. An estimate at the temperature asked stands beside it.
    """
    if value is None:
        return None
    bound = scale.bound(response, quantity, distal=distal, segment=segment) if limited else None
    state = UNLIMITED
    if bound is not None:
        state = LOW if too_low(value, bound.low) else HIGH if too_high(value, bound.high) else NORMAL
    reason, corrected = "", None
    slow = quantity == "velocity_ms"
    cold = scale.cold(response)
    if cold is not None and state in (LOW, HIGH, UNLIMITED) and (slow or quantity.endswith("_ms")):
        corrected = _corrected(response.nerve, value, cold, scale.rules, slow=slow)
        state, reason = (OPEN if state != UNLIMITED else state), COLD
    return StudyValue(
        quantity=quantity, state=state, value=value, unit=UNITS.get(quantity, MILLISECOND), kind=kind,
        low=bound.low if bound else None, high=bound.high if bound else None,
        limits=bound.source if bound else "", unverified=bool(bound and bound.unverified), reason=reason,
        segment=segment or (), station=response.station, row=response.index, corrected=corrected,
    )


def _corrected(nerve: str, value: float, cold: float, rules: PatternSettings, *, slow: bool) -> float | None:
    by_degree = rules.temperature
    if not slow:
        return round(value - by_degree.latency * cold, 1)
    factor = by_degree.velocity.get(nerve)
    return None if factor is None else round(value + factor * cold, 1)


def motor_values(study: list[Response], parts: list[Segment], scale: Scale) -> list[StudyValue]:
    """Distal response, velocities, terminal index of one motor study, distal first."""
    first = study[0]
    row = first.row
    standard = scale.rules.standard_distal.get(first.nerve, first.station) == first.station or (row.limit_low or row.limit_high) is not None
    found: list[StudyValue | None] = []
    if first.absent:
        found.append(_gone(first, "amplitude_mv"))
    found += [
        judged(first, "amplitude_mv", None if first.absent else row.amplitude_mv, scale, distal=standard, kind=row.amplitude_kind or "", limited=standard),
        judged(first, "latency_ms", row.latency_ms, scale, distal=standard, limited=standard),
        _duration(first, scale),
    ]
    for segment in parts:
        ends = (segment.distal.station, segment.proximal.station)
        if segment.vanished:
            found.append(_gone(segment.proximal, "amplitude_mv"))
        found.append(judged(segment.proximal, "velocity_ms", segment.velocity_ms, scale, segment=ends))
    found.append(_terminal_index(study, parts, scale))
    if any(r.row.a_wave for r in study):
        wave = next(r for r in study if r.row.a_wave)
        found.append(StudyValue(quantity="a_wave", state=HIGH, station=wave.station, row=wave.index))
    return [v for v in found if v is not None]


def _gone(response: Response, quantity: str) -> StudyValue:
    return StudyValue(quantity=quantity, state=ABSENT, unit=UNITS[quantity], station=response.station, row=response.index)


def _duration(first: Response, scale: Scale) -> StudyValue | None:
    """Distal duration over all negative phases against the limit of its filter."""
    row = first.row
    if row.duration_ms is None or scale.rules.standard_distal.get(first.nerve) != first.station:
        return None
    rule = scale.rules.distal_duration
    longer, limit = (None, None)
    if row.duration_kind != "first_negative_phase":
        longer, limit = rule.prolonged(first.nerve, row.duration_ms, row.lff_hz)
    state = UNLIMITED if longer is None else HIGH if longer else NORMAL
    reason = "" if longer is not None else "filter" if row.duration_kind != "first_negative_phase" else "duration_kind"
    if longer and scale.cold(first) is not None:
        state, reason = OPEN, COLD
    return StudyValue(
        quantity="duration_ms", state=state, value=row.duration_ms, unit=MILLISECOND, kind=row.duration_kind or "",
        high=limit, limits=rule.source if limit else "", unverified=limit is not None, reason=reason,
        station=first.station, row=first.index,
    )


def _terminal_index(study: list[Response], parts: list[Segment], scale: Scale) -> StudyValue | None:
    """Distal distance / (velocity of the next segment x distal latency)."""
    row = study[0].row
    if not parts or not row.distance_mm or not row.latency_ms or not parts[0].velocity_ms:
        return None
    index = exact(row.distance_mm) / (exact(parts[0].velocity_ms) * exact(row.latency_ms))
    rule = scale.rules.terminal_index
    state = LOW if index < exact(rule.below) else NORMAL
    if scale.cold(study[0]) is not None:
        state = OPEN
    return StudyValue(
        quantity="terminal_index", state=state, value=float(round(index, 2)), low=rule.below,
        limits=rule.source, station=study[0].station, row=study[0].index,
        reason=COLD if state == OPEN else "moderate" if state == NORMAL and rule.moderate.holds(index) else "",
    )


def f_values(rows: list[Response], scale: Scale) -> list[StudyValue]:
    """F waves of one nerve: minimal, mean, persistence, dispersion; absent ones."""
    found: list[StudyValue | None] = []
    for response in rows:
        row = response.row
        if row.f_persistence == 0 or (row.response == "absent" and row.f_min_ms is None):
            found.append(StudyValue(quantity="f_min_ms", state=ABSENT, unit=MILLISECOND, row=response.index))
            continue
        dispersion = row.f_dispersion_ms
        if dispersion is None and None not in (row.f_max_ms, row.f_min_ms):
            dispersion = float(round(exact(row.f_max_ms) - exact(row.f_min_ms), 1))
        for quantity, value in (
            ("f_min_ms", row.f_min_ms), ("f_mean_ms", row.f_mean_ms),
            ("f_persistence", row.f_persistence), ("f_dispersion_ms", dispersion),
        ):
            found.append(judged(response, quantity, value, scale))
        if row.a_wave:
            found.append(StudyValue(quantity="a_wave", state=HIGH, row=response.index))
    return [v for v in found if v is not None]


def sensory_values(rows: list[Response], scale: Scale) -> list[StudyValue]:
    """Amplitude, latencies and velocity of one sensory nerve; one site is enough for a velocity."""
    found: list[StudyValue | None] = []
    for response in rows:
        row = response.row
        if row.response == "absent" or row.amplitude_uv == 0:
            found.append(_gone(response, "amplitude_uv"))
            continue
        found += [
            judged(response, "amplitude_uv", row.amplitude_uv, scale, kind=row.amplitude_kind or ""),
            judged(response, "latency_ms", row.latency_ms, scale),
            judged(response, "peak_latency_ms", row.peak_latency_ms, scale),
            judged(response, "velocity_ms", sensory_velocity(response), scale),
        ]
    return [v for v in found if v is not None]


def sensory_velocity(response: Response) -> float | None:
    """Velocity given, else distance / onset latency."""
    row = response.row
    if row.velocity_ms is not None:
        return row.velocity_ms
    if not row.distance_mm or not row.latency_ms or row.study != SENSORY:
        return None
    return float(round(exact(row.distance_mm) / exact(row.latency_ms), 1))
