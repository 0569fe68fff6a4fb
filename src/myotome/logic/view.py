"""A case indexed for questions: who states what, where, and what overrules what.

Rules: a finding of a narrower concept speaks for every broader one; a stated absence of a broader
concept denies the narrower ones, and never the other way round. At one site and side the later
visit overrules the earlier; without an order a stated presence stands.
"""

from __future__ import annotations

from typing import Any

import msgspec

from myotome.case import Case, Finding
from myotome.knowledge import Knowledge
from myotome.knowledge.expression import Expression
from myotome.logic.judgement import Judgement
from myotome.terms import Certainty, Side

CERTAINTY_RANK = {Certainty.POSSIBLE: 0, Certainty.PROBABLE: 1, Certainty.CERTAIN: 2}
BOTH_SIDES = frozenset((Side.LEFT, Side.RIGHT))


class PlaceSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``settings/places.yaml``. everywhere: concept -> sites; a finding of the concept that is
    stated absent at each of them is absent altogether. anywhere: regions that say no place ("the
    nerves"). limbs, limb_parts: regions that ``count`` counts with ``distinct: limb``, ``limb_part``."""

    anywhere: tuple[str, ...] = ()
    everywhere: dict[str, tuple[str, ...]] = {}
    limbs: tuple[str, ...] = ()
    limb_parts: tuple[str, ...] = ()


def settings_of(knowledge: Knowledge, name: str, kind: type[Any]) -> Any:
    """The settings file ``name`` as ``kind``; defaults of ``kind`` when there is none."""
    return msgspec.convert(knowledge.settings.get(name) or {}, kind)


def covers_sides(finding: Finding) -> frozenset[Side]:
    """The sides that a statement of absence speaks for: both, unless it names one."""
    if finding.side in BOTH_SIDES:
        return frozenset((finding.side,))
    return frozenset() if finding.side is Side.ONE_UNSAID else BOTH_SIDES


class CaseView:
    """The findings of ``case`` by concept; made once, asked often. Judged leaves are kept.

    >>> from myotome.knowledge import load
    >>> CaseView(Case(findings=(Finding(concept="foot_drop"),)), load()).present("weakness")
    [0]
    """

    def __init__(self, case: Case, knowledge: Knowledge) -> None:
        self.case = case
        self.knowledge = knowledge
        self.places: PlaceSettings = settings_of(knowledge, "places", PlaceSettings)
        self.judged: dict[Expression, Judgement] = {}
        self._present: dict[str, list[int]] = {}
        self._absent: dict[str, list[int]] = {}
        for index, finding in enumerate(case.findings):
            if finding.counts and not finding.present:
                self._absent.setdefault(finding.concept, []).append(index)
        for index, finding in enumerate(case.findings):
            if finding.counts and finding.present and not self._overruled(finding):
                for concept in self.broader(finding.concept):
                    self._present.setdefault(concept, []).append(index)

    def broader(self, concept: str) -> frozenset[str]:
        """The concept and all that it is a kind of; itself alone when the id is unknown."""
        return self.knowledge.ancestors(concept) or frozenset((concept,))

    def present(self, concept: str) -> list[int]:
        """Indices of findings, present and not overruled, of the concept or a narrower one."""
        return self._present.get(concept, [])

    def absent(self, concept: str) -> list[int]:
        """Indices of firm statements that the concept or a broader one is absent (at some site)."""
        if not self._absent:
            return []
        found = (i for c in self.broader(concept) for i in self._absent.get(c, ()))
        return sorted(i for i in found if self.rank(i) >= CERTAINTY_RANK[Certainty.PROBABLE])

    def mentions(self, concept: str) -> bool:
        """Is anything said of the concept, present or absent? Most of what criteria ask is not."""
        return concept in self._present or not self._absent.keys().isdisjoint(self.broader(concept))

    def rank(self, index: int) -> int:
        """Certainty of a finding: 2 certain, 1 probable, 0 possible."""
        return CERTAINTY_RANK[self.case.findings[index].certainty]

    def site(self, index: int) -> str | None:
        """Site of a finding: the one said, else the one that its concept always has."""
        return self._place(self.case.findings[index])

    def _place(self, finding: Finding) -> str | None:
        said = finding.site if finding.site not in self.places.anywhere else None
        return said or self.own_site(finding.concept)

    def own_site(self, concept: str) -> str | None:
        """The site that a concept always has ("foot drop"), or None."""
        entry = self.knowledge.concepts.get(concept)
        return (entry.site or None) if entry else None

    def denied(self, concept: str, sites: tuple[str, ...] = (), side: str = "") -> tuple[int, ...]:
        """Findings by which the concept is stated absent at every asked site and side; () if not.

        Without ``sites`` only a statement without a site will do, or one for each site under
        ``everywhere`` in the settings.
        """
        absences = self.absent(concept)
        if not absences:
            return ()
        own = self.own_site(concept)
        asked: tuple[str | None, ...] = sites or (own,)
        needed = frozenset((Side(side),)) if side in ("left", "right") else BOTH_SIDES
        found = self._denied_at(absences, asked, needed)
        if found or sites or own:
            return found
        for name, parts in self.places.everywhere.items():
            if name in self.broader(concept):
                found = self._denied_at(absences, parts, needed)
                if found:
                    return found
        return ()

    def _denied_at(
        self, absences: list[int], asked: tuple[str | None, ...], needed: frozenset[Side]
    ) -> tuple[int, ...]:
        used: list[int] = []
        for place in asked:
            open_sides = needed
            for index in absences:
                finding = self.case.findings[index]
                if self._holds(self.site(index), place) and open_sides & covers_sides(finding):
                    open_sides -= covers_sides(finding)
                    used.append(index)
            if open_sides:
                return ()
        return tuple(dict.fromkeys(used))

    def _holds(self, stated: str | None, place: str | None) -> bool:
        """Does a statement for site ``stated`` (None: no site said) speak for ``place``?"""
        if stated is None:
            return True
        return place is not None and self.knowledge.within(place, stated)

    def _overruled(self, present: Finding) -> bool:
        """Is the presence contradicted at the same site and side by a later visit?"""
        if present.visit is None or not self._absent:
            return False
        site = self._place(present)
        sides = frozenset(present.side.lateral)
        for index in self.absent(present.concept):
            absence = self.case.findings[index]
            if absence.visit is None or absence.visit <= present.visit:
                continue
            if self._holds(self.site(index), site) and sides <= covers_sides(absence):
                return True
        return False
