"""Short wordings of nerve, muscle, image, biopsy and gene studies (own sentences: tests/data/wordings)."""

from __future__ import annotations

from pathlib import Path

import pytest

from myotome.text import read

WORDINGS = Path(__file__).parent.parent.parent / "data" / "wordings"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_wording_is_read(knowledge, language):
    """All rows at once, so that the failure names every wording that is lost."""
    lost = []
    for line in (WORDINGS / f"studies_{language}.tsv").read_text(encoding="utf-8").splitlines():
        text, concept, present = line.split("\t")
        findings = [f for p in read(text, knowledge, language).patients for f in p.findings]
        if present == "1":
            found = any(f.present and knowledge.is_a(f.concept, concept) for f in findings)
        else:
            found = any(not f.present and f.concept == concept for f in findings)
        if not found or any(f.concept == concept and f.present != (present == "1") for f in findings):
            lost.append(text)
    assert lost == []
