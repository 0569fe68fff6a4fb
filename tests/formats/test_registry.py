"""Exports of trial registries: three forms, and what cannot be used is said."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myotome.errors import MyotomeError
from myotome.formats.registry import lines_of, read_registry, split_eligibility, years

ELIGIBILITY = """Inclusion Criteria:

1. Multifocal motor neuropathy
2. Age 18 or over,
   both sexes

Exclusion Criteria:

- Pregnancy
* Cancer
"""


def study(**more) -> dict:
    section = {
        "identificationModule": {"nctId": "NCT99990001", "briefTitle": "A trial"},
        "eligibilityModule": {"eligibilityCriteria": ELIGIBILITY, "sex": "FEMALE", "minimumAge": "6 Months", "maximumAge": "N/A"},
    } | more
    return {"protocolSection": section}


@pytest.mark.parametrize("form", [lambda s: {"studies": [s]}, lambda s: [s], lambda s: s])
def test_clinicaltrials_gov(knowledge, form):
    (record,), problems = read_registry(json.dumps(form(study())).encode(), "ct.json", knowledge)
    assert problems == []
    assert (record.id, record.sex, record.age_min, record.age_max) == ("NCT99990001", "female", 0.5, None)
    assert record.inclusion == ("Multifocal motor neuropathy", "Age 18 or over, both sexes")
    assert record.exclusion == ("Pregnancy", "Cancer")


def test_ictrp_and_ctis(knowledge):
    ictrp = 'TrialID,Public title,Recruitment Status,Inclusion agemin,Inclusion agemax,Inclusion gender,Inclusion Criteria,Export date\nX1,"Title, long",Recruiting,18 Years,No limit,Both,"Inclusion criteria: Diabetes<br>Cancer",11/28/2026\n'
    (record,), _ = read_registry(ictrp.encode(), "ictrp.csv", knowledge)
    assert (record.title, record.age_min, record.age_max, record.sex) == ("Title, long", 18, None, "")
    assert record.inclusion == ("Diabetes", "Cancer")
    assert record.exported == "11/28/2026"
    ctis = "Trial number;Title of the trial;Medical conditions;Age group;Gender\n2026-1;Titre;Myosite;\"18-64 years, 65+ years\";Female\n"
    (record,), _ = read_registry(ctis.encode(), "ctis.csv", knowledge)
    assert (record.registry, record.age_min, record.age_max, record.sex) == ("CTIS", 18, 119, "female")


def test_a_record_that_cannot_be_used_leaves_the_others(knowledge):
    data = json.dumps({"studies": [study(), {"x": 1}, study(identificationModule={})]}).encode()
    records, problems = read_registry(data, "ct.json", knowledge)
    assert len(records) == 1
    assert [(p.code, p.place) for p in problems] == [("registry.no_protocol", "ct.json, study 2"), ("registry.no_id", "ct.json, study 3")]


@pytest.mark.parametrize(("data", "code"), [
    (b"", "format.empty"), (b"{", "registry.damaged"), (b"[]", "registry.none"), (b'{"studies": 3}', "registry.none"),
    (b"a,b\n1,2\n", "registry.unknown_header"), (b"TrialID,Public title\n", "registry.none"), (b"\xff\x00\x80", "format.wrong_encoding"),
])
def test_what_is_no_export(knowledge, data, code):
    with pytest.raises(MyotomeError) as error:
        read_registry(data, "x", knowledge)
    assert error.value.problems[-1].code == code


@given(st.binary(max_size=300))
def test_any_bytes_give_records_or_a_problem(knowledge, data):
    try:
        records, _ = read_registry(data, "x", knowledge)
    except MyotomeError:
        return
    assert records


def test_lines_and_headings(knowledge):
    words = knowledge.words["trials"]
    assert split_eligibility("Key Inclusion Criteria\n- A\nKey Exclusion Criteria:\n- B", words) == (("A",), ("B",))
    assert split_eligibility("A\nB", words) == (("A", "B"), ())
    assert lines_of("") == ()


@pytest.mark.parametrize(("text", "expected"), [("18 Years", 18), ("18Y", 18), ("6 Months", 0.5), ("20years-old", 20), ("No limit", None), ("N/A", None), ("", None)])
def test_ages(text, expected):
    assert years(text) == expected
