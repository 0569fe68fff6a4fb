"""Segments of motor nerves judged by each published definition of a conduction block."""

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
