"""The ranking after each visit, and when the diagnosis could first have been thought of."""

from __future__ import annotations

from typing import NamedTuple

from myotome.answer import Assessment, Milestone, Stage
from myotome.report.numbers import percent
from myotome.report.phrases import absent
from myotome.report.sections.ranking import leader
from myotome.report.wording import Wording

SHOWN = 3  # diseases of a row
LISTS = {"most_likely": "likely", "not_to_miss": "not_to_miss"}  # title of the list of a milestone


class StageRow(NamedTuple):
    """when: the visit's own words or date; first: "NMM 53 %", the likeliest first."""

    when: str
    first: tuple[str, ...]


class Course(NamedTuple):
    """columns: one a place of the ranking. reached: when the disease that is first now came into either list."""

    columns: tuple[str, ...]
    stages: tuple[StageRow, ...]
    reached: tuple[str, ...]


def course(assessment: Assessment, words: Wording) -> Course:
    """Without stages when the sources carry fewer than two visits or dates."""
    rows = tuple(StageRow(s.when, tuple(
        f"{words.short_disease(disease)} {percent(share, words)}" for disease, share in s.ranking[:SHOWN]
    )) for s in assessment.course)
    width = max((len(r.first) for r in rows), default=0)
    columns = tuple(words("course_place", n=n) for n in range(1, width + 1))
    return Course(columns, rows, _reached(assessment.course, leader(assessment.differential), words))


def _reached(stages: tuple[Stage, ...], disease: str, words: Wording) -> tuple[str, ...]:
    """A line for each list that the disease came into, the earliest first."""
    if not stages or not disease:
        return ()
    name = words.disease(disease)
    lines = tuple(
        words("course_reached", name=words.upper(name), list=words(LISTS[m.list]), when=s.when, place=m.place, because=_because(m, words))
        for s in stages for m in s.milestones if m.disease == disease
    )
    return lines or (words("course_never", name=words.upper(name)),)


def _because(milestone: Milestone, words: Wording) -> str:
    if not milestone.because:
        return words("course_context")
    name = words.concept(milestone.because)
    return name if milestone.present else absent(name, words)
