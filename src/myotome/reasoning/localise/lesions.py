"""The posterior as ranked lesions: single sites with those that cannot be told from them, sets of
several, diffuse patterns."""

from __future__ import annotations

from collections import defaultdict

import msgspec
import numpy as np

from myotome.reasoning.localise.limbs import Sums, below_limit, best_set, site_mass
from myotome.reasoning.localise.posterior import INSUFFICIENT, Answer, Weigher
from myotome.reasoning.localise.settings import Settings

ALIKE = 1e-9           # gains that differ by less are the same
NEGLIGIBLE = 1e-6     # share of the posterior below which a part of it changes no figure that is shown


class Entry(msgspec.Struct, eq=False):
    """One lesion, still in numbers. sites: site numbers; ties: others that cannot be told apart.
    seen: chance of each observation under it, leak aside (F). answer: the heaviest part behind it."""

    lesion_class: str
    probability: float
    sites: tuple[int, ...]
    ties: tuple[int, ...]
    seen: np.ndarray
    answer: Answer


def entries(answers: list[Answer], weigher: Weigher) -> tuple[list[Entry], dict[str, float]]:
    """Lesions by falling probability, and the posterior of each class (summing to 1)."""
    mass = np.array([a.log_mass for a in answers])
    share = np.exp(mass - mass.max())
    share /= share.sum()
    classes: dict[str, float] = defaultdict(float)
    for answer, p in zip(answers, share, strict=True):
        classes[answer.lesion_class] += float(p)
    groups: dict[tuple[str, bool], list[tuple[Answer, float]]] = defaultdict(list)
    for answer, p in zip(answers, share, strict=True):
        groups[answer.lesion_class, answer.lesions == 1].append((answer, float(p)))
    found: list[Entry] = []
    limits = weigher.settings.report
    for (lesion_class, single), behind in groups.items():
        if lesion_class != INSUFFICIENT and sum(p for _, p in behind) >= limits.least_probability:
            found += (_single if single else _whole)(lesion_class, behind, weigher)
    found = [e for e in found if e.probability >= limits.least_probability]
    found.sort(key=lambda e: (-e.probability, e.lesion_class, e.sites))
    return found[: limits.shown], _ordered(classes)


def _ordered(classes: dict[str, float]) -> dict[str, float]:
    total = sum(classes.values())
    return {k: v / total for k, v in sorted(classes.items(), key=lambda c: (-c[1], c[0]))}


def first_class(answers: list[Answer]) -> tuple[str, float]:
    """The likeliest class and its probability."""
    mass = np.array([a.log_mass for a in answers])
    share = np.exp(mass - mass.max())
    classes: dict[str, float] = defaultdict(float)
    for answer, p in zip(answers, share / share.sum(), strict=True):
        classes[answer.lesion_class] += float(p)
    name = min(classes, key=lambda c: (-classes[c], c))
    return name, classes[name]


def share_of_doubt(answers: list[Answer], settings: Settings) -> float:
    """Share of the posterior in which the record is of a kind whose findings are wrong more often than usual."""
    mass = np.array([a.log_mass for a in answers])
    share = np.exp(mass - mass.max())
    doubted = np.array([bool(settings.reliability[a.reliability].extra) for a in answers])
    return float(share[doubted].sum() / share.sum())


def share_at_limit(answers: list[Answer]) -> tuple[int, float]:
    """Lesions looked for in a part, and share of the posterior in which some part, or some limb, holds
    as many as are looked for in it."""
    mass = np.array([a.log_mass for a in answers])
    share = np.exp(mass - mass.max())
    share /= share.sum()
    behind: dict[int, tuple[Sums, list[int], list[float]]] = {}
    for answer, p in zip(answers, share.tolist(), strict=True):
        if answer.lesions > 1 and p > NEGLIGIBLE:
            _, cases, shares = behind.setdefault(id(answer.sums), (answer.sums, [], []))
            cases.append(answer.number)
            shares.append(p)
    most, found = 0, 0.0
    for sums, cases, shares in behind.values():
        most = max(most, *(len(part.chosen.of_size) - 1 for part in sums.field.parts))
        found += float(shares @ (1 - below_limit(sums, np.array(cases))))
    return most, found


def _effect(answer: Answer, weigher: Weigher) -> str:
    return next(p.effect for p in weigher.settings.processes if p.id == answer.process)


def _single(lesion_class: str, behind: list[tuple[Answer, float]], weigher: Weigher) -> list[Entry]:
    """One entry for each set of sites that the evidence cannot tell apart."""
    top = max(behind, key=lambda b: b[1])[0]
    mass = _mass(behind, weigher)
    limits, sites = weigher.settings.report, np.flatnonzero(mass > 0)
    chance, under = weigher.effect_chance(_effect(top, weigher), sites), _under(behind, weigher)
    left, found = np.ones(len(sites), dtype=bool), []
    while left.any():
        place = int(np.where(left, mass[sites], -1).argmax())
        head = int(sites[place])
        if mass[head] < limits.least_probability / 10:
            break
        same = left & _alike(chance, place, limits.tie) & _same_side(head, sites, weigher)
        left &= ~same
        members = sorted(sites[same].tolist(), key=lambda s: (-mass[s], s))
        found.append(Entry(
            lesion_class, float(mass[members].sum()), (head,),
            tuple(s for s in members if s != head)[: limits.most_sites - 1],
            1 - (1 - under) * (1 - chance[:, place]), top,
        ))
    return found


