"""Whatever comes in: no crash, bounded sentences, and spans that hold the words of their finding."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from myotome.knowledge import load
from myotome.text import qualify, read
from myotome.text.tokens.fold import tokenise
from myotome.text.tokens.layout import LONGEST, sentences

PIECES = [
    "Pas de ptosis", "faiblesse du deltoïde gauche", "3/5", "(", ")", "ni", "diplopie", ", ", "; ", ".\n", "\n- ", "\t",
    "\x00", "\u202e", "œdème", "ﬁbrillations", "mus-\ncle", "Hoffmann -/-", "VCM médian 31 m/s", "CPK 12N (N < 190)",
    "Droite   Gauche\n", "    ", "2024", "D", "G", "?", "il y a deux ans", "à tort", "\r\n", "’", "½", "٣/٥",
]


@settings(max_examples=60)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join))
def test_every_span_holds_its_own_words(text):
    for patient in read(text, load(), "fr").patients:
        for finding in patient.findings:
            assert finding.evidence
            for span in finding.evidence:
                assert 0 <= span.start < span.end <= len(text)
                assert text[span.start : span.end] == span.text
                assert span.text.strip()


@settings(max_examples=60)
@given(st.text(max_size=80), st.integers(0, 80), st.integers(0, 80))
def test_any_text_and_any_span(text, start, end):
    read(text, load(), "fr")
    read(text, load(), "en")
    (given_back,) = qualify(text, [(start, end)], "fr")
    assert (given_back.start, given_back.end) == (start, end)


@pytest.mark.parametrize("unit", ["(", "pas de ", "ptosis, ", "D ", "deltoïde 3/5, ", "    a", "1 an ", "\n", "\x00", "Pas de ptosis mais des crampes "])
def test_no_sentence_grows_without_end(unit):
    """The rules look at one sentence at a time, so their time is linear as long as sentences are bounded."""
    text = unit * 3000
    tokens = tokenise(text)
    tokens, found = sentences(text, tokens)
    assert max((s.last - s.first for s in found), default=0) <= LONGEST
    assert sum(s.last - s.first for s in found) <= len(tokens)
    read(text, load(), "fr")


@pytest.mark.parametrize("text", [
    "Ptosis à droite, pas à gauche ; diplopie à gauche, absente à droite, pas à gauche, mais pas à droite, absent.",
    "fœtaux peut 48 H 36 a, Pompier l'examen, BIOLOGIE : CPK 1860 pour interosseux, sur myogramme,",
    "Babinski à droite, absent à gauche, pas à droite, mais absent à gauche ; pas à droite.",
])
def test_strange_sentences_are_read_without_a_fault(text, knowledge):
    read(text, knowledge, "fr")


@pytest.mark.parametrize("line", [
    "Douleur de la main droite et crampes bilatérales", "Force partout sauf deltoïdes G, D 4/5", "Quadriceps D 4, fibulaires G 3",
    "Orbiculaires des paupières à 4/5 à gauche, 5 à droite", "Lasègue D 40°, G 0 ; ROT bicip +/-, achilléens abolis, les autres vifs",
    "Absent le matin mais net le soir", "PA 132/74 couchée, 94/60 debout", "Nerf sural D 12 µV, 48 m/s, ulnaire non évocable",
])
def test_a_line_cut_anywhere_is_read(knowledge, line):
    """The last word of a file may be any word: nothing may look past it."""
    for end in range(1, len(line) + 1):
        read(line[:end], knowledge, "fr")
