"""Verdicts, places, reasons and plans in words."""

from __future__ import annotations

import msgspec
import pytest

from myotome.answer import BlockVerdict, Influence, Lesion, Localisation, Plan, PlanStep, Verdict
from myotome.report.context import Citations, Context
from myotome.report.sections import (
    care,
    closing,
    conduction,
    criteria,
    header,
    ranking,
    steps,
    where,
)
from myotome.report.wording import Wording
from myotome.terms import Sex, Side, Truth

from .sample import CASE, assessment


@pytest.fixture
def context(knowledge):
    words = Wording(knowledge, "fr", plain=True)
    return Context(words, CASE, Citations(words), "p1-")


# --- head

def test_nobody_gets_an_age_or_sex_that_was_not_said(knowledge, context):
    def person(**known):
        return header.person(msgspec.structs.replace(CASE, patient=msgspec.structs.replace(CASE.patient, **known)), context.words)

    assert person(age=56) == "Homme de 56 ans"
    assert person(age=9, sex=Sex.FEMALE) == "Fille de 9 ans"
    assert person(age=None) == "Homme, âge non dit"
    assert person(sex=Sex.UNKNOWN) == "Personne de 61 ans"


def test_breathing_is_spoken_of_whenever_there_is_weakness(context):
    def vital(**known):
        whole = assessment()
        return header.vital(msgspec.structs.replace(whole, overview=msgspec.structs.replace(whole.overview, **known)), context.words)

    assert [line[1] for line in vital(weakness=True, breathing="not_stated")] == ["non précisée", "non précisée"]
    assert vital(weakness=False, breathing="not_stated") == ()
    assert [line[1] for line in vital(weakness=False, breathing="abnormal")] == ["anormale", "non précisée"]


def test_what_no_text_shows_is_listed_with_its_origin(context):
    found = {index: (text, origin) for index, text, origin in header.unmarked(context)}
    assert set(found) == {5, 6}
    assert found[5][1] == "labs.csv, row 3"
    assert "Deltoïde gauche coté M3-4" in found[6][1]


# --- where

def test_both_sides_of_a_site_are_said_once(context):
    pair = (("root.S1", Side.LEFT), ("root.S1", Side.RIGHT), ("root.L5", Side.RIGHT))
    assert where.sites(pair, context.words) == ("racine S1 (des deux côtés)", "racine L5 (à droite)")


def test_places_say_what_they_explain_contradict_and_leave_open(context):
    view = where.where(assessment().localisation, context)
    first = view.places[0]
    assert first.sites == ("nerf axillaire à l'espace quadrilatère (à gauche)",)
    assert first.tie_set == ("racine C5 (à gauche)",)
    assert first.explained[0].site == "Deltoïde (à gauche)"
    assert first.explained[0].findings[0].text == "faiblesse musculaire (M3-4)"
    assert first.contradicted[0].findings[0].absent
    assert first.untested == ("petit rond (à gauche, attendu 90 %)",)
    assert view.worse == "Plus marqué à gauche."
    assert "à droite" in view.notes[0] and view.notes[0].startswith("La douleur")


def test_a_place_of_little_weight_is_folded(context):
    lesions = tuple(Lesion(lesion_class="root_single", probability=p) for p in (0.6, 0.3, 0.02))
    view = where.where(Localisation(lesions=lesions), context)
    assert (len(view.places), len(view.rest)) == (2, 1)


def test_a_pattern_of_muscle_disease_has_its_name(context):
    assert "inclusion" in where.lesion_class("myopathy_pattern:ibm", context.words) or "MI" in where.lesion_class("myopathy_pattern:ibm", context.words)
    assert where.lesion_class("myopathy_pattern:miyoshi", context.words).endswith("Miyoshi")


def test_nothing_to_localise_is_said(context):
    assert where.where(Localisation(), context).headline == "Les données ne permettent pas de localiser une lésion"


# --- what

