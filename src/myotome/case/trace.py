"""A measured trace as it is kept with a case: enough of it to draw, and its marks."""

from __future__ import annotations

import msgspec


class MarkedTrace(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One response, thinned for drawing, with its marks in ms after the stimulus.

    row: index into ``Case.conduction`` of the row measured on it; None when it gave none. samples: in mV, negative up, ``step_ms`` apart from
    ``start_ms`` on. onset_ms, peak_ms, crossing_ms (end of the first negative phase), end_ms (of the last): None without a response.
    noise_uv: standard deviation of the baseline. flags: what is wrong with it, ids of the words ``trace_flag``.
    """

    side: str
    nerve: str
    study: str
    stimulation: str
    recording: str = ""
    row: int | None = None
    start_ms: float = 0.0
    step_ms: float = 1.0
    samples: tuple[float, ...] = ()
    onset_ms: float | None = None
    peak_ms: float | None = None
    crossing_ms: float | None = None
    end_ms: float | None = None
    noise_uv: float | None = None
    flags: tuple[str, ...] = ()
    source: str = ""
