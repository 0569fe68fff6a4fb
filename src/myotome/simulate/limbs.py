"""Patients with a known lesion: findings drawn from the likelihood by which localise reads them.

A process or pattern is drawn by its prior, lesions by their odds, each finding by the noisy-OR with
leak of ``knowledge/settings/localisation.yaml``. What is examined is the ordinary list of the
settings (strength, reflexes, skin) on both sides, with needle and sensory potentials, and the
findings of the whole patient. The anatomy that makes the findings may be another one than that by
which they are read (``simulate.anatomy``).
"""

from __future__ import annotations

from functools import lru_cache

import msgspec
import numpy as np

from myotome.case import Case, Finding, Grade
from myotome.knowledge import Knowledge
from myotome.reasoning.localise.evidence import observations
from myotome.reasoning.localise.features import BOTH_SIDES, LEGS, feature_states
from myotome.reasoning.localise.network import KINDS, network
from myotome.reasoning.localise.patterns import patterns
from myotome.reasoning.localise.posterior import INSUFFICIENT, site_odds
from myotome.reasoning.localise.settings import Feature, Process, Settings, read_settings
from myotome.reasoning.localise.tables import CEILING
from myotome.terms import Presence, Side

SIDES = (Side.LEFT, Side.RIGHT)
BEDSIDE = {"muscle": ("strength", "weakness"), "reflex": ("reflex", "reflex_loss"), "territory": ("sensation", "sensory_loss")}
RECORDED = {"muscle": ("emg", "neurogenic_emg"), "territory": ("snap", "sensory_conduction_abnormal")}


class Item(msgspec.Struct, frozen=True):
    """One thing examined. column: of ``Network.atoms``. side: 0 left, 1 right. place: number of the
    place looked at, the same for all that is seen there."""

    channel: str
    concept: str
    site: str
    column: int
    side: int
    place: int


class Truth(msgspec.Struct, frozen=True):
    """What was drawn. sites: the lesions. shown: those of them that could have caused at least one
    of the abnormal findings; the others cannot be found by anybody. lesion_class: by ``shown``."""

    lesion_class: str
    process: str
    sites: tuple[tuple[str, Side], ...] = ()
    shown: tuple[tuple[str, Side], ...] = ()


class Made(msgspec.Struct, frozen=True):
    """A made-up patient."""

    case: Case
    truth: Truth


