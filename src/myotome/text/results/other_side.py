"""A finding said at one side, and then of the other side without its name: "pied tombant droit, à gauche rien", "ptosis droit ; la
paupière gauche est normale", "the left ankle jerk is lost, the right preserved".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec

from myotome.case import Grade
from myotome.knowledge.store import Knowledge
from myotome.terms import Certainty, Presence, Side
from myotome.text.results.symbols import VALUES
from myotome.text.results.test_table import TestTable
from myotome.text.results.verdicts import ANY, owners
from myotome.text.scope.item import Item
from myotome.text.scope.leading import part_of, said, takes_side, where
from myotome.text.scope.mention import Mention
from myotome.text.scope.mrc import MRC_MAX
from myotome.text.scope.scope_words import single
from myotome.text.tokens.fold import Token
from myotome.text.tokens.layout import Sentence

OPPOSITE = {"left": Side.RIGHT, "right": Side.LEFT}
NAMED = frozenset({"concept", "test", "absent", "disease", "act", "measure", "exception"})  # what has words of its own
ENDS = frozenset(",;:(")
LED_REACH = 7  # tokens between "puis" and the side that it leads to
LONGEST = 12  # tokens of a clause that says no more than a side and its result
AGAIN = frozenset({"worse_cue", "milder_cue", "side_again"})  # "plus discret à gauche": there too
GENERAL = {  # kind of finding -> lists whose words are asked where it has no test of its own
    "strength": ("function", "ability", "sign"), "sensation": ("function", "ability", "sign"),
    "nerve_study": ("study", "function", "sign"), "needle_emg": ("study", "function", "sign"), "imaging": ("study", "sign", "function"),
}
SIGN_SAYS = {"minus": "normal", "plus": "abnormal"}
SIGNS = frozenset({"sign", "symptom"})  # "absent" and "non retrouvé" deny these
REFLEX = "reflex"
OF_SIGNS = ("sign", "function", "ability")


class OtherSideWords(msgspec.Struct, eq=False, frozen=True):
    """denials: "rien", "pas". doubts: "douteux". again: "idem", "aussi", "moindre". degrees: "un peu". small: what may stand beside them and says nothing."""

    denials: frozenset[str]
    doubts: frozenset[str]
    again: frozenset[str]
    degrees: frozenset[str]
    small: frozenset[str]


def other_side_words(cues: Mapping[str, Any], reader: Mapping[str, Any]) -> OtherSideWords:
    """From the cues of a language, and the reader's settings."""
    small = (
        *cues["small_words"], *cues["articles"], *cues["grade_prepositions"], *cues["side_leads"], *cues["passive_verbs"],
        *cues["paired_parts"], *cues["other_side_small"], *cues["seems"], *reader["side_enders"],
    )
    return OtherSideWords(
        denials=single(cues["elliptic_denials"]), doubts=single(cues["elliptic_doubts"]), again=single(cues["other_side_again"]),
        degrees=single(cues["other_side_degrees"]),
        small=single(small),
    )


class _Said(NamedTuple):
    presence: Presence
    certainty: Certainty = Certainty.CERTAIN


