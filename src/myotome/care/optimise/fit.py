"""Posterior of one patient's wear-off on a grid: numpy only, a few milliseconds.

Model: value = nadir + W g(t) + noise. g is the saturating effect at the effect site, scaled so that at the
patient's present regimen it is 0 at the nadir and 1 at the peak; its form depends on the half-life and the
half saturation and its steepness (priors of ``settings/wear_off.yaml``). W, the wear-off a cycle, has a point mass at nought.
The nadir has a flat prior and is integrated analytically.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from myotome.care.optimise.kinetics import Array, Site, effect_site, half_life_prior, level, steady
from myotome.care.optimise.settings import WearOffSettings

GRID = 161  # values of the wear-off
DRAWS = 4000
SEED = 20260101  # the same record gives the same answer
DAYS = 1.0  # step of the cycle on which nadir and peak are looked for
STEADY_DAYS = 240  # the first regimen is taken to have gone on for so long before the record


def saturating(levels: Array, half: float, hill: float) -> Array:
    """Share of the greatest effect: level^h / (level^h + half^h); 0 at level 0.

    >>> saturating(np.array([0.0, 2.0]), 2.0, 4.0).tolist()
    [0.0, 0.5]
    """
    return np.asarray(levels**hill / (levels**hill + half**hill))


class Regimen(NamedTuple):
    """interval in days, dose in grams."""

    interval: float
    dose: float


class Form(NamedTuple):
    """One form of the effect: half-life, half saturation (in the unit of the level), Hill exponent, the
    effect at the nadir and at the peak of the present regimen, prior weight."""

    half_life: float
    site: Site
    half: float
    hill: float
    nadir: float
    peak: float
    weight: float

    def scaled(self, levels: Array) -> Array:
        """g: 0 at the present nadir, 1 at the present peak."""
        effect = saturating(levels, self.half, self.hill)
        return np.asarray((effect - self.nadir) / (self.peak - self.nadir))


class Posterior(NamedTuple):
    """Draws, shape (DRAWS,): form index, wear-off, nadir at the present regimen, noise; peak: of the
    reference regimen, the fullest of the record, from which every loss is counted, so that one
    reduction after another cannot add up unseen. any: probability that there is wear-off."""

    forms: list[Form]
    form: Array
    wear_off: Array
    nadir: Array
    noise: Array
    peak: Array
    any: float
    present: Regimen


def forms_for(present: Regimen, settings: WearOffSettings) -> list[Form]:
    """Every form of the effect, with prior weights that sum to 1."""
    kinetics = settings.kinetics
    half_lives, weights = half_life_prior(kinetics)
    phase = np.arange(0, present.interval, DAYS)
    forms = []
    for half_life, weight in zip(half_lives, weights, strict=True):
        site = effect_site(kinetics, float(half_life))
        levels = steady(site, present.interval, present.dose, phase)
        for share in kinetics.half_saturation:
            half = share * float(levels.mean())
            for hill, part in kinetics.steepness:
                effect = saturating(levels, half, hill)
                own = float(weight) * part / len(kinetics.half_saturation)
                forms.append(Form(float(half_life), site, half, hill, float(effect.min()), float(effect.max()), own))
    return forms


def present_regimen(infused: tuple[tuple[float, float], ...]) -> Regimen:
    """The last regimen: median of the last three intervals, and the last dose. Needs two infusions."""
    days = np.array([d for d, _ in infused])
    return Regimen(float(np.median(np.diff(days)[-3:])), infused[-1][1])


def reference_regimen(infused: tuple[tuple[float, float], ...]) -> Regimen:
    """The regimen of the record with the most grams a day, over three intervals (fewer if there are no more)."""
    days, grams = np.array([d for d, _ in infused]), np.array([g for _, g in infused])
    gaps = np.diff(days)
    window = min(3, len(gaps))
    tried = [
        Regimen(float(np.median(gaps[n : n + window])), float(np.median(grams[n : n + window])))
        for n in range(len(gaps) - window + 1)
    ]
    return max(tried, key=lambda regimen: regimen.dose / regimen.interval)


def with_past(infused: tuple[tuple[float, float], ...]) -> tuple[Array, Array]:
    """Days and grams, with the first regimen taken to have gone on before the record."""
    days, grams = np.array([d for d, _ in infused]), np.array([g for _, g in infused])
    step = float(np.median(np.diff(days)[:3]))
    before = np.arange(days[0] - step, days[0] - STEADY_DAYS, -step)[::-1]
    return np.concatenate([before, days]), np.concatenate([np.full(len(before), grams[0]), grams])


def fit(
    measured: tuple[tuple[float, float], ...], infused: tuple[tuple[float, float], ...],
    change: float, noise: float, settings: WearOffSettings,
) -> Posterior:
    """The posterior of one record. change: important change; noise: usual standard deviation of the
    measure, both in its unit. Needs two infusions and two measurements."""
    present = present_regimen(infused)
    forms = forms_for(present, settings)
    at, values = np.array([d for d, _ in measured]), np.array([v for _, v in measured])
    days, grams = with_past(infused)
    courses = np.array([f.scaled(level(f.site, days, grams, at)) for f in forms])  # (form, n)
    middle = courses.mean(axis=1)
    centred, residual = courses - middle[:, None], values - values.mean()
    squares, products, total = (centred**2).sum(axis=1), centred @ residual, float(residual @ residual)
    wear_offs = np.linspace(0, settings.prior.greatest_in_changes.value * change, GRID)
    sigmas = noise * np.array(settings.prior.noise_spread)
    rss = total - 2 * wear_offs[None, :] * products[:, None] + wear_offs[None, :] ** 2 * squares[:, None]  # (form, W)
    log_weight = -(len(values) - 1) * np.log(sigmas)[None, None, :] - rss[:, :, None] / (2 * sigmas**2)[None, None, :]
    none = settings.prior.no_wear_off.value
    prior = np.full(GRID, (1 - none) / (GRID - 1))
    prior[0] = none
    log_weight += np.log([f.weight for f in forms])[:, None, None] + np.log(prior)[None, :, None]
    weight = np.exp(log_weight - log_weight.max())
    weight /= weight.sum()
    rng = np.random.default_rng(SEED)
    drawn = np.searchsorted(np.cumsum(weight.ravel()), rng.random(DRAWS))
    form, wear, sigma = np.unravel_index(np.minimum(drawn, weight.size - 1), weight.shape)
    step = wear_offs[1]
    w = np.where(wear > 0, wear_offs[wear] + step * (rng.random(DRAWS) - 0.5), 0.0)
    sd = sigmas[sigma] / np.sqrt(len(values))
    nadir = values.mean() - w * middle[form] + sd * rng.standard_normal(DRAWS)
    peak = nadir + w * _steady(forms, reference_regimen(infused)).max(axis=1)[form]
    return Posterior(forms, form, w, nadir, sigmas[sigma], peak, float(1 - weight[:, 0, :].sum()), present)


def _steady(forms: list[Form], regimen: Regimen) -> Array:
    """g over one cycle when a regimen goes on: shape (form, day)."""
    phase = np.arange(0, regimen.interval, DAYS)
    return np.array([f.scaled(steady(f.site, regimen.interval, regimen.dose, phase)) for f in forms])


def lowest(posterior: Posterior, regimen: Regimen) -> Array:
    """Draws of the lowest value in a cycle when ``regimen`` goes on."""
    least = _steady(posterior.forms, regimen).min(axis=1)
    return np.asarray(posterior.nadir + posterior.wear_off * least[posterior.form])


def loss(posterior: Posterior, regimen: Regimen) -> Array:
    """Draws of the fall from the reference peak to the lowest value under ``regimen``."""
    return np.asarray(posterior.peak - lowest(posterior, regimen))


def fading(posterior: Posterior, days: Array) -> Array:
    """Draws of the fall from the reference peak, ``days`` after the last of infusions at the present
    regimen, when no other follows: shape (DRAWS, n)."""
    interval, dose = posterior.present
    past = -np.arange(0, STEADY_DAYS, interval)
    forms = np.array([f.scaled(level(f.site, past, np.full(len(past), dose), days)) for f in posterior.forms])
    return np.asarray((posterior.peak - posterior.nadir)[:, None] - posterior.wear_off[:, None] * forms[posterior.form])


def course(posterior: Posterior, infused: tuple[tuple[float, float], ...], at: Array) -> Array:
    """Draws of the true course at days ``at``: shape (DRAWS, n)."""
    days, grams = with_past(infused)
    forms = np.array([f.scaled(level(f.site, days, grams, at)) for f in posterior.forms])
    return np.asarray(posterior.nadir[:, None] + posterior.wear_off[:, None] * forms[posterior.form])
