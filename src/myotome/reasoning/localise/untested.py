"""What to examine next: the unexamined muscle, reflex or skin that would separate the lesions."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from myotome.answer.lesion import SiteEvidence
from myotome.knowledge.store import Knowledge
from myotome.reasoning.localise.lesions import Entry
from myotome.reasoning.localise.network import Network, network
from myotome.reasoning.localise.posterior import Weigher
from myotome.reasoning.localise.settings import CHANNELS, Settings, read_settings
from myotome.reasoning.localise.tables import CEILING, NUMBER, Tables, by_channel
from myotome.terms import Side

BEDSIDE = {"muscle": "strength", "reflex": "reflex", "territory": "sensation"}


def untested(
    found: list[Entry], tables: Tables, net: Network, weigher: Weigher
) -> list[tuple[SiteEvidence, ...]]:
    """For each entry, the same atoms by falling expected information, with its own expectation."""
    if not found:
        return []
    asked = _askable(weigher.knowledge)
    atoms, channel, cost = asked.atoms, asked.channel, asked.cost
    head = found[: weigher.settings.report.hypotheses]
    chance = np.stack([_expected(e, net, weigher) for e in head])  # H x 2 x N
    prior = np.array([e.probability for e in head])
    prior = prior / prior.sum()
    use = _information(chance, prior)
    seen = _seen(tables)
    free = np.array([
        [(channel[n], name, side) not in seen for n, (_, name) in enumerate(atoms)] for side in (0, 1)
    ])
    order = _separating(use / cost, use, chance, free, weigher)
    return [
        tuple(
            SiteEvidence(
                site=atoms[n][1], side=(Side.LEFT, Side.RIGHT)[side],
                expected=round(float(row[side, n]), 4),
            )
            for side, n in _completed(order, entry, row * free, cost, weigher)
        )
        for entry, row in zip(found, [*chance, *[
            _expected(e, net, weigher) for e in found[len(head):]
        ]], strict=True)
    ]


def _separating(
    worth: np.ndarray, use: np.ndarray, chance: np.ndarray, free: np.ndarray, weigher: Weigher
) -> list[tuple[int, int]]:
    """(side, atom) by falling information for the trouble; of several that tell the same, one."""
    limits = weigher.settings.report
    ranked = sorted(
        zip(*np.nonzero(free & (use > limits.least_use)), strict=True),
        key=lambda c: (-round(float(worth[c]), 4), c[0], c[1]),
    )
    chosen: list[tuple[int, int]] = []
    for side, n in ranked:
        alike = (np.abs(chance[:, side, n] - chance[:, s, m]).max() < limits.tie for s, m in chosen)
        if not any(alike):
            chosen.append((int(side), int(n)))
        if len(chosen) == limits.untested:
            break
    return chosen


class Askable(NamedTuple):
    """What a bedside examination tests by itself, N atoms: (kind, name), column in the network, channel;
    number: of the channel in ``CHANNELS``. cost: 1 for what is examined as a rule, more for the rest. leak: chance of each without a lesion."""

    atoms: tuple[tuple[str, str], ...]
    columns: np.ndarray
    channel: tuple[str, ...]
    number: np.ndarray
    cost: np.ndarray
    leak: np.ndarray


@lru_cache(maxsize=2)
def _askable(knowledge: Knowledge) -> Askable:
    """Compiled once a process."""
    settings, net = read_settings(knowledge), network(knowledge)
    usual, found = set(settings.usual), {key: column for key, column in net.atoms.items() if _at_bedside(key, settings)}
    channel = tuple(BEDSIDE[kind] for kind, _ in found)
    return Askable(
        tuple(found), np.array(list(found.values())), channel, np.array([NUMBER[c] for c in channel]),
        np.array([1.0 if name in usual else settings.report.unusual for _, name in found]),
        np.array([settings.leaks.chance(c) for c in channel]),
    )


def _completed(
    order: list[tuple[int, int]], entry: Entry, likely: np.ndarray, cost: np.ndarray, weigher: Weigher
) -> list[tuple[int, int]]:
    """Then what a focal lesion should have hit and nobody examined, likeliest first."""
    limits = weigher.settings.report
    found = list(order)
    if entry.sites:
        cells = zip(*np.nonzero(likely >= limits.expected_from), strict=True)
        for side, n in sorted(cells, key=lambda c: (cost[c[1]], -round(float(likely[c]), 2), *c)):
            if len(found) < limits.untested and (side, n) not in found:
                found.append((int(side), int(n)))
    return found[: limits.untested]


def _at_bedside(key: tuple[str, str], settings: Settings) -> bool:
    kind, name = key
    if kind == "muscle":
        return name not in settings.not_bedside and not name.startswith("paraspinal")
    return kind in BEDSIDE and not name.startswith("dermatome") and name not in ("stocking", "glove")


def _seen(tables: Tables) -> set[tuple[str, str, int]]:
    return {
        (o.channel, m, side) for o in tables.observations for m in o.target.members for side in o.sides
        if len(o.target.members) == 1 or not o.present
    }


def _expected(entry: Entry, net: Network, weigher: Weigher) -> np.ndarray:
    """Chance that each atom is abnormal on each side under one lesion (2 x N)."""
    settings, asked = weigher.settings, _askable(weigher.knowledge)
    columns = asked.columns
    found = np.zeros((2, len(columns)))
    answer = entry.answer
    if answer.stage is not None:
        number = weigher.patterns.number(answer.process)
        channels = weigher.patterns.specs[number].channels
        factor = np.array([channels.get(c, 1.0) for c in CHANNELS])[asked.number]
        chance = weigher.patterns.chance[weigher.patterns.stages(number)][:, :, columns]
        found = np.tensordot(answer.stage, chance, axes=1) * factor
    for site in entry.sites:
        row = site % len(net.sites)
        name = next(p.effect for p in settings.processes if p.id == answer.process)
        effect = settings.effects[str(net.kinds[row]) if name == "own" else name]
        factor = by_channel(effect)[asked.number]
        side = site // len(net.sites)
        found[side] = 1 - (1 - found[side]) * (1 - net.reach[row, columns] * factor)
    return 1 - (1 - np.minimum(found, CEILING)) * (1 - asked.leak)


def _information(chance: np.ndarray, prior: np.ndarray) -> np.ndarray:
    """Expected fall of entropy over the lesions when the atom is examined, in nats (2 x N)."""
    def entropy(p: np.ndarray) -> np.ndarray:
        return -(p * np.log(p) + (1 - p) * np.log(1 - p))

    mean = np.tensordot(prior, chance, axes=1)
    return entropy(mean) - np.tensordot(prior, entropy(chance), axes=1)
