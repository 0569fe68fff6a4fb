"""From traces to rows of the conduction table, and to the verdict of each definition."""

from __future__ import annotations

import numpy as np
import pytest

from myotome.case import Case
from myotome.electrodiagnosis import judge_segments
from myotome.electrodiagnosis.study import judge_study
from myotome.electrodiagnosis.traces.rows import TraceReading, measure
from myotome.formats.trace import Trace, TraceLabels
from myotome.simulate.cmap import CmapStudy, Lesion, Noise, cmap_study

SITES = ("wrist", "elbow", "arm")
MM = (None, 220.0, 130.0)


def traces_of(study: CmapStudy, samples=None, **labels) -> list[Trace]:
    given = {"side": "right", "nerve": "median", "recording": "APB", **labels}
    samples = study.traces if samples is None else samples
    return [
        Trace(row, study.rate_hz, study.stimulus, TraceLabels(**{"stimulation": site, "distance_mm": mm, **given}), place=f"made, trace {n}")
        for n, (row, site, mm) in enumerate(zip(samples, SITES, MM, strict=True), 1)
    ]


def codes(reading: TraceReading) -> set[str]:
    return {p.code for p in reading.problems}


def level(reading: TraceReading, knowledge, definition: str) -> str:
    (segment, *_), _, _ = judge_segments(reading.rows, knowledge)
    return next(v.level for v in segment.verdicts if v.definition == definition)


def made(knowledge, seed: int = 1, **lesion) -> CmapStudy:
    return cmap_study(knowledge, Lesion(**lesion), Noise(white_uv=10, artefact_mv=2), seed=seed)


def test_a_block_of_traces_is_the_block_of_a_table(knowledge):
    study = made(knowledge, block=0.8)
    reading = measure(traces_of(study, temperature_c=33.0, lff_hz=2.0, supramaximal=True), knowledge)
    wrist, elbow, _ = reading.rows
    assert (wrist.amplitude_kind, wrist.area_kind, wrist.duration_kind) == ("base_to_peak", "negative", "all_negative_phases")
    assert (elbow.distance_mm, elbow.temperature_c, elbow.lff_hz, elbow.supramaximal, elbow.response) == (220, 33, 2, True, "present")
    assert elbow.area_mvms == pytest.approx(study.truth.area_mvms[1], rel=0.03)
    assert reading.problems == ()
    for definition in ("aaem_1999", "efns_pns_mmn_2010"):
        assert level(reading, knowledge, definition) == "definite"


@pytest.mark.parametrize("lesion", [{"dispersion_ms": 10}, {"split": 0.5, "split_delay_ms": 10}, {"split": 0.5, "split_delay_ms": 6}])
def test_dispersion_alone_is_no_definite_block(knowledge, lesion):
    for seed in range(4):
        reading = measure(traces_of(made(knowledge, seed, **lesion)), knowledge)
        assert level(reading, knowledge, "aaem_1999") != "definite"
        assert level(reading, knowledge, "efns_pns_mmn_2010") != "definite"


def test_a_volley_hidden_in_the_positive_phase_leaves_the_duration_open(knowledge):
    """Nerve 0 of the split by 6 ms: area -46 %, negative phases +18 %, no fibre blocked."""
    reading = measure(traces_of(made(knowledge, 0, split=0.5, split_delay_ms=6)), knowledge)
    assert "traces.hidden_phase" in codes(reading)
    assert reading.rows[1].duration_ms is None
    assert level(reading, knowledge, "aaem_1999") == "conditional"


def test_a_split_response_is_told_with_both_areas(knowledge):
    reading = measure(traces_of(made(knowledge, 2, split=0.5, split_delay_ms=10)), knowledge)
    (said, *_) = [p for p in reading.problems if p.code == "traces.split"]
    first, whole = (float(x) for x in said.message.split(" mV")[0].split(" / "))
    assert first < 0.8 * whole


def test_absent_everywhere_above_is_told_with_its_noise(knowledge):
    reading = measure(traces_of(made(knowledge, block=1.0)), knowledge)
    assert [r.response for r in reading.rows] == ["present", "absent", "absent"]
    assert reading.rows[1].amplitude_mv is None
    assert [p.code for p in reading.problems] == ["traces.absent", "traces.absent"]
    assert float(reading.problems[0].message) == pytest.approx(10, rel=0.4)


def test_reversed_traces_give_the_same_rows_and_say_so(knowledge):
    study = made(knowledge, block=0.5)
    right, turned = measure(traces_of(study), knowledge), measure(traces_of(study, -study.traces), knowledge)
    assert right.rows == turned.rows
    assert "traces.reversed" in codes(turned)


def test_what_a_trace_cannot_give_stays_unknown(knowledge):
    study = made(knowledge)
    clipped = measure(traces_of(study, np.clip(study.traces, -50, 5)), knowledge)
    assert "traces.saturated" in codes(clipped)
    assert (clipped.rows[0].amplitude_mv, clipped.rows[0].area_mvms, clipped.rows[0].duration_ms) == (None, None, None)
    assert clipped.rows[0].latency_ms is not None
    unmarked = measure([t._replace(stimulus=None) for t in traces_of(study)], knowledge)
    assert "traces.no_stimulus" in codes(unmarked)
    assert unmarked.rows[0].latency_ms is None
    assert unmarked.rows[0].area_mvms == pytest.approx(study.truth.area_mvms[0], rel=0.05)
    off = measure([t._replace(stimulus=99_999) for t in traces_of(study)], knowledge)
    assert "traces.stimulus_off" in codes(off)
    assert off.rows[0].latency_ms is None


