"""Recorded traces of a motor or sensory study, stacked distal first, with their marks and the drops between them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from myotome.answer import SegmentStudy
from myotome.case import Case, MarkedTrace
from myotome.report import ink
from myotome.report.numbers import change, decimal
from myotome.report.sections.conduction import place, side
from myotome.report.wording import Wording

WIDTH, LEFT, RIGHT = 780.0, 192.0, 146.0  # of the picture, and of its margins for words
TALLEST, GAP, TOP, BOTTOM = 88.0, 34.0, 12.0, 34.0
LEAST_UP, LEAST_DOWN = 20.0, 12.0
BEYOND_MS, SHORTEST_MS = 7.0, 18.0  # shown behind the last end; least time shown
AFTER_ARTEFACT_MS = 1.2
MARKS = ("onset", "peak", "crossing", "end")
BARS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20)  # mV of a scale bar


class TracePicture(NamedTuple):
    caption: str
    svg: str


class TracesView(NamedTuple):
    """legend: each sign as a small <svg>, with its meaning."""

    pictures: tuple[TracePicture, ...]
    legend: tuple[tuple[str, str], ...]


class Frame(NamedTuple):
    """How values become points. gain: of one mV; first, last: ms shown."""

    gain: float
    first: float
    last: float

    def x(self, ms: float) -> float:
        return LEFT + (ms - self.first) / (self.last - self.first) * (WIDTH - LEFT - RIGHT)


def traces(case: Case, segments: Sequence[SegmentStudy], words: Wording, prefix: str = "") -> TracesView:
    """One picture a study, in the order of the case; all traces of one have the same gain. prefix: of ids.

    >>> from myotome.knowledge import load
    >>> traces(Case(), (), Wording(load(), "en")).pictures
    ()
    """
    studies: dict[tuple, list[MarkedTrace]] = {}
    for trace in case.traces:
        if trace.samples:
            key = (trace.source, trace.side, trace.nerve, trace.study, trace.recording)
            studies.setdefault(key, []).append(trace)
    pictures = tuple(
        _picture(members, case, segments, words, f"{prefix}traces{n}") for n, members in enumerate(studies.values(), 1)
    )
    legend = tuple(
        (f'<svg viewBox="-8 -11 16 22" width="16" height="20" aria-hidden="true">{mark(kind, 0, 0)}</svg>', words.of("mark", kind))
        for kind in MARKS
    )
    return TracesView(pictures, legend)


def _picture(
    members: list[MarkedTrace], case: Case, segments: Sequence[SegmentStudy], words: Wording, name_id: str,
) -> TracePicture:
    first = members[0]
    where = ", ".join(filter(None, (side(first.side, words) if first.side else "", words.of("study", first.study), first.recording)))
    name = words.upper(words.site(first.nerve)) if first.nerve else words("trace_unlabelled")
    caption = words.bracketed(name, where)
    frame = _frame(members)
    parts: list[str] = []
    y, before, summary = TOP, None, []
    for trace in members:
        up, down = _extent(trace, frame)
        y += up
        if before is not None:
            parts.append(_drop(before, trace, y - up - GAP, segments, words))
        parts.append(_trace(trace, y, frame, words))
        values = _values(trace, case, words)
        parts += _label(trace, values, y, words)
        summary.append(f"{_site(trace, words)}: {', '.join(values)}")
        y += down + GAP
        before = trace
    parts.append(_axis(frame, y - GAP + 10, words))
    height = y - GAP + 10 + BOTTOM
    svg = (
        f'<svg class="map traces" viewBox="0 0 {WIDTH:g} {height:.0f}" role="img" aria-labelledby="{name_id}-t {name_id}-d">'
        f'<title id="{name_id}-t">{ink.escape(caption)}</title><desc id="{name_id}-d">{ink.escape("; ".join(summary))}</desc>'
        f'<line class="stimulus" x1="{frame.x(0):.1f}" x2="{frame.x(0):.1f}" y1="2" y2="{height - BOTTOM:.1f}"/>{"".join(parts)}</svg>'
    )
    return TracePicture(caption, svg)


def _frame(members: list[MarkedTrace]) -> Frame:
    tallest = max((_range(t)[1] for t in members), default=0) or 1.0
    ends = [t.end_ms for t in members if t.end_ms is not None]
    last = max(max(ends, default=0) + BEYOND_MS, SHORTEST_MS)
    reach = max(t.start_ms + t.step_ms * len(t.samples) for t in members)
    first = min(0.0, *(t.start_ms for t in members))
    return Frame(TALLEST / tallest, first, max(min(last, reach), first + 1))


def _range(trace: MarkedTrace) -> tuple[float, float]:
    """Lowest and highest value behind the stimulus artefact."""
    shown = [v for n, v in enumerate(trace.samples) if trace.start_ms + n * trace.step_ms > AFTER_ARTEFACT_MS]
    return (min(shown), max(shown)) if shown else (0.0, 0.0)


def _extent(trace: MarkedTrace, frame: Frame) -> tuple[float, float]:
    low, high = _range(trace)
    return max(high * frame.gain, LEAST_UP), max(-low * frame.gain, LEAST_DOWN)


def _trace(trace: MarkedTrace, y: float, frame: Frame, words: Wording) -> str:
    """Baseline, negative phases, curve and marks."""
    up, down = _extent(trace, frame)
    points = [
        (frame.x(ms), y - max(-down, min(v * frame.gain, up)), ms, v)
        for n, v in enumerate(trace.samples) if (ms := trace.start_ms + n * trace.step_ms) <= frame.last
    ]
    curve = "M" + "L".join(f"{x:.1f} {v:.1f}" for x, v, _, _ in points)
    out = [f'<line class="zero" x1="{LEFT:g}" x2="{WIDTH - RIGHT:g}" y1="{y:.1f}" y2="{y:.1f}"/>']
    if trace.onset_ms is not None and trace.end_ms is not None:
        inside = [(x, min(v, y)) for x, v, ms, _ in points if trace.onset_ms <= ms <= trace.end_ms]
        if inside:
            body = "L".join(f"{x:.1f} {v:.1f}" for x, v in inside)
            out.append(f'<path class="negative" d="M{inside[0][0]:.1f} {y:.1f}L{body}L{inside[-1][0]:.1f} {y:.1f}Z"/>')
    out.append(f'<path class="curve" d="{curve}"/>')
    for kind in MARKS:
        at = getattr(trace, f"{kind}_ms")
        if at is None or at > frame.last or (kind == "crossing" and trace.end_ms is not None and trace.end_ms - at < 0.05):
            continue
        height = next((v for _, v, ms, _ in points if ms >= at), y) if kind == "peak" else y
        out.append(mark(kind, frame.x(at), height, f"{words.of('mark', kind)} {decimal(at, words)} {words('unit_time')}"))
    return "".join(out)


def mark(kind: str, x: float, y: float, said: str = "") -> str:
    """The sign of a mark: shapes differ, so that they can be told apart without colour."""
    shapes = {
        "onset": "M0-9V9M0 0L-5 4V-4Z", "peak": "M0-3L-4-10H4Z", "crossing": "M-3.4 0a3.4 3.4 0 1 0 6.8 0a3.4 3.4 0 1 0-6.8 0",
        "end": "M0-9V9M0 0L5 4V-4Z",
    }
    title = ink.title(said) if said else ""
    return f'<path class="mark {kind}" transform="translate({x:.1f} {y:.1f})" d="{shapes[kind]}">{title}</path>'


def _site(trace: MarkedTrace, words: Wording) -> str:
    return words.upper(place(trace.stimulation, words)) if trace.stimulation else words("trace_site_unsaid")


def _values(trace: MarkedTrace, case: Case, words: Wording) -> tuple[str, ...]:
    row = case.conduction[trace.row] if trace.row is not None and trace.row < len(case.conduction) else None
    if row is None:
        return (words("trace_not_judged"),)
    if row.response == "absent":
        return (words("trace_absent", noise=decimal(trace.noise_uv or 0, words)),)
    measured = (
        (row.amplitude_mv, "unit_amplitude"), (row.amplitude_uv, "unit_microvolt"), (row.area_mvms, "unit_area"), (row.duration_ms, "unit_time"),
    )
    return tuple(f"{decimal(value, words)} {words(unit)}" for value, unit in measured if value is not None)


def _label(trace: MarkedTrace, values: tuple[str, ...], y: float, words: Wording) -> list[str]:
    flags = [words.of("trace_flag", flag) for flag in trace.flags if flag != "absent"]
    lines = [ink.text(4, y - 8, _site(trace, words), "site"), ink.text(4, y + 6, " · ".join(values), "small")]
    return lines + [ink.text(4, y + 19 + 12 * n, flag, "flag") for n, flag in enumerate(flags[:2])]


def _drop(distal: MarkedTrace, proximal: MarkedTrace, y: float, segments: Sequence[SegmentStudy], words: Wording) -> str:
    """What fell between two traces, in the gap between them."""
    found = next((s for s in segments if s.rows and s.rows == (distal.row, proximal.row)), None)
    if found is None:
        return ""
    changes = (
        ("amplitude", None if found.amplitude_drop is None else -found.amplitude_drop),
        ("area", None if found.area_drop is None else -found.area_drop), ("duration", found.duration_change),
    )
    said = [f"{words(name)} {change(value, words)}" for name, value in changes if value is not None]
    middle, x = y + GAP / 2, WIDTH - RIGHT + 8
    lines = [ink.text(x + 14, middle - 6 + 13 * n, text, "drop") for n, text in enumerate(said)]
    return f'<path class="arrow" d="M{x + 5:g} {middle - 20:.1f}V{middle + 24:.1f}m-4-6l4 6 4-6"/>{"".join(lines)}'


def _axis(frame: Frame, y: float, words: Wording) -> str:
    """Time in ms, and a bar of the gain."""
    step = next((s for s in (1, 2, 5, 10, 20) if (frame.last - frame.first) / s <= 12), 50)
    out = [f'<path class="axis" d="M{frame.x(frame.first):.1f} {y:.1f}H{frame.x(frame.last):.1f}"/>']
    for tick in range(0, int(frame.last) + 1, step):
        x = frame.x(tick)
        out.append(f'<path class="axis" d="M{x:.1f} {y:.1f}v4"/>{ink.text(x, y + 16, str(tick), "time middle")}')
    out.append(ink.text(frame.x(frame.last) + 6, y + 16, words("unit_time"), "time"))
    size = max((b for b in BARS if b * frame.gain <= TALLEST / 2), default=BARS[0])
    x, height = WIDTH - 16, size * frame.gain
    unit = words("unit_amplitude") if size >= 0.1 else words("unit_microvolt")
    shown = decimal(size if size >= 0.1 else size * 1000, words)
    out.append(f'<path class="bar" d="M{x:g} {y:.1f}v{-height:.1f}m-4 0h8m-8 {height:.1f}h8"/>')
    out.append(f'<text class="time" x="{x + 4:g}" y="{y + 16:.1f}" text-anchor="end">{ink.escape(f"{shown} {unit}")}</text>')
    return "".join(out)
