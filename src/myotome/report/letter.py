"""The letter to a colleague, in the order of a French compte rendu: editable, unsigned, each line from the case.

Sections: reason, history, treatments, course, examination, then each investigation, where, discussion,
conclusion, what to do, limits. What nobody said has no line: silence is not made "normal".
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from myotome.answer import Assessment, Plan
from myotome.case import Finding
from myotome.report.numbers import percent
from myotome.report.phrases import diagnosis_phrase, finding_phrase
from myotome.report.sections.care import HARMFUL, ask_line, excluded_line
from myotome.report.sections.closing import problem_lines
from myotome.report.sections.header import onset, person, treatment
from myotome.report.sections.ranking import OTHER
from myotome.report.sections.where import sentence
from myotome.report.wording import Wording
from myotome.terms import Experiencer, Level, Method

SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("letter_history", ("history", "exposure", "drug", "family")),
    ("letter_course", ("symptom", "course")),
    ("letter_examination", ("strength", "sign", "reflex", "sensation")),
    ("letter_enmg", ("nerve_study", "needle_emg")),
    ("letter_imaging", ("imaging",)),
    ("letter_laboratory", ("laboratory", "antibody")),
    ("letter_biopsy", ("biopsy", "genetics")),
)
DISCUSSED = 3
PLANNED = ("check", "first", "alternative", "rehabilitation", "monitor")


class LetterSection(NamedTuple):
    title: str
    lines: tuple[str, ...]


class Letter(NamedTuple):
    """date: as given by the user, else a blank to fill in. opening: salutation and the reason."""

    language: str
    title: str
    date: str
    opening: tuple[str, ...]
    sections: tuple[LetterSection, ...]
    closing: tuple[str, ...]


def letter(assessment: Assessment, plan: Plan | None, words: Wording, date: str = "") -> Letter:
    """The letter of one patient; plan: for the diagnosis that the letter speaks of, if any."""
    case = assessment.case
    opening = (words("letter_dear"), words(f"letter_reason_{case.patient.sex.value}", person=words.upper(person(case, words))), onset(case, words))
    sections = [LetterSection(words(title), _lines(kinds, assessment, words)) for title, kinds in SECTIONS]
    taken = tuple(dict.fromkeys(words.sentence(treatment(t, words)) for t in case.treatments))
    sections.insert(1, LetterSection(words("letter_treatments"), taken))
    sections += [
        LetterSection(words("letter_where"), tuple(words.sentence(sentence(x, words)) for x in assessment.localisation.lesions[:1])),
        LetterSection(words("letter_discussion"), _discussion(assessment, words)),
        LetterSection(words("letter_conclusion"), _conclusion(assessment, plan, words)),
        LetterSection(words("letter_next"), tuple(words.sentence(words.test(t.test)) for t in assessment.next_tests[:DISCUSSED])),
        LetterSection(words("letter_plan"), _plan(plan, words) if plan else ()),
        LetterSection(words("letter_limits"), _limits(assessment, words)),
    ]
    return Letter(
        language=words.language, title=words("letter_title"), date=date or words("letter_no_date"),
        opening=tuple(line for line in opening if line),
        sections=tuple(s for s in sections if s.lines),
        closing=(words("letter_regards"), words("letter_unsigned"), words("letter_draft"), words("intended_use")),
    )


def _lines(kinds: Iterable[str], assessment: Assessment, words: Wording) -> tuple[str, ...]:
    """Findings of these kinds, each once: present ones first, then what was stated absent, on one line."""
    concepts = words.knowledge.concepts
    read = [f for f in assessment.case.findings if f.method is not Method.DERIVED]
    said = [
        f for f in read
        if f.concept in concepts and concepts[f.concept].kind in kinds and not _said_closer(f, read, words)
    ]
    present = dict.fromkeys(words.sentence(finding_phrase(f, words)) for f in said if f.present)
    absent = dict.fromkeys(finding_phrase(f, words) for f in said if not f.present)
    lines = list(present)
    if absent:
        lines.append(words.sentence(", ".join(absent)))
    return tuple(lines)


def _said_closer(finding: Finding, read: list[Finding], words: Wording) -> bool:
    """Is a narrower finding of the same place and polarity there, which says it all?"""
    return any(
        other.concept != finding.concept and other.site == finding.site and other.side is finding.side
        and other.presence is finding.presence and words.knowledge.is_a(other.concept, finding.concept)
        for other in read
    )


def _discussion(assessment: Assessment, words: Wording) -> tuple[str, ...]:
    """The likeliest diseases with what speaks for and against each, and alarms."""
    known = words.knowledge.red_flags
    lines = [words.sentence(words.text(known[f.flag].names)) for f in assessment.red_flags[:DISCUSSED] if f.flag in known]
    ranked = [c for c in assessment.differential.candidates if c.disease != OTHER][:DISCUSSED]
    for candidate in ranked if assessment.case.findings else []:
        values = {"name": words.upper(words.disease(candidate.disease)), "share": percent(candidate.probability, words)}
        pro = [i for i in candidate.evidence_for if i.finding is not None][:DISCUSSED]
        con = [i for i in candidate.evidence_against if i.finding is not None][:DISCUSSED]
        lines.append(words("letter_candidate", **values))
        for label, parts in (("letter_for", pro), ("letter_against", con)):
            named = dict.fromkeys(finding_phrase(assessment.case.findings[i.finding], words) for i in parts)
            if named:
                lines.append(words(label, findings=", ".join(named)))
    return tuple(lines)


def _conclusion(assessment: Assessment, plan: Plan | None, words: Wording) -> tuple[str, ...]:
    stated = [d for d in assessment.case.diagnoses if d.experiencer is Experiencer.PATIENT]
    lines = [words.sentence(diagnosis_phrase(d, words)) for d in stated]
    if plan is not None:
        name = words.disease(plan.disease)
        lines.append(words("letter_working" if plan.working else "letter_established", name=name))
    return tuple(dict.fromkeys(lines))


def _plan(plan: Plan, words: Wording) -> tuple[str, ...]:
    lines = [excluded_line(e, words) for e in plan.exclude_first]
    if plan.refused:
        lines.append(words.of("refused", plan.refused))
    harmful = [s for s in plan.steps if s.kind == HARMFUL]
    lines += [words.text(s.text) for s in sorted(harmful, key=lambda s: s.stop != "hard")]
    lines += [ask_line(a, words) for a in plan.ask]
    for kind in PLANNED:
        for step in plan.steps:
            if step.kind == kind:
                lines.append(words.text(step.text))
                lines += [words.text(c.text) for c in step.cautions]
    return tuple(dict.fromkeys(lines))


def _limits(assessment: Assessment, words: Wording) -> tuple[str, ...]:
    limits = assessment.limits
    lines = [words.of("limit", name) for name in limits.limits]
    lines += problem_lines((p for p in limits.not_used if p.level is not Level.NOTE), words.knowledge, words.language)
    return tuple(lines)
