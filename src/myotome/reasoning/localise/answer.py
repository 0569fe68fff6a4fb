"""The walk from findings to the answer, and the answer in the words of ``answer/``."""

from __future__ import annotations

import numpy as np

from myotome.answer.lesion import Lesion, Localisation, SiteEvidence
from myotome.case import Case
from myotome.knowledge.store import Knowledge
from myotome.reasoning.localise.central import CENTRAL, central_level
from myotome.reasoning.localise.evidence import PLEGIA, SEVERE, Observation, observations
from myotome.reasoning.localise.features import feature_states
from myotome.reasoning.localise.lesions import (
    Entry,
    entries,
    first_class,
    share_at_limit,
    share_of_doubt,
    side_is_open,
)
from myotome.reasoning.localise.network import Network, network
from myotome.reasoning.localise.posterior import INSUFFICIENT, Weigher
from myotome.reasoning.localise.settings import Settings, read_settings
from myotome.reasoning.localise.tables import Tables, build
from myotome.reasoning.localise.untested import untested
from myotome.terms import Side

LATERAL = (Side.LEFT, Side.RIGHT)
DAYS_A_MONTH = 365.25 / 12


def find(case: Case, knowledge: Knowledge) -> Localisation:
    """Evidence, posterior, answer."""
    settings, net = read_settings(knowledge), network(knowledge)
    seen, notes = observations(case, knowledge)
    states = feature_states(case, knowledge)
    if not any(o.present for o in seen) and not any(s.present for s in states):
        return Localisation(classes={INSUFFICIENT: 1.0}, notes=tuple(notes))
    months = case.patient.duration_months
    tables = build(seen, net, settings, None if months is None else months * DAYS_A_MONTH)
    weigher = Weigher(tables, states, net, knowledge, settings)
    answers = weigher.answers()
    found, classes = entries(answers, weigher)
    open_tests = untested(found, tables, net, weigher)
    worth = severity_of_findings(tables, settings)
    lesions = tuple(
        lesion(entry, tables, weigher, worth, tests)
        for entry, tests in zip(found, open_tests, strict=True)
    )
    first = lesions[0] if lesions else None
    worse = worse_side(first, tables, settings)
    pain = pain_side(tables)
    if pain and worse and pain is not worse:
        notes.append(f"pain_on_the_other_side:{pain.value}")
    exact = weigher.exact
    if not exact:
        notes.append("pairs_only")
    if found:
        notes += [f"anomaly_{name}" for name in by_anomaly(found[0], tables, net)]
    if share_of_doubt(answers, settings) > settings.report.doubt:
        notes.append("doubtful_record")
    most, at_most = share_at_limit(answers)
    return Localisation(
        lesions=lesions, classes=classes, worse=worse,
        unexplained=unexplained(found[0] if found else None, tables, weigher),
        exact=exact, notes=tuple(notes), most=most, at_most=round(at_most, 4),
        by_rate=tuple(
            (factor, name, round(p, 4)) for factor in settings.rate_factors
            for name, p in [first_class(weigher.answers_at(factor, answers))]
        ),
        level=central_level(case, knowledge) if next(iter(classes)) == CENTRAL else "",
    )