def other_sides(
    tokens: list[Token], sentence: Sentence, items: list[Item], mentions: list[Mention], before: list[Mention],
    words: OtherSideWords, table: TestTable, knowledge: Knowledge,
) -> list[Mention]:
    """What the sentence says of the other side, as mentions of the findings named before.

    mentions: those read in it. before: those of the sentence before, which one that names nothing may go on with ("Pied tombant droit.
    À gauche, RAS.").
    """
    made: list[Mention] = []
    for item in items:
        if item.kind != "side" or item.value not in OPPOSITE:
            continue
        side = Side(item.value)
        told = [m for m in (*mentions, *made) if takes_side(m.concept, knowledge)]
        first, end = _clause(tokens, items, item, sentence)
        if end - first > LONGEST or any(_within(m, first, end) for m in told):
            continue
        if told:
            bases = _bases(items, first, OPPOSITE[item.value], told, walls=";" if tokens[first - 1].raw == ";" else ",;")
        else:
            opens = all(_small(t, words) or not t.raw.isalpha() for t in tokens[sentence.first : first])
            bases = [m for m in before if opens and said(m) == {OPPOSITE[item.value]}]
        bases = [m for m in bases if not any(o.concept == m.concept and side in said(o) and o.last >= m.first for o in told)]
        inside = [i for i in items if first <= i.first < end]
        if not bases or any(_names(tokens, i, words) for i in inside) or not _here(inside, bases, knowledge):
            continue
        for base in bases:
            entry = knowledge.concepts.get(base.concept)
            kind, own = entry.kind if entry is not None else "", table.lists.get(base.concept, ())
            lists = (("sign", *own), OF_SIGNS) if kind in SIGNS else (own, GENERAL.get(kind, OF_SIGNS))
            signs = next((table.symbols[n] for n in own if n in table.symbols), {}) if kind == "reflex" else SIGN_SAYS
            if kind == "reflex":
                signs = {**signs, **{digit: signs.get(level, "") for digit, level in table.reflexes.written.items()}}
            what = _verdict(tokens, (first, end), inside, base, words, lists, signs)
            if what is not None:
                made.append(_at(base, side, what, inside, first, end))
    return made


def _names(tokens: list[Token], item: Item, words: OtherSideWords) -> bool:
    """Does the item name a finding of its own? "Récidive" is one, and says of the finding before that it is there."""
    return item.kind in NAMED and tokens[item.first].stem not in words.again


def _clause(tokens: list[Token], items: list[Item], side: Item, sentence: Sentence) -> tuple[int, int]:
    """First token and end of the words between marks or links around a side; the next ones too where the side stands alone."""
    cuts = [i for i in items if i.kind == "mark" and i.value in ENDS or i.kind in ("coordination", "contrast")]
    first = max((c.last + 1 for c in cuts if c.last < side.first), default=sentence.first)
    ends = [c for c in cuts if c.first > side.last]
    end = ends[0].first if ends else sentence.last
    bare = end - side.last <= 2 and not any(i.kind in ("result", "negation_before", "negation_after", "grade") for i in items if first <= i.first < end)
    if bare and ends and tokens[ends[0].first].raw in ",:":  # "à gauche, la paupière est normale"
        end = ends[1].first if len(ends) > 1 else sentence.last
    while end > first and not tokens[end - 1].raw[-1:].isalnum() and tokens[end - 1].raw not in "+-":
        end -= 1
    return first, end


def _within(mention: Mention, first: int, end: int) -> bool:
    """Does a finding take any of the words from first to end for itself?"""
    begin, until = mention.reach or (mention.first, mention.last)
    own = [(mention.first, mention.last), (until, until), (begin, begin), *((p.first, p.last) for p in mention.places)]
    return any(a < end and b >= first for a, b in own)


def _bases(items: list[Item], first: int, side: Side, told: list[Mention], walls: str) -> list[Mention]:
    """The finding nearest before ``first`` that is on ``side``, and those joined to it without a mark of ``walls``."""
    ahead = [m for m in sorted(told, key=lambda m: m.first) if m.last < first and not m.derived]
    if not ahead or said(ahead[-1]) != {side}:
        return []
    found = [ahead[-1]]
    for mention in reversed(ahead[:-1]):
        apart = any(i.kind == "mark" and i.value in walls and mention.last < i.first < found[-1].first for i in items)
        if apart or said(mention) != {side} or mention.scope.presence is not found[0].scope.presence:
            break
        found.append(mention)
    return found


def _here(inside: list[Item], bases: list[Mention], knowledge: Knowledge) -> bool:
    """Is each place that the clause names in the part of the body of the findings?"""
    parts = {where(m, knowledge) for m in bases}
    own = {p.site for m in bases for p in m.places} | {c.site for m in bases if (c := knowledge.concepts.get(m.concept))}
    sites = [i.value for i in inside if i.kind in ("site", "root")]
    muscles = [s for s in sites if s in knowledge.muscles]
    if sites and parts == {""} and not muscles:
        return True  # "steppage du pied gauche, puis du droit"
    return own.issuperset(muscles) and (not sites or any(s in own or part_of(s, knowledge) in parts - {""} for s in sites))


