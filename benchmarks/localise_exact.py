"""Are the sums exact, and how much faster than brute force? And how long does a whole body take?

Brute force writes out the same sets, site by site, vectorised in numpy, for every process, pattern
beneath and reliability: for an isolated process every choice of at most ``limb`` sites of the limb,
whether they show or not; for a multifocal one every choice of sites that show with at most three in
each part, of all parts together (those that show nothing multiply out, as in the engine: any number of
them is allowed). Both begin with the same table of what each site does by itself. Compared are the
unnormalised sums over sets with one and with several lesions that show, and the share of them in which
each site is hit, over all pairs of lesions of the left arm and of the left leg.

    python benchmarks/localise_exact.py [--bodies 300] [--pairs 0] [--limb 3] [--seed 1]

--pairs: at most so many of each limb (0: all). Times are processor times of one core (other work on the
machine does not count).
"""

from __future__ import annotations

import argparse
import time
from functools import lru_cache
from itertools import combinations

import msgspec
import numpy as np

from myotome.knowledge import Knowledge, load
from myotome.reasoning.localise import localise
from myotome.reasoning.localise.evidence import observations
from myotome.reasoning.localise.limbs import NO_LIMIT, Sums, site_mass, sum_up
from myotome.reasoning.localise.posterior import Weigher, site_odds
from myotome.reasoning.localise.search import Evidence, explore
from myotome.reasoning.localise.settings import Process
from myotome.reasoning.localise.tables import build, chance_seen
from myotome.simulate.limbs import Limbs

MOST = 3
MOST_ROWS = 2e6      # sets of one variant beyond which brute force is left out for want of memory


def clock() -> float:
    return 1000 * time.process_time()


@lru_cache(maxsize=256)
def subsets(n: int, most: int) -> tuple[np.ndarray, ...]:
    """Index rows of all sets of 0 ... most of n; made once, not counted in the times."""
    return tuple(
        np.array(list(combinations(range(n), k)), dtype=int).reshape(-1, k) if k else np.zeros((1, 0), dtype=int)
        for k in range(min(most, n) + 1)
    )


class Group(msgspec.Struct, frozen=True):
    """Processes over the same sites. cases: (variant, rate, most lesions of a limb) of each."""

    evidence: Evidence
    cases: list[tuple[int, float, int]]


def groups(weigher: Weigher, keep: np.ndarray, limb: int) -> list[Group]:
    """What both begin with: the effects of each site of the limb by itself."""
    found, settings = [], weigher.settings
    for sites in dict.fromkeys(p.sites for p in settings.processes):
        processes = [p for p in settings.processes if p.sites == sites]
        variants = list(dict.fromkeys(v for p in processes for v in weigher._variants(p)))
        e = weigher._evidence(sites, variants)
        inside = np.isin(e.sites, keep)
        e = msgspec.structs.replace(
            e, sites=e.sites[inside], label=np.zeros(inside.sum(), dtype=int), reach=e.reach[:, inside], kind=e.kind[inside],
            below=e.below[:, :, inside], beyond=e.beyond[:, :, inside], odds=e.odds[:, inside],
        )
        cases = [
            (variants.index(v), p.rate, NO_LIMIT if p.limb == NO_LIMIT else limb) for p in processes for v in weigher._variants(p)
        ]
        found.append(Group(evidence=e, cases=cases))
    return found


def engine(group: Group, limits: msgspec.Struct) -> Sums:
    """All sums of a group."""
    variant, rate, most = (np.array(column) for column in zip(*group.cases, strict=True))
    return sum_up(explore([group.evidence], limits)[0], variant, rate, most)


class Written(msgspec.Struct, frozen=True):
    """The sets of one case. one, many: summed mass of those with one and with several lesions that show.
    chosen: sets of each part; mass: of every choice (that shows something)."""

    one: float
    many: float
    chosen: list[list[np.ndarray]]
    mass: np.ndarray
    evident: np.ndarray


def brute(group: Group, sums: Sums, limits: msgspec.Struct) -> list[Written]:
    """The same over the sets themselves."""
    e, found = group.evidence, []
    places = {site: n for n, site in enumerate(e.sites.tolist())}
    parts = [np.array([places[s] for s in part.sites.tolist()]) for part in sums.field.parts]
    for variant, rate, most in group.cases:
        evident = ((1 - e.below[variant]) > limits.least_effect).any(axis=0) & (e.odds[variant] > 0)
        with np.errstate(divide="ignore"):
            below, beyond = (np.where(evident, np.log(x), 0.0).T for x in (e.below[variant], e.beyond[variant]))
            odds = np.log(rate * e.odds[variant])
        silent = 1.0
        if most == NO_LIMIT:
            chosen = [[part[s] for s in subsets(len(part), MOST)] for part in parts]
            silent = np.prod(1 + rate * e.odds[variant][~evident])
            for part in parts:
                odds[part[~evident[part]]] = -np.inf
        else:
            chosen = [list(subsets(len(e.sites), most))]
        low, high, prior = np.log(e.ground[variant, 0])[None], np.log(e.ground[variant, 1])[None], np.zeros(1)
        shown, rows = np.zeros(1, dtype=int), []
        for sets in chosen:
            more = [np.concatenate([table[s].sum(axis=1) for s in sets]) for table in (below, beyond, odds, evident.astype(int))]
            low = (low[:, None] + more[0][None]).reshape(-1, low.shape[1])
            high = (high[:, None] + more[1][None]).reshape(-1, high.shape[1])
            prior, shown = ((x[:, None] + y[None]).ravel() for x, y in ((prior, more[2]), (shown, more[3])))
            rows.append(sum(len(s) for s in sets))
        seen = chance_seen(np.exp(low), np.exp(high), e.weight)
        mass = np.exp(np.log(seen).sum(axis=1) + prior) * silent * np.exp(e.spared[variant])
        found.append(Written(
            one=float(mass[shown == 1].sum()), many=float(mass[shown > 1].sum()), chosen=chosen,
            mass=np.where(shown > 0, mass, 0.0).reshape(rows or [1]), evident=evident,
        ))
    return found


