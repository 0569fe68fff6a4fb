"""What to examine next splits what stands at the head of the list, at the bedside first."""

from __future__ import annotations

import pytest

from myotome.answer import Lesion
from myotome.case import Case
from myotome.formats.localise_input import read_findings
from myotome.reasoning.localise import localise
from myotome.reasoning.localise_next import next_examinations, tied_sets
from myotome.terms import Side


@pytest.fixture
def proposed(knowledge):
    """Examinations for muscles given as "muscle:grade" of the left side."""
    def run(*muscles, **more):
        entries = [{"muscle": m, "side": "L", "mrc": g} for m, _, g in (x.partition(":") for x in muscles)]
        case = read_findings({"findings": {"muscles": entries, **more}}, knowledge).case
        return next_examinations(case, localise(case, knowledge), knowledge)
    return run


def test_tibialis_posterior_and_gluteus_medius_split_l5_from_the_fibular_nerve(proposed):
    tests = proposed("tibialis_anterior:2", "extensor_hallucis_longus:2")
    bedside = [t for t in tests if t.bedside]
    assert [t.site for t in bedside][:2] == ["tibialis_posterior", "gluteus_medius"]
    assert all(t.side is Side.LEFT for t in bedside[:2])
    assert abs(bedside[0].expected[0] - bedside[0].expected[1]) > 0.5
    assert bedside[0].how.fr.startswith("Cheville en flexion plantaire")


def test_bedside_stands_before_electrodiagnosis_and_a_needle_only_goes_where_it_can(proposed, knowledge):
    tests = proposed("tibialis_anterior:2", "extensor_hallucis_longus:2")
    order = [t.bedside for t in tests]
    assert order == sorted(order, reverse=True)
    assert {t.channel for t in tests if not t.bedside} <= {"emg", "snap", "cmap"}
    assert all(knowledge.muscles[t.site].needle for t in tests if t.channel == "emg")
    assert all(t.study for t in tests if t.channel in ("snap", "cmap"))


def test_what_was_examined_is_not_asked_again(proposed):
    asked = {(t.channel, t.site) for t in proposed(
        "tibialis_anterior:2", "extensor_hallucis_longus:2", "tibialis_posterior:5", "gluteus_medius:5",
        ncs=[{"study": "snap.superficial_fibular", "side": "L", "state": "normal"}],
    )}
    assert not asked & {("strength", "tibialis_posterior"), ("strength", "gluteus_medius"), ("snap", "lateral_leg_dorsum_foot_sfn")}


def test_nothing_known_nothing_proposed(knowledge):
    case = Case(id="empty")
    assert next_examinations(case, localise(case, knowledge), knowledge) == ()


def test_ties_are_whole_answers(knowledge):
    left = Side.LEFT
    lesion = Lesion(
        lesion_class="nerves_multiple", sites=(("ulnar.elbow", left), ("common_fibular.fibular_head", left)),
        tie_set=(("ulnar.arm", left), ("sciatic.fibular_division", left)),
    )
    assert tied_sets(lesion, knowledge) == (
        (("ulnar.arm", left), ("common_fibular.fibular_head", left)),
        (("ulnar.elbow", left), ("sciatic.fibular_division", left)),
    )
    single = Lesion(lesion_class="nerve_focal", sites=(("ulnar.elbow", left),), tie_set=(("ulnar.arm", left),))
    assert tied_sets(single, knowledge) == ((("ulnar.arm", left),),)
