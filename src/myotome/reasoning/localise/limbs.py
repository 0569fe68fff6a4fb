"""From independent parts to whole patients: at most so many lesions in a limb of each side.

Masses of parts multiply; the number of lesions in a limb is kept in check by multiplying them as
polynomials in that number, silent sites included. Parts that lie in two limbs (a root of the trunk
that reaches the hand) make one of both.
"""

from __future__ import annotations

from itertools import accumulate, repeat

import msgspec
import numpy as np

from myotome.reasoning.localise.search import LABELS, Choices, Field, Part

SIZES = np.arange(4)
SLIGHT = 1e-10       # mass of a variant beside the heaviest that changes no share by more than this
NO_LIMIT = 0         # lesions of a limb, as far as the parts allow


class Limb(msgspec.Struct, frozen=True, eq=False):
    """Masses of one limb in Q cases. parts: numbers of the field's parts in it. sizes: mass of each part
    by its number of lesions (one Q x 4 each). silent: mass of all sets of silent sites that leave room
    for e evident ones (Q x limit + 1). mass: of e evident lesions, silent ones beside them (the same)."""

    parts: tuple[int, ...]
    sizes: tuple[np.ndarray, ...]
    silent: np.ndarray
    mass: np.ndarray


class Sums(msgspec.Struct, frozen=True, eq=False):
    """The masses of Q cases over one field: each a variant of it, a rate by which all odds are
    multiplied, and the most lesions of a limb (0: no limit). limbs: those with evident lesions; idle: mass of the
    others. one, many: mass of one and of several evident lesions, up to the factor exp(scale) (Q each)."""

    field: Field
    variant: np.ndarray
    rate: np.ndarray
    most: np.ndarray
    limbs: tuple[Limb, ...]
    idle: np.ndarray
    one: np.ndarray
    many: np.ndarray
    scale: np.ndarray


def sum_up(field: Field, variant: np.ndarray, rate: np.ndarray, most: np.ndarray) -> Sums:
    """All masses of one field (arguments: Q each)."""
    groups = _grouped(field.parts)
    free = most == NO_LIMIT
    limit = max(int(most.max()), 3 * max(len(parts) for _, parts in groups) if free.any() else 0, 1)
    silent = _silent(field, variant, rate, most, limit, [labels for labels, _ in groups])
    scaled = rate[:, None] ** SIZES
    found = []
    idle = silent[:, 0, [n for n, (_, parts) in enumerate(groups) if not parts]].prod(axis=1)
    for number, (_, parts) in enumerate(groups):
        if not parts:
            continue
        sizes = tuple(field.parts[n].by_size[variant] * scaled for n in parts)
        left = silent[:, :, number]
        found.append(Limb(parts, sizes, left, product(sizes, len(variant), limit) * left))
    none, one, many = idle, np.zeros(len(idle)), np.zeros(len(idle))
    for limb in found:
        a, b = limb.mass[:, 0], limb.mass[:, 1]
        c = limb.mass[:, 2:].sum(axis=1)
        none, one, many = none * a, none * b + one * a, none * c + one * (b + c) + many * (a + b + c)
    scale = field.alone[variant] + sum((p.scale[variant] for p in field.parts), np.zeros(len(variant)))
    return Sums(field, variant, rate, most, tuple(found), idle, one, many, scale)


def _silent(
    field: Field, variant: np.ndarray, rate: np.ndarray, most: np.ndarray, limit: int, groups: list[frozenset[int]]
) -> np.ndarray:
    """Mass of the sets of silent sites that leave room for 0 ... ``limit`` evident ones (Q x limit + 1 x
    groups)."""
    odds = field.silent[variant] * rate[:, None]
    member = np.zeros((LABELS, len(groups)))
    for number, labels in enumerate(groups):
        member[list(labels), number] = 1.0
    inside = member[field.label]
    found = np.zeros((len(variant), limit + 1, len(groups)))
    free = most == NO_LIMIT
    found[free] = np.exp(np.log1p(odds[free]) @ inside)[:, None]
    held = np.flatnonzero(~free)
    if len(held):
        top = int(most[held].max())
        own = odds[held]
        powers = np.stack([p @ inside for p in accumulate(repeat(own, top), np.multiply)], axis=1)
        up_to = np.cumsum(_elementary(powers), axis=1)
        room = most[held, None] - np.arange(top + 1)
        left = np.take_along_axis(up_to, np.maximum(room, 0)[..., None], axis=1)
        found[held, : top + 1] = np.where(room[..., None] >= 0, left, 0.0)
    return found


