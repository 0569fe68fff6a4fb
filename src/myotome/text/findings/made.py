"""What the mentions of one patient's story become: findings with their words, one a site."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, final

from myotome.case import Cue, Evidence, Finding
from myotome.knowledge.store import Knowledge
from myotome.terms import BOTH, DERIVED, METHOD_UNSAID, UNSAID, Experiencer, Presence, Side, When
from myotome.text.findings.refine import one_grain, refine
from myotome.text.findings.story import Story
from myotome.text.findings.titles import Titles
from myotome.text.scope.deciding import Deciders
from myotome.text.scope.leading import takes_side
from myotome.text.scope.mention import UNTOLD, Mention
from myotome.text.scope.side_words import SideWords
from myotome.text.scope.sides import Placed
from myotome.text.tokens.fold import Token

FAMILY = "family"  # kind of concepts that are the patient's, whoever they are told of ("parents cousins germains")
SPAN_REACH = 40  # tokens between a finding and its site that one span may cover


@final
class _Traits:
    """What a concept is to a finding of it. familial: a family history, the patient's own; of_family: one of kin makes such a history.
    muscular: of a part of the body, it is of its muscles. lateral: can it be on one side? side: the one that it always has; paired: does
    the plural of its part mean both? site: the one that its name holds."""

    __slots__ = ("familial", "of_family", "muscular", "lateral", "side", "paired", "site")

    def __init__(self, concept: str, kind: str, site: str | None, knowledge: Knowledge) -> None:
        reader: dict[str, Any] = knowledge.words["reader"]
        fixed = reader["concept_sides"].get(concept)
        self.familial = kind == FAMILY
        self.of_family = any(knowledge.is_a(concept, c) for c in reader["family_concepts"])
        self.muscular = any(knowledge.is_a(concept, c) for c in reader["muscular_concepts"])
        self.lateral = takes_side(concept, knowledge)
        self.side: Side | None = Side(fixed) if fixed else None
        self.paired = self.lateral and concept not in reader["unpaired"]
        self.site = site


@lru_cache(maxsize=8192)
def _traits(concept: str, knowledge: Knowledge) -> _Traits | None:
    """None of what is no finding by itself."""
    entry = knowledge.concepts.get(concept)
    return None if entry is None or entry.kind == "qualifier" else _Traits(concept, entry.kind, entry.site or None, knowledge)


class Made:
    """The findings of one patient, in the order of the story, in ``found``."""

    def __init__(
        self, text: str, tokens: list[Token], knowledge: Knowledge, source: str, titles: Titles, story: Story, words: SideWords,
    ) -> None:
        self.text, self.tokens, self.knowledge, self.source = text, tokens, knowledge, source
        self.titles, self.story, self.words = titles, story, words
        self.history: str = knowledge.words["reader"]["family_history"]
        self.found: list[Finding] = []

    def evidence(self, first: int, last: int, rule: str = "", cues: tuple[Cue, ...] = ()) -> Evidence:
        """The words from token ``first`` to ``last``."""
        tokens = self.tokens
        start = tokens[first].start
        while last > first and tokens[last].start < start:
            last -= 1  # the name of a table's column, which stands above
        end = tokens[last].end
        return Evidence(source=self.source, start=start, end=end, text=self.text[start:end], rule=rule, section=self.titles.title, cues=cues)

    def add(self, mention: Mention, beside: set[str], deciders: Deciders) -> None:
        """Findings of one mention: one a site, refined by it, and the family history that kin's signs are. beside: concepts said in the
        same sentence."""
        traits = _traits(mention.concept, self.knowledge)
        if traits is None:
            return
        scope, told = mention.scope, mention.said or UNTOLD
        whose = Experiencer.PATIENT if traits.familial else scope.experiencer  # a family history is the patient's
        first, last = mention.reach or (mention.first, mention.last)
        if not traits.lateral:
            mention.side, mention.worse = UNSAID, None
        own = traits.side or mention.side
        if own is UNSAID and traits.paired and self.words.plural_inside(self.tokens, mention.first, mention.last):
            own = BOTH
        worse = mention.worse or (mention.side if own is not mention.side and mention.side.lateral else None)
        places: list[Placed | None] = [*mention.places] if mention.places else [None]  # None: that of the name itself
        joined = mention.last + 1 < len(self.tokens) and self.tokens[mention.last + 1].stem in self.words.joins
        if own is BOTH and mention.places and mention.places[0].side not in (UNSAID, own) and joined:
            places.insert(0, None)  # "crampes des mollets et de la main droite"
        when = deciders.when(mention)
        for place in places:
            site, side, worse_here, begin, end, words = traits.site, own, worse, first, last, (first, last)
            if place is not None:
                site, side = place.site, own if place.side is UNSAID else place.side
                if side is UNSAID and traits.paired and self.words.plural_inside(self.tokens, place.first, place.last):
                    side = Side.BOTH  # "abolis aux achilléens"
                worse_here, words = place.worse or worse, (place.first, place.last)
                if abs(place.first - mention.first) < SPAN_REACH:
                    begin, end = min(first, place.first), max(last, place.last)
            finding = Finding(
                concept=mention.concept, presence=scope.presence, certainty=scope.certainty,
                site=self._muscle_of(site) if site and traits.muscular else site, side=side, worse=worse_here, grade=mention.grade,
                measure=mention.measure, experiencer=whose, when=when,
                severity=told.severity, tempo=told.tempo, course=told.course, topography=told.topography,
                evidence=(self.evidence(begin, end, mention.rule, deciders.cues(mention, side, words)),),
                method=DERIVED if mention.derived else METHOD_UNSAID,
            )
            if told.moment is not None or self.story.note:
                finding = self.story.dated(finding, told.moment)
            narrower = refine(finding, beside, self.knowledge)
            self.found += one_grain(finding, narrower, self.knowledge) if len(narrower) > 1 else narrower
        if traits.of_family and whose is not Experiencer.PATIENT and scope.presence is Presence.PRESENT:
            self.familial(mention.first, mention.last)

    def _muscle_of(self, site: str) -> str:
        """Weakness or wasting of a part of the body is of its muscles, where they are one group."""
        region = self.knowledge.regions.get(site)
        return site if region is None or len(region.muscles) != 1 else region.muscles[0]

    def familial(self, first: int, last: int) -> None:
        """A neuromuscular sign or disease of kin is a family history of the patient."""
        self.found.append(Finding(concept=self.history, evidence=(self.evidence(first, last),), when=When.HISTORY))
