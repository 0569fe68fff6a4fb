"""F and A waves on made series with a known truth."""

from __future__ import annotations

import numpy as np
import pytest

from myotome.electrodiagnosis import judge_segments
from myotome.electrodiagnosis.traces import measure
from myotome.electrodiagnosis.traces.late import late_responses
from myotome.formats.trace import Trace, TraceLabels
from myotome.simulate.cmap import Noise
from myotome.simulate.late import f_study

REAL = Noise(white_uv=8, artefact_mv=2, drift_mv=0.1)


def found(knowledge, **given):
    study = f_study(knowledge, noise=REAL, **given)
    return study, late_responses(study.traces, study.rate_hz, study.stimulus, "upper", knowledge)


@pytest.mark.parametrize("seed", range(4))
def test_latency_persistence_and_dispersion(knowledge, seed):
    study, late = found(knowledge, seed=seed, persistence=0.75)
    assert late.persistence == pytest.approx(75)
    assert np.array_equal(np.isfinite(late.latencies_ms), np.isfinite(study.latencies_ms))
    assert np.nanmax(np.abs(late.latencies_ms - study.latencies_ms)) < 0.6
    assert late.seen.min() == pytest.approx(np.nanmin(study.latencies_ms), abs=0.4)
    assert late.a_wave_ms is None


def test_no_f_wave_is_a_persistence_of_nothing(knowledge):
    _, late = found(knowledge, persistence=0.0)
    assert late.persistence == 0
    assert len(late.seen) == 0


@pytest.mark.parametrize("at", [20.0, 23.0])
def test_an_a_wave_is_no_f_wave(knowledge, at):
    study, late = found(knowledge, seed=3, persistence=0.5, a_wave_ms=at)
    assert late.a_wave_ms == pytest.approx(at, abs=1)
    assert late.persistence == pytest.approx(50)
    assert np.nanmax(np.abs(late.latencies_ms - study.latencies_ms)) < 1


def test_a_short_sweep_shows_nothing(knowledge):
    study = f_study(knowledge, noise=REAL)
    late = late_responses(study.traces[:, :250], study.rate_hz, study.stimulus, "upper", knowledge)
    assert late.persistence == 0


def test_one_sweep_is_no_series(knowledge):
    with pytest.raises(ValueError, match="series"):
        late_responses(np.zeros((1, 1000)), 20_000, 100, "upper", knowledge)


def series(study, count: int | None = None, **labels) -> list[Trace]:
    given = TraceLabels(**{"side": "left", "nerve": "ulnar", "study": "f_wave", "recording": "ADM", "stimulation": "wrist", **labels})
    return [Trace(sweep, study.rate_hz, study.stimulus, given, place="f") for sweep in study.traces[:count]]


def test_a_series_is_one_row(knowledge):
    study = f_study(knowledge, noise=REAL, persistence=0.75, seed=5)
    reading = measure(series(study), knowledge)
    (row,) = reading.rows
    truth = study.latencies_ms
    assert reading.problems == ()
    assert (row.study, row.latency_ms, row.f_count, row.a_wave) == ("motor", None, 20, False)
    assert row.f_persistence == 75
    assert row.f_min_ms == pytest.approx(np.nanmin(truth), abs=0.3)
    assert row.f_mean_ms == pytest.approx(np.nanmean(truth), abs=0.3)
    assert row.f_dispersion_ms == pytest.approx(np.nanmax(truth) - np.nanmin(truth), abs=0.4)


def test_few_sweeps_give_no_persistence(knowledge):
    reading = measure(series(f_study(knowledge, noise=REAL), 5), knowledge)
    assert [p.code for p in reading.problems] == ["traces.few_sweeps"]
    assert reading.rows[0].f_persistence is None
    assert reading.rows[0].f_min_ms is not None


def test_a_sweep_with_a_gap_is_left_out_and_said(knowledge):
    study = f_study(knowledge, noise=REAL)
    study.traces[3, 500] = np.nan
    reading = measure(series(study), knowledge)
    assert [p.code for p in reading.problems] == ["traces.sweeps_left_out"]
    assert reading.rows[0].f_count == 19


def test_absent_f_waves_are_judged_as_absent(knowledge):
    reading = measure(series(f_study(knowledge, noise=REAL, persistence=0.0)), knowledge)
    assert (reading.rows[0].f_min_ms, reading.rows[0].f_persistence) == (None, 0)
    _, findings, _ = judge_segments(reading.rows, knowledge)
    assert [f.concept for f in findings if f.present]
