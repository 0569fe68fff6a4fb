"""Trials of a registry export that are about a patient's diagnosis, judged line by line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from myotome.answer import TrialCriterion, TrialMatch
from myotome.care.trial_criteria import read_line
from myotome.case import Case, Diagnosis
from myotome.formats.registry import TrialRecord
from myotome.knowledge.expression import Expression
from myotome.knowledge.names import plain
from myotome.knowledge.store import Knowledge
from myotome.logic import CaseView, evaluate
from myotome.terms import Truth

ORDER = {"met": 0, "open": 1, "barred": 2}
TAKING = {"yes": 0, "unsaid": 1, "no": 2}


def find_trials(
    records: Iterable[TrialRecord], case: Case, disease: str, knowledge: Knowledge,
) -> tuple[TrialMatch, ...]:
    """The trials about ``disease``: those that take patients and bar nothing first.

    The diagnosis searched for counts as stated while a trial's lines are judged.
    """
    if not any(d.disease == disease and d.established for d in case.diagnoses):
        case = msgspec.structs.replace(case, diagnoses=(*case.diagnoses, Diagnosis(disease=disease)))
    view = CaseView(case, knowledge)
    found = [
        judge(record, about, view)
        for record in records
        for about in [about_disease(record, disease, knowledge)] if about
    ]
    return tuple(sorted(found, key=lambda t: (TAKING[t.takes_patients], ORDER[t.verdict], t.id)))


def about_disease(record: TrialRecord, disease: str, knowledge: Knowledge) -> str:
    """The disease or family by which the trial is about ``disease``; empty when it is not.

    A trial on a family or a broader disease is about it, one on a sister form is not.
    """
    said = [plain(t) for t in (*record.conditions, record.title)]
    families: Mapping[str, Any] = knowledge.words["trials"]["families"]
    for name, family in families.items():
        if disease in family["diseases"] and any(_stands(w, t) for w in family["words"] for t in said):
            return name
    entry = knowledge.diseases[disease]
    for candidate in filter(None, (disease, entry.parent)):
        known = knowledge.diseases[candidate]
        names = [known.names.fr, known.names.en, *(w for of in known.words.values() for w in of)]
        if any(_stands(plain(n), t) for n in names for t in said):
            return candidate
    return ""


def _stands(name: str, text: str) -> bool:
    """Does the whole name stand in the text, as words?"""
    return bool(name) and re.search(rf"(?:^| ){re.escape(name)}(?: |$)", text) is not None


def judge(record: TrialRecord, about: str, view: CaseView) -> TrialMatch:
    """Every line of the trial for one patient."""
    criteria = [*_fields(record, view)]
    for kind, lines in (("inclusion", record.inclusion), ("exclusion", record.exclusion)):
        criteria += [_line(kind, text, view) for text in lines]
    if any(c.bars for c in criteria):
        verdict = "barred"
    elif all(c.read and c.truth is not Truth.UNKNOWN for c in criteria) and record.inclusion:
        verdict = "met"
    else:
        verdict = "open"
    return TrialMatch(
        id=record.id, title=record.title, registry=record.registry, status=record.status,
        takes_patients=_taking(record.status, view.knowledge), about=about, verdict=verdict,
        criteria=tuple(criteria), countries=record.countries, phases=record.phases,
        updated=record.updated, exported=record.exported, url=record.url, place=record.place,
    )


def _fields(record: TrialRecord, view: CaseView) -> list[TrialCriterion]:
    """Age and sex that the registry keeps as fields of their own."""
    made: list[tuple[str, Expression]] = []
    if record.age_min is not None or record.age_max is not None:
        high = None if record.age_max is None else record.age_max + 1
        text = f"{'' if record.age_min is None else f'{record.age_min:g}'}-{'' if record.age_max is None else f'{record.age_max:g}'}"
        made.append((f"age {text}", Expression(op="age", low=record.age_min, high=high)))
    if record.sex:
        made.append((f"sex {record.sex}", Expression(op="sex", name=record.sex)))
    return [_judged("inclusion", text, node, view) for text, node in made]


def _line(kind: str, text: str, view: CaseView) -> TrialCriterion:
    node = read_line(text, view.knowledge)
    if node is None:
        return TrialCriterion(kind=kind, text=text, read=False, truth=Truth.UNKNOWN)
    return _judged(kind, text, node, view)


def _judged(kind: str, text: str, node: Expression, view: CaseView) -> TrialCriterion:
    judged = evaluate(node, view)
    return TrialCriterion(
        kind=kind, text=text, read=True, truth=judged.truth, findings=judged.findings, missing=judged.missing,
    )


def _taking(status: str, knowledge: Knowledge) -> str:
    """Does a trial of this status take patients: "yes", "no", or "unsaid" for an unknown word."""
    words = knowledge.words["trials"]
    said = status.casefold().strip()
    if said in words["closed_status"]:
        return "no"
    return "yes" if said in words["open_status"] else "unsaid"
