"""The findings under each stage of each diffuse pattern."""

from __future__ import annotations

import msgspec
import numpy as np

from myotome.reasoning.localise.patterns import Patterns
from myotome.reasoning.localise.settings import Leaks
from myotome.reasoning.localise.tables import CEILING, Tables, blend, log_findings, logs


class Drawn(msgspec.Struct, frozen=True, eq=False):
    """struck: chance that a stage strikes what an observation aims at (F x K). shown: chance that
    the observation is abnormal if it does (F x K). ground: logs of the pattern and the leak
    together (2 x F x K). log_chance: of all findings (K)."""

    struck: np.ndarray
    shown: np.ndarray
    ground: np.ndarray
    log_chance: np.ndarray

    @property
    def chance(self) -> np.ndarray:
        """Chance of each observation being abnormal under each stage (F x K)."""
        return self.struck * self.shown


def draw(tables: Tables, patterns: Patterns, leaks: Leaks) -> Drawn:
    """All stages at once.

    What is seen of one place in several ways (weak, wasted, bright on MRI) hangs together: the
    place is struck or it is not.
    """
    owner = patterns.owner
    seen = tables.observations
    factor = np.array([[s.channels.get(o.channel, 1.0) for s in patterns.specs] for o in seen])
    factor = factor.reshape(len(seen), -1)[:, owner]
    struck = np.zeros((len(seen), len(owner)))
    shown = np.minimum(factor, CEILING)
    for row, (o, columns) in enumerate(zip(seen, tables.columns, strict=True)):
        if o.target.kind in ("segment", "root"):
            struck[row], shown[row] = factor[row], CEILING
            continue
        sides = [blend(patterns.chance[:, side, columns], o.target.top) for side in o.sides]
        struck[row] = sides[0] if len(sides) == 1 else np.maximum(*sides)
    shares = [
        msgspec.structs.replace(leaks, severe=s.channels["severe"], plegia=s.channels["plegia"])
        for s in patterns.specs
    ]
    shares = [shares[i] for i in owner]
    leak = tables.leak[:, :, None]
    low, high = tables.low, tables.high
    hit = log_findings(tables, logs(shown, low, high, shares) + leak)
    missed = log_findings(tables, tables.leak)
    total = np.zeros(len(owner))
    places: dict[tuple, list[int]] = {}
    for row, o in enumerate(seen):
        places.setdefault((o.target.kind, o.target.members, o.sides), []).append(row)
    for rows in places.values():
        chance = np.clip(struck[rows].mean(axis=0), 1e-9, CEILING)
        total += np.logaddexp(
            np.log(chance) + hit[rows].sum(axis=0), np.log1p(-chance) + missed[rows].sum()
        )
    return Drawn(
        struck=struck, shown=shown, log_chance=total,
        ground=logs(struck * shown, low, high, shares) + leak,
    )
