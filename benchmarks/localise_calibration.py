"""Are the probabilities true? Reliability in ten bins, 90 % credible sets, sizes of tie sets.

Patients come from the model with its priors, those without a lesion included ((a)); with --flipped a
share of the findings is told wrongly, with --other-anatomy they come from perturbed anatomies ((b)).

    python benchmarks/localise_calibration.py [--patients 2000] [--flipped 0] [--other-anatomy]

One answer is one listed lesion: right when its class is the true one and, for a single lesion, the true
site is the one named or one of its ties. A lesion that shows in no finding is no part of the truth.
"""

from __future__ import annotations

import argparse
from collections import defaultdict

import numpy as np

from myotome.answer.lesion import Lesion
from myotome.knowledge import load
from myotome.reasoning.localise import localise
from myotome.simulate.anatomy import perturbed
from myotome.simulate.limbs import Limbs, Truth

MOST_SITES = 8
BATCH = 100
CREDIBLE = 0.9


def right(lesion: Lesion, truth: Truth) -> bool:
    """Does the answer name what was drawn?"""
    if lesion.lesion_class != truth.lesion_class or min(len(lesion.sites), 2) != min(len(truth.shown), 2):
        return False
    return len(lesion.sites) != 1 or truth.shown[0] in {*lesion.sites, *lesion.tie_set}


def bins(title: str, stated: list[tuple[float, bool]]) -> None:
    print(f"{title}: bin, answers, mean stated, observed, gap in points (standard error)")
    p, hit = np.array([s for s, _ in stated]), np.array([h for _, h in stated])
    place = np.minimum((p * 10).astype(int), 9)
    for b in range(10):
        here = place == b
        if here.any():
            mean, seen = 100 * p[here].mean(), 100 * hit[here].mean()
            error = 100 * np.sqrt((p[here] * (1 - p[here])).sum()) / here.sum()
            print(f"  {b / 10:.1f}-{(b + 1) / 10:.1f} {here.sum():6} {mean:6.1f} {seen:6.1f}   {seen - mean:+5.1f} ({error:.1f})")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--patients", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--untested", type=float, default=0.3)
    parser.add_argument("--flipped", type=float, default=0.0)
    parser.add_argument("--other-anatomy", action="store_true")
    options = parser.parse_args()
    knowledge, random = load(), np.random.default_rng(options.seed)
    lesions, classes, held, sizes, ties = [], [], [], [], []
    by_class = defaultdict(list)
    limbs = Limbs(knowledge)
    for number in range(options.patients):
        if options.other_anatomy and number % BATCH == 0:
            limbs = Limbs(knowledge, perturbed(knowledge, random))
        made = limbs.draw(random, "any", untested=options.untested, flipped=options.flipped)
        answer, truth = localise(made.case, knowledge), made.truth
        classes += [(p, c == truth.lesion_class) for c, p in answer.classes.items()]
        lesions += [(e.probability, right(e, truth)) for e in answer.lesions]
        lesion_free = answer.classes.get("insufficient", 0.0)
        entries = [(e.probability, right(e, truth), len(e.sites) + len(e.tie_set)) for e in answer.lesions if e.lesion_class != "insufficient"]
        entries.append((lesion_free, truth.lesion_class == "insufficient", 0))
        entries.sort(key=lambda e: -e[0])
        total, found, size = 0.0, False, 0
        for p, hit, _ in entries:
            total, found, size = total + p, found or hit, size + 1
            if total >= CREDIBLE:
                break
        held.append(found)
        sizes.append(size)
        by_class[truth.lesion_class].append((found, entries[0][1]))
        if answer.lesions and answer.lesions[0].sites:
            ties.append(len(answer.lesions[0].sites) + len(answer.lesions[0].tie_set))
    print(f"({'b' if options.other_anatomy else 'a'}) {options.patients} patients, {options.untested:.0%} untested, {options.flipped:.0%} flipped")
    bins("listed lesions", lesions)
    bins("classes", classes)
    print(f"90 % credible set: holds the truth in {100 * np.mean(held):.1f} %, mean {np.mean(sizes):.2f} answers")
    print(f"sites of the first answer, ties included: mean {np.mean(ties):.2f}, more than eight in {100 * np.mean(np.array(ties) > MOST_SITES):.1f} %")
    for name, rows in sorted(by_class.items()):
        held_in, first = 100 * np.mean(rows, axis=0)
        print(f"  {name:38} {len(rows):5} in the credible set {held_in:5.1f} %, first {first:5.1f} %")


if __name__ == "__main__":
    main()
