"""Slips of one letter are mended towards the word meant or not at all: over every word that the reader knows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myotome.text.tokens.fold import fold
from myotome.text.tokens.typing_errors import LEAST, Mender
from myotome.text.tokens.vocabulary import mender_for

OPPOSITES = ["abduction", "adduction", "abducteur", "adducteur", "hypotonie", "hypertonie", "hypokaliémie", "hyperkaliémie",
             "hypocalcémie", "hypercalcémie", "hypoesthésie", "hyperesthésie", "fléchisseur", "extenseur", "antérieur", "intérieur",
             "supérieur", "inférieur", "supination", "pronation", "diminution", "diminuer", "interosseux", "intercostaux"]


def slips(word: str) -> Iterator[str]:
    """The word with a letter left out, doubled, changed for a frequent one, or two neighbours changed over; its head is right."""
    for k in range(3, len(word)):
        yield word[:k] + word[k + 1 :]
        yield word[:k] + word[k] + word[k:]
        if k < len(word) - 1:
            yield word[:k] + word[k + 1] + word[k] + word[k + 2 :]
            yield from (word[:k] + letter + word[k + 1 :] for letter in "aeinrst")


@pytest.fixture(scope="module", params=["fr", "en"])
def mender(knowledge, request) -> Mender:
    return mender_for(knowledge, request.param)


def test_no_known_word_is_changed(mender):
    assert all(mender.stem(stem) == stem for stem in mender.known)


def test_no_slip_of_a_known_word_becomes_another(mender):
    known = sorted(s for s in mender.known if len(s) >= LEAST and s.isalpha())
    for word in known[::9]:
        wrong = {slip: mender.stem(slip) for slip in slips(word) if slip not in mender.known | mender.forms.keys()}
        assert {mended for slip, mended in wrong.items() if mended != slip} <= {word}, word


@pytest.mark.parametrize("word", OPPOSITES)
def test_a_slip_never_turns_a_word_into_its_opposite(knowledge, word):
    mender, stem = mender_for(knowledge, "fr"), fold(word)
    others = {fold(w) for w in OPPOSITES} - {stem}
    assert mender.stem(stem) == stem
    for slip in slips(stem):
        assert mender.stem(slip) not in others or slip in mender.known


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=LEAST - 1))
def test_short_words_stay(word):
    assert Mender(["faibless", "fatigabl"]).stem(word) == word


@pytest.mark.parametrize(("slip", "right"), [
    ("faibelsse", "faiblesse"), ("amyothrophie", "amyotrophie"), ("diplpoie", "diplopie"), ("parésthésies", "paresthésies"),
    ("fasciculatoins", "fasciculations"), ("polyneuropthie", "polyneuropathie"), ("quadirceps", "quadriceps"), ("myasténie", "myasthénie"),
])
def test_what_was_surely_meant_is_mended(knowledge, slip, right):
    assert mender_for(knowledge, "fr").stem(fold(slip)) == fold(right)
