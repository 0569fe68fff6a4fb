"""Signs and strokes of the drawings, as SVG. Shape tells the state apart without colour, too."""

from __future__ import annotations

from functools import lru_cache
from html import escape

SIGNS = {
    "weak": '<path class="on" d="M-3.2 0h6.4"/>',
    "abnormal": '<path class="abnormal" d="M0-6.6l6.6 6.6-6.6 6.6-6.6-6.6z"/><path class="half" d="M0-6.6v13.2l-6.6-6.6z"/>',
    "spared": '<circle class="spared" r="5.8"/><path class="tick" d="M-2.8.2l2 2.3 3.6-4.6"/>',
    "wanted": '<circle class="untested" r="5.8"/><text class="ask" y="3.4">?</text>',
    "untested": '<circle class="blank" r="1.9"/>',
    "unsure": '<rect class="unsure" x="-6.5" y="-6.5" width="13" height="13" rx="2"/><text class="ask" y="3.4">?</text>',
    "lesion": '<circle class="ring" r="7"/><path class="cross" d="M-3.4-3.4l6.8 6.8m0-6.8l-6.8 6.8"/>',
    "tied": '<circle class="tie" r="6.4"/><path class="wave" d="M-3.4-1.6h6.8m-6.8 3.2h6.8"/>',
}


def symbol(kind: str, x: float, y: float, said: str = "") -> str:
    """The sign of a state with its middle at x, y. said: a short grade written in that of weakness."""
    inner = SIGNS[kind]
    if kind == "weak":
        half = max(6.5, 2.5 + 2.7 * len(said))
        inner = f'<text class="in" y="3.3">{escape(said)}</text>' if said else inner
        inner = f'<rect class="weak" x="{-half:g}" y="-6.5" width="{2 * half:g}" height="13" rx="2"/>{inner}'
    return f'<g transform="translate({x:g} {y:.1f})">{inner}</g>'


def station(state: str, x: float, y: float) -> str:
    """A stop on a line: full when weak, half when otherwise abnormal, open when spared or untested."""
    if state == "abnormal":
        return f'<circle class="at abnormal" cx="{x:g}" cy="{y:.1f}" r="4.4"/><path class="at-half" d="M{x:g} {y - 4.4:.1f}a4.4 4.4 0 0 0 0 8.8z"/>'
    return f'<circle class="at {state}" cx="{x:g}" cy="{y:.1f}" r="{3.2 if state == "untested" else 4.4}"/>'


def text(x: float, y: float, said: str, kind: str = "", more: str = "") -> str:
    """A line of text, escaped; more: its markup behind it."""
    kind = f' class="{kind}"' if kind else ""
    return f'<text{kind} x="{x:g}" y="{y:.1f}">{escape(said)}{more}</text>'


def title(said: str) -> str:
    """What a browser shows over a sign."""
    return f"<title>{escape(said)}</title>"


def path(d: str, kind: str) -> str:
    return f'<path class="{kind}" d="{d}"/>'


def rail(x0: float, y0: float, bend: float, x1: float, y1: float) -> str:
    """From left to right, along, up or down at ``bend``, along again; corners cut at 45 degrees.

    >>> rail(0, 0, 10, 20, 0)
    'M0 0.0H20'
    """
    drop = y1 - y0
    if abs(drop) < 0.5:
        return f"M{x0:g} {y0:.1f}H{x1:g}"
    cut = min(5.0, abs(drop) / 2, bend - x0, x1 - bend)
    turn = cut if drop > 0 else -cut
    return (
        f"M{x0:g} {y0:.1f}H{bend - cut:g}L{bend:g} {y0 + turn:.1f}"
        f"V{y1 - turn:.1f}L{bend + cut:g} {y1:.1f}H{x1:g}"
    )


@lru_cache(maxsize=256)
def smooth(points: tuple[tuple[float, float], ...]) -> str:
    """A closed curve through the points (Catmull-Rom as cubic Bézier curves)."""
    n, parts = len(points), [f"M{points[0][0]:g} {points[0][1]:g}"]
    for i in range(n):
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = (points[(i + k) % n] for k in (-1, 0, 1, 2))
        parts.append(
            f"C{bx + (cx - ax) / 8:.1f} {by + (cy - ay) / 8:.1f} {cx - (dx - bx) / 8:.1f} {cy - (dy - by) / 8:.1f} {cx:g} {cy:g}"
        )
    return "".join(parts) + "Z"
