"""What a cue reaches: negation over lists, doubt, owner, and the words that end them.

The rule for lists: a negation is carried over a comma, "et", "ou" or "ni" as long as bare noun
groups follow; a determiner, a verb or "mais" ends it (sheet_reading section 3).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from myotome.terms import Certainty, Experiencer, Presence
from myotome.text.fold import Token
from myotome.text.items import Item
from myotome.text.layout import Sentence

REACH = 7  # unknown words that a cue may cross before it meets its first finding
CARRY = 4  # unknown words between two members of one list
KIN_OF = 3  # tokens between kin and whose kin they are ("la mère du patient")
AFTER_REACH = 5  # unknown words between a finding and a result that follows it

TARGETS = frozenset({"concept", "disease", "test", "act"})
NO_CUES = frozenset({"pseudo_negation", "kin_normal"})
SEPARATORS = frozenset({",", "/"})


class Scope(NamedTuple):
    """Attributes of the item at a position."""

    presence: Presence
    certainty: Certainty
    experiencer: Experiencer
    history: bool
    excepted: bool


class _Walk:
    """Walks a sentence from left to right, holding what is open: a negation, a doubt, an owner."""

    def __init__(self, tokens: list[Token], determiners: frozenset[str], negators: frozenset[str]) -> None:
        self.tokens, self.determiners, self.negators = tokens, determiners, negators
        self.negated = self.separator = self.excepted = self.feared = self.history = False
        self.met = self.unknown = 0
        self.kin_at = -KIN_OF - 1
        self.certainty: Certainty | None = None
        self.experiencer = Experiencer.PATIENT

    def open_negation(self, met: int = 0) -> None:
        self.negated, self.met, self.unknown, self.separator = True, met, 0, False

    def close(self) -> None:
        """A verb, "mais" or a semicolon ends negation, doubt and fear."""
        self.negated = self.excepted = self.feared = False
        self.certainty = None

    def words(self, first: int, last: int) -> None:
        """Words that mean nothing to the reader: too many of them, and what is open ends."""
        if not self.negated and self.certainty is None:
            return  # an opening cue counts from nought
        for token in self.tokens[first:last]:
            if len(token.raw) < 2 or not token.raw.isalpha():
                continue
            if self.negated and self.separator and token.stem in self.determiners:
                self.close()
            self.unknown += 1
            if self.unknown > (CARRY if self.met else REACH):
                self.negated = False
            if self.unknown > REACH:
                self.certainty = None

    def mark(self, value: str) -> None:
        if value in SEPARATORS:
            self.separator, self.unknown = True, 0
        elif value in ";:":
            self.close()
            if value == ";":
                self.experiencer, self.history = Experiencer.PATIENT, False

    def cues(self, kinds: dict[str, Item], first: int) -> None:
        """Open and close what the cues at one position say."""
        if "negation_before" in kinds:
            self.open_negation()
        if "absent" in kinds and self.tokens[first].stem in self.negators:
            self.open_negation(met=1)  # "pas de fièvre" as one wording goes on over "ni frisson"
        if "exception" in kinds:
            self.negated, self.excepted = False, True
        if "accompanied" in kinds:
            self.negated = False
        if "stop" in kinds and "certainty_before" not in kinds:
            self.close()
        if "coordination" in kinds:
            self.separator, self.unknown = True, 0
        if "certainty_before" in kinds:
            self.certainty, self.unknown = Certainty(kinds["certainty_before"].value), 0
        if "kin" in kinds and not {"concept", "test"} & kinds.keys():
            self.experiencer, self.kin_at = Experiencer(kinds["kin"].value), first
        elif "patient_words" in kinds and first - self.kin_at > KIN_OF:  # not "la mère du patient"
            self.experiencer = Experiencer.PATIENT
        self.history = self.history or "history_cue" in kinds
        self.feared = self.feared or "purpose" in kinds

    def target(self) -> Scope:
        """The scope of a finding, disease, act or test met here."""
        scope = Scope(
            Presence.ABSENT if self.negated else Presence.PRESENT, self.certainty or Certainty.CERTAIN,
            self.experiencer, self.history, self.excepted,
        )
        self.met, self.unknown, self.separator = self.met + 1, 0, False
        return scope


def scopes(
    tokens: list[Token], sentence: Sentence, items: list[Item], determiners: frozenset[str],
    negators: frozenset[str] = frozenset(), kin_prepositions: frozenset[str] = frozenset(),
) -> dict[int, Scope]:
    """Scope of each target item, by its first token position.

    determiners: folded words that end a list. negators: single words that negate. What follows
    "afin d'éviter" is feared, not found: it has no scope.
    """
    walk = _Walk(tokens, determiners, negators)
    found: dict[int, Scope] = {}
    at = sentence.first
    for position, here in _by_position(items):
        walk.words(at, position)
        kinds = {item.kind: item for item in here}
        if "mark" in kinds:
            walk.mark(kinds["mark"].value)
        elif kinds.keys().isdisjoint(NO_CUES):
            walk.cues(kinds, position)
            if not walk.feared and not kinds.keys().isdisjoint(TARGETS):
                found[position] = walk.target()
        at = max(at, *(item.last + 1 for item in here))  # wordings may overlap
    _look_back(tokens, items, found)
    _kin_behind(tokens, items, found, kin_prepositions)
    return found


def _by_position(items: list[Item]) -> Iterator[tuple[int, list[Item]]]:
    """Items, which stand in order, by the position at which they begin."""
    return ((position, list(here)) for position, here in groupby(items, key=attrgetter("first")))


def _kin_behind(
    tokens: list[Token], items: list[Item], found: dict[int, Scope], prepositions: frozenset[str],
) -> None:
    """"SLA chez la mère": what stands before the preposition, back to a semicolon, is the mother's."""
    for item in items:
        if item.kind != "kin" or not any(tokens[k].stem in prepositions for k in range(max(0, item.first - 2), item.first)):
            continue
        wall = max((i.first for i in items if i.kind == "mark" and i.value == ";" and i.first < item.first), default=-1)
        for position in [p for p in found if wall < p < item.first]:
            found[position] = found[position]._replace(experiencer=Experiencer(item.value))


