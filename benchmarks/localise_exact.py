"""Are the sums exact, and how much faster than brute force? And how long does a whole body take?

Brute force writes out every choice of at most three sites in each part, of all parts together, site by
site, vectorised in numpy; sites that explain nothing multiply out, as they do in the engine.
Compared are the unnormalised sum over all sets and, site by site, the share in which it is hit, over all pairs of lesions of the left arm and of the left leg.

    python benchmarks/localise_exact.py [--bodies 300] [--seed 1]

Times are processor times of one core (other work on the machine does not count).
"""

from __future__ import annotations

import argparse
import time
from functools import lru_cache
from itertools import combinations

import numpy as np

from myotome.knowledge import Knowledge, load
from myotome.reasoning.localise import localise
from myotome.reasoning.localise.evidence import observations
from myotome.reasoning.localise.posterior import Weigher, site_odds
from myotome.reasoning.localise.search import Field, explore, marginals
from myotome.reasoning.localise.settings import Process
from myotome.reasoning.localise.tables import Tables, build, log_chance_seen
from myotome.simulate.limbs import Limbs

MOST = 3
MOST_ROWS = 2e6      # sets beyond which brute force is left out for want of memory


def clock() -> float:
    return 1000 * time.process_time()


def engine(field: Field, rate: float, width: int) -> tuple[float, np.ndarray]:
    """Log of the summed mass, and the share of it in which each site is hit."""
    sums = [sum(p.sums(rate)) for p in field.parts]
    total = field.alone + field.log_silent(rate) + sum(p.scale + np.log(s) for p, s in zip(field.parts, sums, strict=True))
    hit = sum((marginals(p, rate, width)[0] / s for p, s in zip(field.parts, sums, strict=True)), np.zeros(width))
    return total, hit


@lru_cache(maxsize=128)
def subsets(n: int) -> tuple[np.ndarray, ...]:
    """Index rows of all sets of 0, 1, 2, 3 of n; made once, not counted in the times."""
    return tuple(
        np.array(list(combinations(range(n), k)), dtype=int).reshape(-1, k) if k else np.zeros((1, 0), dtype=int)
        for k in range(MOST + 1)
    )


def brute(
    tables: Tables, site_logs: np.ndarray, ground: np.ndarray, odds: np.ndarray, sites: np.ndarray,
    rate: float, width: int, parts: list[np.ndarray],
) -> tuple[float, np.ndarray, int]:
    """The same over the sets themselves: every choice of at most three sites in each part, of all
    parts together; and how many choices there are. parts: rows of ``sites`` in each part."""
    there = tables.present
    below, beyond = site_logs
    lowered = rate * odds * np.exp(below[~there].sum(axis=0))
    one, two = below[there].T, beyond[there].T
    low, high, prior = ground[0][there][None], ground[1][there][None], np.zeros(1)
    counts = []
    for rows in parts:
        chosen = [(one[rows][s].sum(axis=1), two[rows][s].sum(axis=1), np.log(lowered[rows])[s].sum(axis=1)) for s in subsets(len(rows))]
        more_low, more_high, more_prior = (np.concatenate(c) for c in zip(*chosen, strict=True))
        low = (low[:, None] + more_low[None]).reshape(-1, low.shape[1])
        high = (high[:, None] + more_high[None]).reshape(-1, high.shape[1])
        prior = (prior[:, None] + more_prior[None]).ravel()
        counts.append(len(more_prior))
    mass = log_chance_seen(low, high, tables.weight[there]).sum(axis=1) + prior
    top = mass.max()
    value = np.exp(mass - top).reshape(counts)
    hit, total = np.zeros(width), value.sum()
    for axis, rows in enumerate(parts):
        of_part = value.sum(axis=tuple(k for k in range(len(parts)) if k != axis))
        start = 0
        for chosen in subsets(len(rows)):
            for column in chosen.T:
                hit[sites[rows]] += np.bincount(column, weights=of_part[start: start + len(chosen)], minlength=len(rows))
            start += len(chosen)
    silent = np.log1p(np.delete(lowered, np.concatenate(parts))).sum()
    return top + np.log(total) + silent + ground[0][~there].sum(), hit / total, len(mass)


