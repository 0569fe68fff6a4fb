"""Test plus result: "sensibilité normale", "ROT abolis", "Lasègue négatif à D, positif à 40° à G".

A normal result denies the abnormality, an abnormal one states it; each result takes the side that
follows it. A test without a result says nothing (it was asked or done).
"""

from __future__ import annotations

from typing import Any, final

from myotome.terms import ABSENT, CERTAIN, PRESENT, UNSAID, Certainty, Side
from myotome.text.results.bare_tests import (
    GRADE_REACH,
    Acts,
    grade_after,
    like_before,
    likewise,
    without_result,
)
from myotome.text.results.denied_results import denied_here, not_so, without_degrees
from myotome.text.results.numbers import names_limit
from myotome.text.results.own_results import before_exception, of_one_place
from myotome.text.results.symbols import reflex_grade, side_and_doubt, symbol_results
from myotome.text.results.test_lists import numbered, together, walls_of, without_next
from myotome.text.results.test_table import TestTable
from myotome.text.results.verdicts import chosen, owners, verdict_of
from myotome.text.scope.item import FIRST, Held, Item
from myotome.text.scope.mention import Mention
from myotome.text.scope.mrc import MRC_MAX
from myotome.text.scope.scope import Scope
from myotome.text.scope.sides import Mark
from myotome.text.scope.subjects import OPENERS, ends
from myotome.text.tokens.fold import Token

SIDE_REACH = 8
LISTS = frozenset({":", "("})  # what leads from a result to the tests that it is of
UMBRELLA = 2  # findings that count as said when one result denies several ("examen neurologique normal")
JOINTS = ("coordination", "contrast")
BLOCKS = ("concept", "absent", "act", "disease")  # between a test and a result, make it none of the test's
NO_SIDE: tuple[Side, Side | None] = (UNSAID, None)
DIRECT = 3  # tokens between a negation and what it denies


@final
class _Line:
    """What of a sentence the results of its tests depend on. walls: positions of semicolons. sites, separators: of places, and of commas,
    "et", "mais", where there are sides to give. blocked: of findings and acts between a test and its result."""

    __slots__ = ("tokens", "items", "held", "results", "marks", "walls", "sites", "separators", "blocked")

    def __init__(
        self, tokens: list[Token], items: list[Item], held: Held, tests: list[Item], results: list[Item], marks: list[Mark], walls: list[int],
    ) -> None:
        self.tokens = tokens
        self.items = items
        self.held = held
        self.results = results
        self.marks = marks
        self.walls = walls
        self.sites: list[int] = []
        self.separators: set[int] = set()
        if marks:
            self.sites = [i.first for i in held.get("site", ())]
            self.separators = {i.first for kind in JOINTS for i in held.get(kind, ())}
            self.separators.update([i.first for i in held.get("mark", ()) if i.value in ",;"])
        own = {t.first for t in tests}
        own.update([r.first for r in results])
        blocking = [i.first for kind in BLOCKS for i in held.get(kind, ())] + [i.first for i in held.get("contrast", ()) if not _answered(i, tests, results)]
        self.blocked = [b for b in blocking if b not in own and not _listed(b, self)]
        self.blocked += [t.last + 1 for t in tests if numbered(t, tokens)]


