"""Test plus result: "sensibilité normale", "ROT abolis", "Lasègue négatif à D, positif à 40° à G".

A normal result denies the abnormality, an abnormal one states it; each result takes the side that
follows it. A test without a result says nothing (it was asked or done).
"""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from myotome.terms import Certainty, Presence, Side
from myotome.text.results.numbers import names_limit
from myotome.text.results.symbols import reflex_grade, side_and_doubt, symbol_results
from myotome.text.results.test_lists import together, without_next
from myotome.text.results.verdicts import TestTable, chosen, owners
from myotome.text.scope.items import Item
from myotome.text.scope.mention import Mention
from myotome.text.scope.mrc import MRC_MAX
from myotome.text.scope.scope import Scope
from myotome.text.scope.sides import Mark, side_marks
from myotome.text.tokens.fold import Token

SIDE_REACH = 8
GRADE_REACH = 6
NAMED = frozenset({"test", "concept", "absent", "site", "disease"})
UMBRELLA = 2  # findings that count as said when one result denies several ("examen neurologique normal")
BETWEEN = NAMED | {"mark"}
SHARED = frozenset({"normal", "abnormal"})
DIRECT = 3  # tokens between a negation and what it denies


def test_mentions(
    tokens: list[Token], items: list[Item], scopes: dict[int, Scope], table: TestTable,
) -> tuple[list[Mention], set[int]]:
    """Mentions from tests with results, and the token positions of tests and results that were used."""
    tests = [i for i in items if i.kind == "test"]
    if not tests:
        return [], set()
    results = _results(tokens, tests, items, table)
    sites = [i.first for i in items if i.kind == "site"]
    marks = side_marks(items)
    walls = [i.first for i in items if i.kind == "mark" and i.value == ";" and not _other_side(i, items)]
    colons = [i.first for i in items if i.kind == "mark" and i.value == ":"]
    separators = {
        i.first for i in items if i.kind in ("coordination", "contrast") or i.kind == "mark" and i.value in ",;"
    }
    blocked = [
        i.first for i in items if i.kind in ("concept", "absent", "act", "disease") or i.kind == "contrast" and not _answered(i, tests, results)
    ]
    own = {t.first for t in tests} | {r.first for r in results}
    blocked = [b for b in blocked if b not in own]
    blocked = [b for b in blocked if not _listed(b, tokens, items)]
    blocked += [t.last + 1 for t in tests if _numbered(t, tokens)]
    groups = together(
        tokens, results, tests, walls + colons + _stated(tests, items, table), [i.first for i in items if i.kind == "exception"]
    )
    made: list[Mention] = []
    used: set[int] = set()
    previous = ("", "")
    for n, group in enumerate(groups):
        until = min([w for w in walls if w > group[-1].last] + [groups[n + 1][0].first if n + 1 < len(groups) else 10**9])
        before = groups[n - 1][-1].last if n else -1
        excepted = any(i.kind == "exception" and before < i.first < group[0].first for i in items)
        before = max([before, *(w for w in walls if w < group[0].first), *(i.last for i in items if i.kind == "exception" and i.first < group[0].first)])
        told = ("", "")
        mine = without_next(results, group, groups[n + 1][0].first if n + 1 < len(groups) else -1, used)
        earlier = frozenset(used)  # a result before the first of a list is for all of it
        for test in group:
            entry = table.tests[test.value]
            scope = scopes.get(test.first) or scopes.get(group[0].first)
            if scope is None:
                continue
            pairs = chosen(test, group[0], entry, mine, group[-1].last, until, before, blocked, earlier, table.symbols)
            pairs = _not_graded(test, entry, _of_one_place(_before_exception(pairs, group[-1], items), items), items)
            own_results = [r for r, _ in pairs]
            sides = _sides(test, own_results, [_free(marks, r, sites) for r in own_results], until, separators, results)
            mentions = [
                _mention(test, entry, pair, _doubted(test, pair[0], scope, items), (_denied_here(test, pair[0], items), pair is pairs[0] and _not_so(test, pair[0], items)), side, tokens)
                for pair, side in zip(pairs, sides, strict=True)
            ]
            mentions = _there_first(test, entry, mentions, marks, separators)
            if not pairs:
                mentions = _like_before(test, entry, scope, previous, excepted, _likewise(group[0], before, items))
                mentions = mentions or _without_result(test, entry, scope, items, until, table, tokens)
            told = (mentions[-1][1], entry.get("uses", "")) if mentions else told
            for mention, verdict in mentions:
                if verdict == "normal":
                    said = 0 if mention.concept else UMBRELLA
                    made += [_denied(mention, other, derived=n >= said) for n, other in enumerate(entry.get("denies", ()))]
                if mention.concept:
                    made.append(mention)
            if mentions:
                used.add(test.first)
                used.update(result.first for result, _ in pairs)
        previous = told if told[0] else previous
    _set_aside(made)
    return made, used


