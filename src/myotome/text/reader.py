"""Read a note: text in, findings with their words out. The order of work is the order of this file."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import msgspec

from myotome.case import Diagnosis, Evidence, Finding, LaboratoryRow, Patient, Treatment
from myotome.errors import Problem
from myotome.knowledge.store import Knowledge
from myotome.terms import Certainty, Experiencer, Level, Presence, Side, When
from myotome.text.compose import Mention, attach, attach_grades, takes
from myotome.text.document import GENERAL, SELF, Document, survey
from myotome.text.fold import Token, fold, tokenise
from myotome.text.items import Item, sentence_items
from myotome.text.language import detect
from myotome.text.layout import Sentence, sentences
from myotome.text.lexicon import lexicon_for
from myotome.text.refine import refine
from myotome.text.results import TestTable, excepted_places, test_mentions, test_table
from myotome.text.scope import Scope, scopes
from myotome.text.times import Clock, TimeWords
from myotome.text.values import laboratory_rows


DAYS_A_MONTH = 365.25 / 12
OPENING = 4  # tokens at the head of a sentence in which "cependant" opens it
SHORT_FAILURE = 12  # tokens of a sentence such as "Échec : la faiblesse s'aggrave"
MUSCLES_OF = 4  # tokens between "muscles" and the part of the body whose own muscles are meant
SITE_DECIDES = 6  # tokens between an ambiguous finding and the site that makes it sure
SPAN_REACH = 40  # tokens between a finding and its site that one span may cover
SHORT = 4  # words of a line that only completes the one before


class PatientReading(msgspec.Struct, kw_only=True):
    """What was read of one patient. laboratory: values with their spans, not yet judged."""

    patient: Patient = Patient()
    findings: tuple[Finding, ...] = ()
    diagnoses: tuple[Diagnosis, ...] = ()
    treatments: tuple[Treatment, ...] = ()
    laboratory: tuple[LaboratoryRow, ...] = ()


class Reading(msgspec.Struct, kw_only=True):
    """A document read. kind: patient, several_patients, article, forum. named: diseases and drugs
    that it names anywhere. illustrations, self_reports: spans in the text."""

    language: str
    kind: str
    patients: tuple[PatientReading, ...] = ()
    named: tuple[str, ...] = ()
    illustrations: tuple[tuple[int, int], ...] = ()
    self_reports: tuple[tuple[int, int], ...] = ()
    problems: tuple[Problem, ...] = ()


class Words(msgspec.Struct, frozen=True):
    """Folded cue sets of one language that the walk through a sentence needs."""

    cues: Mapping[str, Any]
    time: TimeWords
    determiners: frozenset[str]
    negators: frozenset[str]
    grade_cues: frozenset[str]
    tests: TestTable
    sides: dict[str, Side]
    muscle_words: frozenset[str]


@lru_cache(maxsize=4)
def words_for(knowledge: Knowledge, language: str) -> Words:
    cues = knowledge.words[f"cues_{language}"]
    return Words(
        cues, TimeWords(cues), frozenset(fold(w) for w in cues["determiners"]),
        frozenset(fold(w) for w in cues["negation_before"] if " " not in w),
        frozenset(fold(w) for w in cues["grade_cue"] if " " not in w),
        test_table(knowledge.words["tests_results"]),
        {fold(w): Side(side) for side, ws in cues["side"].items() for w in ws if w.isalpha() and len(w) > 1},
        frozenset(fold(w) for w in cues["muscle_words"]),
    )


def read(
    text: str, knowledge: Knowledge, language: str | None = None, source: str = "s1",
    default_language: str = "fr",
) -> Reading:
    """Read ``text``; offsets in the findings point into it.

    language: "fr" or "en", detected when None.

    >>> from myotome.knowledge import load
    >>> reading = read("Pas de ptosis, de diplopie.", load(), "fr")
    >>> [(f.concept, f.presence.value) for f in reading.patients[0].findings]
    [('ptosis', 'absent'), ('diplopia', 'absent')]
    """
    language = language or detect(text, knowledge.words, default_language)
    words = words_for(knowledge, language)
    tokens = tokenise(text)
    found = sentences(text, tokens)
    document = survey(text, tokens, found, words.cues, words.time)
    readers = [_PatientReader(text, tokens, knowledge, language, source) for _ in range(document.patients)]
    named: dict[str, None] = {}
    for number, (sentence, owner) in enumerate(zip(found, document.owners, strict=True)):
        items = sentence_items(tokens, sentence, lexicon_for(knowledge, language), knowledge, words.grade_cues)
        for item in items:
            if item.kind in ("disease", "act") and not item.ambiguous:
                named[item.value] = None
        if owner >= 0:
            readers[owner].take(sentence, items, resumed=number in document.resumed)
    return Reading(
        language=language, kind=document.kind, patients=tuple(r.done() for r in readers),
        named=tuple(named), illustrations=tuple(document.illustrations),
        self_reports=tuple(document.self_reports), problems=_problems(document, readers),
    )


def _problems(document: Document, readers: list["_PatientReader"]) -> tuple[Problem, ...]:
    words = sorted({w for r in readers for w in r.ambiguous})
    return tuple(
        Problem(level=Level.NOTE, code="text.ambiguous", message=word, place="") for word in words
    )


class _PatientReader:
    """Gathers one patient's findings over the sentences of the story."""

    def __init__(self, text: str, tokens: list[Token], knowledge: Knowledge, language: str, source: str) -> None:
        self.text, self.tokens, self.knowledge = text, tokens, knowledge
        self.language, self.source = language, source
        self.words = words_for(knowledge, language)
        self.clock = Clock()
        self.findings: list[Finding] = []
        self.diagnoses: list[Diagnosis] = []
        self.treatments: list[Treatment] = []
        self.rows: list[LaboratoryRow] = []
        self.ambiguous: set[str] = set()
        self.last: Mention | None = None
        self.clinical = False
        self.pending: list[Treatment] = []

    def take(self, sentence: Sentence, items: list[Item], *, resumed: bool = False) -> None:
        """Read one sentence. resumed: it goes on with a list that a column's end had broken off."""
        items = self._resolve(items)
        if not self._tell_time(sentence, items):
            onsets = self.knowledge.words["reader"]["onset_concepts"]
            items = [i for i in items if not (i.kind == "concept" and i.value in onsets)]
        reach = scopes(self.tokens, sentence.first, sentence.last, items, self.words.determiners, self.words.negators)
        tested, used = test_mentions(self.tokens, items, reach, self.words.tests)
        covered = {k for m in tested for k in range(m.first, m.last + 1)} if tested else set()
        mentions = [
            Mention(i.value, i.first, i.last, reach[i.first], side=self._inner_side(i))
            for i in items
            if i.kind == "concept" and i.first in reach and i.first not in used
        ]
        mentions += [
            Mention(i.value, i.first, i.last, _plain(reach.get(i.first))._replace(presence=Presence.ABSENT), rule="stated absence")
            for i in items if i.kind == "absent" and i.first not in covered
        ]
        mentions += tested
        loose = attach(self.tokens, items, mentions, self.knowledge, self.language)
        if resumed and self.last is not None and loose:
            mentions.append(Mention(
                self.last.concept, loose[0][0].first, loose[0][-1].last, self.last.scope, list(loose.pop(0)),
                rule="list resumed after a column",
            ))
        weakness = self.knowledge.words["reader"]["graded_concept"]
        mentions += attach_grades(items, mentions, loose, weakness)
        mentions.sort(key=lambda m: m.first)
        mentions += excepted_places(items, mentions, loose)
        self.last = mentions[-1] if mentions else self.last
        qualifiers = {m.concept for m in mentions}
        for mention in mentions:
            self._emit(mention, qualifiers, sentence)
        self._diagnose(items, reach)
        self._failed(sentence, items)
        before = len(self.treatments)
        self._treat(items, reach, sentence)
        self.pending = [t for t in self.treatments[before:] if not t.response]
        self.rows += laboratory_rows(self.tokens, items, sentence.last, self.source)

    def _resolve(self, items: list[Item]) -> list[Item]:
        """Keep an ambiguous abbreviation only where its neighbours decide; else report it."""
        generic = set(self.knowledge.words["reader"]["generic_sites"])
        items = self._own_muscles(items)
        if any(i.kind == "site" and i.value not in generic for i in items):
            items = [i for i in items if not (i.kind == "site" and i.value in generic)]
        sited = any(i.kind in ("concept", "side", "grade", "test") and not i.ambiguous for i in items)
        kept = []
        for item in items:
            if item.ambiguous:
                if item.kind == "concept" and self._site_decides(item, items):
                    kept.append(item)
                    continue
                sure = any(o.first == item.first and not o.ambiguous and o.kind != "result" for o in items)
                rivals = [o for o in items if o.first == item.first and o.ambiguous]
                as_site = item.kind == "site" and sited
                only = len(rivals) == 1 and item.kind == "site"
                if sure or not (as_site or only):
                    self.ambiguous.add(self.text[self.tokens[item.first].start : self.tokens[item.last].end])
                    continue
            kept.append(item)
        return kept

    def _tell_time(self, sentence: Sentence, items: list[Item]) -> bool:
        """Ages from any sentence; durations only beside a complaint or sign, or right after one.

        Returns whether a duration here speaks of the illness.
        """
        kinds = self.knowledge.words["reader"]["untimed_kinds"]
        own = any(
            i.kind in ("concept", "test") and (i.kind == "test" or self.knowledge.concepts[i.value].kind not in kinds)
            for i in items
        )
        short = sum(1 for t in self.tokens[sentence.first : sentence.last] if t.raw.isalpha()) <= SHORT
        self.clock.read(self.tokens, sentence, self.words.time, durations=own or (short and self.clinical))
        self.clinical = own or (short and self.clinical)
        return self.clinical

    def _own_muscles(self, items: list[Item]) -> list[Item]:
        """"Musculature des épaules et des mains": of a part whose muscles are named, its own muscles."""
        mapped: list[Item] = []
        reach = -1
        for item in items:
            region = self.knowledge.regions.get(item.value) if item.kind == "site" else None
            if item.kind == "site" and self.tokens[item.first].stem in self.words.muscle_words:
                reach = item.last + MUSCLES_OF
            elif region is not None and region.muscles and item.first <= reach:
                item = item._replace(value=region.muscles[0])
                reach = item.last + MUSCLES_OF
            mapped.append(item)
        return mapped

    def _site_decides(self, item: Item, items: list[Item]) -> bool:
        """Does a site that the ambiguous finding takes stand beside it ("déficit des interosseux")?"""
        return any(
            o.kind in ("site", "root") and not o.ambiguous and takes(item.value, o.value, self.knowledge)
            and min(abs(o.first - item.last), abs(item.first - o.last)) <= SITE_DECIDES
            for o in items
        )

    def _inner_side(self, item: Item) -> Side:
        """A side that the finding's own wording contains ("mydriase bilatérale")."""
        for k in range(item.first, item.last + 1):
            side = self.words.sides.get(self.tokens[k].stem)
            if side is not None and len(self.tokens[k].raw) > 1:
                return side
        return Side.UNSAID

    def _span(self, first: int, last: int) -> Evidence:
        start, end = self.tokens[first].start, self.tokens[last].end
        return Evidence(source=self.source, start=start, end=end, text=self.text[start:end])

    def _emit(self, mention: Mention, qualifiers: set[str], sentence: Sentence) -> None:
        entry = self.knowledge.concepts.get(mention.concept)
        if entry is None or entry.kind == "qualifier":
            return
        scope = mention.scope
        first, last = mention.reach or (mention.first, mention.last)
        places = [(p.site, p.side, p.worse, p.first, p.last) for p in mention.places]
        if not places:
            side = Side(self.knowledge.words["reader"]["concept_sides"].get(mention.concept, mention.side.value))
            worse = mention.worse or (mention.side if side is not mention.side and mention.side.lateral else None)
            places = [(entry.site or None, side, worse, first, last)]
        for site, side, worse, a, b in places:
            site = self._muscles_meant(mention.concept, site)
            near = abs(a - mention.first) < SPAN_REACH
            span = self._span(min(first, a), max(last, b)) if near else self._span(first, last)
            finding = Finding(
                concept=mention.concept, presence=scope.presence, certainty=scope.certainty,
                site=site, side=side, worse=worse, grade=mention.grade,
                experiencer=scope.experiencer,
                when=When.HISTORY if scope.history else When.AT_VISIT,
                evidence=(msgspec.structs.replace(span, rule=mention.rule),),
            )
            self.findings += refine(finding, qualifiers, self.knowledge)
        if scope.experiencer is not Experiencer.PATIENT and scope.presence is Presence.PRESENT:
            self._family(mention)

    def _muscles_meant(self, concept: str, site: str | None) -> str | None:
        """Weakness or wasting of a part of the body is of its muscles, where they are one group."""
        region = self.knowledge.regions.get(site or "")
        if region is None or len(region.muscles) != 1:
            return site
        muscular = self.knowledge.words["reader"]["muscular_concepts"]
        return region.muscles[0] if any(self.knowledge.is_a(concept, c) for c in muscular) else site

    def _family(self, mention: Mention) -> None:
        """A neuromuscular sign of kin is a family history of the patient."""
        settings = self.knowledge.words["reader"]
        if any(self.knowledge.is_a(mention.concept, c) for c in settings["family_concepts"]):
            self.findings.append(Finding(
                concept=settings["family_history"], evidence=(self._span(mention.first, mention.last),),
                when=When.HISTORY,
            ))

    def _diagnose(self, items: list[Item], reach: dict[int, Scope]) -> None:
        revised = [i.first for i in items if i.kind == "revised"]
        for item in items:
            if item.kind != "disease" or item.first not in reach:
                continue
            scope = reach[item.first]
            certainty = scope.certainty
            if certainty is Certainty.CERTAIN and any(abs(r - item.first) < 8 for r in revised):
                certainty = Certainty.POSSIBLE
            self.diagnoses.append(Diagnosis(
                disease=item.value, presence=scope.presence, certainty=certainty,
                experiencer=scope.experiencer, evidence=(self._span(item.first, item.last),),
            ))
            if scope.experiencer is not Experiencer.PATIENT and scope.presence is Presence.PRESENT:
                settings = self.knowledge.words["reader"]
                group = self.knowledge.diseases[item.value].group
                if group in settings["family_groups"]:
                    self.findings.append(Finding(
                        concept=settings["family_history"], when=When.HISTORY,
                        evidence=(self._span(item.first, item.last),),
                    ))

    def _treat(self, items: list[Item], reach: dict[int, Scope], sentence: Sentence) -> None:
        acts = [i for i in items if i.kind == "act" and i.first in reach]
        if not acts:
            return
        response = self._response(sentence)
        for item in acts:
            scope = reach[item.first]
            if scope.presence is Presence.ABSENT or scope.experiencer is not Experiencer.PATIENT:
                continue
            if scope.certainty in (Certainty.PENDING, Certainty.TO_BE_EXCLUDED):
                continue
            evidence = (self._span(item.first, item.last),)
            self.treatments.append(Treatment(drug=item.value, response=response, evidence=evidence))
            concept = self.knowledge.acts[item.value].concept
            if concept:
                self.findings.append(Finding(concept=concept, when=When.HISTORY, evidence=evidence))

    def _response(self, sentence: Sentence) -> str:
        """What a sentence says of a treatment's effect; "no improvement" goes before "improvement"."""
        stems = f" {' '.join(t.stem for t in self.tokens[sentence.first:sentence.last] if t.stem)} "
        found = ""
        for name, phrases in self.words.cues["drug_response"].items():
            if any(f" {' '.join(t.stem for t in tokenise(p))} " in stems.replace("’", "'") for p in phrases):
                found = name
        return found

    def _failed(self, sentence: Sentence, items: list[Item]) -> None:
        """Treatments without effect: the sentence after them says "cependant ... s'aggrave", or "échec"."""
        if not self.pending:
            return
        response = self._response(sentence)
        contrast = any(i.kind == "contrast" and i.first - sentence.first <= OPENING for i in items)
        if not (response in ("none", "worse") and (contrast or sentence.last - sentence.first <= SHORT_FAILURE)) and not (
            response == "none"
        ):
            return
        self.treatments = [
            msgspec.structs.replace(t, response="none") if t in self.pending and not t.response else t
            for t in self.treatments
        ]
        self.findings.append(Finding(
            concept=self.knowledge.words["reader"]["failed_treatment"], when=When.HISTORY,
            evidence=(self._span(sentence.first, sentence.last - 1),),
        ))

    def _onsets(self) -> list[Finding]:
        """Findings without the "depuis N jours" that a longer duration of the story overrules."""
        if self.clock.duration is None:
            return self.findings
        settings = self.knowledge.settings
        days = self.clock.duration * DAYS_A_MONTH
        limits = settings["ranking"]["tempo_limits_days"]
        tempo = next((name for name, limit in limits.items() if days <= limit), "chronic")
        right = set(settings["tempo"]["concepts"][tempo])
        onsets = set(self.knowledge.words["reader"]["onset_concepts"]) - right
        since = {fold(phrase.split()[0]) for phrase in self.words.cues["since"]}
        return [
            f for f in self.findings
            if not (f.concept in onsets and f.evidence and fold(f.evidence[0].text.split()[0]) in since)
        ]

    def done(self) -> PatientReading:
        return PatientReading(
            patient=self.clock.patient(), findings=tuple(_merge(self._onsets())),
            diagnoses=tuple(self.diagnoses), treatments=tuple(self.treatments), laboratory=tuple(self.rows),
        )


def _plain(scope: Scope | None) -> Scope:
    return scope or Scope(Presence.PRESENT, Certainty.CERTAIN, Experiencer.PATIENT, False, False)


def _merge(findings: list[Finding]) -> list[Finding]:
    """One finding gathers its several mentions; a side that one of them says is kept."""
    merged: dict[tuple[Any, ...], Finding] = {}
    for f in findings:
        key = (f.concept, f.presence, f.certainty, f.site, f.side, f.experiencer, f.when is When.HISTORY)
        known = merged.get(key)
        if known is None:
            merged[key] = f
        else:
            merged[key] = msgspec.structs.replace(
                known, evidence=known.evidence + f.evidence, grade=known.grade or f.grade,
                worse=known.worse or f.worse,
            )
    return list(merged.values())


__all__ = ["GENERAL", "SELF", "PatientReading", "Reading", "read"]
