"""The value of a score: sum, greatest, mean of groups, stage, or a total typed in."""

from __future__ import annotations

from fractions import Fraction

from myotome.answer import ItemPoints, ScoreValue
from myotome.care.scores.form import Filled, keys
from myotome.care.scores.points import all_points, band_of, missing_keys
from myotome.care.scores.stages import lost_domains, stage_of
from myotome.knowledge.model import ItemGroup, Score
from myotome.units import exact

Table = dict[int, Fraction]  # raw total -> the site's own unit


def total_of(score: Score, filled: Filled) -> tuple[Fraction | None, tuple[str, ...], tuple[str, ...]]:
    """The exact total, what it lacks, and the groups that the score's own rule leaves out.

    A total typed in counts only when no item was filled in.
    """
    if score.method in ("typed", "none") or (filled.typed is not None and not filled.values):
        return filled.typed, (() if filled.typed is not None or score.method == "none" else ("total",)), ()
    if score.method == "mean_of_groups":
        return _mean_of_groups(score, filled)
    missing = missing_keys(score, filled)
    if missing:
        return None, missing, ()
    points = [p for p in all_points(score, filled).values() if p is not None]
    if not points:
        return None, tuple(k for k, i in keys(score) if i.scored), ()
    return (max(points) if score.method == "greatest" else sum(points, Fraction(0))), (), ()


def _mean_of_groups(score: Score, filled: Filled) -> tuple[Fraction | None, tuple[str, ...], tuple[str, ...]]:
    """Mean of the groups that have a value; fewer than ``least_groups``: cannot be computed."""
    values = {group.id: _group(group, score, filled) for group in score.groups}
    known = [v for v in values.values() if v is not None]
    left_out = tuple(g for g, v in values.items() if v is None)
    if len(known) < score.least_groups:
        return None, left_out, ()
    return sum(known, Fraction(0)) / len(known), (), left_out


def _group(group: ItemGroup, score: Score, filled: Filled) -> Fraction | None:
    """The greatest of its items, raised by an aid; None when no item was answered."""
    points = all_points(score, filled)
    answered = [p for p in (points[key] for key in group.items) if p is not None]
    if not answered:
        return None
    greatest = max(answered)
    if group.raised_by and filled.values.get(group.raised_by) is True:
        greatest = max(greatest, exact(group.raised_to))
    return greatest


def value_of(score: Score, filled: Filled, table: Table | None = None) -> ScoreValue:
    """Everything that follows from one form. table: the site's own, for scores that may be converted."""
    if score.method == "stages":
        return _staged(score, filled)
    total, missing, left_out = total_of(score, filled)
    points = all_points(score, filled)
    shown = tuple(
        ItemPoints(key=key, value=_said(filled.values[key]), points=None if points.get(key) is None else float(points[key] or 0))
        for key, _ in keys(score) if key in filled.values
    )
    band = band_of(total, score.bands) if total is not None and score.bands else None
    slope = _slope(score, filled, total)
    slope_band = band_of(slope, score.slope.bands) if slope is not None and score.slope else None
    predicted = _predicted(score, filled)
    return ScoreValue(
        score=score.id, date=filled.date, total=None if total is None else float(total), exact="" if total is None else str(total),
        typed=total is not None and filled.typed is not None and not filled.values, points=shown, missing=missing, left_out=left_out,
        band={"fr": band.text.fr, "en": band.text.en} if band and band.text else {}, band_source=band.source if band else "",
        slope=None if slope is None else float(slope), slope_band={"fr": slope_band.text.fr, "en": slope_band.text.en} if slope_band and slope_band.text else {},
        predicted=None if predicted is None else float(predicted), converted=_converted(total, table),
        assumed=("assumed_no_aid",) if _aid_unsaid(score, filled) and total is not None and not (filled.typed is not None and not filled.values) else (),
    )


def _staged(score: Score, filled: Filled) -> ScoreValue:
    stage, missing = stage_of(score, filled)
    shown = tuple(ItemPoints(key=k, value=_said(filled.values[k])) for k, _ in keys(score) if k in filled.values)
    return ScoreValue(score=score.id, date=filled.date, stage=stage, lost=lost_domains(score, filled), points=shown, missing=missing)


def _said(value: Fraction | bool | str) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{float(value):g}" if isinstance(value, Fraction) else value


def _slope(score: Score, filled: Filled, total: Fraction | None) -> Fraction | None:
    """Points lost a month since onset; None without the months, or at none."""
    months = filled.values.get(score.slope.months) if score.slope else None
    if score.slope is None or total is None or not isinstance(months, Fraction) or months <= 0:
        return None
    return (exact(score.slope.maximum) - total) / months


def _predicted(score: Score, filled: Filled) -> Fraction | None:
    """The expected value of a healthy person; None when one of its terms is missing."""
    rule = score.predicted
    by = filled.values.get(rule.by) if rule else None
    if rule is None or not isinstance(by, str):
        return None
    total = Fraction(0)
    for item, factor in rule.terms[by].items():
        value = Fraction(1) if item == "constant" else filled.values.get(item)
        if not isinstance(value, Fraction):
            return None
        total += exact(factor) * value
    return total


def _converted(total: Fraction | None, table: Table | None) -> float | None:
    if total is None or table is None or total.denominator != 1 or int(total) not in table:
        return None
    return float(table[int(total)])


def _aid_unsaid(score: Score, filled: Filled) -> bool:
    return any(g.raised_by and g.raised_by not in filled.values for g in score.groups)
