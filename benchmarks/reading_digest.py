"""One line a text with a digest of all that is read in it: two runs that print the same lines read the same.

Run:  python benchmarks/reading_digest.py [TEXTS.jsonl ...]

The annotated notes, then the texts of the files given (one JSON object a line with a key "text"). `make compiled-test` compares the pure
and the compiled form of the reader so. No words of a text are printed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import msgspec
from reading_notes import READING, load_notes

from myotome.knowledge import load
from myotome.text import qualify, read
from myotome.text.reader import read_self_report

ANNOTATED = ("dev_fr", "dev_en", "dev2_fr", "dev2_en", "heldout_fr", "closing_fr", "closing_en")


def texts(files: list[Path]) -> Iterator[tuple[str, str, list[tuple[int, int]]]]:
    """Name, text and spans to qualify: those of the annotator, or every fifth word."""
    for name in ANNOTATED:
        for note in load_notes(READING / f"{name}.yaml"):
            yield f"{name} {note.id}", note.text, [(m.start, m.end) for m in note.mentions]
    for path in files:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            text = json.loads(line)["text"]
            yield f"{path.name} {number}", text, _words(text)


def _words(text: str) -> list[tuple[int, int]]:
    spans, at = [], 0
    for word in text.split()[::5]:
        at = text.index(word, at)
        spans.append((at, at + len(word)))
        at += len(word)
    return spans


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("texts", type=Path, nargs="*")
    knowledge = load()
    encoder = msgspec.json.Encoder(order="deterministic")
    for name, text, spans in texts(parser.parse_args().texts):
        reading = read(text, knowledge)
        said = (reading, read_self_report(text, knowledge, reading.language), qualify(text, spans, reading.language, knowledge))
        print(name, hashlib.sha256(encoder.encode(said)).hexdigest()[:32])


if __name__ == "__main__":
    main()
