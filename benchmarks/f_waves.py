"""F waves found on made-up series: latencies, persistence, A waves.

200 series of 20 sweeps: persistence 0 to 100 %, dispersion 4 ms, F waves of about 0.3 mV (half of the series: 0.1 mV), noise
10 µV, a quarter with an A wave. Targets, written before the first run: minimal latency within 0.5 ms in 95 % of the series
with F waves, persistence within 10 points in 95 %, A wave right in 95 %.

Run: python benchmarks/f_waves.py [--series 200]
"""

from __future__ import annotations

import argparse

import numpy as np

from myotome.electrodiagnosis.traces.late import late_responses
from myotome.knowledge import load
from myotome.simulate.cmap import Noise
from myotome.simulate.late import f_study


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--series", type=int, default=200)
    count = parser.parse_args().series
    knowledge = load()
    least, kept, constant = [], [], []
    for seed in range(count):
        a_wave = 20.0 + seed % 5 if seed % 4 == 0 else None
        study = f_study(
            knowledge, persistence=(seed % 11) / 10, size_mv=0.3 if seed % 2 else 0.1, a_wave_ms=a_wave,
            noise=Noise(white_uv=10, artefact_mv=2, drift_mv=0.1), seed=seed,
        )
        found = late_responses(study.traces, study.rate_hz, study.stimulus, "upper", knowledge)
        truth = study.latencies_ms[np.isfinite(study.latencies_ms)]
        kept.append(abs(found.persistence - 100 * len(truth) / len(study.traces)))
        constant.append((found.a_wave_ms is None) == (a_wave is None))
        if len(truth):
            least.append(abs(found.seen.min() - truth.min()) if len(found.seen) else np.inf)
    print(f"{count} series of 20 sweeps\n\n| | within | median error | 95th percentile |\n|---|---|---|---|")
    print(f"| minimal latency (0.5 ms) | {100 * np.mean(np.array(least) <= 0.5):.1f} % | {np.median(least):.2f} ms | {np.percentile(least, 95):.2f} ms |")
    print(f"| persistence (10 points) | {100 * np.mean(np.array(kept) <= 10):.1f} % | {np.median(kept):.0f} | {np.percentile(kept, 95):.0f} |")
    print(f"| A wave present or not | {100 * np.mean(constant):.1f} % | | |")


if __name__ == "__main__":
    main()
