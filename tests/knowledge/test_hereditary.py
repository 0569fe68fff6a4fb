"""The second layer, cut out of a small invented release."""

from __future__ import annotations

from pathlib import Path

import pytest

from myotome.errors import MyotomeError
from myotome.knowledge.hereditary import Stored, spread
from myotome.knowledge.hereditary_build import (
    Above,
    compile_layer,
    count,
    family_of,
    read_annotations,
    read_release,
)

ONTOLOGY = """format-version: 1.2

[Term]
id: HP:0000001

[Term]
id: HP:0000118
is_a: HP:0000001 ! All

[Term]
id: HP:9000001
name: weakness
is_a: HP:0000118 ! root

[Term]
id: HP:9000002
name: distal weakness
alt_id: HP:9000099
is_a: HP:9000001 ! weakness

[Term]
id: HP:0003577
is_a: HP:0000001 ! onset
"""
ROWS = (
    ("OMIM:1", "Charcot-Marie-Tooth disease, type 99", "", "HP:9000099", "PMID:1", "3/4", "P"),
    ("OMIM:1", "Charcot-Marie-Tooth disease, type 99", "", "HP:9000002", "PMID:2", "1/4", "P"),
    ("OMIM:1", "Charcot-Marie-Tooth disease, type 99", "", "HP:0003577", "PMID:2", "", "C"),
    ("OMIM:2", "Nemaline myopathy 99", "NOT", "HP:9000002", "PMID:3", "", "P"),
    ("OMIM:2", "Nemaline myopathy 99", "", "HP:9000001", "PMID:3", "", "P"),
    ("OMIM:3", "Invented cardiomyopathy", "", "HP:9000001", "PMID:4", "", "P"),
    ("DECIPHER:4", "Nemaline myopathy 98", "", "HP:9000001", "PMID:5", "", "P"),
    ("ORPHA:5", "Invented myopathy", "", "HP:9000001", "ORPHA:5", "HP:0040281", "P"),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("release")
    (path / "hp.obo").write_text(ONTOLOGY, encoding="utf-8")
    lines = ["#description: invented", "#version: 2026-01-01", "database_id\tdisease_name"]
    for disease, name, denied, term, reference, frequency, aspect in ROWS:
        lines.append("\t".join((disease, name, denied, term, reference, "PCS", "", frequency, "", "", aspect, "x")))
    (path / "phenotype.hpoa").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def settings(knowledge):
    return knowledge.settings["hereditary"]


@pytest.fixture(scope="module")
def stored(folder, settings) -> Stored:
    return compile_layer(read_release(folder), settings)


def test_only_neuromuscular_diseases_of_the_named_databases_are_kept(stored):
    assert [(e.id, e.family) for e in stored.entries] == [
        ("OMIM:1", "cmt"), ("OMIM:2", "congenital_myopathy"), ("ORPHA:5", "other_myopathy"),
    ]


def test_the_release_and_its_makers_are_named(stored):
    assert stored.release == "2026-01-01"
    assert "2026-01-01" in stored.attribution and "Monarch" in stored.attribution


def test_old_ids_are_followed_and_publications_summed(stored):
    entry = stored.entries[0]
    assert [(stored.terms[t], s, p) for t, s, p in zip(entry.terms, entry.shares, entry.patients, strict=True)] == [("HP:9000002", 500, 8)]
    assert entry.onset == ((0.0, 0.1),)


def test_a_row_without_a_frequency_is_unknown_and_a_denied_one_is_none(stored):
    entry = stored.entries[1]
    assert dict(zip((stored.terms[t] for t in entry.terms), entry.shares, strict=True)) == {"HP:9000001": 500, "HP:9000002": 0}


def test_a_finding_is_there_under_its_broader_terms_too(stored):
    layer = spread(stored)
    at = layer.place["HP:9000001"]
    assert layer.share[:, at].tolist() == pytest.approx([0.5, 0.5, 0.9])
    assert layer.patients[0, at] == 8


def test_rows_of_a_cases_own_publication_can_be_left_out(folder, settings):
    entry = compile_layer(read_release(folder), settings, without={"PMID:1"}).entries[0]
    assert entry.shares == (250,)


def test_curated_diseases_are_left_out(folder, settings):
    assert [e.id for e in compile_layer(read_release(folder), settings, known={"OMIM:1"}).entries] == ["OMIM:2", "ORPHA:5"]


def test_what_is_no_finding_has_no_broader_finding(folder):
    assert Above(read_release(folder).parents)("HP:0003577") == frozenset()


@pytest.mark.parametrize(("cell", "expected"), [("0/9", (0, 9)), ("0/0", (1, 2)), ("100%", (10, 10)), ("HP:0040285", (0, 10)), ("?", (1, 2))])
def test_frequency_cells(settings, cell, expected):
    assert count(cell, denied=False, settings=settings) == expected


def test_the_heart_is_no_skeletal_muscle(settings):
    assert family_of("Cardiomyopathy, dilated, 1A", settings) == ""
    assert family_of("Myopathy and cardiomyopathy, invented", settings) == "other_myopathy"


def test_a_file_without_annotations_is_refused(tmp_path):
    (tmp_path / "phenotype.hpoa").write_text("#version: x\n", encoding="utf-8")
    with pytest.raises(MyotomeError) as told:
        read_annotations(tmp_path / "phenotype.hpoa")
    assert told.value.problems[0].code == "hereditary.no_rows"
