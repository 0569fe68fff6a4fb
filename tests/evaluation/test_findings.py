"""Findings matched by HPO id: same term, parent or child; polarity, side and site apart."""

from __future__ import annotations

import pytest

from myotome.case import Finding
from myotome.evaluation.cases import GoldFinding
from myotome.evaluation.findings import compare, hpo_index, matches, same_place
from myotome.terms import Certainty, Presence, Side

FOOT_DROP, WEAKNESS, PTOSIS = "HP:0009027", "HP:0001324", "HP:0000508"


def gold(hpo: str | None, **fields) -> GoldFinding:
    return GoldFinding(text="", concept_en="", hpo=hpo, **fields)


@pytest.fixture
def shares(knowledge):
    index = hpo_index(knowledge)

    def call(asked: GoldFinding, *found: Finding) -> dict[str, tuple[float, float]]:
        return compare([asked], found, knowledge, index)

    return call


def test_same_narrower_and_broader(knowledge):
    index = hpo_index(knowledge)
    drop, weak, lid = Finding(concept="foot_drop"), Finding(concept="weakness"), Finding(concept="ptosis")
    assert matches(gold(FOOT_DROP), [drop, weak, lid], index, knowledge) == [drop, weak]
    assert matches(gold(WEAKNESS), [drop, lid], index, knowledge) == [drop]
    assert matches(gold("HP:9999999"), [drop], index, knowledge) == []
    assert matches(gold(None), [drop], index, knowledge) == []


def test_recall_and_polarity(shares):
    present, absent = Finding(concept="ptosis"), Finding(concept="ptosis", presence=Presence.ABSENT)
    unsure = Finding(concept="ptosis", certainty=Certainty.POSSIBLE)
    assert shares(gold(PTOSIS))["recall"] == (0, 1)
    assert shares(gold(PTOSIS))["polarity"] == (0, 0)
    for polarity, right in (("present", present), ("absent", absent), ("uncertain", unsure)):
        for found in (present, absent, unsure):
            done = shares(gold(PTOSIS, polarity=polarity), found)
            assert done["recall"] == (1, 1)
            assert done["polarity"] == (float(found is right), 1)


def test_without_an_id_nothing_is_asked(shares):
    assert shares(gold(None), Finding(concept="ptosis"))["recall"] == (0, 0)


@pytest.mark.parametrize(("asked", "side", "right"), [
    ("left", Side.LEFT, (1, 1)), ("left", Side.RIGHT, (0, 1)), ("left", Side.BOTH, (0, 1)), ("both", Side.ALTERNATING, (1, 1)),
    ("right", Side.UNSAID, (0, 1)), (None, Side.LEFT, (0, 0)),
])
def test_side(shares, asked, side, right):
    assert shares(gold(FOOT_DROP, side=asked), Finding(concept="foot_drop", side=side))["side"] == right


@pytest.mark.parametrize(("asked", "site", "right"), [
    ("tibialis anterior", "tibialis_anterior", (1, 1)), ("jambe droite", "tibialis_anterior", (1, 1)),
    ("deltoïde", "tibialis_anterior", (0, 1)), ("deltoïde", None, (0, 1)), ("somewhere", "deltoid", (0, 0)), (None, "deltoid", (0, 0)),
])
def test_site_in_free_words(shares, asked, site, right):
    assert shares(gold(WEAKNESS, site=asked), Finding(concept="weakness", site=site))["site"] == right


def test_same_place_is_one_within_the_other_or_a_shared_muscle(knowledge):
    assert same_place("deltoid", "deltoid", knowledge)
    assert same_place("gastrocnemius_medial", "gastrocnemii", knowledge)
    assert same_place("gastrocnemii", "gastrocnemius_medial", knowledge)
    assert not same_place("deltoid", "soleus", knowledge)


def test_a_concept_with_a_place_of_its_own_needs_no_site(shares, knowledge):
    concept = next(c for c in knowledge.concepts.values() if c.hpo and c.site in knowledge.regions)
    done = shares(gold(concept.hpo, site=knowledge.regions[concept.site].names.en), Finding(concept=concept.id))
    assert done["site"] == (1, 1)
