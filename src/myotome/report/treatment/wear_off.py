"""Individual wear-off as lines and as a drawing (SVG): record, fitted course with its interval, infusions."""

from __future__ import annotations

from datetime import date, timedelta
from html import escape
from typing import Any

from myotome.answer import Curve, Regime, Span, WearOff
from myotome.knowledge.store import Knowledge
from myotome.report.context import Citations
from myotome.report.numbers import decimal, percent
from myotome.report.treatment.lines import amount, cited, sources
from myotome.report.wording import Wording

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 860, 360, 56, 18, 44, 46
TICKS = 6
STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#222}.t{font-weight:600;font-size:14px}.axis{stroke:#777;fill:none}"
    ".band{fill:#9db8d9;opacity:.45}.line{stroke:#1f4e8c;stroke-width:2;fill:none}.dot{fill:#b3261e}"
    ".drip{stroke:#5c7f3c;stroke-width:1.5}.limit{stroke:#b3261e;stroke-dasharray:5 4;fill:none}.small{font-size:11px;fill:#555}"
)


def wear_off_lines(found: WearOff, knowledge: Knowledge, language: str) -> list[str]:
    """What was found, what it rests on, what may be changed first, and the stop rule."""
    words = Wording(knowledge, language, plain=True)
    cite = Citations(words)
    settings = knowledge.settings["wear_off"]
    measure = settings["measures"][found.measure]
    lines = [
        words("wearoff_title", measure=words.text(measure["names"])),
        words(
            "wearoff_record", measurements=words.count("measurements", len(found.measured)), infusions=words.count("infusions", len(found.infused)),
            cycles=words.count("cycles", found.cycles), weeks=words.count("weeks", found.stable_weeks, shown=decimal(found.stable_weeks, words)),
        ),
    ]
    if found.change is not None:
        own = "own_change" in found.notes
        text = words("wearoff_change", change=amount(found.change, measure["unit"], words))
        lines.append(words.bracketed(text, words("wearoff_own_change")) if own else cited(text, measure.get("change_source", ""), cite))
    if found.wear_off and found.present:
        lines += _described(found, measure, settings, words, cite)
    if found.refused:
        lines.append(words(f"wearoff_refused_{found.refused}", least=settings["rules"]["least_cycles"], weeks=words.count("weeks", found.needed_weeks)))
        if found.needed:
            lines.append(words("wearoff_needed", dates=", ".join(found.needed)))
    else:
        lines += _proposed(found, measure, settings, words, cite)
    return [*lines, *sources(cite, words), words("care_label")]


def _described(found: WearOff, measure: dict[str, Any], settings: dict[str, Any], words: Wording, cite: Citations) -> list[str]:
    assert found.wear_off and found.present and found.half_life
    unit, kinetics = measure["unit"], settings["kinetics"]
    lines = [cited(words("wearoff_loss", span=_span(found.wear_off, unit, words), any=percent(found.any, words)), kinetics["source"], cite)]
    lines.append(words("wearoff_stated" if found.stated else "wearoff_not_stated"))
    lines.append(words("wearoff_model", noise=amount(round(found.noise, 1), unit, words), life=_span(found.half_life, "days", words)))
    lines.append(words("wearoff_present", regime=_regime(found.present, unit, words)))
    return lines


def _proposed(found: WearOff, measure: dict[str, Any], settings: dict[str, Any], words: Wording, cite: Citations) -> list[str]:
    assert found.longest and found.lowest and found.present and found.change is not None
    unit, rules = measure["unit"], settings["rules"]
    lines = []
    if found.earliest_loss_day is not None:
        lines.append(cited(words("wearoff_earliest", day=round(found.earliest_loss_day), margin=words.count("days", rules["margin_days"])), rules["source"], cite))
    lines.append(words("wearoff_longest", regime=_regime(found.longest, unit, words)))
    lines.append(words("wearoff_lowest", regime=_regime(found.lowest, unit, words)))
    if found.next:
        lines.append(words(f"wearoff_next_{found.next_kind}", regime=_regime(found.next, unit, words)))
        low, high = rules["reassess_cycles"]
        lines.append(cited(words("wearoff_once", low=low, high=high), rules["source"], cite))
    else:
        lines.append(words("wearoff_next_none"))
    stop = words.text(settings["stop"]["text"]).format(change=amount(found.change, unit, words))
    return [*lines, cited(stop, settings["stop"]["source"], cite)]


def _span(span: Span, unit: str, words: Wording) -> str:
    low, high = (decimal(v, words, 3) for v in (span.low, span.high))
    return words("wearoff_span", value=amount(float(f"{span.value:.3g}"), unit, words), low=low, high=high)


