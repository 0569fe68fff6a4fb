"""The annotated notes resolve, name known concepts, and are aligned as the guide says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from myotome.knowledge import Knowledge
from myotome.terms import Certainty, Experiencer, Presence, Side

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))

from reading_kinds import load_texts  # noqa: E402
from reading_match import Concepts, Found, align  # noqa: E402
from reading_notes import READING, Mention, Note, load_notes, place  # noqa: E402


@pytest.mark.parametrize(("name", "notes", "mentions"), [
    ("dev_fr", 40, 500), ("dev_en", 10, 100), ("heldout_fr", 20, 200), ("closing_fr", 26, 280), ("closing_en", 10, 100),
    ("dev2_fr", 30, 800), ("dev2_en", 12, 330), ("dev3_fr", 13, 350), ("dev3_en", 5, 130), ("closing2_fr", 13, 330), ("closing2_en", 5, 130),
    ("dev4_en", 9, 360), ("dev5_fr", 7, 410), ("dev7_en", 9, 380), ("dev12_fr", 7, 380),
    ("dev4_fr", 14, 470), ("dev11_fr", 14, 510),
    ("dev5_en", 8, 300), ("dev6_en", 8, 350), ("dev7_fr", 5, 310), ("dev10_fr", 5, 300),
    ("dev6_fr", 12, 440), ("dev9_fr", 12, 440),
    ("dev8_fr", 30, 860), ("dev13_fr", 22, 790), ("dev8_en", 8, 350),
    ("closing6_fr", 10, 370), ("closing6_cases_fr", 4, 190), ("closing6b_fr", 8, 280), ("closing6_en", 8, 300),
    ("closing5_fr", 10, 280), ("closing5_cases_fr", 4, 180), ("closing5_en", 6, 220),
])
def test_sets_resolve_and_are_as_large_as_said(knowledge: Knowledge, name: str, notes: int, mentions: int) -> None:
    loaded = load_notes(READING / f"{name}.yaml")
    assert len({note.id for note in loaded}) == len(loaded) >= notes
    assert sum(not m.optional for note in loaded for m in note.mentions) >= mentions
    unknown = {m.concept for note in loaded for m in note.mentions} - set(knowledge.concepts)
    assert not unknown


def test_a_quote_that_the_note_lacks_is_refused() -> None:
    with pytest.raises(ValueError, match="n1.*ptosis"):
        place("Pas de diplopie.", {"quote": "ptosis"}, "n1")
    assert place("ptosis puis ptosis", {"quote": "ptosis", "nth": 2}, "n1") == (12, 18)


def mention(text: str, quote: str, concept: str, presence: Presence, *kinds: str, optional: bool = False) -> Mention:
    start = text.index(quote)
    return Mention(start, start + len(quote), concept, presence, Certainty.CERTAIN, Side.UNSAID, None,
                   Experiencer.PATIENT, kinds, optional)


def found(text: str, quote: str, concept: str, presence: Presence, who: Experiencer = Experiencer.PATIENT) -> Found:
    start = text.index(quote)
    return Found(((start, start + len(quote)),), concept, presence, Certainty.CERTAIN, Side.UNSAID, None, who)


def test_alignment_takes_one_step_of_concept_and_the_same_presence_and_owner(knowledge: Knowledge) -> None:
    text = "Pied gauche tombant. ROT normaux. Mère myopathe."
    present, absent = Presence.PRESENT, Presence.ABSENT
    note = Note("n", "fr", text, (
        mention(text, "Pied gauche tombant", "foot_drop", present),
        mention(text, "ROT normaux", "reflex_loss", absent, "normal_test"),
    ), ())
    findings = [
        found(text, "tombant", "distal_lower_limb_weakness", present),
        found(text, "tombant", "weakness", present),
        found(text, "ROT normaux", "reflex_loss", present),
        found(text, "ROT normaux", "brisk_reflexes", absent),
        found(text, "Mère", "foot_drop", present, Experiencer.MOTHER),
    ]
    alignment = align(note, findings, Concepts(knowledge))
    assert {(m.mention, m.found) for m in alignment.matches} in ({(0, 0)}, {(0, 1)})
    assert 3 in alignment.aside and ({0, 1} & alignment.aside)
    assert not {2, 4} & (alignment.aside | {m.found for m in alignment.matches})


def test_optional_mentions_set_findings_aside(knowledge: Knowledge) -> None:
    text = "Marche sans aide."
    note = Note("n", "fr", text, (mention(text, "Marche sans aide", "gait_disorder", Presence.ABSENT, optional=True),), ())
    alignment = align(note, [found(text, "Marche", "gait_disorder", Presence.PRESENT)], Concepts(knowledge))
    assert alignment.aside == {0}


@pytest.mark.parametrize("kind", ["patient", "several", "review", "course", "forum", "case_teaching"])
def test_unseen_texts_come_in_both_languages_and_hold_their_places(kind: str) -> None:
    texts = load_texts(kind, "unseen")
    assert sorted(text["language"] for text in texts) == ["en", "en", "fr", "fr"]
    for text in texts:
        assert all(0 <= marked["patient"] <= text["patients"] for marked in text["places"])
        assert all(place(text["text"], marked, text["id"]) for marked in text["places"])


def test_the_second_closing_texts_hold_their_places() -> None:
    texts = {kind: load_texts(kind, "closing2") for kind in ("several", "forum", "course", "case_teaching")}
    assert {kind: len(found) for kind, found in texts.items()} == {"several": 8, "forum": 1, "course": 1, "case_teaching": 2}
    for text in (text for found in texts.values() for text in found):
        assert all(0 <= marked["patient"] <= text["patients"] for marked in text["places"])
        assert all(place(text["text"], marked, text["id"]) for marked in text["places"])


@pytest.mark.parametrize("command", [["reading_gold.py", "closing2_fr", "--misses"], ["reading_gold.py", "closing5_fr", "--misses"], ["reading_kinds.py", "--half", "closing2", "--misses"]])
def test_words_of_a_closing_set_are_refused(command: list[str]) -> None:
    done = subprocess.run([sys.executable, str(BENCHMARKS / command[0]), *command[1:]], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "--misses would print words" in done.stderr
    assert done.stdout == ""
