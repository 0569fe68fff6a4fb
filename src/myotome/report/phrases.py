"""A finding, or what it did to a diagnosis, in words."""

from __future__ import annotations

import re

from myotome.case import SECOND_READER, Case, Diagnosis, Evidence, Finding, Grade, Measure
from myotome.report.numbers import age, decimal
from myotome.report.wording import Wording
from myotome.terms import Certainty, Experiencer, Method, Presence, When

TICKS = {"-": -1 / 3, "+": 1 / 3}
LONGEST_QUOTE = 90  # characters
UNSURE = (Certainty.POSSIBLE, Certainty.TO_BE_EXCLUDED, Certainty.PENDING)


def folded(presence: Presence, certainty: Certainty) -> str:
    """Presence and certainty in one word, as at the doors (DESIGN.md).

    >>> folded(Presence.PRESENT, Certainty.PENDING), folded(Presence.ABSENT, Certainty.CERTAIN)
    ('uncertain', 'absent')
    """
    if presence is Presence.ABSENT:
        return "absent"
    return "uncertain" if certainty in UNSURE else "present"


def grade_text(grade: Grade | None, words: Wording) -> str:
    """A grade as written, else in the scale's own form ("M3-4", "2/4")."""
    if grade is None:
        return ""
    if grade.text:
        return grade.text
    ends = [_grade(g) for g in dict.fromkeys((grade.low, grade.high))]
    return words.of("scale", grade.scale) + " " + "\u2013".join(ends)


def _grade(value: float) -> str:
    for sign, part in TICKS.items():
        whole = value - part
        if abs(whole - round(whole)) < 0.02:
            return f"{round(whole)}{sign}"
    return f"{value:g}"


def measure_text(measure: Measure | None, words: Wording) -> str:
    """A measured value with its unit: "75 mg/L", "12 × la limite supérieure"."""
    if measure is None:
        return ""
    if measure.times_upper is not None:
        return words("times_upper", n=measure.comparator + decimal(measure.times_upper, words))
    if measure.value is None:
        return ""
    return f"{measure.comparator}{decimal(measure.value, words, 6)} {measure.unit}".strip()


def absent(name: str, words: Wording) -> str:
    """A finding denied: "pas de ptosis", "pas d'atrophie", "no ptosis"."""
    if words.language == "fr" and _elides(name, words):
        return words("absent_elided", name=name)
    return words("absent", name=name)


def _elides(name: str, words: Wording) -> bool:
    first = name.split(" ", maxsplit=1)[0].casefold()
    if first[:1] == "h":
        return not any(first.startswith(w) for w in words("aspirated_h").split())
    return first[:1] in words("vowels")


def finding_phrase(finding: Finding, words: Wording, *, where: bool = True) -> str:
    """What was found, where, how badly, how surely; whose, if not the patient's; when, if not now.

    where: False leaves out site and side, for a list that stands under them.

    >>> from myotome.knowledge import load
    >>> from myotome.terms import Side
    >>> finding_phrase(Finding(concept="weakness", site="deltoid", side=Side.LEFT), Wording(load(), "en"))
    'muscle weakness (deltoid, left)'
    """
    name = words.concept(finding.concept)
    if not finding.present:
        name = absent(name, words)
    more = []
    if where:
        more = [words.site(finding.site)] if finding.site else []
        more.append(words.side(finding.side, finding.worse))
    more += [*told(finding, words), grade_text(finding.grade, words), measure_text(finding.measure, words)]
    if finding.certainty is not Certainty.CERTAIN:
        more.append(words(f"certainty_{finding.certainty.value}"))
    if finding.experiencer is not Experiencer.PATIENT:
        more.append(words(f"experiencer_{finding.experiencer.value}"))
    if finding.when is not When.AT_VISIT:
        more.append(words(f"when_{finding.when.value}"))
    if finding.time is not None:  # a date that only its note has is not repeated for each finding
        more.append(_dated(finding, words) or words("quote", text=finding.time.text))
    if finding.method is Method.DERIVED:
        more.append(words("method_derived"))
    return words.bracketed(name, *more)


def when_text(finding: Finding, words: Wording) -> str:
    """The source's own words on when, with the date or age that follows from them; "" when it says neither."""
    date = _dated(finding, words)
    if finding.time is None:
        return date
    return words("when_words", words=finding.time.text, date=date) if date else words("quote", text=finding.time.text)


