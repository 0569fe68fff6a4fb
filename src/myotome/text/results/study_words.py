"""The words of nerve studies in prose (``words/nerve_study.yaml``) as a lexicon of their own, and what they set in force."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from myotome.knowledge.store import Knowledge
from myotome.terms import Side
from myotome.text.tokens.fold import fold
from myotome.text.tokens.lexicon import Lexicon
from myotome.text.tokens.vocabulary import cue_lexicon_for

RESULTS = ("absent", "low", "high", "slow", "normal", "blocked")


class StudyState(msgspec.Struct, frozen=True):
    """What is in force: nerve id, side, "motor", "sensory", "f_wave" or "", quantity or "", and since when."""

    nerve: str = ""
    site: str = ""
    side: Side = Side.UNSAID
    study: str = ""
    quantity: str = ""
    first: int = 0
    active: bool = False


@lru_cache(maxsize=4)
def study_lexicon(knowledge: Knowledge, language: str) -> Lexicon:
    """The words of ``words/nerve_study.yaml`` in one language."""
    words = knowledge.words["nerve_study"]
    cues = cue_lexicon_for(knowledge, language)
    lexicon = Lexicon(language, cues.small)
    for kind in ("quantity", "study"):
        for value, phrases in words[kind].items():
            for phrase in phrases[language]:
                lexicon.add(phrase, kind, value)
    for kind in (*RESULTS, "begin"):
        for phrase in words[kind][language]:
            lexicon.add(phrase, kind, kind)
    return lexicon


class BareWords(msgspec.Struct, eq=False, frozen=True):
    """What a bare adjective is of in a sentence of a study. reports: folded words of such sentences. words: the adjectives. turned: clinical
    concept -> that of the nerves."""

    reports: frozenset[str]
    words: frozenset[str]
    turned: dict[str, str]


@lru_cache(maxsize=4)
def bare_words(knowledge: Knowledge, language: str) -> BareWords:
    """The adjectives "sensitif" and "moteur" as a report of nerve studies uses them."""
    words = knowledge.words["nerve_study"]["bare"]
    return BareWords(frozenset(map(fold, words["reports"][language])), frozenset(map(fold, words["words"][language])), words["turned"])


@lru_cache(maxsize=4)
def study_openers(knowledge: Knowledge, language: str) -> frozenset[str]:
    """First stems of the words that open a nerve study, names of nerves among them, and units that do; a letter alone ("F absentes") opens none."""
    words, lexicon = knowledge.words["nerve_study"], study_lexicon(knowledge, language)
    phrases = [*words["begin"][language], *(
        p for kind in ("quantity", "study") for value in words[kind].values() for p in value[language]
    )]
    opening = frozenset(stems[0] for p in phrases if (stems := lexicon.stems(p)) and len(stems[0]) > 1)
    return opening.union(map(fold, words["unit_openers"]), nerve_names(knowledge, language))


@lru_cache(maxsize=4)
def nerve_names(knowledge: Knowledge, language: str) -> dict[str, str]:
    """Folded names of one word -> nerve ("sural"), unless a muscle has the name too."""
    names: dict[str, str] = {}
    lexicon = study_lexicon(knowledge, language)
    muscles = {m.names.fr for m in knowledge.muscles.values()}
    for nerve in knowledge.nerves.values():
        for phrase in (nerve.names[language], *nerve.words.get(language, ())):
            stems = lexicon.stems(phrase)
            if len(stems) == 1 and phrase not in muscles:
                names.setdefault(stems[0], nerve.id)
    return names
