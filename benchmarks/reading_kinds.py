"""Is there a patient in the text, or several, or none? On texts of six kinds, half of them kept for the closing figure.

    python benchmarks/reading_kinds.py                    both halves, each kind apart
    python benchmarks/reading_kinds.py --half dev --misses
    python benchmarks/reading_kinds.py --half other_hand  the texts of kinds_other_hand/ (not in the first command)
    python benchmarks/reading_kinds.py --half dev2        the texts of kinds_dev2/ (not in the first command)
    python benchmarks/reading_kinds.py --half unseen      the texts of kinds_closing/ (not in the first command)
    python benchmarks/reading_kinds.py --half closing2    the texts of kinds_closing2/, of four of the kinds; never printed

``patients``: share of texts in which as many patients were told apart as there are (none in a review, a course, a forum page).
``places``: share of marked places that went where they belong: words about patient n gave a finding of patient n only, words about
nobody (teaching, statistics, readers' comments) gave no finding. ``label``: share of texts whose kind was named right. The misses
of kinds_closing2/ are never printed.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from reading_gold import Tally
from reading_notes import READING, place

from myotome.knowledge import load
from myotome.knowledge.store import Knowledge
from myotome.terms import Experiencer
from myotome.text import Reading, read

KINDS = ("patient", "several", "review", "course", "forum", "case_teaching")
HALVES = ("dev", "closing")
OTHER_FOLDERS = {"dev2": "kinds_dev2", "other_hand": "kinds_other_hand", "unseen": "kinds_closing", "closing2": "kinds_closing2"}
UNPRINTED = ("closing2",)
LABELS = {
    "patient": {"patient"}, "several": {"several_patients"}, "review": {"article"}, "course": {"article"},
    "forum": {"forum"}, "case_teaching": {"patient"},
}


def load_texts(kind: str, half: str) -> list[dict[str, Any]]:
    """The texts of one kind; none when the half has no file of that kind."""
    path = READING / OTHER_FOLDERS[half] / f"{kind}.yaml" if half in OTHER_FOLDERS else READING / "kinds" / f"{kind}_{half}.yaml"
    if not path.exists():
        return []
    with path.open(encoding="utf-8") as stream:
        return yaml.load(stream, Loader=yaml.CSafeLoader)


def owners(reading: Reading, start: int, end: int) -> set[int]:
    """Numbers from 1 of the patients of whom a finding touches the place."""
    return {
        number for number, patient in enumerate(reading.patients, 1) for finding in patient.findings
        if finding.experiencer is Experiencer.PATIENT
        for e in finding.evidence if e.start is not None and e.end is not None and e.start < end and start < e.end
    }


def score(text: dict[str, Any], kind: str, knowledge: Knowledge) -> Iterator[tuple[str, bool, str]]:
    """(figure, right, what went wrong) for each thing checked in a text."""
    reading = read(text["text"], knowledge, text["language"])
    yield "patients", len(reading.patients) == text["patients"], f"{len(reading.patients)} of {text['patients']} patients"
    yield "label", reading.kind in LABELS[kind], reading.kind
    for marked in text.get("places", ()):
        found = owners(reading, *place(text["text"], marked, text["id"]))
        want = {marked["patient"]} - {0}
        yield "places", found == want, f"{marked['quote']!r}: {sorted(found)} for {sorted(want)}"


def _shown(name: str, shares: Mapping[str, Mapping[str, Any]]) -> str:
    """A figure, and each language's; "-" where no text has it."""
    of, fr, en = (f"{shares[key]['share']:.2f}" if key in shares else "-" for key in (name, f"{name} fr", f"{name} en"))
    return f"{name} {of} (fr {fr}, en {en})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=[*HALVES, *OTHER_FOLDERS])
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    if options.misses and options.half in UNPRINTED:
        parser.error(f"--misses would print words of {options.half}; whoever writes rules must not see them")
    knowledge = load()
    figures: dict[str, Any] = {}
    for half in [options.half] if options.half else HALVES:
        for kind in KINDS:
            tally = Tally()
            if not (texts := load_texts(kind, half)):
                continue
            for text in texts:
                for figure, right, wrong in score(text, kind, knowledge):
                    tally.add(figure, right)
                    tally.add(f"{figure} {text['language']}", right)
                    if options.misses and half not in UNPRINTED and not right:
                        print(f"{text['id']}  {figure}: {wrong}")
            shares = figures[f"{half} {kind}"] = tally.shares()
            print(f"{half:10} {kind:14}", *(_shown(name, shares) for name in ("patients", "places", "label")), sep="  ")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
