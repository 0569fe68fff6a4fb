"""Nerves and muscles as tables: each value with a sign and a state, each pattern with its reason."""

from __future__ import annotations

from typing import NamedTuple

from myotome.answer import (
    Electrodiagnosis,
    MuscleJudgement,
    NerveJudgement,
    Reason,
    StudyValue,
    TestJudgement,
)
from myotome.case import Case, ConductionRow, NeedleRow
from myotome.report.numbers import decimal
from myotome.report.sections.conduction import definition_name, place, side
from myotome.report.wording import Wording, legible
from myotome.units import PERCENT

SIGNS = {"low": "\u2193", "high": "\u2191", "absent": "\u2205", "not_assessable": "?"}
COLUMNS = {
    "motor": (
        "latency_ms", "amplitude_mv", "area_mvms", "duration_ms", "distance_mm", "velocity_ms", "f_min_ms",
        "f_persistence",
    ),
    "sensory": ("latency_ms", "peak_latency_ms", "amplitude_uv", "distance_mm", "velocity_ms"),
}
NEEDLE = ("insertional", "fibrillation", "fasciculation", "mup_duration", "mup_amplitude", "polyphasia", "recruitment")
CERTAIN_PATTERNS = ("normal", "not_assessable")


class Cell(NamedTuple):
    """text with its sign; state: of the value, for its colour; title: the limit and whose it is."""

    text: str
    state: str = ""
    title: str = ""


class Line(NamedTuple):
    place: str
    cells: tuple[Cell, ...]


class NerveView(NamedTuple):
    """values: what stands in no column (terminal index, mean F ...)."""

    title: str
    pattern: str
    state: str
    reasons: tuple[str, ...]
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    values: tuple[Cell, ...]
    unverified: bool


class MuscleView(NamedTuple):
    name: str
    cells: tuple[Cell, ...]
    pattern: str
    state: str
    reasons: tuple[str, ...]
    comment: str


def nerve_name(one: NerveJudgement, words: Wording) -> str:
    """"Nerf médian (droite, moteur)"."""
    return words.bracketed(words.upper(words.site(one.nerve)), side(one.side, words), words.of("study", one.study), recording(one.recording, words))


def recording(muscle: str, words: Wording) -> str:
    """The muscle by its name, else as written."""
    return words.site(muscle) if muscle in words.knowledge.muscles or muscle in words.knowledge.groups else muscle


def nerves(judged: Electrodiagnosis, case: Case, words: Wording) -> tuple[NerveView, ...]:
    return tuple(_nerve(one, case.conduction, words) for one in judged.nerves)


def _nerve(one: NerveJudgement, rows: tuple[ConductionRow, ...], words: Wording) -> NerveView:
    mine = [(i, rows[i]) for i in one.rows if i < len(rows)]
    columns = tuple(
        c for c in COLUMNS[one.study]
        if any(getattr(r, c) is not None or _of(one, i, c) or (r.response and c.startswith("amplitude")) for i, r in mine)
    )
    states = {(v.row, v.quantity): v for v in one.values}
    shown = {(i, c) for i, _ in mine for c in columns}
    return NerveView(
        title=nerve_name(one, words), pattern=words.of("pattern", one.pattern), state=one.pattern,
        reasons=tuple(reason_text(r, words) for r in one.reasons),
        columns=tuple(words.of("column", c) for c in columns),
        lines=tuple(_line(row, index, columns, states, words) for index, row in mine),
        values=tuple(
            Cell(f"{words.of('column', v.quantity)} {value_text(v, words)}", v.state, limit_text(v, words))
            for v in one.values if (v.row, v.quantity) not in shown
        ),
        unverified=one.unverified,
    )


def _of(one: NerveJudgement, index: int, quantity: str) -> bool:
    return any(v.row == index and v.quantity == quantity for v in one.values)


def _line(
    row: ConductionRow, index: int, columns: tuple[str, ...], states: dict[tuple, StudyValue], words: Wording,
) -> Line:
    cells = []
    for column in columns:
        value = states.get((index, column))
        raw = getattr(row, column)
        if value is not None:
            cells.append(Cell(value_text(value, words), value.state, limit_text(value, words)))
        elif raw is not None:
            cells.append(Cell(decimal(raw, words)))
        elif row.response and column.startswith("amplitude"):
            gone = row.response == "absent"
            cells.append(Cell(SIGNS["absent"] if gone else words.of("recorded", row.response), "absent" if gone else "no_limit"))
        else:
            cells.append(Cell(""))
    where = place(row.stimulation, words) if row.stimulation else words("column_f_min_ms") if row.f_min_ms is not None else ""
    return Line(where, tuple(cells))


def value_text(value: StudyValue, words: Wording) -> str:
    """"5,7", "32 ↓", "∅"; an estimate at the temperature asked stands in brackets."""
    sign = SIGNS.get(value.state, "")
    if value.value is None:
        return sign or words("present")
    text = f"{decimal(value.value, words)} {sign}".strip()
    if value.corrected is not None:
        text = f"{text} ({words('estimate', value=decimal(value.corrected, words))})"
    return text


