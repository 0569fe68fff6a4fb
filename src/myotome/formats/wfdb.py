"""WFDB recordings: a text header, signal files beside it, markers in ``.atr``.

Read by ourselves: the field's own package brings pandas, matplotlib and an HTTP client, about a
hundred times what this needs. Formats 16, 61, 24, 32, 80 and 212, one segment. Layout: "WFDB
Applications Guide", header(5), signal(5) and annot(5).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from myotome.errors import MyotomeError, Problem
from myotome.formats.document import Document
from myotome.formats.plain import decode
from myotome.formats.settings import settings
from myotome.formats.trace_labels import millivolts, parts_of, unknown_unit
from myotome.formats.trace_sweeps import Channel, Marker, sweeps
from myotome.formats.trouble import refuse, trouble
from myotome.terms import Level

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Beside = Callable[[str], bytes]
MARKERS = "atr"
# Bytes of two samples, and range of one, in each format.
FORMATS = {"16": (4, 2**15), "61": (4, 2**15), "24": (6, 2**23), "32": (8, 2**31), "80": (2, 2**7), "212": (3, 2**11)}
SIGNAL = re.compile(r"(\d+)(?:x1)?(?:\+(\d+))?")  # format, one sample a frame, bytes before the first
GAIN = re.compile(r"([-+\d.eE]+)(?:\(([-+\d]+)\))?(?:/(\S+))?")
SKIP, AUX, NUMBER, SUBTYPE, CHANNEL = 59, 63, 60, 61, 62


class Signal(NamedTuple):
    """One line of the header. gain: digital steps in one unit; 0: not calibrated."""

    file: str
    format: str
    offset: int
    gain: float
    baseline: int
    unit: str
    label: str


def read_wfdb(data: bytes, name: str, beside: Beside) -> Document:
    """Traces of the record whose header is ``data``. beside: reads a file of the same folder.

    Raises MyotomeError for a damaged header, a missing or truncated signal file.
    """
    text, problems = decode(data, name)
    lines = [line.strip() for line in text.split("\n")]
    said_of_all, _ = parts_of(";".join(line.lstrip("# ") for line in lines if line.startswith("#")))
    body = [line for line in lines if line and not line.startswith("#")]
    if not body:
        raise refuse("format.damaged", name, "WFDB")
    rate, count, samples = _record(body[0], name)
    if len(body) <= count:
        raise refuse("format.damaged", name, "WFDB")
    signals = [_signal(line, name) for line in body[1 : count + 1]]
    channels: list[Channel] = []
    for file in dict.fromkeys(s.file for s in signals):
        members = [s for s in signals if s.file == file]
        channels += _channels(members, _beside(beside, file), rate, samples, name, problems)
    if not channels:
        raise MyotomeError(*problems, trouble("traces.no_channel", name, level=Level.FATAL))
    traces, more = sweeps(channels, _markers(name, beside, rate), said_of_all, name)
    return Document(name=name, kind="traces", traces=tuple(traces), problems=[*problems, *more])


def _record(line: str, name: str) -> tuple[float, int, int | None]:
    """Sampling rate, number of signals and of samples."""
    fields = line.split()
    try:
        count = int(fields[1])
        rate = float(re.split(r"[/(]", fields[2])[0]) if len(fields) > 2 else 0.0
        samples = int(fields[3]) if len(fields) > 3 else None
    except (IndexError, ValueError) as error:
        raise refuse("format.damaged", name, "WFDB") from error
    if "/" in fields[0]:
        raise refuse("traces.discontinuous", name)
    low, high = settings().ranges["rate_hz"]
    if not low <= rate <= high or not 0 < count <= 256:
        raise refuse("traces.rate_unknown", name, f"{rate:g} Hz")
    return rate, count, samples or None


def _signal(line: str, name: str) -> Signal:
    fields = line.split(None, 8)
    try:
        kind = SIGNAL.fullmatch(fields[1])
        gain = GAIN.fullmatch(fields[2]) if len(fields) > 2 else None
        zero = int(fields[4]) if len(fields) > 4 else 0
        if kind is None or kind[1] not in FORMATS:
            raise refuse("traces.format_unknown", name, fields[1], ", ".join(FORMATS))
        file = fields[0]
        if Path(file).name != file:
            raise refuse("format.missing", file)
        return Signal(
            file, kind[1], int(kind[2] or 0), float(gain[1]) if gain else 0.0,
            int(gain[2]) if gain and gain[2] else zero, gain[3] or "mV" if gain else "", fields[8] if len(fields) > 8 else "",
        )
    except (IndexError, ValueError) as error:
        raise refuse("format.damaged", name, "WFDB") from error


def _beside(beside: Beside, file: str) -> bytes:
    try:
        return beside(file)
    except FileNotFoundError as error:
        raise refuse("format.missing", file) from error


def _channels(
    members: list[Signal], data: bytes, rate: float, samples: int | None, name: str, problems: list[Problem],
) -> list[Channel]:
    """The signals of one file, interleaved sample by sample, in mV."""
    first = members[0]
    width, reach = FORMATS[first.format]
    held = (len(data) - first.offset) * 2 // width // len(members)
    wanted = held if samples is None else samples
    if any(m.format != first.format for m in members) or held < 1:
        raise refuse("format.damaged", name, "WFDB")
    if held < wanted:
        raise refuse("traces.truncated", first.file, f"{held} / {wanted}")
    if wanted * len(members) > settings().traces.most_samples:
        raise refuse("traces.too_long", name, str(settings().traces.most_samples))
    digital = _unpacked(data[first.offset :], first.format, wanted * len(members)).reshape(wanted, len(members))
    found = []
    for n, signal in enumerate(members):
        place = f"{name}, {signal.label or n + 1}"
        factor = millivolts(signal.unit)
        if signal.gain == 0:
            problems.append(trouble("traces.flat_range", place, "gain 0"))
        elif factor is None:
            problems.append(unknown_unit(signal.unit, place))
        else:
            step = factor / signal.gain
            rails = sorted(((-reach - signal.baseline) * step, (reach - 1 - signal.baseline) * step))
            found.append(Channel(signal.label or str(n + 1), (digital[:, n] - float(signal.baseline)) * step, rate, (rails[0], rails[1])))
    return found


def _unpacked(data: bytes, kind: str, count: int) -> NDArray[np.int64]:
    """Digital samples, little end first but for format 61; format 80 is offset by 128."""
    import numpy as np

    if kind in ("16", "61", "32"):
        order = {"16": "<i2", "61": ">i2", "32": "<i4"}[kind]
        return np.frombuffer(data, order, count).astype(np.int64)
    raw = np.frombuffer(data, np.uint8).astype(np.int64)
    if kind == "80":
        return raw[:count] - 128
    if kind == "24":
        low, middle, high = raw[: count * 3].reshape(-1, 3).T
        value = low | middle << 8 | high << 16
        return value - ((value >> 23) << 24)
    raw = np.concatenate([raw, np.zeros(3, np.int64)])[: -(-count // 2) * 3].reshape(-1, 3)  # 212: two in three bytes
    pair = np.stack([raw[:, 0] | (raw[:, 1] & 0x0F) << 8, raw[:, 2] | (raw[:, 1] & 0xF0) << 4], axis=1).ravel()[:count]
    return pair - ((pair >> 11) << 12)


def _markers(name: str, beside: Beside, rate: float) -> list[Marker]:
    """Notes of the annotation file; none when there is no such file."""
    try:
        data = beside(f"{Path(name).stem}.{MARKERS}")
    except FileNotFoundError:
        return []
    found, time, at = [], 0, 0
    while at + 2 <= len(data):
        word = data[at] | data[at + 1] << 8
        kind, low = word >> 10, word & 0x3FF
        at += 2
        if word == 0:
            break
        if kind == SKIP and at + 4 <= len(data):
            time += _long(data[at : at + 4])
            at += 4
        elif kind == AUX:
            if found:
                note = data[at : at + low].split(b"\x00")[0].decode("utf-8", errors="replace")
                found[-1] = Marker(found[-1].seconds, note)
            at += low + low % 2
        elif kind not in (NUMBER, SUBTYPE, CHANNEL):
            time += low
            found.append(Marker(time / rate, ""))
    return [m for m in found if m.text and m.seconds >= 0]


def _long(four: bytes) -> int:
    """PDP-11 order: the high half first, each half little end first."""
    value = (four[1] << 8 | four[0]) << 16 | four[3] << 8 | four[2]
    return value - 2**32 if value >= 2**31 else value
