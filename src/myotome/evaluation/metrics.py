"""Figures with bootstrap intervals over cases. Nothing here knows medicine.

A statistic takes rows ([..., n, k]: n cases, k numbers a case) and gives [...]: so one call computes
it for all resamples at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
import numpy as np

RESAMPLES = 1000
SEED = 20
BINS = 10
NEWTON_STEPS = 30
RIDGE = 1e-3  # keeps the slope finite where a resample separates right from wrong
LEAST, MOST = 1e-6, 1 - 1e-6

Statistic = Callable[[np.ndarray], np.ndarray]


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """value with its 95 % bootstrap interval; n cases. value is None when there is nothing to measure."""

    value: float | None
    low: float | None
    high: float | None
    n: int


def mean(rows: np.ndarray) -> np.ndarray:
    """Mean of the first column."""
    return rows[..., 0].mean(axis=-1)


def pooled(rows: np.ndarray) -> np.ndarray:
    """Sum of the first column over sum of the second: a share of findings, drawn by case."""
    total = rows[..., 1].sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return rows[..., 0].sum(axis=-1) / total


def bootstrap(rows: Sequence[float] | Sequence[Sequence[float]], statistic: Statistic = mean) -> Figure:
    """Statistic over cases with a percentile interval; the same seed gives the same interval.

    rows: one number or tuple of numbers a case. Resamples without a value (0 of 0) are left out.

    >>> bootstrap([1.0, 1.0, 1.0]).low
    1.0
    """
    n = len(rows)
    if n == 0:
        return Figure(value=None, low=None, high=None, n=0)
    table = np.asarray(rows, dtype=float).reshape(n, -1)
    value = float(statistic(table))
    if not np.isfinite(value):
        return Figure(value=None, low=None, high=None, n=n)
    draws = np.random.default_rng(SEED).integers(n, size=(RESAMPLES, n))
    drawn = statistic(table[draws])
    low, high = np.quantile(drawn[np.isfinite(drawn)], (0.025, 0.975))
    return Figure(value=round(value, 4), low=round(float(low), 4), high=round(float(high), 4), n=n)


def calibration_error(rows: np.ndarray) -> np.ndarray:
    """Expected calibration error of (probability, right 0/1) in ten bins of equal width."""
    probability, right = rows[..., 0], rows[..., 1]
    place = np.minimum((probability * BINS).astype(int), BINS - 1)
    total = sum(np.abs(np.where(place == k, probability - right, 0.0).sum(axis=-1)) for k in range(BINS))
    return np.asarray(total) / rows.shape[-2]


def calibration_slope(rows: np.ndarray) -> np.ndarray:
    """Slope of a logistic regression of "right" on the log odds of the probability (Newton steps).

    1: as sure as it may be; below 1: too sure. NaN where all are right, or all wrong.
    """
    p = np.clip(rows[..., 0], LEAST, MOST)
    x, y = np.log(p / (1 - p)), rows[..., 1]
    a = b = np.zeros(rows.shape[:-2])
    for _ in range(NEWTON_STEPS):
        fitted = 1 / (1 + np.exp(-np.clip(a[..., None] + b[..., None] * x, -30, 30)))
        weight = fitted * (1 - fitted)
        g0 = (y - fitted).sum(axis=-1)
        g1 = ((y - fitted) * x).sum(axis=-1) - RIDGE * b
        h00 = weight.sum(axis=-1) + RIDGE
        h01 = (weight * x).sum(axis=-1)
        h11 = (weight * x * x).sum(axis=-1) + RIDGE
        determinant = h00 * h11 - h01 * h01
        a = a + np.clip((h11 * g0 - h01 * g1) / determinant, -1, 1)
        b = b + np.clip((h00 * g1 - h01 * g0) / determinant, -1, 1)
    mixed = (y.min(axis=-1) < 1) & (y.max(axis=-1) > 0)
    return np.where(mixed, b, np.nan)


def rank_of(ranking: Sequence[tuple[str, float]], accepted: frozenset[str]) -> int | None:
    """1 for the first place; "other" does not take a place.

    >>> rank_of([("als", .5), ("other", .3), ("mmn", .2)], frozenset({"mmn"}))
    2
    """
    places = [disease for disease, _ in ranking if disease != "other"]
    return next((n for n, disease in enumerate(places, 1) if disease in accepted), None)
