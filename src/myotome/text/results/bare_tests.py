"""Tests without a result of their own: "ROT abolis sauf le bicipital", "de même que la sensibilité", "releveurs 3/5", "pas de clonus"."""

from __future__ import annotations

from typing import Any

from myotome.terms import ABSENT, PRESENT
from myotome.text.results.test_table import TestTable
from myotome.text.results.verdicts import ABILITY
from myotome.text.scope.item import Held, Item
from myotome.text.scope.mention import Mention
from myotome.text.scope.mrc import MRC_MAX
from myotome.text.scope.scope import PLAIN, Scope
from myotome.text.tokens.fold import Token

GRADE_REACH = 6
DENIED_REACH = 3  # tokens from "not" to the act
LIKEWISE = 3  # tokens between "de même que", or "également", and the test
SHARED = frozenset({"normal", "abnormal"})
PARTING = ("concept", "result", "stop", "contrast", "exception", "negation_before", "negation_after")  # between two acts, make them no list
SEPARATORS = frozenset(",/")
SMALL = 3  # letters of a word that is not counted
LISTED_WORDS = 2  # longer words that may stand between two acts of a list


def like_before(
    test: Item, entry: dict[str, Any], scope: Scope, previous: tuple[str, str], excepted: bool, likewise: bool,
) -> list[tuple[Mention, str]]:
    """A test without a result of its own has the opposite of the one before when excepted from it, the same where "de même" says so.
    previous: verdict and result list of the one before."""
    verdict, uses = previous
    if excepted and verdict and uses == entry.get("uses"):
        return [_opposite(test, entry, scope, verdict)]
    shared = verdict == "normal" or verdict in SHARED and uses == entry.get("uses")  # "rotuliens absents, achilléens aussi": none is brisk
    return [_as_before(test, entry, scope, verdict)] if likewise and shared else []


def _opposite(test: Item, entry: dict[str, Any], scope: Scope, verdict: str) -> tuple[Mention, str]:
    """An excepted test has the result that the others have not ("ROT abolis sauf le bicipital")."""
    presence, other = (PRESENT, "abnormal") if verdict == "normal" else (ABSENT, "normal")
    return Mention(entry["concept"], test.first, test.last, scope._replace(presence=presence), rule="exception"), other


class Acts:
    """"Difficulty climbing stairs, rising from a chair": an act shares the trouble of the one that it is listed with.

    named: those that are told as a trouble with an act, not as a sign ("dysarthria"). last: end of the act that shared last, and the scope of the trouble.
    """

    def __init__(self, tokens: list[Token], held: Held, scopes: dict[int, Scope], table: TestTable) -> None:
        self.tokens, self.held, self.scopes, self.concepts = tokens, held, scopes, table.acts
        self.named = [
            i for i in held.get("concept", ()) if i.value in table.acts and i.first in scopes
            and any(t.stem in table.troubles for t in tokens[i.first : i.last + 1])
        ]
        self.last, self.scope = -1, PLAIN

    def shared(self, test: Item, entry: dict[str, Any]) -> list[tuple[Mention, str]]:
        """What the act before says of a test without a result."""
        if not self.named or entry["concept"] not in self.concepts:
            return []
        before = next((i for i in reversed(self.named) if self.last < i.last < test.first), None)
        if before is not None:
            self.last, self.scope = before.last, self.scopes[before.first]
        if self.last < 0 or not _listed(self.last + 1, test.first, self.held, self.tokens):
            return []
        self.last = test.last
        return [(Mention(entry["concept"], test.first, test.last, self.scope, rule="as the act before"), "")]


def _listed(begin: int, end: int, held: Held, tokens: list[Token]) -> bool:
    """Do a comma or "et" and few other words part two members of a list?"""
    if any(begin <= i.first < end for kind in PARTING for i in held.get(kind, ())):
        return False
    words = sum(t.raw.isalpha() and len(t.raw) > SMALL for t in tokens[begin:end])
    joints = [t.raw for t in tokens[begin:end] if t.raw in SEPARATORS]
    joined = bool(joints) or any(begin <= i.first < end for i in held.get("coordination", ()))
    return joined and words <= LISTED_WORDS and not any(t.raw in ";:.\n" for t in tokens[begin:end])


def likewise(test: Item, before: int, held: Held) -> bool:
    """Does "de même que" stand right before a test, or "également" behind it, and no result of its own?"""
    return "likewise" in held and any(
        before < i.first < test.first <= i.last + LIKEWISE or 0 < i.first - test.last <= LIKEWISE for i in held["likewise"]
    )


def _as_before(test: Item, entry: dict[str, Any], scope: Scope, verdict: str) -> tuple[Mention, str]:
    """A test with the result of the one before ("force normale, de même que la sensibilité")."""
    presence = ABSENT if verdict == "normal" else PRESENT
    return Mention(entry["concept"], test.first, test.last, scope._replace(presence=presence), rule="as the test before"), verdict


def without_result(
    test: Item, entry: dict[str, Any], scope: Scope, held: Held, until: int, table: TestTable,
    tokens: list[Token],
) -> list[tuple[Mention, str]]:
    """A graded test takes its grade; a denied test says what its list says of a bare denial."""
    if entry.get("graded"):
        grade = grade_after(test, held, until)
        sited = grade is not None and any(test.last < i.first < grade.first for i in held.get("site", ()))
        if grade is not None and grade.grade is not None and not sited:
            verdict = "normal" if grade.grade.low >= MRC_MAX else "abnormal"
            presence = ABSENT if verdict == "normal" else PRESENT
            return [(Mention(
                entry["concept"], test.first, test.last, scope._replace(presence=presence), grade=grade.grade,
                rule="graded test", reach=(test.first, grade.last),
            ), verdict)]
    if _minus(test, tokens) and table.negated.get(entry.get("uses", "")) == "normal":
        denied = scope._replace(presence=ABSENT)
        return [(Mention(entry["concept"], test.first, test.last, denied, rule="minus sign"), "normal")]
    verdict = entry.get("negated") or table.negated.get(entry.get("uses", ""), "")
    if not verdict and entry.get("uses") == ABILITY and "contrast" in held and _but_not(test, held):
        return [(Mention(entry["concept"], test.first, test.last, scope._replace(presence=PRESENT), rule="denied act"), "abnormal")]
    if scope.presence is ABSENT and verdict:
        presence = ABSENT if verdict == "normal" else PRESENT
        return [(Mention(
            entry["concept"], test.first, test.last, scope._replace(presence=presence), rule="denied test",
        ), verdict)]
    return []


def _but_not(test: Item, held: Held) -> bool:
    """"Walks on his toes but not on his heels": is the act denied right behind "but"?"""
    denial = next((i for i in held.get("negation_before", ()) if 0 < test.first - i.last <= DENIED_REACH), None)
    return denial is not None and any(i.last + 1 == denial.first for kind in ("contrast", "stop") for i in held.get(kind, ()))


def _minus(test: Item, tokens: list[Token]) -> bool:
    """Does a lone minus stand behind the sign ("Kernig -, Brudzinski -")?"""
    at = test.last + 1
    lone = at + 1 >= len(tokens) or not tokens[at + 1].raw.isalnum()
    return at < len(tokens) and tokens[at].raw in ("-", "–") and lone and tokens[at].start > tokens[test.last].end


def grade_after(test: Item, held: Held, until: int) -> Item | None:
    """The grade that follows a graded test closely."""
    return next((i for i in held.get("grade", ()) if test.last < i.first < until and i.first - test.last <= GRADE_REACH), None)
