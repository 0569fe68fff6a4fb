"""F1 of negated and uncertain mentions on annotated French notes, EDS-NLP beside on the same spans in the same run.

Run (needs requirements/bench.txt):  python benchmarks/qualify_e3c.py NOTES.jsonl [--without-eds] [--errors]

NOTES.jsonl: one JSON object a line with "text" and "entities" and "events" (begin, end, polarity).
Nothing is fitted. The rules were written with the notes of even number (0, 2, ...) read and those of
odd number only scored, so both halves are reported; mentions of polarity "generic" are left out.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from myotome.knowledge import load
from myotome.terms import Certainty, Presence
from myotome.text import qualify

Note = dict[str, Any]
Judge = Callable[[str, list[tuple[int, int]]], list[str]]
POLARITIES = ("negated", "uncertain")


def by_myotome(text: str, spans: list[tuple[int, int]]) -> list[str]:
    """Polarity of each span by ``text.qualify``."""
    return [
        "negated" if q.presence is Presence.ABSENT else "uncertain" if q.certainty is not Certainty.CERTAIN else "affirmed"
        for q in qualify(text, spans, "fr", load())
    ]


def eds_judge() -> Judge:
    """Polarity of each span by EDS-NLP's negation and hypothesis."""
    import edsnlp
    import edsnlp.pipes as eds
    from spacy.tokens import Span

    pipeline = edsnlp.blank("eds")
    for pipe in (
        eds.normalizer(), eds.sentences(), eds.negation(span_getter={"gold": True}),
        eds.hypothesis(span_getter={"gold": True}),
    ):
        pipeline.add_pipe(pipe)

    def judge(text: str, spans: list[tuple[int, int]]) -> list[str]:
        doc = pipeline.make_doc(text)
        held = [doc.char_span(start, end, alignment_mode="expand") for start, end in spans]
        doc.spans["gold"] = [Span(doc, span.start, span.end, "gold") for span in held]
        doc = pipeline(doc)
        return [
            "negated" if span._.negation else "uncertain" if span._.hypothesis else "affirmed" for span in doc.spans["gold"]
        ]

    return judge


def f1(pairs: Iterable[tuple[str, str]], polarity: str) -> tuple[float, float, float]:
    """Precision, recall and F1 of one polarity over (gold, given) pairs."""
    count = Counter((gold == polarity, given == polarity) for gold, given in pairs)
    precision = count[True, True] / max(1, count[True, True] + count[False, True])
    recall = count[True, True] / max(1, count[True, True] + count[True, False])
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def judged(notes: list[Note], kind: str, judge: Judge, errors: bool) -> list[tuple[str, str]]:
    """(gold, given) polarity of every mention; wrong ones are shown when asked."""
    pairs = []
    for note in notes:
        mentions = [m for m in note[kind] if m["polarity"] != "generic"]
        given = judge(note["text"], [(m["begin"], m["end"]) for m in mentions])
        for mention, polarity in zip(mentions, given, strict=True):
            pairs.append((mention["polarity"], polarity))
            if errors and polarity != mention["polarity"]:
                around = note["text"][max(0, mention["begin"] - 100) : mention["begin"]], note["text"][mention["end"] :][:70]
                print(f"{mention['polarity']} -> {polarity}: {around[0]}[[{mention['text']}]]{around[1]}".replace("\n", " "))
    return pairs


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("notes", type=Path)
    parser.add_argument("--without-eds", action="store_true", help="leave out EDS-NLP, which is slow")
    parser.add_argument("--errors", action="store_true", help="show wrong mentions of the half that was read")
    options = parser.parse_args()
    notes = [json.loads(line) for line in options.notes.read_text(encoding="utf-8").splitlines()]
    judges: dict[str, Judge] = {"myotome": by_myotome}
    if not options.without_eds:
        judges["EDS-NLP"] = eds_judge()
    for name, judge in judges.items():
        for kind in ("entities", "events"):
            halves = {
                "read": judged(notes[::2], kind, judge, options.errors and name == "myotome"),
                "scored only": judged(notes[1::2], kind, judge, False),
            }
            halves["all"] = halves["read"] + halves["scored only"]
            for half, pairs in halves.items():
                shown = "   ".join(
                    f"{polarity} P {p:.3f} R {r:.3f} F1 {f:.3f} (n={sum(g == polarity for g, _ in pairs)})"
                    for polarity in POLARITIES for p, r, f in [f1(pairs, polarity)]
                )
                print(f"{name:8} {kind:8} {half:12} {shown}")


if __name__ == "__main__":
    main()
