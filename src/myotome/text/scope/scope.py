"""What a cue reaches: negation over lists, doubt, owner, and the words that end them.

The rule for lists: a negation is carried over a comma, "et", "ou" or "ni" as long as bare noun
groups follow; a determiner, a verb or "mais" ends it (../shared/facts/reading.md, section 3), as does a comma behind its last
member ("sans A ni B, C"). A
bracket inherits what is open, and what opens in it ends with it. Cues that follow what they qualify
are in ``after.py``.
"""

from __future__ import annotations

from typing import Any, final

import msgspec
from msgspec.structs import replace

from myotome.terms import ABSENT, CERTAIN, PATIENT, PRESENT, Certainty, Experiencer, Presence
from myotome.text.scope.item import Item
from myotome.text.scope.kinship import Kinship
from myotome.text.scope.members import denies_verb, qualified, verb_tells, without_verb
from myotome.text.scope.scope_words import ScopeWords
from myotome.text.scope.wakes import (
    ASK,
    CUE,
    DENY,
    DOUBT,
    END,
    EXCLUDE,
    FEAR,
    FINDING,
    MARK,
    NO_CUE,
    OWN,
    TARGET,
    VALUE,
    WAKES,
    readings,
    walked,
)
from myotome.text.tokens.fold import Token
from myotome.text.tokens.layout import Sentence

REACH = 7  # unknown words that a cue may cross before it meets its first finding
CARRY = 4  # unknown words between two members of one list
DIRECT = 1  # unknown words between "pas" and the participle of its own verb
LISTING = 5  # tokens between "bilan" and a bracket that lists what was negative
VERBAL = 4  # tokens between "ne" and the verb that it denies
ARGUED = 6  # tokens between "argument" and its "pour"
KIN_OF = 3  # tokens between kin and whose kin they are ("la mère du patient")

STATED = frozenset({Certainty.PROBABLE.value, Certainty.POSSIBLE.value})
APOSTROPHES = frozenset("'’")
MINUSES = frozenset("-–")
SEPARATORS = frozenset({",", "/"})
CLOSERS = frozenset(",;.)")
Decided = tuple[str, int, int]  # an attribute, and the first and last token of the words that decided it


class Scope(msgspec.Struct, frozen=True, gc=False):
    """Attributes of the item at a position. cues: what decided them. feared: what is to be
    prevented, or might come, and was not found. asked: what was only asked for. gone: was there, and is no more; absent where it is said
    to be so ("le ptosis a disparu"), present where its going is named ("disparition du ptosis")."""

    presence: Presence = PRESENT
    certainty: Certainty = CERTAIN
    experiencer: Experiencer = PATIENT
    history: bool = False
    excepted: bool = False
    feared: bool = False
    asked: bool = False
    gone: bool = False
    cues: tuple[Decided, ...] = ()

    def _replace(self, **changes: Any) -> Scope:
        """The scope with some attributes changed; a tenth of the time of a named tuple's."""
        return replace(self, **changes)

    def by(self, attribute: str, first: int, last: int, **changes: Any) -> Scope:
        """The scope changed in one attribute, with the words that changed it."""
        return self._replace(cues=(*(c for c in self.cues if c[0] != attribute), (attribute, first, last)), **changes)


PLAIN = Scope()  # of what nothing open reaches


