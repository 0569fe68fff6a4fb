"""Repetitive stimulation, reflexes, jitter, evoked potentials, MUNIX: values against their limits.

MUNIX follows the amplitude of the motor response and is no count of units: shown, never judged.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import msgspec

from myotome.answer import TestJudgement
from myotome.case import Evidence, Finding, Measure, TrainRow, ValueRow
from myotome.electrodiagnosis.settings import Limit, Shape
from myotome.knowledge.store import Knowledge
from myotome.terms import Method, Presence, Side
from myotome.units import PERCENT, exact

NORMAL, HIGH, LOW, ABSENT, UNLIMITED = "normal", "high", "low", "absent", "no_limit"


class RepetitiveSettings(Shape, frozen=True):
    rate_hz: Limit
    decrement: Limit
    decrement_facial: Limit
    facial_muscles: tuple[str, ...]
    increment: Limit
    findings: dict[str, str]


class ValueLimit(Shape, frozen=True):
    test: str
    quantity: str
    source: str
    site: str = ""
    high: float | None = None
    low: float | None = None


class FurtherSettings(Shape, frozen=True):
    """``settings/further_tests.yaml``."""

    repetitive: RepetitiveSettings
    values: tuple[ValueLimit, ...]
    findings: dict[str, str]
    finding_of_quantity: dict[str, str]
    side_difference: dict[str, Limit]


@lru_cache(maxsize=4)
def further_settings(knowledge: Knowledge) -> FurtherSettings:
    return msgspec.convert(knowledge.settings["further_tests"], FurtherSettings)


def judge_trains(rows: Sequence[TrainRow], knowledge: Knowledge) -> tuple[list[TestJudgement], list[Finding]]:
    """Decrement at a low rate, increment after exercise or at a high rate.

    >>> from myotome.knowledge import load
    >>> judge_trains([TrainRow(side="left", nerve="ulnar", rate_hz=3, decrement_percent=10)], load())[0][0].state
    'decrement'
    """
    rules = further_settings(knowledge).repetitive
    judged, findings = [], []
    for index, row in enumerate(rows):
        limit = rules.decrement_facial if row.muscle in rules.facial_muscles else rules.decrement
        low_rate = row.rate_hz is None or rules.rate_hz.holds(exact(row.rate_hz))
        for kind, value, rule in (
            ("decrement", row.decrement_percent if low_rate else None, limit),
            ("increment", row.increment_percent, rules.increment),
        ):
            if value is None:
                continue
            met = bool(rule.holds(exact(value)))
            judged.append(TestJudgement(
                test="repetitive", site=row.muscle or row.nerve, side=row.side, state=kind if met else NORMAL,
                quantity=f"{kind}_percent", value=value, unit=PERCENT, reference=rule.source, table="trains",
                limit=rule.from_ if rule.from_ is not None else rule.above, row=index,
            ))
            findings.append(_finding(rules.findings[kind], row, row.muscle or row.nerve, value, PERCENT, present=met))
    return judged, findings


def judge_values(rows: Sequence[ValueRow], knowledge: Knowledge) -> tuple[list[TestJudgement], list[Finding]]:
    """Each value against the limit in its row, else the published one; sides of an H reflex compared."""
    settings = further_settings(knowledge)
    judged, findings = [], []
    for index, row in enumerate(rows):
        low, high, source = _limit(row, settings)
        state = UNLIMITED
        if row.response == "absent":
            state = ABSENT
        elif row.value is not None and (low is not None or high is not None):
            below = low is not None and exact(row.value) < exact(low)
            state = LOW if below else HIGH if high is not None and exact(row.value) > exact(high) else NORMAL
        if state == UNLIMITED and _apart(row, rows, settings):
            state, source = HIGH, settings.side_difference[row.test].source
        judged.append(TestJudgement(
            test=row.test, site=row.site, side=row.side, state=state, quantity=row.quantity, value=row.value,
            unit=row.unit, limit=high if high is not None else low, reference=source, row=index,
        ))
        concept = settings.finding_of_quantity.get(row.quantity) or settings.findings.get(row.test)
        if concept and state != UNLIMITED:
            findings.append(_finding(concept, row, "", row.value, row.unit, present=state != NORMAL))
    return judged, findings


def _limit(row: ValueRow, settings: FurtherSettings) -> tuple[float | None, float | None, str]:
    if row.limit_low is not None or row.limit_high is not None:
        return row.limit_low, row.limit_high, "row"
    for entry in settings.values:
        if (entry.test, entry.quantity) == (row.test, row.quantity) and entry.site in ("", row.site):
            return entry.low, entry.high, entry.source
    return None, None, "choice"


def _apart(row: ValueRow, rows: Sequence[ValueRow], settings: FurtherSettings) -> bool:
    """Is this side later than the other by more than the published difference?"""
    rule = settings.side_difference.get(row.test)
    if rule is None or row.value is None or not row.quantity.endswith("latency_ms"):
        return False
    return any(
        o.value is not None and rule.holds(exact(row.value) - exact(o.value))
        for o in rows if (o.test, o.quantity, o.site) == (row.test, row.quantity, row.site) and o.side != row.side
    )


def _finding(
    concept: str, row: TrainRow | ValueRow, site: str, value: float | None, unit: str, *, present: bool,
) -> Finding:
    side = Side(row.side) if row.side in {s.value for s in Side} else Side.UNSAID
    return Finding(
        concept=concept, presence=Presence.PRESENT if present else Presence.ABSENT, site=site or None, side=side,
        method=Method.ENMG, date=row.date, measure=None if value is None else Measure(value=value, unit=unit),
        evidence=(Evidence(source=row.source, cell=f"row {row.row}" if row.row is not None else ""),),
    )
