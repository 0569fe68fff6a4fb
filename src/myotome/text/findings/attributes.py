"""What adjectives and verbs beside a finding say of it: severity, tempo, course, topography.

"Importante amyotrophie distale des mains, d'aggravation progressive". A word goes to the finding whose name holds it, else to the
one right beside it, else to the one before it. The words stand in ``words/attributes.yaml``; the values are those of
../shared/facts/reading.md, section 1. Nothing is derived: what no word says stays unsaid.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from myotome.knowledge.store import Knowledge
from myotome.terms import Course, Presence, Topography
from myotome.text.scope.mention import FOREIGN, VALUES, Mention, Said
from myotome.text.tokens.fold import Token, fold
from myotome.text.tokens.layout import Sentence
from myotome.text.tokens.phrases import folded

CHANGES = frozenset({"worse", "better", "progressive"})
NEVER = "none"
WALLS = frozenset(";:\n")
DIRECT = 2  # unknown words between an adjective and its finding
REACH = 8  # unknown words between a finding and what is told of it later in its sentence
UNIT = 3  # letters from which a word counts


class AttributeCue(NamedTuple):
    """A word of one attribute in a sentence, as token positions."""

    attribute: str
    value: str
    first: int
    last: int


class AttributeWords:
    """The attribute words of one language, each wording under its longest word: the other ones are too common to look at each."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        table: dict[str, list[tuple[int, tuple[str, ...], str, str]]] = {}
        for attribute in VALUES:
            for value, phrases in words[attribute].items():
                for phrase in dict.fromkeys(map(folded, phrases)):
                    key = max(phrase, key=len)
                    table.setdefault(key, []).append((phrase.index(key), phrase, attribute, value))
        self.keys = {stem: tuple(rows) for stem, rows in table.items()}
        self.deniers = frozenset(map(fold, words["deniers"]))
        self.linking = frozenset(map(fold, words["linking"]))
        self.patterns = frozenset(map(fold, words["patterns"]))
        self.tied = frozenset(map(fold, words["tied"]))

    def cues(self, tokens: list[Token], sentence: Sentence, places: Sequence[int]) -> list[AttributeCue]:
        """Attribute words of a sentence, those that are denied left out or turned round. places: of words that may be keys."""
        keys, first, last = self.keys, sentence.first, sentence.last
        matches: list[AttributeCue] = []
        for i in places:
            for offset, phrase, attribute, value in keys.get(tokens[i].stem, ()):
                begin, end = i - offset, i - offset + len(phrase)
                if len(phrase) == 1 or begin >= first and end <= last and all(
                    tokens[begin + n].stem == stem for n, stem in enumerate(phrase)
                ):
                    matches.append(AttributeCue(attribute, value, begin, end - 1))
        if not matches:
            return matches
        matches.sort(key=lambda cue: (cue.first, -cue.last))
        found: list[AttributeCue] = []
        free = first
        for cue in matches:
            if cue.first >= free:
                free = cue.last + 1
                if cue.value != NEVER:
                    if cue.attribute == "course" and found and found[-1].attribute == "severity" and found[-1].last == cue.first - 1:
                        found.pop()  # "légèrement aggravé": the change is slight, not the finding
                    found += self._as_said(tokens, first, cue)
        return found

    def _as_said(self, tokens: list[Token], begin: int, cue: AttributeCue) -> list[AttributeCue]:
        """The cue itself; "stable" for a change denied; nothing for another word denied ("non sévère")."""
        k = cue.first - 1
        while k >= begin and tokens[k].stem in self.linking:
            k -= 1
        if k < begin or tokens[k].stem not in self.deniers:
            return [cue]
        if cue.attribute == "course" and cue.value in CHANGES:
            return [AttributeCue("course", Course.STABLE.value, k, cue.last)]
        return []


class Telling(NamedTuple):
    """Concepts by what words can say of them. given: concept of the course -> attribute and value that it gives to others.
    targets: those that a word can be said of. patterned: those of them that "distal" can be said of."""

    given: dict[str, tuple[str, str]]
    targets: frozenset[str]
    patterned: frozenset[str]


def telling(knowledge: Knowledge) -> Telling:
    """Sort the concepts by what words can say of them; FOREIGN takes every word."""
    table = knowledge.words["attributes"]
    kinds = {c.id: c.kind for c in knowledge.concepts.values()} | {FOREIGN: ""}
    targets = frozenset(c for c, kind in kinds.items() if kind not in table["untold"])
    return Telling(
        {
            concept: (attribute, value)
            for attribute, values in table["course_concepts"].items() for value, concepts in values.items() for concept in concepts
        },
        targets, frozenset(c for c in targets if kinds[c] not in table["unsided_kinds"]),
    )


