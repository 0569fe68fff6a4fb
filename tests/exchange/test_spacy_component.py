"""The spaCy component, where spaCy is installed."""

from __future__ import annotations

import pytest

spacy = pytest.importorskip("spacy")

from myotome.exchange.spacy_component import ATTRIBUTES  # noqa: E402

PATTERNS = [{"label": "SIGN", "pattern": word} for word in ("ptosis", "diplopie", "Lasègue", "diplopia")]


def pipeline(code: str, **config: str):
    nlp = spacy.blank(code)
    nlp.add_pipe("entity_ruler").add_patterns(PATTERNS)
    nlp.add_pipe("myotome_qualify", config=config)
    return nlp


def test_entities_get_plain_attributes_that_survive_being_written() -> None:
    nlp = pipeline("fr")
    doc = nlp("Pas de ptosis, de diplopie. Lasègue positif à gauche.")
    doc = type(doc)(nlp.vocab).from_bytes(doc.to_bytes())
    said = {e.text: e._.myotome for e in doc.ents}
    assert set(said["ptosis"]) == set(ATTRIBUTES)
    assert [said[w]["presence"] for w in ("ptosis", "diplopie", "Lasègue")] == ["absent", "absent", "present"]
    assert said["Lasègue"]["side"] == "left"


def test_severity_pattern_and_time_are_among_them() -> None:
    said = pipeline("fr")("Ptosis sévère et asymétrique depuis 2017.".replace("Ptosis", "ptosis")).ents[0]._.myotome
    assert (said["severity"], said["topography"], said["date"], said["time"]) == ("severe", "asymmetric", "2017/..", "depuis 2017")


def test_the_language_is_the_pipeline_s_or_as_configured() -> None:
    assert pipeline("en")("No diplopia.").ents[0]._.myotome["presence"] == "absent"
    assert pipeline("xx", language="en")("No diplopia.").ents[0]._.myotome["presence"] == "absent"


def test_a_group_of_spans_instead_of_entities() -> None:
    nlp = pipeline("fr", group="sc")
    ruled = nlp.make_doc("Pas de ptosis.")
    ruled.spans["sc"] = [ruled[2:3]]
    doc = nlp.get_pipe("myotome_qualify")(ruled)
    assert doc.spans["sc"][0]._.myotome["presence"] == "absent"
    assert nlp("Pas de ptosis.").ents[0]._.myotome is None