def test_mentions(
    tokens: list[Token], items: list[Item], held: Held, marks: list[Mark], scopes: dict[int, Scope], table: TestTable,
) -> tuple[list[Mention], set[int]]:
    """Mentions from tests with results, and the token positions of tests and results that were used."""
    if "test" not in held:
        return [], set()
    tests = held["test"]
    results = _results(tokens, tests, held, table)
    exceptions = held.get("exception", [])
    walls = walls_of(tokens, items, held, table.subjects)
    acts = Acts(tokens, held, scopes, table)
    colons = [i.first for i in held.get("mark", ()) if i.value == ":"]
    groups = together(tokens, results, tests, walls + colons + _stated(tests, held, table), [i.first for i in exceptions])
    line = _Line(tokens, items, held, tests, results, marks, walls) if results else None
    made: list[Mention] = []
    used: set[int] = set()
    previous, headed = ("", ""), False
    for n, group in enumerate(groups):
        following = groups[n + 1][0].first if n + 1 < len(groups) else -1
        until = min([w for w in walls if w > group[-1].last] + [following if following >= 0 else 10**9])
        before = groups[n - 1][-1].last if n else -1
        excepted = bool(exceptions) and any(before < i.first < group[0].first for i in exceptions)
        before = max([before, *[w for w in walls if w < group[0].first], *[i.last for i in exceptions if i.first < group[0].first]])
        told = ("", "")
        mine = without_next(results, group, following, used) if following >= 0 else results
        earlier = frozenset(used)  # a result before the first of a list is for all of it
        for test in group:
            entry, scope = table.tests[test.value], scopes.get(test.first) or scopes.get(group[0].first)
            if scope is None:
                continue
            pairs: list[tuple[Item, str]] = []
            if line is not None:
                end = _before_grade(group[-1].last, until, mine, held["grade"]) if "grade" in held and not entry.get("graded") else until
                pairs = chosen(test, group[0], entry, mine, group[-1].last, end, before, line.blocked, earlier, table.symbols)
                pairs = without_degrees(test, pairs, items, held, used)
                pairs = _not_graded(test, entry, of_one_place(before_exception(pairs, group[-1], held), held), held) if pairs else pairs
            if line is not None and pairs:
                mentions = _with_results(line, test, entry, scope, pairs, until)
                used.update([k for result, _ in pairs for k in range(result.first, result.last + 1)])
                headed = _heads(tokens, entry, pairs)
            else:
                mentions = like_before(test, entry, scope, previous, excepted, headed and not entry.get("graded") or likewise(group[0], before, held))
                mentions = mentions or without_result(test, entry, scope, held, until, table, tokens) or acts.shared(test, entry)
            others_said = mentions and "others_cue" in held and test.last == group[-1].last
            made += _of_others(test, entry, scope, line, table, following, used) if others_said else []
            told = (mentions[-1][1], entry.get("uses", "")) if mentions else told
            for mention, verdict in mentions:
                if verdict == "normal":
                    said = 0 if mention.concept else UMBRELLA
                    made += [_denied(mention, other, derived=n >= said) for n, other in enumerate(entry.get("denies", ()))]
                if mention.concept:
                    made.append(mention)
            if mentions:
                used.add(test.first)
        previous = told if told[0] else previous
    if len(made) > 1:
        _set_aside(made)
    return made, used


def _before_grade(last: int, until: int, results: list[Item], grades: list[Item]) -> int:
    """Where the results of a test end: before a strength that follows one of them ("thénar creusé, abducteur droit à 4, gauche normal")."""
    for grade in grades:
        if grade.grade is not None and grade.grade.low < MRC_MAX and any(last < r.first < grade.first and not grade.first <= r.last for r in results):
            return min(until, grade.first)
    return until


def _of_others(
    test: Item, entry: dict[str, Any], scope: Scope, line: _Line | None, table: TestTable, following: int, used: set[int],
) -> list[Mention]:
    """What the result behind "les autres" says of all tests of that kind ("achilléens abolis, les autres présents"). following: the next test, or -1."""
    if line is None or "others" not in entry:
        return []
    cue = next((i for i in line.held["others_cue"] if i.first > test.last), None)
    if cue is None or 0 <= following < cue.first:
        return []
    result = next((r for r in line.results if 0 < r.first - cue.last <= DIRECT and (following < 0 or r.first < following)), None)
    verdict = verdict_of(result, test.value, entry, table.symbols) or _meant_of(result, entry["others"], table) if result is not None else ""
    if result is None or verdict not in ("normal", "abnormal"):
        return []
    used.add(result.first)
    presence = ABSENT if verdict == "normal" else PRESENT
    said = scope.by("presence", result.first, result.last, presence=presence)
    return [Mention(entry["others"], cue.first, result.last, said, rule="test and result", reach=(cue.first, result.last))]


def _meant_of(result: Item, concept: str, table: TestTable) -> str:
    """What a result word says in the lists of a concept's own tests ("the others are there")."""
    says = owners(result.value)
    return next((says[name] for name in table.lists.get(concept, ()) if name in says), "")


