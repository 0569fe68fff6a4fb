"""Every process and every diffuse pattern weighed against the same findings."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import msgspec
import numpy as np

from myotome.knowledge.store import Knowledge
from myotome.reasoning.localise.features import FeatureState, Telling, feature_chances, log_features
from myotome.reasoning.localise.limbs import Sums, sum_up
from myotome.reasoning.localise.network import KINDS, Network, network
from myotome.reasoning.localise.patterns import draw, over_pattern, patterns
from myotome.reasoning.localise.search import LABELS, Evidence, Field, explore
from myotome.reasoning.localise.settings import Effect, Process, Settings, read_settings
from myotome.reasoning.localise.tables import (
    CEILING,
    Tables,
    chance_of_findings,
    chances,
    channel_chances,
    level_shares,
)

INSUFFICIENT = "insufficient"


class Answer(msgspec.Struct, frozen=True, eq=False):
    """A part of the posterior. log_mass: unnormalised. reliability: number of that of the record.
    lesions: 0, 1 or 2 for several. sums, number: the sets of lesions behind it; row: stage of the pattern
    beneath them, or -1. stage: share of each stage of a pattern (its own K)."""

    lesion_class: str
    process: str
    log_mass: float
    reliability: int = 0
    lesions: int = 0
    sums: Sums | None = None
    number: int = 0
    row: int = -1
    stage: np.ndarray | None = None


class Variant(NamedTuple):
    """What makes the same sets of sites weigh differently. row: stage of the pattern beneath, or -1."""

    effect: str
    rates: str
    row: int
    reliability: int


class Weigher:
    """Weighs the hypotheses for one case. Processes over the same sites share one search."""

    def __init__(
        self, tables: Tables, states: list[FeatureState], net: Network,
        knowledge: Knowledge, settings: Settings,
    ) -> None:
        self.tables, self.states = tables, states
        self.net, self.knowledge, self.settings = net, knowledge, settings
        self.patterns = patterns(knowledge)
        self.drawn = draw(tables, self.patterns)
        self.telling = Telling(tables, states, knowledge, settings)
        self._fields: dict[str, tuple[Field, dict[Variant, int]]] = {}
        self._known_variants: dict[str, list[Variant]] = {}
        self._other_rates: dict[float, list[Answer]] = {factor: [] for factor in settings.rate_factors}
        self._features = np.log([r.prior for r in settings.reliability])[:, None] + log_features(
            states, feature_chances(knowledge), [r.feature for r in settings.reliability]
        )

    def answers(self) -> list[Answer]:
        """All parts of the posterior, not yet normalised."""
        found = self._nothing()
        for number in range(len(self.patterns.specs)):
            found += self._diffuse(number)
        for sites in dict.fromkeys(p.sites for p in self.settings.processes):
            here = [p for p in self.settings.processes if p.sites == sites]
            rated = [p for p in here if p.rates and self.settings.rates[p.rates].nerves]
            factors = list(self._other_rates) if rated else []
            changed = [[msgspec.structs.replace(p, rate=p.rate * factor) for p in rated] for factor in factors]
            own, *others = self._focal(sites, [here, *changed])
            found += own
            for factor, more in zip(factors, others, strict=True):
                self._other_rates[factor] += more
        return found

    def answers_at(self, factor: float, answers: list[Answer]) -> list[Answer]:
        """The same with the rate of lesions per nerve multiplied by ``factor``, one of the settings'."""
        ids = {a.process for a in self._other_rates[factor]}
        rated = {p.id for p in self.settings.processes if p.rates and self.settings.rates[p.rates].nerves} | ids
        return [a for a in answers if a.process not in rated] + self._other_rates[factor]

    def effects(self, name: str) -> tuple[list[Effect], np.ndarray]:
        """The effect of a name, or for "own" that of each site's kind; and which holds for a site."""
        table, own = self.settings.effects, _kinds(self.knowledge)
        if name != "own":
            return [table[name]], np.zeros(len(own), dtype=int)
        return [table[k] for k in KINDS.values()], own

    def effect_chance(self, name: str, sites: np.ndarray) -> np.ndarray:
        """Chance of each observation under some sites, for an effect of the settings (F x n)."""
        effects, which = self.effects(name)
        return chances(self.tables.reach[:, sites], self.tables, effects, which[sites])

    @property
    def exact(self) -> bool:
        """Were all sets of at most as many lesions as are looked for written out?"""
        return all(part.whole for field, _ in self._fields.values() for part in field.parts)

    def field(self, sites: str) -> tuple[Field, dict[Variant, int]]:
        """The sums over the sites of a group ("roots", "plexus", "segments", "all"), and its variants."""
        if not self._fields:
            groups: dict[str, dict[Variant, int]] = {}
            for process in self.settings.processes:
                own = groups.setdefault(process.sites, {})
                for variant in self._variants(process):
                    own.setdefault(variant, len(own))
            fields = explore([self._evidence(name, list(own)) for name, own in groups.items()], self.settings.search)
            self._fields = dict(zip(groups, zip(fields, groups.values(), strict=True), strict=True))
        return self._fields[sites]

    def _variants(self, process: Process) -> list[Variant]:
        if process.id not in self._known_variants:
            rows = self.patterns.stages(self.patterns.number(process.over)).tolist() if process.over else [-1]
            self._known_variants[process.id] = [
                Variant(process.effect, process.rates, row, r)
                for row in rows for r in range(len(self.settings.reliability))
            ]
        return self._known_variants[process.id]

    def _evidence(self, group: str, variants: list[Variant]) -> Evidence:
        tables, there = self.tables, self.tables.present
        odds = {rates: odds_of(self.knowledge, group, rates) for rates in {v.rates for v in variants}}
        sites = np.flatnonzero(sum(odds.values()))
        reach = tables.reach[:, sites] * tables.ripe[:, None]
        effects = {name: self._effect(name, sites, reach[there], reach[~there]) for name in {v.effect for v in variants}}
        grounds = {row: self._ground(row) for row in {v.row for v in variants}}
        below, beyond, spared = zip(*([x[v.reliability] for x in effects[v.effect]] for v in variants), strict=True)
        ground = np.stack([grounds[v.row][v.reliability] for v in variants])
        return Evidence(
            sites=sites, label=_labels(self.knowledge)[sites], reach=tables.reach[there][:, sites],
            kind=self.effects("own")[1][sites], below=np.stack(below), beyond=np.stack(beyond),
            odds=np.stack([odds[v.rates][sites] for v in variants]) * np.stack(spared),
            ground=ground[:, :, there], weight=tables.weight[there],
            spared=np.log(ground[:, 0, ~there]).sum(axis=1),
        )

    def _effect(
        self, name: str, sites: np.ndarray, hit: np.ndarray, spared: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """For each reliability: below and beyond of the abnormal findings (R x P x n), and the chance that
        all normal ones are so (R x n). hit, spared: reach of the abnormal and the normal ones (P x n each)."""
        tables, there = self.tables, self.tables.present
        effects, which = self.effects(name)
        which = which[sites] if len(effects) > 1 else np.zeros(1, dtype=int)      # one for all sites, or each its own
        factor, ratio, kept = channel_chances(effects), level_shares(effects).T, tables.kept[:, :, None]
        chance = np.minimum(hit * factor[tables.channel[there]][:, which], CEILING)
        none = np.minimum(spared * factor[tables.channel[~there]][:, which], CEILING)
        low, high = (ratio[level[there]][:, which] for level in (tables.low, tables.high + 1))
        beyond = chance * high
        return (
            1 - kept[:, there] * (chance * low),
            1 - kept[:, there] * beyond if high.any() else np.ones((len(kept), *beyond.shape)),
            (1 - kept[:, ~there] * none).prod(axis=1),
        )

    def _ground(self, row: int) -> np.ndarray:
        """Chance of staying below, of not going beyond, without lesions (R x 2 x F)."""
        return self.tables.calm if row < 0 else over_pattern(self.tables, self.drawn, self.patterns, row)

    # ---------------------------------------------------------------------------------------

    def _record(self, cause: str) -> np.ndarray:
        """Log chance of the findings of the whole patient, with the prior of each reliability (R)."""
        return self._features[:, feature_chances(self.knowledge).causes[cause]]

    def _nothing(self) -> list[Answer]:
        chance = np.log(chance_of_findings(self.tables, self.tables.calm)).sum(axis=1)
        mass = math.log(self.settings.nothing.prior) + self._record("nothing") + chance
        return [Answer(INSUFFICIENT, "nothing", float(m), number) for number, m in enumerate(mass)]

    def _shows(self, cause: str) -> bool:
        """Is anything abnormal seen, or a finding of the whole patient that speaks for the cause?"""
        known = feature_chances(self.knowledge)
        column = known.causes[cause]
        return bool(self.tables.present.any()) or any(
            s.present and known.chance[known.features[s.feature.id], column] > s.feature.rest for s in self.states
        )

    def _diffuse(self, number: int) -> list[Answer]:
        """A pattern of which nothing is seen is no answer either."""
        spec, rows = self.patterns.specs[number], self.patterns.stages(number)
        if not self._shows(spec.id):
            return []
        prior = math.log(spec.prior) + self.telling.log_chance(spec)
        stages = self.patterns.log_weight[rows] + self.drawn.log_chance[:, rows]
        top = stages.max(axis=1, keepdims=True)
        share = np.exp(stages - top)
        total = share.sum(axis=1, keepdims=True)
        mass = prior + self._record(spec.id) + top[:, 0] + np.log(total[:, 0])
        return [
            Answer(spec.lesion_class, spec.id, float(m), r, stage=own) for r, (m, own) in enumerate(zip(mass, share / total, strict=True))
        ]

    def _focal(self, sites: str, groups: list[list[Process]]) -> list[list[Answer]]:
        """One evident lesion, several, of each process; each with its mass, group by group. A process of which
        nothing is seen is no answer to "where", and is left out; ``nothing`` stands for findings without a lesion."""
        field, variants = self.field(sites)
        cases = [(p, v, own) for own, processes in enumerate(groups) for p in processes for v in self._variants(p)]
        sums = sum_up(
            field, np.array([variants[v] for _, v, _ in cases]), np.array([p.rate for p, _, _ in cases]),
            np.array([p.limb for p, _, _ in cases]),
        )
        prior = {(p.id, own): self._log_prior(p) for own, processes in enumerate(groups) for p in processes}
        found: list[list[Answer]] = [[] for _ in groups]
        for number, (process, variant, own) in enumerate(cases):
            mass = prior[process.id, own] + float(self._record(process.id)[variant.reliability] + sums.scale[number])
            if process.over:
                mass += float(self.patterns.log_weight[variant.row])
            for lesions, name, share in ((1, process.one, sums.one[number]), (2, process.many, sums.many[number])):
                if share > 0:
                    found[own].append(Answer(
                        name, process.id, mass + math.log(share), variant.reliability, lesions, sums, number, variant.row
                    ))
        return found

    def _log_prior(self, process: Process) -> float:
        """The same for this case, by how it is told."""
        prior = log_prior(self.knowledge, process) + self.telling.log_untold(process)
        if process.over:
            prior += self.telling.log_one_limb(self.patterns.specs[self.patterns.number(process.over)])
        return prior


@lru_cache(maxsize=2)
def _kinds(knowledge: Knowledge) -> np.ndarray:
    """Number of the kind of each site (2S)."""
    names = list(KINDS.values())
    return np.tile([names.index(kind) for kind in network(knowledge).kinds], 2)


@lru_cache(maxsize=2)
def _labels(knowledge: Knowledge) -> np.ndarray:
    """Number of the part of the body of each site: arm, leg, head, trunk, left and then right (2S)."""
    blocks = [entry.block for name in KINDS for entry in getattr(knowledge, name).values()]
    order = {block: number for number, block in enumerate(dict.fromkeys(blocks))}
    left = np.array([order[block] for block in blocks])
    return np.concatenate([left, left + LABELS // 2])


def site_odds(knowledge: Knowledge, process: Process) -> np.ndarray:
    """Prior odds of each site before the process's rate is applied (2S)."""
    return odds_of(knowledge, process.sites, process.rates)


@lru_cache(maxsize=512)
def log_prior(knowledge: Knowledge, process: Process) -> float:
    """Of the process with at least one lesion, before the odds of the lesions themselves."""
    total = float(np.log1p(site_odds(knowledge, process) * process.rate).sum())
    return math.log(process.prior) - total - math.log(-math.expm1(-total))


@lru_cache(maxsize=128)
def odds_of(knowledge: Knowledge, sites: str, table: str) -> np.ndarray:
    """Prior odds of the sites of a group, by their own priors or by a table of rates (2S)."""
    net, settings = network(knowledge), read_settings(knowledge)
    if table:
        odds = np.zeros(len(net.sites))
        rates = settings.rates[table]
        for site, share in (rates.roots | rates.segments).items():
            odds[net.index[site]] += share / (1 - share)
        for nerve, share in rates.nerves.items():
            segments = knowledge.nerves[nerve].segments
            for segment in segments:
                odds[net.index[segment]] += share / (1 - share) / len(segments)
    else:
        everywhere = sites == "all"
        odds = np.where(everywhere | (net.kinds == KINDS.get(sites)), net.prior, 0.0)
        odds = odds / odds.sum() / 2
    return np.tile(odds, 2)
