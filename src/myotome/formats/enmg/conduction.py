"""A data line of a conduction table becomes stimulations: one, or one for each side or place."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from myotome.case import ConductionRow
from myotome.errors import Problem
from myotome.formats.cells import Unusable, day
from myotome.formats.enmg.grid import Cell, Line
from myotome.formats.enmg.headers import IGNORED, LABEL, Column, Header, assign
from myotome.formats.enmg.headings import Context, side_in, study_in
from myotome.formats.enmg.numbers import Marks, number_of
from myotome.formats.enmg.places import Place, nerve_in, order_of, place_in
from myotome.formats.enmg.settings import muscle_of, table_settings, without_side
from myotome.formats.enmg.values import ABSENT, MICRO, NOT_DONE, Read, read_value
from myotome.formats.settings import settings
from myotome.formats.trouble import trouble
from myotome.knowledge import load
from myotome.knowledge.names import plain
from myotome.terms import Level

LABELLED = (LABEL, "nerve", "nerve_site", "site", "segment", "from", "to", "recording", "muscle", "side", "study", "response", "comment", "date", "supramaximal", "root")
F_ROLES = ("f_min_ms", "f_mean_ms", "f_max_ms", "f_persistence", "f_dispersion_ms", "f_count")
MEASURED = ("latency_ms", "peak_latency_ms", "amplitude_mv", "amplitude_uv", "area_mvms", "duration_ms", "velocity_ms", *F_ROLES)
SEGMENT_ROLES = ("distance_mm", "velocity_ms")


LOWER = ("amplitude", "velocity_ms", "f_persistence")


CURRENT = re.compile(r"\d\s*(?:mA|V)\b")  # a strength of stimulus where a site is asked


class Stimulation(NamedTuple):
    """A row, the segment that its distance and velocity are of (() when it names none), and limits
    that the table gives: quantity -> (low, high)."""

    row: ConductionRow
    segment: tuple[str, ...]
    limits: dict[str, tuple[float | None, float | None]]


class Labels:
    """What the labels of one line say, completed by the headings above.

    sided: the table has a column of sides: a line with a nerve of its own and an empty side has none."""

    def __init__(self, pairs: list[tuple[Column, Cell]], context: Context, *, sided: bool = False) -> None:
        text: dict[str, str] = {}
        for column, cell in pairs:
            if column.role in LABELLED:
                text[column.role] = f"{text.get(column.role, '')} {cell.text}".strip()
        self.text = text
        named = " ".join(text.get(r, "") for r in ("nerve", "nerve_site", LABEL)).strip()
        self.nerve, rest = nerve_in(named) if named else ("", "")
        self.own_nerve = bool(self.nerve)
        if self.nerve and not text.get("nerve_site") and not text.get(LABEL):
            rest = ""
        self.nerve = self.nerve or nerve_in(text.get("site", ""))[0] or context.nerve
        self.side = side_in(text.get("side", "")) or _side(text.get("side", "")) or side_in(named)
        if not self.side and not (sided and self.own_nerve):
            self.side = context.side
        self.place = self.first = Place()
        for role in ("site", "nerve_site", LABEL, "segment", "nerve"):
            words = rest if role in ("nerve_site", LABEL, "nerve") else text.get(role, "")
            place = place_in(without_side(words), self.nerve) if not CURRENT.search(words) else Place()
            if place.words and not self.first.words:
                self.first = place
            if place.station or (place.words and not self.place.words):
                self.place = place
            if place.station:
                break
        self.foreign = "" if self.own_nerve else _foreign(text)
        self.segment = _segment(text, self.place, self.nerve)
        own = context.nerve == self.nerve
        self.recording = text.get("recording") or text.get("muscle") or self.place.recording or (context.recording if own else "")
        self.study = _study(text, named, context)


def _foreign(text: dict[str, str]) -> str:
    """What stands in a column of nerves and is no nerve that is known: never taken for the one above."""
    words = without_side(text.get("nerve", ""))
    return words if any(c.isalpha() for c in words) and not place_in(words, "").station else ""


def _side(text: str) -> str:
    found = settings().fixed("side", text) if text else None
    return found if found in ("left", "right") else ""


def _segment(text: dict[str, str], place: Place, nerve: str) -> tuple[str, ...]:
    """The stretch that distance and velocity of the line are of, when the line names one."""
    if text.get("from") and text.get("to"):
        ends = place_in(f"{text['from']} - {text['to']}", nerve)
    else:
        ends = place_in(text.get("segment", ""), nerve)
    if ends.segment:
        return ends.segment
    return place.segment or ((ends.station,) if ends.station else ())


def _study(text: dict[str, str], named: str, context: Context) -> str:
    fixed = settings().fixed("study", text["study"]) if text.get("study") else None
    letter = settings().fixed("study", named.rsplit(maxsplit=1)[-1].strip(".")) if len(named.split()) > 1 else None
    return fixed or study_in(text.get("study", "")) or study_in(named) or letter or context.study


def conduction_rows(
    line: Line, header: Header, context: Context, marks: Marks, name: str,
) -> tuple[list[Stimulation], list[Problem]]:
    """The stimulations of a line, and problems.

    Nothing is guessed in silence: a line that names no nerve, or no side anywhere, is a problem.
    """
    place = f"{name}, {line.place}"
    pairs = assign(line, header)
    sided = any(c.role == "side" for c in header.columns)
    labels = Labels(pairs, context, sided=sided)
    values = [(c, cell) for c, cell in pairs if c.role not in ("", IGNORED, *LABELLED)]
    bare = labels.place.station and len(line.cells) > 1 and (line.exact or not labels.own_nerve)
    if not values and "response" not in labels.text and not bare:
        return [], []
    if not labels.nerve or labels.foreign:
        return [], [trouble("name.nerve", place, (labels.foreign or line.cells[0].text)[:40], level=Level.WARNING)]
    problems: list[Problem] = []
    study = _settled(labels, values, marks, problems, place)
    said = labels.text.get("site") or labels.text.get("segment") or not labels.own_nerve
    if study == "motor" and said and labels.place.words and not labels.place.station:
        near = ", ".join(order_of(labels.nerve))
        return [], [trouble("name.stimulation", place, labels.place.words[:40], near, Level.WARNING)]
    groups: dict[tuple[str, str, str], list[tuple[Column, Cell]]] = {}
    for column, cell in values:
        groups.setdefault((column.side or labels.side, column.station, column.end), []).append((column, cell))
    groups = groups or {(labels.side, "", ""): []}
    shared = [pair for (side, station, end), part in groups.items() if not station and not end and side == labels.side for pair in part]
    rows = []
    for (side, station, end), part in groups.items():
        if side not in ("left", "right"):
            problems.append(trouble("value.missing", place, "side", level=Level.WARNING))
            continue
        ended = [k for k in groups if k[0] == side and (k[1] or k[2])]
        if not station and not end and ended and all(p in shared for p in part):
            continue  # values of the whole nerve go to its first or last named place
        more = shared if ended and (side == labels.side) else []
        where = _station(station, end, labels)
        first = not ended or (side, station, end) == ended[0]
        last = not ended or (side, station, end) == ended[-1]
        chosen = part if part is more or not more else [*part, *_for_end(more, first=first, last=last)]
        row, found = _row(chosen, labels, study, side, where, marks, place, line.number)
        problems += found
        if found and not where and not read_anything(row.row):
            continue  # nothing of the line was understood: its problem says so
        rows.append(row._replace(segment=labels.segment if not ended or last else ()))
    return rows, problems


def read_anything(row: ConductionRow) -> bool:
    """Does a row hold a response or a value?"""
    return any(getattr(row, f) is not None for f in ("response", *MEASURED))


def _for_end(pairs: list[tuple[Column, Cell]], *, first: bool, last: bool) -> list[tuple[Column, Cell]]:
    """Of values said once for a nerve: latency, duration and F go with the distal end, velocity and
    distance with the proximal one."""
    return [p for p in pairs if (last if p[0].role in SEGMENT_ROLES else first)]


def _station(station: str, end: str, labels: Labels) -> str:
    if station:
        return station
    if not end:
        return labels.place.station
    ends = labels.segment if len(labels.segment) == 2 else table_settings().usual_sites.get(labels.nerve, ("", ""))
    return ends[0 if end == "distal" else 1]


def _settled(
    labels: Labels, values: list[tuple[Column, Cell]], marks: Marks, problems: list[Problem], place: str,
) -> str:
    """Motor, sensory or F wave; and the nerve's other name in a sensory table."""
    known = table_settings()
    study = labels.study
    if study not in ("motor", "sensory", "f_wave") and labels.nerve == known.two_nerves.word and _leg(labels):
        study = "sensory"  # that nerve is studied as motor in the arm only
    roles = {c.role for c, _ in values}
    if study not in ("motor", "sensory", "f_wave"):
        micro = any(_small(column, cell, marks) for column, cell in values)
        muscle = bool(labels.recording and muscle_of(labels.recording))
        sensory = labels.nerve in known.sensory_only or (micro and not muscle) or ("peak_latency_ms" in roles and not muscle)
        study = "f_wave" if roles and roles <= {*F_ROLES, "temperature_c"} else "sensory" if sensory else "motor"
    elif labels.nerve in known.sensory_only and study == "motor":
        study = "sensory"
    if study == "f_wave":
        labels.place = Place()
    if study == "sensory":
        labels.place = labels.first  # a place that is no station is a place, here
        _rename(labels, problems, place)
    return study


