"""What must be known before a drop is called a block: each item yes, no or not documented."""

from __future__ import annotations

from myotome.electrodiagnosis.segments import MOTOR, Response, Segment
from myotome.electrodiagnosis.settings import Anastomosis, SiteSettings
from myotome.electrodiagnosis.verdict import NO, OPEN, YES
from myotome.knowledge.names import plain
from myotome.units import exact


def checklist(segment: Segment, responses: list[Response], sites: SiteSettings) -> dict[str, str]:
    """Item id -> status. Items that do not apply are left out: the duration of an absent response,
    crossing fibres where none are known. The distal floor is each definition's own."""
    items = {"supramaximal": _stated(segment.proximal.row.supramaximal)}
    if not segment.vanished:
        items["duration_known"] = OPEN if segment.duration is None else YES
    items["not_entrapment"] = YES
    if segment.at_entrapment:
        items["not_entrapment"] = NO if segment.sure_place else OPEN
    for name, anastomosis in sites.anastomosis.items():
        if anastomosis.nerve == segment.nerve and anastomosis.kind == segment.kind:
            items[f"{name}_excluded"] = _excluded(anastomosis, segment, responses, sites)
    items["temperature"] = _temperature(segment, sites)
    return items


def _stated(value: bool | None) -> str:
    return OPEN if value is None else YES if value else NO


def _temperature(segment: Segment, sites: SiteSettings) -> str:
    known = [
        r.row.temperature_c for r in (segment.distal, segment.proximal) if r.row.temperature_c is not None
    ]
    least = sites.temperature_floor_c.get(sites.nerves[segment.nerve].limb)
    if not known or not isinstance(least, int | float):
        return OPEN
    return YES if min(known) >= least else NO


def _excluded(
    anastomosis: Anastomosis, segment: Segment, responses: list[Response], sites: SiteSettings,
) -> str:
    """Was the other nerve stimulated above, with the same recording, and is the response (near) nil?"""
    asked = anastomosis.asked
    order = sites.nerves[asked.nerve].stations
    above = order[order.index(asked.at_or_above) :]
    recording = plain(segment.distal.row.recording or "")
    crossing = [
        r for r in responses
        if r.nerve == asked.nerve and r.row.study == MOTOR and r.station in above and r.measured
        and r.row.side == segment.side and recording and plain(r.row.recording or "") == recording
    ]
    if not crossing:
        return OPEN
    distal = segment.distal.row.amplitude_mv
    for response in crossing:
        amplitude = response.row.amplitude_mv
        if response.absent:
            continue
        if amplitude is None or not distal:
            return OPEN
        if exact(amplitude) >= exact(anastomosis.small_share) * exact(distal):
            return NO
    return YES
