"""The places that a sentence of a nerve study speaks of: nerves, muscles that a response is recorded from, limbs."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from operator import attrgetter
from typing import Any

from myotome.case import Measure
from myotome.knowledge.store import Knowledge
from myotome.terms import Presence, Side
from myotome.text.results.numbers import NUMBER, number
from myotome.text.results.study_limits import NARROWED
from myotome.text.results.study_words import RESULTS, BareWords
from myotome.text.scope.item import Item
from myotome.text.scope.mention import Mention
from myotome.text.scope.scope import Scope
from myotome.text.scope.sides import Mark, Placed
from myotome.text.tokens.fold import Token
from myotome.text.tokens.layout import Sentence
from myotome.text.tokens.wordings import Match

Events = list[tuple[int, str, str, Match]]  # first token, kind, value and match of the words of a study

KIND = "nerve_study"
FIRST = attrgetter("first")
MUSCLE_REACH = 5  # tokens between a response and the muscle that it is recorded from
PLACE_REACH = 3  # tokens between a value and the place that it was taken at
STUDY_REACH = 8  # tokens between a nerve of a list and the study behind the list
WHERE = 8  # tokens between a velocity and the limbs that it is of
WAIT = 5  # tokens between a result and the nerve that it is led to ("absentes sur le médian D")
STUDIED = frozenset({"test", "concept", "result", "grade"})  # what a nerve study in prose speaks for
PLACES = frozenset({"site", "side"})
OWN_UNITS = frozenset({"mv", "uv"})  # of nothing but responses
SPOKEN = frozenset({("quantity", "response"), ("study", "f_wave")})  # what a result at a limb may be of


def nerve_of(site: str, knowledge: Knowledge) -> str:
    """The nerve that a site is, or is a segment of; "" when it is neither."""
    if site in knowledge.nerves or site in knowledge.segments:
        return knowledge.named_nerve(site) or site
    return ""


def study_behind(tokens: list[Token], coming: Mapping[int, tuple[str, str]], last: int) -> tuple[str, str]:
    """The study and the quantity named behind the nerves of a list ("absent right peroneal and left ulnar sensory potentials", "low
    peroneal amplitudes"); "" when there is none.

    coming: studies and quantities by where they begin.
    """
    for k in range(last + 1, min(last + STUDY_REACH, len(tokens))):
        kind, word = coming.get(k, ("", ""))
        if kind == "study":
            return word, ""
        if kind == "quantity" and k == last + 1:
            return "", word
        if kind or not tokens[k].raw.isalnum():
            return "", ""
    return "", ""


def measured(tokens: list[Token], sentence: Sentence) -> bool:
    """Does a sentence give a velocity or an amplitude ("sural D : 12 µV, 48 m/s")?"""
    return any(
        NUMBER.match(tokens[k - 1].raw) and (tokens[k].stem in OWN_UNITS or tokens[k].stem == "m" and tokens[k + 1].raw == "/")
        for k in range(sentence.first + 1, sentence.last - 1)
    )


def unevoked(nerves: list[Item], events: Events) -> bool:
    """Does a word of more than one token that says that there is no response stand right behind a nerve ("sural : non évocable")?"""
    return any(kind == "absent" and m.last > m.first and any(0 < m.first - n.last <= PLACE_REACH for n in nerves) for _, kind, _, m in events)


def named_places(tokens: list[Token], items: list[Item], events: Events, knowledge: Knowledge) -> list[Item]:
    """Nerves, and muscles that a response is recorded from ("réponse M du pédieux"; not of a nerve's own, "peroneal CMAP absent at EDB",
    "nerf cubital : pas de réponse au pédieux")."""
    sites = [i for i in items if i.kind == "site"]
    nerves = [i for i in sites if nerve_of(i.value, knowledge)]
    responses = [m.last for _, kind, value, m in events if (kind, value) == ("quantity", "response")]
    others = [i for i in items if i.kind == "concept" and i.value in knowledge.concepts and knowledge.concepts[i.value].kind != KIND]
    responses = [r for r in responses if not any(0 < r - i.last <= 1 for i in nerves) and not any(i.first <= r <= i.last for i in others)]
    return nerves + [
        i for i in sites if i.value in knowledge.muscles and i not in nerves and any(0 < i.first - r <= MUSCLE_REACH for r in responses)
        and not any(n.last < i.first and not any(t.raw in ",;." for t in tokens[n.last : i.first]) for n in nerves)
    ]


def hidden_places(tokens: list[Token], items: list[Item], said: Collection[str], names: Mapping[str, str]) -> list[Item]:
    """Nerves inside the wording of a finding that nerve and result give ("sural aboli"): its side and its place are then read."""
    return [
        Item("site", names[tokens[k].stem], k, k) for i in items if i.kind == "concept" and i.value in said
        for k in range(i.first, i.last + 1) if tokens[k].stem in names
    ]


def limb_places(tokens: list[Token], items: list[Item], events: Events, regions: Collection[str]) -> list[Item]:
    """Limbs that a result of responses without a nerve is led to ("de faible amplitude aux membres supérieurs"), unless another
    reading of these words has it."""
    studied = {m.first for _, kind, _, m in events if kind == "study"}
    tested = {k for i in items if i.kind == "test" and i.first not in studied for k in range(i.first, i.last + 1)}
    if not any(((kind, value) in SPOKEN or kind == "absent" and m.last > m.first) and m.first not in tested for _, kind, value, m in events):
        return []
    ends = [m.last for _, kind, _, m in events if kind in RESULTS and not any(
        i.kind in ("concept", "absent") and i.first <= m.first and m.last <= i.last for i in items
    )]
    return [
        i for i in items if i.kind == "site" and i.value in regions and any(0 < i.first - e <= WAIT for e in ends)
        and not NUMBER.match(tokens[i.first - 1].raw)
    ]

def behind_place(close: int, items: list[Item], tokens: list[Token]) -> int:
    """Where the place that a value ending at ``close`` was taken at ends ("1,2 mV sur le JA à D"), else ``close``."""
    place = next((i for i in items if i.kind == "site" and 0 <= i.first - close < PLACE_REACH), None)
    led = place is not None and all(t.raw.isalpha() or t.raw in "'’" for t in tokens[close : place.first])
    return place.last + 1 if place is not None and led else close


def of_nerves(tokens: list[Token], sentence: Sentence, mentions: list[Mention], words: BareWords) -> None:
    """In a sentence of a study a bare "sensitif" or "moteur" is of the nerves ("ENMG : sensitif conservé")."""
    for mention in mentions:
        if mention.concept in words.turned and tokens[mention.first].stem in words.words:
            if words.reports.isdisjoint(sentence.stem_set) and words.reports.isdisjoint(sentence.heading):
                return
            mention.concept = words.turned[mention.concept]


def unstudied(tokens: list[Token], items: list[Item], studied: list[Mention], used: set[int]) -> list[Item]:
    """The items that a nerve study in prose leaves to the other rules: not a nerve that is normal behind a comma ("bloc du nerf
    ulnaire gauche, médian gauche normal")."""
    normal = {
        k for m in studied if m.scope.presence is Presence.ABSENT and m.first and tokens[m.first - 1].raw in ",;"
        for k in range(m.first, m.last + 1)
    }
    return [i for i in items if not (i.kind in STUDIED and i.first in used or i.kind in PLACES and i.first in normal)]


def unnamed_velocity(
    tokens: list[Token], sentence: Sentence, items: list[Item], events: Events, marks: list[Mark], knowledge: Knowledge, words: dict[str, Any],
) -> list[Mention]:
    """Velocities of no named nerve that are too low for any ("vitesses motrices entre 26 et 33 m/s aux quatre membres")."""
    for k in range(sentence.first + 1, sentence.last - 2):
        if tokens[k].stem != "m" or tokens[k + 1].raw != "/" or tokens[k + 2].stem != "s" or not NUMBER.match(tokens[k - 1].raw):
            continue
        first = k - 1
        if first - 2 >= sentence.first and NUMBER.match(tokens[first - 2].raw) and (tokens[first - 1].raw in "-–" or tokens[first - 1].stem in words["ranged"]):
            first -= 2
        named = [(at, kind, word) for at, kind, word, _ in events if at < first and kind in ("study", "quantity")]
        if not any(kind == "quantity" and word == "velocity" for _, kind, word in named):
            continue
        study = next((word for _, kind, word in reversed(named) if kind == "study"), "motor")
        lows = [e["low"] for e in knowledge.settings["conduction_limits"]["limits"] if (e["study"], e["quantity"]) == (study, "velocity_ms") and "low" in e and not NARROWED & e.keys()]
        value = number(tokens[first].raw)
        if not lows or not words["slowest"] < value < min(lows):
            continue
        limb = next((i for i in items if i.kind == "site" and i.value in words["regions"] and k < i.first <= k + WHERE), None)
        side = next((m for m in marks if k < m[0] <= k + WHERE), None)
        places = [] if limb is None else [Placed(limb.value, Side.UNSAID if side is None else side[2], None, limb.first, limb.last)]
        mention = Mention(
            words["findings"][study]["velocity"], named[0][0], k + 2, Scope(Presence.PRESENT), places, side=Side.UNSAID if side is None else side[2],
            rule="nerve study in prose",
        )
        mention.measure = Measure(value=value, unit="m/s", lower=min(lows))
        return [mention]
    return []
