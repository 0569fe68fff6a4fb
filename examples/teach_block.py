"""Teaching plots: what a block, an axonal loss and a dispersion do to the traces of one made-up motor nerve.

Run: python examples/teach_block.py [--output teach-block] [--language fr|en] [--seed 0]. Writes, for each lesion, the traces (.npz)
and a page with marks, drops, and the verdict of each definition. No patient's data.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

import numpy as np

from myotome.knowledge import load
from myotome.simulate.cmap import Lesion, Noise, cmap_study

SITES = ("wrist", "elbow", "arm")
LESIONS = {
    "healthy": Lesion(), "block-30": Lesion(block=0.3), "block-80": Lesion(block=0.8), "axon-loss-70": Lesion(axon_loss=0.7),
    "dispersion-6ms": Lesion(dispersion_ms=6), "half-6ms-late": Lesion(split=0.5, split_delay_ms=6),
    "half-10ms-late": Lesion(split=0.5, split_delay_ms=10), "block-50-dispersion-4ms": Lesion(block=0.5, dispersion_ms=4),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--output", type=Path, default=Path("teach-block"))
    parser.add_argument("--language", choices=("fr", "en"), default="en")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    given.output.mkdir(parents=True, exist_ok=True)
    knowledge = load()
    failed = 0
    for name, lesion in LESIONS.items():
        made = cmap_study(knowledge, lesion, Noise(white_uv=10, artefact_mv=3), seed=given.seed)
        traces = given.output / f"{name}.npz"
        np.savez(
            traces, samples=made.traces, rate_hz=made.rate_hz, unit="mV", stimulus_ms=made.stimulus / made.rate_hz * 1000,
            side="right", nerve="median", recording="APB", stimulation=SITES,
            distance_mm=["", *np.diff(made.distances_mm).astype(str)],
        )
        page = traces.with_suffix(".html")
        command = [sys.executable, "-m", "myotome.cli.main", "enmg", str(traces), "--html", str(page), "--language", given.language]
        failed += subprocess.run(command, check=False, stdout=subprocess.DEVNULL).returncode > 1
    print(f"Pages: {given.output.resolve()}")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
