"""NumPy traces: ``.npz`` with ``samples`` and its labels, or ``.npy`` with a JSON file of the same name.

samples: (traces, samples), or one trace. rate_hz, unit: needed. stimulus_ms: from the start of the
trace. Every label is one value for all traces, or one for each (docs/traces.md). Arrays of Python
objects are refused: they could run code.
"""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from tokenize import TokenError
from typing import Any

from myotome.errors import MyotomeError, Problem
from myotome.formats.document import Document
from myotome.formats.settings import settings
from myotome.formats.trace import Trace
from myotome.formats.trace_labels import Said, column_of, millivolts, said, unknown_unit
from myotome.formats.trouble import refuse, trouble
from myotome.terms import Level

SAMPLES = "samples"
ZIP_MARK = b"PK\x03\x04"
# What a damaged file makes numpy and zipfile raise: the header of an array is parsed as Python's own literals.
DAMAGE = (
    ValueError, KeyError, OSError, EOFError, zipfile.BadZipFile, zlib.error, NotImplementedError, SyntaxError, TokenError,
    TypeError, MemoryError, OverflowError, RuntimeError,
)


def read_arrays(data: bytes, name: str, beside: Callable[[str], bytes]) -> Document:
    """Traces of one file. beside: reads a file of the same folder by its name."""
    arrays = _npz(data, name) if data.startswith(ZIP_MARK) else _npy(data, name, beside)
    if SAMPLES not in arrays:
        raise refuse("traces.no_samples", name, ", ".join(sorted(arrays))[:80])
    samples = arrays.pop(SAMPLES)
    if samples.ndim == 1:
        samples = samples[None]
    if samples.ndim != 2 or samples.dtype.kind not in "fiu" or samples.shape[1] < 8 or not len(samples):
        raise refuse("traces.shape", name, f"{samples.dtype} {samples.shape}")
    if samples.size > settings().traces.most_samples or len(samples) > settings().traces.most_traces:
        raise refuse("traces.too_long", name, str(settings().traces.most_samples))
    problems: list[Problem] = []
    given = {}
    for key, value in arrays.items():
        column = column_of(key)
        if column is None:
            problems.append(trouble("table.unknown_column", name, key[:40], "", Level.WARNING))
        else:
            given[column] = _each(value, len(samples), f"{name}, {key}")
    traces = []
    for n, row in enumerate(samples):
        place = f"{name}, trace {n + 1}"
        what, found = said({c: v[n] for c, v in given.items()}, lambda column, place=place: f"{place}, {column}")
        problems += found
        trace = _trace(row, what, place, problems)
        traces += [trace] if trace is not None else []
    if not traces:
        raise MyotomeError(*problems, trouble("traces.no_channel", name, level=Level.FATAL))
    return Document(name=name, kind="traces", traces=tuple(traces), problems=problems)


def _trace(row, what: Said, place: str, problems: list[Problem]) -> Trace | None:
    factor = millivolts(what.unit)
    if factor is None:
        problems.append(unknown_unit(what.unit, place))
        return None
    if what.rate_hz is None:
        problems.append(trouble("value.missing", place, "rate_hz"))
        return None
    stimulus = None if what.stimulus_ms is None else round(what.stimulus_ms * what.rate_hz / 1000)
    return Trace(row.astype(float) * (factor * what.sign), what.rate_hz, stimulus, what.labels, None, place)


def _npz(data: bytes, name: str) -> dict[str, Any]:
    import numpy as np

    most = settings().traces.most_samples * 8
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(member.file_size for member in packed.infolist()) > most:
                raise refuse("traces.too_long", name, str(settings().traces.most_samples))
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            return {key: arrays[key] for key in arrays.files}
    except DAMAGE as error:
        raise refuse("format.damaged", name, "NumPy") from error


def _npy(data: bytes, name: str, beside: Callable[[str], bytes]) -> dict[str, Any]:
    import numpy as np

    labels = f"{Path(name).stem}.json"
    try:
        samples = np.load(io.BytesIO(data), allow_pickle=False)
    except DAMAGE as error:
        raise refuse("format.damaged", name, "NumPy") from error
    try:
        given = json.loads(beside(labels))
    except FileNotFoundError as error:
        raise refuse("traces.no_labels", name, labels) from error
    except (ValueError, RecursionError) as error:
        raise refuse("case.malformed", labels, type(error).__name__) from error
    if not isinstance(given, dict):
        raise refuse("case.malformed", labels, type(given).__name__)
    return {**{str(k): np.asarray(v, dtype=object) for k, v in given.items()}, SAMPLES: samples}


def _each(value, count: int, place: str) -> list[Any]:
    """One value a trace, from an array of one or of as many."""
    items = value.ravel().tolist() if hasattr(value, "ravel") else [value]
    if len(items) == 1:
        return items * count
    if len(items) != count:
        raise refuse("traces.shape", place, f"{len(items)} / {count}")
    return items
