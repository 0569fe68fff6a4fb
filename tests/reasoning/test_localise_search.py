"""The sums over sets of lesions are exact: against an enumeration of every set."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from myotome.reasoning.localise.limbs import NO_LIMIT, Sums, below_limit, site_mass, sum_up
from myotome.reasoning.localise.search import Evidence, choices, explore
from myotome.reasoning.localise.settings import Search

LIMITS = Search(lesions=3, wide=60, least_effect=1e-9, source="choice")
RATE = 0.7


def made(seed: int, sites: int, findings: int, empty: float, limbs: int = 2, variants: int = 2) -> Evidence:
    """Random evidence: chances of each abnormal finding under each site, a leak, prior odds."""
    random = np.random.default_rng(seed)
    reach = random.choice([0.01, 0.2, 0.5, 0.9], size=(findings, sites)) * (random.random((findings, sites)) > empty)
    strength = random.uniform(0.5, 1.0, (variants, findings, 1))
    leak = random.uniform(0.01, 0.2, (variants, findings))
    return Evidence(
        sites=np.arange(sites), label=random.integers(0, limbs, sites), reach=reach, kind=np.zeros(sites, dtype=int),
        below=1 - reach * strength, beyond=1 - 0.3 * reach * strength, odds=random.uniform(0.05, 0.5, (variants, sites)),
        ground=np.stack([1 - leak, 1 - 0.1 * leak], axis=1), weight=random.choice([1.0, 0.7], size=findings),
        spared=random.uniform(-1, 0, variants),
    )


def enumerated(e: Evidence, variant: int, sums: Sums, most: int) -> dict[tuple[int, ...], float]:
    """Mass of every set with at most three lesions in each part and ``most`` in each limb."""
    parts = [set(part.sites.tolist()) for part in sums.field.parts]
    joined = {k: {k} for k in range(8)}
    for part in sums.field.parts:
        whole = set().union(*(joined[k] for k in part.labels))
        joined |= dict.fromkeys(whole, whole)
    found = {}
    for size in range(len(e.sites) + 1):
        for hit in combinations(range(len(e.sites)), size):
            limbs = [sum(e.label[s] in joined[e.label[own]] for s in hit) for own in hit]
            if any(len(set(hit) & part) > 3 for part in parts) or (most and limbs and max(limbs) > most):
                continue
            below = e.ground[variant, 0] * e.below[variant][:, list(hit)].prod(axis=1)
            seen = e.ground[variant, 1] * e.beyond[variant][:, list(hit)].prod(axis=1) - below
            seen = e.weight * seen + (1 - e.weight) * (1 - seen)
            found[hit] = float(seen.prod() * np.exp(e.spared[variant]) * (RATE * e.odds[variant, list(hit)]).prod())
    return found


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 10**6), st.integers(2, 7), st.integers(1, 6), st.sampled_from([0.2, 0.6, 0.85]),
    st.sampled_from([NO_LIMIT, 2, 3]),
)
def test_masses_and_shares_equal_an_enumeration(seed, sites, findings, empty, most):
    evidence = made(seed, sites, findings, empty)
    field = explore([evidence], LIMITS)[0]
    sums = sum_up(field, np.array([0, 1]), np.array([RATE, RATE]), np.array([most, most]))
    evident = {s for part in field.parts for s in part.sites.tolist()}
    for variant in (0, 1):
        truth = enumerated(evidence, variant, sums, most)
        shown = {h: (len(evident & set(h)), v) for h, v in truth.items()}
        scale = np.exp(sums.scale[variant])
        one = sum(v for n, v in shown.values() if n == 1)
        many = sum(v for n, v in shown.values() if n > 1)
        assert sums.one[variant] * scale == pytest.approx(one, rel=1e-9)
        assert sums.many[variant] * scale == pytest.approx(many, rel=1e-9)
        chosen = np.eye(2)[variant]
        if one:
            mass = site_mass(sums, chosen, np.zeros(2), sites)
            for s in evident:
                assert mass[s] * one == pytest.approx(sum(v for h, (n, v) in shown.items() if n == 1 and s in h), rel=1e-9)
        if many:
            mass = site_mass(sums, np.zeros(2), chosen, sites)
            for s in evident:
                assert mass[s] * many == pytest.approx(sum(v for h, (n, v) in shown.items() if n > 1 and s in h), rel=1e-9)


def test_the_share_below_the_limit_equals_an_enumeration():
    evidence = made(11, 6, 3, 0.4, limbs=1)
    sums = sum_up(explore([evidence], LIMITS)[0], np.array([0]), np.array([RATE]), np.array([3]))
    evident = {s for part in sums.field.parts for s in part.sites.tolist()}
    truth = enumerated(evidence, 0, sums, 3)
    free = sum(v for h, v in truth.items() if len(evident & set(h)) < 3)
    assert below_limit(sums, np.array([0]))[0] == pytest.approx(free / sum(truth.values()), rel=1e-9)


@pytest.mark.parametrize("n", [1, 2, 5])
def test_choices_hold_every_multiset_once(n):
    triples = choices(n, 3).triples
    assert len({tuple(t) for t in triples.tolist()}) == len(triples) == (n + 1) * (n + 2) * (n + 3) // 6


def test_sites_alike_form_one_column_and_are_counted_once_each():
    """Two sites with the same effect: both, either, and neither, never one of them twice."""
    evidence = made(5, 3, 2, 0.0, limbs=1, variants=1)
    reach = np.array([[0.9, 0.9, 0.9], [0.5, 0.5, 0.5]])
    evidence = Evidence(**{
        **{f: getattr(evidence, f) for f in Evidence.__struct_fields__},
        "reach": reach, "below": 1 - reach[None], "beyond": np.ones((1, 2, 3)), "odds": np.array([[0.3, 0.2, 0.1]]),
    })
    part, = explore([evidence], LIMITS)[0].parts
    assert set(part.column.tolist()) == {0}
    assert part.power[0, 0] == pytest.approx((0.6, 0.11, 0.006))


def test_more_columns_than_the_limit_leave_exactness():
    narrow = Search(lesions=3, wide=2, least_effect=1e-9, source="choice")
    assert not all(p.whole for p in explore([made(1, 6, 4, 0.0)], narrow)[0].parts)


def test_a_site_of_slight_effect_only_is_silent_and_an_evident_one_joins_what_it_touches():
    evidence = made(3, 4, 2, 0.0, variants=1)
    reach = np.array([[0.9, 0.0, 0.6, 0.01], [0.01, 0.8, 0.0, 0.0]])
    evidence = Evidence(**{
        **{f: getattr(evidence, f) for f in Evidence.__struct_fields__},
        "reach": reach, "below": 1 - reach[None], "beyond": np.ones((1, 2, 4)),
    })
    field = explore([evidence], Search(lesions=3, wide=60, least_effect=0.02, source="choice"))[0]
    assert [sorted(part.sites.tolist()) for part in field.parts] == [[0, 1, 2]]
    assert np.flatnonzero(field.silent[0]).tolist() == [3]


def test_a_rare_second_member_of_a_column_does_not_drown_in_rounding():
    """Two sites alike, one a thousand million times as common: both at once still weigh what they should."""
    evidence = made(5, 2, 2, 0.0, limbs=1, variants=1)
    reach = np.array([[0.9, 0.9], [0.5, 0.5]])
    evidence = Evidence(**{
        **{f: getattr(evidence, f) for f in Evidence.__struct_fields__},
        "reach": reach, "below": 1 - reach[None], "beyond": np.ones((1, 2, 2)), "odds": np.array([[0.3, 3e-10]]),
    })
    part, = explore([evidence], LIMITS)[0].parts
    assert part.power[0, 0, 1] == pytest.approx(0.9e-10, rel=1e-14)
