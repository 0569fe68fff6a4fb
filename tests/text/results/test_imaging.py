"""Muscles in reports of MRI and CT: stages of fat, oedema, spared muscles, and no strength."""

from __future__ import annotations

import pytest

from myotome.knowledge import load
from myotome.text import read

FAT, OEDEMA, ANY = "muscle_fat_mri", "muscle_oedema_mri", "muscle_mri_abnormal"

FRENCH = [
    ("IRM musculaire des cuisses : semi-membraneux gauche stade 3 de Mercuri, grand adducteur gauche grade 2.",
     [(FAT, True, "semimembranosus", "left", 3), (FAT, True, "adductor_magnus", "left", 2)]),
    ("IRM des mollets. Gastrocnémien médial droit infiltré, soléaire droit respecté.",
     [(FAT, True, "gastrocnemius_medial", "right", None), (ANY, False, "soleus", "right", None)]),
    ("IRM musculaire\n\nAtteinte stade 2b du gastrocnémien médial droit ; tibial antérieur droit normal.",
     [(FAT, True, "gastrocnemius_medial", "right", 2.5), (ANY, False, "tibialis_anterior", "right", None)]),
    ("IRM MUSCULAIRE DES CUISSES\nRésultats :\nRespect des sartorius et des graciles.\nVaste latéral droit : grade 4.\nVaste médial droit : grade 0.",
     [(ANY, False, "sartorius", "both", None), (ANY, False, "gracilis", "both", None), (FAT, True, "vastus_lateralis", "right", 4),
      (FAT, False, "vastus_medialis", "right", 0)]),
    ("Scanner musculaire : long fibulaire gauche graisseux (Goutallier 4), jambier postérieur gauche indemne.",
     [(FAT, True, "fibularis_longus", "left", 4), (ANY, False, "tibialis_posterior", "left", None)]),
    ("En STIR, le vaste latéral droit est œdémateux, le couturier droit épargné.",
     [(OEDEMA, True, "vastus_lateralis", "right", None), (ANY, False, "sartorius", "right", None)]),
    ("TDM des membres inférieurs\n\nPsoas droit atteint. Grand fessier droit remplacé par de la graisse. Moyen fessier droit préservé.",
     [(ANY, True, "psoas_major", "right", None), (FAT, True, "gluteus_maximus", "right", None), (ANY, False, "gluteus_medius", "right", None)]),
]
ENGLISH = [
    ("Muscle MRI of the thighs: left semimembranosus grade 3 (Mercuri), left sartorius spared.",
     [(FAT, True, "semimembranosus", "left", 3), (ANY, False, "sartorius", "left", None)]),
    ("MRI of the calves: the right soleus is replaced by fat; the right tibialis anterior is normal.",
     [(FAT, True, "soleus", "right", None), (ANY, False, "tibialis_anterior", "right", None)]),
    ("STIR sequences: oedema of the right vastus lateralis, sparing of the right gracilis.",
     [(OEDEMA, True, "vastus_lateralis", "right", None), (ANY, False, "gracilis", "right", None)]),
]


def findings(text: str, language: str) -> list[tuple[str, bool, str | None, str, float | None]]:
    found = read(text, load(), language).patients[0].findings
    return [(f.concept, f.present, f.site, f.side.value, f.grade.low if f.grade else None) for f in found]


@pytest.mark.parametrize(("text", "expected"), FRENCH)
def test_french_report(text: str, expected: list[tuple[str, bool, str, str, float | None]]) -> None:
    found = findings(text, "fr")
    assert set(expected) <= set(found), found
    assert not any(c in ("weakness", "foot_drop", "calf_weakness") for c, *_ in found)


@pytest.mark.parametrize(("text", "expected"), ENGLISH)
def test_english_report(text: str, expected: list[tuple[str, bool, str, str, float | None]]) -> None:
    found = findings(text, "en")
    assert set(expected) <= set(found), found
    assert not any(c == "weakness" for c, *_ in found)


@pytest.mark.parametrize("text", [
    "IRM médullaire normale. Testing : tibial antérieur droit 2/5.",
    "IRM lombaire : hernie L4-L5.\n\nEXAMEN\nTibial antérieur droit coté 2/5.",
    "Déficit du tibial antérieur droit coté à 2. IRM musculaire demandée.",
])
def test_strength_beside_an_image_stays_strength(text: str) -> None:
    assert ("weakness", True, "tibialis_anterior", "right", 2) in findings(text, "fr")


def test_scale_is_named_only_when_the_note_names_it() -> None:
    reading = read("IRM musculaire : soléaire droit grade 2. Gracile droit stade 3 de Mercuri.", load(), "fr")
    scales = {f.site: f.grade.scale for f in reading.patients[0].findings if f.grade}
    assert scales == {"soleus": "fat stage", "gracilis": "mercuri"}


def test_a_study_of_nerves_behind_an_image_keeps_its_nerve() -> None:
    found = findings("Scanner rachis lombaire : pas de conflit disco-radiculaire. EMG : conduction du SPE normale.", "fr")
    assert ("nerve_conduction_abnormal", False, "common_fibular", "unsaid", None) in found
