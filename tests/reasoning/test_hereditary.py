"""The tail in the ranking: inside "none of these", limited, and never against a curated disease."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest

from myotome.answer import Localisation
from myotome.case import Case, Finding, Patient
from myotome.knowledge.hereditary import Entry, Stored, cache_file, hereditary_layer, spread
from myotome.reasoning.differential import OTHER, rank
from myotome.reasoning.hereditary import onset_ratio, scores, share_of_other
from myotome.terms import Presence

TERMS = ("HP:0003376", "HP:0009027", "HP:0001284")  # steppage gait, foot drop, areflexia


def entry(name: str, family: str, shares: tuple[int, ...], onset=()) -> Entry:
    return Entry(id=name, name=name, family=family, onset=onset, terms=tuple(range(len(shares))), shares=shares, patients=(10,) * len(shares))


STORED = Stored(
    format=1, release="2026-01-01", attribution="HPO, invented release", terms=TERMS, above=((0,), (1,), (2,)),
    entries=(
        entry("OMIM:1", "a", (900, 900, 900), ((0.0, 5.0),)), entry("OMIM:2", "a", (900, 100, 900)), entry("OMIM:3", "b", (50, 50, 500), ((40.0, 60.0),)),
    ),
)


@pytest.fixture(scope="module")
def layer():
    return spread(STORED)


@pytest.fixture
def cache(monkeypatch, tmp_path):
    """An empty cache folder of this test; ``build()`` puts the layer into it."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))

    def build() -> None:
        cache_file().parent.mkdir(parents=True, exist_ok=True)
        cache_file().write_bytes(msgspec.msgpack.encode(STORED))
        hereditary_layer.cache_clear()

    hereditary_layer.cache_clear()
    yield build
    hereditary_layer.cache_clear()


@pytest.fixture(scope="module")
def settings(knowledge):
    return knowledge.settings["hereditary"]


def test_what_is_listed_speaks_for_and_what_is_denied_against(layer, settings):
    there, away = scores(layer, TERMS[:2], (), settings), scores(layer, (), TERMS[:2], settings)
    assert np.argmax(there) == 0 and np.argmin(there) == 2
    assert np.argmax(away) == 2 and np.argmin(away) == 0


def test_a_disease_leans_on_its_family(layer, settings):
    """OMIM:2 shows foot drop in a tenth, but its family in most: it lies above a stranger of the same share."""
    score = scores(layer, TERMS[1:2], (), settings)
    assert score[1] > score[2]


def test_unknown_terms_and_silence_say_nothing(layer, settings):
    assert scores(layer, (), (), settings).tolist() == [0, 0, 0]
    assert scores(layer, ("HP:0000000",), ("HP:0000001",), settings).tolist() == [0, 0, 0]


def test_age_at_onset(layer, settings):
    young, old, unknown = (onset_ratio(layer, age, settings) for age in (3, 50, None))
    assert young[0] > 0 > young[2] and old[2] > 0 > old[0]
    assert young[1] == 0
    assert unknown.tolist() == [0, 0, 0]


@pytest.mark.parametrize(("younger", "older"), [(5, 30), (30, 50), (50, 80)])
def test_the_older_the_less(settings, younger, older):
    assert share_of_other({}, Patient(age=younger), settings) > share_of_other({}, Patient(age=older), settings)


def test_the_tail_stays_within_none_of_these_and_moves_nothing(cache, knowledge):
    story = Case(findings=(Finding(concept="foot_drop"), Finding(concept="back_pain", presence=Presence.ABSENT)), patient=Patient(age=70))
    without = rank(story, Localisation(), knowledge)
    cache()
    beside = rank(story, Localisation(), knowledge)
    assert without.hereditary is None
    assert beside.candidates == without.candidates and beside.not_to_miss == without.not_to_miss
    other = next(c.probability for c in beside.candidates if c.disease == OTHER)
    assert sum(p for _, p in beside.hereditary.families) == pytest.approx(other * beside.hereditary.share)
    assert beside.hereditary.release == "2026-01-01" and beside.hereditary.attribution


def test_a_family_history_gives_it_more_room(cache, knowledge):
    cache()

    def share(*concepts):
        story = Case(findings=tuple(Finding(concept=c) for c in concepts), patient=Patient(age=70))
        return rank(story, Localisation(), knowledge).hereditary.share

    assert share("foot_drop", "family_history_neuromuscular") > share("foot_drop")


def test_each_bar_names_its_finding_and_frequencies(cache, knowledge):
    cache()
    story = Case(findings=(Finding(concept="back_pain"), Finding(concept="foot_drop")))
    first = rank(story, Localisation(), knowledge).hereditary.candidates[0]
    (bar,) = first.evidence
    assert (first.disease, bar.concept, bar.finding) == ("OMIM:1", "foot_drop", 1)
    assert bar.frequency > bar.background and bar.log_ratio > 0


def test_a_damaged_cache_counts_as_none(cache, knowledge):
    cache()
    cache_file().write_bytes(b"damaged")
    hereditary_layer.cache_clear()
    assert rank(Case(), Localisation(), knowledge).hereditary is None
