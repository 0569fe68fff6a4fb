"""Nerve studies told in prose: "VCM du médian droit 34 m/s", "amplitude 5,7 mV au poignet, 1,2 au coude", "sural normal".

A nerve, its side, the kind of study and the quantity stay in force until others are named; a number or
a result word then says something of them. A value is judged by the limit in brackets behind it, else
by the published limit of its nerve; without either it says nothing.
"""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from myotome.case import Measure
from myotome.knowledge.store import Knowledge
from myotome.terms import Certainty, Presence, Side
from myotome.text.results.numbers import NUMBER, names_limit, number, number_words, stated_range
from myotome.text.results.study_limits import at_entrapment, named_beside, published_limit
from myotome.text.results.study_places import (
    FIRST,
    WAIT,
    behind_place,
    hidden_places,
    limb_places,
    measured,
    named_places,
    nerve_of,
    study_behind,
    unevoked,
    unnamed_velocity,
)
from myotome.text.results.study_words import (
    RESULTS,
    StudyState,
    nerve_names,
    study_lexicon,
    study_openers,
)
from myotome.text.scope.item import Item
from myotome.text.scope.mention import Mention
from myotome.text.scope.scope import Scope
from myotome.text.scope.sides import Mark, Placed
from myotome.text.tokens.fold import Token
from myotome.text.tokens.layout import Sentence
from myotome.text.tokens.wordings import Match

UNITS = {"mv": ("motor", "amplitude", "mV"), "uv": ("sensory", "amplitude", "µV"), "ms": ("", "latency", "ms")}
VALUE_LEADS = 8  # tokens between a value and the nerve behind it
SIDE_REACH = 3  # tokens between a nerve and its side
RESULT_REACH = 6  # tokens between what is examined and its result
BOTH_STUDIES = "both"
F_WAVE = "f_wave"
SHARED = 8  # tokens between a nerve of a list and the side behind the list
BARE_REACH = 2  # tokens between a quantity and its value without a unit ("LDM 6,2", "VCM : 41")
SLASHES = frozenset("/–-")


