"""The loaded knowledge: dictionaries by id, and the questions every room asks of them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import msgspec

from myotome.knowledge.model import (
    Act,
    Caution,
    Concept,
    CriteriaSet,
    Disease,
    DocumentUpdate,
    DoseSheet,
    ExcludeFirst,
    LabelLine,
    Muscle,
    MuscleGroup,
    Names,
    Nerve,
    NerveSegment,
    PlexusPart,
    RedFlagRule,
    Reference,
    Refinement,
    Reflex,
    Region,
    Response,
    Root,
    Score,
    SteroidScheme,
    Territory,
    Test,
)


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """Everything in the files, by id; this is what the compiled form holds."""

    muscles: dict[str, Muscle] = {}
    groups: dict[str, MuscleGroup] = {}
    nerves: dict[str, Nerve] = {}
    segments: dict[str, NerveSegment] = {}
    plexus: dict[str, PlexusPart] = {}
    roots: dict[str, Root] = {}
    reflexes: dict[str, Reflex] = {}
    territories: dict[str, Territory] = {}
    regions: dict[str, Region] = {}
    concepts: dict[str, Concept] = {}
    refinements: tuple[Refinement, ...] = ()
    diseases: dict[str, Disease] = {}
    criteria: dict[str, CriteriaSet] = {}
    red_flags: dict[str, RedFlagRule] = {}
    tests: dict[str, Test] = {}
    acts: dict[str, Act] = {}
    cautions: dict[str, Caution] = {}
    labels: dict[str, LabelLine] = {}
    exclusions: dict[str, ExcludeFirst] = {}
    updates: dict[str, DocumentUpdate] = {}
    doses: dict[str, DoseSheet] = {}
    tapers: dict[str, SteroidScheme] = {}
    scores: dict[str, Score] = {}
    responses: dict[str, Response] = {}
    references: dict[str, Reference] = {}
    settings: dict[str, Any] = {}
    words: dict[str, Any] = {}


class Knowledge:
    """Typed content plus hierarchy. ``version`` is the first 12 hex digits of the content's hash; compiled: may what is made of
    it be stored under that version?

    >>> from myotome.knowledge import load
    >>> load().is_a("foot_drop", "weakness")
    True
    """

    def __init__(self, content: Content, version: str, *, compiled: bool = False) -> None:
        self.content = content
        self.version = version
        self.compiled = compiled
        for name in Content.__struct_fields__:
            setattr(self, name, getattr(content, name))
        self._ancestors: dict[str, frozenset[str]] = {}
        self._containers: dict[str, frozenset[str]] = {}

    muscles: Mapping[str, Muscle]
    groups: Mapping[str, MuscleGroup]
    nerves: Mapping[str, Nerve]
    segments: Mapping[str, NerveSegment]
    plexus: Mapping[str, PlexusPart]
    roots: Mapping[str, Root]
    reflexes: Mapping[str, Reflex]
    territories: Mapping[str, Territory]
    regions: Mapping[str, Region]
    concepts: Mapping[str, Concept]
    refinements: tuple[Refinement, ...]
    diseases: Mapping[str, Disease]
    criteria: Mapping[str, CriteriaSet]
    red_flags: Mapping[str, RedFlagRule]
    tests: Mapping[str, Test]
    acts: Mapping[str, Act]
    cautions: Mapping[str, Caution]
    labels: Mapping[str, LabelLine]
    exclusions: Mapping[str, ExcludeFirst]
    updates: Mapping[str, DocumentUpdate]
    doses: Mapping[str, DoseSheet]
    tapers: Mapping[str, SteroidScheme]
    scores: Mapping[str, Score]
    responses: Mapping[str, Response]
    references: Mapping[str, Reference]
    settings: Mapping[str, Any]
    words: Mapping[str, Any]

    # concepts -----------------------------------------------------------------------------

    def ancestors(self, concept: str) -> frozenset[str]:
        """The concept itself and every broader one; empty for an unknown id."""
        known = self._ancestors.get(concept)
        if known is None:
            entry = self.concepts.get(concept)
            known = frozenset()
            if entry is not None:
                known = frozenset((concept,)).union(*(self.ancestors(p) for p in entry.parents))
            self._ancestors[concept] = known
        return known

    def is_a(self, concept: str, ancestor: str) -> bool:
        """Is ``concept`` the same as, or narrower than, ``ancestor``?"""
        return concept == ancestor or ancestor in self.ancestors(concept)

    @cached_property
    def children(self) -> dict[str, tuple[str, ...]]:
        """Concept -> directly narrower concepts."""
        found: dict[str, list[str]] = {}
        for concept in self.concepts.values():
            for parent in concept.parents:
                found.setdefault(parent, []).append(concept.id)
        return {k: tuple(v) for k, v in found.items()}

    @cached_property
    def orphan_codes(self) -> frozenset[str]:
        """OMIM and ORPHA codes of the curated diseases, as the HPO annotations write them."""
        return frozenset(
            f"{base.upper()}:{d.codes[base]}" for d in self.diseases.values() for base in ("omim", "orpha") if base in d.codes
        )

    # sites --------------------------------------------------------------------------------

    @cached_property
    def nerve_of_segment(self) -> dict[str, str]:
        return {s: n.id for n in self.nerves.values() for s in n.segments}

    @cached_property
    def _groups_of_muscle(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for group in self.groups:
            for muscle in self.muscles_of(group):
                found.setdefault(muscle, set()).add(group)
        return found

    def site_containers(self, site: str) -> frozenset[str]:
        """The site itself and every group, region, nerve that wholly contains it."""
        known = self._containers.get(site)
        if known is not None:
            return known
        self._containers[site] = frozenset((site,))
        if site in self.muscles:
            muscle = self.muscles[site]
            found = {site} | self._groups_of_muscle.get(site, set())
            found |= self.site_containers(muscle.region)
            if muscle.nerve:
                found |= {muscle.nerve, self.nerve_of_segment.get(muscle.nerve, muscle.nerve)}
        elif site in self.groups:
            parts = [self.site_containers(m) for m in self.muscles_of(site)]
            found = {site} | (set.intersection(*map(set, parts)) if parts else set())
        elif site in self.regions:
            parent = self.regions[site].parent
            found = {site} | (self.site_containers(parent) if parent else frozenset())
        elif site in self.segments:
            found = {site, self.nerve_of_segment.get(site, site)}
        else:
            found = {site}
        self._containers[site] = frozenset(found)
        return self._containers[site]

    def within(self, site: str, container: str) -> bool:
        """Does ``container`` (muscle, group, region, nerve) hold all of ``site``?"""
        return site == container or container in self.site_containers(site)

    def muscles_of(self, site: str) -> tuple[str, ...]:
        """Muscle ids meant by a muscle, group (groups may nest), region, nerve or segment."""
        if site in self.muscles:
            return (site,)
        if site in self.groups:
            return tuple(
                dict.fromkeys(m for part in self.groups[site].members for m in self.muscles_of(part))
            )
        if site in self.regions:
            parts = self.regions[site].muscles
            return tuple(dict.fromkeys(m for part in parts for m in self.muscles_of(part)))
        if site in self.nerves:
            segments = set(self.nerves[site].segments)
            return tuple(m.id for m in self.muscles.values() if m.nerve in segments)
        if site in self.segments:
            return tuple(m.id for m in self.muscles.values() if m.nerve == site)
        return ()

    def named_nerve(self, site: str) -> str | None:
        """The one named nerve of a muscle, group, segment or nerve; None when several or unknown.

        A branch that a trunk names as its own (deep fibular, anterior interosseous) is the trunk.
        """
        if site in self.nerves:
            segments = self.nerves[site].segments
            return self.nerve_of_segment[segments[0]] if segments else site
        if site in self.segments:
            return self.nerve_of_segment.get(site)
        nerves = {
            self.nerve_of_segment.get(self.muscles[m].nerve or "") for m in self.muscles_of(site)
        }
        return nerves.pop() if len(nerves) == 1 else None

    def site_names(self, site: str) -> Names | None:
        """Display names of any site id."""
        for table in (
            self.muscles, self.groups, self.regions, self.nerves, self.segments, self.roots,
            self.plexus, self.reflexes, self.territories,
        ):
            if site in table:
                return table[site].names
        return None
