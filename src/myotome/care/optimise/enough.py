"""Is the record enough: cycles, both phases of a cycle, a stable stretch; which visits are still needed."""

from __future__ import annotations

from datetime import date, timedelta
from math import erf

import numpy as np

from myotome.care.optimise.fit import Posterior, course, present_regimen, with_past
from myotome.care.optimise.history import History
from myotome.care.optimise.kinetics import level
from myotome.care.optimise.settings import Rules, WearOffSettings

DAYS_A_WEEK = 7
DAY_FORMAT = "%Y-%m-%d"


def cycles(history: History, rules: Rules) -> int:
    """Cycles (from an infusion to the next, not too far) with a measurement in them, the day of the
    next infusion included: it is taken before that infusion."""
    days = [d for d, _ in history.infused]
    return sum(
        any(first < at <= second for at, _ in history.measured)
        for first, second in zip(days, days[1:], strict=False) if second - first <= rules.most_gap_days
    )


def phases(posterior: Posterior, history: History, rules: Rules) -> tuple[int, int]:
    """Numbers of measurements early (near the peak) and late (near the nadir) in their cycle, by the
    usual form of the effect at the present regimen."""
    form = posterior.forms[len(posterior.forms) // 2]
    days, grams = with_past(history.infused)
    course_now = form.scaled(level(form.site, days, grams, np.array([d for d, _ in history.measured])))
    return int((course_now >= rules.early).sum()), int((course_now <= rules.late).sum())


def visits_needed(history: History, cycles_short: int, early_short: int, late_short: int, rules: Rules) -> tuple[str, ...]:
    """Dates of the visits still needed: two weeks after an infusion, and before the next, for as many
    coming cycles as are short. Infusions are taken to go on at the present interval."""
    last = history.infused[-1][0]
    interval = present_regimen(history.infused).interval if len(history.infused) > 1 else float(rules.visit_after_days * 2)
    wanted: list[float] = []
    for cycle in range(max(cycles_short, early_short, late_short)):
        start = last + cycle * interval
        if cycle < max(cycles_short, early_short):
            wanted.append(start + min(rules.visit_after_days, interval / 2))
        if cycle < max(cycles_short, late_short):
            wanted.append(start + interval)
    first = date.fromisoformat(history.start)
    return tuple((first + timedelta(days=round(day))).strftime(DAY_FORMAT) for day in sorted(set(wanted)))


def stable_weeks(history: History) -> float:
    """Length of the record in weeks, from the first to the last measurement."""
    return (history.measured[-1][0] - history.measured[0][0]) / DAYS_A_WEEK


def falling(posterior: Posterior, history: History, change: float) -> float:
    """Probability that strength fell by more than half an important change over the record, beside the
    wear-off of each cycle: straight line through what the course leaves over."""
    at = np.array([d for d, _ in history.measured])
    left = np.array([v for _, v in history.measured]) - course(posterior, history.infused, at).mean(axis=0)
    centred = at - at.mean()
    squares = float(centred @ centred)
    if squares == 0:
        return 0.0
    span = float(at[-1] - at[0])
    fall = -float(centred @ left) / squares * span
    error = float(posterior.noise.mean()) / squares**0.5 * span
    return (1 + erf((fall - change / 2) / error / 2**0.5)) / 2


def weeks_asked(history: History, settings: WearOffSettings) -> int:
    """Weeks of stability before anything is reduced: longer in some diseases."""
    table = settings.rules.stable_weeks
    return table.get(history.disease, table["usual"])
