"""A disease: one file, one finding a line, evidence for each number."""

from __future__ import annotations

import msgspec

from myotome.knowledge.model.care import CarePlan
from myotome.knowledge.model.words import Names

BANDS = ("always", "very_frequent", "frequent", "occasional", "rare", "never")
GAPS = ("unknown", "none")


class DiseaseFinding(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How often patients with the disease have it, said in one of three ways: band; n of ``of``
    patients, who were counted; share 0..1, which nobody counted. source: reference id or "memory".
    phase: "onset" if it belongs to the first visit, "late" if it comes with time."""

    band: str = ""
    share: float | None = None
    n: int | None = None
    of: int | None = None
    source: str = "memory"
    phase: str = ""
    note: str = ""

    def __str__(self) -> str:
        """As a reader wants it: "frequent", "54 of 57", "about 0.85"."""
        if self.band:
            return self.band
        return f"{self.n} of {self.of}" if self.share is None else f"about {self.share:g}"


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


class Accuracy(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How well one result tells the disease. concept: the result. sensitivity, specificity: shares
    0..1, None where no figure was found. against: with whom the patients were compared."""

    concept: str
    sensitivity: float | None
    specificity: float | None
    against: Names
    source: str


class Disease(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """id: of diseases.csv, or listed in docs/decisions.md.

    clinic_per_1000: how many of 1,000 patients seen for weakness, wasting, pain of limb or spine, or
    sensory trouble at a neuromuscular / rheumatology clinic have it (the prior; an estimate made
    from prevalence_per_100000 and the care pathway). male: share of men. tempo: share of patients by
    Tempo value. lesion_classes: share of patients by class id of localisation.md (``nerves_multiple``
    ...), empty when the disease has no neuromuscular lesion. lesion_sites: typical sites. findings:
    concept id -> frequency. harm: harm of missing it, 0..1; treatability: 0..1; each with a reason.
    confirm: test ids that establish it. accuracy: how well results tell it from others. gaps: aspect
    (of ``knowledge.depth.ASPECTS``) that the file leaves empty -> "unknown" (looked for, no figure
    found) or "none" (the disease has no such thing). words: names by which a text states the
    diagnosis. reviewed_by: empty until a clinician signs.
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
    tempo_source: str = "memory"
    lesion_classes: dict[str, float] = {}
    lesion_source: str = "memory"
    lesion_sites: tuple[str, ...] = ()
    mimics: tuple[Mimic, ...] = ()
    confirm: tuple[str, ...] = ()
    accuracy: tuple[Accuracy, ...] = ()
    gaps: dict[str, str] = {}
    care: CarePlan | None = None
    parent: str = ""
    complication_of: tuple[str, ...] = ()
    reviewed_by: str = ""
