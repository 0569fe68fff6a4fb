"""One test with two results, one a side; signs in figures; a doubtful result; what comes with a sided finding."""

from __future__ import annotations

import pytest

from myotome.text import read


@pytest.fixture
def told(knowledge):
    def call(text: str, concept: str, language: str = "fr") -> set[str]:
        """What is said of a concept, as "side presence" with the grade."""
        return {
            f"{f.side.value} {f.presence.value}{' ' + f.grade.text if f.grade else ''}"
            for p in read(text, knowledge, language).patients for f in p.findings if f.concept == concept
        }

    return call


@pytest.mark.parametrize(("text", "concept", "expected"), [
    ("Lasègue + à droite, - à gauche.", "lasegue_sign", {"right present", "left absent"}),
    ("Lasègue à 30° à droite et 60° à gauche.", "lasegue_sign", {"right present", "left present"}),
    ("Léri négatif, à gauche positif.", "femoral_stretch_sign", {"unsaid absent", "left present"}),
    ("Léri positif à gauche, négatif de l'autre côté.", "femoral_stretch_sign", {"left present", "right absent"}),
    ("Achilléen aboli à droite, à gauche présent.", "reflex_reduced_achilles", {"right present", "left absent"}),
    ("Achilléens : droit aboli, gauche présent.", "reflex_reduced_achilles", {"right present", "left absent"}),
    ("Rotulien conservé à droite et aboli à gauche.", "reflex_reduced_patellar", {"right absent", "left present"}),
    ("Tricipital droit aboli ; à gauche, normal.", "reflex_reduced_triceps", {"right present", "left absent"}),
    ("RCP en flexion à droite, en extension à gauche.", "babinski_sign", {"right absent", "left present"}),
    ("RCP indifférent à D, en extension à G.", "babinski_sign", {"right absent", "left present"}),
])
def test_two_results_two_sides(told, text, concept, expected):
    assert told(text, concept) == expected


def test_two_results_two_sides_in_english(told):
    text = "The left biceps reflex was lost; the right was normal."
    assert told(text, "reflex_reduced_biceps", "en") == {"left present", "right absent"}


@pytest.mark.parametrize(("text", "concept", "expected"), [
    ("Achilléens 0, rotuliens 1+.", "reflex_reduced_achilles", {"both present 0"}),
    ("Achilléens 0, rotuliens 1+.", "reflex_reduced_patellar", {"both present 1+"}),
    ("Bicipitaux 3+.", "brisk_reflexes", {"both present 3+"}),
    ("Bicipitaux ++.", "reflex_reduced_biceps", {"both absent"}),
    ("Quadriceps 4+/5.", "reflex_reduced_patellar", set()),
])
def test_reflexes_in_figures(told, text, concept, expected):
    assert told(text, concept) == expected


def test_a_doubtful_result_is_possible(knowledge):
    (patient,) = read("Léri négatif à droite, douteux à gauche.", knowledge, "fr").patients
    found = {(f.side.value, f.presence.value, f.certainty.value) for f in patient.findings if f.concept == "femoral_stretch_sign"}
    assert found == {("right", "absent", "certain"), ("left", "present", "possible")}


@pytest.mark.parametrize(("text", "language", "concept", "expected"), [
    ("Déficit du grand dentelé droit, avec scapula alata.", "fr", "scapular_winging", {"right present"}),
    ("Amyotrophie de la cuisse gauche avec réflexe rotulien aboli.", "fr", "reflex_reduced_patellar", {"left present"}),
    ("Déficit du deltoïde droit, avec ptosis.", "fr", "ptosis", {"unsaid present"}),
    ("Right scapular winging and weakness of the deltoid.", "en", "shoulder_weakness", {"right present"}),
    ("Déficit du deltoïde droit ; réflexe bicipital homolatéral aboli.", "fr", "reflex_reduced_biceps", {"right present"}),
    ("Hémiparésie droite et Babinski controlatéral.", "fr", "babinski_sign", {"left present"}),
    ("Réflexe bicipital homolatéral aboli.", "fr", "reflex_reduced_biceps", {"unsaid present"}),
    ("Réflexes vifs aux quatre membres, avec clonus de cheville à droite.", "fr", "clonus", {"right present"}),
])
def test_what_comes_with_a_sided_finding(told, text, language, concept, expected):
    assert told(text, concept, language) == expected


@pytest.mark.parametrize("text", ["Douleur du dos du pied gauche.", "Hypoesthésie de la face dorsale de la main."])
def test_a_place_is_longer_than_a_wording_has_it(knowledge, text):
    (patient,) = read(text, knowledge, "fr").patients
    assert not {"back_pain", "low_back_pain", "facial_sensory_loss"} & {f.concept for f in patient.findings}


