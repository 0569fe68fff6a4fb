"""Speed of the reader beside EDS-NLP's full pipeline and bare multi-pattern matchers, on the same texts in the same run.

Run (needs requirements/bench.txt):  python benchmarks/reading_speed.py TEXTS.jsonl [--share 0.25] [--without-eds]
The compiled form: `make compiled`, requirements/bench.txt into .venv-compiled too, the same command with its Python.

TEXTS.jsonl: one JSON object a line with a key "text". Texts are cut into notes of about 2,200
characters, as in the fact sheet (../shared/facts/reading.md, section 5). All times are processor time
of one process, best of three rounds; the ratio of two processes is wall-clock time.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TypeVar

from myotome.knowledge import load
from myotome.text import read, reader

NOTE = 2200
TERMS = 1500
LONG = 3.0   # seconds
COUNTS = 10_000_000
T = TypeVar("T")


def notes_of(path: Path, share: float) -> list[str]:
    """Notes of about ``NOTE`` characters, cut at line ends."""
    notes, current = [], ""
    for line in path.read_text(encoding="utf-8").splitlines():
        for part in json.loads(line)["text"].splitlines(keepends=True):
            if len(current) + len(part) > NOTE and current:
                notes.append(current)
                current = ""
            current += part
    notes.append(current)
    return notes[: max(1, int(len(notes) * share))]


def seconds(step: Callable[[str], object], notes: list[str]) -> float:
    """Processor seconds for all notes: the best of the rounds that fit into ``LONG``, after one that warms caches up. The same time for each reader."""
    for note in notes[:3]:
        step(note)
    best, spent = float("inf"), 0.0
    while spent < LONG:
        begin = time.process_time()
        for note in notes:
            step(note)
        best, spent = min(best, time.process_time() - begin), spent + time.process_time() - begin
    return best


def wordings() -> list[str]:
    """Every French wording of the knowledge that has no gap, lower case."""
    knowledge = load()
    words = {
        phrase.lower() for table in (knowledge.concepts, knowledge.muscles, knowledge.nerves, knowledge.acts, knowledge.diseases)
        for entry in table.values() for phrase in (entry.names.fr, *entry.words.get("fr", ())) if "..." not in phrase
    }
    return sorted(words)


def bare_matchers() -> dict[str, Callable[[str], object]]:
    """Matching alone, of the same wordings, by two C libraries."""
    import ahocorasick
    import hyperscan

    automaton = ahocorasick.Automaton()
    patterns = wordings()
    for number, phrase in enumerate(patterns):
        automaton.add_word(phrase, number)
    automaton.make_automaton()
    database = hyperscan.Database()
    database.compile(
        expressions=[phrase.encode() for phrase in patterns], ids=list(range(len(patterns))),
        elements=len(patterns), literal=True,
    )

    def by_hyperscan(note: str) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        database.scan(note.lower().encode(), match_event_handler=lambda i, _s, e, _f, _c: found.append((i, e)))
        return found

    return {
        f"pyahocorasick, {len(patterns)} patterns": lambda note: list(automaton.iter(note.lower())),
        f"hyperscan, {len(patterns)} patterns": by_hyperscan,
    }


def eds_pipeline() -> Callable[[str], object]:
    """EDS-NLP with sentences, terms, all qualifiers, dates and quantities."""
    import edsnlp
    import edsnlp.pipes as eds

    pipeline = edsnlp.blank("eds")
    for pipe in (
        eds.normalizer(), eds.sentences(), eds.matcher(terms={"finding": wordings()[:: max(1, len(wordings()) // TERMS)]}),
        eds.negation(), eds.hypothesis(), eds.family(), eds.history(), eds.reported_speech(), eds.dates(), eds.quantities(),
    ):
        pipeline.add_pipe(pipe)
    return pipeline


def start_up() -> str:
    """Seconds and megabytes of a fresh process that reads one line, from the compiled form and with Python's bytecode, as once installed."""
    code = (
        "import time; b = time.process_time()\n"
        "from myotome.knowledge import load\nfrom myotome.text import read\n"
        "read('Pas de ptosis.', load(), 'fr')\n"
        "took = time.process_time() - b\n"
        "peak = next(x for x in open('/proc/self/status') if x.startswith('VmHWM'))\n"  # of this program, not its parent
        "print(f'{took:.2f} s, {int(peak.split()[1]) / 1024:.0f} MB')"
    )
    with tempfile.TemporaryDirectory() as bytecode:
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | {"PYTHONPYCACHEPREFIX": bytecode}
        for _ in range(2):  # the first leaves both behind
            said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment).stdout.strip()
    return said


def _read_all(notes: list[str]) -> None:
    knowledge = load()
    for note in notes:
        read(note, knowledge)


def _count(steps: int) -> None:
    for number in range(steps):
        number * number % 7


def two_processes(work: Callable[[T], None], whole: T, halves: list[T], first: T) -> float:
    """How many times faster two processes are than one (wall-clock, after both have started)."""
    took = {}
    for workers, parts in ((1, [whole]), (2, halves)):
        with ProcessPoolExecutor(workers) as pool:
            list(pool.map(work, [first] * workers * 2))
            begin = time.perf_counter()
            list(pool.map(work, parts))
            took[workers] = time.perf_counter() - begin
    return took[1] / took[2]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("texts", type=Path)
    parser.add_argument("--share", type=float, default=1.0, help="share of the notes to measure on")
    parser.add_argument("--without-eds", action="store_true", help="leave out EDS-NLP, which is slow to start")
    options = parser.parse_args()
    notes = notes_of(options.texts, options.share)
    characters = sum(map(len, notes))
    knowledge = load()
    speeds: dict[str, float] = {}
    form = "pure Python" if (reader.__file__ or "").endswith(".py") else "compiled"
    print(f"{len(notes)} notes, {characters / len(notes):.0f} characters on average; the reader's form: {form}")

    def measure(name: str, step: Callable[[str], object]) -> None:
        took = seconds(step, notes)
        speeds[name] = characters / took / NOTE
        print(f"{name:38} {speeds[name]:9.0f} notes/s of {NOTE} characters  {1000 / speeds[name]:7.2f} ms a note  {characters / took:10.0f} characters/s")

    measure("myotome", lambda note: read(note, knowledge))
    for name, step in bare_matchers().items():
        measure(name, step)
    if not options.without_eds:  # built when its turn comes: its heap slows nobody before
        measure("EDS-NLP, dates and quantities", eds_pipeline())
    for name, speed in speeds.items():
        if name != "myotome":
            print(f"myotome / {name}: {speeds['myotome'] / speed:.3g}")
    print(f"start-up to the first note read: {start_up()}")
    many = notes * max(1, 400 // len(notes))
    reading = two_processes(_read_all, many, [many[::2], many[1::2]], notes[:5])
    counting = two_processes(_count, 2 * COUNTS, [COUNTS, COUNTS], 1000)  # what the machine gives at that moment: a loop that shares nothing
    print(f"two processes / one: {reading:.2f}; of a bare loop: {counting:.2f}")


if __name__ == "__main__":
    main()
