"""Tables of strength and reflexes with a column a side: titles, rules, single cells, words and signs."""

from __future__ import annotations

import pytest

from myotome.text import read


@pytest.fixture
def cells(knowledge):
    def call(text: str, language: str = "fr") -> set[str]:
        """Each finding of a table as "site side presence grade"."""
        return {
            f"{f.site} {f.side.value} {f.presence.value} {f.grade.text if f.grade else '-'}"
            for p in read(text, knowledge, language).patients for f in p.findings if f.concept in {"weakness", "brisk_reflexes", *(f"reflex_reduced_{r}" for r in knowledge.reflexes)}
        }

    return call


def test_a_title_before_the_sides(cells):
    text = "Force musculaire des membres (MRC)     D      G\nDeltoïde    3    5\nFléchisseurs du cou    4-\n"
    assert cells(text) == {"deltoid right present 3", "deltoid left absent 5", "neck_flexors unsaid present 4-"}


def test_rules_of_a_table(cells):
    text = "| Muscle | Droite | Gauche |\n|---|---|---|\n| Biceps | 4/5 | 5/5 |\n| Quadriceps | faible | normal |\n"
    assert cells(text) == {
        "biceps_brachii right present 4/5", "biceps_brachii left absent 5/5", "quadriceps right present -", "quadriceps left absent -",
    }


def test_reflexes_in_signs_and_words(cells):
    assert cells("Réflexes      D     G\nTricipital     ++    0\nAchilléen     aboli     présent\n") == {
        "triceps right absent -", "triceps left present 0", "achilles right present -", "achilles left absent -",
    }


def test_a_title_of_reflexes_makes_reflexes_of_muscles_and_joints(cells):
    assert cells("Reflexes   R   L\nBiceps     2+  3+\nKnee       0   1+\n", "en") == {
        "biceps right absent 2+", "biceps left absent 3+", "biceps left present 3+", "patellar right present 0", "patellar left present 1+",
    }


def test_a_line_that_is_no_row_ends_the_table(cells):
    assert cells("Testing   D   G\nDeltoïde   4   5\nIl marche seul.\nBiceps  4  5\n") == {"deltoid right present 4", "deltoid left absent 5"}
