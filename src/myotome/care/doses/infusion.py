"""Immunoglobulin: days, vials, rates, thrombosis points, subcutaneous equivalent.

Source: ../shared/facts/treatment.md H1 ("Dose calculation", "Safety gate").
"""

from __future__ import annotations

from fractions import Fraction

from myotome.answer import Counted, Infusion, Line, RateStep
from myotome.care.doses.body import Body, bmi
from myotome.care.doses.rounding import fewest_parts, shares, vials
from myotome.care.doses.settings import DoseSettings, RiskItem
from myotome.formats.trouble import refuse
from myotome.knowledge.model import Regimen
from myotome.units import exact

Split = tuple[Fraction, ...]


def infusion(
    total: Fraction, step: Fraction, weight: Fraction, regimen: Regimen, days: int | None, body: Body,
    filtration: Line | None, risks: tuple[str, ...], settings: DoseSettings,
) -> tuple[Split, Infusion]:
    """Amount of each day in g, and how it is infused.

    The day's amount stays within 1 g/kg, or 0.5 g/kg at risk. days: asked for; without, the
    regimen's usual number, or more when the limit calls for it. Raises MyotomeError for a number of
    days that breaks the limit, or is not in the regimen's range.
    """
    limits = settings.daily_limit_g_per_kg
    wanted = days if days is not None else regimen.usual_days
    if step > exact(limits.usual) * weight:
        raise refuse("dose.vial_too_large", "--weight", f"{float(step):g} g > {float(limits.usual * weight):g} g")
    careful = fewest_parts(total, min(step, exact(limits.at_risk) * weight), exact(limits.at_risk) * weight)
    if days is not None and not regimen.days[0] <= days <= max(regimen.days[1], careful):
        raise refuse("dose.days_outside", "--days", str(days), f"{regimen.days[0]}..{regimen.days[1]} ({regimen.id})")
    wanted = min(wanted, int(total / step))  # no day without a vial
    usual = max(wanted, fewest_parts(total, step, exact(limits.usual) * weight))
    found, points = thrombosis_points(body, shares(total, step, usual)[0] / weight, risks, settings)
    alone = _alone(filtration, risks, settings)
    slow = points >= settings.thrombosis_points.slow_from or bool(alone)
    most = exact(limits.at_risk if slow else limits.usual) * weight
    if step > most:
        raise refuse("dose.vial_too_large", "--risk", f"{float(step):g} g > {float(most):g} g")
    least = fewest_parts(total, step, most)
    if days is not None and days < least:
        raise refuse("dose.days_too_few", "--days", str(days), f"{least} ({float(most / weight):g} g/kg)")
    split = shares(total, step, max(wanted, least))
    rates = rate_steps(weight, slow, settings)
    return split, Infusion(
        vials=tuple(vials(day, tuple(map(exact, settings.vials_g))) for day in split), rates=rates,
        percent=settings.infusion.percent, hours=_hours(split[0], rates, settings), slow=slow,
        points=points, risks=(*found, *alone), source=settings.infusion.source,
    )


def thrombosis_points(
    body: Body, daily_g_per_kg: Fraction, risks: tuple[str, ...], settings: DoseSettings,
) -> tuple[tuple[Counted, ...], int]:
    """The risks present and the sum of their points. Raises MyotomeError for an unknown risk."""
    rule = settings.thrombosis_points
    known = {i.id for i in (*rule.items, *rule.alone) if not i.derived}
    for risk in risks:
        if risk not in known:
            raise refuse("dose.risk_unknown", "--risk", risk, ", ".join(sorted(known)))
    measured = {
        "age_over_60": None if body.age is None else exact(body.age),
        "bmi_over_30": bmi(body), "high_daily_dose": daily_g_per_kg,
    }
    found = tuple(
        Counted(id=i.id, points=i.points) for i in rule.items
        if (_reached(i, measured[i.id]) if i.derived else i.id in risks)
    )
    return found, sum(f.points for f in found)


def _reached(item: RiskItem, value: Fraction | None) -> bool:
    if value is None:
        return False
    if item.above is not None:
        return value > exact(item.above)
    return item.from_ is not None and value >= exact(item.from_)


def _alone(filtration: Line | None, risks: tuple[str, ...], settings: DoseSettings) -> tuple[Counted, ...]:
    """Risks that slow the infusion whatever the points; a low filtration is the renal one."""
    rule = settings.thrombosis_points
    low = filtration is not None and filtration.value < rule.slow_below_egfr.value
    return tuple(
        Counted(id=i.id, points=0) for i in rule.alone if i.id in risks or (i.id == "renal" and low)
    )


def rate_steps(weight: Fraction, slow: bool, settings: DoseSettings) -> tuple[RateStep, ...]:
    """Rates from the first minute on. mg/kg/min x 60 / (mg in a mL) = mL/kg/h; mL/h rounded down."""
    rule = settings.infusion
    most = rule.most_mg_kg_min.at_risk if slow else rule.most_mg_kg_min.usual
    per_ml = exact(rule.percent) * 10  # g in 100 mL -> mg in 1 mL
    steps = []
    for number, rate in enumerate(r for r in rule.steps_mg_kg_min if r <= most):
        ml_kg_h = exact(rate) * 60 / per_ml
        steps.append(RateStep(
            minute=number * rule.minutes, mg_kg_min=rate, ml_kg_h=float(ml_kg_h), ml_h=float(ml_kg_h * weight // 1),
        ))
    return tuple(steps)


def _hours(grams: Fraction, rates: tuple[RateStep, ...], settings: DoseSettings) -> float:
    """Length of an infusion of ``grams`` at these rates, in hours."""
    left = float(grams) * 100 / settings.infusion.percent
    hours, step_hours = 0.0, settings.infusion.minutes / 60
    for step in rates[:-1]:
        if left <= step.ml_h * step_hours:
            return round(hours + left / step.ml_h, 1)
        left -= step.ml_h * step_hours
        hours += step_hours
    return round(hours + left / rates[-1].ml_h, 1)


def subcutaneous(total: Fraction, weeks: float | None, settings: DoseSettings) -> tuple[Line, ...]:
    """Weekly subcutaneous grams of a repeated course: monthly grams / 4.3 x factor."""
    if weeks is None:
        return ()
    rule = settings.subcutaneous
    monthly = total * exact(rule.weeks_in_month) / exact(weeks)
    lines = [Line(
        label="dose_month_grams", formula=f"{float(total):g} g × {rule.weeks_in_month:g} ÷ {weeks:g}",
        value=round(float(monthly), 1), unit="g", source=rule.source,
    )]
    for number, factor in enumerate(rule.factors):
        weekly = monthly / exact(rule.divisor) * exact(factor)
        lines.append(Line(
            label="dose_subcutaneous" if number == 0 else "dose_subcutaneous_decline",
            formula=f"{float(monthly):.1f} g ÷ {rule.divisor:g} × {factor:g}",
            value=round(float(weekly), 1), unit="g", source=rule.source,
        ))
    return tuple(lines)
