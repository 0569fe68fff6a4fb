"""The ranking after each visit, with nothing of what came later."""

from __future__ import annotations

import pytest

from myotome.answer import Candidate, Differential, Influence, Milestone
from myotome.assess import assess
from myotome.case import Case, Evidence, Finding, Source, Time, Visit
from myotome.reasoning.course import course, stages
from myotome.terms import Presence, When

VISITS = (Visit(when="2001"), Visit(when="2017"))
STORY = Case(visits=VISITS, findings=(
    Finding(concept="foot_drop", visit=0), Finding(concept="painless_weakness", visit=0),
    Finding(concept="conduction_block_two_nerves", visit=1), Finding(concept="motor_deficit_two_nerves", visit=1),
))


@pytest.fixture(scope="module")
def done(knowledge):
    return assess(STORY, knowledge)


def test_one_visit_or_none_has_no_course(knowledge):
    assert stages(Case(findings=(Finding(concept="foot_drop"),))) == []
    assert stages(Case(visits=VISITS[:1], findings=(Finding(concept="foot_drop", visit=0),))) == []
    assert assess(Case(), knowledge).course == ()


def test_a_stage_knows_nothing_of_later_visits():
    (first, early), (last, late) = stages(STORY)
    assert (first, last) == ("2001", "2017")
    assert [f.concept for f in early.findings] == ["foot_drop", "painless_weakness"]
    assert len(late.findings) == 4


def test_dates_serve_where_there_are_no_visits():
    told = Case(findings=(Finding(concept="foot_drop", date="2020-01-02"), Finding(concept="fever", date="2021-01-02"), Finding(concept="weakness")))
    assert [(when, len(c.findings)) for when, c in stages(told)] == [("2020-01-02", 2), ("2021-01-02", 3)]


def test_a_disease_enters_a_list_once_with_the_finding_that_brought_it(done):
    entered = [(m.list, m.disease) for stage in done.course for m in stage.milestones]
    assert len(entered) == len(set(entered))
    (brought,) = [m for m in done.course[1].milestones if (m.list, m.disease) == ("most_likely", "mmn")]
    assert brought.because in ("conduction_block_two_nerves", "motor_deficit_two_nerves")
    assert "mmn" not in [m.disease for m in done.course[0].milestones if m.list == "most_likely"]


def test_an_absence_that_brought_a_disease_is_kept_as_one():
    case = Case(findings=(Finding(concept="sensory_loss", presence=Presence.ABSENT), Finding(concept="foot_drop")))
    def ranked(*reasons):
        return Differential(candidates=(Candidate(disease="mmn", probability=0.9, evidence_for=reasons),))
    denied, there, tempo = (Influence(concept="sensory_loss", finding=0), Influence(concept="foot_drop", finding=1), Influence(concept="tempo"))
    brought = [course([("2001", case, ranked(tempo, *r))], 3, 5)[0].milestones for r in ((denied,), (there,), ())]
    said = (("sensory_loss", False), ("foot_drop", True), ("", True))
    assert brought == [(Milestone(disease="mmn", list="most_likely", place=1, because=b, present=p),) for b, p in said]


def test_the_last_stage_is_the_ranking_of_all_that_is_known(done):
    last = dict(done.course[-1].ranking)
    now = {c.disease: c.probability for c in done.differential.candidates}
    assert all(now[d] == pytest.approx(p) for d, p in last.items())


def test_a_note_without_a_date_is_no_older_than_the_last_date_that_it_tells_of():
    note = (Evidence(source="s1"),)
    told = Case(sources=(Source(id="s1"),), findings=(
        Finding(concept="foot_drop", date="2015/..", time=Time(text="depuis 2015"), evidence=note),
        Finding(concept="ptosis", date="2019-03", time=Time(text="en mars 2019"), evidence=note),
        Finding(concept="weakness", evidence=note),
    ))
    assert [(when, [f.concept for f in c.findings]) for when, c in stages(told)] == [
        ("2015", ["foot_drop"]), ("2019-03", ["foot_drop", "ptosis", "weakness"]),
    ]


def test_what_a_dated_note_tells_was_known_on_its_date():
    told = Case(sources=(Source(id="s1", date="2020-01-02"), Source(id="s2", date="2021-01-02")), findings=(
        Finding(concept="foot_drop", date="2015/..", time=Time(text="depuis 2015"), evidence=(Evidence(source="s1"),)),
        Finding(concept="ptosis", date="2021-01-02", evidence=(Evidence(source="s2"),)),
    ))
    assert [when for when, _ in stages(told)] == ["2020-01-02", "2021-01-02"]


def test_an_old_history_is_no_stage():
    told = Case(findings=(Finding(concept="diabetes", date="1985", when=When.HISTORY), Finding(concept="weakness", date="2020")))
    assert stages(told) == []
