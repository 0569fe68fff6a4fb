"""Rows of the canonical tables of nerve conduction and laboratory values."""

from __future__ import annotations

import msgspec


class ConductionRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One stimulation of a nerve conduction study; ``None`` is "not documented", never zero.

    Units: mm, ms, mV, µV, mV·ms, °C, Hz. study: "motor" or "sensory". nerve, stimulation: ids of
    docs/case-format.md. response: "present", "absent", "not_done". kind columns: amplitude_kind
    "base_to_peak" or "peak_to_peak"; area_kind "negative" or "total"; duration_kind
    "first_negative_phase" or "all_negative_phases".
    """

    side: str
    nerve: str
    study: str
    recording: str | None = None
    stimulation: str | None = None
    distance_mm: float | None = None
    latency_ms: float | None = None
    amplitude_mv: float | None = None
    amplitude_uv: float | None = None
    area_mvms: float | None = None
    duration_ms: float | None = None
    velocity_ms: float | None = None
    date: str | None = None
    amplitude_kind: str | None = None
    area_kind: str | None = None
    duration_kind: str | None = None
    temperature_c: float | None = None
    lff_hz: float | None = None
    supramaximal: bool | None = None
    response: str | None = None
    f_min_ms: float | None = None
    f_persistence: float | None = None
    limit_low: float | None = None
    limit_high: float | None = None
    source: str = ""
    row: int | None = None


class NerveStudy(msgspec.Struct, frozen=True, kw_only=True):
    """All stimulations of one nerve, side, kind and date, distal first."""

    side: str
    nerve: str
    study: str
    rows: tuple[ConductionRow, ...]
    date: str | None = None


class LaboratoryRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One laboratory value: ``date,test,value,unit,lower,upper,comparator`` as written.

    text: the value when it is no number ("positive", "negative"). start, end: where it was read
    in a text. times_upper: written as a multiple of the upper limit ("12N").
    """

    test: str
    value: float | None = None
    text: str = ""
    unit: str = ""
    lower: float | None = None
    upper: float | None = None
    comparator: str = ""
    date: str | None = None
    times_upper: float | None = None
    source: str = ""
    row: int | None = None
    start: int | None = None
    end: int | None = None
