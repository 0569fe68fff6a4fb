"""Whose a clause is that a relative was named in, or that names nobody: "Père en fauteuil ; il n'a pas de surdité", "La mère signale
des chutes" (the patient's), the lines of a family tree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from myotome.terms import PATIENT, Experiencer, Sex
from myotome.text.tokens.fold import Token, fold
from myotome.text.tokens.layout import BULLETS, Sentence
from myotome.text.tokens.phrases import folded

AUXILIARIES = 4  # tokens between a relative and the verb of what he tells ("sa mère nous a dit que")
DETERMINER = 3  # tokens before a relative among which "selon" stands
HEAD = 3  # tokens at the head of a sentence or clause where its subject stands
LINE_STARTS = BULLETS | {"\n", "-"}


class KinWords(msgspec.Struct, eq=False, frozen=True):
    """kin: stem of a relative -> who; sexes: -> sex. pronouns: "il" -> sex, as written in small letters. titles: folded words that a family's section begins
    with. tells: stems of what an informant does ("signale"); worried: what he is ("inquiète"). informed: stems before an informant ("selon"). auxiliaries: as written,
    between an informant and his verb; passive: "est". verbs: finite, as written. patients: stems of words for the patient."""

    kin: dict[str, Experiencer]
    sexes: dict[str, Sex]
    pronouns: dict[str, Sex]
    titles: tuple[tuple[str, ...], ...]
    tells: frozenset[str]
    worried: frozenset[str]
    informed: frozenset[str]
    auxiliaries: frozenset[str]
    passive: frozenset[str]
    verbs: frozenset[str]
    patients: frozenset[str]

    def of_patient(self, token: Token) -> bool:
        """Is a word before "et" or "ni" one for the patient ("lui", "elle", "le patient")?"""
        return token.raw.lower() in self.pronouns or token.stem in self.patients

    def informant(self, tokens: list[Token], first: int, last: int) -> bool:
        """Is the relative named there one who only tells: "sa mère a remarqué", "selon sa fille", "amené par son frère"?"""
        if any(t.stem in self.informed for t in tokens[max(0, first - DETERMINER) : first]):
            return True
        passive = False  # "was said to have" tells of the relative
        for token in tokens[last + 1 : last + 2 + AUXILIARIES]:
            if token.stem in (self.worried if passive else self.tells):
                return True
            passive = passive or token.raw in self.passive
            if not passive and token.raw not in self.auxiliaries:
                return False
        return False


def kin_words(cues: Mapping[str, Any]) -> KinWords:
    """From the cues of a language."""
    return KinWords(
        kin={fold(w): Experiencer(who) for who, ws in cues["kin"].items() for w in ws if " " not in w},
        sexes={fold(w): Sex(sex) for sex, ws in cues["kin_sex"].items() for w in ws},
        pronouns={w: Sex(sex) for sex, ws in cues["kin_pronouns"].items() for w in ws},
        titles=tuple(folded(title) for title in cues["family_titles"]),
        tells=frozenset(map(fold, cues["informant_verbs"])), worried=frozenset(map(fold, cues["informant_adjectives"])),
        passive=frozenset(cues["passive_verbs"]), informed=frozenset(map(fold, cues["informant_prepositions"])),
        auxiliaries=frozenset(cues["informant_auxiliaries"]), verbs=frozenset(cues["clause_verbs"]),
        patients=frozenset(fold(w) for w in cues["patient_words"] if " " not in w),
    )


class Kinship:
    """The relative that a story speaks of, sentence by sentence. who: PATIENT for none. patient: the patient's sex, as far as known."""

    def __init__(self, words: KinWords) -> None:
        self.words = words
        self.who, self.sex, self.patient = PATIENT, Sex.UNKNOWN, Sex.UNKNOWN
        self.at = self.begin = -1  # where the relative was named; where the sentence begins
        self.titled = ""
        self.section = self.entry = self.subject = False  # of the family; a line "mère : ..."; is the relative who the sentence is about?

    def open(self, tokens: list[Token], sentence: Sentence, title: str) -> Experiencer:
        """Begin a sentence under a title; whose it is until it says so."""
        line = sentence.first == 0 or tokens[sentence.first - 1].raw in LINE_STARTS
        if title != self.titled:
            self.titled = title
            self.section = bool(title) and self._of_family(title)
            self.who = PATIENT
        elif self.section and line and _apart(tokens, sentence):
            self.section = False
        if not self.section and (not self.subject or line):
            self.who = PATIENT
        elif self.section and line:
            self.who, self.sex = Experiencer.OTHER_KIN, Sex.UNKNOWN
        self.begin, self.entry, self.subject = sentence.first, False, False
        return self.who if self.section else PATIENT

    def passed(self, tokens: list[Token], sentence: Sentence, title: str) -> None:
        """A sentence stood there that says nothing; in a family's section it may be the section's end."""
        if self.section:
            self.open(tokens, sentence, title)
        self.subject = False

    def _of_family(self, title: str) -> bool:
        said = folded(title)
        return any(said[: len(t)] == t for t in self.words.titles)

    def name(self, who: Experiencer, tokens: list[Token], first: int, last: int) -> None:
        """A relative is named."""
        self.who, self.at = who, first
        self.sex = next((self.words.sexes[t.stem] for t in tokens[first : last + 1] if t.stem in self.words.sexes), Sex.UNKNOWN)
        head = first - self.begin < HEAD
        self.subject = head or tokens[first - 2].raw == ";" or tokens[first - 1].raw == ";"
        self.entry = self.entry or head and any(t.raw == ":" for t in tokens[last + 1 : last + 2 * HEAD])

    def name_inside(self, tokens: list[Token], first: int, last: int) -> Experiencer:
        """The relative that a wording names ("frère en fauteuil"), of whom what follows is; PATIENT for none."""
        for k in range(first, last + 1):
            if tokens[k].stem in self.words.kin and tokens[k].stem in self.words.sexes:  # a person, not "la famille"
                self.name(self.words.kin[tokens[k].stem], tokens, k, k)
                return self.who
        return PATIENT

    def behind_semicolon(self) -> Experiencer:
        """Whose the words behind a semicolon are: those of the relative that the line is an entry of, or the patient's."""
        return self.who if self.section or self.entry else PATIENT

    def meant(self, tokens: list[Token], at: int, last: int) -> Experiencer:
        """Whom the words for the patient from ``at`` to ``last`` mean: a pronoun may mean the relative named before ("elle", "chez lui";
        not "elle-même")."""
        sex = self.words.pronouns.get(tokens[last].raw.lower())
        if self.who is not PATIENT and sex is not None and self._theirs(tokens, at, sex):
            return self.who
        if sex is None:
            self.who = PATIENT
            self.section = self.entry = self.subject = False
        return PATIENT

    def _theirs(self, tokens: list[Token], at: int, sex: Sex) -> bool:
        """Does a pronoun at ``at`` mean the relative?"""
        if self.section and self.sex is Sex.UNKNOWN:
            return True
        if self.sex is not sex or self.patient is sex and not self.section:
            return False
        if self.section or tokens[at - 1].raw == "," and at + 1 < len(tokens) and tokens[at + 1].raw == ",":
            return True  # "sa grand-mère, elle, marchait"
        if self.at >= self.begin:
            return self._told(tokens, at)
        self.subject = self.patient is not Sex.UNKNOWN and at - self.begin < HEAD
        return self.subject

    def _told(self, tokens: list[Token], at: int) -> bool:
        """In the relative's own sentence: has something been told of him, in a clause before or by a verb?"""
        between = tokens[self.at : at]
        clause = tokens[at - 1].raw == ";" and not any(t.raw == ":" for t in between)
        return clause or any(t.raw in self.words.verbs for t in between)


def _apart(tokens: list[Token], sentence: Sentence) -> bool:
    """Does a blank line stand before a sentence?"""
    return [t.raw for t in tokens[max(0, sentence.first - 2) : sentence.first]] == ["\n", "\n"]
