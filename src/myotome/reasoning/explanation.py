"""Why a disease stands where it stands: from the prior to the posterior, one bar an influence."""

from __future__ import annotations

import numpy as np

from myotome.answer import Candidate, Influence
from myotome.knowledge.store import Knowledge
from myotome.reasoning.frequencies import BROADER, LISTED, interval, stated
from myotome.reasoning.priors import CONTEXT
from myotome.reasoning.weigh import Weighed

LEAST_AGREEMENT = 0.004  # no single finding makes the fit worse than this


def explained(row: int, weighed: Weighed, knowledge: Knowledge) -> Candidate:
    """The disease of ``row`` with its reasons; their log ratios and ``start`` sum to ``log_odds``."""
    disease = knowledge.diseases[weighed.table.diseases[row]]
    settings = knowledge.settings["ranking"]
    influences = [*_context(row, weighed), *_findings(row, weighed, knowledge)]
    influences.sort(key=lambda i: (-abs(i.log_ratio), i.concept))
    expected = [(c, share) for c, share in weighed.table.expected[row] if share >= settings["expected_from"]]
    lacking = [(c, share) for c, share in expected if c in weighed.known and not weighed.known[c].present]
    return Candidate(
        disease=disease.id, probability=float(weighed.posterior[row]), explained=True,
        prior=disease.clinic_per_1000.value / 1000, start=float(weighed.start[row]), log_odds=float(weighed.odds[row]),
        fit=_fit(row, weighed),
        evidence_for=tuple(i for i in influences if i.log_ratio > 0),
        evidence_against=tuple(i for i in influences if i.log_ratio < 0),
        expected=tuple((c, share) for c, share in expected if c not in weighed.known)[: settings["shown_expected"]],
        lacking=tuple(lacking[: settings["shown_expected"]]),
    )


def _context(row: int, weighed: Weighed) -> list[Influence]:
    return [
        Influence(concept=name, log_ratio=float(value), match="context")
        for name, value in zip(CONTEXT, weighed.context[row], strict=True) if value
    ]


def _findings(row: int, weighed: Weighed, knowledge: Knowledge) -> list[Influence]:
    table, found = weighed.table, weighed.ratios
    listed = knowledge.diseases[table.diseases[row]].findings
    settings = knowledge.settings["ranking"]
    done = []
    for place in np.flatnonzero(found.values[row]):
        concept, column = found.concepts[place], found.columns[place]
        state, finding, kind = weighed.known[concept], listed.get(concept), table.kind[row, column]
        if kind == LISTED:
            match = "exact" if state.exact else "narrower"
        else:
            match = "broader" if kind == BROADER else "foreign"
        done.append(Influence(
            concept=concept, finding=state.finding, background=float(table.background[column]),
            frequency=stated(finding, settings) if finding else None,
            interval=interval(finding, settings) if finding else None,
            log_ratio=float(found.values[row, place]), match=match,
            reference=finding.source if finding else "choice",
        ))
    return done


def _fit(row: int, weighed: Weighed) -> float | None:
    """Geometric mean of the chance of what was seen, over the findings that the disease lists."""
    columns = weighed.ratios.columns
    if not len(columns):
        return None
    listed = weighed.table.listed[row, columns]
    there = np.array([weighed.known[c].present for c in weighed.ratios.concepts])
    chance = np.where(there, listed, 1 - listed)[~np.isnan(listed)]
    return round(float(np.exp(np.log(chance.clip(LEAST_AGREEMENT, 1)).mean())), 3) if len(chance) else None
