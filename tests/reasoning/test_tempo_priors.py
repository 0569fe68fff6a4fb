"""How fast it began, and the log odds before any finding: worked by hand."""

from __future__ import annotations

import math

import msgspec
import pytest

from myotome.answer import Localisation
from myotome.case import Case, Finding, Patient
from myotome.knowledge.model.disease import AgeRange, Share
from myotome.reasoning import priors
from myotome.reasoning.differential import rank
from myotome.reasoning.place_seen import log_setting, places_seen
from myotome.reasoning.tempo import tempo_of
from myotome.terms import Presence, Setting, Sex, Tempo


@pytest.fixture
def disease(knowledge):
    """Onset at 20-60 (hard 10-80), three men in four, chronic in 90 %."""
    return msgspec.structs.replace(
        knowledge.diseases["mmn"], age=AgeRange(low=20, high=60, least=10, most=80), male=Share(value=0.75),
        tempo={"chronic": 0.9}, clinic_per_1000=Share(value=2),
    )


@pytest.mark.parametrize(("months", "tempo"), [
    (0.03, Tempo.SUDDEN), (0.5, Tempo.ACUTE), (2, Tempo.SUBACUTE), (24, Tempo.CHRONIC), (None, None),
])
def test_tempo_from_the_time_since_onset(knowledge, months, tempo):
    assert tempo_of(Case(patient=Patient(duration_months=months)), knowledge) is tempo


def test_a_stated_onset_wins_and_the_fastest_counts(knowledge):
    old = Patient(duration_months=120)
    assert tempo_of(Case(patient=old, findings=(Finding(concept="sudden_onset"),)), knowledge) is Tempo.SUDDEN
    both = (Finding(concept="chronic_onset"), Finding(concept="acute_onset"))
    assert tempo_of(Case(findings=both), knowledge) is Tempo.ACUTE
    denied = (Finding(concept="sudden_onset", presence=Presence.ABSENT),)
    assert tempo_of(Case(patient=old, findings=denied), knowledge) is Tempo.CHRONIC


def test_prevalence_and_sex(disease, knowledge):
    settings = knowledge.settings["ranking"] | {"sex_temper": 1.0}
    assert priors.log_prevalence(disease) == pytest.approx(math.log(0.002))
    assert priors.log_sex(disease, Patient(sex=Sex.MALE), settings) == pytest.approx(math.log(1.5))
    assert priors.log_sex(disease, Patient(sex=Sex.FEMALE), settings) == pytest.approx(math.log(0.5))
    assert priors.log_sex(disease, Patient(), settings) == 0


def test_age_by_hand(disease, knowledge):
    """80 % within 20-60: density 0.8/40 = 0.02. Background 18-80: 0.84/62 = 0.01355. Ratio 1.476."""
    settings = knowledge.settings["ranking"] | {
        "age_temper": 1.0, "age_inner_share": 0.8,
        "age_background": {"least": 0, "most": 95, "low": 18, "high": 80, "low_share": 0.12, "high_share": 0.04},
    }

    def ratio(**age):
        return math.exp(priors.log_age(disease, Patient(**age), settings))

    assert ratio(onset_age=40) == pytest.approx(0.02 / (0.84 / 62))
    assert ratio(onset_age=70) == pytest.approx(0.1 / 20 / (0.84 / 62))
    assert ratio(onset_age=5) < ratio(onset_age=70) < ratio(onset_age=40)
    assert ratio() == 1
    assert ratio(onset_age=40, age=90) == ratio(onset_age=40)  # the onset decides where it is known
    assert ratio(age=65) > ratio(onset_age=65)  # the illness may have lasted


def test_tempo_ratio(disease, knowledge):
    settings = knowledge.settings["ranking"] | {"tempo_temper": 1.0, "tempo_floor": 0.02, "tempo_background": {"chronic": 0.5, "acute": 0.2}}
    assert priors.log_tempo(disease, Tempo.CHRONIC, settings) == pytest.approx(math.log(0.9 / 0.5))
    assert priors.log_tempo(disease, Tempo.ACUTE, settings) == pytest.approx(math.log(0.02 / 0.2))
    assert priors.log_tempo(disease, None, settings) == 0


def test_an_unknown_place_says_nothing(disease, knowledge):
    settings = knowledge.settings["ranking"]
    assert priors.log_localisation(disease, Localisation(), settings) == 0
    assert priors.log_localisation(disease, Localisation(classes={"insufficient": 1.0}), settings) == 0


def setting_ratio(disease, knowledge, setting, tempo=None, **patient) -> float:
    return log_setting(disease, Case(setting=setting, patient=Patient(**patient)), tempo, knowledge)


def test_the_reference_clinic_changes_nothing(disease, knowledge):
    assert setting_ratio(disease, knowledge, None) == setting_ratio(disease, knowledge, Setting.CLINIC) == 0


def test_less_referral_gives_the_common_more_weight(disease, knowledge):
    """By hand: (0.6 - 0.35) x log(0.002 / 0.04), one twentieth of "none of these"."""
    assert setting_ratio(disease, knowledge, Setting.PRIMARY_CARE) == pytest.approx(0.25 * math.log(0.05))
    root = knowledge.diseases["radic_l5"]
    assert setting_ratio(root, knowledge, Setting.PRIMARY_CARE) > setting_ratio(disease, knowledge, Setting.PRIMARY_CARE)


def test_an_emergency_brings_what_is_acute_until_the_speed_is_said(disease, knowledge):
    acute, chronic = (msgspec.structs.replace(disease, tempo={t: 1.0}) for t in ("acute", "chronic"))
    among = 0.06 * 4 + 0.18 * 3 + 0.26 * 1 + 0.5 * 0.3
    gap = setting_ratio(acute, knowledge, Setting.EMERGENCY) - setting_ratio(chronic, knowledge, Setting.EMERGENCY)
    assert gap == pytest.approx(0.3 * (math.log(3 / among) - math.log(0.3 / among)))
    told = [setting_ratio(d, knowledge, Setting.EMERGENCY, Tempo.ACUTE) for d in (acute, chronic)]
    assert told[0] == told[1]


def test_paediatrics_stands_in_for_an_age_that_is_not_said(disease, knowledge):
    assert setting_ratio(disease, knowledge, Setting.PAEDIATRICS) < -1
    assert setting_ratio(disease, knowledge, Setting.PAEDIATRICS, age=30) == 0
    assert setting_ratio(disease, knowledge, Setting.PAEDIATRICS, onset_age=12) == 0


def test_every_place_has_its_settings_and_every_group_is_one(knowledge):
    places = places_seen(knowledge)
    groups = {d.group for d in knowledge.diseases.values()}
    for setting in Setting:
        place = getattr(places, setting.value)
        assert set(place.groups) <= groups and set(place.tempo) in (set(), {t.value for t in Tempo})


def test_the_place_stands_in_the_explanation_and_moves_the_ranking(knowledge):
    findings = (Finding(concept="weakness"), Finding(concept="generalized_areflexia"), Finding(concept="dysautonomia"))
    at = {s: rank(Case(findings=findings, setting=s), Localisation(), knowledge).candidates for s in (None, Setting.EMERGENCY)}
    gbs = {s: next(c for c in found if c.disease == "gbs_aidp") for s, found in at.items()}
    assert gbs[Setting.EMERGENCY].probability > gbs[None].probability
    told = {s: [i.concept for i in (*c.evidence_for, *c.evidence_against)] for s, c in gbs.items()}
    assert "setting" in told[Setting.EMERGENCY] and "setting" not in told[None]
