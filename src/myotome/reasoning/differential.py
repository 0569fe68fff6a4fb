"""What is it: a likelihood-ratio engine with an explanation for every number.

Prior (how common, age, sex, tempo, site) plus findings in log odds. A finding that nobody examined
has ratio 1. Findings of one latent cause are discounted, and all are tempered: as if independent,
they would claim far more than they know. "None of these" has its own mass.
"""

from __future__ import annotations

import numpy as np

from myotome.answer import Candidate, Differential, Influence, Localisation, NotToMiss
from myotome.case import Case
from myotome.knowledge.store import Knowledge
from myotome.reasoning import priors
from myotome.reasoning.evidence import State, states
from myotome.reasoning.frequencies import Frequencies, frequencies
from myotome.reasoning.tempo import tempo_of
from myotome.terms import Certainty, Experiencer, Presence

OTHER = "other"
CONTEXT = ("age", "sex", "tempo", "localisation", "stated_diagnosis")


def stated_diagnoses(case: Case) -> dict[str, str]:
    """Disease -> how the source states it: certain, probable, possible or absent."""
    found: dict[str, str] = {}
    rank = {"absent": 0, "possible": 1, "probable": 2, "certain": 3}
    for diagnosis in case.diagnoses:
        if diagnosis.experiencer is not Experiencer.PATIENT:
            continue
        if diagnosis.presence is Presence.ABSENT:
            kind = "absent"
        elif diagnosis.certainty in (Certainty.CERTAIN, Certainty.PROBABLE):
            kind = diagnosis.certainty.value
        elif diagnosis.certainty is Certainty.POSSIBLE:
            kind = "possible"
        else:
            continue
        known = found.get(diagnosis.disease)
        if known is None or kind == "absent" or (known != "absent" and rank[kind] > rank[known]):
            found[diagnosis.disease] = kind
    return found


def _contributions(
    known: dict[str, State], table: Frequencies, knowledge: Knowledge, settings: dict,
) -> tuple[np.ndarray, np.ndarray]:
    """Log ratio of each concept for each disease, [D, C], and which columns were matched, [D, C]."""
    sign = np.zeros(len(table.concepts))
    for concept, state in known.items():
        sign[table.column[concept]] = state.weight if state.present else -state.weight
    listed, ground = table.listed, table.background
    with np.errstate(invalid="ignore"):
        positive = np.log(listed / ground)
        negative = np.log((1 - listed) / (1 - ground))
    told = ~np.isnan(listed)
    present, absent = np.clip(sign, 0, 1), np.clip(-sign, 0, 1)
    values = np.where(told, np.nan_to_num(positive) * present + np.nan_to_num(negative) * absent, 0.0)
    values += _unlisted(known, table, knowledge, told, present, settings)
    return values, told


def _unlisted(
    known: dict[str, State], table: Frequencies, knowledge: Knowledge, told: np.ndarray,
    present: np.ndarray, settings: dict,
) -> np.ndarray:
    """Findings said in the case that a disease does not list as such.

    A broader finding than a listed one counts in part; one foreign to the disease is nearly neutral.
    """
    values = np.zeros(told.shape)
    for concept, state in known.items():
        if not (state.present and state.exact):
            continue
        column = table.column[concept]
        family = [table.column[c] for c in knowledge.ancestors(concept)]
        covered = told[:, family].any(axis=1)
        below = _descendants(concept, knowledge)
        columns = [table.column[c] for c in below]
        best = np.zeros(len(table.diseases))
        if columns:
            best = np.nan_to_num(table.listed[:, columns]).max(axis=1)
        ground = table.background[column]
        broader = ~covered & (best > ground)
        values[broader, column] = (
            settings["broader_price"] * np.log(np.clip(best[broader], ground, 1) / ground) * state.weight
        )
        values[~covered & ~broader, column] = settings["foreign_log_ratio"] * state.weight
    return values


def _descendants(concept: str, knowledge: Knowledge) -> list[str]:
    found, stack = [], list(knowledge.children.get(concept, ()))
    while stack:
        here = stack.pop()
        found.append(here)
        stack += knowledge.children.get(here, ())
    return found


def _discount(values: np.ndarray, table: Frequencies, settings: dict) -> np.ndarray:
    """Within a latent group the strongest counts fully, the next by ``group_decay``, and so on."""
    done = values.copy()
    active = np.flatnonzero(values.any(axis=0))
    live = np.zeros(values.shape[1], dtype=bool)
    live[active] = True
    for group in table.groups:
        columns = group[live[group]]
        if len(columns) < 2:
            continue
        block = values[:, columns]
        order = np.argsort(-np.abs(block), axis=1)
        decay = np.empty_like(block)
        np.put_along_axis(
            decay, order, np.broadcast_to(settings["group_decay"] ** np.arange(len(columns)), block.shape), axis=1
        )
        done[:, columns] = block * decay
    return done * settings["temper"]