class Limbs:
    """Draws patients. knowledge: by which they will be read. world: the anatomy they have."""

    def __init__(self, knowledge: Knowledge, world: Knowledge | None = None) -> None:
        self.knowledge, self.settings = knowledge, read_settings(knowledge)
        self.net, self.world = network(knowledge), world or knowledge
        self.true_net, self.patterns = network(self.world), patterns(self.world)
        self.items = _panel(knowledge, self.settings)
        self.columns = np.array([i.column for i in self.items])
        self.item_side = np.array([i.side for i in self.items])
        self.channels = np.array([i.channel for i in self.items])
        self.graded = self.channels == "strength"
        self.places = np.array([i.place for i in self.items])
        self.features = _plain_features(knowledge)
        self.legs = {
            site for table in (knowledge.muscles, knowledge.reflexes, knowledge.territories) for site, e in table.items() if e.block == "leg"
        }
        self.blocks = [_block(site, knowledge) for site in self.net.sites]

    def draw(
        self, random: np.random.Generator, kind: str = "any", *, untested: float = 0.3, flipped: float = 0.0
    ) -> Made:
        """One patient with at least one abnormal finding and, if focal, one lesion that shows.

        kind: "focal", "diffuse", or "any" (then findings without a lesion come too), each by the
        priors. untested: share of what is looked at that nobody told. flipped: share told wrongly.

        >>> from myotome.knowledge import load
        >>> made = Limbs(load()).draw(np.random.default_rng(1), "focal")
        >>> len(made.truth.shown) >= 1
        True
        """
        causes = self._causes(kind)
        prior = np.array([c.prior for c in causes])
        while True:  # what shows nothing is not seen, what is outside the search is not drawn
            cause = causes[random.choice(len(causes), p=prior / prior.sum())]
            sites = self._lesions(cause, random) if isinstance(cause, Process) else ()
            if sites is not None:
                made = self.told(cause, sites, random, untested=untested, flipped=flipped)
                if made is not None:
                    return made

    def told(
        self, cause: msgspec.Struct, sites: tuple[int, ...], random: np.random.Generator, *,
        untested: float, flipped: float,
    ) -> Made | None:
        """A patient with this process or pattern and these sites (numbers, the left ones first);
        None when nothing shows."""
        prior = np.array([r.prior for r in self.settings.reliability])
        record = self.settings.reliability[random.choice(len(prior), p=prior / prior.sum())]
        kept = 1 - np.array([record.extra.get(c, 0.0) for c in self.channels])
        level = np.maximum(self._leak(kept, random), self._under(cause, sites, kept, random))
        known = random.random(len(level)) >= untested
        wrong = random.random(len(level)) < flipped
        level = np.where(wrong, np.where(level > 0, 0, 1), level)
        shown = tuple(s for s in sites if self._shows(s, cause, np.where(known, level, 0)))
        features = self._whole_patient(cause, random, untested, flipped, record.feature)
        if not self._is_told(cause, features, known & (level > 0), random):
            return None
        abnormal = (known & (level > 0)).any() or any(f.present for f in features)
        if not abnormal or bool(sites) != bool(shown) or self._crowded(shown, cause, np.where(known, level, 0)):
            return None
        findings = [self._finding(i, int(n)) for i, n, told in zip(self.items, level, known, strict=True) if told]
        if isinstance(cause, Process):
            lesion_class = cause.one if len(shown) == 1 else cause.many
        else:
            lesion_class = getattr(cause, "lesion_class", INSUFFICIENT)
        return Made(
            case=Case(id="made up", findings=(*findings, *features)),
            truth=Truth(
                lesion_class=lesion_class, process=getattr(cause, "id", "nothing"),
                sites=tuple(map(self.named, sites)), shown=tuple(map(self.named, shown)),
            ),
        )

    def named(self, number: int) -> tuple[str, Side]:
        """Site and side of a site number."""
        return self.net.sites[number % len(self.net.sites)], SIDES[number // len(self.net.sites)]

    def _causes(self, kind: str) -> list:
        focal, diffuse = list(self.settings.processes), list(self.settings.diffuse)
        return {"focal": focal, "diffuse": diffuse}.get(kind, [*focal, *diffuse, self.settings.nothing])

    def _lesions(self, process: Process, random: np.random.Generator) -> tuple[int, ...] | None:
        """At least one site; None for more in a limb of one side than are looked for."""
        odds = site_odds(self.world, process) * process.rate
        chance = odds / (1 + odds)
        sites: list[int] = []
        while not sites:
            sites = np.flatnonzero(random.random(len(chance)) < chance).tolist()
        limbs = [(self.blocks[s % len(self.blocks)], s // len(self.blocks)) for s in sites]
        return tuple(sites) if not process.limb or max(map(limbs.count, limbs)) <= process.limb else None

    def _under(
        self, cause: msgspec.Struct, sites: tuple[int, ...], kept: np.ndarray, random: np.random.Generator
    ) -> np.ndarray:
        """Level of each item under the cause alone: 0 normal, 1 abnormal, 2 severe, 3 plegic.

        kept: share of the signs that is not lost in this record, by item.
        """
        level = np.zeros(len(self.items), dtype=int)
        over = cause.over if isinstance(cause, Process) else getattr(cause, "id", "")
        if over:
            number = self.patterns.number(over)
            rows, spec = self.patterns.stages(number), self.patterns.specs[number]
            row = rows[random.choice(len(rows), p=np.exp(self.patterns.log_weight[rows]))]
            struck = np.minimum(self.patterns.chance[row, self.item_side, self.columns], CEILING)
            factor = np.minimum([spec.channels.get(c, 1.0) for c in self.channels], CEILING)
            severe, plegia = spec.channels["severe"], spec.channels["plegia"]
            if isinstance(cause, Process):   # beside lesions the pattern strikes finding by finding
                level = self._level(struck * factor * kept, severe, plegia, random)
            else:                            # a place is struck, or it is not
                hit = self._draws(spec.together, random) < struck
                level = self._level(hit * factor * kept, severe, plegia, random)
        for site in sites:
            effect = self._effect(cause, site)
            chance = kept * self._chance(site, cause, self.true_net)
            level = np.maximum(level, self._level(chance, effect.severe, effect.plegia, random))
        return level

    def _draws(self, together: float, random: np.random.Generator) -> np.ndarray:
        """A number from 0 to 1 for each item: the same for one place, and mostly for its twin."""
        count = self.places.max() + 1
        one, other = random.random((2, count))
        apart = random.random(count // 2) >= together
        right = np.where(np.repeat(apart, 2), other, np.repeat(one[::2], 2))
        return np.where(self.item_side == 0, one[self.places], right[self.places])

    def _effect(self, cause: Process, site: int):  # noqa: ANN202 - settings.Effect
        name = cause.effect
        if name == "own":
            name = str(self.net.kinds[site % len(self.net.sites)])
        return self.settings.effects[name]

    def _chance(self, site: int, cause: Process, net) -> np.ndarray:  # noqa: ANN001 - Network
        effect = self._effect(cause, site)
        factor = np.array([effect.chance(c) for c in self.channels])
        row, side = site % len(net.sites), site // len(net.sites)
        return np.minimum(net.reach[row, self.columns] * factor, CEILING) * (self.item_side == side)

    def _shows(self, site: int, cause: Process, level: np.ndarray) -> bool:
        """Does the site raise an abnormal finding, as bad as it is, by the least that is searched?"""
        effect = self._effect(cause, site)
        share = np.where(self.graded, np.array([0.0, 1.0, effect.severe, effect.plegia])[level], level > 0)
        return bool((self._chance(site, cause, self.net) * share > self.settings.search.least_effect).any())

    def _crowded(self, shown: tuple[int, ...], cause: msgspec.Struct, level: np.ndarray) -> bool:
        """Do more lesions explain the same findings than are looked for?"""
        groups: list[tuple[int, np.ndarray]] = []
        for site in shown:
            count, reached = 1, (self._chance(site, cause, self.net) > 0) & (level > 0)
            for other in [g for g in groups if (g[1] & reached).any()]:
                groups = [g for g in groups if g is not other]
                count, reached = count + other[0], reached | other[1]
            groups.append((count, reached))
        return max((count for count, _ in groups), default=0) > self.settings.search.lesions

    def _leak(self, kept: np.ndarray, random: np.random.Generator) -> np.ndarray:
        leaks = self.settings.leaks
        chance = 1 - kept * (1 - np.array([leaks.chance(c) for c in self.channels]))
        return self._level(chance, leaks.severe, leaks.plegia, random)

    def _level(self, chance: np.ndarray, severe: float, plegia: float, random: np.random.Generator) -> np.ndarray:
        u = random.random(len(chance))
        return (u < chance) + self.graded * ((u < chance * severe) * 1 + (u < chance * plegia))

    def _whole_patient(
        self, cause: msgspec.Struct, random: np.random.Generator, untested: float, flipped: float,
        wrong: float,
    ) -> list[Finding]:
        name = getattr(cause, "id", "nothing")
        over = cause.over if isinstance(cause, Process) else ""
        found = []
        for feature in self.features:
            chance = feature.chance.get(name, feature.chance.get(over, feature.rest))
            chance = wrong + (1 - 2 * wrong) * chance
            there = (random.random() < chance) != (random.random() < flipped)
            if random.random() >= untested:
                presence = Presence.PRESENT if there else Presence.ABSENT
                found.append(Finding(concept=feature.concepts[0], presence=presence))
        return found

    def _is_told(self, cause: msgspec.Struct, features: list[Finding], abnormal: np.ndarray, random: np.random.Generator) -> bool:
        """A cause that is hardly ever told without its own features, or signs of both sides or of the legs,
        hardly ever comes without them. abnormal: items told as such."""
        told_by = getattr(cause, "told_by", ())
        if not told_by:
            return True
        told = {f.id for f in self.features if f.concepts[0] in {found.concept for found in features}}
        items = [item for item, there in zip(self.items, abnormal, strict=True) if there]
        told |= {i.channel for i in items}
        sides = {(i.channel, i.site, i.side) for i in items}
        told |= {BOTH_SIDES} if any((channel, site, 1 - side) in sides for channel, site, side in sides) else set()
        told |= {LEGS} if any(i.site in self.legs for i in items) else set()
        return bool(told.intersection(told_by)) or random.random() < cause.untold

    def _finding(self, item: Item, level: int) -> Finding:
        limits = self.settings.grades
        grade = None
        if item.channel == "strength" and level:
            value = float(int((limits.normal_from, limits.severe_to, limits.plegia_to)[level - 1]))
            grade = Grade(scale="mrc", low=value, high=value)
        return Finding(
            concept=item.concept, site=item.site, side=SIDES[item.side], grade=grade,
            presence=Presence.PRESENT if level else Presence.ABSENT,
        )


def _block(site: str, knowledge: Knowledge) -> str:
    return next(getattr(knowledge, table)[site].block for table in KINDS if site in getattr(knowledge, table))


def _panel(knowledge: Knowledge, settings: Settings) -> tuple[Item, ...]:
    """What an ordinary examination looks at, on both sides."""
    atoms, items, place = network(knowledge).atoms, [], 0
    for name in settings.usual:
        for kind, (channel, concept) in BEDSIDE.items():
            if (kind, name) not in atoms:
                continue
            for side in (0, 1):
                items.append(Item(channel, concept, name, atoms[kind, name], side, place))
                more = RECORDED.get(kind)
                if more and (kind != "muscle" or knowledge.muscles[name].needle):
                    items.append(Item(*more, name, atoms[kind, name], side, place))
                place += 1
    return tuple(items)


@lru_cache(maxsize=2)
def _plain_features(knowledge: Knowledge) -> tuple[Feature, ...]:
    """Features whose first concept says one thing of one feature and nothing of a site."""
    found = []
    for feature in read_settings(knowledge).features:
        if feature.stated or feature.unsited or feature.present_only or feature.absent_only:
            continue
        tried = [Case(findings=(Finding(concept=feature.concepts[0], presence=p),)) for p in (Presence.PRESENT, Presence.ABSENT)]
        touched = [[(s.feature.id, s.share) for s in feature_states(c, knowledge)] for c in tried]
        if touched == [[(feature.id, 1.0)]] * 2 and not any(observations(c, knowledge)[0] for c in tried):
            found.append(feature)
    return tuple(found)