@final
class _Walk:
    """Walks a sentence from left to right, holding what is open: a negation, a doubt, an owner."""

    def __init__(self, tokens: list[Token], words: ScopeWords, kinship: Kinship, owner: Experiencer) -> None:
        self.tokens, self.known, self.kinship = tokens, words, kinship
        self.negated = self.separator = self.linked = self.excepted = self.feared = self.history = self.asked = False
        self.coordinated = self.other = self.hedged = self.gone = self.indefinite = self.definite = False  # since the negation: "et", "ou", "ni"; "autre"; "franc"; "disparition"; a first member with "un", "le"
        self.excluding = self.bare = self.bare_doubt = False  # what is open reaches the next word only
        self.met = self.unknown = 0
        self.comma = self.opened = -1  # where a comma alone links what comes to what was met; where the negation opened
        self.kin_at = -KIN_OF - 1
        self.certainty: Certainty | None = None
        self.experiencer = owner
        self.outside: list[tuple[bool, Certainty | None]] = []  # what was open before each bracket
        self.by: dict[str, tuple[int, int]] = {}  # attribute -> tokens of the cue that was heard last

    def open_negation(self, first: int, met: int = 0, *, bare: bool = False) -> None:
        self.coordinated = self.negated and self.tokens[first].stem in self.known.alternatives  # "sans A ni B"
        after = [t.raw for t in self.tokens[first + 1 : first + 3]]
        bare = bare and not (after and after[0] in self.known.articles or after[-1:] and after[-1] in self.known.indefinite)  # "et non d'une myosite"
        self.negated, self.met, self.bare, self.opened = True, met, bare, first
        self.separator = self.linked = self.other = self.hedged = self.gone = self.indefinite = self.definite = False
        self.certainty = self.certainty if not self.unknown else None  # not "probable en l'absence de fièvre"
        self.unknown = 0

    def close(self) -> None:
        """A verb, "mais" or a semicolon ends negation, doubt and fear."""
        self.negated = self.excepted = self.feared = self.asked = False
        self.certainty = None

    def words(self, first: int, last: int) -> None:
        """Words that are no cue: a new clause among them, or too many, and what is open ends."""
        known = self.known
        for k in range(first, last):
            token = self.tokens[k]
            raw = token.raw
            if raw in known.finite and (self.met or self.unknown or self.separator) and not self._denied_verb(k):
                self.close()
                return
            if self.separator and token.stem in known.determiners and not (self.negated and self._as_first(k)):
                self.negated, self.excepted, self.asked, self.feared = False, False, False, self.feared and self.linked  # "expose au diabète et à l'ostéoporose"
                if k == self.comma + 1 and raw not in known.indefinite:
                    self.certainty = None  # "considérée comme une sciatique, la douleur"
            if len(raw) < 2 or not raw.isalpha():
                continue
            if self.negated:
                self.other = self.other or token.stem in known.others
                if not self.met and self.unknown <= DIRECT and token.stem in known.hedges:
                    self.hedged, self.by["certainty"] = True, (k, k)
            self.unknown += 1
            if self.unknown > (CARRY if self.met else REACH) or self.bare:
                self.negated = False
            if self.unknown > (DIRECT if self.bare_doubt else REACH):
                self.certainty = None

    def _as_first(self, at: int) -> bool:
        """Does a member of a list begin with an article as the first did ("exclut une sarcoïdose ou une ...")?"""
        if self.tokens[at].raw in self.known.indefinite:
            return self.excluding or self.indefinite
        return self.comma < 0 and self.definite and (self.excluding or self.gone) and without_verb(self.tokens, self.known, at)

    def _denied_verb(self, at: int) -> bool:
        """Does "n'" or "ne" stand right before a verb?"""
        before = self.tokens[at - 1].raw
        return before in APOSTROPHES or before in self.known.particles

    def mark(self, value: str, at: int) -> None:
        if value in SEPARATORS:
            self.separator, self.linked, self.unknown = True, True, 0
            self.comma = at if value == "," else -1
            of_verb = value == "," and not self.met and denies_verb(self.tokens, self.known, self.opened) if self.negated else False
            self.negated = self.negated and not of_verb and not (self.bare and (value == "," or not self.met))
        elif value == "(":
            self.outside.append((self.negated, self.certainty))
            if at and self.tokens[at - 1].stem in self.known.results and any(
                t.stem in self.known.examinations for t in self.tokens[max(0, at - LISTING) : at]
            ):
                self.open_negation(at)  # "sérologies négatives (Lyme, syphilis)"
        elif value == ")" and self.outside:
            self.negated, self.certainty = self.outside.pop()
        elif value == ";" or value == ":" and (self.met or self.unknown > DIRECT):
            self.close()
        elif value in MINUSES and self._leads(at):
            self.open_negation(at, bare=True)  # "+fatigue, -rash, -dysphagia"
            self.by["presence"] = (at, at)
        if value == ";":
            self.experiencer, self.history = self.kinship.behind_semicolon(), False

    def _leads(self, at: int) -> bool:
        """Does a sign stand right before a word, behind a comma: in a list of signs, where a bullet would have a line or a space?"""
        tokens = self.tokens
        return 0 < at < len(tokens) - 1 and tokens[at].end == tokens[at + 1].start and tokens[at - 1].raw == "," and tokens[at + 1].raw.isalpha()

    def cues(self, woken: int, kinds: dict[str, Item], first: int) -> None:
        """Open and close what the cues at one position say. woken: the bits of their kinds."""
        doubted = (woken & DENY or self.negated and (woken & EXCLUDE or self.excluding)) and self.denial(kinds, first)
        if woken & END or woken & FINDING and self.negated:
            self.endings(kinds, first)
        if woken & DOUBT and not doubted:
            self.doubt(kinds, first)
        if woken & OWN:
            self.whose(kinds, first)
        if woken & FEAR or self.tokens[first].raw in self.known.elided_if and self.known.conditional(self.tokens, first):
            self.feared = True
            if not self.negated:
                self.met = self.unknown = 0
        if woken & ASK:
            self.asked = True

    def denial(self, kinds: dict[str, Item], first: int) -> bool:
        """Open a negation, or turn one into a doubt ("n'élimine pas", "n'a pas pu éliminer"); was it turned?"""
        stem = self.tokens[first].stem
        was, fresh = self.negated, self.negated and not self.met and not self.separator
        doubled = self.excluding and stem in self.known.verbal_negators and not self.unknown
        doubted = fresh and (doubled or "exclusion" in kinds and self.unknown <= DIRECT)
        if doubted:
            self.negated, self.certainty = False, Certainty.POSSIBLE
            self.by["certainty"] = (first, first)
        elif "negation_before" in kinds and not self._to_exclude(kinds) and not (
            "negation_after" in kinds and self.met and self.known.stands_behind(self.tokens, kinds["negation_before"].last)
        ) and not (stem in self.known.head_negators and first and self.tokens[first - 1].raw.isalnum()):
            self.open_negation(first, bare=stem in self.known.bare_negators)
            self.by["presence"] = (first, kinds["negation_before"].last)
            self.excluding = "exclusion" in kinds
        if "absent" in kinds and stem in self.known.negators:
            self.by["presence"] = (first, first)
            self.open_negation(first, met=1)  # "pas de fièvre" as one wording goes on over "ni frisson"
        if "change" in kinds and was and not self.met and self.unknown <= DIRECT:
            self.negated = False  # "pas d'aggravation du déficit" keeps the finding
        elif "aspect" in kinds and was and not self.met and self.unknown <= DIRECT and self._next(kinds["aspect"]) in self.known.articles:
            self.negated = False  # "pas d'irradiation de la douleur"; not "sans irradiation, fièvre ni frisson"
        elif "change" in kinds and "negation_before" in kinds:
            self.gone = True  # "disparition du ptosis"
        return doubted

    def _to_exclude(self, kinds: dict[str, Item]) -> bool:
        """Is what follows only looked for ("MRI to exclude cord compression")?"""
        cue = kinds.get("certainty_before")
        return cue is not None and cue.value == Certainty.TO_BE_EXCLUDED.value

    def endings(self, kinds: dict[str, Item], first: int) -> None:
        """End what exceptions, company, a new clause or the last member of a list end."""
        stem = self.tokens[first].stem
        excepting = "concept" in kinds and self.negated and stem in self.known.exceptions  # "en dehors d'un canal carpien"
        if excepting or "exception" in kinds or "than_cue" in kinds and self.negated and self.other:  # "pas d'autre lésion que la fracture"
            self.negated, self.excepted = False, True
        if "accompanied" in kinds:
            self.negated, self.certainty = False, self.certainty if not self.met else None
        if "adjunct" in kinds and (self.met or self.unknown) and not self._argued(first) or "patient_words" in kinds and self.separator:
            self.close()  # "sans fièvre, elle tousse"
        if "stop" in kinds and "certainty_before" not in kinds and not (self.negated and not self.met and self._own_verb(first)):
            fresh = not self.met and self.unknown == 0 and "adjunct" not in kinds  # "sans doute existe-t-il une hypoesthésie"; not "à éliminer devant la toux"
            certainty, feared = self.certainty if fresh else None, self.feared and fresh
            self.close()
            self.certainty, self.feared = certainty, feared
        if "coordination" in kinds:
            self.separator, self.linked, self.unknown = stem not in self.known.alternatives, True, 0
            self.coordinated = self.coordinated or self.comma < 0
            self.comma = -1

    def _own_verb(self, first: int) -> bool:
        """Is the verb at ``first`` the one that is denied ("n'a pas présenté", "à aucun moment il n'a présenté")?"""
        if self.unknown <= DIRECT and self.known.verbal_before(self.tokens, first):
            return True
        return any(t.raw in self.known.particles for t in self.tokens[max(0, first - VERBAL) : first])

    def _argued(self, first: int) -> bool:
        """"Pas d'argument clinique pour une myélopathie": what was looked for goes on being denied."""
        before = self.tokens[max(0, first - ARGUED) : first]
        return self.negated and not self.met and any(t.stem in self.known.arguments for t in before)

    def whose(self, kinds: dict[str, Item], first: int) -> None:
        """Whose what follows is, and whether it is of the past."""
        if "kin" in kinds and not {"concept", "test"} & kinds.keys():
            last = kinds["kin"].last
            if not self.kinship.words.informant(self.tokens, first, last) and not self._beside_patient(first):
                self.experiencer, self.kin_at = Experiencer(kinds["kin"].value), first
                self.by["experiencer"] = (first, last)
                self.kinship.name(self.experiencer, self.tokens, first, last)
        elif "patient_words" in kinds and (first - self.kin_at > KIN_OF or self.tokens[first - 1].stem in self.known.coordinations):  # not "la mère du patient"
            self.experiencer = self.kinship.meant(self.tokens, first, kinds["patient_words"].last)
        if "history_cue" in kinds:
            self.history, self.by["when"] = True, (first, kinds["history_cue"].last)

    def _beside_patient(self, first: int) -> bool:
        """Is the patient named with the relative at ``first`` ("ni lui ni ses frères")? What follows is said of both, and kept for the patient."""
        k = first - 1
        k -= k > 0 and (self.tokens[k].raw in self.known.possessives or self.tokens[k].raw in self.known.articles)
        return k > 0 and self.tokens[k].stem in self.known.coordinations and self.kinship.words.of_patient(self.tokens[k - 1])

    def doubt(self, kinds: dict[str, Item], first: int) -> None:
        """Open the doubt that a cue says."""
        cue = kinds.get("certainty_before")
        after = kinds.get("certainty_after")
        if self.negated and not self.met and self.unknown <= DIRECT and self.tokens[first].stem in self.known.hedges:
            self.hedged, self.by["certainty"] = True, (first, first)  # "no definite wasting"
            return
        if cue is None and after is not None and (self._next(after) == ":" or self._next(after) in self.known.indefinite):
            cue = after  # "deux diagnostics évoqués : ...", "a été évoqué un lymphome"
        elif cue is not None and after is not None and (self._next(after) in CLOSERS or self._passive(first, after)):
            return  # "myélite évoquée, fracture": it speaks of what stands before
        if cue is not None and cue.value in STATED and self.negated and not self.met and not self.separator and self.unknown <= REACH // 2:
            return  # "pas d'argument en faveur d'une myopathie": denied, with no doubt
        if cue is not None and self.known.doubts(self.tokens, cue.first, cue.last):
            self.certainty, self.unknown = Certainty(cue.value), 0
            self.by["certainty"] = (cue.first, cue.last)
            self.bare_doubt = self.tokens[first].stem in self.known.bare_doubts
            if not self.negated:
                self.met, self.separator = 0, False

    def _passive(self, first: int, cue: Item) -> bool:
        """"Était redoutée devant l'ascite": behind its verb, and no subject follows ("a été évoqué un lymphome")."""
        return first > 0 and self.tokens[first - 1].raw in self.known.passive and self._next(cue) not in self.known.articles

    def _next(self, cue: Item) -> str:
        return self.tokens[cue.last + 1].raw if cue.last + 1 < len(self.tokens) else ""

    def target(self, kinds: dict[str, Item], first: int) -> Scope:
        """The scope of a finding, disease, act or test met at ``first``."""
        if self.negated and "concept" in kinds and (self.comma > self.opened + 1 and self._told(kinds) or self.separator and verb_tells(self.tokens, self.known, first)):
            self.close()
        if self.met and not self.linked and self.unknown > DIRECT:
            self.negated, self.certainty = False, None  # "suspicion d'hématome dès son admission": no list
        scope = PLAIN
        if self.negated or self.certainty is not None or self.by or self.experiencer is not PATIENT or self.excepted or self.feared or self.asked:
            hedged = Certainty.PROBABLE if self.negated and (self.hedged or self._hedged_behind(kinds)) else CERTAIN  # "pas de franche amyotrophie"
            gone = self.negated and self.gone
            presence, certainty = ABSENT if self.negated and not gone else PRESENT, self.certainty or hedged
            cues = self._deciding(presence is ABSENT or gone, certainty) if self.by else ()
            scope = Scope(presence, certainty, self.experiencer, self.history, self.excepted, self.feared, self.asked, gone, cues)
        finding = kinds.get("concept")
        if finding is not None and finding.value in self.known.family:
            named = self.kinship.name_inside(self.tokens, finding.first, finding.last)
            if named is not PATIENT:
                self.experiencer = named
        if self.negated and not self.met:  # "aucun argument pour un canal carpien, une plexopathie ou un bloc"
            led = [t.raw for t in self.tokens[max(self.opened, first - 2) : first]]
            self.indefinite = not self.known.indefinite.isdisjoint(led)
            self.definite = not self.indefinite and not self.known.articles.isdisjoint(led)
        self.met, self.unknown = self.met + 1, 0
        self.separator = self.linked = False
        self.comma = -1
        return scope

    def _deciding(self, denied: bool, certainty: Certainty) -> tuple[Decided, ...]:
        """The cues heard so far that are in force here."""
        force = {
            "presence": denied, "certainty": certainty is not CERTAIN,
            "experiencer": self.experiencer is not PATIENT, "when": self.history,
        }
        return tuple([(attribute, first, last) for attribute, (first, last) in self.by.items() if force[attribute]])

    def _hedged_behind(self, kinds: dict[str, Item]) -> bool:
        """"Pas d'amyotrophie franche": the adjective that leaves a lesser one open."""
        after = kinds["concept"].last + 1 if "concept" in kinds else len(self.tokens)
        return after < len(self.tokens) and self.tokens[after].stem in self.known.hedges_behind

    def _told(self, kinds: dict[str, Item]) -> bool:
        """Does a finding behind a comma go on with the story, not with the list: a course ("sans douleur ni ptosis, d'aggravation
        progressive"), or what has a time of its own ("no sensory loss, forearm pain at onset")?"""
        item, words = kinds["concept"], self.known
        partitive = self.tokens[self.comma + 1].stem in words.partitives
        counted = self.tokens[self.comma + 1 + partitive].stem in words.counting or self.tokens[self.comma + 1].raw.isdecimal()  # "pas d'infiltrat, de rares fibres nécrotiques"
        if self.coordinated and not partitive and not self._asked_of() or counted or qualified(self.tokens, self.known, item, (self.opened, self.comma), partitive=partitive):
            return True
        if item.value in words.courses:
            after = self.tokens[item.last + 1 : item.last + 2]
            bare = "change" in kinds and kinds["change"].last == item.last  # "pas de chute, d'aggravation"
            return not bare and not any(t.stem in words.coordinations for t in after)
        return self.met == 1 and not partitive and words.dates(self.tokens, item.last + 1)

    def _asked_of(self) -> bool:
        """Does the denial answer a question ("no h/o numbness or tingling, double vision, ...")? Then its list goes on behind "or" and a comma."""
        first, last = self.by.get("presence", (0, -1))
        return any(t.stem in self.known.inquiries for t in self.tokens[first : last + 1])


