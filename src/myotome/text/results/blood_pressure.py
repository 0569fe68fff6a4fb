"""Blood pressures: lying and standing ("PA 132/74 couchée, 94/60 debout"), too low, too high, or swinging. Limits: ``settings/figures.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from myotome.terms import Presence
from myotome.text.results.numbers import NUMBER
from myotome.text.scope.item import Item
from myotome.text.scope.mention import Mention
from myotome.text.scope.scope import Scope
from myotome.text.tokens.fold import Token
from myotome.text.tokens.layout import Sentence

STANDING = "standing"
REACH = 8  # tokens between the name of a pressure and its swings
DIRECT = 4  # tokens between the name of a pressure and its value


def _orthostatic(tokens: list[Token], sentence: Sentence, postures: Mapping[str, str], limits: dict[str, Any]) -> Mention | None:
    """Orthostatic hypotension, there or not, by the pressures of a sentence; None when they are not of both postures.

    postures: folded word -> "standing" or "lying". limits: ``pressure`` of ``settings/figures.yaml``.
    """
    pairs = _pairs(tokens, sentence, limits)
    if len(pairs) < 2:
        return None
    told = [_posture(tokens, at, pairs, n, sentence, postures) for n, (at, _, _) in enumerate(pairs)]
    if STANDING not in told:
        return None
    standing = [p for p, posture in zip(pairs, told, strict=True) if posture == STANDING]
    lying = [p for p, posture in zip(pairs, told, strict=True) if posture != STANDING]
    if not lying:
        return None
    fallen = any(
        lying[0][1] - systolic >= limits["systolic"] or lying[0][2] - diastolic >= limits["diastolic"] for _, systolic, diastolic in standing
    )
    presence = Presence.PRESENT if fallen else Presence.ABSENT
    return Mention(limits["concept"], pairs[0][0], pairs[-1][0] + 2, Scope(presence), rule="pressures lying and standing")


def pressures(
    tokens: list[Token], sentence: Sentence, measures: list[Item], postures: Mapping[str, str], swinging: frozenset[str], settings: dict[str, Any],
) -> list[Mention]:
    """What the pressures of a sentence say. measures: where they are named. swinging: words of a pressure that goes up and down."""
    limits = settings["pressure"]
    if not measures:
        return []
    fall = _orthostatic(tokens, sentence, postures, limits)
    if fall is not None:
        return [fall]
    for item in measures:
        end = min(sentence.last, item.last + 1 + REACH)
        if not swinging.isdisjoint(t.stem for t in tokens[item.last + 1 : end]):
            found = [k for k in range(item.last + 1, end) if NUMBER.match(tokens[k].raw)]
            values = [v * (10 if v < limits["centimetres_below"] else 1) for k in found if (v := float(tokens[k].raw.replace(",", "."))) > 0]
            if len(values) > 1 and abs(values[0] - values[1]) >= limits["swing"]:
                return [Mention(limits["swing_concept"], item.first, found[1], Scope(Presence.PRESENT), rule="figure")]
        pair = next((p for p in _pairs(tokens, sentence, limits) if item.last < p[0] <= item.last + DIRECT), None)
        if pair is None:
            continue
        at, systolic, diastolic = pair
        high = systolic > limits["high_systolic"] or diastolic > limits["high_diastolic"]
        if high or systolic < limits["low"]:
            return [Mention(limits["high_concept"] if high else limits["low_concept"], item.first, at + 2, Scope(Presence.PRESENT), rule="figure")]
    return []


def _pairs(tokens: list[Token], sentence: Sentence, limits: dict[str, Any]) -> list[tuple[int, float, float]]:
    """Position, systolic and diastolic pressure in mmHg of each "132/74" or "13/8" of a sentence."""
    found: list[tuple[int, float, float]] = []
    for k in range(sentence.first, sentence.last - 2):
        if tokens[k + 1].raw != "/" or not NUMBER.match(tokens[k].raw) or not NUMBER.match(tokens[k + 2].raw):
            continue
        one, other = (float(tokens[i].raw.replace(",", ".")) for i in (k, k + 2))
        scale = 10 if one < limits["centimetres_below"] else 1
        least, most = limits["possible"]
        if least <= one * scale <= most and limits["least_diastolic"] <= other * scale < one * scale:
            found.append((k, one * scale, other * scale))
    return found


def _posture(
    tokens: list[Token], at: int, pairs: list[tuple[int, float, float]], n: int, sentence: Sentence, postures: Mapping[str, str],
) -> str:
    """The posture told behind a pressure, else before it."""
    end = pairs[n + 1][0] if n + 1 < len(pairs) else sentence.last
    behind = next((postures[t.stem] for t in tokens[at + 3 : end] if t.stem in postures), "")
    start = pairs[n - 1][0] if n else sentence.first
    before = next((postures[t.stem] for t in reversed(tokens[start:at]) if t.stem in postures), "")
    led = tokens[at - 1].stem in postures or tokens[at - 1].raw == ":" and tokens[at - 2].stem in postures  # "debout : 94/60"
    return before if led else behind or before
