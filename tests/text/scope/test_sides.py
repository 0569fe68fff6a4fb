"""Sides shared over a list: number tells how far."""

from __future__ import annotations

import pytest

from myotome.knowledge import load
from myotome.terms import Side
from myotome.text import read

LEFT, RIGHT, BOTH = Side.LEFT, Side.RIGHT, Side.BOTH


@pytest.mark.parametrize(("text", "expected"), [
    ("Blocs de conduction des nerfs médians et du nerf cubital gauche.", {"median": BOTH, "ulnar": LEFT}),
    ("Faiblesse des deltoïdes et du biceps droit.", {"deltoid": BOTH, "biceps_brachii": RIGHT}),
    ("Faiblesse du biceps et du deltoïde gauche.", {"biceps_brachii": LEFT, "deltoid": LEFT}),
    ("Amyotrophie du sus-épineux et du sous-épineux droits.", {"supraspinatus": RIGHT, "infraspinatus": RIGHT}),
    ("Déficit du deltoïde et du biceps gauches.", {"deltoid": LEFT, "biceps_brachii": LEFT}),
    ("Amyotrophie des mollets et de la cuisse droite.", {"calf": BOTH, "thigh_muscles": RIGHT}),
])
def test_a_side_in_the_singular_does_not_reach_a_plural_of_two(text, expected):
    found = {f.site: f.side for f in read(text, load(), "fr").patients[0].findings if f.site}
    assert {site: found[site] for site in expected} == expected


@pytest.mark.parametrize(("language", "text"), [
    ("en", "Infraspinatus 2/5."), ("en", "Weakness of supraspinatus."), ("en", "Denervation of serratus anterior."), ("en", "Weakness of tibialis anterior 3/5."),
    ("en", "Extensor hallucis longus 3/5."), ("en", "Weakness of gluteus medius."), ("en", "Abductor pollicis brevis 4/5."),
])
def test_a_latin_name_in_the_singular_is_no_plural(knowledge, language, text):
    """"Infraspinatus" ends in s as "deltoids" does: its side is not said."""
    (patient,) = read(text, knowledge, language).patients
    found = [f for f in patient.findings if f.site in knowledge.muscles]
    assert found and {f.side for f in found} == {Side.UNSAID}


def test_english_plurals_still_mean_both(knowledge):
    (patient,) = read("Deltoids 3/5.", knowledge, "en").patients
    assert {f.side for f in patient.findings if f.site == "deltoid"} == {Side.BOTH}