def test_a_reason_keeps_finding_frequencies_and_source_together(context):
    influence = Influence(concept="weakness", finding=0, frequency=0.9, background=0.12, log_ratio=2.0149, reference="doc3")
    found = ranking.reason(influence, context)
    assert (found.text, found.href) == ("faiblesse musculaire (deltoïde, à gauche, M3-4)", "#p1-f0")
    assert (found.shares, found.strength, found.match) == ("90 % des malades, 12 % des autres", "×7,5", "")
    assert found.cite.label == "[1]" and not found.cite.unverified


def test_how_the_finding_said_fits_the_one_listed(context):
    def match(**fields):
        return ranking.reason(Influence(**({"concept": "weakness", "log_ratio": 1.0, "frequency": 0.5} | fields)), context).match

    assert match(concept="motor_sign", finding=0, match="narrower") == "dit plus précisément"
    assert match(concept="foot_drop", finding=0, match="narrower") == "dit plus largement"
    assert match(finding=0, match="broader", frequency=None, log_ratio=-0.1) == "non décrit dans cette maladie"
    assert match(concept="age", match="context") == "contexte"


def test_a_rest_of_a_denied_finding_is_denied_too(context):
    influence = Influence(concept="stocking_sensory_loss", finding=2, frequency=0.9, background=0.1, log_ratio=-1.0, match="narrower")
    assert ranking.reason(influence, context).text.startswith("pas d")


def test_none_of_these_is_no_disease(context):
    view = ranking.ranking(assessment().differential, context)
    assert view.other.name == "Aucune de celles-ci"
    assert [e.disease for e in view.first] == ["mmn", "als", "radic_c5"]
    assert [m.listed for m in view.not_to_miss] == [True, False]


# --- criteria

def verdict(context, **fields):
    entry = context.words.knowledge.criteria[fields.pop("criteria")]
    return criteria.verdict_words(Verdict(criteria=entry.id, **fields), entry, context.words)


def test_a_diagnostic_set_is_met_or_not_or_cannot_be_said(context):
    assert verdict(context, criteria="mmn_efns_pns_2010", truth=Truth.YES, level="definite") == "remplis : certaine"
    assert verdict(context, criteria="mmn_efns_pns_2010", truth=Truth.NO) == "non remplis"
    assert verdict(context, criteria="mmn_efns_pns_2010", truth=Truth.UNKNOWN, best="definite") == "ne peut être dit (au mieux : certaine)"


def test_a_classification_set_never_says_that_the_patient_has_it(context):
    said = verdict(context, criteria="iim_eular_acr_2017", truth=Truth.YES, level="definite")
    assert said.startswith("satisfait à la classification")
    assert verdict(context, criteria="iim_eular_acr_2017", truth=Truth.NO) == "ne satisfait pas à la classification"


def test_a_checklist_names_what_is_missing_and_quotes_what_is_met(context):
    found = criteria.criteria(assessment(), {"mmn"}, context)
    (shown,), (other,) = found.shown, found.others
    by_truth = {line.truth: line for line in shown.lines}
    assert by_truth["unknown"].missing == ("signe pyramidal",) and by_truth["unknown"].ask
    quoted = [line.evidence[0].quotes for line in shown.lines if line.evidence]
    assert ("Deltoïde gauche coté M3-4",) in quoted and ("Pas de trouble sensitif",) in quoted
    assert shown.unverified and not shown.classification
    assert other.classification and other.points == "1,3 à 5,5 pts possibles"
    assert other.probability == "probabilité du score : 2 % à 40 %"


def test_only_sets_of_the_candidates_or_with_a_met_item_are_there(context):
    empty = msgspec.structs.replace(
        assessment(), criteria=(Verdict(criteria="cppd_acr_eular_2023", truth=Truth.UNKNOWN),),
    )
    found = criteria.criteria(empty, {"mmn"}, context)
    assert (found.shown, found.others) == ((), ())


