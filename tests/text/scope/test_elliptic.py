"""A finding said once, and denied or doubted at another place without its name ("ptosis à droite, pas à gauche")."""

from __future__ import annotations

import pytest

from myotome.text import read


def told(knowledge, text: str, concept: str, language: str = "fr") -> set[tuple[str | None, str, str, str]]:
    return {
        (f.site, f.side.value, f.presence.value, f.certainty.value)
        for p in read(text, knowledge, language).patients for f in p.findings if f.concept == concept
    }


@pytest.mark.parametrize(("text", "concept", "site", "side", "presence"), [
    ("Fasciculations des membres supérieurs, pas aux membres inférieurs.", "fasciculation", "lower_limb_muscles", "both", "absent"),
    ("Fasciculations des membres supérieurs, pas aux membres inférieurs.", "fasciculation", "upper_limb_muscles", "both", "present"),
    ("Ptosis à droite, pas à gauche.", "ptosis", "eyelids", "left", "absent"),
    ("Ptosis à droite, pas à gauche.", "ptosis", "eyelids", "right", "present"),
    ("Amyotrophie du deltoïde droit, non retrouvée à gauche.", "muscle_atrophy", "deltoid", "left", "absent"),
    ("Amyotrophie du deltoïde droit, non retrouvée à gauche.", "muscle_atrophy", "deltoid", "right", "present"),
    ("Dispersion temporelle sur l'ulnaire gauche, non vue sur le médian.", "temporal_dispersion", "median", "unsaid", "absent"),
    ("Fibrillations dans le sous-épineux, pas dans les paraspinaux.", "active_denervation", "paraspinals", "unsaid", "absent"),
    ("Fasciculations du mollet droit, rien à gauche.", "fasciculation", "calf", "left", "absent"),
    ("Crampes des mollets, jamais aux mains.", "muscle_cramp", "hand", "both", "absent"),
    ("Amyotrophie des mains ; aucune aux pieds.", "muscle_atrophy", "foot", "both", "absent"),
])
def test_denied_at_another_place(knowledge, text, concept, site, side, presence):
    assert (site, side, presence, "certain") in told(knowledge, text, concept)


@pytest.mark.parametrize(("text", "concept", "site", "side", "certainty"), [
    ("Ptosis à droite, douteux à gauche.", "ptosis", "eyelids", "left", "possible"),
    ("Ptosis à droite, à gauche discutable.", "ptosis", "eyelids", "left", "possible"),
    ("Amyotrophie du mollet gauche, possible à droite.", "muscle_atrophy", "calf", "right", "possible"),
])
def test_doubted_at_another_place(knowledge, text, concept, site, side, certainty):
    assert (site, side, "present", certainty) in told(knowledge, text, concept)


@pytest.mark.parametrize(("text", "concept", "present"), [
    ("Ptosis gauche, pas de diplopie.", "ptosis", {"present"}),
    ("Faiblesse de la main droite, pas de douleur à gauche.", "weakness", {"present"}),
    ("Pas de ptosis à droite, non retrouvé à gauche.", "ptosis", {"absent"}),
    ("Ptosis, non retrouvé ce jour.", "ptosis", {"absent"}),
    ("Fasciculations du bras, pas de lésion à gauche.", "fasciculation", {"present"}),
])
def test_what_is_no_ellipsis(knowledge, text, concept, present):
    assert {presence for _, _, presence, _ in told(knowledge, text, concept)} == present


def test_english(knowledge):
    assert ("eyelids", "left", "absent", "certain") in told(knowledge, "Ptosis on the right, not on the left.", "ptosis", "en")
    assert ("median", "unsaid", "absent", "certain") in told(
        knowledge, "Conduction block of the ulnar nerve, none in the median nerve.", "conduction_block", "en",
    )
