"""One time line, responses by published definitions, alarms, and the tests that are due."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby

from myotome.answer import (
    Alarm,
    DueTest,
    FollowUp,
    Judged,
    ResponseValue,
    Series,
    TimelinePoint,
)
from myotome.care.doses.monitoring import HORIZON_DAYS, due_days
from myotome.care.doses.sheet import find_sheet
from myotome.care.followup.record import Laboratory, Record, Treatment
from myotome.care.followup.settings import FollowUpSettings
from myotome.care.scores import Filled, compare, respond, value_of
from myotome.care.scores.value import Table, total_of
from myotome.errors import MyotomeError
from myotome.knowledge.model import Score
from myotome.knowledge.names import plain
from myotome.knowledge.store import Knowledge
from myotome.units import exact


def follow_up(record: Record, today: str, knowledge: Knowledge, settings: FollowUpSettings, table: Table | None = None) -> FollowUp:
    """Everything that the record says up to ``today`` (ISO date). table: the site's own, for I-RODS."""
    groups = _groups(record.scores, knowledge)
    alarms = [a for score, _, forms in groups for a in _score_alarms(score, forms, settings, table)]
    return FollowUp(
        today=today, timeline=_timeline(record, knowledge),
        series=tuple(Series(score=s.id, label=label, values=tuple(value_of(s, f, table) for f in forms)) for s, label, forms in groups),
        judged=tuple(j for score, _, forms in groups for j in _judged(score, forms, settings, table)),
        responses=_responses(record.scores, knowledge),
        alarms=(*alarms, *_enzyme_alarms(record.laboratory, settings)), due=_due(record, today, knowledge, settings),
    )


def _groups(forms: tuple[Filled, ...], knowledge: Knowledge) -> list[tuple[Score, str, list[Filled]]]:
    """Forms of one score that may be compared: the same side, device, version."""
    def key(form: Filled) -> tuple[str, str]:
        same = (str(form.values.get(k, "")) for k in knowledge.scores[form.score].same)
        return form.score, ", ".join(filter(None, same))

    ordered = sorted(forms, key=lambda f: (key(f), f.date))
    return [(knowledge.scores[score], label, list(group)) for (score, label), group in groupby(ordered, key)]


def _timeline(record: Record, knowledge: Knowledge) -> tuple[TimelinePoint, ...]:
    points = []
    for form in record.scores:
        value = value_of(knowledge.scores[form.score], form)
        text = value.stage or ("" if value.total is None else f"{value.total:.4g}")
        points.append(TimelinePoint(date=form.date, kind="score", name=form.score, text=text))
    for row in record.laboratory:
        text = f"{float(row.value):g} {row.unit}".strip() + (f" (N < {float(row.upper):g})" if row.upper is not None else "")
        points.append(TimelinePoint(date=row.date, kind="laboratory", name=row.name, text=text))
    points += [TimelinePoint(date=i.date, kind="image", name=i.what, text=i.result) for i in record.images]
    for treatment in record.treatments:
        points.append(TimelinePoint(date=treatment.start, kind="treatment_start", name=treatment.drug, text=treatment.dose))
        if treatment.end:
            points.append(TimelinePoint(date=treatment.end, kind="treatment_end", name=treatment.drug))
    return tuple(sorted(points, key=lambda p: (p.date, p.kind, p.name)))


def _judged(score: Score, forms: list[Filled], settings: FollowUpSettings, table: Table | None) -> list[Judged]:
    """Each definition for this score, from the first value to the last."""
    if len(forms) < 2:
        return []
    return [Judged(definition=d.id, change=compare(score, forms[0], forms[-1], table)) for d in settings.responses if d.score == score.id]


def _responses(forms: tuple[Filled, ...], knowledge: Knowledge) -> tuple[ResponseValue, ...]:
    """Every response definition of which the first and the last form are there."""
    found = []
    for response in knowledge.responses.values():
        own = [f for f in forms if f.score == response.form]
        if len(own) > 1:
            found.append(respond(response, own[0], own[-1]))
    return tuple(found)


def _score_alarms(score: Score, forms: list[Filled], settings: FollowUpSettings, table: Table | None) -> list[Alarm]:
    """The last value against the best one before it. Raw I-RODS raises none without the site's table."""
    values = [(v, f.date) for f in forms if (v := _number(score, f, table)) is not None]
    if len(values) < 2:
        return []
    last, last_date = values[-1]
    better = max if score.direction == "up" else min
    best, best_date = better(values[:-1], key=lambda pair: pair[0])
    worse = best - last if score.direction == "up" else last - best
    return [
        Alarm(rule=rule.id, name=score.id, best=float(best), best_date=best_date, last=float(last), last_date=last_date)
        for rule in settings.alarms if rule.score == score.id and worse >= exact(rule.from_)
    ]


def _number(score: Score, form: Filled, table: Table | None) -> Fraction | None:
    total = total_of(score, form)[0]
    if score.change is None or score.change.of != "converted" or total is None:
        return total
    if table is None or total.denominator != 1:
        return None
    return table.get(int(total))


def _enzyme_alarms(rows: tuple[Laboratory, ...], settings: FollowUpSettings) -> list[Alarm]:
    """A muscle enzyme that doubled from its lowest value before and is above its limit."""
    rule = settings.rising_enzyme
    found = []
    for name in dict.fromkeys(r.name for r in rows):
        if plain(name) not in rule.enzymes:
            continue
        own = [r for r in rows if r.name == name]
        last, before = own[-1], own[:-1]
        if not before or last.upper is None:
            continue
        lowest = min(before, key=lambda r: r.value)
        if last.value >= exact(rule.factor) * lowest.value and last.value > exact(rule.above_upper) * last.upper:
            found.append(Alarm(
                rule="rising_enzyme", name=name, best=float(lowest.value), best_date=lowest.date, last=float(last.value), last_date=last.date,
            ))
    return found


def _due(record: Record, today: str, knowledge: Knowledge, settings: FollowUpSettings) -> tuple[DueTest, ...]:
    """For each drug still given that has a sheet: the last due day gone by, and the next ones ahead."""
    found: list[DueTest] = []
    for treatment in record.treatments:
        if treatment.start > today or (treatment.end and treatment.end < today):
            continue
        try:
            sheet = find_sheet(treatment.drug, knowledge)
        except MyotomeError:
            continue  # a treatment without a sheet has no calendar here
        found += _due_of(treatment, sheet.id, knowledge, record, date.fromisoformat(today), settings)
    return tuple(sorted(found, key=lambda d: (d.date, d.drug)))


def _due_of(treatment: Treatment, drug: str, knowledge: Knowledge, record: Record, today: date, settings: FollowUpSettings) -> list[DueTest]:
    first = date.fromisoformat(treatment.start)
    ahead = today + timedelta(days=settings.due_within_days)
    until = max(HORIZON_DAYS, (ahead - first).days)
    near = timedelta(days=settings.confirm_within_days)
    seen = [date.fromisoformat(r.date) for r in record.laboratory]
    found = []
    for check in knowledge.doses[drug].checks:
        if check.phase != "during":
            continue
        days = [first + timedelta(days=d) for d in due_days(check, until)]
        text = {"fr": check.what.fr, "en": check.what.en}
        past = [d for d in days if d <= today]
        if past:
            state = "done" if any(abs(s - past[-1]) <= near for s in seen) else "past"
            found.append(DueTest(date=past[-1].isoformat(), drug=drug, text=text, state=state, source=check.source))
        found += [
            DueTest(date=d.isoformat(), drug=drug, text=text, state="next", source=check.source) for d in days if today < d <= ahead
        ]
    return found
