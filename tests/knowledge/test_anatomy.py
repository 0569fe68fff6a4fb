"""The anatomy is whole: ids, ways from root to muscle, and names that mean one thing."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest

from myotome.reasoning.localise.network import network
from myotome.text.tokens.vocabulary import lexicon_for

CLASSES = {"main", "contributing", "minor"}


@pytest.fixture(scope="module")
def sheet(shared):
    return (shared / "facts" / "localisation.md").read_text(encoding="utf-8").split("## 2.")[0]


def test_nerve_segments_and_plexus_parts_are_those_of_the_sheet(sheet, knowledge):
    nerves = re.search(r"Nerve segments \(.*?\): (.*?)\.\n", sheet, re.S).group(1)
    assert set(re.findall(r"`([a-z_.]+)`", nerves)) == set(knowledge.segments)
    parts = re.search(r"Plexus: (.*?)\. Nerve", sheet, re.S).group(1)
    assert set(re.findall(r"`([a-z_.]+)`", parts)) == set(knowledge.plexus)


def test_reflexes_and_territories_are_those_of_the_sheet(sheet, knowledge):
    reflexes = re.search(r"Reflexes: (.*?);", sheet, re.S).group(1)
    assert {r.strip() for r in reflexes.split(",")} == set(knowledge.reflexes)
    listed = re.search(r"Territories: (.*?);", sheet, re.S).group(1).replace("\n", " ")
    named = {t.strip() for t in listed.split(",") if ".." not in t}
    assert named <= set(knowledge.territories)
    assert {"dermatome.C2", "dermatome.T1", "dermatome.L5", "dermatome.S5"} <= set(knowledge.territories)


def test_roots_and_paraspinals_are_complete(knowledge):
    levels = [f"C{i}" for i in range(1, 9)] + [f"T{i}" for i in range(1, 13)] + [f"{k}{i}" for k in "LS" for i in range(1, 6)]
    assert list(knowledge.roots) == [f"root.{level}" for level in levels]
    paraspinal = {m for m in knowledge.muscles if m.startswith("paraspinal_")}
    assert paraspinal == {f"paraspinal_{v.lower()}" for v in levels[2:] if v not in ("S2", "S3", "S4", "S5")}


def test_every_muscle_outside_the_head_has_a_weighted_root_with_a_source(knowledge):
    for muscle in knowledge.muscles.values():
        assert set(muscle.roots.values()) <= CLASSES
        if muscle.block != "cranial":
            assert "main" in muscle.roots.values() or muscle.id == "erector_spinae", muscle.id
        assert muscle.names.la and muscle.action.fr and muscle.action.en


def test_the_way_of_a_muscle_to_its_roots_passes_its_plexus_parts(knowledge):
    """Every root of a limb muscle goes through one of the trunks or parts that the muscle names."""
    for muscle in knowledge.muscles.values():
        if not muscle.plexus:
            continue
        for kind in ("trunk.", "cord.", "plexus."):
            parts = [p for p in muscle.plexus if p.startswith(kind)]
            through = {r for p in parts for r in knowledge.plexus[p].roots}
            if parts:
                weighty = {r for r, w in muscle.roots.items() if w != "minor"}
                assert weighty <= through, (muscle.id, kind)


def test_segments_form_no_circle_and_end_at_a_root_or_the_head(knowledge):
    def climb(site, trail=()):
        assert site not in trail, trail
        if site in knowledge.roots:
            return
        part = knowledge.segments.get(site) or knowledge.plexus[site]
        for parent in part.parents:
            climb(parent, (*trail, site))

    for segment in knowledge.segments.values():
        climb(segment.id)
        assert segment.prior > 0
        for part, chance in segment.exceptions.items():
            assert part in knowledge.muscles or part in knowledge.territories
            assert 0 < chance <= 1


def test_a_lesion_hits_what_is_given_off_beyond_it(knowledge):
    net = network(knowledge)

    def reach(site, muscle):
        return net.reach[net.index[site], net.atoms["muscle", muscle]]

    assert reach("radial.spiral_groove", "triceps_brachii") == 0 < reach("radial.axilla", "triceps_brachii")
    assert reach("ulnar.guyon", "flexor_carpi_ulnaris") == 0
    assert 0 < reach("ulnar.elbow", "flexor_carpi_ulnaris") < 0.5 < reach("ulnar.arm", "flexor_carpi_ulnaris")
    assert reach("common_fibular.fibular_head", "biceps_femoris_short_head") == 0 < reach("sciatic.fibular_division", "biceps_femoris_short_head")
    assert reach("root.L5", "tibialis_posterior") > 0.8 > reach("root.S1", "tibialis_posterior")
    assert reach("trunk.upper", "deltoid") == 1 and reach("trunk.lower", "deltoid") == 0


def test_groups_and_regions_named_by_others_exist(knowledge):
    for group in ("ankle_dorsiflexors", "triceps_surae", "gastrocnemii", "hand_intrinsics", "thenar", "interossei_hand", "neck_flexors",
                  "anterior_leg_compartment", "posterior_leg_compartment", "shoulder_girdle", "pelvic_girdle", "paraspinals", "tongue"):
        assert knowledge.muscles_of(group), group
    for region in ("upper_limb", "lower_limb", "four_limbs", "spine_l4_l5", "vertebra_l5", "endplate_l4_lower", "achilles_tendon", "fascia"):
        assert region in knowledge.regions
    assert set(knowledge.muscles_of("quadriceps")) == {"rectus_femoris", "vastus_lateralis", "vastus_medialis", "vastus_intermedius"}
    assert "tibialis_anterior" in knowledge.muscles_of("leg") and "quadriceps" in knowledge.groups


@pytest.mark.parametrize(("word", "site"), [
    ("sous-épineux", "infraspinatus"), ("long supinateur", "brachioradialis"), ("vaste externe", "vastus_lateralis"),
    ("pédieux", "extensor_digitorum_brevis"), ("jambier antérieur", "tibialis_anterior"), ("EPGO", "extensor_hallucis_longus"),
    ("cubital antérieur", "flexor_carpi_ulnaris"), ("jumeau interne", "gastrocnemius_medial"), ("grand dentelé", "serratus_anterior"),
    ("loge tibiale antérieure", "anterior_leg_compartment"), ("loge des jumeaux", "posterior_leg_compartment"),
    ("petits muscles de la main", "hand_intrinsics"), ("releveurs du pied", "ankle_dorsiflexors"), ("flexion de hanche", "hip_flexors"),
    ("sciatique poplité externe", "common_fibular"), ("nerf circonflexe", "axillary"), ("réflexe rotulien", "patellar"), ("D1", "root.T1"),
])
def test_old_and_short_names_lead_to_the_modern_ones(word, site, knowledge):
    stems = lexicon_for(knowledge, "fr").stems
    tables = (knowledge.muscles, knowledge.groups, knowledge.nerves, knowledge.reflexes, knowledge.roots)
    meant = {
        entry.id for table in tables for entry in table.values()
        for known in (*entry.words.get("fr", ()), entry.names.fr) if stems(known) == stems(word)
    }
    assert meant == {site}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_word_names_one_muscle_group_or_region(language, knowledge):
    stems = lexicon_for(knowledge, language).stems
    meant = defaultdict(set)
    for table in (knowledge.muscles, knowledge.groups):
        for entry in table.values():
            for word in (*entry.words.get(language, ()), entry.names[language]):
                meant[stems(word)].add(entry.id)
    assert {word: ids for word, ids in meant.items() if len(ids) > 1} == {}


@pytest.mark.parametrize("word", ["jumeau", "crural", "cubital", "PID", "TA"])
def test_words_with_two_meanings_are_marked(word, knowledge):
    tables = (knowledge.muscles, knowledge.groups, knowledge.nerves)
    assert any(word in entry.ambiguous.get("fr", ()) for table in tables for entry in table.values())
