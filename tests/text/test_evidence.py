"""The words that decided each attribute, and the title they stand under: a table of wordings, written before the rules were run."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myotome.knowledge import load
from myotome.text import read

# text, concept, attribute, the words that decided it
CUES = [
    ("fr", "Pas de ptosis, de diplopie.", "ptosis", "presence", "Pas"),
    ("fr", "Pas de ptosis, de diplopie.", "diplopia", "presence", "Pas"),
    ("fr", "Ni ptosis ni diplopie.", "diplopia", "presence", "ni"),
    ("fr", "Ptosis absent.", "ptosis", "presence", "absent"),
    ("fr", "Le ptosis n'a pas été retrouvé.", "ptosis", "presence", "pas"),
    ("fr", "Le ptosis a disparu.", "ptosis", "presence", "disparu"),
    ("fr", "ROT achilléens présents.", "reflex_reduced_achilles", "presence", "présents"),
    ("fr", "Ptosis possible.", "ptosis", "certainty", "possible"),
    ("fr", "Probable ptosis.", "ptosis", "certainty", "Probable"),
    ("fr", "Ptosis ?", "ptosis", "certainty", "?"),
    ("fr", "Ptosis à éliminer.", "ptosis", "certainty", "éliminer"),
    ("fr", "Ptosis gauche.", "ptosis", "side", "gauche"),
    ("fr", "Ptosis bilatéral, plus marqué à droite.", "ptosis", "side", "bilatéral"),
    ("fr", "Faiblesse du deltoïde droit cotée à 3/5.", "weakness", "grade", "3/5"),
    ("fr", "Faiblesse du deltoïde droit cotée à 3/5.", "weakness", "side", "droit"),
    ("fr", "Mère : ptosis.", "ptosis", "experiencer", "Mère"),
    ("fr", "Ptosis chez la mère.", "ptosis", "experiencer", "mère"),
    ("fr", "Antécédent de ptosis.", "ptosis", "when", "Antécédent"),
    ("fr", "Initialement, ptosis.", "ptosis", "when", "Initialement"),
    ("fr", "Ptosis sévère.", "ptosis", "severity", "sévère"),
    ("fr", "Ptosis d'installation subaiguë.", "ptosis", "tempo", "subaiguë"),
    ("fr", "Ptosis récidivant.", "ptosis", "course", "récidivant"),
    ("fr", "Faiblesse distale des jambes.", "weakness", "topography", "distale"),
    ("fr", "Ptosis depuis 2017.", "ptosis", "time", "depuis 2017"),
    ("en", "No ptosis or diplopia.", "diplopia", "presence", "No"),
    ("en", "Ptosis was absent.", "ptosis", "presence", "absent"),
    ("en", "Possible ptosis.", "ptosis", "certainty", "Possible"),
    ("en", "Ptosis was suspected.", "ptosis", "certainty", "suspected"),
    ("en", "Left ptosis.", "ptosis", "side", "Left"),
    ("en", "Weakness of the left deltoid, MRC grade 3.", "weakness", "grade", "3"),
    ("en", "His mother had ptosis.", "ptosis", "experiencer", "mother"),
    ("en", "History of ptosis.", "ptosis", "when", "History"),
    ("en", "Severe ptosis.", "ptosis", "severity", "Severe"),
    ("en", "Ptosis since 2017.", "ptosis", "time", "since 2017"),
]
SECTIONS = [
    ("Motif de consultation\nPtosis bilatéral depuis deux mois.", "Motif de consultation"),
    ("ATCD : HTA.\nHDM : ptosis bilatéral depuis deux mois.", "HDM"),
    ("Examen clinique :\nLe patient présente un ptosis bilatéral.\nTrès gêné.", "Examen clinique"),
    ("Examen neurologique : vigilance normale. Ptosis bilatéral.", "Examen neurologique"),
    ("Antécédents\nDiabète de type 2 depuis dix ans, traité.\nExamen\nPtosis bilatéral constaté ce jour.", "Examen"),
    ("Le patient présente un ptosis bilatéral.", ""),
    ("Conclusion : ptosis bilatéral.", "Conclusion"),
    ("Douleur : ptosis bilatéral.", ""),
]


def found(text: str, language: str, concept: str, knowledge):
    return next(f for p in read(text, knowledge, language).patients for f in p.findings if f.concept == concept)


@pytest.mark.parametrize(("language", "text", "concept", "attribute", "words"), CUES)
def test_the_words_that_decided(language, text, concept, attribute, words, knowledge):
    told = [c.text for e in found(text, language, concept, knowledge).evidence for c in e.cues if c.attribute == attribute]
    assert len(told) == 1 and words in told[0] and len(told[0]) <= len(words) + 25


@pytest.mark.parametrize(("text", "title"), SECTIONS)
def test_the_title_that_a_finding_stands_under(text, title, knowledge):
    assert found(text, "fr", "ptosis", knowledge).evidence[0].section == title


def test_what_no_word_decides_has_no_cue(knowledge):
    (evidence,) = found("Le patient présente un ptosis.", "fr", "ptosis", knowledge).evidence
    assert evidence.cues == ()


WORDS = [text.rstrip(".") for _, text, *_ in CUES] + ["Examen :", "à J15", "depuis lors", ";", "\n", "(", ")", "le 12/03/2019", "é\u0301", "\u200f"]


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6))
def test_every_cue_lies_in_the_note_and_holds_its_words(parts):
    text = " ".join(parts) + "."
    for patient in read(text, load(), "fr").patients:
        for finding in patient.findings:
            for evidence in finding.evidence:
                for cue in evidence.cues:
                    assert 0 <= cue.start < cue.end <= len(text) and text[cue.start : cue.end] == cue.text
                    assert cue.text.strip()
