"""What cannot be right in a table: flagged with its explanation; the value is left out, never mended.

Velocities of 0 or 300 m/s, a velocity that distance and latencies contradict, latency and amplitude
columns exchanged, a proximal response larger than the distal one.
"""

from __future__ import annotations

from functools import lru_cache

import msgspec

from myotome.case import ConductionRow
from myotome.electrodiagnosis.segments import Response, row_problem
from myotome.electrodiagnosis.settings import Limit, Shape
from myotome.errors import Problem
from myotome.knowledge.store import Knowledge
from myotome.terms import Level
from myotome.units import drop_percent, exact, velocity


class CheckSettings(Shape, frozen=True):
    """``settings/conduction_checks.yaml``."""

    source: str
    velocity_ms: Limit
    velocity_disagreement: Limit
    proximal_larger: Limit
    swapped_rise_mv: Limit
    short_distance_mm: Limit


@lru_cache(maxsize=4)
def check_settings(knowledge: Knowledge) -> CheckSettings:
    return msgspec.convert(knowledge.settings["conduction_checks"], CheckSettings)


def check_velocities(
    rows: tuple[ConductionRow, ...], settings: CheckSettings,
) -> tuple[list[ConductionRow], list[Problem]]:
    """Rows without a velocity that no nerve has."""
    kept, problems = [], []
    for row in rows:
        given = row.velocity_ms
        if given is not None and not settings.velocity_ms.holds(exact(given)):
            limits = f"{settings.velocity_ms.from_:g}-{settings.velocity_ms.up_to:g} m/s"
            problems.append(row_problem(row, "velocity", f"{row.nerve} {given:g} m/s", limits))
            row = msgspec.structs.replace(row, velocity_ms=None)  # noqa: PLW2901
        kept.append(row)
    return kept, problems


def check_study(
    study: list[Response], settings: CheckSettings,
) -> tuple[list[Response], list[Problem]]:
    """The responses of one nerve, distal first, without what contradicts itself."""
    if _swapped(study, settings):
        row = study[0].row
        message = " / ".join(f"{r.row.latency_ms:g} ms {r.row.amplitude_mv:g} mV" for r in study)
        bare = [r._replace(row=msgspec.structs.replace(r.row, latency_ms=None, amplitude_mv=None)) for r in study]
        return bare, [row_problem(row, "swapped", f"{row.nerve} {message}")]
    problems: list[Problem] = []
    kept = study[:1]
    for distal, proximal in zip(study, study[1:], strict=False):
        row = proximal.row
        if None not in (distal.row.latency_ms, row.latency_ms) and row.latency_ms <= distal.row.latency_ms:
            message = f"{row.nerve} {distal.station} {distal.row.latency_ms:g} ms, {proximal.station} {row.latency_ms:g} ms"
            problems.append(row_problem(row, "latency_order", message))
        problems += _larger(distal, proximal, settings)
        if row.distance_mm is not None and settings.short_distance_mm.holds(exact(row.distance_mm)):
            note = row_problem(row, "short_distance", f"{row.nerve} {row.distance_mm:g} mm")
            problems.append(msgspec.structs.replace(note, level=Level.NOTE))
        row, found = _agreeing(distal.row, row, settings)
        problems += found
        kept.append(proximal._replace(row=row))
    return kept, problems


def _swapped(study: list[Response], settings: CheckSettings) -> bool:
    """Do the amplitudes rise from site to site as latencies do, and the latencies not?"""
    values = [(r.row.latency_ms, r.row.amplitude_mv) for r in study]
    if len(values) < 2 or any(None in pair for pair in values):
        return False
    steps = list(zip(values, values[1:], strict=False))
    return all(
        two[0] <= one[0] and settings.swapped_rise_mv.holds(exact(two[1]) - exact(one[1])) for one, two in steps
    )


def _larger(distal: Response, proximal: Response, settings: CheckSettings) -> list[Problem]:
    one, two = distal.row.amplitude_mv, proximal.row.amplitude_mv
    if not one or not two or distal.row.amplitude_kind != proximal.row.amplitude_kind:
        return []
    if not settings.proximal_larger.holds(-drop_percent(one, two)):
        return []
    message = f"{distal.row.nerve} {distal.station} {one:g} mV, {proximal.station} {two:g} mV"
    return [row_problem(proximal.row, "proximal_larger", message)]


def _agreeing(
    distal: ConductionRow, row: ConductionRow, settings: CheckSettings,
) -> tuple[ConductionRow, list[Problem]]:
    """The row with the velocity of its distance and latencies where the one written contradicts them."""
    if None in (row.distance_mm, row.latency_ms, distal.latency_ms):
        return row, []
    computed = velocity(row.distance_mm, distal.latency_ms, row.latency_ms)
    if computed is None or (row.velocity_ms is not None and not computed):
        return row, []
    if row.velocity_ms is None:
        if settings.velocity_ms.holds(exact(computed)):
            return row, []
        limits = f"{settings.velocity_ms.from_:g}-{settings.velocity_ms.up_to:g} m/s"
        problem = row_problem(row, "velocity", f"{row.nerve} {computed:g} m/s", limits)
        return msgspec.structs.replace(row, distance_mm=None), [problem]
    apart = 100 * abs(exact(row.velocity_ms) - exact(computed)) / exact(computed)
    if not settings.velocity_disagreement.holds(apart):
        return row, []
    message = f"{row.nerve} {row.velocity_ms:g} m/s, {row.distance_mm:g} mm: {computed:g} m/s"
    return msgspec.structs.replace(row, velocity_ms=computed), [row_problem(row, "velocity_disagrees", message)]