def hits(written: Written, sites: np.ndarray, width: int) -> np.ndarray:
    """Mass of the sets that hold each site that shows."""
    hit, chosen = np.zeros(width), written.chosen
    for axis, sets in enumerate(chosen):
        of_part = written.mass.sum(axis=tuple(k for k in range(len(chosen)) if k != axis))
        start = 0
        for s in sets:
            for column in s.T:
                hit[sites] += np.bincount(column, weights=of_part[start: start + len(s)], minlength=len(sites))
            start += len(s)
    hit[sites[~written.evident]] = 0.0
    return hit


def size_of(group: Group, sums: Sums) -> float:
    """Sets of the largest case of a group."""
    free = np.prod([float(sum(map(len, subsets(len(part.sites), MOST)))) for part in sums.field.parts])
    held = max((most for _, _, most in group.cases), default=0)
    return max(free if any(c[2] == NO_LIMIT for c in group.cases) else 0, sum(map(len, subsets(len(group.evidence.sites), held))))


def differences(group: Group, sums: Sums, written: list[Written], width: int) -> tuple[float, float]:
    """Largest relative difference of a sum, and of a site's share in it."""
    total = site = 0.0
    for number, theirs in enumerate(written):
        scale, chosen = float(np.exp(sums.scale[number])), np.arange(len(written)) == number
        for own, other in ((sums.one[number] * scale, theirs.one), (sums.many[number] * scale, theirs.many)):
            if other > 0:
                total = max(total, abs(own / other - 1))
        if theirs.one + theirs.many > 0:
            mass = scale * site_mass(sums, sums.one * chosen, sums.many * chosen, width)
            expected = hits(theirs, group.evidence.sites, width)
            site = max(site, float(np.abs(mass - expected).max()) / (theirs.one + theirs.many))
    return total, site


def limb_pairs(knowledge: Knowledge, block: str, options: argparse.Namespace) -> None:
    limbs, random = Limbs(knowledge), np.random.default_rng(options.seed)
    process = next(p for p in limbs.settings.processes if p.sites == "all")
    chosen = [n for n, b in enumerate(limbs.blocks) if b == block and site_odds(knowledge, process)[n] > 0]
    plain = Process(id=process.id, effect=process.effect, sites="all", one="mixed", many="mixed", prior=1.0, rate=process.rate, source="choice")
    pairs = list(combinations(chosen, 2))
    if options.pairs and options.pairs < len(pairs):
        pairs = [pairs[n] for n in sorted(random.choice(len(pairs), options.pairs, replace=False))]
    width, limits = 2 * len(limbs.net.sites), limbs.settings.search
    worst, ours, theirs, written, left_out = [0.0, 0.0], [], [], [], 0
    for pair in pairs:
        made = limbs.told(plain, pair, random, untested=0.3, flipped=0.0)
        if made is None:
            continue
        seen, _ = observations(made.case, knowledge)
        here = [o for o in seen if o.sides == (0,) and in_block(o, block, knowledge)]
        weigher = Weigher(build(here, limbs.net, limbs.settings), [], limbs.net, knowledge, limbs.settings)
        spent = brute_spent = 0.0
        sets = 0
        for group in groups(weigher, np.array(chosen), options.limb):
            start = clock()
            sums = engine(group, limits)
            own = clock() - start
            if not sums.field.parts:
                continue
            if size_of(group, sums) > MOST_ROWS:
                left_out += 1
                continue
            start = clock()
            expected = brute(group, sums, limits)
            brute_spent += clock() - start
            spent, sets = spent + own, sets + sum(w.mass.size for w in expected)
            worst = [max(pair) for pair in zip(worst, differences(group, sums, expected, width), strict=True)]
        if sets:
            ours.append(spent)
            theirs.append(brute_spent)
            written.append(sets)
    ratio = np.array(theirs) / np.maximum(ours, 1e-3)
    print(f"{block}: {len(chosen)} sites, {len(ours)} pairs with a finding, {left_out} searches left out (above {MOST_ROWS:.0e} sets); largest "
          f"relative difference of a sum {worst[0]:.1e}, of a site's share {worst[1]:.1e}")
    print(f"  sets of a patient: median {np.median(written):.0f}, largest {max(written)}; engine median {np.median(ours):.1f} ms, brute force "
          f"{np.median(theirs):.0f} ms; in all {sum(theirs) / sum(ours):.0f} times as fast; pair by pair: 10th percentile "
          f"{np.percentile(ratio, 10):.0f}, median {np.median(ratio):.0f}, 90th percentile {np.percentile(ratio, 90):.0f}")


def in_block(o, block: str, knowledge: Knowledge) -> bool:  # noqa: ANN001 - evidence.Observation
    tables = {"muscle": knowledge.muscles, "reflex": knowledge.reflexes, "territory": knowledge.territories}
    return o.target.kind in tables and all(tables[o.target.kind][m].block == block for m in o.target.members)


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
    parser.add_argument("--pairs", type=int, default=0)
    parser.add_argument("--limb", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    knowledge = load()
    for block in ("arm", "leg"):
        limb_pairs(knowledge, block, options)
    whole_body(knowledge, options.bodies, options.seed)


if __name__ == "__main__":
    main()
