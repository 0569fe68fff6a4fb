"""Where a text introduces a patient, and where it goes from one of several patients to the next."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from myotome.terms import Sex
from myotome.text.times.times import TimeWords, sex_of, spans
from myotome.text.times.unnamed import unnamed
from myotome.text.tokens.fold import Token, fold
from myotome.text.tokens.layout import Sentence

ANCHOR_REACH = 9
AGE_GAP = 4
MAX_AGE_MONTHS = 12 * 110
NAME = r"[A-ZÀ-Ý][\w'’-]{0,30}"
STARTS = frozenset("\n.;:!?•–—-*")
NUMBER_SIGNS = frozenset({"n", "o", "no", "°", "º", "n°", "#", "."})
NUMBER_REACH = 6
APOSTROPHE = "['’]"


@dataclass(slots=True)
class Anchor:
    """A patient introduced: "Patient de 45 ans", "un agriculteur né en 1949"."""

    age: float | None
    sex: Sex
    position: int


def anchor(tokens: list[Token], s: Sentence, words: TimeWords) -> Anchor | None:
    """The patient that a sentence introduces, by a noun in the singular with an age or birth year."""
    person, counts = words.person, words.may_count(s)
    if not counts and words.born_stems.isdisjoint(s.stem_set):
        return None
    for i in () if person.isdisjoint(s.stem_set) else [s.first + k for k, stem in enumerate(s.stems) if stem in person]:
        raw = tokens[i].raw.lower()
        if len(raw) < 3 or raw.endswith(("s", "men")) and raw != "his":
            continue
        if any(tokens[k].stem in words.kin for k in range(max(s.first, i - 4), min(i + 4, s.last))):
            return None
        age = _age_beside(tokens, s, i, words) if counts else None
        born = any(tokens[k].raw.lower() in words.born_raw for k in range(i, min(s.last, i + 5)))
        if age is not None or born:
            return Anchor(age, sex_of(tokens, i, i + 1, words), i - s.first)
    if not counts:
        return None
    found = unnamed(tokens, s, words) if words.articles else None
    return Anchor(*found) if found else _by_adjective(tokens, s, words)


def _by_adjective(tokens: list[Token], s: Sentence, words: TimeWords) -> Anchor | None:
    """A person named by trade only: "a 34-year-old builder"."""
    if "old" not in s.stem_set:
        return None
    for i in [i for i, t in enumerate(tokens[s.first + 3 : s.last], s.first + 3) if t.raw == "old"]:
        if tokens[i - 1].raw == "-" and tokens[i - 2].stem.startswith("year"):
            kin = any(tokens[k].stem in words.kin for k in range(max(s.first, i - 8), min(i + 3, s.last)))
            age = next((float(t.raw) for t in tokens[max(s.first, i - 5) : i] if t.raw.isdecimal()), None)
            return None if kin or age is None else Anchor(age, Sex.UNKNOWN, i - s.first)
    return None


def _age_beside(tokens: list[Token], s: Sentence, at: int, words: TimeWords) -> float | None:
    """An age that belongs to the noun at ``at``: "patient de 45 ans", "homme 48 ans", "45-year-old man"."""
    first, last = max(s.first, at - 6), min(s.last, at + ANCHOR_REACH)
    for span in spans(tokens, first, last, words):
        if span.unit not in ("year", "month") or span.months > MAX_AGE_MONTHS or _of_many(tokens, span.first, s.first, words):
            continue
        if span.last < at:
            gap, linked = range(span.last + 1, at), True
        else:
            gap = range(at + 1, span.first)
            linked = all(
                tokens[k].stem not in words.breaks and (tokens[k].raw not in "(;:." or _initial(tokens, k)) for k in gap
            )
        if linked and sum(1 for k in gap if tokens[k].raw.isalpha()) <= AGE_GAP:
            return span.months / 12
    return None


def _of_many(tokens: list[Token], at: int, first: int, words: TimeWords) -> bool:
    """Is the number at ``at`` a limit or the end of a range: "femme > 50 ans", "de plus de 50 ans", "entre 30 et 50 ans"?"""
    before = tokens[max(first, at - 3) : at]
    if not before:
        return False
    if before[-1].stem in words.range_joins or before[-1].raw in words.range_joins:
        return len(before) > 1 and before[-2].raw.isdecimal()
    return any(t.raw in words.bounds or t.stem in words.bounds for t in before[-2:])


def _initial(tokens: list[Token], at: int) -> bool:
    """Is the dot at ``at`` that of a name cut to its initial ("Jeanne T., 31 ans")?"""
    before = tokens[at - 1].raw
    return tokens[at].raw == "." and len(before) == 1 and before.isupper()


def differs(a: Anchor, b: Anchor) -> bool:
    """Two introductions that cannot be of one person."""
    sexes = {a.sex, b.sex}
    by_sex = Sex.UNKNOWN not in sexes and len(sexes) == 2
    by_age = a.age is not None and b.age is not None and a.age != b.age
    return by_sex or by_age


class Step(NamedTuple):
    """From offset ``at`` the text is about the patient called ``key`` ("2", "B", "Mme D"), or about nobody ("").

    age, sex: what the step says of the patient. kin: it calls the patient by kinship ("Le père, 52 ans").
    """

    at: int
    key: str
    age: float | None = None
    sex: Sex = Sex.UNKNOWN
    kin: bool = False


class ListWords:
    """How a language lists patients: "Cas n° 2", "Chambre 14", "M. K., 38 ans", "le second patient", "la cadette"."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        self._nouns = frozenset(fold(noun) for noun in words["numbered"])
        self._not_numbers = frozenset(fold(unit) for unit in words["units_of_age"])
        self._beside_numbers = NUMBER_SIGNS | {fold(word) for word in words["numbered_adjectives"]}
        titles = "|".join(words["titles"])
        self._title_stems = frozenset(map(fold, words["titles"]))
        aged, years = "|".join(words["aged"]), "|".join(words["years"])
        self._titled = re.compile(  # no \b before it: titles are looked for by their first letter
            rf"(?:{titles})\.?[ \t]({NAME}(?: {NAME}){{0,2}})\.?,? (?:(?:{aged}) )?(\d{{1,3}})(?: (?:{years})\b|(?=[,:]))"
        )
        self._in_line = re.compile(rf"(\d)(?<!\w\d)[ ]?[/.)][ ]?(?=(?:{titles})\.?[ \t]{NAME})")
        self._firsts = [frozenset(map(fold, forms)) for forms in words["ordinals"][:2]]
        self._figures = [tuple(form for form in forms if form[0].isdecimal()) for forms in words["ordinals"][:2]]
        counted = "|".join(words["ordinal_nouns"])
        self._ordinals = _ranked(words["ordinals"], rf"(?: (?P<noun>{counted}))?")
        self._siblings = _ranked(words["siblings"], "")
        self._pairs = _ranked(words["pairs"], rf"{words['pair_tail']}\d{{1,3}}(?:[ -]?(?:{years}|year)\b|(?=[.,;:)]))")
        self._pair_stems = [frozenset(fold(re.split("['’ ]", form)[-1]) for form in forms) for forms in words["pairs"]]
        self._pair_forms = [tuple(forms) for forms in words["pairs"]]
        self._sibling_stems = frozenset(fold(re.split("['’ ]", form)[-1]) for form in words["siblings"][0])

    def steps(
        self, text: str, tokens: list[Token], sentences: list[Sentence], stems: set[str], titled: list[Step],
    ) -> list[Step]:
        """Where each of at least two patients is taken up; empty when the text does not list patients. stems: all of the text."""
        ways = [*(self._numbered(tokens, sentences) if stems & self._nouns else ()), titled]
        if stems & self._title_stems:
            ways.append([Step(m.start(), m[1]) for m in self._in_line.finditer(text)])
        if stems & self._sibling_stems:
            ways.append(_in_order([(Step(m.start(), m.lastgroup or ""), True) for m in self._siblings.finditer(text)]))
        if all(stems & forms for forms in self._pair_stems) and _any_of_each(self._pair_forms, text.lower().replace("’", "'")):
            ways.append(_in_order([(_rank(m), True) for m in self._pairs.finditer(text)]))
        if all(
            stems & forms or any(form in text for form in figures)
            for forms, figures in zip(self._firsts, self._figures, strict=True)
        ):
            ways.append(_in_order([(_rank(m), m["noun"] is not None) for m in self._ordinals.finditer(text)]))
        best = max(ways, key=lambda way: len({step.key for step in way}))
        return best if len({step.key for step in best}) > 1 else []

    def _numbered(self, tokens: list[Token], sentences: list[Sentence]) -> Iterable[list[Step]]:
        """Nouns that a number or a capital follows, where a sentence or line begins, noun by noun."""
        found: dict[str, list[Step]] = {}
        nouns = self._nouns
        for at in [s.first + k for s in sentences if not nouns.isdisjoint(s.stem_set) for k, stem in enumerate(s.stems) if stem in nouns]:
            if at and tokens[at - 1].raw not in STARTS:
                continue
            after = [t for t in tokens[at + 1 : at + NUMBER_REACH] if t.stem not in self._beside_numbers]
            if len(after) < 2 or after[1].stem in self._not_numbers:
                continue
            if after[0].raw.isdecimal() or (len(after[0].raw) == 1 and after[0].raw.isupper()):
                found.setdefault(tokens[at].stem, []).append(Step(tokens[at].start, after[0].raw))
        return found.values()

    def titled(self, text: str) -> list[tuple[Step, float]]:
        """Persons with a title and an age ("Mr F, 63"), and the age."""
        found = []
        at = 0
        while match := self._titled.search(text, at):
            at, begin = match.end(), match.start()
            if begin and (text[begin - 1].isalnum() or text[begin - 1] == "_"):
                at = begin + 1  # inside a word
            else:
                found.append((Step(begin, match[1]), float(match[2])))
        return found


def _any_of_each(lists: Iterable[Iterable[str]], text: str) -> bool:
    """Does a form of each list stand in the text?"""
    return all(any(form in text for form in forms) for forms in lists)


def _ranked(ranks: Sequence[Sequence[str]], tail: str) -> re.Pattern[str]:
    named = "|".join(f"(?P<r{n}>{'|'.join(forms).replace(chr(39), APOSTROPHE)})" for n, forms in enumerate(ranks, 1))
    heads = re.escape("".join(sorted({form[0] for forms in ranks for form in forms})))
    return re.compile(rf"\b(?=[{heads}])(?:{named})\b{tail}", re.IGNORECASE)  # most letters begin nothing


def _rank(match: re.Match[str]) -> Step:
    return Step(match.start(), next(name for name, said in match.groupdict().items() if said and name != "noun"))


def _in_order(found: list[tuple[Step, bool]]) -> list[Step]:
    """Ranks count from the first on, once it is said what they count: "la première patiente ... le second"."""
    ranks = {step.key for step, _ in found}
    told = {step.key for step, counted in found if counted}
    return [step for step, _ in found] if "r1" in told and "r2" in ranks else []
