"""What is said once counts once: of several grains one is said, the others are derived from it."""

from __future__ import annotations

import pytest

from myotome.laboratory import judge
from myotome.terms import Method
from myotome.text import read


@pytest.fixture
def grains(knowledge):
    def call(text: str) -> tuple[set[str], set[str]]:
        """Concepts said, and concepts derived."""
        (patient,) = read(text, knowledge, "fr").patients
        found = [*patient.findings, *judge(patient.laboratory, knowledge, patient.patient.sex)[0]]
        derived = {f.concept for f in found if f.method is Method.DERIVED}
        return {f.concept for f in found} - derived, derived

    return call


@pytest.mark.parametrize(("text", "said", "derived"), [
    ("Releveurs à 2/5.", {"weakness"}, {"foot_drop"}),
    ("Déficit du quadriceps.", {"weakness"}, {"quadriceps_weakness"}),
    ("Amyotrophie des interosseux.", {"interosseous_atrophy"}, {"muscle_atrophy", "hand_atrophy"}),
    ("CPK à 420 UI/L (N < 190).", {"ck_elevated"}, {"ck_markedly_elevated"}),
    ("Sensibilité normale.", {"sensory_loss"}, {"sensory_disturbance"}),
])
def test_one_grain_is_said(grains, text, said, derived):
    assert grains(text) == (said, derived)


def test_what_is_said_somewhere_is_not_derived(grains):
    said, _ = grains("Releveurs à 2/5. Pied tombant.")
    assert {"weakness", "foot_drop"} <= said


def test_an_umbrella_denies_two_findings_and_what_follows(grains):
    said, derived = grains("Examen neurologique normal.")
    assert said == {"weakness", "sensory_loss"}
    assert derived == {"reflex_loss", "upper_motor_neuron_sign"}
