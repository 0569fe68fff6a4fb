"""Questions about numbers: measured values, ages, duration. Each is an interval against limits."""

from __future__ import annotations

from fractions import Fraction
from math import inf

from myotome.case import Measure, Patient
from myotome.knowledge.expression import Expression
from myotome.logic.judgement import Judgement, all_of
from myotome.logic.places import left_out, side_fit, site_fit
from myotome.logic.view import CaseView
from myotome.terms import Truth
from myotome.units import exact

MONTHS_A_YEAR = 12
Span = tuple[float, float]


def above(span: Span, low: float) -> Truth:
    """Is a number known to lie in ``span`` at least ``low``?"""
    if span[0] >= low:
        return Truth.YES
    return Truth.NO if span[1] < low else Truth.UNKNOWN


def below(span: Span, high: float, *, exclusive: bool) -> Truth:
    """Is it at most ``high`` (or less than it)?"""
    if span[1] < high or (span[1] == high and not exclusive):
        return Truth.YES
    return Truth.NO if span[0] > high or (span[0] == high and exclusive) else Truth.UNKNOWN


def _span_of(measure: Measure, node: Expression) -> Span | None:
    """The measured number in the asked unit or as a multiple of a limit; None if it cannot be."""
    factor = 1.0
    value = measure.value
    if node.relative_to == "upper" and measure.times_upper is not None:
        value = measure.times_upper
    elif node.relative_to:
        limit = measure.upper if node.relative_to == "upper" else measure.lower
        if not limit:
            return None
        factor = 1 / limit
    elif node.unit and node.unit != measure.unit:
        return None
    if value is None:
        return None
    number = value * factor
    if measure.comparator in ("<", "<="):
        return (-inf, number)
    return (number, inf) if measure.comparator in (">", ">=") else (number, number)


def judge_measured(node: Expression, view: CaseView) -> Judgement:
    """Does some number of the finding, present or stated absent, at the place, lie within the limits?

    Exact: 70 % of 50 is 35. UNKNOWN when nothing was measured there."""
    inside, outside = [], []
    for index in sorted({*view.present(node.name), *view.absent(node.name)}):
        finding = view.case.findings[index]
        there = site_fit(view.knowledge, view.site(index), node.sites), side_fit(finding.side, node.side)
        if left_out(view, index, node.without) or there != (Truth.YES, Truth.YES):
            continue
        number = _exact_of(view.case.findings[index].measure, node)
        if number is not None:
            (inside if _between(number, node) else outside).append(index)
    if inside:
        return Judgement(Truth.YES, tuple(inside))
    return Judgement(Truth.NO, tuple(outside)) if outside else Judgement(Truth.UNKNOWN, (), (node.name,))


def _exact_of(measure: Measure | None, node: Expression) -> Fraction | None:
    if measure is None or measure.value is None or (node.unit and node.unit != measure.unit):
        return None
    if not node.relative_to:
        return exact(measure.value)
    limit = measure.upper if node.relative_to == "upper" else measure.lower
    return exact(measure.value) / exact(limit) if limit else None


def _between(number: Fraction, node: Expression) -> bool:
    return (
        (node.low is None or number >= exact(node.low)) and (node.high is None or number <= exact(node.high))
        and (node.above is None or number > exact(node.above)) and (node.below is None or number < exact(node.below))
    )


def _unmeasured(node: Expression, present: bool) -> Span:
    """What mere presence or absence of "raised" or "lowered" says of the multiple of a limit."""
    if node.relative_to == "upper":
        return (1.0, inf) if present else (-inf, 1.0)
    if node.relative_to == "lower":
        return (-inf, 1.0) if present else (1.0, inf)
    return (-inf, inf)


def judge_value(node: Expression, view: CaseView) -> Judgement:
    """``min``: some value reaches it; ``max``: none stated exceeds it. Both limits included."""
    indices = view.present(node.name)
    spans: dict[int, Span] = {}
    for index in indices:
        measure = view.case.findings[index].measure
        span = _span_of(measure, node) if measure else None
        spans[index] = span or _unmeasured(node, present=True)
    for index in view.absent(node.name):
        measure = view.case.findings[index].measure
        span = _span_of(measure, node) if measure else None
        if span or not indices:
            spans[index] = span or _unmeasured(node, present=False)
    if not spans:
        return Judgement(Truth.UNKNOWN, (), (node.name,))
    parts = []
    if node.low is not None:
        parts.append(_pick({i: above(s, node.low) for i, s in spans.items()}, Truth.YES, node.name))
    if node.high is not None:
        verdicts = {i: below(s, node.high, exclusive=False) for i, s in spans.items()}
        parts.append(_pick(verdicts, Truth.NO, node.name))
    return all_of(parts)


def _pick(verdicts: dict[int, Truth], wins: Truth, name: str) -> Judgement:
    """``wins`` if any has it, else UNKNOWN if any is, else the other."""
    for truth in (wins, Truth.UNKNOWN):
        found = tuple(i for i, t in verdicts.items() if t is truth)
        if found:
            return Judgement(truth, found, (name,) if truth is Truth.UNKNOWN else ())
    return Judgement(next(iter(verdicts.values())), tuple(verdicts))


def _limits(node: Expression, span: Span, missing: str, *, exclusive: bool) -> Judgement:
    truths = []
    if node.low is not None:
        truths.append(above(span, node.low))
    if node.high is not None:
        truths.append(below(span, node.high, exclusive=exclusive))
    return all_of([Judgement(t, (), (missing,) if t is Truth.UNKNOWN else ()) for t in truths])


def judge_age(node: Expression, view: CaseView) -> Judgement:
    """Age now, in years; ``max`` is exclusive."""
    age = view.case.patient.age
    return _limits(node, (0.0, inf) if age is None else (age, age), "age", exclusive=True)


def onset_span(patient: Patient) -> Span:
    """Age at the first symptom: as said, else from age and duration, else no later than the age."""
    if patient.onset_age is not None:
        return (patient.onset_age, patient.onset_age)
    if patient.age is None:
        return (0.0, inf)
    if patient.duration_months is not None:
        years = max(0.0, patient.age - patient.duration_months / MONTHS_A_YEAR)
        return (years, years)
    return (0.0, patient.age)


def judge_onset_age(node: Expression, view: CaseView) -> Judgement:
    """Age at onset, in years; ``max`` is exclusive."""
    return _limits(node, onset_span(view.case.patient), "onset_age", exclusive=True)


def judge_duration(node: Expression, view: CaseView) -> Judgement:
    """Months since onset, both limits included."""
    patient = view.case.patient
    months = patient.duration_months
    if months is None and patient.age is not None and patient.onset_age is not None:
        months = (patient.age - patient.onset_age) * MONTHS_A_YEAR
    span = (0.0, inf) if months is None else (months, months)
    return _limits(node, span, "duration", exclusive=False)