def scopes(
    tokens: list[Token], sentence: Sentence, items: list[Item], words: ScopeWords, kinship: Kinship, title: str = "",
) -> dict[int, Scope]:
    """Scope of each target item, by its first token position; cues before it only. title: what the sentence stands under."""
    walk = _Walk(tokens, words, kinship, kinship.open(tokens, sentence, title))
    found: dict[int, Scope] = {}
    kinds: dict[str, Item] = {}
    at = sentence.first
    n, count, opened = 0, walked(items), False
    while n < count:
        item = items[n]
        position, end, woken = item.first, item.last, WAKES.get(item.kind, 0)
        n += 1
        if opened:
            walk.words(at, position)
        if n < count and items[n].first == position:
            begin = n - 1
            kinds, woken, n = readings(items, begin)
            end = max([i.last for i in items[begin:n]])
        elif woken & ~MARK:
            kinds = {item.kind: item}
        if woken & MARK:
            walk.mark(item.value, position)
        elif woken & NO_CUE:
            walk.doubt(kinds, position)  # "ne peut exclure"
        elif woken:
            if woken & CUE or walk.negated and woken & FINDING:
                walk.cues(woken, kinds, position)
            if woken & TARGET:
                found[position] = walk.target(kinds, position)
            elif woken & VALUE:
                found[position] = Scope(experiencer=walk.experiencer, feared=walk.feared)  # whose value it is, and whether it is only waited for
        if woken or opened:
            opened = walk.negated or walk.certainty is not None or walk.feared or walk.asked
        if end >= at:
            at = end + 1  # wordings may overlap
    return found
