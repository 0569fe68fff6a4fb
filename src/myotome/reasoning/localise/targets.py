"""What a site means for a channel: the muscles, reflexes, territories, roots or segments aimed at."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from myotome.knowledge.store import Knowledge
from myotome.reasoning.localise.settings import Reading, Settings, read_settings

KIND = {
    "strength": "muscle", "bulk": "muscle", "fasciculation": "muscle", "emg": "muscle",
    "mri": "muscle", "cmap": "muscle", "reflex": "reflex", "sensation": "territory",
    "snap": "territory", "block": "segment", "slowing": "segment", "root_report": "root",
    "pain": "root",
}


class Target(msgspec.Struct, frozen=True):
    """members: ids of one kind. top: share of the worst member in the value of the whole.
    of_most: said of most members (a muscle group), not of at least one."""

    kind: str
    members: tuple[str, ...]
    top: float
    of_most: bool = False


@lru_cache(maxsize=8192)
def target(site: str, reading: Reading, present: bool, knowledge: Knowledge) -> Target | None:
    """What a finding of this reading at ``site`` speaks of; None when that cannot be said."""
    settings = read_settings(knowledge)
    kind = KIND[reading.channel]
    if kind == "muscle":
        members = _muscles(site, reading.channel, knowledge, settings)
    elif kind == "reflex":
        members = (site,) if site in knowledge.reflexes else settings.reflex_sets.get(site, ())
    elif kind == "territory":
        members = _territories(site, knowledge, settings)
    elif kind == "segment":
        members = _segments(site, reading, knowledge)
    else:
        members = (site,) if site in knowledge.roots else settings.root_sets.get(site, ())
    members = tuple(dict.fromkeys(members))
    if not members:
        return None
    of_most = site in knowledge.groups and site not in settings.resolution.compartments
    top = settings.resolution.normal
    if len(members) == 1:
        top = 1.0
    elif present or of_most:
        top = _top(site, kind, knowledge, settings)
    return Target(kind=kind, members=members, of_most=of_most, top=top)


def _top(site: str, kind: str, knowledge: Knowledge, settings: Settings) -> float:
    """Share of the worst member when several are said to be abnormal together."""
    rules = settings.resolution
    if site in rules.wide:
        return rules.wide[site]
    if kind != "muscle" or site in rules.compartments:
        return rules.compartment
    return rules.region if site in knowledge.regions else rules.group


def _muscles(site: str, channel: str, knowledge: Knowledge, settings: Settings) -> tuple[str, ...]:
    if channel == "cmap" and site in settings.recorded_muscles:
        return (settings.recorded_muscles[site],)
    if channel == "mri" and (site in knowledge.nerves or site in knowledge.segments):
        return ()  # an image shows muscles; a nerve named beside them is the writer's reading
    if site == "all_muscles":
        return tuple(m for part in settings.all_muscles for m in knowledge.muscles_of(part))
    if site in knowledge.roots:
        return tuple(
            m.id for m in knowledge.muscles.values() if m.roots.get(site) == "main"
        )
    return knowledge.muscles_of(site)


def _territories(site: str, knowledge: Knowledge, settings: Settings) -> tuple[str, ...]:
    if site in settings.territory_sets:
        return settings.territory_sets[site]
    if site in ("stocking", "glove"):  # a distribution, read as a feature of the whole patient
        return ()
    if site in knowledge.territories:
        return (site,)
    if site in knowledge.roots:
        skin = "dermatome." + site.removeprefix("root.")
        return (skin,) if skin in knowledge.territories else ()
    if site in knowledge.segments:
        nerve = knowledge.nerve_of_segment.get(site, "")
        return settings.territory_sets.get(nerve, ())
    return ()


def _segments(site: str, reading: Reading, knowledge: Knowledge) -> tuple[str, ...]:
    if site in knowledge.segments:
        return (site,)
    nerve = knowledge.nerves.get(site)
    if nerve is None:
        return ()
    free = [s for s in nerve.segments if not knowledge.segments[s].entrapment]
    return tuple(free or nerve.segments) if reading.free_only else nerve.segments
