"""Per nerve: demyelinating, axonal, mixed, focal or normal, each with the reason and its source.

Rules: ``settings/nerve_pattern.yaml``. A value that cannot be assessed (cold) decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from myotome.answer import BlockVerdict, Reason, StudyValue
from myotome.electrodiagnosis.blocks import DEFINITE, PROBABLE, Judged
from myotome.electrodiagnosis.blocks import OPEN as OPEN_BLOCK
from myotome.electrodiagnosis.settings import BlockSettings, Limit, SiteSettings
from myotome.electrodiagnosis.values import ABSENT, HIGH, LOW, OPEN, Scale
from myotome.electrodiagnosis.verdict import LEVELS
from myotome.units import PERCENT, exact

DEMYELINATING, AXONAL, MIXED, FOCAL, PLAIN, GONE, UNCLASSIFIED, UNJUDGED = (
    "demyelinating", "axonal", "mixed", "focal", "normal", "absent", "unclassified", "not_assessable",
)
AMPLITUDES = ("amplitude_mv", "amplitude_uv")


def motor_pattern(
    nerve: str, values: Sequence[StudyValue], judged: Sequence[Judged], scale: Scale, blocks: BlockSettings,
) -> tuple[str, tuple[Reason, ...], bool]:
    """Pattern of a motor nerve, its reasons, and: does it rest on a number from memory?

    judged: the segments of the same nerve and side.
    """
    focal = {_ends(j) for j in judged if j.segment.at_entrapment}
    demyelinating = [*_slow(nerve, values, scale, focal), *_segments(judged, blocks)]
    at_sites = _focal(values, judged, focal, scale.sites, nerve)
    low = [v for v in values if v.quantity == "amplitude_mv" and v.state == LOW]
    gone = [v for v in values if v.quantity == "amplitude_mv" and v.state == ABSENT and v is values[0]]
    axonal = [Reason(code="amplitude_low", value=v.value, limit=v.low, unit=v.unit, reference=v.limits) for v in low]
    if gone:
        return GONE, (Reason(code="inexcitable", reference="choice"),), False
    if demyelinating:
        spread = any(r.code == "distal_duration" for r in demyelinating)
        pattern = MIXED if axonal and not spread else DEMYELINATING
        reasons = [*demyelinating, *(axonal if pattern == MIXED else ())]
    elif axonal:
        pattern, reasons = AXONAL, axonal
    elif at_sites:
        pattern, reasons = FOCAL, at_sites
    elif any(one.segment.vanished for one in judged):  # lost on the way, and no definition could judge it: not normal
        pattern, reasons = UNJUDGED, [Reason(code="vanished", reference="choice")]
    else:
        pattern, reasons = _rest(values)
    return pattern, tuple(reasons), _unverified(reasons, values, scale)


def _ends(one: Judged) -> tuple[str, str]:
    return one.segment.distal.station, one.segment.proximal.station


def _share(value: StudyValue) -> tuple[float, float] | None:
    """The value in percent of its limit, and the limit."""
    limit = value.low if value.quantity == "velocity_ms" else value.high
    if value.value is None or not limit:
        return None
    return 100 * exact(value.value) / exact(limit), limit


def _slow(nerve: str, values: Sequence[StudyValue], scale: Scale, focal: set[tuple[str, str]]) -> list[Reason]:
    """Velocity, latencies, F waves and distal duration that no axonal loss explains."""
    rules = scale.rules.motor
    amplitude = next((v for v in values if v.quantity == "amplitude_mv" and v.low and v.value), None)
    share = 100 * exact(amplitude.value) / exact(amplitude.low) if amplitude else None
    small = bool(rules.low_amplitude.holds(share))
    f_rule = rules.f_latency_low_amplitude if small else rules.f_latency
    checked: dict[str, tuple[str, Limit]] = {
        "velocity_ms": ("velocity_below", rules.velocity),
        "latency_ms": ("latency_above", rules.distal_latency),
        "f_min_ms": ("f_above", f_rule),
    }
    found = []
    for value in values:
        if value.quantity == "duration_ms" and value.state == HIGH:
            found.append(Reason(code="distal_duration", value=value.value, limit=value.high, unit=value.unit, reference=value.limits))
        if value.quantity not in checked or value.state not in (LOW, HIGH) or value.segment in focal:
            continue
        code, rule = checked[value.quantity]
        part = _share(value)
        at_wrist = code == "latency_above" and _compressed_at(nerve, value, scale.sites)
        if part and rule.holds(part[0]) and not at_wrist:
            found.append(Reason(
                code=code, value=value.value, limit=part[1], unit=value.unit, reference=rule.source,
                place=value.segment,
            ))
    return found


def _compressed_at(nerve: str, value: StudyValue, sites: SiteSettings) -> bool:
    """Is a long distal latency here first of all a compression (median at the wrist)?"""
    return nerve in sites.distal_compression and any(
        e.counts and e.nerve == nerve and e.between[1] == value.station for e in sites.entrapments
    )


def _segments(judged: Sequence[Judged], blocks: BlockSettings) -> list[Reason]:
    """Blocks and dispersion outside compression sites."""
    found = []
    for one in judged:
        segment = one.segment
        if segment.at_entrapment:
            continue
        if one.strength is not None and one.strength >= PROBABLE:
            drop = segment.area if segment.area is not None else segment.amplitude
            decided = next(v for v in one.study.verdicts if v.definition == one.decider)
            found.append(Reason(code=block_code(one.strength, decided), value=_rounded(drop), unit=PERCENT, reference=one.decider, place=_ends(one)))
        if blocks.dispersion.limit(segment.nerve).holds(segment.duration):
            found.append(Reason(
                code="dispersion", value=_rounded(segment.duration), unit=PERCENT, place=_ends(one),
                reference=blocks.dispersion.source,
            ))
    return found


def block_code(strength: int, decided: BlockVerdict) -> str:
    """How sure the block is by the definition that decides, and whether that hangs on an unknown duration."""
    if strength != OPEN_BLOCK:
        return "block_definite" if strength == DEFINITE else "block"
    none = any(level == LEVELS[0] for _, level in decided.conditions)
    return "block_if_short" if none else "block_by_duration"


def _focal(
    values: Sequence[StudyValue], judged: Sequence[Judged], focal: set[tuple[str, str]], sites: SiteSettings,
    nerve: str,
) -> list[Reason]:
    """What is abnormal at a compression site."""
    found = [
        Reason(code="focal_slowing", value=v.value, limit=v.low, unit=v.unit, reference=v.limits, place=v.segment)
        for v in values if v.quantity == "velocity_ms" and v.state == LOW and v.segment in focal
    ]
    found += [
        Reason(code="focal_latency", value=v.value, limit=v.high, unit=v.unit, reference=v.limits, place=(v.station,))
        for v in values if v.quantity == "latency_ms" and v.state == HIGH and _compressed_at(nerve, v, sites)
    ]
    found += [
        Reason(code="focal_block", value=_rounded(j.segment.area or j.segment.amplitude), unit=PERCENT, reference=j.decider, place=_ends(j))
        for j in judged if j.segment.at_entrapment and j.strength
    ]
    return found


def _rest(values: Sequence[StudyValue]) -> tuple[str, list[Reason]]:
    """No rule met: normal, abnormal in a way that decides nothing, or not assessable."""
    abnormal = [v for v in values if v.state in (LOW, HIGH) or (v.state == ABSENT and v.quantity.startswith("f_"))]
    if abnormal:
        return UNCLASSIFIED, [
            Reason(code=f"{v.quantity}_{v.state}", value=v.value, limit=v.low if v.state == LOW else v.high, unit=v.unit,
                   reference=v.limits or "choice", place=v.segment)
            for v in abnormal
        ]
    open_values = [v for v in values if v.state == OPEN]
    if open_values:
        return UNJUDGED, [Reason(code=open_values[0].reason or "no_limit", reference="choice")]
    plain = {v.quantity for v in values if v.state == PLAIN}
    if plain:
        if values[0].quantity in AMPLITUDES or "velocity_ms" in plain:  # a distal amplitude, or a velocity
            return PLAIN, []
        return UNJUDGED, [Reason(code="no_amplitude", reference="choice")]  # a latency or a duration alone: not normal
    return UNJUDGED, [Reason(code="no_limit", reference="choice")]


def sensory_pattern(values: Sequence[StudyValue], scale: Scale) -> tuple[str, tuple[Reason, ...], bool]:
    """Pattern of a sensory nerve: an absent response tells nothing of the mechanism."""
    rules = scale.rules.sensory
    amplitudes = [v for v in values if v.quantity == "amplitude_uv"]
    if amplitudes and all(v.state == ABSENT for v in amplitudes):
        return GONE, (Reason(code="absent", reference="choice"),), False
    low = [v for v in amplitudes if v.state == LOW]
    share = min((100 * exact(v.value) / exact(v.low) for v in amplitudes if v.value and v.low), default=None)
    rule = rules.velocity_low_amplitude if rules.low_amplitude.holds(share) else rules.velocity
    reasons: list[Reason] = []
    for value in values:
        part = _share(value) if value.quantity == "velocity_ms" and value.state == LOW else None
        if part and rule.holds(part[0]):
            reasons.append(Reason(code="velocity_below", value=value.value, limit=part[1], unit=value.unit, reference=rule.source))
    axonal = [Reason(code="amplitude_low", value=v.value, limit=v.low, unit=v.unit, reference=v.limits) for v in low]
    if reasons:
        pattern = MIXED if axonal else DEMYELINATING
        reasons += axonal
    elif axonal:
        pattern, reasons = AXONAL, axonal
    else:
        pattern, reasons = _rest(values)
    return pattern, tuple(reasons), _unverified(reasons, values, scale)


def _rounded(value: object) -> float | None:
    return None if value is None else float(round(value, 1))


def _unverified(reasons: Iterable[Reason], values: Sequence[StudyValue], scale: Scale) -> bool:
    if any(scale.norms.unverified(r.reference) for r in reasons):
        return True
    return not reasons and any(v.unverified for v in values)

