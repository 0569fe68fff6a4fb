"""Test plus result: "sensibilité normale", "ROT abolis", "Lasègue négatif à D, positif à 40° à G".

A normal result denies the abnormality, an abnormal one states it; each result takes the side that
follows it. A test without a result says nothing (it was asked or done).
"""

from __future__ import annotations

from typing import Any

from myotome.terms import Presence, Side
from myotome.text.compose import Mention
from myotome.text.fold import Token
from myotome.text.items import Item
from myotome.text.scope import Scope
from myotome.text.sides import Placed, side_marks

FORWARD = 12
BACKWARD = 4


def _wall(item: Item) -> bool:
    return item.kind == "mark" and item.value == ";"


def test_mentions(
    tokens: list[Token], items: list[Item], scopes: dict[int, Scope], table: list[dict[str, Any]],
) -> tuple[list[Mention], set[int]]:
    """Mentions from tests with results, and the token positions of the tests that were used."""
    tests = [i for i in items if i.kind == "test"]
    results = [i for i in items if i.kind == "result"]
    marks = side_marks(items)
    walls = [i.first for i in items if _wall(i)]
    made: list[Mention] = []
    used: set[int] = set()
    groups = _together(tokens, items, tests, walls)
    starts = [g[0].first for g in groups]
    for n, group in enumerate(groups):
        end = starts[n + 1] if n + 1 < len(groups) else 10**9
        wall = min((w for w in walls if w > group[-1].last), default=10**9)
        ahead = [r for r in results if group[-1].last < r.first < min(end, wall)]
        ahead = [r for k, r in enumerate(ahead) if r.first - (ahead[k - 1].last if k else group[-1].last) <= FORWARD]
        if ahead and any(
            i.kind in ("concept", "absent") and group[-1].last < i.first < ahead[0].first for i in items
        ):
            ahead = []
        behind = [r for r in results if 0 < group[0].first - r.last <= BACKWARD]
        if n and behind and behind[-1].first <= groups[n - 1][-1].last:
            behind = []
        chosen = ahead or (behind[-1:] if not n or behind and behind[-1].first > groups[n - 1][-1].last else [])
        if not chosen:
            continue
        for test in group:
            entry = table[int(test.value)]
            for k, result in enumerate(chosen):
                scope = scopes.get(test.first) or scopes.get(group[0].first)
                if scope is None:
                    continue
                normal = result.value == "normal"
                if not normal and scope.presence is Presence.ABSENT:
                    normal = True
                presence = Presence.ABSENT if normal else Presence.PRESENT
                until = chosen[k + 1].first if k + 1 < len(chosen) else min(end, wall)
                side, worse = Side.UNSAID, None
                near = [m for m in marks if result.last < m[0] < until and m[0] - result.last <= 8]
                inner = [m for m in marks if test.last < m[0] < result.first]
                if near or inner:
                    _, _, side, worse = (near or inner)[0]
                made.append(Mention(
                    entry["concept"], min(test.first, result.first), max(test.last, result.last),
                    scope._replace(presence=presence), side=side, worse=worse, rule="test and result",
                ))
            used.add(test.first)
    return made, used


def _together(
    tokens: list[Token], items: list[Item], tests: list[Item], walls: list[int],
) -> list[list[Item]]:
    """Tests joined by commas and "et" with no result between: they share the result."""
    results = {i.first for i in items if i.kind == "result"}
    groups: list[list[Item]] = []
    for test in tests:
        if groups and groups[-1][-1].first == test.first:
            groups[-1].append(test)
            continue
        if groups:
            last = groups[-1][-1]
            between = range(last.last + 1, test.first)
            words = sum(1 for k in between if tokens[k].raw.isalpha() and len(tokens[k].raw) > 2)
            if words <= 3 and not any(k in results for k in between) and not any(
                last.last < w < test.first for w in walls
            ):
                groups[-1].append(test)
                continue
        groups.append([test])
    return groups


def excepted_places(items: list[Item], mentions: list[Mention], loose: list[list[Placed]]) -> list[Mention]:
    """"Force normale sauf psoas": the sites after the exception have the opposite result."""
    made = []
    for item in items:
        if item.kind != "exception":
            continue
        before = [m for m in mentions if m.last < item.first]
        run = next((r for r in loose if r[0].first > item.last and r[0].first - item.last <= 6), None)
        if not before or run is None:
            continue
        base = before[-1]
        opposite = Presence.PRESENT if base.scope.presence is Presence.ABSENT else Presence.ABSENT
        made.append(Mention(
            base.concept, run[0].first, run[-1].last, base.scope._replace(presence=opposite),
            list(run), rule="exception",
        ))
        loose.remove(run)
    return made
