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
    between_words: tuple[str, ...]
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
    midline_muscles: tuple[str, ...]
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


def without_side(text: str) -> str:
    """A label without its side.

    >>> without_side("Jambier antérieur D"), without_side("(G) SPE"), without_side("Right Median")
    ('Jambier antérieur', 'SPE', 'Median')
    """
    known = table_settings()
    letters = {letter for letters in known.side_letters.values() for letter in letters}
    words = known.folded["side_words"]
    return " ".join(t for t in text.split() if t.strip("().,:") not in letters and plain(t) not in words)


@lru_cache(maxsize=4096)
def muscle_of(text: str) -> str | None:
    """Muscle id of what a machine or a person writes, shortened words included ("Abd Poll Br")."""
    folded = plain(undotted(text))
    known = table_settings().folded["muscle_words"].get(folded) or find(load(), "muscle", text)
    return known or _within(folded, "muscle_words") or shortened(folded, "muscle")


def shortened(text: str, kind: str) -> str | None:
    """The one muscle, nerve or station whose name's words begin with the words given, in their order.

    >>> shortened("Saph. ext.", "nerve"), shortened("creux axill", "stimulation")
    ('sural', 'axilla')
    """
    tokens = tuple(plain(text).split())
    if len(tokens) < 2 or sum(len(t) >= LEAST_LETTERS for t in tokens) < 2:
        return None
    found = {entry for entry, name in _names(kind) if _begins(tokens, name)}
    return found.pop() if len(found) == 1 else None


@lru_cache(maxsize=4)
def _names(kind: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Each name of each entry, as words."""
    if kind == "stimulation":
        named = [(s["id"], [*s["names"].values(), *(w for ws in (s.get("words") or {}).values() for w in ws)]) for s in load().settings["conduction_sites"]["stations"]]
    else:
        entries = (load().muscles if kind == "muscle" else load().nerves).values()
        named = [(e.id, [e.names.fr, e.names.en, e.names.la, *(w for ws in e.words.values() for w in ws)]) for e in entries]
    return tuple((entry, tuple(plain(w).split())) for entry, words in named for w in words if w)


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
