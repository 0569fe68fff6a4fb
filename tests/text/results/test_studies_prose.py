"""Reports of nerve studies, needle EMG, images, biopsies and values told in prose (own sentences: studies_prose.yaml)."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from myotome.case import Finding, LaboratoryRow
from myotome.knowledge.store import Knowledge
from myotome.terms import Presence
from myotome.text import read

BATCHES = yaml.safe_load(Path(__file__).with_name("studies_prose.yaml").read_text(encoding="utf-8"))
ANY = "_"


def is_finding(want: str, finding: Finding, knowledge: Knowledge) -> bool:
    """Is a finding the one that "+concept site side grade" tells?"""
    concept, site, side, grade = (want[1:].split() + [ANY] * 3)[:4]
    return (
        (finding.presence is Presence.PRESENT) is (want[0] == "+")
        and (knowledge.is_a(finding.concept, concept) if want[0] == "+" else finding.concept == concept)
        and site in (ANY, finding.site) and side in (ANY, finding.side.value)
        and (grade == ANY or finding.grade is not None and finding.grade.low == float(grade))
    )


def is_row(want: str, row: LaboratoryRow) -> bool:
    """Is a value the one that "=test value unit <upper" tells?"""
    test, value, *more = want[1:].split()
    if row.test != test or (row.times_upper if value[0] == "x" else row.value) != float(value.lstrip("x")):
        return False
    told = {"<": row.upper, ">": row.lower}
    return all(told[m[0]] == float(m[1:]) if m[0] in told else row.unit == m for m in more)


def missing(text: str, says: list[str], language: str, knowledge: Knowledge) -> list[str]:
    """What a sentence should say and does not, and what it should never say and does."""
    patients = read(text, knowledge, language).patients
    findings = [f for p in patients for f in p.findings]
    rows = [r for p in patients for r in p.laboratory]
    wrong = []
    for asked in says:
        never, want = asked.startswith("!"), asked.lstrip("!")
        found = any(is_row(want, r) for r in rows) if want[0] == "=" else any(is_finding(want, f, knowledge) for f in findings)
        if found is never:
            wrong.append(f"{text!r} {'says' if never else 'does not say'} {want}")
    return wrong


@pytest.mark.parametrize("batch", BATCHES)
def test_what_a_report_says(knowledge, batch):
    """A batch at once, so that the failure names every sentence that is lost."""
    wrong = [w for case in BATCHES[batch] for w in missing(case["text"], case["says"], case.get("language", "fr"), knowledge)]
    assert not wrong, "\n".join(wrong)
