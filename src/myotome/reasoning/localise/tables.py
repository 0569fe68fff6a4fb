"""Observations as arrays: the chance of each under each site, and under each diffuse pattern."""

from __future__ import annotations

import msgspec
import numpy as np

from myotome.reasoning.localise.evidence import PLEGIA, Observation
from myotome.reasoning.localise.network import Network
from myotome.reasoning.localise.patterns import Pattern
from myotome.reasoning.localise.settings import Effect, Settings

CEILING = 0.995


class Tables(msgspec.Struct, frozen=True, eq=False):
    """The evidence of one case, F observations over 2S sites (left ones first).

    reach: share of the observation that each site reaches (F x 2S). present: abnormal (F).
    weight: certainty (F). leak: log chance of normal, and of staying below the next worse level,
    with no lesion at all (2 x F).
    """

    observations: tuple[Observation, ...]
    reach: np.ndarray
    present: np.ndarray
    weight: np.ndarray
    leak: np.ndarray


def build(observations: list[Observation], net: Network, settings: Settings) -> Tables:
    """Gather the rows of the network that the observations aim at."""
    count = len(net.sites)
    reach = np.zeros((len(observations), 2 * count))
    for row, o in zip(reach, observations, strict=True):
        columns = [net.atoms[o.target.kind, m] for m in o.target.members]
        value = blend(net.reach[:, columns], o.target.top)
        for side in o.sides:
            row[side * count:(side + 1) * count] = value
    return Tables(
        observations=tuple(observations),
        reach=reach,
        present=np.array([o.present for o in observations], dtype=bool),
        weight=np.array([o.weight for o in observations]),
        leak=logs(np.array([[settings.leaks.chance(o.channel)] for o in observations]),
                  observations, settings.leaks)[:, :, 0] if observations else np.zeros((2, 0)),
    )


def blend(values: np.ndarray, top: float) -> np.ndarray:
    """``top`` times the worst member and the rest times the mean, along the last axis."""
    if values.shape[-1] == 1:
        return values[..., 0]
    worst = values.max(axis=-1)
    return worst if top >= 1.0 else top * worst + (1 - top) * values.mean(axis=-1)


def chances(tables: Tables, effect: list[Effect]) -> np.ndarray:
    """Chance of each abnormal observation under each site (F x 2S); one effect, or one a site."""
    channels = [o.channel for o in tables.observations]
    factor = np.array([[e.chance(c) for e in effect] for c in channels]).reshape(len(channels), -1)
    if factor.shape[1] > 1:
        factor = np.tile(factor, 2)
    return np.minimum(tables.reach * factor, CEILING)


def logs(chance: np.ndarray, observations: list[Observation] | tuple, effect: Effect) -> np.ndarray:
    """Log chance of not reaching the level seen, and of not going beyond it (2 x F x columns).

    The first is the log chance of a normal finding where the finding is normal.
    """
    ratio = np.array([1.0, 1.0, effect.severe, effect.plegia, 0.0])
    graded = [o.channel == "strength" and o.present for o in observations]
    low = np.array([o.low if g else 1 for o, g in zip(observations, graded, strict=True)], dtype=int)
    high = np.array([o.high if g else PLEGIA for o, g in zip(observations, graded, strict=True)], dtype=int)
    shape = (-1,) + (1,) * (chance.ndim - 1)
    below = np.log1p(-chance * ratio[low].reshape(shape))
    beyond = np.log1p(-chance * ratio[high + 1].reshape(shape))
    return np.stack([below, beyond])


def log_chance_seen(below: np.ndarray, beyond: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Log chance of the abnormal findings seen, each with its certainty; the last axis is findings.

    below, beyond: summed logs of ``logs``. A finding of weight w may be wrong with chance 1 - w.
    """
    hit = np.exp(beyond) - np.exp(below)
    return np.log(np.maximum(weight * hit + (1 - weight) * (1 - hit), 1e-300))


def pattern_chances(tables: Tables, pattern: Pattern, net: Network) -> np.ndarray:
    """Chance of each abnormal observation under each stage of a diffuse pattern (F x K)."""
    spec = pattern.spec
    found = np.zeros((len(tables.observations), len(pattern.log_weight)))
    for row, o in zip(found, tables.observations, strict=True):
        factor = spec.channels.get(o.channel, 1.0)
        if o.target.kind in ("segment", "root"):
            row[:] = factor
            continue
        columns = [net.atoms[o.target.kind, m] for m in o.target.members]
        sides = [blend(pattern.chance[:, side][:, columns], o.target.top) for side in o.sides]
        row[:] = np.minimum(factor * np.max(sides, axis=0), CEILING)
    return found


def pattern_effect(pattern: Pattern, like: Effect) -> Effect:
    """The pattern's shares of severe weakness and plegia, in the shape that ``logs`` takes."""
    channels = pattern.spec.channels
    return msgspec.structs.replace(like, severe=channels["severe"], plegia=channels["plegia"])
