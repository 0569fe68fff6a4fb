from hypothesis import given
from hypothesis import strategies as st

from myotome.text.tokens.fold import fold, tokenise


def test_plural_feminine_and_accents_fold_to_one_stem():
    assert len({fold(w) for w in ("Atrophié", "atrophiés", "ATROPHIÉES", "atrophiee")}) == 1
    assert fold("normaux") == fold("normale") == fold("Normal")


def test_short_words_are_kept_apart():
    assert fold("tous") != fold("toux")


def test_a_word_broken_at_the_line_end_is_one_token_with_its_own_offsets():
    text = "de la mus-\nculature de sa jambe"
    token = next(t for t in tokenise(text) if t.raw == "musculature")
    assert text[token.start : token.end] == "mus-\nculature"


def test_a_hyphen_before_a_capital_is_no_broken_word():
    assert [t.raw for t in tokenise("anti-\nGM1")] == ["anti", "-", "\n", "GM1"]


@given(st.text())
def test_every_token_points_at_its_own_characters(text):
    last = 0
    for token in tokenise(text):
        assert last <= token.start < token.end <= len(text)
        last = token.end


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzéèàçœ", min_size=1, max_size=15))
def test_folding_is_stable_under_case(word):
    assert fold(word) == fold(word.upper().replace("SS", "ss") if "ß" in word else word.upper())
