"""How fast did it begin? From stated words, from durations, from course concepts."""

from __future__ import annotations

from myotome.case import Case
from myotome.knowledge.store import Knowledge
from myotome.terms import Tempo

ORDER = (Tempo.SUDDEN, Tempo.ACUTE, Tempo.SUBACUTE, Tempo.CHRONIC)


def tempo_of(case: Case, knowledge: Knowledge) -> Tempo | None:
    """Tempo of the illness; None when nothing tells it.

    A stated onset concept wins; else the time since onset: what lasts for years without having
    begun suddenly is chronic. Limits in days stand in ``settings/ranking.yaml``.
    """
    settings = knowledge.settings["ranking"]
    stated = [
        Tempo(word)
        for finding in case.findings
        if finding.present and finding.counts
        for word, concepts in knowledge.settings["tempo"]["concepts"].items()
        if any(knowledge.is_a(finding.concept, concept) for concept in concepts)
    ]
    if stated:
        return min(stated, key=ORDER.index)
    months = case.patient.duration_months
    if months is None:
        return None
    days = months * 365.25 / 12
    limits = settings["tempo_limits_days"]
    for tempo in ORDER[:-1]:
        if days <= limits[tempo.value]:
            return tempo
    return Tempo.CHRONIC
