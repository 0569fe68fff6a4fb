"""``myotome knowledge`` and ``myotome schema``."""

from __future__ import annotations

import json

import pytest


def test_check_counts_what_is_there(myotome):
    done = myotome("knowledge", "check")
    assert done.code == 0, done.err
    counts = {line.split(maxsplit=1)[1]: int(line.split()[0]) for line in done.out.splitlines()}
    assert counts["diseases"] >= 50
    assert counts["muscles"] > 100


def test_show_a_disease_with_its_sources(myotome):
    done = myotome("knowledge", "show", "mmn")
    assert done.code == 0
    assert "id: mmn" in done.out
    assert "# doc3: " in done.out
    assert "[document]" in done.out


def test_show_a_finding_names_the_diseases_that_list_it(myotome):
    assert "# mmn (neuropathie motrice multifocale" in myotome("knowledge", "show", "anti_gm1").out
    assert "# mmn (multifocal motor neuropathy" in myotome("knowledge", "show", "anti_gm1", "--language", "en").out


@pytest.mark.parametrize("entry", ["deltoid", "doc3", "ck_assay", "corticosteroid", "mmn_efns_pns_2010"])
def test_show_entries_of_every_kind(myotome, entry):
    done = myotome("knowledge", "show", entry)
    assert done.code == 0
    assert f"id: {entry}" in done.out


def test_an_unknown_id_proposes_near_ones(myotome):
    done = myotome("knowledge", "show", "mmnn")
    assert (done.code, done.out) == (2, "")
    assert "mmnn" in done.err
    assert "mmn" in done.err.split("(")[1]
    assert myotome("knowledge", "show", "zzzzzzzzzz").code == 2


@pytest.mark.parametrize("name", ["case", "result"])
def test_schema(myotome, name):
    done = myotome("schema", name)
    assert done.code == 0
    assert json.loads(done.out)
