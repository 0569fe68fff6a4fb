"""Which words of ``knowledge/`` the reader looks for: cues, anatomy, concepts, acts, diseases, tests and their results."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import combinations, product
from typing import Any

from myotome.knowledge.model import Concept
from myotome.knowledge.store import Knowledge
from myotome.text.tokens.alternatives import alternatives
from myotome.text.tokens.cut_words import CutWords
from myotome.text.tokens.fold import fold
from myotome.text.tokens.lexicon import (
    CUE_LISTS,
    CUE_TABLES,
    DENIED,
    PAIRED,
    SAID,
    SHORT_FORM,
    SIDE,
    Lexicon,
)
from myotome.text.tokens.stored import (
    Vocabulary,
    read_vocabulary,
    vocabulary_file,
    write_vocabulary,
)
from myotome.text.tokens.typing_errors import Mender
from myotome.text.tokens.wordings import Node

GRADE = re.compile(r"[0-5]/5")


def _add_cues(lexicon: Lexicon, cues: Mapping[str, Any]) -> None:
    for name in CUE_LISTS:
        for phrase in cues[name]:
            lexicon.add(phrase, name, name)
    for name in CUE_TABLES:
        for value, phrases in cues[name].items():
            for phrase in phrases:
                lexicon.add(phrase, name, value)


def _each(wordings: Iterable[str]) -> Iterator[str]:
    return (phrase for wording in wordings for phrase in alternatives(wording))


Stems = tuple[str, ...]
Told = list[tuple[frozenset[Stems], frozenset[Stems]]]


def _told_by_tests(lexicon: Lexicon, entries: Iterable[Mapping[str, Any]], verdict: str) -> dict[str, Told]:
    """Concept -> wordings of its tests and of their results ("Léri", "positif"): what the two give together needs no wording of its
    own, which would hide a second result ("..., négatif à droite"). verdict: "abnormal" or "normal"."""
    language = lexicon.language
    shared = {e["results"]: e for e in entries if "results" in e}
    told: dict[str, Told] = {}
    for entry in entries:
        results = frozenset(
            lexicon.stems(p) for source in (shared.get(entry.get("uses"), {}), entry)
            for p in _each(source.get(verdict, {}).get(language, ()))
        )
        tests = frozenset(lexicon.stems(p) for p in _each(entry.get("test", {}).get(language, ())))
        told.setdefault(entry.get("concept", ""), []).append((tests, results))
    return told


def _tells(told: Told, stems: Stems) -> bool:
    """Is the wording one of a test and one of its results?"""
    return any(stems[:k] in tests and stems[k:] in results for tests, results in told for k in range(1, len(stems)))


def _add_entry(lexicon: Lexicon, entry: Any, kind: str, told: Told) -> None:
    language = lexicon.language
    loose = tuple(_each(entry.ambiguous.get(language, ()))) if hasattr(entry, "ambiguous") else ()
    name, words = entry.names[language], tuple(_each(entry.words.get(language, ())))
    lexicon.add(name, kind, entry.id, ambiguous=name in loose)
    for phrase in words:
        if "..." in phrase or not told or not _tells(told, lexicon.stems(phrase)):
            lexicon.add(phrase, kind, entry.id, ambiguous=phrase in loose)
    for phrase in (name, *words):
        for short in _shortened(phrase, lexicon.shorthand):
            if "..." in short or not told or not _tells(told, lexicon.stems(short)):
                lexicon.add(short, kind, entry.id, ambiguous=phrase in loose)
    for phrase in loose:
        lexicon.add(phrase, kind, entry.id, ambiguous=True)


def _denied_inside(phrase: str, denials: Sequence[str], ends: tuple[str, ...]) -> Iterator[str]:
    """A wording of a noun and a participle with a denial between them: "scapula non décollée"."""
    noun, _, participle = phrase.partition(" ")
    if participle.endswith(ends) and participle.isalpha():
        for denial in denials:
            yield f"{noun} {denial} {participle}"


def _shortened(phrase: str, shorthand: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """The wording with some or all of its words as they are shortened in notes ("tb sphinctérien", "membre inf")."""
    words = phrase.split()
    if len(words) == 1 or shorthand.keys().isdisjoint(words):
        return
    places = [k for k, word in enumerate(words) if word in shorthand]
    for chosen in {tuple(places), *((k,) for k in places)}:
        for short in product(*(shorthand[words[k]] for k in chosen)):
            given = dict(zip(chosen, short, strict=True))
            yield " ".join(given.get(k, w) for k, w in enumerate(words))


def _with_inside(act: str, word: str) -> str:
    """An act told by its verb, with a word right behind that: "lève plus les bras", "se lève péniblement du lit"."""
    words = act.split()
    behind = 2 if words[0] == "se" else 1
    return " ".join([*words[:behind], word, *words[behind:]])


def _add_tests(lexicon: Lexicon, entries: Sequence[Mapping[str, Any]], concepts: Mapping[str, Concept], inside: Mapping[str, Sequence[str]]) -> None:
    """Examined functions as "test", their result words as "result" with the list that owns them.

    A list that is ``named`` has every wording of its concepts as the names of the tests too. inside: words behind the verb of a ``finite``
    test -> what they make of it, "concept" or "absent".
    """
    language = lexicon.language
    named = {entry["results"] for entry in entries if entry.get("named")}
    said: dict[Stems, tuple[str, dict[str, str]]] = {}
    for number, entry in enumerate(entries):
        owner = entry.get("results", f"#{number}")
        names = tuple(_each(entry.get("test", {}).get(language, ())))
        concept = concepts.get(entry.get("concept", "")) if entry.get("uses") in named else None
        if concept is not None:
            names = (*names, concept.names[language], *_each(concept.words.get(language, ())))
        names = (*names, *(short for name in names for short in _shortened(name, lexicon.shorthand)))
        for phrase in sorted(set(names)):
            if "..." not in phrase:
                lexicon.add(phrase, "test", str(number))
        if entry.get("finite"):
            for kind, words in inside.items():
                for phrase in (_with_inside(name, word) for name in names for word in _each(words)):
                    lexicon.add(phrase, kind, entry["concept"])
        for verdict in ("normal", "abnormal", "unknown", "doubtful"):
            for phrase in _each(entry.get(verdict, {}).get(language, ())):
                if GRADE.fullmatch(phrase):
                    continue  # "5/5" is read as a grade, for muscles and tests alike
                lexicon.add(phrase, "result", f"{owner}:{verdict}")
                said.setdefault(lexicon.stems(phrase), (phrase, {}))[1].setdefault(owner, verdict)
    for phrase, result in _longer_results(said):
        lexicon.add(phrase, "result", result)


def _longer_results(said: Mapping[Stems, tuple[str, dict[str, str]]]) -> Iterator[tuple[str, str]]:
    """Phrases of one list that hold a word of another with the same verdict ("normal throughout"): the other list knows them too, else
    the longer match would hide its own word. said: of each result, as written, the lists that have it and what it says there.
    """
    for stems, (phrase, own) in said.items():
        verdicts = set(own.values())
        if len(stems) < 2 or len(verdicts) != 1:
            continue
        for begin, end in combinations(range(len(stems) + 1), 2):
            for owner, verdict in said.get(stems[begin:end], ("", {}))[1].items():
                if owner not in own and verdict in verdicts:
                    own[owner] = verdict
                    yield phrase, f"{owner}:{verdict}"


@lru_cache(maxsize=4)
def cue_lexicon_for(knowledge: Knowledge, language: str) -> Lexicon:
    """Cue words alone, for spans that somebody else found."""
    lexicon = _without_words(knowledge, language, {})
    _add_cues(lexicon, knowledge.words[f"cues_{language}"])
    return lexicon


def verb_forms(verbs: Mapping[str, Any]) -> dict[str, str]:
    """Stem of each form of a verb -> the stem that all its forms are read as ("lachait" -> "lach")."""
    forms: dict[str, str] = {}
    for kind in verbs["regular"]:
        for infinitive in kind["verbs"]:
            bare = infinitive.removesuffix(kind["cut"])
            forms |= {fold(bare + ending): fold(bare + kind["present"]) for ending in kind["endings"]}
    for form, others in verbs["irregular"].items():
        forms |= {fold(other): fold(form) for other in others}
    return {form: stem for form, stem in forms.items() if form != stem}


def _empty(knowledge: Knowledge, language: str) -> Lexicon:
    """A lexicon to which all wordings can be added."""
    return _without_words(knowledge, language, verb_forms(knowledge.words["verbs"][language]))


def _without_words(knowledge: Knowledge, language: str, forms: Mapping[str, str]) -> Lexicon:
    """A lexicon that knows only which words it passes over and which end a gap."""
    cues = knowledge.words[f"cues_{language}"]
    lexicon = Lexicon(language, cues["small_words"], cues["prefix_words"], forms)
    lexicon.nerve_prefixes = frozenset(fold(w) for w in cues["nerve_prefix_words"])
    sides = [w for side in ("left", "right", "both") for w in cues["side"][side] if " " not in w and w.isalpha()]
    adverbs = [w for w in cues["inner_adverbs"] if " " not in w]
    lexicon.leads = {fold(word): fold(before) for before, word in (w.split() for w in cues["inner_adverbs"] if " " in w)}
    said = (*cues["passive_verbs"], *cues["inner_auxiliaries"], *adverbs)
    for words, mood in ((sides, SIDE), (cues["inner_degrees"], SIDE), (said, SAID), (cues["inner_negators"], DENIED), (lexicon.leads, PAIRED)):
        lexicon.inner |= dict.fromkeys(map(fold, words), mood)
    lexicon.gap_ends = frozenset(fold(w) for name in ("negation_before", "since") for w in cues[name] if " " not in w) | {
        stems[0] for w in cues["exception"] if len(stems := lexicon.stems(w)) == 1  # "antécédent, en dehors d'un canal carpien"
    }
    lexicon.nerves = frozenset(knowledge.nerves) | frozenset(knowledge.segments)
    lexicon.contracted = {
        fold(word): frozenset(map(fold, (word, *forms))) for word, forms in cues["contracted"].items()
    }
    lexicon.shorthand = cues["shorthand"]
    return lexicon


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """No garbage collection meanwhile, and none later of what was built: it would walk again and again over a trie that all stays."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if collecting:
            gc.enable()


