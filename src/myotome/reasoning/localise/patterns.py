"""Diffuse patterns as tables: stages, or every choice of units of the body that are hit."""

from __future__ import annotations

from functools import lru_cache
from itertools import product

import msgspec
import numpy as np

from myotome.knowledge.store import Knowledge
from myotome.reasoning.localise.network import Network, network
from myotome.reasoning.localise.settings import Diffuse, Picture, Settings, read_settings

SIDES = {"": (0, 1), "left": (0,), "right": (1,)}


class Pattern(msgspec.Struct, frozen=True, eq=False):
    """A diffuse pattern. chance: of weakness, reflex loss or sensory loss (K x 2 x A, left first).
    log_weight: of each of the K stages, summing to 1 in all."""

    spec: Diffuse
    chance: np.ndarray
    log_weight: np.ndarray


@lru_cache(maxsize=2)
def patterns(knowledge: Knowledge) -> tuple[Pattern, ...]:
    """Every diffuse pattern of the settings, compiled once a process."""
    settings, net = read_settings(knowledge), network(knowledge)
    painter = _Painter(knowledge, settings, net)
    return tuple(_compile(spec, painter) for spec in settings.diffuse)


class _Painter:
    """Writes a picture into a table of chances."""

    def __init__(self, knowledge: Knowledge, settings: Settings, net: Network) -> None:
        self.knowledge, self.settings, self.net = knowledge, settings, net

    def columns(self, kind: str, name: str) -> list[int]:
        """Atoms that a name of the settings means; raises KeyError for an unknown one."""
        atoms = self.net.atoms
        if name == "all":
            return [column for (k, _), column in atoms.items() if k == kind]
        if kind == "territory":
            return [atoms[kind, t] for t in self.settings.territory_sets.get(name, (name,))]
        if kind == "muscle":
            found = self.knowledge.muscles_of(name)
            if not found:
                raise KeyError(f"settings/localisation.yaml names no muscle by {name!r}")
            return [atoms[kind, m] for m in found]
        return [atoms[kind, name]]

    def paint(self, chance: np.ndarray, picture: Picture) -> None:
        """Overwrite the cells that the picture names, on its side or on both."""
        for side in SIDES[picture.side]:
            for kind, values in (
                ("muscle", picture.muscles), ("reflex", picture.reflexes),
                ("territory", picture.territories),
            ):
                for name, value in values.items():
                    chance[side, self.columns(kind, name)] = value


def _compile(spec: Diffuse, painter: _Painter) -> Pattern:
    width = painter.net.reach.shape[1]
    if spec.stages:
        weights = np.array([stage.weight for stage in spec.stages])
        chance = np.zeros((len(spec.stages), 2, width))
        for table, stage in zip(chance, spec.stages, strict=True):
            painter.paint(table, stage)
        return Pattern(spec=spec, chance=chance, log_weight=np.log(weights / weights.sum()))
    chosen, weights = _choices(spec)
    chance = np.zeros((len(chosen), 2, width))
    units = {unit.id: unit for unit in spec.units}
    for table, names in zip(chance, chosen, strict=True):
        painter.paint(table, spec.rest)
        for name in names:
            painter.paint(table, units[name])
    return Pattern(spec=spec, chance=chance, log_weight=np.log(weights / weights.sum()))


def _choices(spec: Diffuse) -> tuple[list[tuple[str, ...]], np.ndarray]:
    """Sets of units that may be hit together, with their weights."""
    if spec.patterns:
        return [p.units for p in spec.patterns], np.array([p.weight for p in spec.patterns])
    chosen, weights = [], []
    for hits in product((False, True), repeat=len(spec.units)):
        if sum(hits) >= spec.least:
            chosen.append(tuple(u.id for u, hit in zip(spec.units, hits, strict=True) if hit))
            weights.append(spec.each ** sum(hits) * (1 - spec.each) ** (len(hits) - sum(hits)))
    return chosen, np.array(weights)
