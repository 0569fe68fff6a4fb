"""Each alarm and trap of the list, from a short note in French and in English; and notes that must stay quiet."""

from __future__ import annotations

import pytest

from .texts import answer

NOTES = {
    "respiratory_failure_threat": (
        "Homme de 45 ans. Tétraparésie d'aggravation rapide depuis 3 jours, dyspnée, capacité vitale abaissée.",
        "A 45-year-old man. Rapidly progressive tetraparesis for 3 days, dyspnoea, reduced vital capacity.",
    ),
    "bulbar_weakness_rapid": (
        "Femme de 60 ans. Faiblesse des membres d'installation aiguë avec dysphagie et fausses routes.",
        "A 60-year-old woman. Acute onset of limb weakness with dysphagia and aspiration.",
    ),
    "myasthenic_crisis": (
        "Femme de 30 ans. Myasthénie, fatigabilité, ptosis, et dyspnée depuis hier.",
        "A 30-year-old woman. Myasthenia gravis with fatigability, ptosis and dyspnoea since yesterday.",
    ),
    "descending_paralysis": (
        "Homme de 40 ans. Après des conserves maison, diplopie, dysphagie, mydriase, paralysie descendante aiguë.",
        "A 40-year-old man. After home-canned food, acute descending paralysis with diplopia, dysphagia and dilated pupils.",
    ),
    "gbs_dysautonomia": (
        "Homme de 50 ans. Syndrome de Guillain-Barré, faiblesse des quatre membres, tachycardie et hypotension orthostatique.",
        "A 50-year-old man. Guillain-Barré syndrome, weakness of four limbs, tachycardia and orthostatic hypotension.",
    ),
    "cauda_equina": (
        "Femme de 38 ans. Lombosciatique, anesthésie en selle, rétention d'urine.",
        "A 38-year-old woman. Back pain, saddle anaesthesia, urinary retention.",
    ),
    "cord_compression": (
        "Homme de 70 ans. Paraparésie spastique, niveau sensitif D8, troubles sphinctériens.",
        "A 70-year-old man. Spastic paraparesis, sensory level at T8, sphincter disturbance.",
    ),
    "spinal_infection": (
        "Homme de 62 ans. Lombalgie et fièvre à 39°C depuis une semaine.",
        "A 62-year-old man. Back pain and fever of 39°C for a week.",
    ),
    "muscle_abscess": (
        "Homme de 25 ans. Fièvre, cuisse gonflée et myalgies, abcès musculaire à l'IRM.",
        "A 25-year-old man. Fever, muscle swelling of the thigh and myalgia, muscle abscess on MRI.",
    ),
    "acute_compartment_syndrome": (
        "Homme de 22 ans. Traumatisme de jambe, loge tendue, douleur à l'étirement passif.",
        "A 22-year-old man. Leg trauma, tense compartment, pain on passive stretch.",
    ),
    "necrotising_fasciitis": (
        "Femme de 55 ans. Fièvre, douleur disproportionnée de la jambe, érythème local.",
        "A 55-year-old woman. Fever, leg pain out of proportion, local erythema.",
    ),
    "rhabdomyolysis": (
        "Homme de 30 ans. Urines foncées et myalgies après un marathon, CK 45000 U/L.",
        "A 30-year-old man. Dark urine and myalgia after a marathon, CK 45000 U/L.",
    ),
    "thyrotoxic_paralysis": (
        "Homme de 28 ans. Faiblesse aiguë des jambes, hypokaliémie, hyperthyroïdie.",
        "A 28-year-old man. Acute leg weakness, hypokalaemia, hyperthyroidism.",
    ),
    "porphyria_attack": (
        "Femme de 27 ans. Douleurs abdominales, constipation, faiblesse aiguë des membres, urines foncées.",
        "A 27-year-old woman. Abdominal pain, constipation, acute onset of limb weakness, dark urine.",
    ),
    "vasculitic_multineuritis": (
        "Homme de 58 ans. Multinévrite : déficit moteur du fibulaire gauche et de l'ulnaire droit, hypoesthésie, d'installation subaiguë, purpura, fièvre.",
        "A 58-year-old man. Subacute onset of multifocal sensory loss with purpura, fever and weight loss.",
    ),
    "mda5_lung": (
        "Femme de 48 ans. Papules de Gottron, anti-MDA5 positifs, dyspnée et toux.",
        "A 48-year-old woman. Gottron's papules, anti-MDA5 positive, dyspnoea and cough.",
    ),
    "cancer_in_dermatomyositis": (
        "Femme de 63 ans. Érythème héliotrope, faiblesse proximale depuis 3 mois, anti-TIF1γ positifs.",
        "A 63-year-old woman. Heliotrope rash, proximal weakness for 3 months, anti-TIF1γ positive.",
    ),
    "checkpoint_inhibitor": (
        "Homme de 66 ans. Sous pembrolizumab, ptosis, diplopie, CK élevée.",
        "A 66-year-old man. On pembrolizumab, ptosis, diplopia, raised CK.",
    ),
    "conduction_disease_in_dystrophy": (
        "Homme de 35 ans. Myotonie de la poigne, cataracte, calvitie frontale.",
        "A 35-year-old man. Grip myotonia, cataract, frontal balding.",
    ),
    "anaesthetic_risk": (
        "Homme de 40 ans. Antécédent d'hyperthermie maligne, CK élevée.",
        "A 40-year-old man. History of malignant hyperthermia, raised CK.",
    ),
    "aspiration": (
        "Homme de 72 ans. Dysphagie, fausses routes, faiblesse des fléchisseurs des doigts.",
        "A 72-year-old man. Dysphagia, choking on liquids, finger flexor weakness.",
    ),
    "scleroderma_renal_crisis": (
        "Femme de 50 ans. Sclérodactylie, faiblesse proximale, CK élevée ; prednisone 60 mg par jour.",
        "A 50-year-old woman. Sclerodactyly, proximal weakness, raised CK; on prednisone 60 mg daily.",
    ),
    "nitrous_oxide": (
        "Homme de 21 ans. Consommation de protoxyde d'azote, paresthésies des pieds, ataxie.",
        "A 21-year-old man. Nitrous oxide use, foot paraesthesia, ataxia.",
    ),
    "vincristine": (
        "Femme de 24 ans. Sous vincristine, faiblesse des releveurs des pieds, réflexes abolis.",
        "A 24-year-old woman. On vincristine, bilateral foot drop, absent reflexes.",
    ),
    "heavy_metal": (
        "Homme de 44 ans. Paresthésies douloureuses d'installation subaiguë, alopécie, réflexes abolis.",
        "A 44-year-old man. Painful paraesthesia of subacute onset, alopecia, absent reflexes.",
    ),
    "not_a_simple_radiculopathy": (
        "Homme de 52 ans. Pied tombant gauche, d'aggravation progressive depuis 6 mois. Ni lombalgie ni sciatique.",
        "A 52-year-old man. Left foot drop, progressive over 6 months. No back pain, no sciatica.",
    ),
    "surgery_without_electrophysiology": (
        "Homme de 48 ans. Faiblesse de l'extension des doigts, neurolyse du nerf radial programmée.",
        "A 48-year-old man. Finger drop, neurolysis of the radial nerve scheduled.",
    ),
    "als_without_block_search": (
        "Homme de 46 ans. Diagnostic de SLA. Faiblesse asymétrique des mains, pas de signe pyramidal.",
        "A 46-year-old man. Diagnosis of ALS. Asymmetric weakness of the hands, no upper motor neuron sign.",
    ),
    "calcium_taken_for_infection": (
        "Femme de 55 ans. Dorsalgie aiguë, calcification discale, érosion du plateau vertébral et œdème en miroir.",
        "A 55-year-old woman. Acute back pain, disc calcification, endplate erosion and mirror endplate oedema.",
    ),
    "steroid_and_infection": (
        "Homme de 60 ans. Lombalgie et fièvre, sous prednisone 40 mg par jour.",
        "A 60-year-old man. Back pain and fever, on prednisone 40 mg daily.",
    ),
}


