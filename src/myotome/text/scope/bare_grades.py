"""Bare digits that are grades of strength by what stands beside them: "deltoïde 5, biceps 4", "psoas 3 D, 4 G", "3 aux psoas, reste 5"."""

from __future__ import annotations

from functools import lru_cache

from myotome.knowledge.store import Knowledge
from myotome.text.scope.item import Item
from myotome.text.scope.mrc import (
    LIST_ENDS,
    MRC_MAX,
    MRC_WORDS,
    SIGNS,
    GradeWords,
    before_side,
    behind_sign,
    closes,
    titled,
)
from myotome.text.tokens.fold import Token
from myotome.text.tokens.layout import Sentence

LEADS = frozenset(",:(")  # between a muscle or side and its digit
SHORT = 5  # tokens of a line that holds nothing but a muscle and its digit
UNTOLD = frozenset({"act", "disease", "measure", "kin"})
OTHERS = frozenset({"concept", "test", "act", "disease", "measure", "kin"})  # beside these a bare digit is none of the muscle's
ARTICLE = 3  # letters of an article
REST_REACH = 5  # tokens from "reste" to its grade
LISTED = 2  # muscles with a bare digit, or digits with a side, that make a list


def of_strength(site: str, knowledge: Knowledge) -> bool:
    """Is strength graded there: a muscle, a group, or a part of the body with muscles of its own?"""
    region = knowledge.regions.get(site)
    return site in knowledge.muscles or site in knowledge.groups or region is not None and bool(region.muscles)


def beside_places(
    tokens: list[Token], items: list[Item], sentence: Sentence, words: GradeWords, knowledge: Knowledge,
) -> set[int]:
    """Positions of digits right behind a muscle or side in a sentence that speaks of strength ("Force : épaule D 4, G 5"), that stands
    under its title, or that lists muscles with their digits ("deltoïde 5, biceps 4", "interosseux 3/5 D, 4 G")."""
    first, last, cue = sentence.first, sentence.last, None
    if not words.cues.isdisjoint(sentence.stem_set):
        cue = next((k for k in range(first, last) if len(tokens[k].raw) > 1 and tokens[k].stem in words.cues), None)
    if cue is None and (any(len(w) > 1 and w in words.cues for w in sentence.heading) or titled(tokens, first, words.cues)):
        cue = first - 1
    rest = _of_rest(tokens, sentence, words) if not words.rest.isdisjoint(sentence.stem_set) else set()
    if rest and cue is None:
        cue = first - 1  # "psoas 3, reste 5"
    bare = _behind_places(tokens, items, (first, last), cue, words, knowledge) | _bracketed(tokens, items, last, words.leads, knowledge) | rest
    if cue is None and (weak := next((i.last for i in items if i.kind == "concept" and knowledge.concepts[i.value].kind == "strength"), None)) is not None:
        bare |= _before_places(tokens, items, weak, words, knowledge)  # "hémiparésie gauche, 4 au bras, 3 à la jambe"
    if not words.parts.isdisjoint([i.value for i in items if i.kind == "site"]):
        bare |= _of_limb_parts(tokens, items, words, words.parts)
    if not bare or words.reflexes.isdisjoint(sentence.stem_set):
        return bare
    reflexes = next(k for k in range(first, last) if tokens[k].stem in words.reflexes)
    if cue is not None and cue > reflexes:
        return {k for k in bare if k > cue}
    return {k for k in bare if k < reflexes}  # "reflexes: biceps 2+, knees 1+"


def _standing(alone: set[int], sure: set[int], sides: set[int], others: set[str], *, short: bool) -> set[int]:
    """The bare digits in a sentence without a list of them: beside nothing else ("Releveurs 2 ddc", "Neck flex 2"), or behind a muscle and its
    side ("interosseux G 3, hypoesthésie du Ve doigt")."""
    if not others:
        return alone if sure and (sides or short) else set()
    return set() if others & UNTOLD else {k for k in alone if k - 1 in sides and k - 2 in sure}


def _bracketed(tokens: list[Token], items: list[Item], last: int, leads: frozenset[str], knowledge: Knowledge) -> set[int]:
    """Positions of digits that stand alone in brackets, or led to, behind a weakness ("est faible (4-)", "weak at 3")."""
    found: set[int] = set()
    for item in items:
        k = item.last + 2
        if item.kind != "concept" or k >= last or tokens[k].raw not in MRC_WORDS or knowledge.concepts[item.value].kind != "strength":
            continue
        close = behind_sign(tokens, k, last)
        if tokens[k - 1].raw == "(" and close < last and tokens[close].raw == ")" or tokens[k - 1].stem in leads and closes(tokens, close, last):
            found.add(k)
    return found


