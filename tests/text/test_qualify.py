"""Spans that somebody else found: what the words around them say (own sentences, reading.md sections 2 and 3)."""

from __future__ import annotations

import pytest

from myotome.terms import Certainty, Experiencer, Presence, Side
from myotome.text import qualify


def of(text: str, *words: str, language: str = "fr"):
    """The words of a text, qualified together."""
    spans = [(text.index(w), text.index(w) + len(w)) for w in words]
    return qualify(text, spans, language)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Pas de céphalée, de vomissement ni de photophobie.", "photophobie"),
        ("Absence de céphalée ou de photophobie.", "photophobie"),
        ("Ni céphalée, ni photophobie.", "photophobie"),
        ("Aucune photophobie n'a été notée.", "photophobie"),
        ("La photophobie n'a pas été retrouvée.", "photophobie"),
        ("Photophobie absente.", "Photophobie"),
        ("Le scanner n'a pas montré de saignement.", "saignement"),
        ("Le scanner a permis d'éliminer un saignement.", "saignement"),
        ("Il est apyrétique, non dyspnéique.", "dyspnéique"),
        ("Fièvre, toux et crachats absents.", "toux"),
        ("Sans tuméfaction (ni rougeur).", "rougeur"),
        ("Signe de Murphy négatif.", "Signe de Murphy"),
        ("Traité sans amélioration de la douleur.", "amélioration"),
        ("Un abcès suspecté mais non retrouvé.", "abcès"),
        ("Une masse avait été notée, non retrouvée ce jour.", "masse"),
        ("L'aspect va contre un abcès.", "abcès"),
        ("Un tableau peu compatible avec une fracture.", "fracture"),
        ("Un pic monoclonal, recherché deux fois, jamais trouvé.", "pic monoclonal"),
        ("Fièvre non vue à l'admission.", "Fièvre"),
        ("Le traitement n'a pas été administré.", "traitement"),
        ("Oxygène : aucun.", "Oxygène"),
        ("Allergie : non", "Allergie"),
        ("Plus de fièvre depuis hier.", "fièvre"),
        ("Nulle synovite à l'examen.", "synovite"),
        ("Douleur nulle au repos.", "Douleur"),
        ("Ø fièvre, Ø toux.", "toux"),
        ("Rien pour une myopathie, ni pour une myasthénie.", "myasthénie"),
        ("La migraine n'est plus revenue.", "migraine"),
        ("Une tumeur maligne a pu être écartée.", "tumeur"),
        ("Malgré la négativité de la recherche de BAAR.", "BAAR"),
        ("Absence de fièvre et de douleur.", "douleur"),
        ("Une endocardite non confirmée à l'échographie.", "endocardite"),
        ("Une cause infectieuse a été éliminée.", "infectieuse"),
        ("L'hypothèse d'une hernie, avancée ailleurs, n'a pas été retenue.", "hernie"),
        ("La dysphagie, elle, a totalement régressé.", "dysphagie"),
        ("La toux a cédé.", "toux"),
        ("Le signe de Brudzinski était négatif.", "Brudzinski"),
        ("La manœuvre de Barré était négative.", "Barré"),
        ("Murphy négatif.", "Murphy"),
        ("Le Lasègue est négatif à gauche.", "Lasègue"),
        ("La recherche d'une tuberculose était négative.", "tuberculose"),
        ("Syndrome méningé et purpura absents.", "Syndrome méningé"),
        ("La fièvre et la toux étaient absentes.", "fièvre"),
        ("Une fracture du rachis a été écartée.", "fracture"),
        ("Le geste n'a pu être terminé.", "terminé"),
        ("Une grossesse non suivie.", "suivie"),
    ],
)
def test_denied(text, word):
    assert of(text, word)[0].presence is Presence.ABSENT


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Sans antécédent particulier avait consulté pour des lombalgies.", "lombalgies"),
        ("Patient sans antécédent, présentant des lombalgies.", "lombalgies"),
        ("Rien de particulier à part une polyglobulie.", "polyglobulie"),
        ("Tuméfaction non mobile.", "Tuméfaction"),
        ("Lésions non spécifiques.", "Lésions"),
        ("Infections (sérologies négatives).", "Infections"),
        ("Une culture revenue négative.", "culture"),
        ("Le nouveau-né a été transféré.", "transféré"),
        ("Une éruption qui n'avait jamais été constatée auparavant.", "éruption"),
        ("Pas de fièvre mais une toux.", "toux"),
        ("Pas de fièvre (température à 37), la toux persiste.", "toux"),
        ("Sans aucun doute une pneumonie.", "pneumonie"),
        ("Une pneumopathie avec hémocultures négatives.", "pneumopathie"),
        ("Une masse hépatique à marqueurs tumoraux négatifs.", "masse"),
        ("Un syndrome néphrotique avec anticorps anti-PLA2R négatifs.", "syndrome néphrotique"),
        ("Une polyarthrite avec facteur rhumatoïde négatif.", "polyarthrite"),
        ("Un carcinome mammaire à récepteurs hormonaux négatifs.", "carcinome"),
        ("Une pleurésie lymphocytaire dont la culture est restée négative.", "pleurésie"),
        ("Une adénopathie cervicale à recherche de BK négative.", "adénopathie"),
        ("L'hépatite B, l'hépatite C et le VIH étaient négatifs.", "hépatite B"),
        ("La toxoplasmose, la rubéole et la syphilis sont revenues négatives.", "rubéole"),
        ("Le facteur V Leiden était négatif.", "facteur V Leiden"),
        ("La culture du liquide est restée négative.", "culture"),
        ("La tuméfaction n'était pas battante ni soufflante.", "tuméfaction"),
        ("Leur origine n'est pas connue, même si une infection est là.", "infection"),
        ("Pas de réflux, constipation chronique.", "constipation"),
        ("Pas de fièvre, toux intense.", "toux"),
        ("Sans antécédent notable, elle tousse avec une fièvre.", "fièvre"),
        ("Pas d'allergie, patiente avec une fièvre.", "fièvre"),
        ("Sans nul doute un abcès.", "abcès"),
        ("La cause de la fièvre n'a pas été identifiée.", "fièvre"),
        ("L'origine de ces céphalées n'a jamais été retrouvée.", "céphalées"),
        ("Aucune étiologie à la pancréatite n'a été trouvée.", "pancréatite"),
        ("Aucune explication aux vomissements.", "vomissements"),
        ("Il n'y avait pas de traitement de l'hypertension.", "hypertension"),
        ("Absence de réponse de la tumeur à la chimiothérapie.", "tumeur"),
        ("Pas de soulagement de la douleur.", "douleur"),
        ("Sans contrôle de l'hémorragie.", "hémorragie"),
        ("Pas de fièvre, le patient garde une toux.", "toux"),
        ("Sans lésion osseuse, persiste une douleur.", "douleur"),
        ("Une fièvre prolongée malgré un bilan infectieux négatif.", "fièvre"),
        ("Une tumeur (immunomarquage CD34 négatif).", "tumeur"),
        ("Le patient a reçu une transfusion.", "transfusion"),
        ("Ayant reçu de la morphine, il avait des nausées.", "nausées"),
        ("Abdomen souple, sans défense ni contracture, sensibilité de la fosse iliaque.", "sensibilité"),
        ("Pas d'autre lésion qu'une fracture du radius.", "fracture"),
        ("La fistule ne s'est pas fermée.", "fistule"),
        ("Pas de trouble sensitif, pied tombant droit.", "pied tombant"),
        ("Pas d'aggravation du déficit.", "déficit"),
    ],
)
def test_not_denied(text, word):
    assert of(text, word)[0].presence is Presence.PRESENT


