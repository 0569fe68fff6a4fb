"""What a result word says of an examined function, and which results a test takes.

The words, and which result speaks for which test, stand in ``words/tests_results.yaml``.
"""

from __future__ import annotations

from collections.abc import Set
from functools import lru_cache
from typing import Any

from myotome.text.results.symbols import DOUBT, NORMAL
from myotome.text.scope.item import Item

FORWARD = 12
BACKWARD = 4
ABILITY = "ability"
ANY = "any"  # the list whose words say the same of every test
LED = 2  # tokens from an inability to what cannot be done


@lru_cache(maxsize=1024)
def owners(value: str) -> dict[str, str]:
    """List that owns a result word -> what the word says in it."""
    says: dict[str, str] = {}
    for option in value.split("|"):
        owner, _, verdict = option.rpartition(":")
        says.setdefault(owner, verdict)
    return says


def verdict_of(result: Item, number: str, entry: dict[str, Any], symbols: dict[str, dict[str, str]]) -> str:
    """What a result word says of a test: normal, abnormal, unknown, or "" when it is none of its. The
    test's own word goes before the shared one."""
    says = owners(result.value)
    if result.value == NORMAL:
        return "normal"
    if "symbol" in says:
        said = entry.get("symbols") or symbols.get(entry.get("uses", ""), {})
        return said.get("doubt", said.get("plus", "")) if result.value == DOUBT else said.get(says["symbol"], "")
    for owner in (f"#{number}", entry.get("uses", ""), ANY):
        if owner in says:
            return says[owner]
    return ""


def chosen(
    test: Item, group_first: Item, entry: dict[str, Any], results: list[Item], after: int, until: int, before: int, blocked: list[int],
    taken: Set[int], symbols: dict[str, dict[str, str]],
) -> list[tuple[Item, str]]:
    """Results of a test: those that follow it up to ``until``, else one just before it."""
    ahead: list[tuple[Item, str]] = []
    last = after
    for result in results:
        if not after < result.first < until:
            continue
        verdict = verdict_of(result, test.value, entry, symbols)
        if not verdict:
            continue
        if result.first - last > FORWARD or any(last < b < result.first and (not ahead or result.first - b == 1) for b in blocked):
            break  # "oculomotricité normale, le ptosis absent": of the ptosis
        if ahead and ahead[-1][0].first == result.first:
            continue
        ahead.append((result, verdict))
        last = result.last
    if ahead and entry.get("uses") == ABILITY and ahead[0][1] == "normal":
        led = next((
            r for r in reversed(results)
            if before < r.first and 0 < group_first.first - r.last <= LED and verdict_of(r, test.value, entry, symbols) == "abnormal"
        ), None)
        if led is not None:
            return [(led, "abnormal")]  # "no longer able to walk unaided"
    if ahead:
        return [] if ahead[0][1] == "unknown" else [pair for pair in ahead if pair[1] != "unknown"]
    behind = [
        (r, v) for r in results
        if r.first not in taken and before < r.first and 0 < group_first.first - r.last <= BACKWARD and (v := verdict_of(r, test.value, entry, symbols)) and v != "unknown"
    ]
    own = [pair for pair in behind if f"#{test.value}" in owners(pair[0].value)]
    return (own or behind)[-1:]
