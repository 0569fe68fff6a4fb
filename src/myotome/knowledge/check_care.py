"""Prove doses, steroid schemes and scores whole: sources, diseases, acts and ranges."""

from __future__ import annotations

from typing import Protocol

from myotome.knowledge.model import DoseSheet, Regimen, SteroidScheme
from myotome.knowledge.store import Content

COURSES = frozenset({"induction", "maintenance", "single"})
BASES = frozenset({"kg", "m2", "fixed"})
PHASES = frozenset({"before", "during", "after"})


class Checker(Protocol):
    """What ``knowledge/check.py`` offers."""

    content: Content

    def bad(self, place: str, message: str, mend: str = "") -> None: ...
    def source(self, place: str, source: str) -> None: ...


def check_care(checker: Checker) -> None:
    """Everything below ``drugs/doses``, ``drugs/tapers`` and ``scores``."""
    for sheet in checker.content.doses.values():
        _check_sheet(checker, f"drugs/doses/{sheet.id}.yaml", sheet)
    for scheme in checker.content.tapers.values():
        _check_scheme(checker, f"drugs/tapers: {scheme.id}", scheme)


def _diseases(checker: Checker, place: str, diseases: tuple[str, ...]) -> None:
    for disease in diseases:
        if disease not in checker.content.diseases:
            checker.bad(place, f"disease {disease!r} is not in diseases/")


def _check_sheet(checker: Checker, place: str, sheet: DoseSheet) -> None:
    if sheet.act not in checker.content.acts:
        checker.bad(place, f"act {sheet.act!r} is not in drugs/acts.yaml")
    if sheet.step <= 0:
        checker.bad(place, "step must be above 0")
    for source in (sheet.step_source, sheet.onset_source, *(c.source for c in (*sheet.checks, *sheet.cautions))):
        checker.source(place, source)
    for check in sheet.checks:
        if check.phase not in PHASES:
            checker.bad(place, f"phase {check.phase!r} is none of {', '.join(sorted(PHASES))}")
    for regimen in sheet.regimens:
        _check_regimen(checker, f"{place}: {regimen.id}", regimen)


def _check_regimen(checker: Checker, place: str, regimen: Regimen) -> None:
    _diseases(checker, place, regimen.diseases)
    for source in filter(None, (regimen.source, regimen.usual_source, regimen.maximum_source)):
        checker.source(place, source)
    if regimen.course not in COURSES or regimen.basis not in BASES or regimen.population not in ("adult", "child"):
        checker.bad(place, "unknown course, basis or population")
    if not 0 <= regimen.low <= regimen.usual <= regimen.high:
        checker.bad(place, "low <= usual <= high does not hold")
    if regimen.maximum is not None and not regimen.maximum_source:
        checker.bad(place, "the maximum has no source")
    if not regimen.days[0] <= regimen.usual_days <= regimen.days[1]:
        checker.bad(place, "usual_days is not within days")
    if regimen.interval_weeks and not regimen.interval_weeks[0] <= (regimen.usual_weeks or 0) <= regimen.interval_weeks[1]:
        checker.bad(place, "usual_weeks is not within interval_weeks")


def _check_scheme(checker: Checker, place: str, scheme: SteroidScheme) -> None:
    _diseases(checker, place, scheme.diseases)
    checker.source(place, scheme.source)
    for stage in scheme.stages:
        level, descent = stage.dose_mg is not None or stage.per_kg is not None, stage.fall_mg > 0
        if level == descent or (descent and not stage.every_days) or (level and not stage.days):
            checker.bad(place, "a stage is a level for days, or a descent every so many days")
