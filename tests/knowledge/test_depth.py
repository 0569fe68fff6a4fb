"""A file is as deep as what it holds: taking something away lowers its grade and names it."""

from __future__ import annotations

import msgspec
import pytest

from myotome.knowledge.check import Checker
from myotome.knowledge.depth import Grade, depth, was_read
from myotome.knowledge.model import DiseaseFinding

FULL = "mmn"


@pytest.fixture
def full(knowledge):
    return knowledge.diseases[FULL]


def test_a_full_file_lacks_nothing(full, knowledge):
    known = depth(full, knowledge)
    assert (known.grade, known.lacking) == (Grade.FULL, ())
    assert 0 < known.read < 1
    assert known.reviewed_by == ""


def only(disease, *kinds, knowledge):
    """Without the findings of these kinds."""
    kept = {c: f for c, f in disease.findings.items() if knowledge.concepts[c].kind not in kinds}
    return msgspec.structs.replace(disease, findings=kept)


@pytest.mark.parametrize(("aspect", "kinds"), [
    ("course", ["course"]), ("imaging", ["imaging"]), ("antibody", ["antibody"]),
    ("electrodiagnosis", ["nerve_study", "needle_emg"]),
])
def test_an_aspect_without_a_finding_is_lacking_until_the_file_says_why(aspect, kinds, full, knowledge):
    poorer = only(full, *kinds, knowledge=knowledge)
    known = depth(poorer, knowledge)
    assert (known.grade, known.lacking) == (Grade.MINIMUM, (aspect,))
    told = msgspec.structs.replace(poorer, gaps={aspect: "unknown"})
    assert depth(told, knowledge).grade is Grade.FULL


def test_mimics_count_only_with_the_findings_that_separate_them(full, knowledge):
    bare = tuple(msgspec.structs.replace(m, concepts=()) for m in full.mimics)
    assert depth(msgspec.structs.replace(full, mimics=bare), knowledge).lacking == ("mimics",)


def test_few_findings_make_a_minimum_and_fewer_fall_short(full, knowledge):
    def with_findings(n):
        return msgspec.structs.replace(full, findings=dict(list(full.findings.items())[:n]))

    assert depth(with_findings(11), knowledge).grade is Grade.MINIMUM
    assert depth(with_findings(9), knowledge).grade is Grade.SHORT
    assert "findings" in depth(with_findings(11), knowledge).lacking


@pytest.mark.parametrize("change", [{"codes": {}}, {"mimics": ()}, {"lesion_classes": {}, "lesion_sites": ()}])
def test_below_the_minimum_form_is_a_broken_file(change, full, knowledge):
    short = msgspec.structs.replace(full, **change)
    assert depth(short, knowledge).grade is Grade.SHORT
    checker = Checker(knowledge.content)
    checker._check_depth("here", short)
    assert ["minimum form" in p.message for p in checker.problems] == [True]


@pytest.mark.parametrize("finding", [
    DiseaseFinding(), DiseaseFinding(band="often"), DiseaseFinding(n=3), DiseaseFinding(band="rare", share=0.03),
    DiseaseFinding(n=3, of=20), DiseaseFinding(share=0.2, n=4, of=20, source="doc3"),
])
def test_a_frequency_is_said_in_one_way_and_a_count_has_a_source(finding, full, knowledge):
    checker = Checker(knowledge.content)
    checker._check_disease("here", msgspec.structs.replace(full, findings={**full.findings, "weakness": finding}))
    assert any("weakness" in p.message for p in checker.problems)


def test_gaps_name_an_aspect_and_a_reason(full, knowledge):
    checker = Checker(knowledge.content)
    checker._check_depth("here", msgspec.structs.replace(full, gaps={"colour": "unknown"}))
    checker._check_depth("here", msgspec.structs.replace(full, gaps={"imaging": "perhaps"}))
    assert len(checker.problems) == 2


def test_memory_is_not_reading(knowledge):
    assert not was_read("memory", knowledge)
    assert not was_read("no such reference", knowledge)
    assert was_read("doc3", knowledge)




def test_as_deep_as_promised(knowledge):
    grades = [depth(d, knowledge).grade for d in knowledge.diseases.values()]
    assert grades.count(Grade.FULL) >= 80
    assert Grade.SHORT not in grades
