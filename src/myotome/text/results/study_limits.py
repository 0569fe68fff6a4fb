"""What a value of a nerve study is held against, and the narrower name of a slowing at a place of entrapment."""

from __future__ import annotations

from collections.abc import Set
from typing import Any

from myotome.case import Measure
from myotome.knowledge.store import Knowledge
from myotome.terms import Presence, Side
from myotome.text.results.numbers import NUMBER, number
from myotome.text.results.study_places import Events
from myotome.text.scope.item import Item
from myotome.text.scope.mention import Mention
from myotome.text.scope.scope import Scope
from myotome.text.scope.sides import Mark, Placed
from myotome.text.tokens.fold import Token
from myotome.text.tokens.layout import Sentence

WHERE = 8  # tokens between a velocity and the limbs that it is of
NARROWED = frozenset({"age", "sex", "segment", "per_cm"})  # what keeps a limit from holding for any patient and segment


def published_limit(knowledge: Knowledge, nerve: str, study: str, column: str | None) -> tuple[float | None, float | None]:
    """The published limits of a nerve that hold for any age and segment; of several muscles, the mildest.

    column: the quantity as ``settings/conduction_limits.yaml`` names it ("velocity_ms").
    """
    entries = [
        e for e in knowledge.settings["conduction_limits"]["limits"]
        if (e["nerve"], e["study"], e["quantity"]) == (nerve, study, column) and not NARROWED & e.keys()
    ]
    lows, highs = [e["low"] for e in entries if "low" in e], [e["high"] for e in entries if "high" in e]
    return (min(lows) if lows else None), (max(highs) if highs else None)


def named_beside(tokens: list[Token], items: list[Item], first: int, until: int) -> set[str]:
    """The words between a nerve and what is said of it, and the sites that they name."""
    return {i.value.rpartition(".")[2] for i in items if i.kind == "site" and first <= i.first < until} | {t.raw for t in tokens[first:until]}


def at_entrapment(words: dict[str, Any], concept: str, nerve: str, beside: Set[str]) -> str:
    """The narrower concept of a slowing where the words or segments ``beside`` it name the place of an entrapment."""
    for entry in words["narrower"]:
        if entry["of"] == concept and entry["nerve"] == nerve and (entry["site"] in beside or not beside.isdisjoint(entry["words"])):
            return str(entry["becomes"])
    return concept


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
