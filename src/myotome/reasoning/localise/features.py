"""Findings of the whole patient that speak for a process: central signs, fatigue, CK, symmetry.

And how the story is told: a diffuse disease is seldom told by signs of one side, or of one limb,
alone. What nobody told is not taken for normal: a symmetric disease whose patient is described by
one foot is merely unlikely to be described so.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import msgspec
import numpy as np

from myotome.case import Case, Finding
from myotome.knowledge.store import Knowledge
from myotome.reasoning.localise.evidence import PAST, reading_of
from myotome.reasoning.localise.settings import Diffuse, Feature, Process, Settings, read_settings
from myotome.reasoning.localise.tables import Tables
from myotome.reasoning.localise.targets import Target
from myotome.terms import Certainty, Method


class FeatureState(msgspec.Struct, frozen=True):
    """A feature that was looked at. share: of patients with the feature who show the very sign
    that is absent (1 when the whole feature is denied). findings: indices into the case."""

    feature: Feature
    present: bool
    weight: float
    findings: tuple[int, ...]
    share: float = 1.0


def feature_states(case: Case, knowledge: Knowledge) -> list[FeatureState]:
    """Each feature that a finding states, present before absent."""
    settings = read_settings(knowledge)
    told: dict[int, dict[str, list[int]]] = {}
    for number, finding in enumerate(case.findings):
        if not finding.counts or finding.when in PAST:
            continue
        for place, said in _said(finding, knowledge):
            told.setdefault(place, {}).setdefault(said, []).append(number)
    found = (
        _state(settings.features[place], said, case, settings) for place, said in sorted(told.items())
    )
    return [state for state in found if state is not None]


def _state(
    feature: Feature, told: dict[str, list[int]], case: Case, settings: Settings
) -> FeatureState | None:
    present = told.get("present", [])
    if present and not feature.absent_only:
        weight = max(settings.certainty.of(case.findings[n].certainty) for n in present)
        return FeatureState(feature, True, weight, tuple(present))
    if present or feature.present_only:
        return None
    if "denied" in told:
        return FeatureState(feature, False, 1.0, tuple(told["denied"]))
    if "partly" in told:
        return FeatureState(feature, False, 1.0, tuple(told["partly"]), settings.narrower_share.value)
    return None


def _said(finding: Finding, knowledge: Knowledge) -> list[tuple[int, str]]:
    """(feature, what the finding says of it): present, denied, partly (one sign of it denied)."""
    if not finding.present and finding.certainty is Certainty.POSSIBLE:
        return []
    features = read_settings(knowledge).features
    found = []
    for place, narrower, denies, sited in _relations(knowledge, finding.concept):
        feature = features[place]
        if feature.stated and finding.method is Method.DERIVED:
            continue
        if feature.unsited and (finding.site or sited):
            continue
        if finding.present:
            if narrower:
                found.append((place, "present"))
        elif denies == "named" or (denies == "broader" and not finding.site):
            found.append((place, "denied"))
        elif narrower:
            found.append((place, "partly"))
    return found


@lru_cache(maxsize=4096)
def _relations(knowledge: Knowledge, concept: str) -> tuple[tuple[int, bool, str, bool], ...]:
    """For each feature that a concept touches: is it one of its signs, does its absence deny the
    whole (by name, or as something broader that is no evidence of a site: that would count twice),
    and has the concept a site of its own?"""
    reading, entry = reading_of(knowledge, concept), knowledge.concepts.get(concept)
    sited = bool((reading and reading.site) or (entry and entry.site))
    found = []
    for place, feature in enumerate(read_settings(knowledge).features):
        narrower = any(knowledge.is_a(concept, c) for c in feature.concepts)
        narrower = narrower and not any(knowledge.is_a(concept, c) for c in feature.leave)
        denies = ""
        if concept in feature.concepts:
            denies = "named"
        elif reading is None and all(knowledge.is_a(c, concept) for c in feature.concepts):
            denies = "broader"
        if narrower or denies:
            found.append((place, narrower, denies, sited))
    return tuple(found)


class FeatureChances(msgspec.Struct, frozen=True, eq=False):
    """Chance of each feature under each process, pattern and "nothing" (features x causes)."""

    causes: dict[str, int]
    features: dict[str, int]
    chance: np.ndarray


@lru_cache(maxsize=2)
def feature_chances(knowledge: Knowledge) -> FeatureChances:
    """Compiled once a process; a process that lies on a pattern shares its chances where it has none."""
    settings = read_settings(knowledge)
    over = {p.id: p.over for p in settings.processes} | {d.id: "" for d in settings.diffuse} | {"nothing": ""}
    return FeatureChances(
        causes={name: number for number, name in enumerate(over)},
        features={f.id: number for number, f in enumerate(settings.features)},
        chance=np.array([
            [f.chance.get(name, f.chance.get(below, f.rest)) for name, below in over.items()] for f in settings.features
        ]),
    )


def log_features(states: list[FeatureState], known: FeatureChances, wrong: list[float]) -> np.ndarray:
    """Log chance of the features seen under every cause (R x causes). wrong: share of them that is told
    wrongly beyond the ordinary, in records of each reliability (R)."""
    false = np.array(wrong)[:, None, None]
    chance = known.chance[[known.features[s.feature.id] for s in states]]
    chance = false + (1 - 2 * false) * chance
    weight = np.array([s.weight for s in states])[:, None]
    present = np.array([s.present for s in states], dtype=bool)[:, None]
    seen = weight * chance + (1 - weight) * (1 - chance)
    denied = 1 - np.array([s.share for s in states])[:, None] * chance
    return np.log(np.where(present, seen, denied)).sum(axis=1)


BOTH_SIDES, LEGS = "both_sides", "legs"     # beside the features, what a story may be told by
PLACES = ("muscle", "reflex", "territory")
BEDSIDE = ("strength", "bulk", "fasciculation", "reflex", "sensation", "mri")   # and images, which show both sides


class Telling:
    """How the story of one case is told: lone signs, limbs, features.

    A bedside sign of one side speaks against a symmetric pattern only where nothing of that limb is
    told of both sides, and no place of the other side is named as normal in the same way: only what
    struck the teller was told there. A twin that was examined, or left out of an examination of its
    limb, is weighed by the likelihood alone. Signs of one limb whose side is left open are signs of one
    limb all the same. told: ids of features, channels, and BOTH_SIDES, LEGS where such signs are told.
    """

    def __init__(
        self, tables: Tables, states: list[FeatureState], knowledge: Knowledge, settings: Settings
    ) -> None:
        normal = set(_limbs(tables, knowledge, present=False))
        abnormal = _limbs(tables, knowledge, present=True)
        picked = {limb: places for limb, places in abnormal.items() if limb.twin not in normal}
        both = {limb.block for limb, places in abnormal.items() if places & abnormal.get(limb.twin, set())}
        lone = {p for limb, places in picked.items() for p in places if limb.block not in both and limb.channel in BEDSIDE}
        self.lone = min(len(lone), settings.one_sided_signs)
        limbs = {(limb.block, limb.side) for limb in abnormal}
        sided = {o.sides for o in tables.observations if o.present and o.target.kind in PLACES} - {(0, 1)}
        open_limb = len({block for block, _ in limbs}) == 1 and len(sided) < 2
        self.one_limb = (len(limbs) == 1 or open_limb) and len(picked) == len(abnormal)
        self.told = {state.feature.id for state in states} | {o.channel for o in tables.observations}
        self.told |= {BOTH_SIDES} if _on_both_sides(tables) else set()
        self.told |= {LEGS} if any(limb.block == "leg" for limb in abnormal) else set()

    def log_chance(self, pattern: Diffuse) -> float:
        """Log chance that the pattern is told in this way."""
        return self.lone * math.log(pattern.one_sided) + self.log_one_limb(pattern) + self.log_untold(pattern)

    def log_untold(self, cause: Diffuse | Process) -> float:
        """Log chance that nobody mentions what the cause is usually told by, when nobody does."""
        return math.log(cause.untold) if cause.told_by and not self.told.intersection(cause.told_by) else 0.0

    def log_one_limb(self, pattern: Diffuse) -> float:
        """Log chance that the pattern is told by one limb, when it is."""
        return math.log(pattern.one_limb) if self.one_limb else 0.0


def _on_both_sides(tables: Tables) -> bool:
    """Is one place told as abnormal on either side, by name?"""
    seen: dict[tuple, set[tuple[int, ...]]] = {}
    for o in tables.observations:
        if o.present and len(o.sides) == 1 and o.target.kind in PLACES:
            seen.setdefault((o.channel, o.target.members), set()).add(o.sides)
    return any(len(sides) > 1 for sides in seen.values())


class Limb(NamedTuple):
    """Arm, leg, head or trunk of one side, as looked at in one way."""

    block: str
    channel: str
    side: int

    @property
    def twin(self) -> Limb:
        return self._replace(side=1 - self.side)


def _limbs(tables: Tables, knowledge: Knowledge, *, present: bool) -> dict[Limb, set[tuple[str, ...]]]:
    """The limbs of which something abnormal is told, or a single place is told as normal; and what."""
    found: dict[Limb, set[tuple[str, ...]]] = {}
    for o in tables.observations:
        members = o.target.members
        if o.target.kind in PLACES and o.present is present and (present or len(members) == 1):
            for block in _blocks(knowledge, o.target):
                for side in o.sides:
                    found.setdefault(Limb(block, o.channel, side), set()).add(members)
    return found


@lru_cache(maxsize=8192)
def _blocks(knowledge: Knowledge, target: Target) -> tuple[str, ...]:
    """The parts of the body that a target lies in."""
    table = {"muscle": knowledge.muscles, "reflex": knowledge.reflexes, "territory": knowledge.territories}
    return tuple(dict.fromkeys(table[target.kind][member].block for member in target.members))