def _regime(regime: Regime, unit: str, words: Wording) -> str:
    return words(
        "wearoff_regime", grams=amount(regime.grams, "g", words), every=words.count("every_weeks", regime.weeks, shown=decimal(regime.weeks, words)), nadir=_span(regime.nadir, unit, words),
        within=percent(regime.within, words), week=amount(regime.grams_a_week, "g", words),
    )


# --- the drawing -----------------------------------------------------------------------------------


def wear_off_svg(found: WearOff, knowledge: Knowledge, language: str) -> str:
    """The record with the fitted course; without a fit, the points alone as a trend."""
    words = Wording(knowledge, language)
    measure = knowledge.settings["wear_off"]["measures"][found.measure]
    values = [v for _, v in found.measured] + ([*found.curve.low, *found.curve.high] if found.curve else [])
    limit = _limit(found)
    values += [limit] if limit is not None else []
    days = [d for d, _ in (*found.measured, *found.infused)]
    frame = _Frame(min(days), max(days) or 1.0, min(values), max(values))
    title = words("wearoff_title", measure=words.text(measure["names"]))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}"><style>{STYLE}</style>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/><text class="t" x="{LEFT}" y="22">{escape(title)}</text>',
        *_axes(frame, found, measure["unit"], words),
    ]
    parts += [f'<path class="drip" d="M{frame.x(d):.1f} {HEIGHT - BOTTOM}v-9"/>' for d, _ in found.infused]
    if found.curve:
        parts += _course(found.curve, frame)
    if limit is not None:
        parts.append(f'<path class="limit" d="M{LEFT} {frame.y(limit):.1f}H{WIDTH - RIGHT}"/><text class="small" x="{WIDTH - RIGHT - 4}" y="{frame.y(limit) - 4:.1f}" text-anchor="end">{escape(words("wearoff_limit"))}</text>')
    parts += [f'<circle class="dot" cx="{frame.x(d):.1f}" cy="{frame.y(v):.1f}" r="3.6"/>' for d, v in found.measured]
    return "".join([*parts, f'<text class="small" x="{LEFT}" y="{HEIGHT - 6}">{escape(words("wearoff_key"))}</text></svg>']) + "\n"


class _Frame:
    """Days and values to places on the drawing."""

    def __init__(self, first: float, last: float, low: float, high: float) -> None:
        pad = max((high - low) * 0.08, 1.0)
        self.first, self.last, self.low, self.high = first, max(last, first + 1), low - pad, high + pad

    def x(self, day: float) -> float:
        return LEFT + (day - self.first) / (self.last - self.first) * (WIDTH - LEFT - RIGHT)

    def y(self, value: float) -> float:
        return HEIGHT - BOTTOM - (value - self.low) / (self.high - self.low) * (HEIGHT - TOP - BOTTOM)


def _limit(found: WearOff) -> float | None:
    """The lowest value that stays within the important change of the present peak."""
    if not found.curve or found.change is None:
        return None
    return max(found.curve.middle) - found.change


def _axes(frame: _Frame, found: WearOff, unit: str, words: Wording) -> list[str]:
    parts = [f'<path class="axis" d="M{LEFT} {TOP}V{HEIGHT - BOTTOM}H{WIDTH - RIGHT}"/>', f'<text class="small" x="8" y="{TOP - 6}">{escape(unit)}</text>']
    start = date.fromisoformat(found.start)
    for n in range(TICKS):
        value = frame.low + (frame.high - frame.low) * n / (TICKS - 1)
        day = frame.first + (frame.last - frame.first) * n / (TICKS - 1)
        when = (start + timedelta(days=round(day))).isoformat()
        parts.append(f'<text class="small" x="{LEFT - 8}" y="{frame.y(value) + 4:.1f}" text-anchor="end">{escape(decimal(round(value, 1), words))}</text>')
        parts.append(f'<text class="small" x="{frame.x(day):.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="{"start" if n == 0 else "end" if n == TICKS - 1 else "middle"}">{when}</text>')
    return parts


def _course(curve: Curve, frame: _Frame) -> list[str]:
    upper = " ".join(f"{frame.x(d):.1f},{frame.y(v):.1f}" for d, v in zip(curve.days, curve.high, strict=True))
    lower = " ".join(f"{frame.x(d):.1f},{frame.y(v):.1f}" for d, v in reversed(list(zip(curve.days, curve.low, strict=True))))
    middle = " ".join(f"{frame.x(d):.1f},{frame.y(v):.1f}" for d, v in zip(curve.days, curve.middle, strict=True))
    return [f'<polygon class="band" points="{upper} {lower}"/>', f'<polyline class="line" points="{middle}"/>']
