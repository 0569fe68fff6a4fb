"""Rows of the canonical tables of nerve conduction and laboratory values."""

from __future__ import annotations

import msgspec

from myotome.terms import Experiencer


class ConductionRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One stimulation of a nerve conduction study; ``None`` is "not documented", never zero.

    Units: mm, ms, mV, µV, mV·ms, °C, Hz. study: "motor" or "sensory". nerve, stimulation: ids of
    docs/case-format.md. response: "present", "absent", "not_done",
    "not_stimulable" (the nerve could not be reached there). kind columns: amplitude_kind
    "base_to_peak" or "peak_to_peak"; area_kind "negative" or "total"; duration_kind
    "first_negative_phase" or "all_negative_phases". f_count: stimuli of an F study. low_from, high_from:
    whose limits these are, when not written in the row itself (a laboratory's name, a reference).
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
    peak_latency_ms: float | None = None
    f_mean_ms: float | None = None
    f_max_ms: float | None = None
    f_dispersion_ms: float | None = None
    f_count: float | None = None
    a_wave: bool | None = None
    low_from: str | None = None
    high_from: str | None = None
    source: str = ""
    row: int | None = None


class NormalLimit(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A limit of normal of one quantity of one nerve: a laboratory's own, or a published one.

    quantity: a column of :class:`ConductionRow` (the velocity's is ``velocity_ms``). low: values
    under it are abnormal; high: values above. age, height_cm: (from, below); None: any.
    per_cm: added for each cm of height above ``at_cm`` (F waves). segment: (distal, proximal) ids,
    of a velocity; empty: any. source: reference id, "memory", or the laboratory's name.

    >>> NormalLimit(nerve="median", study="motor", quantity="amplitude_mv", low=4.1).low
    4.1
    """

    nerve: str
    study: str
    quantity: str
    low: float | None = None
    high: float | None = None
    recording: str = ""
    segment: tuple[str, ...] = ()
    amplitude_kind: str = ""
    age: tuple[float | None, float | None] = (None, None)
    height_cm: tuple[float | None, float | None] = (None, None)
    sex: str = ""
    per_cm: float = 0.0
    at_cm: float | None = None
    source: str = ""
    own: bool = False


class NeedleRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Needle EMG of one muscle; ``None`` is "not documented", never normal.

    insertional: "decreased", "normal", "increased", "sustained". fibrillation, positive_waves,
    fasciculation: grades 0 to 4. discharges: concept ids (myotonic, complex repetitive ...).
    mup_duration, mup_amplitude: "low", "normal", "high", "mixed"; or as numbers in ms and µV.
    polyphasia: "normal", "increased"; or in %. recruitment: "normal", "reduced", "early", "poor",
    "none". stability: "stable", "unstable". turns: a second; turn_amplitude_uv: mean.
    """

    side: str
    muscle: str
    insertional: str | None = None
    fibrillation: int | None = None
    positive_waves: int | None = None
    fasciculation: int | None = None
    discharges: tuple[str, ...] = ()
    mup_duration: str | None = None
    mup_duration_ms: float | None = None
    mup_amplitude: str | None = None
    mup_amplitude_uv: float | None = None
    polyphasia: str | None = None
    polyphasia_percent: float | None = None
    recruitment: str | None = None
    stability: str | None = None
    turns: float | None = None
    turn_amplitude_uv: float | None = None
    comment: str | None = None
    date: str | None = None
    source: str = ""
    row: int | None = None


class TrainRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One train of repetitive nerve stimulation. condition: "rest", "exercise" (just after), or "late".
    decrement_percent: fall from the first to the fourth or fifth response, positive.
    increment_percent: rise of the response, after exercise or at a high rate."""

    side: str
    nerve: str
    muscle: str | None = None
    rate_hz: float | None = None
    condition: str | None = None
    amplitude_mv: float | None = None
    decrement_percent: float | None = None
    increment_percent: float | None = None
    date: str | None = None
    source: str = ""
    row: int | None = None


class ValueRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A value of another study: test "h_reflex", "blink", "jitter", "mep", "sep", "munix"; site: a
    nerve or muscle, as written; quantity: "latency_ms", "cmct_ms", "mean_jitter_us" ..."""

    test: str
    quantity: str
    side: str = "unsaid"
    site: str = ""
    value: float | None = None
    unit: str = ""
    response: str | None = None
    limit_low: float | None = None
    limit_high: float | None = None
    date: str | None = None
    source: str = ""
    row: int | None = None


class LaboratoryRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One laboratory value: ``date,test,value,unit,lower,upper,comparator`` as written.

    text: the value when it is no number ("positive", "negative"). start, end: where it was read
    in a text. times_upper: written as a multiple of the upper limit ("12N"). experiencer: whose it is.
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
    experiencer: Experiencer = Experiencer.PATIENT
