"""Muscles in a report of MRI or CT: "semi-membraneux stade 3", "respect des sartorius", "soléaire infiltré".

A grade is here a stage of fat, not of strength, and a muscle that is "normal" is spared by the disease, not strong. Scales
differ ("stade 2" alone names none): the grade says the scale only when the note does (sheet_imaging, scales of fat).
The words stand in ``words/cues_*.yaml`` (``imaging``).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec

from myotome.case import Grade
from myotome.knowledge.store import Knowledge
from myotome.terms import Presence, Side
from myotome.text.scope.item import Held
from myotome.text.scope.mention import Mention
from myotome.text.scope.scope import Scope
from myotome.text.scope.scope_words import single
from myotome.text.scope.sides import Mark, Placed
from myotome.text.tokens.fold import Token
from myotome.text.tokens.layout import Sentence

REACH = 6  # tokens between a muscle and what is said of it
LED = 4  # tokens between "respect" or "grade 2" and the muscle that it is led to ("respect des sartorius")
SIDE_REACH = 3  # tokens between a stage and its side
TITLE = 12  # words of a title
CARRYING = frozenset({"stage", "fat", "oedema"})  # what shows that the next sentence goes on with the image
UNNAMED = "fat stage"


class ImagingWords(msgspec.Struct, eq=False, frozen=True):
    """studies: stems that say that a sentence is of an image. parts: words of headings that go on with the report. said: stem ->
    fat, oedema, spared, involved, stage or again (what was said of the muscles before, to another degree); shown: those that only an image shows. scales: stem -> scale. prepositions: lead from what is said to its muscle.
    concepts: what is said -> concept. joins: words between two stages. turned: general findings -> what they are of a muscle here ("œdème du soléaire"). halves: letter behind a stage -> what it adds. others: studies that are no images, and end the report. patterns: parts of the body that head a list."""

    studies: frozenset[str]
    parts: frozenset[str]
    said: dict[str, str]
    shown: frozenset[str]
    scales: dict[str, str]
    prepositions: frozenset[str]
    concepts: dict[str, str]
    joins: frozenset[str]
    turned: dict[str, str]
    halves: dict[str, float]
    others: frozenset[str]
    patterns: frozenset[str]


def imaging_words(cues: Mapping[str, Any], reader: Mapping[str, Any]) -> ImagingWords:
    """The words of one language, from its cue file and ``words/reader.yaml``."""
    words = cues["imaging"]
    said = {stem: what for what in ("fat", "oedema", "spared", "involved", "stage", "again") for stem in single(words[what])}
    return ImagingWords(
        studies=single(words["studies"]), parts=single(words["parts"]),
        said=said, shown=frozenset(stem for stem, what in said.items() if what != "involved"),
        scales={stem: scale for scale, names in words["scales"].items() for stem in single(names)},
        prepositions=single(cues["grade_prepositions"]), concepts=reader["imaging_concepts"], joins=single(cues["coordination"]), turned=reader["imaging_turned"],
        halves=reader["imaging_halves"], others=single(cues["needle"]["studies"]), patterns=frozenset(reader["pattern_sites"]),
    )


class _Said(NamedTuple):
    """A word that tells of a muscle, and the stage behind it."""

    what: str
    first: int
    last: int
    grade: Grade | None = None


class Report:
    """Knows, from sentence to sentence, whether the note is in the report of an image."""

    def __init__(self, tokens: list[Token], words: ImagingWords) -> None:
        self.tokens, self.words = tokens, words
        self._title: tuple[str, ...] = ()
        self._open = self._line = self._report = False  # _report: is the whole note one, by its first title?
        self._first = True

    def goes_on(self, sentence: Sentence, held: Held) -> bool:
        """Is this sentence about an image: by its own words, by its title, or going on with stages of muscles?"""
        if "grade" in held and any(i.grade is not None and "/" in i.grade.text for i in held["grade"]):
            self._open = self._line = False
            return False
        words = self.words
        own = not words.studies.isdisjoint(sentence.stem_set)
        if not own and not words.others.isdisjoint(sentence.stem_set):
            self._open = self._line = False
        if self._first:  # "MRI OF BOTH THIGHS, WITH SHOULDER GIRDLE SURVEY", too long for a heading
            self._first, letters = False, [t.raw for t in self.tokens[sentence.first : sentence.last] if t.raw.isalpha()]
            self._report = own and len(letters) <= TITLE and all(raw.isupper() for raw in letters)
        if sentence.heading != self._title:
            part = words.parts.isdisjoint(sentence.heading) and "site" not in held
            titled = not words.studies.isdisjoint(sentence.heading)
            self._report = self._report or titled and not self._title
            self._title = sentence.heading
            self._open = titled or self._open and not part or self._report and words.parts.issuperset(sentence.heading)
        self._line = own or self._line and not words.shown.isdisjoint(sentence.stem_set)
        return own or self._open or self._line

    def _told(self, sentence: Sentence) -> list[_Said]:
        """What is said of muscles, in order; a stage takes its number."""
        told: list[_Said] = []
        scale = UNNAMED
        words = self.words
        if words.said.keys().isdisjoint(sentence.stem_set) and words.scales.keys().isdisjoint(sentence.stem_set):
            return told
        for place, stem in enumerate(sentence.stems):
            k = sentence.first + place
            scale = words.scales.get(stem, scale)
            what = words.said.get(stem)
            further = bool(told) and told[-1].grade is not None and self._further(k)
            if what == "stage" or stem in words.scales or further:
                last, grade = self._stage(k - 1 if further else k, scale)
                if grade is not None:
                    told.append(_Said("stage", k, last, grade))
            elif what == "again" and told:
                told.append(_Said(told[-1].what, k, k))
            elif what is not None and what != "again":
                told.append(_Said(what, k, k))
        return told

    def _further(self, at: int) -> bool:
        """Is a bare digit one more stage ("Mercuri 2 au soléaire, 4 au jumeau interne")?"""
        tokens, behind = self.tokens, at + 1
        if behind < len(tokens) and tokens[behind].raw in self.words.halves and tokens[behind].start == tokens[at].end:
            behind += 1  # "3 à gauche, 2b à droite"
        return (
            tokens[at].raw.isdecimal() and (tokens[at - 1].raw == "," or tokens[at - 1].stem in self.words.joins) and behind < len(tokens)
            and tokens[behind].stem in self.words.prepositions
        )

    def _stage(self, at: int, scale: str) -> tuple[int, Grade | None]:
        """The number behind "stade", and its scale where a name stands beside it ("stade 3 de Mercuri")."""
        tokens, k = self.tokens, at + 1
        while k < len(tokens) and k - at <= 2 and not tokens[k].raw.isdecimal():
            k += 1
        if k >= len(tokens) or not tokens[k].raw.isdecimal() or len(tokens[k].raw) > 1:
            return at, None
        value, last, text = float(tokens[k].raw), k, tokens[k].raw
        if k + 1 < len(tokens) and tokens[k + 1].raw in self.words.halves and tokens[k + 1].start == tokens[k].end:
            last, value, text = k + 1, value + self.words.halves[tokens[k + 1].raw], text + tokens[k + 1].raw
        named = next((s for t in tokens[last + 1 : last + 4] if (s := self.words.scales.get(t.stem))), scale)
        return last, Grade(scale=named, low=value, high=value, text=text)

    def mentions(
        self, sentence: Sentence, marks: list[Mark], mentions: list[Mention], loose: list[list[Placed]], knowledge: Knowledge,
    ) -> list[Mention]:
        """The mentions of a sentence of the report, strength turned into what the image shows; ``loose`` loses the muscles read. marks: its sides."""
        if not mentions and not loose:
            return []
        told = self._told(sentence)
        for mention in mentions:
            if mention.concept in self.words.turned and mention.places:
                mention.concept = self.words.turned[mention.concept]
        turned = [m for m in mentions if self._turned(m, knowledge)]
        kept = [m for m in mentions if m not in turned]
        runs = [m.places for m in turned if m.places] + list(loose)
        closing = [s for s in told if s.what == "spared" and not self._opens(s)]
        walls = [k for k in sentence.marked if self.tokens[k].raw == ";"]
        runs += [rest for m in kept if knowledge.concepts[m.concept].kind == "imaging" and (rest := _beyond(m, told, closing, walls))]
        runs = [part for run in runs for part in _parts(run, told, closing)]
        runs = [r for r in runs if all(p.site in knowledge.muscles or p.site in knowledge.groups for p in r)]
        runs.sort(key=lambda run: run[0].first)
        kept = [part for m in kept if not self._scale_alone(m, kept, told) for part in self._staged(m, told)]
        runs = [r for r in runs if not (len(runs) > 1 and r[0].site in self.words.patterns and self.tokens[min(r[-1].last + 1, len(self.tokens) - 1)].raw == ":")]  # "Shoulder girdle: ..."
        taken: set[int] = set()
        for n, run in enumerate(runs):
            previous = runs[n - 1][-1].last if n else -1
            following = runs[n + 1][0].first if n + 1 < len(runs) else 10**9
            said = self._of(run, told, previous, following)
            if said is None:
                continue
            absent = said.what == "spared" or said.grade is not None and said.grade.low == 0
            kept.append(Mention(
                self.words.concepts[said.what], min(run[0].first, said.first), max(run[-1].last, said.last),
                Scope(Presence.ABSENT if absent else Presence.PRESENT), list(run), grade=said.grade, rule="muscle in an image",
            ))
            taken.update(p.first for p in run)
        loose[:] = [run for run in loose if run[0].first not in taken]
        if not marks:
            return kept
        for mention in kept:
            if mention.grade is None and mention.rule and all(p.side is Side.UNSAID for p in mention.places) and (mark := self._mark(mention.last, marks)) is not None:
                mention.places = [p._replace(side=mark[2]) for p in mention.places]  # "iliopsoas spared on both sides"
        return kept + [other for m in kept if m.grade is not None for other in self._sided(m, told, marks)]

    def _sided(self, mention: Mention, told: list[_Said], marks: list[Mark]) -> list[Mention]:
        """Gives a stage the side right behind it ("grade 3 à droite"), and makes one more of each further stage with the other side ("2b à gauche")."""
        stages = [(s, mark) for s in told if s.grade is not None and (mark := self._mark(s.last, marks)) is not None and s.last <= mention.last + SIDE_REACH * 2 + LED]
        own = next((n for n, (s, _) in enumerate(stages) if s.grade is mention.grade), None)
        if own is None or any(p.side is not Side.UNSAID and p.side is not Side.BOTH for p in mention.places):
            return []
        side = stages[own][1][2]
        further = [(s, mark) for s, mark in stages[own + 1 :] if mark[2] is not side and len(mark[2].lateral) == 1][:1]
        places = mention.places
        mention.places = [p._replace(side=side) for p in places]
        return [
            Mention(
                mention.concept, s.first, s.last, Scope(Presence.PRESENT if s.grade is not None and s.grade.low else Presence.ABSENT),
                [p._replace(side=mark[2]) for p in places], grade=s.grade, rule="muscle in an image",
            ) for s, mark in further
        ]

    def _mark(self, last: int, marks: list[Mark]) -> Mark | None:
        """The side right behind a word."""
        mark = next((m for m in marks if last < m[0] <= last + SIDE_REACH), None)
        return None if mark is None or any(not t.raw.isalpha() for t in self.tokens[last + 1 : mark[0]]) else mark

    def _turned(self, mention: Mention, knowledge: Knowledge) -> bool:
        """Is the mention of a muscle's image in truth: "atteinte du soléaire" (not "plégie des releveurs")?"""
        if knowledge.concepts[mention.concept].kind != "strength":
            return False
        return any(self.words.said.get(t.stem) == "involved" for t in self.tokens[mention.first : mention.last + 1])

    def _scale_alone(self, mention: Mention, mentions: list[Mention], told: list[_Said]) -> bool:
        """Is a mention only the stage of another in its sentence ("involution graisseuse du soléaire (Mercuri 3)")?"""
        return not mention.places and any(s.first <= mention.first <= s.last for s in told if s.grade) and any(
            m is not mention and m.concept == mention.concept and m.places for m in mentions
        )

    def _staged(self, mention: Mention, told: list[_Said]) -> list[Mention]:
        """A mention of fat with the stage beside its words; places with a stage of their own are mentions of their own."""
        if mention.concept != self.words.concepts["stage"] or mention.grade is not None:
            return [mention]
        common = next((s for s in told if s.grade and (0 <= s.first - mention.last <= LED or s.first <= mention.first <= s.last)), None)
        ends = [*(p.first for p in mention.places[1:]), 10**9][: len(mention.places)]
        closed = common.first if common is not None and mention.places and common.first > mention.places[-1].last else 10**9
        own = [
            next((s for s in told if s.grade and s is not common and p.last < s.first < min(end, closed) and s.first - p.last <= REACH), None)
            for p, end in zip(mention.places, ends, strict=True)
        ]
        places = mention.places
        if common is not None and places and common.last < places[0].first and self._leads(common, places[0].first):
            own = [  # "Mercuri 2 au soléaire, 4 au jumeau interne": each stage stands before its muscle
                next((s for s in reversed(told) if s.grade and s is not common and a.last < s.first < b.first), None)
                for a, b in zip([places[0], *places], places, strict=False)
            ]
        else:
            own = [next(filter(None, own[k:]), None) for k in range(len(own))]  # "des ischio-jambiers et des adducteurs (Mercuri 3)"
        mention.grade = common.grade if common else None
        parts = [
            Mention(mention.concept, min(p.first, s.first), max(p.last, s.last), Scope(Presence.PRESENT if s.grade.low else Presence.ABSENT), [p], grade=s.grade, rule="muscle in an image")
            for p, s in zip(mention.places, own, strict=True) if s is not None and s.grade is not None
        ]
        mention.places = [p for p, s in zip(mention.places, own, strict=True) if s is None]
        return parts + ([mention] if mention.places or not parts else [])

    def _of(self, run: list[Placed], told: list[_Said], previous: int, following: int) -> _Said | None:
        """What is said of a run: what leads to it ("respect des"), else what follows it, else what stands before it."""
        first, last = run[0].first, run[-1].last
        before = [s for s in told if previous < s.first and s.last < first]
        led = next((s for s in reversed(before) if self._leads(s, first)), None)
        if led is not None:
            return self._finer(led, before)
        walls = [k for k in range(last + 1, min(last + REACH + 1, len(self.tokens))) if self.tokens[k].raw == ";"]
        end = min([following, last + REACH + 1, *walls])
        ahead = before[-1] if before else None
        if ahead is not None and ahead.grade is not None and self._leads(ahead, first):
            return ahead
        behind = [s for s in told if last < s.first < end and not self._leads(s, following)]
        inside = [s for s in told if first <= s.first <= last]
        return next(iter(sorted(behind + inside, key=_rank)), None) or next(iter(sorted(before[-1:], key=_rank)), None)

    def _leads(self, said: _Said, muscle: int) -> bool:
        """Does a preposition lead from the word to the muscle at ``muscle`` ("respect des sartorius")?"""
        between = self.tokens[said.last + 1 : muscle]
        return 0 < muscle - said.last <= LED and any(t.stem in self.words.prepositions for t in between) and not any(t.raw == ";" for t in between)

    def _opens(self, said: _Said) -> bool:
        """Does a word of sparing lead on ("respect des droits fémoraux")?"""
        return said.last + 1 < len(self.tokens) and self.tokens[said.last + 1].stem in self.words.prepositions

    @staticmethod
    def _finer(led: _Said, before: list[_Said]) -> _Said:
        """"Atteinte stade 2b du soléaire": the stage says more than the word of involvement."""
        if led.what != "involved":
            return led
        return next((s for s in reversed(before) if s.grade is not None and abs(s.first - led.first) <= LED), led)