@pytest.mark.parametrize("flag", NOTES)
@pytest.mark.parametrize("language", [0, 1], ids=["fr", "en"])
def test_the_note_raises_its_alarm(flag: str, language: int) -> None:
    raised = {f.flag for f in answer(NOTES[flag][language]).assessment.red_flags}
    assert flag in raised


QUIET = {
    "als_without_block_search": (
        "Homme de 46 ans. Diagnostic de SLA. Faiblesse asymétrique des mains. Pas de bloc de conduction.",
        "A 46-year-old man. Diagnosis of ALS. Asymmetric weakness of the hands. No conduction block.",
    ),
    "calcium_taken_for_infection": (
        "Femme de 55 ans. Dorsalgie, calcification discale, érosion du plateau, hémocultures positives.",
        "A 55-year-old woman. Back pain, disc calcification, endplate erosion, positive blood cultures.",
    ),
    "scleroderma_renal_crisis": (
        "Femme de 50 ans. Faiblesse proximale, CK élevée, prednisone 60 mg par jour.",
        "A 50-year-old woman. Proximal weakness, raised CK, on prednisone 60 mg daily.",
    ),
    "heavy_metal": (
        "Homme de 44 ans. Alopécie ancienne.",
        "A 44-year-old man. Long-standing alopecia.",
    ),
    "surgery_without_electrophysiology": (
        "Femme de 48 ans. Canal carpien : paresthésies nocturnes, latence distale du médian allongée, libération programmée, faiblesse du pouce.",
        "A 48-year-old woman. Carpal tunnel: night tingling, prolonged median distal latency, release scheduled, thumb weakness.",
    ),
    "not_a_simple_radiculopathy": (
        "Homme de 52 ans. Lombalgie et sciatique L5, hypoesthésie du dos du pied, hernie discale L4-L5.",
        "A 52-year-old man. Back pain and L5 sciatica, numbness of the dorsum of the foot, L4-L5 disc herniation.",
    ),
}


@pytest.mark.parametrize("flag", QUIET)
@pytest.mark.parametrize("language", [0, 1], ids=["fr", "en"])
def test_the_near_note_stays_quiet(flag: str, language: int) -> None:
    raised = {f.flag for f in answer(QUIET[flag][language]).assessment.red_flags}
    assert flag not in raised
