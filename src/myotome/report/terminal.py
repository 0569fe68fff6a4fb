"""The short answer for a terminal: about forty lines at most, plain characters."""

from __future__ import annotations

from myotome.answer import Assessment, NextTest, Result
from myotome.knowledge.store import Knowledge
from myotome.report.numbers import percent
from myotome.report.phrases import finding_phrase
from myotome.report.sections.beyond import beyond_lines
from myotome.report.sections.care import warnings
from myotome.report.sections.closing import (
    assumption,
    contradiction_line,
    no_patient,
    problem_lines,
)
from myotome.report.sections.header import counts, onset, person, treatment, vital
from myotome.report.sections.ranking import OTHER
from myotome.report.sections.where import brief, sentence, worse
from myotome.report.wording import Wording, visible
from myotome.terms import Level

LIKELIEST = 3
MISSABLE, TESTS, HARMS, PROBLEMS, NAMED, TIES, LISTED, CONTRADICTIONS = 4, 3, 3, 4, 12, 5, 4, 3
INDENT = "    "
# Of what was assumed, what a reader of the list must know first.
DOUBTS = ("too_little", "onset_after_age", "duration_over_age", "pregnant_man")


def short_answer(result: Result, knowledge: Knowledge) -> str:
    """What was found, red flags, where, what, what not to miss, next, what harms, what was left out."""
    words = Wording(knowledge, result.language, plain=True)
    if not result.assessments:
        return visible("\n".join(_nobody(result, words)))
    lines: list[str] = []
    several = len(result.assessments) > 1
    for number, assessment in enumerate(result.assessments, 1):
        if number > 1:
            lines.append("")
        title = person(assessment.case, words)
        lines.append(words("patient_number", n=number, person=title) if several else title)
        lines += _patient(assessment, words)
    strangers = {text for a in result.assessments for text in a.case.illustrations}
    if strangers:
        lines.append(words.count("illustrations", len(strangers)))
    if result.self_reports:
        lines.append(words.count("self_reports_left", len(result.self_reports)))
    lines += _problems(result, words)
    return visible("\n".join(lines))


def _patient(assessment: Assessment, words: Wording) -> list[str]:
    case = assessment.case
    lines = [onset(case, words), words("line_found", text=counts(case, words))]
    taken = tuple(dict.fromkeys(treatment(t, words) for t in case.treatments))
    if taken:
        lines.append(words("line_treatments", text=words.some(taken, LISTED)))
    states = [f"{name} {state}" for name, state, _ in vital(assessment, words)]
    if states:
        lines.append(words.upper(", ".join(states)))
    lines += [words.of("limit", name) for name in assessment.limits.limits]
    lines += _flags(assessment, words)
    lines += _where(assessment, words)
    lines += _what(assessment, words)
    return lines + _next(assessment, words)


def _flags(assessment: Assessment, words: Wording) -> list[str]:
    lines = []
    known = words.knowledge.red_flags
    for raised in [f for f in assessment.red_flags if f.shown]:
        rule = known.get(raised.flag)
        if rule:
            urgency = words.of("urgency", raised.urgency)
            lines.append(words("line_flag", urgency=urgency, name=words.text(rule.names), act=words.sentence(words.text(rule.act))))
    return lines


def _where(assessment: Assessment, words: Wording) -> list[str]:
    where = assessment.localisation
    if not where.lesions:
        return [words("line_where", text=words("where_unknown"))]
    first = where.lesions[0]
    text = f"{sentence(first, words)}, {percent(first.probability, words)}"
    side = worse(where, words)
    lines = [words("line_where", text=text)]
    if side:
        lines.append(INDENT + side)
    _, ties = brief(first, words)
    if ties:
        lines.append(INDENT + words("line_tied", text=words.some(ties, TIES)))
    return lines


def _what(assessment: Assessment, words: Wording) -> list[str]:
    differential = assessment.differential
    lines = [words("line_likely")]
    ranked = [c for c in differential.candidates if c.disease != OTHER][:LIKELIEST]
    other = [c for c in differential.candidates if c.disease == OTHER]
    lines += [INDENT + assumption(name, value, words) for name, value in assessment.limits.assumed if name in DOUBTS]
    lines += [INDENT + contradiction_line(c, assessment.case, words) for c in assessment.limits.contradictions[:CONTRADICTIONS]]
    for candidate in [*ranked, *other]:
        lines.append(f"{INDENT}{percent(candidate.probability, words):>6}  {words.disease(candidate.disease)}")
    lines += [INDENT + text for text in beyond_lines(differential, words)]
    if differential.not_to_miss:
        lines.append(words("line_missable"))
    for item in differential.not_to_miss[:MISSABLE]:
        name = f"{words.disease(item.disease)}, {percent(item.probability, words)}"
        if item.because and item.because.finding is not None:
            name = words("line_because", name=name, finding=finding_phrase(assessment.case.findings[item.because.finding], words))
        lines.append(INDENT + name)
    return lines


def _next(assessment: Assessment, words: Wording) -> list[str]:
    lines = []
    tests = [_step(t, words) for t in assessment.next_tests[:TESTS]]
    if tests:
        lines.append(words("line_next"))
        lines += [f"{INDENT}{n}. {name}" for n, name in enumerate(tests, 1)]
        lines += _same_go(assessment.next_tests, words)
    harms = [INDENT + words.bracketed(text, name) for text, name in warnings(assessment, words)]
    if harms:
        lines += [words("line_harmful"), *harms[:HARMS]]
    if len(harms) > HARMS:
        lines.append(INDENT + words.count("more", len(harms) - HARMS))
    return lines


def _step(step: NextTest, words: Wording) -> str:
    """The test, and why it is done again."""
    name = words.test(step.test)
    if step.repeat is None:
        return name
    return f"{name}. {words('test_again', why=words.text(words.knowledge.tests[step.test].repeat[step.repeat].why))}"


def _same_go(tests: tuple[NextTest, ...], words: Wording) -> list[str]:
    """What can be done in the same go as the first step: by number when listed, else by name."""
    go = tests[0].bundle
    names = [str(n) if n <= TESTS else words.test(t.test) for n, t in enumerate(tests, 1) if t.bundle == go]
    if not go or len(names) < 2:
        return []
    return [INDENT + words("named_line", name=words.of("bundle", go), value=" + ".join(names))]


def _problems(result: Result, words: Wording) -> list[str]:
    """What could not be used, once each; notes only counted in the report."""
    found = [*result.problems, *(p for a in result.assessments for p in a.limits.not_used)]
    lines = problem_lines((p for p in found if p.level is not Level.NOTE), words.knowledge, words.language)
    if not lines:
        return []
    shown = [INDENT + line for line in lines[:PROBLEMS]]
    if len(lines) > PROBLEMS:
        shown.append(INDENT + words.count("more", len(lines) - PROBLEMS))
    return [words("line_not_used"), *shown]



def _nobody(result: Result, words: Wording) -> list[str]:
    view = no_patient(result, words)
    lines = [view.headline]
    for label, names in (("named_diseases", view.diseases), ("named_drugs", view.drugs)):
        if names:
            lines.append(words("line_named", kind=words(label), text=words.some(names, NAMED)))
    if view.self_reports:
        lines.append(words.count("self_reports_left", len(view.self_reports)))
    return lines + _problems(result, words)


