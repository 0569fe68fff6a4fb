"""The anatomy as one table: how much of each muscle, reflex, skin territory ... a lesion reaches."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import msgspec
import numpy as np

from myotome.knowledge.store import Knowledge
from myotome.reasoning.localise.anomalies import Odd, vary
from myotome.reasoning.localise.settings import RootWeights, Settings, read_settings

KINDS = {"roots": "root", "plexus": "plexus", "segments": "nerve"}


class Network(msgspec.Struct, frozen=True, eq=False):
    """Sites of one side, and what they reach on that side.

    sites: root, plexus and segment ids (S). index: site -> row. kinds: "root", "plexus" or "nerve" of each (S).
    atoms: (kind, id) -> column, kind one of muscle, reflex, territory, root, segment (A).
    reach: share reached, 0..1 (S x A). prior: relative frequency of an isolated lesion (S).
    odd: (row, column) -> variant of the anatomy, for what is reached by way of one only.
    """

    sites: tuple[str, ...]
    index: dict[str, int]
    kinds: np.ndarray
    atoms: dict[tuple[str, str], int]
    reach: np.ndarray
    prior: np.ndarray
    odd: Odd


@lru_cache(maxsize=2)
def network(knowledge: Knowledge) -> Network:
    """Compile the anatomy once a process.

    >>> from myotome.knowledge import load
    >>> net = network(load())
    >>> reach = net.reach[net.index["common_fibular.fibular_head"]]
    >>> float(reach[net.atoms["muscle", "tibialis_posterior"]])
    0.0
    """
    settings = read_settings(knowledge)
    tables = {name: getattr(knowledge, name) for name in KINDS}
    sites = tuple(site for table in tables.values() for site in table)
    keys = [
        *(("muscle", m) for m in knowledge.muscles), *(("reflex", r) for r in knowledge.reflexes),
        *(("territory", t) for t in knowledge.territories), *(("root", r) for r in knowledge.roots),
        *(("segment", s) for s in knowledge.segments),
    ]
    atoms = {key: column for column, key in enumerate(keys)}
    reach = np.zeros((len(sites), len(atoms)))
    rows = {site: i for i, site in enumerate(sites)}
    for site, key, value in _cells(knowledge, settings):
        cell = rows[site], atoms[key]
        reach[cell] = max(reach[cell], value)
    for segment in knowledge.segments.values():
        for part, chance in segment.exceptions.items():
            kind = "muscle" if part in knowledge.muscles else "territory"
            full = settings.effects["nerve"].chance("strength" if kind == "muscle" else "sensation")
            reach[rows[segment.id], atoms[kind, part]] = min(1.0, chance / full)
    odd = vary(reach, rows, atoms, knowledge, settings)
    return Network(
        sites=sites, index=rows,
        kinds=np.array([KINDS[name] for name, table in tables.items() for _ in table]),
        atoms=atoms,
        reach=reach,
        prior=np.array([entry.prior for table in tables.values() for entry in table.values()]),
        odd=odd,
    )


Cell = tuple[str, tuple[str, str], float]


def _cells(knowledge: Knowledge, settings: Settings) -> Iterator[Cell]:
    yield from _root_cells(knowledge, settings)
    yield from _plexus_cells(knowledge, settings)
    yield from _segment_cells(knowledge, settings)


def _weight(weights: RootWeights, name: str) -> float:
    return getattr(weights, name)


def _root_cells(knowledge: Knowledge, settings: Settings) -> Iterator[Cell]:
    weights = settings.roots
    counts = {(c.root, c.muscle): c for c in settings.counts.seen}
    for muscle in knowledge.muscles.values():
        for root, name in muscle.roots.items():
            paraspinal = len(muscle.roots) == 1 and muscle.id.startswith("paraspinal")
            value = weights.paraspinal if paraspinal else _weight(weights, name)
            seen = counts.get((root, muscle.id))
            if seen:
                k = weights.counts_weigh
                value = (seen.n + k * value) / (seen.of + k)
            yield root, ("muscle", muscle.id), value
    for kind, table in (("reflex", knowledge.reflexes), ("territory", knowledge.territories)):
        for part in table.values():
            for root, name in part.roots.items():
                yield root, (kind, part.id), _weight(weights, name)
    order = list(knowledge.roots)
    for place, root in enumerate(order):
        yield root, ("root", root), 1.0
        for near in order[max(place - 1, 0): place + 2]:
            if near != root:
                yield root, ("root", near), weights.adjacent


def _plexus_cells(knowledge: Knowledge, settings: Settings) -> Iterator[Cell]:
    def share(part_roots: frozenset[str], roots: dict[str, str]) -> float:
        total = sum(_weight(settings.roots, w) for w in roots.values())
        through = sum(_weight(settings.roots, w) for r, w in roots.items() if r in part_roots)
        return through / total if total else 0.0

    for part in knowledge.plexus.values():
        through = frozenset(part.roots)
        for muscle in knowledge.muscles.values():
            if part.id in muscle.plexus:
                yield part.id, ("muscle", muscle.id), share(through, muscle.roots)
        for territory in knowledge.territories.values():
            if part.id in territory.plexus:
                yield part.id, ("territory", territory.id), share(through, territory.roots)
        for reflex in knowledge.reflexes.values():
            effector = knowledge.muscles.get(reflex.muscle or "")
            if effector and part.id in effector.plexus:
                yield part.id, ("reflex", reflex.id), share(through, reflex.roots)
        for root in part.roots:
            yield part.id, ("root", root), 1.0
            skin = "dermatome." + root.removeprefix("root.")
            if skin in knowledge.territories:
                yield part.id, ("territory", skin), settings.dermatome_by_nerve.value


def upstream(knowledge: Knowledge, segment: str) -> frozenset[str]:
    """The segment and every more proximal segment on the way to it."""
    entry = knowledge.segments.get(segment)
    if entry is None:
        return frozenset()
    return frozenset((segment,)).union(*(upstream(knowledge, p) for p in entry.parents))


def _segment_cells(knowledge: Knowledge, settings: Settings) -> Iterator[Cell]:
    above = {s: upstream(knowledge, s) for s in knowledge.segments}
    told = settings.dermatome_by_nerve.value
    for segment in knowledge.segments:
        yield segment, ("segment", segment), 1.0
    for muscle in knowledge.muscles.values():
        for segment in above.get(muscle.nerve or "", ()):
            yield segment, ("muscle", muscle.id), 1.0
            for root, name in muscle.roots.items():
                if name == "main":
                    yield segment, ("root", root), 1.0
    for reflex in knowledge.reflexes.values():
        for segment in above.get(reflex.nerve or "", ()):
            yield segment, ("reflex", reflex.id), 1.0
    for territory in knowledge.territories.values():
        for segment in above.get(territory.nerve or "", ()):
            yield segment, ("territory", territory.id), 1.0
            for root, name in territory.roots.items():
                skin = "dermatome." + root.removeprefix("root.")
                if skin in knowledge.territories:
                    yield segment, ("territory", skin), told * _weight(settings.roots, name)
