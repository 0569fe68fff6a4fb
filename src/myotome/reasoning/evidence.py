"""What the case says of each concept: present (with how much certainty), absent, or nothing."""

from __future__ import annotations

from typing import NamedTuple

from myotome.case import Case, Finding
from myotome.knowledge.store import Knowledge


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
    makes every narrower one absent. Presence wins over absence at another site or time.
    """
    weights = knowledge.settings["ranking"]["certainty_weight"]
    found: dict[str, State] = {}
    absent: dict[str, tuple[float, int]] = {}
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
        elif finding.site is None or not knowledge.concepts[finding.concept].sited or finding.concept not in found:
            absent.setdefault(finding.concept, (weight, index))
    for concept, (weight, index) in absent.items():
        stack, seen = [concept], set()
        while stack:
            here = stack.pop()
            if here in seen:
                continue
            seen.add(here)
            if here not in found:
                found[here] = State(False, weight, index, here == concept)
            stack += knowledge.children.get(here, ())
    return found
