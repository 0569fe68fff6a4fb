"""Is the ranking as sure as it may be? On held-out development cases and on patients drawn from perturbed knowledge.

Run: python benchmarks/calibration.py CASES.json ... [--drawn 1000] [--from text] [--fit]

Four rankings in one run: the shipped one; as if findings were independent (no tempering, no groups, no doubt); the same with the prior untempered
too; the prior alone (how common, age, sex).
For each: top-1, top-3, mean probability of the first, slope of a logistic regression on its log odds (1: as sure as it may be), Brier score.

Development cases: with --fit, for each group of diseases the global numbers of GRID are fitted on the cases of the other groups, and the group is
ranked with them (leave one family out); without, the shipped numbers are used. Drawn patients: frequencies off by a factor of 0.5 to 2, 20 % of the
findings dropped, once with independent findings and once with findings of a latent group hanging together (correlation 0.5).
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from myotome.answer import Localisation
from myotome.assess import complete
from myotome.case import Case
from myotome.evaluation import load_cases
from myotome.evaluation.cases import build
from myotome.evaluation.metrics import bootstrap, calibration_slope
from myotome.knowledge import Knowledge, load
from myotome.logic import derive
from myotome.reasoning.differential import OTHER
from myotome.reasoning.frequencies import frequencies
from myotome.reasoning.localise import localise
from myotome.reasoning.weigh import posterior_of, weigh
from myotome.simulate.patients import Draw, patients

INDEPENDENT = {"temper": 1.0, "group_decay": 1.0, "localisation_temper": 1.0, "tempo_temper": 1.0, "doubt": 0.0}
UNTEMPERED = INDEPENDENT | {"prior_temper": 1.0}
GRID = {
    "temper": (0.5, 0.7, 0.85, 1.0), "group_decay": (0.45, 0.6, 0.75, 0.9), "shrink": (1.0, 3.0, 6.0, 9.0), "prior_temper": (0.2, 0.3, 0.5),
    "foreign_log_ratio": (-0.6, -0.4, -0.2), "localisation_temper": (0.1, 0.15, 0.3), "tempo_temper": (0.15, 0.3, 0.5), "other_per_1000": (20.0, 60.0, 200.0), "doubt": (0.0, 0.07, 0.15),
}
SEED, FLOOR = 6, 1e-4


class Asked(NamedTuple):
    """A case with its place, the accepted diseases and the group that it belongs to."""

    case: Case
    where: Localisation
    accepted: frozenset[str]
    group: str


@contextmanager
def changed(knowledge: Knowledge, values: dict[str, float]) -> Iterator[None]:
    """The settings of the ranking with other numbers, for a while."""
    settings = knowledge.settings["ranking"]
    before = dict(settings)
    settings.update(values)
    frequencies.cache_clear()
    try:
        yield
    finally:
        settings.clear()
        settings.update(before)
        frequencies.cache_clear()


def ranking(asked: Asked, knowledge: Knowledge, *, prior: bool = False) -> dict[str, float]:
    weighed = weigh(asked.case, asked.where, knowledge)
    odds = weighed.start + weighed.context[:, :2].sum(axis=1) if prior else weighed.odds
    return dict(zip((*weighed.table.diseases, OTHER), posterior_of(odds, knowledge.settings["ranking"]).tolist(), strict=True))


def row(chance: dict[str, float], accepted: frozenset[str]) -> tuple[float, float, float, float, float]:
    """(probability of the first, is it right, right in the first three, Brier, log score)."""
    named = sorted((d for d in chance if d != OTHER), key=lambda d: -chance[d])
    mass = sum(chance[d] for d in accepted)
    brier = (1 - mass) ** 2 + sum(p * p for d, p in chance.items() if d not in accepted)
    return chance[named[0]], float(named[0] in accepted), float(bool(accepted & set(named[:3]))), brier, math.log(max(mass, FLOOR))


def told(name: str, rows: Sequence[tuple[float, ...]]) -> str:
    table = np.array(rows)
    slope = bootstrap([tuple(r[:2]) for r in rows], calibration_slope)
    return (
        f"  {name:14} top-1 {table[:, 1].mean():.3f}  top-3 {table[:, 2].mean():.3f}  first {table[:, 0].mean():.3f}  "
        f"slope {slope.value or 0:.2f} ({slope.low or 0:.2f} to {slope.high or 0:.2f})  Brier {table[:, 3].mean():.3f}  log {table[:, 4].mean():.3f}"
    )


def three(every: Sequence[Asked], knowledge: Knowledge) -> None:
    print(told("shipped", [row(ranking(a, knowledge), a.accepted) for a in every]))
    with changed(knowledge, INDEPENDENT):
        print(told("as independent", [row(ranking(a, knowledge), a.accepted) for a in every]))
    with changed(knowledge, UNTEMPERED):
        print(told("... prior too", [row(ranking(a, knowledge), a.accepted) for a in every]))
        print(told("prior alone", [row(ranking(a, knowledge, prior=True), a.accepted) for a in every]))


def fitted(train: Sequence[Asked], knowledge: Knowledge) -> dict[str, Any]:
    """Coordinate search over GRID for the mean log score of the right answer."""
    values: dict[str, float] = {}

    def score(more: dict[str, float]) -> float:
        with changed(knowledge, values | more):
            return float(np.mean([row(ranking(a, knowledge), a.accepted)[4] for a in train]))

    for name, options in GRID.items():
        tried = {option: score({name: option}) for option in options}
        values[name] = max(tried, key=lambda option: tried[option])
    return values


def held_out(every: Sequence[Asked], knowledge: Knowledge) -> None:
    rows = []
    for group in sorted({a.group for a in every}):
        values = fitted([a for a in every if a.group != group], knowledge)
        mine = [a for a in every if a.group == group]
        print(f"    {group:24} {len(mine):3} cases  " + ", ".join(f"{k} {v:g}" for k, v in values.items()))
        with changed(knowledge, values):
            rows += [row(ranking(a, knowledge), a.accepted) for a in mine]
    print(told("held out", rows))


def development(files: Sequence[Path], mode: str, knowledge: Knowledge) -> list[Asked]:
    found = []
    for gold in (g for f in files for g in load_cases(f)):
        if gold.in_list:
            case = complete(build(gold, knowledge, mode), knowledge)[0]
            found.append(Asked(case, localise(case, knowledge), gold.accepted, knowledge.diseases[sorted(gold.accepted)[0]].group))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--drawn", type=int, default=1000)
    parser.add_argument("--from", dest="mode", default="text")
    parser.add_argument("--fit", action="store_true")
    arguments = parser.parse_args()
    knowledge = load()
    if arguments.files:
        every = development(arguments.files, arguments.mode, knowledge)
        print(f"{len(every)} development cases, from {arguments.mode}")
        three(every, knowledge)
        if arguments.fit:
            held_out(every, knowledge)
    for name, together in (("independent", 0.0), ("hanging together", 0.5)):
        for power in (0.5, 0.0):
            drawn = patients(knowledge, np.random.default_rng(SEED), arguments.drawn, Draw(together=together, prior_power=power))
            every = [Asked(derive(d.case, knowledge), Localisation(), frozenset((d.disease,)), "") for d in drawn]
            print(f"{len(every)} patients drawn from perturbed knowledge, findings {name}, prior to the power {power:g}")
            three(every, knowledge)


if __name__ == "__main__":
    main()