def _add_concepts(lexicon: Lexicon, knowledge: Knowledge) -> None:
    """Concepts, and the wordings that deny them; places are there already."""
    language, tests = lexicon.language, knowledge.words["tests_results"]
    cues = knowledge.words[f"cues_{language}"]
    ends = tuple(cues["participle_ends"])
    told, denied = _told_by_tests(lexicon, tests, "abnormal"), _told_by_tests(lexicon, tests, "normal")
    for concept in knowledge.concepts.values():
        if concept.words.get(language) or concept.ambiguous.get(language):
            _add_entry(lexicon, concept, "concept", told.get(concept.id, []))
            for phrase in (p for wording in _each(concept.words.get(language, ())) for p in _denied_inside(wording, cues["inner_denials"], ends)):
                lexicon.add(phrase, "absent", concept.id)
        for phrase in _each(concept.absent_words.get(language, ())):
            stems = lexicon.stems(phrase)
            if lexicon.holds(stems) or not _tells(denied.get(concept.id, []), stems):
                lexicon.add(phrase, "absent", concept.id)  # "plantar flexor" is a muscle as well


def _add_outcomes(lexicon: Lexicon, outcomes: Mapping[str, Sequence[str]]) -> None:
    """What came of a treatment; no cues, as words of denial in them say nothing of what stands beside."""
    for value, wordings in outcomes.items():
        for phrase in _each(wordings):
            lexicon.add(phrase, "outcome", value)


