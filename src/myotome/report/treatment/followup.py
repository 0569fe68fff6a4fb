"""Follow-up as lines and as calendar events."""

from __future__ import annotations

from datetime import date

from myotome.answer import Alarm, DueTest, FollowUp, Judged, ScoreValue, Series, TimelinePoint
from myotome.knowledge.store import Knowledge
from myotome.report.context import Citations
from myotome.report.numbers import decimal
from myotome.report.treatment.calendar import Event
from myotome.report.treatment.lines import INDENT, cited, localised, sources
from myotome.report.wording import Wording


def followup_lines(found: FollowUp, knowledge: Knowledge, language: str) -> list[str]:
    """Alarms first, then the time line, trends, responses, tests due."""
    words = Wording(knowledge, language, plain=True)
    cite = Citations(words)
    settings = knowledge.settings["followup"]
    lines = [words("followup_title", today=found.today)]
    if found.alarms:
        lines.append(words("followup_alarms"))
        lines += [INDENT + _alarm(a, settings, words, cite) for a in found.alarms]
    else:
        lines.append(words("followup_no_alarm"))
    lines.append(words("followup_timeline"))
    lines += [INDENT + _point(p, words) for p in found.timeline]
    if found.series:
        lines.append(words("followup_trends"))
        lines += [INDENT + _series(s, words) for s in found.series]
    if found.judged or found.responses:
        lines.append(words("followup_responses"))
        lines += [INDENT + _judged(j, settings, words, cite) for j in found.judged]
        for value in found.responses:
            response = knowledge.responses[value.response]
            names = {o.id: words.text(o.names) for o in response.outcomes}
            outcome = names.get(value.outcome) or words(f"response_{value.outcome or 'open'}")
            total = "" if response.kind != "points" else _range(value.low, value.high, words)
            text = words("followup_response", name=words.text(response.names), outcome=outcome)
            lines.append(INDENT + cited(words.bracketed(text, total), response.source, cite))
    if found.due:
        lines.append(words("followup_due"))
        lines += [INDENT + _due(d, words, cite) for d in found.due]
    return [*lines, *sources(cite, words), words("care_label")]


def due_events(found: FollowUp, knowledge: Knowledge, language: str) -> list[Event]:
    """The tests still ahead."""
    words = Wording(knowledge, language, plain=True)
    events = []
    for due in found.due:
        if due.state == "next":
            day = date.fromisoformat(due.date)
            events.append(Event(day, day, words("dose_title", drug=_drug(due.drug, words), regimen=words.text(due.text))))
    return events


def score_name(score: str, words: Wording) -> str:
    return words.text(words.knowledge.scores[score].names)


def _drug(drug: str, words: Wording) -> str:
    return words.upper(words.text(words.knowledge.doses[drug].names))


def _alarm(alarm: Alarm, settings: dict, words: Wording, cite: Citations) -> str:
    rules = {r["id"]: r for r in settings["alarms"]} | {"rising_enzyme": settings["rising_enzyme"]}
    rule = rules[alarm.rule]
    text = words.text(rule["names"]).format(name=alarm.name)
    numbers = words(
        "followup_from_to", best=decimal(alarm.best, words, 4), best_date=alarm.best_date, last=decimal(alarm.last, words, 4), last_date=alarm.last_date,
    )
    return cited(words.bracketed(words.upper(text), numbers), rule["source"], cite)


def _point(point: TimelinePoint, words: Wording) -> str:
    name = score_name(point.name, words) if point.kind == "score" else point.name
    text = localised(point.text, words) if point.kind in ("score", "laboratory") else point.text
    label = words(f"followup_{point.kind}", name=name)
    return f"{point.date}  " + (words("named_line", name=label, value=text) if text else label)


def _series(series: Series, words: Wording) -> str:
    values = words("semicolon").join(f"{v.date} {_value(v, words)}" for v in series.values)
    said = (words(f"side_{part}") if words.has(f"side_{part}") else part for part in series.label.split(", "))
    return words("named_line", name=words.bracketed(words.upper(score_name(series.score, words)), *said), value=values)


def _value(value: ScoreValue, words: Wording) -> str:
    if value.stage:
        return value.stage
    if value.total is None:
        return words("followup_not_computed")
    text = localised(f"{value.total:.4g}", words)
    if value.converted is not None:
        return f"{text} ({decimal(value.converted, words, 4)} {words.unit('centiles', value.converted)})"
    if value.slope is not None:
        return words.bracketed(text, words("followup_slope", value=decimal(value.slope, words)))
    return text


def _judged(judged: Judged, settings: dict, words: Wording, cite: Citations) -> str:
    definition = next(d for d in settings["responses"] if d["id"] == judged.definition)
    change = judged.change
    text = words("followup_response", name=words.text(definition["names"]), outcome=words(f"score_{change.verdict}"))
    dates = words("followup_dates", first=change.before.date, last=change.after.date)
    return cited(words.bracketed(text, dates), definition["source"], cite)


def _range(low: float, high: float, words: Wording) -> str:
    return decimal(low, words, 4) if low == high else f"{decimal(low, words, 4)}-{decimal(high, words, 4)}"


def _due(due: DueTest, words: Wording, cite: Citations) -> str:
    text = words("dose_title", drug=_drug(due.drug, words), regimen=words.text(due.text))
    return cited(f"{due.date}  {words.bracketed(text, words(f'followup_due_{due.state}'))}", due.source, cite)
