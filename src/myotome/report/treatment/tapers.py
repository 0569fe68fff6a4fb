"""A steroid scheme as lines, day by day, and as calendar events."""

from __future__ import annotations

from datetime import date, timedelta

from myotome.answer import Tapering, TaperLevel
from myotome.knowledge.store import Knowledge
from myotome.report.context import Citations
from myotome.report.treatment.calendar import Event
from myotome.report.treatment.lines import INDENT, amount, cited, localised, sources
from myotome.report.wording import Wording


def taper_lines(scheme: Tapering, knowledge: Knowledge, language: str) -> list[str]:
    """Each level with its days (or dates), who gives it, alerts, the sum, sources."""
    words = Wording(knowledge, language, plain=True)
    cite = Citations(words)
    title = words("dose_title", drug=_steroid(scheme.steroid, words), regimen=words.text(scheme.names))
    lines = [cited(title, scheme.source, cite)]
    if scheme.assumed:
        lines.append(words("care_assumed", text="; ".join(words(a) for a in scheme.assumed)))
    if scheme.before:
        lines.append(cited(words.text(scheme.before), knowledge.settings["steroids"]["before"]["source"], cite))
    if scheme.converted:
        source = knowledge.settings["steroids"]["source"]
        lines.append(cited(words("taper_converted", drug=_steroid(scheme.converted, words), step=amount(scheme.step_mg, "mg", words)), source, cite))
    said: dict[str, str] = {}
    for level in scheme.levels:
        if level.said and level.said != said:
            lines.append(INDENT + cited(words("taper_said", text=words.text(level.said)), scheme.source, cite))
        said = level.said
        lines.append(INDENT + _level(scheme, level, words))
    if scheme.note:
        lines.append(words.text(scheme.note))
    lines.append(words("taper_total", total=amount(scheme.total_mg, "mg", words)))
    if scheme.alerts:
        lines.append(words("taper_alerts"))
        lines += [INDENT + cited(words("taper_alert", day=_day(scheme, a.day), text=words.text(a.text)), a.source, cite) for a in scheme.alerts]
    return [*lines, *sources(cite, words), words("care_label")]


def daily_lines(scheme: Tapering, knowledge: Knowledge, language: str) -> list[str]:
    """One line a day: day, date when the start is known, dose, whose."""
    words = Wording(knowledge, language, plain=True)
    lines = []
    for level in scheme.levels:
        for day in range(level.first_day, level.last_day + 1):
            lines.append("\t".join((str(day), *([_day(scheme, day)] if scheme.start else ()), amount(level.dose_mg, "mg", words), _whose(level, words))))
    return lines


def taper_events(scheme: Tapering, first: date, knowledge: Knowledge, language: str) -> list[Event]:
    """One event a level, and the day after the last dose."""
    words = Wording(knowledge, language, plain=True)
    drug = _steroid(scheme.steroid, words)
    events = [
        Event(
            first + timedelta(days=level.first_day - 1), first + timedelta(days=level.last_day - 1),
            words("taper_event", drug=drug, dose=amount(level.dose_mg, "mg", words)), _whose(level, words),
        )
        for level in scheme.levels
    ]
    end = events[-1].last + timedelta(days=1)
    return [*events, Event(end, end, words("taper_end", drug=drug))]


def _steroid(steroid: str, words: Wording) -> str:
    entries = words.knowledge.settings["steroids"]["equivalents"]
    return words.upper(words.text(next(e["names"] for e in entries if e["id"] == steroid)))


def _level(scheme: Tapering, level: TaperLevel, words: Wording) -> str:
    days = level.last_day - level.first_day + 1
    text = words(
        "taper_dates" if scheme.start else "taper_level", first=_day(scheme, level.first_day), last=_day(scheme, level.last_day), days=words.count("days", days),
        dose=amount(level.dose_mg, "mg", words),
    )
    return words.bracketed(text, _whose(level, words), localised(level.formula, words))


def _whose(level: TaperLevel, words: Wording) -> str:
    return words("taper_stated" if level.stated else "taper_ours")


def _day(scheme: Tapering, day: int) -> str:
    """The number of a day, or its date when the start is known."""
    if not scheme.start:
        return str(day)
    return (date.fromisoformat(scheme.start) + timedelta(days=day - 1)).isoformat()
