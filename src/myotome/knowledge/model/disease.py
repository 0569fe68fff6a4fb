"""A disease: one file, one finding a line, evidence for each number."""

from __future__ import annotations

import msgspec

from myotome.knowledge.model.care import CarePlan
from myotome.knowledge.model.words import Names

BANDS = ("always", "very_frequent", "frequent", "occasional", "rare", "never")


class DiseaseFinding(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How often patients with the disease have it: band, or n of ``of`` patients. source: reference
    id or "memory". phase: "onset" if it belongs to the first visit, "late" if it comes with time."""

    band: str = ""
    n: int | None = None
    of: int | None = None
    source: str = "memory"
    phase: str = ""
    note: str = ""


class Mimic(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """disease: id. tells_apart: what separates them, in both languages. concepts: the findings."""

    disease: str
    tells_apart: Names
    concepts: tuple[str, ...] = ()
    source: str = "memory"


class Share(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A number with its source. value: 0..1 or the unit of the field that holds it."""

    value: float
    source: str = "memory"
    reason: Names | None = None


class AgeRange(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """About 80 % of onsets lie between low and high (years); hard: none lie outside least..most."""

    low: float
    high: float
    least: float = 0
    most: float = 120
    source: str = "memory"


class Disease(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """id: of diseases.csv, or listed in docs/decisions.md.

    clinic_per_1000: how many of 1,000 patients seen for weakness, wasting, pain of limb or spine, or
    sensory trouble at a neuromuscular / rheumatology clinic have it (the prior; an estimate made
    from prevalence_per_100000 and the care pathway). male: share of men. tempo: share of patients by
    Tempo value. lesion_classes: share of patients by class id of localisation.md (``nerves_multiple``
    ...), empty when the disease has no neuromuscular lesion. lesion_sites: typical sites. findings:
    concept id -> frequency. harm: harm of missing it, 0..1; treatability: 0..1; each with a reason.
    confirm: test ids that establish it. words: names by which a text states the diagnosis.
    reviewed_by: empty until a clinician signs.
    """

    id: str
    names: Names
    group: str
    prevalence_per_100000: Share
    clinic_per_1000: Share
    age: AgeRange
    male: Share
    tempo: dict[str, float]
    findings: dict[str, DiseaseFinding]
    harm: Share
    treatability: Share
    short: Names | None = None
    summary: Names | None = None
    words: dict[str, tuple[str, ...]] = {}
    ambiguous: dict[str, tuple[str, ...]] = {}
    codes: dict[str, str] = {}
    lesion_classes: dict[str, float] = {}
    lesion_sites: tuple[str, ...] = ()
    mimics: tuple[Mimic, ...] = ()
    confirm: tuple[str, ...] = ()
    care: CarePlan | None = None
    parent: str = ""
    complication_of: tuple[str, ...] = ()
    reviewed_by: str = ""
