"""Exact sums over sets of lesions: noisy-OR with leak, part by part of the body.

Sites that raise no abnormal finding multiply out; the others fall into parts that share no abnormal
finding. Within a part, sites with the same effect on its abnormal findings form one column whose
sets are counted by elementary symmetric sums, so that nothing is left out up to k lesions a part.
"""

from __future__ import annotations

from functools import lru_cache

import msgspec
import numpy as np

from myotome.reasoning.localise.settings import Search
from myotome.reasoning.localise.tables import Tables, log_chance_seen


class Choices(msgspec.Struct, frozen=True, eq=False):
    """All sets of at most three of n columns, a column being allowed again.

    triples: rows in rising order, n standing for "none" (M x 3). size: lesions in each (M).
    times: for t = 1, 2, 3 the pairs (row, column) in which the column stands t times.
    """

    triples: np.ndarray
    size: np.ndarray
    times: tuple[tuple[np.ndarray, np.ndarray], ...]


@lru_cache(maxsize=256)
def choices(n: int, most: int) -> Choices:
    """The sets, once for each number of columns; most: lesions allowed (at most 3).

    >>> choices(2, 2).triples.tolist()
    [[0, 0, 2], [0, 1, 2], [0, 2, 2], [1, 1, 2], [1, 2, 2], [2, 2, 2]]
    """
    first, second = np.triu_indices(n + 1)
    if most < 3:
        triples = np.stack([first, second, np.full(len(first), n)], axis=1)
        if most < 2:
            triples = triples[second == n]
    else:
        rows = np.repeat(np.arange(len(first)), n + 1 - second)
        third = np.arange(len(rows)) - np.repeat(
            np.cumsum(n + 1 - second) - (n + 1 - second), n + 1 - second) + second[rows]
        triples = np.stack([first[rows], second[rows], third], axis=1)
    there = triples < n
    same = triples[:, :, None] == triples[:, None, :]
    count = same.sum(axis=2)
    new = np.ones(triples.shape, dtype=bool)
    new[:, 1:] = triples[:, 1:] != triples[:, :-1]
    times = []
    for t in (1, 2, 3):
        row, place = np.nonzero(there & new & (count == t))
        times.append((row, triples[row, place]))
    return Choices(triples=triples, size=there.sum(axis=1), times=tuple(times))


def symmetric_sums(odds: np.ndarray) -> tuple[float, float, float]:
    """Sums over sets of one, two and three different members of the product of their odds."""
    s1, s2, s3 = float(odds.sum()), float((odds * odds).sum()), float((odds * odds * odds).sum())
    return s1, max(s1 * s1 - s2, 0.0) / 2, max(s1**3 - 3 * s1 * s2 + 2 * s3, 0.0) / 6


class Part(msgspec.Struct, frozen=True, eq=False):
    """Sites that explain the same findings. members: site numbers of each of n columns. odds: prior
    odds times the chance of what they should not have hit. power: symmetric sums of the odds
    (n x 3). value: likelihood times odds of each set of ``chosen``, up to the factor exp(scale)."""

    members: tuple[np.ndarray, ...]
    odds: tuple[np.ndarray, ...]
    power: np.ndarray
    chosen: Choices
    value: np.ndarray
    scale: float
    whole: bool

    def at_rate(self, rate: float) -> np.ndarray:
        """Mass of each set when the odds of each site are multiplied by ``rate`` (M)."""
        return self.value * rate ** self.chosen.size

    def sums(self, rate: float) -> tuple[float, float, float]:
        """Mass of no, one, several lesions."""
        by_size = np.bincount(self.chosen.size, weights=self.at_rate(rate), minlength=4)
        return float(by_size[0]), float(by_size[1]), float(by_size[2:].sum())


class Field(msgspec.Struct, frozen=True, eq=False):
    """A case under one kind of process. silent: log(1 + rate x odds) is summed over these.
    parts: the independent parts. alone: log chance of the findings that no site explains."""

    parts: tuple[Part, ...]
    silent: np.ndarray
    alone: float

    def log_silent(self, rate: float) -> float:
        return float(np.log1p(self.silent * rate).sum())


def explore(
    tables: Tables, site_logs: np.ndarray, ground: np.ndarray, odds: np.ndarray, limits: Search,
    *, sites: np.ndarray,
) -> Field:
    """All sets of lesions over some sites.

    site_logs: ``tables.logs`` of each site (2 x F x n). ground: the same without lesions (2 x F).
    odds: prior odds of each site at rate 1 (n). sites: their numbers (n).
    """
    below, beyond = site_logs
    there = tables.present
    spared = float(ground[0][~there].sum())
    lowered = odds * np.exp(below[~there].sum(axis=0))
    own, cap = below[there].T, beyond[there].T          # n x P
    evident = (own < np.log1p(-limits.least_effect)).any(axis=1)
    useful = (own < 0) & evident[:, None]  # of an evident site the slightest effect counts, so that parts are independent
    first, weight = ground[:, there], tables.weight[there]
    parts, explained = [], np.zeros(len(weight), dtype=bool)
    for findings, rows in _split(useful, evident):
        explained[findings] = True
        both = np.concatenate([own[rows][:, findings], cap[rows][:, findings]], axis=1)
        alike = _alike(both)
        members = tuple(sites[rows][r] for r in alike)
        lone = tuple(lowered[rows][r] for r in alike)
        columns = both[[r[0] for r in alike]]
        parts.append(_part(columns, (*first[:, findings], weight[findings]), members, lone, limits))
    alone = log_chance_seen(first[0, ~explained], first[1, ~explained], weight[~explained]).sum()
    return Field(parts=tuple(parts), silent=lowered[~evident], alone=float(alone) + spared)


