"""The same patients as a hospital writes them: terse, abbreviated, in lists. Same conclusions."""

from __future__ import annotations

import pytest

from myotome.terms import Sex, Side, Truth

from .texts import Answer, answer

LEFT, RIGHT, BOTH = Side.LEFT, Side.RIGHT, Side.BOTH

CALF = """Homme, 57 ans. Lombosciatalgies L5-S1 tronquées à bascule, prédominant à gauche. Canal lombaire étroit L4-L5. Parésie progressive du triceps sural droit (impossibilité de monter sur la pointe du pied D).
EMG : atteinte radiculaire S1 (et L5) bilatérale, D > G, sans dénervation active.
Amyotrophie du mollet D, boiterie malgré AINS, kiné et infiltration.
IRM des jambes : hypersignal STIR et infiltration graisseuse du soléaire et des gastrocnémiens D, moindre au gastrocnémien médial G.
"""
CALCIUM = """Jeune homme de 24 ans suivi depuis ses 11 ans pour une dermatomyosite juvénile. Calcinose thénar D opérée. Mains en coup de vent cubital, amyotrophie des interosseux et lombricaux. Mollets douloureux à l'effort, nodules palpables.
Radiographies : calcifications linéaires sous-cutanées et intermusculaires. IRM : calcifications le long des fascias des triceps suraux et des tendons d'Achille.
Échec des antalgiques, des semelles et de la rééducation excentrique.
"""
FARMER = """Monsieur de 56 ans, agriculteur, adressé pour parésies progressives depuis 16 ans.
ATCD : pied tombant gauche à 41 ans, étiqueté sciatique L5 paralysante, sans douleur lombaire. TDM lombaire sans hernie.
Examen : déficit moteur asymétrique : infra-épineux G, intrinsèques des deux mains, loge antéro-externe de jambe G, triceps sural D, amyotrophiés. Deltoïdes et biceps cotés à 3-4/5 sans amyotrophie. ROT présents et symétriques. Sensibilité normale. Pas de signe pyramidal, pas de trouble bulbaire.
ENMG : blocs de conduction moteurs du médian droit et du médian gauche à l'avant-bras et de l'ulnaire gauche au bras. Conductions sensitives normales, y compris sur les segments bloqués (médian, ulnaire, sural). Durée des potentiels moteurs conservée.
"""
VISIT = """H 41 ans. Steppage G progressif depuis 8 mois, indolore. Pas de lombosciatique. Pas de paresthésies.
Testing : tibial antérieur G 0/5, LEHL G 0/5, moyen fessier 5/5. Crampes.
Scanner rachis lombaire : pas de conflit disco-radiculaire. EMG : conduction du SPE normale.
"""
DISC = "Patient de 45 ans, lombalgie basse depuis 1 an, d'horaire mixte, sensible aux AINS. IRM : œdème en miroir des plateaux L4-L5. Scanner : calcification discale L4-L5, érosions du plateau supérieur de L5.\n"
NECK = "Femme, 47 ans. Cervicalgies brutales et céphalées depuis 7 jours, raideur. T° 36,8. CRP à 75, leucocytes 8 G/L. Retour du Sénégal il y a 4 mois, frottis goutte épaisse négatif.\n"


@pytest.fixture(scope="module")
def calf() -> Answer:
    return answer(CALF)


def test_calf_weakness_keeps_its_muscle_over_an_adjective(calf: Answer) -> None:
    assert calf.has("weakness", "triceps_surae", RIGHT)


def test_calf_a_bracket_gives_the_weakness_no_further_site(calf: Answer) -> None:
    assert {f.site for f in calf.findings("weakness")} == {"triceps_surae"}


@pytest.mark.parametrize("root", ["root.L5", "root.S1"])
def test_calf_emg_of_both_roots(calf: Answer, root: str) -> None:
    assert (BOTH, RIGHT) in {(f.side, f.worse) for f in calf.findings("radicular_emg", root)}


def test_calf_drugs_in_a_failure_are_read(calf: Answer) -> None:
    assert calf.has("conservative_treatment_failed")
    assert {"nsaid", "epidural_injection"} <= calf.drugs


def test_calf_conclusion(calf: Answer) -> None:
    assert calf.localisation.worse is RIGHT
    assert calf.diseases[0] == "neurogenic_focal_myositis"
    assert "ck_assay" in calf.tests[:3]


@pytest.fixture(scope="module")
def calcium() -> Answer:
    return answer(CALCIUM)


def test_calcium_onset_from_the_years_of_follow_up(calcium: Answer) -> None:
    assert (calcium.patient.age, calcium.patient.onset_age) == (24, 11)


def test_calcium_conclusion(calcium: Answer) -> None:
    assert calcium.stated["jdm"].established
    assert calcium.diseases[:2] == ["jdm", "calcinosis_dystrophic"]
    assert calcium.verdict("calcinosis_groups").level == "dystrophic_likely"
    assert calcium.has("conservative_treatment_failed")


@pytest.fixture(scope="module")
def farmer() -> Answer:
    return answer(FARMER)


def test_farmer_ages(farmer: Answer) -> None:
    assert (farmer.patient.age, farmer.patient.onset_age) == (56, 40)


@pytest.mark.parametrize(("site", "side"), [
    ("infraspinatus", LEFT), ("hand_intrinsics", LEFT), ("hand_intrinsics", RIGHT),
    ("anterior_leg_compartment", LEFT), ("triceps_surae", RIGHT),
])
def test_farmer_weak_and_wasted(farmer: Answer, site: str, side: Side) -> None:
    assert farmer.has("weakness", site, side)
    assert farmer.has("muscle_atrophy", site, side)