def _heads(tokens: list[Token], entry: dict[str, Any], pairs: list[tuple[Item, str]]) -> bool:
    """"Bilan biologique normal : CPK, TSH": does the result of many tests stand before a list of them?"""
    result, verdict = pairs[-1]
    opened = result.last + 1 < len(tokens) and tokens[result.last + 1].raw in LISTS
    return opened and verdict == "normal" and not entry["concept"]


def _with_results(
    line: _Line, test: Item, entry: dict[str, Any], scope: Scope, pairs: list[tuple[Item, str]], until: int,
) -> list[tuple[Mention, str]]:
    """What each result says of a test, with its side."""
    own = [r for r, _ in pairs]
    owned = [i.last + 1 for i in line.held.get("concept", ()) if i.first > test.last] if line.marks else []
    free = [m for m in line.marks if m[0] not in owned or any(r.last + 1 == m[0] for r in own)]  # not "..., trépidation épileptoïde du pied gauche"
    near = [_free(free, r, line.sites, line.separators, test.last) for r in own] if free else [[] for _ in own]
    sides = _sides(test, own, near, until, line.separators, line.results) if line.marks else [NO_SIDE] * len(pairs)
    mentions: list[tuple[Mention, str]] = []
    for n, pair in enumerate(pairs):
        result = pair[0]
        denied = (False, False)
        if "negation_before" in line.held:
            denied = (denied_here(test, result, line.items, line.held), n == 0 and not_so(test, result, line.held))
        doubted = _doubted(test, result, scope, line.held) if "certainty_before" in line.held else scope
        doubted = _doubted_behind(result, doubted, line) if "certainty_after" in line.held or "mark" in line.held else doubted
        mentions.append(_mention(test, entry, pair, doubted, denied, sides[n], line.tokens))
    return _there_first(test, entry, mentions, line.marks, line.separators) if line.marks else mentions


def _there_first(
    test: Item, entry: dict[str, Any], mentions: list[tuple[Mention, str]], marks: list[Mark], separators: set[int],
) -> list[tuple[Mention, str]]:
    """"Babinski à droite, indifférent à gauche": the sign is there on the side that it is named with, and the result is the other's."""
    if not mentions or mentions[0][1] != "normal" or entry.get("uses") != "sign":
        return mentions
    first, _ = mentions[0]
    end = first.reach[1] if first.reach is not None else first.last
    near = next((m for m in marks if test.last < m[0] <= test.last + DIRECT - 1), None)
    other = next((m for m in marks if end < m[0] <= end + DIRECT), None)
    if other is None and near is not None:  # "Babinski D, G indifférent"
        other = next((m for m in marks if near[1] < m[0] < end and any(near[1] < k < m[0] for k in separators)), None)
    if near is None or other is None or len(near[2].lateral) != 1 or near[2] is other[2] or not any(near[1] < k < end for k in separators):
        return mentions
    first.side, first.worse = other[2], other[3]
    there = Mention(
        entry["concept"], test.first, test.last, first.scope._replace(presence=PRESENT), side=near[2], rule="sign with its side",
        reach=(test.first, near[1]),
    )
    return [(there, "abnormal"), *mentions]


def _set_aside(mentions: list[Mention]) -> None:
    """"Réflexes vifs": that they are not lost only follows from the brisk ones, which the same words state, or "vifs et symétriques" one of them."""
    stated = {(m.first, m.last, m.side): m.concept for m in mentions if m.scope.presence is PRESENT and m.reach is not None}
    for mention in mentions:
        if mention.scope.presence is ABSENT and mention.reach is not None and stated.get((mention.first, mention.last, mention.side), mention.concept) != mention.concept:
            mention.derived = True