def _split(useful: np.ndarray, evident: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    """Connected parts of the table site x abnormal finding: (findings, sites) of each."""
    width = useful.shape[1]
    kind = np.int64 if width < 62 else object
    mask = useful.astype(kind) @ np.array([1 << b for b in range(width)], dtype=kind)
    groups: list[int] = []
    for bits in {int(m) for m in mask[evident]}:
        whole, apart = bits, []
        for group in groups:
            if group & bits:
                whole |= group
            else:
                apart.append(group)
        groups = [*apart, whole]
    return [
        (np.array([b for b in range(width) if group >> b & 1]), np.flatnonzero((mask & group) != 0))
        for group in sorted(groups)
    ]


def _alike(both: np.ndarray) -> list[np.ndarray]:
    """Rows with the same numbers, gathered."""
    same: dict[bytes, list[int]] = {}
    for row in range(len(both)):
        same.setdefault(both[row].tobytes(), []).append(row)
    return [np.array(rows) for rows in same.values()]


def _part(
    effects: np.ndarray, ground: tuple[np.ndarray, np.ndarray, np.ndarray],
    members: tuple[np.ndarray, ...], odds: tuple[np.ndarray, ...], limits: Search,
) -> Part:
    """effects: logs of each column on the part's P findings, below then beyond (n x 2P). ground:
    logs without lesions, below and beyond, and certainty (P each)."""
    below, beyond, weight = ground
    n, width = len(members), len(weight)
    power = np.array([symmetric_sums(o) for o in odds])
    most = limits.lesions if n <= limits.wide else min(2, limits.lesions)
    chosen = choices(n, most)
    columns = np.concatenate([effects, np.zeros((1, 2 * width))])
    i, j, k = chosen.triples.T
    logs = columns[i] + columns[j] + columns[k]
    seen = log_chance_seen(below + logs[:, :width], beyond + logs[:, width:], weight)
    with np.errstate(divide="ignore"):
        mass = seen.sum(axis=1) + np.log(_weights(i, j, k, power))
    scale = float(mass.max())
    return Part(
        members=members, odds=odds, power=power,
        chosen=chosen, value=np.exp(mass - scale), scale=scale, whole=most == limits.lesions,
    )


def _weights(i: np.ndarray, j: np.ndarray, k: np.ndarray, power: np.ndarray) -> np.ndarray:
    """Summed odds of all sets of sites behind each set of columns; a column twice: two members.
    "None" has odds 1 however often it stands."""
    one, two, three = np.concatenate([power, np.ones((1, 3))]).T
    apart = one[i] * one[j] * one[k]
    pair = np.where(i == j, two[i] * one[k], one[i] * two[j])
    return np.where((i == j) & (j == k), three[i], np.where((i == j) | (j == k), pair, apart))


def marginals(part: Part, rate: float, sites: int) -> tuple[np.ndarray, np.ndarray]:
    """Mass in which each site is hit at all, and in which it is the only one hit (2S each)."""
    value, n = part.at_rate(rate), len(part.members)
    times = [np.bincount(column, weights=value[row], minlength=n) for row, column in part.chosen.times]
    row, column = part.chosen.times[0]
    lone = part.chosen.size[row] == 1
    once = np.bincount(column[lone], weights=value[row[lone]], minlength=n)
    hit, only = np.zeros(sites), np.zeros(sites)
    for c, (members, odds) in enumerate(zip(part.members, part.odds, strict=True)):
        one, two, three = part.power[c]
        share = odds / one
        only[members] = once[c] * share
        hit[members] = times[0][c] * share
        rest = one - odds
        if two > 0:
            hit[members] += times[1][c] * odds * rest / two
        if three > 0:
            hit[members] += times[2][c] * odds * (two - odds * rest) / three
    return hit, only


def best_set(part: Part, rate: float, gain: float, at_least: int = 0) -> tuple[tuple[int, ...], float]:
    """Columns of the likeliest set, and its mass; one lesion more must multiply it by ``gain``."""
    value, n = part.at_rate(rate), len(part.members)
    found: tuple[tuple[int, ...], float] = ((), 0.0)
    for size in range(at_least, int(part.chosen.size.max()) + 1):
        of_size = np.where(part.chosen.size == size, value, -1.0)
        top = int(of_size.argmax())
        if of_size[top] > found[1] * (gain if found[0] else 1.0):
            columns = tuple(int(c) for c in part.chosen.triples[top] if c < n)
            found = columns, float(of_size[top])
    return found
