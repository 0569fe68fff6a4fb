"""CSV traces: rows of labels, then a column of time and a column for each trace (docs/traces.md).

The time of the stimulus is 0 unless a row ``stimulus_ms`` says otherwise.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from myotome.errors import MyotomeError, Problem
from myotome.formats.document import Document
from myotome.formats.plain import decode
from myotome.formats.settings import settings
from myotome.formats.trace import Trace
from myotome.formats.trace_labels import column_of, millivolts, said, unknown_unit
from myotome.formats.trouble import refuse, trouble
from myotome.knowledge.names import plain
from myotome.terms import Level

SEPARATORS = ",;\t"


def _separator(line: str) -> str | None:
    """The separator of a row that begins with the name of a time column; None for another row."""
    return next((s for s in SEPARATORS if s in line and _time_name(line.split(s, maxsplit=1)[0].strip('"\ufeff '))), None)


def is_trace_table(head: str) -> bool:
    """Does one of the first lines begin a column of time?

    >>> is_trace_table("side,right\\ntime_ms,wrist\\n0,0.1"), is_trace_table("side,nerve,study")
    (True, False)
    """
    return any(_separator(line) for line in head.splitlines()[: settings().traces.head_lines])


def read_trace_table(data: bytes, name: str) -> Document:
    """Traces of a CSV table. Raises MyotomeError when its time cannot be relied on or nothing is left."""
    text, problems = decode(data, name)
    lines = text.split("\n")[: settings().traces.head_lines]
    separator = next(filter(None, map(_separator, lines)), None)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=separator or ","))
    except csv.Error as error:
        raise refuse("table.damaged", name, str(error)) from error
    start = next((n for n, row in enumerate(rows[: settings().traces.head_lines]) if row and _time_name(row[0])), None)
    if separator is None or start is None:
        raise refuse("traces.no_time", name, ", ".join(settings().traces.time))
    head = [row for row in rows[:start] if any(c.strip() for c in row)]
    names = rows[start]
    body = [row for row in rows[start + 1 :] if any(c.strip() for c in row)]
    count = len(names) - 1
    if count < 1 or len(body) < 8:
        raise refuse("traces.too_short", name, str(len(body)))
    if count > settings().traces.most_traces or count * len(body) > settings().traces.most_samples:
        raise refuse("traces.too_long", name, str(settings().traces.most_samples))
    wide = next((n for n, row in enumerate(body) if len(row) > len(names) and any(c.strip() for c in row[len(names) :])), None)
    if wide is not None:
        raise refuse("table.too_many_cells", f"{name}, row {start + 2 + wide}", f"{len(body[wide])} > {len(names)}")
    given = _labels(head, count, name, problems)
    numbers = _numbers(body, len(names), name, start + 2, comma=separator != ",")
    rate, zero = _time(numbers, settings().traces.time[_time_name(names[0])], name, given)
    traces = [
        t for n in range(count)
        if (t := _trace(numbers[:, n + 1], given[n], rate, zero, f"{name}, column {n + 2}", problems)) is not None
    ]
    if not traces:
        raise MyotomeError(*problems, trouble("traces.no_channel", name, level=Level.FATAL))
    return Document(name=name, kind="traces", traces=tuple(traces), problems=problems)


def _time_name(written: str) -> str:
    """The name of a time column as the settings have it; empty for another one."""
    return next((name for name in settings().traces.time if plain(name) == plain(written)), "")


def _labels(head: Sequence[Sequence[str]], count: int, name: str, problems: list[Problem]) -> list[dict[str, str]]:
    """Labels of each trace; a row with one value holds for all of them."""
    given: list[dict[str, str]] = [{} for _ in range(count)]
    for number, row in enumerate(head, 1):
        column = column_of(row[0])
        if column is None:
            problems.append(trouble("table.unknown_column", f"{name}, row {number}", row[0].strip(), "", Level.WARNING))
            continue
        cells = [c.strip() for c in row[1:]]
        while len(cells) > 1 and not cells[-1] and len(cells) > count:
            cells.pop()
        for n in range(count):
            value = cells[0] if len(cells) == 1 else cells[n] if n < len(cells) else ""
            if value:
                given[n][column] = value
    return given


def _numbers(body: Sequence[Sequence[str]], width: int, name: str, first: int, *, comma: bool):
    """The table's numbers, (rows, columns); an empty cell or a word for none is NaN."""
    import numpy as np

    numbers = np.full((len(body), width), np.nan)
    for n, row in enumerate(body):
        for m, cell in enumerate(row[:width]):
            text = cell.strip()
            if not text:
                continue
            try:
                numbers[n, m] = float(text.replace(",", ".") if comma else text)
            except ValueError:
                raise refuse("traces.not_numeric", f"{name}, row {first + n}, column {m + 1}", text[:20]) from None
    return numbers


def _time(numbers, factor: float, name: str, given: Sequence[dict[str, str]]) -> tuple[float, float]:
    """Sampling rate, and the sample of time 0 (as a float). Raises MyotomeError for an uneven time."""
    import numpy as np

    time = numbers[:, 0] * factor
    steps = np.diff(time)
    if not np.isfinite(time).all() or (steps <= 0).any():
        other = next((n for n in range(1, numbers.shape[1]) if (np.diff(numbers[:, n]) > 0).all()), None)
        if other is not None:
            raise refuse("traces.swapped_columns", name, str(other + 1))
        raise refuse("traces.uneven_time", name)
    step = (time[-1] - time[0]) / (len(time) - 1)
    if np.abs(steps - step).max() > max(settings().traces.uneven * step, 0.0011 * factor):
        raise refuse("traces.uneven_time", name)
    rate = 1000 / step
    for labels in given:
        stated, _ = said({"rate_hz": labels.get("rate_hz")}, lambda column: f"{name}, {column}")
        if stated.rate_hz and abs(stated.rate_hz / rate - 1) > settings().traces.rate_mismatch:
            raise refuse("traces.rate_mismatch", name, f"{stated.rate_hz:g} / {rate:.6g} Hz")
    return rate, -time[0] / step


def _trace(samples, given: dict[str, str], rate: float, zero: float, place: str, problems: list[Problem]) -> Trace | None:
    import numpy as np

    what, found = said(given, lambda column: f"{place}, {column}")
    problems += found
    factor = millivolts(what.unit)
    if factor is None:
        problems.append(unknown_unit(what.unit, place))
        return None
    last = np.flatnonzero(np.isfinite(samples))
    samples = samples[: last[-1] + 1] if len(last) else samples[:0]  # a shorter trace ends before the others
    if len(samples) < 8:
        problems.append(trouble("traces.too_short", place, str(len(samples))))
        return None
    stimulus = zero + (what.stimulus_ms or 0.0) * rate / 1000
    return Trace(samples * (factor * what.sign), rate, round(stimulus), what.labels, None, place)
