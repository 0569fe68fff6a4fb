"""EDF, EDF+ and BDF recordings: channels in mV, cut around the stimuli that annotations mark.

The patient's name and the recording's free text in the header are not read.
"""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING

from myotome.errors import Problem
from myotome.formats.document import Document
from myotome.formats.settings import settings
from myotome.formats.trace_labels import millivolts, unknown_unit
from myotome.formats.trace_sweeps import Channel, Marker, sweeps
from myotome.formats.trouble import refuse, trouble
from myotome.terms import Level

if TYPE_CHECKING:
    from edfio import Bdf, Edf

MAIN, PER_SIGNAL = 256, 256  # bytes of the header: of the file, and of each signal
COUNT, RECORDS, RESERVED = slice(252, 256), slice(236, 244), slice(192, 236)
HIGH_PASS = re.compile(r"HP:\s*(\d+(?:[.,]\d+)?)\s*(k?)Hz", re.IGNORECASE)
LOW_PASS = re.compile(r"LP:\s*(\d+(?:[.,]\d+)?)\s*(k?)Hz", re.IGNORECASE)
# What a damaged header makes the reader raise.
DAMAGE = (ValueError, IndexError, KeyError, TypeError, ZeroDivisionError, OverflowError, AttributeError, NotImplementedError)


def read_edf(data: bytes, name: str) -> Document:
    """Traces of a recording. Raises MyotomeError when it is damaged, truncated or holds no voltage."""
    wide = data[:8] == b"\xffBIOSEMI"
    _check(data, name, 3 if wide else 2)
    import edfio

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what they warn of was checked
            recording = edfio.read_bdf(data) if wide else edfio.read_edf(data, lazy_load_data=False)
            problems: list[Problem] = []
            channels = [c for c in (_channel(s, name, problems) for s in recording.signals) if c is not None]
            markers = [Marker(float(a.onset), a.text) for a in recording.annotations]
    except DAMAGE as error:
        raise refuse("format.damaged", name, "EDF") from error
    if not channels:
        raise refuse("traces.no_channel", name) if not problems else _all_lost(problems, name)
    traces, more = sweeps(channels, markers, {}, name)
    if not traces and not more:
        raise refuse("traces.no_channel", name)
    return Document(name=name, kind="traces", date=_date(recording), traces=tuple(traces), problems=[*problems, *more])


def _all_lost(problems: list[Problem], name: str) -> Exception:
    from myotome.errors import MyotomeError

    return MyotomeError(*problems, trouble("traces.no_channel", name, level=Level.FATAL))


def _check(data: bytes, name: str, width: int) -> None:
    """The lengths that the header states against the file's."""
    try:
        signals, records = int(data[COUNT]), int(data[RECORDS])
        header = MAIN + PER_SIGNAL * signals
        lengths = data[MAIN + 216 * signals : MAIN + 224 * signals]
        samples = [int(lengths[8 * n : 8 * n + 8]) for n in range(signals)]
    except ValueError as error:
        raise refuse("format.damaged", name, "EDF") from error
    if signals < 1 or len(data) < header or min(samples) < 1:
        raise refuse("format.damaged", name, "EDF")
    if data[RESERVED].startswith((b"EDF+D", b"BDF+D")):
        raise refuse("traces.discontinuous", name)
    wanted = header + records * sum(samples) * width
    if records < 1 or len(data) < wanted:
        raise refuse("traces.truncated", name, f"{len(data)} / {wanted}")
    if sum(samples) * records > settings().traces.most_samples:
        raise refuse("traces.too_long", name, str(settings().traces.most_samples))


def _channel(signal, name: str, problems: list[Problem]) -> Channel | None:
    """One signal in mV; None, and told, when its gain or unit is unknown."""
    place = f"{name}, {signal.label}"
    factor = millivolts(signal.physical_dimension)
    if signal.physical_min == signal.physical_max or signal.digital_min >= signal.digital_max:
        problems.append(trouble("traces.flat_range", place, f"{signal.physical_min:g} = {signal.physical_max:g}"))
        return None
    if factor is None:
        problems.append(unknown_unit(signal.physical_dimension, place))
        return None
    rails = sorted((signal.physical_min * factor, signal.physical_max * factor))
    filters = (_hertz(HIGH_PASS, signal.prefiltering), _hertz(LOW_PASS, signal.prefiltering))
    return Channel(signal.label, signal.data * factor, float(signal.sampling_frequency), (rails[0], rails[1]), filters)


def _hertz(pattern: re.Pattern[str], text: str) -> float | None:
    found = pattern.search(text)
    return None if found is None else float(found[1].replace(",", ".")) * (1000 if found[2] else 1)


def _date(recording: Edf | Bdf) -> str:
    """ISO date; empty for the standard's "not known"."""
    try:
        day = recording.startdate
    except (ValueError, AttributeError):  # edfio: AnonymizedDateError is one
        return ""
    return "" if (day.year, day.month, day.day) == (1985, 1, 1) else day.isoformat()
