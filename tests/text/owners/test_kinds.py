"""Note, list of patients, forum page, course, review, case with teaching: whose is each sentence?"""

from __future__ import annotations

import pytest

from myotome.knowledge import Knowledge, load
from myotome.text import Reading, read
from myotome.text.owners.document_settings import document_settings
from myotome.text.owners.genre import Genre, Told, genre_of

GENRE = document_settings(load()).genre
FORUM = "Bonjour à tous, j'ai des fourmillements dans les mains depuis un mois. Quelqu'un connaît ?\nPosté par Lou"
COURSE = "Objectif pédagogique : reconnaître un déficit proximal.\nQCM : quel muscle est innervé par le nerf médian ?"
REVIEW = "Résumé. La prévalence de la myosite est faible. Une dysphagie est notée. Mots-clés : myosite."


def concepts(reading: Reading) -> list[set[str]]:
    return [{f.concept for f in p.findings if f.present} for p in reading.patients]


@pytest.mark.parametrize(("text", "kind"), [(FORUM, "forum"), (COURSE, "article"), (REVIEW, "article")])
def test_texts_about_nobody_give_no_finding(knowledge: Knowledge, text: str, kind: str) -> None:
    reading = read(text, knowledge, "fr")
    assert (reading.kind, reading.patients) == (kind, ())


def test_a_letter_that_uses_words_of_a_review_is_a_letter(knowledge: Knowledge) -> None:
    letter = f"Cher confrère,\n{REVIEW}"
    assert read(letter, knowledge, "fr").kind == "patient"


@pytest.mark.parametrize(("first", "second"), [
    ("Cas n° 1. Homme", "Cas n° 2. Femme"), ("Chambre 12 : M. V.", "Chambre 14 : Mme P."), ("Patient A :", "Patient B :"),
    ("M. A., 52 ans :", "Mme D., 64 ans :"), ("M. LE ROUX, 52 ans :", "Mme De Vos, 64 ans :"),
    ("1. Homme, 61 ans :", "2. Femme, 34 ans :"), ("1) F 47 a :", "2) H 50 a :"), ("1. Mme Roy :", "2. M. Blin :"),
    ("- Mme Roy :", "- M. Blin :"), ("Femme de 61 ans,", "\nHomme de 34 ans,"),
    ("Le premier patient a une", "Le second patient a un"),
])
def test_patients_that_a_text_lists_are_told_apart(knowledge: Knowledge, first: str, second: str) -> None:
    text = f"{first} dysphagie, des crampes.\n{second} ptosis bilatéral. Pas de fièvre."
    reading = read(text, knowledge, "fr")
    assert reading.kind == "several_patients"
    one, two = concepts(reading)
    assert "muscle_cramp" in one and "ptosis" in two
    assert not {"ptosis"} & one and not {"muscle_cramp"} & two


@pytest.mark.parametrize("text", [
    "Patient 45 ans, ptosis. Patient 47 ans lors de la deuxième visite, dysphagie.",
    "Dossier n° 3. Homme de 61 ans, ptosis. C'est le troisième patient de la série.",
    "1. Ptosis depuis 2 ans.\n2. Dysphagie chez une femme.\n3. Crampes 5 fois par jour.",
    "Homme de 61 ans, ptosis, dysphagie. Enfants :\n1. garçon, 12 ans, crampes\n2. fille, 9 ans, crampes",
    "Mme Roy : ptosis, dysphagie.\nMme Roy : crampes depuis hier.",
    "Femme de 40 ans, ptosis.\n\nFemme de 55 ans à ce jour, dysphagie.",
    "Femme de 40 ans, ptosis. Vit avec un homme de 55 ans.\n\nSon mari, homme de 55 ans, crampes.",
    "Transféré de la chambre 12 à la chambre 14. Ptosis, dysphagie.",
])
def test_one_patient_is_not_taken_for_several(knowledge: Knowledge, text: str) -> None:
    assert len(read(text, knowledge, "fr").patients) == 1


def test_numbered_questions_about_persons_in_a_course_are_nobody(knowledge: Knowledge) -> None:
    text = "Learning objectives. Quiz.\n1. A boy, 4, has ptosis. Which gene?\n2. A woman, 60, has dysphagia. Which muscle?"
    assert read(text, knowledge, "en").patients == ()


