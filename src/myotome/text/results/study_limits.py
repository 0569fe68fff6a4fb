"""What a value of a nerve study is held against, and the narrower name of a slowing at a place of entrapment."""

from __future__ import annotations

from collections.abc import Set
from typing import Any

from myotome.knowledge.store import Knowledge
from myotome.text.scope.item import Item
from myotome.text.tokens.fold import Token

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
