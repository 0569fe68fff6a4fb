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


class Part(msgspec.Struct, frozen=True, eq=False):
    """Sites that explain the same findings. members: site numbers of each of n columns.
    odds: prior odds times the chance of what they should not have hit, by column and member.
    sets: n x 1, pairs, triples of columns. value: likelihood times odds of each set, by size 0..k,
    up to the factor exp(scale)."""

    members: tuple[np.ndarray, ...]
    odds: tuple[np.ndarray, ...]
    sets: tuple[np.ndarray, ...]
    value: tuple[np.ndarray, ...]
    scale: float
    whole: bool

    def sums(self, rate: float) -> tuple[float, float, float]:
        """Mass of no, one, several lesions when each site's odds are multiplied by ``rate``."""
        sizes = [v.sum() * rate**k for k, v in enumerate(self.value)]
        return sizes[0], sizes[1], float(sum(sizes[2:]))


@lru_cache(maxsize=256)
def choices(n: int, size: int) -> np.ndarray:
    """All sets of ``size`` columns of n, a column being allowed again (rows, non-decreasing)."""
    if size == 0:
        return np.zeros((1, 0), dtype=np.intp)
    grids = np.meshgrid(*[np.arange(n)] * size, indexing="ij")
    flat = np.stack([g.ravel() for g in grids], axis=1)
    return flat[(np.diff(flat, axis=1) >= 0).all(axis=1)] if size > 1 else flat


def symmetric_sums(odds: np.ndarray) -> np.ndarray:
    """Sums over sets of one, two and three different members of the product of their odds."""
    s1, s2, s3 = odds.sum(), (odds**2).sum(), (odds**3).sum()
    return np.array([s1, max(s1 * s1 - s2, 0.0) / 2, max(s1**3 - 3 * s1 * s2 + 2 * s3, 0.0) / 6])


class Field(msgspec.Struct, frozen=True, eq=False):
    """A case under one kind of process. silent: log(1 + odds x v) is summed over these.
    parts: the independent parts. alone: log chance of the findings that no site explains."""

    parts: tuple[Part, ...]
    silent: np.ndarray
    alone: float

    def log_silent(self, rate: float) -> float:
        return float(np.log1p(self.silent * rate).sum())


def explore(
    tables: Tables, below: np.ndarray, beyond: np.ndarray, ground: np.ndarray,
    odds: np.ndarray, limits: Search,
) -> Field:
    """All sets of lesions over the sites with odds > 0.

    below, beyond: logs of each site (F x 2S). ground: the same without lesions (2 x F).
    odds: prior odds of each site at rate 1 (2S).
    """
    there = tables.present
    spared = ground[0][~there].sum()
    lowered = odds * np.exp(below[~there].sum(axis=0))
    own, cap = below[there].T, beyond[there].T          # 2S x P
    useful = (own < np.log1p(-limits.least_effect)) & (odds > 0)[:, None]
    evident = useful.any(axis=1)
    first, weight = ground[:, there], tables.weight[there]
    parts, explained = [], np.zeros(int(there.sum()), dtype=bool)
    for findings, sites in _split(useful, evident):
        explained[findings] = True
        parts.append(_part(
            own[np.ix_(sites, findings)], cap[np.ix_(sites, findings)], first[:, findings],
            weight[findings], lowered[sites], sites, limits,
        ))
    alone = log_chance_seen(first[0, ~explained], first[1, ~explained], weight[~explained]).sum()
    return Field(parts=tuple(parts), silent=lowered[~evident], alone=float(alone + spared))


