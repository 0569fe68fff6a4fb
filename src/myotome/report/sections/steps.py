"""Alarms, what to ask and test next, and the course in order."""

from __future__ import annotations

from typing import NamedTuple

from myotome.answer import Assessment, NextTest, RedFlag
from myotome.report.context import Cite, Context, FindingRef
from myotome.report.numbers import age, decimal, span
from myotome.report.phrases import date_text
from myotome.report.sections.outcomes import ResultRow, result_rows
from myotome.report.sections.ranking import leader
from myotome.report.sections.where import sites
from myotome.report.wording import Wording

SUMMARY = 3  # tests named on the first page


class Flag(NamedTuple):
    name: str
    message: str
    act: str
    urgency: str
    state: str
    findings: tuple[FindingRef, ...]
    cite: Cite


class Test(NamedTuple):
    """again: why it is done once more. beside: tests that this one must never replace. results: what they would do to the ranking."""

    name: str
    kind: str
    how: str
    sites: tuple[str, ...]
    separates: tuple[str, ...]
    again: str
    again_cite: Cite | None
    because: str
    beside: tuple[str, ...]
    results: tuple[ResultRow, ...]
    gain: str
    cite: Cite


class Event(NamedTuple):
    when: str
    findings: tuple[FindingRef, ...]


def flags(assessment: Assessment, context: Context) -> tuple[Flag, ...]:
    """Red flags shown at once, in the order given: most urgent first."""
    known = context.words.knowledge.red_flags
    return tuple(_flag(f, context) for f in assessment.red_flags if f.flag in known and f.shown)


def more_flags(assessment: Assessment, words: Wording) -> tuple[str, ...]:
    """The flags that wait, and those set aside with the reason."""
    return tuple(
        words("flag_dismissed", name=words.text(rule.names), reason=f.dismissed) if f.dismissed
        else words.bracketed(words.text(rule.names), words.of("urgency", f.urgency))
        for f in assessment.red_flags if not f.shown and (rule := words.knowledge.red_flags.get(f.flag))
    )


def _flag(raised: RedFlag, context: Context) -> Flag:
    words = context.words
    rule = words.knowledge.red_flags[raised.flag]
    return Flag(
        name=words.upper(words.text(rule.names)), message=words.sentence(words.text(rule.message)),
        act=words.sentence(words.text(rule.act)), urgency=words.of("urgency", raised.urgency), state=raised.urgency,
        findings=context.refs(raised.findings), cite=context.cite(rule.source),
    )


def tests(assessment: Assessment, context: Context) -> tuple[Test, ...]:
    """What to ask, examine or measure next, best first."""
    known = context.words.knowledge.tests
    first = leader(assessment.differential)
    return tuple(_test(t, first, context) for t in assessment.next_tests if t.test in known)


def _test(step: NextTest, first: str, context: Context) -> Test:
    words = context.words
    entry = words.knowledge.tests[step.test]
    return Test(
        name=words.upper(words.text(entry.names)), kind=words.of("test", entry.kind),
        how=words.text(entry.how),
        sites=sites(step.sites, words),
        separates=tuple(_separated(s, words) for s in step.separates),
        again="" if step.repeat is None else words("test_again", why=words.text(entry.repeat[step.repeat].why)),
        again_cite=None if step.repeat is None else context.cite(entry.repeat[step.repeat].source),
        because=words(f"because_{step.because}") if words.has(f"because_{step.because}") else step.because,
        beside=tuple(words.test(t) for t in entry.never_replaces),
        results=result_rows(step.outcomes, first, words),
        gain=words("gain", n=decimal(step.gain, words, 2)) if step.gain > 0 else "",
        cite=context.cite(entry.source),
    )


def _separated(entry: str, words: Wording) -> str:
    return words.short_disease(entry) if entry in words.knowledge.diseases else words.named(entry)


def timeline(assessment: Assessment, context: Context) -> tuple[Event, ...]:
    """Events in order; empty when the sources carry none."""
    words = context.words
    events = []
    for event in assessment.timeline:
        parts = [date_text(event.when, words)]
        if event.age is not None:
            parts.append(words("at_age", age=age(event.age, words)))
        if event.months is not None:
            parts.append(
                words("after_onset", span=span(event.months, words)) if event.months > 0
                else words("at_onset") if event.months == 0
                else words("before_onset", span=span(-event.months, words))
            )
        events.append(Event(", ".join(dict.fromkeys(p for p in parts if p)), context.refs(event.findings)))
    return tuple(events)