def below_limit(sums: Sums, cases: np.ndarray) -> np.ndarray:
    """Share of the sets of several lesions in which no limb, and no part of one, holds as many as are
    looked for, of some of the cases (numbers, C -> C)."""
    share, most = np.ones(len(cases)), sums.most[cases, None]
    for limb in sums.limbs:
        mass = limb.mass[cases]
        limit = mass.shape[1] - 1
        cut = tuple(s[cases] * sums.field.parts[n].chosen.short for s, n in zip(limb.sizes, limb.parts, strict=True))
        within = product(cut, len(cases), limit) * limb.silent[cases]
        within[(np.arange(limit + 1) >= most) & (most != NO_LIMIT)] = 0.0
        share *= within.sum(axis=1) / mass.sum(axis=1)
    return share


def site_mass(sums: Sums, single: np.ndarray, several: np.ndarray, width: int) -> np.ndarray:
    """Mass of each of ``width`` sites: ``single`` shared out over the sites of one lesion, and ``several``
    times the chance that the site is among several lesions (Q each)."""
    cases = np.flatnonzero((single > 0) | (several > 0))
    one, many = (
        np.divide(x[cases], own[cases], out=np.zeros(len(cases)), where=x[cases] > 0)
        for x, own in ((single, sums.one), (several, sums.many))
    )
    rate, variant = sums.rate[cases], sums.variant[cases]
    masses = [limb.mass[cases] for limb in sums.limbs]
    idle = sums.idle[cases]
    none, every = (np.array(x) for x in ([idle, *(m[:, 0] for m in masses)], [idle, *(m.sum(axis=1) for m in masses)]))
    weighed: list[tuple[Part, np.ndarray]] = []
    for number, limb in enumerate(sums.limbs):
        others = np.arange(len(none)) != number + 1
        free, any_number = none[others].prod(axis=0), every[others].prod(axis=0)
        sizes, silent = tuple(s[cases] for s in limb.sizes), limb.silent[cases]
        limit = silent.shape[1] - 1
        for place, part_number in enumerate(limb.parts):
            beside = product(sizes[:place] + sizes[place + 1:], len(one), limit)
            weight = np.zeros((len(one), 4))
            weight[:, 0] = (one - many) * beside[:, 0] * silent[:, 1] * free * rate
            for size in range(1, min(4, limit + 1)):
                room = np.einsum("ql,ql->q", beside[:, : limit - size + 1], silent[:, size:])
                weight[:, size] = many * room * any_number * rate ** size
            weighed.append((sums.field.parts[part_number], weight))
    found = np.zeros(width)
    _spread(weighed, variant, found)
    return np.clip(found, 0, None)


def _spread(weighed: list[tuple[Part, np.ndarray]], variant: np.ndarray, found: np.ndarray) -> None:
    """Add to each site the mass of the sets in which it is the only one, and is hit in sets of one, two,
    three, each times its weight (Q x 4 for each part). Parts with the same sets are taken together."""
    alike: dict[int, list[tuple[Part, np.ndarray, np.ndarray]]] = {}
    for part, weight in weighed:
        by_variant = (np.arange(len(part.value))[:, None] == variant).astype(float) @ weight
        heavy = np.abs(by_variant).max(axis=1) * part.by_size.max(axis=1)
        rows = np.flatnonzero(heavy > SLIGHT * heavy.max())
        alike.setdefault(id(part.chosen), []).append((part, rows, by_variant[rows]))
    for group in alike.values():
        chosen = group[0][0].chosen
        value, w, power = (
            np.concatenate(x) for x in zip(*((p.value[rows], w, p.power[rows]) for p, rows, w in group), strict=True)
        )
        share = _of_columns(chosen, value, w, power)
        start = 0
        for part, rows, _ in group:
            own, at = part.odds[rows], slice(start, start + len(rows))
            once, twice, thrice = share[:, at, part.column]
            one, two, _ = power[at][:, part.column].transpose(2, 0, 1)
            rest = one - own
            found[part.sites] += (own * (once + twice * rest + thrice * (two - own * rest))).sum(axis=0)
            start += len(rows)


