"""What the same words say twice counts once, and several mentions are one finding: the other grain and the opposite extreme are derived."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import msgspec

from myotome.case import Finding, Grade, begin_of
from myotome.knowledge.store import Knowledge
from myotome.terms import ABSENT, DERIVED, HISTORY

Spans = tuple[tuple[str, int | None, int | None], ...]


@lru_cache(maxsize=4)
def _extremes(knowledge: Knowledge) -> dict[str, str]:
    """Concept of the extreme of a measure that a normal value only settles -> that of the one that it denies; other absences that a like one says (``absence_settled``)."""
    entries: Sequence[Mapping[str, Any]] = knowledge.settings["laboratory"]
    settled: Mapping[str, str] = knowledge.words["reader"]["absence_settled"]
    both = [(e["concept_low"], e["concept_high"], e.get("denies")) for e in entries if e.get("concept_low") and e.get("concept_high")]
    return {high if denies == "low" else low: low if denies == "low" else high for low, high, denies in both} | dict(settled)


def said_once(findings: list[Finding], knowledge: Knowledge) -> list[Finding]:
    """The findings, those absences marked as derived that the same words say in another grain.

    The broader absence counts ("échocardiographie normale": no cardiac involvement, so no cardiomyopathy), and of a normal
    measure that of the high extreme ("bilan phosphocalcique normal"), of potassium of the low one.
    """
    stated: Mapping[str, str] = knowledge.words["reader"]["settled_by_presence"]
    stating = set(stated.values())
    at: dict[Spans, list[Finding]] = {}
    for finding in findings:
        if (finding.presence is ABSENT or finding.concept in stating) and finding.method is not DERIVED and finding.evidence:
            at.setdefault(tuple((e.source, e.start, e.end) for e in finding.evidence), []).append(finding)
    aside = {id(f) for together in at.values() if len(together) > 1 for f in together if f.presence is ABSENT and _repeats(f, together, knowledge)}
    begun = {_begun(f, e.start) for together in at.values() for f in together if f.concept in stating and f.presence is not ABSENT for e in f.evidence}
    for together in at.values() if begun else ():
        aside |= {
            id(f) for f in together
            if f.concept in stated and f.presence is ABSENT and begun.issuperset([_begun(f, e.start, stated[f.concept]) for e in f.evidence])
        }
    if not aside:
        return list(findings)
    return [msgspec.structs.replace(f, method=DERIVED) if id(f) in aside else f for f in findings]


def _begun(finding: Finding, start: int | None, concept: str = "") -> tuple[Any, ...]:
    """A finding's concept (or another one), place and person, and where words of it begin: "ROT vifs" and "ROT vifs et symétriques" begin together."""
    return concept or finding.concept, finding.site, finding.side, finding.experiencer, start


def _repeats(finding: Finding, together: list[Finding], knowledge: Knowledge) -> bool:
    """Does another absence of the same words, place and person say it already?"""
    beside = [
        o for o in together
        if o.concept != finding.concept and (o.site, o.side, o.experiencer) == (finding.site, finding.side, finding.experiencer)
    ]
    alike = {o.concept for o in beside if o.presence is ABSENT}
    return _extremes(knowledge).get(finding.concept) in alike or any(knowledge.is_a(finding.concept, o) for o in alike)


def _earliest(known: Finding, new: Finding) -> dict[str, Any]:
    """When a finding said twice was first there: the time that counts, with its date and age."""
    if new.time is None and new.date is None or known.date and (not new.date or begin_of(known.date) <= begin_of(new.date)):
        return {}
    if known.time is not None and not new.date:
        return {}
    return {"time": new.time, "date": new.date, "age": new.age}


def merge(findings: list[Finding]) -> list[Finding]:
    """One finding gathers its several mentions; a worse side that one of them says is kept. Two grades are two findings:
    those of two visits, or of two parts that have one name."""
    merged: dict[tuple[Any, ...], list[Finding]] = {}
    for f in findings:
        key = (f.concept, f.presence, f.certainty, f.site, f.side, f.experiencer, f.when is HISTORY)
        same = merged.get(key)
        if same is None:
            merged[key] = [f]
            continue
        at = next((n for n, known in enumerate(same) if _agree(known.grade, f.grade)), len(same))
        same[at:] = [_joined(same[at], f) if at < len(same) else f, *same[at + 1 :]]
    return [f for same in merged.values() for f in same]


def _agree(a: Grade | None, b: Grade | None) -> bool:
    return a is None or b is None or (a.scale, a.low, a.high) == (b.scale, b.low, b.high)


def _joined(known: Finding, f: Finding) -> Finding:
    return msgspec.structs.replace(
        known, method=f.method if known.method is DERIVED else known.method,
        evidence=known.evidence + f.evidence, grade=known.grade or f.grade, worse=known.worse or f.worse,
        severity=known.severity or f.severity, tempo=known.tempo or f.tempo, course=known.course or f.course,
        topography=tuple(dict.fromkeys((*known.topography, *f.topography))), **_earliest(known, f),
    )
