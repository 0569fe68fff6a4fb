"""How long localising takes on one core: median and 95th percentile over made-up patients.

Each patient has one to four lesions (root, plexus part, nerve segment) or a diffuse pattern; what
they hit is found weak, wasted, or normal, with a fifth of the muscles examined.

    python benchmarks/localise.py [--patients 200] [--seed 1]
"""

from __future__ import annotations

import argparse
import time

import numpy as np

from myotome.case import Case, Finding, Grade
from myotome.knowledge import Knowledge, load
from myotome.reasoning.localise import localise
from myotome.reasoning.localise.network import network
from myotome.reasoning.localise.patterns import patterns
from myotome.terms import Presence, Side

SIDES = (Side.LEFT, Side.RIGHT)
GRADES = (0.0, 2.0, 3.0, 4.0)


def patient(knowledge: Knowledge, random: np.random.Generator) -> Case:
    """One made-up patient: strength, wasting, reflexes and skin, abnormal or normal."""
    net = network(knowledge)
    struck = np.zeros((2, net.reach.shape[1]))
    if random.random() < 0.3:
        table = patterns(knowledge).chance
        struck = table[random.integers(len(table))].copy()
    else:
        for _ in range(random.integers(1, 5)):
            side = random.integers(2)
            struck[side] = np.maximum(struck[side], net.reach[random.integers(len(net.sites))])
    findings = []
    for (kind, name), column in net.atoms.items():
        for side, chance in zip(SIDES, struck[:, column], strict=True):
            if random.random() > (0.2 if chance < 0.05 else 0.7):
                continue
            hit = random.random() < 0.9 * chance + 0.02
            findings += _seen(kind, name, side, hit, random)
    return Case(id="made up", findings=tuple(findings))


def _seen(kind: str, name: str, side: Side, hit: bool, random: np.random.Generator) -> list[Finding]:
    presence = Presence.PRESENT if hit else Presence.ABSENT
    if kind == "reflex":
        return [Finding(concept="reflex_loss", site=name, side=side, presence=presence)]
    if kind == "territory" and name not in ("stocking", "glove"):
        return [Finding(concept="sensory_loss", site=name, side=side, presence=presence)]
    if kind != "muscle" or random.random() < 0.5:
        return []
    grade = float(random.choice(GRADES)) if hit else 5.0
    found = [Finding(
        concept="weakness", site=name, side=side, presence=presence,
        grade=Grade(scale="mrc", low=grade, high=grade),
    )]
    if hit and random.random() < 0.4:
        found.append(Finding(concept="muscle_atrophy", site=name, side=side))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--patients", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    knowledge = load()
    random = np.random.default_rng(options.seed)
    cases = [patient(knowledge, random) for _ in range(options.patients)]
    start = time.perf_counter()
    localise(cases[0], knowledge)
    print(f"first call, tables compiled: {1000 * (time.perf_counter() - start):.0f} ms")
    spent, inexact = [], 0
    for case in cases:
        start = time.perf_counter()
        inexact += not localise(case, knowledge).exact
        spent.append(1000 * (time.perf_counter() - start))
    findings = np.median([len(c.findings) for c in cases])
    print(f"{len(cases)} patients, median {findings:.0f} findings: median {np.median(spent):.1f} ms, "
          f"95th percentile {np.percentile(spent, 95):.1f} ms, most {max(spent):.1f} ms; "
          f"{inexact} left exactness (pairs only)")


if __name__ == "__main__":
    main()