def _small(column: Column, cell: Cell, marks: Marks) -> bool:
    """An amplitude in µV of the size of a sensory response (a motor one may be in µV, too)."""
    number = number_of(cell.text, marks)
    micro = column.role == "amplitude" and (number.unit[2] if number and number.unit else column.factor) == 1 / MICRO
    return micro and (number is None or max(number.candidates) <= table_settings().sensory_most_uv)


def _leg(labels: Labels) -> bool:
    words = f" {plain(' '.join(labels.text.values()))} "
    return any(f" {plain(w)} " in words for w in table_settings().two_nerves.leg_words)


def _rename(labels: Labels, problems: list[Problem], place: str) -> None:
    """The sensory branch that a trunk's name means; "musculo-cutané" is told apart by its place."""
    both = table_settings().two_nerves
    if labels.nerve == both.word:
        words = plain(" ".join(labels.text.values()))
        arm = any(f" {plain(w)} " in f" {words} " for w in both.other_words)
        labels.nerve = both.other if arm else both.usual
        names = load().nerves[labels.nerve].names
        problems.append(trouble("enmg.nerve_assumed", place, names.fr, names.en, Level.NOTE))
    labels.nerve = table_settings().sensory_names.get(labels.nerve, labels.nerve)


class Gathered:
    """Values, limits and the rest that the cells of one stimulation hold."""

    def __init__(self, pairs: list[tuple[Column, Cell]], study: str, marks: Marks, place: str) -> None:
        self.values: dict[str, Any] = {}
        self.limits: list[tuple[Column, Read]] = []
        self.difference: float | None = None
        self.problems: list[Problem] = []
        self.dashes = 0
        for column, cell in pairs:
            if cell.text in table_settings().dashes:
                self.dashes += column.role in ("amplitude", "latency_ms")
                continue
            quantity = _quantity(column.of or column.role, study)
            read, found = read_value(cell.text, column, marks, place, quantity, micro=study == "sensory")
            self.problems += found
            if read is not None:
                self._take(column, read, quantity)

    def _take(self, column: Column, read: Read, quantity: str) -> None:
        if column.of:
            self.limits.append((column, read))
            return
        if read.limit is not None:
            self.limits.append((column._replace(role="limit", of=column.role), read.limit))
        if read.response:
            if column.role in ("amplitude", "latency_ms", "area_mvms", *F_ROLES):
                self.values.setdefault("response", read.response)
        elif column.role == "latency_difference":
            self.difference = read.value
        else:
            if quantity in self.values:
                return  # of two columns of one kind (base to peak, peak to peak) the first is kept
            self.values[quantity] = read.value
            self.values |= dict(column.kinds)