def test_rails_of_the_recorder_are_saturation_whatever_the_noise(knowledge):
    study = made(knowledge)
    clipped = [t._replace(rails=(-20.0, float(t.samples.max()))) for t in traces_of(study)]
    assert "traces.saturated" in codes(measure(clipped, knowledge))


@pytest.mark.parametrize(("change", "word"), [
    ({"rate_hz": 200.0}, "sweep"), ({"rate_hz": 400_000.0}, "sweep"), ({"rate_hz": 100_000.0}, "duration"), ({"samples": 1000}, "amplitude"),
])
def test_a_wrong_rate_or_unit_shows_and_is_not_judged(knowledge, change, word):
    given = traces_of(made(knowledge))
    if "samples" in change:
        given = [t._replace(samples=t.samples * change["samples"]) for t in given]
    else:
        given = [t._replace(**change) for t in given]
    reading = measure(given, knowledge)
    assert "traces.implausible" in codes(reading)
    assert any(word in p.message for p in reading.problems if p.code == "traces.implausible")
    assert reading.rows == () or len(reading.rows) < 3
    assert len(reading.traces) == 3


def test_sites_in_the_wrong_order_give_an_impossible_velocity(knowledge):
    study = made(knowledge)
    reading = measure(traces_of(study, study.traces[[1, 0, 2]]), knowledge)
    assert "traces.velocity" in codes(reading)


def test_a_trace_without_nerve_is_shown_and_not_judged(knowledge):
    reading = measure(traces_of(made(knowledge), nerve=None), knowledge)
    assert reading.rows == ()
    assert codes(reading) >= {"traces.unlabelled"}
    assert [t.row for t in reading.traces] == [None, None, None]


def test_what_is_drawn_keeps_shape_and_marks(knowledge):
    study = made(knowledge, block=0.5)
    reading = measure(traces_of(study), knowledge)
    drawn = reading.traces[1]
    assert drawn.row == 1
    assert max(drawn.samples) == pytest.approx(study.truth.amplitude_mv[1], rel=0.03)
    at = drawn.start_ms + drawn.step_ms * int(np.argmax(drawn.samples))
    assert at == pytest.approx(drawn.peak_ms, abs=0.4)
    assert drawn.onset_ms < drawn.peak_ms < drawn.crossing_ms <= drawn.end_ms


def test_traces_of_other_lengths_and_rates_keep_their_order(knowledge):
    study = made(knowledge)
    long = traces_of(study)
    short = [t._replace(samples=t.samples[:900]) for t in traces_of(study, side="left")]
    mixed = [long[0], short[0], long[1], short[1]]
    assert [(r.side, r.stimulation) for r in measure(mixed, knowledge).rows] == [
        ("right", "wrist"), ("left", "wrist"), ("right", "elbow"), ("left", "elbow"),
    ]


def test_nothing_in_nothing_out(knowledge):
    assert measure([], knowledge) == TraceReading((), (), (), ())


def snap(size_uv: float, noise_uv: float, onset_ms: float = 2.5, seed: int = 0) -> Trace:
    """A nerve potential: 1 ms up, 1.2 ms down at a third, 20 kHz, stimulus at 2 ms."""
    time = np.arange(400) / 20 - 2
    up = np.sin(np.pi * np.clip(time - onset_ms, 0, 1)) ** 2
    down = np.sin(np.pi * np.clip((time - onset_ms - 1) / 1.2, 0, 1)) / 3
    noise = np.random.default_rng(seed).normal(0, noise_uv, 400)
    artefact = 30 * np.where(time >= 0, np.exp(-np.maximum(time, 0) / 0.15), 0)
    labels = TraceLabels(side="left", nerve="sural", study="sensory", recording="ankle", distance_mm=140.0)
    return Trace((size_uv * (up - down) + noise + artefact) / 1000, 20_000, 40, labels, place="snap")


@pytest.mark.parametrize("size", [5, 15, 60])
def test_a_nerve_potential_is_measured_in_microvolts(knowledge, size):
    reading = measure([snap(size, 0.3, seed=size)], knowledge)
    (row,) = reading.rows
    assert reading.problems == ()
    assert row.study == "sensory"
    assert row.amplitude_mv is None
    assert row.amplitude_uv == pytest.approx(size, rel=0.1)
    assert row.latency_ms == pytest.approx(2.55, abs=0.2)
    assert row.peak_latency_ms == pytest.approx(3.0, abs=0.1)
    assert row.area_mvms is None


def test_no_nerve_potential_in_noise_is_absent(knowledge):
    (row,) = measure([snap(0, 0.5)], knowledge).rows
    assert row.response == "absent"


def test_an_onset_in_the_artefact_gives_no_latency(knowledge):
    study = cmap_study(knowledge, Lesion(block=0.8), Noise(white_uv=10), seed=3)
    time = np.arange(study.traces.shape[1]) / 20 - 5
    slow = 3 * np.where(time >= 0, np.exp(-np.maximum(time, 0) / 9), 0)
    reading = measure(traces_of(study, study.traces + slow), knowledge)
    doubted = [r for r, t in zip(reading.rows, reading.traces, strict=True) if "onset_unsure" in t.flags]
    assert doubted
    assert all((r.latency_ms, r.area_mvms, r.duration_ms) == (None, None, None) for r in doubted)


def test_a_response_lost_above_an_unmeasured_one_is_not_called_normal(knowledge):
    study = made(knowledge, block=1.0)
    reading = measure(traces_of(study, np.clip(study.traces, -50, 5)), knowledge)
    (nerve,) = judge_study(Case(conduction=reading.rows), knowledge).judged.nerves
    assert nerve.pattern == "not_assessable"
