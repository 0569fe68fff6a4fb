"""Fit the few free numbers of ``settings/ranking.yaml`` by cross-validation on development cases.

Run: python benchmarks/fit_ranking.py CASES.json ... [--from text]. Prints, for each number tried, the
cross-validated mean log score of the right answer, and the values to write; it changes no file.
The numbers are global (no disease, finding or case has one of its own), so they hold elsewhere if
they hold across folds.
"""

from __future__ import annotations

import argparse
import copy
import itertools
import math
from pathlib import Path

from myotome.assess import complete
from myotome.evaluation import load_cases
from myotome.evaluation.cases import build
from myotome.evaluation.metrics import rank_of
from myotome.knowledge import load
from myotome.reasoning.differential import rank
from myotome.reasoning.localise import localise

GRID = {
    "temperature": (1.0, 1.3, 1.6, 2.0, 2.5, 3.0),
    "prior_temper": (0.3, 0.5, 0.7, 1.0),
    "temper": (0.6, 0.8, 1.0, 1.2),
    "group_decay": (0.2, 0.35, 0.5, 0.7),
    "foreign_log_ratio": (-0.4, -0.25, -0.12, 0.0),
    "localisation_temper": (0.2, 0.4, 0.6, 0.8),
    "age_temper": (0.5, 0.8, 1.0),
    "tempo_temper": (0.3, 0.6, 0.9),
    "other_per_1000": (20.0, 60.0, 150.0, 300.0),
    "broader_price": (0.3, 0.6, 0.9),
}
FOLDS = 5
FLOOR = 1e-4


def score(ranking: list[tuple[str, float]], accepted: frozenset[str]) -> float:
    """Log of the mass on the right answer ("other" when the disease is not in the sheet)."""
    mass = sum(q for d, q in ranking if d in accepted) if accepted else dict(ranking).get("other", 0.0)
    return math.log(max(mass, FLOOR))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--from", dest="mode", default="text")
    arguments = parser.parse_args()
    knowledge = load()
    golds = [g for f in arguments.files for g in load_cases(f)]
    cases = [complete(build(g, knowledge, arguments.mode), knowledge)[0] for g in golds]
    where = [localise(c, knowledge) for c in cases]
    settings = knowledge.settings["ranking"]
    original = copy.deepcopy(settings)

    def run(values: dict[str, float]) -> tuple[list[float], list[int | None]]:
        settings.update(original | values)
        scores, ranks = [], []
        for gold, case, place in zip(golds, cases, where, strict=True):
            ranking = [(c.disease, c.probability) for c in rank(case, place, knowledge).candidates]
            scores.append(score(ranking, gold.accepted))
            ranks.append(rank_of(ranking, gold.accepted))
        return scores, ranks

    current = {name: original[name] for name in GRID}
    for _ in range(2):
        for name, options in GRID.items():
            tried = {}
            for value in options:
                tried[value] = run(current | {name: value})[0]
            folds = [range(k, len(golds), FOLDS) for k in range(FOLDS)]
            held_out = 0.0
            for fold in folds:
                train = {v: sum(s for i, s in enumerate(sc) if i not in fold) for v, sc in tried.items()}
                chosen = max(train, key=lambda v: train[v])
                held_out += sum(tried[chosen][i] for i in fold)
            current[name] = max(tried, key=lambda v: sum(tried[v]))
            line = ", ".join(f"{v}: {sum(s) / len(s):.3f}" for v, s in tried.items())
            print(f"{name:22} {line}   held out {held_out / len(golds):.3f}  -> {current[name]}")
    scores, ranks = run(current)
    firsts = sum(r == 1 for r in ranks)
    thirds = sum(r is not None and r <= 3 for r in itertools.chain(ranks))
    print(f"\nmean log score {sum(scores) / len(scores):.3f}, top-1 {firsts}, top-3 {thirds} of {len(golds)}")
    print(current)


if __name__ == "__main__":
    main()