def attribute(
    tokens: list[Token], sentence: Sentence, mentions: list[Mention], places: Sequence[int], words: AttributeWords,
    table: Telling,
) -> None:
    """Give the mentions of one sentence the attributes that words beside them say. places: of words that may be such."""
    cues = words.cues(tokens, sentence, places)
    inside = {k for cue in cues for k in range(cue.first, cue.last + 1)}
    given, targets = table.given, []
    for mention in mentions:
        if mention.concept in table.targets:
            targets.append(mention)
        elif mention.concept in given and mention.first not in inside:
            cues += _told(mention, *given[mention.concept])
    if not cues or not targets:
        return
    targets.sort(key=_place)
    cues.sort(key=_place)
    inside = {k for cue in cues for k in range(cue.first, cue.last + 1)}
    findings = [m for m in targets if not _is_pattern(tokens, m, inside, words)] or targets
    for cue in cues:
        for mention in _owners(tokens, cue, targets, findings, inside, words):
            if _fits(mention, cue, table):
                mention.said = mention.said or Said()
                mention.said.take(*cue)


def _place(said: Mention | AttributeCue) -> int:
    return said.first


def _told(mention: Mention, attribute: str, value: str) -> list[AttributeCue]:
    """What a concept of the course says of the findings beside it; denied, a change is stability."""
    if mention.scope.presence is Presence.PRESENT:
        return [AttributeCue(attribute, value, mention.first, mention.last)]
    if attribute == "course" and value in CHANGES:
        return [AttributeCue(attribute, Course.STABLE.value, mention.first, mention.last)]
    return []


def _fits(mention: Mention, cue: AttributeCue, table: Telling) -> bool:
    """An absent finding has no severity and no course; a normal test ("ROT présents et symétriques") no pattern either."""
    if mention.scope.presence is Presence.ABSENT:
        return cue.attribute == "topography" and not mention.rule and cue.value != Topography.SYMMETRIC.value
    return cue.attribute != "topography" or mention.concept in table.patterned


def _owners(
    tokens: list[Token], cue: AttributeCue, targets: list[Mention], findings: list[Mention], inside: set[int],
    words: AttributeWords,
) -> list[Mention]:
    """The mentions that a word is said of. findings: those of ``targets`` that are no mere pattern.

    "Amyotrophie à prédominance distale": the pattern is a finding of its own, and said of the other.
    """
    own = [m for m in targets if m.first <= cue.last and cue.first <= m.last]
    held = [m for m in own if m in findings]
    if held:
        return own + [m for m in targets if m not in own and any(o.first <= m.last and m.first <= o.last for o in held)]
    return own + _beside(tokens, cue, [m for m in findings if m not in own], inside, words)


def _is_pattern(tokens: list[Token], mention: Mention, inside: set[int], words: AttributeWords) -> bool:
    """Is the mention's wording made of attribute words alone ("prédominance distale", "en chaussettes")?"""
    return all(
        k in inside or tokens[k].stem in words.patterns or len(tokens[k].raw) < UNIT for k in range(mention.first, mention.last + 1)
    )


def _beside(
    tokens: list[Token], cue: AttributeCue, targets: list[Mention], inside: set[int], words: AttributeWords,
) -> list[Mention]:
    """The mentions right beside a word, else those before it."""
    at = next((n for n, m in enumerate(targets) if m.first > cue.last), len(targets))
    after = targets[at] if at < len(targets) else None
    before = targets[at - 1] if at else None
    gap_after = None if after is None else _gap(tokens, cue.last + 1, after.first, inside, words)
    gap_before = None if before is None else _gap(tokens, before.last + 1, cue.first, inside, words)
    ahead = after is not None and gap_after is not None and gap_after.tight
    behind = before is not None and gap_before is not None and gap_before.tight
    if before is None and gap_after is not None and gap_after.words <= DIRECT:
        ahead = True  # "distale et symétrique, la faiblesse ..."
    if after is not None and ahead and not (behind and gap_before and gap_after and gap_before.words <= gap_after.words):
        return [m for m in targets[at:] if m.first <= after.last]  # one wording may be two findings
    if before is None or gap_before is None or gap_before.words > REACH:
        return []
    held = [m for m in targets[:at] if m.last >= before.first]
    if behind and _plural(tokens[cue.last]):
        k = at - len(held) - 1
        while k >= 0 and _are_tied(tokens, targets[k].last + 1, held[-1].first, words):
            held.append(targets[k])
            k -= 1
    return held


class _Gap(NamedTuple):
    """words: unknown words in it. tight: few, and no comma or "et" among them."""

    words: int
    tight: bool


def _gap(tokens: list[Token], first: int, last: int, inside: set[int], words: AttributeWords) -> _Gap | None:
    """What stands between a word and a finding; None for a wall."""
    unknown, parted = 0, False
    for k in range(first, last):
        token = tokens[k]
        if token.raw in WALLS and token.raw != "\n":
            return None
        if k in inside:
            continue
        if token.raw == "," or token.stem in words.tied and token.stem not in words.linking:
            parted = True
        elif token.raw.isalpha() and len(token.raw) >= UNIT and token.stem not in words.linking:
            unknown += 1
    return _Gap(unknown, not parted and unknown <= DIRECT)


def _plural(token: Token) -> bool:
    return token.raw[-1:].lower() in "sx"


def _are_tied(tokens: list[Token], first: int, last: int, words: AttributeWords) -> bool:
    """Do only commas, "et" and small words stand between two findings?"""
    return all(tokens[k].stem in words.tied for k in range(first, last))
