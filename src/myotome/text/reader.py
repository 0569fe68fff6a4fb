"""Read a note: text in, findings with their words out. The order of work is the order of this file."""

from __future__ import annotations

from myotome.errors import Problem
from myotome.knowledge.store import Knowledge
from myotome.terms import Level, Sex
from myotome.text.findings.copies import copied
from myotome.text.findings.cue_words import words_for
from myotome.text.findings.titles import Titles
from myotome.text.owners.article import Document
from myotome.text.owners.document import survey
from myotome.text.patient import PatientReader
from myotome.text.reading import Reading
from myotome.text.scope.items import sentence_items
from myotome.text.tokens.boxes import answered, led, ticked
from myotome.text.tokens.columns import in_reading_order
from myotome.text.tokens.fold import Token, tokenise
from myotome.text.tokens.language import detect
from myotome.text.tokens.layout import Sentence, sentences
from myotome.text.tokens.lists import told_of_each
from myotome.text.tokens.margins import without_margins
from myotome.text.tokens.tables import in_clauses
from myotome.text.tokens.vocabulary import lexicon_for, mender_for

KIN_REACH = 12  # letters from a line's begin within which kinship names the patient: "- Le père"


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
    tokens = without_margins(text, tokenise(text))
    language = language or detect(tokens, knowledge, default_language)
    words = words_for(knowledge, language)
    tokens = _ordered(text, tokens, knowledge, language)
    entries = words.document.entries.steps(text)
    tokens, found = sentences(text, tokens, {step.at for step in entries}, words.short)
    document = survey(text, tokens, found, entries, words.document, words.time)
    return _read(text, tokens, found, document, knowledge, language, source)


def read_self_report(text: str, knowledge: Knowledge, language: str, source: str = "s1") -> Reading:
    """Read what somebody wrote of themselves, on a forum for example, as a note about one patient."""
    tokens = _ordered(text, tokenise(text), knowledge, language)
    tokens, found = sentences(text, tokens, (), words_for(knowledge, language).short)
    return _read(text, tokens, found, Document("patient", [0] * len(found), 1), knowledge, language, source)


def _ordered(text: str, tokens: list[Token], knowledge: Knowledge, language: str) -> list[Token]:
    """The tokens with mistyped words mended, answers and boxes read, tables as clauses, and columns one after the other."""
    tokens = mender_for(knowledge, language).tokens(tokens)
    words, lexicon = words_for(knowledge, language), lexicon_for(knowledge, language)
    tokens = led(tokens) if "...." in text else tokens
    tokens = answered(tokens, words.scope.answers) if "?" in text else tokens
    tokens = told_of_each(text, tokens, words.lists, lexicon)
    tokens = ticked(text, tokens, words.cues["table"]["denial"], lexicon)
    tokens = in_clauses(text, tokens, words.tables, lexicon)
    return in_reading_order(text, tokens)


def _read(
    text: str, tokens: list[Token], found: list[Sentence], document: Document, knowledge: Knowledge, language: str, source: str,
) -> Reading:
    words = words_for(knowledge, language)
    lexicon = lexicon_for(knowledge, language)
    titles = Titles(text, tokens, words.section_names, words.plans)
    readers = [PatientReader(text, tokens, knowledge, language, source, titles) for _ in range(document.patients)]
    for number, step in document.introduced:
        clock = readers[number].clock
        clock.age, clock.sex = step.age if clock.age is None else clock.age, step.sex if clock.sex is Sex.UNKNOWN else clock.sex
    own_kin = {step.at for _, step in document.introduced if step.kin}
    named: dict[str, None] = {}
    for number, (sentence, owner) in enumerate(zip(found, document.owners, strict=True)):
        items = sentence_items(tokens, sentence, lexicon, knowledge, words.grading, words.not_roots, words.numerals, words.scope)
        for item in items:
            if item.kind in ("disease", "act") and not item.ambiguous:
                named[item.value] = None
        if own_kin and text.rfind("\n", 0, sentence.start) + 1 in own_kin:
            items = [i for i in items if i.kind != "kin" or tokens[i.first].start > sentence.start + KIN_REACH]
        titles.hear(sentence, items)
        if owner >= 0:
            readers[owner].take(sentence, items, resumed=number in document.resumed)
    copies = copied(text, found)
    ambiguous = sorted({word for reader in readers for word in reader.ambiguous})
    return Reading(
        language=language, kind=document.kind, patients=tuple(reader.done(copies) for reader in readers),
        named=tuple(named), illustrations=tuple(document.illustrations),
        self_reports=tuple(document.self_reports),
        owned=tuple((s.start, s.end, owner) for s, owner in zip(found, document.owners, strict=True) if owner >= 0),
        problems=tuple(
            Problem(level=Level.NOTE, code="text.ambiguous", message=word, place="") for word in ambiguous
        ),
    )
