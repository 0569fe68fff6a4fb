"""The person a dose is for: checked, and the weight, surface and filtration that doses rest on."""

from __future__ import annotations

import re
from fractions import Fraction

import msgspec

from myotome.answer import Line
from myotome.care.doses.settings import CreatinineUnit, DoseSettings
from myotome.formats.trouble import refuse
from myotome.terms import Sex
from myotome.units import exact

ADULT, CHILD = "adult", "child"


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """kg, cm, years; creatinine in mg/dL. None: not said."""

    weight_kg: float | None = None
    height_cm: float | None = None
    age: float | None = None
    sex: Sex = Sex.UNKNOWN
    creatinine_mg_dl: float | None = None


def population(body: Body, settings: DoseSettings) -> tuple[str, bool]:
    """("adult" or "child", was it assumed?). Raises MyotomeError for impossible or missing values.

    Without an age an adult is assumed from 40 kg on, and said; a lighter person's age is asked for.
    """
    if body.weight_kg is None:
        raise refuse("dose.weight_missing", "--weight")
    age_limits, height_limits = settings.age_years, settings.height_cm
    if body.age is not None and not age_limits.low <= body.age <= age_limits.high:
        raise refuse("dose.age_impossible", "--age", f"{body.age:g}", f"{age_limits.low:g}..{age_limits.high:g}")
    if body.height_cm is not None and not height_limits.low <= body.height_cm <= height_limits.high:
        raise refuse("dose.height_impossible", "--height", f"{body.height_cm:g} cm", f"{height_limits.low:g}..{height_limits.high:g} cm")
    child = body.age is not None and body.age < settings.adult_age.value
    who = CHILD if child else ADULT
    limits = settings.weight_kg[who]
    if body.age is None and 0 < body.weight_kg < settings.assumed_adult_from_kg:
        raise refuse("dose.age_needed", "--age", f"{body.weight_kg:g} kg")
    if not limits.low <= body.weight_kg <= limits.high:
        raise refuse("dose.weight_impossible", "--weight", f"{body.weight_kg:g} kg", f"{limits.low:g}..{limits.high:g} kg")
    return who, body.age is None


def bmi(body: Body) -> Fraction | None:
    """Body mass index in kg/m2; None without a height.

    >>> float(bmi(Body(weight_kg=81, height_cm=180)))
    25.0
    """
    if body.height_cm is None or body.weight_kg is None:
        return None
    return exact(body.weight_kg) / (exact(body.height_cm) / 100) ** 2


def ideal_weight(height_cm: float, sex: Sex, settings: DoseSettings) -> Fraction:
    """kg: men 50 + 0.91 x (height - 152.4), women 45.5 + the same."""
    rule = settings.ideal_weight
    start = rule.male_kg if sex is Sex.MALE else rule.female_kg
    return exact(start) + exact(rule.per_cm) * (exact(height_cm) - exact(rule.from_cm))


def dosing_weight(body: Body, settings: DoseSettings) -> tuple[Fraction, tuple[Line, ...], tuple[str, ...]]:
    """The weight that doses by kg use, how it was found, and what was assumed.

    Actual weight below a body mass index of 30, else ideal + 0.4 x (actual - ideal).
    Raises MyotomeError when an obese person's sex is unknown.
    """
    assert body.weight_kg is not None
    actual = exact(body.weight_kg)
    rule = settings.adjusted_weight
    index = bmi(body)
    given = Line(label="dose_weight", formula="", value=body.weight_kg, unit="kg", source="")
    if index is None:
        return actual, (given,), ("assumed_weight_actual",)
    lines = [given, Line(
        label="dose_bmi", formula=f"{body.weight_kg:g} kg ÷ ({body.height_cm:g} cm ÷ 100)²",
        value=round(float(index), 1), unit="kg/m²", source=rule.source,
    )]
    if index < exact(rule.from_bmi):
        return actual, tuple(lines), ()
    if body.sex is Sex.UNKNOWN:
        raise refuse("dose.sex_needed", "--sex", f"{float(index):.1f}")
    assert body.height_cm is not None
    ideal = ideal_weight(body.height_cm, body.sex, settings)
    adjusted = ideal + exact(rule.factor) * (actual - ideal)
    own = settings.ideal_weight
    start = own.male_kg if body.sex is Sex.MALE else own.female_kg
    lines += [
        Line(label="dose_ideal", formula=f"{start:g} + {own.per_cm:g} × ({body.height_cm:g} − {own.from_cm:g})", value=float(ideal), unit="kg", source=own.source),
        Line(label="dose_adjusted", formula=f"{float(ideal):.1f} + {rule.factor:g} × ({body.weight_kg:g} − {float(ideal):.1f})", value=float(adjusted), unit="kg", source=rule.source),
    ]
    return adjusted, tuple(lines), ()


