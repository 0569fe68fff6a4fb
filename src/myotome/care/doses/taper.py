"""Steroid schemes day by day: of a disease's own source, or by rule from ``drugs/tapers/``.

What a source states is kept as it stands; what lies between is interpolated and marked as ours.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import groupby

import msgspec

from myotome.answer import TaperAlert, Tapering, TaperLevel
from myotome.care.doses.body import Body, population
from myotome.care.doses.settings import dose_settings
from myotome.care.doses.steroids import Alert, Steroid, SteroidSettings, converted, steroid_settings
from myotome.formats.trouble import refuse
from myotome.knowledge.model import Names, SchemeStage, SteroidScheme, TaperScheme
from myotome.knowledge.names import find
from myotome.knowledge.store import Knowledge
from myotome.units import exact

Day = tuple[Fraction, bool, str]  # mg, stated, number of its stage (tells equal neighbours apart)


def taper(name: str, body: Body, knowledge: Knowledge, *, steroid: str = "", start: str = "") -> Tapering:
    """The scheme that a scheme id or a disease names, in ``steroid`` if another than its own is asked.

    Raises MyotomeError for an unknown scheme, a missing or impossible weight where the scheme goes by
    it, and under 18.

    >>> from myotome.knowledge import load
    >>> [l.dose_mg for l in taper("neurogenic_focal_myositis", Body(), load(), steroid="prednisone").levels]
    [40.0, 30.0, 20.0, 10.0, 5.0]
    """
    settings = steroid_settings(knowledge)
    limit = dose_settings(knowledge).adult_age.value
    if body.age is not None and body.age < limit:
        raise refuse("taper.adults_only", "--age", f"{body.age:g}")
    scheme_id, scheme = _find(name, knowledge)
    if isinstance(scheme, SteroidScheme):
        own, days, saids = settings.steroid(scheme.steroid), _by_rule(scheme, body, knowledge, settings), [s.said for s in scheme.stages]
        names = scheme.names
    else:
        own, days, saids = settings.steroid(scheme.drug), _by_days(scheme), [None] * len(scheme.stages)
        names = knowledge.diseases[scheme_id].names
    wanted = settings.steroid(steroid) if steroid else own
    levels = _levels(days, saids, own, wanted, settings)
    formula = _formula(scheme, body, own) if isinstance(scheme, SteroidScheme) else ""
    if formula:
        levels = (msgspec.structs.replace(levels[0], formula=formula), *levels[1:])
    daily = [exact(level.prednisone_mg) for level in levels for _ in range(level.first_day, level.last_day + 1)]
    if max(daily) > exact(settings.most_mg_a_day):
        raise refuse("taper.too_high", "--weight", f"{float(max(daily)):g} mg", f"{settings.most_mg_a_day:g} mg")
    return Tapering(
        scheme=scheme_id, names=_both(names), steroid=wanted.id, step_mg=wanted.step, levels=levels,
        total_mg=float(sum(daily)), alerts=_alerts(daily, settings), source=scheme.source,
        converted=own.id if wanted.id != own.id else "", note=_both(scheme.note), start=start,
        before=_both(settings.before.text), assumed=() if body.age is not None else ("assumed_adult",),
    )


def _both(names: Names | None) -> dict[str, str]:
    return {"fr": names.fr, "en": names.en} if names else {}


def _find(name: str, knowledge: Knowledge) -> tuple[str, SteroidScheme | TaperScheme]:
    """A scheme by its id, else the disease's own, else one by rule for the disease."""
    if name in knowledge.tapers:
        return name, knowledge.tapers[name]
    disease = find(knowledge, "disease", name)
    entry = knowledge.diseases.get(disease) if disease else None
    if entry is not None and entry.care and entry.care.tapers:
        return entry.id, entry.care.tapers[0]
    for scheme in knowledge.tapers.values():
        if disease in scheme.diseases:
            return scheme.id, scheme
    known = [*knowledge.tapers, *(d.id for d in knowledge.diseases.values() if d.care and d.care.tapers)]
    raise refuse("taper.unknown", "SCHEME", name, ", ".join(known))


