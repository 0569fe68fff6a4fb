"""Time of reading hostile text: twice the length should take about twice as long.

Run: python benchmarks/reading_bad_input.py [--size 200000]
"""

from __future__ import annotations

import argparse
import time

from myotome.knowledge import load
from myotome.text import read

UNITS = {
    "unclosed brackets": "(", "null bytes": "\x00", "one line of words": "faiblesse du bras ", "negations": "pas de ",
    "list": "ptosis, ", "graded list": "deltoïde 3/5, ", "sides": "D ", "blanks": "        a", "broken words": "aux-\n",
    "marks of direction": "\u202e", "questions": "?", "ages": "1 an ", "line breaks": "\n", "boxes": "☐ ptosis ", "bullets": "- absents\n", "headed bullets": "MI\n- distal 5/5\n", "noughts": "0 fièvre ", "places": "faiblesse du bras droit, pied gauche 3/5, ",
}


def seconds(text: str) -> float:
    """Processor seconds of one reading."""
    begin = time.process_time()
    read(text, load(), "fr")
    return time.process_time() - begin


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=200_000, help="characters of the longer text")
    size = parser.parse_args().size
    read("Pas de ptosis.", load(), "fr")
    for name, unit in UNITS.items():
        text = unit * (size // len(unit))
        half, whole = seconds(text[: size // 2]), seconds(text)
        print(f"{name:20} {size} characters: {whole:7.2f} s, {whole / max(half, 1e-6):5.2f} times the half")


if __name__ == "__main__":
    main()