def _verdict(
    tokens: list[Token], clause: tuple[int, int], inside: list[Item], base: Mention, words: OtherSideWords,
    lists: tuple[tuple[str, ...], tuple[str, ...]], signs: Mapping[str, str],
) -> _Said | None:
    """What the clause says of the finding: there, not there, perhaps; None when it says something else.

    lists: those of the result words of the finding's own tests, and general ones. signs: what plus and minus say.
    """
    first, end = clause
    known = {k for i in inside for k in range(i.first, i.last + 1)}
    results = [owners(i.value) for i in inside if i.kind == "result"]
    if any(says.get(ANY) == "unknown" for says in results) or any(
        t.raw.isalpha() and k not in known and not _small(t, words) for k, t in enumerate(tokens[first:end], first)
    ):
        return None
    stems = {t.stem for t in tokens[first:end]}
    verdict = _meant(results, lists[0])
    if verdict:
        return _Said(Presence.ABSENT if verdict == "normal" else Presence.PRESENT)
    if any(i.kind in ("negation_before", "negation_after") for i in inside) or not words.denials.isdisjoint(stems):
        return _Said(Presence.ABSENT)
    if not words.doubts.isdisjoint(stems):
        return _Said(Presence.PRESENT, Certainty.POSSIBLE)
    if any(i.kind in AGAIN for i in inside) or not words.again.isdisjoint(stems) or not words.degrees.isdisjoint(stems) or _led(tokens, first, words):
        return _Said(base.scope.presence, base.scope.certainty)
    sign = signs.get(VALUES.get(tokens[end - 1].raw, "").removeprefix("symbol:"), "")  # "ptosis D +, G 0"
    figure = _graded(inside, base)
    if figure is not None and figure.scale == REFLEX:
        sign = signs.get(f"{figure.low:.0f}", sign)
    return _by_result(_meant(results, lists[1]) or sign, inside, base)


def _graded(inside: list[Item], base: Mention) -> Grade | None:
    """The grade of the clause, on the scale of the finding ("tricipital 1+ à gauche, 2+ à droite")."""
    grade = next((i.grade for i in inside if i.kind == "grade"), None)
    if grade is None or base.grade is None:
        return None
    if base.grade.scale != REFLEX:
        return grade
    figure = round(grade.low)
    return Grade(scale=REFLEX, low=figure, high=figure, text=grade.text)


def _by_result(verdict: str, inside: list[Item], base: Mention) -> _Said | None:
    """What a result of general words, or a grade, says."""
    grade = _graded(inside, base)
    if not verdict and grade is not None:
        verdict = "normal" if grade.low >= MRC_MAX else "abnormal"
    return _Said(Presence.ABSENT if verdict == "normal" else Presence.PRESENT) if verdict else None


def _led(tokens: list[Token], first: int, words: OtherSideWords) -> bool:
    """Does a word like "puis" lead to the clause, with nothing but a time between ("puis, en 2020, du droit")?"""
    for k in range(first - 1, max(first - LED_REACH, -1), -1):
        if tokens[k].stem in words.again:
            return True
        if tokens[k].raw.isalpha() and tokens[k].stem not in words.small:
            return False
    return False


def _small(token: Token, words: OtherSideWords) -> bool:
    """Is the word one of those that may stand in a clause of the other side?"""
    return token.stem in words.small or token.stem in words.denials or token.stem in words.doubts or token.stem in words.again or token.stem in words.degrees


def _meant(results: list[dict[str, str]], lists: tuple[str, ...]) -> str:
    """What the result words say by the first of ``lists`` that knows one: "normal", "abnormal" or ""."""
    return next((says[name] for name in lists for says in results if says.get(name) in ("normal", "abnormal")), "")


def _at(base: Mention, side: Side, what: _Said, inside: list[Item], first: int, end: int) -> Mention:
    """The finding at the other side, at the words of the clause."""
    grade = _graded(inside, base)
    return Mention(
        base.concept, first, end - 1, base.scope._replace(presence=what.presence, certainty=what.certainty),
        [p._replace(side=side, worse=None, first=first, last=end - 1) for p in base.places], side=side, grade=grade, rule="other side",
    )
