"""Which sites stand behind one part of the posterior, and the likeliest set of several."""

from __future__ import annotations

import numpy as np

from myotome.reasoning.localise.posterior import Answer
from myotome.reasoning.localise.search import best_set, marginals


def site_shares(answer: Answer, sites: int) -> np.ndarray:
    """Share of the answer's mass in which each site is hit (2S); sums to 1 for one lesion."""
    parts, rate = answer.field.parts, answer.rate
    sums = [p.sums(rate) for p in parts]
    hits, onlys = np.zeros(sites), np.zeros(sites)
    for number, part in enumerate(parts):
        hit, only = marginals(part, rate, sites)
        others = [s for k, s in enumerate(sums) if k != number]
        onlys += only * np.prod([s[0] for s in others])
        hits += hit * np.prod([sum(s) for s in others])
    if answer.lesions == 1:
        return onlys / onlys.sum()
    none, one, many = 1.0, 0.0, 0.0
    for a, b, c in sums:
        none, one, many = none * a, none * b + one * a, none * c + one * (b + c) + many * (a + b + c)
    return np.clip(hits - onlys, 0, None) / many


def likeliest(answer: Answer, gain: float) -> tuple[int, ...]:
    """Site numbers of the likeliest set of at least two lesions (best member of each column).

    gain: by how much one lesion more must raise the mass of a set.
    """
    parts, rate = answer.field.parts, answer.rate
    best = [best_set(p, rate, gain) for p in parts]
    while sum(len(columns) for columns, _ in best) < 2:
        larger = [best_set(p, rate, 1.0, len(best[n][0]) + 1) for n, p in enumerate(parts)]
        gains = [(new[1] / max(best[n][1], 1e-300) if new[0] else 0.0) for n, new in enumerate(larger)]
        number = int(np.argmax(gains))
        if not larger[number][0]:
            break
        best[number] = larger[number]
    chosen: list[int] = []
    for part, (columns, _) in zip(parts, best, strict=True):
        for column in sorted(set(columns)):
            order = np.argsort(-part.odds[column], kind="stable")[: columns.count(column)]
            chosen += [int(part.members[column][k]) for k in order]
    return tuple(chosen)
