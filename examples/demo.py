"""Assess the example cases and write their reports: what ``make demo`` runs."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

EXAMPLES = Path(__file__).parent
RUNS = {
    "1-mollet-et-racine": ["1-mollet-et-racine.txt"],
    "2-calcifications-des-mollets": ["2-calcifications-des-mollets.txt"],
    "3-seize-ans-de-faiblesse": ["3-seize-ans-de-faiblesse.txt", "3-median-droit.csv"],
    "4-deux-rachis": ["4-deux-rachis.txt"],
    "5-article-sans-patient": ["5-article-sans-patient.txt"],
    "6-foot-drop": ["6-foot-drop.txt"],
}


def main() -> int:
    """Run ``myotome assess`` on each example; exit 1 if one could not be assessed at all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=Path("demo-output"))
    folder = parser.parse_args().output
    folder.mkdir(parents=True, exist_ok=True)
    failed = 0
    for name, files in RUNS.items():
        print(f"== {name}", flush=True)
        command = [
            sys.executable, "-m", "myotome.cli.main", "assess", *(str(EXAMPLES / f) for f in files),
            "--html", str(folder / f"{name}.html"), "--json", str(folder / f"{name}.json"),
            "--tsv", str(folder / f"{name}.tsv"),
        ]
        failed += subprocess.run(command, check=False).returncode > 1
    print(f"\nReports: {folder.resolve()}")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
