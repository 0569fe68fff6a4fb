"""Severity, tempo, course and topography in the words beside a finding: tables of wordings, written before the rules were run."""

from __future__ import annotations

import pytest

from myotome.terms import Presence
from myotome.text import qualify, read

# A finding between stars, and what the words say of it.
SEVERITY = [
    ("fr", "*Hypoesthésie* légère de la main.", "mild"),
    ("fr", "Discrète *amyotrophie* des thénars.", "mild"),
    ("fr", "*Ptosis* droit minime.", "mild"),
    ("fr", "Le *déficit* est peu marqué.", "mild"),
    ("fr", "*Faiblesse* modérée des psoas.", "moderate"),
    ("fr", "*Douleur* d'intensité moyenne.", "moderate"),
    ("fr", "*Dysphagie* modérément sévère.", "moderate"),
    ("fr", "*Amyotrophie* majeure des quadriceps.", "severe"),
    ("fr", "Importante *fonte musculaire*.", "severe"),
    ("fr", "*Douleurs* intenses, insomniantes.", "severe"),
    ("fr", "*Paralysie* complète du releveur.", "severe"),
    ("fr", "La *dyspnée* est sévère.", "severe"),
    ("fr", "*Faiblesse* du moyen fessier.", None),
    ("fr", "*Faiblesse* non sévère des mains.", None),
    ("fr", "*Douleur* plus marquée à gauche.", None),
    ("fr", "*Faiblesse* ; douleurs sévères.", None),
    ("en", "Mild *ptosis*.", "mild"),
    ("en", "Subtle *weakness* of the hand.", "mild"),
    ("en", "The *weakness* was slight.", "mild"),
    ("en", "Moderate *wasting* of the calves.", "moderate"),
    ("en", "*Dysphagia*, moderately severe.", "moderate"),
    ("en", "Severe distal *weakness*.", "severe"),
    ("en", "Marked *atrophy* of the quadriceps.", "severe"),
    ("en", "Complete *ophthalmoplegia*.", "severe"),
    ("en", "Profound symmetric *weakness*.", "severe"),
    ("en", "*Numbness* and severe pain.", None),
    ("en", "*Weakness* more severe on the left.", None),
    ("en", "*Wasting* of the pectoralis major.", None),
]
TEMPO = [
    ("fr", "*Diplopie* brutale.", "sudden"),
    ("fr", "*Déficit* apparu du jour au lendemain.", "sudden"),
    ("fr", "*Faiblesse* survenue soudainement.", "sudden"),
    ("fr", "*Ataxie* d'installation aiguë.", "acute"),
    ("fr", "*Tétraparésie* aiguë.", "acute"),
    ("fr", "*Faiblesse* d'installation subaiguë.", "subacute"),
    ("fr", "*Paresthésies* subaiguës des pieds.", "subacute"),
    ("fr", "*Déficit* chronique des mains.", "chronic"),
    ("fr", "*Amyotrophie* insidieuse.", "chronic"),
    ("fr", "*Steppage* d'apparition progressive.", "chronic"),
    ("fr", "*Crampes* de longue date.", "chronic"),
    ("fr", "*Faiblesse* sans céphalée brutale.", None),
    ("en", "Sudden *diplopia*.", "sudden"),
    ("en", "*Weakness* came on abruptly.", "sudden"),
    ("en", "Acute *weakness* of the legs.", "acute"),
    ("en", "Subacute *sensory loss*.", "subacute"),
    ("en", "*Ptosis* of gradual onset.", "chronic"),
    ("en", "Longstanding *cramps*.", "chronic"),
    ("en", "Insidious *wasting* of the hand.", "chronic"),
    ("en", "*Weakness*; chronic kidney disease.", None),
]
COURSE = [
    ("fr", "Pas d'aggravation du *déficit*.", "stable"),
    ("fr", "*Déficit* stable depuis 2019.", "stable"),
    ("fr", "*Ptosis* inchangé.", "stable"),
    ("fr", "La *faiblesse* n'a pas progressé.", "stable"),
    ("fr", "*Steppage* sans aggravation.", "stable"),
    ("fr", "La *faiblesse* s'est aggravée.", "worse"),
    ("fr", "Majoration du *déficit*.", "worse"),
    ("fr", "*Dysphagie* lentement progressive.", "worse"),
    ("fr", "*Amyotrophie* d'aggravation rapide.", "worse"),
    ("fr", "La *diplopie* s'est améliorée.", "better"),
    ("fr", "*Déficit* en régression.", "better"),
    ("fr", "Récupération partielle du *déficit*.", "better"),
    ("fr", "*Faiblesse* évoluant par poussées.", "relapsing"),
    ("fr", "*Diplopie* récidivante.", "relapsing"),
    ("fr", "*Déficit* évoluant par paliers.", "stepwise"),
    ("fr", "*Déficit* ; patient hémodynamiquement stable.", None),
    ("en", "No worsening of the *weakness*.", "stable"),
    ("en", "Stable *ptosis*.", "stable"),
    ("en", "The *weakness* did not improve.", "stable"),
    ("en", "*Dysphagia* worsened.", "worse"),
    ("en", "Slowly progressive *weakness*.", "worse"),
    ("en", "The *diplopia* improved.", "better"),
    ("en", "Resolving *weakness*.", "better"),
    ("en", "Recurrent *diplopia*.", "relapsing"),
    ("en", "*Weakness* with a relapsing course.", "relapsing"),
    ("en", "*Weakness* with stepwise deterioration.", "stepwise"),
    ("en", "*Weakness* worse on the left.", None),
]
TOPOGRAPHY = [
    ("fr", "*Faiblesse* proximale des membres.", "proximal"),
    ("fr", "*Déficit* rhizomélique.", "proximal"),
    ("fr", "*Amyotrophie* à prédominance distale.", "distal"),
    ("fr", "*Déficit* axial et proximal.", "axial proximal"),
    ("fr", "*Hypoesthésie* symétrique des pieds.", "symmetric"),
    ("fr", "*Faiblesse* asymétrique.", "asymmetric"),
    ("fr", "*Atteinte sensitive* longueur-dépendante.", "length_dependent"),
    ("fr", "*Déficit* multifocal et asymétrique.", "multifocal asymmetric"),
    ("fr", "*Paresthésies* en gants et chaussettes.", "stocking_glove"),
    ("fr", "*Hypoesthésie* en chaussettes.", "stocking_glove"),
    ("fr", "*Déficit* distal > proximal.", "distal proximal"),
    ("fr", "*Faiblesse* non symétrique.", "asymmetric"),
    ("fr", "*Faiblesse*, latence distale allongée.", ""),
    ("fr", "Distale et symétrique, la *faiblesse* prédomine aux pieds.", "distal symmetric"),
    ("en", "Proximal *weakness*.", "proximal"),
    ("en", "Limb-girdle *weakness*.", "proximal"),
    ("en", "Distal symmetrical *sensory loss*.", "distal symmetric"),
    ("en", "*Weakness* in an asymmetric pattern.", "asymmetric"),
    ("en", "Length-dependent *numbness*.", "length_dependent"),
    ("en", "*Sensory loss* in a stocking-glove distribution.", "stocking_glove"),
    ("en", "Axial *weakness*.", "axial"),
    ("en", "Patchy *numbness*.", "multifocal"),
    ("en", "*Weakness*; distal motor latency prolonged.", ""),
]


