"""The meaningful pieces of a sentence, in order: concepts, sites, sides, cues, grades, results."""

from __future__ import annotations

import re
from typing import NamedTuple

from myotome.case import Grade
from myotome.knowledge.store import Knowledge
from myotome.text.fold import Token
from myotome.text.layout import Sentence
from myotome.text.lexicon import Lexicon, Match

WEIGHTINGS = frozenset({"T1", "T2"})
ROOT = re.compile(r"^[CDLST]\d{1,2}$")
GRADE_NUMBER = re.compile(r"^[0-5]$")
MRC_WORD = re.compile(r"^M([0-5])$")
MRC_STEP = 1 / 3
MRC_MAX = 5


class Item(NamedTuple):
    """kind: see ``lexicon.Lexeme``, or "root", "grade", "mark" (punctuation). values: readings."""

    kind: str
    value: str
    first: int
    last: int
    ambiguous: bool = False
    grade: Grade | None = None


KIND_ORDER = {
    "pseudo_negation": 0, "kin_normal": 0, "concept": 1, "absent": 1, "test": 2, "site": 3, "act": 4,
    "disease": 5, "kin": 6, "result": 7,
}


def root_id(raw: str, knowledge: Knowledge) -> str | None:
    """Root id of "L5", "S1", or of "D1" (French for T1); None when there is no such root."""
    name = f"root.{raw.upper()}"
    if name in knowledge.roots:
        return name
    thoracic = f"root.T{raw[1:]}"
    return thoracic if raw[0].upper() == "D" and thoracic in knowledge.roots else None


def _roots(
    tokens: list[Token], first: int, last: int, knowledge: Knowledge, weighting: frozenset[str],
) -> list[Item]:
    """Names of roots. T1 and T2 beside words of MRI are weightings, not roots."""
    found = []
    mri = any(tokens[i].stem in weighting for i in range(first, last))
    for i in range(first, last):
        raw = tokens[i].raw
        if ROOT.match(raw) and not (mri and raw in WEIGHTINGS):
            root = root_id(raw, knowledge)
            if root:
                found.append(Item("root", root, i, i))
    return found


def mrc_value(digits: str, sign: str) -> float:
    """MRC grade as a number: 4- is 3.67, 4+ is 4.33."""
    return int(digits) + {"+": MRC_STEP, "-": -MRC_STEP}.get(sign, 0.0)


def _grades(tokens: list[Token], first: int, last: int, cue_at: set[int]) -> list[Item]:
    """MRC grades: "3/5", "4-/5", "M3-4", "M3-M4", and a bare digit after a grading word."""
    found: list[Item] = []
    i = first
    while i < last:
        raw = tokens[i].raw
        match = MRC_WORD.match(raw)
        number = match.group(1) if match else raw if GRADE_NUMBER.match(raw) else ""
        if not number:
            i += 1
            continue
        at, sign = i + 1, ""
        if at < last and tokens[at].raw in "+-" and tokens[at].start == tokens[at - 1].end and not (
            at + 1 < last and (GRADE_NUMBER.match(tokens[at + 1].raw) or MRC_WORD.match(tokens[at + 1].raw))
        ):
            sign, at = tokens[at].raw, at + 1
        low = high = mrc_value(number, sign)
        if at + 1 < last and tokens[at].raw in {"-", "–", "/"} and tokens[at].raw != "/":
            follow = tokens[at + 1].raw.lstrip("M")
            if GRADE_NUMBER.match(follow):
                high, at = float(follow), at + 2
        of_five = at + 1 < last and tokens[at].raw == "/" and tokens[at + 1].raw == "5"
        if of_five:
            at += 2
        near_cue = any(k in cue_at for k in range(max(first, i - 3), i))
        if match or of_five or near_cue:
            text = "".join(t.raw for t in tokens[i:at])
            found.append(Item("grade", "mrc", i, at - 1, grade=Grade(scale="mrc", low=min(low, high), high=max(low, high), text=text)))
            i = at
        else:
            i += 1
    return found


def _levels(tokens: list[Token], match: Match) -> bool:
    """Is the match nothing but names of roots?"""
    names = [tokens[i].raw for i in range(match.first, match.last + 1) if tokens[i].raw.isalnum()]
    return bool(names) and all(ROOT.match(name) for name in names)


def sentence_items(
    tokens: list[Token], sentence: Sentence, lexicon: Lexicon, knowledge: Knowledge,
    grade_cues: frozenset[str], weighting: frozenset[str] = frozenset(),
) -> list[Item]:
    """All items of a sentence by position; one position may hold several readings in a row."""
    first, last = sentence.first, sentence.last
    items: list[Item] = []
    taken: set[int] = set()
    for match in lexicon.matches(tokens, first, last):
        lexemes = sorted(match.lexemes, key=lambda x: KIND_ORDER.get(x.kind, 9))
        if match.first and tokens[match.first - 1].raw == "/" and len(tokens[match.first].raw) == 1:
            lexemes = [x for x in lexemes if x.kind != "side"]  # the litre of "U/L"
        if any(x.kind == "site" for x in lexemes):
            lexemes = [x for x in lexemes if x.kind != "side"]  # "médian" the nerve is no side
        for lexeme in lexemes:
            items.append(Item(lexeme.kind, lexeme.value, match.first, match.last, lexeme.ambiguous))
        if not _levels(tokens, match):  # "L5-S1" is a level of the spine, and two roots
            taken.update(match.covered or range(match.first, match.last + 1))
    cue_at = {i for i in range(first, last) if tokens[i].stem in grade_cues}
    items += [r for r in _roots(tokens, first, last, knowledge, weighting) if r.first not in taken]
    items += [g for g in _grades(tokens, first, last, cue_at) if g.first not in taken]
    items += [
        Item("mark", tokens[i].raw, i, i)
        for i in range(first, last)
        if i not in taken and tokens[i].raw in ",;:()/><?–-+"
    ]
    items.sort(key=lambda item: (item.first, KIND_ORDER.get(item.kind, 8)))
    return items
