"""The nerve map and the body figure: muscles by state, the lesion at its place, sides not mixed up."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from myotome.answer import Lesion, Localisation, SiteEvidence
from myotome.case import Case, Finding, Grade
from myotome.report.body import body
from myotome.report.drawing import drawings, nerve_map
from myotome.report.drawing_settings import drawing_settings
from myotome.report.limbs import Mark, Sign, Station, limbs
from myotome.report.wording import Wording
from myotome.terms import Presence, Side

from .map_cases import CASES


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
    states = {site: s.state for site, s in stations(limb).items() if s.state != "untested"}
    assert states == {"tibialis_anterior": "weak", "tibialis_posterior": "spared", "extensor_digitorum_brevis": "abnormal"}
    assert (limb.block, limb.side) == ("leg", Side.LEFT)


def test_a_normal_grade_is_spared(knowledge):
    limb = one(knowledge, weak("deltoid"), weak("triceps_brachii", grade=Grade(scale="mrc", low=5, high=5)))
    assert stations(limb)["triceps_brachii"].state == "spared"


def test_a_group_is_one_station_on_each_nerve_that_serves_it(knowledge):
    limb = one(knowledge, weak("hand_intrinsics"))
    found = [(line.nerve, s.site) for line in limb.lines for s in line.stops if s.state == "weak"]
    assert sorted(found) == [("median", "hand_intrinsics"), ("ulnar", "hand_intrinsics")]


def test_power_emg_and_image_of_a_muscle_stand_side_by_side(knowledge):
    (case, where), _ = CASES["fibular"]
    (limb,) = limbs(case, where, knowledge)
    muscle = stations(limb)["tibialis_anterior"]
    assert (muscle.strength, muscle.emg, muscle.mri) == (Sign("weak", 0), Sign("abnormal", 6), Sign("abnormal", 9))
    assert (muscle.state, muscle.finding, muscle.struck) == ("weak", 0, True)
    assert stations(limb)["fibularis_brevis"].wanted and not stations(limb)["soleus"].wanted


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
    (line,) = (line for line in limb.lines if line.nerve == "ulnar")
    order = [s.segment if isinstance(s, Mark) else s.site for s in line.stops if isinstance(s, Mark) or s.state != "untested"]
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
    asked = {s.name for t in drawing.tracks for s in t.stops if ("strength", "wanted", "") in s.signs}
    assert asked == {"gluteus maximus"}
    assert any(r.struck for r in drawing.rails)
    assert "S1" in drawing.summary and drawing.title == "Left leg"


def test_a_lesion_above_leaves_its_branch_hanging_on_the_parent_nerve(knowledge):
    limb = one(knowledge, weak("tibialis_anterior"), where=nerve_lesion("sciatic.buttock"))
    parents = {line.nerve: line.parent for line in limb.lines}
    assert parents["common_fibular"] == "sciatic"
    assert stations(limb)["tibialis_anterior"].struck


def test_what_has_branched_off_before_the_lesion_is_not_struck(knowledge):
    """A lesion of the fibular division leaves the tibial nerve alone, wherever the branches are drawn."""
    limb = one(knowledge, weak("tibialis_anterior"), weak("soleus"), where=nerve_lesion("sciatic.fibular_division"))
    struck = {line.nerve: line.struck for line in limb.lines if line.parent}
    assert struck["common_fibular"] and struck["deep_fibular"] and not struck["tibial"]
    assert stations(limb)["tibialis_anterior"].struck and not stations(limb)["soleus"].struck


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", CASES)
def test_nothing_is_drawn_upon_something_else(knowledge, name, language):
    (case, where), _ = CASES[name]
    columns = drawing_settings(knowledge).map
    for drawing in drawings(case, where, Wording(knowledge, language)):
        heights = sorted(y for t in drawing.tracks for y in (t.y, *(s.y for s in t.stops)))
        assert all(b - a >= 14 for a, b in zip(heights, heights[1:], strict=False))
        roots = [n.y for n in drawing.roots]
        assert all(b - a >= 18 for a, b in zip(roots, roots[1:], strict=False))
        assert max(heights + [n.y for n in (*drawing.parts, *drawing.roots)]) < drawing.height
        for column in {n.x for n in drawing.parts}:
            parts = sorted(n.y for n in drawing.parts if n.x == column)
            assert all(b - a >= 30 for a, b in zip(parts, parts[1:], strict=False))
        widest = max(len(s.name) for t in drawing.tracks for s in t.stops if s.signs or s.kind == "untested")
        assert columns.label + 6.1 * widest <= columns.width + 6


def test_each_station_says_what_was_seen(knowledge):
    (case, where), language = CASES["fibular"]
    tree = ElementTree.fromstring(nerve_map(case, where, knowledge, language))
    name = "{http://www.w3.org/2000/svg}"
    stops = [g for g in tree.iter(f"{name}g") if (g.get("class") or "").startswith("stop ") and g.find(f"{name}title") is not None]
    assert len(stops) > 10
    said = " ".join(g.find(f"{name}title").text.replace("\u00a0", " ") for g in stops)
    for part in ("Tibial antérieur (L", "force : faible", "IRM : anormal", "lésion : nerf fibulaire commun au col de la fibula"):
        assert part in said, part


def test_the_picture_stands_alone_and_asks_nothing_of_any_host(knowledge):
    for (case, where), language in CASES.values():
        svg = nerve_map(case, where, knowledge, language)
        assert svg == nerve_map(case, where, knowledge, language)
        assert "url(" not in svg and "@import" not in svg and "href" not in svg and "<script" not in svg
        assert svg.count("http") == 1  # the name of the SVG vocabulary


def test_hostile_words_stay_words(knowledge):
    bad = '</title><script>alert(1)</script>"\x00'
    case = Case(findings=(weak("deltoid", grade=Grade(scale="mrc", low=2, high=2, text=bad)),))
    svg = nerve_map(case, Localisation(), knowledge, "fr")
    assert "<script" not in svg and "\x00" not in svg
    ElementTree.fromstring(svg)


def test_a_case_without_muscles_makes_a_picture_that_says_so(knowledge):
    tree = ElementTree.fromstring(nerve_map(Case(), Localisation(), knowledge, "en"))
    assert "No muscle" in "".join(tree.itertext())


def test_the_left_of_the_patient_is_right_from_the_front_and_left_from_behind(knowledge):
    words = Wording(knowledge, "en")
    for muscle, view, on_right in (("tibialis_anterior", "front", True), ("soleus", "back", False)):
        svg = nerve_map(Case(findings=(weak(muscle),)), Localisation(), knowledge, "en")
        weak_part = re.search(r'<g class="body weak">.*?<path( transform="matrix.-1)?', svg, re.S)
        assert (weak_part.group(1) is None) is on_right
        figure = body(Case(findings=(weak(muscle),)), words)
        assert [(s.part.view, s.side) for s in figure.parts if s.state == "weak"] == [(view, Side.LEFT)]


def test_a_side_that_is_not_said_is_shown_as_such(knowledge):
    figure = body(Case(findings=(weak("soleus", Side.UNSAID),)), Wording(knowledge, "fr"))
    assert [(s.side, s.state) for s in figure.parts if s.state] == [(Side.LEFT, "unsure"), (Side.RIGHT, "unsure")]


def test_without_weakness_there_is_no_figure(knowledge):
    assert body(Case(findings=(weak("soleus", presence=Presence.ABSENT),)), Wording(knowledge, "fr")) is None


def test_every_site_of_the_settings_exists(knowledge):
    settings = drawing_settings(knowledge)
    assert [m for m in settings.stations if m not in knowledge.muscles] == []
    assert [n for names in settings.nerves.values() for n in names if n not in knowledge.nerves] == []
    assert [n for n in settings.always if n not in {m for names in settings.nerves.values() for m in names}] == []
    assert [s for s in settings.short if knowledge.site_names(s) is None] == []
    assert [r for roots in settings.roots.values() for r in roots if r not in knowledge.roots] == []
    assert [(p.id, m) for p in settings.figure.parts for m in p.muscles if not knowledge.muscles_of(m)] == []
    assert [b for b, s in settings.leaves.items() if b not in knowledge.nerves or s not in knowledge.segments] == []
    shown = {m for p in settings.figure.parts for site in p.muscles for m in knowledge.muscles_of(site)}
    assert [m for m in settings.stations if m not in shown | {"diaphragm"}] == []
