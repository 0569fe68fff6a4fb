"""What to examine next to tell the lesions apart: expected information for its cost, bedside first.

For each muscle, reflex, skin territory, needle and conduction study that nobody has looked at: by how
much the entropy over the listed lesions, and over the sites tied with each, is expected to fall.
Source: localisation sheet, section 3 ("next test"). Costs: ``knowledge/tests``.
"""

from __future__ import annotations

from functools import lru_cache

import msgspec
import numpy as np

from myotome.answer.lesion import Lesion, Localisation
from myotome.case import Case
from myotome.formats.localise_settings import input_settings
from myotome.knowledge.model import Names
from myotome.knowledge.store import Knowledge
from myotome.reasoning.localise.evidence import observations
from myotome.reasoning.localise.network import Network, network
from myotome.reasoning.localise.patterns import patterns
from myotome.reasoning.localise.settings import read_settings
from myotome.terms import Side

Sites = tuple[tuple[str, Side], ...]
LATERAL = (Side.LEFT, Side.RIGHT)
CEILING = 0.995
HORN = "anterior_horn_segmental"


class Way(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A way of looking. kind: of the atoms that it looks at."""

    channel: str
    kind: str
    test: str
    bedside: bool = False


class NextSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    ways: tuple[Way, ...]
    bedside: int
    electrodiagnosis: int
    least: float
    alike: float
    unusual: float
    source: str


class Examination(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to examine. channel: strength, reflex, sensation, emg, snap, cmap. site: muscle,
    reflex or territory. study: id of the conduction study. information: nats. cost: relative.
    expected: chance that it is abnormal under each listed lesion. needle: may a needle go into the
    muscle (None for what is no muscle). how: what to do."""

    channel: str
    site: str
    side: Side
    information: float
    cost: float
    bedside: bool
    expected: tuple[float, ...]
    how: Names
    needle: bool | None = None
    study: str = ""


def next_examinations(case: Case, where: Localisation, knowledge: Knowledge) -> tuple[Examination, ...]:
    """Bedside examinations by falling information for their cost, then electrodiagnostic ones."""
    if not where.lesions:
        return ()
    settings = next_settings(knowledge)
    hypotheses, prior, owner = _hypotheses(where, knowledge)
    looked = _looked(case, knowledge)
    chance, atoms = _all_chances(hypotheses, knowledge)
    use = _information(chance, prior)
    found = []
    for bedside, most in ((True, settings.bedside), (False, settings.electrodiagnosis)):
        free = np.array([
            [(w.channel, site, side) not in looked and w.bedside is bedside for side in (0, 1)]
            for w, site in atoms
        ]).T
        cost = np.array([_cost(w, site, knowledge) for w, site in atoms])
        for side, n in _chosen(use, use / cost, chance, free, most, settings):
            way, site = atoms[n]
            found.append(Examination(
                channel=way.channel, site=site, side=LATERAL[side], bedside=bedside,
                information=round(float(use[side, n]), 4), cost=float(cost[n]),
                expected=tuple(
                    round(float(np.average(chance[owner == k, side, n], weights=prior[owner == k])), 3)
                    for k in range(len(where.lesions))
                ),
                how=how(way, site, knowledge), study=_study(way, site, knowledge),
                needle=knowledge.muscles[site].needle if site in knowledge.muscles and way.kind == "muscle" else None,
            ))
    return tuple(found)


@lru_cache(maxsize=4)
def next_settings(knowledge: Knowledge) -> NextSettings:
    """The settings, checked for shape. Raises msgspec.ValidationError."""
    return msgspec.convert(knowledge.settings["localise_next"], NextSettings)


def tied_sets(lesion: Lesion, knowledge: Knowledge) -> tuple[Sites, ...]:
    """The other answers that the evidence cannot tell from this one, each as a whole.

    A tie of one of several lesions stands in the place of the one that it resembles most.
    """
    if len(lesion.sites) <= 1:
        return tuple((tie,) for tie in lesion.tie_set)
    net = network(knowledge)
    found: dict[Sites, None] = {}
    for site, side in lesion.tie_set:
        same = [s for s in lesion.sites if s[1] is side]
        if not same or (site, side) in lesion.sites:
            continue
        reach = net.reach[net.index[site]]
        near = min(same, key=lambda s: (float(np.abs(net.reach[net.index[s[0]]] - reach).sum()), s[0]))
        found[tuple((site, side) if s == near else s for s in lesion.sites)] = None
    return tuple(found)


def _hypotheses(
    where: Localisation, knowledge: Knowledge
) -> tuple[list[tuple[str, Sites]], np.ndarray, np.ndarray]:
    """(class, sites) of each lesion and of each answer tied with it; their shares; whose they are."""
    net = network(knowledge)
    found, shares, owner = [], [], []
    for number, lesion in enumerate(where.lesions):
        sets = [lesion.sites, *tied_sets(lesion, knowledge)]
        weight = np.array([_site_prior(s, net) for s in sets])
        found += [(lesion.lesion_class, s) for s in sets]
        shares += list(lesion.probability * weight / weight.sum())
        owner += [number] * len(sets)
    prior = np.array(shares)
    return found, prior / prior.sum(), np.array(owner)


def _site_prior(sites: Sites, net: Network) -> float:
    """How common lesions at these sites are beside others that explain as much."""
    return float(np.prod([net.prior[net.index[site]] for site, _ in sites])) if sites else 1.0


def _looked(case: Case, knowledge: Knowledge) -> set[tuple[str, str, int]]:
    """(channel, atom, side) of what was examined by itself, or found normal as part of a group."""
    seen, _ = observations(case, knowledge)
    return {
        (o.channel, m, side) for o in seen for m in o.target.members for side in o.sides
        if len(o.target.members) == 1 or not o.present
    }


@lru_cache(maxsize=2)
def _atoms(knowledge: Knowledge) -> tuple[tuple[Way, str], ...]:
    """Everything that can be examined, and the way."""
    settings = read_settings(knowledge)
    studies = input_settings(knowledge).studies
    recorded = tuple(dict.fromkeys(s.muscle for s in studies if s.kind == "motor"))
    territories = [t for t in knowledge.territories.values() if t.nerve]
    choose = {
        "strength": [
            m for m in knowledge.muscles
            if m not in settings.not_bedside and len(knowledge.muscles[m].roots) + bool(knowledge.muscles[m].nerve) > 1
        ],
        "reflex": [r.id for r in knowledge.reflexes.values() if r.roots and r.nerve],
        "sensation": [t.id for t in territories],
        "emg": [m.id for m in knowledge.muscles.values() if m.needle],
        "snap": [t.id for t in territories if t.snap],
        "cmap": recorded,
    }
    return tuple((w, site) for w in next_settings(knowledge).ways for site in choose[w.channel])


def _all_chances(
    hypotheses: list[tuple[str, Sites]], knowledge: Knowledge
) -> tuple[np.ndarray, tuple[tuple[Way, str], ...]]:
    """Chance that each examination is abnormal under each hypothesis (H x 2 x N)."""
    settings, net, atoms = read_settings(knowledge), network(knowledge), _atoms(knowledge)
    columns = np.array([net.atoms[w.kind, site] for w, site in atoms])
    leak = np.array([settings.leaks.chance(w.channel) for w, _ in atoms])
    over = {p.many: p.over for p in settings.processes if p.over}
    chance = np.zeros((len(hypotheses), 2, len(atoms)))
    for row, (lesion_class, sites) in zip(chance, hypotheses, strict=True):
        for spec, drawn in _diffuse(knowledge).values():
            if lesion_class == spec.lesion_class or over.get(lesion_class) == spec.id:
                factor = np.array([spec.channels.get(w.channel, 1.0) for w, _ in atoms])
                row[:] = drawn[:, columns] * factor
        for site, side in sites:
            number = net.index[site]
            effect = settings.effects["horn" if lesion_class == HORN else str(net.kinds[number])]
            hit = net.reach[number, columns] * np.array([effect.chance(w.channel) for w, _ in atoms])
            share = 1.0 if side in LATERAL else 0.5
            for at in (LATERAL.index(side),) if side in LATERAL else (0, 1):
                row[at] = 1 - (1 - row[at]) * (1 - share * hit)
    return 1 - (1 - np.minimum(chance, CEILING)) * (1 - leak), atoms


@lru_cache(maxsize=2)
def _diffuse(knowledge: Knowledge) -> dict[str, tuple]:
    """Each diffuse pattern with the mean of its stages (2 x A)."""
    table = patterns(knowledge)
    found = {}
    for number, spec in enumerate(table.specs):
        rows = table.stages(number)
        found[spec.id] = spec, np.tensordot(np.exp(table.log_weight[rows]), table.chance[rows], axes=1)
    return found


def _information(chance: np.ndarray, prior: np.ndarray) -> np.ndarray:
    """Expected fall of entropy over the hypotheses, in nats (2 x N)."""
    def entropy(p: np.ndarray) -> np.ndarray:
        return -(p * np.log(p) + (1 - p) * np.log(1 - p))

    mean = np.tensordot(prior, chance, axes=1)
    return entropy(mean) - np.tensordot(prior, entropy(chance), axes=1)


def _cost(way: Way, site: str, knowledge: Knowledge) -> float:
    usual = way.kind != "muscle" or way.channel == "cmap" or site in read_settings(knowledge).usual
    return knowledge.tests[way.test].cost * (1.0 if usual else next_settings(knowledge).unusual)


def _chosen(
    use: np.ndarray, worth: np.ndarray, chance: np.ndarray, free: np.ndarray, most: int, settings: NextSettings
) -> list[tuple[int, int]]:
    """(side, number) of the best; of several that every lesion foretells alike, one."""
    ranked = sorted(
        zip(*np.nonzero(free & (use > settings.least)), strict=True),
        key=lambda c: (-round(float(worth[c]), 5), c[0], c[1]),
    )
    found: list[tuple[int, int]] = []
    for side, n in ranked:
        alike = (np.abs(chance[:, side, n] - chance[:, s, m]).max() < settings.alike for s, m in found)
        if not any(alike):
            found.append((int(side), int(n)))
        if len(found) == most:
            break
    return found


def how(way: Way, site: str, knowledge: Knowledge) -> Names:
    """What to do: the words of the bedside test for this muscle, else what the muscle does."""
    if way.channel == "strength":
        test = _tests_of_muscles(knowledge).get(site)
        return knowledge.tests[test].how if test else knowledge.muscles[site].action
    if way.channel == "cmap":
        return next(s.names for s in input_settings(knowledge).studies if s.muscle == site and s.kind == "motor")
    if way.channel == "snap":
        study = _study(way, site, knowledge)
        return next(s.names for s in input_settings(knowledge).studies if s.id == study)
    return knowledge.site_names(site) or Names(fr=site, en=site)


def _study(way: Way, site: str, knowledge: Knowledge) -> str:
    studies = input_settings(knowledge).studies
    if way.channel == "cmap":
        return next(s.id for s in studies if s.muscle == site and s.kind == "motor")
    return (knowledge.territories[site].snap or "") if way.channel == "snap" else ""


@lru_cache(maxsize=2)
def _tests_of_muscles(knowledge: Knowledge) -> dict[str, str]:
    """Muscle -> the bedside test made for it alone or for its movement."""
    places = {r.concept: r.site for r in read_settings(knowledge).readings if r.channel == "strength" and r.site}
    found: dict[str, tuple[int, str]] = {}
    for test in knowledge.tests.values():
        if test.kind != "bedside" or len(test.concepts) != 1:
            continue
        members = knowledge.muscles_of(places.get(test.concepts[0], ""))
        for muscle in members:
            found[muscle] = min(found.get(muscle, (len(members), test.id)), (len(members), test.id))
    return {muscle: test for muscle, (_, test) in found.items()}
