"""The words of one language that scope rules look at one by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from myotome.text.scope.noughts import WeightWords
from myotome.text.tokens.fold import Token, fold

DATE_REACH = 8  # tokens between a finding and the words that date it
GOVERNED = 4  # tokens between a noun and what belongs to it
VERBAL_REACH = 3  # tokens between "pas" and the verb that it denies


class ScopeWords(msgspec.Struct, eq=False, frozen=True):
    """determiners: end a list. negators: single words that negate; verbal_negators: those that stand
    by a verb ("pas", "jamais"); bare_negators, bare_doubts: those that
    reach the next word only ("non", "possible"). examinations: of which "négatif" is a result, not a denial.
    particles: "ne" and its like, as written. relatives: "qui", articles: "une", no_more: "plus", as written. finite: verb forms, as written, that open a new clause; telling: those that findings begin with, and that are no nouns. passive:
    forms of "être", as written. observed: stems of participles of observation. alternatives: "ou". inquiries: words of a denial that answers a question ("no history of"). coordinations: "ou", "et".
    kin_prepositions: "chez". dated: stems of phrases that date what stands before them ("depuis", "at onset"); lasting: those that do
    before a number ("for two weeks"); partitives: "de", which goes on with a list;
    counting: words that say that some of what follows is there ("quelques", "rares"); courses: ids of concepts that tell a course.
    others: "other", of "no other ... than". sides: stems for left, right and both, letters as written. possessives: "ses", as written.
    suspicious: "suspect", as written, an adjective unless an article follows. indefinite: "une", as written, which goes on with a list of doubts. partial: "partiellement". contrasts: "mais". elided_if: the parts of "s'il", as written. plural_verbs: verbs of several things that their ending does not tell, as written. head_negators: negate at the head of a clause ("nulle douleur", not
    "douleur nulle"). exclusions: stems of "exclu". naming: "diagnostic", "hypothèse", before
    what they name. told: adjectives of what is there ("intense"). exceptions: "hormis", "dehors". seems: "paraît", as written. links: participles that link a result ("revenu", "jugé"). causes: nouns of which the lack denies
    nothing of what they are the cause of. hedges: "franc", which makes a denial less than certain; hedges_behind: those that may stand behind ("amyotrophie franche"). results: "négatif", said of
    examinations and of signs ("signe", "manœuvre"), never of a disease. modals: "pu", of "n'a pu être", as written. answers: "oui", "non", as a form
    offers them; noes: those that deny. prepositions: of places. family: ids of concepts about the family. contraries: "net", of "absent le matin mais net le soir". arguments: "argument", of
    "pas d'argument pour". objects: "l", of "ne l'a pas confirmé", as written. resuming: "ce", of "ce que l'IRM a démenti", as written. really: last words of "en réalité". mistaking: "pris", of "pris pour". told_of: participles of what
    is noted or supposed ("signalé", "évoqué"). put_behind: last stems of doubts that may stand behind a comma ("douteux").
    conditionals: "aurait", as written. weight: of a weight that was lost. sought: participles of what was looked for ("recherché"). resuming_subjects: pronouns, as written, that take up what was
    sought ("ils sont revenus négatifs"). participle_followers: "by", behind an English participle that stands behind what it speaks of."""

    determiners: frozenset[str]
    negators: frozenset[str]
    verbal_negators: frozenset[str]
    bare_negators: frozenset[str]
    bare_doubts: frozenset[str]
    examinations: frozenset[str]
    particles: frozenset[str]
    relatives: frozenset[str]
    articles: frozenset[str]
    no_more: frozenset[str]
    finite: frozenset[str]
    telling: frozenset[str]
    passive: frozenset[str]
    observed: frozenset[str]
    alternatives: frozenset[str]
    inquiries: frozenset[str]
    coordinations: frozenset[str]
    kin_prepositions: frozenset[str]
    dated: frozenset[tuple[str, ...]]
    lasting: frozenset[str]
    numbers: frozenset[str]
    partitives: frozenset[str]
    counting: frozenset[str]
    courses: frozenset[str]
    others: frozenset[str]
    sides: frozenset[str]
    possessives: frozenset[str]
    contrasts: frozenset[str]
    elided_if: frozenset[str]
    plural_verbs: frozenset[str]
    head_negators: frozenset[str]
    exclusions: frozenset[str]
    naming: frozenset[str]
    told: frozenset[str]
    exceptions: frozenset[str]
    seems: frozenset[str]
    links: frozenset[str]
    indefinite: frozenset[str]
    partial: frozenset[str]
    causes: frozenset[str]
    hedges: frozenset[str]
    hedges_behind: frozenset[str]
    suspicious: frozenset[str]
    results: frozenset[str]
    signs: frozenset[str]
    modals: frozenset[str]
    answers: frozenset[str]
    noes: frozenset[str]
    prepositions: frozenset[str]
    no_more_stems: frozenset[str]
    family: frozenset[str]
    contraries: frozenset[str]
    arguments: frozenset[str]
    objects: frozenset[str]
    resuming: frozenset[str]
    really: frozenset[str]
    mistaking: frozenset[str]
    told_of: frozenset[str]
    put_behind: frozenset[str]
    sought: frozenset[str]
    resuming_subjects: frozenset[str]
    conditionals: frozenset[str]
    weight: WeightWords
    participle_followers: frozenset[str]

    def stands_behind(self, tokens: list[Token], last: int) -> bool:
        """Does a cue that ends at ``last``, and could stand before or behind, stand behind what it
        speaks of: no article follows ("fracture écartée par", not "écarte une fracture"), in English no name ("excluded by", not
        "excluded denervation")?"""
        if last + 1 >= len(tokens):
            return True
        follows = tokens[last + 1]
        if self.participle_followers:
            return not follows.raw.isalpha() or follows.stem in self.participle_followers
        return follows.raw not in self.articles

    def governed(self, tokens: list[Token], at: int, nouns: frozenset[str]) -> bool:
        """Does what begins at ``at`` belong to one of the ``nouns`` ("la cause de la fièvre", "le diagnostic de lupus")?"""
        k = at - 1
        while k >= 0 and at - k <= GOVERNED and (tokens[k].raw in self.articles or tokens[k].raw in self.possessives or tokens[k].raw in "'’"):
            k -= 1
        return at - 1 > k >= 0 and tokens[k].stem in nouns

    def conditional(self, tokens: list[Token], at: int) -> bool:
        """Is a pronoun at ``at`` that of "s'il"?"""
        return at > 1 and tokens[at].raw in self.elided_if and tokens[at - 2].raw in self.elided_if and tokens[at - 1].raw in "'’"

    def qualifies(self, token: Token) -> bool:
        """Is a word a side or a severity, which only what is there has?"""
        return token.stem in self.sides or token.raw in self.sides or token.stem in self.told

    def doubts(self, tokens: list[Token], first: int, last: int) -> bool:
        """Does a cue of doubt open one: it is no adjective ("des nodules suspects"), and what follows is not somebody's ("a
        évoqué ses antécédents")?"""
        follows = tokens[last + 1].raw if last + 1 < len(tokens) else ""
        if first == last and tokens[first].raw.lower() in self.suspicious:
            return follows in self.articles
        return follows not in self.possessives

    def dates(self, tokens: list[Token], at: int) -> bool:
        """Do the next words date what ends before ``at`` ("douleurs des mollets depuis un mois")?"""
        for k in range(at, min(at + DATE_REACH, len(tokens))):
            if not tokens[k].raw.isalpha() and tokens[k].raw not in "'’-":
                return False
            if any(tuple(t.stem for t in tokens[k : k + len(phrase)]) == phrase for phrase in self.dated):
                return True
            if tokens[k].stem in self.lasting and k + 1 < len(tokens) and (
                tokens[k + 1].raw.isdecimal() or tokens[k + 1].stem in self.numbers
            ):
                return True
            if tokens[k].stem in self.coordinations:
                return False
        return False

    def verbal_before(self, tokens: list[Token], at: int) -> bool:
        """Does a negator of verbs stand right before ("pas montré")?"""
        return any(t.stem in self.verbal_negators for t in tokens[max(0, at - VERBAL_REACH) : at])


