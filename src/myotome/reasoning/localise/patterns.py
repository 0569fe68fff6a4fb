"""Diffuse patterns as tables: stages, or every choice of units of the body that are hit; and the
findings under each of them."""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from typing import NamedTuple

import msgspec
import numpy as np

from myotome.knowledge.store import Knowledge
from myotome.reasoning.localise.network import Network, network
from myotome.reasoning.localise.settings import CHANNELS, Diffuse, Picture, Settings, read_settings
from myotome.reasoning.localise.tables import (
    CEILING,
    Tables,
    blend,
    chance_of_findings,
    chance_seen,
    level_shares,
)

SIDES = {"": (0, 1), "left": (0,), "right": (1,)}


class Patterns(msgspec.Struct, frozen=True, eq=False):
    """All diffuse patterns, stage after stage (K in all). owner: number of the pattern of a stage
    (K). chance: that a muscle is struck, a reflex or sensation lost (K x 2 x A, left first).
    log_weight: of each stage within its pattern (K)."""

    specs: tuple[Diffuse, ...]
    owner: np.ndarray
    chance: np.ndarray
    log_weight: np.ndarray

    def number(self, name: str) -> int:
        return next(i for i, spec in enumerate(self.specs) if spec.id == name)

    def stages(self, number: int) -> np.ndarray:
        return np.flatnonzero(self.owner == number)


@lru_cache(maxsize=2)
def patterns(knowledge: Knowledge) -> Patterns:
    """Compile every pattern of the settings once a process."""
    settings, net = read_settings(knowledge), network(knowledge)
    painter = _Painter(knowledge, settings, net)
    drawn = [_compile(spec, painter) for spec in settings.diffuse]
    return Patterns(
        specs=settings.diffuse,
        owner=np.repeat(np.arange(len(drawn)), [len(weight) for _, weight in drawn]),
        chance=np.concatenate([chance for chance, _ in drawn]),
        log_weight=np.concatenate([np.log(weight / weight.sum()) for _, weight in drawn]),
    )


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


def _compile(spec: Diffuse, painter: _Painter) -> tuple[np.ndarray, np.ndarray]:
    """Tables of the pattern's stages, and their weights."""
    if spec.stages:
        chance = np.zeros((len(spec.stages), 2, painter.net.reach.shape[1]))
        for table, stage in zip(chance, spec.stages, strict=True):
            painter.paint(table, stage)
        return chance, np.array([stage.weight for stage in spec.stages])
    chosen, weights = _choices(spec)
    chance = np.zeros((len(chosen), 2, painter.net.reach.shape[1]))
    units = {unit.id: unit for unit in spec.units}
    for table, names in zip(chance, chosen, strict=True):
        painter.paint(table, spec.rest)
        for name in names:
            painter.paint(table, units[name])
    return chance, np.array(weights)


def _choices(spec: Diffuse) -> tuple[list[tuple[str, ...]], list[float]]:
    """Sets of units that may be hit together, with their weights."""
    if spec.patterns:
        return [p.units for p in spec.patterns], [p.weight for p in spec.patterns]
    chosen, weights = [], []
    for hits in product((False, True), repeat=len(spec.units)):
        if sum(hits) >= spec.least:
            chosen.append(tuple(u.id for u, hit in zip(spec.units, hits, strict=True) if hit))
            weights.append(spec.each ** sum(hits) * (1 - spec.each) ** (len(hits) - sum(hits)))
    return chosen, weights


class Drawn(msgspec.Struct, frozen=True, eq=False):
    """struck: chance that a stage strikes what an observation aims at (F x K). shown: chance that
    the observation is abnormal if it does, in a careful record (F x K). log_chance: of all findings, in
    records of each reliability (R x K)."""

    struck: np.ndarray
    shown: np.ndarray
    log_chance: np.ndarray

    @property
    def chance(self) -> np.ndarray:
        """Chance of each observation being abnormal under each stage (F x K)."""
        return self.struck * self.shown


def draw(tables: Tables, patterns: Patterns) -> Drawn:
    """All stages at once.

    What is seen of one place in several ways (weak, wasted, bright on MRI) hangs together: the
    place is struck or it is not; and in symmetric patterns so does the same place of both sides.
    """
    owner = patterns.owner
    shown = np.minimum(_factors(patterns)[tables.channel] * tables.ripe[:, None], CEILING)      # F x specs
    struck = np.empty((len(tables.observations), len(owner)))
    single = [row for row, o in enumerate(tables.observations) if len(tables.columns[row]) == len(o.sides) == 1]
    struck[single] = patterns.chance[
        :, [tables.observations[r].sides[0] for r in single], [tables.columns[r][0] for r in single]
    ].T
    for row, (o, columns) in enumerate(zip(tables.observations, tables.columns, strict=True)):
        if o.target.kind in ("segment", "root"):  # chances in themselves, wherever the pattern strikes
            struck[row], shown[row] = shown[row, owner], CEILING
        elif len(columns) > 1 or len(o.sides) > 1:
            sides = [blend(patterns.chance[:, side, columns], o.target.top) for side in o.sides]
            struck[row] = sides[0] if len(sides) == 1 else np.maximum(*sides)
    return Drawn(struck=struck, shown=shown[:, owner], log_chance=_together(tables, patterns, struck, shown))