def _add_all(lexicon: Lexicon, knowledge: Knowledge) -> None:
    language = lexicon.language
    cues = knowledge.words[f"cues_{language}"]
    _add_cues(lexicon, cues)
    _add_outcomes(lexicon, cues["outcome"])
    for table in (knowledge.muscles, knowledge.groups, knowledge.nerves, knowledge.segments,
                  knowledge.plexus, knowledge.regions, knowledge.territories, knowledge.reflexes):
        for entry in table.values():
            _add_entry(lexicon, entry, "site", [])
    for muscle in knowledge.muscles.values():
        lexicon.add(muscle.names.en, "site", muscle.id)  # Latin in the main ("gracilis"), and written so in French reports too
        if muscle.names.la:
            lexicon.add(muscle.names.la, "site", muscle.id)
    _add_concepts(lexicon, knowledge)
    for act in knowledge.acts.values():
        _add_entry(lexicon, act, "act", [])
    for disease in knowledge.diseases.values():
        _add_entry(lexicon, disease, "disease", [])
    for measure in knowledge.settings.get("laboratory", ()):
        lexicon.add(measure["names"][language], "measure", measure["id"])
        for phrase in measure.get("words", {}).get(language, ()):
            lexicon.add(phrase, "measure", measure["id"])
        for phrase in measure.get("counts", {}).get(language, ()):
            lexicon.add(phrase, "count", measure["id"])
    for phrase in _each(knowledge.words["decoys"].get(language, ())):
        lexicon.add(phrase, "decoy", phrase)
    _add_tests(lexicon, knowledge.words["tests_results"], knowledge.concepts, knowledge.words["verbs"][language]["inside"])
    for short in knowledge.words["meanings"][language]:
        lexicon.add(short, SHORT_FORM, short)


