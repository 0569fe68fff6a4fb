"""From a record to what it supports: the longest interval, the lowest dose, one change at a time.

Nothing is proposed from fewer than three cycles, without both phases of a cycle, before stability, or for
a measure without an important change (raw I-RODS): the record is then shown as a trend only.
"""

from __future__ import annotations

import numpy as np

from myotome.answer import Curve, Regime, Span, WearOff
from myotome.care.optimise.enough import (
    cycles,
    falling,
    phases,
    stable_weeks,
    visits_needed,
    weeks_asked,
)
from myotome.care.optimise.fit import Posterior, Regimen, course, fading, fit, loss, lowest
from myotome.care.optimise.history import History
from myotome.care.optimise.kinetics import Array
from myotome.care.optimise.settings import Rules, WearOffSettings

LOW, HIGH = 0.05, 0.95
CURVE_POINTS = 240
VIAL_GRAMS = 5
PEAK_DAYS = 10.0  # the effect has reached its peak by then
DAYS_A_WEEK = 7


def wear_off(history: History, settings: WearOffSettings) -> WearOff:
    """Everything that the record says. ``refused`` names why nothing is proposed."""
    rules = settings.rules
    whole = cycles(history, rules)
    found = WearOff(
        measure=history.measure, start=history.start, measured=history.measured, infused=history.infused,
        cycles=whole, change=history.change, needed_weeks=weeks_asked(history, settings),
        stable_weeks=round(stable_weeks(history), 1), notes=_notes(history),
    )
    if history.raw:
        return _replace(found, refused="raw_total")
    if history.change is None:
        return _replace(found, refused="no_change_known")
    if whole < rules.least_cycles or len(history.infused) < 2:
        short = rules.least_cycles - whole
        return _replace(found, refused="few_cycles", needed=visits_needed(history, short, 0, 0, rules))
    noise = settings.measures[history.measure].noise
    posterior = fit(history.measured, history.infused, history.change, noise, settings)
    early, late = phases(posterior, history, rules)
    if early < rules.least_each_phase or late < rules.least_each_phase:
        short = (max(0, rules.least_each_phase - early), max(0, rules.least_each_phase - late))
        return _replace(found, refused="one_phase", needed=visits_needed(history, 0, *short, rules))
    return _supported(_described(found, posterior, history), posterior, history, settings)


def _notes(history: History) -> tuple[str, ...]:
    return ("own_change",) if history.own_change else ()


def _replace(found: WearOff, **fields: object) -> WearOff:
    from msgspec.structs import replace

    return replace(found, **fields)


def span(draws: Array, value: float | None = None) -> Span:
    """Median (or ``value``) and 90 % interval of draws."""
    low, middle, high = np.quantile(draws, [LOW, 0.5, HIGH])
    return Span(value=float(middle) if value is None else value, low=float(low), high=float(high))


def regime(posterior: Posterior, days: float, grams: float, change: float) -> Regime:
    """A regimen with what it is predicted to do."""
    regimen = Regimen(days, grams)
    return Regime(
        weeks=round(days / DAYS_A_WEEK, 2), grams=grams, nadir=span(lowest(posterior, regimen)),
        within=float((loss(posterior, regimen) <= change).mean()), grams_a_week=round(grams * DAYS_A_WEEK / days, 2),
    )


def _described(found: WearOff, posterior: Posterior, history: History) -> WearOff:
    """The wear-off, the present regimen and the fitted course."""
    assert history.change is not None
    present = posterior.present
    days = np.linspace(min(history.measured[0][0], history.infused[0][0]), history.measured[-1][0], CURVE_POINTS)
    draws = course(posterior, history.infused, days)[::8]
    low, middle, high = np.quantile(draws, [LOW, 0.5, HIGH], axis=0)
    half_lives = np.array([f.half_life for f in posterior.forms])[posterior.form]
    return _replace(
        found, wear_off=span(posterior.wear_off), any=round(posterior.any, 4), noise=float(posterior.noise.mean()),
        half_life=span(half_lives), present=regime(posterior, present.interval, present.dose, history.change),
        curve=Curve(days=_listed(days), middle=_listed(middle), low=_listed(low), high=_listed(high)),
    )


def _listed(values: Array) -> tuple[float, ...]:
    return tuple(round(float(v), 3) for v in values)