def test_a_review_that_speaks_of_a_typical_man_is_no_patient(knowledge: Knowledge) -> None:
    text = "Abstract. The prevalence is low. A man of 33 years typically notices ptosis. Keywords: ptosis."
    assert read(text, knowledge, "en").patients == ()


def test_what_is_said_of_another_disease_after_a_case_is_not_the_patient_s(knowledge: Knowledge) -> None:
    text = "Cas clinique. Un homme de 48 ans a un ptosis. Dans la sclérose latérale amyotrophique, on note des crampes."
    (found,) = concepts(read(text, knowledge, "fr"))
    assert "ptosis" in found and "muscle_cramp" not in found


def test_a_name_cut_to_an_initial_stands_between_a_patient_and_the_age(knowledge: Knowledge) -> None:
    (patient,) = read("Votre patient Rémi C., 41 ans, a un ptosis.", knowledge, "fr").patients
    assert patient.patient.age == 41


def test_what_is_said_of_all_patients_is_nobody_s(knowledge: Knowledge) -> None:
    text = "Case 1. A man with foot drop.\nCase 2. A woman with ptosis.\nFever was seen in both cases."
    assert not any("fever" in found for found in concepts(read(text, knowledge, "en")))


def test_teaching_after_a_case_is_left_out_and_a_return_to_the_patient_is_not(knowledge: Knowledge) -> None:
    text = (
        "Cas clinique. Un homme de 48 ans consulte pour un ptosis. Discussion. Les crampes sont fréquentes. Chez notre patient, "
        "une dysphagie est apparue. Points clés : la diplopie est rare."
    )
    (found,) = concepts(read(text, knowledge, "fr"))
    assert {"ptosis", "dysphagia"} <= found
    assert not {"muscle_cramp", "diplopia"} & found


def test_a_statement_about_the_disease_in_a_letter_is_not_the_patient_s(knowledge: Knowledge) -> None:
    text = "Homme de 50 ans, crampes. La maladie touche surtout les hommes et peut entraîner une dysphagie. Pas de ptosis."
    (patient,) = read(text, knowledge, "fr").patients
    assert {f.concept for f in patient.findings} >= {"muscle_cramp", "ptosis"}
    assert "dysphagia" not in {f.concept for f in patient.findings}


def test_the_genre_needs_two_different_phrases_of_a_kind() -> None:
    assert genre_of(Told([{"course:1"}, {"course:1"}], introduced=True), GENRE) is Genre.NOTE
    assert genre_of(Told([{"course:1"}, {"course:2"}], introduced=True), GENRE) is Genre.COURSE
    assert genre_of(Told([{"course:1", "course:2"}, {"letter:0"}]), GENRE) is Genre.NOTE


@pytest.mark.parametrize(("text", "language"), [
    ("Cette maladie peut toucher les mains. Les signes sont souvent une faiblesse et des crampes. Vous devez consulter. Il faut un EMG.", "fr"),
    ("This condition can affect the hands. Symptoms often include weakness and cramps. You should see a doctor. Treatment may help.", "en"),
])
def test_general_talk_to_the_public_is_about_nobody(knowledge: Knowledge, text: str, language: str) -> None:
    assert read(text, knowledge, language).patients == ()


def test_a_story_of_one_s_own_body_is_a_forum_page(knowledge: Knowledge) -> None:
    story = "Tout a commencé par des crampes dans ma jambe droite. Puis mes mains ont perdu leur force."
    assert read(story, knowledge, "fr").kind == "forum"
    quoted = "Patient de 50 ans, qui dit : « ma jambe me lâche ». Crampes."
    assert read(quoted, knowledge, "fr").kind == "patient"