def _row(
    pairs: list[tuple[Column, Cell]], labels: Labels, study: str, side: str, station: str, marks: Marks, place: str,
    number: int,
) -> tuple[Stimulation, list[Problem]]:
    """One canonical row."""
    read = Gathered(pairs, study, marks, place)
    values, problems = read.values, read.problems
    if read.dashes and not values.keys() - {"velocity_ms", "distance_mm"}:
        values["response"] = ABSENT
        problems.append(trouble("enmg.dash", place, labels.nerve, level=Level.NOTE))
    _mark(labels, values)
    if read.difference is not None and "latency_ms" not in values:
        values["velocity_ms"] = values.get("velocity_ms") or _speed(values.get("distance_mm"), read.difference)
    if study == "f_wave":
        _as_f_wave(values)
    row = {
        "side": side, "nerve": labels.nerve, "study": "motor" if study == "f_wave" else study,
        "recording": _recording(labels), "stimulation": station or (labels.place.words or None if study == "sensory" else None),
        **{k: v for k, v in values.items() if v is not None},
    }
    if "date" in labels.text:
        try:
            row["date"] = day(labels.text["date"])
        except Unusable as error:
            problems.append(trouble("value.not_understood", f"{place}, column date", labels.text["date"], error.expected, Level.WARNING))
    return Stimulation(ConductionRow(**row, row=number), (), _limits(read.limits, study)), problems


