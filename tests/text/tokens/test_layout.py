from myotome.text.findings.cue_words import words_for
from myotome.text.tokens.fold import tokenise
from myotome.text.tokens.layout import sentences


def cut(text: str) -> list[str]:
    return [" ".join(text[s.start : s.end].split()) for s in sentences(text, tokenise(text))[1]]


def test_wrapped_prose_is_not_cut_at_line_ends():
    text = "Les examens ont alors mené à une suspicion\nde polyneuropathie chez cet homme. Il a été revu\nSix ans plus tard par un autre confrère."
    assert cut(text)[0].endswith("chez cet homme.")


def test_bullets_and_short_lines_are_sentences():
    assert cut("Biologie :\n→ CRP à 75mg/l\n→ Apyrétique") == ["Biologie :", "CRP à 75mg/l", "Apyrétique"]


def test_abbreviation_and_decimal_do_not_end_a_sentence():
    assert len(cut("Atteinte des m. sous-épineux et du n. médian, amplitude 5.7 mV.")) == 1


def test_a_question_mark_at_the_head_of_a_line_opens_a_sentence():
    assert cut("Examen :\n? ptosis gauche\nSensibilité normale.") == ["Examen :", "? ptosis gauche", "Sensibilité normale."]


NOTE = """Lombalgies depuis dix jours, sciatique gauche, puis pied qui tombe
Rachis : raideur, Lasègue G 60, D nég
Motricité
releveur G 1/5
fibulaires G 3/5
ROT présents, RCP en flexion, sensibilité du dos du pied diminuée
Bloc demain matin"""


def test_a_short_line_is_a_sentence_whatever_letter_the_next_begins_with():
    assert cut(NOTE)[2:5] == ["Motricité", "releveur G 1/5", "fibulaires G 3/5"]


def test_a_line_after_which_the_next_word_had_its_place_is_not_wrapped():
    assert cut(NOTE)[1] == "Rachis : raideur, Lasègue G 60, D nég"


def test_a_line_with_a_label_begins_a_sentence():
    assert cut(NOTE)[0].endswith("pied qui tombe")


def test_a_line_that_ends_in_a_sign_or_a_grade_is_at_its_end():
    assert cut("Dysphagie +\nfaiblesse des jambes") == ["Dysphagie +", "faiblesse des jambes"]
    assert cut("Releveurs 4-\nMembres supérieurs normaux") == ["Releveurs 4-", "Membres supérieurs normaux"]


def test_a_small_word_goes_on_with_the_line_before(knowledge):
    short = words_for(knowledge, "fr").short
    note = "Faiblesse\ndes membres inférieurs depuis plusieurs semaines, qui s'aggrave"
    assert len(sentences(note, tokenise(note), (), short)[1]) == 1


def test_a_word_broken_at_a_lines_end_leaves_the_width_of_the_column():
    note = "On examination there was no\nwasting or fasciculation. Ankle dorsi-\nflexion was weak and the ankle jerks\nwere not elicited on either side."
    assert len(cut(note)) == 2


def test_breaks_inside_a_sentence_are_no_tokens_of_it():
    note = "Weakness of ankle dorsiflexion, 3/5 on the left, 4/5 on the\nright, and of hip flexion, without any loss of sensation there."
    tokens, found = sentences(note, tokenise(note))
    assert len(found) == 1
    assert "\n" not in [t.raw for t in tokens]


def test_an_open_bracket_goes_on_in_the_next_line():
    assert len(cut("Hip flexion (MRC\n4/5) is weak")) == 1
