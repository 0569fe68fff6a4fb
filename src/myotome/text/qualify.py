"""Attributes of spans that somebody else found: presence, certainty, side, grade, whose, when, severity, course ..."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import msgspec

from myotome.case import Finding, Grade, Time
from myotome.knowledge import load
from myotome.knowledge.store import Knowledge
from myotome.terms import (
    Certainty,
    Course,
    Experiencer,
    Presence,
    Severity,
    Side,
    Tempo,
    Topography,
    When,
)
from myotome.text.findings.attributes import attribute
from myotome.text.findings.compose import attach
from myotome.text.findings.cue_words import Words, words_for
from myotome.text.findings.story import Story
from myotome.text.results.grades import attach_grades
from myotome.text.scope.after import look_back
from myotome.text.scope.again import said_again
from myotome.text.scope.item import Item, by_kind
from myotome.text.scope.items import sentence_items
from myotome.text.scope.kinship import Kinship
from myotome.text.scope.mention import FOREIGN, UNTOLD, Mention, Said
from myotome.text.scope.scope import Scope, scopes
from myotome.text.scope.scope_words import ScopeWords
from myotome.text.scope.sides import side_marks
from myotome.text.tokens.fold import Token, tokenise
from myotome.text.tokens.language import detect
from myotome.text.tokens.layout import Sentence, sentences
from myotome.text.tokens.vocabulary import cue_lexicon_for, lexicon_for

STATED = frozenset({Certainty.POSSIBLE.value, Certainty.PROBABLE.value})
KEPT = frozenset({"side", "stop"})  # what the words of a span may say of other things
NEAR_GRADE = 8  # tokens between a span and the graded muscles that it names
PARTICLE_REACH = 3  # tokens between "ne" and the verb that it denies


class Qualified(msgspec.Struct, frozen=True, kw_only=True):
    """What the words around a span say of it. start, end: the span as given. What is said to be gone ("la toux a cédé") is absent and
    resolved; whose going is named ("disparition de la toux") is present and resolved."""

    start: int
    end: int
    presence: Presence = Presence.PRESENT
    certainty: Certainty = Certainty.CERTAIN
    side: Side = Side.UNSAID
    worse: Side | None = None
    grade: Grade | None = None
    experiencer: Experiencer = Experiencer.PATIENT
    when: When = When.AT_VISIT
    severity: Severity | None = None
    tempo: Tempo | None = None
    course: Course | None = None
    topography: tuple[Topography, ...] = ()
    time: Time | None = None
    date: str | None = None
    age: float | None = None


def qualify(
    text: str, spans: Sequence[tuple[int, int]], language: str | None = None, knowledge: Knowledge | None = None,
) -> list[Qualified]:
    """Qualify spans (start, end) of ``text``, in their order. A span without a word is present and certain.

    >>> [q.presence.value for q in qualify("Pas de fièvre, ni de toux. Asthénie.", [(7, 13), (21, 25), (27, 35)], "fr")]
    ['absent', 'absent', 'present']
    """
    knowledge = knowledge or load()
    tokens = tokenise(text)
    language = language or detect(tokens, knowledge)
    words = words_for(knowledge, language)
    tokens, found = sentences(text, tokens, (), words.short)
    starts, ends = [t.start for t in tokens], [t.end for t in tokens]
    firsts = [s.first for s in found]
    held: dict[int, list[tuple[int, int, int]]] = {}
    for number, (start, end) in enumerate(spans):
        first, last = bisect_right(ends, start), bisect_left(starts, end) - 1
        at = bisect_right(firsts, first) - 1
        if start < end and first <= last and at >= 0:
            held.setdefault(at, []).append((first, min(last, found[at].last - 1), number))
    done = [Qualified(start=start, end=end) for start, end in spans]
    story, kinship = Story(text, tokens, words.moments, words.telling.given), Kinship(words.kin)
    for at, sentence in enumerate(found):
        inside = held.get(at, ())
        if not inside:
            story.hear(sentence, [], [], words.told_at(sentence), _figures(tokens, sentence))
            continue
        qualified = _sentence(tokens, sentence, inside, words, knowledge, language, story, kinship)
        for (_, _, number), given in zip(inside, qualified, strict=True):
            start, end = spans[number]
            done[number] = msgspec.structs.replace(given, start=start, end=end)
    return [_anchored(q, story) if q.time is not None and q.date is None else q for q in done]


def _figures(tokens: Sequence[Token], sentence: Sentence) -> list[int]:
    return [k for k in range(sentence.first, sentence.last) if tokens[k].raw[0].isdecimal()]


def _anchored(qualified: Qualified, story: Story) -> Qualified:
    """With the date that the whole text gives to the time's anchor."""
    (told,) = story.anchored([Finding(concept=FOREIGN, time=qualified.time, age=qualified.age)], None)
    return msgspec.structs.replace(qualified, date=told.date, age=told.age)


