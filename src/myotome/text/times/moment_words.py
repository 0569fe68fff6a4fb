"""The words that tell when, of one language, as ``moments.py`` looks for them. From ``words/times.yaml``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from myotome.text.times.dates import DateWords
from myotome.text.tokens.fold import Token, fold
from myotome.text.tokens.phrases import folded

Phrase = tuple[str, ...]
LEADS = ("since", "ago", "lasting", "until", "before", "after", "at_age", "patient_age", "at", "at_count")
BEHIND = ("later", "earlier", "ago_behind", "since_behind", "half", "after", "before")
MOST_CODED = 400  # "J400"


class MomentWords:
    """The time words of one language, each phrase under its longest word."""

    def __init__(self, words: Mapping[str, Any], numbers: Mapping[str, int]) -> None:
        self.units = {fold(w): unit for unit, forms in words["units"].items() for w in forms}
        months = {fold(name): n for n, name in enumerate(words["months"], 1)} | {fold(w): n for w, n in words["month_forms"].items()}
        self.dates = DateWords(months, frozenset(map(fold, words["capital_months"])), frozenset(map(fold, words["ordinals"])))
        self.vague = frozenset(map(fold, words["vague"]))
        self.numbers = {fold(w): n for w, n in (numbers | words["numbers"]).items() if "-" not in w}
        self.tens = {tuple(map(fold, w.split("-"))): n for w, n in (numbers | words["numbers"]).items() if "-" in w}
        self.passed = frozenset(map(fold, words["approximate"]))
        self.leads = {name: frozenset(map(folded, words[name])) for name in LEADS}
        self.codes, self.code_words = words["codes"], {fold(w): u for w, u in words["code_words"].items()}
        ends: dict[str, list[tuple[str, Phrase]]] = {}
        for name, phrases in self.leads.items():
            for phrase in phrases:
                ends.setdefault(phrase[-1], []).append((name, phrase))
        self.lead_ends = {stem: tuple(sorted(rows, key=lambda row: (-len(row[1]), LEADS.index(row[0])))) for stem, rows in ends.items()}
        self.age_words = frozenset(p for p in self.leads["at_age"] if len(p) == 1 and p[0] in map(fold, words["age_nouns"]))
        begins: dict[str, list[tuple[str, Phrase]]] = {}
        for name in BEHIND:
            for phrase in map(folded, words[name]):
                begins.setdefault(phrase[0], []).append((name, phrase))
        self.before_figures = frozenset(self.code_words) | {p[-1] for p in self.leads["at_age"] if self.age_words and (len(p) > 1 or p in self.age_words)}
        self.behind = {stem: tuple(sorted(rows, key=lambda row: len(row[1]))) for stem, rows in begins.items()}
        self.between = [tuple(folded(w) if w else () for w in pair) for pair in words["between"]]
        self.parting = frozenset(map(fold, words["parting"]))
        self.born = frozenset(map(fold, words["born"]))
        self.anchors = _by_key((folded(p), name) for name, phrases in words["anchors"].items() for p in phrases)
        self.events = _by_key((folded(p), name) for name, phrases in words["dated_events"].items() for p in phrases)
        self.fixed = _by_key((folded(p), row) for row in words["fixed"] for p in row["words"])
        self.notes = frozenset(fold(w) for phrase in words["notes"] for w in phrase.split() if len(w) > 2)
        coded = frozenset(f"{letter.lower()}{n}" for letter in self.codes for n in range(MOST_CODED))
        self.keys = frozenset(self.units) | frozenset(months) | frozenset(self.fixed) | frozenset(self.anchors) | coded


def _by_key(rows: Iterable[tuple[Phrase, Any]]) -> dict[str, list[tuple[int, Phrase, Any]]]:
    """Phrases under their longest word, with its place in them, longest phrases first."""
    table: dict[str, list[tuple[int, Phrase, Any]]] = {}
    for phrase, value in sorted(rows, key=lambda row: -len(row[0])):
        key = max(phrase, key=len)
        table.setdefault(key, []).append((phrase.index(key), phrase, value))
    return table


def stands(tokens: list[Token], first: int, begin: int, end: int, phrase: Phrase) -> bool:
    """Does a phrase stand at ``first``, within tokens[begin:end]?"""
    if first < begin or first + len(phrase) > end:
        return False
    at = first
    for stem in phrase:
        if tokens[at].stem != stem:
            return False
        at += 1
    return True
