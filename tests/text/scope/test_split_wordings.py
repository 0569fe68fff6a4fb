"""Sides, results split over sides, and grades, most in French: whole sentences with all that they say of a concept, and its grade."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from myotome.terms import Presence
from myotome.text import read

SENTENCES = {
    batch: entries for name in ("split_wordings.yaml", "motor_wordings.yaml")
    for batch, entries in yaml.safe_load(Path(__file__).with_name(name).read_text(encoding="utf-8")).items()
}
SCALE = re.compile(r"/5|^M|\s")


@pytest.mark.parametrize("batch", sorted(SENTENCES))
def test_each_side_has_its_own_result(knowledge, batch):
    wrong = []
    for entry in SENTENCES[batch]:
        language = "fr" if "fr" in entry else "en"
        found = [f for p in read(entry[language], knowledge, language).patients for f in p.findings]
        for concept in entry.keys() - {"fr", "en"}:
            expected = {str(one) for one in entry[concept]}
            graded = any(len(one.split()) > 2 for one in expected)
            said = {
                f"{'absent' if f.presence is Presence.ABSENT else 'present'} {f.side.value}"
                + (f" {SCALE.sub('', f.grade.text)}" if graded and f.grade else "")
                for f in found if knowledge.is_a(f.concept, concept)
            }
            if said != expected:
                wrong.append(f"{entry[language]!r}: {concept} is read as {sorted(said)}, not {sorted(expected)}")
    assert not wrong, "\n".join(wrong)
