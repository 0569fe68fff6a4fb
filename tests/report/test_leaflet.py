"""Leaflets: plain, short, honest about how sure the diagnosis is."""

from __future__ import annotations

import re

import pytest

from myotome.report.leaflet import (
    STATUSES,
    leaflet,
    leaflet_page,
    leaflet_text,
    measured_text,
    plain_tests,
)
from myotome.report.readability import WORD, checklist, readability
from myotome.terms import LANGUAGES


def bodies(knowledge):
    """One leaflet a disease with its own words and one a group, in both languages."""
    words = knowledge.words["leaflets"]
    chosen = {d.group: d.id for d in knowledge.diseases.values()}
    for disease in (*words["diseases"], *chosen.values()):
        for language in LANGUAGES:
            yield disease, language


def test_every_leaflet_keeps_the_rules(knowledge):
    words = knowledge.words["leaflets"]
    for disease, language in bodies(knowledge):
        for status in STATUSES:
            page = leaflet(disease, status, knowledge, language, tests=knowledge.diseases[disease].confirm)
            text, body = leaflet_text(page, knowledge), measured_text(page, knowledge)
            assert checklist(body, words) == [], (disease, language)
            assert len(WORD.findall(text)) <= words["most_words"]
            formula = words["formulas"][language]
            score = readability(body, language, words)
            assert score >= formula["fair"] if formula["better"] == "higher" else score <= formula["fair"], (disease, language, score)


def test_every_group_of_diseases_has_a_leaflet(knowledge):
    assert {d.group for d in knowledge.diseases.values()} == set(knowledge.words["leaflets"]["groups"])
    assert set(knowledge.words["leaflets"]["diseases"]) <= set(knowledge.diseases)


@pytest.mark.parametrize(("status", "said"), [("established", "est établi"), ("probable", "est probable"), ("sought", "encore cherché")])
def test_the_status_is_in_words(knowledge, status, said):
    text = leaflet_text(leaflet("als", status, knowledge, "fr"), knowledge)
    assert said in text
    assert "%" not in text


def test_own_words_else_those_of_the_group(knowledge):
    assert leaflet("mmn", "sought", knowledge, "fr").own
    general = leaflet("anti_mag", "sought", knowledge, "fr")
    assert not general.own
    assert general.what == tuple(knowledge.words["leaflets"]["groups"]["neuropathy"]["what"]["fr"])


def test_what_comes_next_stands_first_and_tests_are_plain(knowledge):
    page = leaflet("mmn", "probable", knowledge, "fr", ["Prise de sang le 3 mars."], ["mri_plexus", "anti_gm1_assay"])
    assert page.next[0] == "Prise de sang le 3 mars."
    assert "Examen prévu : images par aimant." in page.next
    assert plain_tests(["mri_muscle", "mri_plexus", "muscle_biopsy"], knowledge, "en") == ["magnet scan", "small sample of muscle"]
    established = leaflet("mmn", "established", knowledge, "fr", tests=["mri_plexus"])
    assert not any("aimant" in line for line in established.next)


def test_the_page_is_one_and_asks_nothing_of_the_network(knowledge):
    html = leaflet_page(leaflet("mmn", "sought", knowledge, "fr", ["<b>demain</b>"]), knowledge)
    assert "&lt;b&gt;demain" in html
    assert "size: A4" in html
    assert not re.search(r"(src|href)=\"(?!data:)", html)
