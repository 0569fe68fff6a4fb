"""Nerve studies in prose: values against limits, results of a nerve, what stays in force (own sentences)."""

from __future__ import annotations

import pytest

from myotome.text import read


def said(text: str, knowledge, language: str = "fr") -> set[tuple[str, str, str, str]]:
    return {
        (f.concept, f.site, f.side.value, f.presence.value)
        for p in read(text, knowledge, language).patients for f in p.findings
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("VCM médian G 31 m/s.", ("slow_motor_conduction", "median", "left", "present")),
        ("VCM médian G 58 m/s.", ("slow_motor_conduction", "median", "left", "absent")),
        ("VCM médian G 45 m/s (N > 40).", ("slow_motor_conduction", "median", "left", "absent")),
        ("Nerf ulnaire droit : vitesse 36 m/s au coude.", ("ulnar_slowing_at_elbow", "ulnar", "right", "present")),
        ("Nerf tibial droit : amplitude 0,9 mV.", ("low_cmap", "tibial", "right", "present")),
        ("Médian droit : amplitude 6,2 mV au poignet, 1,4 au coude.", ("conduction_block", "median", "right", "present")),
        ("ENMG de ce jour. Médian normal des deux côtés.", ("motor_conduction_abnormal", "median", "both", "absent")),
        ("PAS radial G présent.", ("sensory_conduction_abnormal", "radial", "left", "absent")),
        ("Potentiel sensitif médian gauche non obtenu ; à droite, amplitude diminuée.", ("low_snap", "median", "right", "present")),
        ("Réponse M du pédieux D absente.", ("inexcitable_nerve", "extensor_digitorum_brevis", "right", "present")),
    ],
)
def test_prose(knowledge, text, expected):
    assert expected in said(text, knowledge)


def test_a_value_keeps_its_unit_and_the_limit_that_judged_it(knowledge):
    (patient,) = read("VCM médian G 31 m/s.", knowledge, "fr").patients
    (finding,) = [f for f in patient.findings if f.concept == "slow_motor_conduction"]
    assert (finding.measure.value, finding.measure.unit, finding.measure.lower) == (31, "m/s", 49)


def test_what_was_in_force_ends_with_its_section(knowledge):
    text = "ENMG : médian droit normal.\n\nEXAMEN\n\nLe cubital est palpable, normal."
    assert ("motor_conduction_abnormal", "ulnar", "unsaid", "absent") not in said(text, knowledge)


def test_no_value_without_a_nerve(knowledge):
    assert not any(c.startswith(("low_", "slow_")) for c, *_ in said("Latence 12 ms. Amplitude 3 mV.", knowledge))
