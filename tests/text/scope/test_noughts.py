"""A nought before a finding denies it; behind one it answers, behind a muscle it grades."""

from __future__ import annotations

import pytest

from myotome.terms import Presence
from myotome.text import read

PRESENT, ABSENT = Presence.PRESENT, Presence.ABSENT


@pytest.mark.parametrize(("text", "said"), [
    ("0 fièvre", {"fever": ABSENT}),
    ("0 céphalée 0 toux 0 dyspnée", {"headache": ABSENT, "cough": ABSENT, "dyspnoea": ABSENT}),
    ("faiblesse MI depuis 3 mois, 0 douleur, 0 tb sphinct, ROT abolis", {"pain": ABSENT, "sphincter_disorder": ABSENT, "reflex_loss": PRESENT}),
    ("apyrétique 0 toux", {"fever": ABSENT, "cough": ABSENT}),
    ("ptosis 0 diplopie 0 dysphagie +", {"ptosis": ABSENT, "diplopia": ABSENT, "dysphagia": PRESENT}),
    ("ptosis : 0 dysphagie : oui", {"ptosis": ABSENT, "dysphagia": PRESENT}),
    ("0 fièvre, céphalées", {"fever": ABSENT, "headache": PRESENT}),
    ("psoas 0 ptosis D", {"ptosis": PRESENT}),
])
def test_noughts(knowledge, text, said):
    (patient,) = read(text, knowledge, "fr").patients
    found = {f.concept: f.presence for f in patient.findings}
    assert {c: found.get(c) for c in said} == said


@pytest.mark.parametrize(("text", "lost"), [
    ("AEG, -5kg, apyr", True), ("Poids 49,2 (-1,8 kg)", True), ("moins 7 kg", True), ("au moins 7 kg de plus", False), ("haltères de 5-7 kg", False),
])
def test_weights_lost(knowledge, text, lost):
    (patient,) = read(text, knowledge, "fr").patients
    assert ("weight_loss" in {f.concept for f in patient.findings}) is lost
