"""The ranking after each visit: when each diagnosis could first have stood in either list, and why."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from myotome.answer import Differential, Influence, Milestone, Stage
from myotome.case import Case, begin_of
from myotome.reasoning.differential import OTHER
from myotome.terms import When

PAST = (When.HISTORY, When.RESOLVED)


def stages(case: Case) -> list[tuple[str, Case]]:
    """The case as it was known after each visit, with the visit's words; else after each date.

    Empty for fewer than two. What carries neither visit nor date was known from the first one on. What a dated document tells was
    known on its date, however old it is; a document without a date is no older than the last date that it tells of.
    """
    if len({f.visit for f in case.findings if f.visit is not None}) > 1:
        marks = sorted({f.visit for f in case.findings if f.visit is not None})
        return [(_when(case, mark), _until(case, [f.visit is None or f.visit <= mark for f in case.findings])) for mark in marks]
    known = _known_on(case)
    dates = sorted({day for f, day in zip(case.findings, known, strict=True) if day and f.counts and f.when not in PAST})
    if len(dates) < 2:
        return []
    return [(date, _until(case, [not day or day <= date for day in known])) for date in dates]


def _known_on(case: Case) -> list[str]:
    """The day from which each finding was known; "" for one that nothing dates."""
    written = {s.id: s.date for s in case.sources}
    last: dict[str, str] = {}
    days = []
    for finding in case.findings:
        source = finding.evidence[0].source if finding.evidence else ""
        told = written.get(source, "") if finding.time is not None or not finding.date else ""
        day = told or begin_of(finding.date or "")
        days.append(day)
        last[source] = max(last.get(source, ""), day)
    return [
        day or (last[f.evidence[0].source] if f.evidence else "") for f, day in zip(case.findings, days, strict=True)
    ]


def _when(case: Case, visit: int) -> str:
    known = case.visits[visit] if visit < len(case.visits) else None
    return (known.when or known.date) if known else str(visit + 1)


def _until(case: Case, kept: list[bool]) -> Case:
    """The case with the kept findings only. Tables and stated diagnoses have no visit: left out, for
    they might come from a later one."""
    findings = tuple(f for f, keep in zip(case.findings, kept, strict=True) if keep)
    return msgspec.structs.replace(case, findings=findings, diagnoses=(), conduction=(), laboratory=())


def course(steps: Sequence[tuple[str, Case, Differential]], first: int, most: int) -> tuple[Stage, ...]:
    """The likeliest after each stage, and the milestones: diseases new to a list, with the finding
    that brought them.

    steps: of each stage its words, its completed case, its differential. first: length of the list
    "most likely" that counts; most: how many of the ranking a stage shows.
    """
    done = []
    seen: set[tuple[str, str]] = set()
    before: frozenset[str] = frozenset()
    for when, case, differential in steps:
        ranked = [c for c in differential.candidates if c.disease != OTHER]
        reached = []
        for place, candidate in enumerate(ranked[:first], 1):
            reached.append(("most_likely", candidate.disease, place, candidate.evidence_for))
        for place, entry in enumerate(differential.not_to_miss, 1):
            reasons = next((c.evidence_for for c in ranked if c.disease == entry.disease), ())
            reached.append(("not_to_miss", entry.disease, place, reasons or ((entry.because,) if entry.because else ())))
        new = [r for r in reached if (r[0], r[1]) not in seen]
        seen |= {(r[0], r[1]) for r in new}
        done.append(Stage(
            when=when, ranking=tuple((c.disease, c.probability) for c in ranked[:most]),
            milestones=tuple(
                _milestone(name, disease, place, _brought(reasons, before), case) for name, disease, place, reasons in new
            ),
        ))
        before = frozenset(f.concept for f in case.findings)
    return tuple(done)


def _milestone(name: str, disease: str, place: int, brought: Influence | None, case: Case) -> Milestone:
    if brought is None or brought.finding is None:
        return Milestone(disease=disease, list=name, place=place)
    present = case.findings[brought.finding].present
    return Milestone(disease=disease, list=name, place=place, because=brought.concept, present=present)


def _brought(reasons: tuple[Influence, ...], before: frozenset[str]) -> Influence | None:
    """The strongest finding that was not known before; else the strongest. None when only age, sex,
    tempo or place speak."""
    told = [r for r in reasons if r.finding is not None]
    fresh = [r for r in told if r.concept not in before]
    return next(iter(fresh or told), None)
