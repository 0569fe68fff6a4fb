"""The types that hold what is known."""

from __future__ import annotations

import msgspec
import pytest

from myotome.case import Case, Diagnosis, Finding
from myotome.terms import Certainty, Experiencer, Presence, Side


@pytest.mark.parametrize(("change", "counts"), [
    ({}, True), ({"presence": Presence.ABSENT}, True), ({"certainty": Certainty.POSSIBLE}, True),
    ({"certainty": Certainty.TO_BE_EXCLUDED}, False), ({"certainty": Certainty.PENDING}, False),
    ({"experiencer": Experiencer.MOTHER}, False),
])
def test_what_counts_for_the_patient(change: dict, counts: bool) -> None:
    assert Finding(concept="weakness", **change).counts is counts


def test_absent_is_not_present() -> None:
    assert Finding(concept="weakness").present
    assert not Finding(concept="weakness", presence=Presence.ABSENT).present


@pytest.mark.parametrize(("change", "established"), [
    ({}, True), ({"certainty": Certainty.PROBABLE}, False), ({"presence": Presence.ABSENT}, False),
    ({"experiencer": Experiencer.FATHER}, False),
])
def test_an_established_diagnosis(change: dict, established: bool) -> None:
    assert Diagnosis(disease="mmn", **change).established is established


def test_sides() -> None:
    assert Side.BOTH.lateral == Side.ALTERNATING.lateral == (Side.LEFT, Side.RIGHT)
    assert Side.LEFT.lateral == (Side.LEFT,)
    assert Side.UNSAID.lateral == Side.ONE_UNSAID.lateral == Side.MIDLINE.lateral == ()
    for side in Side:
        assert side.mirrored.mirrored is side


def test_a_case_is_frozen_and_encodes_only_what_is_known() -> None:
    case = Case(id="x", findings=(Finding(concept="foot_drop"),))
    with pytest.raises(AttributeError):
        case.id = "y"
    assert msgspec.to_builtins(case) == {"id": "x", "findings": ({"concept": "foot_drop"},)}
    assert msgspec.json.decode(msgspec.json.encode(case), type=Case) == case
