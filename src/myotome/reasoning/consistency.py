"""What cannot be true together: said both ways, impossible ages, a finding that no disease describes."""

from __future__ import annotations

from collections.abc import Iterator

from myotome.case import Case, Finding
from myotome.knowledge.store import Knowledge
from myotome.reasoning.frequencies import frequencies
from myotome.terms import Method, Sex


def contradictions(case: Case, knowledge: Knowledge) -> tuple[tuple[str, str], ...]:
    """Pairs (message id, value) for ``Limits.assumed``: what is wrong, and by that what was done.

    said_both_ways: the same finding at the same place is there and stated absent; it counts as there.
    onset_after_age, duration_over_age, pregnant_man: the ages or the sex do not fit; both are kept.
    undescribed: a finding that no disease describes; it changes nothing but the fit.
    """
    return (*dict.fromkeys((*_both_ways(case), *_person(case), *_undescribed(case, knowledge))),)


def _both_ways(case: Case) -> Iterator[tuple[str, str]]:
    said: dict[tuple, set[bool]] = {}
    for finding in case.findings:
        if finding.counts and finding.method is not Method.DERIVED:
            said.setdefault(_place(finding), set()).add(finding.present)
    yield from (("said_both_ways", concept) for (concept, *_), both in said.items() if len(both) > 1)


def _place(finding: Finding) -> tuple:
    """Where and when a finding is said: two visits may differ without a contradiction."""
    return (finding.concept, finding.site, finding.side, finding.visit, finding.date or "", finding.age)


def _person(case: Case) -> Iterator[tuple[str, str]]:
    patient = case.patient
    if patient.age is not None and patient.onset_age is not None and patient.onset_age > patient.age:
        yield "onset_after_age", ""
    if patient.age is not None and patient.duration_months is not None and patient.duration_months > 12 * (patient.age + 1):
        yield "duration_over_age", ""
    if patient.pregnant and patient.sex is Sex.MALE:
        yield "pregnant_man", ""


def _undescribed(case: Case, knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """A present finding that neither a disease lists, nor one narrower or broader than it."""
    table = frequencies(knowledge)
    for finding in case.findings:
        column = table.column.get(finding.concept)
        silent = column is not None and not table.described[column]
        if finding.present and finding.counts and finding.method is not Method.DERIVED and silent:
            yield "undescribed", finding.concept