@pytest.mark.parametrize(("text", "concept", "expected"), [
    ("Absence de réflexe rotulien à gauche.", "reflex_reduced_patellar", {"left present"}),
    ("Pas de réflexe achilléen.", "reflex_reduced_achilles", {"unsaid present"}),
    ("Je n'obtiens pas les achilléens.", "reflex_reduced_achilles", {"both present"}),
    ("On n'obtient plus le réflexe tricipital gauche.", "reflex_reduced_triceps", {"left present"}),
    ("Les achilléens ne sont pas obtenus.", "reflex_reduced_achilles", {"both present"}),
    ("Les rotuliens ne sont pas abolis.", "reflex_reduced_patellar", {"both absent"}),
    ("Achilléens non trouvés.", "reflex_reduced_achilles", {"both present"}),
    ("Pas d'abolition des réflexes achilléens.", "reflex_reduced_achilles", {"both absent"}),
])
def test_a_reflex_that_is_not_there_is_the_finding(told, text, concept, expected):
    assert told(text, concept) == expected


def test_a_sign_with_its_side_shares_no_result(told):
    assert told("Babinski à gauche, RCP indifférent à droite.", "babinski_sign") == {"left present", "right absent"}


@pytest.mark.parametrize(("text", "concept", "site", "presences"), [
    ("L'amyotrophie est absente au pied mais nette au thénar gauche.", "thenar_atrophy", "thenar", {"present"}),
    ("Fasciculations du mollet mais pas de la cuisse.", "fasciculation", "thigh_muscles", {"absent"}),
    ("Pas d'amyotrophie du bras, mais déficit du deltoïde.", "muscle_atrophy", "deltoid", set()),
    ("Fléchisseurs du coude normaux, extenseurs des doigts faibles.", "weakness", "elbow_flexors", {"absent"}),
    ("Deltoïde 3/5, autres groupes 5/5.", "weakness", None, {"absent"}),
])
def test_polarity_split_by_place(knowledge, text, concept, site, presences):
    (patient,) = read(text, knowledge, "fr").patients
    assert {f.presence.value for f in patient.findings if f.concept == concept and f.site == site} == presences


def test_a_brisk_reflex_is_said_and_that_it_is_not_lost_derived(knowledge):
    (patient,) = read("Réflexes rotuliens vifs.", knowledge, "fr").patients
    said = {(f.concept, f.side.value) for f in patient.findings if f.method.value != "derived"}
    assert said == {("brisk_reflexes", "both")}


@pytest.mark.parametrize(("text", "language", "concept", "expected"), [
    ("ROT présents aux membres supérieurs, abolis aux membres inférieurs.", "fr", "reflex_loss",
     {("upper_limb", "absent"), ("lower_limb", "present")}),
    ("Sensibilité normale aux bras, diminuée aux pieds.", "fr", "sensory_loss", {("upper_arm", "absent"), ("foot", "present")}),
    ("Reflexes were brisk in the arms, absent in the legs.", "en", "brisk_reflexes", {("upper_arm", "present")}),
    ("Reflexes were brisk in the arms, absent in the legs.", "en", "reflex_loss", {("leg", "present")}),
    ("Rotuliens vifs, achilléens abolis.", "fr", "brisk_reflexes", {("patellar", "present")}),
    ("Faiblesse des biceps, deltoïdes conservés.", "fr", "weakness", {("biceps_brachii", "present"), ("deltoid", "absent")}),
])
def test_each_result_has_its_own_place(knowledge, text, language, concept, expected):
    (patient,) = read(text, knowledge, language).patients
    found = {(f.site, f.presence.value) for f in patient.findings if f.concept == concept and f.method.value != "derived"}
    assert found == expected


def test_a_side_of_one_test_is_not_the_next_ones(told):
    assert told("Achilléen droit aboli, gauche présent ; rotuliens normaux.", "reflex_reduced_patellar") == {"both absent"}


@pytest.mark.parametrize(("text", "language", "expected", "never"), [
    ("Réflexe bicipital absent à G, achilléens présents.", "fr", {("reflex_reduced_achilles", "both", "absent")}, set()),
    ("Rotulien droit vif, achilléens présents.", "fr", {("reflex_reduced_achilles", "both", "absent")}, {("brisk_reflexes", "achilles")}),
    ("Rotulien gauche aboli, tricipitaux vifs.", "fr", {("reflex_reduced_patellar", "left", "present")}, {("brisk_reflexes", "patellar")}),
    ("Right knee jerk brisk, ankle jerks normal.", "en", {("reflex_reduced_achilles", "both", "absent")}, {("brisk_reflexes", "achilles")}),
    ("Déficit du deltoïde à gauche, quadriceps normal.", "fr", {("weakness", "left", "present")}, set()),
])
def test_what_stands_before_a_comma_keeps_its_side_and_its_place(knowledge, text, language, expected, never):
    (patient,) = read(text, knowledge, language).patients
    assert expected <= {(f.concept, f.side.value, f.presence.value) for f in patient.findings}
    assert not never & {(f.concept, f.site) for f in patient.findings if f.present}


def test_a_result_behind_two_reflexes_is_of_both(knowledge):
    (patient,) = read("Réflexes rotuliens et achilléens vifs.", knowledge, "fr").patients
    assert {f.site for f in patient.findings if f.concept == "brisk_reflexes" and f.present} == {"patellar", "achilles"}


def test_brisk_is_read_of_two_reflexes_named_in_one_wording(knowledge):
    (patient,) = read("Knee and ankle jerks brisk.", knowledge, "en").patients
    assert ("brisk_reflexes", True) in {(f.concept, f.present) for f in patient.findings}
