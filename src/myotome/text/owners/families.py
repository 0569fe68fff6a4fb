"""Patients called by kinship or rank in a text that says at its head that they are several: "Deux frères ...", "Enquête familiale"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from myotome.text.owners.persons import NAME, Step
from myotome.text.tokens.fold import fold

HEAD = 300  # letters of a text within which it says how many it is about
WORD_BEGIN = r"\b(?=\w)"  # where a word ends none of many wordings need be tried
OPENS = r"(?:^|(?<=[.;:!?]\s)|(?<=\n))[ \t•*–—-]*"  # the head of a sentence or line


class FamilyWords:
    """How a language announces a family or a few cases, and calls their members (``words/documents.yaml``, ``families``)."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        counts, years = "|".join(words["counts"]), "|".join(words["years"])
        members = "|".join(words["members"])
        self._kin, self._paired, self._counts, self._cases_stems = (
            frozenset(fold(word) for word in words["announcing"][what]) for what in ("family", "paired", "counted", "cases")
        )
        self._family = re.compile(
            rf"{WORD_BEGIN}(?:(?:{counts}) (?:{'|'.join(words['plural_kin'])})|{'|'.join(words['studies'])})\b", re.IGNORECASE,
        )
        self._cases = re.compile(rf"{WORD_BEGIN}(?:{counts}) (?:\w+ )?(?:{'|'.join(words['plural_cases'])})\b", re.IGNORECASE)
        links, titles = "|".join(words["age_links"]), "|".join(words["before_names"])
        self._member = re.compile(
            rf"{OPENS}(?i:(?P<who>{members}))\b(?: ?:)?"
            rf"(?:,? (?:(?:{titles})\.? )?{NAME}\.?){{0,3}}[ ,(:]{{1,3}}(?:(?:{links}) )?(?P<age>\d{{1,3}})(?=[,:;.) -]|[ ]?(?:{years})\b)",
        )
        self._ranks = [
            re.compile(rf"{OPENS}(?i:{'|'.join(forms)})\b") for forms in words["ranks"]
        ]

    def steps(self, text: str, stems: set[str]) -> list[Step]:
        """Where each member of the family, or each of the counted cases, is taken up; empty when fewer than two are. stems: of the head."""
        counted = not self._counts.isdisjoint(stems)
        kin, cases = self._announced(stems, counted), counted and not self._cases_stems.isdisjoint(stems)
        if not kin and not cases:
            return []
        head = text[:HEAD]
        found: list[Step] = []
        family = self._family.search(head) if kin else None
        if family:
            found = [Step(m.start("who"), f"{fold(m['who'])} {m['age']}", float(m["age"])) for m in self._member.finditer(text)]
        if len({step.key for step in found}) < 2 and (family or cases and self._cases.search(head)):
            found = list(self._ranked(text))
        return found if len({step.key for step in found}) > 1 else []

    def _announced(self, stems: set[str], counted: bool) -> bool:
        """May a family be announced: by a word of its own, by two relatives, or by relatives and a count?"""
        kin = self._kin.intersection(stems)
        return not kin <= self._paired or len(kin) > 1 or bool(kin) and counted

    def _ranked(self, text: str) -> Iterable[Step]:
        """Ranks at the head of a sentence, the first before the second."""
        by_rank = [[Step(m.end(), str(n)) for m in rank.finditer(text)] for n, rank in enumerate(self._ranks)]
        if by_rank[0] and by_rank[1] and by_rank[0][0].at < by_rank[1][0].at:
            yield from sorted(step for steps in by_rank for step in steps)
