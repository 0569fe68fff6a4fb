"""Grades of strength as written: "3/5", "4-/5", "M3-4", "entre 3 et 4/5", "2 sur 5"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from myotome.case import Grade
from myotome.terms import Side
from myotome.text.scope.scope_words import single
from myotome.text.tokens.fold import Token, fold
from myotome.text.tokens.layout import LONGEST, Sentence

MRC_WORDS = {f"{letter}{n}": str(n) for letter in ("", "M") for n in range(6)}
MRC_STEP = 1 / 3
TEN = "10"
TENTHS = frozenset({str(n) for n in range(11)})
MRC_MAX = 5
DASHES = frozenset("-–")
SIGNS = frozenset("+-")
SIDE_WORDS = 3  # tokens in which the side of a digit stands
SMALL = 3  # letters of a small word between them
TITLE = 5  # tokens of a title at the head of a line
LIST_ENDS = frozenset(",;.()/+-\n")  # what may stand behind a bare digit in a list of graded muscles
CUE_REACH = 3  # tokens between a word of grading and its bare digit


class GradeWords(msgspec.Struct, eq=False, frozen=True):
    """Folded words. cues: of grading. opens, joins: of a range ("entre 3 et 4"). of_five: between the grade and its scale. leads:
    from a muscle to its bare grade ("finger abduction at 4"). reflexes: titles of a list of reflexes, whose digits are none of strength.
    changes: between the grade that was and the one that is ("from 2/5 to 4/5"). respectively: gives each of a list its own of another list. scores: names of scores, whose figures are no grades. item_scores: those of them that are titles of lists. points: stem of a score's
    name -> points of a sign without trouble. symmetric: behind grades, says that they are of both sides. rest: "reste". throughout: "partout". sides: letters and words of right and left. units: behind a figure, say that it is none of strength ("à 3 Hz").
    verbs: between a muscle and its bare grade in a list ("les psoas tiennent 4+"). parts: ids of the parts of a limb ("en proximal"). numerals: "deux" to "cinq" and their figures. signs: "moins", "plus" behind one. spelled: those words
    of them that wake the rules for grades in words. tenths: say that the strength of muscles is told from 0 to 10; of_ten: MRC grade of each of these."""

    cues: frozenset[str]
    opens: frozenset[str]
    joins: frozenset[str]
    of_five: frozenset[str]
    leads: frozenset[str]
    reflexes: frozenset[str]
    changes: frozenset[str]
    respectively: frozenset[str]
    scores: frozenset[str]
    points: dict[str, str]
    item_scores: frozenset[str]
    symmetric: frozenset[str]
    rest: frozenset[str]
    throughout: frozenset[str]
    sides: dict[str, Side]
    units: frozenset[str]
    verbs: frozenset[str]
    parts: frozenset[str]
    numerals: dict[str, str]
    signs: dict[str, str]
    spelled: frozenset[str]
    tenths: frozenset[str]
    of_ten: tuple[str, ...]


def grade_words(cues: Mapping[str, Any], reader: Mapping[str, Any]) -> GradeWords:
    """The words of one language. cues: its file in ``knowledge/words``. reader: the reader's settings."""
    words = cues["grade_range"]
    numerals = {fold(word): str(n) for word, n in cues["number_words"].items() if 1 < n <= MRC_MAX and word not in words["vague"]}
    signs = {fold(word): sign for word, sign in words["signs"].items()}
    return GradeWords(
        single(cues["grade_cue"]), single(words["opens"]), single(words["joins"]), single(words["of_five"]),
        leads=single((*cues["grade_prepositions"], *cues["passive_verbs"], *words["verbs"])), reflexes=single(cues["table"]["reflexes"]),
        changes=single(words["changes"]), respectively=single(cues["respectively"]), scores=single(cues["scores"]), item_scores=single(cues["item_scores"]),
        symmetric=single(words["symmetric"]), rest=single(words["rest"]), throughout=single(cues["elsewhere"]),
        points={fold(name): none for name, none in reader["score_points"].items()},
        verbs=single((*words["verbs"], *cues["passive_verbs"])), parts=frozenset(part for own in reader["limb_parts"].values() for part in own),
        numerals=numerals, signs=signs, spelled=frozenset((*numerals, *(stem for stem, sign in signs.items() if sign == "-"))), units=single(words["units"]), tenths=single(words["tenths"]), of_ten=tuple(reader["grades_of_ten"]), sides={fold(w): Side(side) for side in ("left", "right") for w in cues["side"][side] if w.isalpha()},
    )


