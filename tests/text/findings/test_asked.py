"""An antibody that is only named among what was asked was not found."""

from __future__ import annotations

import pytest

from myotome.terms import Certainty, Presence
from myotome.text import read


def antibodies(text: str, language: str, knowledge) -> dict[str, tuple[Presence, Certainty]]:
    (patient,) = read(text, knowledge, language).patients
    return {f.concept: (f.presence, f.certainty) for f in patient.findings if knowledge.concepts[f.concept].kind == "antibody"}


@pytest.mark.parametrize(("text", "language", "names"), [
    ("Ac anti-MAG, anti-GM1 demandés.", "fr", ["anti_mag", "anti_gm1"]),
    ("Bilan : anti-RACh, anti-MuSK.", "fr", ["anti_achr", "anti_musk"]),
    ("Recherche d'anti-GM1 en cours.", "fr", ["anti_gm1"]),
    ("On complète par FAN, ANCA, anti-SSA.", "fr", ["ana_positive", "anca", "anti_ssa_ssb"]),
    ("Ac anti-gangliosides : demandés.", "fr", ["anti_ganglioside"]),
    ("À faire : anti-GM1, anti-MAG, EPP.", "fr", ["anti_gm1", "anti_mag"]),
    ("Anti-HMGCR, anti-SRP en attente.", "fr", ["anti_hmgcr", "anti_srp"]),
    ("Anti-AChR and anti-MuSK sent.", "en", ["anti_achr", "anti_musk"]),
    ("Myositis panel requested: anti-Jo-1, anti-SRP.", "en", ["anti_jo1", "anti_srp"]),
])
def test_what_is_asked_is_not_found(knowledge, text, language, names):
    said = antibodies(text, language, knowledge)
    assert all(said.get(name, (Presence.PRESENT, Certainty.PENDING))[1] is not Certainty.CERTAIN for name in names), said


@pytest.mark.parametrize(("text", "language", "name"), [
    ("Anti-GM1 positifs.", "fr", "anti_gm1"),
    ("Anti-GM1 +.", "fr", "anti_gm1"),
    ("Présence d'anti-GM1.", "fr", "anti_gm1"),
    ("Il existe des anticorps anti-Hu.", "fr", "anti_hu"),
    ("La recherche d'anti-GM1 est positive.", "fr", "anti_gm1"),
    ("Le bilan met en évidence des anticorps anti-MuSK.", "fr", "anti_musk"),
    ("Bilan immunologique : présence d'anti-HMGCR.", "fr", "anti_hmgcr"),
    ("Anti-SRP antibodies were found.", "en", "anti_srp"),
    ("The screening showed anti-MuSK antibodies.", "en", "anti_musk"),
])
def test_what_is_found_is_present(knowledge, text, language, name):
    assert antibodies(text, language, knowledge)[name] == (Presence.PRESENT, Certainty.CERTAIN)


@pytest.mark.parametrize(("text", "names"), [
    ("FR, anti-CCP et AAN sont négatifs.", ["rheumatoid_factor", "anti_ccp", "ana_positive"]),
    ("Recherche d'anti-RACh et d'anti-MuSK négative.", ["anti_achr", "anti_musk"]),
])
def test_what_was_not_found_is_absent(knowledge, text, names):
    said = antibodies(text, "fr", knowledge)
    assert {said[name][0] for name in names} == {Presence.ABSENT}
