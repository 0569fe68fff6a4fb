"""Two sources that do not say the same: both kept, the difference named."""

from __future__ import annotations

import pytest

from myotome.case import Case, Finding
from myotome.reasoning.differences import differences
from myotome.terms import Certainty, Experiencer, Method, Presence, Side


def said(knowledge, *findings):
    return differences(Case(findings=findings), knowledge)


WIDE = Finding(concept="muscle_oedema_mri", site="gastrocnemii", side=Side.RIGHT, method=Method.MRI)
NARROW = Finding(concept="muscle_oedema_mri", site="gastrocnemius_medial", side=Side.BOTH, method=Method.MRI)


def test_a_group_here_and_one_of_its_muscles_there(knowledge):
    assert said(knowledge, WIDE, NARROW) == (("narrower_site", "muscle_oedema_mri gastrocnemii>gastrocnemius_medial right"),)


@pytest.mark.parametrize("other", [
    {"side": Side.LEFT}, {"side": Side.UNSAID}, {"concept": "muscle_fat_mri"}, {"presence": Presence.ABSENT},
    {"site": "tibialis_anterior"}, {"experiencer": Experiencer.MOTHER}, {"certainty": Certainty.PENDING},
])
def test_no_difference_where_they_do_not_speak_of_the_same(knowledge, other):
    import msgspec

    assert said(knowledge, WIDE, msgspec.structs.replace(NARROW, **other)) == ()


def test_examination_on_one_side_and_image_on_the_other(knowledge):
    hand = Finding(concept="weakness", site="infraspinatus", side=Side.LEFT, method=Method.EXAMINATION)
    image = Finding(concept="muscle_fat_mri", site="infraspinatus", side=Side.RIGHT, method=Method.MRI)
    assert said(knowledge, hand, image) == (("sides_differ", "infraspinatus examination:left imaging:right"),)
    both = Finding(concept="muscle_fat_mri", site="infraspinatus", side=Side.BOTH, method=Method.MRI)
    assert said(knowledge, hand, both) == ()
