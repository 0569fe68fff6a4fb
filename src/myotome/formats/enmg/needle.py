"""A data line of a needle or repetitive-stimulation table becomes a row."""

from __future__ import annotations

import re
from typing import Any

from myotome.case import NeedleRow, TrainRow
from myotome.errors import Problem
from myotome.formats.enmg.conduction import Labels
from myotome.formats.enmg.grid import Line
from myotome.formats.enmg.headers import LABEL, Header, assign
from myotome.formats.enmg.headings import Context, side_in
from myotome.formats.enmg.numbers import Marks, number_of
from myotome.formats.enmg.settings import longest, muscle_of, table_settings, without_side
from myotome.formats.enmg.values import MICRO, read_value
from myotome.formats.settings import settings
from myotome.formats.trouble import trouble
from myotome.knowledge.names import plain
from myotome.terms import Level

GRADES = ("fibrillation", "positive_waves", "fasciculation")
NUMBERED = {"mup_duration": "mup_duration_ms", "mup_amplitude": "mup_amplitude_uv", "polyphasia": "polyphasia_percent"}
PLUS = re.compile(r"^(\d)\s*/\s*4\+?$")


def needle_row(line: Line, header: Header, context: Context, marks: Marks, name: str) -> tuple[NeedleRow | None, list[Problem]]:
    """One muscle; None for a line without cells under the needle columns."""
    place = f"{name}, {line.place}"
    pairs = assign(line, header)
    known = table_settings()
    text: dict[str, str] = {}
    for column, cell in pairs:
        role = column.role or ("comment" if column.at.x0 > header.columns[-1].at.x0 else "")
        text[role] = f"{text.get(role, '')} {cell.text}".strip()
    if not any(role in known.needle for role in text):
        return None, []
    label = text.get("muscle") or text.get(LABEL) or text.get("nerve") or ""
    muscle = muscle_of(without_side(label))
    if muscle is None:
        return None, [trouble("name.muscle", place, label[:40], level=Level.WARNING)]
    side = settings().fixed("side", text["side"]) if text.get("side") else None
    side = side if side in ("left", "right") else side_in(text.get("side", "")) or side_in(label) or context.side
    if side not in ("left", "right") and muscle in known.midline_muscles:
        side = "midline"
    if side not in ("left", "right", "midline"):
        return None, [trouble("value.missing", place, "side", level=Level.WARNING)]
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for role in known.needle:
        if role in text:
            found = _value(role, text[role], header, marks)
            if found is None:
                problems.append(trouble("value.not_understood", f"{place}, column {role}", f"{role} = {text[role][:40]}", _expected(role), Level.WARNING))
            else:
                values |= found
    for field, words in known.unit_words.items():
        said = longest(plain(text.get("recruitment", "")), {plain(n): value for value, names in words.items() for n in names})
        if said and field not in text:
            values.setdefault(field, said[1])
    if text.get("comment"):
        values["comment"] = text["comment"]
    return NeedleRow(side=side, muscle=muscle, row=line.number, **values), problems


def _value(role: str, text: str, header: Header, marks: Marks) -> dict[str, Any] | None:
    """The field of a cell; None when it is not understood."""
    known = table_settings()
    if role in GRADES:
        found = _spontaneous(role, text)
    elif role == "discharges":
        concept = longest(plain(text), known.folded["discharge_words"])
        found = {"discharges": (concept[1],)} if concept else {} if _grade(text) == 0 else None
    else:
        word = _word(role, text)
        found = {role: word} if word else _number(role, text, header, marks)
    return found


def _spontaneous(role: str, text: str) -> dict[str, Any] | None:
    """A grade; or words: "fibrillations ++", "CRD"."""
    concept = longest(plain(text), table_settings().folded["discharge_words"])
    grade = _grade(text)
    if grade is None:
        grade = next((g for t in re.split(r"[\s,/;]+", text) if (g := _grade(t)) is not None and not t.isalpha()), None)
    if concept:
        return {"discharges": (concept[1],), **({role: grade} if grade is not None else {})}
    if grade is None and re.match(r"(?i)\s*(fib|psw|ondes? pos|fasc)", text):
        grade = 1
    if grade is None:
        return None
    if role == "fibrillation" and re.match(r"(?i)\s*fasc", text):
        return {"fasciculation": grade, "fibrillation": 0}
    return {role: grade}


def _grade(text: str) -> int | None:
    bare = text.strip().casefold().replace(" ", "")
    quarter = PLUS.match(bare)
    if quarter:
        return min(int(quarter[1]), 4)
    for grade, words in table_settings().grade_words.items():
        if bare in {w.casefold() for w in words} or (plain(text) and plain(text) in {plain(w) for w in words if plain(w) and not w[0].isdigit()}):
            return int(grade)
    return None


def _word(role: str, text: str) -> str | None:
    words = table_settings().needle_words.get(role, {})
    bare, folded = text.strip().casefold(), plain(text)
    for value, names in words.items():
        if bare in {n.casefold() for n in names}:
            return value
    for value, names in words.items():
        if folded and folded in {plain(n) for n in names}:
            return value
    found = longest(folded, {plain(n): value for value, names in words.items() for n in names if len(plain(n)) > 3})
    return found[1] if found else None


def _number(role: str, text: str, header: Header, marks: Marks) -> dict[str, Any] | None:
    """A number: "12,5 ms"; "> 12 ms" says high. Amplitudes without a unit: µV above 30, else mV."""
    number = number_of(text, marks)
    if number is None or role not in NUMBERED or len(number.candidates) > 1:
        return None
    if number.comparator and role != "polyphasia":
        return {role: "high" if number.comparator in (">", "≥") else "low"}
    column = next(c for c in header.columns if c.role == role)
    factor = number.unit[2] if number.unit else column.factor
    value = number.candidates[0]
    if role == "mup_amplitude":
        value *= MICRO * factor if factor is not None else 1.0 if value > 30 else MICRO
    elif factor is not None:
        value *= factor
    return {NUMBERED[role]: float(f"{value:.10g}")}


def _expected(role: str) -> str:
    words = table_settings().needle_words.get(role) or table_settings().grade_words
    return ", ".join(words)


def train_row(line: Line, header: Header, context: Context, marks: Marks, name: str) -> tuple[TrainRow | None, list[Problem]]:
    """One train of repetitive stimulation; None for a line without a decrement or increment."""
    place = f"{name}, {line.place}"
    pairs = assign(line, header)
    labels = Labels(pairs, context)
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for column, cell in pairs:
        quantity = "amplitude_mv" if column.role == "amplitude" else column.role
        if column.role == "condition":
            found = longest(plain(cell.text), table_settings().folded["condition_words"])
            values["condition"] = found[1] if found else None
        elif quantity in ("rate_hz", "decrement_percent", "increment_percent", "amplitude_mv"):
            read, more = read_value(cell.text.replace("\u2212", "-").replace("%", ""), column, marks, place, quantity)
            problems += more
            if read is not None and read.value is not None:
                values[quantity] = abs(read.value) if quantity == "decrement_percent" else read.value
    if "decrement_percent" not in values and "increment_percent" not in values:
        return None, []
    muscle = muscle_of(labels.recording) if labels.recording else muscle_of(" ".join(labels.text.values()))
    if not labels.nerve and not muscle:
        return None, [*problems, trouble("name.nerve", place, line.cells[0].text[:40], level=Level.WARNING)]
    if labels.side not in ("left", "right"):
        return None, [*problems, trouble("value.missing", place, "side", level=Level.WARNING)]
    return TrainRow(side=labels.side, nerve=labels.nerve, muscle=muscle, row=line.number, **values), problems
