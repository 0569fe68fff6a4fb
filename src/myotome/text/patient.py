"""One patient's story, sentence by sentence: findings, stated diagnoses, treatments, values, times."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from myotome.case import Diagnosis, Finding, LaboratoryRow, Treatment
from myotome.knowledge.store import Knowledge
from myotome.terms import UNSAID, Certainty, Experiencer, Presence, Side, When
from myotome.text.findings.asked import not_planned, only_asked
from myotome.text.findings.attributes import attribute
from myotome.text.findings.compose import BY_FIRST, attach
from myotome.text.findings.copies import gathered, rows_once
from myotome.text.findings.cue_words import words_for
from myotome.text.findings.made import Made
from myotome.text.findings.meanings import ShortForms
from myotome.text.findings.once import merge, said_once
from myotome.text.findings.outcomes import outcomes
from myotome.text.findings.planned import FEARED, planned, waited
from myotome.text.findings.resolve import resolve
from myotome.text.findings.story import Story
from myotome.text.findings.titles import Titles
from myotome.text.findings.treatments import failed, given, refused, response, tried, without_effect
from myotome.text.reading import PatientReading
from myotome.text.results.conduction import StudyReader
from myotome.text.results.figures import figure_mentions, figure_words
from myotome.text.results.grades import attach_grades
from myotome.text.results.imaging import Report
from myotome.text.results.needle import NeedleReader
from myotome.text.results.other_side import other_sides
from myotome.text.results.place_results import (
    everywhere,
    excepted_places,
    joined_muscles,
    joined_places,
    muscle_results,
    signed_places,
    spared_places,
)
from myotome.text.results.reflex_lists import reflex_items
from myotome.text.results.results import test_mentions
from myotome.text.results.study_places import STUDIED, of_nerves, unstudied
from myotome.text.results.study_words import bare_words
from myotome.text.results.values import COUNT, MEASURE, ValueReader
from myotome.text.scope.after import look_back
from myotome.text.scope.anaphora import named_again
from myotome.text.scope.deciding import Deciders
from myotome.text.scope.elliptic import Ellipsis, elliptic, placed, scoped
from myotome.text.scope.item import Held, Item, by_kind
from myotome.text.scope.items import POINTS
from myotome.text.scope.kinship import Kinship
from myotome.text.scope.leading import CarriedSide
from myotome.text.scope.mention import Mention
from myotome.text.scope.scope import Scope, scopes
from myotome.text.scope.score_points import pointed
from myotome.text.scope.sides import Mark, side_marks
from myotome.text.times.clock import Clock
from myotome.text.tokens.fold import Token, fold
from myotome.text.tokens.layout import Sentence
from myotome.text.tokens.lexicon import SHORT_FORM

DAYS_A_MONTH = 365.25 / 12
REVISED_REACH = 8  # tokens between a diagnosis and "à tort"
SPEAKING = frozenset({"anaphor", "concept", "absent", "test", "disease", "kin", "act", "measure", "grade", "site", "root", "exception", "short", "count"})
SHORT = 4  # words of a line that only completes the one before


class PatientReader:
    """Gathers one patient's findings over the sentences of the story."""

    def __init__(self, text: str, tokens: list[Token], knowledge: Knowledge, language: str, source: str, titles: Titles) -> None:
        self.text, self.tokens, self.knowledge = text, tokens, knowledge
        self.language, self.source, self.titles = language, source, titles
        self.words = words_for(knowledge, language)
        self.settings: dict[str, Any] = knowledge.words["reader"]
        self.doable: list[str] = self.settings["doable"]
        self.kinship = Kinship(self.words.kin)
        self.clock, self.story = Clock(), Story(text, tokens, self.words.moments, self.words.telling.given)
        self.studies = StudyReader(tokens, knowledge, language)
        self.bare, self.figures = bare_words(knowledge, language), figure_words(knowledge, language)
        self.image = Report(tokens, self.words.imaging)
        self.needle = NeedleReader(tokens, self.words.needle, self.words.muscular, knowledge)
        self.values = ValueReader(tokens, knowledge, language, source)
        self.shorts = ShortForms(tokens, knowledge, language)
        self.made = Made(text, tokens, knowledge, source, titles, self.story, self.words.side)
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
        if not self.words.domains.heads.isdisjoint(sentence.stem_set):
            items = self.words.domains.listed(self.tokens, sentence, items)
        held = by_kind(items)
        if "side_again" in held:
            items = self.carried.again(items)
            held = by_kind(items)
        self.carried.open(sentence, items, held)
        imaged = self.image.goes_on(sentence, held)
        needled = not imaged and self.needle.goes_on(sentence, held)
        silent = SPEAKING.isdisjoint(held) and ("negation_before" not in held or self.words.anaphor.pronouns.isdisjoint(sentence.stem_set))
        if silent and not resumed and not self.pending and not self.carried.goes_on(held, sentence):
            self.kinship.passed(self.tokens, sentence, self.titles.title)
            self._tell_time(sentence, held)  # nothing here that scope rules could be about
            if sentence.figures:
                self._date(sentence, items)
            return
        meant, again = self._meant(sentence, items, held)
        if meant is not items:
            items, held = meant, by_kind(meant)
        reach, limits = self._reach(sentence, items, held, again)
        if MEASURE in held or COUNT in held:
            items = self._valued(sentence, items, reach, limits)
            held = by_kind(items)
        if "outcome" in held and ("act" in held or "concept" in held):
            items = self._outcomes(items, held, reach)
            held = by_kind(items)
        self._say(sentence, items, held, reach, again, resumed=resumed, imaged=imaged, needled=needled)
        if "disease" in held:
            self._diagnose(items, reach)
        if "act" in held or self.pending:
            self._treat(sentence, items, reach)

    def _reach(self, sentence: Sentence, items: list[Item], held: Held, again: dict[int, Ellipsis]) -> tuple[dict[int, Scope], frozenset[int]]:
        """The scopes of what may be a finding, by position; none for what is only feared, planned or asked for. And the positions of measures whose limit is waited for."""
        self.kinship.patient = self.clock.sex
        found = scopes(self.tokens, sentence, items, self.words.scope, self.kinship, self.titles.title)
        look_back(self.tokens, sentence, items, found, self.words.scope)
        if "act" in held or "concept" in held:
            for item in planned(self.tokens, sentence, held, found, self.titles.planned, self.words.plan, self.doable, self.knowledge):
                found[item.first] = FEARED
        reach = {
            position: scope._replace(presence=Presence.ABSENT) if scope.gone else scope for position, scope in found.items()
            if not scope.feared and not (scope.asked and scope.presence is Presence.PRESENT)
        }
        limits = waited(self.tokens, held[MEASURE], found) if MEASURE in held and len(reach) < len(found) else frozenset()
        return scoped(reach, again), limits

    def _say(
        self, sentence: Sentence, items: list[Item], held: Held, reach: dict[int, Scope], again: dict[int, Ellipsis], *,
        resumed: bool, imaged: bool, needled: bool,
    ) -> None:
        """Add the findings of a sentence; without any it may still date the story."""
        marks = side_marks(held)
        mentions, used = self.studies.mentions(sentence, items, marks)
        if mentions:
            items = unstudied(self.tokens, items, mentions, used)
            held = by_kind(items)
            marks = side_marks(held)
        mentions += self._mentions(items, held, marks, reach, sentence, resumed=resumed, imaged=imaged, needled=needled)
        of_nerves(self.tokens, sentence, mentions, self.bare)
        placed(mentions, again)
        if sentence.figures:
            mentions += figure_mentions(self.tokens, sentence, items, held, marks, mentions, self.figures)
        if "side" in held:
            mentions += other_sides(
                self.tokens, sentence, items, mentions, self.carried.sided, self.words.other_side, self.words.tests, self.knowledge,
            )
        if self.titles.planned:
            mentions = not_planned(mentions, self.knowledge)
        if not mentions:
            if sentence.figures:
                self._date(sentence, items)
            self.carried.apply(mentions)
            return
        self.last = mentions[-1]
        places = self.words.told_at(sentence)
        attribute(self.tokens, sentence, mentions, places, self.words.attributes, self.words.telling)
        self.story.hear(sentence, items, mentions, places, sentence.figures)
        self.carried.apply(mentions)
        said = {m.concept for m in mentions if m.scope.presence is Presence.PRESENT} | self._implied(held)
        deciders = Deciders(self.text, self.tokens, held, marks)
        for mention in mentions:
            self.made.add(mention, said, deciders)

    def _meant(self, sentence: Sentence, items: list[Item], held: Held) -> tuple[list[Item], dict[int, Ellipsis]]:
        """The items in the meaning that they have here, and what is said of a finding at a second place."""
        if SHORT_FORM in held:
            items, unclear = self.shorts.resolved(sentence, items)
            self.ambiguous.update(i.value for i in unclear)
            held = by_kind(items)
        if POINTS in held:
            items = pointed(self.tokens, items, sentence.last, self.knowledge)
            held = by_kind(items)
        items = self._resolved(sentence, items, held)
        headed = not self.words.tables.reflexes.isdisjoint(sentence.heading)
        if headed or "test" in held:
            items = reflex_items(self.tokens, items, sentence.last, self.knowledge, headed=headed)
        if "anaphor" in held or "negation_before" in held:
            items = named_again(self.tokens, items, sentence.last, self.last.concept if self.last is not None else "", self.words.anaphor)
        if "mark" in held or "contrast" in held:
            return elliptic(self.tokens, sentence, items, self.words.elliptic, self.knowledge)
        return items, {}

    def _resolved(self, sentence: Sentence, items: list[Item], held: Held) -> list[Item]:
        """The items without those that nothing makes sure; an onset without an illness is none."""
        sure, unsure = resolve(self.tokens, items, held, self.words, self.knowledge)
        if unsure:
            self.ambiguous.update([self.made.evidence(i.first, i.last).text for i in unsure])
            held = by_kind(sure)
        self.shorts.hear(held)
        if self._tell_time(sentence, held) or "concept" not in held:
            return sure
        onsets = self.settings["onset_concepts"]
        return [i for i in sure if not (i.kind == "concept" and i.value in onsets)]

    def _valued(self, sentence: Sentence, items: list[Item], reach: dict[int, Scope], limits: frozenset[int]) -> list[Item]:
        """The items without the antibodies whose values are read here. limits: positions of measures that have none yet."""
        told = [i for i in items if i.first not in limits] if limits else items
        rows = self.values.of_age(self.values.rows(sentence, told, reach), self.clock.age)
        if not rows:
            return items
        self.rows += rows
        valued = self.values.antibodies(items, rows)
        return [i for i in items if i.first not in valued or i.kind not in STUDIED]

    def _date(self, sentence: Sentence, items: list[Item]) -> None:
        """Take the date of a note or event from a sentence without a finding."""
        self.story.hear(sentence, items, [], (), sentence.figures)

    def _mentions(
        self, items: list[Item], held: Held, marks: list[Mark], reach: dict[int, Scope], sentence: Sentence, *,
        resumed: bool, imaged: bool, needled: bool,
    ) -> list[Mention]:
        """Concepts, stated absences, tests with results, graded muscles and exceptions, with their sites."""
        tested, used = test_mentions(self.tokens, items, held, marks, reach, self.words.tests)
        mentions = [
            Mention(i.value, i.first, i.last, reach[i.first], side=self._inner_side(i))
            for i in held.get("concept", ()) if i.first in reach and i.first not in used
        ]
        if mentions:
            only_asked(sentence, mentions, self.words.asking, self.words.finding, self.knowledge)
        if "absent" in held:
            covered = {k for m in tested for k in range(m.first, m.last + 1)}
            mentions += [
                Mention(i.value, i.first, i.last, _denied(reach.get(i.first)), rule="stated absence")
                for i in held["absent"] if i.first not in covered and i.first not in used
            ]
        mentions += tested
        weakness = self.settings["graded_concept"]
        self.strength = self.strength or "grade" in held or weakness in [m.concept for m in mentions]
        loose, runs = attach(self.tokens, items, held, marks, mentions, self.knowledge, self.language, self.words)
        if resumed and self.last is not None and loose:
            mentions.append(Mention(
                self.last.concept, loose[0][0].first, loose[0][-1].last, self.last.scope, list(loose.pop(0)),
                rule="list resumed after a column",
            ))
        if needled:
            mentions = self.needle.mentions(sentence, items, marks, mentions, loose)
            return mentions + excepted_places(items, held, mentions, loose, self.knowledge)
        if imaged:
            mentions = self.image.mentions(sentence, marks, mentions, loose, self.knowledge)
        else:
            mentions += attach_grades(
                self.tokens, held, marks, mentions, loose, runs, weakness, self.words.prepositions, self.words.grading, self.knowledge,
            )
            mentions += joined_places(held, mentions, loose, self.knowledge)
            if "instance_cue" in held:
                mentions += everywhere(held, mentions)
            if "mark" in held and "site" in held:
                mentions += signed_places(self.tokens, mentions)
            if loose and "result" in held and mentions:
                mentions += spared_places(held, mentions, loose, self.knowledge)
            motor = loose and not self.words.grading.cues.isdisjoint(sentence.heading)  # "Motricité" above "MI normaux"
            if (motor or self.strength) and loose and "result" in held and self.studies.openers.isdisjoint(sentence.heading):
                muscular = self.words.muscular.union(self.settings["strong_parts" if motor or "grade" in held else "pattern_sites"])
                if "coordination" in held:
                    mentions += joined_muscles(held, loose, mentions, weakness, muscular)
                mentions += muscle_results(self.tokens, items, marks, loose, weakness, muscular)
        mentions.sort(key=BY_FIRST)
        return mentions + excepted_places(items, held, mentions, loose, self.knowledge)

    def _implied(self, held: Held) -> set[str]:
        """Qualifiers that a place implies: a block in the forearm lies outside the sites of entrapment."""
        if "site" not in held:
            return set()
        places = {i.value for i in held["site"]}
        return {q for q, sites in self.words.implied.items() if not places.isdisjoint(sites)}

    def _tell_time(self, sentence: Sentence, held: Held) -> bool:
        """Ages from any sentence; durations only beside a complaint or sign, or right after one.

        Returns whether a duration here speaks of the illness.
        """
        kinds = self.settings["untimed_kinds"]
        own = "test" in held or "concept" in held and any(self.knowledge.concepts[i.value].kind not in kinds for i in held["concept"])
        self.clinical = own or self.clinical and self._is_short(sentence)
        self.clock.read(self.tokens, sentence, self.words.time, durations=self.clinical)
        return self.clinical

    def _is_short(self, sentence: Sentence) -> bool:
        words = 0
        for token in self.tokens[sentence.first : sentence.last]:
            words += token.raw.isalpha()
            if words > SHORT:
                return False
        return True

    def _inner_side(self, item: Item) -> Side:
        """A side that the finding's own wording contains ("mydriase bilatérale")."""
        sides = self.words.sides
        for token in self.tokens[item.first : item.last + 1]:
            if token.stem in sides and len(token.raw) > 1:
                return sides[token.stem]
        return UNSAID

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
                experiencer=scope.experiencer, evidence=(self.made.evidence(item.first, item.last),),
            ))
            kin = scope.experiencer is not Experiencer.PATIENT and scope.presence is Presence.PRESENT
            if kin and self.knowledge.diseases[item.value].group in self.settings["family_groups"]:
                self.made.familial(item.first, item.last)

    def _outcomes(self, items: list[Item], held: Held, reach: dict[int, Scope]) -> list[Item]:
        """Add what came of the treatments; the items without the courses that the same words tell ("nette amélioration sous prednisone")."""
        acts = tried(items, reach, refused(self.tokens, items, reach, self.words.taking))
        acts += [i for i in items if i.kind == "concept" and i.value in self.words.outcomes.concepts and i.first in reach]
        told = outcomes(self.tokens, held["outcome"], acts, self.words.outcomes, self.knowledge)
        for outcome in told:
            evidence = (self.made.evidence(outcome.first, outcome.last),)
            self.made.found.append(Finding(concept=outcome.concept, presence=outcome.presence, when=When.HISTORY, evidence=evidence))
        own = {k for outcome in told for k in outcome.own}
        return [i for i in items if not (i.kind == "concept" and i.first in own)]

    def _treat(self, sentence: Sentence, items: list[Item], reach: dict[int, Scope]) -> None:
        """Treatments of this sentence, and what it says of those of the one before."""
        for item in refused(self.tokens, items, reach, self.words.taking):
            concept = self.knowledge.acts[item.value].concept
            if concept and self.knowledge.acts[item.value].kind != "procedure":
                self.made.found.append(Finding(
                    concept=concept, presence=Presence.ABSENT, evidence=(self.made.evidence(item.first, item.last),),
                ))
        acts = given(items, reach)
        if not acts and not self.pending:
            return
        effect = response(sentence.stems, self.words)
        if self.pending and failed(sentence, items, effect, self.words):
            self.treatments = without_effect(self.treatments, self.pending)
            self.made.found.append(Finding(
                concept=self.settings["failed_treatment"], when=When.HISTORY,
                evidence=(self.made.evidence(sentence.first, sentence.last - 1),),
            ))
        self.pending = []
        for item in acts:
            evidence = (self.made.evidence(item.first, item.last),)
            treatment = Treatment(drug=item.value, response=effect, evidence=evidence)
            self.treatments.append(treatment)
            if not effect:
                self.pending.append(treatment)
            concept = self.knowledge.acts[item.value].concept
            if concept:
                self.made.found.append(Finding(concept=concept, when=When.HISTORY, evidence=evidence))

    def _onsets(self) -> list[Finding]:
        """Findings without the "depuis N jours" that a longer duration of the story overrules."""
        if self.clock.duration is None:
            return self.made.found
        days = self.clock.duration * DAYS_A_MONTH
        limits = self.knowledge.settings["ranking"]["tempo_limits_days"]
        tempo = next((name for name, limit in limits.items() if days <= limit), "chronic")
        right = set(self.knowledge.settings["tempo"]["concepts"][tempo])
        overruled = set(self.settings["onset_concepts"]) - right
        since = {fold(phrase.split()[0]) for phrase in self.words.cues["since"]}
        return [
            f for f in self.made.found
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
