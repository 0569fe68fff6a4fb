"""Made-up patients: reproducible, drawn from the likelihood that localise uses, told as asked."""

from __future__ import annotations

import numpy as np
import pytest

from myotome.reasoning.localise.evidence import observations
from myotome.reasoning.localise.network import network
from myotome.simulate.anatomy import perturbed
from myotome.simulate.limbs import Limbs
from myotome.terms import Side


@pytest.fixture(scope="module")
def limbs(knowledge):
    return Limbs(knowledge)


def test_the_same_seed_makes_the_same_patient(limbs):
    one, two = (limbs.draw(np.random.default_rng(7)) for _ in range(2))
    assert one == two


@pytest.mark.parametrize("kind", ["focal", "diffuse"])
def test_kind_is_as_asked_and_focal_lesions_show(limbs, kind):
    random = np.random.default_rng(3)
    for _ in range(10):
        truth = limbs.draw(random, kind).truth
        assert bool(truth.shown) == bool(truth.sites) == (kind == "focal")
        assert set(truth.shown) <= set(truth.sites)


def test_every_finding_is_read_as_one_observation(limbs, knowledge):
    case = limbs.draw(np.random.default_rng(5), untested=0.0).case
    seen, notes = observations(case, knowledge)
    assert len(seen) == len(limbs.items)
    assert not notes


def test_frequencies_are_those_of_the_noisy_or(limbs, knowledge):
    """A nerve lesion weakens its muscle as often as effect and leak say together, none on the other side."""
    net, random = network(knowledge), np.random.default_rng(11)
    process = next(p for p in limbs.settings.processes if p.effect == "nerve")
    site = net.index["common_fibular.fibular_head"]
    weak = {Side.LEFT: 0, Side.RIGHT: 0}
    drawn = 0
    while drawn < 400:
        made = limbs.told(process, (site,), random, untested=0.0, flipped=0.0)
        if made is None:
            continue
        drawn += 1
        for finding in made.case.findings:
            if finding.concept == "weakness" and finding.site == "tibialis_anterior":
                weak[finding.side] += finding.present
    leak = limbs.settings.leaks.strength
    expected = 1 - (1 - leak) * (1 - limbs.settings.effects["nerve"].strength)
    assert weak[Side.LEFT] / drawn == pytest.approx(expected, abs=0.06)
    assert weak[Side.RIGHT] / drawn == pytest.approx(leak, abs=0.04)


def test_perturbed_anatomy_changes_one_root_of_a_fifth_of_the_muscles(knowledge):
    other = perturbed(knowledge, np.random.default_rng(1))
    changed = [i for i in knowledge.muscles if other.muscles[i] != knowledge.muscles[i]]
    rooted = sum(bool(m.roots) for m in knowledge.muscles.values())
    assert len(changed) == pytest.approx(0.2 * rooted, abs=2)
    for name in changed:
        old, new = knowledge.muscles[name].roots, other.muscles[name].roots
        assert len(old) == len(new)
        assert len(set(old) - set(new)) == 1


def test_flips_and_gaps_take_the_share_asked(limbs):
    random = np.random.default_rng(2)
    told = [len(limbs.draw(random, untested=0.3).case.findings) for _ in range(30)]
    everything = len(limbs.items) + len(limbs.features)
    assert np.mean(told) / everything == pytest.approx(0.7, abs=0.03)
