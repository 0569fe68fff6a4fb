"""Textbook pictures in the vocabulary of ``--cases``, read as a user's file is read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from myotome.assess import complete
from myotome.formats.localise_input import read_findings
from myotome.intake import read_remarks
from myotome.reasoning.localise import localise
from myotome.terms import Level, Side

FILE = Path(__file__).parent.parent / "data" / "localise_textbook.yaml"
PICTURES = {entry["id"]: entry for entry in yaml.safe_load(FILE.read_text(encoding="utf-8"))}
SIDES = {"L": Side.LEFT, "R": Side.RIGHT}


def muscle(line: str) -> dict[str, Any]:
    words = line.split()
    found: dict[str, Any] = {"muscle": words.pop(0)}
    for word in words:
        if word in ("L", "R", "both"):
            found["side"] = word
        elif word in ("atrophy", "fasciculation"):
            found[word] = True
        elif word.startswith("emg:"):
            found["emg"] = word[4:]
        elif word.startswith("mri:"):
            found["mri"] = word[4:].split(",")
        else:
            found["mrc"] = word
    return found


def stated(kind: str, line: str) -> dict[str, str]:
    words = line.split()
    found = {kind: words.pop(0)}
    if words[0] in ("L", "R", "both"):
        found["side"] = words.pop(0)
    found["state"] = words.pop(0)
    return found | ({"detail": " ".join(words)} if words else {})


def record(entry: dict[str, Any]) -> dict[str, Any]:
    """The entry in the form of a file of cases."""
    return {"id": entry["id"], "findings": {
        "muscles": [muscle(line) for line in entry.get("m", ())],
        "reflexes": [stated("reflex", line) for line in entry.get("r", ())],
        "sensory": [stated("territory", line) for line in entry.get("s", ())],
        "ncs": [stated("study", line) for line in entry.get("n", ())],
        "other": entry.get("o", []),
    }}


def wanted(names: list[str]) -> set[tuple[str, Side]]:
    return {(name.split()[0], SIDES[name.split()[1]]) for name in names}


@pytest.mark.parametrize("name", PICTURES)
def test_picture(name, knowledge):
    entry = PICTURES[name]
    read = read_findings(record(entry), knowledge)
    assert not [p for p in read.problems if p.level is not Level.NOTE]
    case, unread = read_remarks(read.case, read.other, knowledge)
    case, _, _ = complete(case, knowledge)
    where = localise(case, knowledge)
    shown = {k: round(p, 3) for k, p in list(where.classes.items())[:4]}
    first = where.lesions[0]
    assert next(iter(where.classes)) == first.lesion_class == entry["class"], (shown, first.sites)
    named = {*first.sites, *first.tie_set}
    assert wanted(entry.get("sites", [])) <= named, (shown, first.sites, first.tie_set)
    assert "any" not in entry or wanted(entry["any"]) & named, (shown, first.sites, first.tie_set)
    assert len(named) <= 8 or not entry.get("sites")


def test_every_picture_says_where_it_comes_from():
    assert len(PICTURES) >= 60
    assert all(entry.get("source") for entry in PICTURES.values())
