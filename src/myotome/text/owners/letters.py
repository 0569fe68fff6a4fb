"""Two or more letters, or numbered consultations, in one file: where each begins, and whether they are about the same person."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import Any, NamedTuple

from myotome.terms import Sex
from myotome.text.owners.persons import NAME, Anchor, Step
from myotome.text.tokens.fold import fold
from myotome.text.tokens.layout import at_lines

RECENT = 20  # persons with whom a letter is compared, so that the time grows no faster than the file
LINE = 60  # letters of a salutation or a closing line


class Letter(NamedTuple):
    """start: offset of its first sentence. names: words of its patient's names, those beside the salutation first."""

    start: int
    names: list[set[str]]
    anchor: Anchor | None


class LetterWords:
    """How a language opens and closes letters, and names the patient in them (``words/documents.yaml``)."""

    def __init__(self, words: Mapping[str, Any], years_apart: int) -> None:
        self._years_apart = years_apart
        opened, closed = ("|".join(words[name]) for name in ("salutations", "closings"))
        self._opened = re.compile(rf"[ \t]*(?:{opened})\b[^\n]{{0,{LINE}}},[ \t]*$", re.MULTILINE)
        self._closed = re.compile(rf"^[^\n]{{0,{LINE}}}\b(?:{closed})\b", re.MULTILINE | re.IGNORECASE)
        self._occasion = re.compile(rf"[ \t]*(?:{'|'.join(words['occasions'])})[ \t](?:n[°o]\.? ?)?\d{{1,2}}\b", re.MULTILINE | re.IGNORECASE)
        self._header = re.compile(rf"[ \t]*(?:{'|'.join(words['name_labels'])})[ \t]?:[ \t]*(?=[A-ZÀ-Ý])", re.MULTILINE | re.IGNORECASE)
        # what every line begins with that one of the three fits; most lines begin with none of the letters
        begins = [word for name in ("salutations", "occasions", "name_labels") for word in words[name]]
        self._begin_stems = frozenset(fold(re.split("['’ ,]", word)[0]) for word in begins)
        heads = "".join(sorted({head for word in begins for head in (word[0], word[0].upper())}))
        self._begun = re.compile(rf"[ \t]*(?=[{heads}])(?:(?:{opened})|(?i:{'|'.join([*words['occasions'], *words['name_labels']])}))")
        named = "|".join([*words["titles"], *words["names_after"]])
        self._named = re.compile(rf"\b(?:{named})[ \t]?[.:]{{0,2}}[ \t]{{1,3}}({NAME}(?:[ \t]{NAME})?)")

    def steps(self, text: str, stems: set[str], anchors: Sequence[tuple[int, Anchor]]) -> list[Step]:
        """Where each letter begins, called by its patient; empty unless two letters are about different persons.

        stems: all of the text. anchors: patients that the text introduces, with their offsets.
        """
        if self._begin_stems.isdisjoint(stems):
            return []
        begun = at_lines(self._begun, text)
        if next(begun, None) is None or next(begun, None) is None:
            return []
        cuts = self._letters(text) or self._occasions(text) or self._headers(text)
        if len(cuts) < 2:
            return []
        known: list[Letter] = []
        steps = []
        for (start, (salutes, begins)), end in zip(cuts, [*(start for start, _ in cuts[1:]), len(text)], strict=True):
            names = [
                set(m[1].lower().split())
                for piece in (text[begins:end], text[start:salutes]) for m in self._named.finditer(piece)
            ]
            first = bisect_left(anchors, start, key=itemgetter(0))
            letter = Letter(start, names, anchors[first][1] if first < len(anchors) and anchors[first][0] < end else None)
            recent = range(max(len(known) - RECENT, 0), len(known))
            same = next((k for k in recent if not _of_others(letter, known[k], self._years_apart)), len(known))
            if same == len(known):
                known.append(letter)
            steps.append(Step(start, str(same)))
        return steps if len(known) > 1 else []

    def _letters(self, text: str) -> list[tuple[int, tuple[int, int]]]:
        """Where each letter begins, and its salutation."""
        opened = [m.span() for m in at_lines(self._opened, text)]
        if len(opened) < 2:
            return []
        closed = [m.end() for m in self._closed.finditer(text)]
        cuts = [(0, opened[0])]
        for (_, before), following in pairwise(opened):
            last = bisect_left(closed, following[0]) - 1
            if last >= 0 and closed[last] > before:
                cuts.append((closed[last], following))
        return cuts

    def _occasions(self, text: str) -> list[tuple[int, tuple[int, int]]]:
        """Where each consultation of a numbered row begins, and its heading."""
        return [(m.start(), m.span()) for m in at_lines(self._occasion, text)]

    def _headers(self, text: str) -> list[tuple[int, tuple[int, int]]]:
        """Where each report begins that names its patient in a line of its own: at the head of that paragraph."""
        found = [m.span() for m in at_lines(self._header, text)]
        return [(max(text.rfind("\n\n", 0, start), 0), (start, start)) for start, _ in found]


def _of_others(a: Letter, b: Letter, years_apart: int) -> bool:
    """Are two letters about two persons: by sex, by age, or since neither holds the name of the other's patient?"""
    if a.anchor and b.anchor:
        if {a.anchor.sex, b.anchor.sex} == {Sex.MALE, Sex.FEMALE}:
            return True
        if a.anchor.age is not None and b.anchor.age is not None and abs(a.anchor.age - b.anchor.age) > years_apart:
            return True
    if not a.names or not b.names:
        return False
    return a.names[0].isdisjoint(set().union(*b.names)) and b.names[0].isdisjoint(set().union(*a.names))