@pytest.mark.parametrize("site", ["deltoid", "biceps_brachii"])
def test_farmer_graded_muscles_are_weak_on_both_sides(farmer: Answer, site: str) -> None:
    (weak, *_) = farmer.findings("weakness", site, LEFT)
    assert weak.side is BOTH
    assert weak.grade is not None
    assert (weak.grade.low, weak.grade.high) == (3, 4)


def test_farmer_a_nerve_is_no_side(farmer: Answer) -> None:
    assert all(f.side is not Side.MIDLINE for f in farmer.assessment.case.findings)


def test_farmer_blocks_count_by_nerve(farmer: Answer) -> None:
    assert farmer.item("mmn_aaem_2003", "definite_block_two").truth is Truth.YES


@pytest.mark.parametrize("criteria", ["mmn_aaem_2003", "mmn_efns_pns_2010"])
def test_farmer_definite(farmer: Answer, criteria: str) -> None:
    assert farmer.verdict(criteria).level == "definite"


def test_farmer_conclusion(farmer: Answer) -> None:
    assert farmer.diseases[0] == "mmn"
    assert farmer.harmful("corticosteroid")


@pytest.fixture(scope="module")
def visit() -> Answer:
    return answer(VISIT)


def test_visit_age_and_sex_from_the_first_letter(visit: Answer) -> None:
    assert (visit.patient.age, visit.patient.sex) == (41, Sex.MALE)


def test_visit_grades(visit: Answer) -> None:
    assert visit.has("weakness", "tibialis_anterior", LEFT)
    assert visit.has("weakness", "extensor_hallucis_longus", LEFT)
    assert visit.lacks("weakness", "gluteus_medius")


def test_visit_conclusion(visit: Answer) -> None:
    assert "mmn" in visit.not_to_miss
    assert "motor_conduction_whole_nerve" in visit.tests[:2]


def test_disc_conclusion() -> None:
    given = answer(DISC)
    assert given.diseases[0] == "apatite_disc"
    assert "spondylodiscitis" in given.not_to_miss
    assert {"blood_cultures", "crp_esr"} <= set(given.tests[:4])


def test_disc_with_fever_and_cultures_is_infected() -> None:
    given = answer(DISC + "T° 39,2. Hémocultures 2/2 positives à S. aureus. CRP 180.\n")
    assert given.has("fever")
    assert given.has("blood_culture_positive")
    assert given.diseases[0] == "spondylodiscitis"


def test_neck_temperature_and_count_deny() -> None:
    given = answer(NECK)
    assert given.lacks("fever")
    assert given.lacks("leucocytosis")


def test_neck_conclusion() -> None:
    given = answer(NECK)
    assert "longus_colli" in given.diseases[:3]
    assert "ct_neck" in given.tests[:2]
    assert {"meningitis", "retropharyngeal_abscess"} <= set(given.not_to_miss)


# One clause each -------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [
    "Sa mère a un bloc de conduction du médian.",
    "Bloc de conduction du médian chez sa mère.",
    "La mère du patient présentait un bloc de conduction.",
    "Antécédents familiaux : bloc de conduction chez la mère.",
    "Bloc de conduction chez un frère.",
])
def test_what_is_of_the_kin_is_not_of_the_patient(words: str) -> None:
    assert not answer(f"Homme de 50 ans, agriculteur, vu pour un pied tombant gauche. {words}").has("conduction_block")


@pytest.mark.parametrize("words", [
    "L'ENMG ne montre pas de bloc de conduction.", "Absence de bloc de conduction.", "ENMG sans bloc de conduction.",
    "Aucun bloc de conduction n'a été mis en évidence.", "Ni bloc de conduction ni dispersion temporelle.",
])
def test_a_block_denied(words: str) -> None:
    given = answer(f"Homme de 50 ans, agriculteur, vu pour un pied tombant gauche. {words}")
    assert given.lacks("conduction_block")
    assert not given.has("conduction_block")


@pytest.mark.parametrize("words", [
    "Hypoesthésie tactile du pied gauche.", "Déficit sensitif de la main droite.", "Sensibilité diminuée au pied gauche.",
    "La sensibilité est altérée aux deux mains.", "Il existe un déficit sensitif objectif des mains.",
    "Hypoesthésie du dos du pied gauche et de la main droite.",
])
def test_a_sensory_loss_however_said(words: str) -> None:
    assert answer(f"Homme de 50 ans, agriculteur, vu pour un pied tombant gauche. {words}").has("sensory_loss")


@pytest.mark.parametrize("words", [
    "Fièvre à 38,5 °C.", "Température 39,1 °C.", "Il est fébrile à 38,7 °C.", "Le patient a de la fièvre.", "T° 38,9.",
])
def test_a_fever_however_said(words: str) -> None:
    assert answer(f"Homme de 45 ans, lombalgie depuis un mois. {words}").has("fever")


@pytest.mark.parametrize("words", [
    "Hémocultures positives.", "Une hémoculture est positive à staphylocoque doré.", "Hémocultures : Staphylococcus aureus.",
    "Deux hémocultures sur trois positives à E. coli.", "Les hémocultures reviennent positives.",
])
def test_a_positive_culture_however_said(words: str) -> None:
    assert answer(f"Homme de 45 ans, lombalgie depuis un mois. {words}").has("blood_culture_positive")


@pytest.mark.parametrize("words", [
    "Kernig et Brudzinski négatifs.", "Pas de signe de Kernig.", "Kernig absent.", "Kernig -, Brudzinski -.",
])
def test_a_meningeal_sign_denied(words: str) -> None:
    given = answer(f"Femme de 47 ans, cervicalgie depuis une semaine. {words}")
    assert given.lacks("kernig_sign")
    assert not given.has("kernig_sign")