def limb_pairs(knowledge: Knowledge, block: str, seed: int) -> None:
    limbs, random = Limbs(knowledge), np.random.default_rng(seed)
    process = next(p for p in limbs.settings.processes if p.sites == "all")
    chosen = [n for n, b in enumerate(limbs.blocks) if b == block and site_odds(knowledge, process)[n] > 0]
    own = np.array(chosen)
    plain = Process(id=process.id, effect=process.effect, sites="all", one="mixed", many="mixed", prior=1.0, rate=process.rate, source="choice")
    worst_total = worst_site = matched = 0.0
    left_out = 0
    ours, theirs, counted, ratios, paired = [], [], [], [], []
    for pair in combinations(chosen, 2):
        made = limbs.told(plain, pair, random, untested=0.3, flipped=0.0)
        if made is None:
            continue
        seen, _ = observations(made.case, knowledge)
        tables = build([o for o in seen if o.sides == (0,)], limbs.net, limbs.settings)
        weigher = Weigher(tables, [], limbs.net, knowledge, limbs.settings)
        logs, odds = weigher._site_logs(process.effect, own), site_odds(knowledge, process)[own]
        width = 2 * len(limbs.net.sites)
        start = clock()
        field = explore(tables, logs, tables.leak, odds, limbs.settings.search, sites=own)
        total, hit = engine(field, process.rate, width)
        ours.append(clock() - start)
        parts = [np.flatnonzero(np.isin(own, np.concatenate(p.members))) for p in field.parts]
        size = np.prod([float(sum(map(len, subsets(len(rows))))) for rows in parts])
        if not parts or size > MOST_ROWS:
            left_out += 1
            continue
        start = clock()
        expected, share, sets = brute(tables, logs, tables.leak, odds, own, process.rate, width, parts)
        theirs.append(clock() - start)
        ratios.append(theirs[-1] / max(ours[-1], 1e-3))
        matched += ours[-1]
        paired.append(ours[-1])
        counted.append(sets)
        worst_total = max(worst_total, abs(np.expm1(total - expected)))
        worst_site = max(worst_site, np.abs(hit - share).max())
    counts, times = np.array(counted), np.array(ratios)
    print(f"{block}: {len(chosen)} sites, {len(ours)} pairs with a finding, {left_out} left out (above {MOST_ROWS:.0e} sets); largest relative "
          f"difference of the sum {worst_total:.1e}, of a site's share {worst_site:.1e}")
    print(f"  engine {matched:.0f} ms in all, brute force {sum(theirs):.0f} ms: {sum(theirs) / matched:.1f} times; "
          f"pair by pair: median {np.median(times):.1f} times, 90th percentile {np.percentile(times, 90):.0f}, largest {times.max():.0f}")
    for least, most in ((0, 1e3), (1e3, 1e4), (1e4, 1e5), (1e5, MOST_ROWS)):
        here = (counts >= least) & (counts < most)
        if here.any():
            print(f"  {least:.0e} to {most:.0e} sets: {here.sum()} pairs, {np.sum(np.array(theirs)[here]) / np.sum(np.array(paired)[here]):.1f} times")


def whole_body(knowledge: Knowledge, bodies: int, seed: int) -> None:
    """localise on patients with up to three lesions in each limb, head and trunk of each side."""
    limbs, random = Limbs(knowledge), np.random.default_rng(seed)
    process = next(p for p in limbs.settings.processes if p.sites == "all")
    plain = Process(id=process.id, effect=process.effect, sites="all", one="mixed", many="mixed", prior=1.0, rate=1.0, source="choice")
    half = len(limbs.blocks)
    spent, told, inexact = [], [], 0
    while len(spent) < bodies:
        sites: list[int] = []
        for side in (0, 1):
            for block in sorted(set(limbs.blocks)):
                here = [n + side * half for n, b in enumerate(limbs.blocks) if b == block]
                sites += random.choice(here, size=random.integers(0, MOST + 1), replace=False).tolist()
        made = limbs.told(plain, tuple(sites), random, untested=0.3, flipped=0.0)
        if made is None:
            continue
        if not spent:
            localise(made.case, knowledge)
        start = clock()
        inexact += not localise(made.case, knowledge).exact
        spent.append(clock() - start)
        told.append(len(made.case.findings))
    print(f"whole body, up to three lesions a block: {bodies} patients, median {np.median(told):.0f} findings: "
          f"median {np.median(spent):.1f} ms, 95th percentile {np.percentile(spent, 95):.1f} ms; {inexact} left exactness")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bodies", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    knowledge = load()
    for block in ("arm", "leg"):
        limb_pairs(knowledge, block, options.seed)
    whole_body(knowledge, options.bodies, options.seed)


if __name__ == "__main__":
    main()
