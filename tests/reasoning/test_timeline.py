"""The course in order; undated documents have none."""

from __future__ import annotations

from myotome.case import Case, Finding, Patient, Visit
from myotome.reasoning.timeline import timeline


def test_without_anything_placed_there_is_no_time_line():
    assert timeline(Case(findings=(Finding(concept="weakness"), Finding(concept="ptosis")))) == ()


def test_visits_stand_in_their_order_with_age_and_months_since_onset():
    case = Case(
        patient=Patient(age=56, onset_age=40),
        visits=(Visit(when="à 40 ans", age=40), Visit(when="à 56 ans", age=56), Visit(date="2024-03-01")),
        findings=(
            Finding(concept="hand_weakness", visit=1), Finding(concept="foot_drop", visit=0),
            Finding(concept="muscle_atrophy", visit=1), Finding(concept="ptosis", visit=2),
        ),
    )
    first, second, third = timeline(case)
    assert (first.when, first.age, first.months, first.findings) == ("à 40 ans", 40, 0, (1,))
    assert (second.when, second.months, second.findings) == ("à 56 ans", 192, (0, 2))
    assert (third.when, third.age, third.months) == ("2024-03-01", None, None)


def test_ages_and_dates_are_put_in_order():
    case = Case(findings=(
        Finding(concept="weakness", age=30.0), Finding(concept="ptosis", age=9.5), Finding(concept="dysphagia", date="2024-01"),
        Finding(concept="fever", date="2023-11-02"), Finding(concept="foot_drop"),
    ))
    assert [(e.age, e.when, e.findings) for e in timeline(case)] == [
        (9.5, "", (1,)), (30.0, "", (0,)), (None, "2023-11-02", (3,)), (None, "2024-01", (2,)),
    ]


def test_a_visit_that_is_only_a_number():
    (event,) = timeline(Case(findings=(Finding(concept="weakness", visit=4),)))
    assert (event.when, event.age, event.findings) == ("", None, (0,))


def test_an_interval_stands_where_it_begins():
    case = Case(findings=(
        Finding(concept="ptosis", date="2017/.."), Finding(concept="weakness", date="../2015"), Finding(concept="fever", date="2016-05"),
    ))
    assert [e.when for e in timeline(case)] == ["../2015", "2016-05", "2017/.."]
