"""One patient's times in the order of the story: which finding each belongs to, and the dates and ages that follow.

"Crampes en 2009. Deux ans plus tard, fasciculations" (2011). A time goes to the finding that it stands beside, with those coordinated to
it; at the head of a sentence, to all that follow up to the next time. What it counts from is looked up among what the story
dates (first symptoms, admission, vaccination ...); where nothing dates it, its words are kept and nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from myotome.case import Finding, begin_of
from myotome.terms import Course, Experiencer, TimeRelation, When
from myotome.text.scope.item import Item
from myotome.text.scope.mention import Mention, Said
from myotome.text.times.dates import end_of, next_after, shifted
from myotome.text.times.moment_words import MomentWords, stands
from myotome.text.times.moments import DURATION_YEARS, Moment, moments, year_stands
from myotome.text.tokens.fold import Token
from myotome.text.tokens.layout import Sentence

BESIDE = 6  # unknown words between a finding and a time behind it that is its own, with no comma between them
REACH = 10  # unknown words between them when no other finding is nearer
EVENT_REACH = 6  # tokens between an event and its date ("admis en neurologie le 12/03/2019")
NOTE_WORDS = 12  # tokens of a line that dates what follows ("Consultation du 14 juin 2021")
ONSET = "onset"
VISIT = "visit"
PREVIOUS = "previous"
WALLS = frozenset(";")
SMALL = 2  # letters of a word that does not count
OTHERS = frozenset({"disease", "act", "test"})


class Story:
    """What the story has dated so far. note: date of the consultation that is being told."""

    def __init__(self, text: str, tokens: list[Token], words: MomentWords, given: Mapping[str, tuple[str, str]]) -> None:
        """given: what concepts of the course say (``attributes.Telling``)."""
        self.text, self.tokens, self.words, self.given = text, tokens, words, given
        self.told = self.note = ""
        self.age: float | None = None
        self.events: dict[str, str] = {}
        self.ages: dict[str, float] = {}

    def hear(
        self, sentence: Sentence, items: list[Item], mentions: list[Mention], places: Sequence[int], numbers: Sequence[int],
    ) -> None:
        """Take the times of one sentence: the date of a note or event, and the times of its findings.

        places: of words that may tell a time. numbers: positions of the figures in it; a sentence without a finding and without a year is passed over.
        """
        if not mentions and not (numbers and year_stands(self.tokens, numbers)):
            return
        found = moments(self.tokens, sentence, self.words, places, numbers)
        if not found:
            return
        found = [self._resolved(m) for m in found]
        for moment in found:
            self._event(sentence, moment)
        if not mentions:
            self._note(sentence, found)
        else:
            attach(self.tokens, sentence, found, mentions, [i for i in items if i.kind in OTHERS], self.words, self.given)

    def dated(self, finding: Finding, moment: Moment | None) -> Finding:
        """The finding with its time; one that says none has the date of the note that tells it."""
        if moment is None:
            own = self.note and finding.when is When.AT_VISIT and finding.experiencer is Experiencer.PATIENT
            return msgspec.structs.replace(finding, date=self.note) if own else finding
        date = None if moment.date.startswith("--") else moment.date or None
        return msgspec.structs.replace(finding, time=moment.time(self.text, self.tokens), date=date, age=moment.age)

    def _resolved(self, moment: Moment) -> Moment:
        """The moment with its date and age where the story tells what it counts from; the story goes on from there."""
        if moment.date.startswith("--"):
            date = next_after(moment.date, end_of(self.told) if self.told else "")
            moment = moment._replace(date=as_interval(date, moment.relation)) if date else moment
        elif moment.anchor == PREVIOUS and not moment.offset:
            moment = moment._replace(date=as_interval(self.told, moment.relation), age=self.age if not self.told else None)
        elif moment.anchor == PREVIOUS:
            moment = moment._replace(date=shifted(self.told, moment.offset) if self.told else "", age=older(self.age, moment.offset))
        elif moment.anchor == VISIT and self.note and moment.offset:
            moment = moment._replace(date=as_interval(shifted(begin_of(self.note), moment.offset), moment.relation))
        if moment.date and not moment.date.startswith("--"):
            self.told, self.age = end_of(moment.date) if moment.relation is not TimeRelation.SINCE else begin_of(moment.date), None
        if moment.age is not None:
            self.age = moment.age
            self.told = "" if not moment.date else self.told
        return moment

    def _event(self, sentence: Sentence, moment: Moment) -> None:
        """Remember the date, or age, of an event that is named beside it ("vacciné le 01/03/2021", "début à l'âge de 40 ans")."""
        if moment.age is None and (not moment.date or moment.date.startswith("--") or moment.offset):
            return
        begin, end = max(sentence.first, moment.first - EVENT_REACH), min(sentence.last, moment.last + EVENT_REACH)
        for k in (*range(moment.first - 1, begin - 1, -1), *range(moment.last + 1, end)):
            for offset, phrase, name in self.words.events.get(self.tokens[k].stem, ()):
                if stands(self.tokens, k - offset, sentence.first, sentence.last, phrase):
                    if moment.age is not None:
                        self.ages.setdefault(name, moment.age)
                    elif name not in self.ages:
                        self.events.setdefault(name, begin_of(moment.date))
                    return

    def _note(self, sentence: Sentence, found: list[Moment]) -> None:
        """"Consultation du 14 juin 2021", "12/03/2019 :" date what follows."""
        day = next((m for m in found if m.date and not m.date.startswith("--") and not m.offset and m.relation is TimeRelation.AT), None)
        if day is None or sentence.last - sentence.first > NOTE_WORDS or len(begin_of(day.date)) <= len("2019"):
            return
        named = any(t.stem in self.words.notes for t in self.tokens[sentence.first : sentence.last])
        if named or day.first == sentence.first and day.last >= sentence.last - 2 - sentence.is_heading:
            self.note = begin_of(day.date)

    def anchored(self, findings: list[Finding], onset_age: float | None) -> list[Finding]:
        """The findings with the dates and ages that the whole story gives to their anchors."""
        ages = self.ages if onset_age is None else {ONSET: onset_age, **self.ages}
        return [anchored(f, self.events, ages) for f in findings]


def anchored(finding: Finding, dates: dict[str, str], ages: dict[str, float]) -> Finding:
    """The finding dated from its anchor, when ``dates`` or ``ages`` tell it; unchanged when not.

    >>> from myotome.case import Time
    >>> late = Finding(concept="ptosis", time=Time(text="deux ans après l'admission", offset="P2Y", anchor="admission"))
    >>> anchored(late, {"admission": "2019-03"}, {}).date
    '2021-03'
    """
    time = finding.time
    if time is None or finding.date or not time.anchor:
        return finding
    known = dates.get(time.anchor, "")
    date = shifted(known, time.offset) if known and time.offset else known
    age = older(ages.get(time.anchor), time.offset) if finding.age is None else finding.age
    if not date and age is None:
        return finding
    return msgspec.structs.replace(finding, date=as_interval(date, time.relation) or None, age=age)


def dated_by_note(finding: Finding, date: str) -> Finding:
    """The finding as a note of ``date`` tells it: dated by that day, or by its own time counted from it.

    >>> from myotome.case import Time
    >>> told = Finding(concept="ptosis", time=Time(text="il y a trois ans", offset="-P3Y", anchor="visit"))
    >>> dated_by_note(told, "2019-06-14").date, dated_by_note(Finding(concept="ptosis"), "2019-06-14").date
    ('2016-06', '2019-06-14')
    """
    if finding.time is not None:
        return anchored(finding, {VISIT: date}, {})
    return msgspec.structs.replace(finding, date=finding.date or date)


def as_interval(date: str, relation: TimeRelation) -> str:
    """The interval that begins or ends with a date, for "since", "after", "until" and "before"."""
    if not date or "/" in date:
        return date
    if relation in (TimeRelation.SINCE, TimeRelation.AFTER):
        return f"{date}/.."
    return f"../{date}" if relation in (TimeRelation.UNTIL, TimeRelation.BEFORE) else date


def older(age: float | None, offset: str) -> float | None:
    """An age moved by whole years."""
    years = DURATION_YEARS.fullmatch(offset)
    if age is None or years is None:
        return None
    moved = age + float(years[1] + years[2])
    return moved if moved >= 0 else None


def attach(
    tokens: list[Token], sentence: Sentence, found: list[Moment], mentions: list[Mention], others: list[Item],
    words: MomentWords, given: Mapping[str, tuple[str, str]],
) -> None:
    """Give each finding of a sentence the time that is told of it.

    others: diseases and acts, which take their own time. given: concepts of the course, whose time is also that of the
    finding that they are told of, but for a stability ("stable depuis 2019").
    """
    free = [m for m in mentions if not any(t.first <= m.first and m.last <= t.last for t in found)]
    marks = sorted(
        [_Mark(m.first, m.last, m, given.get(m.concept, ("", ""))[1]) for m in free] + [_Mark(i.first, i.last) for i in others],
        key=lambda mark: mark[:2],
    )
    walls = [k for k in range(sentence.first, sentence.last) if tokens[k].raw in WALLS]
    leading: list[Moment] = []
    for number, moment in enumerate(found):
        floor = max([k for k in walls if k < moment.first], default=sentence.first - 1)
        floor = max(floor, found[number - 1].last if number else floor)
        ceiling = min([k for k in walls if k > moment.last], default=sentence.last)
        ceiling = min(ceiling, found[number + 1].first if number + 1 < len(found) else ceiling)
        behind = [mark for mark in marks if floor < mark.last and mark.first < moment.first]
        ahead = any(moment.last < mark.first < ceiling for mark in marks)
        if behind and (not ahead or _beside(tokens, behind[-1].last, moment, words)):
            _trail(tokens, moment, behind)
        elif ahead or not behind:
            leading.append(moment)
    for number, moment in enumerate(leading):
        until = min([k for k in walls if k > moment.last], default=sentence.last)
        until = min(until, leading[number + 1].first if number + 1 < len(leading) else until)
        for mark in marks:
            if moment.last < mark.first < until and mark.mention is not None:
                _take(mark.mention, moment)


class _Mark(NamedTuple):
    """What can take a time, by its tokens. mention: None for what is no finding. course: value that it gives to the finding before it."""

    first: int
    last: int
    mention: Mention | None = None
    course: str = ""


def _unknown(tokens: list[Token], first: int, last: int) -> int:
    return sum(1 for k in range(first + 1, last) if tokens[k].raw.isalpha() and len(tokens[k].raw) > SMALL)


def _beside(tokens: list[Token], end: int, moment: Moment, words: MomentWords) -> bool:
    """Is a time between two findings the one before's? Yes behind it without a comma or "puis"; behind a comma, only if no finding
    follows at once."""
    parted = tokens[moment.first - 1].stem in words.parting or any(tokens[k].raw == "," for k in range(end + 1, moment.first))
    if not parted:
        return _unknown(tokens, end, moment.first) <= BESIDE
    after = tokens[moment.last + 1] if moment.last + 1 < len(tokens) else None
    return moment.relation is TimeRelation.SINCE and (after is None or after.raw == "." or after.stem in words.parting)


def _trail(tokens: list[Token], moment: Moment, marks: list[_Mark]) -> None:
    """A time behind findings: it is that of the last one, and of those tied to it by commas and "et" without a time of their own."""
    first, passed = moment.first, False  # passed: from the course to the finding that it is told of
    for mark in reversed(marks):
        if _unknown(tokens, mark.last, first) > (REACH if first == moment.first or passed else 1) and mark.first != first:
            return
        if mark.mention is not None:
            _take(mark.mention, moment)
        passed = bool(mark.course)
        if mark.course == Course.STABLE.value and moment.relation is TimeRelation.SINCE:
            return
        first = mark.first


def _take(mention: Mention, moment: Moment) -> None:
    """How long something lasted gives way to when it was."""
    if mention.said is None:
        mention.said = Said()
    if moment.relation is TimeRelation.SINCE and mention.said.course is Course.STABLE and any(
        attribute == "course" and 0 <= moment.first - last <= 1 for attribute, _, last in mention.said.cues
    ):
        return  # "unchanged since 2020"
    known = mention.said.moment
    if known is None or known.relation is TimeRelation.LASTING and moment.relation is not TimeRelation.LASTING:
        mention.said.moment = moment
        mention.said.cues = [c for c in mention.said.cues if c[0] != "time"]
        mention.said.cues.append(("time", moment.first, moment.last))
