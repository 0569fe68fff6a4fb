"""English sentences and mini-notes of many hands: what each says of the patient, written before the reader was run over it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from myotome.case import Finding
from myotome.laboratory import judge
from myotome.terms import Certainty, Experiencer, Presence, Side
from myotome.text import read

CASES = yaml.safe_load(Path(__file__).with_name("english.yaml").read_text(encoding="utf-8"))
SIDES = {side.value for side in Side}
CLOSE = 0.05
THIRD = {"+": 1 / 3, "-": -1 / 3}


class Wanted(NamedTuple):
    """A finding as the table writes it: "weakness left mrc4-", "ptosis absent", "pes_cavus @mother", "dysphagia doubted"."""

    concept: str
    presence: Presence
    side: str
    grade: float | None
    who: str
    doubted: bool


def wanted(line: str) -> Wanted:
    concept, *said = line.split()
    grade = next((word[3:] for word in said if word.startswith("mrc")), None)
    return Wanted(
        concept, Presence.ABSENT if "absent" in said else Presence.PRESENT, next((word for word in said if word in SIDES), ""),
        float(grade.rstrip("+-")) + THIRD.get(grade[-1], 0.0) if grade else None,
        next((word[1:] for word in said if word[0] == "@"), Experiencer.PATIENT.value), "doubted" in said,
    )


def fits(want: Wanted, have: Finding, knowledge) -> bool:
    named = knowledge.is_a(have.concept, want.concept) or want.concept in {
        r.concept for r in knowledge.refinements if r.becomes == have.concept
    }
    graded = want.grade is None or have.grade is not None and abs(have.grade.low - want.grade) < CLOSE
    return (
        named and graded and have.presence is want.presence and want.side in ("", have.side.value) and have.experiencer.value == want.who
        and (have.certainty is not Certainty.CERTAIN) is want.doubted
    )


@pytest.mark.parametrize("number", range(len(CASES)))
def test_a_sentence_says_what_its_reader_would_take_from_it(knowledge, number):
    case = CASES[number]
    found = [f for p in read(case["text"], knowledge, "en").patients for f in (*p.findings, *judge(p.laboratory, knowledge)[0])]
    missed = [line for line in case["read"] if not any(fits(wanted(line), f, knowledge) for f in found)]
    assert not missed, case["text"]
    if not case["read"]:
        assert not [f.concept for f in found if f.presence is Presence.PRESENT], case["text"]
