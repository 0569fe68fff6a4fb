"""The typed shape of ``knowledge/settings/localisation.yaml``: every number of this folder."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from myotome.knowledge.store import Knowledge
from myotome.terms import Certainty

CHANNELS = (
    "strength", "bulk", "fasciculation", "emg", "mri", "cmap", "reflex", "sensation", "snap",
    "block", "slowing", "root_report", "pain",
)


class Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of the settings: unknown fields are refused."""


class Reading(Strict):
    """How a concept becomes evidence. site: place meant when none is said; whole: place meant when
    the absence is said of none. free_only: at segments that are no entrapment. both: both sides."""

    concept: str
    channel: str
    site: str = ""
    whole: str = ""
    free_only: bool = False
    both: bool = False


class Resolution(Strict):
    """Share of the worst member in a group's value; the rest is the mean of its members.
    wide: places so large that one weak muscle does not make them weak."""

    group: float
    compartment: float
    region: float
    normal: float
    compartments: tuple[str, ...]
    wide: dict[str, float]
    source: str


class Grades(Strict):
    """MRC limits between normal, weak, severe and plegia."""

    normal_from: float
    severe_to: float
    plegia_to: float
    plegia_concepts: tuple[str, ...]
    source: str


class CertaintyWeights(Strict):
    certain: float
    probable: float
    possible: float
    source: str

    def of(self, certainty: Certainty) -> float:
        """Weight of an abnormal finding so sure."""
        return {
            Certainty.PROBABLE: self.probable, Certainty.POSSIBLE: self.possible,
        }.get(certainty, self.certain)


class RootWeights(Strict):
    main: float
    contributing: float
    minor: float
    paraspinal: float
    paraspinal_source: str
    adjacent: float
    counts_weigh: float
    source: str


class Count(Strict):
    root: str
    muscle: str
    n: int
    of: int


class Counts(Strict):
    source: str
    seen: tuple[Count, ...]


class Effect(Strict):
    """Chance of an abnormal finding, by channel, in what a lesion of this kind reaches fully."""

    strength: float
    bulk: float
    fasciculation: float
    emg: float
    mri: float
    reflex: float
    sensation: float
    snap: float
    cmap: float
    block: float
    slowing: float
    root_report: float
    pain: float
    severe: float
    plegia: float
    source: str

    def chance(self, channel: str) -> float:
        return getattr(self, channel)


class Number(Strict):
    value: float
    source: str


class Timing(Strict):
    """A sign that takes time: ``before`` of its chance until from_days, all of it at full_days."""

    channel: str
    from_days: float
    full_days: float
    before: float
    source: str


class Anomaly(Strict):
    """A variant of the anatomy. prior: of people; share: chance that a muscle of theirs suffers by
    the other way. muscles run by the segments ``by``, not by ``spared``; or each of ``roots`` carries
    what the root ``shift`` levels further down carries as a rule."""

    id: str
    prior: float
    source: str
    share: float = 1.0
    muscles: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    spared: tuple[str, ...] = ()
    roots: tuple[str, ...] = ()
    shift: int = 0


class Level(Strict):
    """Where a central sign speaks from. concepts: that say so anywhere; signs: that say so at ``sites``."""

    id: str
    concepts: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()


class Levels(Strict):
    """Of a central lesion: head first. exact: concept whose own site is the level."""

    source: str
    exact: str
    order: tuple[Level, ...]


class Process(Strict):
    """What makes focal lesions. prior: patients of 1,000. limb: at most so many lesions in one limb
    (head, trunk) of a side; 0: no limit beyond that on those that explain the same findings. told_by, untold: as of
    a diffuse pattern. over: pattern on which they lie."""

    id: str
    effect: str
    sites: str
    one: str
    many: str
    prior: float
    rate: float
    source: str
    rates: str = ""
    over: str = ""
    limb: int = 3
    told_by: tuple[str, ...] = ()
    untold: float = 1.0


class Rates(Strict):
    """Share of patients in whom a nerve (anywhere), a segment, or a root, of one side is hit."""

    source: str
    nerves: dict[str, float] = {}
    segments: dict[str, float] = {}
    roots: dict[str, float] = {}


class Picture(Strict):
    """Chances of weakness, reflex loss, sensory loss by muscle group, reflex, territory set."""

    muscles: dict[str, float] = {}
    reflexes: dict[str, float] = {}
    territories: dict[str, float] = {}
    weight: float = 1.0
    id: str = ""
    side: str = ""


class UnitPattern(Strict):
    weight: float
    units: tuple[str, ...]


