"""What it is: most likely, and not to be missed, each with what speaks for, against, and is open."""

from __future__ import annotations

from typing import NamedTuple

from myotome.answer import Candidate, Differential, Influence, NotToMiss
from myotome.report.context import Cite, Context
from myotome.report.numbers import percent, ratio
from myotome.report.phrases import absent, finding_phrase

OTHER = "other"
OPEN, FOLDED = 5, 15  # diagnoses open; in all, with their reasons
SHOWN = 6  # influences open; the rest of a list is folded
MOST_EXPECTED = 8
HEADLINE = 3  # reasons in a summary line
CONTEXT = "context"  # match kind of age, sex, tempo, place


class Reason(NamedTuple):
    """One finding and what it did. here, elsewhere: its frequency with the disease and without;
    strength: the ratio as printed; href: its place in the note, empty for age, sex, place."""

    text: str
    href: str
    here: str
    elsewhere: str
    strength: str
    match: str
    cite: Cite


class Entry(NamedTuple):
    """rank 0 is "none of these". anchor: id of its card on the page."""

    rank: int
    disease: str
    name: str
    short: str
    summary: str
    percent: str
    share: float
    prior: str
    fit: str
    evidence_for: tuple[Reason, ...]
    evidence_against: tuple[Reason, ...]
    expected: tuple[tuple[str, str], ...]
    anchor: str


class Missable(NamedTuple):
    """because: the finding that put it there. harm, treatability: reasons with their source."""

    entry: Entry
    because: Reason | None
    harm: str
    harm_cite: Cite
    treatability: str
    treatability_cite: Cite
    listed: bool


class Ranking(NamedTuple):
    """rest: how many diseases are less probable than those shown, and their share together."""

    first: tuple[Entry, ...]
    folded: tuple[Entry, ...]
    other: Entry | None
    rest_count: int
    rest_percent: str
    not_to_miss: tuple[Missable, ...]


def ranking(differential: Differential, context: Context) -> Ranking:
    """Both lists of one patient."""
    ranked = [c for c in differential.candidates if c.disease != OTHER]
    other = next((c for c in differential.candidates if c.disease == OTHER), None)
    shown = tuple(entry(c, n, context) for n, c in enumerate(ranked[:FOLDED], 1))
    rest = ranked[FOLDED:]
    by_id = {c.disease: c for c in ranked}
    drawn = {e.disease for e in shown}
    return Ranking(
        first=shown[:OPEN], folded=shown[OPEN:],
        other=entry(other, 0, context) if other else None,
        rest_count=len(rest), rest_percent=percent(sum(c.probability for c in rest), context.words),
        not_to_miss=tuple(
            _missable(n, by_id.get(n.disease), n.disease in drawn, context) for n in differential.not_to_miss
        ),
    )


def entry(candidate: Candidate, rank: int, context: Context) -> Entry:
    """One diagnosis with its reasons."""
    words = context.words
    known = words.knowledge.diseases.get(candidate.disease)
    return Entry(
        rank=rank, disease=candidate.disease, name=words.upper(words.disease(candidate.disease)),
        short=words.text(known.short) if known else "",
        summary=words.text(known.summary) if known and known.summary else "",
        percent=percent(candidate.probability, words), share=candidate.probability,
        prior=percent(candidate.prior, words), fit=percent(candidate.fit, words) if candidate.fit is not None else "",
        evidence_for=tuple(reason(i, context) for i in candidate.evidence_for),
        evidence_against=tuple(reason(i, context) for i in candidate.evidence_against),
        expected=tuple(
            (words.concept(c), percent(share, words)) for c, share in candidate.expected[:MOST_EXPECTED]
        ),
        anchor=f"{context.prefix}d-{candidate.disease}",
    )


def reason(influence: Influence, context: Context) -> Reason:
    """One influence in words: a finding as it was said, or age, sex, tempo, place."""
    words = context.words
    text, href = words.concept(influence.concept), ""
    if influence.finding is not None:
        finding = context.case.findings[influence.finding]
        said = finding_phrase(finding, words)
        if finding.concept == influence.concept:
            text = said
        else:
            whole = text if finding.present else absent(text, words)
            text = words("seen_as", whole=whole, said=said)
        href = context.href(influence.finding)

    def share(value: float | None) -> str:
        return "" if value is None else percent(value, words)

    return Reason(
        text=text, href=href, here=share(influence.frequency), elsewhere=share(influence.background),
        strength=ratio(influence.log_ratio, words),
        match="" if influence.match == "exact" else words.of("match", influence.match),
        cite=context.cite(_source(influence)),
    )


def _source(influence: Influence) -> str:
    return "choice" if influence.match == CONTEXT else influence.reference


def _missable(item: NotToMiss, candidate: Candidate | None, listed: bool, context: Context) -> Missable:
    disease = context.words.knowledge.diseases[item.disease]
    words = context.words
    shown = candidate or Candidate(disease=item.disease, probability=item.probability)
    return Missable(
        entry=entry(shown, 0, context),
        because=reason(item.because, context) if item.because else None,
        harm=words.text(disease.harm.reason), harm_cite=context.cite(disease.harm.source),
        treatability=words.text(disease.treatability.reason),
        treatability_cite=context.cite(disease.treatability.source), listed=listed,
    )
