"""Log odds before the findings: how common, at this age, in this sex, at this tempo, at this site."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from myotome.answer import Localisation
from myotome.case import Case, Patient
from myotome.knowledge.model import Disease
from myotome.knowledge.store import Knowledge
from myotome.terms import Sex, Tempo

CONTEXT = ("age", "sex", "tempo", "localisation", "stated_diagnosis", "setting", "complication")

FOCAL = frozenset({"root_single", "root_multiple", "plexus", "nerve_focal", "anterior_horn_segmental", "mixed"})


@lru_cache(maxsize=4)
def prevalence(knowledge: Knowledge) -> np.ndarray:
    """Log of the share of the clinic's patients with each disease, [D]."""
    return np.array([log_prevalence(knowledge.diseases[d]) for d in sorted(knowledge.diseases)])


def start(knowledge: Knowledge) -> np.ndarray:
    """Log odds of each disease against "none of these" before anything is known of the patient, [D]."""
    settings = knowledge.settings["ranking"]
    other = math.log(settings["other_per_1000"] / 1000)
    return settings["prior_temper"] * (prevalence(knowledge) - other)


def context(
    case: Case, where: Localisation, tempo: Tempo | None, stated: dict[str, str], knowledge: Knowledge,
) -> np.ndarray:
    """Log ratios of age, sex, tempo, site and stated diagnosis, [D, len(CONTEXT)]; the last two columns,
    the place where the patient is seen and what a complication says of its cause, are left 0."""
    settings = knowledge.settings["ranking"]
    rows = [
        (
            log_age(d, case.patient, settings), log_sex(d, case.patient, settings), log_tempo(d, tempo, settings),
            log_localisation(d, where, settings), log_stated(d.id, stated, settings), 0.0, 0.0,
        )
        for d in (knowledge.diseases[name] for name in sorted(knowledge.diseases))
    ]
    return np.array(rows)


def log_prevalence(disease: Disease) -> float:
    return math.log(max(disease.clinic_per_1000.value, 1e-6) / 1000)


def log_age(disease: Disease, patient: Patient, settings: dict) -> float:
    """Log ratio of the age, against all patients of the clinic. 0 when the age is not stated.

    Onset age when known; else the present age, with room for the years the illness may have lasted.
    """
    age = patient.onset_age if patient.onset_age is not None else patient.age
    if age is None:
        return 0.0
    span = disease.age
    lag = settings["age_lag_years"] if patient.onset_age is None else 0
    inner, outer = settings["age_inner_share"], 1 - settings["age_inner_share"]
    low, high, most = span.low, span.high + lag, min(span.most + lag, 120)
    if low <= age <= high:
        density = inner / max(high - low, 1)
    elif span.least <= age < low:
        density = _tail(low - age, low - span.least, high - low, inner, outer)
    elif high < age <= most:
        density = _tail(age - high, most - high, high - low, inner, outer)
    else:
        density = settings["age_outside"] / 100
    ground = settings["age_background"]
    middle_share = 1 - ground["low_share"] - ground["high_share"]
    if age < ground["low"]:
        background = ground["low_share"] / (ground["low"] - ground["least"])
    elif age <= ground["high"]:
        background = middle_share / (ground["high"] - ground["low"])
    else:
        background = ground["high_share"] / (ground["most"] - ground["high"])
    return settings["age_temper"] * math.log(max(density, 1e-6) / background)


def _tail(beyond: float, room: float, width: float, inner: float, outer: float) -> float:
    """Density ``beyond`` years outside the inner range: it falls off from the edge without a step,
    never below an even spread of what lies outside."""
    edge = inner / max(width, 1)
    return max(edge * math.exp(-beyond * edge / (outer / 2)), outer / 2 / max(room, 1))


def log_sex(disease: Disease, patient: Patient, settings: dict) -> float:
    if patient.sex is Sex.UNKNOWN:
        return 0.0
    share = min(max(disease.male.value, 0.01), 0.99)
    return settings["sex_temper"] * math.log((share if patient.sex is Sex.MALE else 1 - share) / 0.5)


def log_tempo(disease: Disease, tempo: Tempo | None, settings: dict) -> float:
    if tempo is None:
        return 0.0
    share = max(disease.tempo.get(tempo.value, 0.0), settings["tempo_floor"])
    return settings["tempo_temper"] * math.log(share / settings["tempo_background"][tempo.value])


def log_localisation(disease: Disease, where: Localisation, settings: dict) -> float:
    """Log ratio of "where" under the disease; 0 when the disease names no lesion class.

    Within a focal class the site decides: a lesion at the disease's own site speaks for it, one
    elsewhere against it.
    """
    if not disease.lesion_classes or not where.classes:
        return 0.0
    background = settings["class_background"]
    floor = settings["localisation_floor"]
    rest = where.classes.get("insufficient", 0.0)
    ratio = rest
    for name, probability in where.classes.items():
        if name == "insufficient":
            continue
        share = disease.lesion_classes.get(name, floor)
        ground = background.get(name.split(":")[0], floor)
        gain = share / ground
        if name in FOCAL and disease.lesion_sites:
            gain *= _site_gain(disease, name, where, settings)
        ratio += probability * gain
    return settings["localisation_temper"] * math.log(max(ratio, 1e-4))


def _site_gain(disease: Disease, lesion_class: str, where: Localisation, settings: dict) -> float:
    own = set(disease.lesion_sites)
    total = weight = 0.0
    for lesion in where.lesions:
        if lesion.lesion_class != lesion_class:
            continue
        sites = {site for site, _ in lesion.sites}
        ties = {site for site, _ in lesion.tie_set}
        gain = settings["site_match"] if sites & own else settings["site_tie"] if ties & own else settings["site_miss"]
        total += lesion.probability * gain
        weight += lesion.probability
    return total / weight if weight else 1.0


def log_stated(disease_id: str, stated: dict[str, str], settings: dict) -> float:
    """A diagnosis that the source states speaks for it, one that it excludes against it."""
    kind = stated.get(disease_id)
    return math.log(settings["stated_diagnosis"][kind]) if kind else 0.0
