"""Which of the results that follow a test say something of their own: "positif à 40°" is one, "present but reduced" is reduced."""

from __future__ import annotations

from myotome.text.scope.item import Held, Item

JOINTS = ("coordination", "contrast")
DIRECT = 3  # tokens between two results that stand side by side


def before_exception(pairs: list[tuple[Item, str]], last: Item, held: Held) -> list[tuple[Item, str]]:
    """The results of a test before an exception; one behind it is of what is excepted ("present but for the left ankle, lost")."""
    if len(pairs) <= 1 or "exception" not in held:
        return pairs
    end = max(last.last, pairs[0][0].last)
    wall = next((i.first for i in held["exception"] if i.first > end), None)
    return pairs if wall is None else [pair for pair in pairs if pair[0].first < wall]


def of_one_place(pairs: list[tuple[Item, str]], held: Held) -> list[tuple[Item, str]]:
    """The results without a normal one that the word beside it takes back ("present and brisk", "present but reduced", "faibles mais présents"),
    where no place and no side tells them apart."""
    if len(pairs) == 1:
        return pairs
    pairs = _with_signs(pairs)
    past = {i.last + 1 for i in held.get("history_cue", ())}
    pairs = [pair for n, pair in enumerate(pairs) if n + 1 == len(pairs) or pair[0].first not in past]  # "previously impaired, now normal"
    return [
        (result, verdict) for n, (result, verdict) in enumerate(pairs)
        if not (verdict == "normal" and (
            n + 1 < len(pairs) and pairs[n + 1][1] == "abnormal" and _joined(result, pairs[n + 1][0], held)
            or n and pairs[n - 1][1] == "abnormal" and _joined(pairs[n - 1][0], result, held)
        ))
    ]


def _with_signs(pairs: list[tuple[Item, str]]) -> list[tuple[Item, str]]:
    """The results, a word and the sign or angle right behind it that says the same as one ("positif à 40°", "réveille la douleur à 50°")."""
    found: list[tuple[Item, str]] = []
    for result, verdict in pairs:
        before = found[-1][0] if found else None
        if before is not None and found[-1][1] == verdict and result.value.startswith("symbol:") and not before.value.startswith("symbol:") and result.first - before.last < DIRECT:
            found[-1] = (Item("result", result.value, before.first, result.last), verdict)
        else:
            found.append((result, verdict))
    return found


def _joined(result: Item, other: Item, held: Held) -> bool:
    """Do two results stand side by side, with neither a place nor a side between them?"""
    return other.first - result.last < DIRECT and any(
        result.last < i.first < other.first for kind in JOINTS for i in held.get(kind, ())
    )
