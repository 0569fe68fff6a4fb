"""Tests that share a result: "réflexes rotuliens et achilléens abolis"."""

from __future__ import annotations

from myotome.text.scope.item import Held, Item
from myotome.text.tokens.fold import Token

TOGETHER = 3  # unknown words between tests that share a result
DIRECT = 3  # tokens between a word and what it is of
NAMED = frozenset({"test", "concept", "absent", "site", "disease"})
CLOSE = 3  # tokens between the last of a list and a result that is its own


def together(
    tokens: list[Token], results: list[Item], tests: list[Item], walls: list[int], excepted: list[int],
) -> list[list[Item]]:
    """Tests joined by commas and "et" with no result between: they share the result."""
    if len(tests) == 1:
        return [tests]
    starts = {r.first for r in results}
    starts.update(excepted)
    groups: list[list[Item]] = []
    for test in tests:
        if groups:
            last = groups[-1][-1]
            if last.first == test.first or _beside(tokens, last, test, starts, walls):
                groups[-1].append(test)
                continue
        groups.append([test])
    if not results:
        return groups
    return [part for group in groups for part in _apart(group, results, tests)]


def _beside(tokens: list[Token], last: Item, test: Item, starts: set[int], walls: list[int]) -> bool:
    """Are two tests near, with neither a result, an exception, a number nor a wall between? starts: of results and exceptions."""
    words = 0
    for k in range(last.last + 1, test.first):
        raw = tokens[k].raw
        if k in starts or k in walls or raw[0].isdecimal() and not _of_name(tokens, last, k):
            return False
        words += raw.isalpha() and len(raw) > 2
    return words <= TOGETHER


def _of_name(tokens: list[Token], test: Item, k: int) -> bool:
    """Is the number part of a test's name ("anti-PL-7", "25-hydroxyvitamine D")?"""
    if k + 2 < len(tokens) and tokens[k + 1].raw == "-" and tokens[k].end == tokens[k + 1].start and tokens[k + 1].end == tokens[k + 2].start and tokens[k + 2].raw.isalpha():
        return True
    return k == test.last + 2 and tokens[k - 1].raw == "-" and tokens[k - 1].end == tokens[k].start


def _apart(group: list[Item], results: list[Item], tests: list[Item]) -> list[list[Item]]:
    """"Normal strength, sensation reduced": a list with a result before and another behind is two."""
    if len(group) == 1:
        return [group]
    ends = {t.last + 1 for t in tests}
    led = any(r.last + 1 == group[0].first and r.first not in ends for r in results)
    rest = [t for t in group if t.first > group[0].last]
    if led and rest and any(0 < r.first - group[-1].last <= CLOSE for r in results):
        return [[t for t in group if t.first <= group[0].last], rest]
    return [group]


def without_next(results: list[Item], group: list[Item], following: int, used: set[int]) -> list[Item]:
    """The results without the one right before the following test, when the group has one of its own ("normal sensation
    and normal sensory potentials")."""
    lead = next((r.first for r in results if r.last + 1 == following), -1)
    own = any(
        r.last + 1 == group[0].first and r.first not in used or group[-1].last < r.first < lead for r in results
    )
    return [r for r in results if r.first != lead] if own else results


def walls_of(tokens: list[Token], items: list[Item], held: Held, subjects: frozenset[str]) -> list[int]:
    """What no result passes: semicolons, values of measures that are no tests ("PTH normal, 25-OH vitamin D 41 (low)"), and what speaks
    of the others ("achilléens abolis, les autres vifs")."""
    walls = [i.first for i in held.get("mark", ()) if i.value == ";" and not _other_side(i, items) and not _taken_up(i, tokens, held, subjects)]
    joined = [i.last for i in held.get("coordination", ())]  # "les CPK et tout le reste sont normaux"
    walls += [i.first for i in held.get("others_cue", ()) if not any(0 < i.first - k <= DIRECT for k in joined)]
    if "measure" in held:
        named = {t.first for t in held["test"]}
        walls += [i.first for i in held["measure"] if i.first not in named and numbered(i, tokens)]
    return walls


def _other_side(wall: Item, items: list[Item]) -> bool:
    """Does a side with a result follow a semicolon, and no name ("biceps reflex lost on the left; on the right normal")?"""
    clause = [i for i in items if i.first > wall.last]
    end = next((n for n, i in enumerate(clause) if i.kind == "mark" and i.value == ";"), len(clause))
    kinds = [i.kind for i in clause[:end] if i.kind != "mark"]
    return kinds[:1] == ["side"] and "result" in kinds and NAMED.isdisjoint(kinds)


def _taken_up(wall: Item, tokens: list[Token], held: Held, subjects: frozenset[str]) -> bool:
    """Does a pronoun behind a semicolon give tests without a result theirs ("recherchés ; ils sont revenus négatifs")?"""
    if wall.first + 1 >= len(tokens) or tokens[wall.first + 1].raw not in subjects:
        return False
    test = max((t.last for t in held["test"] if t.last < wall.first), default=wall.first)
    results = held.get("result", ())
    return any(0 < r.first - wall.first <= DIRECT + 2 for r in results) and not any(test < r.first < wall.first for r in results)


def numbered(test: Item, tokens: list[Token]) -> bool:
    """Does a number stand right behind the test ("LDH 650, lipides normaux")? Then a later word is not its result."""
    return test.last + 1 < len(tokens) and tokens[test.last + 1].raw[:1].isdecimal()