@pytest.mark.parametrize(
    ("text", "word", "certainty"),
    [
        ("? abcès du rein.", "abcès", Certainty.POSSIBLE),
        ("Un abcès (douteux).", "abcès", Certainty.POSSIBLE),
        ("Pas sûr qu'il y ait un abcès.", "abcès", Certainty.POSSIBLE),
        ("Hypothèse : abcès.", "abcès", Certainty.POSSIBLE),
        ("Le patient a peur d'avoir un cancer.", "cancer", Certainty.POSSIBLE),
        ("Une carcinose était redoutée devant l'ascite.", "ascite", Certainty.CERTAIN),
        ("Un sepsis à point de départ urinaire a été suspecté.", "sepsis", Certainty.POSSIBLE),
        ("A été évoqué un lymphome.", "lymphome", Certainty.POSSIBLE),
        ("Suspicion de méningite.", "méningite", Certainty.POSSIBLE),
        ("Tableau évoquant une tuberculose, une sarcoïdose ou un lymphome.", "lymphome", Certainty.POSSIBLE),
        ("Images compatibles avec un abcès.", "abcès", Certainty.POSSIBLE),
        ("L'échographie n'a pas pu éliminer une invagination.", "invagination", Certainty.POSSIBLE),
        ("Une tuberculose ne pouvait être formellement éliminée.", "tuberculose", Certainty.POSSIBLE),
        ("Le diagnostic de péritonite par perforation d'un organe creux a été évoqué.", "péritonite", Certainty.POSSIBLE),
        ("Le scanner n'a pas permis de trancher entre un abcès et une tumeur.", "tumeur", Certainty.POSSIBLE),
        ("Un lymphome ayant été suspecté, une biopsie a été faite.", "lymphome", Certainty.POSSIBLE),
        ("L'anomalie ne prenait pas le contraste, évoquant un kyste.", "kyste", Certainty.POSSIBLE),
        ("Le diagnostic de myocardite a été considéré comme le plus probable.", "myocardite", Certainty.PROBABLE),
        ("Les résultats de la biopsie : tumeur.", "tumeur", Certainty.CERTAIN),
        ("En cours de grossesse, une hypertension.", "hypertension", Certainty.CERTAIN),
        ("Une fièvre a été rapportée, avec une toux.", "toux", Certainty.CERTAIN),
        ("Une échographie sera faite s'il existe une douleur.", "douleur", Certainty.POSSIBLE),
        ("Reconsulter s'il apparaît une douleur.", "douleur", Certainty.POSSIBLE),
        ("Si la fièvre persiste, reconsulter.", "fièvre", Certainty.POSSIBLE),
        ("Il existe une douleur.", "douleur", Certainty.CERTAIN),
        ("Puisqu'il existe une douleur, un scanner est fait.", "douleur", Certainty.CERTAIN),
        ("Myélite évoquée, mais fracture à l'IRM.", "fracture", Certainty.CERTAIN),
        ("Tumeur suspectée, fracture de la clavicule.", "fracture", Certainty.CERTAIN),
        ("Sa grippe est possible, fièvre à 39.", "fièvre", Certainty.CERTAIN),
        ("Opéré d'une supposée hernie, il garde une faiblesse.", "faiblesse", Certainty.CERTAIN),
        ("Une suspicion de fracture a été confirmée.", "fracture", Certainty.CERTAIN),
        ("La recherche de BK était positive.", "BK", Certainty.CERTAIN),
        ("Le dépistage d'une trisomie est revenu positif.", "trisomie", Certainty.CERTAIN),
        ("Pour prévenir une thrombose, une héparine a été donnée, avec un hématome.", "hématome", Certainty.CERTAIN),
        ("Pour éviter une infection, il a reçu une antibiothérapie.", "antibiothérapie", Certainty.CERTAIN),
        ("Plusieurs nodules suspects du foie.", "nodules", Certainty.CERTAIN),
        ("Une lésion suspecte de malignité.", "malignité", Certainty.POSSIBLE),
        ("On suspecte une fracture.", "fracture", Certainty.POSSIBLE),
        ("Il a évoqué ses douleurs.", "douleurs", Certainty.CERTAIN),
        ("Il est possible qu'il existe une sténose.", "sténose", Certainty.POSSIBLE),
        ("L'aspect est en faveur d'un lipome.", "lipome", Certainty.PROBABLE),
        ("Deux diagnostics ont été évoqués : tuberculose ou lymphome.", "lymphome", Certainty.POSSIBLE),
        ("Admise pour menace d'accouchement prématuré.", "accouchement", Certainty.POSSIBLE),
        ("Une probable embolie.", "embolie", Certainty.PROBABLE),
        ("Embolie pulmonaire ?", "Embolie", Certainty.POSSIBLE),
        ("La ponction ne peut exclure une méningite.", "méningite", Certainty.POSSIBLE),
        ("Le scanner n'élimine pas une fracture.", "fracture", Certainty.POSSIBLE),
        ("Bilan à la recherche d'un cancer.", "cancer", Certainty.TO_BE_EXCLUDED),
        ("L'exploration a révélé un kyste.", "kyste", Certainty.CERTAIN),
        ("Suspicion d'hématome dès son admission.", "admission", Certainty.CERTAIN),
        ("(possible lymphome) à savoir une adénopathie.", "adénopathie", Certainty.CERTAIN),
        ("Opéré le plus tôt possible avant la fracture.", "fracture", Certainty.CERTAIN),
        ("Des lésions en rapport avec une fracture.", "fracture", Certainty.CERTAIN),
        ("Au cours de la grossesse, une fracture.", "fracture", Certainty.CERTAIN),
    ],
)
def test_doubt(text, word, certainty):
    (found,) = of(text, word)
    assert (found.certainty, found.presence) == (certainty, Presence.PRESENT)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Un lymphome est peu probable.", "lymphome"),
        ("Le diagnostic de tumeur a été jugé peu vraisemblable.", "tumeur"),
        ("Pas de franche amyotrophie.", "amyotrophie"),
        ("Sans véritable déficit.", "déficit"),
        ("Une névralgie paraît exclue.", "névralgie"),
        ("On ne peut parler de franche atrophie.", "atrophie"),
    ],
)
def test_denied_with_a_doubt(text, word):
    (found,) = of(text, word)
    assert (found.presence, found.certainty) == (Presence.ABSENT, Certainty.PROBABLE)