def _parts(run: list[Placed], told: list[_Said], closing: list[_Said]) -> list[list[Placed]]:
    """A run of muscles cut where something is said between two of them ("soléaire infiltré, jumeau respecté")."""
    parts: list[list[Placed]] = []
    for place in run:
        own = len(run) > 1 and place is run[-1] and any(place.last < s.first <= place.last + REACH for s in closing) and any(
            s.what != "spared" and 0 < run[0].first - s.last <= LED for s in told
        )  # "une hypodensité des soléaires, les jumeaux étant normaux"
        if parts and not own and not any(parts[-1][-1].last < s.first < place.first for s in told):
            parts[-1].append(place)
        else:
            parts.append([place])
    return parts


def _beyond(mention: Mention, told: list[_Said], closing: list[_Said], walls: list[int]) -> list[Placed]:
    """Takes from a mention the muscles that a word of sparing is of ("œdème du vaste latéral, respect du gracile"; "..., gracile indemne")."""
    spared = [s.first for s in told if s.what == "spared" and s.first > mention.last]
    rest: list[Placed] = []
    for n, place in enumerate(mention.places):
        following = mention.places[n + 1].first if n + 1 < len(mention.places) else place.last + REACH
        led = any(mention.last < s < place.first for s in spared)
        if led or place.first > mention.last and any(place.last < s.first < following and not any(place.last < w < s.first for w in walls) for s in closing):
            rest.append(place)
    mention.places = [p for p in mention.places if p not in rest]
    return rest


def _rank(said: _Said) -> tuple[int, int]:
    """A stage first, then a word of fat, oedema or sparing, involvement last."""
    return (0 if said.grade is not None else 2 if said.what == "involved" else 1, said.first)