def _results(tokens: list[Token], tests: list[Item], held: Held, table: TestTable) -> list[Item]:
    """Words and signs of a result, in order."""
    words: list[Item] = []
    if "result" in held:
        grades = [i for i in held.get("grade", ()) if i.grade is not None and i.grade.low < MRC_MAX]  # the "5" of "3/5" is no result
        recovering = [i.last for i in held.get("recovery_cue", ())]
        words = [
            i for i in held["result"]
            if not (recovering and any(0 <= i.first - k <= DIRECT for k in recovering))  # "redevient normale"
            and not names_limit(tokens, i.first, i.last) and not (grades and any(g.first <= i.first and i.last <= g.last and g.last - g.first > i.last - i.first for g in grades))
        ]
    signs = symbol_results(tokens, tests, held, table.links, table.reflexes, table.angled, table.scaled)
    return sorted(words + signs, key=FIRST) if signs else words


def _answered(contrast: Item, tests: list[Item], results: list[Item]) -> bool:
    """Does the test before "but" have a result before it ("absent on the left but brisk on the right")? Then another may follow."""
    test = max((t.last for t in tests if t.last < contrast.first), default=contrast.first)
    return any(test < r.first < contrast.first for r in results)


def _stated(tests: list[Item], held: Held, table: TestTable) -> list[int]:
    """Where a sign with its side stands ("Babinski à gauche, RCP indifférent à droite"): it is there, and shares no result."""
    if "side" not in held:
        return []
    starts = {i.first for i in held["side"]}
    return [
        k for t in tests if table.tests[t.value].get("uses") == "sign" for k in (t.last + 1, t.last + 2) if k in starts
    ]


def _free(marks: list[Mark], result: Item, sites: list[int], separators: set[int], begin: int) -> list[Mark]:
    """Sides after the result that no site in between takes for itself, and those before it but for one of a place of the result before
    ("abolis au bras droit, présents au bras gauche"). begin: where the name of the test ends."""
    return [m for m in marks if not any(result.last < s < m[0] for s in sites) and not (
        m[1] < result.first and any(m[1] < k < result.first for k in separators) and any(begin < s < m[0] for s in sites)
    )]


def _listed(position: int, line: _Line) -> bool:
    """Is the item at ``position`` a bare member of a list ("AAN, anti-Sm et anti-SSB négatifs")?"""
    tokens, held = line.tokens, line.held
    item = next(i for i in line.items if i.first == position)
    before = next((k for k in range(position - 1, -1, -1) if tokens[k].raw not in "'’-" and len(tokens[k].raw) != 2), None)
    after = item.last + 1
    if before is None or after >= len(tokens):
        return False
    if tokens[before].raw not in ",/" and not any(i.first == before for i in held.get("coordination", ())):
        return False
    if any(r.last + 1 == before for r in held.get("result", ())):
        return False  # "oculomotricité normale, le ptosis absent"
    marks = {i.first for i in held.get("mark", ()) if i.value in ",/"}
    marks.update([i.first for i in held.get("coordination", ())])
    return before in marks and (after in marks or any(i.first == after for i in held.get("result", ())))


def _doubted(test: Item, result: Item, scope: Scope, held: Held) -> Scope:
    """The scope, with a doubt said between a test and its result ("probablement vif", "diminution probable de la force")."""
    first, last = (test, result) if test.first <= result.first else (result, test)
    cue = next((
        i for i in held["certainty_before"] if first.last < i.first < last.first
        and i.value in (Certainty.PROBABLE.value, Certainty.POSSIBLE.value)
    ), None)
    return scope if cue is None or scope.certainty is not CERTAIN else scope._replace(certainty=Certainty(cue.value))


def _doubted_behind(result: Item, scope: Scope, line: _Line) -> Scope:
    """The scope, with a doubt that closes what is said of the test ("ROT abolis (?)", "CMV IgM + (faux positif ?)")."""
    at = next((m[1] + 1 for m in line.marks if m[0] == result.last + 1), result.last + 1)
    at += at < len(line.tokens) and line.tokens[at].raw in OPENERS
    led = at < len(line.tokens) and len(line.tokens[at].raw) == 1 and not any(m[0] == at for m in line.marks)  # "à revoir"
    cue = next((
        i for kind in ("certainty_after", "mark") for i in line.held.get(kind, ())
        if (i.first == at or i.first == at + 1 and led) and (kind == "mark" and i.value == "?" or i.value == Certainty.POSSIBLE.value)
    ), None)
    if cue is None or scope.certainty is not Certainty.CERTAIN or not ends(line.tokens, cue.last + 1):
        return scope
    return scope.by("certainty", cue.first, cue.last, certainty=Certainty.POSSIBLE)


