"""Diffuse patterns as tables: stages, or every choice of units of the body that are hit; and the
findings under each of them."""

from __future__ import annotations

from functools import lru_cache
from itertools import product

import msgspec
import numpy as np

from myotome.knowledge.store import Knowledge
from myotome.reasoning.localise.network import Network, network
from myotome.reasoning.localise.settings import Diffuse, Picture, Settings, read_settings
from myotome.reasoning.localise.tables import CEILING, Tables, blend, log_findings, logs

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


def draw(tables: Tables, patterns: Patterns) -> Drawn:
    """All stages at once.

    What is seen of one place in several ways (weak, wasted, bright on MRI) hangs together: the
    place is struck or it is not; and in symmetric patterns so does the same place of both sides.
    """
    owner = patterns.owner
    seen = tables.observations
    factor = np.array([[s.channels.get(o.channel, 1.0) for s in patterns.specs] for o in seen])
    factor = factor.reshape(len(seen), len(patterns.specs))[:, owner] * np.reshape(tables.ripe, (-1, 1))
    struck = np.zeros((len(seen), len(owner)))
    shown = np.minimum(factor, CEILING)
    single = [
        row for row, o in enumerate(seen) if len(tables.columns[row]) == len(o.sides) == 1
    ]
    struck[single] = patterns.chance[
        :, [seen[r].sides[0] for r in single], [tables.columns[r][0] for r in single]
    ].T
    for row, (o, columns) in enumerate(zip(seen, tables.columns, strict=True)):
        if o.target.kind in ("segment", "root"):  # chances in themselves, wherever the pattern strikes
            struck[row], shown[row] = factor[row], CEILING
            continue
        if len(columns) == len(o.sides) == 1:
            continue
        sides = [blend(patterns.chance[:, side, columns], o.target.top) for side in o.sides]
        struck[row] = sides[0] if len(sides) == 1 else np.maximum(*sides)
    shares = [(s.channels["severe"], s.channels["plegia"]) for s in patterns.specs]
    leak = tables.leak[:, :, None]
    low, high = tables.low, tables.high
    together = np.array([s.together for s in patterns.specs])
    hit = log_findings(tables, logs(shown, low, high, shares, owner) + leak)
    missed = log_findings(tables, tables.leak)
    return Drawn(
        struck=struck, shown=shown, log_chance=_together(tables, struck, hit, missed, together[owner]),
        ground=logs(struck * shown, low, high, shares, owner) + leak,
    )


def _together(
    tables: Tables, struck: np.ndarray, hit: np.ndarray, missed: np.ndarray, pairing: np.ndarray
) -> np.ndarray:
    """Log chance of all findings under each stage, place by place (K).

    hit, missed: log chance of each finding if its place is struck (F x K), if it is not (F).
    pairing: share of places that are struck on both sides or on none (K).
    """
    places: dict[tuple, list[int]] = {}
    for row, o in enumerate(tables.observations):
        apart = o.channel if o.target.kind in ("segment", "root") else ""
        places.setdefault((o.target.kind, o.target.members, apart, o.sides), []).append(row)
    if not places:
        return np.zeros(struck.shape[1])
    order = [row for rows in places.values() for row in rows]
    count = np.array([len(rows) for rows in places.values()])
    starts = np.cumsum(count) - count
    chance = np.add.reduceat(struck[order], starts, axis=0) / count[:, None]
    chance = np.clip(chance, 1e-9, CEILING)
    with_hit = np.log(chance) + np.add.reduceat(hit[order], starts, axis=0)
    without = np.log1p(-chance) + np.add.reduceat(missed[order], starts)[:, None]
    alone = np.logaddexp(with_hit, without)
    number = {place: n for n, place in enumerate(places)}
    pairs = [
        (n, number[(*place[:3], (1,))]) for place, n in number.items()
        if place[3] == (0,) and not place[2] and (*place[:3], (1,)) in number
    ]
    total = alone.sum(axis=0)
    if not pairs or not pairing.any():
        return total
    left, right = np.array(pairs).T
    apart_chance = alone[left] + alone[right]
    one = np.logaddexp(
        with_hit[left] + with_hit[right] - np.log(chance[left]),
        without[left] + without[right] - np.log1p(-chance[left]),
    )
    with np.errstate(divide="ignore"):
        both = np.logaddexp(np.log(pairing) + one, np.log1p(-pairing) + apart_chance)
    return total + (both - apart_chance).sum(axis=0)