def surface(body: Body, settings: DoseSettings) -> tuple[Fraction, Line]:
    """Body surface in m2 (Mosteller), to a hundredth. Raises MyotomeError without a height."""
    if body.height_cm is None:
        raise refuse("dose.height_needed", "--height")
    assert body.weight_kg is not None
    value = round((body.height_cm * body.weight_kg / settings.body_surface.divisor) ** 0.5, 2)
    formula = f"√({body.height_cm:g} cm × {body.weight_kg:g} kg ÷ {settings.body_surface.divisor:g})"
    return exact(value), Line(label="dose_surface", formula=formula, value=value, unit="m²", source=settings.body_surface.source)


_CREATININE = re.compile(r"([\d.,]+)\s*(\S+)")


def creatinine_mg_dl(text: str, settings: DoseSettings) -> float:
    """mg/dL of "85 µmol/L", "0.96 mg/dL", "9,6 mg/L".

    Raises MyotomeError without a known unit, or when the value cannot be in that unit.
    """
    units = settings.creatinine.units
    known = ", ".join(u.words[0] for u in units.values())
    read = _CREATININE.fullmatch(text.strip())
    unit: CreatinineUnit | None = None
    if read:
        said = read[2].casefold()
        unit = next((u for u in units.values() if said in u.words), None)
    if read is None or unit is None:
        raise refuse("dose.creatinine_unit", "--creatinine", text, known)
    try:
        value = float(read[1].replace(",", "."))
    except ValueError as error:
        raise refuse("dose.creatinine_unit", "--creatinine", text, known) from error
    if not unit.low <= value <= unit.high:
        raise refuse("dose.creatinine_range", "--creatinine", text, f"{unit.low:g}..{unit.high:g} {unit.words[0]}")
    return value / unit.per_mg_dl


def egfr(body: Body, settings: DoseSettings) -> Line | None:
    """Filtration by CKD-EPI 2021, mL/min/1.73 m2; None without creatinine, age, sex, or under 18."""
    if body.creatinine_mg_dl is None or body.age is None or body.sex is Sex.UNKNOWN or body.age < settings.adult_age.value:
        return None
    rule = settings.egfr
    kappa, alpha = rule.kappa[body.sex.value], rule.alpha[body.sex.value]
    ratio = body.creatinine_mg_dl / kappa
    value = rule.scale * min(ratio, 1) ** alpha * max(ratio, 1) ** rule.beyond * rule.age ** body.age
    formula = (
        f"{rule.scale:g} × min({body.creatinine_mg_dl:.2f} ÷ {kappa:g}; 1)^{alpha:g}"
        f" × max({body.creatinine_mg_dl:.2f} ÷ {kappa:g}; 1)^{rule.beyond:g} × {rule.age:g}^{body.age:g}"
    )
    if body.sex is Sex.FEMALE:
        value *= rule.female
        formula += f" × {rule.female:g}"
    return Line(label="dose_egfr", formula=formula, value=round(value), unit="mL/min/1.73 m²", source=rule.source)
