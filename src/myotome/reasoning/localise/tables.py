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
    seen (F). channel: number of its channel in ``CHANNELS`` (F). calm: chance of staying below the
    level seen, and of not going beyond it, with no lesion at all, in records of each reliability
    (R x 2 x F). kept: share of such signs that is not lost in such records (R x F). ripe: share of its
    chance that a sign has so soon after the onset (F).
    """

    observations: tuple[Observation, ...]
    columns: tuple[list[int], ...]
    reach: np.ndarray
    present: np.ndarray
    weight: np.ndarray
    low: np.ndarray
    high: np.ndarray
    channel: np.ndarray
    calm: np.ndarray
    kept: np.ndarray
    ripe: np.ndarray


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
    for side in (0, 1):
        plain = [n for n, o in enumerate(observations) if o.sides == (side,) and len(columns[n]) == 1]
        at = [columns[n][0] for n in plain]
        reach[plain, side * count:(side + 1) * count] = net.reach.T[at]
    for n, (o, aimed) in enumerate(zip(observations, columns, strict=True)):
        if len(o.sides) > 1 or len(aimed) > 1:
            value = blend(net.reach[:, aimed], o.target.top)
            for side in o.sides:
                reach[n, side * count:(side + 1) * count] = value
    graded = [o.channel == "strength" and o.present for o in observations]
    low = np.array([o.low if g else 1 for o, g in zip(observations, graded, strict=True)], dtype=int)
    high = np.array([o.high if g else PLEGIA for o, g in zip(observations, graded, strict=True)], dtype=int)
    channel = np.array([NUMBER[o.channel] for o in observations], dtype=int)
    leak = by_channel(settings.leaks)[channel]
    kept = 1 - np.array([[r.extra.get(name, 0.0) for name in CHANNELS] for r in settings.reliability])[:, channel]
    leak = 1 - (1 - leak) * kept
    ratio = level_shares([settings.leaks])[0]
    return Tables(
        observations=tuple(observations), columns=columns, reach=reach,
        present=np.array([o.present for o in observations], dtype=bool),
        weight=np.array([o.weight for o in observations]), low=low, high=high,
        channel=channel,
        calm=np.stack([1 - leak * ratio[low], 1 - leak * ratio[high + 1]], axis=1),
        kept=kept,
        ripe=np.array([ripeness(name, days, settings) for name in CHANNELS])[channel],
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


def level_shares(effects: Sequence[Effect]) -> np.ndarray:
    """Of abnormal findings, the share that reaches each level: 0 any, 1 weak, 2 severe, 3 plegia, 4
    what is beyond all (n x 5)."""
    return np.array([[1.0, 1.0, e.severe, e.plegia, 0.0] for e in effects])


def chances(reach: np.ndarray, tables: Tables, effects: Sequence[Effect], which: np.ndarray) -> np.ndarray:
    """Chance of each abnormal observation under each site (F x n).

    reach: columns of ``tables.reach``. which: number of the effect that holds for a column (n).
    """
    factor = channel_chances(effects)[tables.channel]
    return np.minimum(reach * tables.ripe[:, None] * factor[:, which], CEILING)


def channel_chances(effects: Sequence[Effect]) -> np.ndarray:
    """The chances of some effects, channel by channel (channels x n)."""
    return np.stack([by_channel(e) for e in effects], axis=1)


def chance_seen(below: np.ndarray, beyond: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Chance of abnormal findings as they are, each with its certainty.

    below, beyond: chance of staying below the level seen, of not going beyond it. A finding of weight
    w may be wrong with chance 1 - w.
    """
    hit = beyond - below
    return np.maximum(weight * hit + (1 - weight) * (1 - hit), 1e-300)


def chance_of_findings(tables: Tables, ground: np.ndarray) -> np.ndarray:
    """Chance of each finding as it is, normal or abnormal (R x F).

    ground: chance of staying below, of not going beyond, from everything that may cause it (R x 2 x F).
    """
    seen = chance_seen(ground[:, 0], ground[:, 1], tables.weight)
    return np.where(tables.present, seen, ground[:, 0])
