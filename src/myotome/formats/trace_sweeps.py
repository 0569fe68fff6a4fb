"""Continuous channels are cut into sweeps around each marked stimulus (EDF+, WFDB)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from myotome.errors import Problem
from myotome.formats.settings import settings
from myotome.formats.trace import Trace, TraceLabels
from myotome.formats.trace_labels import parts_of, said
from myotome.formats.trouble import trouble
from myotome.knowledge.names import plain
from myotome.terms import Level

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Channel(NamedTuple):
    """samples in mV over the whole recording. filters: low and high limit in Hz, None when unsaid."""

    label: str
    samples: NDArray[np.floating]
    rate_hz: float
    rails: tuple[float, float] | None = None
    filters: tuple[float | None, float | None] = (None, None)


class Marker(NamedTuple):
    """seconds from the start of the recording, and the marker's text."""

    seconds: float
    text: str


def sweeps(
    channels: Sequence[Channel], markers: Sequence[Marker], common: Mapping[str, str], name: str,
) -> tuple[list[Trace], list[Problem]]:
    """One trace a stimulus and channel. common: names and values said for the whole file.

    A marker that names a channel (``channel=``, or the muscle of its ``recording=``) is of that one
    alone. Markers that mark no stimulus are passed over. Without any stimulus a short recording is
    one sweep a channel, without latencies; a long one gives nothing, and that is told.
    """
    form = settings().traces
    stimuli = [(m, parts) for m in sorted(markers) for parts, marks in [parts_of(m.text)] if marks]
    if not stimuli:
        longest = max((len(c.samples) / c.rate_hz * 1000 for c in channels), default=0)
        if longest > 10 * form.sweep_ms:
            return [], [trouble("traces.no_markers", name)]
        return _whole(channels, common, name)
    traces: list[Trace] = []
    problems: list[Problem] = []
    for number, (marker, parts) in enumerate(stimuli):
        place = f"{name}, {marker.seconds:g} s"
        what, found = said({**common, **parts}, lambda column, place=place: f"{place}, {column}")
        problems += found
        after = stimuli[number + 1][0].seconds - marker.seconds if number + 1 < len(stimuli) else None
        for channel in _named(channels, what.channel, what.labels.recording):
            end = (what.sweep_ms or form.sweep_ms) / 1000
            if what.sweep_ms is None and after:
                end = min(end, after)
            before = (form.before_ms if what.before_ms is None else what.before_ms) / 1000
            start = max(round((marker.seconds - before) * channel.rate_hz), 0)
            stop = min(round((marker.seconds + end) * channel.rate_hz), len(channel.samples))
            if stop - start < 8:
                problems.append(trouble("traces.marker_outside", place, channel.label))
                continue
            traces.append(Trace(
                what.sign * channel.samples[start:stop], channel.rate_hz, round(marker.seconds * channel.rate_hz) - start,
                _labelled(what.labels, channel), _turned(channel.rails, what.sign), f"{place}, {channel.label}",
            ))
        if len(traces) > form.most_traces:
            problems.append(trouble("traces.too_many", name, str(form.most_traces), level=Level.ERROR))
            break
    return traces, problems


def _whole(channels: Sequence[Channel], common: Mapping[str, str], name: str) -> tuple[list[Trace], list[Problem]]:
    what, problems = said(common, lambda column: f"{name}, {column}")
    return [
        Trace(
            what.sign * c.samples, c.rate_hz, None if what.stimulus_ms is None else round(what.stimulus_ms * c.rate_hz / 1000),
            _labelled(what.labels, c), _turned(c.rails, what.sign), f"{name}, {c.label}",
        )
        for c in channels if len(c.samples) >= 8
    ], problems


def _named(channels: Sequence[Channel], channel: str, recording: str | None) -> Sequence[Channel]:
    """The channel that the marker means; all of them when it means none."""
    for wanted in filter(None, (channel, recording)):
        meant = [c for c in channels if plain(wanted) in (plain(c.label), plain(muscle_of(c.label)))]
        if meant:
            return meant
    return [] if channel else channels


def muscle_of(label: str) -> str:
    """
    >>> muscle_of("EMG APB"), muscle_of("APB")
    ('APB', 'APB')
    """
    first, _, rest = label.strip().partition(" ")
    return rest.strip() if rest and first.casefold() in {p.casefold() for p in settings().traces.label_prefixes} else label.strip()


def _labelled(labels: TraceLabels, channel: Channel) -> TraceLabels:
    """The labels, completed by the channel's own name and filters."""
    low, high = channel.filters
    return msgspec.structs.replace(
        labels, recording=labels.recording or muscle_of(channel.label) or None,
        lff_hz=low if labels.lff_hz is None else labels.lff_hz, hff_hz=high if labels.hff_hz is None else labels.hff_hz,
    )


def _turned(rails: tuple[float, float] | None, sign: int) -> tuple[float, float] | None:
    return rails if rails is None or sign > 0 else (-rails[1], -rails[0])