def rank(case: Case, where: Localisation, knowledge: Knowledge) -> Differential:
    """Both lists for a case whose derived findings are in place.

    where: the answer of ``localise``. Probabilities of the candidates and "other" sum to 1.
    """
    settings = knowledge.settings["ranking"]
    table = frequencies(knowledge)
    known = states(case, knowledge)
    values, told = _contributions(known, table, knowledge, settings)
    values = _discount(values, table, settings)
    tempo = tempo_of(case, knowledge)
    stated = stated_diagnoses(case)
    context = np.array([
        (
            priors.log_age(d, case.patient, settings), priors.log_sex(d, case.patient, settings),
            priors.log_tempo(d, tempo, settings), priors.log_localisation(d, where, settings),
            priors.log_stated(d.id, stated, settings),
        )
        for d in (knowledge.diseases[i] for i in table.diseases)
    ])
    prior = np.array([priors.log_prevalence(knowledge.diseases[i]) for i in table.diseases])
    prior_temper, temperature = settings["prior_temper"], settings["temperature"]
    scores = (prior_temper * prior + context.sum(axis=1) + values.sum(axis=1)) / temperature
    scores = _complications(scores, stated, table, knowledge)
    other = prior_temper * np.log(settings["other_per_1000"] / 1000) / temperature
    top = max(scores.max(), other)
    weights = np.exp(np.append(scores, other) - top)
    posterior = weights / weights.sum()
    candidates = [
        _candidate(row, posterior[row], values, context[row], prior[row], known, table, knowledge)
        for row in np.argsort(-posterior[:-1], kind="stable")
    ]
    candidates.append(Candidate(disease=OTHER, probability=float(posterior[-1]), prior=float(np.exp(other))))
    candidates.sort(key=lambda c: (-c.probability, c.disease))
    return Differential(candidates=tuple(candidates), not_to_miss=_not_to_miss(candidates, knowledge))


def _complications(
    scores: np.ndarray, stated: dict[str, str], table: Frequencies, knowledge: Knowledge,
) -> np.ndarray:
    """A complication presupposes its disease: what speaks for it speaks for the disease that the
    source states as known."""
    done = scores.copy()
    for row, name in enumerate(table.diseases):
        for cause in knowledge.diseases[name].complication_of:
            if stated.get(cause) == "certain":
                at = table.diseases.index(cause)
                done[at] = np.logaddexp(done[at], scores[row])
    return done


def _candidate(
    row: int, probability: float, values: np.ndarray, context: np.ndarray, prior: float,
    known: dict[str, State], table: Frequencies, knowledge: Knowledge,
) -> Candidate:
    disease = knowledge.diseases[table.diseases[row]]
    shown = knowledge.settings["ranking"]["shown_expected"]
    influences = [
        Influence(concept=name, log_ratio=round(float(value), 4), match="context")
        for name, value in zip(CONTEXT, context, strict=True) if abs(value) > 0.01
    ]
    agreement = []
    for column in np.flatnonzero(values[row]):
        concept = table.concepts[column]
        state = known[concept]
        listed = table.listed[row, column]
        share = None if np.isnan(listed) else float(listed)
        if share is not None:
            agreement.append(share if state.present else 1 - share)
        finding = disease.findings.get(concept)
        match = "exact" if finding and state.exact else "narrower" if finding else "broader"
        influences.append(Influence(
            concept=concept, finding=state.finding, frequency=share,
            background=float(table.background[column]), log_ratio=round(float(values[row, column]), 4),
            match=match, reference=finding.source if finding else "choice",
        ))
    influences.sort(key=lambda i: (-abs(i.log_ratio), i.concept))
    expected = sorted(
        ((c, round(float(table.listed[row, table.column[c]]), 3)) for c in disease.findings if c not in known),
        key=lambda pair: (-pair[1], pair[0]),
    )
    return Candidate(
        disease=disease.id, probability=float(probability), prior=float(np.exp(prior)),
        fit=round(float(np.exp(np.mean(np.log(np.clip(agreement, 0.004, 1))))), 3) if agreement else None,
        evidence_for=tuple(i for i in influences if i.log_ratio > 0),
        evidence_against=tuple(i for i in influences if i.log_ratio < 0),
        expected=tuple((c, p) for c, p in expected if p >= 0.17)[:shown],
    )


def _telling(influence: Influence, limits: dict) -> bool:
    """Is it a finding that others seldom have? A raised CRP alone puts no disease on the list."""
    return influence.finding is not None and (influence.background or 0.0) <= limits["most_background"]


def _not_to_miss(candidates: list[Candidate], knowledge: Knowledge) -> tuple[NotToMiss, ...]:
    """Posterior x harm of missing x treatability, above a threshold, each with its finding."""
    limits = knowledge.settings["ranking"]["not_to_miss"]
    found = []
    for candidate in candidates:
        if candidate.disease == OTHER:
            continue
        disease = knowledge.diseases[candidate.disease]
        weight = disease.harm.value * disease.treatability.value
        because = next((i for i in candidate.evidence_for if _telling(i, limits)), None)
        score = candidate.probability * weight
        if because is None or weight < limits["least_weight"] or score < limits["least_score"]:
            continue
        influences = (*candidate.evidence_for, *candidate.evidence_against)
        if sum(i.log_ratio for i in influences if i.finding is not None) < limits["least_log_evidence"]:
            continue
        found.append(NotToMiss(
            disease=disease.id, probability=candidate.probability, harm=disease.harm.value,
            treatability=disease.treatability.value, score=score, because=because,
        ))
    found.sort(key=lambda n: (-n.score, n.disease))
    return tuple(found[: limits["most"]])
