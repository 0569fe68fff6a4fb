"""Marks on made traces with a known truth, and what is said of traces that cannot be trusted."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from myotome.electrodiagnosis.traces.marking import mark
from myotome.knowledge import load
from myotome.simulate.cmap import BELL, HALF_SINE, SKEWED, Lesion, Noise, cmap_study

REAL = Noise(white_uv=10, hum_uv=10, artefact_mv=3, drift_mv=0.2)


@pytest.fixture(scope="module", params=[HALF_SINE, SKEWED, BELL])
def study(request, knowledge):
    return cmap_study(knowledge, Lesion(), REAL, seed=11, shape=request.param)


def marked(study, knowledge, traces=None, **more):
    return mark(study.traces if traces is None else traces, study.rate_hz, study.stimulus, knowledge, np.zeros(3, int), **more)


def test_onset_area_and_duration_through_noise_artefact_and_drift(study, knowledge):
    marks = marked(study, knowledge)
    truth = study.truth
    assert marks.present.all()
    assert np.abs(marks.onset_ms - truth.onset_ms).max() < 0.15
    assert marks.amplitude_mv == pytest.approx(truth.amplitude_mv, rel=0.02)
    assert marks.area_mvms == pytest.approx(truth.area_mvms, rel=0.03)
    assert marks.duration_ms == pytest.approx(truth.duration_ms, abs=0.3)
    assert (marks.onset_ms < marks.peak_ms).all()
    assert (marks.peak_ms < marks.crossing_ms).all()
    assert not (marks.reversed | marks.saturated | marks.cut_off | marks.not_a_number | marks.no_baseline).any()


def test_a_split_response_is_measured_both_ways(knowledge):
    made = cmap_study(knowledge, Lesion(split=0.5, split_delay_ms=10), Noise(white_uv=10), seed=2)
    marks = marked(made, knowledge)
    assert marks.first_area_mvms[0] == pytest.approx(marks.area_mvms[0], rel=0.02)
    fall = [100 * (1 - column[1] / column[0]) for column in (marks.first_area_mvms, marks.area_mvms)]
    assert fall[0] > 45
    assert fall[1] < 35
    assert marks.first_duration_ms[1] < 1.4 * marks.duration_ms[0]
    assert marks.duration_ms[1] > 2.5 * marks.duration_ms[0]


def test_noise_alone_is_absent_with_its_noise(knowledge):
    noise = np.random.default_rng(1).normal(0, 0.02, (40, 1000))
    marks = mark(noise, 20_000, 100, knowledge)
    assert not marks.present.any()
    assert np.isnan(marks.amplitude_mv).all()
    assert marks.noise_uv == pytest.approx(20, rel=0.35)


def test_a_blocked_response_is_absent_not_zero(knowledge):
    marks = marked(cmap_study(knowledge, Lesion(block=1.0), REAL, seed=4), knowledge)
    assert marks.present.tolist() == [True, False, False]
    assert np.isnan(marks.onset_ms[1:]).all()


def test_reversed_polarity_is_seen_and_turned(study, knowledge):
    right, turned = marked(study, knowledge), marked(study, knowledge, -study.traces)
    assert turned.reversed.all()
    assert turned.amplitude_mv == pytest.approx(right.amplitude_mv)
    assert turned.onset_ms == pytest.approx(right.onset_ms)


def test_a_small_positive_start_is_no_reversed_polarity(knowledge):
    made = cmap_study(knowledge, seed=3)
    time = np.arange(made.traces.shape[1]) / 20 - 5
    start = -0.2 * made.truth.amplitude_mv[:, None] * np.exp(-(((time - made.truth.onset_ms[:, None] + 0.3) / 0.5) ** 2))
    marks = marked(made, knowledge, made.clean + start + np.random.default_rng(0).normal(0, 0.01, made.clean.shape))
    assert not marks.reversed.any()
    assert marks.amplitude_mv == pytest.approx(made.truth.amplitude_mv, rel=0.05)


def test_one_study_has_one_polarity(knowledge):
    """A proximal response lost in noise follows the large distal one."""
    made = cmap_study(knowledge, Lesion(block=0.97), Noise(white_uv=40), seed=6)
    assert set(marked(made, knowledge, -made.traces).reversed.tolist()) <= {True, False}
    assert marked(made, knowledge, -made.traces).reversed[0]
    assert not marked(made, knowledge).reversed.any()


def test_an_f_wave_is_no_part_of_the_response(knowledge):
    made = cmap_study(knowledge, seed=8)
    time = np.arange(made.traces.shape[1]) / 20 - 5
    f_wave = 0.9 * np.sin(np.pi * np.clip((time - 30) / 6, 0, 1))
    marks = marked(made, knowledge, made.clean + f_wave)
    assert marks.duration_ms == pytest.approx(made.truth.duration_ms, abs=0.3)


def test_saturation_nan_and_a_short_sweep_are_flagged(study, knowledge):
    traces = study.traces.copy()
    traces[0] = np.clip(traces[0], -20, 4)
    traces[1, 700] = np.nan
    marks = marked(study, knowledge, traces)
    assert marks.saturated.tolist() == [True, False, False]
    assert marks.not_a_number.tolist() == [False, True, False]
    assert not marks.present[1]
    end = study.stimulus + int(20 * (study.truth.onset_ms[2] + 3))
    assert marked(study, knowledge, study.traces[:, :end]).cut_off[2]


def test_a_trace_that_begins_after_the_stimulus_has_latencies_but_no_baseline(study, knowledge):
    start = study.stimulus + 20
    late = mark(study.traces[:, start:], study.rate_hz, -20, knowledge, np.zeros(3, int))
    assert late.no_baseline.all()
    assert late.onset_ms == pytest.approx(marked(study, knowledge).onset_ms, abs=0.4)


def test_single_precision_and_batches_change_nothing(knowledge):
    made = [cmap_study(knowledge, Lesion(block=b / 10), REAL, seed=b) for b in range(9)]
    traces = np.concatenate([m.traces for m in made])
    study = np.repeat(np.arange(9), 3)
    whole = mark(np.tile(traces, (12, 1)), 20_000, 100, knowledge, np.arange(27 * 12) // 3)
    once = mark(traces.astype(np.float32), 20_000, 100, knowledge, study)
    assert whole.area_mvms[-27:] == pytest.approx(once.area_mvms, rel=1e-3, nan_ok=True)
    assert whole.onset_ms[:27] == pytest.approx(once.onset_ms, abs=0.02, nan_ok=True)


@pytest.mark.parametrize("bad", [
    (np.zeros(100), 20_000, 10), (np.zeros((2, 4)), 20_000, 1), (np.zeros((2, 100)), 0, 10), (np.zeros((2, 100)), 20_000, 100),
])
def test_what_is_no_batch_of_traces_is_refused(knowledge, bad):
    with pytest.raises(ValueError, match="traces"):
        mark(*bad, knowledge)


def test_no_trace_no_marks(knowledge):
    assert len(mark(np.zeros((0, 100)), 20_000, 10, knowledge).present) == 0


@limits(max_examples=60, derandomize=True)
@given(
    seed=st.integers(0, 2**16), count=st.integers(8, 300), rate=st.sampled_from([500.0, 5_000.0, 20_000.0, 1e6]),
    stimulus=st.integers(-50, 299), scale=st.sampled_from([0.0, 1e-6, 1.0, 1e6, 1e30]), odd=st.sampled_from(["", "nan", "inf", "steps", "spike"]),
)
def test_any_numbers_are_marked_in_order_or_not_at_all(seed, count, rate, stimulus, scale, odd):
    draw = np.random.default_rng(seed)
    traces = scale * np.cumsum(draw.standard_normal((4, count)), axis=1)
    if odd == "steps":
        traces = np.round(traces)
    elif odd == "spike":
        traces[:, count // 2] = 1e6
    elif odd:
        traces[1, -1] = float(odd)
    marks = mark(traces, rate, min(stimulus, count - 1), load())
    there = marks.present
    assert (marks.onset_ms <= marks.end_ms)[there].all()
    assert (marks.crossing_ms <= marks.end_ms + 1e-9)[there].all()
    assert (marks.first_area_mvms <= marks.area_mvms * (1 + 1e-9) + 1e-12)[there].all()
    assert (marks.amplitude_mv > 0)[there].all()
    assert np.isnan(marks.area_mvms[~there]).all()


TIME = np.arange(1400) / 20 - 5


def decay(size: float, time_constant: float) -> np.ndarray:
    return size * np.where(TIME >= 0, np.exp(-np.maximum(TIME, 0) / time_constant), 0)


@pytest.mark.parametrize("disturbance", [
    decay(20, 0.4), decay(-20, 0.4), decay(-5, 1.0), decay(2, 2.0), decay(20, 0.3) - decay(6, 1.2), decay(0.3, 20),
    10.0 * ((TIME >= 0) & (TIME < 0.2)), 5.0 + 0 * TIME, 0.5 * (TIME + 5) / 70, 0.02 * np.sin(2 * np.pi * TIME / 20),
], ids=["artefact", "negative artefact", "long artefact", "longer artefact", "two-phased artefact", "slow recovery", "spike", "offset", "drift", "hum"])
def test_what_lies_under_the_response_hardly_moves_its_marks(study, knowledge, disturbance):
    noise = np.random.default_rng(2).normal(0, 0.01, study.clean.shape)
    marks = marked(study, knowledge, study.clean + disturbance + noise)
    assert marks.present.all()
    assert not marks.reversed.any()
    assert np.abs(marks.onset_ms - study.truth.onset_ms).max() < 0.45
    assert marks.area_mvms == pytest.approx(study.truth.area_mvms, rel=0.05)


@pytest.mark.parametrize("step", [0.005, 0.02])
def test_a_rounded_peak_of_coarse_steps_is_not_saturated(study, knowledge, step):
    coarse = np.round(study.clean / step) * step
    assert not marked(study, knowledge, coarse).saturated.any()
    assert marked(study, knowledge, np.clip(coarse, -20, 4)).saturated[0]
