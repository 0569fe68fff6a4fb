"""The typed shape of ``knowledge/settings/localise_input.yaml``: the sheet's words and what they say."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from myotome.knowledge.model import Names
from myotome.knowledge.names import find, plain
from myotome.knowledge.store import Knowledge
from myotome.terms import Side


class Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of the settings: unknown fields are refused."""


class Says(Strict):
    """A concept that a state states, or states absent. at: which site of the study is meant."""

    concept: str
    absent: bool = False
    at: str = ""


States = dict[str, tuple[Says, ...]]


class Study(Strict):
    """A conduction study. places: segment -> words by which a detail names it."""

    id: str
    kind: str
    names: Names
    nerve: str
    muscle: str = ""
    territory: str = ""
    reflex: str = ""
    distal: str = ""
    places: dict[str, tuple[str, ...]] = {}


class Detail(Strict):
    """What a detail makes of a state, in place of the general rule."""

    words: tuple[str, ...]
    slow: tuple[Says, ...] = ()
    normal: tuple[Says, ...] = ()
    conduction_block: tuple[Says, ...] = ()


class InputSettings(Strict):
    sides: dict[str, tuple[str, ...]]
    sideless: tuple[str, ...]
    states: dict[str, tuple[str, ...]]
    articles: tuple[tuple[str, str], ...]
    weak_words: tuple[str, ...]
    false_words: tuple[str, ...]
    true_words: tuple[str, ...]
    muscle: dict[str, States]
    reflexes: dict[str, States]
    sensory: dict[str, States]
    conduction: dict[str, States]
    details: dict[str, Detail]
    place_normal: tuple[Says, ...]
    any_muscle: str
    studies: tuple[Study, ...]

    def study(self, name: str) -> Study | None:
        """The study of an id, or of its words with any separators; None for an unknown one."""
        return next((s for s in self.studies if plain(s.id) == plain(name)), None)

    def side(self, text: str) -> Side | None:
        """The side that a word says, in either language; None when it says none.

        >>> from myotome.knowledge import load
        >>> input_settings(load()).side("Gauche").value
        'left'
        """
        word = plain(text)
        return next((Side(side) for side, words in self.sides.items() if word in words), None)

    def state(self, text: str, known: States) -> str | None:
        """The state among ``known`` that a word says: its id or one of its words."""
        word = plain(text)
        for state in known:
            if word == plain(state) or word in map(plain, self.states.get(state, ())):
                return state
        return None


@lru_cache(maxsize=4)
def input_settings(knowledge: Knowledge) -> InputSettings:
    """The settings, checked for shape. Raises msgspec.ValidationError."""
    return msgspec.convert(knowledge.settings["localise_input"], InputSettings)


def muscles_named(knowledge: Knowledge, text: str) -> str | None:
    """The muscle, group or region that ``text`` names, also with its article changed.

    >>> from myotome.knowledge import load
    >>> muscles_named(load(), "abduction de hanche")
    'hip_abductors'
    """
    words = plain(text)
    for name in (text, *(words.replace(a, b) for a, b in input_settings(knowledge).articles if a in words)):
        found = find(knowledge, "muscle", name) or find(knowledge, "region", name)
        if found:
            return found
    return None
