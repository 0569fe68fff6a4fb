"""What must hold for any two responses."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from myotome.answer import BlockVerdict
from myotome.case import ConductionRow
from myotome.electrodiagnosis import judge_segments
from myotome.knowledge import load
from myotome.units import drop_percent

LEVELS = ("none", "probable", "definite")
tenths = st.integers(20, 400)
share = st.integers(0, 120)
durations = st.none() | st.integers(20, 200)
places = st.sampled_from([
    ("median", "wrist", "elbow"), ("ulnar", "wrist", "below_elbow"), ("tibial", "ankle", "popliteal"),
    ("common_fibular", "below_fibular_head", "popliteal"), ("median", "axilla", "erb"), ("radial", "forearm", "elbow"),
])


def verdicts(place: tuple[str, str, str], distal: tuple, proximal: tuple, **values: object) -> tuple[BlockVerdict, ...]:
    nerve, *sites = place
    rows = [
        ConductionRow(side="left", nerve=nerve, study="motor", stimulation=site, amplitude_mv=amplitude,
                      area_mvms=area, duration_ms=duration, **values)
        for site, (amplitude, area, duration) in zip(sites, (distal, proximal), strict=True)
    ]
    (segment,), _, _ = judge_segments(rows, load())
    return segment.verdicts


def responses(amplitude: int, area: int, shares: tuple[int, int], durations_: tuple) -> tuple[tuple, tuple]:
    """Distal in tenths of mV and mV·ms; the proximal one as percentages of it."""
    distal = (amplitude / 10, area / 10, durations_[0] and durations_[0] / 10)
    proximal = (amplitude * shares[0] / 1000, area * shares[1] / 1000, durations_[1] and durations_[1] / 10)
    return distal, proximal


@given(places, tenths, tenths, share, share, durations, durations, st.sampled_from([2, 4, 5, 10, 25]))
def test_scaling_both_responses_changes_no_verdict_above_the_floor(place, amplitude, area, one, two, first, last, factor) -> None:
    distal, proximal = responses(amplitude, area, (one, two), (first, last))

    def scaled(values: tuple) -> tuple:
        exact = [float(Fraction(repr(v)) * factor) for v in values[:2]]
        return (*exact, values[2])

    assert verdicts(place, distal, proximal) == verdicts(place, scaled(distal), scaled(proximal))


def no_weaker(more: BlockVerdict, less: BlockVerdict) -> bool:
    """At every duration the first grade is at least the second."""
    if less.level == "not_assessable":
        return True

    def at(verdict: BlockVerdict, duration: float) -> int:
        if verdict.level != "conditional":
            return LEVELS.index(verdict.level)
        level = next(lv for limit, lv in verdict.conditions if limit is None or duration <= limit)
        return LEVELS.index(level)

    return more.level != "not_assessable" and all(at(more, d) >= at(less, d) for d in (0, 14, 20, 30, 45, 60, 90))


@given(places, tenths, tenths, share, share, st.integers(0, 100), st.integers(0, 100), durations, durations)
def test_a_bigger_drop_is_never_a_weaker_verdict(place, amplitude, area, one, two, less_one, less_two, first, last) -> None:
    distal, proximal = responses(amplitude, area, (one, two), (first, last))
    _, smaller = responses(amplitude, area, (one * less_one // 100, two * less_two // 100), (first, last))
    if smaller[0] == 0:
        return  # an absent response is judged without its duration: test_segments
    pairs = zip(verdicts(place, distal, smaller), verdicts(place, distal, proximal), strict=True)
    assert all(no_weaker(more, less) for more, less in pairs)


@given(places, tenths, tenths, share, share, durations, durations)
def test_absent_is_at_least_as_much_as_any_drop(place, amplitude, area, one, two, first, last) -> None:
    distal, proximal = responses(amplitude, area, (one, two), (first, last))
    gone = verdicts(place, distal, (0.0, None, None))
    pairs = zip(gone, verdicts(place, distal, proximal), strict=True)
    assert all(no_weaker(more, less) for more, less in pairs)


@given(places, tenths, tenths, share, share, st.integers(20, 200), st.integers(20, 200))
def test_a_known_duration_gives_one_of_the_conditions(place, amplitude, area, one, two, first, last) -> None:
    known = verdicts(place, *responses(amplitude, area, (one, two), (first, last)))
    unknown = verdicts(place, *responses(amplitude, area, (one, two), (None, None)))
    for with_duration, without in zip(known, unknown, strict=True):
        assert with_duration.level != "conditional"
        if without.level == "conditional":
            assert with_duration.level in {level for _, level in without.conditions}
        elif with_duration.level != "not_assessable":
            assert with_duration.level == without.level


@given(st.integers(1, 10**6), st.integers(0, 10**6))
def test_a_drop_is_exact(distal: int, proximal: int) -> None:
    assert drop_percent(distal / 1000, proximal / 1000) == 100 * (1 - Fraction(proximal, distal))
