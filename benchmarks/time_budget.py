"""The design's time budget, measured: median and 95th percentile of each step on the examples.

Run: make bench. Wall-clock on one core; the figures depend on the machine and are printed with it.
"""

from __future__ import annotations

import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

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


class Step(NamedTuple):
    """A measured step: name, budget in milliseconds (median), and what was measured, in milliseconds."""

    name: str
    budget: float
    samples: list[float]

    @property
    def median(self) -> float:
        return statistics.median(self.samples)

    @property
    def p95(self) -> float:
        ordered = sorted(self.samples)
        return ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]


def timed(step: Callable[[], object]) -> float:
    """Milliseconds of one call."""
    begin = time.perf_counter()
    step()
    return (time.perf_counter() - begin) * 1000


def repeated(step: Callable[[], object], times: int = REPEATS) -> list[float]:
    """Samples of a step after one call that warms caches up."""
    step()
    return [timed(step) for _ in range(times)]


def machine() -> str:
    return f"{platform.machine()}, Python {platform.python_version()}"


def processes() -> Iterator[Step]:
    """Steps with the start of a process."""
    command = [sys.executable, "-m", "myotome.cli.main"]
    note = str(EXAMPLES / "3-seize-ans-de-faiblesse.txt")
    loading = [sys.executable, "-c", "from myotome.knowledge import load; load()"]
    yield Step("load the knowledge, with process start", 300, repeated(lambda: subprocess.run(loading, check=True)))
    for name, budget, arguments in (
        ("--help, with process start", 300, ["--help"]), ("assess, with process start", 1500, ["assess", note]),
    ):
        yield Step(name, budget, repeated(
            lambda a=arguments: subprocess.run([*command, *a], capture_output=True, check=False),
        ))


def steps() -> Iterator[Step]:
    """Every line of the budget, in its order."""
    yield from processes()
    knowledge = load()
    paths = sorted(EXAMPLES.glob("*.txt"))
    texts = [path.read_text(encoding="utf-8") for path in paths]
    long_note = ("\n\n".join(texts) * 3)[:NOTE_LENGTH]
    yield Step("read a note of 3,000 characters", 3.4, repeated(lambda: read(long_note, knowledge), REPEATS * 5))
    cases = [
        complete(case, knowledge)[0]
        for path in paths for case in take_in([open_document(str(path))], knowledge).cases
    ]

    def over_cases(step: Callable[[Case], object]) -> list[float]:
        return [sample for case in cases for sample in repeated(lambda c=case: step(c))]

    yield Step("localise", 10, over_cases(lambda c: localise(c, knowledge)))
    yield Step("criteria, all sets", 5, over_cases(lambda c: check_criteria(c, knowledge)))
    where = {id(c): localise(c, knowledge) for c in cases}
    yield Step("rank all diseases, with explanation", 10, over_cases(lambda c: rank(c, where[id(c)], knowledge)))
    ranked = {id(c): rank(c, where[id(c)], knowledge) for c in cases}
    yield Step("next test", 10, over_cases(lambda c: next_tests(c, ranked[id(c)], where[id(c)], knowledge)))
    results = {id(c): Result(assessments=(assess(c, knowledge),)) for c in cases}
    yield Step("render the report", 15, over_cases(lambda c: html_report(results[id(c)], knowledge)))
    yield Step("text to assessment", 60, [
        sample for path in paths for sample in repeated(
            lambda p=path: [assess(c, knowledge) for c in take_in([open_document(str(p))], knowledge).cases],
        )
    ])


def main() -> None:
    print(machine())
    for step in steps():
        print(f"{step.name:38} {step.median:9.2f} ms median {step.p95:9.2f} ms p95   budget {step.budget:g} ms")


if __name__ == "__main__":
    main()
