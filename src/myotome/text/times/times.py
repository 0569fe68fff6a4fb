"""Ages, durations and onsets in words: "âgé de 57 ans", "depuis quatre ans", "seize ans après"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

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
        self._unit_stems = frozenset(self.units)
        self.numbers = {fold(w): n for w, n in cues["number_words"].items()}
        aged = {tuple(fold(p) for p in c.replace("'", " ").split()) for c in cues["aged"]}
        at_age = {tuple(fold(p) for p in c.replace("'", " ").split()) for c in cues["at_age"]}
        at_age_long = {phrase for phrase in at_age if len(phrase) > 1}
        self.since, self.born = (_by_last(tuple(fold(p) for p in c.split()) for c in cues[name]) for name in ("since", "born"))
        self.aged, self.at_age = _by_last(aged), _by_last(at_age)
        self.at_age_long, self.at_age_only = _by_last(at_age_long), _by_last(at_age_long - aged)
        self.born_raw = {c.split()[0].lower() for c in cues["born"]}
        self.born_stems = frozenset(map(fold, self.born_raw))
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
        self.articles = {fold(w): Sex(s) for s, w in cues["unnamed"]["articles"].items()}
        self.things = frozenset(fold(w) for w in cues["unnamed"]["things"])
        self.thing_endings = tuple(cues["unnamed"]["thing_endings"])
        self.age_links = frozenset(fold(w) for w in cues["unnamed"]["age_links"])
        self.bounds = frozenset(fold(w) for w in cues["age_bounds"]) | {*"<>≥≤"}
        self.range_joins = frozenset(fold(w) for w in cues["age_joins"]) | {*"-–—"}
        self.not_ages = {w.lower() for w in cues["not_ages"]}
        self.onset = [tuple(fold(p) for p in c.split()) for c in cues["onset_cue"]]

    def may_count(self, sentence: Sentence) -> bool:
        """May a sentence hold an age or duration: has it a unit of time, or figures where an age needs none?"""
        return not self._unit_stems.isdisjoint(sentence.stem_set) or bool(self.bare_age and sentence.figures)


Ending = dict[str, tuple[tuple[str, ...], ...]]


def _by_last(phrases: Iterable[tuple[str, ...]]) -> Ending:
    """The phrases without their marks, by their last word."""
    table: dict[str, tuple[tuple[str, ...], ...]] = {}
    for phrase in phrases:
        plain = tuple(p for p in phrase if p.isalnum())
        if plain:
            table[plain[-1]] = (*table.get(plain[-1], ()), plain)
    return table


def spans(tokens: list[Token], first: int, last: int, words: TimeWords) -> list[Span]:
    """All "number unit" pairs among tokens[first:last]; "42-year-old" too."""
    found: list[Span] = []
    named = words.numbers
    for i in [first + k for k, t in enumerate(tokens[first : max(last - 1, first)]) if t.stem in named or not t.plain and t.raw.isdecimal()]:
        token = tokens[i]
        value = float(token.raw) if token.raw.isdecimal() else float(named[token.stem])
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


def _bare_age(tokens: list[Token], i: int, words: TimeWords) -> bool:
    """Is the number an age without its unit ("fell ill at 40", "since the age of 11")?"""
    if not words.bare_age or not tokens[i].raw.isdecimal() or not i:
        return False
    told = tokens[i - 1].stem in words.bare_age or preceded(tokens, i, words.at_age_long, 0)
    return told and tokens[i + 1].raw.lower() not in words.not_ages


def preceded(tokens: list[Token], at: int, phrases: Ending, small: int = 2) -> bool:
    """Does one of ``phrases`` end within ``small`` tokens before position ``at``?"""
    stems = [t.stem for t in tokens[max(0, at - 8) : at] if t.stem and t.stem.isalnum()]
    for end in range(len(stems), max(len(stems) - small - 1, 0), -1):
        for phrase in phrases.get(stems[end - 1], ()):
            if tuple(stems[max(end - len(phrase), 0) : end]) == phrase:
                return True
    return False


def mister(tokens: list[Token], at: int, titles: frozenset[str]) -> bool:
    """Is a letter with a stop before a name a title ("M. Dupont, 58 ans")?"""
    return tokens[at].raw in titles and at + 2 < len(tokens) and tokens[at + 1].raw == "." and tokens[at + 2].raw[:1].isupper()


def sex_of(tokens: list[Token], first: int, last: int, words: TimeWords) -> Sex:
    """Sex by the first word that tells it."""
    for at in range(first, last):
        token = tokens[at]
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