def _of_columns(chosen: Choices, value: np.ndarray, w: np.ndarray, power: np.ndarray) -> np.ndarray:
    """Weighed mass of the sets that hold each column once, twice, three times, over the summed odds of its
    sites (3 x R x n). value: R x M. w: R x 4. power: R x n x 3."""
    weighed = value * w[:, chosen.size]
    found = np.stack([_by_column(weighed[:, row], c, chosen.columns) for row, c in chosen.times])
    if w[:, 0].any():
        row, c = chosen.times[0]
        lone = chosen.size[row] == 1
        found[0] += w[:, :1] * _by_column(value[:, row[lone]], c[lone], chosen.columns)
    odds = power.transpose(2, 0, 1)
    return np.divide(found, odds, out=np.zeros_like(found), where=odds > 0)


def _by_column(value: np.ndarray, column: np.ndarray, n: int) -> np.ndarray:
    """Sums over the rows of each of n columns (V x rows -> V x n)."""
    place = (column + n * np.arange(len(value))[:, None]).ravel()
    return np.bincount(place, weights=value.ravel(), minlength=n * len(value)).reshape(len(value), n)


def best_set(part: Part, variant: int, rate: float, gain: float, at_least: int = 0) -> tuple[tuple[int, ...], float]:
    """Columns of the likeliest set, and its mass; one lesion more must multiply it by ``gain``."""
    value, n = part.value[variant] * rate ** part.chosen.size, part.chosen.columns
    found: tuple[tuple[int, ...], float] = ((), 0.0)
    for rows in part.chosen.of_size[at_least:]:
        top = int(rows[value[rows].argmax()])
        if value[top] > found[1] * (gain if found[0] else 1.0):
            columns = tuple(int(c) for c in part.chosen.triples[top] if c < n)
            found = columns, float(value[top])
    return found


def _grouped(parts: tuple[Part, ...]) -> list[tuple[frozenset[int], tuple[int, ...]]]:
    """Limbs joined by parts that lie in both: their labels, and the numbers of the parts."""
    groups: list[tuple[frozenset[int], tuple[int, ...]]] = [(frozenset((k,)), ()) for k in range(LABELS)]
    for number, part in enumerate(parts):
        inside = [g for g in groups if g[0] & part.labels]
        whole = frozenset().union(*(g[0] for g in inside)), (*sum((g[1] for g in inside), ()), number)
        groups = [*(g for g in groups if not g[0] & part.labels), whole]
    return groups


def product(sizes: tuple[np.ndarray, ...], count: int, limit: int) -> np.ndarray:
    """Product of polynomials in the number of lesions, up to ``limit`` (count x limit + 1)."""
    found = np.zeros((count, limit + 1))
    found[:, 0] = 1.0
    for number, own in enumerate(sizes):
        if number == 0:
            found[:, :4] = own[:, : limit + 1]
            continue
        new = found * own[:, :1]
        for k in range(1, min(3, limit) + 1):
            new[:, k:] += found[:, :-k] * own[:, k: k + 1]
        found = new
    return found


def _elementary(powers: np.ndarray) -> np.ndarray:
    """Elementary symmetric sums of order 0 ... n from n sums of powers (... x n x G)."""
    found = np.ones((len(powers), powers.shape[1] + 1, powers.shape[2]))
    for k in range(1, found.shape[1]):
        total = found[:, k - 1] * powers[:, 0]
        for i in range(2, k + 1):
            total = total + (-1) ** (i - 1) * found[:, k - i] * powers[:, i - 1]
        found[:, k] = np.maximum(total, 0.0) / k
    return found