def _by_days(scheme: TaperScheme) -> list[Day]:
    """A scheme that its source, and we between, give by days."""
    return [
        (exact(stage.dose_mg), stage.stated, str(number))
        for number, stage in enumerate(scheme.stages)
        for _ in range(stage.first_day, stage.last_day + 1)
    ]


def _by_rule(scheme: SteroidScheme, body: Body, knowledge: Knowledge, settings: SteroidSettings) -> list[Day]:
    """A scheme by rule, written out."""
    step = exact(settings.steroid(scheme.steroid).step)
    days: list[Day] = []
    dose = Fraction(0)
    for number, stage in enumerate(scheme.stages):
        if stage.fall_mg:
            while dose > exact(stage.down_to_mg):
                dose = max(dose - exact(stage.fall_mg), exact(stage.down_to_mg))
                days += [(dose, stage.stated, str(number))] * (stage.every_days if dose else 0)
        else:
            dose = _level(stage, body, knowledge, step)
            days += [(dose, stage.stated, str(number))] * stage.days
    return days


def _level(stage: SchemeStage, body: Body, knowledge: Knowledge, step: Fraction) -> Fraction:
    """The dose of a level: fixed, or by weight, rounded down and never above its maximum."""
    if stage.dose_mg is not None:
        return exact(stage.dose_mg)
    population(body, dose_settings(knowledge))  # the weight is there and possible
    assert body.weight_kg is not None and stage.per_kg is not None
    dose = exact(stage.per_kg) * exact(body.weight_kg)
    if stage.maximum_mg is not None:
        dose = min(dose, exact(stage.maximum_mg))
    return dose // step * step


def _formula(scheme: SteroidScheme, body: Body, own: Steroid) -> str:
    """How the first level was found, when it goes by weight."""
    first = scheme.stages[0]
    if first.per_kg is None:
        return ""
    text = f"{first.per_kg:g} mg/kg × {body.weight_kg:g} kg"
    if first.maximum_mg is not None:
        text = f"min({text}; {first.maximum_mg:g} mg)"
    return f"{text} ↓ {own.step:g} mg"


def _levels(days: list[Day], saids: list[Names | None], own: Steroid, wanted: Steroid, settings: SteroidSettings) -> tuple[TaperLevel, ...]:
    """Days of one dose of one stage together. A converted dose is rounded to the nearest step, never to nothing,
    and never above the dose before."""
    prednisone = settings.steroid(settings.reference)
    step, levels, day, before = exact(wanted.step), [], 1, None
    given: list[Day] = []
    for dose, stated, stage in days:
        mg = dose if own.id == wanted.id else max(step, round(converted(dose, own, wanted) / step) * step)
        before = mg if before is None else min(mg, before)
        given.append((before, stated, stage))
    for (mg, stated, stage), run in groupby(given):
        length = len(list(run))
        levels.append(TaperLevel(
            first_day=day, last_day=day + length - 1, dose_mg=float(mg),
            prednisone_mg=float(converted(mg, wanted, prednisone)), stated=stated, said=_both(saids[int(stage)]),
        ))
        day += length
    return tuple(levels)


def _alerts(daily: list[Fraction], settings: SteroidSettings) -> tuple[TaperAlert, ...]:
    """What the course calls for, each with the day on which its limit is reached."""
    found = []
    for alert in settings.alerts:
        day = _reached(daily, alert)
        if day is not None:
            found.append(TaperAlert(id=alert.id, day=day, text=_both(alert.text), source=alert.source))
    total = Fraction(0)
    for day, mg in enumerate(daily, 1):
        total += mg
        if total > exact(settings.cumulative_alert.above_mg):
            rule = settings.cumulative_alert
            found.append(TaperAlert(id="cumulative", day=day, text=_both(rule.text), source=rule.source))
            break
    return tuple(sorted(found, key=lambda a: a.day))


def _reached(daily: list[Fraction], alert: Alert) -> int | None:
    """The day on which a run of days at or above the limit has become long enough."""
    run = 0
    for day, mg in enumerate(daily, 1):
        run = run + 1 if mg >= exact(alert.from_mg) else 0
        if run == alert.least_days:
            return day
    return None
