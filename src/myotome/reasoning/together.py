"""Two diseases at once: a declared relation, or one that leaves much unexplained.

Each finding may come from either (noisy or): 1 - (1 - a)(1 - b). The price of the second disease is
its full prior (that two meet by chance is no matter of referral), lowered where the relation is known.
"""

from __future__ import annotations

from itertools import product
from typing import NamedTuple

import numpy as np

from myotome.answer import Together
from myotome.knowledge.store import Knowledge
from myotome.reasoning.frequencies import FOREIGN, LISTED
from myotome.reasoning.priors import prevalence
from myotome.reasoning.ratios import combined
from myotome.reasoning.weigh import Weighed

ANY = "any"
PLACES = 2  # age and sex of the context speak of the second disease too


class Pair(NamedTuple):
    """Rows of two diseases, how many times likelier the second is with the first, and who says so."""

    first: int
    second: int
    factor: float
    reference: str
    declared: bool


def together(weighed: Weighed, knowledge: Knowledge) -> tuple[Together, ...]:
    """Pairs that explain the case better than either disease alone, and about as well as any single
    one; the second must explain something that the first does not. Best first; often none."""
    settings = knowledge.settings["pairs"]
    pairs = _pairs(weighed, knowledge, settings)
    if not pairs or not weighed.known:
        return ()
    first, second = (np.array([getattr(p, side) for p in pairs]) for side in ("first", "second"))
    values = combined(weighed.known, weighed.table, first, second, knowledge.settings["ranking"])
    price = prevalence(knowledge)[second] + np.log([p.factor for p in pairs]) + weighed.context[second, :PLACES].sum(axis=1)
    odds = weighed.start[first] + weighed.context[first].sum(axis=1) + price + values.sum(axis=1)
    gain = odds - np.maximum(weighed.odds[first], weighed.odds[second])
    least = weighed.odds.max() - settings["most_behind"]
    found: list[Together] = []
    for at in np.argsort(-odds, kind="stable"):
        pair = pairs[at]
        explains = _explains(pair, weighed)
        if gain[at] < settings["least_gain"] or odds[at] < least or not explains:
            continue
        names = (weighed.table.diseases[pair.first], weighed.table.diseases[pair.second])
        if any(set(names) == set(f.diseases) for f in found):
            continue
        found.append(Together(
            diseases=names, log_odds=float(odds[at]), gain=float(gain[at]), explains=explains,
            declared=pair.declared, reference=pair.reference,
        ))
    return tuple(found[: settings["shown"]])


def _pairs(weighed: Weighed, knowledge: Knowledge, settings: dict) -> list[Pair]:
    """Declared relations among the likely, and any two of the likely where the first leaves enough open."""
    table = weighed.table
    likely = [int(r) for r in np.argsort(-weighed.odds, kind="stable")[: settings["among"]]]
    found = []
    for relation in settings["relations"]:
        firsts = likely if relation["first"] == ANY else [table.row[d] for d in relation["first"]]
        seconds = [table.row[d] for d in relation["second"]]
        found += [
            Pair(a, b, relation["factor"], relation["source"], True)
            for a, b in product(firsts, seconds) if a != b and (a in likely or b in likely)
        ]
    for second in likely:
        found += [
            Pair(table.row[cause], second, settings["complication_factor"], "choice", True)
            for cause in knowledge.diseases[table.diseases[second]].complication_of
        ]
    for first in likely[: settings["firsts"]]:
        if _unexplained(first, weighed) >= settings["least_unexplained"]:
            found += [Pair(first, b, 1.0, "choice", False) for b in likely if b != first]
    return found


def _foreign(row: int, weighed: Weighed) -> list[int]:
    """Findings that are there, said in so many words, and unknown of the disease."""
    columns = weighed.ratios.columns
    return [
        weighed.known[c].finding
        for c, kind in zip(weighed.ratios.concepts, weighed.table.kind[row, columns], strict=True)
        if kind == FOREIGN and weighed.known[c].present and weighed.known[c].exact
    ]


def _unexplained(row: int, weighed: Weighed) -> int:
    return len(set(_foreign(row, weighed)))


def _explains(pair: Pair, weighed: Weighed) -> tuple[int, ...]:
    """Findings that only the second disease lists, and more often than others show them."""
    table = weighed.table
    found = []
    for concept, column in zip(weighed.ratios.concepts, weighed.ratios.columns, strict=True):
        state = weighed.known[concept]
        own = table.kind[pair.second, column] == LISTED and table.present[pair.second, column] > 0
        others = table.kind[pair.first, column] == LISTED and table.present[pair.first, column] > 0
        if state.present and own and not others:
            found.append(state.finding)
    return tuple(dict.fromkeys(found))