def _as_f_wave(values: dict[str, Any]) -> None:
    """A latency of an F table is that of F waves; an absent response is persistence 0."""
    if values.get("response") == ABSENT:
        values["f_persistence"] = 0.0
        values.pop("response")
    if "latency_ms" in values:
        values["f_min_ms"] = values.pop("latency_ms")


def _quantity(role: str, study: str) -> str:
    if role == "amplitude":
        return "amplitude_uv" if study == "sensory" else "amplitude_mv"
    if study == "f_wave" and role == "latency_ms":
        return "f_min_ms"
    return role if role != "latency_difference" else "latency_ms"


def _speed(distance: float | None, difference: float) -> float | None:
    return None if not distance or difference <= 0 else round(distance / difference, 1)


def _mark(labels: Labels, values: dict[str, Any]) -> None:
    """A response column of its own, and a stimulus stated supramaximal."""
    known = table_settings()
    text = labels.text.get("response", "")
    if text and settings().fixed("response", text):
        values.setdefault("response", settings().fixed("response", text))
    elif text and plain(text) in {plain(w) for w in (*known.absent, *known.supramaximal_yes)}:
        values.setdefault("response", ABSENT)
    if labels.text.get("supramaximal"):
        values["supramaximal"] = plain(labels.text["supramaximal"]) in {plain(w) for w in known.supramaximal_yes}
    if values.get("response") in (ABSENT, NOT_DONE):
        for column in ("amplitude_mv", "amplitude_uv", "area_mvms"):
            values.pop(column, None)


def _recording(labels: Labels) -> str | None:
    """The muscle's id where it is known, else as written."""
    return (muscle_of(labels.recording) or labels.recording) if labels.recording else None


def _limits(limits: list[tuple[Column, Read]], study: str) -> dict[str, tuple[float | None, float | None]]:
    """Quantity -> (low, high) of the table's own norm columns. Without a sign, amplitudes and velocities
    have a lower limit, latencies an upper one."""
    found: dict[str, tuple[float | None, float | None]] = {}
    for column, read in limits:
        if read.value is None:
            continue
        quantity = _quantity(column.of, study)
        number = read.value
        signed = column.role == "limit_low" or read.comparator in (">", "\u2265")
        unsigned = column.role == "limit" and not read.comparator and column.of in LOWER
        low, high = found.get(quantity, (None, None))
        found[quantity] = (number, high) if signed or unsigned else (low, number)
    return found
