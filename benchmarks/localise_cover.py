"""Two rivals of localise: greedy and optimal weighted cover of the findings by sites and patterns.

Both minimise the same cost: what each chosen site or pattern costs a priori, minus the log chance of
every normal finding that it should have hit, plus the log odds of the leak for every abnormal finding
that nothing chosen covers. Sites have the effects and priors of the settings (root, plexus, nerve),
each stage of a diffuse pattern is one more candidate. The optimum is that of scipy's ``milp``.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix, hstack, identity

from myotome.case import Case
from myotome.knowledge import Knowledge
from myotome.reasoning.localise.evidence import observations
from myotome.reasoning.localise.features import feature_chances, feature_states, log_features
from myotome.reasoning.localise.network import network
from myotome.reasoning.localise.posterior import Weigher
from myotome.reasoning.localise.settings import read_settings
from myotome.reasoning.localise.tables import build

COVERS_FROM = 0.3    # chance of an abnormal finding from which a candidate is taken to cover it
SAME = 1e-6
LEAST_COST = 0.1     # of a pattern that the findings of the whole patient favour
LIMIT_SECONDS = 2.0  # after which the best cover so far is taken, and counted as not proved


class Cover:
    """The cost table of one case."""

    def __init__(self, case: Case, knowledge: Knowledge) -> None:
        settings, net = read_settings(knowledge), network(knowledge)
        seen, _ = observations(case, knowledge)
        states = feature_states(case, knowledge)
        tables = build(seen, net, settings)
        weigher = Weigher(tables, states, net, knowledge, settings)
        sites, drawn, patterns = weigher.effect_chance("own", np.arange(2 * len(net.sites))), weigher.drawn, weigher.patterns
        total = sum(p.prior for p in settings.processes) + sum(d.prior for d in settings.diffuse)
        focal = sum(p.prior for p in settings.processes) / total
        known = feature_chances(knowledge)
        record = dict(zip(known.causes, log_features(states, known, [0.0])[0], strict=True))
        plain = max(record[p.id] for p in settings.processes)
        odds = np.tile(net.prior / net.prior.sum() / 2, 2) * focal
        with np.errstate(divide="ignore"):
            site_cost = -np.log(odds)
        pattern_cost = np.maximum(LEAST_COST, [
            -np.log(patterns.specs[o].prior / total) - w - record[patterns.specs[o].id] + plain
            for o, w in zip(patterns.owner, patterns.log_weight, strict=True)
        ])
        chance = np.concatenate([sites, np.minimum(drawn.chance, 0.99)], axis=1)   # F x (2S + K)
        there = tables.present
        leak = np.array([settings.leaks.chance(o.channel) for o in tables.observations])
        self.proved = True
        self.width = sites.shape[1]
        self.owner = patterns.owner
        self.cost = np.concatenate([site_cost, pattern_cost]) - np.log1p(-chance[~there]).sum(axis=0)
        self.covers = chance[there] >= COVERS_FROM
        self.missed = -np.log(leak[there])

    def value(self, chosen: list[int]) -> float:
        """Cost of a choice."""
        open_ = ~self.covers[:, chosen].any(axis=1)
        return float(self.cost[chosen].sum() + self.missed[open_].sum())

    def greedy(self) -> list[int]:
        """Add what lowers the cost most, until nothing does."""
        chosen: list[int] = []
        open_ = np.ones(len(self.missed), dtype=bool)
        while True:
            gain = self.missed[open_] @ self.covers[open_] - self.cost
            best = int(gain.argmax())
            if gain[best] <= 0 or best in chosen:
                return chosen
            chosen.append(best)
            open_ &= ~self.covers[:, best]

    def optimal(self) -> list[int]:
        """The cheapest choice of all."""
        useful = np.flatnonzero(self.covers.any(axis=0) & (self.missed @ self.covers > self.cost))
        if not len(useful):
            return []
        useful = useful[self._undominated(useful)]
        n, f = len(useful), len(self.missed)
        table = hstack([csr_matrix(self.covers[:, useful].astype(float)), identity(f)])
        found = milp(
            np.concatenate([self.cost[useful], self.missed]),
            constraints=LinearConstraint(table, lb=np.ones(f)),
            integrality=np.concatenate([np.ones(n), np.zeros(f)]), bounds=Bounds(0, 1),
            options={"time_limit": LIMIT_SECONDS},
        )
        self.proved = found.status == 0
        if found.x is None:
            return self.greedy()
        return useful[np.flatnonzero(found.x[:n] > 0.5)].tolist()

    def _undominated(self, useful: np.ndarray) -> np.ndarray:
        """Those that no cheaper candidate replaces in all that they cover."""
        covers, cost = self.covers[:, useful].astype(int), self.cost[useful]
        inside = (covers.sum(axis=0)[:, None] - covers.T @ covers) == 0        # row within column
        order = np.argsort(cost, kind="stable").argsort()
        return ~(inside & (order[None, :] < order[:, None])).any(axis=1)

    def tied(self, chosen: list[int]) -> set[int]:
        """The choice and every candidate that may stand for one of it at the same cost."""
        cost, found = self.value(chosen), set(chosen)
        for place in range(len(chosen)):
            rest = chosen[:place] + chosen[place + 1:]
            open_ = ~self.covers[:, rest].any(axis=1)
            swapped = self.cost[rest].sum() + self.cost + self.missed[open_] @ ~self.covers[open_]
            found |= set(np.flatnonzero(np.abs(swapped - cost) < SAME).tolist())
        return found
