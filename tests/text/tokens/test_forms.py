"""Forms of text: typing errors, tables, two columns, headings with a side, decomposed and unseen characters."""

from __future__ import annotations

import unicodedata

import pytest

from myotome.text import read


def found(text: str, knowledge, language: str = "fr") -> list:
    return [f for p in read(text, knowledge, language).patients for f in p.findings]


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("Amyotorphie du mollet.", "calf_atrophy"), ("Fascicullations diffuses.", "fasciculation"),
        ("Dipolpie depuis hier.", "diplopia"), ("Paresthsies diffuses.", "paraesthesia"),
    ],
)
def test_a_letter_wrong_in_a_long_word(knowledge, text, concept):
    assert concept in {f.concept for f in found(text, knowledge)}


@pytest.mark.parametrize(
    ("text", "site"),
    [("Adduction du bras à 3/5.", "shoulder_adductors"), ("Abduction du bras à 3/5.", "shoulder_abductors")],
)
def test_no_known_word_becomes_another(knowledge, text, site):
    assert {f.site for f in found(text, knowledge) if f.concept == "weakness"} == {site}


@pytest.mark.parametrize("word", ["Hypertonie", "Hypotonie", "Flexion", "Extension", "Évaluation", "Ptose"])
def test_short_and_opposite_words_stay(knowledge, word):
    from myotome.text.tokens.fold import fold
    from myotome.text.tokens.vocabulary import mender_for

    assert mender_for(knowledge, "fr").stem(fold(word)) == fold(word)


def test_a_table_with_one_column_a_side(knowledge):
    text = "Testing\n\n               Gauche     Droite\nQuadriceps     4-         5\nDeltoïde       3          4\n\nRéflexes vifs."
    weak = {(f.site, f.side.value, f.grade.text, f.presence.value) for f in found(text, knowledge) if f.concept == "weakness"}
    assert weak == {
        ("quadriceps", "left", "4-", "present"), ("quadriceps", "right", "5", "absent"),
        ("deltoid", "left", "3", "present"), ("deltoid", "right", "4", "present"),
    }
    assert "brisk_reflexes" in {f.concept for f in found(text, knowledge)}


def test_two_columns_and_their_headings(knowledge):
    text = (
        "Membre inférieur gauche           Membre inférieur droit\n"
        "Quadriceps 3/5                    Quadriceps 5/5\n"
        "Babinski positif                  Babinski négatif\n"
    )
    said = {(f.concept, f.side.value, f.presence.value) for f in found(text, knowledge)}
    assert {
        ("weakness", "left", "present"), ("weakness", "right", "absent"),
        ("babinski_sign", "left", "present"), ("babinski_sign", "right", "absent"),
    } <= said


@pytest.mark.parametrize("changed", [
    lambda t: unicodedata.normalize("NFD", t), str.upper, lambda t: t.replace("y", "y\u00ad"),
    lambda t: "\ufeff" + t.replace("o", "o\u200b"), lambda t: t.replace("t", "t\x00"), lambda t: "\u202b" + t + "\u202c",
])
def test_characters_that_change_nothing(knowledge, changed):
    plain = "Amyotrophie du mollet gauche, sans œdème."
    text = changed(plain)
    (finding,) = [f for f in found(text, knowledge) if f.concept == "calf_atrophy"]
    assert finding.side.value == "left"
    span = finding.evidence[0]
    assert text[span.start : span.end] == span.text
