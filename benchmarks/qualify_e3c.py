"""F1 of negated and uncertain mentions of foreign gold, EDS-NLP beside on the same spans in the same run.

Run (needs requirements/bench.txt):  python benchmarks/qualify_e3c.py NOTES.jsonl [--without-eds] [--errors]
                                     python benchmarks/qualify_e3c.py benchmarks/reading/polarity_fr.yaml [--kinds]

NOTES.jsonl: one JSON object a line with "text" and "entities" and "events" (begin, end, polarity); mentions of polarity
"generic" are left out. polarity_*.yaml: our own sentences by kind, their spans marked. Nothing is fitted. The rules were written
with the notes (of each kind, the sentences) of even number (0, 2, ...) read and those of odd number only scored, so both halves are reported.

"uncertain" folds the reader's certainty as the house does at its doors: possible, to be excluded and pending are uncertain,
probable is affirmed. "any doubt" takes probable for uncertain as well; our own sentences mark any doubt.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import yaml

from myotome.knowledge import load
from myotome.terms import Certainty, Presence
from myotome.text import qualify

Note = dict[str, Any]
Judge = Callable[[str, list[tuple[int, int]]], list[str]]
MARKED = re.compile(r"\[([^\]|]+)\|([-?+])\]")
POLARITY = {"-": "negated", "?": "uncertain", "+": "affirmed"}
FIGURES = {  # name -> polarities of the reader that count
    "negated": ("negated", {"negated"}),
    "uncertain": ("uncertain", {"uncertain"}),
    "any doubt": ("uncertain", {"uncertain", "probable"}),
}


def by_myotome(language: str) -> Judge:
    """Polarity of each span by ``text.qualify``; "probable" is told apart from "uncertain"."""
    knowledge = load()

    def judge(text: str, spans: list[tuple[int, int]]) -> list[str]:
        return [
            "negated" if q.presence is Presence.ABSENT else "affirmed" if q.certainty is Certainty.CERTAIN
            else "probable" if q.certainty is Certainty.PROBABLE else "uncertain"
            for q in qualify(text, spans, language, knowledge)
        ]

    return judge


def eds_judge() -> Judge:
    """Polarity of each span by EDS-NLP's negation and hypothesis (French only)."""
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


def f1(pairs: Iterable[tuple[str, str]], gold: str, given: set[str]) -> tuple[float, float, float]:
    """Precision, recall and F1 of one polarity over (gold, given) pairs; ``given``: answers that count as it."""
    count = Counter((want == gold, have in given) for want, have in pairs)
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
            if errors and polarity != mention["polarity"] and {polarity, mention["polarity"]} != {"probable", "uncertain"}:
                around = note["text"][max(0, mention["begin"] - 100) : mention["begin"]], note["text"][mention["end"] :][:70]
                print(f"{mention['polarity']} -> {polarity}: {around[0]}[[{note['text'][mention['begin']:mention['end']]}]]{around[1]}".replace("\n", " "))
    return pairs


def marked(sentence: str, kind: str) -> Note:
    """A sentence of ours as a note: its marks are taken out and become mentions."""
    text, mentions, last = "", [], 0
    for mark in MARKED.finditer(sentence):
        text += sentence[last : mark.start()]
        mentions.append({"begin": len(text), "end": len(text) + len(mark[1]), "polarity": POLARITY[mark[2]]})
        text, last = text + mark[1], mark.end()
    return {"text": text + sentence[last:], "mentions": mentions, "kind": kind}


def load_halves(path: Path) -> tuple[list[Note], list[Note]]:
    """Notes that were read, and notes that are only scored."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".jsonl":
        notes = [json.loads(line) for line in text.splitlines()]
        return notes[::2], notes[1::2]
    kinds = {kind: [marked(s, kind) for s in sentences] for kind, sentences in yaml.safe_load(text).items()}
    return [n for notes in kinds.values() for n in notes[::2]], [n for notes in kinds.values() for n in notes[1::2]]


def show(title: str, pairs: list[tuple[str, str]]) -> None:
    shown = "   ".join(
        f"{name} P {p:.3f} R {r:.3f} F1 {f:.3f}" for name, counted in FIGURES.items() for p, r, f in [f1(pairs, *counted)]
    )
    size = Counter(gold for gold, _ in pairs)
    print(f"{title:34} {shown}   (n={size['negated']}, {size['uncertain']} of {len(pairs)})")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("notes", type=Path)
    parser.add_argument("--without-eds", action="store_true", help="leave out EDS-NLP, which is slow")
    parser.add_argument("--errors", action="store_true", help="show wrong mentions of the half that was read")
    parser.add_argument("--kinds", action="store_true", help="figures of each kind of our own sentences, the half that was read")
    options = parser.parse_args()
    read, scored = load_halves(options.notes)
    language = "en" if options.notes.stem.endswith("_en") else "fr"
    judges: dict[str, Judge] = {"myotome": by_myotome(language)}
    if not options.without_eds and language == "fr":
        judges["EDS-NLP"] = eds_judge()
    for name, judge in judges.items():
        for kind in ("entities", "events", "mentions"):
            if not all(kind in note for note in read):
                continue
            halves = {"read": judged(read, kind, judge, options.errors and name == "myotome"), "scored only": judged(scored, kind, judge, False)}
            halves["all"] = halves["read"] + halves["scored only"]
            for half, pairs in halves.items():
                show(f"{name} {kind} {half}", pairs)
            for group in dict.fromkeys(n["kind"] for n in read) if options.kinds and kind == "mentions" else ():
                show(f"{name}   {group}", judged([n for n in read if n["kind"] == group], kind, judge, False))


if __name__ == "__main__":
    main()