def single(words: Iterable[str]) -> frozenset[str]:
    """Stems of the phrases that are one word."""
    return frozenset(fold(w) for w in words if " " not in w)


def scope_words(cues: Mapping[str, Any], courses: Iterable[str], family: Iterable[str]) -> ScopeWords:
    """From the cues of a language, and the ids of concepts that tell a course, and that are about the family."""
    return ScopeWords(
        determiners=single(cues["determiners"]), negators=single(cues["negation_before"]),
        verbal_negators=single(cues["verbal_negators"]), bare_negators=single(cues["bare_negators"]),
        bare_doubts=single(cues["bare_doubts"]), examinations=single(cues["examinations"]),
        particles=frozenset(cues["negation_particles"]), relatives=frozenset(cues["relatives"]),
        articles=frozenset(cues["articles"]), no_more=frozenset(cues["no_more"]), finite=frozenset(cues["clause_verbs"]), telling=frozenset(cues["telling_verbs"]),
        passive=frozenset(cues["passive_verbs"]), observed=single(cues["observed"]),
        alternatives=single(cues["alternatives"]), inquiries=single(cues["inquiries"]), coordinations=single(cues["coordination"]), kin_prepositions=single(cues["kin_prepositions"]),
        dated=frozenset(tuple(map(fold, phrase.split())) for phrase in cues["dated"]), lasting=single(cues["lasting"]),
        numbers=single(cues["number_words"]), partitives=single(cues["partitives"]), counting=single(cues["counting"]), courses=frozenset(courses),
        others=single(cues["other_words"]), possessives=frozenset(cues["possessives"]),
        results=single(cues["results_of_examinations"]), signs=single(cues["sign_words"]),
        contrasts=single(cues["contrast"]), elided_if=frozenset(cues["elided_if"]), plural_verbs=frozenset(cues["plural_verbs"]), head_negators=single(cues["head_negators"]), seems=frozenset(cues["seems"]), exclusions=single(cues["exclusion"]), naming=single(cues["naming_words"]), told=single(cues["told_adjectives"]),
        exceptions=single(cues["exception_words"]), indefinite=frozenset(cues["indefinite_articles"]), partial=single(cues["partial_words"]), links=single(cues["linking_words"]), causes=single(cues["cause_words"]), hedges=single(cues["hedges"]), hedges_behind=single(cues["hedges_behind"]),
        suspicious=frozenset(cues["adjectives_of_doubt"]), modals=frozenset(cues["modals"]), answers=single((*cues["answers"]["yes"], *cues["answers"]["no"])), noes=single(cues["answers"]["no"]), prepositions=single(cues["grade_prepositions"]),
        no_more_stems=single(cues["no_more"]),
        family=frozenset(family), contraries=single(cues["contraries"]),
        arguments=single(cues["argument_words"]), objects=frozenset(cues["object_pronouns"]), resuming=frozenset(cues["resuming_pronouns"]), really=single(cues["really"]), mistaking=single(cues["mistaking"]), told_of=single((*cues["observed"], *cues["named_participles"])), put_behind=single(cues["apposed_doubts"]), sought=single(cues["sought"]), resuming_subjects=frozenset(cues["resuming_subjects"]), conditionals=frozenset(cues["conditionals"]), weight=WeightWords(*(single(cues["weight"][name]) for name in ("units", "less", "least"))),
        participle_followers=single(cues["participle_followers"]),
        sides=frozenset(
            fold(w) if len(w) > 1 else w for side in ("left", "right", "both") for w in cues["side"][side] if w.isalpha()
        ),
    )
