"""A computed dose as lines: formula, inputs, rounding and source always stand with the number."""

from __future__ import annotations

from datetime import date, timedelta

from myotome.answer import Dose, Due, Infusion, Line, Stop
from myotome.knowledge.store import Knowledge
from myotome.report.context import Citations
from myotome.report.numbers import decimal
from myotome.report.treatment.calendar import Event
from myotome.report.treatment.lines import INDENT, amount, cited, localised, sources
from myotome.report.wording import Wording

PHASES = ("before", "during", "after")
SHOWN_DAYS = 6


def dose_lines(dose: Dose, knowledge: Knowledge, language: str) -> list[str]:
    """The whole answer for a terminal."""
    words = Wording(knowledge, language, plain=True)
    cite = Citations(words)
    sheet = knowledge.doses[dose.drug]
    regimen = next(r for r in sheet.regimens if r.id == dose.regimen)
    title = words("dose_title", drug=words.upper(words.text(sheet.names)), regimen=words.text(regimen.names))
    lines = [cited(title, dose.source, cite)]
    if sheet.route:
        lines.append(words("dose_route", text=words.text(sheet.route)))
    if dose.assumed:
        lines.append(words("care_assumed", text="; ".join(words(a) for a in dose.assumed)))
    lines.append(words("dose_calculation"))
    lines += [INDENT + calculation(line, words, cite) for line in dose.lines]
    lines.append(_split(dose, regimen.usual_weeks, words))
    if dose.infusion:
        lines += _infusion(dose.infusion, knowledge, words, cite)
    if dose.subcutaneous:
        weeks = knowledge.settings["doses"]["subcutaneous"]["recheck_weeks"]
        lines.append(words("dose_under_skin", weeks=", ".join(map(str, weeks))))
        lines += [INDENT + calculation(line, words, cite) for line in dose.subcutaneous]
    if regimen.note:
        lines.append(cited(words.text(regimen.note), dose.source, cite))
    if sheet.onset:
        lines.append(cited(words("dose_onset", text=words.text(sheet.onset)), sheet.onset_source, cite))
    if dose.stops:
        lines.append(words("dose_stops"))
        lines += [INDENT + _stop(stop, words, cite) for stop in dose.stops]
    for phase in PHASES:
        due = [d for d in dose.dues if d.phase == phase]
        if due:
            lines.append(words(f"dose_{phase}"))
            lines += [INDENT + due_line(d, dose.start, words, cite) for d in due]
    return [*lines, *sources(cite, words), words("care_label")]


def calculation(line: Line, words: Wording, cite: Citations) -> str:
    """"computed dose: 2 g/kg × 82 kg = 164 g [1]"."""
    name, value = words(line.label), amount(line.value, line.unit, words)
    text = (
        words("dose_equals", name=name, formula=localised(line.formula, words), value=value) if line.formula
        else words("named_line", name=name, value=value)
    )
    if line.step is not None:
        text = words.bracketed(text, words("dose_rounding", step=amount(line.step, line.unit, words)))
    return cited(text, line.source, cite)


def _split(dose: Dose, weeks: float | None, words: Wording) -> str:
    """The parts of the dose and what they sum to."""
    kind = dose.per if dose.per in ("course", "week", "infusion") else "day"
    parts = " + ".join(decimal(part, words, 4) for part in dose.split)
    text = amount(dose.split[0], dose.unit, words)
    if len(dose.split) > 1:
        text = f"{parts} = {amount(sum(dose.split), dose.unit, words)}"
    text = words.count(f"dose_split_{kind}", len(dose.split), text=text)
    if kind == "infusion" and weeks:
        text += f", {words.count('dose_every_weeks', weeks, shown=decimal(weeks, words))}"
    return text


def _infusion(given: Infusion, knowledge: Knowledge, words: Wording, cite: Citations) -> list[str]:
    rule = knowledge.settings["doses"]["thrombosis_points"]
    names = {i["id"]: i["names"] for i in (*rule["items"], *rule["alone"])}
    lines = [words("dose_vial_sizes")]
    for day, vials in enumerate(given.vials, 1):
        text = " + ".join(f"{count} × {amount(size, 'g', words)}" for size, count in vials)
        lines.append(INDENT + words("dose_vials", day=day, text=text))
    lines.append(cited(words("dose_points", points=amount(given.points, "points", words), limit=rule["slow_from"]), rule["source"], cite))
    for risk in given.risks:
        label = "dose_risk" if risk.points else "dose_risk_alone"
        lines.append(INDENT + words(label, name=words.text(names[risk.id]), points=risk.points))
    if given.slow:
        lines += [words("dose_slow"), words("dose_points_advice")]
    lines.append(cited(words("dose_rates", percent=decimal(given.percent, words)), given.source, cite))
    lines += [
        INDENT + words("dose_rate", minute=r.minute, mg=decimal(r.mg_kg_min, words), mlkg=decimal(r.ml_kg_h, words), ml=decimal(r.ml_h, words))
        for r in given.rates
    ]
    return [*lines, INDENT + words("dose_rate_steps"), INDENT + words("dose_hours", hours=decimal(given.hours, words))]


def _stop(stop: Stop, words: Wording, cite: Citations) -> str:
    text = f"{words(f'dose_stop_{stop.stop}')} - {words.text(stop.text)}"
    return cited(words.bracketed(text, words(f"dose_met_{stop.met}")), stop.source, cite)


def due_line(due: Due, start: str, words: Wording, cite: Citations) -> str:
    """What to look at, with its days after the first dose, or its dates when the start is known."""
    text = words.text(due.text)
    if not due.days:
        return cited(text, due.source, cite)
    shown = due.days[:SHOWN_DAYS]
    if start:
        days = ", ".join((date.fromisoformat(start) + timedelta(days=d)).isoformat() for d in shown)
        text = words("dose_due_dates", text=text, days=days)
    else:
        text = words.count("dose_due_days", len(shown), text=text, days=", ".join(map(str, shown)))
    if len(due.days) > SHOWN_DAYS:
        text += f", {words.count('dose_due_then', due.every_days)}"
    return cited(text, due.source, cite)


def dose_events(dose: Dose, first: date, knowledge: Knowledge, language: str) -> list[Event]:
    """The checks that have a day, as calendar events."""
    words = Wording(knowledge, language, plain=True)
    drug = words.upper(words.text(knowledge.doses[dose.drug].names))
    events = []
    for due in dose.dues:
        title = words("dose_title", drug=drug, regimen=words.text(due.text))
        for day in due.days:
            events.append(Event(first + timedelta(days=day), first + timedelta(days=day), title))
    return sorted(events)
