"""The side of findings, however the note says it: whole sentences with all that they say of a concept."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from myotome.terms import Presence
from myotome.text import read

SENTENCES = yaml.safe_load(Path(__file__).with_name("side_wordings.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_concept_has_the_sides_that_the_sentence_says(knowledge, language):
    wrong = []
    for entry in (e for e in SENTENCES if language in e):
        sentence = entry[language]
        found = [f for p in read(sentence, knowledge, language).patients for f in p.findings]
        for concept, expected in entry.items():
            if concept == language:
                continue
            said = {
                f"{'absent' if f.presence is Presence.ABSENT else 'present'} {f.side.value}"
                for f in found if knowledge.is_a(f.concept, concept)
            }
            if said != set(expected):
                wrong.append(f"{sentence!r}: {concept} is read as {sorted(said)}, not {sorted(expected)}")
    assert not wrong, "\n".join(wrong)
