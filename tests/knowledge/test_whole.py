"""The knowledge is whole, and as wide as the issue asks."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from myotome.knowledge import load
from myotome.knowledge.check import check
from myotome.knowledge.load import FOLDER, load_folder
from myotome.text.tokens.vocabulary import lexicon_for

ROOT = Path(__file__).parents[2]


def test_every_id_resolves_and_every_number_has_a_source():
    problems, _ = check()
    assert [p.line() for p in problems] == []


def test_as_wide_as_promised():
    _, counts = check()
    assert counts["concepts in use"] >= 400
    assert counts["diseases"] >= 50
    assert counts["muscles"] >= 163


def test_disease_ids_are_those_of_the_sheet_or_declared(shared):
    with (shared / "facts" / "diseases.csv").open(encoding="utf-8") as stream:
        sheet = {row["id"] for row in csv.DictReader(stream)}
    declared = set(re.findall(r"`([a-z0-9_]+)`", (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8")))
    assert set(load().diseases) - sheet <= declared


def test_muscle_ids_are_those_of_the_sheet(shared):
    text = (shared / "facts" / "localisation.md").read_text(encoding="utf-8")
    listed = re.search(r"Muscle ids \(163.*?\): (.*?)\.\n", text, re.S).group(1)
    ids = {i.strip() for i in listed.replace("\n", " ").split(",")}
    assert ids <= set(load().muscles)


def test_the_cache_changes_nothing(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    fresh = load_folder(FOLDER)
    assert list(tmp_path.rglob("knowledge-*.msgpack"))
    again = load_folder(FOLDER)
    assert again.version == fresh.version
    assert again.content == fresh.content


def test_a_damaged_cache_is_rebuilt(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    load_folder(FOLDER)
    (cache,) = tmp_path.rglob("knowledge-*.msgpack")
    cache.write_bytes(b"\x00broken")
    assert load_folder(FOLDER).diseases


def test_both_languages_can_be_read(knowledge):
    for language in ("fr", "en"):
        assert len(lexicon_for(knowledge, language).root.children) > 500


def test_every_disease_says_how_harmful_it_is_to_miss_it(knowledge):
    for disease in knowledge.diseases.values():
        assert 0 <= disease.harm.value <= 1
        assert 0 <= disease.treatability.value <= 1