@lru_cache(maxsize=2)
def _factors(patterns: Patterns) -> np.ndarray:
    """Chance of each channel in what a pattern strikes (channels x specs)."""
    return np.array([[spec.channels[channel] for spec in patterns.specs] for channel in CHANNELS])


def over_pattern(tables: Tables, drawn: Drawn, patterns: Patterns, row: int) -> np.ndarray:
    """Chance of staying below the level seen, and of not going beyond it, where one stage and nothing
    else strikes, finding by finding (R x 2 x F)."""
    ratio = level_shares([_severity(patterns.specs[patterns.owner[row]])])[0]
    chance = drawn.chance[:, row] * tables.kept
    return tables.calm * np.stack([1 - chance * ratio[tables.low], 1 - chance * ratio[tables.high + 1]], axis=1)


class Severity(NamedTuple):
    severe: float
    plegia: float


def _severity(spec: Diffuse) -> Severity:
    return Severity(spec.channels["severe"], spec.channels["plegia"])


def _together(tables: Tables, patterns: Patterns, struck: np.ndarray, shown: np.ndarray) -> np.ndarray:
    """Log chance of all findings under each stage, place by place (R x K).

    shown: chance of each finding where its place is struck (F x specs).
    """
    places: dict[tuple, list[int]] = {}
    for row, o in enumerate(tables.observations):
        apart = o.channel if o.target.kind in ("segment", "root") else ""
        places.setdefault((o.target.kind, o.target.members, apart, o.sides), []).append(row)
    if not places:
        return np.zeros((len(tables.kept), struck.shape[1]))
    order = [row for rows in places.values() for row in rows]
    count = np.array([len(rows) for rows in places.values()])
    starts = np.cumsum(count) - count
    hit, missed = _hit_or_missed(tables, patterns, shown)
    owner = patterns.owner
    chance = np.clip(np.add.reduceat(struck[order], starts, axis=0) / count[:, None], 1e-9, CEILING)
    hit = np.multiply.reduceat(hit[:, order], starts, axis=1)[:, :, owner]           # R x places x K
    missed = np.multiply.reduceat(missed[:, order], starts, axis=1)[:, :, None]
    alone = chance * hit + (1 - chance) * missed
    left, right = _pairs(places)
    pairing = np.array([spec.together for spec in patterns.specs])[owner]
    least, most = np.minimum(chance[left], chance[right]), np.maximum(chance[left], chance[right])
    both = least * hit[:, left] * hit[:, right] + (1 - most) * missed[:, left] * missed[:, right]
    both += (chance[left] - least) * hit[:, left] * missed[:, right]      # where one side is likelier struck
    both += (chance[right] - least) * missed[:, left] * hit[:, right]
    both = pairing * both + (1 - pairing) * alone[:, left] * alone[:, right]
    single = np.ones(len(places), dtype=bool)
    single[left] = single[right] = False
    return np.log(alone[:, single]).sum(axis=1) + np.log(both).sum(axis=1)


def _hit_or_missed(tables: Tables, patterns: Patterns, shown: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Chance of each finding as it is, where a pattern strikes (R x F x specs), where it does not (R x F)."""
    ratio = level_shares([_severity(spec) for spec in patterns.specs]).T             # levels x specs
    chance = shown * tables.kept[:, :, None]
    below = tables.calm[:, 0, :, None] * (1 - chance * ratio[tables.low])
    beyond = tables.calm[:, 1, :, None] * (1 - chance * ratio[tables.high + 1])
    seen = chance_seen(below, beyond, tables.weight[:, None])
    return np.where(tables.present[:, None], seen, below), chance_of_findings(tables, tables.calm)


def _pairs(places: dict[tuple, list[int]]) -> tuple[list[int], list[int]]:
    """Numbers of the places of which both sides were looked at, left ones and right ones."""
    number = {place: n for n, place in enumerate(places)}
    found = [
        (n, number[(*place[:3], (1,))]) for place, n in number.items()
        if place[3] == (0,) and not place[2] and (*place[:3], (1,)) in number
    ]
    return [left for left, _ in found], [right for _, right in found]
