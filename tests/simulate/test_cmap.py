"""The simulator against the recipe's own results (fact sheet "electrodiagnosis", section 9)."""

from __future__ import annotations

import numpy as np
import pytest

from myotome.simulate.cmap import BELL, HALF_SINE, SKEWED, Lesion, Noise, cmap_study

SEEDS = range(12)


def change(knowledge, lesion: Lesion, column: str) -> float:
    """Mean change from wrist to elbow in percent."""
    truths = [getattr(cmap_study(knowledge, lesion, seed=s).truth, column) for s in SEEDS]
    return float(np.mean([100 * (t[1] / t[0] - 1) for t in truths]))


def test_a_healthy_nerve_has_the_values_of_the_recipe(knowledge):
    studies = [cmap_study(knowledge, seed=s) for s in SEEDS]
    truths = [s.truth for s in studies]
    assert np.mean([t.amplitude_mv[0] for t in truths]) == pytest.approx(8.5, abs=0.6)
    assert np.mean([t.area_mvms[0] for t in truths]) == pytest.approx(25, abs=2)
    assert np.mean([220 / (t.onset_ms[1] - t.onset_ms[0]) for t in truths]) == pytest.approx(56, abs=1.5)


@pytest.mark.parametrize(("lesion", "amplitude", "area"), [
    (Lesion(), -16, -5), (Lesion(block=0.5), -58, -53), (Lesion(block=0.8), -83, -81),
    (Lesion(dispersion_ms=4), -37, -12), (Lesion(dispersion_ms=10), -71, -38),
    (Lesion(split=0.5, split_delay_ms=10), -58, -27),
])
def test_drops_are_those_of_the_fact_sheet(knowledge, lesion, amplitude, area):
    assert change(knowledge, lesion, "amplitude_mv") == pytest.approx(amplitude, abs=5)
    assert change(knowledge, lesion, "area_mvms") == pytest.approx(area, abs=5)


def test_a_split_response_lasts_three_times_as_long(knowledge):
    assert change(knowledge, Lesion(split=0.5, split_delay_ms=10), "duration_ms") == pytest.approx(209, abs=30)


def test_block_is_the_share_of_amplitude_that_does_not_pass(knowledge):
    for block in (0.0, 0.4, 1.0):
        passed = np.mean([cmap_study(knowledge, Lesion(block=block), seed=s).truth.passed for s in SEEDS], axis=0)
        assert passed[0] == 1
        assert passed[1] == pytest.approx(1 - block, abs=0.05)


def test_axon_loss_shrinks_every_site_and_blocks_none(knowledge):
    whole, half = (cmap_study(knowledge, Lesion(axon_loss=loss), seed=3).truth for loss in (0.0, 0.5))
    assert (half.area_mvms < 0.7 * whole.area_mvms).all()
    assert (half.passed == 1).all()


@pytest.mark.parametrize("shape", [HALF_SINE, SKEWED, BELL])
def test_same_seed_same_nerve_whatever_the_noise(knowledge, shape):
    quiet = cmap_study(knowledge, seed=5, shape=shape)
    loud = cmap_study(knowledge, Lesion(), Noise(white_uv=50, hum_uv=20, artefact_mv=3, drift_mv=0.2), seed=5, shape=shape)
    assert np.array_equal(quiet.clean, loud.clean)
    assert np.array_equal(quiet.traces, quiet.clean)
    noise = loud.traces - loud.clean
    assert noise[:, :90].std() * 1000 == pytest.approx(50, rel=0.25)
    assert noise[:, loud.stimulus].min() > 2.5


def test_what_is_no_share_is_refused(knowledge):
    with pytest.raises(ValueError, match="between 0 and 1"):
        cmap_study(knowledge, Lesion(block=1.2))
    with pytest.raises(KeyError):
        cmap_study(knowledge, shape="square")
