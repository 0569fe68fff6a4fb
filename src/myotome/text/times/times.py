"""Ages, durations and onsets in words: "âgé de 57 ans", "depuis quatre ans", "seize ans après"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from myotome.case import Patient
from myotome.terms import Sex
from myotome.text.tokens.fold import Token, fold
from myotome.text.tokens.layout import Sentence

MONTHS = {"year": 12.0, "month": 1.0, "week": 12 / 52.18, "day": 12 / 365.25, "hour": 12 / 8766.0}
MAX_AGE = 120


class Span(NamedTuple):
    """A number of time units: months, and token positions."""

    months: float
    unit: str
    first: int
    last: int


class TimeWords:
    """Folded time words of one language."""

    def __init__(self, cues: Mapping[str, Any]) -> None:
        self.units = {fold(w): unit for unit, words in cues["age_words"].items() for w in words}
        self.numbers = {fold(w): n for w, n in cues["number_words"].items()}
        self.since = {tuple(fold(p) for p in c.split()) for c in cues["since"]}
        self.within = {tuple(fold(p) for p in c.split()) for c in cues["within"]}
        self.later = {tuple(fold(p) for p in c.split()) for c in cues["later"]}
        self.aged = {tuple(fold(p) for p in c.replace("'", " ").split()) for c in cues["aged"]}
        self.at_age = {tuple(fold(p) for p in c.replace("'", " ").split()) for c in cues["at_age"]}
        self.at_age_long = {phrase for phrase in self.at_age if len(phrase) > 1}
        self.at_age_only = self.at_age_long - self.aged
        self.born = {tuple(fold(p) for p in c.split()) for c in cues["born"]}
        self.born_raw = {c.split()[0].lower() for c in cues["born"]}
        self.sex = {
            fold(w): Sex(s) for s, words in cues["sex"].items() for w in words if " " not in w and len(w) > 1
        }
        self.pronouns = {fold(w) for w in cues["determiners"]}
        self.person = frozenset(self.sex) - self.pronouns
        self.impersonal = frozenset(fold(w) for w in cues["impersonal"])
        self.male = list(cues["sex"]["male"])
        self.initials = {w: Sex(s) for s, ws in cues["sex_initials"].items() for w in ws}
        self.letter_titles = frozenset(cues["letter_titles"])
        self.kin = {fold(w) for words in cues["kin"].values() for w in words}
        self.breaks = {fold(w) for name in ("since", "within", "later") for c in cues[name] for w in c.split()} - {
            fold(w) for w in cues["not_breaks"]
        }
        self.bare_age = {fold(w) for w in cues["bare_age"]}
        self.not_ages = {w.lower() for w in cues["not_ages"]}
        for name in ("since", "aged", "at_age", "at_age_long", "at_age_only", "born"):
            setattr(self, name, _plain(getattr(self, name)))
        self.onset = [tuple(fold(p) for p in c.split()) for c in cues["onset_cue"]]


def _plain(phrases: set[tuple[str, ...]]) -> set[tuple[str, ...]]:
    """The phrases without their marks."""
    return {plain for phrase in phrases if (plain := tuple(p for p in phrase if p.isalnum()))}


def spans(tokens: list[Token], first: int, last: int, words: TimeWords) -> list[Span]:
    """All "number unit" pairs among tokens[first:last]; "42-year-old" too."""
    return _spans_at(tokens, _numbers(tokens, first, last - 1, words), last, words)


def _spans_at(tokens: list[Token], numbers: list[int], last: int, words: TimeWords) -> list[Span]:
    """The numbers at these positions that a unit follows before ``last``."""
    found: list[Span] = []
    for i in numbers:
        token = tokens[i]
        value: float | None = None
        if token.raw.isdecimal():
            value = float(token.raw)
        elif token.stem in words.numbers:
            value = float(words.numbers[token.stem])
        if value is None:
            continue
        at = i + 1
        if tokens[at].raw == "-" and at + 1 < last:
            at += 1
        elif tokens[at].stem in ("d", "de") and at + 2 < last:  # "une dizaine d'années"
            at += 1
            if tokens[at].raw in "'’":
                at += 1
        if at < last and tokens[at].stem in words.units:
            unit = words.units[tokens[at].stem]
            found.append(Span(value * MONTHS[unit], unit, i, at))
        elif _bare_age(tokens, i, words) and 0 < value < MAX_AGE:
            found.append(Span(value * MONTHS["year"], "year", i, i))
    return found


def _numbers(tokens: list[Token], first: int, last: int, words: TimeWords) -> list[int]:
    """Positions of numbers, in figures or words, among tokens[first:last]."""
    named = words.numbers
    return [i for i, t in enumerate(tokens[first:last], first) if t.stem in named or t.raw[0].isdecimal()]


def _bare_age(tokens: list[Token], i: int, words: TimeWords) -> bool:
    """Is the number an age without its unit ("fell ill at 40", "since the age of 11")?"""
    if not words.bare_age or not tokens[i].raw.isdecimal() or not i:
        return False
    told = tokens[i - 1].stem in words.bare_age or _preceded(tokens, i, words.at_age_long, 0)
    return told and tokens[i + 1].raw.lower() not in words.not_ages


def _preceded(tokens: list[Token], at: int, phrases: set[tuple[str, ...]], small: int = 2) -> bool:
    """Does one of ``phrases`` end within ``small`` tokens before position ``at``?"""
    stems = [t.stem for t in tokens[max(0, at - 8) : at] if t.stem and t.stem.isalnum()]
    for skip in range(small + 1):
        tail = stems[: len(stems) - skip] if skip else stems
        for phrase in phrases:
            if tuple(tail[-len(phrase):]) == phrase:
                return True
    return False


def _mister(tokens: list[Token], at: int, titles: frozenset[str]) -> bool:
    """Is a letter with a stop before a name a title ("M. Dupont, 58 ans")?"""
    return tokens[at].raw in titles and at + 2 < len(tokens) and tokens[at + 1].raw == "." and tokens[at + 2].raw[:1].isupper()


def sex_of(tokens: list[Token], first: int, last: int, words: TimeWords) -> Sex:
    """Sex by the first word that tells it."""
    for at, token in enumerate(tokens[first:last], first):
        sex = words.sex.get(token.stem)
        if sex is not None and len(token.raw) > 1 and not _is_nobody(tokens, at, words):
            female = token.raw.lower()
            # folding drops the feminine ending: "patiente" and "patient" share a stem
            if sex is Sex.MALE and female.endswith(("e", "es")) and not any(
                female == m or female == m + "s" for m in words.male
            ):
                return Sex.FEMALE
            if sex is Sex.FEMALE and female in words.male:
                return Sex.MALE
            return sex
    return Sex.UNKNOWN


def _is_nobody(tokens: list[Token], at: int, words: TimeWords) -> bool:
    """Is the pronoun at ``at`` that of "il s'agit", "il n'y a pas"?"""
    if tokens[at].stem not in words.pronouns:
        return False
    after = [t.stem for t in tokens[at + 1 : at + 4] if t.stem.isalpha()]
    return bool(words.impersonal.intersection(after[:1] if after[:1] != ["n"] else after[1:2]))


class Clock:
    """Gathers a patient's age, onset and duration over the sentences of the story, in order."""

    def __init__(self) -> None:
        self.age: float | None = None
        self.sex = Sex.UNKNOWN
        self.onset_age: float | None = None
        self.duration: float | None = None
        self.birth_year: int | None = None
        self.numbers: list[int] = []  # positions in the sentence read last

    def read(self, tokens: list[Token], sentence: Sentence, words: TimeWords, *, durations: bool = True) -> None:
        """Take what one sentence of the patient's story says; durations only when asked."""
        first = tokens[sentence.first]
        second = tokens[sentence.first + 1 : sentence.first + 2]
        if self.sex is Sex.UNKNOWN and first.raw in words.initials and second and second[0].raw.isdecimal():
            self.sex = words.initials[first.raw]  # "H 41 ans"
            years = spans(tokens, sentence.first, sentence.last, words)
            self.age = years[0].months / 12 if years and years[0].first == sentence.first + 1 else self.age
        if self.sex is Sex.UNKNOWN and not words.sex.keys().isdisjoint(sentence.stems):
            self.sex = sex_of(tokens, sentence.first, sentence.last, words)
        named = words.numbers
        numbers = self.numbers = [i for i, stem in enumerate(sentence.stems, sentence.first) if stem in named or stem[:1].isdecimal()]
        if not numbers:
            return
        for span in _spans_at(tokens, [i for i in numbers if i + 1 < sentence.last], sentence.last, words):
            kin = any(tokens[k].stem in words.kin for k in range(max(sentence.first, span.first - 6), span.first))
            if kin:
                continue
            self._take(tokens, sentence, span, words, durations)
        for i in numbers:
            raw = tokens[i].raw
            if len(raw) == 4 and raw.isdecimal() and _preceded(tokens, i, words.born, 1):
                self.birth_year = int(raw)

    def _take(self, tokens: list[Token], sentence: Sentence, span: Span, words: TimeWords, durations: bool) -> None:
        after = [t.stem for t in tokens[span.last + 1 : span.last + 3]]
        years = span.months / 12
        is_age = span.unit in ("year", "month") and years <= MAX_AGE
        if is_age and _preceded(tokens, span.first, words.at_age_only, 0):
            self._onset(years)
        elif is_age and (
            "old" in after or _preceded(tokens, span.first, words.aged, 0)
            or self._is_person(tokens, sentence, span, words)
        ):
            self.age = max(years, self.age or 0.0)
        elif _preceded(tokens, span.first, words.since, 1):
            if not durations:
                return
            self.duration = max(self.duration or 0.0, span.months)
        elif span.unit == "year" and is_age and _preceded(tokens, span.first, words.at_age, 0):
            self._onset(years)

    def _onset(self, years: float) -> None:
        self.onset_age = years if self.onset_age is None else min(years, self.onset_age)

    @staticmethod
    def _is_person(tokens: list[Token], sentence: Sentence, span: Span, words: TimeWords) -> bool:
        """Does a person's noun stand within four words before the age ("patiente de 47 ans")?"""
        near = range(max(sentence.first, span.first - 5), span.first)
        person = [k for k in near if tokens[k].stem in words.person]
        person = person or [k for k in range(max(0, span.first - 5), span.first) if _mister(tokens, k, words.letter_titles)]  # its stop may end a sentence
        if not person:
            return False
        gap = range(person[-1] + 1, span.first)
        return sum(1 for k in gap if tokens[k].raw.isalpha()) <= 2 and not any(
            tokens[k].stem in words.breaks or tokens[k].raw in "(;:" for k in gap
        )

    def patient(self) -> Patient:
        age, onset, duration = self.age, self.onset_age, self.duration
        if onset is not None and age is not None and onset > age:
            age, onset = onset, min(age, onset)
        if duration is None and age is not None and onset is not None and age > onset:
            duration = (age - onset) * 12
        if onset is None and duration is not None and age is not None:
            onset = max(age - duration / 12, 0.0)
        return Patient(age=age, sex=self.sex, onset_age=onset, duration_months=duration, birth_year=self.birth_year)