def mrc_value(digits: str, sign: str) -> float:
    """MRC grade as a number: 4- is 3.67, 4+ is 4.33."""
    return int(digits) + {"+": MRC_STEP, "-": -MRC_STEP}.get(sign, 0.0)


def mrc_grades(
    tokens: list[Token], numbered: list[int], sentence: Sentence, words: GradeWords, beside: set[int],
) -> list[tuple[int, int, Grade]]:
    """Grades among the numbers at positions ``numbered`` of a sentence, with their first and last positions.

    A bare digit is one only behind a word of grading or at one of the positions ``beside`` muscles.
    """
    found: list[tuple[int, int, Grade]] = []
    first, last = sentence.first, sentence.last
    apart = len(numbered) > 1 and not words.respectively.isdisjoint(sentence.stem_set)
    scored, graded = not words.scores.isdisjoint(sentence.stem_set), not words.cues.isdisjoint(sentence.stem_set)
    if apart:
        beside = beside | _chained(tokens, numbered, last, words)
    for i in numbered:
        if tokens[i].raw not in MRC_WORDS or found and i <= found[-1][1]:
            continue
        if scored and any(tokens[k].stem in words.scores for k in range(max(first, i - CUE_REACH), i)):
            continue  # "INCAT MS 3/5"
        low, at = _one(tokens, i, last)
        cued = graded and any(tokens[k].stem in words.cues for k in range(max(first, i - CUE_REACH), i))
        high, at, ranged = (None, at, False) if apart else _range(tokens, i, at, last, words, cued=cued)
        high = low if high is None else high
        if (low, high) == (0, MRC_MAX):
            continue  # the scale itself: "Force (M0-M5)"
        close = _scale(tokens, at, last, words)
        if close + 1 < last and tokens[close].raw == "/" and tokens[close + 1].raw == TEN:
            continue  # of a scale of ten
        limb = close < last and len(tokens[close].raw) > 1 and tokens[close].raw.isupper() and i in beside  # "JA 4 MS 5", not "4 ms"
        if close < last and tokens[close].stem in words.units and close == at and not limb:
            continue
        named = len(tokens[i].raw) > 1 or close > at or i in beside
        if named or cued or ranged and i - CUE_REACH > first and tokens[i - CUE_REACH - 1].stem in words.cues:
            text = tokens[i].raw + "".join(
                (" " if tokens[k].start > tokens[k - 1].end else "") + tokens[k].raw for k in range(i + 1, close)
                if tokens[k].end > tokens[k].start  # a scale that only the table's reading has
            )
            found.append((i, close - 1, Grade(scale="mrc", low=min(low, high), high=max(low, high), text=text)))
    return found


def tenths(tokens: list[Token], sentence: Sentence, words: GradeWords) -> list[tuple[int, int, Grade]]:
    """Strengths from 0 to 10 as grades of five ("MMT8: deltoids 8/10"), with their first and last positions."""
    if words.tenths.isdisjoint(sentence.stem_set) and words.tenths.isdisjoint(sentence.heading):
        return []
    found: list[tuple[int, int, Grade]] = []
    for i in sentence.figures:
        if i + 2 >= sentence.last or tokens[i + 1].raw != "/" or tokens[i + 2].raw != TEN or tokens[i].raw not in TENTHS:
            continue
        grade = words.of_ten[int(tokens[i].raw)]
        value = mrc_value(grade[0], grade[1:])
        found.append((i, i + 2, Grade(scale="mrc", low=value, high=value, text=tokens[i].raw + "/" + TEN)))
    return found


