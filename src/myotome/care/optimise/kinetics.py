"""Two-compartment kinetics of immunoglobulin with an effect compartment, by superposition.

After a dose D: C(t) = D / V1 x [A e^(-alpha t) + (1 - A) e^(-beta t)], A such that the volume at steady
state is 0.09 L/kg (../shared/facts/treatment.md, part I). The effect site follows C with its own half-life.
Levels here are per gram and relative: the patient's own mean level is the unit of half saturation.
"""

from __future__ import annotations

from functools import lru_cache
from math import log
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from myotome.care.optimise.settings import Kinetics

Array = NDArray[np.float64]
LN2 = log(2)


class Site(NamedTuple):
    """Level at the effect site after a unit dose: sum of weights x e^(-rate x days). Shape (3,) each."""

    weights: Array
    rates: Array


def fast_share(alpha: float, beta: float, ratio: float) -> float:
    """A, such that (volume at steady state) / (central volume) is ``ratio``; by bisection.

    With k21 = alpha - A (alpha - beta): ratio = 1 + k12 / k21.
    """
    low, high = 0.0, 1.0
    for _ in range(60):
        share = (low + high) / 2
        k21 = alpha - share * (alpha - beta)
        k12 = alpha + beta - k21 - alpha * beta / k21
        low, high = (share, high) if 1 + k12 / k21 < ratio else (low, share)
    return (low + high) / 2


@lru_cache(maxsize=256)
def effect_site(kinetics: Kinetics, beta_half_life: float) -> Site:
    """The effect site's response to a unit dose, for one half-life in days."""
    alpha, beta, effect = (LN2 / h for h in (kinetics.alpha_half_life_days, beta_half_life, kinetics.effect_half_life_days))
    share = fast_share(alpha, beta, kinetics.steady_l_per_kg / kinetics.central_l_per_kg)
    weights = np.array([share * effect / (effect - alpha), (1 - share) * effect / (effect - beta)])
    return Site(np.append(weights, -weights.sum()), np.array([alpha, beta, effect]))


def level(site: Site, days: Array, doses: Array, at: Array) -> Array:
    """Effect-site level at days ``at`` (n,) from ``doses`` in g given on ``days`` (m,)."""
    since = at[:, None] - days[None, :]
    given = since > 0
    decay = np.exp(-np.where(given, since, 0)[:, :, None] * site.rates) @ site.weights
    return np.asarray((decay * given) @ doses)


def steady(site: Site, interval: float, dose: float, phase: Array) -> Array:
    """Effect-site level at days ``phase`` after an infusion, when ``dose`` g every ``interval`` days go on."""
    factors = site.weights / (1 - np.exp(-site.rates * interval))
    return np.asarray(dose * (np.exp(-phase[:, None] * site.rates) @ factors))


def half_life_prior(kinetics: Kinetics) -> tuple[Array, Array]:
    """Half-lives in days at equal steps of a lognormal, and their weights. Shapes (k,)."""
    spread = np.sqrt(np.log(1 + kinetics.beta_cv**2))
    z = np.linspace(-2, 2, kinetics.beta_grid)
    weights = np.exp(-z * z / 2)
    return kinetics.beta_half_life_days * np.exp(spread * z), weights / weights.sum()