def said(language: str, marked: str, knowledge):
    before, name, after = marked.split("*")
    text = before + name + after
    return qualify(text, [(len(before), len(before) + len(name))], language, knowledge)[0]


def value(word) -> str | None:
    return None if word is None else word.value


@pytest.mark.parametrize(("language", "text", "expected"), SEVERITY)
def test_severity(language, text, expected, knowledge):
    assert value(said(language, text, knowledge).severity) == expected


@pytest.mark.parametrize(("language", "text", "expected"), TEMPO)
def test_tempo(language, text, expected, knowledge):
    assert value(said(language, text, knowledge).tempo) == expected


@pytest.mark.parametrize(("language", "text", "expected"), COURSE)
def test_course(language, text, expected, knowledge):
    assert value(said(language, text, knowledge).course) == expected


@pytest.mark.parametrize(("language", "text", "expected"), TOPOGRAPHY)
def test_topography(language, text, expected, knowledge):
    assert " ".join(t.value for t in said(language, text, knowledge).topography) == expected


def findings(text: str, knowledge, concept: str, language: str = "fr"):
    return [f for p in read(text, knowledge, language).patients for f in p.findings if f.concept == concept]


def test_the_reader_gives_them_to_its_findings(knowledge):
    (dysphagia,) = findings("Patient de 60 ans. Dysphagie modérée d'installation subaiguë, lentement progressive.", knowledge, "dysphagia")
    assert (dysphagia.severity.value, dysphagia.tempo.value, dysphagia.course.value) == ("moderate", "subacute", "worse")


def test_an_adjective_in_the_plural_is_said_of_both(knowledge):
    text = "Ptosis et diplopie modérés."
    assert [findings(text, knowledge, c)[0].severity.value for c in ("ptosis", "diplopia")] == ["moderate", "moderate"]
    text = "Ptosis et diplopie modérée."
    assert [value(findings(text, knowledge, c)[0].severity) for c in ("ptosis", "diplopia")] == [None, "moderate"]


def test_what_is_absent_has_no_severity(knowledge):
    (ptosis,) = findings("Pas de ptosis sévère.", knowledge, "ptosis")
    assert ptosis.presence is Presence.ABSENT and ptosis.severity is None


def test_a_normal_reflex_has_no_pattern(knowledge):
    assert all(not f.topography for f in findings("ROT présents et symétriques.", knowledge, "reflex_loss"))


def test_two_mentions_are_one_finding_with_what_each_says(knowledge):
    (ptosis,) = findings("Patient de 60 ans. Ptosis bilatéral, sévère. Le ptosis bilatéral s'est aggravé.", knowledge, "ptosis")
    assert (ptosis.severity.value, ptosis.course.value, len(ptosis.evidence)) == ("severe", "worse", 2)
