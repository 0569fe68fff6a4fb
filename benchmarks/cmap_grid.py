"""A grid of simulated motor nerves, marked from their noisy traces and judged by each published definition.

Three pulse shapes, two levels of noise (10 µV; 30 dB under the distal negative peak), block of 0 to 100 % of the units,
no, uniform and split dispersion, five nerves each: 2,640 studies. Truth: the traces without noise (``simulate/cmap.py``).

Targets, written before the first run:
- no definite block on any pure-dispersion study by AAEM 1999 and by EFNS/PNS 2010 (at least 200 studies);
- definite or probable for at least 95 % of true blocks of 60 % and more by EFNS/PNS 2010, and by AAEM 1999 where the true
  duration grows by 60 % or less;
- onset within 0.1 ms at 10 µV and within 0.2 ms at 30 dB; area within 3 %. Counted: 95 % of the responses.

Run: python benchmarks/cmap_grid.py [--nerves 5] (with --nerves 1 in a fifth of the time).
"""

from __future__ import annotations

import argparse
import itertools
from collections import Counter, defaultdict
from typing import NamedTuple

import numpy as np

from myotome.answer import SegmentStudy
from myotome.electrodiagnosis import judge_segments
from myotome.electrodiagnosis.traces.marking import Marks, mark
from myotome.electrodiagnosis.traces.rows import measure
from myotome.formats.trace import Trace, TraceLabels
from myotome.knowledge import Knowledge, load
from myotome.simulate.cmap import BELL, HALF_SINE, SKEWED, CmapStudy, Lesion, Noise, cmap_study

SHAPES = (HALF_SINE, SKEWED, BELL)
BLOCKS = tuple(n / 10 for n in range(11))
DISPERSIONS = {
    "none": {}, "uniform 4 ms": {"dispersion_ms": 4}, "uniform 6 ms": {"dispersion_ms": 6},
    "uniform 10 ms": {"dispersion_ms": 10}, "uniform 14 ms": {"dispersion_ms": 14},
    "half 6 ms later": {"split": 0.5, "split_delay_ms": 6}, "half 10 ms later": {"split": 0.5, "split_delay_ms": 10},
    "a third 10 ms later": {"split": 1 / 3, "split_delay_ms": 10},
}
NOISES = ("10 µV", "30 dB")
SITES = ("wrist", "elbow", "arm")
GRADED = ("aaem_1999", "efns_pns_mmn_2010")
TRUE_BLOCK, MOST_GROWTH = 0.6, 60


class Judged(NamedTuple):
    shape: str
    noise: str
    block: float
    dispersion: str
    study: CmapStudy
    segment: SegmentStudy
    marks: Marks


def judged(knowledge: Knowledge, shape: str, noise: str, block: float, dispersion: str, seed: int) -> Judged:
    """One study, marked and judged between wrist and elbow."""
    lesion = Lesion(block=block, **DISPERSIONS[dispersion])
    white = 10.0
    if noise == NOISES[1]:
        clean = cmap_study(knowledge, lesion, seed=seed, shape=shape)
        white = 1000 * clean.truth.amplitude_mv[0] / 10 ** (30 / 20)
    study = cmap_study(knowledge, lesion, Noise(white_uv=white, artefact_mv=2, drift_mv=0.05), seed=seed, shape=shape)
    far = np.diff(study.distances_mm, prepend=0)
    reading = measure([
        Trace(samples, study.rate_hz, study.stimulus, TraceLabels(
            side="right", nerve="median", recording="APB", stimulation=site, distance_mm=float(mm),
        )) for samples, site, mm in zip(study.traces, SITES, far, strict=True)
    ], knowledge)
    segments, _, _ = judge_segments(reading.rows, knowledge)
    own = study.traces
    if noise == NOISES[1]:  # for the marks: each response 30 dB above its own noise
        share = study.truth.amplitude_mv / study.truth.amplitude_mv[0]
        own = study.clean + np.nan_to_num(share, nan=1.0)[:, None] * (study.traces - study.clean)
    marks = mark(own, study.rate_hz, study.stimulus, knowledge, np.zeros(len(own), int))
    return Judged(shape, noise, block, dispersion, study, segments[0], marks)


def level(one: Judged, definition: str) -> str:
    """The verdict; one that hangs on a duration which the trace cannot give counts as the least it can be."""
    verdict = next(v for v in one.segment.verdicts if v.definition == definition)
    if verdict.level != "conditional":
        return verdict.level
    return min((text for _, text in verdict.conditions), key=("none", "probable", "definite").index)


