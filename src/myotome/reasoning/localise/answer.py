"""The posterior as an answer: ranked lesions with their ties, and what each explains."""

from __future__ import annotations

from collections import defaultdict

import msgspec
import numpy as np

from myotome.answer.lesion import Lesion, SiteEvidence
from myotome.reasoning.localise.lesions import likeliest, site_shares
from myotome.reasoning.localise.network import Network
from myotome.reasoning.localise.posterior import INSUFFICIENT, Answer, Weigher
from myotome.reasoning.localise.severity import severities
from myotome.reasoning.localise.tables import Tables
from myotome.terms import Side

LATERAL = (Side.LEFT, Side.RIGHT)


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


def _effect(answer: Answer, weigher: Weigher) -> str:
    return next(p.effect for p in weigher.settings.processes if p.id == answer.process)


def _single(lesion_class: str, behind: list[tuple[Answer, float]], weigher: Weigher) -> list[Entry]:
    """One entry for each set of sites that the evidence cannot tell apart."""
    top = max(behind, key=lambda b: b[1])[0]
    chance = weigher.effect_chance(_effect(top, weigher))
    mass = _mass(behind, weigher)
    limits, left = weigher.settings.report, mass > 0
    found = []
    while left.any():
        head = int(np.where(left, mass, -1).argmax())
        if mass[head] < limits.least_probability / 10:
            break
        same = left & _alike(chance, head, limits.tie) & _same_side(head, len(mass))
        left &= ~same
        members = sorted(np.flatnonzero(same), key=lambda s: (-mass[s], s))
        found.append(Entry(
            lesion_class, float(mass[same].sum()), (head,),
            tuple(int(s) for s in members if s != head)[: limits.most_ties],
            chance[:, head], top,
        ))
    return found


def _mass(behind: list[tuple[Answer, float]], weigher: Weigher) -> np.ndarray:
    """Posterior mass of each site over the parts of one class that weigh anything (2S)."""
    width = 2 * len(weigher.net.sites)
    least = max(p for _, p in behind) * weigher.settings.report.least_share
    return sum((p * site_shares(a, width) for a, p in behind if p >= least), np.zeros(width))


def _alike(chance: np.ndarray, head: int, tie: float) -> np.ndarray:
    return (np.abs(chance - chance[:, [head]]) < tie).all(axis=0)


def _same_side(head: int, sites: int) -> np.ndarray:
    return (np.arange(sites) < sites // 2) == (head < sites // 2)


def _whole(lesion_class: str, behind: list[tuple[Answer, float]], weigher: Weigher) -> list[Entry]:
    """Several lesions, or a diffuse pattern: one entry with all the mass of the class."""
    top = max(behind, key=lambda b: b[1])[0]
    total = sum(p for _, p in behind)
    if top.stage is not None:
        rows = weigher.patterns.stages(weigher.patterns.number(top.process))
        stage = weigher.drawn.chance[:, rows] @ top.stage
        return [Entry(lesion_class, total, (), (), stage, top)]
    chance = weigher.effect_chance(_effect(top, weigher))
    mass = _mass(behind, weigher) / total
    limits = weigher.settings.report
    sites = tuple(sorted(likeliest(top, limits.gain), key=lambda s: (-mass[s], s)))
    ties: dict[int, float] = {}
    for head in sites:
        alike = _alike(chance, head, limits.tie) & _same_side(head, len(mass)) & (mass > 0)
        ties |= {int(s): float(mass[s]) for s in np.flatnonzero(alike)}
    ties |= {int(s): float(mass[s]) for s in np.flatnonzero(mass >= limits.rival)}
    rivals = [s for s in sorted(ties, key=lambda s: (-ties[s], s)) if s not in sites]
    seen = 1 - np.prod(1 - chance[:, list(sites)], axis=1)
    return [Entry(lesion_class, total, sites, tuple(rivals[: limits.most_ties]), seen, top)]


def lesion(
    entry: Entry, tables: Tables, net: Network, weigher: Weigher,
    untested: tuple[SiteEvidence, ...],
) -> Lesion:
    """The entry in the words of ``answer/``."""
    limits = weigher.settings.report
    explained, contradicted = [], []
    for o, chance in zip(tables.observations, entry.seen, strict=True):
        if chance < (limits.explained_from if o.present else limits.contradicted_from):
            continue
        for finding in o.findings:
            (explained if o.present else contradicted).append(SiteEvidence(
                site=o.site, side=side_of(o.sides), finding=finding, expected=round(float(chance), 4)
            ))
    return Lesion(
        lesion_class=entry.lesion_class,
        sites=tuple(named(s, net) for s in entry.sites),
        severity=severities(entry.sites, tables, weigher.effect_chance("own"), weigher.settings),
        probability=entry.probability,
        tie_set=tuple(named(s, net) for s in entry.ties),
        explained=tuple(explained), contradicted=tuple(contradicted), untested=untested,
    )


def named(number: int, net: Network) -> tuple[str, Side]:
    """Site id and side of a site number."""
    return net.sites[number % len(net.sites)], LATERAL[number // len(net.sites)]


def side_of(sides: tuple[int, ...]) -> Side:
    return LATERAL[sides[0]] if len(sides) == 1 else Side.UNSAID


def unexplained(entry: Entry | None, tables: Tables, weigher: Weigher) -> tuple[int, ...]:
    """Indices of findings for which the leak is likelier than the first lesion."""
    if entry is None:
        return ()
    limit = weigher.settings.report.unexplained_from
    found: set[int] = set()
    for o, chance in zip(tables.observations, entry.seen, strict=True):
        leak = weigher.settings.leaks.chance(o.channel)
        if o.present and leak / (1 - (1 - leak) * (1 - chance)) > limit:
            found.update(o.findings)
    return tuple(sorted(found))
