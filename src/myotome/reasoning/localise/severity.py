"""How bad a lesion is, and which side is worse."""

from __future__ import annotations

import numpy as np

from myotome.answer.lesion import Lesion
from myotome.reasoning.localise.evidence import PLEGIA, SEVERE, Observation
from myotome.reasoning.localise.settings import Settings
from myotome.reasoning.localise.tables import Tables
from myotome.terms import Side


def score(o: Observation, settings: Settings) -> float:
    """0 (normal) to 1 (plegia) of one observation."""
    if not o.present:
        return 0.0
    scale = settings.severity
    if o.channel == "strength":
        if o.low == PLEGIA:
            value = scale.plegia
        elif o.low == SEVERE:
            value = scale.severe
        elif o.high == PLEGIA:
            value = scale.weak
        else:
            value = scale.mild if o.high < SEVERE else (scale.mild + scale.severe) / 2
    else:
        value = scale.channels.get(o.channel, 0.0)
    return value * (settings.report.other_side if o.better else 1.0) * o.weight


def severities(
    sites: tuple[int, ...], tables: Tables, chance: np.ndarray, settings: Settings
) -> tuple[float, ...]:
    """Mean score of what each site should hit, weighted by how surely it does (as long as sites)."""
    if not sites:
        return ()
    scores = np.array([score(o, settings) for o in tables.observations])
    counted = np.array([o.channel in settings.severity.channels or o.channel == "strength"
                        for o in tables.observations])
    found = []
    for site in sites:
        weight = chance[:, site] * counted
        total = weight.sum()
        found.append(round(float(weight @ scores / total), 4) if total > 0 else 0.0)
    return tuple(found)


def worse_side(first: Lesion | None, tables: Tables, settings: Settings) -> Side | None:
    """The worse side of the first lesion, or of the findings of a diffuse one; None when alike."""
    if first is None:
        return None
    by_side = {Side.LEFT: 0.0, Side.RIGHT: 0.0}
    if first.sites:
        for (_, side), value in zip(first.sites, first.severity, strict=True):
            by_side[side] = max(by_side[side], value)
        if not all(by_side.values()):
            return None
    else:
        for o in tables.observations:
            if len(o.sides) == 1 and o.channel in ("strength", "bulk", "mri", "emg"):
                by_side[(Side.LEFT, Side.RIGHT)[o.sides[0]]] += score(o, settings)
    left, right = by_side[Side.LEFT], by_side[Side.RIGHT]
    if abs(left - right) < settings.report.side_gap:
        return None
    return Side.LEFT if left > right else Side.RIGHT


def pain_side(tables: Tables) -> Side | None:
    """The side on which root pain is worse, or the only one."""
    sides = {
        o.sides[0] for o in tables.observations
        if o.channel == "pain" and o.present and len(o.sides) == 1 and not o.better
    }
    return (Side.LEFT, Side.RIGHT)[sides.pop()] if len(sides) == 1 else None
