"""Patients that a text lists by its form: lines, paragraphs or rows of a table that each open with a person.

The head of such an entry holds two of: a number or a place ("Lit 3", "#2"), a name ("DUPONT Jean", "A.B."), an age or
a date of birth, a sex. Two entries are of one person unless name, number, sex or age says otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from myotome.terms import Sex
from myotome.text.owners.persons import NAME, Step
from myotome.text.tokens.fold import fold

HEAD = 80  # letters of a line within which a person is named
STOP = re.compile(r"(?<!\b[A-ZÀ-Ý])\. ")  # where a sentence ends: not behind an initial
GAP = 24  # letters between two things that are said of the person, and before the first
MARKS = " \t>|*•·–—_-"
ROLL = re.compile(r"\.?[ \t]?[:–—-]")
WORDS = re.compile(r"\w+")
HINT = re.compile(r"[0-9:-]")  # without any, or a dash, there is no age, number or list
DASHES = "–—"
RECENT = 20  # persons with whom an entry is compared, so that the time grows no faster than the file
INITIALS = r"(?:[A-ZÀ-Ý]\.[ -]?){2,3}"
CALLED = r"[A-ZÀ-Ý][a-zà-ÿ]{1,20}(?:-[A-ZÀ-Ý][a-zà-ÿ]+)? [A-ZÀ-Ý]\."
FIRST = r"[ \t•*–—-]{0,6}[A-ZÀ-Ý][a-zà-ÿ]{2,20}"  # at the head of a line, before "(SLA, 66 ans)"
CAPITALS = r"[A-ZÀ-Ý]{2,}(?:[-' ][A-ZÀ-Ý]{2,})?,? [A-ZÀ-Ý][a-zà-ÿ]+"
BETWEEN_CELLS = "\t|;"
CELLS = re.compile(rf"[ \t]*[{BETWEEN_CELLS}][ \t]*")
LEAST_CELLS = 4  # of a row: a person, an age, a sex and what was found
OLDEST = 110


class Entry(NamedTuple):
    """at: offset of the line. number: of the case, bed or row. names, age, sex: what the head says.
    counted: the number counts lines, it names no case or bed. kin: called by kinship. empty: a bed without anybody."""

    at: int
    number: str = ""
    names: frozenset[str] = frozenset()
    age: float | None = None
    sex: Sex = Sex.UNKNOWN
    counted: bool = False
    kin: bool = False
    empty: bool = False


@dataclass
class Said:
    """What the head of a line says of a person; born: a date of birth."""

    names: set[str] = field(default_factory=set)
    age: float | None = None
    sex: Sex = Sex.UNKNOWN
    born: bool = False


class EntryWords:
    """How one language names persons at the head of a line (``words/documents.yaml``)."""

    def __init__(self, words: Mapping[str, Any], kin: frozenset[str], years_apart: int) -> None:
        def any_of(name: str) -> str:
            return "|".join(re.escape(word) for word in words[name])

        self._kin, self._years_apart = kin, years_apart
        self._relative = frozenset(fold(word) for word in words["relatives"])
        self._sexes = {word.lower(): Sex(sex) for sex, listed in words["sex_words"].items() for word in listed}
        sexes = "|".join(sorted(map(re.escape, self._sexes), key=len, reverse=True))
        years, titles = any_of("years_of_age"), any_of("titles")
        self._titles = {fold(title) for title in words["titles"]}
        self._place = re.compile(  # a numbered case or room, a place in a pedigree, a bed before a name
            rf"(?i:{any_of('numbered')}|{any_of('numbered_short')})\b\.?[ \t]?(?:n[°o]\.?[ ]?|#)?(\d{{1,4}}[A-Z]?|[A-Z])\b(?![ -](?:{years})\b)"
            rf"|((?:I{{1,3}}|IV|V)[-.: ]\d{{1,2}})\b"
            rf"|(\d{{1,3}}[A-Z]?)[ \t]+(?=(?:{titles})\.?[ \t]{NAME}|{CAPITALS}\b)"
        )
        self._counted = re.compile(r"(?:n[°o]\.?[ ]?|#)?(\d{1,3})[ ]?[.)/:–—-](?=[ \tA-Z])")
        heads = {word[0] for word in (*words["born_marks"], *words["titles"], *self._sexes)}
        begins = re.escape("".join(sorted(heads | {head.upper() for head in heads})))
        said = (
            rf"(?=[0-9(A-ZÀ-Ý{begins}])(?:(?=[0-9(])|\b)(?:"  # most letters begin nothing
            rf"(?P<name>\b(?:{titles})\.?[ \t]{NAME}(?: {NAME})?\.?|\b{INITIALS}|\b{CAPITALS}\b|\b{CALLED}|^{FIRST}(?=[ ]?\([^()\n]{{0,30}}\b\d{{1,3}} ?(?:{years})\b))"
            rf"|(?<![\d,./])(?P<age>\d{{1,3}})[ -]?(?:{years})\b"
            rf"|(?<=, )(?P<bare>\d{{1,2}})(?=[.,;:)])"
            rf"|(?P<born>\b(?:{any_of('born_marks')})[ :]{{0,3}}\d|\((?:19|20)\d\d\))"
            rf"|(?<![\d,./])(?P<years>\d{{2}})[ ]?(?P<letter>[MFH])\b|\b(?P<first>[MF])[/ ]?(?P<after>\d{{2}})\b(?![,.]?\d)"
            rf"|\b(?P<sex>(?i:{sexes}))\b)"
        )
        self._said = re.compile(said)
        self._near = re.compile(rf".{{0,{GAP}}}?{said}")
        self._definite_kin = re.compile(rf"(?i:{any_of('definite_kin')})\b")
        self._empty = re.compile(rf"[ \t:–—-]*(?:{any_of('unoccupied')})\b", re.IGNORECASE)
        self._now = re.compile(rf"\b(?:{any_of('now')})\b", re.IGNORECASE)
        self._not_ages = re.compile(rf"\b(?:{any_of('not_ages_after')})\b", re.IGNORECASE)

    def steps(self, text: str) -> list[Step]:
        """Where each of at least two persons is taken up; "" is the key of a bed without one. Empty when there are fewer.

        Persons called by kinship count where nobody else is listed. Counted lines behind a person who is not counted are of relatives.
        """
        found = self._entries(text)
        if not all(entry.kin for entry in found):
            found = [entry for entry in found if not entry.kin]
        if found and not found[0].number and not found[0].names and any(entry.counted for entry in found):
            return []
        known: list[Entry] = []
        steps = []
        for entry in found:
            if entry.empty:
                steps.append(Step(entry.at, ""))
                continue
            recent = range(len(known) - 1, max(len(known) - RECENT, 0) - 1, -1)
            same = next((n for n in recent if not self._differ(known[n], entry)), len(known))
            if same == len(known):
                known.append(entry)
            else:
                known[same] = _joined(known[same], entry)
            steps.append(Step(entry.at, str(same), entry.age, entry.sex, entry.kin))
        return steps if len(known) > 1 else []

    def _entries(self, text: str) -> list[Entry]:
        found: list[Entry] = []
        tabular = sum(map(text.count, BETWEEN_CELLS)) >= LEAST_CELLS - 1
        blank, at = True, 0
        for line in text.split("\n"):
            bare = line.strip()
            if bare:
                entry = self._row(line, at) if tabular else None
                entry = entry or self._head(line, at, opens=blank)
                if entry is not None:
                    found.append(entry)
            blank = not bare
            at += len(line) + 1
        return found

    def _head(self, line: str, at: int, *, opens: bool) -> Entry | None:
        """The person that a line opens with; opens: whether a paragraph begins with it."""
        begin = len(line) - len(line.lstrip(MARKS))
        place = self._place.match(line, begin)
        number = place or self._counted.match(line, begin)
        first = number.end() if number else begin
        if not place and not (_hinted(line, first) and self._near.match(line, first, first + HEAD)):
            return None
        called = number[number.lastindex or 0] if number else ""
        if place and self._empty.match(line, first):
            return Entry(at, called, empty=True)
        said, last = self._said_of(line, first)
        head = {fold(word) for word in WORDS.findall(line[:last])}
        kin = self._kin & head or set(self._definite_kin.findall(line, begin, begin + GAP)[:1])
        if not head.isdisjoint(self._relative) or self._now.search(line[first : last + GAP]):
            return None
        aged = said.age is not None or said.born
        told = aged + bool(said.names or kin) + (said.sex is not Sex.UNKNOWN) + (number is not None)
        sure = aged or said.names and (number or ROLL.match(line, last))
        if place or told > 1 and sure and (number or said.names or kin or opens):
            return Entry(
                at, called, frozenset(kin or said.names), said.age, said.sex,
                counted=number is not None and place is None, kin=bool(kin) and place is None,
            )
        return None

    def _said_of(self, line: str, first: int) -> tuple[Said, int]:
        """What stands close together from ``first`` on, and where it ends."""
        said, last = Said(), first
        for found in self._said.finditer(line, first, first + HEAD):
            between = line[last : found.start()]
            if len(between) > GAP or STOP.search(between) or "\t" in between:
                break
            kind = found.lastgroup
            if kind in ("age", "after") and self._not_ages.search(between):
                break
            if kind == "name":
                said.names |= {fold(word) for word in WORDS.findall(found["name"])} - self._titles
                said.sex = self._sexes.get(found["name"].split()[0].rstrip(".").lower(), said.sex)
            elif kind in ("age", "bare"):
                said.age = said.age if said.age is not None else float(found[kind])
            elif kind in ("letter", "after"):
                said.age = float(found["years"] or found["after"])
                said.sex = self._sexes.get((found["letter"] or found["first"]).lower(), said.sex)
            elif kind == "sex":
                said.sex = self._sexes.get(found["sex"].lower(), said.sex)
            said.born = said.born or kind == "born"
            last = found.end()
        return said, last

    def _row(self, line: str, at: int) -> Entry | None:
        """The person of a table's row: one cell is an age, one a sex."""
        if sum(map(line.count, BETWEEN_CELLS)) < LEAST_CELLS - 1:
            return None
        cells = [cell for cell in CELLS.split(line.strip().strip("|")) if cell.strip()]
        if len(cells) < LEAST_CELLS:
            return None
        sexes = [self._sexes[cell.strip().lower()] for cell in cells if cell.strip().lower() in self._sexes]
        ages = [float(cell) for cell in cells[: LEAST_CELLS + 1] if cell.strip().isdecimal() and float(cell) < OLDEST]
        if len(sexes) != 1 or not ages:
            return None
        return Entry(at, f"row {at}", age=ages[-1], sex=sexes[0])

    def _differ(self, a: Entry, b: Entry) -> bool:
        if a.kin and b.kin and a.age is not None and b.age is not None and a.age != b.age:
            return True  # two brothers
        if a.names and b.names:
            return a.names.isdisjoint(b.names)
        if a.number and b.number and a.number != b.number:
            return True
        if {a.sex, b.sex} == {Sex.MALE, Sex.FEMALE}:
            return True
        return a.age is not None and b.age is not None and not -1 <= b.age - a.age <= self._years_apart


def _hinted(line: str, first: int) -> bool:
    """May an age, a number or a list stand near the head of the line?"""
    return HINT.search(line, first, first + HEAD + GAP) is not None or any(dash in line for dash in DASHES)


def _joined(a: Entry, b: Entry) -> Entry:
    """What two entries of one person say together."""
    return Entry(
        a.at, b.number or a.number, a.names | b.names, b.age if b.age is not None else a.age,
        b.sex if b.sex is not Sex.UNKNOWN else a.sex, kin=a.kin,
    )
