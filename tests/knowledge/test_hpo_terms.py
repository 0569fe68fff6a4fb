"""The HPO term that a finding takes: its place's, its concept's, or the nearest true one."""

from __future__ import annotations

import re

import pytest

from myotome.knowledge.hpo_terms import hpo_term


@pytest.mark.parametrize(("concept", "site", "term"), [
    ("weakness", None, "HP:0001324"),  # muscle weakness
    ("weakness", "iliopsoas", "HP:0012515"),  # hip flexor weakness: the muscle is among them
    ("weakness", "tibialis_anterior", "HP:0009027"),  # foot dorsiflexor weakness, narrower than that of the distal leg
    ("weakness", "soleus", "HP:0009053"),  # no term of its own: distal lower limb muscle weakness
    ("limb_pain", "elbow", "HP:0030835"),  # elbow pain
    ("truncated_sciatica", None, "HP:0011868"),  # nearest: sciatica
    ("ptosis", "eyelids", "HP:0000508"),
])
def test_a_present_finding_takes_the_narrowest_true_term(knowledge, concept, site, term):
    assert hpo_term(concept, site, True, knowledge) == term


@pytest.mark.parametrize(("concept", "site", "term"), [
    ("truncated_sciatica", None, ""),  # that there is none does not deny sciatica
    ("weakness", "iliopsoas", "HP:0001324"),
    ("weakness", "hip_flexors", "HP:0012515"),
    ("ptosis", "eyelids", "HP:0000508"),
])
def test_an_absent_finding_denies_no_more_than_it_says(knowledge, concept, site, term):
    assert hpo_term(concept, site, False, knowledge) == term


def test_what_has_no_term_takes_that_of_a_broader_concept(knowledge):
    child = next(c for c in knowledge.concepts.values()
                 if not c.hpo and c.id not in knowledge.settings["hpo_terms"]["near"] and any(knowledge.concepts[p].hpo for p in c.parents))
    assert hpo_term(child.id, None, True, knowledge) in {knowledge.concepts[p].hpo for p in child.parents}
    assert hpo_term(child.id, None, False, knowledge) == ""


def test_terms_have_the_form_of_hpo_and_near_is_kept_for_concepts_without_one(knowledge):
    terms = knowledge.settings["hpo_terms"]
    every = [*terms["near"].values(), *(t for places in terms["at"].values() for t in places.values())]
    assert every and all(re.fullmatch(r"HP:\d{7}", term) for term in every)
    assert [c for c in terms["near"] if knowledge.concepts[c].hpo] == []