@pytest.mark.parametrize(
    ("text", "word", "presence", "certainty"),
    [
        ("Fascial oedema is not a feature.", "oedema", Presence.ABSENT, Certainty.CERTAIN),
        ("Dialysis was not required.", "Dialysis", Presence.ABSENT, Certainty.CERTAIN),
        ("Paraprotein: none.", "Paraprotein", Presence.ABSENT, Certainty.CERTAIN),
        ("Without any family history, she began to stumble.", "stumble", Presence.PRESENT, Certainty.CERTAIN),
        ("The fever settled.", "fever", Presence.ABSENT, Certainty.CERTAIN),
        ("CT was negative for appendicitis.", "appendicitis", Presence.ABSENT, Certainty.CERTAIN),
        ("The differential at this point includes vasculitis.", "vasculitis", Presence.PRESENT, Certainty.POSSIBLE),
        ("Rule out infarction.", "infarction", Presence.PRESENT, Certainty.TO_BE_EXCLUDED),
        ("Return for chest pain.", "chest pain", Presence.PRESENT, Certainty.POSSIBLE),
        ("Absent bowel sounds.", "bowel sounds", Presence.ABSENT, Certainty.CERTAIN),
        ("The pain had resolved.", "pain", Presence.ABSENT, Certainty.CERTAIN),
        ("The fever subsided within two days.", "fever", Presence.ABSENT, Certainty.CERTAIN),
        ("The rash has not resolved.", "rash", Presence.PRESENT, Certainty.CERTAIN),
        ("The cause of the fever was not identified.", "fever", Presence.PRESENT, Certainty.CERTAIN),
        ("Lymphoma is unlikely.", "Lymphoma", Presence.ABSENT, Certainty.PROBABLE),
        ("No relief of pain.", "pain", Presence.PRESENT, Certainty.CERTAIN),
        ("Endocarditis with negative cultures.", "Endocarditis", Presence.PRESENT, Certainty.CERTAIN),
        ("The fistula, suspected on CT, was not found.", "fistula", Presence.ABSENT, Certainty.CERTAIN),
        ("A suspected fracture was confirmed.", "fracture", Presence.PRESENT, Certainty.CERTAIN),
        ("No fever, cough or rash.", "rash", Presence.ABSENT, Certainty.CERTAIN),
        ("She denies chest pain but has dyspnoea.", "dyspnoea", Presence.PRESENT, Certainty.CERTAIN),
        ("No fracture was seen.", "fracture", Presence.ABSENT, Certainty.CERTAIN),
        ("A fracture was not seen.", "fracture", Presence.ABSENT, Certainty.CERTAIN),
        ("Findings suggestive of lymphoma.", "lymphoma", Presence.PRESENT, Certainty.POSSIBLE),
        ("Without fever, he developed a cough.", "cough", Presence.PRESENT, Certainty.CERTAIN),
    ],
)
def test_english(text, word, presence, certainty):
    (found,) = of(text, word, language="en")
    assert (found.presence, found.certainty) == (presence, certainty)


def test_side_grade_and_owner():
    text = "Faiblesse du pied gauche cotée 3/5. Sa mère a une arthrite."
    weak, arthritis = of(text, "Faiblesse", "arthrite")
    assert weak.side is Side.LEFT
    assert weak.grade is not None and weak.grade.low == 3
    assert arthritis.experiencer is Experiencer.MOTHER


def test_spans_keep_their_order_and_empty_ones_are_certain():
    text = "Pas de toux. Fièvre."
    later, earlier, nothing = qualify(text, [(13, 19), (7, 11), (5, 5)], "fr")
    assert (later.start, later.presence) == (13, Presence.PRESENT)
    assert (earlier.start, earlier.presence) == (7, Presence.ABSENT)
    assert (nothing.start, nothing.presence) == (5, Presence.PRESENT)
