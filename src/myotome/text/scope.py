"""What a cue reaches: negation over lists, doubt, owner, and the words that end them.

The rule for lists: a negation is carried over a comma, "et", "ou" or "ni" as long as bare noun
groups follow; a determiner, a verb or "mais" ends it (sheet_reading section 3).
"""

from __future__ import annotations

from typing import NamedTuple

from myotome.terms import Certainty, Experiencer, Presence
from myotome.text.fold import Token
from myotome.text.items import Item

REACH = 7  # unknown words that a cue may cross before it meets its first finding
CARRY = 4  # unknown words between two members of one list
AFTER_REACH = 5  # unknown words between a finding and a result that follows it

TARGETS = frozenset({"concept", "disease", "test", "act"})
SEPARATORS = frozenset({",", "/"})


class Scope(NamedTuple):
    """Attributes of the item at a position."""

    presence: Presence
    certainty: Certainty
    experiencer: Experiencer
    history: bool
    excepted: bool


class _State:
    """Walks a sentence from left to right, holding what is open."""

    def __init__(self) -> None:
        self.negated = False
        self.met = 0
        self.unknown = 0
        self.separator = False
        self.certainty: Certainty | None = None
        self.certainty_met = 0
        self.excepted = False
        self.feared = False

    def open_negation(self) -> None:
        self.negated, self.met, self.unknown, self.separator = True, 0, 0, False

    def close(self) -> None:
        self.negated = False
        self.certainty = None
        self.excepted = False
        self.feared = False


def scopes(
    tokens: list[Token], first: int, last: int, items: list[Item], determiners: frozenset[str],
    negators: frozenset[str] = frozenset(),
) -> dict[int, Scope]:
    """Scope of each target item, by its first token position.

    determiners: folded words that end a list. negators: single words that negate.
    """
    by_position: dict[int, list[Item]] = {}
    for item in items:
        by_position.setdefault(item.first, []).append(item)
    state = _State()
    found: dict[int, Scope] = {}
    experiencer = Experiencer.PATIENT
    history = False
    i = first
    while i < last:
        here = by_position.get(i)
        if here is None:
            token = tokens[i]
            if token.stem and token.raw.isalpha() and len(token.raw) > 1:
                if state.negated and state.separator and token.stem in determiners:
                    state.close()
                state.unknown += 1
                limit = CARRY if state.met else REACH
                if state.unknown > limit:
                    state.negated = False
                if state.unknown > REACH:
                    state.certainty = None
            i += 1
            continue
        kinds = {item.kind: item for item in here}
        step = max(item.last for item in here) + 1
        if "pseudo_negation" in kinds or "kin_normal" in kinds:
            i = step
            continue
        if "mark" in kinds:
            mark = kinds["mark"].value
            if mark in SEPARATORS:
                state.separator = True
                state.unknown = 0
            elif mark in ";:":
                state.close()
                if mark == ";":
                    experiencer, history = Experiencer.PATIENT, False
            i = step
            continue
        if "negation_before" in kinds:
            state.open_negation()
        if "absent" in kinds and tokens[i].stem in negators:
            state.open_negation()  # "pas de fièvre" as one wording goes on over "ni frisson"
            state.met = 1
        if "exception" in kinds:
            state.negated, state.excepted = False, True
        if "accompanied" in kinds:
            state.negated = False
        if "stop" in kinds and "certainty_before" not in kinds:
            state.close()
        if "coordination" in kinds:
            state.separator = True
            state.unknown = 0
        if "certainty_before" in kinds:
            state.certainty = Certainty(kinds["certainty_before"].value)
            state.certainty_met = 0
            state.unknown = 0
        if "kin" in kinds and not any(k in kinds for k in ("concept", "test")):
            experiencer = Experiencer(kinds["kin"].value)
        if "patient_words" in kinds and "kin" not in kinds:
            experiencer = Experiencer.PATIENT
        if "history_cue" in kinds:
            history = True
        if "purpose" in kinds:
            state.feared = True
        if TARGETS & kinds.keys() and state.feared:
            i = step  # "afin d'éviter une rétraction": feared, not found
            continue
        if TARGETS & kinds.keys():
            found[i] = Scope(
                Presence.ABSENT if state.negated else Presence.PRESENT,
                state.certainty or Certainty.CERTAIN,
                experiencer, history, state.excepted,
            )
            state.met += 1
            state.certainty_met += 1
            state.unknown = 0
            state.separator = False
        i = step
    _look_back(tokens, items, found)
    return found


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
