"""Exact sums over sets of lesions: noisy-OR with leak, part by part of the body.

Sites that raise no abnormal finding multiply out; the others fall into parts that share no abnormal
finding. Within a part, sites with the same effect on its abnormal findings form one column whose
sets are counted by elementary symmetric sums. Everything that differs between processes, patterns
beneath and reliabilities of the record (a *variant*) is one axis of the arrays, so that the parts are
found once and their sets written out once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import msgspec
import numpy as np

from myotome.reasoning.localise.settings import Search
from myotome.reasoning.localise.tables import chance_seen

LABELS = 8          # arm, leg, head, trunk of each side
SAFE = 64           # factors of one product that cannot leave the range of a float
WIDTHS = (2, 4, 6, 9)
AT_ONCE = 40_000   # numbers of one array, so that it stays in the cache


class Evidence(msgspec.Struct, frozen=True, eq=False):
    """What V variants say of n sites, P abnormal findings and the normal ones.

    sites: their numbers (n). label: number of the part of the body of each (n). reach: share of each
    abnormal finding that a site reaches (P x n). kind: sites of different kinds act differently (n).
    below, beyond: chance of staying below the level seen, of not going beyond it, under a lesion of
    each site alone (V x P x n). odds: prior odds, times the chance of what the site should have hit
    (V x n). ground: below and beyond with no lesion (V x 2 x P). weight: certainty (P). spared: log
    chance of the normal findings without a lesion (V).
    """

    sites: np.ndarray
    label: np.ndarray
    reach: np.ndarray
    kind: np.ndarray
    below: np.ndarray
    beyond: np.ndarray
    odds: np.ndarray
    ground: np.ndarray
    weight: np.ndarray
    spared: np.ndarray


class Choices(msgspec.Struct, frozen=True, eq=False):
    """All sets of at most three of n columns, a column being allowed again.

    columns: n. triples: rows in rising order, n standing for "none" (M x 3). size: lesions in each (M); sizes: the
    same as a table of ones (M x 4); of_size: the rows with 0, 1 ... lesions. short: 1 for numbers of
    lesions below the most that a set may hold (4). pair, third: the pair of columns of a row, and what it adds.
    pairs: columns of each pair (N x 2). times: for t = 1, 2, 3 the (row, column) in which the column
    stands t times. twice: rows in which a column stands twice, that column, and the other; thrice: rows
    in which it stands three times, and the column.
    """

    columns: int
    triples: np.ndarray
    size: np.ndarray
    sizes: np.ndarray
    of_size: tuple[np.ndarray, ...]
    short: np.ndarray
    pairs: np.ndarray
    pair: np.ndarray
    third: np.ndarray
    times: tuple[tuple[np.ndarray, np.ndarray], ...]
    twice: tuple[np.ndarray, np.ndarray, np.ndarray]
    thrice: tuple[np.ndarray, np.ndarray]


@lru_cache(maxsize=256)
def choices(n: int, most: int) -> Choices:
    """The sets, once for each number of columns; most: lesions allowed (at most 3).

    >>> choices(2, 2).triples.tolist()
    [[0, 0, 2], [0, 1, 2], [0, 2, 2], [1, 1, 2], [1, 2, 2], [2, 2, 2]]
    """
    first, second = np.triu_indices(n + 1)
    pairs = np.stack([first, second], axis=1)
    if most < 3:
        pair = np.arange(len(first)) if most == 2 else np.flatnonzero(second == n)
        third = np.full(len(pair), n)
    else:
        count = n + 1 - second
        pair = np.repeat(np.arange(len(first)), count)
        third = np.arange(len(pair)) - np.repeat(np.cumsum(count) - count, count) + second[pair]
    triples = np.concatenate([pairs[pair], third[:, None]], axis=1)
    there = triples < n
    count = (triples[:, :, None] == triples[:, None, :]).sum(axis=2)
    new = np.ones(triples.shape, dtype=bool)
    new[:, 1:] = triples[:, 1:] != triples[:, :-1]
    times = []
    for t in (1, 2, 3):
        row, place = np.nonzero(there & new & (count == t))
        times.append((row, triples[row, place]))
    size = there.sum(axis=1)
    row, column = times[1]
    return Choices(
        columns=n, triples=triples, size=size, sizes=np.eye(4)[size], of_size=tuple(np.flatnonzero(size == k) for k in range(size.max() + 1)),
        short=(np.arange(4) < size.max()).astype(float), pairs=pairs, pair=pair, third=third, times=tuple(times),
        twice=(row, column, triples[row].sum(axis=1) - 2 * column), thrice=times[2],
    )


class Part(msgspec.Struct, frozen=True, eq=False):
    """Sites that explain the same findings. sites: their numbers, column after column (m); column: of
    each (m). odds: of each site (V x m). power: symmetric
    sums of the odds of a column (V x n x 3). value: likelihood times odds of each set of ``chosen`` over the likelihood without a lesion (V x M), up to the factor
    exp(scale) (V). by_size: sums of the sets with 0, 1, 2, 3 lesions (V x 4). labels: the
    parts of the body that it lies in."""

    sites: np.ndarray
    column: np.ndarray
    odds: np.ndarray
    power: np.ndarray
    chosen: Choices
    value: np.ndarray
    scale: np.ndarray
    by_size: np.ndarray
    labels: frozenset[int]
    whole: bool

    def members(self, column: int) -> np.ndarray:
        """Places of the sites of a column."""
        return np.flatnonzero(self.column == column)


class Field(msgspec.Struct, frozen=True, eq=False):
    """A case under V variants. alone: log chance of all findings without a lesion (V). silent: odds
    of the sites that explain nothing, else 0 (V x n); label: part of the body of each site (n). parts:
    the independent parts."""

    alone: np.ndarray
    silent: np.ndarray
    label: np.ndarray
    parts: tuple[Part, ...]


def explore(evidences: Sequence[Evidence], limits: Search) -> tuple[Field, ...]:
    """All sets of lesions over some sites, at most ``limits.lesions`` in a part; a field for each evidence.

    Parts are small and many: those of about as many columns are weighed at once, whatever their evidence.
    """
    evident = [((1 - e.below) > limits.least_effect).any(axis=1) & (e.odds > 0) for e in evidences]      # V x n each
    usual = [chance_seen(e.ground[:, 0], e.ground[:, 1], e.weight) for e in evidences]                    # V x P each
    waiting = [w for n, e in enumerate(evidences) for w in _unweighed(n, e, evident[n], usual[n])]
    batches: dict[tuple[int, int], list[int]] = {}
    for number, w in enumerate(waiting):
        most = limits.lesions if len(w.heads) <= limits.wide else min(2, limits.lesions)
        batches.setdefault((_width(len(w.heads)), most), []).append(number)
    parts: dict[int, Part] = {}
    for (width, most), numbers in batches.items():
        weighed = _weighed([waiting[n] for n in numbers], choices(width, most), whole=most == limits.lesions)
        parts |= zip(numbers, weighed, strict=True)
    return tuple(
        Field(
            alone=e.spared + np.log(usual[n]).sum(axis=1), silent=np.where(evident[n], 0.0, e.odds), label=e.label,
            parts=tuple(parts[k] for k, w in enumerate(waiting) if w.case == n),
        )
        for n, e in enumerate(evidences)
    )


class _Unweighed(NamedTuple):
    """A part of which the sets are not weighed yet. case: number of its evidence. usual: chance of each of
    its findings without a lesion (V x p). heads: one site of each column (n); order: its sites, column after
    column (m); column, odds, power: as in ``Part``."""

    case: int
    evidence: Evidence
    usual: np.ndarray
    findings: np.ndarray
    heads: list[int]
    order: np.ndarray
    column: np.ndarray
    odds: np.ndarray
    power: np.ndarray


def _unweighed(case: int, e: Evidence, evident: np.ndarray, usual: np.ndarray) -> Iterator[_Unweighed]:
    """The parts of one evidence. evident: sites that show something (V x n)."""
    if not evident.any():
        return
    split = list(_split(e.reach, e.kind, evident.any(axis=0)))
    columns = [column for _, own in split for column in own]
    order = np.array([row for column in columns for row in column])
    count = np.array([len(column) for column in columns])
    odds = np.where(evident, e.odds, 0.0)[:, order]
    power = _symmetric(odds, count)
    of_site = np.repeat(np.arange(len(columns)), count)
    first = place = 0
    for findings, own in split:
        last, end = first + len(own), place + sum(map(len, own))
        yield _Unweighed(
            case, e, usual[:, findings], findings, [column[0] for column in own], order[place:end],
            of_site[place:end] - first, odds[:, place:end], power[:, first:last],
        )
        first, place = last, end


def _width(columns: int) -> int:
    """Columns that a part is filled up to, so that more parts are alike; empty ones weigh nothing."""
    return next((width for width in WIDTHS if width >= columns), columns)


def _weighed(batch: list[_Unweighed], chosen: Choices, *, whole: bool) -> Iterator[Part]:
    """All sets of some parts, their variants side by side; findings that a part lacks have chance 1."""
    ends = np.cumsum([len(w.odds) for w in batch])
    wide, total = max(len(w.findings) for w in batch), int(ends[-1])
    below, beyond = np.ones((2, wide, chosen.columns, total))
    ground, usual, weight = np.ones((2, wide, total)), np.ones((wide, total)), np.zeros((wide, total))
    power = np.zeros((total, chosen.columns, 3))
    spans = [slice(end - len(w.odds), end) for w, end in zip(batch, ends.tolist(), strict=True)]
    for w, v in zip(batch, spans, strict=True):
        p, n, e = len(w.findings), len(w.heads), w.evidence
        cell = (slice(None), w.findings[:, None], w.heads)
        below[:p, :n, v], beyond[:p, :n, v] = e.below[cell].transpose(1, 2, 0), e.beyond[cell].transpose(1, 2, 0)
        ground[:, :p, v], usual[:p, v] = e.ground[:, :, w.findings].transpose(1, 2, 0), w.usual.T
        weight[:p, v], power[v, :n] = e.weight[w.findings, None], w.power
    value, scale = _likelihood(below, beyond, ground, weight, usual, chosen)
    value *= _weights(chosen, power)
    top = value.max(axis=1)
    value /= top[:, None]
    scale, by_size = scale + np.log(top), value @ chosen.sizes
    for w, v in zip(batch, spans, strict=True):
        yield Part(
            sites=w.evidence.sites[w.order], column=w.column, odds=w.odds, power=power[v], chosen=chosen, value=value[v],
            scale=scale[v], by_size=by_size[v], labels=frozenset(w.evidence.label[w.order].tolist()), whole=whole,
        )


def _split(reach: np.ndarray, kind: np.ndarray, evident: np.ndarray) -> Iterator[tuple[np.ndarray, list[list[int]]]]:
    """Connected parts of the table site x abnormal finding: findings, and columns of sites alike."""
    rows = np.flatnonzero(evident)
    touched = reach[:, rows] > 0
    masks = [int.from_bytes(line.tobytes()) for line in np.packbits(touched, axis=0).T]
    width = 8 * ((len(reach) + 7) // 8)
    groups: list[int] = []
    for bits in set(masks):
        whole, apart = bits, []
        for group in groups:
            if group & bits:
                whole |= group
            else:
                apart.append(group)
        groups = [*apart, whole]
    groups.sort(reverse=True)
    alike: list[dict[tuple, list[int]]] = [{} for _ in groups]
    lines = np.ascontiguousarray(reach[:, rows].T)
    for row, mask, line in zip(rows.tolist(), masks, lines, strict=True):
        number = next(n for n, group in enumerate(groups) if group & mask)
        alike[number].setdefault((kind[row], line.tobytes()), []).append(row)
    for group, columns in zip(groups, alike, strict=True):
        yield np.array([b for b in range(len(reach)) if group >> (width - 1 - b) & 1]), list(columns.values())


def _likelihood(
    below: np.ndarray, beyond: np.ndarray, ground: np.ndarray, weight: np.ndarray, usual: np.ndarray, chosen: Choices
) -> tuple[np.ndarray, np.ndarray]:
    """Chance of P findings under each set of n columns, over that without a lesion (V x M); taken out
    of it, as a logarithm, what would not fit a float (V).

    below, beyond: of each column (P x n x V). ground: without lesions (2 x P x V). weight, usual: P x V. A
    finding of weight w has the chance w hit + (1 - w) (1 - hit): all that no set changes is put into the factors of
    the pairs, which are fewer than the sets.
    """
    factor = (2 * weight - 1) / usual
    sure = beyond.min() >= 1 and ground[1].min() >= 1     # no finding could have been worse
    low = _pairs(below, factor * ground[0], chosen)
    high = None if sure else _pairs(beyond, factor * ground[1], chosen)
    rest = ((weight if sure else 1 - weight) / usual)[:, None]
    value = np.empty((len(chosen.size), usual.shape[1]))
    logarithmic = len(weight) > SAFE
    step = max(1, AT_ONCE // usual.size)
    for start in range(0, len(value), step):
        rows = slice(start, start + step)
        pair, third = chosen.pair[rows], chosen.third[rows]
        seen = rest - _product(*low, pair, third)
        if high is not None:
            seen += _product(*high, pair, third)
        np.maximum(seen, 1e-300, out=seen)
        value[rows] = np.log(seen).sum(axis=0) if logarithmic else seen.prod(axis=0)
    if not logarithmic:
        return value.T.copy(), np.zeros(usual.shape[1])
    top = value.max(axis=0)
    return np.exp(value - top).T.copy(), top


def _pairs(columns: np.ndarray, factor: np.ndarray, chosen: Choices) -> tuple[np.ndarray, np.ndarray]:
    """Columns with one of ones behind them (P x n + 1 x V), and the product of each pair, times a factor."""
    padded = np.ones((columns.shape[0], columns.shape[1] + 1, columns.shape[2]))
    padded[:, :-1] = columns
    pairs = padded.take(chosen.pairs[:, 0], axis=1)
    pairs *= padded.take(chosen.pairs[:, 1], axis=1)
    pairs *= factor[:, None]
    return padded, pairs


def _product(padded: np.ndarray, pairs: np.ndarray, pair: np.ndarray, third: np.ndarray) -> np.ndarray:
    """Product of the columns of some sets (P x rows x V)."""
    found = pairs.take(pair, axis=1)
    found *= padded.take(third, axis=1)
    return found


def _symmetric(odds: np.ndarray, count: np.ndarray) -> np.ndarray:
    """Sums over sets of one, two and three different members of a column of the product of their odds
    (V x n x 3), member by member: from sums of powers, a rare second member would drown in rounding.

    odds: column after column (V x m). count: members of each column (n).

    >>> _symmetric(np.array([[0.3, 0.2, 0.1, 0.5]]), np.array([3, 1])).round(6).tolist()
    [[[0.6, 0.11, 0.006], [0.5, 0.0, 0.0]]]
    """
    starts = np.cumsum(count) - count
    found = np.zeros((len(odds), len(count), 3))
    found[..., 0] = odds[:, starts]
    for member in range(1, count.max()):
        columns = np.flatnonzero(count > member)
        own, known = odds[:, starts[columns] + member, None], found[:, columns]
        known[..., 1:] += own * known[..., :-1]
        known[..., :1] += own
        found[:, columns] = known
    return found


def _weights(chosen: Choices, power: np.ndarray) -> np.ndarray:
    """Summed odds of all sets of sites behind each set of columns; a column twice: two members.
    "None" has odds 1 however often it stands (V x M)."""
    one = np.ones((len(power), power.shape[1] + 1))
    one[:, :-1] = power[:, :, 0]
    two = one[:, chosen.pairs[:, 0]] * one[:, chosen.pairs[:, 1]]
    found = two[:, chosen.pair] * one[:, chosen.third]
    row, column, other = chosen.twice
    found[:, row] = power[:, column, 1] * one[:, other]
    row, column = chosen.thrice
    found[:, row] = power[:, column, 2]
    return found