def _sentence(
    tokens: list[Token], sentence: Sentence, inside: Sequence[tuple[int, int, int]], words: Words, knowledge: Knowledge,
    language: str, story: Story, kinship: Kinship,
) -> list[Qualified]:
    """The spans of one sentence, given as token positions, qualified."""
    cues = sentence_items(tokens, sentence, cue_lexicon_for(knowledge, language), knowledge, words.grading, words.not_roots, words.numerals, words.scope)
    full = sentence_items(tokens, sentence, lexicon_for(knowledge, language), knowledge, words.grading, words.not_roots, words.numerals, words.scope)
    cues = said_again(cues)
    held = {k for first, last, _ in inside for k in range(first, last + 1)}
    items = [
        i for i in cues if i.kind in KEPT
        or i.first not in held and not (i.kind == "negation_before" and i.last in held)  # the "écarté" of "après avoir écarté"
    ]
    items += [i for i in full if i.kind == "site"]
    items += [Item("concept", FOREIGN, first, last) for first, last, _ in inside]
    items.sort(key=lambda i: (i.first, i.kind != "concept"))
    reach = scopes(tokens, sentence, items, words.scope, kinship)
    reach.update({
        first: reach[first]._replace(presence=Presence.ABSENT)
        for first, _, _ in inside if _denied_verb(tokens, sentence, first, words.scope)
    })
    look_back(tokens, sentence, items, reach, words.scope)
    mentions = [Mention(FOREIGN, first, last, _own(tokens, cues, first, last, reach[first], words.scope)) for first, last, _ in inside]
    ordered = list(mentions)
    by = by_kind(items)
    marks = side_marks(by)
    loose, runs = attach(tokens, items, by, marks, mentions, knowledge, language, words)
    made = attach_grades(tokens, by, marks, mentions, loose, runs, FOREIGN, words.prepositions, words.grading, knowledge)
    others = [Mention(i.value, i.first, i.last, Scope()) for i in full if i.kind == "concept" and held.isdisjoint(range(i.first, i.last + 1))]
    places = words.told_at(sentence)
    attribute(tokens, sentence, ordered + others, places, words.attributes, words.telling)
    story.hear(sentence, [i for i in full if held.isdisjoint(range(i.first, i.last + 1))], ordered + others, places, _figures(tokens, sentence))
    return [_qualified(_with_grade(mention, made), mention.said or UNTOLD, story) for mention in ordered]


def _own(tokens: list[Token], cues: list[Item], first: int, last: int, scope: Scope, words: ScopeWords) -> Scope:
    """The scope, changed by cues that the span itself holds ("absence de rein droit", "possible fracture"), or is part of (the "éviter"
    of "pour éviter" is itself not feared, the "amélioration" of "sans amélioration" is itself denied)."""
    for cue in cues:
        if cue.kind == "purpose" and cue.first <= first <= last <= cue.last:
            scope = scope._replace(feared=False)
        if cue.kind == "pseudo_negation" and cue.first < first <= last <= cue.last and tokens[cue.first].stem in words.negators:
            scope = scope._replace(presence=Presence.ABSENT)
        if not first <= cue.first <= last:
            continue
        if cue.kind == "negation_before" and cue.first == first < last:
            scope = scope._replace(presence=Presence.ABSENT)
        elif cue.kind in ("certainty_before", "certainty_after") and cue.value in STATED and scope.certainty is Certainty.CERTAIN:
            scope = scope._replace(certainty=Certainty(cue.value))
    return scope


def _denied_verb(tokens: list[Token], sentence: Sentence, at: int, words: ScopeWords) -> bool:
    """Is the word at ``at`` the verb that "ne" denies ("n'a pas montré", "n'a pu être réalisé"), or denied by "non" ("non opéré")?"""
    if at > sentence.first and tokens[at - 1].stem in words.bare_negators:
        return True
    for k in range(at - 1, max(sentence.first, at - 2 * PARTICLE_REACH) - 1, -1):
        token = tokens[k]
        if token.raw in words.particles:
            return True
        known = token.raw in words.passive or token.raw in words.finite or token.raw in words.modals or token.stem in words.verbal_negators
        if not known and token.raw not in "'’":
            return False
    return False


def _with_grade(mention: Mention, graded: list[Mention]) -> Mention:
    """The mention, or the graded one that took its places."""
    return next((g for g in graded if not mention.places and mention.first <= g.last and g.first - mention.last <= NEAR_GRADE), mention)


def _qualified(mention: Mention, told: Said, story: Story) -> Qualified:
    place = next((p for p in mention.places if p.side is not Side.UNSAID), None)
    scope = mention.scope
    certainty = Certainty.POSSIBLE if scope.feared and scope.certainty is Certainty.CERTAIN else scope.certainty
    when = When.RESOLVED if scope.gone else When.HISTORY if scope.history else When.AT_VISIT
    timed = story.dated(Finding(concept=FOREIGN, experiencer=scope.experiencer, when=when), told.moment)
    return Qualified(
        start=0, end=0, presence=scope.presence, certainty=certainty,
        side=place.side if place else mention.side, worse=place.worse if place else mention.worse,
        grade=mention.grade, experiencer=scope.experiencer, when=when,
        severity=told.severity, tempo=told.tempo, course=told.course, topography=told.topography,
        time=timed.time, date=timed.date, age=timed.age,
    )