def _behind_places(
    tokens: list[Token], items: list[Item], sentence: tuple[int, int], cue: int | None, words: GradeWords, knowledge: Knowledge,
) -> set[int]:
    """Positions of digits behind a muscle or side, in a sentence with a word of strength, or in a list of them."""
    first, last = sentence
    leads, throughout = words.leads, words.throughout
    muscles = {i.last for i in items if i.kind == "site" and of_strength(i.value, knowledge)}
    if not muscles:
        return {i.last + 1 for i in items if i.kind in ("site", "side") and i.first > cue} if cue is not None else set()
    if cue is None and _under_a_test(tokens, items, min(muscles), knowledge):
        return set()
    sides = {i.first for i in items if i.kind == "side"}
    starts = {i.first for i in items if i.kind == "site"}
    behind = muscles | {i.last for i in items if i.kind == "side"}
    begin = min(muscles)
    listed: set[int] = set()
    sided: set[int] = set()
    alone: set[int] = set()
    graded = 0
    for k in range(max(begin, first) + 1, last):
        if tokens[k].raw not in MRC_WORDS:
            continue
        close = behind_sign(tokens, k, last)
        if close + 1 < last and tokens[close].raw == "/" and tokens[close + 1].raw == "5":
            graded += 1
            if before_side(tokens, close + 2, last, sides):
                sided.add(k)
            continue
        if before_side(tokens, close, last, sides):
            sided.add(k)
        of_other = close + 1 < last and tokens[close].raw == "/" and tokens[close + 1].raw.isdecimal()  # "malléoles 3/8"
        ended = not of_other and (close >= last or tokens[close].raw in LIST_ENDS or close in sides or close in starts and k - 1 in behind or tokens[close].raw == "\n" or tokens[close].stem in throughout
                                  or close + 1 in sides and tokens[close].stem in leads)  # "psoas 5 quad 5"
        led = k - 1 in behind or k - 2 in behind and tokens[k - 1].stem in words.verbs or tokens[k - 1].raw in LEADS and (k - 2 in behind or close in sides)
        if ended and led:
            listed.add(k)
            graded += close < last and tokens[close].stem in throughout  # "MIG : 4 partout"
            if tokens[k - 1].raw != "," and not (close < last and tokens[close].raw == "/"):
                alone.add(k)
    if len(sided) >= LISTED:
        listed |= sided
    if cue is not None:
        listed |= {i.last + 1 for i in items if i.kind in ("site", "side") and i.first > cue}
        listed |= {k for k in range(cue + 1, last) if k - 2 in behind and tokens[k - 1].stem in leads and tokens[k].raw in MRC_WORDS and closes(tokens, k + 1, last)}
        return listed | _before_places(tokens, items, cue, words, knowledge)
    if len(listed) + graded >= LISTED:
        return listed
    sure = {i.last for i in items if i.kind == "site" and (i.value in knowledge.muscles or i.value in knowledge.groups)}
    named = {i.first for i in items if i.kind == "site"}  # "neck flexion" is a place and a test
    others = {i.kind for i in items if i.first not in named} & OTHERS
    return _standing(alone, sure, sides, others, short=last - first <= SHORT)


def _before_places(tokens: list[Token], items: list[Item], cue: int, words: GradeWords, knowledge: Knowledge) -> set[int]:
    """Positions of digits behind a comma or "et" that a preposition leads to a muscle ("Force : 3 aux psoas, 4 pour les deltoïdes et 5 en distal")."""
    found: set[int] = set()
    for item in items:
        k = item.first - 1
        if item.kind != "site" or k <= cue + 1 or not of_strength(item.value, knowledge):
            continue
        k -= tokens[k].stem not in words.leads and len(tokens[k].raw) <= ARTICLE
        if tokens[k].stem not in words.leads:
            continue
        k -= 1
        k -= tokens[k].raw in SIGNS and tokens[k].start == tokens[k - 1].end
        if k > cue and tokens[k].raw in MRC_WORDS and (tokens[k - 1].raw in LEADS or tokens[k - 1].stem in words.joins):
            found.add(k)
    return found


def _of_limb_parts(tokens: list[Token], items: list[Item], words: GradeWords, parts: frozenset[str]) -> set[int]:
    """Positions of digits that stand between a limb and its part ("MS : 4 en proximal, 5 en distal")."""
    first = next((i.first for i in items if i.kind == "site" and i.value in parts), 0)
    limb = next((i.last for i in reversed(items) if i.kind == "site" and i.last < first), None)
    if limb is None:
        return set()
    found: set[int] = set()
    for item in items:
        k = item.first - 2
        if item.kind != "site" or item.value not in parts or k <= limb or tokens[k + 1].stem not in words.leads:
            continue
        k -= tokens[k].raw in SIGNS and tokens[k].start == tokens[k - 1].end
        if tokens[k].raw in MRC_WORDS and (tokens[k - 1].raw in LEADS or k - 1 == limb):
            found.add(k)
    return found


def _of_rest(tokens: list[Token], sentence: Sentence, words: GradeWords) -> set[int]:
    """Positions of the 5 that a list ends with for all muscles that it does not name ("psoas 4, reste 5", "Reste du testing à 5.")."""
    found: set[int] = set()
    for k in range(sentence.first, sentence.last):
        if tokens[k].stem not in words.rest:
            continue
        at = k + 1
        while at < min(k + REST_REACH, sentence.last) and (tokens[at].stem in words.leads or tokens[at].stem in words.cues or tokens[at].raw == ":"):
            at += 1
        if at < sentence.last and MRC_WORDS.get(tokens[at].raw) == str(MRC_MAX) and closes(tokens, at + 1, sentence.last):
            found.add(at)
    return found


@lru_cache(maxsize=4)
def _strength_tests(knowledge: Knowledge) -> frozenset[str]:
    """Numbers of the tests of strength."""
    return frozenset(
        str(n) for n, entry in enumerate(knowledge.words["tests_results"])
        if (concept := knowledge.concepts.get(entry.get("concept", ""))) is not None and concept.kind == "strength"
    )


def _under_a_test(tokens: list[Token], items: list[Item], muscle: int, knowledge: Knowledge) -> bool:
    """Does a test that is none of strength stand with a colon before the first place ("Vib : orteils 0, malléoles 3")?"""
    strength = _strength_tests(knowledge)
    named = {i.first for i in items if i.kind == "site" or i.kind == "test" and i.value in strength}
    return any(i.kind == "test" and i.last < muscle and i.first not in named and tokens[i.last + 1].raw == ":" for i in items)
