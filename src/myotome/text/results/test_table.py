"""The examined functions and the words of their results (``words/tests_results.yaml``), as the rules ask for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import msgspec

from myotome.text.results.symbols import ReflexSigns
from myotome.text.tokens.fold import fold


class TestTable(msgspec.Struct, frozen=True):
    """tests: entries that name an examined function, by position in the file. negated: shared list
    -> what denying the bare test says. symbols: shared list -> what plus and minus say. links: small words between results.
    reflexes: what "1+" to "4+" and a row of pluses say. lists: concept -> lists of the result words of its tests.
    subjects: pronouns, as written, that take up a list of tests ("; ils sont revenus négatifs"). angled: test whose result may be the bare figure of an angle ("Lasègue G 60") -> these figures. scaled: tests of single reflexes, whose figures may stand bare. acts: concepts of the lists
    and tests that carry their result on ("difficulté à monter les escaliers et à se relever"). troubles: stems of "difficulté", "unable"."""

    __test__: ClassVar = False  # not for pytest

    tests: dict[str, dict[str, Any]]
    negated: dict[str, str]
    symbols: dict[str, dict[str, str]]
    links: frozenset[str]
    reflexes: ReflexSigns
    lists: dict[str, tuple[str, ...]]
    subjects: frozenset[str]
    angled: dict[str, frozenset[str]]
    scaled: frozenset[str]
    acts: frozenset[str]
    troubles: frozenset[str]


def test_table(
    entries: Sequence[dict[str, Any]], links: frozenset[str], reflexes: ReflexSigns, subjects: frozenset[str],
) -> TestTable:
    """Sort the file's entries into tests and shared result lists."""
    lists: dict[str, tuple[str, ...]] = {}
    carrying = {e["results"] for e in entries if "results" in e and e.get("carries")}
    for n, entry in enumerate(entries):
        if entry.get("concept"):
            lists[entry["concept"]] = (*lists.get(entry["concept"], ()), f"#{n}", entry.get("uses", ""))
    return TestTable(
        {str(n): e for n, e in enumerate(entries) if "test" in e},
        {e["results"]: e.get("negated", "") for e in entries if "results" in e},
        {e["results"]: e["symbols"] for e in entries if "symbols" in e and "results" in e}, links, reflexes, lists, subjects,
        {str(n): frozenset(str(angle) for angle in range(*e["angle"])) for n, e in enumerate(entries) if "angle" in e},
        frozenset(str(n) for n, e in enumerate(entries) if "others" in e or e.get("uses") == "brisk"),
        frozenset(e["concept"] for e in entries if (e.get("uses") in carrying or e.get("carries")) and e.get("concept")),
        frozenset(fold(w) for e in entries if e.get("carries") and "results" in e for words in e["abnormal"].values() for w in words if " " not in w),
    )
