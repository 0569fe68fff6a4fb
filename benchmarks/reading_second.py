"""Fifteen notes for a second annotator, and how far the two agree (docs/annotation-guide.md, section 8).

    python benchmarks/reading_second.py hand-out FOLDER       texts.yaml and concepts.tsv: all that the second one may see
    python benchmarks/reading_second.py agreement FILE.yaml   F1 on concept and presence, kappa of presence, sides

The second annotator answers with a YAML list of ``{id: fr-001, mentions: [{quote: ..., concept: ..., presence: absent}]}``, the
fields of the guide. Optional mentions of either count on neither side.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

import yaml
from reading_match import Concepts, Found, align, as_mentioned
from reading_notes import READING, Note, load_notes, mention, place

from myotome.knowledge import load
from myotome.knowledge.store import Knowledge
from myotome.terms import Presence, Side

SEED = 20260602
HOW_MANY = 15


def drawn() -> list[Note]:
    """The same fifteen French notes each time, from both sets."""
    notes = [note for name in ("dev_fr", "heldout_fr") for note in load_notes(READING / f"{name}.yaml")]
    return sorted(random.Random(SEED).sample(sorted(notes), HOW_MANY))


def hand_out(folder: Path, knowledge: Knowledge) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    texts = [{"id": note.id, "text": note.text} for note in drawn()]
    (folder / "texts.yaml").write_text(yaml.safe_dump(texts, allow_unicode=True, width=1000), encoding="utf-8")
    lines = [
        "\t".join((c.id, c.names.fr, c.names.en, ",".join(c.parents), c.site)) for c in knowledge.concepts.values()
    ]
    (folder / "concepts.tsv").write_text("\n".join(("id\tfr\ten\tparents\tsite", *lines)) + "\n", encoding="utf-8")


def second_notes(path: Path, first: list[Note]) -> list[Note]:
    """The second annotator's mentions, resolved on the same texts."""
    answers = {record["id"]: record for record in yaml.safe_load(path.read_text(encoding="utf-8"))}
    missing = [note.id for note in first if note.id not in answers]
    if missing:
        raise SystemExit(f"{path.name}: no answer for {', '.join(missing)}")
    return [
        note._replace(mentions=tuple(
            mention(place(note.text, m, note.id), m) for m in answers[note.id]["mentions"] or ()
        ), traps=())
        for note in first
    ]


def paired(first: Note, second: Note, concepts: Concepts) -> list[tuple[Found, Found]]:
    """Mentions of the same place and concept, whatever their presence: for kappa."""
    one = [as_mentioned(m)._replace(presence=Presence.PRESENT) for m in second.mentions]
    blind = first._replace(mentions=tuple(m._replace(presence=Presence.PRESENT) for m in first.mentions))
    return [
        (as_mentioned(first.mentions[match.mention]), as_mentioned(second.mentions[match.found]))
        for match in align(blind, one, concepts).matches
        if not (first.mentions[match.mention].optional or second.mentions[match.found].optional)
    ]


def kappa(pairs: list[tuple[Found, Found]]) -> float:
    """Cohen's kappa of presence. Source: J. Cohen, Educ Psychol Meas 1960 [memory]."""
    agreed = sum(a.presence is b.presence for a, b in pairs) / len(pairs)
    present = [sum(pair[n].presence is Presence.PRESENT for pair in pairs) / len(pairs) for n in (0, 1)]
    chance = present[0] * present[1] + (1 - present[0]) * (1 - present[1])
    return 1.0 if chance == 1 else (agreed - chance) / (1 - chance)


def agreement(path: Path, knowledge: Knowledge) -> dict[str, float]:
    concepts = Concepts(knowledge)
    first = drawn()
    second = second_notes(path, first)
    both = one = two = 0
    pairs: list[tuple[Found, Found]] = []
    for a, b in zip(first, second, strict=True):
        matches = align(a, [as_mentioned(m) for m in b.mentions], concepts).matches
        neutral = {m.found for m in matches if a.mentions[m.mention].optional}
        spared = {m.mention for m in matches if b.mentions[m.found].optional}
        both += sum(m.found not in neutral and m.mention not in spared for m in matches)
        one += sum(not m.optional and n not in spared for n, m in enumerate(a.mentions))
        two += sum(not m.optional and n not in neutral for n, m in enumerate(b.mentions))
        pairs += paired(a, b, concepts)
    sided = [(a, b) for a, b in pairs if (a.side, b.side) != (Side.UNSAID, Side.UNSAID)]
    return {
        "notes": len(first), "first": one, "second": two, "agreed": both,
        "F1 concept and presence": round(2 * both / (one + two), 3),
        "pairs": len(pairs), "kappa presence": round(kappa(pairs), 3),
        "sided pairs": len(sided), "same side": round(sum(a.side is b.side for a, b in sided) / len(sided), 3),
    }


def main() -> None:
    match sys.argv[1:]:
        case ["hand-out", folder]:
            hand_out(Path(folder), load())
        case ["agreement", answers]:
            print(json.dumps(agreement(Path(answers), load()), indent=1))
        case _:
            raise SystemExit(__doc__)


if __name__ == "__main__":
    main()
