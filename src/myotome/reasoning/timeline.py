"""The course in order: what is anchored to an age or a date, and what cannot be placed."""

from __future__ import annotations

from myotome.answer import TimelineEvent
from myotome.case import Case, Visit, begin_of


def timeline(case: Case) -> tuple[TimelineEvent, ...]:
    """Events by visit, age or date; empty when the sources carry no order.

    Undated documents have no order: no time line is drawn from them.
    """
    events: dict[tuple, list[int]] = {}
    for index, finding in enumerate(case.findings):
        if finding.visit is not None:
            events.setdefault(("visit", finding.visit), []).append(index)
        elif finding.age is not None:
            events.setdefault(("age", finding.age), []).append(index)
        elif finding.date:
            events.setdefault(("date", finding.date), []).append(index)
    onset = case.patient.onset_age
    placed = []
    for (kind, value), findings in events.items():
        age = None
        when = str(value)
        if kind == "visit":
            visit = case.visits[value] if value < len(case.visits) else Visit()
            age, when = visit.age, visit.when or visit.date
        elif kind == "age":
            age, when = float(value), ""
        months = None if age is None or onset is None else (age - onset) * 12
        placed.append((
            (0, value) if kind == "visit" else (1, age if age is not None else 0.0) if kind == "age" else (2, begin_of(str(value))),
            TimelineEvent(when=when, months=months, age=age, findings=tuple(findings)),
        ))
    placed.sort(key=lambda pair: (pair[0][0], pair[0][1]))
    return tuple(event for _, event in placed)
