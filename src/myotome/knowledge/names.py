"""Find an id by any of its names, in either language; else the nearest names to propose.

For doors that read ids typed by people: tables and structured cases. Notes are read in ``text/``.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from myotome.knowledge.model import Names
from myotome.knowledge.store import Knowledge

KINDS: dict[str, tuple[str, ...]] = {
    "muscle": ("muscles", "groups"),
    "site": (
        "muscles", "groups", "nerves", "segments", "roots", "plexus", "regions", "territories",
        "reflexes",
    ),
    "nerve": ("nerves",),
    "reflex": ("reflexes",),
    "territory": ("territories",),
    "region": ("regions",),
    "concept": ("concepts",),
    "disease": ("diseases",),
    "drug": ("acts",),
    "stimulation": (),
}
CLOSE = 0.6  # similarity of difflib from which a name is worth proposing


def plain(text: str) -> str:
    """Lower case words without accents or punctuation, separated by one space.

    >>> plain("Col-du PÉRONÉ")
    'col du perone'
    """
    bare = unicodedata.normalize("NFD", text.replace("œ", "oe").casefold())
    bare = "".join(c for c in bare if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in bare).split())


class _Index:
    """by_id: plain id -> id. by_name, by_word: plain name -> ids. shown: id -> id and its names."""

    def __init__(self, entries: Iterator[tuple[str, Names | None, list[str]]]) -> None:
        self.by_id: dict[str, str] = {}
        self.by_name: dict[str, set[str]] = {}
        self.by_word: dict[str, set[str]] = {}
        self.shown: dict[str, str] = {}
        for entry_id, names, words in entries:
            self.by_id[plain(entry_id)] = entry_id
            own = [names.fr, names.en, names.la] if names else []
            self.shown[entry_id] = f"{entry_id} ({names.fr}, {names.en})" if names else entry_id
            for name in filter(None, own):
                self.by_name.setdefault(plain(name), set()).add(entry_id)
            for word in words:
                self.by_word.setdefault(plain(word), set()).add(entry_id)

    def ids(self, key: str) -> set[str]:
        if key in self.by_id:
            return {self.by_id[key]}
        return self.by_name.get(key) or self.by_word.get(key) or set()

    def keys(self) -> list[str]:
        return sorted({*self.by_id, *self.by_name, *self.by_word})


def _words(table: dict[str, Any]) -> list[str]:
    return [w for words in table.values() for w in words]


def _entries(knowledge: Knowledge, kind: str) -> Iterator[tuple[str, Names | None, list[str]]]:
    sites = knowledge.settings.get("conduction_sites") or {}
    for table in KINDS[kind]:
        for entry in getattr(knowledge, table).values():
            words = _words(getattr(entry, "words", {}))
            if kind in ("nerve", "muscle", "site"):
                words += _words(getattr(entry, "ambiguous", {}))
            if kind == "nerve":
                words += _words((sites.get("nerve_words") or {}).get(entry.id, {}))
            yield entry.id, entry.names, words
    if kind == "stimulation":
        for station in sites.get("stations") or ():
            yield station["id"], Names(**station["names"]), _words(station.get("words") or {})


@lru_cache(maxsize=32)
def _index(knowledge: Knowledge, kind: str) -> _Index:
    return _Index(_entries(knowledge, kind))


def find(knowledge: Knowledge, kind: str, text: str) -> str | None:
    """The id of ``kind`` (a key of ``KINDS``) that ``text`` names; None if none or several do.

    >>> from myotome.knowledge import load
    >>> find(load(), "muscle", "jambier antérieur")
    'tibialis_anterior'
    """
    found = _index(knowledge, kind).ids(plain(text))
    return next(iter(found)) if len(found) == 1 else None


def find_within(knowledge: Knowledge, kind: str, text: str) -> str | None:
    """As ``find``; else the id whose longest name stands whole in ``text`` ("n. médian moteur")."""
    found = find(knowledge, kind, text)
    if found:
        return found
    tokens = plain(text).split()
    index = _index(knowledge, kind)
    for length in range(len(tokens) - 1, 0, -1):
        for start in range(len(tokens) - length + 1):
            ids = index.ids(" ".join(tokens[start : start + length]))
            if len(ids) == 1:
                return next(iter(ids))
    return None


def nearest(knowledge: Knowledge, kind: str, text: str, most: int = 3) -> tuple[str, ...]:
    """Ids with their names, likest first, for a message: "soleus (soléaire, soleus)".

    >>> from myotome.knowledge import load
    >>> nearest(load(), "muscle", "soleuss")[0].split()[0]
    'soleus'
    """
    index = _index(knowledge, kind)
    found: dict[str, None] = {}
    for key in difflib.get_close_matches(plain(text), index.keys(), n=3 * most, cutoff=CLOSE):
        found.update(dict.fromkeys(sorted(index.ids(key))))
    found.update(dict.fromkeys(sorted(index.ids(plain(text)))))
    return tuple(index.shown[i] for i in list(found)[:most])
