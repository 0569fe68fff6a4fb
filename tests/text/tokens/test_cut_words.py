"""Words cut short are made whole when they begin one word of ours, alone or behind the words that it goes on; nothing else is."""

from __future__ import annotations

import pytest

from myotome.text import read
from myotome.text.tokens.fold import fold, tokenise
from myotome.text.tokens.vocabulary import mender_for


def whole(knowledge, text: str) -> list[str]:
    return [token.stem for token in mender_for(knowledge, "fr").tokens(tokenise(text))]


@pytest.mark.parametrize(("cut", "full"), [
    ("dysarth", "dysarthrie"), ("paresth", "paresthésie"), ("myalg", "myalgie"), ("paraspin", "paraspinal"), ("vibrat", "vibration"), ("azathiop", "azathioprine"), ("mammo", "mammographie"),
    ("myasthénie gén", "myasthénie généralisée"), ("pouls péd ddc", "pouls péd ddc"), ("syndrome cérébell", "syndrome cérébelleux"),
])
def test_a_word_cut_short_is_made_whole(knowledge, cut, full):
    assert whole(knowledge, cut) == [fold(word) for word in full.split()]


@pytest.mark.parametrize("text", [
    "contract", "nouvel", "artisan", "dysarthrie", "myal", "fascia", "secret", "os coxal", "vu en ophtalmo", "myélo-neuropathie", "le 7 sept", "tract", "format",
])
def test_what_begins_other_words_too_or_is_one_itself_is_left(knowledge, text):
    assert whole(knowledge, text) == [token.stem for token in tokenise(text)]


def test_no_word_of_ours_is_taken_for_cut(knowledge):
    cuts = mender_for(knowledge, "fr").cuts
    assert cuts is not None
    assert not [stem for stem in mender_for(knowledge, "fr").known if cuts.may_be(stem)]


def test_english_is_not_cut(knowledge):
    assert mender_for(knowledge, "en").cuts is None


def test_a_cut_word_keeps_its_place(knowledge):
    (patient,) = read("Pas de dysarth.", knowledge, "fr").patients
    assert [(f.concept, f.evidence[0].text) for f in patient.findings] == [("dysarthria", "dysarth")]
