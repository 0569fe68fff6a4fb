"""What the reader must know first and last: vital functions, limits of use, what was not used,
assumed or examined."""

from __future__ import annotations

from myotome.answer import Differential, Limits, Overview
from myotome.case import Case
from myotome.errors import Problem
from myotome.knowledge.store import Knowledge
from myotome.logic import CaseView
from myotome.reasoning.consistency import contradictions, doubts
from myotome.reasoning.differences import differences
from myotome.reasoning.differential import OTHER
from myotome.reasoning.evidence import states

NOT_EXAMINED_FROM = 3  # candidates whose expected findings are listed as not examined


def overview(case: Case, knowledge: Knowledge) -> Overview:
    """Breathing and swallowing: stated normal, abnormal, or not stated."""
    settings = knowledge.settings["overview"]
    known = states(case, knowledge)

    def stated(concepts: list[str]) -> str:
        there = [known[c] for c in concepts if c in known and (
            known[c].present or any(knowledge.is_a(case.findings[known[c].finding].concept, o) for o in concepts)
        )]  # "force normale" says nothing of breathing
        if not there:
            return "not_stated"
        return "abnormal" if any(s.present for s in there) else "normal"

    weak = known.get(settings["weakness"])
    return Overview(
        breathing=stated(settings["breathing"]), swallowing=stated(settings["swallowing"]),
        weakness=bool(weak and weak.present),
    )


def limits(
    case: Case, differential: Differential, knowledge: Knowledge, problems: tuple[Problem, ...],
) -> Limits:
    """What limits the use, and the three closing blocks: not used, assumed, not examined."""
    settings = knowledge.settings["overview"]
    limiting = []
    if case.patient.age is not None and case.patient.age < settings["adult_age"]:
        limiting.append("child")
    view = CaseView(case, knowledge)
    if case.patient.pregnant or view.present(settings["pregnancy"]):
        limiting.append("pregnancy")
    assumed = [
        ("fallback_limit", f.concept) for f in case.findings
        for e in f.evidence if e.rule.startswith("fallback limit")
    ]
    if case.patient.age is None:
        assumed.append(("age_unknown", ""))
    if case.patient.onset_age is None and case.patient.age is not None:
        assumed.append(("onset_unknown", ""))
    if differential.too_little:
        assumed.append(("too_little", ""))
    if differential.hereditary is None:
        assumed.append(("no_hereditary_layer", ""))
    assumed += [*doubts(case, knowledge), *differences(case, knowledge)]
    missing: dict[str, None] = {}
    for candidate in [c for c in differential.candidates if c.disease != OTHER][:NOT_EXAMINED_FROM]:
        missing.update(dict.fromkeys(concept for concept, _ in candidate.expected))
    return Limits(
        limits=tuple(limiting), not_used=problems, assumed=tuple(dict.fromkeys(assumed)),
        contradictions=contradictions(case, knowledge),
        not_examined=tuple(missing),
    )
