"""Every word that a report shows: labels of ``words/labels.yaml`` and ``care.yaml``, names of the knowledge, typography.

A word that the knowledge does not hold is shown as its id, legible, never dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from myotome.knowledge.model import Names
from myotome.knowledge.store import Knowledge
from myotome.terms import Side

THIN, HARD = "\u202f", "\u00a0"  # narrow no-break space, no-break space
_APOSTROPHE = re.compile(r"(?<=\w)'(?=[\w{])")
_BEFORE = re.compile(r" (?=[;?!%])")
_SPACED = ((" :", f"{HARD}:"), ("« ", f"«{HARD}"), (" »", f"{HARD}»"))


_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def visible(text: str) -> str:
    """Without characters that steer a terminal or turn the reading direction, or that no file holds.

    >>> visible("a\\x1b[31m\\u202eb\\n")
    'a[31mb\\n'
    """
    return _UNSEEN.sub("", text)


def french(text: str) -> str:
    """Spaces that must not break, as French printers set them.

    >>> french("où ? « ici » : 38 %") == "où\u202f? «\u00a0ici\u00a0»\u00a0: 38\u202f%"
    True
    """
    text = _BEFORE.sub(THIN, text)
    for plain, set_well in _SPACED:
        text = text.replace(plain, set_well)
    return text


@lru_cache(maxsize=32768)
def _typeset(text: str, language: str) -> str:
    text = _APOSTROPHE.sub("’", text)
    return french(text) if language == "fr" else text


class Wording:
    """Words of one language. Call it with a label id; methods name things of the knowledge.

    plain: for a terminal, without typographic spaces and apostrophes.
    Raises KeyError for a label that ``labels.yaml`` does not hold: a defect, not an input error.

    >>> from myotome.knowledge import load
    >>> Wording(load(), "fr", plain=True).count("years", 16)
    '16 ans'
    """

    def __init__(self, knowledge: Knowledge, language: str, *, plain: bool = False) -> None:
        self.knowledge, self.language, self.plain = knowledge, language, plain
        self._labels: dict[str, dict[str, str]] = knowledge.words["labels"] | knowledge.words["care"]
        self._said: dict[str, str] = {}

    def __call__(self, label: str, **values: Any) -> str:
        text = self._said.get(label)
        if text is None:
            text = self._said[label] = self.typeset(self._labels[label][self.language])
        return text.format(**values) if values else text

    def has(self, label: str) -> bool:
        return label in self._labels

    def of(self, kind: str, value: str) -> str:
        """The label ``kind_value``, or the value made legible: for vocabularies that may grow."""
        label = f"{kind}_{value}"
        return self(label) if label in self._labels else legible(value)

    def count(self, label: str, n: float, *, shown: str = "", **values: Any) -> str:
        """``label_one`` or ``label_many``; nought is one in French and many in English.

        shown: the number as printed, where it is no plain integer.
        """
        few = abs(n) < 2 if self.language == "fr" else abs(n) == 1
        return self(f"{label}_{'one' if few else 'many'}", n=shown or n, **values)

    def unit(self, unit: str, n: float) -> str:
        """A unit that follows ``n``: one that is a word agrees with it, a symbol stays.

        >>> from myotome.knowledge import load
        >>> words = Wording(load(), "fr", plain=True)
        >>> words.unit("points", 1), words.unit("points", 2), words.unit("kPa", 2)
        ('point', 'points', 'kPa')
        """
        return self.count(f"unit_{unit}", n) if self.has(f"unit_{unit}_one") else unit

    def typeset(self, text: str) -> str:
        """Text of the knowledge as printed; never applied to words of a source."""
        return text if self.plain else _typeset(text, self.language)

    def text(self, names: Names | dict[str, str] | None) -> str:
        """A text kept in both languages."""
        if names is None:
            return ""
        return self.typeset(names[self.language])

    def _named(self, table: str, entry: str) -> str:
        known = getattr(self.knowledge, table).get(entry)
        return self.text(known.names) if known else legible(entry)

    def translated(self, table: str, text: str) -> str:
        """A short English text of the knowledge; in French as ``words/TABLE.yaml`` has it."""
        return self.typeset(self.knowledge.words[table].get(text, text) if self.language == "fr" else text)

    def concept(self, concept: str) -> str:
        """A finding; also what a criterion may miss that is no finding: an act, "age", "duration"."""
        entry = self.knowledge.concepts.get(concept)
        if entry is not None:
            return self.text(entry.names)
        for table in ("acts", "diseases"):
            if concept in getattr(self.knowledge, table):
                return self._named(table, concept)
        return self.of("context", concept)

    def disease(self, disease: str) -> str:
        return self("other_disease") if disease == "other" else self._named("diseases", disease)

    def short_disease(self, disease: str) -> str:
        """The usual abbreviation, else the whole name."""
        entry = self.knowledge.diseases.get(disease)
        return self.text(entry.short) if entry and entry.short else self.disease(disease)

    def act(self, act: str) -> str:
        return self._named("acts", act)

    def test(self, test: str) -> str:
        return self._named("tests", test)

    def site(self, site: str) -> str:
        names = self.knowledge.site_names(site)
        return self.text(names) if names else self.of("place", site.removeprefix("root."))

    def sided(self, site: str, side: Side, worse: Side | None = None) -> str:
        """A site with its side: "deltoïde gauche" needs gender, so "deltoïde (gauche)"."""
        return self.bracketed(self.site(site), self.side(side, worse))

    def side(self, side: Side, worse: Side | None = None) -> str:
        """Empty when nothing is said of the side."""
        if side is Side.UNSAID:
            return ""
        text = self(f"side_{side.value}")
        return f"{text}, {self(f'worse_{worse.value}')}" if worse else text

    def bracketed(self, text: str, *more: str) -> str:
        inner = ", ".join(m for m in more if m)
        return f"{text} ({inner})" if inner else text

    def named(self, entry: str) -> str:
        """A disease, act, site, test or concept: whatever holds the id."""
        for table in ("diseases", "acts", "tests", "concepts"):
            if entry in getattr(self.knowledge, table):
                return self._named(table, entry)
        return self.site(entry)

    def all_of(self, parts: Iterable[str]) -> str:
        """"a, b et c"."""
        parts = list(parts)
        if len(parts) < 2:
            return "".join(parts)
        return f"{', '.join(parts[:-1])} {self('and')} {parts[-1]}"

    def some(self, parts: Iterable[str], most: int) -> str:
        """The first ones, and how many more there are."""
        parts = tuple(parts)
        text = ", ".join(parts[:most])
        return f"{text}, {self.count('more', len(parts) - most)}" if len(parts) > most else text

    def upper(self, text: str) -> str:
        """First letter as at the start of a sentence."""
        return text[:1].upper() + text[1:]

    def sentence(self, text: str) -> str:
        """With a capital and a full stop."""
        return self.upper(text) if not text or text[-1] in ".!?" else f"{self.upper(text)}."


def legible(value: str) -> str:
    """An id without its separators: the last resort."""
    return value.replace("_", " ").replace(".", " ")
