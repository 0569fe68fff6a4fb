"""What the case says of each concept: present (with how much certainty), absent, or nothing."""

from __future__ import annotations

from typing import NamedTuple

from myotome.case import Case, Finding
from myotome.knowledge.store import Knowledge
from myotome.terms import Certainty, Experiencer, Presence

RANK = {"absent": 0, "possible": 1, "probable": 2, "certain": 3}


class State(NamedTuple):
    """weight: 0..1 of a full observation. finding: index into ``Case.findings``."""

    present: bool
    weight: float
    finding: int
    exact: bool


def usable(finding: Finding) -> bool:
    """May the finding speak for the patient's disease?"""
    return finding.counts


def states(case: Case, knowledge: Knowledge) -> dict[str, State]:
    """Concept -> state, closed under the hierarchy.

    A narrower finding present makes the broader concept present; a broader concept stated absent
    makes every narrower one absent, unless it is denied at one site only. Presence wins over absence
    at another site or time.
    """
    weights = knowledge.settings["ranking"]["certainty_weight"]
    found: dict[str, State] = {}
    at_large: dict[str, tuple[float, int]] = {}
    at_site: dict[str, tuple[float, int]] = {}
    for index, finding in enumerate(case.findings):
        if not usable(finding):
            continue
        weight = float(weights[finding.certainty.value])
        if finding.present:
            for concept in knowledge.ancestors(finding.concept):
                exact = concept == finding.concept
                known = found.get(concept)
                if known is None or (exact, weight) > (known.exact, known.weight):
                    found[concept] = State(True, weight, index, exact)
        elif _everywhere(finding, knowledge):
            at_large.setdefault(finding.concept, (weight, index))
        elif finding.concept not in found:
            at_site.setdefault(finding.concept, (weight, index))
    for concept, (weight, index) in (*at_large.items(), *at_site.items()):
        stack, seen = [concept], set()
        while stack:
            here = stack.pop()
            if here in seen:
                continue
            seen.add(here)
            if here not in found:
                found[here] = State(False, weight, index, here == concept)
            if concept in at_large:
                stack += knowledge.children.get(here, ())
    return found


def _everywhere(finding: Finding, knowledge: Knowledge) -> bool:
    """Is it denied at large? One nerve's normal study says nothing of a block in another."""
    return finding.site is None or not knowledge.concepts[finding.concept].sited


def stated_diagnoses(case: Case) -> dict[str, str]:
    """Disease -> how the source states it: certain, probable, possible or absent."""
    found: dict[str, str] = {}
    for diagnosis in case.diagnoses:
        if diagnosis.experiencer is not Experiencer.PATIENT:
            continue
        if diagnosis.presence is Presence.ABSENT:
            kind = "absent"
        elif diagnosis.certainty in (Certainty.CERTAIN, Certainty.PROBABLE, Certainty.POSSIBLE):
            kind = diagnosis.certainty.value
        else:
            continue
        known = found.get(diagnosis.disease)
        if known is None or kind == "absent" or (known != "absent" and RANK[kind] > RANK[known]):
            found[diagnosis.disease] = kind
    return found
