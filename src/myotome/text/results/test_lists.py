"""Tests that share a result: "réflexes rotuliens et achilléens abolis"."""

from __future__ import annotations

from myotome.text.scope.items import Item
from myotome.text.tokens.fold import Token

TOGETHER = 3  # unknown words between tests that share a result
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
    """Is the number part of the test's name ("anti-PL-7")?"""
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