def _before_exception(pairs: list[tuple[Item, str]], last: Item, items: list[Item]) -> list[tuple[Item, str]]:
    """The results of a test before an exception; one behind it is of what is excepted ("present but for the left ankle, lost")."""
    if len(pairs) <= 1:
        return pairs
    end = max(last.last, pairs[0][0].last)
    wall = next((i.first for i in items if i.kind == "exception" and i.first > end), None)
    return pairs if wall is None else [pair for pair in pairs if pair[0].first < wall]


def _of_one_place(pairs: list[tuple[Item, str]], items: list[Item]) -> list[tuple[Item, str]]:
    """The results without a normal one that the next word takes back ("present and brisk", "present but reduced"), where no place and no
    side tells them apart."""
    past = {i.last + 1 for i in items if i.kind == "history_cue"}
    pairs = [pair for n, pair in enumerate(pairs) if n + 1 == len(pairs) or pair[0].first not in past]  # "previously impaired, now normal"
    return [
        (result, verdict) for n, (result, verdict) in enumerate(pairs)
        if not (verdict == "normal" and n + 1 < len(pairs) and pairs[n + 1][1] == "abnormal" and _joined(result, pairs[n + 1][0], items))
    ]


def _joined(result: Item, other: Item, items: list[Item]) -> bool:
    """Do two results stand side by side, with neither a place nor a side between them?"""
    return other.first - result.last < DIRECT and any(
        i.kind in ("coordination", "contrast") for i in items if result.last < i.first < other.first
    )


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
    if near is None or other is None or len(near[2].lateral) != 1 or near[2] is other[2] or not any(near[1] < k < end for k in separators):
        return mentions
    first.side, first.worse = other[2], other[3]
    there = Mention(
        entry["concept"], test.first, test.last, first.scope._replace(presence=Presence.PRESENT), side=near[2], rule="sign with its side",
        reach=(test.first, near[1]),
    )
    return [(there, "abnormal"), *mentions]


def _like_before(
    test: Item, entry: dict[str, Any], scope: Scope, previous: tuple[str, str], excepted: bool, likewise: bool,
) -> list[tuple[Mention, str]]:
    """A test without a result of its own has the opposite of the one before when excepted from it, the same where "de même" says so.
    previous: verdict and result list of the one before."""
    verdict, uses = previous
    if excepted and verdict and uses == entry.get("uses"):
        return [_opposite(test, entry, scope, verdict)]
    return [_as_before(test, entry, scope, verdict)] if likewise and verdict in SHARED else []


def _opposite(test: Item, entry: dict[str, Any], scope: Scope, verdict: str) -> tuple[Mention, str]:
    """An excepted test has the result that the others have not ("ROT abolis sauf le bicipital")."""
    presence, other = (Presence.PRESENT, "abnormal") if verdict == "normal" else (Presence.ABSENT, "normal")
    return Mention(entry["concept"], test.first, test.last, scope._replace(presence=presence), rule="exception"), other


def _likewise(test: Item, before: int, items: list[Item]) -> bool:
    """Does "de même que" stand right before a test, or "également" behind it, and no result of its own?"""
    return any(
        i.kind == "likewise" and (before < i.first < test.first <= i.last + DIRECT or 0 < i.first - test.last <= DIRECT) for i in items
    )


def _as_before(test: Item, entry: dict[str, Any], scope: Scope, verdict: str) -> tuple[Mention, str]:
    """A test with the result of the one before ("force normale, de même que la sensibilité")."""
    presence = Presence.ABSENT if verdict == "normal" else Presence.PRESENT
    return Mention(entry["concept"], test.first, test.last, scope._replace(presence=presence), rule="as the test before"), verdict


def _set_aside(mentions: list[Mention]) -> None:
    """"Réflexes vifs": that they are not lost only follows from the brisk ones, which the same words state."""
    stated = {(m.reach, m.side) for m in mentions if m.scope.presence is Presence.PRESENT}
    for mention in mentions:
        if mention.scope.presence is Presence.ABSENT and mention.reach is not None and (mention.reach, mention.side) in stated:
            mention.derived = True


