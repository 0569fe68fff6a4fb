"""The meaningful pieces of a sentence, in order: concepts, sites, sides, cues, grades, results."""

from __future__ import annotations

import re

from myotome.knowledge.store import Knowledge
from myotome.terms import Side
from myotome.text.scope.bare_grades import LISTED, beside_places, of_strength
from myotome.text.scope.item import FIRST, Item
from myotome.text.scope.movements import MOVEMENT, moved
from myotome.text.scope.mrc import MRC_WORDS, SIGNS, GradeWords, mrc_grades, tenths
from myotome.text.scope.noughts import NAMED, NOUGHT, denying, lost_weights
from myotome.text.scope.pairs import RIGHT_FIRST, grade_pairs, order_at, stated_order
from myotome.text.scope.scope_words import ScopeWords
from myotome.text.scope.spelled import spelled
from myotome.text.tokens.fold import Token
from myotome.text.tokens.layout import Sentence
from myotome.text.tokens.lexicon import Lexicon
from myotome.text.tokens.wordings import Lexeme, Match

ROOT = re.compile(r"[CDLST]\d{1,2}")
MARKS = frozenset(",;:()/><=?–-+")
LITRES = frozenset({"l", "dl"})
NO_SIDES = frozenset({"Dr", "DR", "DT"})  # doctors, a dispersion; "dr" and "dt" are right
TOLD_REACH = 6  # tokens from a wording to the figure that goes with it
POINTS = "points"  # of a score, for ``score_points``: its value is what a sign without trouble has
NO_MORE_REACH = 5  # tokens between "ne" and "plus"


def root_id(raw: str, knowledge: Knowledge) -> str | None:
    """Root id of "L5", "S1", or of "D1" (French for T1); None when there is no such root."""
    name = f"root.{raw.upper()}"
    if name in knowledge.roots:
        return name
    thoracic = f"root.T{raw[1:]}"
    return thoracic if raw[0].upper() == "D" and thoracic in knowledge.roots else None


def _roots(
    tokens: list[Token], special: list[int], sentence: Sentence, not_roots: dict[str, frozenset[str]], knowledge: Knowledge,
) -> list[Item]:
    """Names of roots. T1 beside words of MRI is a weighting, C4 beside "complement" a protein: see ``not_roots``."""
    found = []
    for i in special:
        raw = tokens[i].raw
        if len(raw) > 1 and not (raw in not_roots and not not_roots[raw].isdisjoint(sentence.stem_set)):
            root = root_id(raw, knowledge)
            if root:
                found.append(Item("root", root, i, i))
    return found


def _levels(tokens: list[Token], match: Match) -> bool:
    """Is the match nothing but names of roots?"""
    names = [tokens[i].raw for i in range(match.first, match.last + 1) if tokens[i].raw.isalnum()]
    return bool(names) and all(ROOT.fullmatch(name) for name in names)


def _side_fits(tokens: list[Token], match: Match) -> bool:
    """A side is none where the same words are a place, or a letter is a unit ("U/L", "G/L")."""
    raw = tokens[match.first].raw
    litre = len(raw) == 1 and (
        match.first and tokens[match.first - 1].raw == "/" and tokens[match.first - 1].end == tokens[match.first].start or match.last + 2 < len(tokens) and tokens[match.last + 1].raw == "/"
        and tokens[match.last + 2].stem in LITRES
    )
    number = raw.isdecimal() and match.first == match.last and not (match.last + 1 < len(tokens) and tokens[match.last + 1].raw.isalpha())
    return not litre and not number and raw not in NO_SIDES and not any(x.kind == "site" for x in match.lexemes)  # "médian" the nerve is no side


def _signed_apart(tokens: list[Token], match: Match, sides: dict[str, Side]) -> bool:
    """Is a match of three tokens rather two sides, and a sign behind each ("D+ G-")?"""
    first, last = match.first, match.last
    if tokens[first + 1].raw not in SIGNS or tokens[first].stem not in sides or tokens[last].stem not in sides:
        return False
    return tokens[first + 1].start == tokens[first].end and tokens[last].start > tokens[first + 1].end


