"""Kleene's three values with their reasons, and how they combine.

YES and NO name the findings that decided; UNKNOWN names what would decide it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import msgspec

from myotome.terms import Truth


class Judgement(msgspec.Struct, frozen=True):
    """truth; findings: indices into ``Case.findings`` that decided it (or speak for it while it
    is open); missing: concept ids, act ids, or "age", "sex", "duration", that would decide it.

    >>> negate(Judgement(Truth.YES, (3,))).truth.value
    'no'
    """

    truth: Truth
    findings: tuple[int, ...] = ()
    missing: tuple[str, ...] = ()


OPPOSITE = {Truth.YES: Truth.NO, Truth.NO: Truth.YES, Truth.UNKNOWN: Truth.UNKNOWN}


def _joined(lists: list[tuple]) -> tuple:
    """All entries once, in order. Most judgements bring none, or one of them all."""
    full = [entries for entries in lists if entries]
    if len(full) < 2:
        return full[0] if full else ()
    return tuple(dict.fromkeys(chain.from_iterable(full)))


def negate(one: Judgement) -> Judgement:
    """Not: YES and NO change places, UNKNOWN stays."""
    return Judgement(OPPOSITE[one.truth], one.findings, one.missing)


def at_least(n: int, parts: Sequence[Judgement]) -> Judgement:
    """``n`` of the parts hold. All of k parts is ``at_least(k, parts)``; any is ``at_least(1, ...)``.

    >>> at_least(1, [Judgement(Truth.UNKNOWN, (), ("age",)), Judgement(Truth.NO)]).missing
    ('age',)
    """
    yes, no, unknown = [], [], []
    for part in parts:
        (yes if part.truth is Truth.YES else unknown if part.truth is Truth.UNKNOWN else no).append(part)
    if len(yes) >= n:
        return Judgement(Truth.YES, _joined([p.findings for p in yes]))
    if len(yes) + len(unknown) < n:
        return Judgement(Truth.NO, _joined([p.findings for p in no]))
    if len(parts) == 1:
        return parts[0]
    return Judgement(
        Truth.UNKNOWN,
        _joined([p.findings for p in (*yes, *unknown)]),
        _joined([p.missing for p in unknown]),
    )


def all_of(parts: Sequence[Judgement]) -> Judgement:
    """And: YES when there is nothing to ask."""
    return at_least(len(parts), parts)


def any_of(parts: Sequence[Judgement]) -> Judgement:
    """Or: NO when there is nothing to ask."""
    return at_least(1, parts)
