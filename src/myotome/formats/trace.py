"""One recorded response and what its file says of it: the same from every format."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class TraceLabels(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a file says of a trace; ``None`` is "not documented". Columns of the conduction table.

    study: "motor", "sensory" or "f_wave". lff_hz, hff_hz: the filter's low and high limit. intensity_ma: of the stimulus.
    train_hz: rate of the train of stimuli that the trace is of; condition: "rest", "exercise" (just after) or "late".
    """

    side: str | None = None
    nerve: str | None = None
    study: str = "motor"
    recording: str | None = None
    stimulation: str | None = None
    distance_mm: float | None = None
    temperature_c: float | None = None
    lff_hz: float | None = None
    hff_hz: float | None = None
    supramaximal: bool | None = None
    intensity_ma: float | None = None
    train_hz: float | None = None
    condition: str | None = None
    date: str | None = None


class Trace(NamedTuple):
    """samples: one dimension, in mV, a positive number being a negative potential ("negative up").
    stimulus: its sample, below 0 when the trace begins after it; None when no marker is known.
    rails: least and greatest value that the recorder can write. place: file, and channel or row."""

    samples: NDArray[np.floating]
    rate_hz: float
    stimulus: int | None
    labels: TraceLabels
    rails: tuple[float, float] | None = None
    place: str = ""
