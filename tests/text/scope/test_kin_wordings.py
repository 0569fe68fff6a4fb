"""What is said of a relative is his, and a verb that is denied denies nothing behind it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from myotome.terms import Presence
from myotome.text import read

CASES = yaml.safe_load(Path(__file__).with_name("kin_wordings.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0][:30])
def test_a_finding_is_of_the_relative_it_is_told_of(knowledge, case):
    note, *said = case
    told = {
        (f.concept, "+" if f.presence is Presence.PRESENT else "-", f.experiencer.value)
        for p in read(note, knowledge, "fr").patients for f in p.findings
    }
    for wanted in said:
        if wanted.startswith("!"):
            assert wanted[1:] not in {concept for concept, _, _ in told}
            continue
        what, _, who = wanted.partition("@")
        assert any(knowledge.is_a(c, what[:-1]) and sign == what[-1] and whose == (who or "patient") for c, sign, whose in told), wanted


@pytest.mark.parametrize(("note", "concept", "presence"), [
    ("Ne finit pas son assiette, tousse beaucoup.", "cough", Presence.PRESENT),
    ("Il ne travaille pas, faiblesse des bras depuis un mois.", "weakness", Presence.PRESENT),
    ("Bras douloureux au point de ne pas dormir, puis épaule paralysée.", "shoulder_weakness", Presence.PRESENT),
    ("Ne se plaint pas de nausées, ptosis ni diplopie.", "ptosis", Presence.ABSENT),
    ("Elle ne décrit pas de nausées, diplopie, dysphagie.", "dysphagia", Presence.ABSENT),
])
def test_a_denied_verb_opens_no_list(knowledge, note, concept, presence):
    assert {f.presence for p in read(note, knowledge, "fr").patients for f in p.findings if f.concept == concept} == {presence}


@pytest.mark.parametrize(("note", "concept"), [
    ("Voix un peu mouillée.", "dysphonia"),
    ("Jambe gauche paralysée.", "lower_limb_weakness"),
])
def test_a_word_inside_a_wording_is_passed_over_where_another_wording_goes_on_with_it(knowledge, note, concept):
    assert concept in {f.concept for p in read(note, knowledge, "fr").patients for f in p.findings if f.present}