@pytest.mark.parametrize(("language", "text"), [
    ("fr", "Ch 4 - DURAND Paul, 61 ans : crampes\nCh 5 - vide\nCh 6 - PETIT Rose, 34 ans : ptosis"),
    ("fr", "Patient\tÂge\tSexe\tSignes\nA\t61\tH\tcrampes\nB\t34\tF\tptosis"),
    ("fr", "A.B., 61 ans\nCrampes.\n\nC.D., 34 ans\nPtosis."),
    ("fr", "Homme de 61 ans, crampes.\n\nHomme de 34 ans, ptosis."),
    ("fr", "VIGNETTE 1\nHomme, 61 ans. Crampes.\nVIGNETTE 2\nFemme, 34 ans. Ptosis."),
    ("fr", "Deux sœurs. L'une, 61 ans, a des crampes. L'autre, 34 ans, a un ptosis."),
    ("fr", "Le père, 61 ans, a des crampes.\nLa fille, 34 ans, a un ptosis."),
    ("fr", "Deux frères.\nLe frère aîné, âgé de 61 ans, a des crampes.\nLe frère cadet, âgé de 34 ans, a un ptosis."),
    ("en", "| ID | Age | Sex | Signs |\n| 1 | 61 | M | cramps |\n| 2 | 34 | F | ptosis |"),
    ("en", "Bed 1: 61M, cramps.\nBed 2: empty.\nBed 3: 34F, ptosis."),
    ("en", "The first is a 61-year-old baker with cramps. The second, a clerk of 34, has ptosis."),
    ("en", "SMITH, John (DOB 1/2/1960)\nCramps.\n\nJONES, Ann (DOB 3/4/1990)\nPtosis."),
])
def test_persons_that_open_lines_rows_or_paragraphs_are_patients(knowledge: Knowledge, language: str, text: str) -> None:
    one, two = concepts(read(text, knowledge, language))
    assert ("muscle_cramp" in one, "ptosis" in one, "muscle_cramp" in two, "ptosis" in two) == (True, False, False, True)


def test_the_head_of_an_entry_gives_age_and_sex(knowledge: Knowledge) -> None:
    first, second = read("1/ Mme L. (58 a) : crampes\n2/ M. T. (44 a) : ptosis", knowledge, "fr").patients
    assert [(p.patient.age, p.patient.sex.value) for p in (first, second)] == [(58, "female"), (44, "male")]


@pytest.mark.parametrize("text", [
    "Patiente suivie pour ptosis.\nPère, 61 ans : crampes\nFrère, 34 ans : crampes",
    "DURAND Paul, né le 12/03/1960\nCrampes.\n\nPatient de 61 ans, ptosis.",
    "Homme de 61 ans, ptosis.\n\nHomme de 63 ans, dysphagie depuis la dernière visite.",
    "CONSULTATION 1\nHomme, 61 ans. Ptosis.\nCONSULTATION 2\nHomme, 62 ans. Crampes.",
    "Ptosis à 61 ans.\nCrampes à 34 ans.\nDr PETIT Rose, 34 ans d'expérience",
    "Le 12/03 : deltoïde 4/5, 18 F en place\nLe 13/03 : biceps 3/5, 18 F en place",
])
def test_lines_with_ages_names_or_relatives_of_one_patient_make_no_list(knowledge: Knowledge, text: str) -> None:
    assert len(read(text, knowledge, "fr").patients) == 1


@pytest.mark.parametrize(("language", "text"), [
    ("fr", "Introduction : la myasthénie donne un ptosis.\nObservation : homme de 61 ans, crampes.\nDiscussion : la dysphagie est fréquente."),
    ("fr", "Homme de 61 ans, crampes.\n\nLa myasthénie (MG) est une maladie rare avec ptosis."),
    ("fr", "Homme de 61 ans, crampes.\n\nLe ptosis peut survenir tôt. Les patients ont une dysphagie. La maladie débute souvent par la voix."),
    ("en", "Keywords: ptosis. doi 10.1\nMyasthenia causes ptosis.\nA 61-year-old man had cramps. In other cases dysphagia is seen."),
    ("en", "This article describes the case of a 61-year-old man with cramps. He came in May. He left.\nMyasthenia gravis (MG) is a disease with ptosis."),
])
def test_what_is_said_of_the_disease_around_a_case_is_nobody_s(knowledge: Knowledge, language: str, text: str) -> None:
    (found,) = concepts(read(text, knowledge, language))
    assert "muscle_cramp" in found and found.isdisjoint({"ptosis", "dysphagia"})


@pytest.mark.parametrize(("language", "text"), [
    ("en", "Carpal tunnel syndrome\nCarpal tunnel syndrome is a common problem. It can cause numbness. He may recommend surgery. Your doctor can help."),
    ("en", "I couldn't climb stairs. I felt weak. I noticed cramps and a rash. My doctor sent me to hospital."),
    ("fr", "Dès l'enfance j'avais une faiblesse des jambes. Je ne pouvais pas courir. Ma mère l'a remarqué."),
])
def test_leaflets_and_stories_of_one_s_own_are_nobody_s(knowledge: Knowledge, language: str, text: str) -> None:
    assert read(text, knowledge, language).patients == ()


