"""Judge values by their own limits first, by the fallback of ``settings/laboratory.yaml`` else."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from myotome.case import Evidence, Finding, LaboratoryRow, Measure
from myotome.errors import Problem
from myotome.knowledge.store import Knowledge
from myotome.laboratory.compare import above, below, reaches
from myotome.laboratory.results import (
    expected_results,
    named_concept,
    named_finding,
    normal_findings,
    result_of,
)
from myotome.terms import Level, Method, Presence, Sex
from myotome.units import unit_key


@lru_cache(maxsize=4)
def _measures(knowledge: Knowledge) -> dict[str, dict[str, Any]]:
    """Measure by id and by every folded name that a table may use."""
    table: dict[str, dict[str, Any]] = {}
    for entry in knowledge.settings.get("laboratory", ()):
        names = [entry["id"], *entry["names"].values(), *(w for ws in entry.get("words", {}).values() for w in ws)]
        for name in names:
            table.setdefault(_key(name), entry)
    return table


def _key(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum())


def canonical(value: float, unit: str, entry: dict[str, Any]) -> float | None:
    """Value in the measure's canonical unit; None when the unit is unknown to it."""
    if not unit or unit_key(unit) == unit_key(entry["unit"]):
        return value
    for written, factor in (entry.get("units") or {}).items():
        if unit_key(written) == unit_key(unit):
            if isinstance(factor, dict):  # degrees Fahrenheit
                return (value - factor["offset"]) * factor["factor"]
            return value * float(factor)
    return None


def _limits(row: LaboratoryRow, entry: dict[str, Any], sex: Sex) -> tuple[float | None, float | None, bool]:
    """Lower and upper limit in canonical unit, and whether they are the source's own."""
    lower = canonical(row.lower, row.unit, entry) if row.lower is not None else None
    upper = canonical(row.upper, row.unit, entry) if row.upper is not None else None
    if lower is not None or upper is not None:
        return lower, upper, True
    limits = entry.get(sex.value) or entry
    return limits.get("lower", entry.get("lower")), limits.get("upper", entry.get("upper")), False


def judge(
    rows: Iterable[LaboratoryRow], knowledge: Knowledge, sex: Sex = Sex.UNKNOWN,
) -> tuple[list[Finding], list[Problem]]:
    """Findings of each row: high or low present, the opposite absent; and rows that cannot be used.

    A value inside the limits states that the abnormality is absent. A row without a usable limit
    says nothing, nor does one whose comparator leaves it open ("< 300" with a limit of 200). A test
    named after a finding ("anti-GM1") is read by its words, "positive" or "negative". A value that no
    patient has (``possible`` of the measure; never under zero) is a problem: its unit is likely wrong.
    """
    findings: list[Finding] = []
    problems: list[Problem] = []
    for row in rows:
        entry = _measures(knowledge).get(_key(row.test))
        place = row.source + (f", row {row.row}" if row.row is not None else "")
        in_words = entry is None or row.text and entry.get("titre")
        concept = named_concept(row, knowledge) if in_words else None
        known = entry is not None or concept is not None
        if known and row.text and not result_of(row.text, knowledge):
            problems.append(Problem(
                level=Level.NOTE if row.row is None else Level.WARNING, code="value.not_understood",
                message=f"{row.test} = {row.text}", mend=expected_results(), place=place,
            ))
            continue
        if concept is not None:
            findings += named_finding(concept, row, knowledge)
            continue
        if entry is None:
            problems.append(Problem(
                level=Level.WARNING, code="laboratory.unknown_test", message=row.test, place=place,
            ))
            continue
        if row.text:
            findings += normal_findings(row, entry, knowledge)
            continue
        findings += _row_findings(row, entry, sex, problems, place)
    return findings, problems


def _row_findings(
    row: LaboratoryRow, entry: dict[str, Any], sex: Sex, problems: list[Problem], place: str,
) -> list[Finding]:
    lower, upper, own = _limits(row, entry, sex)
    if row.value is None and row.times_upper is None:
        return []
    value = canonical(row.value, row.unit, entry) if row.value is not None else None
    if row.value is not None and value is None:
        problems.append(Problem(
            level=Level.WARNING, code="laboratory.unknown_unit", message=f"{row.test} {row.unit}", place=place,
            mend=", ".join([entry["unit"], *(entry.get("units") or {})]),
        ))
        return []
    least, most = entry.get("possible") or (0, math.inf)
    if (value is not None and not least <= value <= most) or (row.times_upper or 0) < 0:
        problems.append(Problem(
            level=Level.NOTE if row.row is None else Level.WARNING, code="value.impossible", place=place,
            message=f"{row.test} = {row.value if row.value is not None else row.times_upper:g} {row.unit}".rstrip(),
            mend=f"{least:g}..{most:g} {entry['unit']}" if most < math.inf else f">= 0 {entry['unit']}",
        ))
        return []
    times = row.times_upper if row.times_upper is not None else (value / upper if value is not None and upper else None)
    measure = Measure(
        value=value, unit=entry["unit"], comparator=row.comparator, lower=lower, upper=upper, times_upper=times,
    )
    evidence = Evidence(
        source=row.source, start=row.start, end=row.end,
        cell=f"row {row.row}" if row.row is not None else "",
        rule="" if own or row.times_upper is not None else f"fallback limit ({entry.get('source', 'memory')})",
    )
    found: list[Finding] = []

    def add(concept: str | None, present: bool, method: Method = Method.LABORATORY) -> None:
        if concept:
            found.append(Finding(
                concept=concept, presence=Presence.PRESENT if present else Presence.ABSENT, measure=measure,
                method=method, date=row.date, evidence=(evidence,), experiencer=row.experiencer,
            ))

    sign = row.comparator
    high = above(times, sign, 1) if times is not None else above(value, sign, upper)
    low = below(value, sign, lower)
    steps = [
        (step["concept"], reached) for step in entry.get("steps") or () if high
        and (reached := reaches(times, sign, step["times_upper"])) is not None
    ]
    if entry.get("quiet") and not high and not low:
        return []
    # a value says one thing; what else it settles is worked out from that
    if high is not None:
        add(entry.get("concept_high"), high, Method.DERIVED if low else Method.LABORATORY)
    for concept, reached in steps:
        add(concept, reached, Method.DERIVED)
    if low is not None:
        add(entry.get("concept_low"), low, Method.DERIVED if high else Method.LABORATORY)
    if high or low or (high is not None and (lower is None or low is not None)) or (upper is None and low is False):
        add(entry.get("concept_abnormal"), bool(high or low), Method.DERIVED if entry.get("concept_high") or entry.get("concept_low") else Method.LABORATORY)
    return found
