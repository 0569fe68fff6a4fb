"""Nerves, segments and muscles as judged: each value with its limit, each pattern with its reason."""

from __future__ import annotations

import msgspec


class BlockVerdict(msgspec.Struct, frozen=True, kw_only=True):
    """definition: id in settings/conduction_block.yaml (names there). level: "definite", "probable", "none", "not_assessable",
    or "conditional" when the duration is unknown; then ``conditions`` holds (limit, level) pairs in
    percent of increase, e.g. ((30, "definite"), (None, "probable")): definite up to 30 %, probable
    beyond. A set without grades says "probable". at_most: cap of a proximal segment. checklist: (item id, "yes"|"no"|"not_documented")."""

    definition: str
    level: str
    conditions: tuple[tuple[float | None, str], ...] = ()
    at_most: str = ""
    checklist: tuple[tuple[str, str], ...] = ()
    reference: str = "memory"


class SegmentStudy(msgspec.Struct, frozen=True, kw_only=True):
    """One nerve between two stimulation sites (ids of settings/conduction_sites.yaml). Drops in
    percent (positive = fall). rows: indices into ``Case.conduction``, distal and proximal."""

    side: str
    nerve: str
    distal: str
    proximal: str
    amplitude_drop: float | None = None
    area_drop: float | None = None
    duration_change: float | None = None
    velocity_ms: float | None = None
    entrapment: bool = False
    verdicts: tuple[BlockVerdict, ...] = ()
    rows: tuple[int, ...] = ()


class StudyValue(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One value against its limits. quantity: a column of ``ConductionRow``, or "terminal_index",
    "f_dispersion_ms", "velocity_change" ... segment: (distal, proximal) of a velocity. state:
    "normal", "low", "high", "absent", "not_assessable" (reason says why: "cold") or "no_limit".
    limits: whose limits ("row": written in the table). unverified: the limit is from memory.
    row: index into ``Case.conduction``. corrected: an estimate at the temperature asked, for show."""

    quantity: str
    state: str
    value: float | None = None
    unit: str = ""
    kind: str = ""
    low: float | None = None
    high: float | None = None
    limits: str = ""
    unverified: bool = False
    reason: str = ""
    segment: tuple[str, ...] = ()
    station: str = ""
    row: int | None = None
    corrected: float | None = None


class Reason(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why a pattern was given: code ("velocity_below", "amplitude_low", "fibrillation" ...), what was
    measured, the limit it met and whose number that is."""

    code: str
    value: float | None = None
    limit: float | None = None
    unit: str = ""
    reference: str = "memory"
    place: tuple[str, ...] = ()


class NerveJudgement(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One nerve of one side, motor or sensory. pattern: "normal", "axonal", "demyelinating", "mixed",
    "focal" (at a compression site only), "unclassified" (abnormal, no rule met) or
    "not_assessable". unverified: a limit or rule that decided it is from memory."""

    side: str
    nerve: str
    study: str
    pattern: str
    recording: str = ""
    date: str | None = None
    values: tuple[StudyValue, ...] = ()
    reasons: tuple[Reason, ...] = ()
    unverified: bool = False
    rows: tuple[int, ...] = ()


class MuscleJudgement(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Needle EMG of one muscle. pattern: "normal", "neurogenic_active", "neurogenic_chronic",
    "neurogenic" (both), "myopathic", "mixed", "block_like" (only recruitment reduced), "spontaneous"
    (only spontaneous activity) or "unclassified". row: index into ``Case.needle``."""

    side: str
    muscle: str
    pattern: str
    reasons: tuple[Reason, ...] = ()
    unverified: bool = False
    row: int | None = None


class TestJudgement(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A train of repetitive stimulation or a value of another study. state as in ``StudyValue``,
    or "decrement", "increment". table: "trains" or "values"; row: index into it."""

    test: str
    site: str
    side: str
    state: str
    quantity: str = ""
    value: float | None = None
    unit: str = ""
    limit: float | None = None
    reference: str = "memory"
    table: str = "values"
    row: int | None = None


class Electrodiagnosis(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Nerves, muscles and further tests as judged. limits: whose limits of normal were used, most
    used first. Rows are indices into the tables of the ``Case`` that was judged."""

    nerves: tuple[NerveJudgement, ...] = ()
    muscles: tuple[MuscleJudgement, ...] = ()
    tests: tuple[TestJudgement, ...] = ()
    limits: tuple[str, ...] = ()
