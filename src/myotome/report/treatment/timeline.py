"""The follow-up as one drawing (SVG): treatments as bars, each score as a line of its own, images as marks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from html import escape

from myotome.answer import FollowUp, Series
from myotome.knowledge.store import Knowledge
from myotome.report.numbers import decimal
from myotome.report.wording import Wording

WIDTH, LEFT, RIGHT, TOP, BAR, LANE = 900, 230, 60, 40, 22, 64
MONTH_DAYS, MOST_TICKS, MOST_LABELS, LONGEST = 30.44, 8, 8, 34
Place = Callable[[str], float]  # an ISO date -> x
STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#222}.t{font-weight:600;font-size:14px}.small{font-size:11px;fill:#555}"
    ".bar{fill:#9db8d9}.grid{stroke:#ddd;fill:none}.line{stroke:#1f4e8c;stroke-width:2;fill:none}.dot{fill:#1f4e8c}.image{fill:#5c7f3c}.lab{fill:#b3261e}"
)


def timeline_svg(found: FollowUp, knowledge: Knowledge, language: str) -> str:
    """The drawing; empty records give an empty frame."""
    words = Wording(knowledge, language)
    days = [date.fromisoformat(p.date).toordinal() for p in found.timeline] or [date.fromisoformat(found.today).toordinal()]
    first, last = min(days), max(*days, min(days) + 1)

    def x(iso: str) -> float:
        return LEFT + (date.fromisoformat(iso).toordinal() - first) / (last - first) * (WIDTH - LEFT - RIGHT)

    bars, y = _bars(found, x, last), TOP
    rows: list[str] = []
    for name, start, end in bars:
        rows.append(f'<text x="8" y="{y + 15}">{escape(_short(name))}</text><rect class="bar" x="{start:.1f}" y="{y + 3}" width="{max(3.0, end - start):.1f}" height="{BAR - 8}" rx="3"/>')
        y += BAR
    for kind, css in (("image", "image"), ("laboratory", "lab")):
        points = [p for p in found.timeline if p.kind == kind]
        if points:
            rows.append(f'<text x="8" y="{y + 15}">{escape(words(f"timeline_{kind}"))}</text>')
            rows += [f'<circle class="{css}" cx="{x(p.date):.1f}" cy="{y + 11}" r="4"><title>{escape(f"{p.date} {p.name} {p.text}")}</title></circle>' for p in points]
            y += BAR
    for series in found.series:
        rows += _lane(series, x, y, words)
        y += LANE
    height = y + 34
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img"><style>{STYLE}</style><rect width="{WIDTH}" height="{height}" fill="#fff"/>'
        f'<text class="t" x="8" y="22">{escape(words("followup_title", today=found.today))}</text>{"".join(_grid(first, last, x, y))}{"".join(rows)}</svg>\n'
    )


def _bars(found: FollowUp, x: Place, last: int) -> list[tuple[str, float, float]]:
    """(name, start, end) of each treatment; one that goes on ends at the edge."""
    bars = []
    ends = [p for p in found.timeline if p.kind == "treatment_end"]
    for point in found.timeline:
        if point.kind == "treatment_start":
            end = next((e for e in ends if e.name == point.name and e.date >= point.date), None)
            if end:
                ends.remove(end)
            bars.append((f"{point.name} {point.text}".strip(), x(point.date), x(end.date if end else date.fromordinal(last).isoformat())))
    return bars


def _lane(series: Series, x: Place, y: float, words: Wording) -> list[str]:
    """One score: its values as a line between its own lowest and highest."""
    name = words.bracketed(words.upper(words.text(words.knowledge.scores[series.score].names)), series.label)
    points = [(x(v.date), v.total) for v in series.values if v.total is not None]
    parts = [f'<text x="8" y="{y + 24:.0f}">{escape(_short(name))}</text>']
    if not points:
        return parts
    low, high = min(v for _, v in points), max(v for _, v in points)

    def height(value: float) -> float:
        return y + LANE - 18 - (0.5 if high == low else (value - low) / (high - low)) * (LANE - 34)

    if len(points) > 1:
        parts.append(f'<polyline class="line" points="{" ".join(f"{px:.1f},{height(v):.1f}" for px, v in points)}"/>')
    for px, value in points:
        parts.append(f'<circle class="dot" cx="{px:.1f}" cy="{height(value):.1f}" r="3.5"/>')
    for px, value in points if len(points) <= MOST_LABELS else (points[0], points[-1]):
        parts.append(f'<text class="small" x="{px + 6:.1f}" y="{height(value) - 5:.1f}">{escape(decimal(value, words, 4))}</text>')
    return parts


def _short(name: str) -> str:
    """A name that fits beside its lane."""
    return name if len(name) <= LONGEST else f"{name[:LONGEST - 1]}…"


def _grid(first: int, last: int, x: Place, bottom: float) -> list[str]:
    """Vertical lines at even dates."""
    parts = []
    count = max(2, min(MOST_TICKS, int((last - first) / MONTH_DAYS) + 1))
    for n in range(count):
        day = date.fromordinal(first + round((last - first) * n / (count - 1))).isoformat()
        parts.append(f'<path class="grid" d="M{x(day):.1f} {TOP}V{bottom}"/><text class="small" x="{x(day):.1f}" y="{bottom + 18}" text-anchor="middle">{day}</text>')
    return parts
