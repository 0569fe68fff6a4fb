"""Rows of a table become segments: successive stimulations of one nerve, distal first.

One nerve, side, date, recording and source make one study. What was not done or not documented is
left out and says nothing. A response that is absent proximally and present distally has fallen by
all of itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import isfinite
from typing import NamedTuple

from myotome.case import ConductionRow
from myotome.electrodiagnosis.settings import Entrapment, NervePath, SiteSettings
from myotome.errors import Problem
from myotome.knowledge.names import find_within, nearest, plain
from myotome.knowledge.store import Knowledge
from myotome.terms import Level
from myotome.units import change_percent, drop_percent, velocity

MOTOR, SENSORY = "motor", "sensory"
UNTRIED = ("not_done", "not_stimulable")
NUMBERS = (
    "distance_mm", "latency_ms", "amplitude_mv", "amplitude_uv", "area_mvms", "duration_ms",
    "velocity_ms", "temperature_c", "f_min_ms", "f_persistence", "limit_low", "limit_high",
)


class Response(NamedTuple):
    """One row whose nerve (an id) and stimulation are understood. index: in the rows given.
    station: id, or the words as written where the place does not matter (sensory rows)."""

    index: int
    row: ConductionRow
    nerve: str
    station: str

    @property
    def absent(self) -> bool:
        return self.row.response == "absent" or self.row.amplitude_mv == 0

    @property
    def measured(self) -> bool:
        """Does the row say anything of the response itself?"""
        row = self.row
        if row.response in UNTRIED:
            return False
        return any(v is not None for v in (row.response, row.amplitude_mv, row.area_mvms, row.latency_ms))


class Segment(NamedTuple):
    """A nerve between two stimulations. Drops in percent, exact; None is unknown.
    vanished: present distally, absent proximally. kind, length: of the published definitions.
    amplitude_limit: lower limit of the nerve's distal amplitude (mV)."""

    distal: Response
    proximal: Response
    nerve: str
    kind: str
    length: str
    entrapments: tuple[Entrapment, ...]
    sure_place: bool
    amplitude: Fraction | None
    area: Fraction | None
    duration: Fraction | None
    velocity_ms: float | None
    vanished: bool
    amplitude_limit: float | None

    @property
    def side(self) -> str:
        return self.distal.row.side

    @property
    def at_entrapment(self) -> bool:
        return any(e.counts for e in self.entrapments)


def place_of(row: ConductionRow) -> str:
    """Where the row stands, for a problem: "s1, row 3"."""
    return row.source + (f", row {row.row}" if row.row is not None else "")


def row_problem(row: ConductionRow, code: str, message: str, mend: str = "") -> Problem:
    """A row that cannot be used, or is shown with what is wrong."""
    return Problem(
        level=Level.WARNING, code=f"conduction.{code}", message=message, mend=mend,
        place=place_of(row),
    )


def understand(
    rows: Sequence[ConductionRow], knowledge: Knowledge, sites: SiteSettings,
) -> tuple[list[Response], list[Problem]]:
    """Rows with nerve and stimulation as ids; and a problem for each row that cannot be used."""
    found: list[Response] = []
    problems: list[Problem] = []
    for index, row in enumerate(rows):
        values = [getattr(row, name) for name in NUMBERS]
        if any(v is not None and (not isfinite(v) or v < 0) for v in values):
            problems.append(row_problem(row, "impossible", row.nerve))
            continue
        nerve = find_within(knowledge, "nerve", row.nerve)
        if nerve is None:
            near = nearest(knowledge, "nerve", row.nerve)
            problems.append(row_problem(row, "unknown_nerve", row.nerve, ", ".join(near)))
            continue
        if row.study == MOTOR:
            nerve = sites.same_nerve.get(nerve, nerve)
        station = find_within(knowledge, "stimulation", row.stimulation or "")
        path = sites.nerves.get(nerve)
        if row.study == MOTOR and path and station not in path.stations:
            if row.stimulation and row.response not in UNTRIED:
                problems.append(
                    row_problem(row, "unknown_site", row.stimulation, ", ".join(path.stations))
                )
            elif not row.stimulation and row.response not in UNTRIED and any(v is not None for v in values) and row.f_min_ms is None:
                problems.append(row_problem(row, "missing_site", row.nerve, ", ".join(path.stations)))
            if row.f_min_ms is None and row.f_persistence is None:
                continue
        if row.response in ("absent", *UNTRIED) and (row.amplitude_mv or row.area_mvms):
            problems.append(row_problem(row, "contradiction", row.response))
            continue
        found.append(Response(index, row, nerve, station or row.stimulation or ""))
    return found, problems


