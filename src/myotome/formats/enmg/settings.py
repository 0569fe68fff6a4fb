"""Typed form of ``settings/enmg_tables.yaml``, with its phrases folded once."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache

import msgspec

from myotome.knowledge import load
from myotome.knowledge.names import find, find_within, plain

Words = dict[str, tuple[str, ...]]
INITIALS = re.compile(r"\b(?:[^\W\d_]\.){2,}")
LEAST_LETTERS = 3  # of a shortened word that tells something


class TwoNerves(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A name that two nerves bear: the ``usual`` one unless ``other_words`` stand beside it."""

    word: str
    usual: str
    other: str
    other_words: tuple[str, ...]
    leg_words: tuple[str, ...]


class TableSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """``settings/enmg_tables.yaml``."""

    source: str
    labels: Words
    values: Words
    weak_values: Words
    needle: Words
    train: Words
    limit_words: tuple[str, ...]
    low_limit_words: tuple[str, ...]
    high_limit_words: tuple[str, ...]
    ends: Words
    kinds: dict[str, Words]
    units: dict[str, dict[str, float]]
    measure_of: dict[str, str]
    distance_cm_below: float
    sensory_most_uv: float
    studies: Words
    side_words: Words
    side_letters: Words
    usual_sites: dict[str, tuple[str, str]]
    temperature_words: tuple[str, ...]
    limb_words: Words
    absent: tuple[str, ...]
    not_stimulable: tuple[str, ...]
    not_done: tuple[str, ...]
    dashes: tuple[str, ...]
    supramaximal_yes: tuple[str, ...]
    needle_words: dict[str, Words]
    grade_words: Words
    discharge_words: Words
    unit_words: dict[str, Words]
    condition_words: Words
    muscle_words: Words
    station_words: Words
    nerve_words: Words
    sensory_names: dict[str, str]
    sensory_only: tuple[str, ...]
    longest_heading: int
    least_values: int
    needed: Words
    two_nerves: TwoNerves

    @cached_property
    def columns(self) -> dict[str, dict[str, str]]:
        """Kind of table ("conduction", "needle", "train") -> phrase -> role of the column."""
        conduction = {**self.labels, **self.values}
        return {
            "conduction": _phrases(conduction), "train": _phrases({**conduction, **self.train}),
            "needle": _phrases({**self.labels, **self.needle}),
        }

    @cached_property
    def folded(self) -> dict[str, dict[str, str]]:
        """Other vocabularies: phrase -> value."""
        return {name: _phrases(getattr(self, name)) for name in (
            "studies", "side_words", "limb_words", "ends", "muscle_words", "station_words", "nerve_words",
            "discharge_words", "condition_words", "weak_values",
        )} | {f"kind {name}": _phrases(words) for name, words in self.kinds.items()}


def _phrases(words: Words) -> dict[str, str]:
    return {phrase: value for value, names in words.items() for name in (value.replace("_", " "), *names) if (phrase := plain(name))}


@lru_cache(maxsize=1)
def table_settings() -> TableSettings:
    """The settings that ship with the program."""
    return msgspec.convert(load().settings["enmg_tables"], TableSettings)


def longest(text: str, phrases: dict[str, str]) -> tuple[str, str] | None:
    """The longest phrase that stands whole in a folded text, and its value; the first of equals.

    >>> longest("latence distale", {"latence": "a", "latence distale": "b"})
    ('latence distale', 'b')
    """
    tokens = text.split()
    for length in range(len(tokens), 0, -1):
        for start in range(len(tokens) - length + 1):
            phrase = " ".join(tokens[start : start + length])
            if phrase in phrases:
                return phrase, phrases[phrase]
    return None


def undotted(text: str) -> str:
    """Initials without their dots.

    >>> undotted("S.P.E. gauche"), undotted("V.C.M. (m/s)"), undotted("1.5 mV")
    ('SPE gauche', 'VCM (m/s)', '1.5 mV')
    """
    return INITIALS.sub(lambda m: m[0].replace(".", ""), text)


@lru_cache(maxsize=4096)
def muscle_of(text: str) -> str | None:
    """Muscle id of what a machine or a person writes, shortened words included ("Abd Poll Br")."""
    folded = plain(undotted(text))
    known = table_settings().folded["muscle_words"].get(folded) or find(load(), "muscle", text)
    return known or _within(folded, "muscle_words") or _shortened(folded)


def _shortened(folded: str) -> str | None:
    """The one muscle whose name's words begin with the words given, in their order."""
    tokens = tuple(folded.split())
    if len(tokens) < 2 or sum(len(t) >= LEAST_LETTERS for t in tokens) < 2:
        return None
    found = {muscle for muscle, name in _muscle_names() if _begins(tokens, name)}
    return found.pop() if len(found) == 1 else None


@lru_cache(maxsize=1)
def _muscle_names() -> tuple[tuple[str, tuple[str, ...]], ...]:
    names = []
    for muscle in load().muscles.values():
        words = [muscle.names.fr, muscle.names.en, muscle.names.la, *(w for ws in muscle.words.values() for w in ws)]
        names += [(muscle.id, tuple(plain(w).split())) for w in words if w]
    return tuple(names)


def _begins(tokens: tuple[str, ...], name: tuple[str, ...]) -> bool:
    at = 0
    for token in tokens:
        while at < len(name) and not name[at].startswith(token):
            at += 1
        if at == len(name):
            return False
        at += 1
    return True


@lru_cache(maxsize=4096)
def station_of(text: str) -> str | None:
    """Id of a place of stimulation; None for none or a place that is no station."""
    folded = plain(undotted(text))
    known = table_settings().folded["station_words"]
    return known.get(folded) or find(load(), "stimulation", text) or _within(folded, "station_words") or find_within(load(), "stimulation", text)


@lru_cache(maxsize=4096)
def nerve_of(text: str) -> str | None:
    """Id of the nerve that stands in a text."""
    text = undotted(text)
    folded = plain(text)
    known = table_settings().folded["nerve_words"]
    return known.get(folded) or find(load(), "nerve", text) or _within(folded, "nerve_words") or find_within(load(), "nerve", text)


def _within(folded: str, name: str) -> str | None:
    found = longest(folded, table_settings().folded[name])
    return found[1] if found else None
