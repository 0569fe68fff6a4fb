"""The hereditary tail: diseases of the HPO annotations that no curated file describes.

The tail shares in the mass of "none of these" only, so it never overrules a curated disease. A disease
has few annotated patients of its own: its share leans on its family's, and that on all others'
(two steps of beta shrinkage), which makes families safer to read than single diseases.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from myotome.answer import Hereditary, HereditaryCandidate, Influence
from myotome.case import Patient
from myotome.knowledge.hereditary import Layer
from myotome.knowledge.store import Knowledge
from myotome.reasoning.evidence import State


def ranked_tail(
    layer: Layer, known: dict[str, State], patient: Patient, mass: float, knowledge: Knowledge,
) -> Hereditary:
    """The tail for a case. mass: probability of "none of these", of which the tail takes a share that
    age and family history limit."""
    settings = knowledge.settings["hereditary"]
    states = terms_of(known, knowledge)
    terms, ratios = _ratios(layer, states, settings)
    score = ratios.sum(axis=1) + onset_ratio(layer, patient.onset_age, settings)
    chance = np.exp(score - score.max())
    share = share_of_other(known, patient, settings)
    chance *= mass * share / chance.sum()
    frequency, ground = shares(layer, terms, settings) if terms else (ratios, ratios)
    by_family = np.bincount(layer.family, chance, len(layer.families))
    return Hereditary(
        release=layer.release, attribution=layer.attribution, share=share,
        candidates=tuple(
            HereditaryCandidate(
                disease=layer.ids[i], name=layer.names[i], family=layer.families[layer.family[i]], probability=float(chance[i]),
                evidence=_evidence(i, layer, terms, (frequency, ground, ratios), states, settings),
            )
            for i in np.argsort(-chance, kind="stable")[: settings["shown"]]
        ),
        families=tuple(
            (layer.families[i], float(by_family[i])) for i in np.argsort(-by_family, kind="stable")[: settings["shown"]]
        ),
    )


def _evidence(
    row: int, layer: Layer, terms: list[int], figures: tuple[np.ndarray, ...], states: dict[str, tuple[str, State]], settings: dict,
) -> tuple[Influence, ...]:
    """The bars of one disease, the strongest first. figures: frequency, [D, T], in all, [T], and log
    ratio, [D, T]."""
    share, ground, ratios = figures
    said = {layer.place[t]: state for t, state in states.items() if t in layer.place}
    bars = [
        Influence(
            concept=said[term][0], finding=said[term][1].finding, frequency=float(share[row, at]), background=float(ground[at]),
            log_ratio=float(ratios[row, at]), reference=settings["frequency_terms_source"],
        )
        for at, term in enumerate(terms)
    ]
    return tuple(sorted(bars, key=lambda b: (-abs(b.log_ratio), b.concept))[: settings["shown_evidence"]])


def terms_of(known: dict[str, State], knowledge: Knowledge) -> dict[str, tuple[str, State]]:
    """HPO term -> the finding that states it, as far as a finding has a term; presence wins."""
    terms: dict[str, tuple[str, State]] = {}
    for concept, state in sorted(known.items()):
        term = knowledge.concepts[concept].hpo
        if term and state.exact and (state.present or term not in terms):
            terms[term] = (concept, state)
    return terms


def scores(layer: Layer, present: Collection[str], absent: Collection[str], settings: dict) -> np.ndarray:
    """Log likelihood of HPO terms under each disease against all of them, tempered, [D]."""
    return _weigh(layer, present, absent, settings)[1].sum(axis=1)


def _ratios(layer: Layer, states: dict[str, tuple[str, State]], settings: dict) -> tuple[list[int], np.ndarray]:
    present = [t for t, (_, state) in states.items() if state.present]
    return _weigh(layer, present, [t for t in states if t not in present], settings)


def _weigh(
    layer: Layer, present: Collection[str], absent: Collection[str], settings: dict,
) -> tuple[list[int], np.ndarray]:
    """Places of the terms that count, and their log ratios, [D, T]. A term that a narrower present one
    (or a broader absent one) implies says nothing more."""
    there = {layer.place[t] for t in present if t in layer.place}
    away = {layer.place[t] for t in absent if t in layer.place} - there
    there -= {a for t in there for a in layer.above[t] if a != t}
    away = {t for t in away if not away.intersection(a for a in layer.above[t] if a != t)}
    terms = sorted(there | away)
    if not terms:
        return [], np.zeros((len(layer.ids), 0))
    share, ground = shares(layer, terms, settings)
    is_there = np.array([t in there for t in terms])
    ratio = np.where(is_there, np.log(share / ground), np.log((1 - share) / (1 - ground)))
    return terms, settings["temper"] * ratio


def shares(layer: Layer, terms: list[int], settings: dict) -> tuple[np.ndarray, np.ndarray]:
    """Share of patients of each disease with each term, [D, T], and of all diseases, [T]."""
    own, patients = layer.share[:, terms].astype(float), layer.patients[:, terms]
    ground = own.mean(axis=0).clip(settings["floor"], settings["ceiling"])
    members = np.eye(len(layer.families))[layer.family]
    size = members.sum(axis=0)[layer.family][:, None]
    weight, family_weight = settings["all_weight"], settings["family_weight"]
    kin = ((members.T @ own)[layer.family] - own + weight * ground) / (size - 1 + weight)
    of = np.where(patients > 0, patients, settings["unlisted_worth"])
    share = (own * of + family_weight * kin) / (of + family_weight)
    return share.clip(settings["floor"], 1 - settings["floor"]), ground


def onset_ratio(layer: Layer, onset: float | None, settings: dict) -> np.ndarray:
    """Log ratio of the age at onset for each disease, [D]; 0 where either is unknown."""
    if onset is None:
        return np.zeros(len(layer.ids))
    limit, room = np.log(settings["onset_inside"]), settings["onset_room"]
    gaps = [min((max(low - onset, onset - high, 0.0) for low, high in ranges), default=None) for ranges in layer.onset]
    return np.array([0.0 if gap is None else limit * (1 - 2 * min(gap / room, 1.0)) for gap in gaps]) * settings["temper"]


def share_of_other(known: dict[str, State], patient: Patient, settings: dict) -> float:
    """The share of "none of these" that the tail may take: the younger, the more."""
    share = settings["share_unknown_age"]
    age = patient.onset_age if patient.onset_age is not None else patient.age
    if age is not None:
        share = next(s for limit, s in settings["share_by_age"] if age <= limit)
    kin = any(c in known and known[c].present for c in settings["family_history"])
    return max(share, settings["share_with_family_history"]) if kin else share
