"""A patient's age, sex, onset and duration, gathered over the sentences of the story."""

from __future__ import annotations

from myotome.case import Patient
from myotome.terms import SEX_UNKNOWN
from myotome.text.times.times import (
    MAX_AGE,
    Span,
    TimeWords,
    mister,
    preceded,
    sex_of,
    spans,
)
from myotome.text.times.unnamed import unnamed
from myotome.text.tokens.fold import Token
from myotome.text.tokens.layout import Sentence


class Clock:
    """Gathers a patient's age, onset and duration over the sentences of the story, in order."""

    def __init__(self) -> None:
        self.age: float | None = None
        self.sex = SEX_UNKNOWN
        self.onset_age: float | None = None
        self.duration: float | None = None
        self.birth_year: int | None = None

    def read(self, tokens: list[Token], sentence: Sentence, words: TimeWords, *, durations: bool = True) -> None:
        """Take what one sentence of the patient's story says; durations only when asked."""
        first = tokens[sentence.first]
        second = tokens[sentence.first + 1 : sentence.first + 2]
        if self.sex is SEX_UNKNOWN and first.raw in words.initials and second and second[0].raw.isdecimal():
            self.sex = words.initials[first.raw]  # "H 41 ans"
            years = spans(tokens, sentence.first, sentence.last, words)
            self.age = years[0].months / 12 if years and years[0].first == sentence.first + 1 else self.age
        if self.sex is SEX_UNKNOWN and not words.sex.keys().isdisjoint(sentence.stem_set):
            self.sex = sex_of(tokens, sentence.first, sentence.last, words)
        if words.may_count(sentence):
            if self.age is None and words.articles and (person := unnamed(tokens, sentence, words)):
                self.age, self.sex = person.age, person.sex if self.sex is SEX_UNKNOWN else self.sex
            for span in spans(tokens, sentence.first, sentence.last, words):
                kin = any(tokens[k].stem in words.kin for k in range(max(sentence.first, span.first - 6), span.first))
                if not kin:
                    self._take(tokens, sentence, span, words, durations)
        for i in sentence.figures:
            raw = tokens[i].raw
            if len(raw) == 4 and raw.isdecimal() and preceded(tokens, i, words.born, 1):
                self.birth_year = int(raw)

    def _take(self, tokens: list[Token], sentence: Sentence, span: Span, words: TimeWords, durations: bool) -> None:
        after = [t.stem for t in tokens[span.last + 1 : span.last + 3]]
        years = span.months / 12
        is_age = span.unit in ("year", "month") and years <= MAX_AGE
        if is_age and preceded(tokens, span.first, words.at_age_only, 0):
            self._onset(years)
        elif is_age and (
            "old" in after or preceded(tokens, span.first, words.aged, 0)
            or self._is_person(tokens, sentence, span, words)
        ):
            self.age = max(years, self.age or 0.0)
        elif preceded(tokens, span.first, words.since, 1):
            if not durations:
                return
            self.duration = max(self.duration or 0.0, span.months)
        elif span.unit == "year" and is_age and preceded(tokens, span.first, words.at_age, 0):
            self._onset(years)

    def _onset(self, years: float) -> None:
        self.onset_age = years if self.onset_age is None else min(years, self.onset_age)

    @staticmethod
    def _is_person(tokens: list[Token], sentence: Sentence, span: Span, words: TimeWords) -> bool:
        """Does a person's noun stand within four words before the age ("patiente de 47 ans")?"""
        near = range(max(sentence.first, span.first - 5), span.first)
        person = [k for k in near if tokens[k].stem in words.person]
        person = person or [k for k in range(max(0, span.first - 5), span.first) if mister(tokens, k, words.letter_titles)]  # its stop may end a sentence
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