def _look_back(tokens: list[Token], items: list[Item], found: dict[int, Scope]) -> None:
    """Apply cues that follow what they qualify ("X absent", "X possible", "X ?", "SLA chez la mère")."""
    for at, item in enumerate(items):
        if item.kind not in ("negation_after", "certainty_after") and not (
            item.kind == "mark" and item.value == "?"
        ):
            continue
        if item.kind == "negation_after" and any(
            other.first == item.first and other.kind in ("negation_before", "pseudo_negation") for other in items
        ):
            continue
        target = _target_before(tokens, items, at)
        if target is None or target.first not in found:
            continue
        scope = found[target.first]
        if item.kind == "negation_after":
            found[target.first] = scope._replace(presence=Presence.ABSENT)
        elif item.kind == "certainty_after" and scope.certainty is Certainty.CERTAIN:
            found[target.first] = scope._replace(certainty=Certainty(item.value))
        elif item.kind == "mark" and scope.certainty is Certainty.CERTAIN:
            found[target.first] = scope._replace(certainty=Certainty.POSSIBLE)


def _target_before(tokens: list[Token], items: list[Item], at: int) -> Item | None:
    """The nearest concept or disease before, with few unknown words and no stop between."""
    for back in range(at - 1, -1, -1):
        item = items[back]
        if item.kind in ("stop", "test") or (item.kind == "mark" and item.value in ";:,"):
            return None
        if item.kind in ("concept", "disease"):
            between = sum(
                1 for k in range(item.last + 1, items[at].first) if tokens[k].raw.isalpha()
            )
            return item if between <= AFTER_REACH else None
    return None