def sentence_items(
    tokens: list[Token], sentence: Sentence, lexicon: Lexicon, knowledge: Knowledge,
    grade_words: GradeWords, not_roots: dict[str, frozenset[str]], numerals: frozenset[str], scope: ScopeWords,
) -> list[Item]:
    """All items of a sentence by position; one position may hold several readings in a row."""
    taken: set[int] = set()
    items = _matched(tokens, sentence, lexicon, grade_words.sides, taken)
    kinds = {i.kind for i in items}
    if MOVEMENT in kinds:
        items = moved(tokens, items, knowledge)
    numbered = _signs(tokens, sentence, scope, taken, items)
    if "site" in kinds and not sentence.stem_set.isdisjoint(grade_words.spelled) and (
        words := spelled(tokens, items, sentence.first, sentence.last, grade_words)
    ):
        numbered = sorted({*numbered, *words})
        taken.difference_update(words)
    if sentence.figures:
        items += _lost_weight(tokens, sentence, items, scope, knowledge.words["reader"]["lost_weight"])
        items += [Item("grade", "mrc", a, b, grade=grade) for a, b, grade in tenths(tokens, sentence, grade_words)]
    if numbered:
        points = next((grade_words.points[s] for s in (*sentence.heading, *sentence.stems) if s in grade_words.points), "")
        items += [Item(POINTS, points, numbered[0], numbered[0])] if points else []
        if not points and not grade_words.item_scores.isdisjoint(sentence.heading):
            items = [i for i in items if not (i.kind == "test" and i.last + 1 in numbered)]
            numbered = [k for k in numbered if k + 2 < sentence.last and tokens[k + 1].raw == "/" and tokens[k + 2].raw == "5"]  # points of a score
    if numbered:
        items += [r for r in _roots(tokens, numbered, sentence, not_roots, knowledge) if r.first not in taken]
        items = _with_grades(tokens, sentence, items, numbered, taken, grade_words, knowledge)
    items.sort(key=FIRST)  # readings at one position stand in order
    if "side" not in kinds and "side_again" not in kinds or numerals.isdisjoint(sentence.stem_set):
        return items
    graded = {i.first for i in items if i.kind == "grade"}
    return [i for i in items if i.kind != "side" or i.value != "both" or i.first not in graded and _counts_both(tokens, i, items, numerals)]


def _lost_weight(tokens: list[Token], sentence: Sentence, items: list[Item], scope: ScopeWords, concept: str) -> list[Item]:
    """The weights that were lost, but for one that a wording before it tells already ("amaigrissement (-5 kg)")."""
    lost = lost_weights(tokens, sentence.figures, sentence.last, scope.weight)
    told = [i.last for i in items if i.kind == "concept" and i.value == concept] if lost else []
    return [Item("concept", concept, k, k + 1) for k in lost if not any(0 <= k - at <= TOLD_REACH for at in told)]


def _matched(tokens: list[Token], sentence: Sentence, lexicon: Lexicon, sides: dict[str, Side], taken: set[int]) -> list[Item]:
    """The items that the words of a sentence are; adds to ``taken`` the positions that they take."""
    items: list[Item] = []
    for match in lexicon.matches(tokens, sentence):
        begin, end, lexemes = match.first, match.last, match.lexemes
        if begin == end and len(lexemes) == 1 and tokens[begin].plain:
            (lexeme,) = lexemes
            if lexeme.kind != "side":  # one word of one meaning, as most
                items.append(Item(lexeme.kind, lexeme.value, begin, end, lexeme.ambiguous))
                taken.add(begin)
                continue
        if tokens[end].raw in SIGNS and end + 2 < sentence.last and tokens[end + 1].raw == "/" and tokens[end + 2].raw == "5":
            continue  # the "2+" of "2+/5" is no result of a reflex
        if end - begin == 2 and _signed_apart(tokens, match, sides):
            items += [Item("side", sides[tokens[k].stem].value, k, k) for k in (begin, end)]
            taken.update((begin, end))
            continue  # "Hoffmann D+ G-"
        before: Lexeme | None = None
        for lexeme in lexemes:
            if before is not None and lexeme.value == before.value and lexeme.kind == before.kind and lexeme.ambiguous == before.ambiguous:
                continue  # a cue with and without its small word is one item
            if lexeme.kind != "side" or _side_fits(tokens, match):
                before = lexeme
                items.append(Item(lexeme.kind, lexeme.value, begin, end, lexeme.ambiguous))
        if before is None:
            continue  # the "2" of "2/5" is no side, and free to be a grade
        # "L5-S1" is a level of the spine, and two roots; the "2" of "2 sur 5" may be a grade
        if not tokens[begin].raw[-1].isdecimal() or not (tokens[end].raw in MRC_WORDS or _levels(tokens, match)):
            taken.update(match.covered or range(begin, end + 1))
    return items


