"""Muscles, nerves, roots, reflexes, skin territories, regions. Ids: localisation.md section 1."""

from __future__ import annotations

import msgspec

from myotome.knowledge.model.words import Names


class Muscle(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """nerve: the most distal segment id through which it is reached. plexus: trunk, cord or plexus
    parts on the way. roots: root -> weight class "main", "contributing", "minor". words: other
    names by language (old names, abbreviations). ambiguous: words that mean something else too.
    block: "arm", "leg", "cranial", "trunk". needle: may a needle go there in routine work."""

    id: str
    names: Names
    block: str
    region: str
    nerve: str | None
    roots: dict[str, str]
    roots_source: str
    action: Names
    plexus: tuple[str, ...] = ()
    words: dict[str, tuple[str, ...]] = {}
    ambiguous: dict[str, tuple[str, ...]] = {}
    needle: bool = True


class MuscleGroup(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Muscles named together ("releveurs du pied"), or a movement tested ("flexion de hanche")."""

    id: str
    names: Names
    members: tuple[str, ...]
    words: dict[str, tuple[str, ...]] = {}
    ambiguous: dict[str, tuple[str, ...]] = {}


class Nerve(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A named nerve. segments: its segment ids, proximal first. sensory: has skin territory."""

    id: str
    names: Names
    segments: tuple[str, ...]
    words: dict[str, tuple[str, ...]] = {}
    ambiguous: dict[str, tuple[str, ...]] = {}
    sensory: bool = True
    block: str = "arm"


class NerveSegment(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A place at which a lesion hits everything given off at or beyond it. parents: the next
    proximal segment, cord, trunk, plexus part or root (several for plexus). entrapment: a common
    site of compression. prior: relative frequency of an isolated lesion here (any positive unit,
    same unit for all sites), with source."""

    id: str
    names: Names
    parents: tuple[str, ...]
    block: str
    entrapment: bool = False
    prior: float = 1.0
    prior_source: str = "memory"
    words: dict[str, tuple[str, ...]] = {}
    exceptions: dict[str, float] = {}


class PlexusPart(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """roots: those whose fibres pass through it. parents: proximal parts (trunks of a cord)."""

    id: str
    names: Names
    roots: tuple[str, ...]
    block: str
    parents: tuple[str, ...] = ()
    prior: float = 1.0
    prior_source: str = "memory"
    words: dict[str, tuple[str, ...]] = {}


class Root(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """myotome, dermatome: short descriptions. reflexes: ids. prior as for segments."""

    id: str
    names: Names
    block: str
    myotome: Names
    dermatome: Names
    reflexes: tuple[str, ...] = ()
    prior: float = 1.0
    prior_source: str = "memory"
    words: dict[str, tuple[str, ...]] = {}


class Reflex(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """roots: root -> weight class. muscle: effector. words in both languages."""

    id: str
    names: Names
    roots: dict[str, str]
    muscle: str | None = None
    nerve: str | None = None
    block: str = "arm"
    words: dict[str, tuple[str, ...]] = {}


class Territory(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A skin territory. nerve: segment that supplies it; roots: root -> weight class."""

    id: str
    names: Names
    block: str
    nerve: str | None = None
    plexus: tuple[str, ...] = ()
    roots: dict[str, str] = {}
    words: dict[str, tuple[str, ...]] = {}
    snap: str | None = None


class Region(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A part of the body that is no single muscle or nerve: hand, thigh, L4-L5 disc, eyelids ...
    parent: the region that contains it. kind: "limb", "segment", "joint", "spine", "skin", "organ",
    "vessel", "bone". muscles: group or muscle ids meant when weakness is said of the region."""

    id: str
    names: Names
    kind: str
    parent: str | None = None
    muscles: tuple[str, ...] = ()
    words: dict[str, tuple[str, ...]] = {}
    ambiguous: dict[str, tuple[str, ...]] = {}
    paired: bool = False
