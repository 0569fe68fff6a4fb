"""The sums over sets of lesions are exact: against an enumeration of every set."""

from __future__ import annotations

from itertools import combinations

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from myotome.reasoning.localise.search import choices, explore, marginals, symmetric_sums
from myotome.reasoning.localise.settings import Search
from myotome.reasoning.localise.tables import Tables

LIMITS = Search(lesions=3, wide=60, least_effect=1e-9, source="choice")


def made(seed: int, sites: int, findings: int, empty: float) -> tuple[Tables, np.ndarray, np.ndarray, np.ndarray]:
    """Random evidence: chances of each finding under each site, a leak, prior odds."""
    random = np.random.default_rng(seed)
    chance = random.choice([0.2, 0.5, 0.9], size=(findings, sites)) * (random.random((findings, sites)) > empty)
    leak = random.uniform(0.01, 0.2, findings)
    zeros = np.zeros(findings, dtype=int)
    tables = Tables(
        observations=(), columns=(), reach=chance, present=random.random(findings) > 0.3,
        weight=random.choice([1.0, 0.7], size=findings), low=zeros, high=zeros,
        leak=np.zeros((2, findings)),
    )
    site_logs = np.stack([np.log1p(-chance), np.log1p(-chance * 0.3)])
    ground = np.stack([np.log1p(-leak), np.log1p(-leak * 0.1)])
    return tables, site_logs, ground, random.uniform(0.05, 0.5, sites)


def likelihood(tables: Tables, site_logs: np.ndarray, ground: np.ndarray, hit: tuple[int, ...]) -> float:
    """Of all findings under one set of lesions, written out."""
    below = np.exp(ground[0] + site_logs[0][:, list(hit)].sum(axis=1))
    beyond = np.exp(ground[1] + site_logs[1][:, list(hit)].sum(axis=1))
    seen = beyond - below
    seen = tables.weight * seen + (1 - tables.weight) * (1 - seen)
    return float(np.prod(np.where(tables.present, seen, below)))


def enumerated(tables: Tables, site_logs: np.ndarray, ground: np.ndarray, odds: np.ndarray, parts: list) -> dict:
    """Mass of every set with at most three lesions in each part and any number of silent ones."""
    sites = range(len(odds))
    found = {}
    for size in range(len(odds) + 1):
        for hit in combinations(sites, size):
            if all(len(set(hit) & part) <= 3 for part in parts):
                found[hit] = likelihood(tables, site_logs, ground, hit) * float(np.prod(odds[list(hit)]))
    return found


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 7), st.integers(1, 6), st.sampled_from([0.2, 0.6, 0.85]))
def test_masses_and_shares_equal_an_enumeration(seed, sites, findings, empty):
    tables, site_logs, ground, odds = made(seed, sites, findings, empty)
    field = explore(tables, site_logs, ground, odds, LIMITS, sites=np.arange(sites))
    parts = [set(np.concatenate(p.members).tolist()) for p in field.parts]
    evident = set().union(*parts)
    truth = enumerated(tables, site_logs, ground, odds, parts)
    scale = np.exp(field.alone + field.log_silent(1.0) + sum(p.scale for p in field.parts))
    total = np.prod([sum(p.sums(1.0)) for p in field.parts]) * scale
    assert total == pytest.approx(sum(truth.values()), rel=1e-9)
    none = np.prod([p.sums(1.0)[0] for p in field.parts]) * scale
    assert none == pytest.approx(sum(v for h, v in truth.items() if not evident & set(h)), rel=1e-9)
    for number, part in enumerate(field.parts):
        hit, _ = marginals(part, 1.0, sites)
        others = np.prod([sum(p.sums(1.0)) for k, p in enumerate(field.parts) if k != number])
        for site in parts[number]:
            share = sum(v for h, v in truth.items() if site in h)
            assert hit[site] * others * scale == pytest.approx(share, rel=1e-9)


def test_twins_are_counted_once_each():
    """Two sites with the same effect: both, either, and neither, never one of them twice."""
    odds = np.array([0.3, 0.2, 0.1])
    assert symmetric_sums(odds) == pytest.approx((0.6, 0.11, 0.006))


@pytest.mark.parametrize("n", [1, 2, 5])
def test_choices_hold_every_multiset_once(n):
    triples = choices(n, 3).triples
    assert len({tuple(t) for t in triples.tolist()}) == len(triples) == (n + 1) * (n + 2) * (n + 3) // 6


def test_more_columns_than_the_limit_leave_exactness():
    tables, site_logs, ground, odds = made(1, 6, 4, 0.0)
    narrow = Search(lesions=3, wide=2, least_effect=1e-9, source="choice")
    assert not all(p.whole for p in explore(tables, site_logs, ground, odds, narrow, sites=np.arange(6)).parts)


def test_a_slight_effect_of_an_evident_site_joins_the_parts():
    """A site that explains one finding well and another hardly at all is counted for both."""
    tables, _, ground, _ = made(3, 3, 2, 0.0)
    tables = msgspec.structs.replace(tables, present=np.array([True, True]), weight=np.ones(2))
    chance = np.array([[0.9, 0.0, 0.6, 0.0], [0.01, 0.8, 0.0, 0.0]])
    site_logs, odds = np.stack([np.log1p(-chance), np.log1p(-chance * 0.3)]), np.array([0.3, 0.2, 0.4, 0.1])
    limits = Search(lesions=3, wide=60, least_effect=0.02, source="choice")
    field = explore(tables, site_logs, ground, odds, limits, sites=np.arange(4))
    total = field.alone + sum(p.scale + np.log(sum(p.sums(1.0))) for p in field.parts)
    truth = enumerated(tables, site_logs, ground, odds, [{0, 1, 2}])
    assert np.exp(total + field.log_silent(1.0)) == pytest.approx(sum(truth.values()), rel=1e-12)


def test_a_site_of_slight_effect_only_is_silent_and_counted_once():
    """What is not evident multiplies out with its odds; it is in no part."""
    tables, _, ground, _ = made(3, 2, 1, 0.0)
    tables = msgspec.structs.replace(tables, present=np.array([True]), weight=np.ones(1))
    chance = np.array([[0.9, 0.01]])
    limits = Search(lesions=3, wide=60, least_effect=0.02, source="choice")
    logs = np.stack([np.log1p(-chance), np.log1p(-chance * 0.3)])
    field = explore(tables, logs, ground[:, :1], np.array([0.3, 0.2]), limits, sites=np.arange(2))
    assert [m.tolist() for part in field.parts for m in part.members] == [[0]]
    assert field.silent.tolist() == [0.2]
