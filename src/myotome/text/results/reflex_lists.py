"""Reflexes named by their muscle or joint under a title of reflexes: "ROT : biceps ++, genoux 0", a row "Knee   0   1+" under "Reflexes"."""

from __future__ import annotations

from functools import lru_cache

from myotome.knowledge.store import Knowledge
from myotome.text.results.verdicts import owners
from myotome.text.scope.item import Item
from myotome.text.tokens.fold import Token

REACH = 3  # tokens between the name and its result
SIGNS = frozenset({"0", "1", "2", "3", "4", "+", "-", "–", "±", "ø", "Ø"})


@lru_cache(maxsize=4)
def _reflexes(knowledge: Knowledge) -> tuple[dict[str, str], dict[str, str], frozenset[str], str]:
    """Place -> reflex; reflex -> number of its test; numbers of the tests of all reflexes; that of brisk ones."""
    parts = {r.muscle: r.id for r in knowledge.reflexes.values() if r.muscle} | dict(knowledge.words["reader"]["reflex_of_part"])
    lost = knowledge.words["reader"]["lost_reflex"]
    tests: dict[str, str] = {}
    general: set[str] = set()
    brisk = ""
    for number, entry in enumerate(knowledge.words["tests_results"]):
        concept = knowledge.concepts.get(entry.get("concept", ""))
        if "test" not in entry or concept is None:
            continue
        if concept.id == lost:
            general.add(str(number))
        elif concept.id == knowledge.words["reader"]["brisk_reflex"]:
            general.add(str(number))
            brisk = brisk or str(number)
        elif concept.site in knowledge.reflexes and knowledge.is_a(concept.id, lost):
            tests[concept.site] = str(number)
    return parts, tests, frozenset(general), brisk


def reflex_items(tokens: list[Token], items: list[Item], last: int, knowledge: Knowledge, *, headed: bool) -> list[Item]:
    """The items, with muscles and joints behind a word of reflexes as the tests of those reflexes, where a result follows them.

    headed: does the line stand under a title of reflexes? last: the end of the sentence, exclusive.
    """
    parts, tests, general, brisk = _reflexes(knowledge)
    titles = [i for i in items if i.kind == "test" and i.value in general]
    if not titles and not headed:
        return items
    begin = titles[0].last if titles else -1
    named = {i.first for i in items if i.kind == "test"}
    made: dict[int, list[Item]] = {}
    for n, item in enumerate(items):
        reflex = parts.get(item.value, "") if item.kind == "site" else ""
        if reflex in tests and item.first > begin and item.first not in named and item.first not in made and _result_behind(tokens, items, n, last):
            made[item.first] = [Item("site", reflex, item.first, item.last), *(
                Item("test", number, item.first, item.last) for number in (tests[reflex], brisk)
            )]
    if not made:
        return items
    first = min(made)
    dropped = [t for t in titles if t.first < first and not any(i.kind == "result" and t.last < i.first < first for i in items)]
    kept = [i for i in items if i not in dropped and not (i.kind == "site" and i.first in made)]
    return sorted([*kept, *(i for one in made.values() for i in one)], key=_first)


def _first(item: Item) -> int:
    return item.first


def _result_behind(tokens: list[Token], items: list[Item], n: int, last: int) -> bool:
    """Does a result of a reflex stand right behind ``items[n]``, or behind the last of a list ("biceps and triceps 2+"), with no more
    than a side or a colon between?"""
    item = items[n]
    k = item.last + 1
    covered = {p for i in items[n + 1 :] if i.kind == "side" for p in range(i.first, i.last + 1)}
    while k < last and k - item.last <= REACH and (k in covered or tokens[k].raw in ":="):
        k += 1
    if k >= last:
        return False
    joined = any(i.first == k and (i.kind == "coordination" or i.kind == "mark" and i.value in ",/") for i in items[n + 1 :])
    other = next((m for m in range(n + 1, len(items)) if items[m].kind == "site" and items[m].first == k + 1), None)
    if joined and other is not None:
        return _result_behind(tokens, items, other, last)
    graded = k + 2 < last and tokens[k + 1].raw == "/" and tokens[k + 2].raw == "5"
    if tokens[k].raw in SIGNS and not graded:
        return True
    return any(i.kind == "result" and i.first == k and "function" in owners(i.value) for i in items)
