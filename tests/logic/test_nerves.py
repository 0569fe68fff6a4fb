"""``nerves`` and ``measured``: questions about one nerve at a time, three-valued."""

from __future__ import annotations

import pytest

from myotome.case import Case, Finding, Measure
from myotome.knowledge.expression import parse
from myotome.logic.evaluate import evaluate
from myotome.logic.view import CaseView
from myotome.terms import Presence, Side, Truth

SLOW = {"measured": {"concept": "slow_motor_conduction", "max": 0.7, "relative_to": "lower"}}


def slow(nerve: str, side: Side, value: float, lower: float = 50.0, present: bool = True) -> Finding:
    return Finding(
        concept="slow_motor_conduction", site=nerve, side=side, measure=Measure(value=value, unit="m/s", lower=lower),
        presence=Presence.PRESENT if present else Presence.ABSENT,
    )


@pytest.fixture
def judge(knowledge):
    def judged(expression, *findings: Finding) -> Truth:
        return evaluate(parse(expression), CaseView(Case(findings=findings), knowledge)).truth

    return judged


def test_a_limit_met_exactly_is_met(judge):
    assert judge(SLOW, slow("median", Side.LEFT, 35.0)) is Truth.YES
    assert judge(SLOW, slow("median", Side.LEFT, 35.1)) is Truth.NO
    assert judge({"measured": {**SLOW["measured"], "max": None, "below": 0.7}}, slow("median", Side.LEFT, 35.0)) is Truth.NO


def test_what_was_not_measured_is_unknown(judge):
    assert judge(SLOW) is Truth.UNKNOWN
    assert judge(SLOW, Finding(concept="slow_motor_conduction")) is Truth.UNKNOWN


def test_a_normal_value_is_read_too(judge):
    assert judge(SLOW, slow("median", Side.LEFT, 55.0, present=False)) is Truth.NO


def test_both_sides_of_a_nerve_are_two_nerves_and_two_segments_are_one(judge):
    two = {"nerves": {"min": 2, "where": SLOW}}
    assert judge(two, slow("median", Side.LEFT, 30.0), slow("median", Side.RIGHT, 30.0)) is Truth.YES
    assert judge(two, slow("median", Side.LEFT, 30.0), slow("median", Side.LEFT, 31.0)) is Truth.NO


def test_parts_are_joined_within_the_same_nerve(judge):
    low = Finding(concept="low_cmap", site="ulnar", side=Side.LEFT, measure=Measure(value=1.0, unit="mV", lower=5.0))
    both = {"nerves": {"min": 1, "where": {"all": [SLOW, {"finding": "low_cmap"}]}}}
    assert judge(both, slow("ulnar", Side.LEFT, 30.0), low) is Truth.YES
    assert judge(both, slow("ulnar", Side.RIGHT, 30.0), low) is not Truth.YES


def test_closed_takes_what_was_not_measured_as_not_met(judge):
    where = {"any": [SLOW, {"finding": "f_wave_absent"}]}
    fast = slow("ulnar", Side.LEFT, 55.0, present=False)
    assert judge({"nerves": {"min": 1, "where": where}}, fast) is Truth.UNKNOWN
    assert judge({"nerves": {"min": 1, "where": where, "closed": True}}, fast) is Truth.NO
    assert judge({"nerves": {"min": 1, "where": where, "closed": True}}) is Truth.UNKNOWN


def test_nerves_can_be_left_out(judge):
    assert judge({"nerves": {"min": 1, "where": SLOW, "except": ["tibial"]}}, slow("tibial", Side.LEFT, 20.0)) is Truth.UNKNOWN
