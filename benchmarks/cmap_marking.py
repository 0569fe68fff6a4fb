"""How many three-trace studies of 1,000 samples are marked in a second on one core, file reading apart.

Target, written before the first run: 10,000 studies a second or more. Run: python benchmarks/cmap_marking.py
[--studies 10000]. Processor time; traces are simulated nerves (healthy, blocked, dispersed) with noise.
"""

from __future__ import annotations

import argparse
import time

import numpy as np

from myotome.electrodiagnosis.traces.marking import mark
from myotome.knowledge import load
from myotome.simulate.cmap import Lesion, Noise, cmap_study

TARGET = 10_000
SAMPLES = 1000
LESIONS = (Lesion(), Lesion(block=0.6), Lesion(dispersion_ms=6), Lesion(split=0.5, split_delay_ms=10), Lesion(block=1.0))


def traces(studies: int, different: int = 100) -> tuple[np.ndarray, float, int]:
    """(3 x studies, 1000) as a recorder gives them: 32-bit; ``different`` made nerves, then over again."""
    knowledge = load()
    made = [
        cmap_study(knowledge, LESIONS[n % len(LESIONS)], Noise(white_uv=10, hum_uv=5, artefact_mv=2, drift_mv=0.1), seed=n)
        for n in range(min(studies, different))
    ]
    block = np.concatenate([s.traces[:, :SAMPLES] for s in made]).astype(np.float32)
    return np.tile(block, (-(-studies // len(made)), 1))[: 3 * studies], made[0].rate_hz, made[0].stimulus


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--studies", type=int, default=10_000)
    count = parser.parse_args().studies
    data, rate, stimulus = traces(count)
    knowledge = load()
    study = np.arange(len(data)) // 3
    mark(data[:300], rate, stimulus, knowledge, study[:300])
    begin = time.process_time()
    marks = mark(data, rate, stimulus, knowledge, study)
    spent = time.process_time() - begin
    print(f"{count} studies, {len(data)} traces of {SAMPLES} samples, {int(marks.present.sum())} responses: "
          f"{spent:.2f} s of processor time, {count / spent:,.0f} studies a second (target {TARGET:,})")


if __name__ == "__main__":
    main()
