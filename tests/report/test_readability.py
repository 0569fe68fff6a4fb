"""Readability and the checklist of leaflets, worked by hand."""

from __future__ import annotations

import pytest

from myotome.report.readability import checklist, readability, sentences, syllables


@pytest.mark.parametrize(("word", "language", "n"), [
    ("le", "fr", 1), ("muscle", "fr", 1), ("maladie", "fr", 3), ("sensibilité", "fr", 5), ("parlent", "fr", 1), ("été", "fr", 2),
    ("nerve", "en", 1), ("muscle", "en", 2), ("disease", "en", 2), ("the", "en", 1), ("body", "en", 2),
])
def test_syllables(knowledge, word, language, n):
    assert syllables(word, knowledge.words["leaflets"]["formulas"][language]) == n


def test_the_formulas_by_hand(knowledge):
    words = knowledge.words["leaflets"]
    # 6 words in 2 sentences; syllables: le 1, nerf 1, souffre 1, le 1, bras 1, maigrit 2 = 7
    assert readability("Le nerf souffre. Le bras maigrit.", "fr", words) == pytest.approx(207 - 1.015 * 3 - 73.6 * 7 / 6)
    # 5 words in 1 sentence; syllables: the 1, body 2, fights 1, its 1, nerves 1 = 6
    assert readability("The body fights its nerves.", "en", words) == pytest.approx(-15.59 + 0.39 * 5 + 11.8 * 6 / 5)
    with pytest.raises(ValueError, match="no words"):
        readability("12 %", "fr", words)


def test_the_checklist_finds_each_fault():
    rules = {"longest_sentence": 5}
    assert checklist("Une phrase courte. Une autre.", rules) == []
    assert checklist("Une phrase qui est vraiment bien trop longue.", rules)[0][0] == "long"
    assert checklist("Une IRM.", rules) == [("abbreviation", "Une IRM")]
    assert checklist("Dans 5 % des cas.", rules) == [("percentage", "Dans 5 % des cas")]


def test_lines_are_sentences_of_their_own():
    assert sentences("Titre\nUne phrase. Une autre !\n\n12") == ["Titre", "Une phrase", "Une autre"]