def _chained(tokens: list[Token], numbered: list[int], last: int, words: GradeWords) -> set[int]:
    """Positions of grades that only commas, "et" and "à" part from one another ("à 2, 3 et 4/5 respectivement")."""
    grades = [i for i in numbered if tokens[i].raw in MRC_WORDS and not (i and tokens[i - 1].raw == "/")]
    found: set[int] = set()
    for i, j in zip(grades, grades[1:], strict=False):
        begin = _scale(tokens, _one(tokens, i, last)[1], last, words)
        if all(t.raw == "," or t.stem in words.joins or t.stem in words.opens for t in tokens[begin:j]):
            found |= {i, j}
    return found


def _one(tokens: list[Token], i: int, last: int) -> tuple[float, int]:
    """The grade at ``i`` with its plus or minus, and the position behind it."""
    number, at = MRC_WORDS[tokens[i].raw], i + 1
    joined = at < last and tokens[at].raw in SIGNS and tokens[at].start == tokens[at - 1].end
    if joined and not (at + 1 < last and tokens[at + 1].raw in MRC_WORDS):
        return mrc_value(number, tokens[at].raw), at + 1
    return mrc_value(number, ""), at


def _range(tokens: list[Token], i: int, at: int, last: int, words: GradeWords, *, cued: bool) -> tuple[float | None, int, bool]:
    """The other end of a range, None when there is none; the position behind it; was it told in words? cued: behind a word of grading."""
    if at + 1 >= last or tokens[at + 1].raw not in MRC_WORDS:
        return None, at, False
    if tokens[at].raw in DASHES:
        high, close = _one(tokens, at + 1, last)
        return high, close, False
    if tokens[at].stem not in words.joins:
        return None, at, False
    high, close = _one(tokens, at + 1, last)
    opened = cued or i > 0 and tokens[i - 1].stem in words.opens
    scaled = _scale(tokens, close, last, words) > close  # "3 à 4/5"
    return (high, close, True) if opened or scaled else (None, at, False)


def _scale(tokens: list[Token], at: int, last: int, words: GradeWords) -> int:
    """The position behind "/5" or "sur 5" at ``at``, or ``at`` when neither stands there."""
    if at + 1 < last and tokens[at + 1].raw == "5" and (tokens[at].raw == "/" or tokens[at].stem in words.of_five):
        return at + 2
    return at


def titled(tokens: list[Token], first: int, cues: frozenset[str]) -> bool:
    """Does the line that holds a sentence begin with a word of grading and a colon ("Power: UL 4/5. Neck flexion 4")?"""
    begin = first
    while begin > max(0, first - LONGEST) and tokens[begin - 1].raw != "\n":
        begin -= 1
    head = [k for k in range(begin, min(first, begin + TITLE)) if tokens[k].raw == ":"]
    return bool(head) and any(tokens[k].stem in cues for k in range(begin, head[0]))


def closes(tokens: list[Token], at: int, last: int) -> bool:
    """Does a digit that ends before ``at`` have no word behind it that it counts ("at 4 months")?"""
    return at >= last or tokens[at].raw in LIST_ENDS


def behind_sign(tokens: list[Token], k: int, last: int) -> int:
    """The position behind a digit and the plus or minus that touches it."""
    close = k + 1
    return close + 1 if close < last and tokens[close].raw in SIGNS and tokens[close].start == tokens[k].end else close


def before_side(tokens: list[Token], at: int, last: int, sides: set[int]) -> bool:
    """Does a side stand at ``at``, or behind the small words there ("4 à gauche", "3 on the left")?"""
    for k in range(at, min(at + SIDE_WORDS, last)):
        if k in sides:
            return True
        if not tokens[k].raw.isalpha() or len(tokens[k].raw) > SMALL:
            return False
    return False
