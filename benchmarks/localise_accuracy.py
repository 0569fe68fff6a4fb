"""Is the lesion found? localise against greedy and optimal cover, on made-up patients.

(a) patients drawn from the model; (b) from perturbed anatomies (one root wrong in 20 % of muscles, a
new one every 100 patients). Of each kind half focal, half diffuse; 30 % of what is examined is not
told, 10 % of the findings are told wrongly.

    python benchmarks/localise_accuracy.py [--patients 2000] [--seed 1] [--flipped 0.1]

A focal patient is a hit when the first answer's sites, with those it calls tied, hold every lesion
that shows and are at most eight; a diffuse one when the first class is the true one. A cover is given
its own ties: every site that may stand for a chosen one at the same cost.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from collections.abc import Iterator

import numpy as np
from localise_cover import Cover

from myotome.knowledge import Knowledge, load
from myotome.reasoning.localise import localise
from myotome.simulate.anatomy import perturbed
from myotome.simulate.limbs import Limbs, Made

MOST_SITES = 8
BATCH = 100


def patients(knowledge: Knowledge, options: argparse.Namespace, other: bool) -> Iterator[Made]:
    """Half focal, half diffuse."""
    random = np.random.default_rng(options.seed + other)
    for number in range(options.patients):
        if number % BATCH == 0:
            world = perturbed(knowledge, random) if other else knowledge
            limbs = Limbs(knowledge, world)
        kind = "diffuse" if number % 2 else "focal"
        yield limbs.draw(random, kind, untested=options.untested, flipped=options.flipped)


def cover_hit(cover: Cover, chosen: list[int], made: Made, limbs: Limbs, classes: list[str]) -> bool:
    """The same rule for a cover as for localise."""
    if not made.truth.shown:
        patterns = [c for c in chosen if c >= cover.width]
        sites = len(chosen) - len(patterns)
        return len(patterns) == 1 and sites == 0 and classes[cover.owner[patterns[0] - cover.width]] == made.truth.lesion_class
    found = {limbs.named(c) for c in cover.tied(chosen) if c < cover.width}
    return set(made.truth.shown) <= found and len(found) <= MOST_SITES


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--patients", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--untested", type=float, default=0.3)
    parser.add_argument("--flipped", type=float, default=0.1)
    parser.add_argument("--minutes", type=float, default=600.0, help="stop after this long; the number reached is printed")
    options = parser.parse_args()
    knowledge = load()
    limbs = Limbs(knowledge)
    classes = [spec.lesion_class for spec in limbs.patterns.specs]
    for other in (False, True):
        start = time.monotonic()
        hits: dict[str, list[tuple[bool, ...]]] = defaultdict(list)
        sizes, unproved = [], 0
        for made in patients(knowledge, options, other):
            if time.monotonic() - start > 60 * options.minutes:
                break
            answer, truth, cover = localise(made.case, knowledge), made.truth, Cover(made.case, knowledge)
            first = answer.lesions[0] if answer.lesions else None
            if truth.shown:
                named = {*first.sites, *first.tie_set} if first else set()
                ours = set(truth.shown) <= named and len(named) <= MOST_SITES
                sizes.append(len(named))
                group = f"focal, {len(truth.shown)} lesion{'s' if len(truth.shown) > 1 else ''}" if len(truth.shown) < 4 else "focal, 4 or more"
            else:
                ours = next(iter(answer.classes)) == truth.lesion_class
                group = "diffuse"
            row = (ours, *(cover_hit(cover, c, made, limbs, classes) for c in (cover.greedy(), cover.optimal())))
            unproved += not cover.proved
            for name in {group, group.split(",")[0], "class " + truth.lesion_class}:
                hits[name].append(row)
        print(f"({'b' if other else 'a'}) {len(hits['focal']) + len(hits['diffuse'])} patients, {options.untested:.0%} untested, "
              f"{options.flipped:.0%} flipped: hits of localise / greedy / optimal cover")
        for name, rows in sorted(hits.items(), key=lambda h: (h[0].startswith("class"), h[0])):
            ours, greedy, optimal = 100 * np.mean(rows, axis=0)
            print(f"  {name:42} {len(rows):5}   {ours:5.1f} {greedy:5.1f} {optimal:5.1f}")
        print(f"  optimum not proved within the time limit: {unproved} patients")
        print(f"  sites named in focal patients: mean {np.mean(sizes):.1f}, more than eight in {100 * np.mean(np.array(sizes) > MOST_SITES):.1f} %")


if __name__ == "__main__":
    main()