def _sides(
    test: Item, results: list[Item], marks: list[list[Mark]], until: int, separators: set[int],
    every: list[Item],
) -> list[tuple[Side, Side | None]]:
    """The side of each result of a test: between test and result, behind it, or leading it ("droit aboli, gauche présent").

    A side between two results is of the second when a comma or "et" stands before it and the second has none behind it, or when
    the first has its own. separators: positions of commas, "et", "mais". every: the results of the sentence.
    """
    given: list[Mark | None] = []
    others = {r.first for r in every} - {r.first for r in results}
    end = test.last
    for n, (result, near) in enumerate(zip(results, marks, strict=True)):
        start = results[n + 1].first if n + 1 < len(results) else until
        before = [
            m for m in near if end < m[0] < result.first and m not in given and not any(end < o < m[0] for o in others)
        ]
        behind = [m for m in near if result.last < m[0] < start and m[0] - result.last <= SIDE_REACH]
        if len(behind) == 1 and n + 1 < len(results):
            after = results[n + 2].first if n + 2 < len(results) else until
            next_has = any(start < m[0] < after for m in marks[n + 1])
            led = any(result.last < k < behind[0][0] for k in separators)
            behind = [] if not next_has and (led or before) else behind
        if behind and before and before[-1][2] is Side.BOTH:
            before = []  # "Lasègue bilatéral, à 30° à droite et 50° à gauche"
        given.append(before[-1] if before else behind[0] if behind else None)
        end = result.last
    return [NO_SIDE if m is None else m[2:] for m in given]


def _mention(
    test: Item, entry: dict[str, Any], pair: tuple[Item, str], scope: Scope, denied: tuple[bool, bool],
    said: tuple[Side, Side | None], tokens: list[Token],
) -> tuple[Mention, str]:
    """denied: does a negation stand right before test or result; between them?"""
    result, verdict = pair
    if verdict == "doubtful":
        verdict, scope = "abnormal", scope._replace(certainty=Certainty.POSSIBLE)
    here, between = denied
    if verdict == "normal" and (between or here and (entry.get("uses") == "function" or entry.get("negated") == "abnormal")):
        verdict = "abnormal"  # "ne sont pas obtenus", "neither ankle jerk was obtainable", "ne se relève pas sans appui"
    elif here and verdict == "abnormal":
        verdict = "normal"  # "pas de réflexe diminué"
    presence = ABSENT if verdict == "normal" else PRESENT
    side, worse = said
    pair_side, doubt = side_and_doubt(result, tokens)
    if pair_side is not UNSAID:
        side, worse = pair_side, None
    if doubt is not CERTAIN:
        scope = scope._replace(certainty=doubt)
    span = (min(test.first, result.first), max(test.last, result.last))
    return Mention(
        entry["concept"], test.first, test.last, scope.by("presence", result.first, result.last, presence=presence), side=side, worse=worse,
        grade=reflex_grade(result, tokens), rule="test and result", reach=span,
    ), verdict


def _not_graded(test: Item, entry: dict[str, Any], pairs: list[tuple[Item, str]], held: Held) -> list[tuple[Item, str]]:
    """The results of a test, none where a grade stands before them."""
    if pairs and "grade" in held and entry.get("graded"):
        result, verdict = pairs[0]
        behind = grade_after(result, held, result.last + GRADE_REACH) if verdict == "normal" else None
        if behind is not None and behind.grade is not None and behind.grade.low < MRC_MAX or grade_after(test, held, result.first) is not None:
            return []  # "force symétrique, cotée à 4"
    return pairs


def _denied(mention: Mention, concept: str, *, derived: bool) -> Mention:
    """A further finding that the same normal result denies. derived: does it only follow from what was said?"""
    return Mention(
        concept, mention.first, mention.last, mention.scope._replace(presence=ABSENT),
        side=mention.side, rule=mention.rule, reach=mention.reach,
        derived=derived,
    )
