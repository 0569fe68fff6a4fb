"""Every process and every diffuse pattern weighed against the same findings."""

from __future__ import annotations

import msgspec
import numpy as np

from myotome.knowledge.store import Knowledge
from myotome.reasoning.localise.features import FeatureState, log_features
from myotome.reasoning.localise.network import KINDS, Network
from myotome.reasoning.localise.patterns import Pattern, patterns
from myotome.reasoning.localise.search import Field, Part, best_set, explore, marginals
from myotome.reasoning.localise.settings import Effect, Process, Settings
from myotome.reasoning.localise.tables import (
    Tables,
    chances,
    log_chance_seen,
    logs,
    pattern_chances,
    pattern_effect,
)

INSUFFICIENT = "insufficient"


class Answer(msgspec.Struct, frozen=True, eq=False):
    """A part of the posterior. log_mass: unnormalised. sites: mass of each site given this part
    (2S, empty for diffuse ones). chosen: for several lesions, the likeliest set. single: one lesion
    only. below: log chance of a normal finding under each site (F x 2S). stage: of a pattern."""

    lesion_class: str
    process: str
    log_mass: float
    sites: np.ndarray
    chosen: tuple[int, ...] = ()
    single: bool = False
    stage: np.ndarray | None = None
    whole: bool = True


class Weigher:
    """Weighs the hypotheses for one case. Arrays are shared between processes of the same kind."""

    def __init__(
        self, tables: Tables, states: list[FeatureState], net: Network,
        knowledge: Knowledge, settings: Settings,
    ) -> None:
        self.tables, self.states = tables, states
        self.net, self.knowledge, self.settings = net, knowledge, settings
        self.chance: dict[str, np.ndarray] = {}
        self._logs: dict[str, np.ndarray] = {}
        self._fields: dict[tuple, Field] = {}
        self.patterns = {p.spec.id: p for p in patterns(knowledge)}
        self.pattern_chance = {
            name: pattern_chances(tables, p, net) for name, p in self.patterns.items()
        }

    def answers(self) -> list[Answer]:
        """All parts of the posterior, not yet normalised."""
        found = [self._nothing()]
        found += [self._diffuse(p) for p in self.patterns.values()]
        for process in self.settings.processes:
            found += self._focal(process)
        return found

    def effect_chance(self, name: str) -> np.ndarray:
        """Chance of each observation under each site, for an effect of the settings (F x 2S)."""
        if name not in self.chance:
            effects = self.settings.effects
            own = [effects[k] for k in self.net.kinds] if name == "own" else [effects[name]]
            self.chance[name] = chances(self.tables, own)
        return self.chance[name]

    def _site_logs(self, name: str) -> np.ndarray:
        if name not in self._logs:
            chance = self.effect_chance(name)
            effects = self.settings.effects
            seen = self.tables.observations
            if name != "own":
                self._logs[name] = logs(chance, seen, effects[name])
            else:
                whole = np.zeros((2, *chance.shape))
                kinds = np.tile(self.net.kinds, 2)
                for kind in KINDS.values():
                    whole[:, :, kinds == kind] = logs(chance[:, kinds == kind], seen, effects[kind])
                self._logs[name] = whole
        return self._logs[name]

    # ---------------------------------------------------------------------------------------

    def _nothing(self) -> Answer:
        spec = self.settings.nothing
        mass = np.log(spec.prior) + log_features(self.states, "nothing", "")
        return Answer(INSUFFICIENT, "nothing", float(mass + self._seen(self.tables.leak)), np.zeros(0))

    def _seen(self, ground: np.ndarray) -> float:
        there = self.tables.present
        seen = log_chance_seen(ground[0][there], ground[1][there], self.tables.weight[there])
        return float(ground[0][~there].sum() + seen.sum())

    def _ground(self, pattern: Pattern) -> np.ndarray:
        """Logs without focal lesions, for each stage (K x 2 x F)."""
        effect = pattern_effect(pattern, self.settings.leaks)
        found = logs(self.pattern_chance[pattern.spec.id], self.tables.observations, effect)
        return found.transpose(2, 0, 1) + self.tables.leak

    def _diffuse(self, pattern: Pattern) -> Answer:
        ground = self._ground(pattern)
        there = self.tables.present
        seen = log_chance_seen(ground[:, 0, there], ground[:, 1, there], self.tables.weight[there])
        stages = pattern.log_weight + ground[:, 0, ~there].sum(axis=1) + seen.sum(axis=1)
        top = stages.max()
        share = np.exp(stages - top)
        spec = pattern.spec
        mass = np.log(spec.prior) + log_features(self.states, spec.id, "") + top + np.log(share.sum())
        return Answer(spec.lesion_class, spec.id, float(mass), np.zeros(0), stage=share / share.sum())

    def _odds(self, process: Process) -> np.ndarray:
        """Prior odds of each site before the process's rate is applied (2S)."""
        net = self.net
        if process.rates:
            odds = np.zeros(len(net.sites))
            index = net.index
            for nerve, share in self.settings.rates[process.rates].nerves.items():
                segments = self.knowledge.nerves[nerve].segments
                for segment in segments:
                    odds[index[segment]] += share / (1 - share) / len(segments)
        else:
            of_kind = np.ones(len(net.sites), bool)
            if process.sites != "all":
                of_kind = net.kinds == KINDS[process.sites]
            odds = np.where(of_kind, net.prior, 0.0)
            odds = odds / odds.sum() / 2
        return np.tile(odds, 2)

    def _focal(self, process: Process) -> list[Answer]:
        if not process.over:
            return self._one_ground(process, self.tables.leak, "", 0.0)
        pattern = self.patterns[process.over]
        found = []
        for number, ground in enumerate(self._ground(pattern)):
            found += self._one_ground(process, ground, str(number), pattern.log_weight[number])
        return found

    def _one_ground(self, process: Process, ground: np.ndarray, tag: str, extra: float) -> list[Answer]:
        odds = self._odds(process)
        key = (process.effect, process.sites, process.rates, tag)
        if key not in self._fields:
            below, beyond = self._site_logs(process.effect)
            self._fields[key] = explore(
                self.tables, below, beyond, ground, odds, self.settings.search
            )
        field, rate = self._fields[key], process.rate
        total = np.log1p(odds * rate).sum()
        log_prior = (
            np.log(process.prior) + extra - total - np.log(-np.expm1(-total))
            + log_features(self.states, process.id, process.over) + field.alone
            + sum(p.scale for p in field.parts)
        )
        return list(_split_by_number(field, process, log_prior, len(odds)))


