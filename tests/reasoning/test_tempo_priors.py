"""How fast it began, and the log odds before any finding: worked by hand."""

from __future__ import annotations

import math

import msgspec
import pytest

from myotome.answer import Localisation
from myotome.case import Case, Finding, Patient
from myotome.knowledge.model.disease import AgeRange, Share
from myotome.reasoning import priors
from myotome.reasoning.tempo import tempo_of
from myotome.terms import Presence, Sex, Tempo


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
