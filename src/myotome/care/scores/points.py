"""Points of each item, exact: grades, measured numbers by bands, yes or no, doubled grades."""

from __future__ import annotations

from fractions import Fraction

from myotome.care.scores.form import Filled, keys
from myotome.knowledge.model import Band, Score, ScoreItem
from myotome.units import exact


def band_of(value: Fraction, bands: tuple[Band, ...]) -> Band | None:
    """The first band that holds: ``above`` excludes its number, ``from`` includes it.

    >>> bands = (Band(above=1.0, points=2), Band(from_=0.5, points=1), Band(points=0))
    >>> [band_of(Fraction(v), bands).points for v in ("1.01", "1", "0.5", "0.49")]
    [2, 1, 1, 0]
    """
    for band in bands:
        if band.above is not None and not value > exact(band.above):
            continue
        if band.from_ is not None and not value >= exact(band.from_):
            continue
        return band
    return None


def points_of(item: ScoreItem, key: str, filled: Filled) -> Fraction | None:
    """What an item adds to the total; None when its value, or one that it needs, is missing."""
    value = filled.values.get(key)
    if value is None or isinstance(value, str):
        return None
    if isinstance(value, bool):
        return Fraction(int(value))
    bands = item.bands
    if item.bands_by:
        chosen = filled.values.get(item.bands_by)
        if chosen is None:
            return None
        bands = item.bands_of[chosen]
    points = value
    if bands:
        band = band_of(value, bands)
        assert band is not None and band.points is not None  # the last band holds for all that is left
        points = exact(band.points)
    if item.doubled_by:
        doubled = filled.values.get(item.doubled_by)
        if doubled is None and points:
            return None
        points *= 2 if doubled else 1
    return points


def all_points(score: Score, filled: Filled) -> dict[str, Fraction | None]:
    """key -> points, of the items that count."""
    return {key: points_of(item, key, filled) for key, item in keys(score) if item.scored}


def missing_keys(score: Score, filled: Filled) -> tuple[str, ...]:
    """Keys without which the total cannot be computed: those that count, and those they need."""
    points = all_points(score, filled)
    needed = [key for key, item in keys(score) if item.scored and not item.optional and points[key] is None]
    helpers = {h for key, item in keys(score) if key in needed for h in (item.bands_by, item.doubled_by) if h and filled.values.get(h) is None}
    return tuple(k for k in needed if filled.values.get(k) is None) + tuple(sorted(helpers))
