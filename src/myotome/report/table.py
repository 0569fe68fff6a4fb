"""Findings as rows for spreadsheets, and the whole answer as canonical JSON."""

from __future__ import annotations

from typing import Any

import msgspec

from myotome.answer import EnmgResult, Result
from myotome.case import Case, Evidence, Finding
from myotome.knowledge.hpo_terms import hpo_term
from myotome.knowledge.store import Knowledge
from myotome.report.phrases import folded
from myotome.report.wording import Wording, visible
from myotome.terms import Side

COLUMNS = (
    "patient", "concept", "hpo", "name", "presence", "certainty", "site", "side", "worse", "grade",
    "value", "unit", "experiencer", "when", "method", "source", "start", "end", "text",
    "severity", "tempo", "course", "topography", "date", "age", "time", "section",
)
DIGITS = 9  # significant digits of a float in the canonical form: the same on every machine


def findings_table(result: Result, knowledge: Knowledge) -> str:
    """All findings as tab-separated text with a header; ``patient`` counts from 1.

    Presence and certainty fold as DESIGN.md says ("At the doors"); ``certainty`` keeps the source's.
    """
    lines = ["\t".join(COLUMNS)]
    for number, assessment in enumerate(result.assessments, 1):
        words = Wording(knowledge, result.language, plain=True)
        lines += [
            "\t".join((str(number), *_row(finding, words))) for finding in assessment.case.findings
        ]
    return "\n".join(lines) + "\n"


def findings_rows(case: Case, knowledge: Knowledge, language: str) -> list[tuple[str, ...]]:
    """One row a finding, in the columns of the table without ``patient``."""
    words = Wording(knowledge, language, plain=True)
    return [_row(finding, words) for finding in case.findings]


def _row(finding: Finding, words: Wording) -> tuple[str, ...]:
    entry = words.knowledge.concepts.get(finding.concept)
    evidence = next((e for e in finding.evidence if e.text), None) or next(
        iter(finding.evidence), Evidence(source="")
    )
    value, unit = _value(finding)
    present = folded(finding.presence, finding.certainty) != "absent"
    hpo = hpo_term(finding.concept, finding.site, present, words.knowledge) if entry else ""
    cells = (
        finding.concept, hpo, words.concept(finding.concept),
        folded(finding.presence, finding.certainty), finding.certainty.value, finding.site or "",
        Side.BOTH.value if finding.side is Side.ALTERNATING else finding.side.value,
        finding.worse.value if finding.worse else "",
        _grade(finding),
        value, unit, finding.experiencer.value, finding.when.value, finding.method.value,
        evidence.source, _number(evidence.start), _number(evidence.end),
        evidence.text or evidence.cell or evidence.field,
        *(word.value if word else "" for word in (finding.severity, finding.tempo, finding.course)),
        " ".join(pattern.value for pattern in finding.topography),
        finding.date or "", "" if finding.age is None else f"{finding.age:g}", finding.time.text if finding.time else "",
        evidence.section,
    )
    return tuple(" ".join(visible(cell).split()) for cell in cells)


def _grade(finding: Finding) -> str:
    """As written, else as a number or range."""
    grade = finding.grade
    if grade is None:
        return ""
    return grade.text or "-".join(dict.fromkeys((f"{grade.low:g}", f"{grade.high:g}")))


def _value(finding: Finding) -> tuple[str, str]:
    measure = finding.measure
    if measure is None:
        return "", ""
    if measure.times_upper is not None:
        return f"{measure.comparator}{measure.times_upper:g}", "xULN"
    if measure.value is None:
        return "", measure.unit
    return f"{measure.comparator}{measure.value:g}", measure.unit


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def result_json(result: Result | EnmgResult) -> bytes:
    """The answer as canonical JSON: keys sorted, floats of 9 significant digits, newline at the end."""
    raw = _rounded(msgspec.to_builtins(result))
    return msgspec.json.format(msgspec.json.encode(raw, order="sorted"), indent=1) + b"\n"


def _rounded(raw: Any) -> Any:
    if isinstance(raw, float):
        return float(f"{raw:.{DIGITS}g}")
    if isinstance(raw, dict):
        return {key: _rounded(value) for key, value in raw.items()}
    if isinstance(raw, list | tuple):
        return [_rounded(value) for value in raw]
    return raw
