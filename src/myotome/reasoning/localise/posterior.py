"""Every process and every diffuse pattern weighed against the same findings."""

from __future__ import annotations

import math
from functools import lru_cache

import msgspec
import numpy as np

from myotome.knowledge.store import Knowledge
from myotome.reasoning.localise.features import FeatureState, Telling, log_features
from myotome.reasoning.localise.network import KINDS, Network, network
from myotome.reasoning.localise.patterns import draw, patterns
from myotome.reasoning.localise.search import Field, explore
from myotome.reasoning.localise.settings import Effect, Process, Settings, read_settings
from myotome.reasoning.localise.tables import Tables, chances, log_findings, logs

INSUFFICIENT = "insufficient"


class Answer(msgspec.Struct, frozen=True, eq=False):
    """A part of the posterior. log_mass: unnormalised. lesions: 0, 1 or 2 for several. field: the
    sets of lesions behind it. stage: share of each stage of a pattern (its own K)."""

    lesion_class: str
    process: str
    log_mass: float
    lesions: int = 0
    field: Field | None = None
    rate: float = 1.0
    stage: np.ndarray | None = None


class Weigher:
    """Weighs the hypotheses for one case. Arrays are shared between processes of the same kind."""

    def __init__(
        self, tables: Tables, states: list[FeatureState], net: Network,
        knowledge: Knowledge, settings: Settings,
    ) -> None:
        self.tables, self.states = tables, states
        self.net, self.knowledge, self.settings = net, knowledge, settings
        self.patterns = patterns(knowledge)
        self.drawn = draw(tables, self.patterns)
        self.telling = Telling(tables, states, knowledge, settings)
        self._chance: dict[str, np.ndarray] = {}
        self._logs: dict[tuple[str, bytes], np.ndarray] = {}
        self._fields: dict[tuple, Field] = {}

    def answers(self) -> list[Answer]:
        """All parts of the posterior, not yet normalised."""
        found = [self._nothing()]
        found += [self._diffuse(number) for number in range(len(self.patterns.specs))]
        for process in self.settings.processes:
            found += self._focal(process)
        return found

    def answers_at(self, factor: float, answers: list[Answer]) -> list[Answer]:
        """The same with the rate of lesions per nerve multiplied by ``factor``."""
        changed = [
            msgspec.structs.replace(p, rate=p.rate * factor)
            for p in self.settings.processes if p.rates and self.settings.rates[p.rates].nerves
        ]
        ids = {p.id for p in changed}
        kept = [a for a in answers if a.process not in ids]
        return kept + [a for p in changed for a in self._focal(p)]

    def effects(self, name: str) -> tuple[list[Effect], np.ndarray]:
        """The effect of a name, or for "own" that of each site's kind; and which holds for a site."""
        table, kinds = self.settings.effects, self.net.kinds
        if name != "own":
            return [table[name]], np.zeros(2 * len(kinds), dtype=int)
        names = list(KINDS.values())
        return [table[k] for k in names], np.tile([names.index(k) for k in kinds], 2)

    def effect_chance(self, name: str) -> np.ndarray:
        """Chance of each observation under each site, for an effect of the settings (F x 2S)."""
        if name not in self._chance:
            self._chance[name] = chances(self.tables.reach, self.tables, *self.effects(name))
        return self._chance[name]

    def _site_logs(self, name: str, sites: np.ndarray) -> np.ndarray:
        """Logs of some sites under an effect (2 x F x n)."""
        key = name, sites.tobytes()
        if key not in self._logs:
            effects, which = self.effects(name)
            chance = chances(self.tables.reach[:, sites], self.tables, effects, which[sites])
            shares = [(e.severe, e.plegia) for e in effects]
            self._logs[key] = logs(chance, self.tables.low, self.tables.high, shares, which[sites])
        return self._logs[key]

    # ---------------------------------------------------------------------------------------

    def _nothing(self) -> Answer:
        mass = math.log(self.settings.nothing.prior) + log_features(self.states, "nothing", "")
        mass += float(log_findings(self.tables, self.tables.leak).sum())
        return Answer(INSUFFICIENT, "nothing", mass)

    def _diffuse(self, number: int) -> Answer:
        spec, rows = self.patterns.specs[number], self.patterns.stages(number)
        stages = self.patterns.log_weight[rows] + self.drawn.log_chance[rows]
        top = float(stages.max())
        share = np.exp(stages - top)
        mass = (
            math.log(spec.prior) + log_features(self.states, spec.id, "")
            + self.telling.log_chance(spec) + top + math.log(share.sum())
        )
        return Answer(spec.lesion_class, spec.id, mass, stage=share / share.sum())

    def _focal(self, process: Process) -> list[Answer]:
        if not process.over:
            return self._over(process, self.tables.leak, "", 0.0)
        number = self.patterns.number(process.over)
        one_limb = self.telling.log_one_limb(self.patterns.specs[number])
        found = []
        for row in self.patterns.stages(number):
            extra = float(self.patterns.log_weight[row]) + one_limb
            found += self._over(process, self.drawn.ground[:, :, row], str(row), extra)
        return found

    def _over(self, process: Process, ground: np.ndarray, tag: str, extra: float) -> list[Answer]:
        """One evident lesion, several; each with its mass. A process of which nothing is seen is no
        answer to "where", and is left out; ``nothing`` stands for findings without a lesion."""
        odds, rate = site_odds(self.knowledge, process), process.rate
        key = (process.effect, process.sites, process.rates, tag)
        if key not in self._fields:
            sites = np.flatnonzero(odds)
            self._fields[key] = explore(
                self.tables, self._site_logs(process.effect, sites), ground, odds[sites],
                self.settings.search, sites=sites,
            )
        field = self._fields[key]
        total = float(np.log1p(odds * rate).sum())
        silent = field.log_silent(rate)
        mass = (
            math.log(process.prior) + extra - total - math.log(-math.expm1(-total))
            + log_features(self.states, process.id, process.over)
            + field.alone + sum(p.scale for p in field.parts)
        )
        none, one, many = 1.0, 0.0, 0.0
        for a, b, c in (part.sums(rate) for part in field.parts):
            none, one, many = none * a, none * b + one * a, none * c + one * (b + c) + many * (a + b + c)
        found = []
        for lesions, lesion_class, share in ((1, process.one, one), (2, process.many, many)):
            if share > 0:
                found.append(Answer(
                    lesion_class, process.id, mass + silent + math.log(share), lesions, field, rate
                ))
        return found


@lru_cache(maxsize=128)
def site_odds(knowledge: Knowledge, process: Process) -> np.ndarray:
    """Prior odds of each site before the process's rate is applied (2S)."""
    net, settings = network(knowledge), read_settings(knowledge)
    if process.rates:
        odds = np.zeros(len(net.sites))
        rates = settings.rates[process.rates]
        for root, share in rates.roots.items():
            odds[net.index[root]] += share / (1 - share)
        for nerve, share in rates.nerves.items():
            segments = knowledge.nerves[nerve].segments
            for segment in segments:
                odds[net.index[segment]] += share / (1 - share) / len(segments)
    else:
        everywhere = process.sites == "all"
        odds = np.where(everywhere | (net.kinds == KINDS.get(process.sites)), net.prior, 0.0)
        odds = odds / odds.sum() / 2
    return np.tile(odds, 2)
