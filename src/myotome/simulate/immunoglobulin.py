"""Simulated patients on immunoglobulin: true strength, noisy visits, chosen infusions.

Each has a wear-off of 0 to 20 kPa a cycle at the first regimen (a third have none), kinetics drawn around
the published values without a grid, and visits every three weeks with a measurement error of 3 kPa.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.random import Generator

from myotome.care.optimise.kinetics import Array, Site, effect_site, level, steady
from myotome.care.optimise.settings import Kinetics

NOISE_KPA, VISIT_DAYS, NONE_SHARE, GREATEST_KPA = 3.0, 21, 1 / 3, 20.0
INTERVALS_WEEKS = (4, 5, 6)
PAST_DAYS = 280


class Patient(NamedTuple):
    """wear_off: kPa a cycle at the first regimen. floor, span: strength = floor + span x effect."""

    wear_off: float
    interval: float
    dose: float
    site: Site
    half: float
    floor: float
    span: float
    first_visit: float

    def strength(self, infused: list[tuple[float, float]], at: Array) -> Array:
        """True strength in kPa at days ``at``; the first regimen went on before day 0."""
        past = np.arange(-PAST_DAYS // self.interval * self.interval, 0, self.interval)
        days = np.concatenate([past, [d for d, _ in infused]])
        doses = np.concatenate([np.full(len(past), self.dose), [g for _, g in infused]])
        levels = level(self.site, days, doses, at)
        return np.asarray(self.floor + self.span * levels / (levels + self.half))

    def nadir(self, interval: float, dose: float) -> float:
        """True lowest strength when a regimen goes on."""
        levels = steady(self.site, interval, dose, np.arange(0, interval, 0.5))
        return float((self.floor + self.span * levels / (levels + self.half)).min())

    def peak(self) -> float:
        """True highest strength under the first regimen."""
        levels = steady(self.site, self.interval, self.dose, np.arange(0, self.interval, 0.5))
        return float((self.floor + self.span * levels / (levels + self.half)).max())


def draw_patient(rng: Generator, kinetics: Kinetics) -> Patient:
    """One patient. Half-life and effect half-life lognormal, half saturation from 0.4 to 2.5 mean levels."""
    wear_off = 0.0 if rng.random() < NONE_SHARE else float(rng.uniform(0, GREATEST_KPA))
    interval = 7.0 * int(rng.choice(INTERVALS_WEEKS))
    dose = float(5 * round(rng.uniform(55, 100) / 5))
    half_life = float(kinetics.beta_half_life_days * np.exp(0.29 * np.clip(rng.standard_normal(), -2.5, 2.5)))
    site = effect_site(kinetics, half_life)
    levels = steady(site, interval, dose, np.arange(0, interval, 0.5))
    half = float(levels.mean() * np.exp(rng.uniform(np.log(0.4), np.log(2.5))))
    effect = levels / (levels + half)
    span = wear_off / float(effect.max() - effect.min())
    peak = float(rng.uniform(40, 90))
    return Patient(wear_off, interval, dose, site, half, peak - span * float(effect.max()), span, float(rng.integers(0, VISIT_DAYS)))


def regular(interval: float, dose: float, start: float, end: float) -> list[tuple[float, float]]:
    """Infusions every ``interval`` days from ``start``, before ``end``."""
    return [(float(d), dose) for d in np.arange(start, end, interval)]


def visits(patient: Patient, infused: list[tuple[float, float]], start: float, end: float, rng: Generator) -> list[tuple[float, float]]:
    """Measurements every three weeks from ``start`` (or the first visit) on, before ``end``."""
    at = np.arange(patient.first_visit, end, VISIT_DAYS)
    at = at[at >= start]
    values = patient.strength(infused, at) + NOISE_KPA * rng.standard_normal(len(at))
    return [(float(d), float(v)) for d, v in zip(at, values, strict=True)]