def _with_grades(
    tokens: list[Token], sentence: Sentence, items: list[Item], numbered: list[int], taken: set[int], words: GradeWords, knowledge: Knowledge,
) -> list[Item]:
    """The items and the grades of strength, alone or in pairs. numbered: positions that may name one."""
    beside = beside_places(tokens, items, sentence, words, knowledge)
    items, pairs = _paired(tokens, sentence, numbered, items, words, knowledge)
    numbered = [k for k in numbered if not any(p.first <= k <= p.last for p in pairs)] if pairs else numbered
    graded = [
        Item("grade", "mrc", a, b, grade=grade)
        for a, b, grade in mrc_grades(tokens, numbered, sentence, words, beside) if a not in taken or a in beside
    ] + pairs
    if not graded:
        return items
    at = {g.first for g in graded if g.first in beside}  # the "4+" of "wrist extension 4+ R" is no result of a reflex
    return [i for i in items if not (i.kind == "result" and i.first in at)] + graded


def _paired(
    tokens: list[Token], sentence: Sentence, numbered: list[int], items: list[Item], words: GradeWords, knowledge: Knowledge,
) -> tuple[list[Item], list[Item]]:
    """The items without the words that give the order of pairs ("D/G"), and the grades of the pairs with their sides."""
    if len(numbered) < LISTED or "/" not in sentence.stem_set and not (words.sides.keys() & sentence.stem_set and "(" in sentence.stem_set):
        return items, []
    muscles = {i.last for i in items if i.kind == "site" and of_strength(i.value, knowledge)}
    if not muscles:
        return items, []
    here = order_at(tokens, sentence.first, min(muscles), words.sides)
    order = here[0] if here is not None else None if sentence.is_heading else stated_order(sentence.heading, words.sides)
    pairs = grade_pairs(tokens, numbered, sentence.last, muscles, stated=order is not None)
    if not pairs:
        return items, []
    if here is not None:
        items = [i for i in items if not (i.kind == "side" and here[1] <= i.first <= here[2])]
    made: list[Item] = []
    for pair in pairs:
        one, other = pair.grades
        if one == other:
            made.append(Item("grade", Side.BOTH.value, pair.first, pair.last, grade=one))
        else:
            sides = order or RIGHT_FIRST
            made += [
                Item("grade", sides[0].value, pair.first, pair.second - 2, grade=one), Item("grade", sides[1].value, pair.second, pair.last, grade=other),
            ]
    return items, made


def _signs(tokens: list[Token], sentence: Sentence, scope: ScopeWords, taken: set[int], items: list[Item]) -> list[int]:
    """Add marks and "ne ... plus" to the items; returns positions that may name a root or a grade."""
    first, last = sentence.first, sentence.last
    numbered: list[int] = []
    for i in sentence.marked:
        raw = tokens[i].raw
        if raw in MARKS:
            if i not in taken:
                items.append(Item("mark", raw, i, i))
        elif raw[-1].isdecimal() and (raw in MRC_WORDS or ROOT.fullmatch(raw)):
            numbered.append(i)
    noughts = [i for i in numbered if tokens[i].raw == NOUGHT] if numbered else []
    if noughts:
        named = {i.first: i.last for i in items if i.kind in NAMED}
        ends = [{i.last for i in items if i.kind == kind} for kind in ("concept", "absent")]
        items += [Item("negation_before", "negation_before", k, k) for k in denying(tokens, noughts, first, named, ends[0], ends[1])]
    if not scope.no_more_stems.isdisjoint(sentence.stem_set):
        for i, token in enumerate(tokens[first:last], first):
            if token.raw in scope.no_more and i not in taken and _no_more(tokens, first, i, last, scope):
                items.append(Item("negation_before", "negation_before", i, i))
    return numbered


def _counts_both(tokens: list[Token], item: Item, items: list[Item], numerals: frozenset[str]) -> bool:
    """A bare "two" is both sides only right before a part of the body ("les deux mains"; not "deux ans")."""
    if item.first != item.last or tokens[item.first].stem not in numerals:
        return True
    return any(o.first <= item.last + 1 <= o.last and o.kind in ("site", "concept", "test") for o in items)


def _no_more(tokens: list[Token], first: int, at: int, last: int, scope: ScopeWords) -> bool:
    """Is "plus" the negation of "ne ... plus", or of "plus de diplopie" at the head of a clause? ("plus de 3 mois", "plus marqué")"""
    before = [t.raw for t in tokens[max(first, at - NO_MORE_REACH) : at]]
    if any(raw in scope.particles for raw in before):
        return True
    head = at == first or tokens[at - 1].raw in ",:;."
    follows = [t.raw for t in tokens[at + 1 : min(last, at + 3)]]
    counted = at + 2 < last and tokens[at + 2].stem in scope.numbers  # "plus de trois crampes"
    return head and not counted and len(follows) == 2 and follows[0] in scope.articles and (follows[1].isalpha() or follows[1] in "'’")
