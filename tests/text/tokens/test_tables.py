"""Tables, lists, bullets, forms and telegraphic testing, as residents, nurses, physiotherapists and machines write them (own texts).

Each file of tests/text/tokens/tables is a batch written with its answers before the reader was run over it. ``reads``: "[-]concept [site] [side] [grade]",
a minus for what is absent; a finding that is not listed there (nor in ``may``) is one too many. "both" is met by right and left alike.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from myotome.assess import complete
from myotome.case import Finding
from myotome.formats.kinds import read_bytes
from myotome.formats.settings import limits
from myotome.intake import take_in
from myotome.terms import Method, Presence, Side

BATCHES = sorted(Path(__file__).with_name("tables").glob("*.yaml"))
ITEMS = [item for path in BATCHES for item in yaml.safe_load(path.read_text(encoding="utf-8"))]
SIDES = frozenset(side.value for side in Side)
GRADE = re.compile(r"M?[0-5][+-]?(?:/5)?|[0-4]\+")


class Said(NamedTuple):
    """A finding as a test states it."""

    concept: str
    absent: bool
    site: str
    side: str
    grade: str


def said(line: str) -> Said:
    concept, *rest = line.split()
    side = next((w for w in rest if w in SIDES), Side.UNSAID.value)
    grade = next((w for w in rest if GRADE.fullmatch(w)), "")
    site = next((w for w in rest if w not in (side, grade)), "")
    return Said(concept.lstrip("-"), concept.startswith("-"), site, side, plain(grade))


def plain(grade: str) -> str:
    return grade.replace("/5", "").replace("M", "")


def read_all(text: str, language: str, knowledge) -> list[Said]:
    """What a note says, without what only follows from other findings."""
    intake = take_in([read_bytes(text.encode(), "note.txt", limits())], knowledge, language)
    return [
        of_finding(f) for case in intake.cases for f in complete(case, knowledge)[0].findings
        if f.method is not Method.DERIVED and any(e.start is not None for e in f.evidence)
    ]


def of_finding(finding: Finding) -> Said:
    grade = plain(finding.grade.text) if finding.grade else ""
    return Said(finding.concept, finding.presence is Presence.ABSENT, finding.site or "", finding.side.value, grade)


def meets(want: Said, have: Said, knowledge) -> bool:
    return (
        knowledge.is_a(have.concept, want.concept) and want.absent is have.absent and want.side == have.side
        and (not want.site or have.concept != want.concept or have.site == want.site) and want.grade in ("", have.grade)
    )


def spared(have: Said, wanted: list[Said], knowledge) -> bool:
    """Is it a wanted finding at another grain?"""
    return any(
        (knowledge.is_a(have.concept, w.concept) or knowledge.is_a(w.concept, have.concept)) and w.absent is have.absent
        and have.side in (w.side, *(("left", "right") if w.side == "both" else ())) for w in wanted
    )


@pytest.mark.parametrize("item", [i for i in ITEMS if not i.get("open")], ids=lambda item: item["id"])
def test_what_is_read(knowledge, item):
    wanted = [said(line) for line in item["reads"]]
    found = read_all(item["text"], item.get("language", "fr"), knowledge)
    missed = [
        w for w in wanted if not any(meets(w, f, knowledge) for f in found)
        and not (w.side == "both" and all(any(meets(w._replace(side=s), f, knowledge) for f in found) for s in ("left", "right")))
    ]
    allowed = [*wanted, *(said(line) for line in item.get("may", ()))]
    assert not missed, found
    assert not [f for f in found if not spared(f, allowed, knowledge)]
