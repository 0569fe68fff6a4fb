"""Alarms: rules of ``knowledge/red_flags`` that hold on what is stated."""

from __future__ import annotations

import msgspec

from myotome.answer.steps import RedFlag
from myotome.case import Case
from myotome.knowledge import Knowledge
from myotome.logic import CaseView, evaluate
from myotome.terms import Truth

URGENCIES = ("now", "today", "soon")


def raise_flags(case: Case, knowledge: Knowledge) -> tuple[RedFlag, ...]:
    """The flags that are raised, most urgent first; an open question raises none.

    ``case`` should have passed ``logic.derive``. At most ``shown`` (settings/red_flags.yaml) are shown
    at once; what the case dismisses comes last, with its reason, and makes room for the next.

    >>> from myotome.knowledge import load
    >>> raise_flags(Case(), load())
    ()
    """
    view = CaseView(case, knowledge)
    raised = []
    for rule in knowledge.red_flags.values():
        judged = evaluate(rule.when, view)
        held_down = rule.unless is not None and evaluate(rule.unless, view).truth is Truth.YES
        if judged.truth is Truth.YES and not held_down:
            raised.append(RedFlag(
                flag=rule.id, urgency=rule.urgency, findings=judged.findings, dismissed=case.dismissed.get(rule.id, ""),
            ))
    raised.sort(key=lambda f: (bool(f.dismissed), URGENCIES.index(f.urgency), f.flag))
    most = knowledge.settings["red_flags"]["shown"]
    return tuple(
        msgspec.structs.replace(flag, shown=place < most and not flag.dismissed) for place, flag in enumerate(raised)
    )
