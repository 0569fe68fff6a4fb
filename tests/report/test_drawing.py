"""The drawing: limbs with findings, muscles by state, the lesion at its place."""

from __future__ import annotations

import re

import pytest

from myotome.answer import Lesion, Localisation, SiteEvidence
from myotome.case import Case, Finding, Grade
from myotome.report.drawing import drawings
from myotome.report.limbs import Mark, Station, limbs
from myotome.report.wording import Wording
from myotome.terms import Presence, Side


def weak(site, side=Side.LEFT, **more):
    return Finding(concept="weakness", site=site, side=side, **more)


def stations(limb):
    return {s.site: s for line in limb.lines for s in line.stops if isinstance(s, Station)}


def one(knowledge, *findings, where=Localisation()):  # noqa: B008 - frozen
    (limb,) = limbs(Case(findings=findings), where, knowledge)
    return limb


def test_weak_abnormal_and_spared_are_told_apart(knowledge):
    limb = one(
        knowledge, weak("tibialis_anterior"), weak("tibialis_posterior", presence=Presence.ABSENT),
        Finding(concept="muscle_atrophy", site="extensor_digitorum_brevis", side=Side.LEFT),
    )
    states = {site: s.state for site, s in stations(limb).items()}
    assert states == {"tibialis_anterior": "weak", "tibialis_posterior": "spared", "extensor_digitorum_brevis": "abnormal"}
    assert (limb.block, limb.side) == ("leg", Side.LEFT)


def test_a_normal_grade_is_spared(knowledge):
    limb = one(knowledge, weak("deltoid"), weak("triceps_brachii", grade=Grade(scale="mrc", low=5, high=5)))
    assert stations(limb)["triceps_brachii"].state == "spared"


def test_a_group_is_one_station_on_each_nerve_that_serves_it(knowledge):
    limb = one(knowledge, weak("hand_intrinsics"))
    found = [(line.nerve, s.site) for line in limb.lines for s in line.stops]
    assert sorted(found) == [("median", "hand_intrinsics"), ("ulnar", "hand_intrinsics")]


def test_a_whole_region_is_a_caption_and_no_muscle(knowledge):
    limb = one(knowledge, weak("lower_limb"))
    assert limb.lines == () and limb.regional == (0,)


def test_each_side_has_its_own_drawing_and_no_side_is_invented(knowledge):
    found = limbs(Case(findings=(weak("deltoid", Side.BOTH), weak("tibialis_anterior", Side.UNSAID))), Localisation(), knowledge)
    assert [(limb.block, limb.side) for limb in found] == [
        ("arm", Side.LEFT), ("arm", Side.RIGHT), ("leg", Side.UNSAID),
    ]


def test_normal_muscles_alone_make_no_drawing(knowledge):
    assert limbs(Case(findings=(weak("deltoid", presence=Presence.ABSENT),)), Localisation(), knowledge) == ()


def nerve_lesion(site, **more):
    return Localisation(lesions=(Lesion(lesion_class="nerve_focal", sites=((site, Side.LEFT),), probability=0.9, **more),))


def test_the_lesion_stands_before_what_it_hits_and_after_what_it_spares(knowledge):
    limb = one(
        knowledge, weak("flexor_digitorum_profundus_4_5", presence=Presence.ABSENT), weak("first_dorsal_interosseous_hand"),
        where=nerve_lesion("ulnar.guyon"),
    )
    (line,) = limb.lines
    order = [s.segment if isinstance(s, Mark) else s.site for s in line.stops]
    assert order == ["flexor_digitorum_profundus_4_5", "ulnar.guyon", "first_dorsal_interosseous_hand"]
    struck = stations(limb)
    assert struck["first_dorsal_interosseous_hand"].struck and not struck["flexor_digitorum_profundus_4_5"].struck


def test_a_root_lesion_is_marked_at_the_root(knowledge):
    words = Wording(knowledge, "en")
    where = Localisation(lesions=(
        Lesion(
            lesion_class="root_single", sites=(("root.S1", Side.LEFT),), probability=0.9, tie_set=(("root.L5", Side.LEFT),),
            untested=(SiteEvidence(site="gluteus_maximus", side=Side.LEFT, expected=0.7),),
        ),
    ))
    (drawing,) = drawings(Case(findings=(weak("gastrocnemius_medial"),)), where, words)
    marks = {n.name: n.mark for n in drawing.roots}
    assert marks["S1"] == "lesion" and marks["L5"] == "tied"
    kinds = {s.name: s.kind for t in drawing.tracks for s in t.stops}
    assert "untested" in kinds.values()
    assert any(e.struck for e in drawing.edges)
    assert "S1" in drawing.summary and drawing.title == "Left leg"


def test_a_lesion_above_leaves_its_branch_hanging_on_the_parent_nerve(knowledge):
    limb = one(knowledge, weak("tibialis_anterior"), where=nerve_lesion("sciatic.buttock"))
    parents = {line.nerve: line.parent for line in limb.lines}
    assert parents["common_fibular"] == "sciatic"
    assert stations(limb)["tibialis_anterior"].struck


@pytest.mark.parametrize("language", ["fr", "en"])
def test_nothing_is_drawn_upon_something_else(knowledge, language):
    findings = tuple(weak(m) for m in ("deltoid", "infraspinatus", "biceps_brachii", "triceps_brachii", "first_dorsal_interosseous_hand"))
    (drawing,) = drawings(Case(findings=findings), nerve_lesion("axillary.quadrangular_space"), Wording(knowledge, language))
    heights = [y for t in drawing.tracks for y in (t.y, *(s.y for s in t.stops))]
    assert all(b - a >= 14 for a, b in zip(heights, heights[1:], strict=False))
    roots = [n.y for n in drawing.roots]
    assert all(b - a >= 16 for a, b in zip(roots, roots[1:], strict=False))
    assert max(heights + [n.y for n in drawing.parts]) < drawing.height
    assert all(re.fullmatch(r"M[\d. ]+C[\d. ]+", e.path) for e in drawing.edges)
    for column in {n.x for n in drawing.parts}:
        parts = sorted(n.y for n in drawing.parts if n.x == column)
        assert all(b - a >= 30 for a, b in zip(parts, parts[1:], strict=False))
