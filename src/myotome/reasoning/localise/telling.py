"""How a disease is told: a diffuse one is seldom told by signs of one side, or of one limb, alone.

This is about the telling. What nobody told is not taken for normal: a symmetric disease whose
patient is described by one foot is merely unlikely to be described so.
"""

from __future__ import annotations

import math

from myotome.knowledge.store import Knowledge
from myotome.reasoning.localise.features import FeatureState
from myotome.reasoning.localise.settings import Diffuse, Settings
from myotome.reasoning.localise.tables import Tables

PLACES = ("muscle", "reflex", "territory")


class Telling:
    """What the story of one case contains: lone signs, limbs, features."""

    def __init__(
        self, tables: Tables, states: list[FeatureState], knowledge: Knowledge, settings: Settings
    ) -> None:
        self.lone = min(_lone_signs(tables), settings.one_sided_signs)
        self.limbs = _limbs(tables, knowledge)
        self.told = {state.feature.id for state in states}

    def log_chance(self, pattern: Diffuse) -> float:
        """Log chance that the pattern is told in this way."""
        total = self.lone * math.log(pattern.one_sided) + self.log_one_limb(pattern)
        if pattern.told_by and not self.told.intersection(pattern.told_by):
            total += math.log(pattern.untold)
        return total

    def log_one_limb(self, pattern: Diffuse) -> float:
        """Log chance that the pattern is told by one limb, when it is."""
        return math.log(pattern.one_limb) if self.limbs == 1 else 0.0


def _lone_signs(tables: Tables) -> int:
    """Places that are abnormal on one side, with no abnormal twin on the other."""
    abnormal = [o for o in tables.observations if o.present and o.target.kind in PLACES]
    told = {(o.target.members, o.sides) for o in abnormal}
    return len({
        o.target.members for o in abnormal
        if len(o.sides) == 1 and (o.target.members, (1 - o.sides[0],)) not in told
    })


def _limbs(tables: Tables, knowledge: Knowledge) -> int:
    """In how many limbs (arm, leg, head, trunk of each side) a muscle, reflex or skin is abnormal."""
    block = {
        kind: {entry.id: entry.block for entry in table.values()} for kind, table in zip(
            PLACES, (knowledge.muscles, knowledge.reflexes, knowledge.territories), strict=True)
    }
    return len({
        (block[o.target.kind][member], side)
        for o in tables.observations if o.present and o.target.kind in PLACES
        for member in o.target.members for side in o.sides
    })