def _supported(found: WearOff, posterior: Posterior, history: History, settings: WearOffSettings) -> WearOff:
    """The longest interval, the lowest dose and the one next change, after stability."""
    assert history.change is not None
    rules, change, present = settings.rules, history.change, posterior.present
    weeks = present.interval / DAYS_A_WEEK
    earliest = _earliest_loss(posterior, change, rules)
    found = _replace(
        found, stated=found.any >= rules.stated, falling=falling(posterior, history, change),
        earliest_loss_day=earliest,
        longest=_longest(posterior, change, earliest, settings), lowest=_lowest_dose(posterior, change, settings),
    )
    if found.falling >= rules.falling:
        return _replace(found, refused="falling")
    assert found.present is not None and found.longest is not None and found.lowest is not None
    if found.present.within < 0.5 and weeks > rules.interval_weeks.least:
        shorter = max(rules.interval_weeks.least, np.ceil(weeks) - 1) * DAYS_A_WEEK
        return _replace(found, next=regime(posterior, shorter, present.dose, change), next_kind="shorter")
    if found.stable_weeks < found.needed_weeks:
        return _replace(found, refused="not_stable_long")
    return _replace(found, **_next(posterior, found, settings, change))


def _longest(posterior: Posterior, change: float, earliest: float | None, settings: WearOffSettings) -> Regime:
    """At the present dose: the longest interval of whole weeks that ends the margin before the earliest
    loss and whose nadir is sure enough once it goes on; else the present one."""
    rules, present = settings.rules, posterior.present
    best = regime(posterior, present.interval, present.dose, change)
    most = rules.interval_weeks.most
    if earliest is not None:
        most = min(most, int((earliest - rules.margin_days) // DAYS_A_WEEK))
    for weeks in range(rules.interval_weeks.least, most + 1):
        tried = regime(posterior, float(weeks * DAYS_A_WEEK), present.dose, change)
        if tried.weeks > best.weeks and tried.within >= rules.sure:
            best = tried
    return best


def _lowest_dose(posterior: Posterior, change: float, settings: WearOffSettings) -> Regime:
    """At the present interval: the lowest dose, by cuts of a quarter in whole vials, that is sure enough."""
    present = posterior.present
    best = regime(posterior, present.interval, present.dose, change)
    for share in settings.rules.dose_shares:
        grams = float(np.ceil(share * present.dose / VIAL_GRAMS) * VIAL_GRAMS)
        tried = regime(posterior, present.interval, grams, change)
        if tried.grams < best.grams and tried.within >= settings.rules.sure:
            best = tried
    return best


def _next(posterior: Posterior, found: WearOff, settings: WearOffSettings, change: float) -> dict[str, object]:
    """One change only: a week longer, or a quarter less; the one that saves more grams a week."""
    assert found.present is not None and found.longest is not None and found.lowest is not None
    present = posterior.present
    choices: list[tuple[str, Regime]] = []
    weeks = np.floor(present.interval / DAYS_A_WEEK) + 1
    if weeks <= found.longest.weeks:
        choices.append(("longer", regime(posterior, weeks * DAYS_A_WEEK, present.dose, change)))
    grams = float(np.ceil(settings.rules.dose_shares[1] * present.dose / VIAL_GRAMS) * VIAL_GRAMS)
    if found.lowest.grams <= grams < present.dose:
        choices.append(("less", regime(posterior, present.interval, grams, change)))
    choices = [c for c in choices if c[1].within >= settings.rules.sure]
    if not choices:
        return {"next_kind": "none"}
    kind, chosen = min(choices, key=lambda c: c[1].grams_a_week)
    return {"next": chosen, "next_kind": kind}


def _earliest_loss(posterior: Posterior, change: float, rules: Rules) -> float | None:
    """First day after the last infusion, once the peak is past, on which the loss may pass the important
    change (probability above 1 - ``sure``); None within the longest interval and its margin."""
    days = np.arange(PEAK_DAYS, rules.interval_weeks.most * DAYS_A_WEEK + rules.margin_days + 1.0)
    within = (fading(posterior, days) <= change).mean(axis=0)
    passed = days[within < rules.sure]
    return float(passed[0]) if len(passed) else None
