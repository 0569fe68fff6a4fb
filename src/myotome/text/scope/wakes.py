"""The wake mask: which rules of the walk of scopes (``scope.py``) a kind of item wakes, one bit a rule.

The kinds at one position are ORed, and each rule is entered only where its bit is set: most items wake one rule or none.
"""

from __future__ import annotations

from typing import Final

from myotome.text.scope.items import Item

DENY: Final = 1
EXCLUDE: Final = 2
END: Final = 4
DOUBT: Final = 8
OWN: Final = 16
FEAR: Final = 32
ASK: Final = 64
MARK: Final = 128
NO_CUE: Final = 256
TARGET: Final = 512
VALUE: Final = 1024
FINDING: Final = 2048
CUE: Final = DENY | EXCLUDE | END | DOUBT | OWN | FEAR | ASK
LASTING: Final = TARGET | VALUE | OWN  # behind the last of these a walk changes nothing
WAKES: dict[str, int] = {
    "negation_before": DENY, "absent": DENY, "change": DENY, "aspect": DENY, "exclusion": EXCLUDE, "exception": END, "accompanied": END, "adjunct": END,
    "stop": END, "coordination": END, "than_cue": END, "patient_words": END | OWN, "certainty_before": DOUBT, "certainty_after": DOUBT,
    "kin": OWN, "history_cue": OWN, "purpose": FEAR, "asked": ASK, "mark": MARK, "pseudo_negation": NO_CUE, "kin_normal": NO_CUE,
    "concept": TARGET | FINDING, "disease": TARGET, "test": TARGET, "act": TARGET, "measure": VALUE,
}


def walked(items: list[Item]) -> int:
    """How many of the items the walk takes: up to the last one that has a scope, or that says whose what comes is."""
    count = len(items)
    while count and not WAKES.get(items[count - 1].kind, 0) & LASTING:
        count -= 1
    while 0 < count < len(items) and items[count].first == items[count - 1].first:
        count += 1  # another reading of the same words
    return count


def readings(items: list[Item], n: int) -> tuple[dict[str, Item], int, int]:
    """The several readings of one wording from ``items[n]`` on, by kind; what they wake together; the number of the next item."""
    position, woken = items[n].first, 0
    kinds: dict[str, Item] = {}
    while n < len(items) and items[n].first == position:
        kinds[items[n].kind] = items[n]
        woken |= WAKES.get(items[n].kind, 0)
        n += 1
    return kinds, woken, n
