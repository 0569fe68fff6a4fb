"""Compute one dose: from a drug, a person and a regimen to amounts, days and what to watch.

Nothing here decides that the drug is given. Source of rules: ../shared/facts/treatment.md, H1-H5.
"""

from __future__ import annotations

from fractions import Fraction

import msgspec

from myotome.answer import Dose, Line, Stop
from myotome.care.doses.body import CHILD, Body, dosing_weight, egfr, population, surface
from myotome.care.doses.infusion import infusion, subcutaneous
from myotome.care.doses.monitoring import dues
from myotome.care.doses.rounding import rounded, shares
from myotome.care.doses.settings import DoseSettings, dose_settings
from myotome.care.doses.sheet import choose_regimen
from myotome.formats.trouble import refuse
from myotome.knowledge.model import DoseSheet, Regimen
from myotome.knowledge.store import Knowledge
from myotome.units import exact

HARD = "hard"


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked. rate: amount per kg or m2 (or fixed), within the regimen's range; days: of a
    course; weeks: between courses; risks: ids of ``settings/doses.yaml``; start: ISO date."""

    disease: str | None = None
    course: str | None = None
    regimen: str | None = None
    rate: float | None = None
    days: int | None = None
    weeks: float | None = None
    risks: tuple[str, ...] = ()
    start: str = ""


def compute(sheet: DoseSheet, body: Body, wanted: Wanted, knowledge: Knowledge) -> Dose:
    """The dose, with every formula. Raises MyotomeError for input that cannot be used.

    >>> from myotome.knowledge import load
    >>> from myotome.care.doses.sheet import find_sheet
    >>> dose = compute(find_sheet("ivig", load()), Body(weight_kg=70, age=50), Wanted(disease="mmn"), load())
    >>> dose.split
    (30.0, 30.0, 30.0, 25.0, 25.0)
    """
    settings = dose_settings(knowledge)
    who, assumed_adult = population(body, settings)
    regimen, assumed = choose_regimen(sheet, wanted.disease, wanted.course, who, wanted.regimen)
    per_unit, basis, lines, more = _basis(sheet, regimen, body, settings)
    rate = _rate(regimen, wanted, sheet)
    if wanted.rate is None and regimen.low < regimen.high:
        more = (*more, "assumed_rate")
    most = _most(regimen, basis)
    amount = min(exact(rate) * basis, most)
    step = exact(sheet.step)
    total = rounded(amount, step, most)
    if not total:
        raise refuse("dose.too_small", "--weight", f"{float(amount):g} {sheet.unit}", f"{sheet.step:g} {sheet.unit}")
    filtration = egfr(body, settings)
    stops = _stops(sheet, filtration)
    lines = [*lines, *_range_line(regimen, basis, sheet, per_unit), Line(
        label="dose_amount", formula=_formula(rate, basis, sheet.unit, per_unit, regimen),
        value=float(amount), unit=sheet.unit, source=regimen.source if wanted.rate is None else "",
    ), Line(label="dose_rounded", formula="", value=float(total), unit=sheet.unit, source=sheet.step_source, step=sheet.step)]
    if filtration is not None:
        lines.append(filtration)
    split: tuple[Fraction, ...] = shares(total, step, regimen.intakes)
    given, under_skin = None, ()
    if sheet.infusion:
        split, given = infusion(total, step, basis, regimen, wanted.days, body, filtration, wanted.risks, settings)
        weeks = _weeks(regimen, wanted)
        lines += _monthly(total, basis, regimen, weeks, settings)
        under_skin = subcutaneous(total, weeks, settings)
        more += _assumed_interval(regimen, wanted)
    elif regimen.doses:
        split = (total,) * regimen.doses
    return Dose(
        drug=sheet.id, regimen=regimen.id, unit=sheet.unit, per=regimen.per, lines=tuple(lines),
        split=tuple(map(float, split)), source=regimen.source, infusion=given, subcutaneous=under_skin,
        stops=stops, dues=dues(sheet),
        assumed=(*assumed, *more, *(("assumed_adult",) if assumed_adult else ())), start=wanted.start,
    )


def _basis(sheet: DoseSheet, regimen: Regimen, body: Body, settings: DoseSettings) -> tuple[str, Fraction, list[Line], tuple[str, ...]]:
    """What the rate is multiplied by, its unit, how it was found and what was assumed."""
    assert body.weight_kg is not None
    given = Line(label="dose_weight", formula="", value=body.weight_kg, unit="kg", source="")
    if regimen.basis == "fixed":
        return "", Fraction(1), [given], ()
    if regimen.basis == "m2":
        area, line = surface(body, settings)
        return "m²", area, [given, line], ()
    if sheet.adjust_weight and regimen.population != CHILD:
        weight, lines, assumed = dosing_weight(body, settings)
        return "kg", weight, list(lines), assumed
    return "kg", exact(body.weight_kg), [given], ()


def _rate(regimen: Regimen, wanted: Wanted, sheet: DoseSheet) -> float:
    """The rate asked for, within the published range. Raises MyotomeError outside it."""
    rate = regimen.usual if wanted.rate is None else wanted.rate
    if not regimen.low <= rate <= regimen.high or rate <= 0:
        unit = sheet.unit + {"kg": "/kg", "m2": "/m²"}.get(regimen.basis, "")
        raise refuse("dose.rate_outside", "--rate", f"{rate:g} {unit}", f"{regimen.low:g}..{regimen.high:g} {unit} ({regimen.id})")
    return rate


def _most(regimen: Regimen, basis: Fraction) -> Fraction:
    """The most that one dose may be: the top of the range, and the absolute maximum."""
    top = exact(regimen.high) * basis
    return top if regimen.maximum is None else min(top, exact(regimen.maximum))


def _formula(rate: float, basis: Fraction, unit: str, per_unit: str, regimen: Regimen) -> str:
    if not per_unit:
        return ""
    text = f"{rate:g} {unit}/{per_unit} × {float(basis):.4g} {per_unit}"
    if regimen.maximum is not None:
        return f"min({text}; {regimen.maximum:g} {unit})"
    return text


def _range_line(regimen: Regimen, basis: Fraction, sheet: DoseSheet, per_unit: str) -> list[Line]:
    """The published range, when it is one: from .. to."""
    if regimen.low == regimen.high:
        return []
    return [
        Line(
            label="dose_range_low", formula=f"{regimen.low:g} {sheet.unit}/{per_unit} × {float(basis):.4g} {per_unit}" if per_unit else "",
            value=float(exact(regimen.low) * basis), unit=sheet.unit, source=regimen.source,
        ),
        Line(
            label="dose_range_high", formula=_formula(regimen.high, basis, sheet.unit, per_unit, regimen),
            value=float(_most(regimen, basis)), unit=sheet.unit, source=regimen.maximum_source or regimen.source,
        ),
    ]


def _weeks(regimen: Regimen, wanted: Wanted) -> float | None:
    """Weeks between courses. Raises MyotomeError for an interval outside the published one."""
    if wanted.weeks is None:
        return regimen.usual_weeks
    if regimen.interval_weeks is None:
        raise refuse("dose.interval_none", "--weeks", f"{wanted.weeks:g}", regimen.id)
    low, high = regimen.interval_weeks
    if not low <= wanted.weeks <= high:
        raise refuse("dose.interval_outside", "--weeks", f"{wanted.weeks:g}", f"{low:g}..{high:g} ({regimen.id})")
    return wanted.weeks


def _assumed_interval(regimen: Regimen, wanted: Wanted) -> tuple[str, ...]:
    """The usual interval is an assumption where the source gives a range."""
    low, high = regimen.interval_weeks or (0, 0)
    return ("assumed_interval",) if wanted.weeks is None and low != high else ()


def _monthly(
    total: Fraction, basis: Fraction, regimen: Regimen, weeks: float | None, settings: DoseSettings,
) -> list[Line]:
    """Grams per kg and month of a repeated course: dose x 4.345 / interval."""
    if weeks is None:
        return []
    rule = settings.subcutaneous
    value = total / basis * exact(rule.weeks_in_month) / exact(weeks)
    return [
        Line(label="dose_interval", formula="", value=weeks, unit="weeks", source=regimen.source),
        Line(label="dose_per_month", formula=f"{float(total):g} g ÷ {float(basis):.4g} kg × {rule.weeks_in_month:g} ÷ {weeks:g}", value=round(float(value), 2), unit="g/kg", source=rule.source),
    ]


def _stops(sheet: DoseSheet, filtration: Line | None) -> tuple[Stop, ...]:
    """Contraindications and cautions; those on renal function judged when it is known.

    Raises MyotomeError when a contraindication is met: then no dose is computed.
    """
    found = []
    for caution in sheet.cautions:
        met = "unknown"
        if caution.below_egfr is not None and filtration is not None:
            met = "yes" if filtration.value < caution.below_egfr else "no"
            if met == "yes" and caution.stop == HARD:
                raise refuse("dose.contraindicated", "--creatinine", f"{sheet.id}: {filtration.value:g} < {caution.below_egfr:g} {filtration.unit}")
        found.append(Stop(text={"fr": caution.text.fr, "en": caution.text.en}, stop=caution.stop, source=caution.source, met=met))
    return tuple(sorted(found, key=lambda s: (s.met == "no", s.met != "yes", s.stop != "hard")))
