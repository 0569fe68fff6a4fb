"""The cue words of one language, folded once, as the walk through a sentence needs them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import msgspec

from myotome.knowledge.store import Knowledge
from myotome.terms import Side
from myotome.text.findings.attributes import AttributeWords, Telling, telling
from myotome.text.findings.outcomes import OutcomeWords
from myotome.text.findings.planned import PlanWords, plan_words
from myotome.text.owners.document_settings import document_settings
from myotome.text.owners.document_words import DocumentWords
from myotome.text.results.imaging import ImagingWords, imaging_words
from myotome.text.results.needle import NeedleWords, needle_words
from myotome.text.results.other_side import OtherSideWords, other_side_words
from myotome.text.results.symbols import ReflexSigns
from myotome.text.results.test_table import TestTable, test_table
from myotome.text.scope.anaphora import AnaphorWords, anaphor_words
from myotome.text.scope.domains import DomainWords, domain_words
from myotome.text.scope.elliptic import EllipticWords, elliptic_words
from myotome.text.scope.kinship import KinWords, kin_words
from myotome.text.scope.mrc import GradeWords, grade_words
from myotome.text.scope.scope_words import ScopeWords, scope_words, single
from myotome.text.scope.side_words import SideWords, side_words
from myotome.text.times.moment_words import MomentWords
from myotome.text.times.times import TimeWords
from myotome.text.tokens.fold import fold, tokenise
from myotome.text.tokens.layout import Sentence, ShortWords
from myotome.text.tokens.lists import ListWords
from myotome.text.tokens.nerve_tables import NerveWords
from myotome.text.tokens.phrases import Phrases, folded
from myotome.text.tokens.tables import TableWords


class Words(msgspec.Struct, eq=False, frozen=True):
    """cues: the raw file. scope: words that scope rules look at. elliptic, other_side: those that deny without a name; anaphor: those that stand for one. domains: adjectives in lists. muscle_words: folded single words.
    not_roots: name of a root -> folded words beside which it is none. tests: examined functions and their results. sides: folded word -> side.
    lists: headings that deny their members. tables: what heads the columns of tables. elsewhere: behind a result of the places that are not named. outcomes: what came of a treatment.
    attributes, telling: what is said beside a finding, and of which. moments: words that tell when. section_names: titles that
    may stand before a colon. plans: titles of what is to be done, in small letters. told: the rarest words of attributes and times. definite: articles of what is known, as written. asking, finding: words of a test asked for and of a result.
    plan: of what is planned, not done. taking: stems between a denial and the drug that was not taken ("nie toute prise de")."""

    cues: Mapping[str, Any]
    time: TimeWords
    scope: ScopeWords
    kin: KinWords
    elliptic: EllipticWords
    anaphor: AnaphorWords
    domains: DomainWords
    other_side: OtherSideWords
    grading: GradeWords
    tests: TestTable
    sides: dict[str, Side]
    tables: TableWords
    lists: ListWords
    muscle_words: frozenset[str]
    not_roots: dict[str, frozenset[str]]
    responses: Phrases
    outcomes: OutcomeWords
    generic_sites: frozenset[str]
    side: SideWords
    prepositions: frozenset[str]
    numerals: frozenset[str]
    muscular: frozenset[str]
    denied_alone: frozenset[str]
    definite: frozenset[str]
    closing: frozenset[str]
    elsewhere: frozenset[str]
    implied: dict[str, frozenset[str]]
    document: DocumentWords
    imaging: ImagingWords
    needle: NeedleWords
    attributes: AttributeWords
    telling: Telling
    moments: MomentWords
    section_names: frozenset[tuple[str, ...]]
    plans: frozenset[str]
    told: frozenset[str]
    short: ShortWords
    asking: frozenset[str]
    finding: frozenset[str]
    taking: frozenset[str]
    plan: PlanWords

    def told_at(self, sentence: Sentence) -> list[int]:
        """Places of the words of a sentence that may tell an attribute or a time of a finding."""
        told = self.told
        if told.isdisjoint(sentence.stem_set):
            return []
        return [sentence.first + k for k, stem in enumerate(sentence.stems) if stem in told]


def nerve_words(knowledge: Knowledge, language: str) -> NerveWords:
    """What heads the columns of tables of nerve conduction, and how a cell is told."""
    words = knowledge.words["nerve_study"]["tables"]
    return NerveWords(
        quantities={fold(w): quantity for quantity, listed in words["quantities"].items() for w in listed},
        said={quantity: (tuple(told["name"]), tuple(told["abnormal"])) for quantity, told in words["said"][language].items()},
        gone=tuple(words["gone"][language]), absent=single(words["absent"]), flags=frozenset(words["flags"]),
        studies=words["studies"][language], sensory=single(words["sensory"]), motor=single(words["motor"]), sensory_nerves=frozenset(knowledge.words["nerve_study"]["sensory_nerves"]), noun=words["noun"][language], further=tuple(words["further"][language]),
        above=single(words["above"]), legend=single(words["legend"]), nerves=frozenset(knowledge.nerves) | frozenset(knowledge.segments),
    )


def table_words(cues: Mapping[str, Any], knowledge: Knowledge, language: str) -> TableWords:
    """What heads the columns of tables, and what their cells hold."""
    words = cues["table"]
    return TableWords(
        sides={fold(w): Side(side) for side in ("left", "right") for w in cues["side"][side] if w.isalpha()},
        reflex_sites=frozenset(knowledge.reflexes), nerves=nerve_words(knowledge, language),
        **{name: single(words[name]) for name in ("fillers", "times", "values", "units", "norms", "reflexes", "results", "empty")},
    )


def list_words(cues: Mapping[str, Any]) -> ListWords:
    """Headings that say something of each member of their list, and members that want one."""
    words = cues["lists"]
    return ListWords(
        denials=frozenset(folded(p) for p in cues["negation_before"]), denying=frozenset(folded(p) for p in words["denying"]),
        denial=words["denial"], own=single(words["own"]), parts=single(words["parts"]),
        results=single(words["results"]),
    )


@lru_cache(maxsize=4)
def words_for(knowledge: Knowledge, language: str) -> Words:
    """The words of ``language``, built once a process."""
    cues = knowledge.words[f"cues_{language}"]
    reader = knowledge.words["reader"]
    titles = frozenset(
        tuple(t.stem for t in tokenise(name) if t.stem.isalnum())
        for d in knowledge.diseases.values() for name in (d.names[language], *d.words.get(language, ()))
    )
    attributes = AttributeWords(knowledge.words["attributes"][language])
    moments = MomentWords(knowledge.words["times"][language], cues["number_words"])
    return Words(
        cues=cues, time=TimeWords(cues), kin=kin_words(cues), scope=scope_words(
            cues, reader["told_course"], [c.id for c in knowledge.concepts.values() if c.kind == "family"],
        ),
        lists=list_words(cues), elliptic=elliptic_words(cues), anaphor=anaphor_words(cues), domains=domain_words(cues, knowledge.words["tests_results"], language), other_side=other_side_words(cues, reader), grading=grade_words(cues, reader),
        tests=test_table(
            knowledge.words["tests_results"], single(cues["result_links"]), ReflexSigns(**reader["reflex_signs"]), frozenset(cues["resuming_subjects"]),
        ),
        sides={
            fold(w): Side(side) for side, ws in cues["side"].items() for w in ws
            if w.isalpha() and len(w) > 1 and fold(w) not in knowledge.nerves  # "médian" is a nerve
        },
        tables=table_words(cues, knowledge, language),
        muscle_words=single(cues["muscle_words"]), not_roots={
            name: single(words[language]) for name, words in knowledge.words["meanings"]["not_roots"].items()
        },
        generic_sites=frozenset(reader["generic_sites"]),
        side=side_words(cues, knowledge), prepositions=single(cues["grade_prepositions"]),
        definite=frozenset(cues["definite_articles"]), denied_alone=frozenset(reader["denied_alone"]), closing=single(cues["closing_words"]), elsewhere=single(cues["elsewhere"]),
        muscular=frozenset(knowledge.muscles) | frozenset(knowledge.groups),
        numerals=single(cues["both_numerals"]),
        implied={qualifier: frozenset(sites) for qualifier, sites in reader["implied_qualifiers"].items()},
        imaging=imaging_words(cues, reader), needle=needle_words(cues, reader),
        responses=Phrases(cues["drug_response"]), outcomes=OutcomeWords(reader["outcome_concepts"], single(cues["outcome_walls"])), asking=single(cues["asking"]),
        taking=single((*cues["taking"], *cues["partitives"], *cues["articles"], *cues["coordination"])),
        finding=single(cues["finding"]),
        plan=plan_words(cues), document=DocumentWords(cues, knowledge.words["documents"][language], document_settings(knowledge), titles),
        attributes=attributes, telling=telling(knowledge), moments=moments, told=frozenset(attributes.keys) | moments.keys,
        short=ShortWords(single(cues["short_leading"]), single(cues["short_before_number"]), single(cues["line_joining"]), single(cues["line_results"]), cues["cut_ends"]),
        section_names=frozenset(map(folded, knowledge.words["attributes"][language]["sections"])),
        plans=frozenset(knowledge.words["attributes"][language]["plans"]),
    )