class Diffuse(Strict):
    """A pattern without focal sites: stages, or units of the body each of which is hit or not.
    together: share of places that are hit on both sides or on none, the rest each side by itself.
    one_sided: chance that a sign of it is told of one side only; one_limb: that all are told of one
    limb; untold: that none of the features ``told_by`` is mentioned. These are of the telling: what
    nobody told is not taken for normal."""

    id: str
    lesion_class: str = msgspec.field(name="class")
    prior: float
    source: str
    channels: dict[str, float]
    stages: tuple[Picture, ...] = ()
    units: tuple[Picture, ...] = ()
    patterns: tuple[UnitPattern, ...] = ()
    rest: Picture = Picture()
    each: float = 0.0
    least: int = 0
    together: float = 0.0
    one_sided: float = 1.0
    one_limb: float = 1.0
    told_by: tuple[str, ...] = ()
    untold: float = 1.0


class Feature(Strict):
    """A finding of the whole patient. unsited: only when no site was said; stated: not when we
    derived it; leave: narrower concepts that do not count."""

    id: str
    concepts: tuple[str, ...]
    rest: float = msgspec.field(name="else")
    chance: dict[str, float]
    source: str
    leave: tuple[str, ...] = ()
    unsited: bool = False
    stated: bool = False
    present_only: bool = False
    absent_only: bool = False


class Prior(Strict):
    prior: float
    source: str


class Search(Strict):
    lesions: int
    wide: int
    least_effect: float
    source: str


class Report(Strict):
    tie: float
    rival: float
    most_sites: int
    shown: int
    least_probability: float
    least_share: float
    gain: float
    explained_from: float
    contradicted_from: float
    unexplained_from: float
    doubt: float
    untested: int
    hypotheses: int
    least_use: float
    expected_from: float
    unusual: float
    other_side: float
    side_gap: float
    source: str


class Severity(Strict):
    mild: float
    weak: float
    severe: float
    plegia: float
    channels: dict[str, float]
    source: str


class Leaks(Effect):
    """Chance of an abnormal finding that no lesion explains: found wrongly, or of another cause."""


class Errors(Strict):
    """missed: chance that a sign that is there is found normal, by channel. feature_missed,
    feature_false: that a finding of the whole patient is denied, or stated, wrongly."""

    missed: dict[str, float]
    feature_missed: float
    feature_false: float
    source: str


class Reliability(Strict):
    """How far a whole record can be trusted. prior: share of records. extra: share of its findings, by
    channel, that is wrong beyond the ordinary; feature: of those of the whole patient."""

    id: str
    prior: float
    extra: dict[str, float]
    feature: float


class Settings(Strict):
    readings: tuple[Reading, ...]
    left_out: tuple[str, ...]
    territory_sets: dict[str, tuple[str, ...]]
    reflex_sets: dict[str, tuple[str, ...]]
    root_sets: dict[str, tuple[str, ...]]
    recorded_muscles: dict[str, str]
    all_muscles: tuple[str, ...]
    not_bedside: tuple[str, ...]
    usual: tuple[str, ...]
    resolution: Resolution
    grades: Grades
    certainty: CertaintyWeights
    roots: RootWeights
    counts: Counts
    effects: dict[str, Effect]
    dermatome_by_nerve: Number
    leaks: Leaks
    errors: Errors
    reliability: tuple[Reliability, ...]
    timing: tuple[Timing, ...]
    anomalies: tuple[Anomaly, ...]
    central_levels: Levels
    rate_factors: tuple[float, ...]
    processes: tuple[Process, ...]
    rates: dict[str, Rates]
    diffuse: tuple[Diffuse, ...]
    nothing: Prior
    narrower_share: Number
    one_sided_signs: int
    features: tuple[Feature, ...]
    search: Search
    report: Report
    severity: Severity


@lru_cache(maxsize=4)
def read_settings(knowledge: Knowledge) -> Settings:
    """The settings of this folder, checked for shape, with the chances as an examiner who errs finds
    them. Raises msgspec.ValidationError."""
    return _as_found(msgspec.convert(knowledge.settings["localisation"], Settings))


def _as_found(settings: Settings) -> Settings:
    """Every chance of a sign lowered by the share that is missed."""
    errors, replace = settings.errors, msgspec.structs.replace
    seen = {channel: 1 - errors.missed[channel] for channel in CHANNELS}
    false, kept = errors.feature_false, 1 - errors.feature_false - errors.feature_missed
    return replace(
        settings,
        effects={
            name: replace(effect, **{c: effect.chance(c) * seen[c] for c in CHANNELS})
            for name, effect in settings.effects.items()
        },
        diffuse=tuple(
            replace(spec, channels=spec.channels | {c: spec.channels.get(c, 1.0) * seen[c] for c in CHANNELS})
            for spec in settings.diffuse
        ),
        features=tuple(
            replace(
                feature, rest=false + kept * feature.rest,
                chance={name: false + kept * chance for name, chance in feature.chance.items()},
            )
            for feature in settings.features
        ),
    )