def _split(useful: np.ndarray, evident: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    """Connected parts of the table site x abnormal finding: (findings, sites) of each."""
    bits = 1 << np.arange(useful.shape[1], dtype=object)
    reach = {int(i): int((useful[i] * bits).sum()) for i in np.flatnonzero(evident)}
    groups: list[int] = []
    for mask in sorted(set(reach.values())):
        apart = [g for g in groups if not g & mask]
        for g in groups:
            if g & mask:
                mask |= g
        groups = [*apart, mask]
    found = []
    for group in sorted(groups):
        findings = np.array([b for b in range(useful.shape[1]) if group >> b & 1], dtype=np.intp)
        sites = np.array([i for i, mask in reach.items() if mask & group], dtype=np.intp)
        found.append((findings, sites))
    return found


def _part(
    own: np.ndarray, cap: np.ndarray, ground: np.ndarray, weight: np.ndarray,
    odds: np.ndarray, sites: np.ndarray, limits: Search,
) -> Part:
    same: dict[bytes, list[int]] = {}
    both = np.ascontiguousarray(np.concatenate([own, cap], axis=1))
    for row in range(len(sites)):
        same.setdefault(both[row].tobytes(), []).append(row)
    rows = [np.array(r) for r in same.values()]
    heads = np.array([r[0] for r in rows])
    power = np.array([symmetric_sums(odds[r]) for r in rows])
    most = limits.lesions if len(rows) <= limits.wide else min(2, limits.lesions)
    sets, logs = [], []
    for size in range(most + 1):
        chosen = choices(len(rows), size)
        below, beyond = own[heads][chosen].sum(axis=1), cap[heads][chosen].sum(axis=1)
        seen = log_chance_seen(ground[0] + below, ground[1] + beyond, weight).sum(axis=1)
        with np.errstate(divide="ignore"):
            logs.append(seen + np.log(_weights(chosen, power)))
        sets.append(chosen)
    scale = max(float(part.max()) for part in logs)
    return Part(
        members=tuple(sites[r] for r in rows), odds=tuple(odds[r] for r in rows),
        sets=tuple(sets), value=tuple(np.exp(part - scale) for part in logs), scale=scale,
        whole=most == limits.lesions,
    )


def _weights(chosen: np.ndarray, power: np.ndarray) -> np.ndarray:
    """Summed odds of all sets of sites behind each set of columns; a column twice: two members."""
    size = chosen.shape[1]
    if size == 0:
        return np.ones(1)
    one, two, three = power.T
    if size == 1:
        return one[chosen[:, 0]]
    i, j = chosen[:, 0], chosen[:, 1]
    if size == 2:
        return np.where(i == j, two[i], one[i] * one[j])
    k = chosen[:, 2]
    apart = one[i] * one[j] * one[k]
    pair = np.where(i == j, two[i] * one[k], one[i] * two[j])
    return np.where((i == j) & (j == k), three[i], np.where((i == j) | (j == k), pair, apart))


def marginals(part: Part, rate: float, sites: int) -> tuple[np.ndarray, np.ndarray]:
    """Mass in which each site is hit at all, and in which it is the only one hit (2S each)."""
    n = len(part.members)
    times = np.zeros((len(part.sets), n))               # mass in which a column is hit t times
    for size, (chosen, value) in enumerate(zip(part.sets, part.value, strict=True)):
        if not size:
            continue
        count = np.zeros((len(chosen), n))
        np.add.at(count, (np.repeat(np.arange(len(chosen)), size), chosen.ravel()), 1)
        for t in range(1, size + 1):
            times[t] += rate**size * (value[:, None] * (count == t)).sum(axis=0)
    once = part.value[1] * rate
    hit, only = np.zeros(sites), np.zeros(sites)
    for column, (members, odds) in enumerate(zip(part.members, part.odds, strict=True)):
        power = symmetric_sums(odds)
        rest = power[0] - odds
        shares = [odds / power[0], odds * rest, odds * (power[1] - odds * rest)]
        only[members] = once[column] * shares[0]
        for t in range(1, len(times)):
            whole = power[t - 1]
            if times[t, column] and whole > 0:
                hit[members] += times[t, column] * (shares[0] if t == 1 else shares[t - 1] / whole)
    return hit, only


def best_set(part: Part, rate: float, at_least: int = 0) -> tuple[tuple[int, ...], float]:
    """Columns of the weightiest set, and its mass."""
    found: tuple[tuple[int, ...], float] = ((), 0.0)
    for size, (chosen, value) in enumerate(zip(part.sets, part.value, strict=True)):
        if size < at_least:
            continue
        top = int(value.argmax())
        mass = float(value[top]) * rate**size
        if mass > found[1]:
            found = tuple(int(c) for c in chosen[top]), mass
    return found
