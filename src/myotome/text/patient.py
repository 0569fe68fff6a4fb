"""One patient's story, sentence by sentence: findings, stated diagnoses, treatments, values, times."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from myotome.case import Cue, Diagnosis, Evidence, Finding, LaboratoryRow, Treatment
from myotome.knowledge.store import Knowledge
from myotome.terms import Certainty, Experiencer, Method, Presence, Side, When
from myotome.text.findings.asked import only_asked
from myotome.text.findings.attributes import attribute
from myotome.text.findings.compose import attach
from myotome.text.findings.copies import gathered, rows_once
from myotome.text.findings.cue_words import words_for
from myotome.text.findings.meanings import ShortForms
from myotome.text.findings.once import merge, said_once
from myotome.text.findings.refine import one_grain, refine
from myotome.text.findings.resolve import resolve
from myotome.text.findings.story import Story
from myotome.text.findings.titles import Titles
from myotome.text.findings.treatments import failed, given, refused, response, without_effect
from myotome.text.reading import PatientReading
from myotome.text.results.conduction import StudyReader
from myotome.text.results.grades import attach_grades
from myotome.text.results.imaging import Report
from myotome.text.results.needle import NeedleReader
from myotome.text.results.other_side import other_sides
from myotome.text.results.place_results import excepted_places, joined_places, muscle_results
from myotome.text.results.reflex_lists import reflex_items
from myotome.text.results.results import test_mentions
from myotome.text.results.values import COUNT, MEASURE, ValueReader
from myotome.text.scope.after import look_back
from myotome.text.scope.anaphora import named_again
from myotome.text.scope.deciding import Deciders
from myotome.text.scope.elliptic import elliptic, placed, scoped
from myotome.text.scope.items import Item
from myotome.text.scope.kinship import Kinship
from myotome.text.scope.leading import CarriedSide, takes_side
from myotome.text.scope.mention import UNTOLD, Mention
from myotome.text.scope.scope import Scope, scopes
from myotome.text.times.clock import Clock
from myotome.text.tokens.fold import Token, fold
from myotome.text.tokens.layout import Sentence
from myotome.text.tokens.lexicon import SHORT_FORM

DAYS_A_MONTH = 365.25 / 12
SPAN_REACH = 40  # tokens between a finding and its site that one span may cover
REVISED_REACH = 8  # tokens between a diagnosis and "à tort"
STUDIED = frozenset({"test", "concept", "result", "grade"})  # what a nerve study in prose speaks for
SPEAKING = frozenset({"anaphor", "concept", "absent", "test", "disease", "kin", "act", "measure", "grade", "site", "root", "exception", "short", "count"})
SHORT = 4  # words of a line that only completes the one before


class PatientReader:
    """Gathers one patient's findings over the sentences of the story."""

    def __init__(self, text: str, tokens: list[Token], knowledge: Knowledge, language: str, source: str, titles: Titles) -> None:
        self.text, self.tokens, self.knowledge = text, tokens, knowledge
        self.language, self.source, self.titles = language, source, titles
        self.words = words_for(knowledge, language)
        self.settings: dict[str, Any] = knowledge.words["reader"]
        self.kinship = Kinship(self.words.kin)
        self.clock, self.story = Clock(), Story(text, tokens, self.words.moments, self.words.telling.given)
        self.studies = StudyReader(tokens, knowledge, language)
        self.image = Report(tokens, self.words.imaging)
        self.needle = NeedleReader(tokens, self.words.needle, self.words.muscular, knowledge)
        self.values = ValueReader(tokens, knowledge, language, source)
        self.shorts = ShortForms(tokens, knowledge, language)
        self.findings: list[Finding] = []
        self.diagnoses: list[Diagnosis] = []
        self.treatments: list[Treatment] = []
        self.rows: list[LaboratoryRow] = []
        self.ambiguous: set[str] = set()
        self.last: Mention | None = None
        self.clinical = False
        self.carried = CarriedSide(tokens, knowledge, self.words.side)
        self.strength = False  # has the note spoken of strength?
        self.pending: list[Treatment] = []

    def take(self, sentence: Sentence, items: list[Item], *, resumed: bool = False) -> None:
        """Read one sentence. resumed: it goes on with a list that a column's end had broken off."""
        items = self.carried.open(sentence, items)
        imaged = self.image.goes_on(sentence, items)
        needled = not imaged and self.needle.goes_on(sentence, items)
        kinds = {i.kind for i in items}
        silent = SPEAKING.isdisjoint(kinds) and ("negation_before" not in kinds or self.words.anaphor.pronouns.isdisjoint(sentence.stems))
        if silent and not resumed and not self.pending and not self.carried.goes_on(kinds, sentence):
            self.kinship.passed(self.tokens, sentence, self.titles.title)
            self._tell_time(sentence, items)  # nothing here that scope rules could be about
            if sentence.figures:
                self._date(sentence, items)
            return
        if SHORT_FORM in kinds:
            items, unclear = self.shorts.resolved(sentence, items)
            self.ambiguous.update(i.value for i in unclear)
            kinds = {i.kind for i in items}
        items = self._resolved(sentence, items)
        headed = not self.words.tables.reflexes.isdisjoint(sentence.heading)
        items = reflex_items(self.tokens, items, sentence.last, self.knowledge, headed=headed)
        if "anaphor" in kinds or "negation_before" in kinds:
            items = named_again(self.tokens, items, sentence.last, self.last.concept if self.last is not None else "", self.words.anaphor)
        items, again = elliptic(self.tokens, sentence.last, items, self.words.elliptic)
        self.kinship.patient = self.clock.sex
        reach = scopes(self.tokens, sentence, items, self.words.scope, self.kinship, self.titles.title)
        look_back(self.tokens, sentence, items, reach, self.words.scope)
        reach = {
            position: scope._replace(presence=Presence.ABSENT) if scope.gone else scope for position, scope in reach.items()
            if not scope.feared and not (scope.asked and scope.presence is Presence.PRESENT)
        }
        reach = scoped(reach, again)
        if MEASURE in kinds or COUNT in kinds:
            items = self._valued(sentence, items, reach)
        studied, used = self.studies.mentions(sentence, items)
        if studied:
            items = [i for i in items if not (i.kind in STUDIED and i.first in used)]
        mentions = studied + self._mentions(items, reach, sentence, resumed=resumed, imaged=imaged, needled=needled)
        placed(mentions, again)
        mentions += other_sides(
            self.tokens, sentence, items, mentions, self.carried.sided, self.words.other_side, self.words.tests, self.knowledge,
        )
        self.last = mentions[-1] if mentions else self.last
        if mentions:
            places = self.words.told_at(sentence)
            attribute(self.tokens, sentence, mentions, places, self.words.attributes, self.words.telling)
            self.story.hear(sentence, items, mentions, places, sentence.figures)
        elif sentence.figures:
            self._date(sentence, items)
        self.carried.apply(mentions)
        said = {m.concept for m in mentions} | self._implied(items)
        if mentions:
            deciders = Deciders(self.text, self.tokens, items, kinds)
            for mention in mentions:
                self._emit(mention, said, deciders)
        if "disease" in kinds:
            self._diagnose(items, reach)
        if "act" in kinds or self.pending:
            self._treat(sentence, items, reach)

    def _resolved(self, sentence: Sentence, items: list[Item]) -> list[Item]:
        """The items in the meaning that they have here; an onset without an illness is none."""
        items, unsure = resolve(self.tokens, items, self.words, self.knowledge)
        self.ambiguous.update(self._span(i.first, i.last).text for i in unsure)
        self.shorts.hear(items)
        if self._tell_time(sentence, items):
            return items
        onsets = self.settings["onset_concepts"]
        return [i for i in items if not (i.kind == "concept" and i.value in onsets)]

    def _valued(self, sentence: Sentence, items: list[Item], reach: dict[int, Scope]) -> list[Item]:
        """The items without the antibodies whose values are read here."""
        rows = self.values.rows(sentence, items, reach)
        self.rows += rows
        valued = self.values.antibodies(items, rows) if rows else set()
        return [i for i in items if i.first not in valued or i.kind not in STUDIED]

    def _date(self, sentence: Sentence, items: list[Item]) -> None:
        """Take the date of a note or event from a sentence without a finding."""
        self.story.hear(sentence, items, (), (), sentence.figures)

    def _mentions(
        self, items: list[Item], reach: dict[int, Scope], sentence: Sentence, *, resumed: bool, imaged: bool, needled: bool,
    ) -> list[Mention]:
        """Concepts, stated absences, tests with results, graded muscles and exceptions, with their sites."""
        tested, used = test_mentions(self.tokens, items, reach, self.words.tests)
        covered = {k for m in tested for k in range(m.first, m.last + 1)}
        mentions = [
            Mention(i.value, i.first, i.last, reach[i.first], side=self._inner_side(i))
            for i in items if i.kind == "concept" and i.first in reach and i.first not in used
        ]
        only_asked(sentence, mentions, self.words.asking, self.words.finding, self.knowledge)
        mentions += [
            Mention(i.value, i.first, i.last, _denied(reach.get(i.first)), rule="stated absence")
            for i in items if i.kind == "absent" and i.first not in covered
        ]
        mentions += tested
        self.strength = self.strength or any(i.kind == "grade" for i in items) or any(
            m.concept == self.settings["graded_concept"] for m in mentions
        )
        loose, runs = attach(self.tokens, items, mentions, self.knowledge, self.language, self.words)
        if resumed and self.last is not None and loose:
            mentions.append(Mention(
                self.last.concept, loose[0][0].first, loose[0][-1].last, self.last.scope, list(loose.pop(0)),
                rule="list resumed after a column",
            ))
        if needled:
            mentions = self.needle.mentions(sentence, items, mentions, loose)
            return mentions + excepted_places(items, mentions, loose, self.knowledge)
        if imaged:
            mentions = self.image.mentions(sentence, mentions, loose, self.knowledge)
            mentions.sort(key=lambda m: m.first)
            return mentions + excepted_places(items, mentions, loose, self.knowledge)
        mentions += attach_grades(
            self.tokens, items, mentions, loose, runs, self.settings["graded_concept"], self.words.prepositions,
            self.words.grading, self.knowledge,
        )
        mentions += joined_places(items, mentions, loose, self.knowledge)
        if self.strength and loose and self.studies.openers.isdisjoint(sentence.heading):
            mentions += muscle_results(
                self.tokens, items, loose, self.settings["graded_concept"], self.words.muscular,
            )
        mentions.sort(key=lambda m: m.first)
        return mentions + excepted_places(items, mentions, loose, self.knowledge)

    def _implied(self, items: list[Item]) -> set[str]:
        """Qualifiers that a place implies: a block in the forearm lies outside the sites of entrapment."""
        places = {i.value for i in items if i.kind == "site"}
        if not places:
            return set()
        return {q for q, sites in self.words.implied.items() if not places.isdisjoint(sites)}

    def _tell_time(self, sentence: Sentence, items: list[Item]) -> bool:
        """Ages from any sentence; durations only beside a complaint or sign, or right after one.

        Returns whether a duration here speaks of the illness.
        """
        kinds = self.settings["untimed_kinds"]
        own = any(
            i.kind == "test" or i.kind == "concept" and self.knowledge.concepts[i.value].kind not in kinds for i in items
        )
        self.clinical = own or (self.clinical and sum(
            t.raw.isalpha() for t in self.tokens[sentence.first : sentence.last]
        ) <= SHORT)
        self.clock.read(self.tokens, sentence, self.words.time, durations=self.clinical)
        return self.clinical

    def _inner_side(self, item: Item) -> Side:
        """A side that the finding's own wording contains ("mydriase bilatérale")."""
        for token in self.tokens[item.first : item.last + 1]:
            side = self.words.sides.get(token.stem)
            if side is not None and len(token.raw) > 1:
                return side
        return Side.UNSAID

    def _span(self, first: int, last: int, rule: str = "", cues: tuple[Cue, ...] = ()) -> Evidence:
        start = self.tokens[first].start
        while last > first and self.tokens[last].start < start:
            last -= 1  # the name of a table's column, which stands above
        end = self.tokens[last].end
        return Evidence(
            source=self.source, start=start, end=end, text=self.text[start:end], rule=rule, section=self.titles.title, cues=cues,
        )

    def _emit(self, mention: Mention, said: set[str], deciders: Deciders) -> None:
        """Findings of one mention: one a site, refined by it, and the family history that kin's signs are."""
        entry = self.knowledge.concepts.get(mention.concept)
        if entry is None or entry.kind == "qualifier":
            return
        scope, told = mention.scope, mention.said or UNTOLD
        familial = self.knowledge.is_a(mention.concept, self.settings["family_history"])
        whose = Experiencer.PATIENT if familial else scope.experiencer  # a family history is the patient's
        first, last = mention.reach or (mention.first, mention.last)
        lateral = takes_side(mention.concept, self.knowledge)
        if not lateral:
            mention.side, mention.worse = Side.UNSAID, None
        fixed = self.settings["concept_sides"].get(mention.concept)
        own = Side(fixed) if fixed else mention.side
        if lateral and mention.concept not in self.settings["unpaired"] and own is Side.UNSAID and self.words.side.plural_inside(
            self.tokens, mention.first, mention.last,
        ):
            own = Side.BOTH
        worse = mention.worse or (mention.side if own is not mention.side and mention.side.lateral else None)
        places: list[tuple[str | None, Side, Side | None, int, int]] = [
            (p.site, own if p.side is Side.UNSAID else p.side, p.worse or worse, p.first, p.last)
            for p in mention.places
        ] or [(entry.site or None, own, worse, first, last)]
        for site, side, worse_here, a, b in places:
            near = abs(a - mention.first) < SPAN_REACH
            begin, end = (min(first, a), max(last, b)) if near else (first, last)
            cues = deciders.cues(mention, side, (a, b))
            finding = Finding(
                concept=mention.concept, presence=scope.presence, certainty=scope.certainty,
                site=self._muscles_meant(mention.concept, site), side=side, worse=worse_here, grade=mention.grade,
                measure=mention.measure,
                experiencer=whose, when=deciders.when(mention),
                severity=told.severity, tempo=told.tempo, course=told.course, topography=told.topography,
                evidence=(self._span(begin, end, mention.rule, cues),),
                method=Method.DERIVED if mention.derived else Method.UNSAID,
            )
            finding = self.story.dated(finding, told.moment)
            self.findings += one_grain(finding, refine(finding, said, self.knowledge), self.knowledge)
        if whose is not Experiencer.PATIENT and scope.presence is Presence.PRESENT and any(
            self.knowledge.is_a(mention.concept, c) for c in self.settings["family_concepts"]
        ):
            self._family(mention.first, mention.last)

    def _muscles_meant(self, concept: str, site: str | None) -> str | None:
        """Weakness or wasting of a part of the body is of its muscles, where they are one group."""
        region = self.knowledge.regions.get(site or "")
        if region is None or len(region.muscles) != 1:
            return site
        muscular = self.settings["muscular_concepts"]
        return region.muscles[0] if any(self.knowledge.is_a(concept, c) for c in muscular) else site

    def _family(self, first: int, last: int) -> None:
        """A neuromuscular sign or disease of kin is a family history of the patient."""
        self.findings.append(Finding(
            concept=self.settings["family_history"], evidence=(self._span(first, last),), when=When.HISTORY,
        ))

    def _diagnose(self, items: list[Item], reach: dict[int, Scope]) -> None:
        """Diagnoses that the text states; one called wrong later on counts as supposed only."""
        revised = [i.first for i in items if i.kind == "revised"]
        for item in items:
            scope = reach.get(item.first)
            if item.kind != "disease" or scope is None:
                continue
            certainty = scope.certainty
            if certainty is Certainty.CERTAIN and any(abs(r - item.first) < REVISED_REACH for r in revised):
                certainty = Certainty.POSSIBLE
            self.diagnoses.append(Diagnosis(
                disease=item.value, presence=scope.presence, certainty=certainty,
                experiencer=scope.experiencer, evidence=(self._span(item.first, item.last),),
            ))
            kin = scope.experiencer is not Experiencer.PATIENT and scope.presence is Presence.PRESENT
            if kin and self.knowledge.diseases[item.value].group in self.settings["family_groups"]:
                self._family(item.first, item.last)

    def _treat(self, sentence: Sentence, items: list[Item], reach: dict[int, Scope]) -> None:
        """Treatments of this sentence, and what it says of those of the one before."""
        for item in refused(items, reach):
            concept = self.knowledge.acts[item.value].concept
            if concept and self.knowledge.acts[item.value].kind != "procedure":
                self.findings.append(Finding(
                    concept=concept, presence=Presence.ABSENT, evidence=(self._span(item.first, item.last),),
                ))
        acts = given(items, reach)
        if not acts and not self.pending:
            return
        if self.pending and failed(self.tokens, sentence, items, self.words):
            self.treatments = without_effect(self.treatments, self.pending)
            self.findings.append(Finding(
                concept=self.settings["failed_treatment"], when=When.HISTORY,
                evidence=(self._span(sentence.first, sentence.last - 1),),
            ))
        effect = response(self.tokens, sentence, self.words)
        self.pending = []
        for item in acts:
            evidence = (self._span(item.first, item.last),)
            treatment = Treatment(drug=item.value, response=effect, evidence=evidence)
            self.treatments.append(treatment)
            if not effect:
                self.pending.append(treatment)
            concept = self.knowledge.acts[item.value].concept
            if concept:
                self.findings.append(Finding(concept=concept, when=When.HISTORY, evidence=evidence))

    def _onsets(self) -> list[Finding]:
        """Findings without the "depuis N jours" that a longer duration of the story overrules."""
        if self.clock.duration is None:
            return self.findings
        days = self.clock.duration * DAYS_A_MONTH
        limits = self.knowledge.settings["ranking"]["tempo_limits_days"]
        tempo = next((name for name, limit in limits.items() if days <= limit), "chronic")
        right = set(self.knowledge.settings["tempo"]["concepts"][tempo])
        overruled = set(self.settings["onset_concepts"]) - right
        since = {fold(phrase.split()[0]) for phrase in self.words.cues["since"]}
        return [
            f for f in self.findings
            if not (f.concept in overruled and f.evidence and fold(f.evidence[0].text.split()[0]) in since)
        ]

    def done(self, copies: Sequence[tuple[int, int]]) -> PatientReading:
        """All that was read of the patient. copies: spans of copied sentences, which count once."""
        found = said_once(merge(self._onsets()), self.knowledge)
        return PatientReading(
            patient=self.clock.patient(), findings=tuple(self.story.anchored(found, self.clock.onset_age)),
            diagnoses=gathered(self.diagnoses, copies), treatments=gathered(self.treatments, copies),
            laboratory=rows_once(self.rows, copies),
        )


def _denied(scope: Scope | None) -> Scope:
    """The scope of a wording that by itself states absence."""
    scope = scope or Scope(Presence.ABSENT, Certainty.CERTAIN, Experiencer.PATIENT, False, False)
    return scope._replace(presence=Presence.ABSENT)
