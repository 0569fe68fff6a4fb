"""Wordings with choices in brackets."""

from __future__ import annotations

import pytest

from myotome.text import read
from myotome.text.tokens.alternatives import alternatives


@pytest.mark.parametrize(("wording", "each"), [
    ("lever les bras", ["lever les bras"]),
    ("(lever|tendre) (le bras|la main)", ["lever le bras", "lever la main", "tendre le bras", "tendre la main"]),
    ("latence (très|) allongée", ["latence très allongée", "latence allongée"]),
    ("25(OH)D basse", ["25(OH)D basse"]),
    ("(GCN|GCG) repeat (GCN)", ["GCN repeat (GCN)", "GCG repeat (GCN)"]),
])
def test_a_wording_stands_for_each_of_its_choices(wording, each):
    assert list(alternatives(wording)) == each


@pytest.mark.parametrize(("sentence", "presence"), [
    ("Ne lève plus les bras.", "present"),
    ("Lève bien les bras.", "absent"),
    ("Lève difficilement les bras.", "present"),
    ("Ne lève pas les bras sans aide.", "present"),
    ("Lève les bras sans difficulté.", "absent"),
    ("Ne peut lever les bras.", "present"),
    ("Lève les bras.", None),
])
def test_an_act_is_told_to_fail_or_to_succeed_by_what_stands_around_it(knowledge, sentence, presence):
    read_now = [f.presence.value for p in read(sentence, knowledge, "fr").patients for f in p.findings if f.concept == "difficulty_raising_arms"]
    assert read_now == ([presence] if presence else [])