def limit_text(value: StudyValue, words: Wording) -> str:
    """The limit and whose it is; why a value could not be assessed."""
    parts = []
    if value.low is not None:
        parts.append(f"\u2265 {decimal(value.low, words)}")
    if value.high is not None:
        parts.append(f"\u2264 {decimal(value.high, words)}")
    if value.limits:
        parts.append(limits_name(value.limits, words))
    if value.reason:
        parts.append(words.of("reason", value.reason))
    return " \u00b7 ".join(parts)


def limits_name(source: str, words: Wording) -> str:
    """A laboratory's name as written, "limites du tableau", or the title of a published set."""
    if source == "row":
        return words("limits_row")
    if source in {entry["id"] for entry in words.knowledge.settings["conduction_block"]["definitions"]}:
        return definition_name(source, words)
    known = words.knowledge.references.get(source)
    if known is None:  # a laboratory's own name
        return source
    first = known.authors.split(" (")[0]
    return f"{first} {known.year}" if first and known.year else first or known.title


def reason_text(reason: Reason, words: Wording) -> str:
    """"vitesse basse : 32 m/s (limite 49 ; cheville – creux poplité)"."""
    text = words.of("reason", reason.code)
    if reason.value is not None:
        number = decimal(reason.value, words)
        text += f" {words('percent', n=number) if reason.unit == PERCENT else number + ' ' + reason.unit}".rstrip()
    more = []
    if reason.limit is not None:
        more.append(words("reason_limit", limit=decimal(reason.limit, words)))
    if len(reason.place) == 2:
        more.append(words("stretch", distal=place(reason.place[0], words), proximal=place(reason.place[1], words)))
    elif reason.place:
        more.append(place(reason.place[0], words))
    if reason.reference not in ("choice", "memory", "row", ""):
        more.append(limits_name(reason.reference, words))
    return words.bracketed(text, *more)


def muscles(judged: Electrodiagnosis, case: Case, words: Wording) -> tuple[MuscleView, ...]:
    return tuple(_muscle(one, case.needle, words) for one in judged.muscles)


def _muscle(one: MuscleJudgement, rows: tuple[NeedleRow, ...], words: Wording) -> MuscleView:
    row = rows[one.row] if one.row is not None and one.row < len(rows) else None
    abnormal = {r.code.rpartition("_")[0] or r.code for r in one.reasons}
    cells = tuple(_needle_cell(row, column, abnormal, words) for column in NEEDLE) if row else ()
    return MuscleView(
        name=words.bracketed(words.upper(words.site(one.muscle)), side(one.side, words)), cells=cells,
        pattern=words.of("pattern", one.pattern), state=one.pattern,
        reasons=tuple(reason_text(r, words) for r in one.reasons), comment=(row.comment or "") if row else "",
    )


def _needle_cell(row: NeedleRow, column: str, abnormal: set[str], words: Wording) -> Cell:
    number = {"mup_duration": row.mup_duration_ms, "mup_amplitude": row.mup_amplitude_uv, "polyphasia": row.polyphasia_percent}.get(column)
    raw = getattr(row, column)
    if column == "fibrillation" and row.positive_waves is not None:
        raw = max(row.positive_waves, raw or 0)
    state = "high" if column in abnormal else "normal" if raw is not None or number is not None else ""
    if number is not None:
        return Cell(decimal(number, words, 4), state)
    if raw is None:
        return Cell("")
    if isinstance(raw, int):
        return Cell(f"{raw}+" if raw else "0", state)
    return Cell(words.of("needle", raw), state)


def needle_columns(words: Wording) -> tuple[str, ...]:
    return tuple(words.of("column", column) for column in NEEDLE)


def tests(judged: Electrodiagnosis, words: Wording) -> tuple[tuple[str, Cell], ...]:
    """Repetitive stimulation and values of further studies."""
    return tuple((test_name(one, words), _test_cell(one, words)) for one in judged.tests)


def test_name(one: TestJudgement, words: Wording) -> str:
    """The study, where it was done, and its side."""
    where = words.site(one.site) if one.site in words.knowledge.nerves or one.site in words.knowledge.muscles else legible(one.site)
    about = side(one.side, words) if one.side != "unsaid" else ""
    return words.bracketed(f"{words.of('test', one.test)}, {where}" if one.site else words.of("test", one.test), about)


def test_value(one: TestJudgement, words: Wording) -> str:
    """What was measured, and the number: "R1 14,5 ms"."""
    text = words.of("column", one.quantity) if one.quantity else ""
    return text if one.value is None else f"{text} {decimal(one.value, words)} {one.unit}".strip()


def _test_cell(one: TestJudgement, words: Wording) -> Cell:
    text = test_value(one, words)
    sign = SIGNS.get(one.state, "")
    title = words("reason_limit", limit=decimal(one.limit, words)) if one.limit is not None else ""
    return Cell(f"{text} {sign}".strip(), one.state, title)
