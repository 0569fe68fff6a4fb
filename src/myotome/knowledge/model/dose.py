"""Doses: one drug, one file in ``drugs/doses/``; steroid schemes in ``drugs/tapers/``."""

from __future__ import annotations

import msgspec

from myotome.knowledge.model.words import Names


class Regimen(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One published way to give a drug.

    course: "induction", "maintenance" or "single". diseases: empty for any. population: "adult" or
    "child". unnamed: used only when no disease was named. basis: "kg", "m2" (body surface) or "fixed". low..high: the published range in the sheet's
    unit (per kg, per m2); usual: where in it a calculation starts, and whose choice that is.
    maximum: most in one dose, whatever the weight. per: what one dose covers: "course", "day",
    "week", "month" or "infusion". intakes: parts of a day's dose. days: least and most days of a
    course; usual_days. interval_weeks: least and most between courses; usual_weeks.
    """

    id: str
    names: Names
    course: str
    population: str
    basis: str
    low: float
    high: float
    usual: float
    per: str
    source: str
    usual_source: str = "choice"
    diseases: tuple[str, ...] = ()
    maximum: float | None = None
    maximum_source: str = ""
    intakes: int = 1
    days: tuple[int, int] = (1, 1)
    usual_days: int = 1
    interval_weeks: tuple[float, float] | None = None
    usual_weeks: float | None = None
    doses: int = 0
    unnamed: bool = False
    note: Names | None = None


class Check(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What to look at, and when. phase: "before", "during" or "after".

    During: on day ``first_day`` (the first dose is day 0), then ``every_days``, ``times`` in all; no
    ``times``: as long as the drug is taken.
    """

    what: Names
    phase: str
    source: str
    first_day: int = 0
    every_days: int = 0
    times: int = 0


class DoseCaution(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """stop: "hard" or "soft". below_egfr: holds only below this filtration, mL/min/1.73 m2."""

    text: Names
    stop: str
    source: str
    below_egfr: float | None = None


class DoseSheet(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A drug's doses. id, words: names by which it is asked for. act: id of ``drugs/acts.yaml``.

    unit: "g" or "mg". step: doses are rounded to a multiple of it. adjust_weight: obesity calls for
    an adjusted weight (``settings/doses.yaml``). infusion: rates and daily limits of the same file.
    """

    id: str
    names: Names
    act: str
    unit: str
    step: float
    step_source: str
    regimens: tuple[Regimen, ...]
    words: tuple[str, ...] = ()
    route: Names | None = None
    adjust_weight: bool = False
    infusion: bool = False
    checks: tuple[Check, ...] = ()
    cautions: tuple[DoseCaution, ...] = ()
    onset: Names | None = None
    onset_source: str = "memory"


class SchemeStage(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Either a level (``dose_mg``, or ``per_kg`` with ``maximum_mg``) for ``days``; or a descent by
    ``fall_mg`` ``every_days`` down to ``down_to_mg``. said: the range of the source, when it gives one;
    stated: the source gives this stage (its range counts); else it is our interpolation."""

    stated: bool
    days: int = 0
    dose_mg: float | None = None
    per_kg: float | None = None
    maximum_mg: float | None = None
    fall_mg: float = 0
    every_days: int = 0
    down_to_mg: float = 0
    said: Names | None = None


class SteroidScheme(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A steroid scheme by rule. steroid: id of ``settings/steroids.yaml``."""

    id: str
    names: Names
    diseases: tuple[str, ...]
    steroid: str
    source: str
    stages: tuple[SchemeStage, ...]
    note: Names | None = None