# --- conduction

def test_a_conditional_verdict_is_said_with_its_conditions(context):
    def said(*conditions, **more):
        return conduction.verdict_words(BlockVerdict(definition="x", level="conditional", conditions=conditions, **more), context.words)

    assert said((30, "definite"), (None, "probable")) == "bloc certain si la durée augmente de 30 % au plus, bloc probable au-delà"
    assert said((30, "definite"), (60, "probable"), (None, "none")) == (
        "bloc certain si la durée augmente de 30 % au plus, bloc probable de plus de 30 à 60 %, pas de bloc au-delà"
    )
    assert conduction.verdict_words(BlockVerdict(definition="x", level="probable", at_most="probable"), context.words) == (
        "bloc probable (au plus : bloc probable)"
    )


def test_a_segment_shows_values_changes_and_what_is_undocumented(context):
    (segment,) = conduction.segments(assessment().segments, assessment().case, context)
    assert (segment.amplitude, segment.area, segment.duration) == ("−78,9 %", "−80,2 %", "non documenté")
    assert segment.values == ("poignet 5,7 mV · 41,5 mV·ms", "coude 1,2 mV · 8,2 mV·ms")
    assert segment.stretch == "poignet – coude"
    assert segment.verdicts[0].definition == "EFNS/PNS NMM 2010"
    assert segment.verdicts[0].open == ("stimulation proximale supramaximale",)


# --- next, care, end

def test_a_test_names_what_it_must_never_replace(context):
    motor, neck = steps.tests(assessment(), context)
    assert motor.sites == ("nerf médian (des deux côtés)",)
    assert motor.separates == ("NMM", "SLA")
    assert "ponction lombaire" in neck.beside


def test_harm_stands_first_and_says_why(context):
    view = care.care(assessment(), context)
    assert view.harmful[0].stop == "à proscrire" and view.harmful[0].disease
    assert view.warnings == (("Ne pas en donner.", "NMM"),)
    assert [g.kind for g in view.plans[0].groups] == ["first", "rehabilitation"]
    assert view.plans[1].refused.startswith("Pas de plan ici")


def test_a_harm_without_a_plan_makes_no_plan(context):
    step = PlanStep(act="nsaid", kind="harmful", stop="soft", text={"fr": "Non", "en": "No"})
    view = care.care(msgspec.structs.replace(assessment(), plans=(Plan(disease="als", steps=(step,)),)), context)
    assert view.plans == () and view.harmful[0].stop == "à éviter"


def test_interpolated_steps_of_a_taper_are_marked(context):
    (scheme,) = care.care(assessment(), context).plans[0].schemes
    assert [(s.days, s.dose, s.stated) for s in scheme.stages] == [
        ("jours 1 à 15", "32 mg par jour", True), ("jour 16", "24,5 mg par jour", False),
    ]
    assert scheme.interpolated


def test_the_course_is_in_words(context):
    first, second = steps.timeline(assessment(), context)
    assert first.when == "à 58 ans, au début"
    assert second.when == "2024, à 61 ans, 3 ans après le début"


def test_the_closing_blocks(context):
    view = closing.closing(assessment().limits, context)
    assert view.not_used == ("labs.csv: row {message} left out [test.nowhere]",)
    assert view.assumed[0].endswith("CK élevée.") and view.assumed[2] == "something new (deltoïde)"
    assert "signe pyramidal" in view.not_examined


def test_references_are_numbered_as_they_are_cited(context):
    assert [context.cite(s).label for s in ("doc3", "memory", "doc1", "doc3", "choice")] == ["[1]", "de mémoire", "[2]", "[1]", "choix"]
    assert context.cite("memory").unverified and not context.cite("choice").unverified
    cited = closing.cited(context.cite)
    assert [(c.number, c.how) for c in cited] == [(1, "document lu"), (2, "document lu")]
    assert context.cite("no_such_paper").unverified
