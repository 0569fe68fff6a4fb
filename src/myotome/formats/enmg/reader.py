"""Lines become rows: a header tells the columns, headings tell side and nerve, the rest is data.

What is not understood is named with its place; an empty cell says nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from myotome.case import ConductionRow, NeedleRow, TrainRow
from myotome.errors import Problem
from myotome.formats.enmg.conduction import Stimulation, conduction_rows
from myotome.formats.enmg.grid import Line
from myotome.formats.enmg.headers import Header, header_of, joined
from myotome.formats.enmg.headings import Context, after
from myotome.formats.enmg.needle import needle_row, train_row
from myotome.formats.enmg.numbers import Marks, marks_of
from myotome.formats.enmg.places import order_of
from myotome.formats.enmg.sentences import sentence_rows, states_values
from myotome.formats.enmg.settings import nerve_of, table_settings
from myotome.knowledge import load

SPECIAL = ("needle", "train", "f_wave")  # kinds of study that change how a header is read


class Found(msgspec.Struct, kw_only=True):
    """Rows of every table in some lines, and what could not be used."""

    conduction: list[ConductionRow] = []
    needle: list[NeedleRow] = []
    trains: list[TrainRow] = []
    problems: list[Problem] = []

    @property
    def any(self) -> bool:
        return bool(self.conduction or self.needle or self.trains)


def read_lines(lines: Sequence[Line], name: str) -> Found:
    """Every table in the lines of one document. name: the file, for places.

    >>> from myotome.formats.enmg.grid import text_lines
    >>> table = "Nerf        Site       Latence (ms)   Amplitude (mV)\\nMédian D    poignet    3,4            8,1"
    >>> read_lines(text_lines(table), "x.txt").conduction[0].amplitude_mv
    8.1
    """
    if not any(_promising(line) for line in lines):
        return Found()
    return _Reader(name, marks_of(c.text for line in lines for c in line.cells)).read(lines)


def _promising(line: Line) -> bool:
    """May the line be a header, or state values in words? Prose is left alone at little cost."""
    if len(line.cells) > 1 and any(header_of(line, None, study) for study in ("", SPECIAL[-1])):
        return True
    return not line.exact and states_values(line.text)


class _Reader:
    def __init__(self, name: str, marks: Marks) -> None:
        self.name, self.marks = name, marks
        self.found = Found()
        self.stimulations: list[Stimulation] = []
        self.header: Header | None = None
        self.fresh = False  # no data since the header
        self.context = Context()

    def read(self, lines: Sequence[Line]) -> Found:
        above: Line | None = None
        for line in lines:
            if not self._header(line, above) and not self._sentence(line) and not self._data(line):
                self._heading(line)
                above = line if len(line.cells) > 1 else None
            else:
                above = None
        self.found.conduction = [s.row for s in finished(self.stimulations, self.context)]
        return self.found

    def _header(self, line: Line, above: Line | None) -> bool:
        if len(line.cells) < 2:
            return False
        if self.header is not None and self.fresh and line.exact == self.header.exact:
            more = joined(self.header, line, self.context.study if self.context.study in SPECIAL else self.header.kind)
            if more is not None:
                self.header = more
                return True
        header = header_of(line, above, self.context.study)
        if header is None:
            return False
        self.header, self.fresh = header, True
        return True

    def _data(self, line: Line) -> bool:
        if self.header is None or line.exact != self.header.exact:
            return False
        if len(line.cells) == 1 and (len(line.text) > table_settings().longest_heading or nerve_of(line.text)):
            return False
        if self.header.kind == "needle":
            row, problems = needle_row(line, self.header, self.context, self.marks, self.name)
            self.found.needle += [row] if row is not None else []
            done = row is not None
        elif self.header.kind == "train":
            train, problems = train_row(line, self.header, self.context, self.marks, self.name)
            self.found.trains += [train] if train is not None else []
            done = train is not None
        else:
            rows, problems = conduction_rows(line, self.header, self.context, self.marks, self.name)
            self.stimulations += rows
            done = bool(rows)
            if rows and len({r.row.side for r in rows}) == 1 and (rows[0].row.nerve, rows[0].row.side) != self.context[1::-1]:
                first = rows[0].row
                self.context = self.context._replace(side=first.side, nerve=first.nerve, recording=first.recording or "")
        if done or problems:
            self.found.problems += problems
            self.fresh = False
        return done or bool(problems)

    def _sentence(self, line: Line) -> bool:
        """A line of words with values in it, outside tables."""
        if line.exact:
            return False
        rows, problems = sentence_rows(line.text, line.number, f"{self.name}, {line.place}", self.marks, study=self.context.study)
        self.stimulations += [Stimulation(row, (), {}) for row in rows]
        self.found.problems += problems
        return bool(rows)

    def _heading(self, line: Line) -> None:
        if len(line.text) > table_settings().longest_heading and len(line.cells) == 1:
            self.context = after(self.context._replace(nerve=""), "", self.marks) if self.header is None else self.context
            self.header = None
            self.context = _temperature_only(self.context, line.text, self.marks)
            return
        before = self.context.study
        self.context = after(self.context, line.text, self.marks)
        if self.context.study != before and self.header is not None and not self.fresh:
            self.header = None


def _temperature_only(context: Context, text: str, marks: Marks) -> Context:
    return context._replace(temperatures=after(context, text, marks).temperatures)


def finished(rows: Sequence[Stimulation], context: Context) -> list[Stimulation]:
    """Rows with the distances, velocities and limits that stand on another line of their nerve, and the
    temperature of their limb."""
    done = [_warm(r, context) for r in rows]
    groups: dict[tuple, list[int]] = {}
    for index, one in enumerate(done):
        row = one.row
        groups.setdefault((row.side, row.nerve, row.study, row.recording, row.date), []).append(index)
    for members in groups.values():
        _move(done, members)
        _limit(done, members)
    return done


def _move(rows: list[Stimulation], members: list[int]) -> None:
    """Distance and velocity go to the row of the segment's proximal end."""
    taken: dict[int, tuple[dict[str, float], tuple[float | None, float | None] | None]] = {}
    for index in members:
        one = rows[index]
        end = one.segment[-1] if len(one.segment) == 2 else ""
        if one.row.study != "motor" or not end or end == one.row.stimulation:
            continue
        target = next((i for i in members if rows[i].row.stimulation == end), None)
        moved = {k: getattr(one.row, k) for k in ("distance_mm", "velocity_ms") if getattr(one.row, k) is not None}
        limit = one.limits.pop("velocity_ms", None)
        rows[index] = one._replace(row=msgspec.structs.replace(one.row, distance_mm=None, velocity_ms=None))
        if target is not None:
            taken[target] = (moved, limit)
    for index, (moved, limit) in taken.items():
        rows[index] = rows[index]._replace(row=msgspec.structs.replace(rows[index].row, **moved))
        if limit is not None:
            rows[index].limits["velocity_ms"] = limit