def _under(behind: list[tuple[Answer, float]], weigher: Weigher) -> np.ndarray:
    """Chance of each observation from the pattern that lies beneath the lesions (F)."""
    rows = [(answer.row, p) for answer, p in behind if answer.row >= 0]
    if not rows:
        return np.zeros(len(weigher.tables.observations))
    return np.average(weigher.drawn.chance[:, [row for row, _ in rows]], axis=1, weights=[p for _, p in rows])


def _mass(behind: list[tuple[Answer, float]], weigher: Weigher) -> np.ndarray:
    """Posterior mass of each site over the parts of one class that weigh anything (2S)."""
    least = max(p for _, p in behind) * weigher.settings.report.least_share
    weights: dict[int, tuple[Sums, np.ndarray]] = {}
    for answer, p in behind:
        if p >= least:
            sums = answer.sums
            table = weights.setdefault(id(sums), (sums, np.zeros((2, len(sums.one)))))[1]
            table[answer.lesions - 1, answer.number] += p
    width = 2 * len(weigher.net.sites)
    return sum((site_mass(sums, *table, width) for sums, table in weights.values()), np.zeros(width))


def _alike(chance: np.ndarray, head: int, tie: float) -> np.ndarray:
    return (np.abs(chance - chance[:, [head]]) < tie).all(axis=0)


def side_is_open(site: int, weigher: Weigher) -> bool:
    """Does no finding tell this site from the same one of the other side?"""
    reach = weigher.tables.reach
    twin = (site + reach.shape[1] // 2) % reach.shape[1]
    return bool(np.array_equal(reach[:, site], reach[:, twin]))


def _same_side(head: int, sites: np.ndarray, weigher: Weigher) -> np.ndarray:
    """Which of the sites are of the head's side; all of them where its side is open (n)."""
    half = weigher.tables.reach.shape[1] // 2
    return ((sites < half) == (head < half)) | side_is_open(head, weigher)


def _whole(lesion_class: str, behind: list[tuple[Answer, float]], weigher: Weigher) -> list[Entry]:
    """Several lesions, or a diffuse pattern: one entry with all the mass of the class."""
    top = max(behind, key=lambda b: b[1])[0]
    total = sum(p for _, p in behind)
    if top.stage is not None:
        rows = weigher.patterns.stages(weigher.patterns.number(top.process))
        stage = weigher.drawn.chance[:, rows] @ top.stage
        return [Entry(lesion_class, total, (), (), stage, top)]
    mass = _mass(behind, weigher) / total
    limits = weigher.settings.report
    sites = tuple(sorted(likeliest(top, limits.gain), key=lambda s: (-mass[s], s)))
    counted = mass > 0
    counted[list(sites)] = True
    others = np.flatnonzero(counted)
    chance = weigher.effect_chance(_effect(top, weigher), others)
    places = np.searchsorted(others, sites)
    ties: dict[int, float] = {}
    for head, place in zip(sites, places.tolist(), strict=True):
        alike = _alike(chance, place, limits.tie) & _same_side(head, others, weigher)
        ties |= {int(s): float(mass[s]) for s in others[alike]}
    ties |= {int(s): float(mass[s]) for s in np.flatnonzero(mass >= limits.rival)}
    half = len(mass) // 2
    twins = {(s + half) % (2 * half) for s in sites}
    twins = {s for s in twins if abs(mass[s] - mass[(s + half) % (2 * half)]) <= ALIKE * mass[s]}    # the side is open
    ties |= {s: float(mass[s]) for s in twins}
    rivals = [s for s in sorted(ties, key=lambda s: (s not in twins, -ties[s], s)) if s not in sites]
    seen = 1 - (1 - _under(behind, weigher)) * np.prod(1 - chance[:, places], axis=1)
    return [Entry(lesion_class, total, sites, tuple(rivals[: max(limits.most_sites - len(sites), len(sites))]), seen, top)]


def likeliest(answer: Answer, gain: float) -> tuple[int, ...]:
    """Site numbers of the likeliest set of at least two lesions (best member of each column).

    gain: by how much one lesion more must raise the mass of a set.
    """
    sums = answer.sums
    parts, at = sums.field.parts, (int(sums.variant[answer.number]), float(sums.rate[answer.number]))
    best = [best_set(p, *at, gain) for p in parts]
    while sum(len(columns) for columns, _ in best) < 2:
        larger = [best_set(p, *at, 1.0, len(best[n][0]) + 1) for n, p in enumerate(parts)]
        gains = np.array([new[1] / max(best[n][1], 1e-300) if new[0] else 0.0 for n, new in enumerate(larger)])
        if not gains.any():
            break
        for number in np.flatnonzero(gains >= gains.max() * (1 - ALIKE)):     # both sides where they are alike
            best[number] = larger[number]
    chosen: list[int] = []
    for part, (columns, _) in zip(parts, best, strict=True):
        for column in sorted(set(columns)):
            members = part.members(column)
            order = np.argsort(-part.odds[at[0], members], kind="stable")[: columns.count(column)]
            chosen += part.sites[members[order]].tolist()
    return tuple(chosen)
