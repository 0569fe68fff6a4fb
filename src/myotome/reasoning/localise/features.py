"""Findings of the whole patient that speak for a process: central signs, fatigue, CK, symmetry."""

from __future__ import annotations

import math

import msgspec

from myotome.case import Case, Finding
from myotome.knowledge.store import Knowledge
from myotome.reasoning.localise.evidence import reading_of
from myotome.reasoning.localise.settings import Feature, Settings, read_settings
from myotome.terms import Certainty, Method, When


class FeatureState(msgspec.Struct, frozen=True):
    """A feature that was looked at. share: of patients with the feature who show the very sign
    that is absent (1 when the whole feature is denied). findings: indices into the case."""

    feature: Feature
    present: bool
    weight: float
    findings: tuple[int, ...]
    share: float = 1.0


def feature_states(case: Case, knowledge: Knowledge) -> list[FeatureState]:
    """Each feature that a finding states, present before absent."""
    settings = read_settings(knowledge)
    found = (_state(feature, case, knowledge, settings) for feature in settings.features)
    return [state for state in found if state is not None]


def _state(feature: Feature, case: Case, knowledge: Knowledge, settings: Settings) -> FeatureState | None:
    present, denied, partly = [], [], []
    for number, finding in enumerate(case.findings):
        if not finding.counts or finding.when in (When.RESOLVED, When.HISTORY):
            continue
        if feature.stated and finding.method is Method.DERIVED:
            continue
        if feature.unsited and (finding.site or _has_site(finding, knowledge)):
            continue
        narrower = any(knowledge.is_a(finding.concept, c) for c in feature.concepts)
        narrower = narrower and not any(knowledge.is_a(finding.concept, c) for c in feature.leave)
        if finding.present:
            if narrower:
                present.append(number)
        elif finding.certainty is not Certainty.POSSIBLE:
            if _denies(finding, feature, knowledge):
                denied.append(number)
            elif narrower:
                partly.append(number)
    if present and not feature.absent_only:
        weight = max(settings.certainty.of(case.findings[n].certainty) for n in present)
        return FeatureState(feature, True, weight, tuple(present))
    if present or feature.present_only:
        return None
    if denied:
        return FeatureState(feature, False, 1.0, tuple(denied))
    if partly:
        return FeatureState(feature, False, 1.0, tuple(partly), settings.narrower_share.value)
    return None


def _denies(finding: Finding, feature: Feature, knowledge: Knowledge) -> bool:
    """Is the whole feature denied: by its own name, or by something broader that is no evidence of
    a site (which would count twice)?"""
    if finding.concept in feature.concepts:
        return True
    if finding.site or reading_of(knowledge, finding.concept):
        return False
    return all(knowledge.is_a(c, finding.concept) for c in feature.concepts)


def _has_site(finding: Finding, knowledge: Knowledge) -> bool:
    reading = reading_of(knowledge, finding.concept)
    return bool(reading and reading.site)


def log_features(states: list[FeatureState], process: str, over: str) -> float:
    """Log chance of the features seen under a process, or under the pattern it lies on."""
    total = 0.0
    for state in states:
        table = state.feature.chance
        chance = table.get(process, table.get(over, state.feature.rest))
        if state.present:
            total += math.log(state.weight * chance + (1 - state.weight) * (1 - chance))
        else:
            total += math.log(1 - state.share * chance)
    return total
