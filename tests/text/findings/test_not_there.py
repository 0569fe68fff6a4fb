"""What a sentence says, and nothing besides: plans, tests that wake a pain, words with another sense, one study after another."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from myotome.terms import Certainty, Experiencer, Method, Presence
from myotome.text import read

TABLE = yaml.safe_load(Path(__file__).with_name("not_there.yaml").read_text(encoding="utf-8"))
SIGNS = {"+": {"+", "?"}, "?": {"+", "?"}, "-": {"-"}}


def said(text: str, language: str, knowledge) -> set[tuple[str, str, bool]]:
    """Concept, sign and whether it is a relative's, of what counts as said; what tells only how the illness went left out."""
    return {
        (f.concept, _sign(f), f.experiencer is not Experiencer.PATIENT)
        for patient in read(text, knowledge, language).patients for f in patient.findings
        if f.method is not Method.DERIVED and not knowledge.is_a(f.concept, "course")
    }


def _sign(finding) -> str:
    if finding.presence is Presence.ABSENT:
        return "-"
    return "+" if finding.certainty in (Certainty.CERTAIN, Certainty.PROBABLE) else "?"


def _is(found: tuple[str, str, bool], wanted: str, knowledge) -> bool:
    """Is a finding the one that is wanted, or a broader or narrower one? wanted: "ptosis+", "ptosis-", "kin:ptosis+"; in brackets where it may be missing."""
    name = wanted.strip("()")
    concept = name.removeprefix("kin:")[:-1]
    near = knowledge.is_a(found[0], concept) or knowledge.is_a(concept, found[0])
    return near and found[1] in SIGNS[name[-1]] and found[2] is name.startswith("kin:")


@pytest.mark.parametrize("kind", TABLE)
def test_a_sentence_says_this_and_nothing_else(knowledge, kind):
    wrong = []
    for language, text, expected in TABLE[kind]:
        found, wanted = said(text, language, knowledge), expected.split()
        extra = [f for f in found if not any(_is(f, w, knowledge) for w in wanted)]
        missing = [w for w in wanted if not w.startswith("(") and not any(_is(f, w, knowledge) for f in found)]
        if extra or missing:
            wrong.append(f"{text!r}: too much {extra}, missing {missing}")
    assert not wrong, "\n".join(wrong)


def test_a_value_under_a_plan_is_a_value(knowledge) -> None:
    read_there = read("Homme de 60 ans. CAT : CK 12 000 UI/L ce jour, biopsie à faire.", knowledge, "fr").patients[0]
    assert [(row.test, row.value) for row in read_there.laboratory] == [("ck", 12000.0)]
    waited = read("Homme de 60 ans. CAT : VNI si CV < 50 %.", knowledge, "fr").patients[0]
    assert not waited.laboratory


@pytest.mark.parametrize(("gap", "had"), [("\n\n", True), ("\n", False), (" ", False)])
def test_a_paragraph_with_a_title_of_its_own_ends_a_plan(gap: str, had: bool, knowledge) -> None:
    text = f"Homme de 60 ans.\nCAT : prednisone, biopsie musculaire.{gap}Ordonnance du 12/03 : prednisone."
    assert (("corticosteroid_exposure", "+", False) in said(text, "fr", knowledge)) is had