def studies(responses: list[Response], sites: SiteSettings) -> tuple[list[list[Response]], list[Problem]]:
    """Motor responses grouped by study, distal first; of a place stimulated twice the larger one."""
    groups: dict[tuple, list[Response]] = {}
    for response in responses:
        row = response.row
        if row.study == MOTOR and response.measured and response.nerve in sites.nerves:
            key = (row.source, row.date, response.nerve, row.side, plain(row.recording or ""))
            groups.setdefault(key, []).append(response)
    joined = _join_unnamed(groups)
    problems: list[Problem] = []
    done = []
    for (_, _, nerve, _, _), members in joined.items():
        order = sites.nerves[nerve].stations
        by_station: dict[str, Response] = {}
        for response in members:
            if response.station not in order:
                continue
            known = by_station.get(response.station)
            if known is not None:
                problems.append(row_problem(response.row, "duplicate", response.station))
                response = max(known, response, key=lambda r: r.row.amplitude_mv or 0)  # noqa: PLW2901
            by_station[response.station] = response
        if by_station:
            done.append(sorted(by_station.values(), key=lambda r: order.index(r.station)))
    return done, problems


def _join_unnamed(groups: dict[tuple, list[Response]]) -> dict[tuple, list[Response]]:
    """A recording left empty is that of the same nerve's other rows, if they name only one."""
    joined: dict[tuple, list[Response]] = {}
    for key, members in groups.items():
        named = [k for k in groups if k[:4] == key[:4] and k[4]]
        target = named[0] if not key[4] and len(named) == 1 else key
        joined.setdefault(target, []).extend(members)
    return joined


def segments(
    study: list[Response], sites: SiteSettings,
) -> tuple[list[Segment], list[Problem]]:
    """Segments between successive stimulations of one study; none where both responses are absent."""
    found, problems = [], []
    for distal, proximal in zip(study, study[1:], strict=False):
        if distal.absent:
            continue
        segment, mixed = _segment(distal, proximal, sites, study[0].row.limit_low)
        found.append(segment)
        problems += [row_problem(proximal.row, "mixed_kinds", name) for name in mixed]
    return found, problems


def _segment(
    distal: Response, proximal: Response, sites: SiteSettings, limit: float | None,
) -> tuple[Segment, list[str]]:
    path = sites.nerves[distal.nerve]
    near, far = path.stations.index(distal.station), path.stations.index(proximal.station)
    kind, length = _class(path, near, far)
    mixed: list[str] = []

    def compare(value: str, kind_field: str, how: object) -> Fraction | None:
        one, two = getattr(distal.row, value), getattr(proximal.row, value)
        if one is None or two is None:
            return None
        kinds = {getattr(distal.row, kind_field), getattr(proximal.row, kind_field)} - {None}
        if len(kinds) > 1:
            mixed.append(value)
            return None
        return how(one, two)

    vanished = proximal.absent
    amplitude = compare("amplitude_mv", "amplitude_kind", drop_percent)
    area = compare("area_mvms", "area_kind", drop_percent)
    duration = compare("duration_ms", "duration_kind", change_percent)
    if vanished:
        amplitude, area, duration = Fraction(100), Fraction(100), None
    crossed, sure = _crossed(distal, near, far, path, sites)
    return Segment(
        distal, proximal, distal.nerve, kind, length, crossed, sure, amplitude, area, duration,
        None if vanished else _velocity(distal.row, proximal.row), vanished, limit,
    ), mixed


def _class(path: NervePath, near: int, far: int) -> tuple[str, str]:
    for span in path.classes:
        if path.stations.index(span.from_) <= near and far <= path.stations.index(span.to):
            return span.kind, span.length
    return "", ""


def _crossed(
    distal: Response, near: int, far: int, path: NervePath, sites: SiteSettings,
) -> tuple[tuple[Entrapment, ...], bool]:
    """Compression sites between the stimulations; and whether both stimulations leave no doubt.

    A stimulation "at the elbow" may lie on either side of the groove: both segments that meet
    there are taken to touch it.
    """
    crossed, sure = [], True
    for entrapment in sites.entrapments:
        if entrapment.nerve != distal.nerve:
            continue
        low, high = (path.stations.index(s) for s in entrapment.between)
        if near < high and low < far:
            crossed.append(entrapment)
            sure = sure and near <= low and high <= far
    return tuple(crossed), sure


def _velocity(distal: ConductionRow, proximal: ConductionRow) -> float | None:
    if proximal.velocity_ms is not None:
        return proximal.velocity_ms
    if None in (distal.latency_ms, proximal.latency_ms, proximal.distance_mm):
        return None
    return velocity(proximal.distance_mm, distal.latency_ms, proximal.latency_ms)
