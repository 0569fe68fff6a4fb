"""Precision and recall of the reader on the annotated notes of ``benchmarks/reading``, each kind of difficulty apart.

    python benchmarks/reading_gold.py                     all sets but the closing ones, figures as a table
    python benchmarks/reading_gold.py dev_fr --misses     one set, with what was missed and what was too much
    python benchmarks/reading_gold.py --first 5 --json figures.json

``precision`` counts a finding as right when a mention of the same sentence has its presence, its owner and its concept or one a
single step broader or narrower; findings that repeat a matched mention at another grain count on neither side (the guide,
section 8). ``strict`` wants the same concept at the same words, and counts repeats as wrong. Optional mentions count on neither side (the guide,
section 7). Sets: dev_fr, dev_en, heldout_fr, closing_fr and closing_en (development sets since their figures were published), dev2_fr and dev2_en
(a later hand), and dev_cases, which needs the shared cases ($MYOTOME_SHARED or ../shared). The closing sets are run only when named;
their words are never printed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from reading_match import Alignment, Concepts, Found, align, overlapping, read_note, same_grade
from reading_notes import READING, Mention, Note, load_notes, mention

from myotome.knowledge import load
from myotome.terms import Certainty, Experiencer, Side

SETS = (
    "dev_fr", "dev_en", "heldout_fr", "dev2_fr", "dev2_en", "dev3_fr", "dev3_en", "dev4_fr", "dev4_en", "dev5_fr", "dev5_en", "dev6_fr", "dev6_en", "dev7_fr", "dev7_en",
    "dev8_fr", "dev9_fr", "dev10_fr", "dev11_fr", "dev12_fr", "dev13_fr", "dev8_en", "closing_fr", "closing_en", "dev_cases",
)
CLOSING = ("closing2_fr", "closing2_en", "closing5_fr", "closing5_cases_fr", "closing5_en", "closing6_fr", "closing6_cases_fr", "closing6b_fr", "closing6_en")
SHARED = Path(os.environ.get("MYOTOME_SHARED", Path(__file__).parents[2] / "shared"))


class Tally:
    """Shares of right answers by name."""

    def __init__(self) -> None:
        self._counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])

    def add(self, name: str, right: bool) -> None:
        self._counts[name][0] += right
        self._counts[name][1] += 1

    def shares(self) -> dict[str, dict[str, float]]:
        return {
            name: {"share": round(right / of, 3), "right": right, "of": of}
            for name, (right, of) in sorted(self._counts.items())
        }


def load_set(name: str) -> list[Note]:
    return load_notes(READING / f"{name}.yaml") if name != "dev_cases" else load_cases()


def load_cases() -> list[Note]:
    """The marked development cases, their texts taken from the shared folder. Empty without it."""
    files = sorted((SHARED / "cases").glob("*_dev.json"))
    cases = {case["id"]: case for path in files for case in json.loads(path.read_text(encoding="utf-8"))}
    notes = []
    for record in json.loads((READING / "dev_cases.json").read_text(encoding="utf-8")) if cases else ():
        text = cases[record["id"]]["vignette"]
        if hashlib.sha256(text.encode()).hexdigest()[:16] != record["sha256"]:
            raise SystemExit(f"{record['id']}: the text is not the one that was marked")
        marked = tuple(mention((m["start"], m["end"]), m) for m in record["mentions"])
        notes.append(Note(record["id"], cases[record["id"]]["language"], text, marked, ()))
    return notes


def score(tally: Tally, note: Note, found: list[Found], alignment: Alignment) -> None:
    """Add one note to the counts."""
    right = {match.found for match in alignment.matches}
    exact = {match.found for match in alignment.matches if match.exact}
    optional = {match.found for match in alignment.matches if note.mentions[match.mention].optional}
    for number in range(len(found)):
        if number not in optional and number not in alignment.aside:
            tally.add("precision", number in right)
        tally.add("precision, strict", number in exact)
    at = {match.mention: match for match in alignment.matches}
    for number, want in enumerate(note.mentions):
        if want.optional:
            continue
        match = at.get(number)
        have = either_side(want, found[match.found], found) if match else None
        tally.add("recall", match is not None)
        tally.add("recall, strict", match is not None and match.exact)
        for kind in want.kinds:
            tally.add(f"kind {kind}", have is not None and fits(want, have))
        if have is not None:
            attributes(tally, want, have)
    for trap in note.traps:
        tally.add(f"trap {trap.kind}", not overlapping(trap.start, trap.end, found))


def either_side(want: Mention, have: Found, found: list[Found]) -> Found:
    """What was read; as of both sides where the note says both and the same words gave one finding on the right and one on the left."""
    sides = {
        f.side for f in found if overlapping(want.start, want.end, [f])
        and (f.concept, f.presence, f.who) == (have.concept, have.presence, have.who) and (want.grade is None or same_grade(want.grade, f.grade))
    }
    return have._replace(side=Side.BOTH) if want.side is Side.BOTH and {Side.RIGHT, Side.LEFT} <= sides else have


def fits(want: Mention, have: Found) -> bool:
    """Side, grade and doubt right too, where the note says them."""
    side = want.side is Side.UNSAID or want.side is have.side
    doubt = want.certainty is Certainty.CERTAIN or have.certainty is not Certainty.CERTAIN
    return side and doubt and (want.grade is None or same_grade(want.grade, have.grade))


def attributes(tally: Tally, want: Mention, have: Found) -> None:
    if want.side is not Side.UNSAID:
        tally.add("side", want.side is have.side)
    else:
        tally.add("no side invented", have.side is Side.UNSAID)
    if want.grade is not None:
        tally.add("grade", same_grade(want.grade, have.grade))
    if want.certainty is not Certainty.CERTAIN:
        tally.add("doubt seen", have.certainty is not Certainty.CERTAIN)
        tally.add("doubt, exact word", have.certainty is want.certainty)
    else:
        tally.add("no doubt invented", have.certainty is Certainty.CERTAIN)
    if want.who is not Experiencer.PATIENT:
        tally.add("whose, exact", have.who is want.who)


def misses(note: Note, found: list[Found], alignment: Alignment) -> Iterable[str]:
    at = {match.mention: match.found for match in alignment.matches}
    for number, want in enumerate(note.mentions):
        words = f"{note.text[want.start:want.end]!r} {want.concept} {want.presence.value}"
        if number not in at and not want.optional:
            yield f"{note.id}  missed    {words} {want.side.value} {','.join(want.kinds)}"
        elif number in at and not want.optional and not fits(want, either_side(want, found[at[number]], found)):
            have = either_side(want, found[at[number]], found)
            yield f"{note.id}  attribute {words} {want.side.value} {want.grade}; read {have.side.value} {have.grade}"
    spared = set(at.values()) | alignment.aside
    for number, have in enumerate(found):
        if number not in spared:
            words = " ... ".join(note.text[s:e] for s, e in have.spans)
            yield f"{note.id}  too much  {words!r} {have.concept} {have.presence.value} {have.who.value}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", choices=[*SETS, *CLOSING, []], help="default: all but the closing ones")
    parser.add_argument("--first", type=int, help="only the first notes of each set")
    parser.add_argument("--misses", action="store_true", help="print what was missed and what was too much")
    parser.add_argument("--json", type=Path, help="write the figures there")
    options = parser.parse_args()
    if options.misses and set(options.sets) & set(CLOSING):
        parser.error("--misses would print words of a closed set; whoever writes rules must not see them")
    knowledge = load()
    concepts = Concepts(knowledge)
    figures = {}
    for name in options.sets or SETS:
        tally = Tally()
        notes = load_set(name)[: options.first]
        for note in notes:
            found = read_note(note.text, note.language, knowledge)
            alignment = align(note, found, concepts)
            score(tally, note, found, alignment)
            if options.misses:
                print(*misses(note, found, alignment), sep="\n")
        figures[name] = {"notes": len(notes), **tally.shares()}
        print(f"\n{name}: {len(notes)} notes")
        for title, figure in tally.shares().items():
            print(f"  {title:34} {figure['share']:.3f}  ({figure['right']} of {figure['of']})")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
