"""What the place where a patient is seen says of a disease, before anything is known of this one."""

from __future__ import annotations

import math
from functools import lru_cache

import msgspec

from myotome.case import Case, Patient
from myotome.knowledge.model import Disease
from myotome.knowledge.store import Knowledge
from myotome.reasoning.priors import log_age, log_prevalence
from myotome.terms import Tempo


class PlaceSeen(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One place of ``settings/setting.yaml``."""

    temper: float | None = None
    tempo: dict[str, float] = {}
    age: float | None = None
    groups: dict[str, float] = {}


class PlacesSeen(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``settings/setting.yaml``, by the values of ``terms.Setting``."""

    clinic: PlaceSeen
    primary_care: PlaceSeen
    emergency: PlaceSeen
    ward: PlaceSeen
    intensive_care: PlaceSeen
    paediatrics: PlaceSeen
    rheumatology: PlaceSeen
    source: str


@lru_cache(maxsize=4)
def places_seen(knowledge: Knowledge) -> PlacesSeen:
    """The settings, checked for shape. Raises msgspec.ValidationError."""
    return msgspec.convert(knowledge.settings["setting"], PlacesSeen)


def log_setting(disease: Disease, case: Case, tempo: Tempo | None, knowledge: Knowledge) -> float:
    """Log ratio against the reference clinic; 0 where no place is said.

    The place stands in for what is not said: an age or a speed of onset that the case states leaves it
    nothing to add of these.

    >>> from myotome.knowledge import load
    >>> log_setting(load().diseases["mmn"], Case(), None, load())
    0.0
    """
    if case.setting is None:
        return 0.0
    place: PlaceSeen = getattr(places_seen(knowledge), case.setting.value)
    settings = knowledge.settings["ranking"]
    done = math.log(place.groups.get(disease.group, 1.0))
    if place.temper is not None:
        done += (place.temper - settings["prior_temper"]) * (log_prevalence(disease) - math.log(settings["other_per_1000"] / 1000))
    if place.tempo and tempo is None and disease.tempo:
        among = _weighted(disease.tempo, place) / _weighted(settings["tempo_background"], place)
        done += settings["tempo_temper"] * math.log(among)
    if place.age is not None and case.patient.age is None and case.patient.onset_age is None:
        done += log_age(disease, Patient(age=place.age), settings)
    return done


def _weighted(shares: dict[str, float], place: PlaceSeen) -> float:
    """How many more come than at the reference, [by speed of onset]."""
    return sum(share * place.tempo[speed] for speed, share in shares.items())
