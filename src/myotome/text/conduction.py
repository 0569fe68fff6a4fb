"""Nerve studies told in prose: "VCM du médian droit 34 m/s", "amplitude 5,7 mV au poignet, 1,2 au coude", "sural normal".

A nerve, its side, the kind of study and the quantity stay in force until others are named; a number or
a result word then says something of them. A value is judged by the limit in brackets behind it, else
by the published limit of its nerve; without either it says nothing.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import msgspec
from msgspec.structs import replace

from myotome.case import Measure
from myotome.knowledge.store import Knowledge
from myotome.terms import Certainty, Presence, Side
from myotome.text.fold import Token
from myotome.text.items import Item
from myotome.text.layout import Sentence
from myotome.text.lexicon import Lexicon, Match
from myotome.text.mention import Mention
from myotome.text.scope import Scope
from myotome.text.sides import Mark, Placed, side_marks
from myotome.text.values import NUMBER, number, stated_range
from myotome.text.vocabulary import cue_lexicon_for

UNITS = {"mv": ("motor", "amplitude", "mV"), "uv": ("sensory", "amplitude", "µV"), "ms": ("", "latency", "ms")}
PER_SECOND = "m/s"
SIDE_REACH = 3  # tokens between a nerve and its side
RESULT_REACH = 6  # tokens between what is examined and its result
RESULTS = ("absent", "low", "high", "normal", "blocked")


class StudyState(msgspec.Struct, frozen=True):
    """What is in force: nerve id, side, "motor" or "sensory" or "", quantity or "", and since when."""

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
    lexicon.begins = frozenset(lexicon.root.children)
    return lexicon


@lru_cache(maxsize=4)
def study_openers(knowledge: Knowledge, language: str) -> frozenset[str]:
    """First stems of the words that open a nerve study."""
    words, lexicon = knowledge.words["nerve_study"], study_lexicon(knowledge, language)
    phrases = [*words["begin"][language], *(
        p for kind in ("quantity", "study") for value in words[kind].values() for p in value[language]
    )]
    return frozenset(stems[0] for p in phrases if (stems := lexicon.stems(p)))


class StudyReader:
    """Reads the sentences of one patient's nerve studies in their order."""

    def __init__(self, tokens: list[Token], knowledge: Knowledge, language: str) -> None:
        self.tokens, self.knowledge = tokens, knowledge
        self.lexicon = study_lexicon(knowledge, language)
        self.openers = study_openers(knowledge, language)
        self.words: dict[str, Any] = knowledge.words["nerve_study"]
        self.state = StudyState()
        self.heading: tuple[str, ...] = ()
        self.end = 0  # where the last word that counts ends
        self.held: set[int] = set()  # positions of the study or quantity in force

    def mentions(self, sentence: Sentence, items: list[Item]) -> tuple[list[Mention], set[int]]:
        """What a sentence says of nerves, and the token positions that it took to say it."""
        if not self.state.active and self.openers.isdisjoint(sentence.stems):
            return [], set()
        events = [
            (m.first, x.kind, x.value, m) for m in self.lexicon.matches(self.tokens, sentence)
            for x in m.lexemes
        ]
        responses = [m.last for _, kind, value, m in events if (kind, value) == ("quantity", "response")]
        nerves = [
            i for i in items if i.kind == "site" and (self._nerve(i.value) or i.value in self.knowledge.muscles and any(
                0 < i.first - r <= SIDE_REACH for r in responses  # "réponse M du pédieux"
            ))
        ]
        begins = any(kind in ("begin", "study", "quantity") for _, kind, _, _ in events)
        if sentence.heading != self.heading:
            self.heading, self.state = sentence.heading, StudyState(active=begins)
        told = any(
            i.kind == "concept" and (c := self.knowledge.concepts.get(i.value)) is not None and c.kind == "nerve_study"
            for i in items
        )
        if not (begins or told or self.state.active and nerves):
            self.state = StudyState()
            return [], set()
        self.state = replace(self.state, active=True, nerve="", side=Side.UNSAID, quantity="", study="" if nerves and not begins else self.state.study)
        return self._walk(sentence, items, nerves, events)

    def _nerve(self, site: str) -> str:
        if site in self.knowledge.nerves or site in self.knowledge.segments:
            return self.knowledge.named_nerve(site) or site
        return ""

    def _walk(
        self, sentence: Sentence, items: list[Item], nerves: list[Item], events: list[tuple[int, str, str, Match]],
    ) -> tuple[list[Mention], set[int]]:
        """Go through a sentence from left to right."""
        tokens = self.tokens
        marks = side_marks(items)
        by_place: dict[int, list[tuple[str, Any]]] = {}
        for item in nerves:
            by_place.setdefault(item.first, []).append(("nerve", item))
        for mark in marks:
            by_place.setdefault(mark[0], []).append(("side", mark))
        for first, kind, value, match in events:
            by_place.setdefault(first, []).append((kind, (value, match)))
        made: list[Mention] = []
        taken: set[int] = set()
        values: list[tuple[float, Mention]] = []
        tests = {i.first for i in items if i.kind == "test"}
        self.end, tested = sentence.first, False
        for k in range(sentence.first, sentence.last):
            if tokens[k].raw == ";":
                self.state, tested = replace(self.state, quantity=""), False
            tested = tested or k in tests
            for kind, value in by_place.get(k, ()):
                if tested and kind in RESULTS:
                    continue  # read as a test and its result
                mention = self._event(kind, value, marks, sentence)
                if mention is not None:
                    made.append(mention)
                    taken.update(range(value[1].first, value[1].last + 1))
                    taken |= self.held
            if k not in by_place and NUMBER.match(tokens[k].raw) and self.state.nerve:
                mention = self._value(k, sentence, items, values)
                if mention is not None:
                    made.append(mention)
                    taken.update(range(k, mention.last + 1))
        return made, taken

    def _event(self, kind: str, value: Any, marks: list[Mark], sentence: Sentence) -> Mention | None:
        """Take what a word sets in force; a result word is said of it."""
        if kind == "nerve":
            self._take_nerve(value)
            self.end = value.last
        elif kind == "side":
            self.state = replace(self.state, side=value[2])
            self.end = value[1]
        elif kind in ("study", "quantity"):
            field, match = value
            self.state = replace(self.state, **{kind: field})
            self.end = match.last
            self.held = set(range(match.first, match.last + 1))
        elif kind in RESULTS and self.state.nerve and value[1].first - self.end <= RESULT_REACH:
            self.end = value[1].last
            return self._result(kind, value[1], marks, sentence)
        return None

    def _take_nerve(self, item: Item) -> None:
        nerve = self._nerve(item.value) or self.knowledge.named_nerve(item.value) or ""
        near = [t.raw for t in self.tokens[max(0, self.state.first) : item.first]]
        kept = self.state.side if not self.state.nerve or "," in near else Side.UNSAID
        study = "sensory" if item.value in self.words["sensory_nerves"] else self.state.study
        self.state = replace(
            self.state, nerve=nerve, site=item.value, first=item.first, study=study,
            side=Side.UNSAID if self.state.nerve else kept,
        )

    def _said(
        self, concept: str, first: int, last: int, presence: Presence, side: Side, measure: Measure | None = None,
        certainty: Certainty = Certainty.CERTAIN,
    ) -> Mention:
        site = self.state.site
        place = Placed(site, side, None, first, last)
        mention = Mention(concept, first, last, Scope(presence, certainty), [place], rule="nerve study in prose")
        mention.measure = measure
        return mention

    def _result(self, kind: str, match: Match, marks: list[Mark], sentence: Sentence) -> Mention | None:
        """A result word said of the nerve in force."""
        study = self.state.study or "motor"
        findings = self.words["findings"][study]
        quantity = self.state.quantity
        if kind in ("low", "high") and quantity in ("", "response"):
            return None
        concept = (
            findings["blocked"] if kind == "blocked" else findings["absent"] if kind == "absent"
            else findings.get(quantity, findings["none"])
        )
        behind = next((
            m for m in marks if match.last < m[0] <= match.last + SIDE_REACH and m[0] < sentence.last
            and not any(t.raw in ",;" for t in self.tokens[match.last + 1 : m[0]])
        ), None)
        side = behind[2] if behind is not None else self.state.side
        presence = Presence.ABSENT if kind == "normal" else Presence.PRESENT
        first = min(self.state.first, match.first)
        return self._said(concept, first, match.last, presence, side)

    def _value(
        self, k: int, sentence: Sentence, items: list[Item], values: list[tuple[float, Mention]],
    ) -> Mention | None:
        """A number with its unit, or one more number of the same kind ("5,7 mV au poignet, 1,2 au coude")."""
        tokens = self.tokens
        study, quantity, unit, close = self._unit(k, sentence)
        more = False
        if not unit:
            if not values or tokens[k - 1].raw not in (",", "et", "and", "puis") or k - values[-1][1].last > RESULT_REACH + 2:
                return None
            more, close = True, k + 1
            study, quantity, unit = self.state.study, self.state.quantity, values[-1][1].measure.unit
        self.state = replace(self.state, study=study or self.state.study or "motor", quantity=quantity)
        lower, upper, close = stated_range(tokens, close, sentence.last)
        value = number(tokens[k].raw)
        measure = Measure(value=value, unit=unit, lower=lower, upper=upper)
        if more and quantity == "amplitude":
            return self._block(value, values, k, close)
        limit = self._limit(quantity)
        lower, upper = (lower, upper) if lower is not None or upper is not None else limit
        if lower is None and upper is None:
            return None
        abnormal = (lower is not None and value < lower) or (upper is not None and quantity == "latency" and value > upper)
        concept = self.words["findings"][self.state.study].get(quantity)
        if concept is None:
            return None
        concept = self._narrow(concept, k, close, sentence, items) if abnormal else concept
        mention = self._said(
            concept, min(self.state.first, k), close - 1, Presence.PRESENT if abnormal else Presence.ABSENT, self.state.side,
            replace_limits(measure, lower, upper),
        )
        values.append((value, mention))
        return mention

    def _unit(self, k: int, sentence: Sentence) -> tuple[str, str, str, int]:
        """Study, quantity and unit of the number at ``k``, and where the unit ends; "" when it has none."""
        tokens = self.tokens
        stems = [t.stem for t in tokens[k + 1 : min(k + 4, sentence.last)]]
        if len(stems) == 3 and stems[0] == "m" and tokens[k + 2].raw == "/" and stems[2] == "s":
            return self.state.study, "velocity", PER_SECOND, k + 4
        if stems and stems[0] in UNITS:
            study, quantity, unit = UNITS[stems[0]]
            if quantity == "latency" and self.state.quantity != "latency":
                return "", "", "", k
            return study or self.state.study, quantity, unit, k + 2
        return "", "", "", k

    def _block(self, value: float, values: list[tuple[float, Mention]], k: int, close: int) -> Mention | None:
        """A second, more proximal amplitude that has lost most of the first one is a probable block."""
        first, mention = values[0]
        share = 100 * value / first if first else 100
        if share >= self.words["block"]["below_percent"]:
            return None
        return self._said(
            self.words["findings"]["motor"]["blocked"], mention.first, close - 1, Presence.PRESENT, self.state.side,
            Measure(value=value, unit=mention.measure.unit if mention.measure else "", lower=first), Certainty.PROBABLE,
        )

    def _limit(self, quantity: str) -> tuple[float | None, float | None]:
        """The published limit of the nerve in force that holds for any age and segment."""
        column = self.words["columns"][self.state.study].get(quantity)
        entries = [
            e for e in self.knowledge.settings["conduction_limits"]["limits"]
            if (e["nerve"], e["study"], e["quantity"]) == (self.state.nerve, self.state.study, column)
            and not {"age", "sex", "segment", "per_cm"} & e.keys()
        ]
        lows, highs = [e["low"] for e in entries if "low" in e], [e["high"] for e in entries if "high" in e]
        return (min(lows) if lows else None), (max(highs) if highs else None)  # of several muscles, the mildest

    def _narrow(self, concept: str, k: int, close: int, sentence: Sentence, items: list[Item]) -> str:
        """The narrower concept of a slowing at a place of entrapment named beside it."""
        beside = {
            i.value.rpartition(".")[2] for i in items
            if i.kind == "site" and self.state.first <= i.first < min(sentence.last, close + RESULT_REACH)
        }
        for entry in self.words["narrower"]:
            if entry["of"] == concept and entry["nerve"] == self.state.nerve and entry["site"] in beside:
                return str(entry["becomes"])
        return concept


def replace_limits(measure: Measure, lower: float | None, upper: float | None) -> Measure:
    """The measure with the limits that judged it."""
    return Measure(value=measure.value, unit=measure.unit, lower=lower, upper=upper)
