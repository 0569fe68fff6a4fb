"""Figures worked by hand, and what a bootstrap must do."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from myotome.evaluation.metrics import (
    Figure,
    bootstrap,
    calibration_error,
    calibration_slope,
    pooled,
    rank_of,
)
from myotome.evaluation.run import brier, top_of

pairs = st.lists(st.tuples(st.floats(0, 1), st.sampled_from([0.0, 1.0])), min_size=1, max_size=30)


def test_rank_passes_over_other():
    ranking = [("als", 0.4), ("other", 0.3), ("mmn", 0.2), ("pma", 0.1)]
    assert rank_of(ranking, frozenset({"als"})) == 1
    assert rank_of(ranking, frozenset({"pma", "mmn"})) == 2
    assert rank_of(ranking, frozenset({"ibm"})) is None
    assert rank_of([], frozenset({"ibm"})) is None


def test_top_of_a_ranking():
    assert top_of([("other", 0.6), ("als", 0.3)]) == ("als", 0.3)
    assert top_of([("other", 1.0)]) == ("", 0.0)


def test_brier_by_hand():
    """(1 - 0.7)² + 0.2² + 0.1² = 0.09 + 0.04 + 0.01; two accepted answers share their mass."""
    ranking = [("mmn", 0.7), ("als", 0.2), ("other", 0.1)]
    assert brier(ranking, frozenset({"mmn"})) == pytest.approx(0.14)
    assert brier(ranking, frozenset({"mmn", "als"})) == pytest.approx(0.01 + 0.01)
    assert brier([("mmn", 1.0)], frozenset({"mmn"})) == 0
    assert brier([("als", 1.0)], frozenset({"mmn"})) == 2


def test_calibration_error_by_hand():
    """Bin 0.9-1: two answers of mean 0.95, one right: 2 x 0.45. Bin 0.2-0.3: one of 0.2, wrong: 0.2.
    (0.9 + 0.2) / 3. A probability of 1 belongs to the last bin."""
    rows = np.array([(0.9, 1), (1.0, 0), (0.2, 0)], dtype=float)
    assert calibration_error(rows) == pytest.approx(1.1 / 3)
    assert calibration_error(np.array([(1.0, 1.0)])) == 0


def test_calibration_slope_by_hand():
    """Answers at odds of 3:1 and 1:3 that are right in 3 of 4 and 1 of 4: exactly as sure as they may be.
    Right in 1 of 2 at both: their odds say nothing."""
    fair = [(0.75, 1.0)] * 3 + [(0.75, 0.0)] + [(0.25, 0.0)] * 3 + [(0.25, 1.0)]
    assert calibration_slope(np.array(fair)) == pytest.approx(1, abs=0.01)
    blind = [(0.75, 1.0), (0.75, 0.0), (0.25, 1.0), (0.25, 0.0)]
    assert calibration_slope(np.array(blind)) == pytest.approx(0, abs=1e-6)
    boastful = [(0.99, 1.0)] * 3 + [(0.99, 0.0)] + [(0.01, 0.0)] * 3 + [(0.01, 1.0)]
    assert 0 < calibration_slope(np.array(boastful)) < 0.5
    assert np.isnan(calibration_slope(np.array([(0.9, 1.0), (0.4, 1.0)])))


@given(pairs)
@settings(max_examples=50, deadline=None)
def test_statistics_of_many_resamples_are_those_of_each(rows):
    table = np.array(rows)
    stacked = np.stack([table, table[::-1]])
    for statistic in (calibration_error, calibration_slope, pooled):
        one = float(statistic(table))
        assert np.allclose(statistic(stacked), one, equal_nan=True, atol=1e-6)
    assert 0 <= calibration_error(table) <= 1


def test_bootstrap_by_hand():
    assert bootstrap([]) == Figure(value=None, low=None, high=None, n=0)
    assert bootstrap([0.25]) == Figure(value=0.25, low=0.25, high=0.25, n=1)
    figure = bootstrap([1.0] * 30 + [0.0] * 30)
    assert figure.value == 0.5
    # 1.96 sqrt(0.25 / 60) = 0.127
    assert figure.low == pytest.approx(0.5 - 0.127, abs=0.03)
    assert figure.high == pytest.approx(0.5 + 0.127, abs=0.03)
    assert bootstrap([1.0] * 30 + [0.0] * 30) == figure


def test_pooled_counts_findings_but_draws_cases():
    """9 of 10 in one case and 0 of 10 in another: 45 %, and anything between the two cases' own shares."""
    figure = bootstrap([(9.0, 10.0), (0.0, 10.0)], pooled)
    assert (figure.value, figure.low, figure.high, figure.n) == (0.45, 0, 0.9, 2)
    assert bootstrap([(0.0, 0.0)], pooled).value is None
    assert bootstrap([(1.0, 2.0), (0.0, 0.0)], pooled).value == 0.5
