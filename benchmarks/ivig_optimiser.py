"""Immunoglobulin optimiser on simulated patients: nadir, coverage, false wear-off, time; and against the usual rule.

Run: python benchmarks/ivig_optimiser.py [--patients 500] [--policy 150] [--seed 1] [--json]
Patients (simulate/immunoglobulin.py): wear-off 0 to 20 kPa a cycle, a third without any, grip error 3 kPa, visits
every three weeks, one year of record. The usual rule cuts the dose by a quarter every two courses until worse, and
then goes back one step; both rules stop at four cuts, both watch grip at the same visits.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable

import numpy as np
from numpy.random import Generator

from myotome.care.optimise.fit import Regimen, fit, lowest
from myotome.care.optimise.history import History
from myotome.care.optimise.propose import wear_off
from myotome.care.optimise.settings import WearOffSettings, wear_off_settings
from myotome.knowledge import load
from myotome.simulate.immunoglobulin import (
    GREATEST_KPA,
    INTERVALS_WEEKS,
    NOISE_KPA,
    NONE_SHARE,
    VISIT_DAYS,
    Patient,
    draw_patient,
    regular,
    visits,
)

CHANGE = 8.0
RECORD, HORIZON = 364.0, 728.0  # days of record before the first change, days of policy after it
CUTS, VIAL = 4, 5.0
Next = Callable[[Patient, list, list, Generator], tuple[float, float] | None]


def record(patient: Patient, rng: Generator) -> tuple[list, list]:
    infused = regular(patient.interval, patient.dose, 0, RECORD)
    return infused, visits(patient, infused, 0, RECORD, rng)


def figures(patients: int, seed: int, settings: WearOffSettings) -> dict[str, float]:
    """Prediction of the nadir at the present regimen, one week later, and with a quarter less."""
    rng = np.random.default_rng(seed)
    rows, seconds = [], []
    for _ in range(patients):
        patient = draw_patient(rng, settings.kinetics)
        infused, measured = record(patient, rng)
        start = time.process_time()
        posterior = fit(tuple(measured), tuple(infused), CHANGE, NOISE_KPA, settings)
        seconds.append(time.process_time() - start)
        true_last = patient.nadir(patient.interval, patient.dose)
        naive = true_last + NOISE_KPA * rng.standard_normal()  # "the same as the last nadir", measured once
        row: dict[str, float] = {"none": patient.wear_off == 0, "stated": posterior.any >= settings.rules.stated}
        for name, regimen in (
            ("present", Regimen(patient.interval, patient.dose)),
            ("week_longer", Regimen(patient.interval + 7, patient.dose)),
            ("quarter_less", Regimen(patient.interval, 0.75 * patient.dose)),
        ):
            draws, true = lowest(posterior, regimen), patient.nadir(*regimen)
            low, high = np.quantile(draws, [0.05, 0.95])
            row[f"{name} error"] = abs(float(np.median(draws)) - true)
            row[f"{name} naive"] = abs(naive - true)
            row[f"{name} covered"] = low <= true <= high
        low, high = np.quantile(posterior.wear_off, [0.05, 0.95])
        row["wear-off covered"] = low <= patient.wear_off <= high
        rows.append(row)
    found: dict[str, float] = {"patients": patients, "fit ms, median": 1000 * float(np.median(seconds)), "fit ms, greatest": 1000 * max(seconds)}
    for name in ("present", "week_longer", "quarter_less"):
        errors, naive_errors = (np.array([r[f"{name} {kind}"] for r in rows]) for kind in ("error", "naive"))
        found[f"{name}: nadir within {CHANGE:g} kPa"] = float((errors <= CHANGE).mean())
        found[f"{name}: mean error kPa"] = float(errors.mean())
        found[f"{name}: mean error of the last nadir kPa"] = float(naive_errors.mean())
        found[f"{name}: ratio"] = float(errors.mean() / naive_errors.mean())
        found[f"{name}: 90 % interval covers"] = float(np.mean([r[f"{name} covered"] for r in rows]))
    found["90 % interval covers the wear-off"] = float(np.mean([r["wear-off covered"] for r in rows]))
    found["wear-off stated, of those without"] = float(np.mean([r["stated"] for r in rows if r["none"]]))
    found["wear-off stated, of those with"] = float(np.mean([r["stated"] for r in rows if not r["none"]]))
    return found


def late_fall(patients: int, seed: int, settings: WearOffSettings) -> dict[str, float]:
    """The same for patients whom the model does not describe: strength holds, then falls in a straight line."""
    rng = np.random.default_rng(seed)
    errors, naive, covered, false = [], [], [], []
    for _ in range(patients):
        wear = 0.0 if rng.random() < NONE_SHARE else float(rng.uniform(0, GREATEST_KPA))
        interval, peak, lag = 7.0 * int(rng.choice(INTERVALS_WEEKS)), float(rng.uniform(40, 90)), float(rng.uniform(7, 18))
        infused = regular(interval, 70.0, 0, RECORD)
        at = np.arange(float(rng.integers(0, VISIT_DAYS)), RECORD, VISIT_DAYS)
        phase = np.where(at % interval == 0, interval, at % interval)
        values = peak - wear * np.clip((phase - lag) / (interval - lag), 0, 1) + NOISE_KPA * rng.standard_normal(len(at))
        posterior = fit(tuple(zip(at.tolist(), values.tolist(), strict=True)), tuple(infused), CHANGE, NOISE_KPA, settings)
        draws, true = lowest(posterior, posterior.present), peak - wear
        low, high = np.quantile(draws, [0.05, 0.95])
        errors.append(abs(float(np.median(draws)) - true))
        naive.append(abs(NOISE_KPA * rng.standard_normal()))
        covered.append(low <= true <= high)
        if not wear:
            false.append(posterior.any >= settings.rules.stated)
    return {
        f"nadir within {CHANGE:g} kPa": float(np.mean(np.array(errors) <= CHANGE)), "mean error kPa": float(np.mean(errors)),
        "ratio to the last nadir": float(np.mean(errors) / np.mean(naive)), "90 % interval covers": float(np.mean(covered)),
        "wear-off stated, of those without": float(np.mean(false)),
    }


def follow(patient: Patient, infused: list, measured: list, rule: Next, rng: Generator) -> tuple[float, float, float]:
    """Grams given, weeks below the threshold, weeks followed, when ``rule`` is asked every two courses."""
    infused, measured = list(infused), list(measured)
    usual = float(np.mean([v for _, v in measured]))
    regimens = [(patient.interval, patient.dose)]
    day, locked, courses = infused[-1][0] + patient.interval, False, 0
    while day < RECORD + HORIZON:
        interval, dose = regimens[-1]
        infused.append((day, dose))
        last = measured[-1][0]
        seen = visits(patient, infused, last + 1, day + interval, rng)
        measured += seen
        if any(value < usual - CHANGE for _, value in seen) and len(regimens) > 1 and not locked:
            regimens.pop()  # the stop rule: back one step, and no further try
            locked = True
        courses += 1
        if courses % 2 == 0 and not locked:
            changed = rule(patient, infused, measured, rng)
            if changed:
                regimens.append(changed)
        day += regimens[-1][0]
    at = np.arange(RECORD, RECORD + HORIZON)
    below = patient.strength(infused, at) < patient.peak() - CHANGE
    grams = sum(g for d, g in infused if RECORD <= d < RECORD + HORIZON)
    return grams, float(below.sum()) / 7, HORIZON / 7


def usual_rule(patient: Patient, infused: list, measured: list, rng: Generator) -> tuple[float, float] | None:
    """A quarter less, four times at most."""
    dose = infused[-1][1]
    least = np.ceil(0.75**CUTS * patient.dose / VIAL) * VIAL
    cut = float(max(least, np.ceil(0.75 * dose / VIAL) * VIAL))
    return (patient.interval, cut) if cut < dose else None


def own_rule(settings: WearOffSettings, kinds: tuple[str, ...] = ("less", "longer", "shorter")) -> Next:
    """What the optimiser proposes next, if it is of these kinds."""

    def rule(patient: Patient, infused: list, measured: list, rng: Generator) -> tuple[float, float] | None:
        history = History(measure="grip_kpa", start="2026-01-01", measured=tuple(measured), infused=tuple(infused), change=CHANGE)
        found = wear_off(history, settings)
        if found.next is None or found.next_kind not in kinds or (found.next_kind == "less" and found.next.grams < 0.75**CUTS * patient.dose):
            return None
        return found.next.weeks * 7, found.next.grams

    return rule


def no_rule(patient: Patient, infused: list, measured: list, rng: Generator) -> None:
    """The first regimen goes on."""
    return


def policies(patients: int, seed: int, settings: WearOffSettings) -> dict[str, float]:
    rules: dict[str, Next] = {"unchanged": no_rule, "usual rule": usual_rule, "optimiser": own_rule(settings), "optimiser, reductions only": own_rule(settings, ("less", "longer"))}
    sums: dict[str, list[tuple[float, float, float]]] = {name: [] for name in rules}
    wear: list[float] = []
    for number in range(patients):
        rng = np.random.default_rng([seed, number])
        patient = draw_patient(rng, settings.kinetics)
        infused, measured = record(patient, rng)
        wear.append(patient.wear_off)
        for name, rule in rules.items():
            sums[name].append(follow(patient, infused, measured, rule, np.random.default_rng([seed, number, 1])))
    found: dict[str, float] = {"patients": patients, "weeks followed": HORIZON / 7}
    groups = {"all": np.full(patients, True), "none": np.array(wear) == 0, "to 8 kPa": (np.array(wear) > 0) & (np.array(wear) <= CHANGE), "above 8 kPa": np.array(wear) > CHANGE}
    for group, chosen in groups.items():
        base = np.array(sums["unchanged"])[chosen, 0].sum()
        for name in rules:
            table = np.array(sums[name])[chosen]
            found[f"{group}, {name}: grams saved %"] = 100 * (1 - table[:, 0].sum() / base)
            found[f"{group}, {name}: weeks below threshold, mean"] = float(table[:, 1].mean())
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--patients", type=int, default=500)
    parser.add_argument("--policy", type=int, default=150, help="patients followed under each rule; 0: none")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    settings = wear_off_settings(load())
    found = {"prediction": figures(chosen.patients, chosen.seed, settings), "late fall (another model)": late_fall(chosen.patients, chosen.seed, settings)}
    if chosen.policy:
        found["policy"] = policies(chosen.policy, chosen.seed, settings)
    if chosen.json:
        print(json.dumps(found, indent=1))
        return
    for title, rows in found.items():
        print(title)
        for name, value in rows.items():
            print(f"    {name:58} {value:8.3f}")


if __name__ == "__main__":
    main()
