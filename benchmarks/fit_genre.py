"""Weights of the traits that tell a text about nobody from one about a patient, and how well they do for a writer left out.

    python benchmarks/fit_genre.py            shares by writer left out, then the weights for settings/documents.yaml

Only texts that introduce nobody (no person with an age) are used, whole and in paragraphs: the notes of ``benchmarks/reading`` and the
texts of ``kinds*``; no closing set. A logistic regression with equal weight of both classes and a ridge of 0.3 (numpy, Newton's method).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import yaml
from reading_notes import READING, load_notes

from myotome.knowledge import load
from myotome.knowledge.store import Knowledge
from myotome.text.findings.cue_words import words_for
from myotome.text.owners.article import Surveyed
from myotome.text.owners.document import look
from myotome.text.owners.traits import traits
from myotome.text.tokens.fold import tokenise
from myotome.text.tokens.language import detect
from myotome.text.tokens.layout import sentences

NOTES = {"dev_fr": "first", "heldout_fr": "first", "dev_en": "first", "dev2_fr": "third", "dev2_en": "third", "closing_fr": "fourth", "closing_en": "fourth"}
FOLDERS = ("kinds", "kinds_other_hand", "kinds_closing", "kinds_dev2")
RIDGE = 0.3
STEPS = 40
PARAGRAPH = 140  # letters of the shortest paragraph that counts as a text


def texts() -> Iterator[tuple[str, bool, str]]:
    """Writer, is it about nobody?, text: whole texts and, where all of it is of one sort, their paragraphs."""
    for name, writer in NOTES.items():
        for note in load_notes(READING / f"{name}.yaml"):
            yield writer, False, note.text
            for part in _parts(note.text):
                yield writer, False, part
    for folder in FOLDERS:
        for path in sorted((READING / folder).glob("*.yaml")):
            if path.stem.startswith("case_teaching"):
                continue
            for text in yaml.safe_load(path.read_text(encoding="utf-8")):
                nobody = text["patients"] == 0
                yield folder, nobody, text["text"]
                if nobody and not path.stem.startswith("forum"):
                    for part in _parts(text["text"]):
                        yield folder, nobody, part


def _parts(text: str) -> list[str]:
    parts = [part for part in re.split(r"\n\s*\n", text) if len(part) > PARAGRAPH]
    return parts if len(parts) > 1 else []


def surveyed(text: str, knowledge: Knowledge) -> Surveyed:
    """The text as the reader sees it before it decides."""
    tokens = tokenise(text)
    words = words_for(knowledge, detect(tokens, knowledge))
    return look(text, *sentences(text, tokens), words.document, words.time)[0]


def fit(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Weights of the columns of ``x`` and, last, the bias."""
    a = np.column_stack([x, np.ones(len(x))])
    importance = np.where(y, 0.5 / y.mean(), 0.5 / (1 - y.mean()))
    ridge = np.diag([RIDGE] * x.shape[1] + [0.0])
    w = np.zeros(a.shape[1])
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-a @ w))
        slope = a.T @ (importance * (p - y)) + ridge @ w
        w -= np.linalg.solve(a.T @ (a * (importance * p * (1 - p))[:, None]) + ridge + 1e-6 * np.eye(len(w)), slope)
    return w


def main() -> None:
    """Print both tables."""
    knowledge = load()
    rows: list[tuple[str, bool, dict[str, Any]]] = []
    for writer, nobody, text in texts():
        seen = surveyed(text, knowledge)
        if not any(a is not None for a in seen.anchors):
            rows.append((writer, nobody, traits(seen)))
    names = list(rows[0][2])
    x = np.array([[found[name] for name in names] for _, _, found in rows])
    y = np.array([nobody for _, nobody, _ in rows])
    writers = np.array([writer for writer, _, _ in rows])
    limit = knowledge.settings["documents"]["genre"]["about_nobody"]
    print(f"{len(rows)} texts, {int(y.sum())} about nobody; each writer judged by weights fitted on the others")
    right = np.zeros(len(rows), dtype=bool)
    for writer in dict.fromkeys(writers.tolist()):
        out = writers == writer
        w = fit(x[~out], y[~out])
        right[out] = (np.column_stack([x[out], np.ones(out.sum())]) @ w > limit) == y[out]
        print(f"  {writer:18} nobody {_share(right[out & y])}  a patient {_share(right[out & ~y])}")
    print(f"  {'all':18} nobody {_share(right[y])}  a patient {_share(right[~y])}")
    for name, weight in zip([*names, "bias"], fit(x, y), strict=True):
        print(f"    {name}: {weight:.2f}")


def _share(right: np.ndarray) -> str:
    return f"{int(right.sum())} of {len(right)}"


if __name__ == "__main__":
    main()
