"""Repetitive stimulation from traces."""

from __future__ import annotations

import pytest

from myotome.electrodiagnosis.further import judge_trains
from myotome.electrodiagnosis.traces import TraceReading, measure
from myotome.formats.trace import Trace, TraceLabels
from myotome.simulate.cmap import Noise, cmap_study


def train(knowledge, shares: tuple[float, ...], rate: float = 3.0, **labels) -> TraceReading:
    traces = []
    for n, share in enumerate(shares):
        made = cmap_study(knowledge, noise=Noise(white_uv=8, artefact_mv=2), seed=1)
        noise = made.traces[0] - made.clean[0]
        given = TraceLabels(**{"side": "right", "nerve": "ulnar", "recording": "ADM", "train_hz": rate, "condition": "rest", **labels})
        traces.append(Trace(share * made.clean[0] + noise, made.rate_hz, made.stimulus, given, place=f"train {n}"))
    return measure(traces, knowledge)


def test_the_fall_to_the_fourth_response_is_the_decrement(knowledge):
    reading = train(knowledge, (1.0, 0.9, 0.8, 0.75, 0.78))
    (row,) = reading.trains
    assert (reading.rows, reading.traces, reading.problems) == ((), (), ())
    assert (row.side, row.nerve, row.muscle, row.rate_hz, row.condition) == ("right", "ulnar", "ADM", 3.0, "rest")
    assert row.decrement_percent == pytest.approx(25, abs=0.5)
    assert row.increment_percent is None
    assert judge_trains([row], knowledge)[0][0].state == "decrement"


def test_a_steady_train_is_normal_and_a_rising_one_an_increment(knowledge):
    (steady,) = train(knowledge, (1.0, 1.0, 0.99, 0.98, 1.0)).trains
    assert judge_trains([steady], knowledge)[0][0].state == "normal"
    (rising,) = train(knowledge, (0.2, 0.3, 0.4, 0.5, 0.6), rate=20.0).trains
    assert rising.increment_percent == pytest.approx(200, abs=15)


@pytest.mark.parametrize("shares", [(1.0, 0.9, 0.8), (1.0, 0.9, 0.0, 0.7)])
def test_a_train_with_a_response_missing_is_not_judged(knowledge, shares):
    reading = train(knowledge, shares)
    assert reading.trains == ()
    assert [p.code for p in reading.problems] == ["traces.train_unusable"]


def test_trains_of_other_conditions_stay_apart(knowledge):
    rest, effort = train(knowledge, (1.0,) * 4), train(knowledge, (1.0,) * 4, condition="exercise")
    assert rest.trains[0].condition != effort.trains[0].condition
