"""What cannot be true together: said both ways, opposites, impossible ages, a finding that no disease describes."""

from __future__ import annotations

from collections.abc import Iterator

from myotome.answer import Contradiction
from myotome.case import Case, Finding
from myotome.knowledge.store import Knowledge
from myotome.reasoning.frequencies import frequencies
from myotome.terms import Certainty, Method, Sex

SURE = (Certainty.CERTAIN, Certainty.PROBABLE)


def contradictions(case: Case, knowledge: Knowledge) -> tuple[Contradiction, ...]:
    """Pairs of findings that cannot both be true where and when they are said, one for each place.

    >>> from myotome.knowledge import load
    >>> from myotome.terms import Side
    >>> there = {"site": "achilles", "side": Side.LEFT}
    >>> case = Case(findings=(Finding(concept="reflex_loss", **there), Finding(concept="brisk_reflexes", **there)))
    >>> [(c.kind, c.findings) for c in contradictions(case, load())]
    [('opposite', (0, 1))]
    """
    said = [(i, f) for i, f in enumerate(case.findings) if f.counts and not _worked_out(f)]
    present = [(i, f) for i, f in said if f.present]
    found: dict[tuple, Contradiction] = {}
    for i, there in present:
        for j, absence in said:
            if not absence.present and there.concept == absence.concept and _same_time(there, absence) and _same_place(there, absence):
                found.setdefault(("both_ways", there.concept, there.site, _when(there)), Contradiction(kind="both_ways", findings=(i, j)))
    for pair in knowledge.settings["overview"]["opposites"]:
        one, other = ([(i, f) for i, f in present if f.certainty in SURE and knowledge.is_a(f.concept, c)] for c in pair)
        for i, first in one:
            for j, second in other:
                if _same_time(first, second) and _meet(first, second, knowledge):
                    found.setdefault((*pair, _site(first, knowledge), _when(first)), Contradiction(kind="opposite", findings=(i, j)))
    told: dict[tuple, Contradiction] = {}
    for one in found.values():  # a sentence may yield "weakness" and "weak shoulder": it is shown once
        told.setdefault(tuple(
            tuple((e.source, e.start, e.cell, e.field) for e in case.findings[i].evidence) or i for i in one.findings
        ), one)
    return tuple(told.values())


def doubts(case: Case, knowledge: Knowledge) -> tuple[tuple[str, str], ...]:
    """Pairs (message id, value) for ``Limits.assumed``: what is wrong, and by that what was done.

    onset_after_age, duration_over_age, pregnant_man: the ages or the sex do not fit; both are kept.
    undescribed: a finding that no disease describes; it changes nothing but the fit.
    """
    return (*dict.fromkeys((*_person(case), *_undescribed(case, knowledge))),)


def _worked_out(finding: Finding) -> bool:
    """From other findings (``logic.derive``), not from words of its own: "vif" is read as not abolished, too."""
    return finding.method is Method.DERIVED and all(e.rule == finding.concept for e in finding.evidence)


def _when(finding: Finding) -> tuple:
    return (finding.visit, finding.date or "", finding.age, finding.when)


def _same_time(one: Finding, other: Finding) -> bool:
    """Two visits may differ without a contradiction."""
    return _when(one) == _when(other)


def _same_place(one: Finding, other: Finding) -> bool:
    """The same site, and the same side or one that both speak of; left is no contradiction of unsaid."""
    return one.site == other.site and (one.side is other.side or _shared_side(one, other))


def _shared_side(one: Finding, other: Finding) -> bool:
    return not set(one.side.lateral).isdisjoint(other.side.lateral)


def _site(finding: Finding, knowledge: Knowledge) -> str:
    """The site that is said, else the one that the concept always has."""
    entry = knowledge.concepts.get(finding.concept)
    return finding.site or (entry.site if entry else "") or ""


def _meet(one: Finding, other: Finding, knowledge: Knowledge) -> bool:
    """At one place for sure: what has a place is compared only where both name it, with the side."""
    sites = _site(one, knowledge), _site(other, knowledge)
    if not any(sites) and not any(knowledge.concepts[f.concept].sited for f in (one, other)):
        return True
    return bool(sites[0]) and sites[0] == sites[1] and _shared_side(one, other)


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
