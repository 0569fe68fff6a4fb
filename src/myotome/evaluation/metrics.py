"""Figures with bootstrap intervals. Every function takes plain lists; nothing here knows medicine."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence

import msgspec

RESAMPLES = 1000
SEED = 20
BINS = 10


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """value with its 95 % bootstrap interval; n cases. value is None when there is nothing to measure."""

    value: float | None
    low: float | None
    high: float | None
    n: int


def mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def bootstrap(values: Sequence[float], statistic: Callable[[Sequence], float] = mean) -> Figure:
    """Statistic over cases with a percentile interval; the same seed gives the same interval.

    >>> bootstrap([1.0, 1.0, 1.0]).low
    1.0
    """
    n = len(values)
    if n == 0:
        return Figure(value=None, low=None, high=None, n=0)
    rng = random.Random(SEED)
    draws = sorted(statistic([values[rng.randrange(n)] for _ in range(n)]) for _ in range(RESAMPLES))
    return Figure(
        value=round(statistic(values), 4), low=round(draws[int(0.025 * RESAMPLES)], 4),
        high=round(draws[int(0.975 * RESAMPLES) - 1], 4), n=n,
    )


def calibration_error(pairs: Sequence[tuple[float, float]]) -> float:
    """Expected calibration error of (probability, right 0/1) in ten bins of equal width."""
    total = 0.0
    for k in range(BINS):
        own = [p for p in pairs if k / BINS <= p[0] < (k + 1) / BINS or k == BINS - 1 and p[0] == 1]
        if own:
            total += len(own) * abs(mean([p for p, _ in own]) - mean([r for _, r in own]))
    return total / len(pairs)


def calibration_slope(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Slope of a logistic regression of "right" on the log odds of the probability (Newton steps)."""
    xs = [math.log(min(max(p, 1e-6), 1 - 1e-6) / (1 - min(max(p, 1e-6), 1 - 1e-6))) for p, _ in pairs]
    ys = [r for _, r in pairs]
    if len(set(ys)) < 2:
        return None
    a = b = 0.0
    for _ in range(50):
        ps = [1 / (1 + math.exp(-max(min(a + b * x, 30), -30))) for x in xs]
        g0 = sum(y - p for y, p in zip(ys, ps, strict=True))
        g1 = sum((y - p) * x for x, y, p in zip(xs, ys, ps, strict=True))
        h00 = sum(p * (1 - p) for p in ps) + 1e-6
        h01 = sum(p * (1 - p) * x for p, x in zip(ps, xs, strict=True))
        h11 = sum(p * (1 - p) * x * x for p, x in zip(ps, xs, strict=True)) + 1e-6
        determinant = h00 * h11 - h01 * h01
        da, db = (h11 * g0 - h01 * g1) / determinant, (h00 * g1 - h01 * g0) / determinant
        a, b = a + da, b + db
        if abs(da) + abs(db) < 1e-9:
            break
    return round(b, 4)


def rank_of(ranking: Sequence[tuple[str, float]], accepted: frozenset[str]) -> int | None:
    """1 for the first place; "other" does not take a place."""
    place = 0
    for disease, _ in ranking:
        if disease == "other":
            continue
        place += 1
        if disease in accepted:
            return place
    return None