def growth(one: Judged) -> float:
    """True growth of the duration from wrist to elbow, %; 0 where nothing arrives."""
    near, far = one.study.truth.duration_ms[:2]
    return 0.0 if np.isnan(far) else 100 * (far / near - 1)


def blocked(one: Judged) -> float:
    return 1 - float(one.study.truth.passed[1])


def show_verdicts(done: list[Judged]) -> None:
    definitions = [v.definition for v in done[0].segment.verdicts]
    pure = [d for d in done if d.block == 0 and d.dispersion != "none"]
    healthy = [d for d in done if d.block == 0 and d.dispersion == "none"]
    true = [d for d in done if blocked(d) >= TRUE_BLOCK]
    print(f"## Verdicts, wrist to elbow: {len(healthy)} healthy, {len(pure)} pure dispersion, {len(true)} true blocks of 60 % and more\n")
    print("| definition | healthy: any block | dispersion: definite | dispersion: probable | least growth of duration among these "
          "| true block: definite or probable | of these, growth up to 60 % |\n|---|---|---|---|---|---|---|")
    for definition in definitions:
        levels = Counter(level(d, definition) for d in pure)
        called = [growth(d) for d in pure if level(d, definition) in ("definite", "probable")]
        found = [level(d, definition) in ("definite", "probable") for d in true]
        short = [ok for ok, d in zip(found, true, strict=True) if growth(d) <= MOST_GROWTH]
        wrong = sum(level(d, definition) in ("definite", "probable") for d in healthy)
        print(f"| {definition} | {wrong} | {levels['definite']} | {levels['probable']} | {f'{min(called):+.0f} %' if called else '-'} "
              f"| {100 * np.mean(found):.1f} % | {100 * np.mean(short):.1f} % of {len(short)} |")
    for definition in GRADED:
        missed = [d for d in true if level(d, definition) not in ("definite", "probable") and (definition != GRADED[0] or growth(d) <= MOST_GROWTH)]
        print(f"\nMissed by {definition}: " + ", ".join(
            f"{n} of {name}" for name, n in Counter(f"{d.dispersion} ({d.noise})" for d in missed).most_common(5)))


def show_marks(done: list[Judged]) -> None:
    errors: dict[tuple, list[float]] = defaultdict(list)
    areas: dict[tuple, list[float]] = defaultdict(list)
    absent = Counter()
    for one in done:
        kind = "none" if one.dispersion == "none" else "uniform" if one.dispersion.startswith("uniform") else "split"
        for site, name in enumerate(SITES):
            truth = one.study.truth
            if truth.passed[site] == 0:
                absent["wrong" if one.marks.present[site] else "right"] += 1
                continue
            if not one.marks.present[site]:
                absent["missed"] += 1
                continue
            error = abs(one.marks.onset_ms[site] - truth.onset_ms[site])
            area = 100 * abs(one.marks.area_mvms[site] / truth.area_mvms[site] - 1)
            weak = site and one.block >= TRUE_BLOCK
            for key in ((one.noise, "all"), (one.noise, name), (one.noise, f"{'' if site else 'wrist, '}{kind} dispersion") if site else None,
                        (one.noise, "elbow and arm, block of 60 % and more") if weak else None):
                if key:
                    errors[key].append(error)
                    areas[key].append(area)
    print(f"\n## Marks: each response with noise of 10 µV, or 30 dB under its own negative peak\n\nResponses fully blocked: called absent {absent['right']}, called present {absent['wrong']}; present and not measured: {absent['missed']}.\n")
    print("| noise | responses | number | onset: median error | within target | 95th percentile | area: median error | within 3 % | 95th percentile |\n|---|---|---|---|---|---|---|---|---|")
    for key in sorted(errors):
        limit = 0.1 if key[0] == NOISES[0] else 0.2
        on, size = np.array(errors[key]), np.array(areas[key])
        print(f"| {key[0]} | {key[1]} | {len(on)} | {np.median(on):.3f} ms | {100 * np.mean(on <= limit + 1e-9):.1f} % | {np.percentile(on, 95):.2f} ms "
              f"| {np.median(size):.2f} % | {100 * np.mean(size <= 3):.1f} % | {np.percentile(size, 95):.1f} % |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--nerves", type=int, default=5, help="simulated nerves for each cell of the grid")
    nerves = parser.parse_args().nerves
    knowledge = load()
    done = [
        judged(knowledge, shape, noise, block, dispersion, seed)
        for seed in range(nerves)
        for shape, noise, block, dispersion in itertools.product(SHAPES, NOISES, BLOCKS, DISPERSIONS)
    ]
    print(f"{len(done)} studies\n")
    show_verdicts(done)
    show_marks(done)


if __name__ == "__main__":
    main()