def by_anomaly(first: Entry, tables: Tables, net: Network) -> list[str]:
    """Variants of the anatomy by which alone the lesion reaches an abnormal finding."""
    found: dict[str, None] = {}
    for o, columns in zip(tables.observations, tables.columns, strict=True):
        if not o.present or o.target.kind != "muscle" or len(columns) > 1:
            continue
        rows = [s % len(net.sites) for s in first.sites if s // len(net.sites) in o.sides]
        ways = [net.odd.get((row, columns[0]), "") for row in rows if net.reach[row, columns[0]] > 0]
        if ways and all(ways):
            found |= dict.fromkeys(ways)
    return list(found)


def lesion(
    entry: Entry, tables: Tables, weigher: Weigher, worth: np.ndarray, open_tests: tuple[SiteEvidence, ...]
) -> Lesion:
    """The entry in the words of ``answer/``. worth: severity of each finding (F)."""
    limits = weigher.settings.report
    sites = tuple(named(s, weigher) for s in entry.sites)
    ties = dict.fromkeys(named(s, weigher) for s in entry.ties)
    explained, contradicted = [], []
    for o, chance in zip(tables.observations, entry.seen, strict=True):
        if chance < (limits.explained_from if o.present else limits.contradicted_from):
            continue
        for finding in o.findings:
            (explained if o.present else contradicted).append(SiteEvidence(
                site=o.site, side=side_of(o.sides), finding=finding, expected=round(float(chance), 4)
            ))
    return Lesion(
        lesion_class=entry.lesion_class,
        sites=sites,
        severity=severities(worth, weigher.effect_chance("own", np.array(entry.sites, dtype=int))) if entry.sites else (),
        probability=entry.probability,
        tie_set=tuple(t for t in ties if t not in sites),
        explained=tuple(explained), contradicted=tuple(contradicted), untested=open_tests,
    )


def named(number: int, weigher: Weigher) -> tuple[str, Side]:
    """Site id and side of a site number; no side where the findings leave it open."""
    sites = weigher.net.sites
    side = Side.UNSAID if side_is_open(number, weigher) else LATERAL[number // len(sites)]
    return sites[number % len(sites)], side


def side_of(sides: tuple[int, ...]) -> Side:
    return LATERAL[sides[0]] if len(sides) == 1 else Side.UNSAID


def unexplained(entry: Entry | None, tables: Tables, weigher: Weigher) -> tuple[int, ...]:
    """Indices of findings for which the leak is likelier than the first lesion."""
    if entry is None:
        return ()
    limit = weigher.settings.report.unexplained_from
    found: set[int] = set()
    for o, chance in zip(tables.observations, entry.seen, strict=True):
        leak = weigher.settings.leaks.chance(o.channel)
        if o.present and leak / (1 - (1 - leak) * (1 - chance)) > limit:
            found.update(o.findings)
    return tuple(sorted(found))


def score(o: Observation, settings: Settings) -> float:
    """0 (normal) to 1 (plegia) of one observation."""
    if not o.present:
        return 0.0
    scale = settings.severity
    if o.channel == "strength":
        if o.low == PLEGIA:
            value = scale.plegia
        elif o.low == SEVERE:
            value = scale.severe
        elif o.high == PLEGIA:
            value = scale.weak
        else:
            value = scale.mild if o.high < SEVERE else (scale.mild + scale.severe) / 2
    else:
        value = scale.channels.get(o.channel, 0.0)
    return value * (settings.report.other_side if o.better else 1.0) * o.weight


def severity_of_findings(tables: Tables, settings: Settings) -> np.ndarray:
    """Score of each observation, NaN where it tells nothing of severity (F)."""
    told = {*settings.severity.channels, "strength"}
    return np.array([score(o, settings) if o.channel in told else np.nan for o in tables.observations])


def severities(worth: np.ndarray, chance: np.ndarray) -> tuple[float, ...]:
    """Mean score of what each site should hit, weighted by how surely it does.

    chance: of each observation under each site (F x n).
    """
    counted = ~np.isnan(worth)
    weight = chance[counted]
    total = weight.sum(axis=0)
    found = np.divide(worth[counted] @ weight, total, out=np.zeros(len(total)), where=total > 0)
    return tuple(round(float(x), 4) for x in found)


def worse_side(first: Lesion | None, tables: Tables, settings: Settings) -> Side | None:
    """The worse side of the first lesion, or of the findings of a diffuse one; None when alike."""
    if first is None:
        return None
    by_side = {Side.LEFT: 0.0, Side.RIGHT: 0.0}
    if first.sites:
        for (site, side), value in zip(first.sites, first.severity, strict=True):
            if side in by_side and (site, side.mirrored) not in {*first.tie_set} - {*first.sites}:
                by_side[side] = max(by_side[side], value)  # a place whose twin is as likely tells no side
        if not all(by_side.values()):
            return None
    else:
        for o in tables.observations:
            if len(o.sides) == 1 and o.channel in ("strength", "bulk", "mri", "emg"):
                by_side[(Side.LEFT, Side.RIGHT)[o.sides[0]]] += score(o, settings)
    left, right = by_side[Side.LEFT], by_side[Side.RIGHT]
    if abs(left - right) < settings.report.side_gap:
        return None
    return Side.LEFT if left > right else Side.RIGHT


def pain_side(tables: Tables) -> Side | None:
    """The side on which root pain is worse, or the only one."""
    sides = {
        o.sides[0] for o in tables.observations
        if o.channel == "pain" and o.present and len(o.sides) == 1 and not o.better
    }
    return (Side.LEFT, Side.RIGHT)[sides.pop()] if len(sides) == 1 else None
