"""Prove doses, steroid schemes and scores whole: sources, diseases, acts and ranges."""

from __future__ import annotations

from typing import Protocol

from myotome.knowledge.model import DoseSheet, Regimen, Response, Score, ScoreItem, SteroidScheme
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
    for score in checker.content.scores.values():
        _check_score(checker, f"scores: {score.id}", score)
    for response in checker.content.responses.values():
        _check_response(checker, f"scores/responses: {response.id}", response)
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


METHODS = frozenset({"sum", "greatest", "mean_of_groups", "stages", "typed", "none"})
KINDS = frozenset({"grade", "yes_no", "word", "text", "list", "times_upper"})


def _check_score(checker: Checker, place: str, score: Score) -> None:
    checks = (score.change, score.adjusted, score.slope, score.predicted)
    for source in (score.source, *(c.source for c in checks if c), *(b.source for b in score.bands)):
        checker.source(place, source)
    if score.method not in METHODS or score.direction not in ("up", "down", "none"):
        checker.bad(place, "unknown method or direction")
    known = {f"{i.id}.{p}" if p else i.id for i in score.items for p in (i.places or ("",))}
    ids = {i.id for i in score.items}
    used = {k for g in score.groups for k in (*g.items, g.raised_by)} | set(score.same)
    used |= {c.item for d in score.domains for c in (*d.any, *d.all)} | {c.item for r in score.stage_rules for c in r.any}
    for key in sorted(used - known - ids - {""}):
        checker.bad(place, f"item {key!r} is not in the form")
    for item in score.items:
        _check_item(checker, f"{place}: {item.id}", item, known)
    if score.method == "sum" and sum(map(_most, score.items)) != score.high and score.note is None:
        checker.bad(place, "the greatest points of the items do not sum to the highest total")


def _check_item(checker: Checker, place: str, item: ScoreItem, known: set[str]) -> None:
    if item.kind not in KINDS:
        checker.bad(place, f"kind {item.kind!r} is unknown")
    for bands in (item.bands, *item.bands_of.values()):
        if bands and (bands[-1].from_ is not None or bands[-1].above is not None or any(b.points is None for b in bands)):
            checker.bad(place, "the last band must hold for all that is left, and each must give points")
    for other in filter(None, (item.bands_by, item.doubled_by)):
        if other not in known:
            checker.bad(place, f"item {other!r} is not in the form")


def _most(item: ScoreItem) -> float:
    """The greatest points that an item can add."""
    if not item.scored or item.kind in ("word", "text"):
        return 0
    bands = [*item.bands, *(b for bands in item.bands_of.values() for b in bands)]
    most = max(b.points or 0 for b in bands) if bands else 1 if item.kind == "yes_no" else item.high
    return most * (2 if item.doubled_by else 1) * max(1, len(item.places))


def _check_response(checker: Checker, place: str, response: Response) -> None:
    checker.source(place, response.source)
    form = checker.content.scores.get(response.form)
    if form is None:
        checker.bad(place, f"form {response.form!r} is no score")
        return
    ids = {i.id for i in form.items}
    for measure in response.measures:
        checker.source(place, measure.range_source)
        if set(measure.items) - ids or set(measure.range_by.values()) - ids:
            checker.bad(place, f"{measure.id}: an item is not in the form")
        if set(measure.direction) != set(measure.items) or set(measure.range) | set(measure.range_by) != set(measure.items):
            checker.bad(place, f"{measure.id}: each item needs a direction and a range")
        limits = [up_to for up_to, _ in measure.bands]
        if limits != sorted(limits):
            checker.bad(place, f"{measure.id}: the bands do not rise")