class StudyReader:
    """Reads the sentences of one patient's nerve studies in their order."""

    def __init__(self, tokens: list[Token], knowledge: Knowledge, language: str) -> None:
        self.tokens, self.knowledge = tokens, knowledge
        self.lexicon = study_lexicon(knowledge, language)
        self.names = nerve_names(knowledge, language)
        self.openers = study_openers(knowledge, language)
        self.words: dict[str, Any] = knowledge.words["nerve_study"]
        self.said = frozenset([c for study in self.words["findings"].values() for c in study.values()])
        self.hiding = self.said.union(self.words["hiding"])
        self.joins = frozenset(self.words["joins"][language])
        self.numbers = number_words(knowledge, language)
        self.state = StudyState()
        self.heading: tuple[str, ...] = ()
        self.end = 0  # where the last word that counts ends
        self.held: set[int] = set()  # positions of the study or quantity in force
        self.english, self.concluded = language == "en", False  # did the sentence before judge a study without a nerve ("conductions sensitives normales")?
        self.named, self.sided = -1, -2  # where the last nerve or side ends, and where the last side does
        self.recent: tuple[str, str, str] = ("", "", "")  # study, quantity and unit of the last value
        self.items: list[Item] = []  # those of the sentence
        self.quiet: set[int] = set()  # positions of results that say nothing more
        self.wall, self.ahead = -1, 0  # the last semicolon; where a nerve behind its value, with its side, ends
        self.coming: dict[int, tuple[str, str]] = {}  # studies and quantities of the sentence, by where they begin
        self.waiting: tuple[str, Match] | None = None  # a result whose nerve follows it
        self.members: list[StudyState] = []  # nerves listed right before the one in force
        self.tested = self.parted = False  # has a test been named? has a semicolon passed?
        self.series: list[tuple[float, Mention]] = []  # the values of one nerve, side and quantity, distal first

    def mentions(self, sentence: Sentence, items: list[Item], marks: list[Mark]) -> tuple[list[Mention], set[int]]:
        """What a sentence says of nerves, and the token positions that it took to say it."""
        if not self.state.active and self.openers.isdisjoint(sentence.stem_set):
            return [], set()
        events = [
            (m.first, x.kind, x.value, m) for m in self.lexicon.matches(self.tokens, sentence) for x in m.lexemes
        ]
        nerves = named_places(self.tokens, items, events, self.knowledge)
        begins = any(kind in ("begin", "study", "quantity") for _, kind, _, _ in events) or bool(nerves) and (measured(self.tokens, sentence) or unevoked(nerves, events))
        nerves += hidden_places(self.tokens, items, self.hiding, self.names) + limb_places(self.tokens, items, events, self.words["regions"])
        nerves.sort(key=FIRST)
        if sentence.heading != self.heading:
            self.heading, self.state = sentence.heading, StudyState(active=begins)
        told = any(i.kind == "concept" and (c := self.knowledge.concepts.get(i.value)) is not None and c.kind == "nerve_study" for i in items)
        if not (begins or told or self.state.active and nerves):
            self.state = StudyState()
            return [], set()
        anew = any(kind == "begin" for _, kind, _, _ in events) or nerves and not begins or self.concluded
        self.concluded = not nerves and any(kind == "study" for _, kind, _, _ in events) and any(kind in RESULTS for _, kind, _, _ in events)
        self.state = replace(self.state, active=True, nerve="", side=Side.UNSAID, quantity="", study="" if anew or self.state.study == F_WAVE else self.state.study)
        made, taken = self._walk(sentence, items, marks, nerves, events)
        if not nerves and "m" in sentence.stem_set:
            made += unnamed_velocity(self.tokens, sentence, items, events, marks, self.knowledge, self.words)
        return made, taken

    def _walk(
        self, sentence: Sentence, items: list[Item], marks: list[Mark], nerves: list[Item], events: list[tuple[int, str, str, Match]],
    ) -> tuple[list[Mention], set[int]]:
        """Go through a sentence from left to right."""
        tokens = self.tokens
        by_place: dict[int, list[tuple[str, Any]]] = {}
        for place, kind, value in (*((i.first, "nerve", i) for i in nerves), *((m[0], "side", m) for m in marks)):
            by_place.setdefault(place, []).append((kind, value))
        for first, kind, word, match in events:
            by_place.setdefault(first, []).append((kind, (word, match)))
        made: list[Mention] = []
        taken: set[int] = set()
        named = {first for first, kind, _, _ in events if kind in ("study", "begin", "quantity")} if nerves else set()
        tests = {i.first for i in items if i.kind == "test" and named.isdisjoint(range(i.first, i.last + 1))}
        places = [i.first for i in nerves]
        studies = {first for first, kind, _, _ in events if kind == "study"}
        heads = {*places, *(first for first, kind, _, _ in events if kind not in RESULTS)}
        apart = {  # results of a finding that names no nerve of its own ("sural préservé")
            k for i in items if i.kind in ("concept", "absent") and i.last > i.first and (i.value in self.words["hiding"] or heads.isdisjoint(range(i.first, i.last + 1)))
            for k in range(i.first, i.last + 1)
        }
        self.end, self.waiting, self.series, self.tested, self.parted = sentence.first, None, [], False, False
        self.members, self.quiet, self.recent, self.items = [], set(), ("", "", ""), items
        self.coming = {first: (kind, word) for first, kind, word, _ in events if kind in ("study", "quantity")}
        read_to = -1  # numbers before it are read
        for k in range(sentence.first, sentence.last):
            self._part(k, studies, tests)
            for kind, value in by_place.get(k, ()):
                if kind in RESULTS and (k in apart or names_limit(tokens, k, value[1].last) or self._elsewhere(kind, value[1], studies, places)):
                    continue
                mention = self._event(kind, value, marks, sentence)
                if mention is not None:
                    made.append(mention)
                    taken.update(range(mention.first, mention.last + 1) if kind == "nerve" else range(value[1].first, value[1].last + 1))
                    taken |= self.held
            if k >= read_to and k not in by_place and NUMBER.match(tokens[k].raw):
                self.waiting = None
                if not self.state.nerve:
                    self._look_ahead(k, nerves, marks)
                if self.state.nerve:
                    mentions, read_to = self._values(k, sentence, items, marks)
                    made += mentions
                    if mentions:
                        taken.update(range(k, read_to))
        taken |= self.quiet | self.held if self.quiet else set()
        inside = {n.first for n in nerves}
        taken |= {
            i.first for i in items if i.kind == "concept" and i.value in self.said and not inside.isdisjoint(range(i.first, i.last + 1))
            and not taken.isdisjoint(range(i.first, i.last + 1))
        }
        return made, taken

    def _look_ahead(self, k: int, nerves: list[Item], marks: list[Mark]) -> None:
        """A value before its nerve ("38 m/s sur le nerf ulnaire gauche") takes the nerve and the side behind it."""
        item = next((i for i in nerves if i.first > k), None)
        between = self.tokens[k + 1 : item.first] if item is not None and item.first - k <= VALUE_LEADS else []
        if item is None or not between or any(t.raw in ",;.:" or t.raw[:1].isdecimal() for t in between):
            return
        self._take_nerve(item)
        behind = next((m for m in marks if item.last <= m[0] <= item.last + SIDE_REACH), None)
        self.state = replace(self.state, first=k, side=behind[2] if behind is not None else self.state.side)
        self.ahead = max(item.last, behind[1] if behind is not None else 0) + 1

    def _part(self, k: int, studies: set[int], tests: set[int]) -> None:
        """A semicolon ends the quantity, and the nerve too where another study opens behind it."""
        if self.tokens[k].raw == ";":
            self.state, self.tested, self.waiting, self.parted, self.wall = replace(self.state, quantity=""), False, None, True, k
        elif k in studies and self.parted and self.state.first < self.wall:  # "bloc du nerf ulnaire ; les conductions sensitives sont normales"
            self.state, self.parted = replace(self.state, nerve="", side=Side.UNSAID), False
        self.tested = self.tested or k in tests

    def _elsewhere(self, kind: str, match: Match, studies: set[int], places: list[int]) -> bool:
        """Is a result of something else than the nerve in force: of a test, of the study or of the nerve behind it?"""
        if match.last + 1 in studies:
            self.tested = True  # "with normal sensory responses"
        if not self.tested and self._led(match, places):
            self.waiting = (kind, match)
            return True
        return self.tested

    def _led(self, match: Match, places: list[int]) -> bool:
        """Is a result of the nerve behind it ("absentes sur le médian") and not of the one before?"""
        following = next((p for p in places if p > match.last), None)
        if following is None or following - match.last > WAIT:
            return False
        between = self.tokens[match.last + 1 : following]
        if self.state.nerve and match.first == self.end + 1 and not any(t.stem in self.lexicon.small for t in between):
            return False  # "MEDIAN GAUCHE RALENTIE NERFS ULNAIRES NORMAUX"
        return not self.state.nerve and not any(t.raw in ".;" for t in between) or not any(not t.raw.isalnum() and t.raw not in "'’" for t in between)

    def _event(self, kind: str, value: Any, marks: list[Mark], sentence: Sentence) -> Mention | None:
        """Take what a word sets in force; a result word is said of it."""
        if kind == "nerve" and value.value in self.knowledge.segments and nerve_of(value.value, self.knowledge) == self.state.nerve:
            self.end = value.last  # "bloqué au col de la fibula": where on the nerve in force
        elif kind == "nerve":
            listed = self.waiting is not None and value.first - max(self.end, self.waiting[1].last) <= WAIT
            between = self.tokens[self.end + 1 : value.first]
            joined = self.state.nerve and between and all(t.raw in self.joins or t.stem in self.lexicon.small or t.raw in "'’" for t in between)
            self.members = [*self.members, self.state] if joined else []
            self._take_nerve(value)
            self.end = self.named = value.last
            self.series = []
            if listed and self.waiting is not None:
                study, quantity = study_behind(self.tokens, self.coming, value.last)
                self.state = replace(self.state, study=study or self.state.study, quantity=quantity or self.state.quantity)
                return self._result(*self.waiting, marks, sentence)
        elif kind == "side":
            self.sided = value[1]
            self.state = replace(self.state, side=value[2])
            self.end = self.named = value[1]
            self.series = []
        elif kind in ("study", "quantity"):
            field, match = value
            joined = match.first - self.end == 2 and self.tokens[match.first - 1].raw in self.joins  # "conductions motrices et sensitives"
            field = BOTH_STUDIES if kind == "study" and joined and {self.state.study, field} == {"motor", "sensory"} else field
            self.state = replace(self.state, **{kind: field})
            beside = self.waiting is not None and match.first == self.waiting[1].last + 1  # "absence de réponse sensitive aux quatre membres"
            self.end, self.series, self.waiting = match.last, [], self.waiting if beside else None
            self.held = set(range(match.first, match.last + 1))
        elif kind in RESULTS and self.state.nerve and value[1].first - self.end <= RESULT_REACH:
            self.end = value[1].last
            if self.english and (named := self.coming.get(self.end + 1, ("", "")))[0] == "quantity":
                self.state = replace(self.state, quantity=named[1])  # "slowed in the ulnar nerves, with prolonged distal latencies"
            return self._result(kind, value[1], marks, sentence)
        return None

    def _take_nerve(self, item: Item) -> None:
        limb = item.value if item.value in self.words["regions"] else ""
        nerve = limb or nerve_of(item.value, self.knowledge) or self.knowledge.named_nerve(item.value) or ""
        near = [t.raw for t in self.tokens[max(0, self.state.first) : item.first]]
        before = self.english and item.first - self.sided == 1  # "right superficial peroneal"
        kept = self.state.side if before or not self.state.nerve or "," in near else Side.UNSAID
        study = "sensory" if item.value in self.words["sensory_nerves"] else self.state.study
        self.state = replace(
            self.state, nerve=nerve, site=item.value, first=item.first, study=study,
            side=Side.UNSAID if self.state.nerve and not before else kept,
        )

    def _said(
        self, concept: str, first: int, last: int, presence: Presence, side: Side, measure: Measure | None = None,
        certainty: Certainty = Certainty.CERTAIN,
    ) -> Mention:
        place = Placed(self.state.site, side, None, first, last)
        mention = Mention(concept, first, last, Scope(presence, certainty), [place], rule="nerve study in prose")
        mention.measure = measure
        return mention

    def _result(self, kind: str, match: Match, marks: list[Mark], sentence: Sentence) -> Mention | None:
        """A result word said of the nerve in force."""
        unsaid = kind == "normal" and not self.state.study and self.state.quantity in ("", "response")
        study = BOTH_STUDIES if unsaid else self.state.study or "motor"  # "neurographie du médian normale": nothing of it is abnormal
        findings = self.words["findings"][study]
        quantity = self.state.quantity
        if kind in ("low", "high", "slow") and not (kind == "low" and (quantity == "response" or study == "sensory")) and quantity in ("", "response") and study != F_WAVE:
            return None
        if kind == "low" and (quantity == "response" or study == "sensory" and not quantity):  # "sensitif du sural diminué"
            quantity = "amplitude"
        concept = (
            findings.get("blocked", findings["none"]) if kind == "blocked" else findings["absent"] if kind == "absent"
            else findings.get(quantity, findings["none"])
        )
        if kind in ("low", "slow"):
            concept = at_entrapment(self.words, concept, self.state.nerve, named_beside(self.tokens, self.items, self.state.first, match.last + 1))
        if kind == "normal" and any(m.scope.presence is Presence.PRESENT for _, m in self.series):
            self.quiet.update(range(match.first, match.last + 1))  # "25 m/s à ce niveau et normale en aval" takes nothing back
            return None
        side = self._side_behind(max(match.last, self.end), marks, sentence)
        presence = Presence.ABSENT if kind == "normal" else Presence.PRESENT
        first = min(self.state.first, match.first)
        mention = self._said(concept, first, max(match.last, self.end), presence, side)
        mention.places = [
            Placed(m.site, side if m.side is Side.UNSAID else m.side, None, m.first, m.first) for m in self.members
        ] + mention.places  # "the median, ulnar and sural nerves were normal"
        return mention

    def _side_behind(self, last: int, marks: list[Mark], sentence: Sentence) -> Side:
        """The side right behind a result, or behind the list of nerves that it is of; else the one in force."""
        waiting = self.waiting is not None
        behind = next((
            m for m in marks if last < m[0] <= last + (SHARED if waiting else SIDE_REACH) and m[0] < sentence.last
            and not any(t.raw in ";:" or t.raw == "," and not waiting or t.raw[:1].isdecimal() for t in self.tokens[last + 1 : m[0]])
        ), None)
        return behind[2] if behind is not None and not (waiting and self.state.side is not Side.UNSAID) else self.state.side

    def _side_of_value(self, last: int, marks: list[Mark], sentence: Sentence) -> Side:
        """The side right behind a value ("0,8 mV à droite, 3 mV à gauche"), unless a value of its own follows it; else the one in force."""
        tokens = self.tokens
        behind = next((m for m in marks if last < m[0] <= last + SIDE_REACH and m[0] < sentence.last), None)
        closed = behind is not None and behind[2] is Side.BOTH and (behind[1] + 1 >= sentence.last or tokens[behind[1] + 1].raw in ".;")
        if behind is None or any(
            t.raw in self.joins and not (closed and t.raw == ",") or t.raw in ";:" or t.raw[:1].isdecimal() and not closed
            for t in tokens[last + 1 : behind[0]]
        ):
            return self.state.side
        if behind[1] + 1 < sentence.last and NUMBER.match(tokens[behind[1] + 1].raw):
            return self.state.side
        if behind[2] is not self.state.side:
            self.series = []
        return behind[2]

    def _values(self, k: int, sentence: Sentence, items: list[Item], marks: list[Mark]) -> tuple[list[Mention], int]:
        """The numbers that begin at ``k``, one or a row with slashes ("8,2/7,9/7,5 mV", distal first), and where they end."""
        tokens = self.tokens
        places = [k]
        while places[-1] + 2 < sentence.last and tokens[places[-1] + 1].raw in SLASHES and NUMBER.match(tokens[places[-1] + 2].raw):
            places.append(places[-1] + 2)
        study, quantity, unit, close = self._unit(places[-1], sentence)
        if not unit and len(places) == 1 and self.series and (
            tokens[k - 1].raw in self.joins and k - self.series[-1][1].last <= RESULT_REACH + 2
        ):  # one more number of the same kind ("5,7 mV au poignet, 1,2 au coude")
            last = self.series[-1][1].measure
            study, quantity, unit, close = self.state.study, self.state.quantity, last.unit if last else "", k + 1
        if not unit:
            return [], places[-1] + 1
        if quantity != self.state.quantity:
            self.series = []
        self.recent = (study, quantity, unit)
        unit_end = close
        lower, upper, close = stated_range(tokens, close, sentence.last, self.numbers)
        if lower is None and upper is None and self.ahead > close:  # "58 ms au SPI droit (N < 54)"
            lower, upper, close = stated_range(tokens, self.ahead, sentence.last, self.numbers)
        inside = any(unit_end <= m[0] < close for m in marks)  # "12 µV à gauche (N > 6)"
        self.state = replace(
            self.state, study=study or self.state.study or "motor", quantity=quantity,
            side=self._side_of_value(behind_place(unit_end if inside else close, items, tokens) - 1, marks, sentence),
        )
        made = []
        for place in places:
            measure = Measure(value=number(tokens[place].raw), unit=unit, lower=lower, upper=upper)
            further = self.series and quantity == "amplitude"
            mention = self._block(measure, close) if further else self._judged(measure, k, close, sentence)
            if mention is not None:
                made.append(mention)
        return made, close

    def _judged(self, measure: Measure, k: int, close: int, sentence: Sentence) -> Mention | None:
        """A value against the limit that the text gives, else the published one; None without either."""
        quantity, value = self.state.quantity, measure.value or 0.0
        lower, upper = measure.lower, measure.upper
        if lower is None and upper is None:
            column = self.words["columns"][self.state.study].get(quantity)
            lower, upper = published_limit(self.knowledge, self.state.nerve, self.state.study, column)
        concept = self.words["findings"][self.state.study].get(quantity)
        if concept is None or lower is None and upper is None:
            return None
        abnormal = lower is not None and value < lower or upper is not None and quantity == "latency" and value > upper
        if self.series and not abnormal:
            return None  # a further segment that is normal takes nothing back
        if abnormal:
            concept = at_entrapment(self.words, concept, self.state.nerve, named_beside(self.tokens, self.items, self.state.first, min(sentence.last, close + RESULT_REACH)))
        mention = self._said(
            concept, min(self.state.first, k), close - 1, Presence.PRESENT if abnormal else Presence.ABSENT, self.state.side,
            replace(measure, lower=lower, upper=upper),
        )
        self.series.append((value, mention))
        mention.places = [Placed(m.site, self.state.side, None, m.first, m.first) for m in self.members] + mention.places
        return mention

    def _unit(self, k: int, sentence: Sentence) -> tuple[str, str, str, int]:
        """Study, quantity and unit of the number at ``k``, and where the unit ends; "" when it has none."""
        tokens, state = self.tokens, self.state
        stems = [t.stem for t in tokens[k + 1 : min(k + 4, sentence.last)]]
        if len(stems) == 3 and stems[0] == "m" and tokens[k + 2].raw == "/" and stems[2] == "s":
            return state.study, "velocity", "m/s", k + 4
        if stems and stems[0] in UNITS:
            study, quantity, unit = UNITS[stems[0]]
            if quantity == "latency" and state.quantity != "latency" and state.study != F_WAVE:
                return "", "", "", k
            return study or state.study, quantity, unit, k + 2
        meant = self.words["units"].get(state.study or "motor", {}).get(state.quantity, "")
        bare = not stems or stems[0] in self.lexicon.small or not stems[0].isalnum() and stems[0] not in "%°"
        if meant and bare and self.held and 0 < k - max(self.held) <= BARE_REACH:
            return state.study, state.quantity, meant, k + 1
        if self.recent[2] and bare and 0 < k - self.end <= BARE_REACH and self.end == self.named:  # "médian 22 m/s, ulnaire 24"
            return *self.recent, k + 1
        return "", "", "", k

    def _block(self, measure: Measure, close: int) -> Mention | None:
        """A second, more proximal amplitude that has lost most of the first one is a probable block."""
        first, mention = self.series[0]
        if self.state.study == "sensory":
            return None
        share = 100 * (measure.value or 0.0) / first if first else 100
        if share >= self.words["block"]["below_percent"]:
            return None
        return self._said(
            self.words["findings"]["motor"]["blocked"], mention.first, close - 1, Presence.PRESENT, self.state.side,
            Measure(value=measure.value, unit=measure.unit, lower=first), Certainty.PROBABLE,
        )