def _limit(rows: list[Stimulation], members: list[int]) -> None:
    """Limits into the columns of the canonical row: amplitude and latency of the most distal motor
    response, velocity of the others, amplitude and latency of a sensory one."""
    first = members[0]
    order = order_of(rows[first].row.nerve)
    placed = [i for i in members if rows[i].row.stimulation in order]
    if placed:
        first = min(placed, key=lambda i: order.index(rows[i].row.stimulation or ""))
    for index in members:
        row, limits = rows[index].row, rows[index].limits
        if row.study == "sensory":
            low, high = limits.get("amplitude_uv"), limits.get("latency_ms")
        elif row.f_min_ms is not None or row.f_persistence is not None:
            low, high = limits.get("f_persistence"), limits.get("f_min_ms")
        elif index == first:
            low, high = limits.get("amplitude_mv"), limits.get("latency_ms")
        else:
            low, high = limits.get("velocity_ms"), None
        rows[index] = rows[index]._replace(row=msgspec.structs.replace(
            row, limit_low=row.limit_low if low is None else low[0], limit_high=row.limit_high if high is None else high[1],
        ))


def _warm(one: Stimulation, context: Context) -> Stimulation:
    """The row with its limb's temperature, when a heading states it and the row does not."""
    known = dict(context.temperatures)
    if not known or one.row.temperature_c is not None:
        return one
    nerve = load().nerves.get(one.row.nerve)
    limb = load().settings["conduction_sites"]["limb_of_block"].get(nerve.block, "") if nerve else ""
    degrees = known.get(limb, known.get(""))
    return one if degrees is None else one._replace(row=msgspec.structs.replace(one.row, temperature_c=degrees))