def _results(tokens: list[Token], tests: list[Item], items: list[Item], table: TestTable) -> list[Item]:
    """Words and signs of a result, in order."""
    grades = [i for i in items if i.grade is not None and i.grade.low < MRC_MAX]  # the "5" of "3/5" is no result
    recovering = [i.last for i in items if i.kind == "recovery_cue"]
    words = [
        i for i in items
        if i.kind == "result" and not any(0 <= i.first - k <= DIRECT for k in recovering)  # "redevient normale"
        and not names_limit(tokens, i.first, i.last) and not any(g.first <= i.first and i.last <= g.last and g.last - g.first > i.last - i.first for g in grades)
    ]
    return sorted([*words, *symbol_results(tokens, tests, items, table.links, table.reflexes)], key=attrgetter("first"))


def _answered(contrast: Item, tests: list[Item], results: list[Item]) -> bool:
    """Does the test before "but" have a result before it ("absent on the left but brisk on the right")? Then another may follow."""
    test = max((t.last for t in tests if t.last < contrast.first), default=contrast.first)
    return any(test < r.first < contrast.first for r in results)


def _stated(tests: list[Item], items: list[Item], table: TestTable) -> list[int]:
    """Where a sign with its side stands ("Babinski à gauche, RCP indifférent à droite"): it is there, and shares no result."""
    starts = {i.first for i in items if i.kind == "side"}
    return [
        k for t in tests if table.tests[t.value].get("uses") == "sign" for k in (t.last + 1, t.last + 2) if k in starts
    ]


def _other_side(wall: Item, items: list[Item]) -> bool:
    """Does a side with a result follow a semicolon, and no name ("biceps reflex lost on the left; on the right normal")?"""
    clause = [i for i in items if i.first > wall.last]
    end = next((n for n, i in enumerate(clause) if i.kind == "mark" and i.value == ";"), len(clause))
    kinds = [i.kind for i in clause[:end] if i.kind != "mark"]
    return kinds[:1] == ["side"] and "result" in kinds and NAMED.isdisjoint(kinds)


def _free(
    marks: list[tuple[int, int, Side, Side | None]], result: Item, sites: list[int],
) -> list[tuple[int, int, Side, Side | None]]:
    """Sides after the result that no site in between takes for itself."""
    return [m for m in marks if not any(result.last < s < m[0] for s in sites)]


def _numbered(test: Item, tokens: list[Token]) -> bool:
    """Does a number stand right behind the test ("LDH 650, lipides normaux")? Then a later word is not its result."""
    return test.last + 1 < len(tokens) and tokens[test.last + 1].raw[:1].isdecimal()


def _listed(position: int, tokens: list[Token], items: list[Item]) -> bool:
    """Is the item at ``position`` a bare member of a list ("AAN, anti-Sm et anti-SSB négatifs")?"""
    item = next(i for i in items if i.first == position)
    before = next((k for k in range(position - 1, -1, -1) if tokens[k].raw not in "'’-" and len(tokens[k].raw) != 2), None)
    after = item.last + 1
    if before is None or after >= len(tokens):
        return False
    marks = {i.first for i in items if i.kind == "coordination" or i.kind == "mark" and i.value in ",/"}
    return before in marks and (after in marks or any(i.kind == "result" and i.first == after for i in items))


def _doubted(test: Item, result: Item, scope: Scope, items: list[Item]) -> Scope:
    """The scope, with a doubt said between a test and its result ("probablement vif", "diminution probable de la force")."""
    first, last = sorted((test, result), key=attrgetter("first"))
    cue = next((
        i for i in items if i.kind == "certainty_before" and first.last < i.first < last.first
        and i.value in (Certainty.PROBABLE.value, Certainty.POSSIBLE.value)
    ), None)
    return scope if cue is None or scope.certainty is not Certainty.CERTAIN else scope._replace(certainty=Certainty(cue.value))


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
    return [(Side.UNSAID, None) if m is None else m[2:] for m in given]


def _mention(
    test: Item, entry: dict[str, Any], pair: tuple[Item, str], scope: Scope, denied: tuple[bool, bool],
    said: tuple[Side, Side | None], tokens: list[Token],
) -> tuple[Mention, str]:
    """denied: does a negation stand right before test or result; between them?"""
    result, verdict = pair
    if verdict == "doubtful":
        verdict, scope = "abnormal", scope._replace(certainty=Certainty.POSSIBLE)
    here, between = denied
    if verdict == "normal" and (between or here and entry.get("uses") == "function"):
        verdict = "abnormal"  # "ne sont pas obtenus", "neither ankle jerk was obtainable"
    elif here and verdict == "abnormal":
        verdict = "normal"  # "pas de réflexe diminué"
    presence = Presence.ABSENT if verdict == "normal" else Presence.PRESENT
    side, worse = said
    pair_side, doubt = side_and_doubt(result, tokens)
    if pair_side is not Side.UNSAID:
        side, worse = pair_side, None
    if doubt is not Certainty.CERTAIN:
        scope = scope._replace(certainty=doubt)
    span = (min(test.first, result.first), max(test.last, result.last))
    return Mention(
        entry["concept"], test.first, test.last, scope.by("presence", result.first, result.last, presence=presence), side=side, worse=worse,
        grade=reflex_grade(result, tokens), rule="test and result", reach=span,
    ), verdict


