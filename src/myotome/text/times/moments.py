"""Times told in a sentence: "depuis 2017", "le 12/03/2019", "seize ans après les premiers symptômes", "à J15", "récemment".

Each is found at the one word of it that is rare (a unit, a month, a year, an anchor); what stands before and behind tells which way it
counts. What it counts from is kept as words and resolved where it is known (``story.py``). The words stand in ``words/times.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from typing import NamedTuple

from myotome.case import Time
from myotome.terms import TimeRelation
from myotome.text.times.dates import Written, whole, written_at
from myotome.text.times.moment_words import LEADS, MomentWords, stands
from myotome.text.tokens.fold import Token
from myotome.text.tokens.layout import Sentence

WEAK = frozenset({"at", "at_count"})
LEAD_REACH = 7  # tokens before a number or date among which its preposition stands
ANCHOR_REACH = 7  # tokens behind "après" among which the anchor stands
BORN_REACH = 4
EVENT_WORDS = 4  # words kept of an anchor that has no name
CODE_FROM = 6  # "M1" to "M5" are grades of strength, but for "à M3" at a sentence's head
MAX_AGE = 120
LONGEST = 999  # of a unit
WALLS = frozenset(",;:.()\n")
YEAR_FIGURES = 4
YEAR = "Y"
MONTH = "M"
HOUR = "H"
DURATION_YEARS = re.compile(r"(-?)P(\d+)Y")


class Moment(NamedTuple):
    """A time and the tokens that tell it. date: ISO date, interval, or month without its year ("--03"). age: in years."""

    first: int
    last: int
    relation: TimeRelation
    offset: str = ""
    anchor: str = ""
    date: str = ""
    age: float | None = None

    def time(self, text: str, tokens: list[Token]) -> Time:
        """As a finding carries it."""
        words = " ".join(text[tokens[self.first].start : tokens[self.last].end].split())
        return Time(text=words, relation=self.relation, offset=self.offset, anchor=self.anchor)


def moments(tokens: list[Token], sentence: Sentence, words: MomentWords, places: Sequence[int], numbers: Sequence[int]) -> list[Moment]:
    """The times told in a sentence, in order, none within another.

    places: of words that may be keys. numbers: of the figures.
    """
    keys, before, begin, end = words.keys, words.before_figures, sentence.first, sentence.last
    rare = [i for i in places if tokens[i].stem in keys]
    rare += [i for i in numbers if _dates(tokens[i].raw) or before and tokens[i - 1].stem in before]
    if not rare:
        return []
    found: list[Moment] = []
    for i in sorted(rare):
        if found and i <= found[-1].last:
            continue
        moment = next((m for m in _readings(tokens, i, begin, end, words) if m is not None), None)
        if moment is None:
            continue
        while found and moment.first <= found[-1].first:
            found.pop()  # "2012" of "2012-2015"
        if not found or found[-1].last < moment.first:
            found.append(moment)
    return found


def _dates(raw: str) -> bool:
    """May figures be a year, or a whole date ("12.03.2019")?"""
    return len(raw) == YEAR_FIGURES and raw.isdecimal() or len(raw) > YEAR_FIGURES and raw.count(".") == 2


def _readings(tokens: list[Token], i: int, begin: int, end: int, words: MomentWords) -> Iterator[Moment | None]:
    """What the rare word at ``i`` may be part of, the longest first."""
    token = tokens[i]
    if token.raw[-1:].isdecimal():
        if token.raw[0].isdecimal() and len(token.raw) >= YEAR_FIGURES:
            yield _dated(tokens, i, begin, end, words)
        else:
            yield _coded(tokens, i, begin, words)
            yield _bare_age(tokens, i, begin, end, words)
        return
    if token.stem in words.units:
        yield _counted(tokens, i, begin, end, words)
    if token.stem in words.dates.months:
        yield _dated(tokens, i, begin, end, words)
    for offset, phrase, row in words.fixed.get(token.stem, ()):
        if stands(tokens, i - offset, begin, end, phrase):
            last = i - offset + len(phrase) - 1
            last -= tokens[last].raw == ","
            yield Moment(i - offset, last, TimeRelation(row.get("relation", "at")), row.get("offset", ""), row.get("anchor", ""))
    yield _anchored(tokens, i, begin, end, words)


def _led(tokens: list[Token], at: int, begin: int, words: MomentWords, names: Container[str] = LEADS) -> tuple[str, int]:
    """Which list of prepositions leads to ``at``, and where the preposition begins; ("", at) for none.

    Small words are passed over; "depuis" before "le" counts, not "le".
    """
    weak = ("", at)
    for k in range(at - 1, max(begin, at - LEAD_REACH) - 1, -1):
        stem = tokens[k].stem
        rows = words.lead_ends.get(stem, ())
        for name, phrase in rows:
            first = k - len(phrase) + 1
            if name not in names or name == "at_age" and len(phrase) == 1 and k != at - 1 or not stands(tokens, first, begin, at, phrase):
                continue
            if name not in WEAK:
                return name, first
            weak = weak if weak[0] else (name, first)
        if stem not in words.passed and not any(name in WEAK and len(phrase) == 1 for name, phrase in rows):
            break
    return weak


def _dated(tokens: list[Token], i: int, begin: int, end: int, words: MomentWords) -> Moment | None:
    """A date, or the second one of two that bound an interval."""
    written = written_at(tokens, i, begin, end, words.dates)
    if written is None or any(tokens[k].stem in words.born for k in range(max(begin, written.first - BORN_REACH), written.first)):
        return None
    interval = _interval(tokens, written, begin, end, words)
    if interval is not None:
        return interval
    name, first = _led(tokens, written.first, begin, words, ("since", "until", "before", "after", "at"))
    if not name and not _may_stand_alone(tokens, written, begin, end):
        return None
    relation = TimeRelation(name) if name else TimeRelation.AT
    if written.date.startswith("--"):
        return Moment(first, written.last, relation, date=written.date) if name or len(written.date) > len("--03") else None
    shown = {"since": f"{written.date}/..", "after": f"{written.date}/..", "until": f"../{written.date}", "before": f"../{written.date}"}
    return Moment(first, written.last, relation, date=shown.get(name, written.date))


def _may_stand_alone(tokens: list[Token], written: Written, begin: int, end: int) -> bool:
    """A month or day may; a year only at the head of a sentence or in brackets, and before no unit ("2000 UI")."""
    if len(written.date) > 4:
        return True
    after = tokens[written.last + 1].raw if written.last + 1 < end else ""
    return (written.first == begin or tokens[written.first - 1].raw == "(") and not after.isalpha() and after not in ("/", "%", "-", "–")


def _interval(tokens: list[Token], last: Written, begin: int, end: int, words: MomentWords) -> Moment | None:
    """"de 2012 à 2015", "2012-2015", "du 3 au 10 mai 2020": the date at ``last`` with the one before it."""
    for opening, joining in words.between:
        k = last.first - len(joining)
        if k <= begin or not stands(tokens, k, begin, end, joining):
            continue
        day = tokens[k - 1].raw
        if len(last.date) == len("2020-05-10") and day.isdecimal() and len(day) <= 2:
            from_date, first = whole(int(last.date[:4]), int(last.date[5:7]), int(day)), k - 1
        else:
            other = written_at(tokens, k - 1, begin, k, words.dates)
            from_date, first = (other.date, other.first) if other is not None and other.last == k - 1 else ("", k)
            if from_date.startswith("--"):
                from_date = last.date[:4] + from_date[1:]
        if not from_date or from_date > last.date or last.date.startswith("--"):
            continue
        first_word = first - len(opening)
        if opening and not stands(tokens, first_word, begin, end, opening):
            continue
        name, lead = _led(tokens, first, begin, words, ("at",)) if not opening else ("", first_word)
        return Moment(lead if name else first_word, last.last, TimeRelation.AT, date=f"{from_date}/{last.date}")
    return None


def _coded(tokens: list[Token], i: int, begin: int, words: MomentWords) -> Moment | None:
    """"À J15", "M6", "S4", "day 15": days, months and weeks from an event that the note leaves unsaid."""
    raw = tokens[i].raw
    unit, number, first = words.codes.get(raw[0]), raw[1:], i
    if raw.isdecimal() and i > begin and tokens[i - 1].stem in words.code_words:
        unit, number, first = words.code_words[tokens[i - 1].stem], raw, i - 1
    if unit is None or not number.isdecimal() or int(number) > LONGEST:
        return None
    name, lead = _led(tokens, first, begin, words, ("at_count",))
    at_head = lead in (begin, begin + 1) or name and not tokens[lead - 1].raw.isalnum()
    if unit == "W" and first == i and not (name and at_head) or unit == MONTH and first == i and int(number) < CODE_FROM and not at_head:
        return None
    return Moment(lead if name else first, i, TimeRelation.AT, f"P{int(number)}{unit}")


def _bare_age(tokens: list[Token], i: int, begin: int, end: int, words: MomentWords) -> Moment | None:
    """"At the age of 40", without a unit."""
    raw = tokens[i].raw
    if not raw.isdecimal() or len(raw) > 2 or i + 1 < end and tokens[i + 1].stem in words.units:
        return None
    name, phrase = next(
        (row for row in words.lead_ends.get(tokens[i - 1].stem, ()) if i > begin and stands(tokens, i - len(row[1]), begin, i, row[1])), ("", ()),
    )
    if name != "at_age" or len(phrase) == 1 and phrase not in words.age_words:
        return None
    return Moment(i - len(phrase), i, _age_relation(phrase, words), f"P{raw}Y", "birth", age=float(raw))


def _age_relation(phrase: Sequence[str], words: MomentWords) -> TimeRelation:
    """"Depuis l'âge de" begins as "depuis" does."""
    return TimeRelation.SINCE if (phrase[0],) in words.leads["since"] else TimeRelation.AT


def number_before(tokens: list[Token], at: int, begin: int, words: MomentWords) -> tuple[float | None, int] | None:
    """The number that ends right before ``at`` and where it begins; None for its value when it is vague ("quelques").

    "vingt-cinq", "trente et un", "soixante-dix" are one number each.
    """
    k = at - 1
    while k > begin and (tokens[k].raw in "'’-" or tokens[k].stem in ("d", "de")):
        k -= 1
    if k < begin:
        return None
    raw, stem = tokens[k].raw, tokens[k].stem
    if raw[0].isdecimal():
        try:
            return float(raw.replace(",", ".")), k
        except ValueError:
            return None
    if stem in words.vague:
        return None, k
    value = words.numbers.get(stem)
    if value is None:
        return None
    total, first = float(value), k
    while first - 2 >= begin and (tokens[first - 1].raw == "-" or tokens[first - 1].stem == "et"):
        before = words.numbers.get(tokens[first - 2].stem)
        if before is None:
            break
        whole_word = words.tens.get((tokens[first - 2].stem, tokens[first].stem)) if first == k else None
        total = float(whole_word) if whole_word is not None else total + before
        first -= 2
    return total, first


def _offset(value: float | None, unit: str, *, half: bool, before: bool) -> str | None:
    """ISO duration; "" for a vague number; None for one that has no whole duration."""
    if value is None:
        return ""
    value += 0.5 if half else 0
    if value != int(value):
        if unit != YEAR or value * 12 != int(value * 12):
            return None
        value, unit = value * 12, MONTH
    if not 0 <= value <= LONGEST:
        return None
    return f"{'-' if before else ''}P{'T' if unit == HOUR else ''}{int(value)}{unit}"


class _Counted(NamedTuple):
    """A number of units. first, last: tokens of the number and its unit, with "et demi"."""

    value: float | None
    unit: str
    half: bool
    first: int
    last: int

    def moment(self, first: int, last: int, relation: TimeRelation, anchor: str = "", *, before: bool = False) -> Moment | None:
        offset = _offset(self.value, self.unit, half=self.half, before=before)
        return None if offset is None else Moment(first, last, relation, offset, anchor)


def _counted(tokens: list[Token], i: int, begin: int, end: int, words: MomentWords) -> Moment | None:
    """A number of units with what tells its direction: "depuis six mois", "seize ans après les premiers symptômes"."""
    number = number_before(tokens, i, begin, words)
    if number is None:
        return None
    rows = words.behind.get(tokens[i + 1].stem, ()) if i + 1 < end else ()
    half = next((p for name, p in rows if name == "half" and stands(tokens, i + 1, begin, end, p)), ())
    first = number[1]
    if first > begin and words.numbers.get(tokens[first - 1].stem) == 1:
        first -= 1  # "une dizaine d'années"
    counted = _Counted(number[0], words.units[tokens[i].stem], bool(half), first, i + len(half))
    return _told_behind(tokens, counted, begin, end, words) or _told_before(tokens, counted, begin, end, words)


def _told_behind(tokens: list[Token], counted: _Counted, begin: int, end: int, words: MomentWords) -> Moment | None:
    """Direction by what follows: "plus tard", "ago", "après la vaccination", "d'évolution"."""
    first, last = counted.first, counted.last

    rows = words.behind.get(tokens[last + 1].stem, ()) if last + 1 < end else ()
    told = {name: len(phrase) for name, phrase in rows if stands(tokens, last + 1, begin, end, phrase)}
    if not told:
        return None
    if n := told.get("ago_behind"):
        return counted.moment(first, last + n, TimeRelation.AT, "visit", before=True)
    if n := told.get("since_behind"):
        lead = _led(tokens, first, begin, words, ("since",))[1]
        return counted.moment(lead, last + n, TimeRelation.SINCE, "visit", before=True)
    for name, before in (("after", False), ("before", True)):
        anchor, stop = _anchor_behind(tokens, last + told[name] + 1, end, words) if name in told else ("", 0)
        if anchor:
            return counted.moment(first, stop, TimeRelation.AT, anchor, before=before)
    for name, before in (("later", False), ("earlier", True)):
        if n := told.get(name):
            return counted.moment(first, last + n, TimeRelation.AT, "previous", before=before)
    return None


def _told_before(tokens: list[Token], counted: _Counted, begin: int, end: int, words: MomentWords) -> Moment | None:
    """Direction by what leads to it: "depuis", "il y a", "pendant", "à l'âge de"."""
    last, unit, value = counted.last, counted.unit, counted.value
    name, lead = _led(tokens, counted.first, begin, words)
    if name in ("since", "ago"):
        return counted.moment(lead, last, TimeRelation.SINCE if name == "since" else TimeRelation.AT, "visit", before=True)
    if name == "lasting":
        return counted.moment(lead, last, TimeRelation.LASTING)
    if name not in ("at_age", "at_count"):
        return None
    anchor, stop = _anchor_behind(tokens, last + 1, end, words, near=True)
    if anchor and anchor != "event":
        return counted.moment(lead, stop, TimeRelation.AT, anchor)
    if name == "at_age" and unit == YEAR and value is not None and value <= MAX_AGE:
        return Moment(lead, last, _age_relation((tokens[lead].stem,), words), f"P{value:g}Y", "birth", age=value)
    return counted.moment(lead, last, TimeRelation.AT) if unit != YEAR else None


def _anchor_behind(tokens: list[Token], begin: int, end: int, words: MomentWords, *, near: bool = False) -> tuple[str, int]:
    """The anchor told behind "après" and its last token; "event" for one without a name; ("", begin) when nothing follows.

    near: only one that small words lead to ("à trois mois du traitement").
    """
    stop = begin
    while stop < min(end, begin + ANCHOR_REACH) and tokens[stop].raw not in WALLS:
        for offset, phrase, name in words.anchors.get(tokens[stop].stem, ()):
            if stands(tokens, stop - offset, begin, end, phrase):
                return name, _longest(tokens, stop - offset, stop - offset + len(phrase) - 1, end, words)
        if near and tokens[stop].stem not in words.passed:
            return "", begin
        stop += 1
    if stop == begin:
        return "", begin
    return "event", min(stop, begin + EVENT_WORDS) - 1


def _longest(tokens: list[Token], first: int, last: int, end: int, words: MomentWords) -> int:
    """Where the longest wording of an anchor that begins at ``first`` ends ("début des troubles", not "début")."""
    for k in range(last + 1, min(last + 1 + EVENT_WORDS, end)):
        for offset, phrase, _ in words.anchors.get(tokens[k].stem, ()):
            if k - offset == first and stands(tokens, first, first, end, phrase):
                return first + len(phrase) - 1
    return last


def _anchored(tokens: list[Token], i: int, begin: int, end: int, words: MomentWords) -> Moment | None:
    """An anchor alone behind its preposition: "depuis l'intervention", "au décours de l'infection"."""
    for offset, phrase, name in words.anchors.get(tokens[i].stem, ()):
        first = i - offset
        near = tokens[first - 1].stem if first > begin else ""
        if (near in words.passed or near in words.lead_ends) and stands(tokens, first, begin, end, phrase):
            lead, at = _led(tokens, first, begin, words, ("since", "after", "before", "until"))
            return Moment(at, first + len(phrase) - 1, TimeRelation(lead), anchor=name) if lead else None
    return None


def year_stands(tokens: list[Token], positions: Iterable[int]) -> bool:
    """May one of these numbers be a year?"""
    for i in positions:  # noqa: SIM110 - run for every sentence
        if _dates(tokens[i].raw):
            return True
    return False