MEANT = frozenset({"concept", "absent", "test", "site", "disease"})


def _gather(node: Node, known: set[str], meant: set[str]) -> bool:
    """Gather the stems below a node, and apart those on the ways to lexemes of ``MEANT``; are there such?"""
    leads = False
    for lexeme in node.lexemes:
        if lexeme.kind in MEANT:
            leads = True
            break
    for tail, lexeme in node.gaps:
        known.update(tail)
        if lexeme.kind in MEANT:
            meant.update(tail)
            leads = True
    known.update(node.children)
    for stem, child in node.children.items():
        if _gather(child, known, meant):
            meant.add(stem)
            leads = True
    return leads


def vocabulary_of(knowledge: Knowledge, language: str) -> Vocabulary:
    """The words that the knowledge has in one language."""
    lexicon = _empty(knowledge, language)
    _add_all(lexicon, knowledge)
    known: set[str] = set()
    meant: set[str] = set()
    _gather(lexicon.root, known, meant)
    return Vocabulary(lexicon.root, known, meant)


@lru_cache(maxsize=4)
def _vocabulary_for(knowledge: Knowledge, language: str) -> Vocabulary:
    """The same, as it was stored if it was."""
    if not knowledge.compiled:
        return vocabulary_of(knowledge, language)
    path = vocabulary_file(knowledge.version, language)
    vocabulary = read_vocabulary(path, language)
    if vocabulary is None:
        vocabulary = vocabulary_of(knowledge, language)
        write_vocabulary(path, vocabulary)
    return vocabulary


@lru_cache(maxsize=4)
def lexicon_for(knowledge: Knowledge, language: str) -> Lexicon:
    """The trie of one language from the knowledge, built or read once a process."""
    with _nothing_collected():
        lexicon = _empty(knowledge, language)
        lexicon.root = _vocabulary_for(knowledge, language).root
        return lexicon


@lru_cache(maxsize=4)
def mender_for(knowledge: Knowledge, language: str) -> Mender:
    """What mends mistyped words: every word of the vocabulary and of ``ordinary_words`` is known."""
    lexicon, vocabulary = lexicon_for(knowledge, language), _vocabulary_for(knowledge, language)
    cues = knowledge.words[f"cues_{language}"]
    ordinary = {fold(w) for w in cues["ordinary_words"]}
    with _nothing_collected():
        known = (vocabulary.known | lexicon.small | ordinary) - lexicon.forms.keys()
        cuts = CutWords(lexicon.root, known, vocabulary.meant, cues["cut_ends"], lexicon.passed, map(fold, cues["never_cut"])) if cues["cut_ends"] else None
        return Mender(known, vocabulary.meant, lexicon.forms, cuts)
