"""Results of a test that are denied: "ne sont pas obtenus", "vifs, non polycinétiques"."""

from __future__ import annotations

from myotome.text.results.verdicts import owners
from myotome.text.scope.item import Held, Item

NAMED = frozenset({"test", "concept", "absent", "site", "disease"})
BETWEEN = NAMED | {"mark"}
DIRECT = 3  # tokens between a negation and what it denies


def without_degrees(
    test: Item, pairs: list[tuple[Item, str]], items: list[Item], held: Held, used: set[int],
) -> list[tuple[Item, str]]:
    """The results of a test but for those that only deny a degree, whose positions go to ``used``: "vifs, non polycinétiques" says that the
    reflexes are there, and brisk."""
    if not pairs or "negation_before" not in held:
        return pairs
    degrees = {
        result.first for n, (result, verdict) in enumerate(pairs)
        if _degree(test, result, verdict, first=n == 0) and denied_here(test, result, items, held)
    }
    used.update(degrees)
    return [pair for pair in pairs if pair[0].first not in degrees]


def _degree(test: Item, result: Item, verdict: str, *, first: bool) -> bool:
    """Is the word more than normal for this test (an own word that is abnormal for another), or one more abnormal word?"""
    says = owners(result.value)
    return verdict == "normal" and f"#{test.value}" in says and "abnormal" in says.values() or verdict == "abnormal" and not first


def denied_here(test: Item, result: Item, items: list[Item], held: Held) -> bool:
    """Does a negation stand directly before the test or its result? One carried from afar does not count, nor one that is the
    result itself ("absence de réflexe rotulien") or that of the test before ("knees absent, ankles absent")."""
    results = {i.first for i in held.get("result", ())}
    return any(
        i.first not in results and not i.first <= result.first <= i.last
        and (_leads_to(i, test, items) or 0 < result.first - i.last <= DIRECT and i.first > test.first or 0 < result.first - i.last < DIRECT)
        for i in held["negation_before"]
    )


def _leads_to(negation: Item, test: Item, items: list[Item]) -> bool:
    """Does a negation stand right before a test, with nothing of its own to deny between ("no clonus, reflexes absent")?"""
    return 0 < test.first - negation.last <= DIRECT and not any(
        i.kind in BETWEEN and negation.last < i.first < test.first for i in items
    )


def not_so(test: Item, result: Item, held: Held) -> bool:
    """Does a negation stand between a test and its normal result ("ne sont pas obtenus")?"""
    if f"#{test.value}" in owners(result.value):
        return False  # "vifs, non polycinétiques": its own word says another thing than that the reflex is there
    return any(test.last < i.first and 0 < result.first - i.last < DIRECT for i in held["negation_before"])
