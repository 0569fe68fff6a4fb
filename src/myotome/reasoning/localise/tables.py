"""Observations as arrays: the chance of each under each site, with severity and certainty."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import msgspec
import numpy as np

from myotome.reasoning.localise.evidence import PLEGIA, Observation
from myotome.reasoning.localise.network import Network
from myotome.reasoning.localise.settings import CHANNELS, Effect, Settings

CEILING = 0.995
NUMBER = {channel: number for number, channel in enumerate(CHANNELS)}


class Tables(msgspec.Struct, frozen=True, eq=False):
    """The evidence of one case, F observations over 2S sites (left ones first).

    columns: atoms aimed at by each observation. reach: share of the observation that each site
    reaches (F x 2S). present: abnormal (F). weight: certainty (F). low, high: levels of weakness
    seen (F). leak: log chance of normal, and of staying below the next worse level, with no lesion
    at all (2 x F). ripe: share of its chance that a sign has so soon after the onset (F).
    """

    observations: tuple[Observation, ...]
    columns: tuple[list[int], ...]
    reach: np.ndarray
    present: np.ndarray
    weight: np.ndarray
    low: np.ndarray
    high: np.ndarray
    leak: np.ndarray
    ripe: np.ndarray | float = 1.0


def ripeness(channel: str, days: float | None, settings: Settings) -> float:
    """Share of its full chance that a sign has so many days after the onset (1 when unknown)."""
    rule = next((r for r in settings.timing if r.channel == channel), None)
    if rule is None or days is None:
        return 1.0
    return float(np.interp(days, (rule.from_days, rule.full_days), (rule.before, 1.0)))


def build(
    observations: list[Observation], net: Network, settings: Settings, days: float | None = None
) -> Tables:
    """Gather the rows of the network that the observations aim at. days: since the onset, if known."""
    count = len(net.sites)
    reach = np.zeros((len(observations), 2 * count))
    columns = tuple([net.atoms[o.target.kind, m] for m in o.target.members] for o in observations)
    for row, o, aimed in zip(reach, observations, columns, strict=True):
        value = blend(net.reach[:, aimed], o.target.top)
        for side in o.sides:
            row[side * count:(side + 1) * count] = value
    graded = [o.channel == "strength" and o.present for o in observations]
    low = np.array([o.low if g else 1 for o, g in zip(observations, graded, strict=True)], dtype=int)
    high = np.array([o.high if g else PLEGIA for o, g in zip(observations, graded, strict=True)], dtype=int)
    leak = np.array([settings.leaks.chance(o.channel) for o in observations])
    return Tables(
        observations=tuple(observations), columns=columns, reach=reach,
        present=np.array([o.present for o in observations], dtype=bool),
        weight=np.array([o.weight for o in observations]), low=low, high=high,
        leak=logs(
            leak[:, None], low, high, [(settings.leaks.severe, settings.leaks.plegia)], np.zeros(1, int)
        )[:, :, 0],
        ripe=np.array([ripeness(o.channel, days, settings) for o in observations]),
    )


def blend(values: np.ndarray, top: float) -> np.ndarray:
    """``top`` times the worst member and the rest times the mean, along the last axis."""
    if values.shape[-1] == 1:
        return values[..., 0]
    worst = values.max(axis=-1)
    return worst if top >= 1.0 else top * worst + (1 - top) * values.mean(axis=-1)


@lru_cache(maxsize=64)
def by_channel(effect: Effect) -> np.ndarray:
    """The chances of an effect in the order of ``CHANNELS``."""
    return np.array([effect.chance(channel) for channel in CHANNELS])


def chances(
    reach: np.ndarray, tables: Tables, effects: Sequence[Effect], which: np.ndarray
) -> np.ndarray:
    """Chance of each abnormal observation under each site (F x n).

    reach: columns of ``tables.reach``. which: number of the effect that holds for a column (n).
    """
    channels = [NUMBER[o.channel] for o in tables.observations]
    factor = np.stack([by_channel(e)[channels] for e in effects], axis=1)
    ripe = np.reshape(tables.ripe, (-1, 1))
    return np.minimum(reach * ripe * factor[:, which], CEILING)


def logs(
    chance: np.ndarray, low: np.ndarray, high: np.ndarray,
    shares: Sequence[tuple[float, float]], which: np.ndarray,
) -> np.ndarray:
    """Log chance of not reaching the level seen, and of not going beyond it (2 x F x columns).

    shares: of weak muscles that are severe, that are plegic; which: the pair that holds for a column.
    The first is the log chance of a normal finding where the finding is normal.
    """
    ratio = np.array([[1.0, 1.0, severe, plegia, 0.0] for severe, plegia in shares]).T
    found = np.zeros((2, *chance.shape))
    np.log1p(-chance * ratio[low][:, which], out=found[0])
    capped = high < PLEGIA
    if capped.any():
        found[1, capped] = np.log1p(-chance[capped] * ratio[high[capped] + 1][:, which])
    return found


def log_chance_seen(below: np.ndarray, beyond: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Log chance of the abnormal findings seen, each with its certainty; the last axis is findings.

    below, beyond: summed logs of ``logs``. A finding of weight w may be wrong with chance 1 - w.
    """
    hit = np.exp(beyond) - np.exp(below)
    return np.log(np.maximum(weight * hit + (1 - weight) * (1 - hit), 1e-300))


def log_findings(tables: Tables, ground: np.ndarray) -> np.ndarray:
    """Log chance of each finding as it is, normal or abnormal (F x columns, or F).

    ground: logs of everything that may cause it (2 x F x columns, or 2 x F).
    """
    shape = (-1,) + (1,) * (ground.ndim - 2)
    seen = log_chance_seen(ground[0], ground[1], tables.weight.reshape(shape))
    return np.where(tables.present.reshape(shape), seen, ground[0])
