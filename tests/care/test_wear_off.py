"""Optimiser: kinetics with known answers, calibration on simulated patients, refusals that name what is needed."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from myotome.care.optimise.enough import cycles, visits_needed
from myotome.care.optimise.fit import Regimen, fit, loss, lowest, reference_regimen
from myotome.care.optimise.history import History, read_history
from myotome.care.optimise.kinetics import effect_site, fast_share, half_life_prior, level, steady
from myotome.care.optimise.propose import wear_off
from myotome.care.optimise.settings import wear_off_settings
from myotome.errors import MyotomeError
from myotome.knowledge import load
from myotome.simulate.immunoglobulin import draw_patient, regular, visits

KNOWLEDGE = load()
SETTINGS = wear_off_settings(KNOWLEDGE)
RULES = SETTINGS.rules


def history(measured, infused, change: float | None = 8.0, **more) -> History:
    return History(measure="grip_kpa", start="2026-01-01", measured=tuple(measured), infused=tuple(infused), change=change, **more)


def record(weeks: int, interval: float = 28, peak: float = 60, nadir: float = 60, noise: float = 0.0, seed: int = 0):
    """Infusions every ``interval`` days; values at two weeks after and before each next one."""
    rng = np.random.default_rng(seed)
    infused = [(float(d), 70.0) for d in np.arange(0, weeks * 7, interval)]
    measured = []
    for day, _ in infused:
        measured += [(day + 14, peak + noise * rng.standard_normal()), (day + interval, nadir + noise * rng.standard_normal())]
    return measured[:-1], infused


# --- kinetics --------------------------------------------------------------------------------------


def test_constants_are_those_of_the_sheet():
    k = SETTINGS.kinetics
    assert (k.alpha_half_life_days, k.beta_half_life_days, k.beta_cv, k.central_l_per_kg, k.steady_l_per_kg, k.effect_half_life_days) == (1.5, 25, 0.3, 0.04, 0.09, 7)
    assert (RULES.least_cycles, RULES.interval_weeks.least, RULES.interval_weeks.most, RULES.margin_days) == (3, 2, 8, 4)
    assert RULES.stable_weeks == {"usual": 26, "mmn": 52} and RULES.reassess_cycles == (2, 3)
    assert SETTINGS.measures["grip_kpa"].important_change == 8 and SETTINGS.measures["irods"].important_change == 4


def test_the_fast_share_gives_the_volume_at_steady_state():
    alpha, beta = np.log(2) / 1.5, np.log(2) / 25
    share = fast_share(alpha, beta, 0.09 / 0.04)
    k21 = alpha - share * (alpha - beta)
    k12 = alpha + beta - k21 - alpha * beta / k21
    assert 0 < share < 1 and 1 + k12 / k21 == pytest.approx(2.25)


def test_steady_state_is_the_limit_of_superposition():
    site = effect_site(SETTINGS.kinetics, 25.0)
    days = np.arange(-28 * 60, 28, 28.0)
    at = np.array([3.0, 14.0, 28.0])
    summed = level(site, days, np.full(len(days), 70.0), at)
    assert summed == pytest.approx(steady(site, 28.0, 70.0, at), rel=1e-6)
    assert level(site, np.array([0.0]), np.array([70.0]), np.array([0.0, -5.0])) == pytest.approx([0, 0])  # before, or at the infusion


def test_half_lives_centre_on_the_published_one():
    half_lives, weights = half_life_prior(SETTINGS.kinetics)
    assert half_lives[len(half_lives) // 2] == pytest.approx(25) and weights.sum() == pytest.approx(1)


# --- posterior -------------------------------------------------------------------------------------


def test_a_clear_wear_off_is_found_and_none_is_not_invented():
    measured, infused = record(52, peak=60, nadir=48, noise=2)
    clear = wear_off(history(measured, infused), SETTINGS)
    assert clear.stated and 12 <= clear.wear_off.value <= 16  # the peak lies before day 14, where 60 was measured
    measured, infused = record(52, noise=2)
    none = wear_off(history(measured, infused), SETTINGS)
    assert not none.stated and none.any < 0.5 and none.next_kind in ("less", "longer")


def test_the_same_record_gives_the_same_answer():
    measured, infused = record(52, peak=60, nadir=52, noise=2)
    assert wear_off(history(measured, infused), SETTINGS) == wear_off(history(measured, infused), SETTINGS)


def test_longer_or_less_never_loses_less():
    measured, infused = record(52, peak=60, nadir=52, noise=2)
    posterior = fit(tuple(measured), tuple(infused), 8, 3, SETTINGS)
    means = [float(loss(posterior, Regimen(7.0 * w, 70)).mean()) for w in range(2, 9)]
    assert means == sorted(means)
    doses = [float(loss(posterior, Regimen(28.0, g)).mean()) for g in (70, 55, 40, 30)]
    assert doses == sorted(doses)
    assert float(lowest(posterior, Regimen(28.0, 70)).mean()) == pytest.approx(float(posterior.nadir.mean()), abs=0.6)


def test_simulated_patients_meet_the_figures_on_a_small_share():
    """120 of the 500 of benchmarks/ivig_optimiser.py, with room for chance."""
    rng = np.random.default_rng(11)
    errors, naive, covered, false = [], [], [], []
    for _ in range(120):
        patient = draw_patient(rng, SETTINGS.kinetics)
        infused = regular(patient.interval, patient.dose, 0, 364)
        posterior = fit(tuple(visits(patient, infused, 0, 364, rng)), tuple(infused), 8, 3, SETTINGS)
        draws, true = lowest(posterior, posterior.present), patient.nadir(patient.interval, patient.dose)
        errors.append(abs(float(np.median(draws)) - true))
        naive.append(abs(3 * rng.standard_normal()))
        low, high = np.quantile(draws, [0.05, 0.95])
        covered.append(low <= true <= high)
        if patient.wear_off == 0:
            false.append(posterior.any >= RULES.stated)
    assert np.mean(np.array(errors) <= 8) >= 0.9
    assert np.mean(errors) <= 0.75 * np.mean(naive)
    assert 0.82 <= np.mean(covered) <= 0.98
    assert np.mean(false) <= 0.1


def test_a_reduction_is_counted_from_the_fullest_regimen():
    infused = [(28.0 * n, 70.0) for n in range(10)] + [(280 + 28.0 * n, 50.0) for n in range(10)]
    assert reference_regimen(tuple(infused)) == Regimen(28.0, 70.0)
    longer = [(28.0 * n, 70.0) for n in range(10)] + [(252 + 42.0 * n, 70.0) for n in range(1, 8)]
    assert reference_regimen(tuple(longer)) == Regimen(28.0, 70.0)


# --- what is proposed ------------------------------------------------------------------------------


def test_one_change_at_a_time_and_never_beyond_the_sure_share():
    for seed in range(4):
        measured, infused = record(52, peak=60, nadir=57, noise=2, seed=seed)
        found = wear_off(history(measured, infused), SETTINGS)
        if found.next and found.next_kind != "shorter":
            assert (found.next.weeks == 4) != (found.next.grams == 70)
            assert found.next.within >= RULES.sure and found.next.grams % 5 == 0
        assert found.longest.weeks <= 8 and found.lowest.grams <= 70


def test_a_loss_beyond_the_change_asks_for_a_shorter_interval():
    measured, infused = record(52, peak=60, nadir=45, noise=1)
    found = wear_off(history(measured, infused), SETTINGS)
    assert found.next_kind == "shorter" and found.next.weeks == 3 and found.earliest_loss_day < 28


def test_the_interval_ends_four_days_before_the_earliest_loss():
    measured, infused = record(52, peak=60, nadir=56, noise=1)
    found = wear_off(history(measured, infused), SETTINGS)
    if found.earliest_loss_day is not None and found.longest.weeks > 4:
        assert found.longest.weeks <= (found.earliest_loss_day - 4) // 7


# --- refusals --------------------------------------------------------------------------------------


def test_fewer_than_three_cycles_are_refused_with_the_visits_needed():
    found = wear_off(history([(0, 50), (14, 55), (28, 50), (42, 54), (56, 50)], [(0, 70), (28, 70), (56, 70)]), SETTINGS)
    assert (found.cycles, found.refused) == (2, "few_cycles")
    assert found.needed == ("2026-03-12", "2026-03-26")  # 14 days after the infusion of day 56, and before the next
    assert found.next is None and found.curve is None
    three = wear_off(history([(14, 55), (28, 50), (42, 54), (56, 50), (70, 54), (84, 50)], [(0, 70), (28, 70), (56, 70), (84, 70)]), SETTINGS)
    assert three.cycles == 3 and three.refused != "few_cycles"


def test_a_single_infusion_is_refused_too():
    found = wear_off(history([(0, 50), (14, 55)], [(0, 70)]), SETTINGS)
    assert found.refused == "few_cycles" and len(found.needed) == 6
    assert found.needed[:3] == ("2026-01-15", "2026-01-29", "2026-02-12")  # every four weeks until another rhythm is known


def test_only_troughs_are_refused_with_the_visits_needed():
    measured = [(28.0 * n, 50.0) for n in range(1, 12)]
    found = wear_off(history(measured, [(28.0 * n, 70.0) for n in range(12)]), SETTINGS)
    assert found.refused == "one_phase" and found.needed == ("2026-11-19", "2026-12-17", "2027-01-14")


def test_a_gap_is_no_cycle():
    infused = [(0, 70), (28, 70), (28 + 121, 70), (28 + 121 + 120, 70)]
    measured = [(14, 50), (60, 50), (200, 50)]
    assert cycles(history(measured, infused), RULES) == 2
    assert visits_needed(history(measured, infused), 0, 0, 0, RULES) == ()


@pytest.mark.parametrize(("weeks", "disease", "refused"), [(32, "", ""), (28, "", "not_stable_long"), (50, "mmn", "not_stable_long"), (56, "mmn", "")])
def test_only_after_stability(weeks, disease, refused):
    measured, infused = record(weeks, peak=60, nadir=60, noise=1)
    assert wear_off(history(measured, infused, disease=disease), SETTINGS).refused == refused


def test_a_falling_record_is_refused():
    measured, infused = record(52, peak=60, nadir=58, noise=1)
    worse = [(d, v - 10 * d / 364) for d, v in measured]
    assert wear_off(history(worse, infused), SETTINGS).refused == "falling"
    slightly = [(d, v - 1 * d / 364) for d, v in measured]
    assert wear_off(history(slightly, infused), SETTINGS).refused == ""


@pytest.mark.parametrize(("fall", "low", "high"), [(0, 0, 0.15), (4, 0.4, 0.6), (6, 0.7, 0.95), (12, 0.99, 1)])
def test_the_probability_of_a_fall_by_hand(fall, low, high):
    # 25 values over 336 days, noise about 3: error of the fall about 3 x root(12 / 25) = 2.1; half a change is 4
    measured, infused = record(52, peak=60, nadir=60)
    first, last = measured[0][0], measured[-1][0]
    sloped = [(d, v - fall * (d - first) / (last - first)) for d, v in measured]
    found = wear_off(history(sloped, infused), SETTINGS)
    assert low <= found.falling <= high


def test_raw_irods_is_a_trend_and_decides_with_the_table():
    raw = {"measure": "irods", "measurements": [{"date": "2026-01-01", "value": 30}, {"date": "2026-02-01", "value": 31}], "infusions": [{"date": "2026-01-01", "grams": 70}, {"date": "2026-01-29", "grams": 70}]}
    found, problems = read_history(raw, "f", KNOWLEDGE, SETTINGS)
    assert problems == [] and wear_off(found, SETTINGS).refused == "raw_total"
    table = {n: Fraction(2 * n) for n in range(49)}
    converted, _ = read_history(raw, "f", KNOWLEDGE, SETTINGS, table)
    assert converted.measured == ((0, 60), (31, 62)) and wear_off(converted, SETTINGS).refused == "few_cycles"


def test_a_measure_without_a_published_change_is_a_trend():
    measured, infused = record(52)
    assert wear_off(history(measured, infused, None), SETTINGS).refused == "no_change_known"


# --- the file --------------------------------------------------------------------------------------

GOOD = {"measure": "grip_kpa", "measurements": [{"date": "2026-01-01", "value": "52,5"}], "infusions": [{"date": "2026-01-02", "grams": 70}]}


def refused(code: str, **changed) -> None:
    with pytest.raises(MyotomeError) as caught:
        read_history(GOOD | changed, "f.yaml", KNOWLEDGE, SETTINGS)
    assert [p.code for p in caught.value.problems] == [code]


def test_a_good_record_is_read():
    found, problems = read_history(GOOD | {"disease": "CIDP", "important_change": 6}, "f", KNOWLEDGE, SETTINGS)
    assert problems == [] and found.measured == ((0, 52.5),) and found.infused == ((1, 70),)
    assert (found.change, found.own_change, found.disease, found.start) == (6, True, "cidp_typical", "2026-01-01")


def test_bad_records_are_refused():
    with pytest.raises(MyotomeError):
        read_history([1], "f", KNOWLEDGE, SETTINGS)
    refused("wearoff.measure", measure="poigne")
    refused("wearoff.empty", infusions=[])
    refused("wearoff.empty", measurements=None)
    refused("wearoff.shape", infusions={"date": 1})
    refused("wearoff.shape", infusions=[{"date": "2026-01-02"}])
    refused("wearoff.shape", infusions=["2026-01-02 70 g"])
    refused("wearoff.value", infusions=[{"date": "2026-01-02", "grams": -70}])
    refused("wearoff.value", infusions=[{"date": "2026-01-02", "grams": 0}])
    refused("wearoff.value", measurements=[{"date": "2026-01-02", "value": -1}])
    refused("wearoff.value", infusions=[{"date": "2026-13-02", "grams": 70}])
    refused("wearoff.value", infusions=[{"date": "2026", "grams": 70}])
    refused("wearoff.dates", infusions=[{"date": "2026-02-02", "grams": 70}, {"date": "2025-03-02", "grams": 70}])
    refused("wearoff.dates", infusions=[{"date": "2026-02-02", "grams": 70}, {"date": "2026-02-02", "grams": 70}])
    refused("name.disease", disease="zzz")


def test_two_hands_on_one_day_are_two_measurements():
    twice = GOOD | {"measurements": [{"date": "2026-01-01", "value": 0}, {"date": "2026-01-01", "value": 52}]}
    assert len(read_history(twice, "f", KNOWLEDGE, SETTINGS)[0].measured) == 2


def test_a_useless_own_change_is_named():
    found, problems = read_history(GOOD | {"important_change": 0, "extra": 1}, "f", KNOWLEDGE, SETTINGS)
    assert sorted(p.code for p in problems) == ["score.unknown_key", "score.value"] and found.change == 8


def test_a_measurement_on_the_day_of_an_infusion_ends_the_cycle_before():
    infused = [(0, 70), (28, 70), (56, 70)]
    assert cycles(history([(0, 50)], infused), RULES) == 0 and cycles(history([(28, 50)], infused), RULES) == 1


def test_visits_of_a_short_cycle_are_at_its_middle_and_its_end():
    found = visits_needed(history([(1, 50)], [(0, 70), (14, 70)]), 1, 0, 0, RULES)
    assert found == ("2026-01-22", "2026-01-29")
