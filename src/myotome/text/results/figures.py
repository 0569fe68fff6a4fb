"""Figures of the bedside that mean a finding by themselves: falls of weight and breath, pressures, angles of joints, girths of limbs.

What a figure must reach to mean something stands in ``knowledge/settings/figures.yaml``, the words beside it in ``words/cues_*.yaml`` (``figures``).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import msgspec

from myotome.knowledge.store import Knowledge
from myotome.terms import Presence
from myotome.text.results.blood_pressure import pressures
from myotome.text.results.limb_figures import MINUSES, angles, girths
from myotome.text.results.numbers import NUMBER
from myotome.text.scope.item import Held, Item
from myotome.text.scope.mention import Mention
from myotome.text.scope.scope import Scope
from myotome.text.scope.scope_words import single
from myotome.text.scope.sides import Mark
from myotome.text.tokens.fold import Token, fold
from myotome.text.tokens.layout import Sentence

REACH = 10  # tokens between a measure and its two values


class FigureWords(msgspec.Struct, frozen=True):
    """degrees, girth: of angles and circumferences. minus: "moins". passive, active, limited: of a motion. steady: of a value that did not
    change. since: leads from a value now to a former one ("58 kg contre 66"). until: from a former one to that of now ("de 81 à 70"). within: may stand
    before a former value in brackets. swinging: of a pressure. deviations: a weight in these is a child's ("-1 DS"). postures: folded word -> "standing" or "lying". lifting: folded motion -> joint that it is of.
    limits: ``settings/figures.yaml``. falls: measure -> (percent, concept, least and most value)."""

    degrees: frozenset[str]
    girth: frozenset[str]
    minus: frozenset[str]
    passive: frozenset[str]
    active: frozenset[str]
    limited: frozenset[str]
    steady: frozenset[str]
    since: frozenset[str]
    until: frozenset[str]
    within: frozenset[str]
    swinging: frozenset[str]
    deviations: frozenset[str]
    postures: dict[str, str]
    lifting: dict[str, str]
    limits: dict[str, Any]
    falls: dict[str, tuple[float, str, float, float]]


@lru_cache(maxsize=4)
def figure_words(knowledge: Knowledge, language: str) -> FigureWords:
    """The words and limits of one language."""
    cues: Mapping[str, Any] = knowledge.words[f"cues_{language}"]
    words = cues["figures"]
    plain = {name: single(words[name]) for name in (
        "degrees", "girth", "minus", "passive", "active", "limited", "steady", "since", "until", "within", "swinging", "deviations",
    )}
    falls = {}
    for entry in knowledge.settings["laboratory"]:
        if "fall" in entry:
            least, most = entry.get("possible") or (0, 200)
            falls[entry["id"]] = (float(entry["fall"]["percent"]), str(entry["fall"]["concept"]), float(least), float(most))
    return FigureWords(
        postures={fold(w): posture for posture, ws in cues["postures"].items() for w in ws},
        lifting={fold(w): joint for joint, ws in words["lifting"].items() for w in ws},
        limits=knowledge.settings["figures"], falls=falls, **plain,
    )


def figure_mentions(
    tokens: list[Token], sentence: Sentence, items: list[Item], held: Held, marks: list[Mark], told: list[Mention], words: FigureWords,
) -> list[Mention]:
    """What the figures of a sentence mean by themselves. told: what its words say; an angle within these says no more."""
    made: list[Mention] = []
    counts = held.get("count", ())
    if counts:
        made += pressures(tokens, sentence, [i for i in counts if i.value == words.limits["pressure"]["measure"]], words.postures, words.swinging, words.limits)
    for item in (*counts, *held.get("measure", ())):
        if item.value in words.falls and not any(m.first == item.first for m in made):
            made += _change(tokens, item, sentence.last, words)
    if not words.degrees.isdisjoint(sentence.stem_set):
        made += [m for m in angles(tokens, sentence, items, marks, words) if not any(t.concept in words.limits["same"] and t.first <= m.last <= t.last + 3 for t in told)]
    if words.limits["girth"]["unit"] in sentence.stem_set:
        made += girths(tokens, sentence, items, marks, words)
    return made


def _change(tokens: list[Token], item: Item, last: int, words: FigureWords) -> list[Mention]:
    """What two values of a measure say of its fall ("poids 58 (78 avant)", "de 81 à 70 kg"), or one that is "stable"."""
    percent, concept, least, most = words.falls[item.value]
    values: list[tuple[float, int]] = []
    for k in range(item.last + 1, min(last, item.last + 1 + REACH)):
        token = tokens[k]
        if token.raw in ";." or values and len(values) < 2 and token.stem in words.steady:
            break
        if NUMBER.match(token.raw) and not (tokens[k - 1].raw in "-–/:" and tokens[k - 1].end == token.start):
            value = float(token.raw.replace(",", ".")) if token.raw.count(",") + token.raw.count(".") < 2 else 0.0
            if least <= value <= most:
                values.append((value, k))
    if values and (steady := next((k for k in range(values[0][1] + 1, min(last, values[0][1] + 4)) if tokens[k].stem in words.steady), None)) is not None:
        return [Mention(concept, item.first, steady, Scope(Presence.ABSENT), rule="figure")] if item.kind == "count" else []
    less = next((k for k in range(values[0][1] + 1, min(last - 3, values[0][1] + 4)) if tokens[k].raw == "(" and tokens[k + 1].raw in MINUSES and tokens[k + 2].raw[:1].isdecimal() and tokens[k + 3].stem not in words.deviations), None) if values else None
    if less is not None and item.kind == "count":  # "Poids 58,2 (-1,9 en 15 j)"
        return [Mention(concept, item.first, less + 2, Scope(Presence.PRESENT), rule="figure")]
    for (first, at), (second, behind) in zip(values, values[1:], strict=False):
        former, now = _order(tokens, first, at, second, behind, item.last, words)
        if former and now < former <= words.limits["fall_most"] * now and 100 * (former - now) >= percent * former:
            return [Mention(concept, item.first, behind, Scope(Presence.PRESENT), rule="figure")]
    return []


def _order(
    tokens: list[Token], first: float, at: int, second: float, behind: int, measure: int, words: FigureWords,
) -> tuple[float, float]:
    """The former and the present value of two; (0, 0) when nothing tells which is which."""
    between = tokens[at + 1 : behind]
    if any(t.stem in words.since for t in between):
        return second, first
    opened = next((n for n, t in enumerate(between) if t.raw == "("), None)
    if opened is not None:
        led = all(t.stem in words.within for t in between[opened + 1 :])
        return (second, first) if led and not any(t.raw == ")" for t in between) else (0.0, 0.0)
    led = any(t.stem in words.until or t.raw in "→>" for t in between)
    return (first, second) if led and not any(t.raw in ",;" for t in between) else (0.0, 0.0)