def _split_by_number(field: Field, process: Process, log_prior: float, sites: int) -> list[Answer]:
    """No evident lesion, one, several: each with its mass, sites and likeliest set."""
    rate = process.rate
    silent = field.log_silent(rate)
    sums = [p.sums(rate) for p in field.parts]
    none, one, many = 1.0, 0.0, 0.0
    for a, b, c in sums:
        none, one, many = none * a, none * b + one * a, none * c + one * (b + c) + many * (a + b + c)
    whole = all(p.whole for p in field.parts)
    found = []
    if none > 0 and silent > 0:
        mass = log_prior + np.log(none) + silent + np.log(-np.expm1(-silent))
        found.append(Answer(INSUFFICIENT, process.id, float(mass), np.zeros(0), whole=whole))
    hits, onlys = np.zeros(sites), np.zeros(sites)
    for number, part in enumerate(field.parts):
        hit, only = marginals(part, rate, sites)
        others = [s for k, s in enumerate(sums) if k != number]
        onlys += only * np.prod([s[0] for s in others])
        hits += hit * np.prod([sum(s) for s in others])
    if one > 0:
        found.append(Answer(
            process.one, process.id, float(log_prior + silent + np.log(one)), onlys / one,
            single=True, whole=whole,
        ))
    if many > 0:
        found.append(Answer(
            process.many, process.id, float(log_prior + silent + np.log(many)),
            np.clip(hits - onlys, 0, None) / many, chosen=_likeliest(field.parts, rate), whole=whole,
        ))
    return found


def _likeliest(parts: tuple[Part, ...], rate: float) -> tuple[int, ...]:
    """The weightiest set of at least two lesions, as site numbers (best member of each column)."""
    best = [best_set(p, rate) for p in parts]
    while sum(len(b[0]) for b in best) < 2:
        gains = []
        for number, part in enumerate(parts):
            larger = best_set(part, rate, len(best[number][0]) + 1)
            gains.append((larger[1] / max(best[number][1], 1e-300), number, larger))
        _, number, larger = max(gains, key=lambda g: g[0])
        if not larger[0]:
            break
        best[number] = larger
    chosen: list[int] = []
    for part, (columns, _) in zip(parts, best, strict=True):
        for column in sorted(set(columns)):
            order = np.argsort(-part.odds[column], kind="stable")[: columns.count(column)]
            chosen += [int(part.members[column][k]) for k in order]
    return tuple(chosen)


__all__ = ["INSUFFICIENT", "Answer", "Effect", "Weigher"]