def _without_result(
    test: Item, entry: dict[str, Any], scope: Scope, items: list[Item], until: int, table: TestTable,
    tokens: list[Token],
) -> list[tuple[Mention, str]]:
    """A graded test takes its grade; a denied test says what its list says of a bare denial."""
    if entry.get("graded"):
        grade = _grade_after(test, items, until)
        sited = grade is not None and any(i.kind == "site" and test.last < i.first < grade.first for i in items)
        if grade is not None and grade.grade is not None and not sited:
            verdict = "normal" if grade.grade.low >= MRC_MAX else "abnormal"
            presence = Presence.ABSENT if verdict == "normal" else Presence.PRESENT
            return [(Mention(
                entry["concept"], test.first, test.last, scope._replace(presence=presence), grade=grade.grade,
                rule="graded test", reach=(test.first, grade.last),
            ), verdict)]
    if _minus(test, tokens) and table.negated.get(entry.get("uses", "")) == "normal":
        denied = scope._replace(presence=Presence.ABSENT)
        return [(Mention(entry["concept"], test.first, test.last, denied, rule="minus sign"), "normal")]
    verdict = entry.get("negated") or table.negated.get(entry.get("uses", ""), "")
    if scope.presence is Presence.ABSENT and verdict:
        presence = Presence.ABSENT if verdict == "normal" else Presence.PRESENT
        return [(Mention(
            entry["concept"], test.first, test.last, scope._replace(presence=presence), rule="denied test",
        ), verdict)]
    return []


def _minus(test: Item, tokens: list[Token]) -> bool:
    """Does a lone minus stand behind the sign ("Kernig -, Brudzinski -")?"""
    at = test.last + 1
    lone = at + 1 >= len(tokens) or not tokens[at + 1].raw.isalnum()
    return at < len(tokens) and tokens[at].raw in ("-", "–") and lone and tokens[at].start > tokens[test.last].end


def _grade_after(test: Item, items: list[Item], until: int) -> Item | None:
    """The grade that follows a graded test closely."""
    return next((
        i for i in items if i.kind == "grade" and test.last < i.first < until and i.first - test.last <= GRADE_REACH
    ), None)


def _denied_here(test: Item, result: Item, items: list[Item]) -> bool:
    """Does a negation stand directly before the test or its result? One carried from afar does not count, nor one that is the
    result itself ("absence de réflexe rotulien") or that of the test before ("knees absent, ankles absent")."""
    results = {i.first for i in items if i.kind == "result"}
    return any(
        i.kind == "negation_before" and i.first not in results and not i.first <= result.first <= i.last
        and (_leads_to(i, test, items) or 0 < result.first - i.last <= DIRECT and i.first > test.first or 0 < result.first - i.last < DIRECT)
        for i in items
    )


def _leads_to(negation: Item, test: Item, items: list[Item]) -> bool:
    """Does a negation stand right before a test, with nothing of its own to deny between ("no clonus, reflexes absent")?"""
    return 0 < test.first - negation.last <= DIRECT and not any(
        i.kind in BETWEEN and negation.last < i.first < test.first for i in items
    )


def _not_graded(test: Item, entry: dict[str, Any], pairs: list[tuple[Item, str]], items: list[Item]) -> list[tuple[Item, str]]:
    """The results of a test, none where a grade stands before them."""
    if pairs and entry.get("graded") and _grade_after(test, items, pairs[0][0].first) is not None:
        return []
    return pairs


def _not_so(test: Item, result: Item, items: list[Item]) -> bool:
    """Does a negation stand between a test and its normal result ("ne sont pas obtenus")?"""
    if f"#{test.value}" in owners(result.value):
        return False  # "vifs, non polycinétiques": its own word says another thing than that the reflex is there
    return any(
        i.kind == "negation_before" and test.last < i.first and 0 < result.first - i.last < DIRECT for i in items
    )


def _denied(mention: Mention, concept: str, *, derived: bool) -> Mention:
    """A further finding that the same normal result denies. derived: does it only follow from what was said?"""
    return Mention(
        concept, mention.first, mention.last, mention.scope._replace(presence=Presence.ABSENT),
        side=mention.side, rule=mention.rule, reach=mention.reach,
        derived=derived,
    )