def test_one_whom_nobody_introduced_is_told_of_beside_teaching(knowledge: Knowledge) -> None:
    text = (
        "Treatment\nThe patient had physiotherapy. He kept his splint and had cramps. At three months the patient was better.\n"
        "Comment\nPatients may present with ptosis. Patients may fall.\nReferences\n1. Smith (1) (2) (3)"
    )
    (found,) = concepts(read(text, knowledge, "en"))
    assert "muscle_cramp" in found and "ptosis" not in found


def test_more_said_of_everybody_than_at_the_bedside_is_no_note(knowledge: Knowledge) -> None:
    leaflet = "Le canal carpien.\nIl peut entraîner un ptosis.\nLe traitement est souvent simple.\nDouleur la nuit."
    note = "Faiblesse de la main gauche depuis mai.\nPas de ptosis.\nLe traitement est souvent oublié.\nCrampes."
    assert read(leaflet, knowledge, "fr").patients == ()
    assert len(read(note, knowledge, "fr").patients) == 1


def test_a_bare_list_of_signs_is_a_note(knowledge: Knowledge) -> None:
    assert len(read("Steppage\nCrampes\nFasciculations\nDysarthrie\nAmyotrophie\nPtosis", knowledge, "fr").patients) == 1


@pytest.mark.parametrize(("text", "sex"), [
    ("Il s'agit d'une femme de 25 ans avec un ptosis.", "female"), ("Il n'y a pas de ptosis. Elle marche.", "female"),
    ("Il existe un ptosis chez cet homme.", "male"), ("Il a un ptosis.", "male"),
])
def test_an_impersonal_pronoun_tells_no_sex(knowledge: Knowledge, text: str, sex: str) -> None:
    assert read(text, knowledge, "fr").patients[0].patient.sex.value == sex


@pytest.mark.parametrize(("text", "patients"), [
    ("Deux frères atteints de myopathie.\n\nL'aîné, Karim, 17 ans, a une scoliose.\n\nSon frère Yanis, 9 ans, a un signe de Gowers.", 2),
    ("Enquête familiale.\nCas index : Thierry, 46 ans. Steppage.\nSa fille, Océane, 19 ans, a les pieds creux.", 2),
    ("Interrogatoire familial. Les deux sœurs vont bien. Son fils de 8 ans marche sur la pointe des pieds. Ptosis bilatéral.", 1),
    ("12A Mr P. (SGB J6) : tétraparésie.\n12B Mme R. : ptosis bilatéral.\n14 Mr T. : toux faible.", 3),
    ("- Mme Lopez (1962) : acroparesthésies.\n- M. Haddad (1948) : pied tombant gauche.", 2),
    ("Famille K.\nII-1, 44 ans : douleurs des pieds.\nII-3, sœur, 41 ans : ptosis.", 2),
    ("Compte rendu\nNom : MARTIN Paul\nPtosis droit.\n\nCompte rendu\nNom : DURAND Annie\nPied tombant gauche.", 2),
    ("Nom : MARTIN Paul\nPtosis droit.\n\nNom : MARTIN Paul\nPied tombant gauche.", 1),
    ("Deux cas.\nLe premier concerne un infirmier de 41 ans : ptosis droit.\nLe second est celui d'une enseignante : ptosis gauche.", 2),
])
def test_patients_are_told_apart(knowledge: Knowledge, text: str, patients: int) -> None:
    assert len(read(text, knowledge, "fr").patients) == patients


@pytest.mark.parametrize(("text", "age"), [
    ("Un maçon de 35 ans consulte pour un ptosis.", 35.0),
    ("Il s'agit d'une caissière âgée de 41 ans qui a un ptosis.", 41.0),
    ("Une myasthénie de 3 ans d'évolution, ptosis.", None),
    ("Une évolution de 12 ans, ptosis.", None),
])
def test_a_trade_and_an_age_introduce_a_person(knowledge: Knowledge, text: str, age: float | None) -> None:
    assert read(text, knowledge, "fr").patients[0].patient.age == age


def test_bare_results_teach_nobody(knowledge: Knowledge) -> None:
    note = "EFR : CVF 48% assis, 30% couché.\nSNIP 35.\nGazo : pCO2 52.\nBio : CPK 8540, CRP < 5."
    assert read(note, knowledge, "fr").kind == "patient"
