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
        ("ENMG de ce jour. Médian normal des deux côtés.", ("nerve_conduction_abnormal", "median", "both", "absent")),
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


# telegraphic reports: (text, said, not said)
TELEGRAPHIC = [
    ("ENMG. Médian D : LD 4,1 ms, amp 5,7 mV au poignet, 1,2 au coude, VCM 38 m/s.",
     [("conduction_block", "median", "right", "present"), ("slow_motor_conduction", "median", "right", "present")], []),
    ("Ulnaire D moteur : amp 8,2/7,9/7,5 mV, VC 55 m/s.",
     [("low_cmap", "ulnar", "right", "absent"), ("slow_motor_conduction", "ulnar", "right", "absent")],
     [("low_cmap", "ulnar", "right", "present"), ("conduction_block", "ulnar", "right", "present")]),
    ("Ulnaire G moteur : ampl 9,1 / 2,0 mV.", [("conduction_block", "ulnar", "left", "present")], []),
    ("Conduction motrice : SPE dt : pas de réponse au pédieux.", [("inexcitable_nerve", "common_fibular", "right", "present")], []),
    ("Conduction motrice. Tibial G sans réponse.", [("inexcitable_nerve", "tibial", "left", "present")], []),
    ("Conduction sensitive : pas de réponse surale gauche.", [("snap_absent", "sural", "left", "present")], []),
    ("Ondes F : absentes sur le médian D, 29 ms sur l'ulnaire D.", [("f_wave_absent", "median", "right", "present")],
     [("f_wave_absent", "ulnar", "right", "present")]),
    ("Ondes F absentes au médian et à l'ulnaire gauches.",
     [("f_wave_absent", "median", "left", "present"), ("f_wave_absent", "ulnar", "left", "present")], []),
    ("Onde F du tibial droit normale, celle du fibulaire commun droit non obtenue.",
     [("f_wave_abnormal", "tibial", "right", "absent"), ("f_wave_absent", "common_fibular", "right", "present")], []),
    ("Neurographie sensitive : sural D 2 µV, médian D 22 µV.",
     [("low_snap", "sural", "right", "present"), ("low_snap", "median", "right", "absent")], []),
    ("Médian D moteur : LDM 6,2, VCM 41.",
     [("median_distal_latency_prolonged", "median", "right", "present"), ("slow_motor_conduction", "median", "right", "present")], []),
    ("Vitesses motrices : médian D 52 m/s, G 31 m/s.",
     [("slow_motor_conduction", "median", "right", "absent"), ("slow_motor_conduction", "median", "left", "present")], []),
]


@pytest.mark.parametrize(("text", "present", "never"), TELEGRAPHIC)
def test_telegraphic(knowledge, text, present, never):
    found = said(text, knowledge)
    assert set(present) <= found
    assert not set(never) & found


def test_a_block_keeps_the_unit_of_its_amplitudes(knowledge):
    (patient,) = read("ENMG. Médian D : LD 4,1 ms, amp 5,7 mV au poignet, 1,2 au coude.", knowledge, "fr").patients
    (block,) = [f for f in patient.findings if f.concept == "conduction_block"]
    assert (block.measure.value, block.measure.unit, block.measure.lower) == (1.2, "mV", 5.7)


@pytest.mark.parametrize(("text", "expected"), [
    ("NCS: left median CMAP 9.1 mV at the wrist, 2.2 at the elbow.", ("conduction_block", "median", "left", "present")),
    ("Motor studies: no response from the right tibial nerve.", ("inexcitable_nerve", "tibial", "right", "present")),
    ("F waves absent in the right median nerve.", ("f_wave_absent", "median", "right", "present")),
    ("Sensory studies: right sural 3 µV.", ("low_snap", "sural", "right", "present")),
])
def test_telegraphic_english(knowledge, text, expected):
    assert expected in said(text, knowledge, "en")


@pytest.mark.parametrize(("text", "language", "expected"), [
    ("Sensory studies of the median, ulnar and sural nerves were normal.", "en",
     {("sensory_conduction_abnormal", nerve, "unsaid", "absent") for nerve in ("median", "ulnar", "sural")}),
    ("Conductions motrices : médian et ulnaire gauches normaux.", "fr",
     {("motor_conduction_abnormal", nerve, "left", "absent") for nerve in ("median", "ulnar")}),
])
def test_a_result_of_a_list_of_nerves(knowledge, text, language, expected):
    assert expected <= said(text, knowledge, language)
