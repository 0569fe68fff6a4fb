"""One patient's times in the order of the story: which finding each belongs to, and the dates and ages that follow.

"Crampes en 2009. Deux ans plus tard, fasciculations" (2011). A time goes to the finding that it stands beside, with those coordinated to
it; at the head of a sentence, to all that follow up to the next time. What it counts from is looked up among what the story
dates (first symptoms, admission, vaccination ...); where nothing dates it, its words are kept and nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from myotome.case import Finding, begin_of
from myotome.terms import Experiencer, TimeRelation, When
from myotome.text.dates import end_of, next_after, shifted
from myotome.text.fold import Token
from myotome.text.items import Item
from myotome.text.layout import Sentence
from myotome.text.mention import Mention, Said
from myotome.text.moment_words import MomentWords, stands
from myotome.text.moments import DURATION_YEARS, Moment, moments, year_stands

BESIDE = 3  # unknown words between a finding and a time behind it that is its own
REACH = 10  # unknown words between them when no other finding is nearer
EVENT_REACH = 6  # tokens between an event and its date ("admis en neurologie le 12/03/2019")
NOTE_WORDS = 12  # tokens of a line that dates what follows ("Consultation du 14 juin 2021")
ONSET, VISIT, PREVIOUS = "onset", "visit", "previous"
WALLS = frozenset(";")
OTHERS = frozenset({"disease", "act", "test"})


class Story:
    """What the story has dated so far. note: date of the consultation that is being told."""

    def __init__(self, text: str, tokens: Sequence[Token], words: MomentWords) -> None:
        self.text, self.tokens, self.words = text, tokens, words
        self.told = self.note = ""
        self.age: float | None = None
        self.events: dict[str, str] = {}

    def hear(self, sentence: Sentence, items: Sequence[Item], mentions: Sequence[Mention], numbers: Sequence[int]) -> None:
        """Take the times of one sentence: the date of a note or event, and the times of its findings.

        numbers: positions of the figures in it; a sentence without a finding and without a year is passed over.
        """
        if not mentions and not year_stands(self.tokens, numbers):
            return
        found = [self._resolved(m) for m in moments(self.tokens, sentence.first, sentence.last, self.words, numbers)]
        for moment in found:
            self._event(sentence, moment)
        if not mentions:
            self._note(sentence, found, items)
        elif found:
            attach(self.tokens, sentence, found, mentions, [i for i in items if i.kind in OTHERS])

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
        """Remember the date of an event that is named beside it ("vacciné le 01/03/2021")."""
        if not moment.date or moment.date.startswith("--") or moment.offset:
            return
        begin, end = max(sentence.first, moment.first - EVENT_REACH), min(sentence.last, moment.last + EVENT_REACH)
        for k in (*range(moment.first - 1, begin - 1, -1), *range(moment.last + 1, end)):
            for offset, phrase, name in self.words.events.get(self.tokens[k].stem, ()):
                if stands(self.tokens, k - offset, sentence.first, sentence.last, phrase):
                    self.events.setdefault(name, begin_of(moment.date))
                    return

    def _note(self, sentence: Sentence, found: Sequence[Moment], items: Sequence[Item]) -> None:
        """"Consultation du 14 juin 2021", "12/03/2019 :" date what follows."""
        day = next((m for m in found if m.date and not m.date.startswith("--") and not m.offset and m.relation is TimeRelation.AT), None)
        if day is None or sentence.last - sentence.first > NOTE_WORDS or len(begin_of(day.date)) <= len("2019"):
            return
        named = any(t.stem in self.words.notes for t in self.tokens[sentence.first : sentence.last])
        if named or day.first == sentence.first and day.last >= sentence.last - 2 - sentence.is_heading:
            self.note = begin_of(day.date)

    def anchored(self, findings: Sequence[Finding], onset_age: float | None) -> list[Finding]:
        """The findings with the dates and ages that the whole story gives to their anchors."""
        return [anchored(f, self.events, {ONSET: onset_age} if onset_age is not None else {}) for f in findings]


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
    tokens: Sequence[Token], sentence: Sentence, found: Sequence[Moment], mentions: Sequence[Mention], others: Sequence[Item],
) -> None:
    """Give each finding of a sentence the time that is told of it. others: diseases and acts, which take their own time."""
    free = [m for m in mentions if not any(t.first <= m.first and m.last <= t.last for t in found)]
    marks = sorted([(m.first, m.last, m) for m in free] + [(i.first, i.last, None) for i in others], key=lambda mark: mark[:2])
    leading: list[tuple[Moment, int]] = []  # and the first mark that each leads
    for number, moment in enumerate(found):
        floor = found[number - 1].last if number else sentence.first - 1
        behind = [n for n, mark in enumerate(marks) if floor < mark[1] < moment.first and not _walled(tokens, mark[1], moment.first)]
        ceiling = found[number + 1].first if number + 1 < len(found) else sentence.last
        ahead = [n for n, mark in enumerate(marks) if moment.last < mark[0] < ceiling and not _walled(tokens, moment.last, mark[0])]
        if behind and (not ahead or _beside(tokens, marks[behind[-1]][1], moment, ahead, marks)):
            _trail(tokens, moment, [marks[n] for n in behind])
        elif ahead or not behind:
            leading.append((moment, moment.last))
    for moment, start in leading:
        wall = next((k for k in range(start, sentence.last) if tokens[k].raw in WALLS), sentence.last)
        until = next((m.first for m, _ in leading if m.first > moment.first), sentence.last)
        for first, _, mention in marks:
            if start < first < min(wall, until) and mention is not None:
                _take(mention, moment)


def _walled(tokens: Sequence[Token], first: int, last: int) -> bool:
    return any(tokens[k].raw in WALLS for k in range(first + 1, last))


def _unknown(tokens: Sequence[Token], first: int, last: int) -> int:
    return sum(1 for k in range(first + 1, last) if tokens[k].raw.isalpha() and len(tokens[k].raw) > 2)


def _beside(tokens: Sequence[Token], end: int, moment: Moment, ahead: Sequence[int], marks: Sequence[tuple]) -> bool:
    """Is a time between two findings the one before's? Yes right behind it; behind a comma, only if no finding follows at once."""
    comma = tokens[moment.first - 1].raw == "," or any(tokens[k].raw == "," for k in range(end + 1, moment.first))
    if not comma:
        return _unknown(tokens, end, moment.first) <= BESIDE
    after = tokens[moment.last + 1].raw if moment.last + 1 < len(tokens) else ""
    return moment.relation is TimeRelation.SINCE and after in (",", ".", "et", "and")


def _trail(tokens: Sequence[Token], moment: Moment, marks: Sequence[tuple[int, int, Mention | None]]) -> None:
    """A time behind findings: it is that of the last one, and of those tied to it by commas and "et" without a time of their own."""
    first, last, mention = marks[-1]
    if _unknown(tokens, last, moment.first) > REACH:
        return
    if mention is not None:
        _take(mention, moment)
    for before, end, other in reversed(marks[:-1]):
        if before != first and _unknown(tokens, end, first) > 1:
            return
        if other is not None:
            _take(other, moment)
        first = before


def _take(mention: Mention, moment: Moment) -> None:
    if mention.said is None:
        mention.said = Said()
    if mention.said.moment is None:
        mention.said.moment = moment
        mention.said.cues.append(("time", moment.first, moment.last))