def _dated(finding: Finding, words: Wording) -> str:
    if finding.date:
        return date_text(finding.date, words)
    return "" if finding.age is None else words("at_age", age=age(finding.age, words))


def date_text(date: str, words: Wording) -> str:
    """A date or interval: "2019-03", "depuis 2017", "jusqu'à 2015", "2012 – 2015"."""
    first, mark, last = date.partition("/")
    if not mark:
        return date
    if last == "..":
        return words("date_since", date=first)
    return words("date_until", date=last) if first == ".." else f"{first} \u2013 {last}"


def told(finding: Finding, words: Wording) -> list[str]:
    """Severity, pattern over the body, speed of onset and course, as far as the source says them."""
    parts = [words.of("severity", finding.severity.value)] if finding.severity else []
    parts += [words.of("topography", pattern.value) for pattern in finding.topography]
    parts += [words.of("tempo", finding.tempo.value)] if finding.tempo else []
    parts += [words.of("course", finding.course.value)] if finding.course else []
    return parts


def finding_card(finding: Finding, words: Wording) -> str:
    """All attributes in one line, with the title they stand under and the words that decided them; shown over a mark in the note."""
    parts = [
        words.upper(words.concept(finding.concept)),
        words(f"presence_{finding.presence.value}"),
        words(f"certainty_{finding.certainty.value}"),
        words.site(finding.site) if finding.site else "",
        words.side(finding.side, finding.worse) or words("side_unsaid"),
        *told(finding, words),
        grade_text(finding.grade, words),
        measure_text(finding.measure, words),
    ]
    if finding.experiencer is not Experiencer.PATIENT:
        parts.append(words(f"experiencer_{finding.experiencer.value}"))
    if finding.when is not When.AT_VISIT:
        parts.append(words(f"when_{finding.when.value}"))
    parts.append(when_text(finding, words))
    first = next((e for e in finding.evidence if e.text), None)
    if first is not None and first.section:
        parts.append(words("under_title", title=first.section))
    if first is not None and first.cues:
        parts.append(words("by_words", words=", ".join(dict.fromkeys(words("quote", text=" ".join(c.text.split())) for c in first.cues))))
    if any(e.rule == SECOND_READER for e in finding.evidence):
        parts.append(words("second_reader_mark"))
    return " · ".join(p for p in parts if p)


def diagnosis_phrase(diagnosis: Diagnosis, words: Wording) -> str:
    """A diagnosis that the source states, and how: held, considered, excluded, in kin."""
    if diagnosis.presence is Presence.ABSENT:
        how = words("diagnosis_excluded")
    elif diagnosis.certainty is Certainty.CERTAIN:
        how = words("diagnosis_held")
    else:
        how = words("diagnosis_considered")
    whose = ""
    if diagnosis.experiencer is not Experiencer.PATIENT:
        whose = words(f"experiencer_{diagnosis.experiencer.value}")
    since = words("at_age", age=age(diagnosis.age, words)) if diagnosis.age is not None else ""
    return words.bracketed(words.disease(diagnosis.disease), how, whose, since)


def place_of(evidence: Evidence, case: Case, words: Wording) -> str:
    """Where a finding that no text holds was read: file, and cell or field in it."""
    name = next((s.name for s in case.sources if s.id == evidence.source), "") or evidence.source
    return ", ".join(p for p in (name, evidence.cell, evidence.field) if p)


def quotes(finding: Finding, most: int = 2) -> tuple[str, ...]:
    """The source's own words, one line each, without repeats; a long quotation loses its middle."""
    said = dict.fromkeys(_line(e.text) for e in finding.evidence if e.text)
    return tuple(said)[:most]


def _line(text: str) -> str:
    """On one line; a word that a line end cut keeps its hyphen ("foca-les", "sous-épineux")."""
    text = " ".join(re.sub(r"-[ \t]*\r?\n\s*", "-", text).split())
    if len(text) <= LONGEST_QUOTE:
        return text
    half = LONGEST_QUOTE // 2
    return f"{text[:half].rsplit(' ', 1)[0]} \u2026 {text[-half:].split(' ', 1)[-1]}"
