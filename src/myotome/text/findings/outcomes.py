"""What came of a treatment, told beside its name: "prednisone six mois, sans aucun bénéfice", "nette amélioration sous immunoglobulines"."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from myotome.knowledge.store import Knowledge
from myotome.terms import Presence
from myotome.text.scope.items import Item
from myotome.text.tokens.fold import Token

BEFORE = 5  # tokens from an outcome to the treatment that it is of ("aucune réponse clinique aux corticoïdes")
BEHIND = 12  # tokens from a treatment to its outcome ("prednisone pendant six mois, sans aucun bénéfice")
CLOSE = 2  # tokens in between, for a worsening: it is mostly why a treatment was begun
COMMA, END = ",", ";"


class OutcomeWords(msgspec.Struct, eq=False, frozen=True):
    """concepts: act, class of acts, or finding that tells of an operation -> outcome ("better", "none", "worse") -> concept; where better and none
    have the same, none denies it.
    walls: stems that part a treatment from what follows ("débutés devant l'aggravation")."""

    concepts: dict[str, dict[str, str]]
    walls: frozenset[str]


class Outcome(msgspec.Struct, eq=False, frozen=True):
    """The concept that an outcome states or denies; the positions of its own words; those that they and the treatment's take together."""

    concept: str
    presence: Presence
    own: range
    first: int
    last: int


def outcomes(tokens: list[Token], said: list[Item], acts: list[Item], words: OutcomeWords, knowledge: Knowledge) -> list[Outcome]:
    """What the outcomes that a sentence tells say of its treatments."""
    found: list[Outcome] = []
    for act in acts:
        concepts = of_act(act.value, words.concepts, knowledge)
        outcome = _outcome(tokens, said, act, words.walls) if concepts else None
        concept = concepts.get(outcome.value, "") if outcome is not None else ""
        if outcome is not None and concept:
            denied = outcome.value == "none" and concept == concepts.get("better")
            found.append(Outcome(concept, Presence.ABSENT if denied else Presence.PRESENT, range(outcome.first, outcome.last + 1), min(act.first, outcome.first), max(act.last, outcome.last)))
    return found


def of_act(act: str, concepts: Mapping[str, dict[str, str]], knowledge: Knowledge) -> dict[str, str]:
    """Outcome -> concept of a treatment: its own, or that of its class."""
    classes = knowledge.acts[act].classes if act in knowledge.acts else ()
    return next((concepts[name] for name in (act, *classes) if name in concepts), {})


def _outcome(tokens: list[Token], said: list[Item], act: Item, walls: frozenset[str]) -> Item | None:
    """The outcome that stands right before a treatment, else the first behind it."""
    for item in reversed(said):
        between = tokens[item.last + 1 : act.first]
        if item.last < act.first and len(between) <= _reach(item, BEFORE) and not any(t.raw in (COMMA, END) for t in between):
            return item
    for item in said:
        between = tokens[act.last + 1 : item.first]
        if item.first > act.last and len(between) <= _reach(item, BEHIND):
            return None if any(t.raw == END or t.stem in walls for t in between) else item
    return None


def _reach(item: Item, reach: int) -> int:
    return CLOSE if item.value == "worse" else reach
