"""What it is: most likely, and not to be missed, each with what speaks for, against, and is open."""

from __future__ import annotations

from typing import NamedTuple

from myotome.answer import Candidate, Differential, Influence, NotToMiss
from myotome.report.context import Cite, Context
from myotome.report.numbers import frequency, percent, ratio
from myotome.report.phrases import absent
from myotome.report.sections.beyond import beyond_lines
from myotome.report.wording import Wording

OTHER = "other"
OPEN, FOLDED = 5, 15  # diagnoses open; in all, with their reasons
BRIEF = 4  # reasons for and against of a folded diagnosis; an open one has all
MOST_EXPECTED = 8
HEADLINE = 3  # reasons in a summary line
CONTEXT = "context"  # match kind of age, sex, tempo, place
NEGLIGIBLE = 0.05  # a smaller log ratio would print as ×1


class Reason(NamedTuple):
    """One finding and what it did. shares: its frequency with the disease and without; strength: the
    ratio as printed; href: its place in the note, empty for age, sex, place."""

    text: str
    href: str
    shares: str
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
    beyond: tuple[str, ...]


def ranking(differential: Differential, context: Context) -> Ranking:
    """Both lists of one patient."""
    words = context.words
    ranked = [c for c in differential.candidates if c.disease != OTHER]
    other = next((c for c in differential.candidates if c.disease == OTHER), None)
    shown = tuple(
        entry(c, n, context, None if n <= OPEN else BRIEF) for n, c in enumerate(ranked[:FOLDED], 1)
    )
    rest = ranked[FOLDED:]
    by_id = {c.disease: c for c in ranked}
    drawn = {e.disease for e in shown}
    return Ranking(
        first=shown[:OPEN], folded=shown[OPEN:],
        other=entry(other, 0, context) if other else None,
        beyond=tuple(beyond_lines(differential, words)), rest_count=len(rest), rest_percent=percent(sum(c.probability for c in rest), words),
        not_to_miss=tuple(
            _missable(n, by_id.get(n.disease), n.disease in drawn, context) for n in differential.not_to_miss
        ),
    )


def leader(differential: Differential) -> str:
    """The likeliest disease; empty when nothing is ranked."""
    return next((c.disease for c in differential.candidates if c.disease != OTHER), "")


def entry(candidate: Candidate, rank: int, context: Context, most: int | None = None) -> Entry:
    """One diagnosis with its reasons, the ``most`` important ones for and against."""
    words = context.words
    known = words.knowledge.diseases.get(candidate.disease)
    return Entry(
        rank=rank, disease=candidate.disease, name=words.upper(words.disease(candidate.disease)),
        short=_short(words.text(known.short), words.text(known.names)) if known else "",
        summary=words.text(known.summary) if known and known.summary else "",
        percent=percent(candidate.probability, words), share=candidate.probability,
        prior=percent(candidate.prior, words), fit=percent(candidate.fit, words) if candidate.fit is not None else "",
        evidence_for=_reasons(candidate.evidence_for[:most], context),
        evidence_against=_reasons(candidate.evidence_against[:most], context),
        expected=tuple(
            (words.concept(c), frequency(share, words)) for c, share in candidate.expected[:MOST_EXPECTED]
        ),
        anchor=f"{context.prefix}d-{candidate.disease}",
    )


def _short(short: str, name: str) -> str:
    """The abbreviation, unless the name already holds it."""
    return "" if short.casefold() in name.casefold() else short


def _reasons(influences: tuple[Influence, ...], context: Context) -> tuple[Reason, ...]:
    return tuple(reason(i, context) for i in influences if abs(i.log_ratio) >= NEGLIGIBLE)


def reason(influence: Influence, context: Context) -> Reason:
    """One influence in words: a finding as it was said, or age, sex, tempo, place."""
    words = context.words
    text, href = words.concept(influence.concept), ""
    if influence.finding is not None:
        finding = context.case.findings[influence.finding]
        said = context.ref(influence.finding).text
        if finding.concept == influence.concept:
            text = said
        else:
            whole = text if finding.present else absent(text, words)
            text = words("seen_as", whole=whole, said=said)
        href = context.href(influence.finding)

    return Reason(
        text=text, href=href, shares=_shares(influence, words), strength=ratio(influence.log_ratio, words),
        match=_match(influence, context),
        cite=context.cite(_source(influence)),
    )


def _shares(influence: Influence, words: Wording) -> str:
    if influence.background is None:
        return ""
    elsewhere = frequency(influence.background, words)
    if influence.frequency is None:
        return words("share_elsewhere", elsewhere=elsewhere)
    return words("shares", here=frequency(influence.frequency, words), elsewhere=elsewhere)


def _match(influence: Influence, context: Context) -> str:
    """How the finding said fits the one that the disease lists; empty when they are the same."""
    kind = influence.match
    if kind == "exact" or influence.finding is None:
        return "" if kind == "exact" else context.words.of("match", kind)
    if influence.frequency is None and influence.log_ratio < 0:
        return context.words("match_foreign")
    said = context.case.findings[influence.finding].concept
    if said != influence.concept and not context.words.knowledge.is_a(said, influence.concept):
        kind = "broader"
    return context.words.of("match", kind)


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
