"""The design's time budget, measured: median and 95th percentile of each step on the examples.

Run: make bench. Wall-clock on one core; the figures depend on the machine and are printed with it.
"""

from __future__ import annotations

import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from myotome.answer import Result
from myotome.assess import assess, complete
from myotome.case import Case
from myotome.formats import open_document
from myotome.intake import take_in
from myotome.knowledge import load
from myotome.reasoning.criteria import check_criteria
from myotome.reasoning.differential import rank
from myotome.reasoning.localise import localise
from myotome.reasoning.next_test import next_tests
from myotome.report import html_report
from myotome.text import read

EXAMPLES = Path(__file__).parents[1] / "examples"
REPEATS = 7
NOTE_LENGTH = 3000


def timed(step: Callable[[], object]) -> float:
    """Milliseconds of one call."""
    begin = time.perf_counter()
    step()
    return (time.perf_counter() - begin) * 1000


def show(name: str, budget: str, samples: list[float]) -> None:
    ordered = sorted(samples)
    p95 = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    print(f"{name:38} {statistics.median(samples):9.2f} ms median {p95:9.2f} ms p95   budget {budget}")


def main() -> None:
    print(f"{platform.machine()}, Python {platform.python_version()}")
    knowledge = load()
    command = [sys.executable, "-m", "myotome.cli.main"]
    show("--help, with process start", "300 ms", [
        timed(lambda: subprocess.run([*command, "--help"], capture_output=True, check=True)) for _ in range(REPEATS)
    ])
    note = EXAMPLES / "3-seize-ans-de-faiblesse.txt"
    show("assess, with process start", "1500 ms", [
        timed(lambda: subprocess.run([*command, "assess", str(note)], capture_output=True, check=False))
        for _ in range(REPEATS)
    ])
    texts = [path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.glob("*.txt"))]
    long_note = ("\n\n".join(texts) * 3)[:NOTE_LENGTH]
    show("read a note of 3,000 characters", "3.4 ms (aim 1.4)", [
        timed(lambda: read(long_note, knowledge)) for _ in range(REPEATS * 5)
    ])
    cases = [
        complete(case, knowledge)[0]
        for path in sorted(EXAMPLES.glob("*.txt"))
        for case in take_in([open_document(str(path))], knowledge).cases
    ]
    steps: dict[str, tuple[str, Callable[[Case], object]]] = {
        "localise": ("10 ms, 50 ms p95", lambda c: localise(c, knowledge)),
        "criteria, all sets": ("5 ms", lambda c: check_criteria(c, knowledge)),
    }
    for name, (budget, step) in steps.items():
        show(name, budget, [timed(lambda c=c, s=step: s(c)) for c in cases for _ in range(REPEATS)])
    where = {id(c): localise(c, knowledge) for c in cases}
    ranked = {id(c): rank(c, where[id(c)], knowledge) for c in cases}
    show("rank all diseases, with explanation", "10 ms", [
        timed(lambda c=c: rank(c, where[id(c)], knowledge)) for c in cases for _ in range(REPEATS)
    ])
    show("next test", "10 ms", [
        timed(lambda c=c: next_tests(c, ranked[id(c)], where[id(c)], knowledge)) for c in cases for _ in range(REPEATS)
    ])
    results = [Result(assessments=(assess(msgspec.structs.replace(c), knowledge),)) for c in cases]
    show("render the report", "15 ms", [
        timed(lambda r=r: html_report(r, knowledge)) for r in results for _ in range(REPEATS)
    ])
    show("text to assessment", "60 ms", [
        timed(lambda p=path: [assess(c, knowledge) for c in take_in([open_document(str(p))], knowledge).cases])
        for path in sorted(EXAMPLES.glob("*.txt")) for _ in range(REPEATS)
    ])


if __name__ == "__main__":
    main()
